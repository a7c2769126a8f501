#include "mapping/reading/extent_statements.hpp"

#include <algorithm>

#include "mapping/reading/diagnosis.hpp"

namespace foresign::mapping {
namespace {

using Meaning = ExtentMeaning;

constexpr std::string_view which_cancer = "which cancer does this belong to?";
constexpr std::size_t most_called_resectable = 16;  // a few are evidence enough

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

// A focus that names the tumour in words only.
std::vector<fhir::CodeableConcept> names_in(std::span<const fhir::Reference> references) {
  std::vector<fhir::CodeableConcept> names;
  for (const fhir::Reference& reference : references)
    if (reference.reference.empty() && !reference.display.empty()) names.push_back({{}, reference.display});
  return names;
}

}  // namespace

std::string_view stage_meaning(const Terminology& codes, Cancer site, const std::string& stage) {
  if (stage.starts_with("IV")) return "metastatic";  // rule 5.1: any
  const std::string_view meaning = codes.stage_meaning(stage_table(site), stage);
  if (!meaning.empty() || stage.empty() || stage.back() < '1' || stage.back() > '9') return meaning;
  // A numbered part of a locally advanced group (IIIA2) is no less; of an early one (IB2) it is another cancer's.
  const std::string_view whole = codes.stage_meaning(stage_table(site), stage.substr(0, stage.size() - 1));
  return whole == "locally-advanced" ? whole : std::string_view();
}

std::size_t ExtentStatements::add(Meaning meaning, const ExtentPlace& place, std::string_view doubt,
                                  const std::optional<fhir::PartialDate>& staged) {
  if (place.entry != current_) {
    current_ = place.entry;
    first_of_current_ = list_.size();
  }
  const std::string why(place.doubt.empty() ? doubt : std::string_view(place.doubt));
  // A note that says one thing a thousand times says it once.
  for (std::size_t index = first_of_current_; index < list_.size(); ++index) {
    const ExtentStatement& known = list_[index];
    if (known.meaning == meaning && known.doubt == why && known.evidence.element == place.element &&
        known.staged == staged)
      return index;
  }
  ExtentStatement statement;
  statement.meaning = meaning;
  statement.doubt = why;
  statement.evidence = {place.entry->reference, place.element, place.value, shown(staged), why};
  statement.staged = staged;
  list_.push_back(std::move(statement));
  return list_.size() - 1;
}

void ExtentStatements::add_sign(const Sign& sign, const ExtentPlace& place) {
  const auto because = [&](std::string_view otherwise) { return sign.doubt.empty() ? otherwise : sign.doubt; };
  switch (sign.sign) {
    case ExtentSign::metastatic:
      add(Meaning::metastatic, place, sign.doubt);
      return;
    case ExtentSign::locally_advanced:
      add(Meaning::locally_advanced, place, sign.doubt);
      return;
    case ExtentSign::advanced:
      add(Meaning::advanced, place, sign.doubt);
      return;
    case ExtentSign::recurrent:
      add(Meaning::recurrent, place, sign.doubt);
      return;
    case ExtentSign::inoperable:
      add(Meaning::hint, place, because("is the disease locally advanced or metastatic?"));
      return;
    case ExtentSign::resectable:
      // It weighs only against a stage III of the pancreas (rule 5.2), and is shown only there.
      if (site_ == Cancer::pancreas && called_resectable_.size() < most_called_resectable)
        called_resectable_.push_back(place);
      return;
    case ExtentSign::nodal:
      add(Meaning::hint, place, because("lymph nodes alone do not tell: the stage is needed"));
      return;
    // What T, N0 and M0 say is settled by a stage beside them, however doubtful.
    case ExtentSign::no_metastasis:
      add(Meaning::hint, place, m0_alone);
      return;
    case ExtentSign::primary_category: {
      const std::size_t index = add(Meaning::hint, place, category_alone);
      // Rule 5.2: T1 to T3 leave a pancreas stage III open, since N2 may be resectable.
      if (sign.stage.size() > 1 && sign.stage[0] == 'T' && sign.stage[1] >= '1' && sign.stage[1] <= '3')
        resectable_.insert(index);
      return;
    }
    case ExtentSign::stage_group:
      add_stage(sign, place);
      return;
  }
}

void ExtentStatements::add_stage(const Sign& sign, const ExtentPlace& place) {
  const std::string& stage = sign.stage;
  const auto hint = [&](const std::string& otherwise) {
    add(Meaning::hint, place, sign.doubt.empty() ? std::string_view(otherwise) : sign.doubt);
  };
  const std::string_view meaning = stage_meaning(codes(), site_, stage);
  if (meaning == "metastatic") {
    add(Meaning::metastatic, place, sign.doubt);
  } else if (meaning == "locally-advanced") {
    add(Meaning::locally_advanced, place, sign.doubt);
  } else if (meaning == "locally-advanced-likely") {
    pancreas_three_.insert(add(Meaning::locally_advanced, place, sign.doubt));
  } else if (meaning.starts_with("early") && meaning != "early-or-borderline") {
    // "Clinical stage from 3/2/2024: IB" is as old as it says.
    if (sign.plain)
      add(Meaning::early, place, sign.doubt, sign.dated ? sign.dated : place.when);
    else
      hint("the words beside stage " + stage + " say more: what is the extent today?");
  } else if (meaning == "regional-indeterminate") {
    hint("stage " + stage + " is regional: is the disease advanced (unresectable, recurrent)?");
  } else {
    hint("stage " + stage + " does not tell: is the disease locally advanced or metastatic?");
  }
}

bool ExtentStatements::is_own(const fhir::Entry& entry) const {
  return std::ranges::find(tumour_.conditions, &entry) != tumour_.conditions.end();
}

bool ExtentStatements::link(const fhir::Entry& entry, std::span<const fhir::Reference> references, ExtentPlace& place) {
  const std::vector<fhir::CodeableConcept> names_only = names_in(references);
  Names names = cancers_.names(record_, site_, entry, references, names_only);
  if (names == Names::none) names = named_by_others(entry);
  switch (names) {
    case Names::this_tumour:
      return true;
    case Names::another:
      if (!cancers_.claimed(record_, entry, references, names_only))
        record_.set_aside(entry, "its extent of disease belongs to another tumour");
      return false;
    case Names::unresolvable:
      if (place.doubt.empty()) place.doubt = std::string(which_cancer);
      return true;
    case Names::none:
      break;
  }
  if ((!cancers_.unlinked_is(site_) || names_no_cancer(entry, references)) && place.doubt.empty())
    place.doubt = std::string(which_cancer);
  return true;
}

// A Condition that is neither this tumour nor its spread: kidney disease, a benign or refuted one.
bool ExtentStatements::names_no_cancer(const fhir::Entry& entry, std::span<const fhir::Reference> references) const {
  return std::ranges::any_of(references, [&](const fhir::Reference& reference) {
    const fhir::Entry* target = reference.empty() ? nullptr : record_.chart().find(reference, entry);
    const auto* condition = target == nullptr ? nullptr : std::get_if<fhir::Condition>(&target->resource);
    if (condition == nullptr || is_own(*target)) return false;
    if (standing_of(*condition, record_.day()) == Standing::ignored) return true;
    const bool by_profile = std::ranges::any_of(
        condition->profiles, [](const std::string& profile) { return profile.ends_with("cancer-condition"); });
    return !by_profile && read_diagnosis(codes(), condition->code).empty();
  });
}

// A stage is linked from the other side too: the diagnosis' `stage.assessment`, or the group that has it as a member.
Names ExtentStatements::named_by_others(const fhir::Entry& entry) const {
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
        const Names of_group = cancers_.names(record_, site_, *group, observation->focus, names_in(observation->focus));
        if (of_group == Names::this_tumour) return of_group;
        if (of_group == Names::another) names = of_group;
      }
  return names;
}

