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

}  // namespace foresign::text
