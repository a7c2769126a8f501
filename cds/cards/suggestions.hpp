// What the prescriber can do at once to settle something (CDS Hooks 2.0, Suggestion): drafts to create, or the order to
// remove.
#pragma once

#include <string>
#include <vector>

#include "cds/hooks/card.hpp"
#include "cds/policy/determination.hpp"
#include "cds/policy/policy.hpp"
#include "fhir/chart.hpp"

namespace foresign::cards {

// Alternatives, none of them recommended: each would change treatment or its work-up.
std::vector<hooks::Suggestion> suggestions_for(const policy::Determination& determination, const policy::Policy& policy,
                                               const fhir::Entry& order, const std::string& patient_id,
                                               const hooks::NewId& new_id);

}  // namespace foresign::cards
