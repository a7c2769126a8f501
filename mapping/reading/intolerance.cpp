// Rule 8.2: intolerance of each of the drugs, as the record shows it.
#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "mapping/reading/treatment_names.hpp"
#include "mapping/reading/treatment_remark_words.hpp"
#include "mapping/reading/treatment_status.hpp"
#include "mapping/reading/treatment_understood.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/treatments.hpp"
#include "mapping/reading/understood.hpp"
#include "mapping/text/cues.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

enum class Shown : std::uint8_t { no, maybe, yes };

// Whether a status says the word, by code or in words, however it is written: `Entered in Error`.
bool is_status(const fhir::CodeableConcept& status, std::string_view word) {
  const auto says = [&](const std::string& written) {
    std::string folded;
    for (const text::Word& one : text::cut(written).words) folded += (folded.empty() ? "" : "-") + one.folded;
    return folded == word;
  };
  return says(status.text) || std::ranges::any_of(status.codings, [&](const fhir::Coding& coding) {
           return says(coding.code) || says(coding.display);
         });
}

std::string replaced(std::string words, const WordList& phrases, std::string_view by) {
  const text::Text text = text::cut(words);
  std::vector<text::Span> spans = phrases.all_in(text);
  std::ranges::sort(spans, [](text::Span left, text::Span right) {
    return left.first != right.first ? left.first < right.first : left.last > right.last;
  });
  std::vector<text::Span> apart;
  for (const text::Span span : spans)
    if (apart.empty() || span.first >= apart.back().last) apart.push_back(span);
  for (auto span = apart.rbegin(); span != apart.rend(); ++span) {
    const std::size_t from = text.words[span->first].offset;
    const text::Word& last = text.words[span->last - 1];
    words.replace(from, last.offset + last.length - from, by);
  }
  return words;
}

// The text with "could not tolerate" said as what it is, an intolerance, and without phrases that say nothing and hold
// a word of doubt or denial: "unknown reaction", "see comments".
std::string made_plain(const std::string& written) {
  static const WordList not_tolerated{
      "was not tolerated",     "were not tolerated",   "not tolerated",      "not tolerate",      "not tolerating",
      "did not tolerate",      "does not tolerate",    "do not tolerate",    "doesn't tolerate",  "could not tolerate",
      "cannot tolerate",       "can not tolerate",     "didn't tolerate",    "couldn't tolerate", "unable to tolerate",
      "inability to tolerate", "no longer tolerated",  "no longer tolerate", "poorly tolerated",  "poor tolerance",
      "intolerant to",         "unable to tolerate it"};
  static const WordList empty{"unknown reaction",  "reaction unknown",      "unknown severity",
                              "severity unknown",  "see comment",           "see comments",
                              "other see comment", "other see comments",    "possible side effect of drug",
                              "non-allergic",      "reaction not specified"};
  return replaced(replaced(written, not_tolerated, "intolerance"), empty, "");
}

// "allergy to cetuximab, tolerated panitumumab well": the words between two commas are about the drug among them.
bool says_tolerated(const text::Text& text, text::Span drug) {
  const std::size_t statement = text.words[drug.first].statement;
  const auto in_part = [&](std::size_t index) {
    if (text.words[index].statement != statement) return false;
    const auto [first, last] = std::minmax(index, drug.first);
    for (std::size_t between = first + 1; between <= last; ++between)
      if (text.words[between].comma_before) return false;
    return true;
  };
  constexpr std::array<std::string_view, 3> tolerates{"tolerated", "tolerates", "tolerating"};
  constexpr std::array<std::string_view, 6> against{"not", "never", "poorly", "badly", "isn't", "hardly"};
  for (std::size_t index = 0; index < text.words.size(); ++index) {
    if (std::ranges::find(tolerates, text.words[index].folded) == tolerates.end() || !in_part(index)) continue;
    const bool poorly =
        (index > 0 && std::ranges::find(against, text.words[index - 1].folded) != against.end()) ||
        (index + 1 < text.words.size() && std::ranges::find(against, text.words[index + 1].folded) != against.end());
    if (!poorly) return true;
  }
  return false;
}

