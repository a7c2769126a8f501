// The tables and what is done with them, in SQL that both databases understand. Internal to the store. All functions
// throw Trouble, and all but `migrate` and `beat` expect an open transaction of the kind that they name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cds/store/connection.hpp"
#include "cds/store/entry.hpp"
#include "cds/store/query.hpp"

namespace foresign::store {

// Brings the tables to the form that this program knows; refuses those of a later program. A transaction of its own.
void migrate(Connection& connection);

// A small write, to learn whether one is possible. A transaction of its own.
void beat(Connection& connection);

// `serial`. True for each entry that is new, false for each that is there already (or twice among `entries`).
std::vector<bool> append(Connection& connection, const std::vector<const Entry*>& entries);

// One use of a token: `key` is a digest of issuer and `jti`.
struct TokenUse {
  std::string key;
  Time expiry{};
  friend auto operator<=>(const TokenUse&, const TokenUse&) = default;
};

// `write`. True for each use that is the first; a key is forgotten once its expiry is before `now`.
std::vector<bool> first_uses(Connection& connection, const std::vector<TokenUse>& uses, Time now);

// `serial`. Takes away at most `limit` records from before `before`, oldest first, and tells of it in the audit chain.
// Of the audit chain only its beginning can go: entries behind a later one stay, whatever their time.
std::size_t take_away(Connection& connection, Kind kind, Time before, std::size_t limit, Time now);

// `read`.
Page<FeedbackRecord> feedback_page(Connection& connection, const Filter& filter, Cursor after, std::size_t at_most);
Page<AuditRecord> audit_page(Connection& connection, const Filter& filter, Cursor after, std::size_t at_most);
Verified walk(Connection& connection, const std::optional<Head>& kept, const std::function<bool()>& go_on);

}  // namespace foresign::store
