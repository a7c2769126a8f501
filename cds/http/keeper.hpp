// What is kept of calls: feedback, without which there is no 200, the audit trail, and which tokens were used where
// several instances share a store.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>
#include <variant>
#include <vector>

#include "cds/audit/record.hpp"
#include "cds/auth/verify.hpp"
#include "cds/hooks/feedback.hpp"
#include "cds/http/reply.hpp"
#include "cds/order_sign.hpp"
#include "cds/store/store.hpp"

namespace foresign::http {

inline constexpr std::string_view nothing_kept = "feedback cannot be stored at present; send it again later";

struct KeeperSettings {
  std::function<store::Time()> clock;
  audit::PatientKey patients;
  bool audit_required = false;  // no advice without its record
  // Hears of the feedback that was stored, repeats left out, and of each call whose audit records could not be written
  // in time. Either may be empty.
  std::function<void(const std::vector<hooks::Feedback>&)> stored;
  std::function<void()> audit_lost;
  // How long a call waits for the disk.
  std::chrono::milliseconds feedback_wait{5'000};
  std::chrono::milliseconds audit_wait{1'000};
  std::chrono::milliseconds token_wait{1'000};
};

class Keeper {
 public:
  // Without a store nothing is kept, and `health` says why.
  Keeper(store::Opened opened, KeeperSettings settings);

  // The answer to a body of feedback (CDS Hooks 2.0, "Feedback"): an empty 200 once all of it is durable, 400 where it
  // is malformed, 503 where it cannot be kept now.
  Reply take_feedback(const auth::Caller& caller, std::string_view body);

  // Keeps the records of a call and gives back its reply: as it was, with a note for the log where the records could
  // not be written, or 503 in its place where they are required. `call.time` is filled in here.
  Reply keep_audit(const std::variant<Answer, Refusal>& outcome, audit::Call call, Reply reply);

  // Whether a token is used for the first time, as auth::Once, on all instances that share the store. `no_room` where
  // the store does not answer in time.
  auth::Use once(const std::string& issuer, const std::string& token_id, std::chrono::sys_seconds until);

  // For whoever watches the service.
  [[nodiscard]] store::Health health() const;

  // Null: there is none.
  [[nodiscard]] store::Store* store() const { return opened_.store.get(); }

 private:
  store::Opened opened_;
  KeeperSettings settings_;
};

}  // namespace foresign::http
