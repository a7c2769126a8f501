// What Observations say of the extent: stages, TNM categories, metastases, recurrence (rules 5.1 to 5.6).
#include <algorithm>

#include "mapping/reading/extent_answers.hpp"
#include "mapping/reading/extent_context.hpp"
#include "mapping/reading/extent_fields.hpp"
#include "mapping/reading/extent_statements.hpp"
#include "mapping/reading/spread_words.hpp"

namespace foresign::mapping {
namespace {

using Meaning = ExtentMeaning;

// A value in words; numbers are read like texts.
fhir::CodeableConcept concept_of(const fhir::Value& value) {
  if (const auto* coded = std::get_if<fhir::CodeableConcept>(&value)) return *coded;
  if (const auto* words = std::get_if<std::string>(&value)) return {{}, *words};
  if (const auto* yes = std::get_if<bool>(&value)) return {{}, *yes ? "true" : "false"};
  if (const auto* other = std::get_if<fhir::OtherValue>(&value)) return {{}, other->written};
  if (const auto* quantity = std::get_if<fhir::Quantity>(&value))
    return {{}, quantity->comparator.empty() ? quantity->value : quantity->comparator + quantity->value};
  return {};
}

// One question with its answer: an Observation, or a component.
struct Question {
  Asked asked;
  const fhir::CodeableConcept& code;
  const fhir::Value& value;
  const std::vector<fhir::CodeableConcept>& interpretations;
};

class ObservationReader {
 public:
  ObservationReader(ExtentStatements& to, const fhir::Entry& entry, const fhir::Observation& observation)
      : to_(to), entry_(entry), observation_(observation) {}

  void read() {
    const Asked asked = asked_by(to_.codes(), to_.site(), observation_.code);
    std::vector<Asked> of_components;
    bool about_extent = asked.what != Asks::nothing;
    for (const fhir::ObservationComponent& component : observation_.components) {
      of_components.push_back(asked_by(to_.codes(), to_.site(), component.code));
      about_extent = about_extent || of_components.back().what != Asks::nothing;
    }
    if (!about_extent) return;
    const ResultStatus status = result_status(observation_.status);
    if (status == ResultStatus::void_result) {
      to_.record().set_aside(entry_, observation_.status == "cancelled" ? "cancelled" : "entered in error");
      return;
    }
    ExtentPlace place{&entry_, "value", {}, observation_.effective ? observation_.effective : observation_.issued, {}};
    if (status == ResultStatus::not_final) {
      place.doubt = "result not final: the final stage is needed";
      to_.record().set_aside(entry_, "result not final");
    }
    if (!to_.link(entry_, observation_.focus, place)) return;
    if (place.doubt.empty() && asked.what == Asks::stage && is_elsewhere())
      place.doubt = "what it stages is not said to be this cancer";
    if (!observation_.data_absent_reason)
      read_value({asked, observation_.code, observation_.value, observation_.interpretations}, place);
    for (std::size_t i = 0; i < observation_.components.size(); ++i) {
      const fhir::ObservationComponent& component = observation_.components[i];
      if (component.data_absent_reason) continue;
      place.element = "component[" + std::to_string(i) + "].value";
      read_value({of_components[i], component.code, component.value, component.interpretations}, place);
    }
  }

 private:
  void read_value(const Question& question, ExtentPlace place) {
    const fhir::CodeableConcept value = concept_of(question.value);
    place.value = shown(value);
    if (!question.asked.understood && place.doubt.empty()) place.doubt = std::string(not_understood);
    for (const fhir::CodeableConcept& interpretation : question.interpretations)
      if (question.asked.what != Asks::nothing && says_no(to_.codes(), interpretation)) return;
    const auto* coded = std::get_if<fhir::CodeableConcept>(&question.value);
    const bool of_metastasis = question.asked.what == Asks::m_category || question.asked.what == Asks::metastasis;
    if (of_metastasis && coded != nullptr && !coded->codings.empty() && place.doubt.empty() &&
        denies_or_doubts_extent(cut_extent(coded->text)))
      place.doubt = std::string(only_suspected);
    switch (question.asked.what) {
      case Asks::nothing:
        return;
      case Asks::stage:
        for (const Sign& sign : read_extent(to_.codes(), value, Field::stage)) to_.add_sign(sign, place);
        return;
      case Asks::t_category:
      case Asks::n_category:
      case Asks::m_category:
        read_category_extent(to_, question.asked, question.value, place);
        return;
      case Asks::metastasis:
        read_metastasis(question, value, place);
        return;
      case Asks::recurrence:
        if (answer_to_recurrence(to_.codes(), question.value) == Answer::yes) to_.add(Meaning::recurrent, place);
        return;
      case Asks::course:
        read_course(question, place);
        return;
    }
  }

