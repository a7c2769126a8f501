// What Conditions say of the extent: the tumour's own, with its stages, words and notes, and those of its spread.
#include <algorithm>
#include <array>

#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/diagnosis_codes.hpp"
#include "mapping/reading/extent_attribution.hpp"
#include "mapping/reading/extent_context.hpp"
#include "mapping/reading/extent_fields.hpp"
#include "mapping/reading/extent_statements.hpp"
#include "mapping/reading/spread_words.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using Meaning = ExtentMeaning;

constexpr std::string_view only_history = "only a history of it is documented: what is the extent today?";

std::optional<fhir::PartialDate> recorded(const fhir::Condition& condition) {
  return condition.recorded ? condition.recorded : condition.onset;
}

// "Intrathoracic lymph nodes", "pulmonary lymph node"; not "liver and lymph nodes".
bool names_nodes_only(const text::Text& text) {
  bool nodes = false;
  bool elsewhere = false;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    nodes = nodes || is_node_word(text.words[at].folded);
    if (!is_place_of_spread(text.words[at].folded)) continue;
    const auto is_node = [&](std::size_t word) {
      return word < text.words.size() && is_node_word(text.words[word].folded);
    };
    elsewhere = elsewhere || (!is_node(at + 1) && !is_node(at + 2));
  }
  return nodes && !elsewhere;
}

class ConditionReader {
 public:
  ConditionReader(ExtentStatements& to, const fhir::Entry& entry, const fhir::Condition& condition)
      : to_(to), entry_(entry), condition_(condition), said_(read_diagnosis(to.codes(), condition.code)) {}

  void read() {
    if (standing_of(condition_, to_.record().day()) == Standing::ignored) {
      if (std::ranges::any_of(said_, [](const Said& one) { return !one.primary(); }))
        to_.record().set_aside(entry_, standing_reason(condition_, to_.record().day()));
      return;
    }
    if (to_.is_own(entry_))
      read_own();
    else
      read_spread();
  }

 private:
  // A Condition of a metastasis, or of a cancer without a site.
  void read_spread() {
    if (std::ranges::any_of(said_, &Said::primary)) return;  // another tumour's own Condition
    bool spread = std::ranges::any_of(said_, [](const Said& one) { return one.site == Site::secondary; });
    bool nodes = std::ranges::any_of(said_, [](const Said& one) { return one.site == Site::secondary_node; });
    const bool coded = read_codes(to_.codes(), condition_.code).known;
    const bool without_site =
        (said_.empty() && !coded && says_spread_in_words()) ||
        std::ranges::any_of(said_, [](const Said& one) { return one.site == Site::generic || one.site == Site::none; });
    const bool by_profile =  // rule 5.1: mCODE secondary cancer condition
        !spread && !nodes && std::ranges::any_of(condition_.profiles, [](const std::string& profile) {
          return profile.ends_with("mcode-secondary-cancer-condition");
        });
    if (!spread && !nodes && !by_profile && !without_site) return;
    spread = spread || by_profile;
    if (spread && is_of_nodes(coded)) {
      spread = false;
      nodes = true;
    }
    ExtentPlace place{&entry_, "code", shown(condition_.code), recorded(condition_), doubt_of_standing()};
    if (!to_.link(entry_, related_primaries(), place)) return;
    if (place.doubt.empty() && std::ranges::any_of(said_, [](const Said& one) { return one.suspected || one.past; }))
      place.doubt = "only suspected or past: confirmation is needed";
    if (place.doubt.empty()) place.doubt = doubt_of_words(coded, by_profile);
    for (const std::string& note : condition_.notes)
      if (place.doubt.empty() && takes_back_spread(cut_extent(note)))
        place.doubt = "its note does not say so: confirmation is needed";
    if (spread)
      to_.add(Meaning::metastatic, place);
    else if (nodes)
      to_.add(Meaning::hint, place, "lymph nodes alone (C77) do not tell: the stage is needed");
    if (without_site && !spread && !nodes) read_words(place.doubt, is_of_nodes(coded));
  }

  [[nodiscard]] bool says_spread_in_words() const {
    return std::ranges::any_of(words_of(condition_.code), [&](const std::string& words) {
      return std::ranges::any_of(read_extent_words(to_.codes(), cut_extent(words), Field::free_text),
                                 [](const Sign& sign) { return sign.sign == ExtentSign::metastatic; });
    });
  }

