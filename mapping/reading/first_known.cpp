// Rule 7.5: when a tumour was first known, as far as its onset and its recording do not tell: by the date on which the
// diagnosis was asserted, by the age at onset, and by the staging Observations of it.
#include <algorithm>

#include "mapping/reading/cancers.hpp"
#include "mapping/reading/diagnosis.hpp"

namespace foresign::mapping {
namespace {

// From the birthday on which the patient became that old to the eve of the next.
std::optional<fhir::PartialDate> at_age(const Record& record, int years) {
  const fhir::Entry* entry = record.chart().patient();
  const auto* patient = entry == nullptr ? nullptr : std::get_if<fhir::Patient>(&entry->resource);
  if (patient == nullptr || !patient->birth_date || !patient->birth_date->exact()) return std::nullopt;
  const date::year_month_day born{patient->birth_date->earliest};
  const auto birthday = [&](int age) {
    const date::year_month_day day = born + date::years(age);
    return date::sys_days(day.ok() ? day : day.year() / date::March / 1);  // 29 February
  };
  return fhir::PartialDate{"at " + std::to_string(years), birthday(years), birthday(years + 1) - date::days(1), {}};
}

bool is_staging(const Record& record, const fhir::Observation& observation) {
  return std::ranges::any_of(observation.code.codings, [&](const fhir::Coding& coding) {
    const Concept* known = record.codes().find(Domain::staging, coding);
    return known != nullptr && (known->name.starts_with("obs-stage-group") || known->name.starts_with("obs-t-") ||
                                known->name.starts_with("obs-n-") || known->name.starts_with("obs-m-"));
  });
}

bool assessed_by(const Record& record, const Tumour& tumour, const fhir::Entry& observation) {
  return std::ranges::any_of(tumour.conditions, [&](const fhir::Entry* entry) {
    const auto& condition = std::get<fhir::Condition>(entry->resource);
    return std::ranges::any_of(condition.stages, [&](const fhir::ConditionStage& stage) {
      return std::ranges::any_of(stage.assessments, [&](const fhir::Reference& assessment) {
        return record.chart().find(assessment, *entry) == &observation;
      });
    });
  });
}

}  // namespace

void date_tumours(const Record& record, Cancers& cancers) {
  for (Tumour& tumour : cancers.tumours) {
    const auto keep = [&tumour](const std::optional<fhir::PartialDate>& when) {
      if (when && (!tumour.first_known || when->earliest < tumour.first_known->earliest)) tumour.first_known = when;
    };
    for (const fhir::Entry* entry : tumour.conditions) {
      const auto& condition = std::get<fhir::Condition>(entry->resource);
      keep(condition.asserted);
      if (condition.onset_age_years && !condition.onset) keep(at_age(record, *condition.onset_age_years));
    }
  }
  for (const auto& [entry, observation] : record.all<fhir::Observation>()) {
    if (!observation->effective || result_status(observation->status) != ResultStatus::counts ||
        !is_staging(record, *observation))
      continue;
    for (Tumour& tumour : cancers.tumours) {
      if (!tumour.site) continue;
      const Names names = cancers.names(record, *tumour.site, *entry, observation->focus, {});
      if (names == Names::this_tumour ||
          (names == Names::none &&
           (assessed_by(record, tumour, *entry) || (observation->focus.empty() && cancers.unlinked_is(*tumour.site)))))
        if (!tumour.first_known || observation->effective->earliest < tumour.first_known->earliest)
          tumour.first_known = observation->effective;
    }
  }
}

}  // namespace foresign::mapping
