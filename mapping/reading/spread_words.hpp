// Words of metastases, and where they are: a metastasis of lymph nodes is none of 5.1 (rules 5.4, 5.7).
#pragma once

#include <cstdint>
#include <string_view>

#include "mapping/text/text.hpp"

namespace foresign::mapping {

enum class Spread : std::uint8_t {
  none,       // no word of spread, or one that names none: "metastatic work-up"
  same_lobe,  // "separate nodules (metastases) in the same lobe"
  nodal,      // "metastasis in 2 of 12 lymph nodes", "4R positive for metastatic adenocarcinoma"
  distant
};
// What a word says, whether denied or not.
Spread spread_at(const text::Text& text, std::size_t word);

// An organ to which cancers spread: `liver`, `hirn`; not the lymph nodes.
bool is_place_of_spread(std::string_view word);
// "L2", "T11"
bool is_vertebra(std::string_view word);
// "node", "adenopathy", "lymphknoten"
bool is_node_word(std::string_view word);

}  // namespace foresign::mapping
