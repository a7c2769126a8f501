// The CDS Hooks 2.0 request of the `order-sign` hook (CDS Hooks 2.0, "Calling a CDS Service"; order-sign 1.0).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "fhir/json/document.hpp"
#include "fhir/json/issue.hpp"
#include "fhir/types/secret.hpp"

namespace foresign::hooks {

// `fhirAuthorization` (CDS Hooks 2.0, "Passing the Access Token to the CDS Service"). Scopes are not looked at: the
// FHIR server knows them better.
struct Authorization {
  Secret access_token;
  std::chrono::seconds expires_in{};
};

struct HookRequest {
  json::Document document;  // owns what the views show
  std::string hook;
  std::string hook_instance;
  std::string fhir_server;  // may be empty
  std::string patient_id;   // a bare id, also where the client sent `Patient/id`
  std::string user_id;      // may be empty
  json::View draft_orders;
  json::View prefetch;  // may be missing
  // Only where it is whole (access_token, token_type Bearer, expires_in, scope, subject) and for this patient if it
  // names one: a half authorization is as good as none.
  std::optional<Authorization> authorization;
};

// Fatal issues (each with its path) make the request a 400: not JSON, missing or ill-typed `hook`, `hookInstance`,
// `context.patientId`, `context.draftOrders`, another hook, `fhirAuthorization` without `fhirServer`.
json::Parsed<HookRequest> read_request(std::string_view body, const json::Limits& limits = {});

}  // namespace foresign::hooks
