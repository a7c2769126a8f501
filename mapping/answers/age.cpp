#include "mapping/answers/age.hpp"

#include <algorithm>
#include <tuple>

namespace foresign::mapping {

int age_on(date::sys_days day, date::sys_days born) {
  const date::year_month_day today{day};
  const date::year_month_day birth{born};
  const int years = int{today.year()} - int{birth.year()};
  const bool birthday_to_come = std::tuple(today.month(), today.day()) < std::tuple(birth.month(), birth.day());
  return birthday_to_come ? years - 1 : years;
}

Fact answer_age(const Record& record, int at_least_years) {
  const fhir::Entry* entry = record.chart().patient();
  const auto* patient = entry == nullptr ? nullptr : std::get_if<fhir::Patient>(&entry->resource);
  const std::string missing = record.missing({"patient"});
  const std::string needed = "the patient's date of birth";
  if (patient == nullptr) return Fact::unknown(missing.empty() ? needed : needed + " (" + missing + ")");
  if (!patient->birth_date) {
    std::vector<Evidence> odd;
    if (!patient->birth_date_written.empty())
      odd.push_back({entry->reference, "birthDate", patient->birth_date_written, {}, "not a date"});
    return Fact::unknown(needed, std::move(odd));
  }
  const fhir::PartialDate& born = *patient->birth_date;
  std::vector<Evidence> evidence{{entry->reference, "birthDate", born.written, {}, {}}};
  if (born.earliest > record.day())
    return Fact::unknown("a date of birth that is not after the day of judgement", std::move(evidence));
  const int oldest = age_on(record.day(), born.earliest);
  const int youngest = age_on(record.day(), std::min(born.latest, record.day()));
  const std::string limit = std::to_string(at_least_years);
  if (youngest >= at_least_years) return Fact::met(std::move(evidence));
  if (oldest < at_least_years)
    return Fact::not_met("the patient is younger than " + limit + " years", std::move(evidence));
  return Fact::unknown("the full date of birth: the patient may be younger than " + limit + " years",
                       std::move(evidence));
}

}  // namespace foresign::mapping