  // Of a known code its display tells nothing new.
  [[nodiscard]] std::vector<std::string> own_words(bool coded) const {
    if (!coded) return words_of(condition_.code);
    std::vector<std::string> words;
    words.push_back(condition_.code.text);
    return words;
  }

  // Rule 5.4: a metastasis whose site is a lymph node.
  [[nodiscard]] bool is_of_nodes(bool coded) const {
    for (const fhir::CodeableConcept& site : condition_.body_sites)
      if (std::ranges::any_of(words_of(site),
                              [](const std::string& words) { return names_nodes_only(cut_extent(words)); }))
        return true;
    return std::ranges::any_of(own_words(coded),
                               [](const std::string& words) { return names_nodes_only(cut_extent(words)); });
  }

  // Words that say something else than the code of a metastasis beside them ("no liver metastases", "metastases of
  // melanoma"), or that stand alone and are not understood ("metastatic Crohn disease").
  [[nodiscard]] std::string doubt_of_words(bool coded, bool by_profile) const {
    for (const std::string& words : own_words(coded)) {
      const text::Text text = cut_extent(words);
      for (const WordMatch& match : to_.codes().find_cancer_words(text))
        if (const text::Mention mention = text::mention_of(text, match.words);
            mention != text::Mention::stated && mention != text::Mention::past)
          return "its own words do not say so: confirmation is needed";
      for (const Said& one : read_diagnosis(to_.codes(), {{}, words}))
        if (one.primary() && cancer_at(one.site) != to_.site()) return "its own words name another cancer";
      if (coded && denies_or_doubts_extent(text)) return "its own words do not say so: confirmation is needed";
      if (names_another_kind(to_.codes(), text) || names_another_origin(to_.codes(), to_.site(), text))
        return "its own words name another cancer";
      if (coded || by_profile) continue;
      static constexpr auto past =
          std::to_array<std::string_view>({"former", "h/o", "history", "hx", "old", "previous", "prior", "resolved"});
      if (std::ranges::any_of(text.words, [](const text::Word& word) { return text::is_one_of(word.folded, past); }))
        return std::string(only_history);
      if (!ExtentContext(to_.codes(), text, to_.site()).all_understood()) return std::string(not_understood);
    }
    return {};
  }

  void read_own() {
    std::string doubt = doubt_of_standing();
    std::string doubt_of_code;
    for (const Said& one : said_)
      if (doubt.empty() && (one.suspected || one.past))
        doubt = one.past ? std::string(only_history) : "the diagnosis is not confirmed";
    if (doubt.empty() && denies_or_doubts_extent(cut_extent(condition_.code.text)))
      doubt_of_code = "its own words do not say so: confirmation is needed";
    // A past cancer that an active metastasis has lifted is not doubted for its own age (rule 4.2).
    for (const Said& one : said_) {
      const ExtentPlace place{&entry_, "code", shown(condition_.code), condition_.recorded,
                              doubt.empty() ? doubt_of_code : doubt};
      Sign sign;
      if (!one.stage.empty()) {
        sign.sign = ExtentSign::stage_group;
        sign.stage = one.stage;
        to_.add_sign(sign, place);
      }
    }
    // Recurrence in words is read with the others below.
    for (const Concept* code : to_.codes().find_all(Domain::diagnoses, condition_.code))
      if (const CancerMeaning* meaning = to_.codes().cancer_meaning(*code); meaning != nullptr && meaning->recurrence)
        to_.add(Meaning::recurrent,
                {&entry_, "code", shown(condition_.code), recorded(condition_), doubt.empty() ? doubt_of_code : doubt});
    const std::string clinical = status_word(condition_.clinical_status);
    if (clinical == "recurrence" || clinical == "relapse")
      to_.add(Meaning::recurrent, {&entry_, "clinicalStatus", clinical, recorded(condition_), doubt});
    for (std::size_t i = 0; i < condition_.stages.size(); ++i) read_stage(i, doubt);
    read_words(doubt, false);
  }

