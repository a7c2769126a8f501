// Boxes of forms: "[x] KRAS G12C  [ ] KRAS wild type".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mapping/text/text.hpp"

namespace foresign::text {

enum class Tick : std::uint8_t { none, open, ticked };

struct Box {
  Tick tick = Tick::none;
  std::size_t bytes = 0;  // of the box itself
};

// The box that starts at `offset`; none where something else does.
Box box_at(std::string_view text, std::size_t offset);

// The first box in [from, to), and where it starts; `to` where there is none.
struct BoxAt {
  Box box;
  std::size_t at = 0;
};
BoxAt next_box(std::string_view text, std::size_t from, std::size_t to);

// A field of a form that nobody filled in: "{metastatic/localized}", "Metastatic site: ***", "Metastatic: [ ] yes [ ]
// no", "KRAS G12C [ ]". What stands behind an open box is left out when the text is cut.
bool is_left_open(const Text& text, Span words);

}  // namespace foresign::text
