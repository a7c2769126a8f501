// Well-formed UTF-8 (Unicode 15, table 3-7).
#pragma once

#include <cstddef>
#include <string_view>

namespace foresign::json {

// The length of the well-formed sequence at the start of `text`, 0 if there is none.
std::size_t sequence_length(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace foresign::json
