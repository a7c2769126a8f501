// Policy file -> Policy, with every problem and its place (docs/policy-format.md).
#pragma once

#include <string_view>

#include "cds/policy/policy.hpp"
#include "fhir/json/issue.hpp"

namespace foresign::policy {

// Unknown keys are errors (with a suggestion where one is near), so are missing sections or quotes, duplicate ids and
// empty groups.
json::Parsed<Policy> read_policy(std::string_view text);

}  // namespace foresign::policy
