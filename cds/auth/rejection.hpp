// Why a call is not taken for one of a known client.
#pragma once

#include <cstdint>
#include <string_view>

namespace foresign::auth {

// In the order of the checks: cheap ones first, and whatever a token claims about time, place or tenant only once its
// signature holds. So a reason from `audience` on was really signed by the client.
enum class Rejection : std::uint8_t {
  missing,        // no Authorization header
  scheme,         // not `Bearer`
  too_long,       // over 8 KiB
  malformed,      // not three parts of strict base64url
  header,         // not a JSON object, a duplicate member, `alg`, `kid` or `jku` absent or no string
  header_member,  // anything but `alg`, `kid`, `typ`, `jku`: `crit`, `jwk`, `x5u`, `x5c`, `zip`, `b64` ...
  type,           // `typ` is not `JWT`, or absent (CDS Hooks 2.0, "Trusting CDS Clients")
  algorithm,      // neither ES384 nor RS384
  claims,         // not a JSON object, a duplicate, a claim absent or of the wrong form
  unknown_issuer,
  client_algorithm,  // not among those of this client
  key_address,       // `jku` is not the one that is configured
  no_keys,           // the client's keys could not be had yet
  unknown_key,       // no key with this `kid`
  key_algorithm,     // that key is for the other algorithm
  signature,
  audience,  // for another endpoint
  expired,
  not_yet_valid,  // `iat` or `nbf` ahead of the clock
  lifetime,       // `exp` - `iat` not above 0, or above the client's cap
  tenant,         // not among those of this client
  replayed,       // seen before
  no_room         // could not be remembered, so it might be a replay later
};

// Words for the log: `signature does not hold`. Never anything of the token.
std::string_view describe(Rejection rejection);

}  // namespace foresign::auth
