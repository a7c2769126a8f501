// Calling FHIR servers (CDS Hooks 2.0, "FHIR Resource Access"): the one place that opens connections to them.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "fhir/client/allowed_server.hpp"
#include "fhir/client/fetch.hpp"

namespace foresign::fhir::client {

// Remembers between requests how the servers fare, and nothing else. One for the whole service; may be used from many
// threads. A `Fetch` may outlive it.
class Servers {
 public:
  explicit Servers(Limits limits = {});
  ~Servers();
  Servers(const Servers&) = delete;
  Servers& operator=(const Servers&) = delete;

  // How one request may call back. Empty where `fhir_server` is not among `allowed` (the entries for this caller;
  // compared as parsed URLs, and the entry's spelling is called), or where it needs a token and `token` is empty,
  // holds bytes that no header may carry, or is over (`expires_in`). The token is copied, sent to that server alone,
  // and wiped with the last copy of the result.
  //
  // All calls of the result share one deadline, counted from the first; after it, and wherever else something could
  // not be had, the answers say why.
  [[nodiscard]] Fetch open(const std::vector<AllowedServer>& allowed, std::string_view fhir_server,
                           std::string_view token = {}, std::chrono::seconds expires_in = {});

 private:
  struct Known;
  std::unique_ptr<Known> known_;
  Limits limits_;
};

}  // namespace foresign::fhir::client
