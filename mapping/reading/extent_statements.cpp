#include "mapping/reading/extent_statements.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/stage_words.hpp"
#include "mapping/reading/understood.hpp"

namespace foresign::mapping {
namespace {

using Meaning = ExtentMeaning;

// Where a sign was found, and how far that place lets it count.
struct Place {
  const fhir::Entry* entry = nullptr;
  std::string element;
  std::string value;
  std::optional<fhir::PartialDate> when;
  std::string doubt;
};

constexpr std::string_view which_cancer = "which cancer does this belong to?";

class ExtentReader {
 public:
  ExtentReader(Record& record, const Cancers& cancers, Cancer site)
      : record_(record), cancers_(cancers), site_(site), tumour_(*cancers.of(site)) {}

  std::vector<ExtentStatement> read() {
    for (const auto& [entry, condition] : record_.all<fhir::Condition>()) read_condition(*entry, *condition);
    for (const fhir::Entry* entry : tumour_.conditions)  // contained ones, that an order's reason names
      if (std::ranges::find(record_.entries(), entry) == record_.entries().end())
        if (const auto* condition = std::get_if<fhir::Condition>(&entry->resource)) read_condition(*entry, *condition);
    for (const auto& [entry, observation] : record_.all<fhir::Observation>()) read_observation(*entry, *observation);
    settle_pancreas_stage_three();
    return std::move(statements_);
  }

 private:
  void add(Meaning meaning, const Place& place, std::string doubt = {}) {
    ExtentStatement statement;
    statement.meaning = meaning;
    statement.doubt = place.doubt.empty() ? std::move(doubt) : place.doubt;
    statement.evidence = {place.entry->reference, place.element, place.value, shown(place.when), {}};
    statement.evidence.note = statement.doubt;
    statement.staged = place.when;
    statements_.push_back(std::move(statement));
  }

  void add_sign(const Sign& sign, const Place& where) {
    Place place = where;
    if (sign.suspected && place.doubt.empty()) place.doubt = "only suspected: confirmation is needed";
    switch (sign.sign) {
      case ExtentSign::metastatic:
        add(Meaning::metastatic, place);
        return;
      case ExtentSign::locally_advanced:
        add(Meaning::locally_advanced, place);
        return;
      case ExtentSign::advanced:
        add(Meaning::advanced, place);
        return;
      case ExtentSign::recurrent:
        add(Meaning::recurrent, place);
        return;
      case ExtentSign::inoperable:
        add(Meaning::hint, place, "is the disease locally advanced or metastatic?");
        return;
      case ExtentSign::nodal:
        add(Meaning::hint, place, "lymph nodes alone do not tell: the stage is needed");
        return;
      case ExtentSign::no_metastasis:
        add(Meaning::hint, place, std::string(m0_alone));
        return;
      case ExtentSign::primary_category:
        // Rule 5.2: T1 to T3 leave a pancreas stage III open, since N2 may be resectable.
        if (sign.stage.size() > 1 && sign.stage[0] == 'T' && sign.stage[1] >= '1' && sign.stage[1] <= '3')
          resectable_t_ = true;
        add(Meaning::hint, place, std::string(category_alone));
        return;
      case ExtentSign::stage_group:
        add_stage(sign.stage, place);
        return;
    }
  }

  void add_stage(const std::string& stage, const Place& place) {
    const std::string_view meaning = stage_meaning(record_.codes(), site_, stage);
    if (meaning == "metastatic") {
      add(Meaning::metastatic, place);
    } else if (meaning == "locally-advanced") {
      add(Meaning::locally_advanced, place);
    } else if (meaning == "locally-advanced-likely") {
      add(Meaning::locally_advanced, place);
      pancreas_three_.push_back(statements_.size() - 1);
    } else if (meaning.starts_with("early") && meaning != "early-or-borderline") {
      add(Meaning::early, place);
    } else if (meaning == "regional-indeterminate") {
      add(Meaning::hint, place, "stage " + stage + " is regional: is the disease advanced (unresectable, recurrent)?");
    } else {
      add(Meaning::hint, place, "stage " + stage + " does not tell: is the disease locally advanced or metastatic?");
    }
  }

