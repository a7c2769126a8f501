#include "mapping/reading/extent_answers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "mapping/reading/spread_words.hpp"
#include "mapping/reading/stage_notation.hpp"
#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;

const Vocabulary yeses(
    "(+) bestätigt confirmed detected diagnosed documented evident found identified ja known multiple "
    "nachgewiesen observed oui pos positiv positive present proven seen true vorhanden y yes");
const Vocabulary noes(
    "(-) 0 absent denied false kein keine keiner m0 n neg negativ negative nein never nil no non none ohne "
    "undetected without");
// What may stand beside a yes or a place: small words, sides, parts, kinds of metastases.
const Vocabulary beside_answers(
    "a abdominal adrenal and at axial bilateral biopsy body both by cancer category cavity column confirmed "
    "contralateral cord diagnosis diffuse disease distant effusion effusions entire extensive extrathoracic "
    "finding gland glands imaging in intrathoracic left lesion lesions lobe lobes lower malignant marrow "
    "metastases metastasis metastatic mets middle multiple neoplasm new of on organ organs other part pelvic "
    "proven qualifier region right secondary segment several single site sites solitary spread structure "
    "structures surface system the thoracic tissues to upper value wall widespread");
constexpr auto more_places =
    std::to_array<std::string_view>({"adrenal", "marrow", "nervous", "central", "soft", "tissue"});

std::optional<int> number(std::string_view written) {
  int value = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
  if (written.empty() || error != std::errc{} || end != written.data() + written.size()) return std::nullopt;
  return value;
}

std::vector<std::string> texts_in(const fhir::CodeableConcept& answer) {
  std::vector<std::string> texts;
  if (!answer.text.empty()) texts.push_back(answer.text);
  for (const fhir::Coding& coding : answer.codings)
    if (!coding.display.empty()) texts.push_back(coding.display);
  return texts;
}

bool is_denial(const text::Text& text) {
  if (text.words.empty()) return false;
  if (noes.has(text.words.front().folded)) return true;
  // "Not detected", "not identified"; but "not assessed" is no answer.
  static constexpr auto results = std::to_array<std::string_view>(
      {"detected", "found", "identified", "present", "seen", "evident", "observed", "demonstrated"});
  return text.words.size() == 2 && (text.words.front().folded == "not" || text.words.front().folded == "nicht") &&
         (is_one_of(text.words.back().folded, results) || text.words.back().folded == "nachgewiesen" ||
          text.words.back().folded == "vorhanden");
}

Answer answer_in_words(std::string_view written, const Asked& asked) {
  const text::Text text = text::cut(written);
  if (text.words.empty() || text.original.find('?') != std::string::npos) return Answer::none;
  if (asked.counts)
    if (const auto count = number(text.words.front().folded); count && text.words.size() == 1)
      return *count > 0 ? Answer::yes : Answer::no;
  if (is_denial(text)) return text.words.size() <= 6 ? Answer::no : Answer::none;
  bool yes = false;
  bool place = false;
  bool nodes = false;
  bool distant = false;
  for (const text::Word& word : text.words) {
    const std::string& one = word.folded;
    const bool m1 = tnm_categories(one).all.size() == 1 && tnm_categories(one).all.front().starts_with("M1");
    const bool compound = one.ends_with("metastase") || one.ends_with("metastasen");
    yes = yes || m1 || yeses.has(one) || compound || one == "metastasis" || one == "metastases" || one == "metastatic";
    // "L2", "T11"; T1 to T4 are categories.
    const bool vertebra = is_vertebra(one) && one.front() != 'c' && tnm_categories(one).all.empty();
    place = place || is_place_of_spread(one) || is_one_of(one, more_places) || vertebra;
    nodes = nodes || is_node_word(one) || one.starts_with("lymphknoten");
    distant = distant || one == "distant";
    if (!m1 && !compound && !yeses.has(one) && !is_place_of_spread(one) && !is_node_word(one) &&
        !beside_answers.has(one) && !is_one_of(one, more_places) && !vertebra && number(one).value_or(0) <= 0)
      return Answer::none;
  }
  if (nodes && !place && !distant) return Answer::nodes;
  return yes || place || distant ? Answer::yes : Answer::none;
}

}  // namespace

bool says_no(const Terminology& codes, const fhir::CodeableConcept& answer) {
  for (const fhir::Coding& coding : answer.codings)
    if (const Concept* found = codes.find(Domain::staging, coding); found != nullptr && found->name == "answer-no")
      return true;
  for (const Concept* found : codes.find_all(Domain::kras, answer))
    if (found->role == "negative") return true;
  return std::ranges::any_of(texts_in(answer), [](const std::string& words) { return is_denial(text::cut(words)); });
}

