#include "mapping/reading/treatment_starts.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "mapping/text/one_of.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;

bool is_number(std::string_view word) {
  return !word.empty() && word.size() <= 4 && word.find_first_not_of("0123456789") == std::string_view::npos;
}

int number(const std::string& word) {
  return std::atoi(word.c_str());
}

// "oct", "october", "oktober": 10; no month: 0.
unsigned month_named(std::string_view word) {
  static constexpr std::array<std::array<std::string_view, 4>, 12> months = {{{"jan", "january", "januar", "jän"},
                                                                              {"feb", "february", "februar", ""},
                                                                              {"mar", "march", "märz", "mär"},
                                                                              {"apr", "april", "", ""},
                                                                              {"may", "mai", "", ""},
                                                                              {"jun", "june", "juni", ""},
                                                                              {"jul", "july", "juli", ""},
                                                                              {"aug", "august", "", ""},
                                                                              {"sep", "sept", "september", ""},
                                                                              {"oct", "october", "okt", "oktober"},
                                                                              {"nov", "november", "", ""},
                                                                              {"dec", "december", "dez", "dezember"}}};
  for (unsigned month = 0; month < months.size(); ++month)
    for (const std::string_view name : months[month])
      if (!name.empty() && name == word) return month + 1;
  return 0;
}

// The day that the words from `at` on may write, and the word behind it. Several where day and month may be exchanged.
struct Written {
  std::vector<date::sys_days> days;
  std::size_t end = 0;
};

void add(Written& written, int year, int month, int day) {
  if (year < 100) year += 2000;
  const date::year_month_day made{date::year{year}, date::month{static_cast<unsigned>(month)},
                                  date::day{static_cast<unsigned>(day)}};
  if (made.ok()) written.days.push_back(date::sys_days{made});
}

Written date_at(const text::Text& text, std::size_t at) {
  Written written;
  const auto word = [&](std::size_t index) -> const std::string& {
    static const std::string none;
    return index < text.words.size() ? text.words[index].folded : none;
  };
  // "03.11.2025"
  if (const std::string& first = word(at); std::ranges::count(first, '.') == 2) {
    const std::size_t dot = first.find('.');
    const std::size_t second = first.find('.', dot + 1);
    add(written, std::atoi(first.c_str() + second + 1), std::atoi(first.c_str() + dot + 1), std::atoi(first.c_str()));
    written.end = at + 1;
    return written;
  }
  const std::string& one = word(at);
  const std::string& two = word(at + 1);
  const std::string& three = word(at + 2);
  if (is_number(one) && is_number(two) && is_number(three)) {
    if (one.size() == 4) {
      add(written, number(one), number(two), number(three));
    } else {
      add(written, number(three), number(one), number(two));
      if (number(one) > 12 || number(two) <= 12) add(written, number(three), number(two), number(one));
    }
    written.end = at + 3;
  } else if (is_number(one) && number(one) <= 12 && two.size() == 4 && is_number(two)) {  // "10/2025"
    add(written, number(two), number(one), 28);
    written.end = at + 2;
  } else if (month_named(one) != 0 && two.size() == 4 && is_number(two)) {
    add(written, number(two), static_cast<int>(month_named(one)), 28);
    written.end = at + 2;
  } else if (month_named(one) != 0 && is_number(two) && is_number(three) && three.size() != 1) {
    add(written, number(three), static_cast<int>(month_named(one)), number(two));
    written.end = at + 3;
  } else if (is_number(one) && month_named(two) != 0 && is_number(three)) {
    add(written, number(three), static_cast<int>(month_named(two)), number(one));
    written.end = at + 3;
  }
  return written;
}