// Whether the substance of an allergy is the drug: by code; in words only where no code is known (rule 4.3), and not
// negated.
Shown names_drug(const Terminology& codes, const fhir::CodeableConcept& code, const std::string& drug) {
  const auto coded = codes.find_all(Domain::drugs, code);
  if (!coded.empty())
    return std::ranges::any_of(coded, [&](const Concept* one) { return one->name == drug; }) ? Shown::yes : Shown::no;
  static const WordList none_known{"no known", "no history of", "none known"};
  Shown shown_so_far = Shown::no;
  const auto read = [&](const std::string& written) {
    const text::Text text = text::cut(made_plain(written));
    if (none_known.occur_in(text)) return;
    const std::vector<PhraseMatch> matches = codes.find_phrases(Domain::drugs, text);
    std::vector<text::Span> known;
    for (const PhraseMatch& match : matches) known.push_back(match.words);
    const bool understood = is_understood(text, known, NameOf::reaction);
    for (const PhraseMatch& match : matches) {
      if (match.found->name != drug || says_tolerated(text, match.words)) continue;
      const text::Mention mention = text::mention_of(text, match.words);
      if (holds(mention) && understood)
        shown_so_far = Shown::yes;
      else if (holds(mention) || mention == text::Mention::suspected)
        shown_so_far = std::max(shown_so_far, Shown::maybe);
    }
  };
  read(code.text);
  if (shown_so_far == Shown::no && !none_known.occur_in(text::cut(code.text)))
    for (const fhir::Coding& coding : code.codings) read(coding.display);
  return shown_so_far;
}

// Rule 8.2: intolerance, toxicity, allergy or adverse reaction; refusal, cost and lack of effect are not.
// "oxaliplatin toxicity" is of another drug, and "toxicity check" of none: no more than perhaps.
Shown reason_in_words(const Terminology& codes, const std::string& written, const std::string& drug) {
  static const WordList reactions{"intolerance",
                                  "intolerances",
                                  "intolerant",
                                  "intolerable",
                                  "toxicity",
                                  "toxicities",
                                  "toxic",
                                  "DLT",
                                  "allergy",
                                  "allergic",
                                  "hypersensitivity",
                                  "anaphylaxis",
                                  "anaphylactic",
                                  "adverse reaction",
                                  "adverse reactions",
                                  "adverse event",
                                  "adverse events",
                                  "adverse effect",
                                  "adverse effects",
                                  "adverse drug effect",
                                  "adverse drug effects",
                                  "adverse drug reaction",
                                  "ADR",
                                  "drug reaction",
                                  "side effect",
                                  "side effects",
                                  "EGFR inhibitor rash",
                                  "infusion reaction",
                                  "infusion reactions",
                                  "infusion related reaction",
                                  "infusion related reactions",
                                  "IRR"};
  static const WordList beside{"progression", "disease progression", "progressed", "progressive disease"};
  static const WordList own_choice{
      "refused", "refusal",   "refuses", "declined",   "declines", "patient choice", "patient preference", "fear",
      "concern", "concerned", "worried", "to prevent", "to avoid", "risk of",        "financial toxicity", "cost",
      "costs",   "insurance"};
  // "Grade 3 rash", "severe hypomagnesemia": a reaction by its grade.
  static const WordList grades{"grade 2", "grade 3",  "grade 4",      "grad 2",          "grad 3",
                               "grad 4",  "g3",       "g4",           "severe",          "intolerable",
                               "schwere", "schwerer", "unacceptable", "life threatening"};
  static const WordList signs{"rash",        "acneiform rash", "dermatitis",    "hypomagnesemia", "hypomagnesaemia",
                              "diarrhea",    "diarrhoea",      "mucositis",     "stomatitis",     "paronychia",
                              "keratitis",   "hautausschlag",  "skin reaction", "neuropathy",     "infusionsreaktion",
                              "hypotension", "bronchospasm",   "pneumonitis",   "fissures",       "exanthem"};
  static const WordList surely_harmful{
      "interstitial lung disease", "ILD",        "pneumonitis", "infusionsreaktion", "angioedema",
      "stevens-johnson syndrome",  "anaphylaxie"};
  const text::Text text = text::cut(made_plain(written));
  std::vector<text::Span> known = beside.all_in(text);
  for (const PhraseMatch& match : codes.find_phrases(Domain::drugs, text))
    if (match.found->name == drug) known.push_back(match.words);
  const bool chosen = own_choice.occur_in(text);
  const Shown surely = !chosen && is_understood(text, known, NameOf::reaction) ? Shown::yes : Shown::maybe;
  Shown shown_so_far = Shown::no;
  std::vector<text::Span> named = reactions.all_in(text);
  for (const text::Span span : surely_harmful.all_in(text)) named.push_back(span);
  if (grades.occur_in(text))
    for (const text::Span span : signs.all_in(text)) named.push_back(span);
  for (const text::Span span : named) {
    const text::Mention mention = text::mention_of(text, span);
    // "Toxicity, patient refused more" tells of both; "fear of toxicity" of none.
    if (holds(mention)) return surely;
    if (mention == text::Mention::suspected && !chosen) shown_so_far = Shown::maybe;
  }
  return shown_so_far;
}

