// A FHIR date or dateTime with the precision it was written in (FHIR R4, datatypes: date, dateTime, instant).
#pragma once

#include <date/date.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace foresign::fhir {

// An interval of calendar days: `2024` is 2024-01-01 to 2024-12-31. A dateTime counts as the calendar day written
// (rule 2.5).
struct PartialDate {
  std::string written;
  date::sys_days earliest;
  date::sys_days latest;
  // Set where a time with an offset was written: orders two results of one day (rule 6.6).
  std::optional<std::chrono::sys_time<std::chrono::milliseconds>> instant;

  [[nodiscard]] bool exact() const { return earliest == latest; }
  friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

// Nothing where the text is no date of FHIR (`YYYY-MM-DD`, `2023-13`, `20230101`).
std::optional<PartialDate> read_partial_date(std::string_view text);

// `2026-11-24`
std::string to_string(date::sys_days day);

// Surely before, for all completions of the imprecise date.
inline bool surely_before(const PartialDate& when, date::sys_days day) {
  return when.latest < day;
}

// Later in time: by instant where both have one, else by day (only if no completion says otherwise).
bool later(const PartialDate& left, const PartialDate& right);

}  // namespace foresign::fhir