// Where a start ends that begins behind the word "start"; 0 where it is not understood as harmless.
std::size_t harmless_end(const text::Text& text, std::size_t at, date::sys_days day) {
  static constexpr std::array<std::string_view, 39> before_date{
      "s",   "m",    "t",        "w",      "th",     "f",          "sa",       "su",     "am",   "zum",
      "at",  "date", "fri",      "friday", "from",   "medication", "mon",      "monday", "on",   "sat",
      "sun", "the",  "thu",      "thur",   "thurs",  "this",       "thursday", "tue",    "tues", "tuesday",
      "wed", "of",   "saturday", "sunday", "taking", "wednesday",  "dose",     "ab",     "den"};
  static constexpr std::array<std::string_view, 9> at_once{"today",  "now",  "tonight",     "tomorrow", "heute",
                                                           "sofort", "stat", "immediately", "evening"};
  static constexpr std::array<std::string_view, 10> units{"hour", "hours", "hr",      "hrs",  "h",
                                                          "day",  "days",  "minutes", "mins", "min"};
  static constexpr std::array<std::string_view, 3> from{"after", "before", "prior"};
  const std::size_t statement = text.words[at].statement;
  std::size_t next = at + 1;
  while (next < text.words.size() && text.words[next].statement == statement &&
         is_one_of(text.words[next].folded, before_date))
    ++next;
  if (next >= text.words.size() || text.words[next].statement != statement) return 0;
  const std::string& word = text.words[next].folded;
  const auto following = [&](std::size_t by) -> std::string_view {
    return next + by < text.words.size() ? std::string_view(text.words[next + by].folded) : std::string_view();
  };
  if (is_one_of(word, at_once)) return next + 1;
  if (word == "when" && following(1) == "released") return next + 2;
  if (word == "treatment" && following(1) == "start" && following(2) == "time") return next + 3;
  if ((word == "day" || word == "tag") && is_number(following(1))) return next + 2;
  if (word == "c1d1" || word == "d1") return next + 1;
  if (is_number(word) && is_one_of(following(1), units) && is_one_of(following(2), from)) return next + 2;
  const Written written = date_at(text, next);
  const bool past =
      !written.days.empty() && std::ranges::all_of(written.days, [day](date::sys_days one) { return one < day; });
  return past ? written.end : 0;
}

// "C1D1 12/9/2026", "erste Gabe am 09.12.2026": the first dose on the day or later.
bool is_first_dose_to_come(const text::Text& text, date::sys_days day) {
  static constexpr std::array<std::string_view, 7> first{"c1d1", "c1", "first", "erste", "ersten", "erster", "1st"};
  static constexpr std::array<std::string_view, 13> between{
      "dose", "infusion", "cycle", "treatment", "gabe", "zyklus", "on", "am", "day", "is", "date", "chemo", "due"};
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    if (!is_one_of(text.words[at].folded, first)) continue;
    std::size_t next = at + 1;
    while (next < text.words.size() && next < at + 4 &&
           (is_one_of(text.words[next].folded, between) || text.words[next].folded == "="))
      ++next;
    const Written written = date_at(text, next);
    // Month first, where both are possible: "03/12/2026" is long past.
    if (!written.days.empty() && written.days.front() >= day) return true;
  }
  return false;
}

}  // namespace

std::string without_starts(std::string_view words, date::sys_days day) {
  static constexpr std::array<std::string_view, 15> starts{
      "start",  "starting", "starts",    "begin", "beginning", "begins",  "commence", "commencing",
      "beginn", "ab",       "effective", "seit",  "initiate",  "started", "begun"};
  static constexpr std::array<std::string_view, 9> not_yet{"not",  "dont",  "never", "until", "before",
                                                           "will", "nicht", "if",    "would"};
  std::string kept(words);
  const text::Text text = text::cut(words);
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    if (!is_one_of(text.words[at].folded, starts)) continue;
    if (at > 0 && text.words[at - 1].statement == text.words[at].statement &&
        is_one_of(text.words[at - 1].folded, not_yet))
      continue;
    const std::size_t end = harmless_end(text, at, day);
    if (end == 0) continue;
    const std::size_t from = text.words[at].offset;
    const std::size_t to = text.words[end - 1].offset + text.words[end - 1].length;
    std::fill(kept.begin() + static_cast<std::ptrdiff_t>(from), kept.begin() + static_cast<std::ptrdiff_t>(to), ' ');
    at = end - 1;
  }
  if (is_first_dose_to_come(text, day)) kept += "\nstarting";
  return kept;
}

}  // namespace foresign::mapping
