#include "mapping/reading/stage_notation.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;

std::string folded(std::string_view written) {
  std::string lower(written);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

char upper(char letter) {
  return static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

}  // namespace

std::string stage_group(std::string_view written, Digits digits) {
  std::string word = folded(written);
  for (const std::string_view prefix : {"yc", "yp", "c", "p"})
    if (word.size() > prefix.size() && word.starts_with(prefix)) {
      word.erase(0, prefix.size());
      break;
    }
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> groups{{{"iii", "III"},
                                                                                        {"iv", "IV"},
                                                                                        {"ii", "II"},
                                                                                        {"i", "I"},
                                                                                        {"0", "0"},
                                                                                        {"1", "I"},
                                                                                        {"2", "II"},
                                                                                        {"3", "III"},
                                                                                        {"4", "IV"}}};
  const auto* named = std::ranges::find_if(groups, [&](const auto& pair) { return word.starts_with(pair.first); });
  if (named == groups.end() || (is_digit(word.front()) && digits == Digits::refused)) return {};
  std::string group(named->second);
  std::size_t used = named->first.size();
  if (group == "0" && word.substr(used) == "is") return "0IS";
  if (used < word.size() && word[used] >= 'a' && word[used] <= 'd') group += upper(word[used++]);
  if (used < word.size() && word[used] >= '1' && word[used] <= '3') group += word[used++];
  if (word.substr(used) == "p") ++used;                // cancerstaging.org: 4P
  return used == word.size() ? group : std::string();  // 4S is neuroblastoma wording
}

Categories tnm_categories(std::string_view written) {
  std::string word;
  for (const char c : folded(written))
    if (c != '(' && c != ')' && c != '+' && c != ',' && c != ' ') word += c;
  Categories found;
  for (std::size_t at = 0; at < word.size();) {
    for (; at < word.size() && std::string_view("cpyrau").find(word[at]) != std::string_view::npos; ++at) {
      found.prefixed = true;
      found.recurrent = found.recurrent || word[at] == 'r';
    }
    if (at + 1 >= word.size()) return {};
    std::string category(1, upper(word[at]));
    if (category != "T" && category != "N" && category != "M") return {};
    const char highest = category == "T" ? '4' : category == "N" ? '3' : '1';  // `T8` is a vertebra
    ++at;
    if (word.compare(at, 2, "is") == 0) {
      category += "IS";
      at += 2;
    } else if ((is_digit(word[at]) && word[at] <= highest) || word[at] == 'x') {
      category += upper(word[at++]);
      for (; at < word.size() &&
             ((word[at] >= 'a' && word[at] <= 'd') || (word[at] >= '1' && word[at] <= '3') || word[at] == 'i');
           ++at) {
        // In `T4aN2` and `T2aN3` the `a` is a subcategory's; `T2pN1` has the prefix of the next one.
        category += upper(word[at]);
      }
      if (word.compare(at, 2, "mi") == 0) at += 2;  // `T1mi`, `N1mi`
    } else {
      return {};
    }
    found.all.push_back(std::move(category));
  }
  return found;
}

std::string with_letter(std::string_view written, char letter) {
  static constexpr auto bare = std::to_array<std::string_view>(
      {"0", "1",  "1a", "1b", "1c", "1a1", "1a2", "1a3", "1b1", "1b2", "1mi", "1c1", "1c2",
       "2", "2a", "2b", "2c", "3",  "3a",  "3b",  "3c",  "4",   "4a",  "4b",  "x"});
  const std::string word = folded(written);
  if (word == "is") return std::string(1, letter) + "is";
  return is_one_of(word, bare) ? std::string(1, letter) + word : std::string(written);
}

}  // namespace foresign::mapping
