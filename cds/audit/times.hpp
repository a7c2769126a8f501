// Times as people and FHIR write them.
#pragma once

#include <string>

#include "cds/store/records.hpp"

namespace foresign::audit {

// `2026-11-24T10:00:00.000Z` (RFC 3339; FHIR R4, datatypes: instant).
std::string to_string(store::Time time);

}  // namespace foresign::audit
