// A host name -> the addresses that it has now.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace foresign::fhir::client {

// Numeric addresses, in the order in which they should be tried; empty where the name has none. Nothing where the
// answer did not come before the deadline: the system's look-up cannot be broken off, and goes on by itself. At most
// `lookups_at_once` do so; further ones have no answer.
std::optional<std::vector<std::string>> resolve(const std::string& host,
                                                std::chrono::steady_clock::time_point deadline);

}  // namespace foresign::fhir::client