namespace {

// What a coding of the tables answers; nothing where they do not know it as an answer.
std::optional<Answer> coded_answer(const Terminology& codes, const fhir::Coding& coding) {
  if (const Concept* found = codes.find(Domain::staging, coding)) {
    if (found->name == "answer-yes" || found->role == "evidence-of-metastasis") return Answer::yes;
    if (found->name == "answer-no" || found->name == "m0") return Answer::no;
    return Answer::none;
  }
  if (const Concept* result = codes.find(Domain::kras, coding)) {
    if (result->role == "negative") return Answer::no;
    return result->name == "result-present" || result->name == "result-positive" || result->name == "result-detected"
               ? Answer::yes
               : Answer::none;
  }
  if (const Concept* diagnosis = codes.find(Domain::diagnoses, coding)) {
    if (diagnosis->role == "evidence-of-metastasis") return Answer::yes;
    return diagnosis->role == "not-distant-by-itself" ? Answer::nodes : Answer::none;
  }
  // The oncology registries' course of distant metastases: there are some, or there are none.
  if (coding.system.ends_with("verlauf-fernmetastasen")) {
    static constexpr auto there = std::to_array<std::string_view>({"N", "P", "R", "T"});
    if (is_one_of(coding.code, there)) return Answer::yes;
    return coding.code == "K" ? Answer::no : Answer::none;
  }
  if (coding.system.ends_with("onko-fernmetastasen")) {  // where they are
    static const Vocabulary sites("ADR ANDERE BRA GEN HEP LYM MAR OSS OTH PER PLE PUL SKI");
    return sites.has(coding.code) ? std::optional(Answer::yes) : std::nullopt;
  }
  const CodeSystem system = code_system(coding.system);
  if (system == CodeSystem::snomed || system == CodeSystem::loinc) return std::nullopt;
  const Categories found = tnm_categories(coding.code);
  for (const std::string& category : found.all) {
    if (category.starts_with("M1")) return Answer::yes;
    if (category.starts_with("M0")) return Answer::no;
    if (category.starts_with("M")) return Answer::none;
  }
  return std::nullopt;
}

Answer answer_of_concept(const Terminology& codes, const Asked& asked, fhir::CodeableConcept value) {
  if (asked.what == Asks::m_category) value = with_category_letter(std::move(value), 'M');
  // Of several the one that claims less.
  std::optional<Answer> answer;
  const auto weigh = [&](Answer one) { answer = answer ? std::min(*answer, one) : one; };
  for (const fhir::Coding& coding : value.codings)
    if (const auto one = coded_answer(codes, coding)) weigh(*one);
  if (says_no(codes, value))
    return answer && *answer > Answer::no ? Answer::none : Answer::no;  // "Present", text "absent"
  if (!answer)
    for (const std::string& words : texts_in(value)) weigh(answer_in_words(words, asked));
  return answer.value_or(Answer::none);
}

}  // namespace

Answer answer_to_metastasis(const Terminology& codes, const Asked& asked, const fhir::Value& value) {
  if (const auto* yes = std::get_if<bool>(&value)) return *yes ? Answer::yes : Answer::no;
  if (const auto* coded = std::get_if<fhir::CodeableConcept>(&value)) return answer_of_concept(codes, asked, *coded);
  if (const auto* words = std::get_if<std::string>(&value)) return answer_of_concept(codes, asked, {{}, *words});
  if (const auto* quantity = std::get_if<fhir::Quantity>(&value))
    return asked.counts && quantity->comparator.empty() ? answer_in_words(quantity->value, asked) : Answer::none;
  if (const auto* other = std::get_if<fhir::OtherValue>(&value))
    return answer_of_concept(codes, asked, {{}, other->written});
  return Answer::none;
}

Answer answer_to_recurrence(const Terminology& codes, const fhir::Value& value) {
  const Answer answer = answer_to_metastasis(codes, {Asks::recurrence}, value);
  if (answer != Answer::none) return answer == Answer::no ? Answer::no : Answer::yes;
  return answers_recurred(codes, value) ? Answer::yes : Answer::none;
}

bool answers_recurred(const Terminology& codes, const fhir::Value& value) {
  static const Vocabulary words(
      "biopsy cancer confirmed disease distant finding has local locally locoregional lokalrezidiv of proven "
      "recurred recurrence recurrent regional relapse relapsed rezidiv the tumor tumour yes");
  fhir::CodeableConcept answer;
  if (const auto* coded = std::get_if<fhir::CodeableConcept>(&value)) answer = *coded;
  if (const auto* written = std::get_if<std::string>(&value)) answer.text = *written;
  for (const fhir::Coding& coding : answer.codings)
    if (const Concept* found = codes.find(Domain::staging, coding))
      return found->name == "recurrence-value" || found->name == "staged-after-recurrence" ||
             found->name == "obs-recurrence" || found->name == "clinical-status-recurrence" ||
             found->name == "clinical-status-relapse";
  const std::vector<std::string> texts = texts_in(answer);
  return !texts.empty() && std::ranges::all_of(texts, [](const std::string& written) {
    const text::Text text = text::cut(written);
    const bool recurred = std::ranges::any_of(text.words, [](const text::Word& word) {
      return word.folded.starts_with("recurre") || word.folded.starts_with("relaps") ||
             word.folded.ends_with("rezidiv");
    });
    return recurred && std::ranges::all_of(text.words, [](const text::Word& word) { return words.has(word.folded); });
  });
}

}  // namespace foresign::mapping
