// The middle of the service: a request's body -> the answer. No HTTP, no clock, no randomness of its own;
// docs/ARCHITECTURE.md names the stages. Where the record's FHIR server may be asked, that is a function too.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cds/hooks/card.hpp"
#include "cds/hooks/request.hpp"
#include "cds/library.hpp"
#include "fhir/client/fetch.hpp"
#include "fhir/json/issue.hpp"
#include "mapping/reading/orders.hpp"

namespace foresign {

// Who asks about whom, as the request says; empty where it does not, or could not be read.
struct Parties {
  std::string user_id;
  std::string patient_id;
};

// Why a request cannot be answered (docs/interface.md, 6), in the order of the checks.
struct Refusal {
  enum class Why : std::uint8_t { malformed, another_patient, no_record } why = Why::malformed;
  std::vector<json::Issue> issues;  // never empty; no patient data
  Parties parties{};
};

struct Answer {
  hooks::Response response;
  Parties parties{};
};

// From what a request says of its FHIR server (`fhir_server` and `authorization` of it) to the way to ask that server;
// an empty way where it must not be asked. Called once for each request.
using CallBack = std::function<fhir::client::Fetch(const hooks::HookRequest& request)>;

// Without `call_back` nothing is fetched: what the request holds is all there is.
std::variant<Answer, Refusal> order_sign(std::string_view body, const Library& library, const mapping::Day& day,
                                         const hooks::NewId& new_id, const CallBack& call_back = {});

}  // namespace foresign
