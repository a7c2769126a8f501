// What stages mean for a cancer, and what the fields around them are about (rules 5.1 to 5.3).
#include <algorithm>
#include <array>

#include "mapping/reading/diagnosis_codes.hpp"
#include "mapping/reading/stage_words.hpp"
#include "mapping/reading/understood.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {

namespace {

using text::is_one_of;

// The cancer as stage-meaning.tsv names it.
std::string_view stage_table(Cancer site) {
  switch (site) {
    case Cancer::lung:
      return "nsclc";
    case Cancer::colorectal:
      return "colon-rectal";
    case Cancer::ampulla:
      return "ampullary";
    case Cancer::pancreas:
      return "pancreas";
    case Cancer::small_bowel:
      return "small-bowel";
  }
  return "";
}

}  // namespace

std::string_view stage_meaning(const Terminology& codes, Cancer site, std::string stage) {
  if (stage.starts_with("IV")) return "metastatic";  // rule 5.1: any
  for (; !stage.empty(); stage.pop_back())
    if (const std::string_view meaning = codes.stage_meaning(stage_table(site), stage); !meaning.empty())
      return meaning;
  return {};
}

bool is_cancer_staging(const Terminology& codes, const fhir::CodeableConcept& type) {
  // Staging, clinical, pathological and TNM, which the table does not have.
  static constexpr std::array<std::string_view, 8> kinds{"254292007", "254293002", "260998006", "261023001",
                                                         "371508000", "385356007", "399566009", "254360008"};
  static constexpr std::array<std::string_view, 29> staging{
      "clinical", "pathologic",   "pathological", "klinisch",   "pathologisch", "ctnm",    "ptnm",   "overall",
      "initial",  "diagnosis",    "cm",           "pm",         "category",     "ct",      "pt",     "ajcc",
      "extent",   "stadium",      "stage",        "staged",     "stages",       "staging", "spread", "tnm",
      "uicc",     "tumorstadium", "anatomic",     "metastases", "metastasis"};
  if (type.empty()) return true;
  std::vector<std::string> written{type.text};
  for (const fhir::Coding& coding : type.codings) {
    const Concept* known = codes.find(Domain::staging, coding);
    if (known != nullptr && (known->name.starts_with("obs-") || known->name.starts_with("staging-system"))) return true;
    if (code_system(coding.system) == CodeSystem::snomed && is_one_of(coding.code, kinds)) return true;
    written.push_back(coding.display);
  }
  return std::ranges::any_of(written, [](const std::string& words) {
    const text::Text text = text::cut(words);
    const auto is_grade = [](const text::Word& word) { return word.folded == "grade" || word.folded == "grad"; };
    return std::ranges::any_of(text.words, [](const text::Word& word) { return is_one_of(word.folded, staging); }) &&
           std::ranges::none_of(text.words, is_grade) && is_understood(text, {}, NameOf::staging);
  });
}

fhir::CodeableConcept with_category_letter(fhir::CodeableConcept value) {
  const auto add = [](std::string& written) {
    static constexpr std::array<std::string_view, 5> bare{"0", "1", "1a", "1b", "1c"};
    const text::Text text = text::cut(written);
    if (text.words.size() == 1 && is_one_of(text.words.front().folded, bare)) written = "M" + text.words.front().folded;
  };
  add(value.text);
  for (fhir::Coding& coding : value.codings) {
    add(coding.display);
    if (const CodeSystem system = code_system(coding.system);
        system != CodeSystem::snomed && system != CodeSystem::loinc)
      add(coding.code);
  }
  return value;
}

bool names_spread_only(const Terminology& codes, const fhir::CodeableConcept& code) {
  if (read_codes(codes, code).known) return false;  // rule 4.3: a known code silences the words
  std::string written = code.text;
  if (written.empty() && !code.codings.empty()) written = code.codings.front().display;
  const text::Text text = text::cut(written);
  if (!is_understood(text, {}, NameOf::diagnosis)) return false;
  return std::ranges::any_of(read_extent_words(codes, text, Field::free_text),
                             [](const Sign& sign) { return sign.sign == ExtentSign::metastatic; });
}

std::vector<text::Span> runs_of(const text::Text& text, Cut cut) {
  std::vector<text::Span> runs;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const bool starts = at == 0 || text.words[at].statement != text.words[at - 1].statement ||
                        (cut == Cut::at_commas && text.words[at].comma_before);
    if (starts) runs.push_back({at, at});
    runs.back().last = at + 1;
  }
  return runs;
}

}  // namespace foresign::mapping