  void read_stage(std::size_t index, const std::string& doubt) {
    const fhir::ConditionStage& stage = condition_.stages[index];
    std::optional<fhir::PartialDate> when = condition_.recorded;  // rule 5.3: a stage inside a diagnosis
    for (const fhir::Reference& assessment : stage.assessments) {
      const fhir::Entry* target = to_.record().chart().find(assessment, entry_);
      const auto* observation = target == nullptr ? nullptr : std::get_if<fhir::Observation>(&target->resource);
      if (observation == nullptr ||
          to_.record().chart().whose(observation->subject, *target) == fhir::Whose::another_patient)
        continue;
      if (observation->effective) when = observation->effective;
      read_assessed_stage(*target, *observation, doubt);
      // A contained one is no entry of its own.
      if (std::ranges::find(to_.record().entries(), target) == to_.record().entries().end())
        read_observation_extent(to_, *target, *observation);
    }
    ExtentPlace place{&entry_, "stage[" + std::to_string(index) + "].summary", shown(stage.summary), when, doubt};
    const Asked asked = asked_by(to_.codes(), to_.site(), stage.type);
    if (asked.what == Asks::t_category || asked.what == Asks::n_category || asked.what == Asks::m_category)
      return read_category_extent(to_, asked, stage.summary, place);
    if (place.doubt.empty() && !is_cancer_staging(to_.codes(), stage.type))
      place.doubt = "it is not said to be a stage of the cancer (" + shown(stage.type) + ")";
    for (const Sign& sign : read_extent(to_.codes(), stage.summary, Field::stage)) to_.add_sign(sign, place);
  }

  // The assessment of a stage by an Observation whose own code is not known: a code of a stage in it says the stage.
  void read_assessed_stage(const fhir::Entry& entry, const fhir::Observation& observation, const std::string& doubt) {
    const auto* value = std::get_if<fhir::CodeableConcept>(&observation.value);
    if (value == nullptr || result_status(observation.status) != ResultStatus::counts ||
        asked_by(to_.codes(), to_.site(), observation.code).what != Asks::nothing)
      return;
    const bool of_stage = std::ranges::any_of(value->codings, [&](const fhir::Coding& coding) {
      const Concept* known = to_.codes().find(Domain::staging, coding);
      return known != nullptr && known->role == "stage-group";
    });
    if (!of_stage) return;
    const ExtentPlace place{&entry, "value", shown(*value),
                            observation.effective ? observation.effective : observation.issued, doubt};
    for (const Sign& sign : read_extent(to_.codes(), *value, Field::stage)) to_.add_sign(sign, place);
  }

  // The diagnosis' own words, and its notes.
  void read_words(const std::string& doubt, bool of_nodes) {
    std::vector<std::string> written{condition_.code.text};
    for (const fhir::Coding& coding : condition_.code.codings)
      if (to_.codes().find(Domain::diagnoses, coding) == nullptr &&
          to_.codes().find(Domain::staging, coding) == nullptr)
        written.push_back(coding.display);
    ExtentPlace place{&entry_, "code", shown(condition_.code), condition_.recorded, doubt};
    for (const std::string& words : written) {
      const text::Text text = cut_extent(words);
      for (Sign& sign : read_extent_words(to_.codes(), text, Field::free_text, to_.site())) {
        if (of_nodes && sign.sign == ExtentSign::metastatic) sign.sign = ExtentSign::nodal;
        to_.add_sign(sign, place);
      }
    }
    for (std::size_t i = 0; i < condition_.notes.size(); ++i) {
      place.element = "note[" + std::to_string(i) + "]";
      place.value = condition_.notes[i];
      const text::Text note = cut_extent(place.value);
      for (const Sign& sign : read_extent_words(to_.codes(), note, Field::free_text, to_.site()))
        to_.add_sign(sign, place);
    }
  }

  [[nodiscard]] std::string doubt_of_standing() const {
    switch (standing_of(condition_, to_.record().day())) {
      case Standing::past:
        return std::string(only_history);
      case Standing::suspected:
        return "the diagnosis is not confirmed";
      case Standing::ignored:
      case Standing::counts:
        break;
    }
    return {};
  }

  [[nodiscard]] std::vector<fhir::Reference> related_primaries() const {
    std::vector<fhir::Reference> references;
    for (const fhir::Extension& extension : condition_.extensions)
      if (extension.reference_value) references.push_back(*extension.reference_value);
    return references;
  }

  ExtentStatements& to_;
  const fhir::Entry& entry_;
  const fhir::Condition& condition_;
  std::vector<Said> said_;
};

}  // namespace

void read_condition_extent(ExtentStatements& to, const fhir::Entry& entry, const fhir::Condition& condition) {
  ConditionReader(to, entry, condition).read();
}

}  // namespace foresign::mapping
