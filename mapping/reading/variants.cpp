#include "mapping/reading/variants.hpp"

#include <algorithm>
#include <array>

#include "fhir/reference_form.hpp"
#include "mapping/reading/variant_context.hpp"
#include "mapping/reading/variant_sources.hpp"
#include "mapping/reading/variant_target.hpp"

namespace foresign::mapping {

namespace {

constexpr std::string_view nothing_found =
    "no KRAS G12C result found in the record; a KRAS test result on this tumour is needed";

std::string joined(std::string text, const std::string& more) {
  return more.empty() ? text : std::move(text) + "; " + more;
}

// Rule 6.6: what makes two results "of the same": identifiers, specimens, reports.
struct Keys {
  std::vector<std::string> identifiers;
  std::vector<std::string> specimens;
  std::vector<std::string> reports;
};

void add_identifiers(std::vector<std::string>& keys, const std::vector<fhir::Identifier>& identifiers) {
  for (const fhir::Identifier& identifier : identifiers)
    if (!identifier.value.empty()) keys.push_back(identifier.system + "|" + identifier.value);
}

void add_specimen(std::vector<std::string>& keys, const Record& record, const fhir::Reference& specimen,
                  const fhir::Entry& from) {
  const fhir::Entry* entry = record.chart().find(specimen, from);
  if (const auto* found = entry == nullptr ? nullptr : std::get_if<fhir::Specimen>(&entry->resource))
    add_identifiers(keys, found->identifiers);
  if (specimen.reference.starts_with('#')) {
    // Without an identifier contained specimens are known by their own report only.
    keys.push_back(from.reference + specimen.reference);
  } else if (entry != nullptr) {
    keys.push_back(entry->reference);
  } else if (!specimen.reference.empty()) {
    const fhir::ReferenceForm form = fhir::read_reference_form(specimen.reference);
    const bool here = form.base.empty() || form.base == fhir::normal_base(record.chart().fhir_server());
    keys.push_back(here && !form.type_and_id().empty() ? form.type_and_id() : form.name);
  }
  if (specimen.identifier && !specimen.identifier->value.empty() && specimen.identifier->value != "UNKNOWN")
    keys.push_back(specimen.identifier->system + "|" + specimen.identifier->value);
}

Keys keys_of(const Record& record, const Result& result) {
  Keys keys;
  if (result.observation != nullptr) {
    add_identifiers(keys.identifiers, result.observation->identifiers);
    add_specimen(keys.specimens, record, result.observation->specimen, *result.entry);
  } else {
    for (const fhir::Reference& specimen : result.report->specimens)
      add_specimen(keys.specimens, record, specimen, *result.entry);
  }
  for (const auto& report : result.reports) {
    keys.reports.push_back(report.entry->reference);
    add_identifiers(keys.reports, report->identifiers);
  }
  return keys;
}

bool share(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  return std::ranges::any_of(left,
                             [&](const std::string& key) { return std::ranges::find(right, key) != right.end(); });
}

bool is_correction(std::string_view status) {
  return status == "corrected" || status == "amended";
}

struct Correction {
  const Result* result = nullptr;
  Keys keys;
};

// The results that may correct others, in their order: few have a status that says so.
std::vector<Correction> corrections_in(const Record& record, const std::vector<Result>& results) {
  std::vector<Correction> corrections;
  for (const Result& result : results) {
    const bool may = is_correction(result.status()) || std::ranges::any_of(result.reports, [](const auto& report) {
                       return is_correction(report->status);
                     });
    if (may && result_status(result.status()) == ResultStatus::counts)
      corrections.push_back({&result, keys_of(record, result)});
  }
  return corrections;
}

// Neither asks for another change than the other does.
bool asks_the_same(const Result& left, const Result& right) {
  return left.asked == Change::none || right.asked == Change::none || left.asked == right.asked;
}

// Rule 6.6: the one corrects `earlier`.
bool supersedes(const Correction& corrected, const Result& earlier, const Keys& of_earlier) {
  if (corrected.result == &earlier) return false;
  const Result& later = *corrected.result;
  const Keys& of_later = corrected.keys;
  bool correction = is_correction(later.status());
  // A result of a corrected report corrects those of the report's former versions.
  for (const auto& report : later.reports)
    if (!correction && is_correction(report->status)) {
      const bool same_version =
          std::ranges::any_of(earlier.reports, [&](const auto& other) { return other.entry == report.entry; });
      correction = !same_version;
    }
  if (!correction) return false;
  // "KRAS G12D: not detected", corrected, is no later result of what "KRAS G12C" asks.
  // A new version of the whole report needs no claim of its own: "CORRECTED REPORT: result withdrawn".
  const bool same_identifier = share(of_later.identifiers, of_earlier.identifiers) ||
                               (later.report != nullptr && share(of_later.reports, of_earlier.reports));
  if (!same_identifier && (later.claims.empty() || !asks_the_same(later, earlier))) return false;
  if (!share(of_later.identifiers, of_earlier.identifiers) && !share(of_later.specimens, of_earlier.specimens) &&
      !share(of_later.reports, of_earlier.reports))
    return false;
  if (later.when() && earlier.when()) {
    if (fhir::later(*earlier.when(), *later.when())) return false;
    if (fhir::later(*later.when(), *earlier.when())) return true;
  }
  // Of one day, or undated: a correction follows what it corrects.
  return !is_correction(earlier.status());
}

// Rule 6.8. unclear: it names no tumour and there are several, or it names one that cannot be found.
enum class Whose : std::uint8_t { this_tumour, another, unclear };

bool names_other_cancer(const Cancers& cancers, Cancer site, const fhir::CodeableConcept& place) {
  for (const Tumour& tumour : cancers.tumours) {
    if (tumour.site == site || tumour.site || tumour.past) continue;
    const text::Text name = text::cut(tumour.name);
    for (const std::string& words : words_of(place)) {
      const text::Text text = text::cut(words);
      for (const text::Word& word : name.words) {
        if (word.folded.size() < 4 || word.folded == "cancer" || word.folded == "carcinoma" ||
            word.folded == "adenocarcinoma" || word.folded == "malignant" || word.folded == "neoplasm" ||
            word.folded == "tumor" || word.folded == "tumour" || word.folded == "primary" || word.folded == "cell" ||
            word.folded == "metastatic")
          continue;
        if (std::ranges::any_of(text.words, [&](const text::Word& one) { return one.folded == word.folded; }))
          return true;
      }
    }
  }
  return false;
}

// A tumour of one of these sites hardly spreads to another of them, so a specimen from there is of some other tumour;
// pancreas, ampulla and small bowel are neighbours. Lung, liver, lymph nodes ... are usual places of metastasis.
bool is_strange_to(Cancer site, Cancer specimen) {
  if (specimen == Cancer::lung || specimen == site) return false;
  const auto upper = [](Cancer one) { return one != Cancer::lung && one != Cancer::colorectal; };
  return !(upper(site) && upper(specimen));
}

// Body structures of SNOMED CT; else as a diagnosis would name the site.
std::optional<Cancer> site_of_specimen(const Record& record, const fhir::CodeableConcept& place) {
  struct Structure {
    std::string_view code;
    Cancer site;
  };
  static constexpr std::array<Structure, 11> structures = {{{"71854001", Cancer::colorectal},
                                                            {"34402009", Cancer::colorectal},
                                                            {"60184004", Cancer::colorectal},
                                                            {"32713005", Cancer::colorectal},
                                                            {"9040008", Cancer::colorectal},
                                                            {"485005", Cancer::colorectal},
                                                            {"32622004", Cancer::colorectal},
                                                            {"15776009", Cancer::pancreas},
                                                            {"38848004", Cancer::small_bowel},
                                                            {"30315005", Cancer::small_bowel},
                                                            {"39607008", Cancer::lung}}};
  for (const fhir::Coding& coding : place.codings)
    for (const Structure& structure : structures)
      if (coding.code == structure.code && code_system(coding.system) == CodeSystem::snomed) return structure.site;
  return primary_site_named(record, place);
}

// Whose metastasis a specimen is: "lung wedge, metastatic colon adenocarcinoma", "liver, metastasis of sigmoid
// carcinoma".
std::optional<Cancer> origin_named(const fhir::CodeableConcept& place) {
  for (const std::string& words : words_of(place)) {
    const text::Text text = text::cut(words);
    for (std::size_t at = 0; at < text.words.size(); ++at) {
      const std::string& word = text.words[at].folded;
      if (!word.starts_with("metasta")) continue;
      const std::size_t behind = std::min(at + 4, text.words.size());
      if (const auto origin = organs_named({text, at + 1, behind}); !origin.empty()) return origin.front();
      if (word == "metastatic") continue;
      const std::size_t before = at > 2 ? at - 2 : 0;  // "colon cancer metastasis"
      const auto origin = organs_named({text, before, at});
      const bool cancer = at > 0 && (text.words[at - 1].folded == "cancer" || text.words[at - 1].folded == "carcinoma");
      if (!origin.empty() && cancer) return origin.front();
    }
  }
  return std::nullopt;
}

bool names_metastasis(const fhir::CodeableConcept& place) {
  static constexpr std::array<std::string_view, 6> stems = {"lymph", "node", "metasta", "periton", "oment", "liver"};
  for (const std::string& words : words_of(place))
    for (const text::Word& word : text::cut(words).words)
      if (std::ranges::any_of(stems, [&](std::string_view stem) { return word.folded.starts_with(stem); })) return true;
  return false;
}

// Organs with cancers of their own, to which those of the policy hardly spread.
bool is_of_strange_organ(const fhir::CodeableConcept& place) {
  static constexpr auto organs = std::to_array<std::string_view>(
      {"thyroid", "marrow", "prostate", "breast", "skin", "endometrium", "endometrial", "uterus", "cervix", "bladder",
       "kidney", "thymus", "testis", "larynx", "tongue", "tonsil"});
  for (const std::string& words : words_of(place))
    for (const text::Word& word : text::cut(words).words)
      if (std::ranges::find(organs, word.folded) != organs.end()) return true;
  return false;
}

Whose whose_is(const Record& record, const Cancers& cancers, Cancer site, const Result& result) {
  const fhir::Entry& entry = *result.entry;
  if (result.observation != nullptr && !result.observation->focus.empty()) {
    switch (cancers.names(record, site, entry, result.observation->focus, {})) {
      case Names::this_tumour:
        return Whose::this_tumour;
      case Names::another:
        return Whose::another;
      case Names::unresolvable:
        return Whose::unclear;
      case Names::none:
        break;
    }
  }
  // The specimen's site names another tumour only where the record has one there: a metastasis lies elsewhere.
  std::vector<fhir::CodeableConcept> places;
  const auto add_specimen_site = [&](const fhir::Reference& reference, const fhir::Entry& from) {
    if (!reference.display.empty()) places.push_back({{}, reference.display});
    if (const auto specimen = record.find<fhir::Specimen>(reference, from); specimen.resource != nullptr) {
      places.push_back(specimen->body_site);
      places.push_back(specimen->type);
    }
  };
  if (result.observation != nullptr) {
    if (has_loinc(result.observation->code, "85509-8")) places.push_back({{}, "colorectal cancer"});
    places.push_back(result.observation->body_site);
    add_specimen_site(result.observation->specimen, entry);
  }
  for (const auto& report : result.reports)
    for (const fhir::Reference& specimen : report->specimens) add_specimen_site(specimen, *report.entry);
  bool another = false;
  bool strange = false;
  for (const fhir::CodeableConcept& place : places) {
    const auto origin = origin_named(place);
    if (!origin) continue;
    if (*origin == site) return Whose::this_tumour;
    const Tumour* there = cancers.of(*origin);
    return there != nullptr && !there->past ? Whose::another : Whose::unclear;
  }
  for (const fhir::CodeableConcept& place : places) {
    if (place.empty()) continue;
    const auto named = site_of_specimen(record, place);
    if (named == site && cancers.of(site) != nullptr) return Whose::this_tumour;
    const Tumour* there = named && named != site ? cancers.of(*named) : nullptr;
    if ((there != nullptr && !there->past && there->site != site) || names_other_cancer(cancers, site, place))
      another = true;
    strange =
        strange || (!names_metastasis(place) && (named ? is_strange_to(site, *named) : is_of_strange_organ(place)));
  }
  if (another) return Whose::another;
  if (strange) return Whose::unclear;
  // The report's reason, through its order.
  const auto reason_of = [&](const std::vector<fhir::Reference>& orders, const fhir::Entry& from) {
    Names found = Names::none;
    for (const fhir::Reference& order : orders) {
      const auto request = record.find<fhir::ServiceRequest>(order, from);
      if (request.resource == nullptr) continue;
      const Names named = cancers.names(record, site, *request.entry, request->reason_references, request->reasons);
      if (named == Names::this_tumour) return named;
      if (named != Names::none) found = named;
    }
    return found;
  };
  Names reason = result.observation != nullptr ? reason_of(result.observation->based_on, entry) : Names::none;
  for (const auto& report : result.reports)
    if (reason == Names::none || reason == Names::unresolvable)
      if (const Names named = reason_of(report->based_on, *report.entry); named != Names::none) reason = named;
  switch (reason) {
    case Names::this_tumour:
      return Whose::this_tumour;
    case Names::another:
      return Whose::another;
    case Names::unresolvable:
      return Whose::unclear;
    case Names::none:
      break;
  }
  return cancers.several() ? Whose::unclear : Whose::this_tumour;
}

// Rule 6.8, of a claim whose own words name an organ: "Colon primary: KRAS wild type".
Whose whose_is(const Cancers& cancers, Cancer site, const Claim& claim, Whose of_result) {
  if (of_result == Whose::another || claim.organs.empty()) return of_result;
  if (std::ranges::find(claim.organs, site) != claim.organs.end()) return Whose::this_tumour;
  const auto lies_there = [&](Cancer organ) {
    const Tumour* there = cancers.of(organ);
    return there != nullptr && !there->past;
  };
  if (std::ranges::any_of(claim.organs, lies_there)) return Whose::another;
  const bool strange = std::ranges::any_of(claim.organs, [&](Cancer organ) { return is_strange_to(site, organ); });
  return strange ? Whose::unclear : of_result;
}

// Whether it is about the tumour of another indication that is still open: it counts there, so it is not set aside.
bool counts_elsewhere(const Record& record, const Cancers& cancers, const Result& result) {
  return std::ranges::any_of(cancers.diagnoses, [&](const auto& diagnosis) {
    return diagnosis.second.verdict() != Verdict::not_met && cancers.of(diagnosis.first) != nullptr &&
           whose_is(record, cancers, diagnosis.first, result) == Whose::this_tumour;
  });
}

// The claims that stand, sorted by what they may do to the verdict.
struct Weighed {
  std::vector<Evidence> positive;
  std::vector<const Result*> positive_results;
  std::vector<Evidence> may_be;  // each with its note
  std::string may_be_needed;
  std::vector<Evidence> negative;
  std::string negative_reason;
  bool negative_of_observation = false;
  bool negative_of_report = false;
  std::vector<Evidence> plasma;
  std::vector<Evidence> no_call;
  std::string no_call_why;
  std::vector<Evidence> not_final;  // negatives and no-calls
  std::string not_final_status;
  const fhir::Entry* first_unread = nullptr;
};

void open(Weighed& weighed, const Claim& claim, const std::string& note, const std::string& needed) {
  Evidence evidence = claim.evidence;
  evidence.note = note;
  weighed.may_be.push_back(std::move(evidence));
  if (weighed.may_be_needed.empty()) weighed.may_be_needed = needed;
}

std::string needed_for(const Claim& claim) {
  if (claim.why.find("does not name which") != std::string::npos ||
      claim.why.find("not in which gene") != std::string::npos)
    return "which KRAS variant was found: is it G12C? (" + claim.why + ")";
  return "a result that names KRAS G12C itself (" + claim.why + ")";
}

void weigh(Weighed& weighed, const Result& result, const Claim& claim, Whose whose) {
  const bool may_be_positive = claim.says == Says::positive || claim.says == Says::may_positive;
  if (result_status(result.status()) == ResultStatus::not_final) {
    const std::string status = result.status().empty() ? "status missing" : result.status();
    if (may_be_positive)
      return open(weighed, claim, "result not final",
                  "the final KRAS result: the one in the record is not final (" + status + ")");
    weighed.not_final.push_back(claim.evidence);
    weighed.not_final_status = status;
    return;
  }
  if (claim.germline) {
    if (may_be_positive)
      open(weighed, claim, "germline origin",
           "a KRAS result of the tumour: the one in the record is of germline origin");
    return;
  }
  if (whose == Whose::unclear && claim.says != Says::no_call)
    return open(weighed, claim, "which cancer?",
                may_be_positive ? "which cancer? the record does not say of which tumour the KRAS result is"
                                : "which cancer? the record does not say of which tumour the negative KRAS result is");
  switch (claim.says) {
    case Says::positive:
      weighed.positive.push_back(claim.evidence);
      if (std::ranges::find(weighed.positive_results, &result) == weighed.positive_results.end())
        weighed.positive_results.push_back(&result);
      return;
    case Says::may_positive:
      return open(weighed, claim, claim.why, needed_for(claim));
    case Says::negative:
      if (claim.material == Material::plasma) {
        weighed.plasma.push_back(claim.evidence);
        weighed.plasma.back().note = "from plasma";
        return;
      }
      weighed.negative.push_back(claim.evidence);
      if (weighed.negative_reason.empty()) weighed.negative_reason = claim.why;
      (result.observation != nullptr ? weighed.negative_of_observation : weighed.negative_of_report) = true;
      return;
    case Says::no_call:
      weighed.no_call.push_back(claim.evidence);
      weighed.no_call_why = claim.why;
      return;
    case Says::nothing:
      return;
  }
}

std::vector<Evidence> together(std::initializer_list<const std::vector<Evidence>*> lists) {
  std::vector<Evidence> all;
  for (const auto* list : lists) all.insert(all.end(), list->begin(), list->end());
  return all;
}

// Rule 6.6.
Fact decide(const Record& record, const Weighed& weighed) {
  const std::string missing = record.missing({"observations", "diagnosticReports"});
  if (weighed.first_unread != nullptr) {
    std::vector<Evidence> seen = together({&weighed.positive, &weighed.may_be});
    seen.push_back({weighed.first_unread->reference, {}, {}, {}, "not read"});
    return Fact::unknown(
        joined("which KRAS result stands? the record holds more KRAS results than can be read", missing),
        std::move(seen), together({&weighed.negative, &weighed.plasma}));
  }
  if (!weighed.positive.empty()) return Fact::met(weighed.positive, together({&weighed.negative, &weighed.plasma}));
  if (!weighed.may_be.empty())
    return Fact::unknown(joined(weighed.may_be_needed, missing), weighed.may_be,
                         together({&weighed.negative, &weighed.plasma}));
  if (!weighed.negative.empty()) {
    // Rule 1.7: an incomplete source never proves not-met.
    const bool complete = (weighed.negative_of_observation && record.complete({"observations"})) ||
                          (weighed.negative_of_report && record.complete({"diagnosticReports"}));
    if (complete) return Fact::not_met(weighed.negative_reason, weighed.negative);
    return Fact::unknown(joined("all KRAS results: the one found is negative", missing), weighed.negative);
  }
  if (!weighed.plasma.empty())
    return Fact::unknown(joined("test tumour tissue: a negative plasma test does not exclude KRAS G12C", missing),
                         together({&weighed.plasma, &weighed.no_call}));
  if (!weighed.not_final.empty())
    return Fact::unknown(
        joined("the final KRAS result: the one in the record is not final (" + weighed.not_final_status + ")", missing),
        weighed.not_final);
  if (!weighed.no_call.empty())
    return Fact::unknown(joined("a conclusive KRAS result on this tumour: " + weighed.no_call_why, missing),
                         weighed.no_call);
  return Fact::unknown(joined(std::string(nothing_found), missing));
}

}  // namespace

VariantFacts answer_variant(Record& record, const Cancers& cancers, const Results& results, Cancer site) {
  Weighed weighed;
  weighed.first_unread = results.first_unread;
  const std::vector<Correction> corrections = corrections_in(record, results.read);
  for (const Result& result : results.read) {
    if (result_status(result.status()) == ResultStatus::void_result) {
      record.set_aside(*result.entry, result.status() == "cancelled" ? "cancelled" : "entered in error");
      continue;
    }
    if (!result.set_aside.empty()) record.set_aside(*result.entry, result.set_aside);
    if (result.claims.empty()) continue;
    const Keys keys = corrections.empty() ? Keys{} : keys_of(record, result);
    const auto newer =
        std::ranges::find_if(corrections, [&](const Correction& other) { return supersedes(other, result, keys); });
    if (newer != corrections.end()) {
      const Result& correction = *newer->result;
      record.set_aside(*result.entry,
                       "superseded by " + correction.entry->reference + " (" + correction.status() + ")");
      continue;
    }
    if (result_status(result.status()) == ResultStatus::not_final)
      record.set_aside(
          *result.entry,
          "result not final (" + (result.status().empty() ? std::string("status missing") : result.status()) + ")");
    const Whose whose = whose_is(record, cancers, site, result);
    if (whose == Whose::another) {
      if (!counts_elsewhere(record, cancers, result)) record.set_aside(*result.entry, "names another tumour");
      continue;
    }
    for (const Claim& claim : result.claims)
      if (const Whose of_claim = whose_is(cancers, site, claim, whose); of_claim != Whose::another)
        weigh(weighed, result, claim, of_claim);
  }
  Fact mutation = decide(record, weighed);
  if (mutation.verdict() != Verdict::met)
    return {std::move(mutation),
            Fact::unknown("a positive KRAS G12C result first, then the name of the FDA-approved test that found it")};
  return {std::move(mutation), answer_approved_test(weighed.positive_results)};
}

}  // namespace foresign::mapping