  void settle_pancreas_stage_three() {
    if (!resectable_t_) return;
    for (const std::size_t index : pancreas_three_) {
      ExtentStatement& statement = statements_[index];
      statement.meaning = Meaning::hint;
      if (statement.doubt.empty())
        statement.doubt = "stage III with T1 to T3 may be resectable: is the disease locally advanced (unresectable)?";
    }
  }

  [[nodiscard]] bool is_own(const fhir::Entry& entry) const {
    return std::ranges::find(tumour_.conditions, &entry) != tumour_.conditions.end();
  }

  void read_condition(const fhir::Entry& entry, const fhir::Condition& condition) {
    const std::vector<Said> said = read_diagnosis(record_.codes(), condition.code);
    if (standing_of(condition, record_.day()) == Standing::ignored) {
      if (std::ranges::any_of(said, [](const Said& one) { return !one.primary(); }))
        record_.set_aside(entry, standing_reason(condition, record_.day()));
      return;
    }
    if (is_own(entry)) {
      read_own_condition(entry, condition, said);
      return;
    }
    bool secondary = false;
    bool nodal = false;
    bool cancer_without_site = said.empty() && names_spread_only(record_.codes(), condition.code);
    for (const Said& one : said) {
      secondary = secondary || one.site == Site::secondary;
      nodal = nodal || one.site == Site::secondary_node;
      cancer_without_site = cancer_without_site || one.site == Site::generic || one.site == Site::none;
      if (one.primary()) return;  // another tumour's own Condition
    }
    if (!secondary && !nodal && std::ranges::any_of(condition.profiles, [](const std::string& profile) {
          return profile.ends_with("mcode-secondary-cancer-condition");
        }))
      secondary = true;  // rule 5.1: mCODE secondary cancer condition
    if (!secondary && !nodal && !cancer_without_site) return;
    Place place{&entry, "code", shown(condition.code), recorded(condition), doubt_of(condition)};
    if (!link(entry, related_primaries(condition), place)) return;
    if (place.doubt.empty() && std::ranges::any_of(said, [](const Said& one) { return one.suspected || one.past; }))
      place.doubt = "only suspected or past: confirmation is needed";
    if (place.doubt.empty()) place.doubt = doubt_of_words(condition.code.text);
    if (secondary) {
      add(Meaning::metastatic, place);
    } else if (nodal) {
      add(Meaning::hint, place, "lymph nodes alone (C77) do not tell: the stage is needed");
    }
    if (cancer_without_site) read_words(entry, condition, place.doubt);
  }

  // Words that say something else than the code of a metastasis beside them: "no liver metastases", "metastases of
  // melanoma".
  [[nodiscard]] std::string doubt_of_words(const std::string& words) const {
    const text::Text text = text::cut(words);
    for (const WordMatch& match : record_.codes().find_cancer_words(text))
      if (const text::Mention mention = text::mention_of(text, match.words);
          mention != text::Mention::stated && mention != text::Mention::past)
        return "its own words do not say so: confirmation is needed";
    for (const Said& one : read_diagnosis(record_.codes(), {{}, words}))
      if (one.primary() && cancer_at(one.site) != site_) return "its own words name another cancer";
    return {};
  }

