// What one DiagnosticReport says of KRAS G12C, and the list of all sources (rule 6.1) with the material they were found
// in (6.3).
#include <algorithm>
#include <array>
#include <map>

#include "mapping/reading/variant_answers.hpp"
#include "mapping/reading/variant_results.hpp"
#include "mapping/reading/variant_sources.hpp"
#include "mapping/reading/variant_statement.hpp"

namespace foresign::mapping {

namespace {

bool mentions(std::string_view text) {
  static constexpr std::array<std::string_view, 12> stems = {"ras",   "g12",   "gly12", "34g",  "33_34", "rs12191",
                                                             "25245", "25398", "cosm",  "cosv", "vcv",   "6407"};
  std::string folded(text);
  for (char& c : folded)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return std::ranges::any_of(stems, [&](std::string_view stem) { return folded.find(stem) != std::string::npos; });
}

bool mentions(const fhir::CodeableConcept& code) {
  static constexpr std::array<std::string_view, 11> codes = {"69548-6", "82535-6", "21702-6", "21703-4",
                                                             "75974-6", "83059-6", "53620-1", "85509-8",
                                                             "81420-2", "12578",   "3845"};
  return mentions(code.text) || std::ranges::any_of(code.codings, [](const fhir::Coding& coding) {
           return mentions(coding.code) || mentions(coding.display) ||
                  std::ranges::find(codes, coding.code) != codes.end();
         });
}

bool value_mentions(const fhir::Value& value) {
  if (const auto* concept_value = std::get_if<fhir::CodeableConcept>(&value)) return mentions(*concept_value);
  if (const auto* string = std::get_if<std::string>(&value)) return mentions(*string);
  return false;
}

// A cheap look first: most Observations of a record are vital signs.
bool may_concern_kras(const fhir::Observation& observation) {
  if (mentions(observation.code) || value_mentions(observation.value)) return true;
  if (std::ranges::any_of(observation.notes, [](const std::string& note) { return mentions(note); })) return true;
  return std::ranges::any_of(observation.components, [](const fhir::ObservationComponent& component) {
    return mentions(component.code) || value_mentions(component.value);
  });
}

Material first_stated(Material left, Material right) {
  return left != Material::not_stated ? left : right;
}

Material material_of_code(const fhir::CodeableConcept& code) {
  Material found = Material::not_stated;
  for (const std::string& words : words_of(code)) found = first_stated(found, material_of(words));
  // SNOMED CT kinds of plasma specimen, and HL7 v2 table 0487.
  static constexpr auto plasma = std::to_array<std::string_view>(
      {"119361006", "50863008", "708049000", "708048008", "446272009", "258590006", "PLAS", "PPP", "PLASB"});
  for (const fhir::Coding& coding : code.codings)
    if (std::ranges::find(plasma, coding.code) != plasma.end()) return Material::plasma;
  return found;
}

Material material_of_specimen(const Record& record, const fhir::Reference& reference, const fhir::Entry& from) {
  if (reference.empty()) return Material::not_stated;
  Material found = material_of(reference.display);
  if (const auto specimen = record.find<fhir::Specimen>(reference, from); specimen.resource != nullptr) {
    found = first_stated(found, material_of_code(specimen->type));
    for (const fhir::CodeableConcept& step : specimen->handling) found = first_stated(found, material_of_code(step));
    for (const fhir::Reference& parent : specimen->parents) {
      found = first_stated(found, material_of(parent.display));
      if (const auto origin = record.find<fhir::Specimen>(parent, *specimen.entry); origin.resource != nullptr)
        found = first_stated(found, material_of_code(origin->type));
    }
    for (const std::string& note : specimen->notes) found = first_stated(found, material_of(note));
  }
  return found;
}

// Rule 6.3: specimen, method, device, kit or words of the observation, then of its reports.
Material material_around(const Record& record, const Result& result) {
  Material found = Material::not_stated;
  if (const fhir::Observation* observation = result.observation) {
    found = material_of_specimen(record, observation->specimen, *result.entry);
    found = first_stated(found, material_of_code(observation->code));
    found = first_stated(found, material_of_code(observation->method));
    for (const std::string& name : device_names(record, observation->device, *result.entry))
      found = first_stated(found, material_of(name));
    if (const auto* text = std::get_if<std::string>(&observation->value))
      found = first_stated(found, material_of(*text));
    for (const std::string& note : observation->notes) found = first_stated(found, material_of(note));
    found = first_stated(found, material_of_code(observation->body_site));
    for (const fhir::ObservationComponent& component : observation->components) {
      found = first_stated(found, material_of_code(component.code));
      if (const auto* text = std::get_if<std::string>(&component.value))
        found = first_stated(found, material_of(*text));
      if (const auto* coded = std::get_if<fhir::CodeableConcept>(&component.value))
        found = first_stated(found, material_of_code(*coded));
    }
  }
  for (const auto& panel : result.panels) {
    found = first_stated(found, material_of_specimen(record, panel->specimen, *panel.entry));
    found = first_stated(found, material_of_code(panel->code));
    found = first_stated(found, material_of_code(panel->method));
  }
  for (const auto& report : result.reports) {
    for (const fhir::Reference& specimen : report->specimens)
      found = first_stated(found, material_of_specimen(record, specimen, *report.entry));
    found = first_stated(found, material_of_code(report->code));
    found = first_stated(found, material_of(report->conclusion));
  }
  return found;
}

// "Corrected report: the previous one was issued in error"
bool speaks_of_the_former(const text::Text& text, text::Span words) {
  static constexpr std::array<std::string_view, 9> former = {
      "previous", "previously", "prior", "earlier", "original", "corrected", "amended", "replaces", "supersedes"};
  return std::ranges::any_of(text.words, [&](const text::Word& word) {
    return word.statement == text.words[words.first].statement &&
           std::ranges::find(former, word.folded) != former.end();
  });
}

// "This result was reported in error", in a note or a conclusion that its status does not follow.
bool is_disowned(std::string_view written) {
  static const std::array phrases = {
      text::cut("in error"),       text::cut("erroneous result"), text::cut("do not use"),
      text::cut("disregard"),      text::cut("wrong patient"),    text::cut("mislabeled"),
      text::cut("wrong specimen"), text::cut("mislabelled"),      text::cut("specimen mix-up")};
  const text::Text text = text::cut(written);
  // "This variant was NOT detected in this sample."
  static constexpr auto denials = std::to_array<std::string_view>({"not", "no", "absent", "negative"});
  static constexpr auto subjects =
      std::to_array<std::string_view>({"variant", "mutation", "alteration", "result", "finding"});
  for (const Statement& in : statements_of(text))
    if ((in.word(in.first) == "this" || in.word(in.first) == "the") && in.last - in.first > 2 &&
        is_one_of(in.word(in.first + 1), subjects) && in.has_one_of(denials) && genes_in(in).empty())
      return true;
  return std::ranges::any_of(phrases, [&](const text::Text& phrase) {
    return std::ranges::any_of(text::find(text, phrase), [&](text::Span words) {
      return text::mention_of(text, words) == text::Mention::stated && !speaks_of_the_former(text, words);
    });
  });
}

bool disowned_around(const Result& result) {
  if (result.observation != nullptr && std::ranges::any_of(result.observation->notes, is_disowned)) return true;
  return std::ranges::any_of(result.reports, [](const auto& report) { return is_disowned(report->conclusion); });
}

bool germline_around(const Record& record, const Result& result) {
  if (const fhir::Observation* observation = result.observation) {
    std::vector<std::string> words = observation->notes;
    for (const std::string& of_method : words_of(observation->method)) words.push_back(of_method);
    for (const fhir::CodeableConcept& category : observation->categories)
      for (const std::string& of_category : words_of(category)) words.push_back(of_category);
    for (const std::string& name : device_names(record, observation->device, *result.entry)) words.push_back(name);
    words.push_back(observation->specimen.display);
    if (std::ranges::any_of(words, [](const std::string& one) { return is_germline(one); })) return true;
  }
  return std::ranges::any_of(result.reports, [](const auto& report) {
    return std::ranges::any_of(words_of(report->code), [](const std::string& words) { return is_germline(words); });
  });
}

// "CORRECTED REPORT: result withdrawn", "Amended: specimen contamination, test not performed" (rule 6.6): what the
// report said before does not stand any more, whatever gene it was about.
bool takes_back_former(const fhir::DiagnosticReport& report) {
  if (report.status != "corrected" && report.status != "amended") return false;
  static const std::array phrases = {
      text::cut("withdrawn"),      text::cut("retracted"),     text::cut("revoked"),         text::cut("disregard"),
      text::cut("wrong patient"),  text::cut("mislabeled"),    text::cut("mislabelled"),     text::cut("contamination"),
      text::cut("wrong specimen"), text::cut("specimen swap"), text::cut("specimen mix-up"), text::cut("invalid"),
      text::cut("not performed"),  text::cut("do not use"),    text::cut("cancelled"),       text::cut("canceled")};
  const text::Text text = text::cut(report.conclusion);
  return std::ranges::any_of(phrases, [&](const text::Text& phrase) { return !text::find(text, phrase).empty(); });
}

// "Not detected", not "EGFR not detected".
bool names_nothing(const fhir::CodeableConcept& code) {
  return std::ranges::none_of(words_of(code), [](const std::string& words) {
    const VariantName named = named_in(words);
    return named.gene != Gene::none || named.change != Change::none;
  });
}

struct PlaceInReport {
  Of<fhir::DiagnosticReport> report;
  std::size_t at = 0;  // in its list of results
};

// Reports sent line by line give an Observation of the same name for each: "KRAS G12C", "Not detected". Read together,
// they may not say what one line seems to.
// `places`: where in the lists of reports the result stands.
bool denied_by_lines(const Record& record, const Result& result, const std::vector<PlaceInReport>& places) {
  if (result.observation == nullptr || !std::holds_alternative<std::string>(result.observation->value)) return false;
  constexpr std::size_t near = 8;        // lines above and below
  constexpr std::size_t longest = 4096;  // bytes
  constexpr std::size_t most_reports = 2;
  const std::vector<std::string> name = words_of(result.observation->code);
  Gene gene = Gene::none;
  for (const std::string& words : name)
    if (gene == Gene::none) gene = named_in(words).gene;
  for (std::size_t place = 0; place < std::min(places.size(), most_reports); ++place) {
    const auto& [report, own] = places[place];
    const std::vector<fhir::Reference>& all = report->results;
    std::string text;
    std::size_t lines = 0;
    for (std::size_t at = own - std::min(own, near); at < std::min(all.size(), own + near + 1); ++at) {
      const fhir::Entry* entry = record.chart().find(all[at], *report.entry);
      const auto* line = entry == nullptr ? nullptr : std::get_if<fhir::Observation>(&entry->resource);
      const auto* words = line == nullptr ? nullptr : std::get_if<std::string>(&line->value);
      if (words == nullptr || words_of(line->code) != name) continue;
      text += *words + "\n";
      ++lines;
    }
    if (lines < 2 || text.size() > longest) continue;
    if (std::ranges::none_of(read_variant_text(text, gene),
                             [](const TextClaim& one) { return one.says == Says::positive; }))
      return true;
  }
  return false;
}

// A conclusion is quoted with each of its claims, so a long one is quoted in part.
std::string shortened(const std::string& written) {
  constexpr std::size_t longest_quote = 4000;
  if (written.size() <= longest_quote) return written;
  std::size_t end = longest_quote;
  while (end > 0 && (static_cast<unsigned char>(written[end]) & 0xC0) == 0x80) --end;
  return written.substr(0, end) + " ...";
}

// The same once more, from the same text, adds nothing; of several other variants the first is named.
bool said_before(const Result& result, const TextClaim& said) {
  return std::ranges::any_of(result.claims, [&](const Claim& claim) {
    return claim.says == said.says && (claim.why == said.why || said.says == Says::negative) &&
           claim.material == said.material && claim.germline == said.germline && claim.organs == said.organs;
  });
}

// A record with more KRAS results than this is not a patient's. Those beyond are not read, and that leaves the answer
// open.
constexpr std::size_t most_results = 1000;

}  // namespace

std::vector<std::string> device_names(const Record& record, const fhir::Reference& reference, const fhir::Entry& from) {
  std::vector<std::string> names;
  if (reference.empty()) return names;
  if (!reference.display.empty()) names.push_back(reference.display);
  if (const auto device = record.find<fhir::Device>(reference, from); device.resource != nullptr) {
    for (const std::string& name : device->names)
      names.push_back(device->manufacturer.empty() ? name : device->manufacturer + " " + name);
    for (const std::string& words : words_of(device->type)) names.push_back(words);
    if (!device->model.empty()) names.push_back(device->model);
    for (const std::string& note : device->notes) names.push_back(note);
  }
  return names;
}

Result read_result(const Record& record, const fhir::Entry& entry, const fhir::DiagnosticReport& report) {
  Result result;
  result.entry = &entry;
  result.report = &report;
  result.reports.push_back({&entry, &report});
  const std::string date = report.effective ? shown(report.effective) : shown(report.issued);
  // The report's code is read like an observation's: its conclusion stands under it.
  fhir::Observation as_observation;
  as_observation.code = report.code;
  const auto take = [&](const fhir::Value& value, const std::string& element, const std::string& written) {
    as_observation.value = value;
    for (Claim& claim : read_result(record, entry, as_observation).claims) {
      claim.evidence = {entry.reference, element, written, date, {}};
      result.claims.push_back(std::move(claim));
    }
  };
  if (!report.conclusion.empty()) {
    // Every statement of the conclusion is a claim of its own: "Tissue: KRAS G12C detected. Plasma: not detected."
    bool kras_code = false;
    for (const std::string& words : words_of(report.code)) kras_code = kras_code || named_in(words).gene == Gene::kras;
    for (const fhir::Coding& coding : report.code.codings)
      kras_code = kras_code || coding.code == "82535-6" || coding.code == "21702-6" || coding.code == "75974-6" ||
                  coding.code == "85509-8";
    for (const TextClaim& said : read_variant_text(report.conclusion, kras_code ? Gene::kras : Gene::none)) {
      if (said.says == Says::nothing || said_before(result, said)) continue;
      result.claims.push_back({said.says,
                               said.why,
                               {entry.reference, "conclusion", shortened(report.conclusion), date, {}},
                               said.material,
                               said.germline,
                               said.organs});
    }
    if (result.claims.empty() && kras_code) take(report.conclusion, "conclusion", report.conclusion);
  }
  // "KRAS G12C" and "Negative" as two codes: the one is the answer to the other.
  Polarity answered = Polarity::none;
  for (const fhir::CodeableConcept& code : report.conclusion_codes)
    if (variant_in(code).change == Change::none && names_nothing(code))
      answered = weaker(answered, polarity_of(record, code, false));
  const std::size_t of_conclusion = result.claims.size();
  for (std::size_t i = 0; i < report.conclusion_codes.size(); ++i)
    take(report.conclusion_codes[i], "conclusionCode[" + std::to_string(i) + "]", shown(report.conclusion_codes[i]));
  for (std::size_t at = of_conclusion; at < result.claims.size(); ++at) {
    Claim& claim = result.claims[at];
    const bool blurred = claim.says == Says::negative && answered == Polarity::no_call;
    if ((claim.says != Says::positive && !blurred) || answered == Polarity::none || answered == Polarity::positive)
      continue;
    claim.says = answered == Polarity::no_call ? Says::no_call : Says::negative;
    claim.why = answered == Polarity::no_call ? "the result is inconclusive" : "KRAS G12C was not detected";
  }
  // A code that names the variant beside a conclusion that denies it (rule 6.6 is about results, not within one).
  const auto says = [&](Says wanted, bool in_conclusion) {
    return std::ranges::any_of(result.claims, [&](const Claim& claim) {
      return claim.says == wanted && (claim.evidence.element == "conclusion") == in_conclusion;
    });
  };
  if (says(Says::negative, true) && !says(Says::positive, true))
    for (Claim& claim : result.claims)
      if (claim.says == Says::positive) {
        claim.says = Says::may_positive;
        claim.why = "the report's conclusion and its code disagree";
      }
  if (result.claims.empty() && takes_back_former(report))
    result.set_aside = "takes back what its former version reported";
  else if (result.claims.empty() && named_in(report.conclusion).gene == Gene::kras)
    result.set_aside = "names KRAS without a result for G12C";
  return result;
}

Results read_results(const Record& record) {
  Results all;
  std::vector<Result>& results = all.read;
  const auto reports = record.all<fhir::DiagnosticReport>();
  std::map<const fhir::Entry*, std::vector<Of<fhir::DiagnosticReport>>> listing;
  std::map<const fhir::Entry*, std::vector<PlaceInReport>> places;
  for (const auto& report : reports) {
    if (result_status(report->status) == ResultStatus::void_result) continue;  // it tells nothing of its results
    for (std::size_t at = 0; at < report->results.size(); ++at)
      if (const fhir::Entry* found = record.chart().find(report->results[at], *report.entry)) {
        places[found].push_back({report, at});
        auto& lists = listing[found];
        if (lists.empty() || lists.back().entry != report.entry) lists.push_back(report);
      }
  }
  std::map<const fhir::Entry*, std::vector<Of<fhir::Observation>>> members;
  for (const auto& panel : record.all<fhir::Observation>())
    for (const fhir::Reference& member : panel->has_members)
      if (const fhir::Entry* found = record.chart().find(member, *panel.entry)) members[found].push_back(panel);
  const auto is_full = [&](const fhir::Entry& entry) {
    if (results.size() == most_results && all.first_unread == nullptr) all.first_unread = &entry;
    return all.first_unread != nullptr;
  };
  const auto add_observation = [&](const fhir::Entry& entry, const fhir::Observation& observation,
                                   const fhir::DiagnosticReport* around) {
    if (!may_concern_kras(observation) || is_full(entry)) return;
    Result result = read_result(record, entry, observation);
    result.around = around;
    if (const auto lists = listing.find(&entry); lists != listing.end()) result.reports = lists->second;
    if (const auto panels = members.find(&entry); panels != members.end()) result.panels = panels->second;
    if (!result.claims.empty() || !result.set_aside.empty()) results.push_back(std::move(result));
  };
  for (const auto& observation : record.all<fhir::Observation>())
    add_observation(*observation.entry, *observation, nullptr);
  for (const auto& report : reports) {
    for (const fhir::Entry& contained : report.entry->contained)
      if (const auto* observation = std::get_if<fhir::Observation>(&contained.resource))
        if (record.chart().whose(observation->subject, contained) != fhir::Whose::another_patient)
          add_observation(contained, *observation, report.resource);
    if (!mentions(report->conclusion) && !mentions(report->code) && !takes_back_former(*report) &&
        !std::ranges::any_of(report->conclusion_codes, [](const auto& code) { return mentions(code); }))
      continue;
    if (is_full(*report.entry)) break;
    Result result = read_result(record, *report.entry, *report);
    if (!result.claims.empty() || !result.set_aside.empty()) results.push_back(std::move(result));
  }
  for (Result& result : results) {
    const Material around = material_around(record, result);
    const bool germline = germline_around(record, result);
    const bool disowned = disowned_around(result);
    for (Claim& claim : result.claims) {
      if (disowned && (claim.says == Says::positive || claim.says == Says::negative)) {
        claim.says = Says::no_call;
        claim.why = "its own text takes the result back";
      }
      if (claim.material == Material::not_stated) claim.material = around;
      claim.germline = claim.germline || germline;
    }
    const auto is_positive = [](const Claim& claim) { return claim.says == Says::positive; };
    if (std::ranges::none_of(result.claims, is_positive)) continue;
    if (denied_by_lines(record, result, places[result.entry]))
      for (Claim& claim : result.claims)
        if (is_positive(claim)) {
          claim.says = Says::no_call;
          claim.why = "the next line of its report says otherwise";
        }
    result.tests = test_names(record, result);
  }
  return all;
}

}  // namespace foresign::mapping
