// Invented calls, answers and records that the tests of the audit trail start from.
#pragma once

#include <string>
#include <vector>

#include "cds/audit/record.hpp"
#include "cds/store/records.hpp"

namespace foresign::audit::test {

// 2026-11-24, 10:00:00 UTC.
constexpr store::Time ten_o_clock{std::chrono::milliseconds{1'795'514'400'000}};

inline policy::Judgement judgement(std::string id, Verdict verdict, std::vector<std::string> references = {}) {
  policy::Judgement made;
  made.id = std::move(id);
  made.verdict = verdict;
  for (std::string& reference : references) made.evidence.push_back({std::move(reference), "code", "C34.1", "", ""});
  return made;
}

// One card: age met, a group whose test is open, and two suggestions.
inline Answer answer() {
  policy::Determination determination;
  determination.order = "MedicationRequest/draft-1";
  determination.drug = "sotorasib";
  determination.policy_id = "cigna-lumakras";
  determination.policy_version = "2025-05-14";
  determination.policy_digest = "sha256:abc";
  determination.verdict = Verdict::unknown;
  determination.indication = "1";
  policy::Judgement group = judgement("1.B", Verdict::unknown);
  group.of = {judgement("1.B.mutation", Verdict::met, {"Observation/kras", "Condition/c1"}),
              judgement("1.B.test", Verdict::unknown)};
  group.of[0].conflicts.push_back({"Observation/old", "value", "not detected", "", ""});
  determination.indications = {
      {"1", "NSCLC", "", Verdict::unknown, {judgement("1.A", Verdict::met, {"Patient/p", "Condition/c1"}), group}},
      {"2", "CRC", "", Verdict::not_met, {judgement("2.diagnosis", Verdict::not_met), judgement("2.A", Verdict::met)}}};
  determination.unavailable = {{"procedures", "not supplied"}};
  hooks::Card card;
  card.uuid = "card-1";
  card.determination = determination;
  card.suggestions = {{"Order KRAS testing", "suggestion-1", {}}, {"Remove the order", "suggestion-2", {}}};
  return {{{card}}, {"Practitioner/dr-1", "patient-1"}};
}

inline Call call() {
  Call made;
  made.time = ten_o_clock;
  made.request_id = "request-1";
  made.caller = {"https://ehr.example", "ward-7", "jti-1"};
  made.service = "prior-auth-order-sign";
  made.latency = std::chrono::microseconds(1500);
  made.status = 200;
  made.body = "{}";
  return made;
}

inline PatientKey key() {
  return {std::string(32, 'k'), false};
}

inline store::AuditRecord record() {
  return std::get<store::AuditRecord>(records_of(answer(), call(), key()).at(0));
}

// What became of a card; `suggestions` make it accepted.
inline store::FeedbackRecord feedback(std::string card, std::vector<std::string> suggestions, std::string reason = {}) {
  store::FeedbackRecord made;
  made.card = std::move(card);
  made.outcome = suggestions.empty() ? store::Outcome::overridden : store::Outcome::accepted;
  made.accepted_suggestions = std::move(suggestions);
  if (!reason.empty()) made.reason = store::OverrideReason{std::move(reason), "", ""};
  made.outcome_timestamp = ten_o_clock;
  made.received_at = ten_o_clock + std::chrono::seconds(5);
  made.issuer = "https://ehr.example";
  made.tenant = "ward-7";
  return made;
}

}  // namespace foresign::audit::test
