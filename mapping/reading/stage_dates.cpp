// The dates that stand beside a stage in words (rule 5.3).
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "mapping/reading/stage_notation.hpp"

namespace foresign::mapping {
namespace {

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

std::optional<int> number(std::string_view word) {
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (word.empty() || error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return value;
}

std::optional<int> month_named(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, int>, 34> months{
      {{"jan", 1},  {"january", 1},   {"januar", 1}, {"feb", 2},      {"february", 2}, {"februar", 2},
       {"mar", 3},  {"march", 3},     {"märz", 3},   {"apr", 4},      {"april", 4},    {"may", 5},
       {"mai", 5},  {"jun", 6},       {"june", 6},   {"juni", 6},     {"jul", 7},      {"july", 7},
       {"juli", 7}, {"aug", 8},       {"august", 8}, {"sep", 9},      {"sept", 9},     {"september", 9},
       {"oct", 10}, {"october", 10},  {"okt", 10},   {"oktober", 10}, {"nov", 11},     {"november", 11},
       {"dec", 12}, {"december", 12}, {"dez", 12},   {"dezember", 12}}};
  const auto* named = std::ranges::find(months, word, &std::pair<std::string_view, int>::first);
  return named == months.end() ? std::nullopt : std::optional(named->second);
}

std::string two_digits(int value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

// All readings of one date as one: from the first day of the earliest to the last of the latest.
std::optional<fhir::PartialDate> read_date(const std::vector<std::string>& readings) {
  std::optional<fhir::PartialDate> all;
  for (const std::string& reading : readings) {
    const auto one = fhir::read_partial_date(reading);
    if (!one) continue;
    if (!all) all = one;
    all->earliest = std::min(all->earliest, one->earliest);
    all->latest = std::max(all->latest, one->latest);
  }
  return all;
}

// "3", "2", "2024" with their separators gone: month first, as in America, or day first.
std::optional<fhir::PartialDate> day_month_year(int first, int second, int year) {
  const std::string start = std::to_string(year) + "-";
  return read_date(
      {start + two_digits(first) + "-" + two_digits(second), start + two_digits(second) + "-" + two_digits(first)});
}

}  // namespace

std::optional<fhir::PartialDate> earliest_date_in(const text::Text& text) {
  std::optional<fhir::PartialDate> earliest;
  const auto add = [&](const std::optional<fhir::PartialDate>& date) {
    if (date && (!earliest || date->earliest < earliest->earliest)) earliest = date;
  };
  // Whether one sign, and nothing else, stands between two words.
  const auto joined = [&](std::size_t left) {
    if (left + 1 >= text.words.size()) return false;
    const std::size_t end = text.words[left].offset + text.words[left].length;
    return text.words[left + 1].offset == end + 1 &&
           std::string_view("/-.").find(text.original[end]) != std::string_view::npos;
  };
  const auto value = [&](std::size_t at) {
    return at < text.words.size() ? number(text.words[at].folded) : std::nullopt;
  };
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string& word = text.words[at].folded;
    // "3.2.2024" is one word.
    const std::size_t dot = word.find('.');
    const std::size_t last_dot = word.rfind('.');
    if (dot != std::string::npos && is_digit(word.front())) {
      const auto year = number(std::string_view(word).substr(last_dot + 1));
      const auto second = number(std::string_view(word).substr(dot + 1, last_dot - std::min(last_dot, dot + 1)));
      const auto first = number(std::string_view(word).substr(0, dot));
      if (year && *year > 1900 && *year < 2100 && first)
        add(last_dot == dot ? read_date({std::to_string(*year) + "-" + two_digits(*first)})
            : second        ? day_month_year(*first, *second, *year)
                            : std::nullopt);
      continue;
    }
    const auto year = value(at);
    if (!year || word.size() != 4 || *year < 1900 || *year > 2099) {
      // "3/2/24"
      if (year && word.size() == 2 && at > 1 && joined(at - 1) && joined(at - 2) && value(at - 1) && value(at - 2))
        add(day_month_year(*value(at - 2), *value(at - 1), 2000 + *year));
      continue;
    }
    if (joined(at) && value(at + 1)) {
      const bool day = joined(at + 1) && value(at + 2);
      add(read_date({word + "-" + two_digits(*value(at + 1)) + (day ? "-" + two_digits(*value(at + 2)) : "")}));
    } else if (at > 1 && joined(at - 1) && joined(at - 2) && value(at - 1) && value(at - 2)) {
      add(day_month_year(*value(at - 2), *value(at - 1), *year));
    } else if (at > 0 && joined(at - 1) && value(at - 1)) {
      add(read_date({word + "-" + two_digits(*value(at - 1))}));
    } else {
      std::optional<int> month;
      for (std::size_t back = 1; back <= 2 && back <= at && !month; ++back)
        month = month_named(text.words[at - back].folded);
      add(read_date({month ? word + "-" + two_digits(*month) : word}));
    }
  }
  return earliest;
}

}  // namespace foresign::mapping
