// Chapters 5 and 10 of the reading rules: how far the disease has spread, and recurrence after resection.
#pragma once

#include <vector>

#include "mapping/reading/cancers.hpp"
#include "mapping/reading/record.hpp"
#include "mapping/reading/treatments.hpp"

namespace foresign::mapping {

// ExtentOf (rule 5) for the tumour of `site`.
Fact answer_extent(Record& record, const Cancers& cancers, const std::vector<Treatment>& treatments, Cancer site,
                   const std::vector<ExtentWord>& accepted);

// RecurrenceAfterResection (rule 10).
Fact answer_recurrence_after_resection(Record& record, const Cancers& cancers, Cancer site);

}  // namespace foresign::mapping