  // A stage by KDIGO, of a kidney.
  [[nodiscard]] bool is_elsewhere() const {
    for (const std::string& words : words_of(observation_.method))
      if (names_staged_disease(text::cut(words))) return true;
    for (const std::string& words : words_of(observation_.body_site)) {
      const auto organs = primary_site_named(to_.record(), observation_.body_site);
      if (organs && *organs != to_.site()) return true;
      const text::Text text = text::cut(words);
      if (std::ranges::any_of(text.words, [](const text::Word& word) { return is_place_of_spread(word.folded); }) &&
          !(organs && *organs == to_.site()))
        return true;
    }
    return false;
  }

  // Rule 5.1: a metastasis Observation that is present. Its finding may stand in the code ("history of cancer
  // metastatic to liver").
  void read_metastasis(const Question& question, const fhir::CodeableConcept& value, ExtentPlace place) {
    if (std::holds_alternative<std::monostate>(question.value)) {
      place.element = "code";
      place.value = shown(question.code);
      if (question.asked.is_finding) to_.add(Meaning::metastatic, place);
      return;
    }
    switch (answer_to_metastasis(to_.codes(), question.asked, question.value)) {
      case Answer::yes:
        to_.add(Meaning::metastatic, place);
        return;
      case Answer::nodes:
        to_.add(Meaning::hint, place, "lymph nodes alone do not tell: the stage is needed");
        return;
      case Answer::no:
        return;
      case Answer::none:
        if (!value.empty()) to_.add(Meaning::hint, place, "are there distant metastases?");
        return;
    }
  }

  void read_course(const Question& question, const ExtentPlace& place) {
    if (answers_recurred(to_.codes(), question.value)) {
      to_.add(Meaning::recurrent, place);
    } else if (!std::holds_alternative<std::monostate>(question.value)) {
      to_.record().set_aside(entry_, "the course of the disease does not tell its extent");
    }
  }

  ExtentStatements& to_;
  const fhir::Entry& entry_;
  const fhir::Observation& observation_;
};

// M0 and MX are shown; another answer leaves it open.
void read_m_category(ExtentStatements& to, const Asked& asked, const fhir::Value& value, const ExtentPlace& place) {
  if (answer_to_metastasis(to.codes(), asked, value) == Answer::yes) {
    to.add(Meaning::metastatic, place);
    return;
  }
  for (const Sign& sign : read_extent(to.codes(), with_category_letter(concept_of(value), 'M'), Field::stage))
    if (sign.sign == ExtentSign::no_metastasis || sign.sign == ExtentSign::recurrent || !sign.doubt.empty())
      to.add_sign(sign, place);
}

}  // namespace

void read_category_extent(ExtentStatements& to, const Asked& asked, const fhir::Value& value,
                          const ExtentPlace& place) {
  if (asked.what == Asks::m_category) return read_m_category(to, asked, value, place);
  // "Separate tumour nodules (metastases) in same lobe" is a pT3: words of T and N tell no metastasis, and their digits
  // no stage group.
  const char letter = asked.what == Asks::t_category ? 'T' : 'N';
  for (const Sign& sign : read_extent(to.codes(), with_category_letter(concept_of(value), letter), Field::stage))
    if (sign.sign == ExtentSign::primary_category || sign.sign == ExtentSign::nodal ||
        sign.sign == ExtentSign::recurrent)
      to.add_sign(sign, place);
}

void read_observation_extent(ExtentStatements& to, const fhir::Entry& entry, const fhir::Observation& observation) {
  ObservationReader(to, entry, observation).read();
}

}  // namespace foresign::mapping