Shown is_intolerance(const Terminology& codes, const fhir::CodeableConcept& reason, const std::string& drug) {
  bool elsewhere = false;
  for (const Concept* known : codes.find_all(Domain::adverse, reason)) {
    // As the reason of a stop, the adverse effect of the drug needs no further context.
    if (known->role == "supports-intolerance" || known->name == "adverse-effect-antineoplastic" ||
        known->name == "anaphylaxis-drug")
      return Shown::yes;
    if (known->role == "not-intolerance" || known->name == "declined-due-to-side-effects") elsewhere = true;
  }
  if (elsewhere) return Shown::no;
  if (!reason.text.empty()) return reason_in_words(codes, reason.text, drug);
  Shown shown_so_far = Shown::no;
  for (const fhir::Coding& coding : reason.codings) {
    const Concept* known = codes.find(Domain::adverse, coding);
    if (known == nullptr) shown_so_far = std::max(shown_so_far, reason_in_words(codes, coding.display, drug));
  }
  return shown_so_far;
}

// What the record shows of one drug.
struct Found {
  std::vector<Evidence> certain;
  std::vector<Evidence> partial;
};

void keep(Found& found, Shown shown_as, Evidence evidence) {
  if (shown_as == Shown::yes) found.certain.push_back(std::move(evidence));
  if (shown_as == Shown::maybe) {
    evidence.note = "perhaps";
    found.partial.push_back(std::move(evidence));
  }
}

// "Anti-EGFR antibodies": the class that both drugs are of. Shown, but small molecules inhibit EGFR too.
bool names_the_class(const fhir::CodeableConcept& code) {
  static const WordList classes{"anti-EGFR",
                                "EGFR inhibitor",
                                "EGFR inhibitors",
                                "EGFR antibody",
                                "EGFR antibodies",
                                "EGFR monoclonal antibodies",
                                "epidermal growth factor receptor"};
  const auto named = [&](const std::string& words) { return classes.stated_in(text::cut(words)); };
  return named(code.text) || (code.text.empty() && std::ranges::any_of(code.codings, [&](const fhir::Coding& coding) {
                                return named(coding.display);
                              }));
}

