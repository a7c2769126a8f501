// A bearer token, taken apart and of the right form, but not believed yet (RFC 7519; CDS Hooks 2.0, "Trusting CDS
// Clients").
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cds/auth/rejection.hpp"

namespace foresign::auth {

constexpr std::size_t longest_token = std::size_t{8} * 1024;

struct Claims {
  std::string issuer;
  std::vector<std::string> audiences;
  std::chrono::sys_seconds expires;
  std::chrono::sys_seconds issued;
  std::optional<std::chrono::sys_seconds> not_before;
  std::string token_id;               // 1 to 128 bytes without control characters
  std::optional<std::string> tenant;  // 1 to 128 bytes without control characters
};

struct Token {
  std::string algorithm;  // ES384 or RS384
  std::string key_id;
  std::optional<std::string> key_address;  // `jku`: compared, never followed
  Claims claims;
  std::string signature;  // its bytes
  std::string text;       // as it came: header, payload and signature
};

// The token of an Authorization header's value (`Bearer eyJ...`; empty: there was no such header), or why it cannot be
// one. Nothing costly and nothing that asks for a key.
std::variant<Token, Rejection> read_token(std::string_view authorization);

}  // namespace foresign::auth
