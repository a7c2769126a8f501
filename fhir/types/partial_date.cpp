#include "fhir/types/partial_date.hpp"

#include <algorithm>
#include <cstdint>

namespace foresign::fhir {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Takes parts from the front of the text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] bool at(char c) const { return !rest_.empty() && rest_.front() == c; }

  bool take(char c) {
    if (!at(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Exactly so many digits.
  std::optional<int> number(std::size_t digits) {
    if (rest_.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

  std::optional<int> number(std::size_t digits, int highest) {
    const auto value = number(digits);
    return value && *value <= highest ? value : std::nullopt;
  }

  // One digit or more; what is finer than a millisecond is cut off.
  std::optional<milliseconds> fraction() {
    int value = 0;
    std::size_t digits = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1), ++digits) {
      if (digits < 3) value = value * 10 + (rest_.front() - '0');
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 3; ++digits) value *= 10;
    return milliseconds(value);
  }

 private:
  std::string_view rest_;
};

// hh:mm[:ss[.fff]]; 60 is a leap second. Seconds may be absent: clients leave them out.
std::optional<milliseconds> read_time(Scanner& text) {
  const auto hour = text.number(2, 23);
  if (!hour || !text.take(':')) return std::nullopt;
  const auto minute = text.number(2, 59);
  if (!minute) return std::nullopt;
  milliseconds time = hours(*hour) + minutes(*minute);
  if (!text.take(':')) return time;
  const auto second = text.number(2, 60);
  if (!second) return std::nullopt;
  time += seconds(*second);
  if (!text.take('.')) return time;
  const auto fraction = text.fraction();
  if (!fraction) return std::nullopt;
  return time + *fraction;
}

// Z, or +hh:mm up to 14:00.
std::optional<minutes> read_offset(Scanner& text) {
  if (text.take('Z')) return minutes(0);
  const bool west = text.at('-');
  if (!text.take('-') && !text.take('+')) return std::nullopt;
  const auto hour = text.number(2, 14);
  if (!hour || !text.take(':')) return std::nullopt;
  const auto minute = text.number(2, *hour == 14 ? 0 : 59);
  if (!minute) return std::nullopt;
  const minutes offset = hours(*hour) + minutes(*minute);
  return west ? -offset : offset;
}

}  // namespace

std::optional<PartialDate> read_partial_date(std::string_view text) {
  Scanner rest(text);
  const auto year_number = rest.number(4);
  if (!year_number || *year_number == 0) return std::nullopt;
  const date::year year(*year_number);
  PartialDate result{std::string(text), {}, {}, std::nullopt};
  if (rest.done()) {
    result.earliest = date::sys_days(year / date::January / 1);
    result.latest = date::sys_days(year / date::December / 31);
    return result;
  }

  if (!rest.take('-')) return std::nullopt;
  const auto month_number = rest.number(2);
  if (!month_number || *month_number < 1 || *month_number > 12) return std::nullopt;
  const date::month month(static_cast<unsigned>(*month_number));
  if (rest.done()) {
    result.earliest = date::sys_days(year / month / 1);
    result.latest = date::sys_days(year / month / date::last);
    return result;
  }

  if (!rest.take('-')) return std::nullopt;
  const auto day_number = rest.number(2);
  if (!day_number) return std::nullopt;
  const auto day = year / month / date::day(static_cast<unsigned>(*day_number));
  if (!day.ok()) return std::nullopt;
  result.earliest = result.latest = date::sys_days(day);
  if (rest.done()) return result;

  if (!rest.take('T')) return std::nullopt;
  const auto time = read_time(rest);
  if (!time) return std::nullopt;
  if (rest.done()) return result;  // without an offset no point in time is known, but the day is
  const auto offset = read_offset(rest);
  if (!offset || !rest.done()) return std::nullopt;
  result.instant = result.earliest + *time - *offset;
  return result;
}

std::string to_string(date::sys_days day) {
  const date::year_month_day parts(day);
  const auto digits = [](int value, std::size_t width) {
    std::string text = std::to_string(value);
    return std::string(width - std::min(width, text.size()), '0') + text;
  };
  return digits(static_cast<int>(parts.year()), 4) + '-' +
         digits(static_cast<int>(static_cast<unsigned>(parts.month())), 2) + '-' +
         digits(static_cast<int>(static_cast<unsigned>(parts.day())), 2);
}

bool later(const PartialDate& left, const PartialDate& right) {
  if (left.instant && right.instant) return *left.instant > *right.instant;
  return left.earliest > right.latest;
}

}  // namespace foresign::fhir
