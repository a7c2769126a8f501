#include "mapping/text/forms.hpp"

#include <algorithm>
#include <array>

namespace foresign::text {
namespace {

constexpr auto open_boxes =
    std::to_array<std::string_view>({"[ ]", "[]", "[_]", "( )", "\u2610", "\u25a1", "\u25cb", "\u25fb"});
constexpr auto ticked_boxes =
    std::to_array<std::string_view>({"[x]", "[X]", "(x)", "(X)", "[\u2713]", "[\u2714]", "\u2611", "\u2612", "\u2713",
                                     "\u2714", "\u25cf", "\u25a0", "_x_", "_X_"});

std::size_t starts_with_one_of(std::string_view text, const auto& boxes) {
  const auto found = std::ranges::find_if(boxes, [&](std::string_view box) { return text.starts_with(box); });
  return found == boxes.end() ? 0 : found->size();
}

}  // namespace

Box box_at(std::string_view text, std::size_t offset) {
  const char first = text[offset];
  if (first != '[' && first != '(' && first != '_' && static_cast<unsigned char>(first) != 0xE2) return {};
  const std::string_view rest = text.substr(offset);
  if (const std::size_t bytes = starts_with_one_of(rest, open_boxes)) return {Tick::open, bytes};
  if (const std::size_t bytes = starts_with_one_of(rest, ticked_boxes)) return {Tick::ticked, bytes};
  // "_X_ detected", "___ not detected": a blank that begins a line is a box where others of its kind are ticked.
  const bool line_start = offset == 0 || text[offset - 1] == '\n';
  if (line_start && rest.starts_with("___")) {
    const std::size_t bytes = std::min(rest.find_first_not_of('_'), rest.size());
    return {Tick::open, bytes};
  }
  return {};
}

BoxAt next_box(std::string_view text, std::size_t from, std::size_t to) {
  for (std::size_t at = from; at < to; ++at)
    if (const Box box = box_at(text, at); box.tick != Tick::none) return {box, at};
  return {{}, to};
}

bool is_left_open(const Text& text, Span words) {
  constexpr std::size_t far = 100;  // bytes; no item of a form is longer
  const std::string_view original = text.original;
  const std::size_t focus = text.words[words.first].offset;
  const std::size_t begin = focus - std::min(focus, far);
  std::string_view before = original.substr(begin, focus - begin);
  before = before.substr(before.rfind('\n') + 1);
  const Word& last_word = text.words[words.last - 1];
  std::string_view after = original.substr(last_word.offset + last_word.length, far);
  after = after.substr(0, after.find_first_of("\n;"));
  after = after.substr(0, after.find(". "));
  if (const std::size_t brace = before.rfind('{');
      brace != std::string_view::npos && before.find('}', brace) == std::string_view::npos)
    return true;
  if (after.find_first_of("[({*_\xe2") == std::string_view::npos) return false;  // a box or a blank begins with one
  for (const std::string_view blank : {"***", "___", "(circle one"})
    if (after.find(blank) != std::string_view::npos) return true;
  // "Detected [ ] Not detected [x]": boxes behind their words.
  const std::string_view line = after.substr(0, after.find_last_not_of(" .") + 1);
  std::size_t boxes = 0;
  std::size_t last_end = 0;
  for (BoxAt one = next_box(line, 0, line.size()); one.at < line.size(); one = next_box(line, last_end, line.size())) {
    ++boxes;
    last_end = one.at + std::max<std::size_t>(one.box.bytes, 1);
  }
  if (boxes > 1 && last_end == line.size()) return true;
  // An item that stands behind its box has been cut by it.
  if (next_box(before, 0, before.size()).box.tick != Tick::none) return false;
  const BoxAt first = next_box(after, 0, after.size());
  if (first.box.tick != Tick::open) return false;
  // "KRAS G12C: [ ] detected [x] not detected" has its answer, "metastatic, smoker: [ ] yes" is about something else.
  const std::string_view between = after.substr(0, first.at);
  if (between.find_first_of(",;") != std::string_view::npos || between.find(". ") != std::string_view::npos)
    return false;
  if (between.find(':') == std::string_view::npos) return true;
  for (std::size_t at = first.at; at < after.size();) {
    const BoxAt next = next_box(after, at, after.size());
    if (next.box.tick == Tick::ticked) return false;
    at = next.at + std::max<std::size_t>(next.box.bytes, 1);
  }
  return true;
}

}  // namespace foresign::text
