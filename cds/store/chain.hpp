// The hash chain of the audit trail: every entry holds the hash of the one before it, so that an entry cannot be
// altered, taken out or moved without all that follow being written anew.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace foresign::store {

// Where the chain ends. Worth keeping outside of the store (a log line a day): whoever may write to the database can
// write a whole new chain, and only a head that was kept elsewhere tells.
struct Head {
  std::int64_t sequence = 0;  // number of the last entry, from 1; 0: no entry yet
  std::string hash;           // 64 lower-case hex digits
  friend bool operator==(const Head&, const Head&) = default;
};

// The hash that the first entry holds as that of its predecessor.
std::string genesis();

// 64 lower-case hex digits.
std::string sha256(std::string_view bytes);

// The hash of an entry: SHA-256 over the hash of its predecessor, a line end and its canonical text.
std::string link(std::string_view previous, std::string_view body);

}  // namespace foresign::store