  void read_own_condition(const fhir::Entry& entry, const fhir::Condition& condition, const std::vector<Said>& said) {
    std::string doubt = doubt_of(condition);
    for (const Said& one : said)
      if (doubt.empty() && (one.suspected || one.past))
        doubt = one.past ? "only a history of it is documented: what is the extent today?"
                         : "the diagnosis is not confirmed";
    // A past cancer that an active metastasis has lifted is not doubted for its own age (rule 4.2).
    for (const Said& one : said) {
      if (!one.stage.empty()) add_stage(one.stage, {&entry, "code", shown(condition.code), condition.recorded, doubt});
      if (one.recurrence) add(Meaning::recurrent, {&entry, "code", shown(condition.code), recorded(condition), doubt});
    }
    const std::string clinical = status_word(condition.clinical_status);
    if (clinical == "recurrence" || clinical == "relapse")
      add(Meaning::recurrent, {&entry, "clinicalStatus", clinical, recorded(condition), doubt});
    for (std::size_t i = 0; i < condition.stages.size(); ++i) {
      const fhir::ConditionStage& stage = condition.stages[i];
      const std::string element = "stage[" + std::to_string(i) + "].summary";
      std::optional<fhir::PartialDate> when =
          condition.recorded;  // rule 5.3: a stage inside a diagnosis has its recordedDate
      for (const fhir::Reference& assessment : stage.assessments) {
        const auto observation = record_.find<fhir::Observation>(assessment, entry);
        if (observation.entry != nullptr && observation->effective) when = observation->effective;
      }
      std::string why = doubt;
      if (why.empty() && !is_cancer_staging(record_.codes(), stage.type))
        why = "it is not said to be a stage of the cancer (" + shown(stage.type) + ")";
      for (const Sign& sign : read_extent(record_.codes(), stage.summary, Field::stage))
        add_sign(sign, {&entry, element, shown(stage.summary), when, why});
    }
    read_words(entry, condition, doubt);
  }

  // The words of a diagnosis: its text (else what unknown codings display) and its notes (rule 5.5).
  void read_words(const fhir::Entry& entry, const fhir::Condition& condition, const std::string& doubt) {
    fhir::CodeableConcept words = condition.code;
    std::erase_if(words.codings, [this](const fhir::Coding& coding) {
      return record_.codes().find(Domain::diagnoses, coding) != nullptr ||
             record_.codes().find(Domain::staging, coding) != nullptr;
    });
    for (const Sign& sign : read_extent(record_.codes(), words, Field::free_text))
      add_sign(sign, {&entry, "code", shown(condition.code), condition.recorded, doubt});
    for (std::size_t i = 0; i < condition.notes.size(); ++i) {
      const text::Text note = text::cut(condition.notes[i]);
      for (const Sign& sign : read_extent_words(record_.codes(), note, Field::free_text, about_another(note)))
        add_sign(sign, {&entry, "note[" + std::to_string(i) + "]", condition.notes[i], condition.recorded, doubt});
    }
  }

  // "Metastatic breast cancer in 2010" in a note on this tumour: a statement, or where it names both cancers a part of
  // it, that names another one only.
  [[nodiscard]] std::vector<bool> about_another(const text::Text& note) const {
    std::vector<bool> another(note.words.size(), false);
    for (const Cut cut : {Cut::at_statements, Cut::at_commas})
      for (const text::Span run : runs_of(note, cut))
        if (names_another_only(note, run))
          std::fill(another.begin() + static_cast<std::ptrdiff_t>(run.first),
                    another.begin() + static_cast<std::ptrdiff_t>(run.last), true);
    return another;
  }

  [[nodiscard]] bool names_another_only(const text::Text& text, text::Span run) const {
    const text::Word& end = text.words[run.last - 1];
    const std::size_t start = text.words[run.first].offset;
    bool other = false;
    for (const Said& said :
         read_diagnosis_words(record_.codes(), text.original.substr(start, end.offset + end.length - start))) {
      if (!said.primary()) continue;
      if (cancer_at(said.site) == site_ || said.site == Site::appendix || said.site == Site::intestine) return false;
      other = true;
    }
    return other;
  }

  [[nodiscard]] std::string doubt_of(const fhir::Condition& condition) const {
    switch (standing_of(condition, record_.day())) {
      case Standing::past:
        return "only a history of it is documented: what is the extent today?";
      case Standing::suspected:
        return "the diagnosis is not confirmed";
      case Standing::ignored:
      case Standing::counts:
        break;
    }
    return {};
  }

