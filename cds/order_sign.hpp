// The middle of the service: a request's body -> the answer. No HTTP, no clock, no randomness of its own;
// docs/ARCHITECTURE.md names the stages.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cds/hooks/card.hpp"
#include "cds/library.hpp"
#include "fhir/json/issue.hpp"
#include "mapping/reading/orders.hpp"

namespace foresign {

// Why a request cannot be answered (CONTRACT 6), in the order of the checks.
struct Refusal {
  enum class Why : std::uint8_t { malformed, another_patient, no_record } why = Why::malformed;
  std::vector<json::Issue> issues;  // never empty; no patient data
};

struct Answer {
  hooks::Response response;
};

std::variant<Answer, Refusal> order_sign(std::string_view body, const Library& library, const mapping::Day& day,
                                         const hooks::NewId& new_id);

}  // namespace foresign
