#include "mapping/reading/extent_fields.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "mapping/reading/extent_attribution.hpp"
#include "mapping/reading/extent_context.hpp"
#include "mapping/reading/spread_words.hpp"
#include "mapping/reading/stage_notation.hpp"
#include "mapping/reading/understood.hpp"
#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;

// Words in the name of a field that asks for metastases.
const Vocabulary of_metastasis_fields(
    "a ajcc anatomic any at bone brain cancer category class clinical count diagnosis disease disorder "
    "distant entity evidence extent fernmetastase fernmetastasen finding history in known localisation "
    "localization location lokalisation lung malignant metastase metastasen metastases metastasis metastatic "
    "neoplasm number observable of or pathologic patient presence present primary secondary site sites "
    "situation spread stage status the tnm to tumor tumour type value von with");
const Vocabulary stage_nouns(
    "categories category class classification descriptor kategorie stadium stage stages staging");
const Vocabulary node_names("node nodes nodal lymph lymphknoten");

class Name {
 public:
  Name(const Terminology& codes, Cancer site, std::string_view written)
      : codes_(codes), site_(site), text_(text::cut(written)) {}

  [[nodiscard]] Asked asked() const {
    if (text_.words.empty() || names_staged_disease(text_) || has("grade") || has("grad") ||
        names_another_only(codes_, site_, text_, {0, text_.words.size()}) || names_another_kind(codes_, text_))
      return {};
    if (any([](std::string_view word) {
          return word.starts_with("metasta") || word.ends_with("metastasen") || word == "fernmetastase";
        }))
      return asked_for_metastasis();
    if (any([](std::string_view word) {
          return word.starts_with("recurren") || word.starts_with("relaps") || word == "rezidiv";
        }))
      return asked_for_recurrence();
    if (const auto letter = category_letter()) return {*letter};
    static const Vocabulary stagings("ajcc stadium stage staging tnm tumorstadium uicc");
    if ((has_one_of(stagings) && is_understood(text_, {}, NameOf::staging)) || (has("extent") && has("disease")))
      return {Asks::stage};
    return asked_for_course();
  }

 private:
  template <class Matches>
  [[nodiscard]] bool any(Matches matches) const {
    return std::ranges::any_of(text_.words,
                               [&](const text::Word& word) { return matches(std::string_view(word.folded)); });
  }
  [[nodiscard]] bool has(std::string_view wanted) const {
    return any([wanted](std::string_view word) { return word == wanted; });
  }
  [[nodiscard]] bool has_one_of(const Vocabulary& words) const {
    return any([&](std::string_view word) { return words.has(word); });
  }

  // "T stage", "Primary tumor stage (T)", "cN category", "Metastasis stage"; "T", "N" and "M" alone are too.
  [[nodiscard]] std::optional<Asks> category_letter() const {
    static constexpr std::array<std::pair<char, Asks>, 3> letters{
        {{'t', Asks::t_category}, {'n', Asks::n_category}, {'m', Asks::m_category}}};
    static constexpr auto prefixes = std::to_array<std::string_view>({"", "c", "p", "yp", "yc", "r"});
    const bool staged = has_one_of(stage_nouns) || is_understood(text_, {}, NameOf::staging);
    for (const auto& [letter, asks] : letters)
      for (const std::string_view prefix : prefixes)
        if (staged && has(std::string(prefix) + letter)) return asks;
    if (!has_one_of(stage_nouns)) return std::nullopt;
    if (has_one_of(node_names)) return Asks::n_category;
    if (has("primary") && (has("tumor") || has("tumour"))) return Asks::t_category;
    return std::nullopt;
  }

  [[nodiscard]] Asked asked_for_metastasis() const {
    if (has_one_of(node_names) || any([](std::string_view word) { return word.starts_with("lymph"); }))
      return {Asks::n_category};
    const auto letter = category_letter();
    if (letter == Asks::m_category || has("m") || has("category") || has("class") ||
        (has("stage") && text_.words.size() <= 3))
      return {Asks::m_category};
    Asked asked{Asks::metastasis};
    asked.understood = std::ranges::all_of(text_.words, [](const text::Word& word) {
      return of_metastasis_fields.has(word.folded) || is_place_of_spread(word.folded) || word.folded.size() == 1 ||
             word.folded.ends_with("metastasen");
    });
    asked.counts = has("number") || has("count") || has("anzahl");
    for (std::size_t at = 0; at + 1 < text_.words.size(); ++at)
      if (text_.words[at].folded == "metastatic" &&
          (text_.words[at + 1].folded == "to" || text_.words[at + 1].folded == "malignant") && has("history"))
        asked.is_finding = true;
    return asked;
  }

