// Determination -> card (docs/interface.md, 5). Pure; the sentences are in wording.hpp.
#pragma once

#include "cds/hooks/card.hpp"
#include "cds/policy/determination.hpp"
#include "cds/policy/policy.hpp"
#include "fhir/chart.hpp"

namespace foresign::cards {

// `order` is the draft order that was judged: suggestions speak of its patient, and may delete it.
hooks::Card card_for(const policy::Determination& determination, const policy::Policy& policy, const fhir::Entry& order,
                     const std::string& patient_id, const hooks::NewId& new_id);

}  // namespace foresign::cards
