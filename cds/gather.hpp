// Prefetch -> chart (rules 1.7 and 2.4). Later also the FHIR server (edge).
#pragma once

#include <optional>

#include "cds/hooks/request.hpp"
#include "fhir/chart.hpp"
#include "fhir/json/issue.hpp"

namespace foresign {

// No value with a fatal issue where a Patient under the key `patient` is not context.patientId (rule 2.4: 400).
json::Parsed<fhir::Chart> gather(const hooks::HookRequest& request);

// The two halves of it, for an order without a policy gets its empty answer whatever the prefetch: all that came, and
// the issue with a Patient under the key `patient` who is somebody else.
fhir::Chart read_chart(const hooks::HookRequest& request);
std::optional<json::Issue> another_patient(const hooks::HookRequest& request);

// Whether anything of the record (patient, conditions, observations, medications) could be had; otherwise nothing can
// be said, and the answer is a 412.
bool anything_of_the_record(const hooks::HookRequest& request, const fhir::Chart& chart);

}  // namespace foresign
