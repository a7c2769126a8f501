#include "mapping/reading/treatment_reasons.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/stage_words.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/understood.hpp"
#include "mapping/reading/variant_target.hpp"

namespace foresign::mapping {
namespace {

enum class Reason : std::uint8_t {
  understood,     // as this cancer, or cancer in general
  other_disease,  // no cancer: bevacizumab for macular degeneration
  open            // perhaps another cancer: "mCRPC"
};

Reason reason_in_words(const Terminology& codes, Cancer site, std::string_view written) {
  static const WordList others{
      "arthritis", "psoriasis", "macular degeneration", "retinopathy", "macular edema", "keratosis",  "lupus",
      "crohn",     "colitis",   "multiple sclerosis",   "transplant",  "vasculitis",    "sarcoidosis"};
  const text::Text text = cut_extent(written);  // without "(HCC)"
  if (others.occur_in(text)) return Reason::other_disease;
  std::vector<text::Span> known;
  for (const WordMatch& match : codes.find_cancer_words(text))
    if (match.site == Site::generic || match.site == Site::secondary || match.site == Site::secondary_node ||
        cancer_at(match.site) == site ||
        (match.site == Site::none && cover_of(site, match.histology) == Cover::covered))
      known.push_back(match.words);
  for (const PhraseMatch& match : codes.find_phrases(Domain::drugs, text)) known.push_back(match.words);
  if (is_understood(text, known, NameOf::reason)) return Reason::understood;
  // "KRAS G12C mutation" names no cancer.
  if (!codes.find_phrases(Domain::kras, text).empty() && is_understood_name(written)) return Reason::understood;
  static const WordList illnesses{"anemia",
                                  "anaemia",
                                  "hypertension",
                                  "diabetes",
                                  "diabetes mellitus",
                                  "hyperlipidemia",
                                  "neuropathy",
                                  "nausea",
                                  "pain",
                                  "copd",
                                  "heart failure",
                                  "atrial fibrillation",
                                  "hypothyroidism",
                                  "chronic kidney disease",
                                  "rash",
                                  "depression",
                                  "anxiety",
                                  "osteoporosis",
                                  "neutropenia",
                                  "hypomagnesemia",
                                  "hypokalemia",
                                  "dvt",
                                  "obesity"};
  const std::vector<text::Span> named = illnesses.all_in(text);
  return !named.empty() && is_understood(text, named, NameOf::reason) ? Reason::other_disease : Reason::open;
}

// Codes outside the neoplasms that speak of cancer all the same: malignant effusions, neoplasm related pain, anaemia in
// neoplastic disease.
bool is_of_cancer(std::string_view icd10) {
  static constexpr std::array<std::string_view, 8> codes{"J91.0", "J910", "I31.31", "I3131",
                                                         "G89.3", "G893", "D63.0",  "D630"};
  return std::ranges::find(codes, icd10) != codes.end();
}

Reason read_reason(const Terminology& codes, Cancer site, const fhir::CodeableConcept& reason) {
  bool other_disease = false;
  for (const fhir::Coding& coding : reason.codings) {
    const CodeSystem system = code_system(coding.system);
    // ICD-10: neoplasms are C and D0 to D4; Z codes tell of encounters and histories, R of symptoms.
    if ((system == CodeSystem::icd10 || system == CodeSystem::icd10cm) && coding.code.size() > 2) {
      if (is_of_cancer(coding.code)) return Reason::understood;
      if (coding.code[0] == 'Z' || coding.code[0] == 'R') return Reason::understood;
      if (coding.code[0] != 'C' && !(coding.code[0] == 'D' && coding.code[1] <= '4')) other_disease = true;
    }
    // Skin cancer is no further primary (rule 4.8), but another cancer than this one.
    if (const Concept* diagnosis = codes.find(Domain::diagnoses, coding);
        diagnosis != nullptr && diagnosis->name == "skin-cancer")
      return Reason::open;
    if (codes.find(Domain::diagnoses, coding) != nullptr || codes.find(Domain::procedures, coding) != nullptr ||
        codes.find(Domain::staging, coding) != nullptr)
      return Reason::understood;
  }
  if (other_disease) return Reason::other_disease;
  // HL7's "given as ordered" tells no illness.
  if (reason.text.empty() && !reason.codings.empty() &&
      std::ranges::all_of(reason.codings, [](const fhir::Coding& coding) {
        return coding.system.ends_with("/CodeSystem/reason-medication-given");
      }))
    return Reason::understood;
  if (!reason.text.empty()) return reason_in_words(codes, site, reason.text);
  if (reason.codings.empty()) return Reason::understood;  // nothing is said
  Reason found = Reason::open;
  for (const fhir::Coding& coding : reason.codings)
    if (!coding.display.empty()) found = std::min(found, reason_in_words(codes, site, coding.display));
  return found;
}

}  // namespace

ReasonsAre judge_reasons(const Record& record, Cancer site, const fhir::Entry& from,
                         std::span<const fhir::Reference> references, std::span<const fhir::CodeableConcept> concepts) {
  std::size_t understood = 0;
  std::size_t others = 0;
  bool open = false;
  const auto take = [&](Reason reason) {
    understood += reason == Reason::understood ? 1 : 0;
    others += reason == Reason::other_disease ? 1 : 0;
    open = open || reason == Reason::open;
  };
  for (const fhir::CodeableConcept& reason : concepts) take(read_reason(record.codes(), site, reason));
  for (const fhir::Reference& reference : references) {
    if (const auto condition = record.find<fhir::Condition>(reference, from); condition.entry != nullptr)
      take(read_reason(record.codes(), site, condition->code));
    else if (!reference.display.empty() && record.chart().find(reference, from) == nullptr)
      take(reason_in_words(record.codes(), site, reference.display));
  }
  if (open) return ReasonsAre::open;
  return others > 0 && understood == 0 ? ReasonsAre::other_disease : ReasonsAre::understood;
}

ReasonsAre judge_purpose(const Terminology& codes, Cancer site, std::string_view words) {
  switch (reason_in_words(codes, site, words)) {
    case Reason::understood:
      return ReasonsAre::understood;
    case Reason::other_disease:
      return ReasonsAre::other_disease;
    case Reason::open:
      break;
  }
  return ReasonsAre::open;
}

bool has_other_histology(const Record& record, const Tumour* mine, Cancer site, const fhir::Entry& from,
                         std::span<const fhir::Reference> references, std::span<const fhir::CodeableConcept> concepts) {
  const auto is_other = [&](const fhir::CodeableConcept& reason) {
    return std::ranges::any_of(read_diagnosis(record.codes(), reason), [&](const Said& said) {
      return cancer_at(said.site) == site && cover_of(site, said.stated, said.inferred) == Cover::other;
    });
  };
  if (std::ranges::any_of(concepts, is_other)) return true;
  return std::ranges::any_of(references, [&](const fhir::Reference& reference) {
    const auto condition = record.find<fhir::Condition>(reference, from);
    if (condition.entry == nullptr) return is_other({.codings = {}, .text = reference.display});
    const bool own = mine != nullptr && std::ranges::find(mine->conditions, condition.entry) != mine->conditions.end();
    return !own && is_other(condition->code);
  });
}

}  // namespace foresign::mapping
