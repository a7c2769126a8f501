// How stages are written: stage groups (`IIIA`, `3a`), TNM categories (`pT4aN2bM1a`), and the dates beside them in
// words. Pure; knows nothing of what they mean.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/types/partial_date.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

// `iiia`, `3a`, `IIIA`, `c3A` -> `IIIA`; empty where it is no stage group.
enum class Digits : bool { refused, allowed };
std::string stage_group(std::string_view written, Digits digits);

// The categories of `pT4aN2bM1a`, `cM0`, `T3`, `rpT2`; none where the word is not made of categories alone.
struct Categories {
  std::vector<std::string> all;  // `T4A`, `N2B`, `M1A`, without their prefixes
  bool prefixed = false;         // c, p, y, r or a stands before one
  bool recurrent = false;        // r: staged again after a recurrence
};
Categories tnm_categories(std::string_view written);

// A category as a field for its letter holds it: `1a` -> `M1a`; as it is where it does not need the letter.
std::string with_letter(std::string_view written, char letter);

// The earliest of the days, months and years that a text holds: `3/2/2024` may be in March or in February.
std::optional<fhir::PartialDate> earliest_date_in(const text::Text& text);

}  // namespace foresign::mapping
