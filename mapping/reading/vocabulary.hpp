// A list of words as data.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <unordered_set>

namespace foresign::mapping {

class Vocabulary {
 public:
  // Words separated by single spaces, as text::cut folds them.
  explicit Vocabulary(std::string_view list) { add(list); }
  Vocabulary(std::initializer_list<std::string_view> lists) {
    for (const std::string_view list : lists) add(list);
  }
  [[nodiscard]] bool has(std::string_view word) const { return words_.contains(word); }

 private:
  void add(std::string_view list) {
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = std::min(list.find(' ', at), list.size());
      if (end > at) words_.insert(list.substr(at, end - at));
      at = end + 1;
    }
  }

  std::unordered_set<std::string_view> words_;
};

}  // namespace foresign::mapping