  static std::optional<fhir::PartialDate> recorded(const fhir::Condition& condition) {
    return condition.recorded ? condition.recorded : condition.onset;
  }

  static std::vector<fhir::Reference> related_primaries(const fhir::Condition& condition) {
    std::vector<fhir::Reference> references;
    for (const fhir::Extension& extension : condition.extensions)
      if (extension.reference_value) references.push_back(*extension.reference_value);
    return references;
  }

  // Rule 5.6. False: it names another tumour, and was set aside. Doubtful where it cannot be told.
  bool link(const fhir::Entry& entry, std::span<const fhir::Reference> references, Place& place) {
    Names names = cancers_.names(record_, site_, entry, references, {});
    if (names == Names::none) names = named_by_others(entry);
    switch (names) {
      case Names::this_tumour:
        return true;
      case Names::another:
        if (!cancers_.claimed(record_, entry, references, {}))
          record_.set_aside(entry, "its extent of disease belongs to another tumour");
        return false;
      case Names::unresolvable:
        if (place.doubt.empty()) place.doubt = std::string(which_cancer);
        return true;
      case Names::none:
        break;
    }
    if (!cancers_.unlinked_is(site_) && place.doubt.empty()) place.doubt = std::string(which_cancer);
    return true;
  }

  // A stage is linked from the other side too: the diagnosis' `stage.assessment`, or the group that has it as a member.
  [[nodiscard]] Names named_by_others(const fhir::Entry& entry) const {
    Names names = Names::none;
    for (const auto& [diagnosis, condition] : record_.all<fhir::Condition>()) {
      for (const fhir::ConditionStage& stage : condition->stages)
        for (const fhir::Reference& assessment : stage.assessments)
          if (record_.chart().find(assessment, *diagnosis) == &entry) {
            if (is_own(*diagnosis)) return Names::this_tumour;
            names = Names::another;
          }
    }
    for (const auto& [group, observation] : record_.all<fhir::Observation>())
      for (const fhir::Reference& member : observation->has_members)
        if (group != &entry && record_.chart().find(member, *group) == &entry) {
          const Names of_group = cancers_.names(record_, site_, *group, observation->focus, {});
          if (of_group == Names::this_tumour) return of_group;
          if (of_group == Names::another) names = of_group;
        }
    return names;
  }

  enum class Asks : std::uint8_t { nothing, stage, category, m_category, metastasis };

  // What an Observation is about, by its code, else by its words.
  [[nodiscard]] Asks asks(const fhir::CodeableConcept& code) const {
    bool known = false;
    for (const fhir::Coding& coding : code.codings) {
      if (const Concept* found = record_.codes().find(Domain::staging, coding)) {
        known = true;
        if (found->name.starts_with("obs-stage-group")) return Asks::stage;
        if (found->name.starts_with("obs-m-")) return Asks::m_category;
        if (found->name.starts_with("obs-t-") || found->name.starts_with("obs-n-")) return Asks::category;
      }
      if (code_system(coding.system) == CodeSystem::snomed) {
        // Tumour stage or spread, and the site of a metastasis (German oncology registries).
        if (coding.code == "371508000") return Asks::stage;
        if (coding.code == "385421009" || coding.code == "399608002") return Asks::metastasis;
      }
    }
    if (known) return Asks::nothing;
    std::vector<std::string> written{code.text};
    for (const fhir::Coding& coding : code.codings) written.push_back(coding.display);
    for (const std::string& words : written) {
      const text::Text text = text::cut(words);
      for (std::size_t at = 0; at < text.words.size(); ++at) {
        const std::string& word = text.words[at].folded;
        if (word.starts_with("metasta") || word == "fernmetastasen") {
          static constexpr std::array<std::string_view, 9> estimates{
              "risk", "score", "probability", "prediction", "screening", "likelihood", "prognosis", "workup", "work"};
          if (std::ranges::any_of(text.words, [](const text::Word& w) {
                return std::ranges::find(estimates, w.folded) != estimates.end();
              }))
            return Asks::nothing;
          const bool nodal = std::ranges::any_of(text.words, [](const text::Word& w) {
            return w.folded.starts_with("lymph") || w.folded == "node" || w.folded == "nodes";
          });
          return nodal ? Asks::category : Asks::metastasis;
        }
      }
      const auto has = [&](std::string_view wanted) {
        return std::ranges::any_of(text.words, [wanted](const text::Word& word) { return word.folded == wanted; });
      };
      if (names_staged_disease(text) || (!text.words.empty() && names_another_only(text, {0, text.words.size()})))
        return Asks::nothing;
      const bool stage = (has("stage") || has("staging")) && !has("grade") && is_understood(text, {}, NameOf::staging);
      if (stage || has("tnm") || has("ajcc") || has("uicc") || has("stadium") || (has("extent") && has("disease")))
        return Asks::stage;
    }
    return Asks::nothing;
  }

