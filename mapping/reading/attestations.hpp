// Chapter 9 of the reading rules: what a prescriber stated in the policy's form.
#pragma once

#include <vector>

#include "mapping/facts/fact_sheet.hpp"
#include "mapping/questions/question.hpp"
#include "mapping/reading/record.hpp"

namespace foresign::mapping {

// The cancers of which the latest usable response states the diagnosis: what else the record says is then of them.
std::vector<Cancer> attested_diagnoses(Record& record, const Inquiry& inquiry);

// Lays the stated answers over the facts (rule 9.1). The latest usable response wins as a whole.
void apply_attestations(Record& record, const Inquiry& inquiry, FactSheet& sheet);

}  // namespace foresign::mapping