  [[nodiscard]] Asked asked_for_recurrence() const {
    static const Vocabulary words(
        "any at cancer clinical confirmed date disease distant documented evidence finding first local "
        "locoregional malignancy of patient presence present primary recurrence recurrent regional relapse "
        "rezidiv site status the tumor tumour type");
    Asked asked{Asks::recurrence};
    asked.understood = std::ranges::all_of(text_.words, [&](const text::Word& word) {
      return words.has(word.folded) || is_place_of_spread(word.folded) || word.folded.size() == 1;
    });
    if (has("score") || has("risk")) return {};
    return asked;
  }

  // "Disease status", "cancer status": the answer may be that it has recurred.
  [[nodiscard]] Asked asked_for_course() const {
    static const Vocabulary words(
        "cancer clinical course current disease malignancy of overall status the tumor tumour");
    const bool course = (has("status") || has("course")) &&
                        (has("disease") || has("cancer") || has("tumor") || has("tumour") || has("malignancy"));
    if (!course || !std::ranges::all_of(text_.words, [&](const text::Word& word) { return words.has(word.folded); }))
      return {};
    return {Asks::course};
  }

  const Terminology& codes_;
  Cancer site_;
  text::Text text_;
};

}  // namespace

Asked asked_by(const Terminology& codes, Cancer site, const fhir::CodeableConcept& code) {
  static constexpr std::array<std::pair<std::string_view, Asks>, 7> observations{
      {{"obs-stage-group", Asks::stage},
       {"obs-t-", Asks::t_category},
       {"obs-n-", Asks::n_category},
       {"obs-m-", Asks::m_category},
       {"obs-metastasis", Asks::metastasis},
       {"obs-recurrence", Asks::recurrence},
       {"obs-disease-course", Asks::course}}};
  bool known = false;
  for (const fhir::Coding& coding : code.codings) {
    if (const Concept* diagnosis = codes.find(Domain::diagnoses, coding))
      if (diagnosis->role == "evidence-of-metastasis") return {Asks::metastasis};
    const Concept* found = codes.find(Domain::staging, coding);
    if (found == nullptr) continue;
    known = true;
    for (const auto& [name, asks] : observations)
      if (found->name.starts_with(name)) return {asks};
  }
  if (known) return {};
  std::vector<std::string> written{code.text};
  for (const fhir::Coding& coding : code.codings) written.push_back(coding.display);
  for (const std::string& words : written)
    if (const Asked asked = Name(codes, site, words).asked(); asked.what != Asks::nothing) return asked;
  return {};
}

bool is_cancer_staging(const Terminology& codes, const fhir::CodeableConcept& type) {
  // Staging, clinical, pathological and TNM, which the table does not have.
  static constexpr auto kinds = std::to_array<std::string_view>(
      {"254292007", "254293002", "260998006", "261023001", "371508000", "385356007", "399566009", "254360008"});
  static const Vocabulary staging(
      "ajcc anatomic category clinical cm ct ctnm diagnosis extent initial klinisch metastases metastasis "
      "overall pathologic pathological pathologisch pm pt ptnm spread stadium stage staged stages staging tnm "
      "tumorstadium uicc");
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
    return std::ranges::any_of(text.words, [](const text::Word& word) { return staging.has(word.folded); }) &&
           std::ranges::none_of(text.words, is_grade) && is_understood(text, {}, NameOf::staging);
  });
}

fhir::CodeableConcept with_category_letter(fhir::CodeableConcept value, char letter) {
  value.text = with_letter(value.text, letter);
  for (fhir::Coding& coding : value.codings) {
    coding.display = with_letter(coding.display, letter);
    if (const CodeSystem system = code_system(coding.system);
        system != CodeSystem::snomed && system != CodeSystem::loinc)
      coding.code = with_letter(coding.code, letter);
  }
  return value;
}

}  // namespace foresign::mapping
