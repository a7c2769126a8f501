// The one entry point of mapping: a case and a policy's questions -> a fact for each (stage 7 of docs/ARCHITECTURE.md).
#pragma once

#include "mapping/case.hpp"
#include "mapping/facts/fact_sheet.hpp"
#include "mapping/questions/question.hpp"
#include "mapping/terminology/terminology.hpp"

namespace foresign::mapping {

// All questions are answered, even where the outcome is clear: the explanation needs them.
FactSheet answer_all(const Inquiry& inquiry, const Case& of, const Terminology& codes);

}  // namespace foresign::mapping
