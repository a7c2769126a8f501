// Records in the form in which they are kept: one canonical JSON text, and beside it the columns that one may filter
// by.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cds/store/records.hpp"

namespace foresign::store {

enum class Kind : std::uint8_t { feedback, audit, replay };

std::string_view to_string(Kind kind);

// What a purge took away, told in the audit chain itself. For `audit` it also says where the chain now begins.
struct PurgeProof {
  Time time{};
  Kind of = Kind::audit;
  Time before{};
  std::int64_t count = 0;
  std::int64_t last = 0;  // sequence and hash of the last entry that was taken; only for `audit`
  std::string last_hash;
  friend bool operator==(const PurgeProof&, const PurgeProof&) = default;
};

// Columns are free of NUL, which PostgreSQL cannot keep. Those that a kind has no use for are empty.
struct Entry {
  Kind kind = Kind::feedback;  // feedback or audit
  std::string key;             // unique among its kind
  Time time{};
  std::string type;  // in the audit chain: `judged` or `purge`
  std::string issuer;
  std::string tenant;
  std::string card;
  std::string request_id;
  std::string service;
  std::string policy;
  std::string drug;
  std::string body;     // canonical JSON: fixed order of members, empty ones left out, valid UTF-8
  std::string comment;  // feedback: the free text, not part of `body`
};

Entry entry_of(const FeedbackRecord& record);
Entry entry_of(const AuditRecord& record);
Entry entry_of(const PurgeProof& proof);

// The record of a body; nothing where the text is none of ours. `received_at` and `user_comment` stand elsewhere.
std::optional<FeedbackRecord> read_feedback(std::string_view body);
std::optional<AuditRecord> read_audit(std::string_view body);
std::optional<PurgeProof> read_purge(std::string_view body);

}  // namespace foresign::store