// What is written beside an allergy tells of the reaction only where all of it is understood, and nothing of it denies,
// doubts or ends it: "tolerated rechallenge", "entered in error", "patient denies", "mother is allergic" (decision 17).
bool tells_of_reaction(const Terminology& codes, const std::string& written) {
  static const WordList kept{
      "do not rechallenge", "do not give",     "do not use",          "do not administer",        "no rechallenge",
      "never again",        "not again",       "do not give again",   "do not readminister",      "do not restart",
      "do not resume",      "not to be given", "should not be given", "must not be given",        "should avoid",
      "nicht erneut geben", "did not resolve", "contraindicated",     "permanently discontinued", "no further"};
  static const WordList back{"tolerated",
                             "tolerates",
                             "tolerating",
                             "tolerate",
                             "resolved",
                             "delabeled",
                             "true",
                             "disproved",
                             "longer",
                             "continued",
                             "continues",
                             "continue",
                             "resumed",
                             "restarted",
                             "rechallenged",
                             "rechallenge",
                             "re-exposure",
                             "re-challenge",
                             "again",
                             "desensitized",
                             "desensitised",
                             "vertragen",
                             "efficacy",
                             "effective",
                             "progression",
                             "cleared",
                             "uneventfully",
                             "uneventful",
                             "later received",
                             "since received",
                             "subsequently received",
                             "removed",
                             "label",
                             "delabelled",
                             "retracted",
                             "risk",
                             "cost",
                             "ok",
                             "okay",
                             "mild"};
  const text::Text text = text::cut(replaced(made_plain(written), kept, "avoid"));
  if (back.occur_in(text)) return false;
  const std::vector<PhraseMatch> drugs = codes.find_phrases(Domain::drugs, text);
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string& word = text.words[at].folded;
    if (objecting(word) && word != "before" && word != "after" && word != "prior" && word != "due" &&
        !is_understood_word(text, at, NameOf::reaction))
      return false;
    if (text::is_relative(word)) return false;
    // "Attributed to iron", but "given epinephrine"
    static constexpr std::array<std::string_view, 6> blamed{"iron", "to", "from", "by", "of", "with"};
    if (is_medicine(word) && at > 0 && text::is_one_of(text.words[at - 1].folded, blamed)) return false;
    const bool named = std::ranges::any_of(
        drugs, [at](const PhraseMatch& match) { return match.words.first <= at && at < match.words.last; });
    if (!named && !is_understood_word(text, at, NameOf::reaction) && !is_harmless_beside_treatment(word) &&
        !is_trouble(word) && !is_name_of_someone(text, at))
      return false;
  }
  return written.find('?') == std::string::npos;
}

// A manifestation is of a reaction, unless it says that there was none.
bool denies_reaction(const fhir::CodeableConcept& manifestation) {
  static const WordList none{"no",     "none",  "no reaction", "not", "tolerated", "tolerates",
                             "denies", "keine", "kein",        "nil", "resolved"};
  const auto denies = [&](const std::string& words) { return none.occur_in(text::cut(made_plain(words))); };
  return denies(manifestation.text) ||
         (manifestation.text.empty() && std::ranges::any_of(manifestation.codings, [&](const fhir::Coding& coding) {
            return denies(coding.display);
          }));
}

bool takes_back(const Terminology& codes, const fhir::AllergyIntolerance& allergy) {
  const auto tells = [&](const std::string& words) { return tells_of_reaction(codes, words); };
  const bool coded = !codes.find_all(Domain::drugs, allergy.code).empty();
  if ((coded && !tells(allergy.code.text)) || !std::ranges::all_of(allergy.notes, tells)) return true;
  return std::ranges::any_of(allergy.reactions, [&](const fhir::AllergyReaction& reaction) {
    return !tells(reaction.description) || !std::ranges::all_of(reaction.notes, tells) ||
           std::ranges::any_of(reaction.manifestations, denies_reaction);
  });
}

void read_allergies(Record& record, const std::string& drug, Found& found) {
  for (const auto& allergy : record.all<fhir::AllergyIntolerance>()) {
    Shown strongest = names_drug(record.codes(), allergy->code, drug);
    if (strongest == Shown::no && names_the_class(allergy->code)) strongest = Shown::maybe;

    std::string element = "code";
    std::string value = shown(allergy->code);
    for (std::size_t index = 0; index < allergy->reactions.size(); ++index) {
      const fhir::CodeableConcept& substance = allergy->reactions[index].substance;
      const Shown here = names_drug(record.codes(), substance, drug);
      if (here <= strongest) continue;
      strongest = here;
      element = "reaction[" + std::to_string(index) + "].substance";
      value = shown(substance);
    }
    if (strongest == Shown::no) continue;
    if (strongest == Shown::yes && takes_back(record.codes(), *allergy)) strongest = Shown::maybe;
    if (is_status(allergy->verification_status, "entered-in-error")) {
      record.set_aside(*allergy.entry, "entered in error");
    } else if (is_status(allergy->verification_status, "refuted")) {
      record.set_aside(*allergy.entry, "refuted");
    } else if (!allergy->clinical_status.empty() && !is_status(allergy->clinical_status, "active")) {
      record.set_aside(*allergy.entry, "the intolerance is no longer active");
    } else {
      const auto& when = allergy->onset ? allergy->onset : allergy->recorded;
      keep(found, strongest, {allergy.entry->reference, std::move(element), std::move(value), shown(when), {}});
    }
  }
}

