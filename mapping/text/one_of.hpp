// Short lists of words.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace foresign::text {

// Whether the list has `word`. Length and first letter tell most words apart without a call to compare them.
template <std::size_t N>
constexpr bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view one) {
    return one.size() == word.size() && !word.empty() && one.front() == word.front() && one == word;
  });
}

}  // namespace foresign::text
