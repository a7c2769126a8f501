// What the store keeps: what became of cards (CDS Hooks 2.0, "Feedback"), and who was told what, when and why. Plain
// values that own their text. No name, date of birth or clinical value belongs in any of them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace foresign::store {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC

enum class Outcome : std::uint8_t { accepted, overridden };

struct OverrideReason {
  std::string code;
  std::string system;
  std::string display;
  friend bool operator==(const OverrideReason&, const OverrideReason&) = default;
};

// Longest free text of a clinician that is kept; the longest JSON form of one record.
inline constexpr std::size_t max_comment_bytes = 4096;
inline constexpr std::size_t max_record_bytes = std::size_t{256} * 1024;

// One item of a feedback request. All that the client said, with its issuer and tenant, is the record's key: an item
// that is sent again is a duplicate, and two items that differ in anything are two.
struct FeedbackRecord {
  std::string card;  // uuid
  Outcome outcome = Outcome::accepted;
  std::vector<std::string> accepted_suggestions;  // uuids
  std::optional<OverrideReason> reason;
  std::string user_comment;  // free text, may hold patient data: kept in a table of its own, read only where asked for
  Time outcome_timestamp{};  // as the client says
  Time received_at{};        // not part of the key
  std::string issuer;
  std::string tenant;
  friend bool operator==(const FeedbackRecord&, const FeedbackRecord&) = default;
};

struct CriterionVerdict {
  std::string id;       // `1.B.mutation`
  std::string verdict;  // `met`, `not-met`, `unknown`
  friend bool operator==(const CriterionVerdict&, const CriterionVerdict&) = default;
};

struct CardSent {
  std::string uuid;
  std::vector<std::string> suggestions;  // uuids
  std::vector<std::string> labels{};     // of the suggestions, in the words of the card; as many, or none
  friend bool operator==(const CardSent&, const CardSent&) = default;
};

// One judged order, or one call that was refused (then without policy and verdicts). The whole record is its own key.
struct AuditRecord {
  Time time{};
  std::string request_id;  // ours
  std::string issuer;
  std::string tenant;
  std::string user;     // `Practitioner/...`, as the request says
  std::string patient;  // HMAC-SHA256 of the id under the operator's key, 64 lower-case hex digits; may be empty
  std::string service;
  std::string policy_id;
  std::string policy_version;
  std::string policy_digest;
  std::string order;
  std::string drug;
  std::string verdict;  // of the determination
  std::vector<CriterionVerdict> criteria;
  std::vector<std::string> evidence;  // references only: `Observation/kras`
  std::vector<CardSent> cards;
  std::vector<std::string> missing;  // criteria that stayed open, prefetch keys that could not be had
  std::chrono::microseconds latency{};
  std::int64_t status = 0;     // of the answer, as sent to the client
  std::string request_digest;  // SHA-256 of the body
  friend bool operator==(const AuditRecord&, const AuditRecord&) = default;
};

using Record = std::variant<FeedbackRecord, AuditRecord>;

}  // namespace foresign::store
