// Everything that can go wrong, as a status and an OperationOutcome (docs/interface.md, 6): the only place that knows
// status codes of errors. No body holds anything of the patient.
#pragma once

#include <string>
#include <string_view>

#include "cds/auth/rejection.hpp"
#include "cds/http/reply.hpp"
#include "cds/order_sign.hpp"

namespace foresign::http {

// 400 for what is malformed or of another patient, 412 where nothing of the record could be had.
Reply refusal_reply(const Refusal& refusal);

// An error of the protocol. `message` is ours and speaks of the request's form only.
Reply problem_reply(int status, std::string_view message);

// 401: whoever calls is none of the known clients, for whatever reason (CDS Hooks 2.0, "Trusting CDS Clients"; RFC
// 6750, 3). Always the same, and nothing but a status; the reason is for the log.
Reply unknown_caller_reply(auth::Rejection reason);

// 500: a bug. The reader gets an id by which the log line can be found, nothing else.
Reply bug_reply(std::string_view request_id);

}  // namespace foresign::http
