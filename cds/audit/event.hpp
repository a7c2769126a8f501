// Records of the audit trail as AuditEvent (FHIR R4), for the audit repositories of others. In the shape of the
// patterns of IHE ITI BALP for a query about a patient: the client is the source of the question, the service its
// destination.
#pragma once

#include <string>
#include <string_view>

#include "cds/store/records.hpp"

namespace foresign::audit {

// One line of JSON, without its end. `server`: the public URL of the service, or another name of it. Where patients are
// kept as hashes, the patient is a logical reference to the hash.
std::string audit_event(const store::AuditRecord& record, std::string_view server);

}  // namespace foresign::audit