  static fhir::CodeableConcept value_of(const fhir::Value& value) {
    if (const auto* coded = std::get_if<fhir::CodeableConcept>(&value)) return *coded;
    if (const auto* text = std::get_if<std::string>(&value)) return {{}, *text};
    return {};
  }

  void read_observation(const fhir::Entry& entry, const fhir::Observation& observation) {
    const Asks about = asks(observation.code);
    bool component_about = false;
    for (const fhir::ObservationComponent& component : observation.components)
      component_about = component_about || asks(component.code) != Asks::nothing;
    if (about == Asks::nothing && !component_about) return;
    const ResultStatus status = result_status(observation.status);
    if (status == ResultStatus::void_result) {
      record_.set_aside(entry, observation.status == "cancelled" ? "cancelled" : "entered in error");
      return;
    }
    Place place{&entry, "value", {}, observation.effective ? observation.effective : observation.issued, {}};
    if (status == ResultStatus::not_final) {
      place.doubt = "result not final: the final stage is needed";
      record_.set_aside(entry, "result not final");
    }
    if (!link(entry, observation.focus, place)) return;
    if (about != Asks::nothing && !observation.data_absent_reason)
      read_value(about, observation.code, observation.value, observation.interpretations, place);
    for (std::size_t i = 0; i < observation.components.size(); ++i) {
      const fhir::ObservationComponent& component = observation.components[i];
      const Asks of_component = asks(component.code);
      if (of_component == Asks::nothing || component.data_absent_reason) continue;
      Place at = place;
      at.element = "component[" + std::to_string(i) + "].value";
      read_value(of_component, component.code, component.value, component.interpretations, at);
    }
  }

  [[nodiscard]] bool denied(const fhir::CodeableConcept& value) const {
    for (const Concept* found : record_.codes().find_all(Domain::kras, value))
      if (found->role == "negative") return true;
    const text::Text text =
        text::cut(value.text.empty() && !value.codings.empty() ? value.codings.front().display : value.text);
    if (text.words.empty()) return false;
    static constexpr std::array<std::string_view, 12> denials{
        "no", "none", "absent", "negative", "not", "without", "denied", "negativ", "keine", "kein", "false", "m0"};
    return std::ranges::find(denials, text.words.front().folded) != denials.end();
  }

  void read_value(Asks about, const fhir::CodeableConcept& code, const fhir::Value& value,
                  const std::vector<fhir::CodeableConcept>& interpretations, Place place) {
    fhir::CodeableConcept concept_value = value_of(value);
    place.value = shown(concept_value);
    if (about == Asks::m_category) concept_value = with_category_letter(std::move(concept_value));
    for (const fhir::CodeableConcept& interpretation : interpretations)
      if (denied(interpretation)) return;
    if (about == Asks::metastasis) {
      read_metastasis(code, value, concept_value, place);
      return;
    }
    for (const Sign& sign : read_extent(record_.codes(), concept_value, Field::stage)) {
      // "Separate tumour nodules (metastases) in same lobe" is a pT3: words of T and N tell no metastasis.
      if (about == Asks::category && sign.sign != ExtentSign::primary_category && sign.sign != ExtentSign::nodal)
        continue;
      add_sign(sign, place);
    }
  }

