// The signs of the extent of one tumour's disease, wherever the record has them (rules 5.1 to 5.6): codes, stages,
// Observations, words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/reading/cancers.hpp"
#include "mapping/reading/record.hpp"

namespace foresign::mapping {

// hint: tells something of the extent, but neither that it is early nor that it is not.
enum class ExtentMeaning : std::uint8_t { metastatic, locally_advanced, advanced, recurrent, early, hint };

// One sign of the extent of this tumour's disease.
struct ExtentStatement {
  ExtentMeaning meaning = ExtentMeaning::hint;
  std::string doubt;  // why it is at most unknown, as what would settle it; empty: it counts in full
  Evidence evidence;
  std::optional<fhir::PartialDate> staged;  // day of a stage
};

// Doubts that a stage beside them settles: T, N or M0 alone (rule 5.4).
inline constexpr std::string_view category_alone = "T or N alone does not tell: the stage is needed";
inline constexpr std::string_view m0_alone = "M0 alone does not tell: the stage is needed";

// All signs for the tumour of `site`, which the record must have. Sets aside what names another tumour or is not final.
std::vector<ExtentStatement> read_extent_statements(Record& record, const Cancers& cancers, Cancer site);

}  // namespace foresign::mapping
