// Which test found a result (rule 6.7), and what else is known of its making.
#pragma once

#include <string>
#include <vector>

#include "mapping/reading/variant_results.hpp"

namespace foresign::mapping {

// The names of a device, its maker and its model, as far as they are there.
std::vector<std::string> device_names(const Record& record, const fhir::Reference& reference, const fhir::Entry& from);

// The places around a result that name a test, approved or not, or its method; once its reports are known.
std::vector<TestName> test_names(const Record& record, const Result& result);

// ApprovedTest (rule 6.7): asked of the positive results that stand.
Fact answer_approved_test(const std::vector<const Result*>& positives);

}  // namespace foresign::mapping