  // Rule 5.1: a metastasis Observation that is present. Its finding may stand in the code ("history of cancer
  // metastatic to liver").
  void read_metastasis(const fhir::CodeableConcept& code, const fhir::Value& value,
                       const fhir::CodeableConcept& concept_value, Place place) {
    const std::string in_words = code.text.empty() && !code.codings.empty() ? code.codings.front().display : code.text;
    const auto stated_by_code = [&] {
      const std::vector<Sign> signs = read_extent_words(record_.codes(), text::cut(in_words), Field::free_text);
      return std::ranges::find_if(signs, [](const Sign& sign) { return sign.sign == ExtentSign::metastatic; }) !=
             signs.end();
    };
    if (const auto* answer = std::get_if<bool>(&value)) {
      place.value = *answer ? "true" : "false";
      if (*answer && stated_by_code()) add(Meaning::metastatic, place);
      return;
    }
    if (concept_value.empty()) {
      place.element = "code";
      place.value = shown(code);
      const bool finding = std::holds_alternative<std::monostate>(value) && stated_by_code();
      const bool says_where =
          std::ranges::any_of(code.codings, [](const fhir::Coding& coding) { return coding.code == "385421009"; });
      if (finding && !says_where) add(Meaning::metastatic, place);
      return;
    }
    if (denied(concept_value)) return;
    // The oncology registries' course of distant metastases: none, unknown, else there are some.
    for (const fhir::Coding& coding : concept_value.codings)
      if (coding.system.ends_with("verlauf-fernmetastasen") && coding.code.size() == 1) {
        const bool open = coding.code == "F" || coding.code == "U" || coding.code == "X" || coding.code == "M";
        if (open) add(Meaning::hint, place, "are there distant metastases?");
        if (coding.code == "R" || coding.code == "P" || coding.code == "T" || coding.code == "N")
          add(Meaning::metastatic, place);
        return;
      }
    std::vector<Sign> signs = read_extent(record_.codes(), concept_value, Field::stage);
    std::erase_if(signs, [](const Sign& sign) { return sign.sign == ExtentSign::primary_category; });
    if (signs.empty()) {
      // A site, a local code (`BRA`), "present": the metastasis that the code asks about.
      const std::string words = concept_value.text.empty() && !concept_value.codings.empty()
                                    ? concept_value.codings.front().display
                                    : concept_value.text;
      const text::Text text = text::cut(words);
      static constexpr std::array<std::string_view, 12> open{"unknown",  "indeterminate", "unbekannt",    "equivocal",
                                                             "possible", "suspected",     "questionable", "uncertain",
                                                             "pending",  "ordered",       "scheduled",    "tbd"};
      for (const text::Word& word : text.words)
        if (std::ranges::find(open, word.folded) != open.end() || word.folded.starts_with("lymph")) {
          add(Meaning::hint, place, "are there distant metastases?");
          return;
        }
      add(Meaning::metastatic, place);
      return;
    }
    for (const Sign& sign : signs) add_sign(sign, place);
  }

  Record& record_;
  const Cancers& cancers_;
  Cancer site_;
  const Tumour& tumour_;
  std::vector<ExtentStatement> statements_;
  std::vector<std::size_t> pancreas_three_;  // statements that a T1 to T3 turns to unknown
  bool resectable_t_ = false;
};

}  // namespace

std::vector<ExtentStatement> read_extent_statements(Record& record, const Cancers& cancers, Cancer site) {
  return ExtentReader(record, cancers, site).read();
}

}  // namespace foresign::mapping
