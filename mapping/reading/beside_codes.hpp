// Words beside a known code of a cancer (rule 4.3): which of them doubt or deny that cancer, and which doubt something
// else.
#pragma once

#include <string>

#include "mapping/terminology/terminology.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

// The words without the parts behind the cancer that doubt or deny something else of it: "NSCLC, metastases: none",
// "NSCLC with possible pneumonia".
std::string without_other_doubts(const Terminology& codes, const std::string& words);

// Whether words say as a whole that it is no diagnosis, or a relative's: "rule out", "entered in error", "colon cancer
// - mother".
bool takes_back(const text::Text& text);

}  // namespace foresign::mapping
