// What is asked of a FHIR server, as values. Who asks needs to know nothing of the network: `Servers`
// (fhir/client/servers.hpp) makes such a function, and so does a test.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foresign::fhir::client {

// Why something could not be had.
enum class Failure : std::uint8_t {
  elsewhere,        // the link does not lie on the server
  too_many,         // calls of this request, or bytes
  busy,             // too many requests at once
  resting,          // the server failed repeatedly
  forbidden_place,  // its name leads to an address that is not allowed
  unreachable,
  untrusted,    // TLS
  too_late,     // the deadline
  interrupted,  // closed early, or no HTTP
  refused,      // 401, 403
  not_found,    // 404, 410
  failed,       // another status but 200
  unusable,     // 200, but not what was asked for: content type, encoding, JSON, resource type, patient
  too_large,
};

// In a prescriber's words: `the record server did not answer in time`.
std::string_view in_words(Failure failure);

// The JSON of one answer as it came, or why there is none.
struct Answer {
  std::string body;
  std::optional<Failure> failure;
};

// From relative queries (`Condition?patient=p1`, `Medication/m1`) and absolute `next` links to one answer each, in
// their order. Empty: nothing may be asked.
using Fetch = std::function<std::vector<Answer>(const std::vector<std::string>& wanted)>;

}  // namespace foresign::fhir::client
