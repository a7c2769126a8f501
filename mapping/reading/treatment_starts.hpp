// When a treatment starts, as instructions and notes say it: "Starting Mon 10/6/2025", "start day 1" (rule 7.3).
#pragma once

#include <string>
#include <string_view>

#include "fhir/types/types.hpp"

namespace foresign::mapping {

// The words with every start blanked out that says nothing against a treatment: one dated before `day`, or counted from
// the course or the order itself. A start on that day or later, or on a condition ("start when called"), stays; a first
// dose on that day or later is called one ("starting").
std::string without_starts(std::string_view words, date::sys_days day);

}  // namespace foresign::mapping
