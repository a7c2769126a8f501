#include "cds/audit/feedback.hpp"

namespace foresign::audit {
namespace {

store::Outcome outcome_of(hooks::Outcome outcome) {
  switch (outcome) {
    case hooks::Outcome::accepted:
      return store::Outcome::accepted;
    case hooks::Outcome::overridden:
      return store::Outcome::overridden;
  }
  return store::Outcome::overridden;
}

}  // namespace

std::vector<store::Record> records_of(const std::vector<hooks::Feedback>& feedback, const auth::Caller& caller,
                                      store::Time received_at) {
  std::vector<store::Record> records;
  for (const hooks::Feedback& item : feedback) {
    store::FeedbackRecord record;
    record.card = item.card;
    record.outcome = outcome_of(item.outcome);
    record.accepted_suggestions = item.accepted_suggestions;
    const fhir::Coding& reason = item.override_reason;
    if (!reason.code.empty()) record.reason = store::OverrideReason{reason.code, reason.system, reason.display};
    record.user_comment = item.user_comment;
    record.outcome_timestamp = item.outcome_time;
    record.received_at = received_at;
    record.issuer = caller.issuer;
    record.tenant = caller.tenant;
    records.emplace_back(std::move(record));
  }
  return records;
}

}  // namespace foresign::audit
