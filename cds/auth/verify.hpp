// Who calls: the judgement on a token (RFC 7519, RFC 8725; CDS Hooks 2.0, "Trusting CDS Clients"). Fails closed: there
// is no way to a Caller but through every check.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "cds/auth/client.hpp"
#include "cds/auth/key_set.hpp"
#include "cds/auth/rejection.hpp"
#include "cds/auth/replay.hpp"
#include "cds/auth/token.hpp"

namespace foresign::auth {

// How far a client's clock may be off.
constexpr std::chrono::seconds clock_skew{60};

// A client and its keys; none while they could not be had.
struct Trusted {
  Client client;
  std::shared_ptr<const KeySet> keys;
};

// Everyone whose calls are taken, by issuer. Never changed once it is shared.
using Trust = std::map<std::string, Trusted, std::less<>>;

// All that may be logged of a token.
struct Caller {
  std::string issuer;
  std::string tenant;  // empty: the token names none
  std::string token_id;

  friend bool operator==(const Caller&, const Caller&) = default;
};

// Judges a token. `audiences` are the public URLs of the endpoint that was called, as the configuration knows them:
// never put together from a Host header. `once` is asked last, when all else has passed, so that nobody but the client
// itself can use up its tokens. Time is not looked at before the signature: whoever forges a token would forge a good
// time.
std::variant<Caller, Rejection> judge(const Token& token, std::span<const std::string> audiences,
                                      std::chrono::sys_seconds now, const Trust& trust, const Once& once);

// Reads and judges the value of the request's one Authorization header; empty if there is none.
std::variant<Caller, Rejection> verify(std::string_view authorization, std::span<const std::string> audiences,
                                       std::chrono::sys_seconds now, const Trust& trust, const Once& once);

}  // namespace foresign::auth
