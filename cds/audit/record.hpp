// What the audit trail keeps of a call: values of the call -> records of the store. Of a patient only a keyed hash, of
// the chart only references (none to the patient's own resource); no text that a request brought except ids.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cds/auth/verify.hpp"
#include "cds/order_sign.hpp"
#include "cds/store/records.hpp"

namespace foresign::audit {

// How ids of patients are kept.
struct PatientKey {
  std::string bytes;   // key of HMAC-SHA256 (RFC 2104)
  bool plain = false;  // keep the ids themselves
};

// What only the edge knows of a call.
struct Call {
  store::Time time{};  // when its answer was ready
  std::string request_id;
  auth::Caller caller;
  std::string service;
  std::chrono::microseconds latency{};  // until the answer was ready
  int status = 0;
  std::string_view body;
};

// 64 lower-case hex digits, the id itself where the key says `plain`, or nothing for no id. The same id has another
// hash for every issuer and tenant: ids are only unique within one EHR.
std::string patient_of(std::string_view patient_id, const auth::Caller& caller, const PatientKey& key);

// One record for each card, in their order; none where nothing was judged. Each holds what its card tells: the criteria
// of the shown indication, or the diagnoses where none is shown.
std::vector<store::Record> records_of(const Answer& answer, const Call& call, const PatientKey& key);

// The record of a call that was refused: without policy and verdicts.
store::Record record_of(const Refusal& refusal, const Call& call, const PatientKey& key);

}  // namespace foresign::audit