std::vector<ExtentStatement> ExtentStatements::settled() {
  if (pancreas_three_.empty()) return std::move(list_);
  constexpr std::string_view resectable =
      "stage III with T1 to T3, or called resectable, may be resectable: is the disease locally advanced?";
  for (const ExtentPlace& place : called_resectable_) resectable_.insert(add(Meaning::hint, place, resectable));
  if (resectable_.empty()) return std::move(list_);
  for (const std::size_t index : pancreas_three_) {
    list_[index].meaning = Meaning::hint;
    resectable_.insert(index);
  }
  for (const std::size_t index : resectable_) {
    ExtentStatement& statement = list_[index];
    if (statement.doubt.empty() || statement.doubt == category_alone) statement.doubt = resectable;
    statement.evidence.note = statement.doubt;
  }
  return std::move(list_);
}

std::vector<ExtentStatement> read_extent_statements(Record& record, const Cancers& cancers, Cancer site) {
  ExtentStatements statements(record, cancers, site);
  for (const auto& [entry, condition] : record.all<fhir::Condition>())
    read_condition_extent(statements, *entry, *condition);
  for (const fhir::Entry* entry : statements.tumour().conditions)  // contained ones, that an order's reason names
    if (std::ranges::find(record.entries(), entry) == record.entries().end())
      if (const auto* condition = std::get_if<fhir::Condition>(&entry->resource))
        read_condition_extent(statements, *entry, *condition);
  for (const auto& [entry, observation] : record.all<fhir::Observation>())
    read_observation_extent(statements, *entry, *observation);
  return statements.settled();
}

}  // namespace foresign::mapping
