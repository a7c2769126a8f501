// A list of words as data.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace foresign::mapping {

class Vocabulary {
 public:
  // Words separated by single spaces, as text::cut folds them.
  explicit Vocabulary(std::string_view list) {
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = std::min(list.find(' ', at), list.size());
      words_.push_back(list.substr(at, end - at));
      at = end + 1;
    }
    std::ranges::sort(words_);
  }
  [[nodiscard]] bool has(std::string_view word) const { return std::ranges::binary_search(words_, word); }

 private:
  std::vector<std::string_view> words_;
};

}  // namespace foresign::mapping