// A stopped request, statement or administration of the drug, with the reasons of the stop.
void read_stop(Record& record, const fhir::Entry& entry, const fhir::MedicationChoice& medication,
               const std::vector<fhir::CodeableConcept>& reasons, const std::vector<Remark>& remarks,
               std::string_view element, const std::optional<fhir::PartialDate>& when, const std::string& drug,
               Found& found) {
  const Named named = read_medication(record, entry, medication);
  if (!named.names(drug)) return;
  // Of several drugs in one concept the reason does not say which was not tolerated.
  const bool alone = named.drugs.size() == 1;
  // "Entered in error", "tolerated since" in its notes.
  static const WordList since{"tolerated", "rechallenged", "resumed", "restarted", "vertragen"};
  const bool taken_back =
      objection_in(record.codes(), remarks, named).weight == Objection::Weight::never ||
      std::ranges::any_of(remarks, [](const Remark& remark) {
        return remark.kind == Remark::Kind::note && since.occur_in(text::cut(made_plain(remark.words)));
      });
  for (std::size_t index = 0; index < reasons.size(); ++index) {
    Shown intolerance = is_intolerance(record.codes(), reasons[index], drug);
    if (intolerance == Shown::yes && (!alone || taken_back)) intolerance = Shown::maybe;
    std::string where(element);
    if (element.ends_with("[")) where += std::to_string(index) + "]";
    keep(found, intolerance,
         {entry.reference, std::move(where), named.value + ": " + shown(reasons[index]), shown(when), {}});
  }
}

Found read_intolerance(Record& record, const std::string& drug) {
  Found found;
  read_allergies(record, drug, found);
  for (const auto& request : record.all<fhir::MedicationRequest>())
    if (request->status == "stopped" && given_by(*request).counts)
      read_stop(record, *request.entry, request->medication, {request->status_reason},
                remarks_on(*request, record.day()), "statusReason", request->authored, drug, found);
  for (const auto& statement : record.all<fhir::MedicationStatement>())
    if (statement->status == "stopped")
      read_stop(record, *statement.entry, statement->medication, statement->status_reasons,
                remarks_on(*statement, record.day()), "statusReason[",
                statement->end ? statement->end : statement->start, drug, found);
  for (const auto& given : record.all<fhir::MedicationAdministration>())
    if (given->status == "stopped")
      read_stop(record, *given.entry, given->medication, given->status_reasons, remarks_on(*given, record.day()),
                "statusReason[", given->start, drug, found);
  return found;
}

std::string listed(const std::vector<std::string>& drugs, std::string_view joint) {
  std::string list;
  for (const std::string& drug : drugs) list += (list.empty() ? "" : std::string(joint)) + drug;
  return list;
}

}  // namespace

Fact answer_intolerance(Record& record, const std::vector<std::string>& all_of) {
  std::vector<Evidence> evidence;
  std::vector<std::string> shown_for;
  std::vector<std::string> open;
  for (const std::string& drug : all_of) {
    Found found = read_intolerance(record, drug);
    (found.certain.empty() ? open : shown_for).push_back(drug);
    evidence.insert(evidence.end(), found.certain.begin(), found.certain.end());
    if (found.certain.empty()) evidence.insert(evidence.end(), found.partial.begin(), found.partial.end());
  }
  if (open.empty() && !shown_for.empty()) return Fact::met(std::move(evidence));

  std::string needed = shown_for.empty() ? "is the patient unable to tolerate " + listed(all_of, " or ") +
                                               ", in the prescriber's judgement?"
                                         : "intolerance of " + listed(shown_for, " and ") +
                                               " is on record, and the other (" + listed(open, " and ") + ")?";
  const std::string missing =
      record.missing({"allergies", "medicationRequests", "medicationStatements", "medicationAdministrations"});
  if (!missing.empty()) needed += "; " + missing;
  return Fact::unknown(std::move(needed), std::move(evidence));
}

}  // namespace foresign::mapping
