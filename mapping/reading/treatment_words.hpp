// Words that a note or a name is searched for. Each list is cut once; a search compares whole words (rule 6.5 bounds
// negation).
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "mapping/text/text.hpp"

namespace foresign::mapping {

class WordList {
 public:
  WordList(std::initializer_list<std::string_view> phrases);

  // Some phrase occurs, however it is meant: for phrases that hold their own negation ("not taken").
  [[nodiscard]] bool occur_in(const text::Text& text) const;
  // Some phrase occurs and is said of this patient, now or in the past.
  [[nodiscard]] bool stated_in(const text::Text& text) const;
  [[nodiscard]] std::vector<text::Span> all_in(const text::Text& text) const;

 private:
  std::vector<text::Text> phrases_;
};

// Stated of this patient, now or in the past: neither negated nor suspected, planned or a relative's.
bool holds(text::Mention mention);

}  // namespace foresign::mapping
