// Headings of a report or a note: "Family history:", "PLAN" on a line of its own.
#pragma once

#include <vector>

#include "mapping/text/text.hpp"

namespace foresign::text {

// For each statement of the text, what the heading above it makes of it. A heading reaches to the next heading or blank
// line.
std::vector<Mention> sections_of(const Text& text);

}  // namespace foresign::text
