#include "mapping/reading/treatment_words.hpp"

#include <algorithm>

namespace foresign::mapping {

WordList::WordList(std::initializer_list<std::string_view> phrases) {
  for (const std::string_view phrase : phrases) phrases_.push_back(text::cut(phrase));
}

bool WordList::occur_in(const text::Text& text) const {
  return std::ranges::any_of(phrases_, [&](const text::Text& phrase) { return !text::find(text, phrase).empty(); });
}

bool WordList::stated_in(const text::Text& text) const {
  return std::ranges::any_of(all_in(text), [&](text::Span span) { return holds(text::mention_of(text, span)); });
}

std::vector<text::Span> WordList::all_in(const text::Text& text) const {
  std::vector<text::Span> spans;
  for (const text::Text& phrase : phrases_)
    for (const text::Span span : text::find(text, phrase)) spans.push_back(span);
  return spans;
}

bool holds(text::Mention mention) {
  return mention == text::Mention::stated || mention == text::Mention::past;
}

}  // namespace foresign::mapping
