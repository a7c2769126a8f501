// What the notes of a diagnosis may take back of it (rule 4.2): "ruled out by biopsy", "entered in error", "final
// pathology: carcinoid". Notes tell of many things; only what speaks of the diagnosis itself touches it.
#pragma once

#include <string_view>

#include "mapping/questions/question.hpp"
#include "mapping/terminology/terminology.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

// Whether a note doubts or denies the cancer of `site` that it stands beside, says that it is over or another person's,
// or states a histology that the policy does not cover.
bool is_doubted_by_note(const Terminology& codes, std::string_view note, Cancer site);

// Whether a word takes a diagnosis back ("error", "misdiagnosis", "benign") or is a relative's.
bool has_retraction(const text::Text& text);

}  // namespace foresign::mapping
