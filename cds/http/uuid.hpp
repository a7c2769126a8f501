// Fresh random ids. Randomness enters the middle of the service as a parameter (hooks::NewId); this is what is passed
// there.
#pragma once

#include <string>

namespace foresign::http {

// A UUID of version 4 (RFC 9562), in lower case.
std::string new_uuid();

}  // namespace foresign::http
