#include "cds/auth/verify.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace foresign::auth {
namespace {

bool contains(std::span<const std::string> list, const std::string& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

// Up to the signature.
std::optional<Rejection> check_origin(const Token& token, const Trusted& trusted) {
  const Client& client = trusted.client;
  if (!contains(client.algorithms, token.algorithm)) return Rejection::client_algorithm;
  if (token.key_address && *token.key_address != (client.jku.empty() ? client.keys_url : client.jku))
    return Rejection::key_address;
  if (!trusted.keys) return Rejection::no_keys;
  const auto key = trusted.keys->find(token.key_id);
  if (key == trusted.keys->end()) return Rejection::unknown_key;
  if (key->second.algorithm() != token.algorithm) return Rejection::key_algorithm;
  if (!key->second.signed_token(token.text, token.signature)) return Rejection::signature;
  return std::nullopt;
}

// What the client has signed. `expires` is far below the end of time, so that sums cannot overflow (Claims).
std::optional<Rejection> check_claims(const Claims& claims, const Client& client,
                                      std::span<const std::string> audiences, std::chrono::sys_seconds now) {
  if (std::none_of(claims.audiences.begin(), claims.audiences.end(),
                   [&](const std::string& each) { return contains(audiences, each); }))
    return Rejection::audience;
  if (now >= claims.expires + clock_skew) return Rejection::expired;
  if (claims.issued > now + clock_skew) return Rejection::not_yet_valid;
  if (claims.not_before && *claims.not_before > now + clock_skew) return Rejection::not_yet_valid;
  if (claims.expires <= claims.issued || claims.expires - claims.issued > client.max_lifetime)
    return Rejection::lifetime;
  if (!client.tenants.empty() && (!claims.tenant || !contains(client.tenants, *claims.tenant)))
    return Rejection::tenant;
  return std::nullopt;
}

}  // namespace

std::variant<Caller, Rejection> judge(const Token& token, std::span<const std::string> audiences,
                                      std::chrono::sys_seconds now, const Trust& trust, const Once& once) {
  const Claims& claims = token.claims;
  const auto trusted = trust.find(claims.issuer);
  if (trusted == trust.end()) return Rejection::unknown_issuer;
  if (const auto refused = check_origin(token, trusted->second)) return *refused;
  if (const auto refused = check_claims(claims, trusted->second.client, audiences, now)) return *refused;
  switch (once(claims.issuer, claims.token_id, claims.expires + clock_skew, now)) {
    case Use::first:
      return Caller{claims.issuer, claims.tenant.value_or(""), claims.token_id};
    case Use::repeated:
      return Rejection::replayed;
    case Use::no_room:
      break;
  }
  return Rejection::no_room;
}

std::variant<Caller, Rejection> verify(std::string_view authorization, std::span<const std::string> audiences,
                                       std::chrono::sys_seconds now, const Trust& trust, const Once& once) {
  const auto token = read_token(authorization);
  if (const auto* refused = std::get_if<Rejection>(&token)) return *refused;
  return judge(std::get<Token>(token), audiences, now, trust, once);
}

}  // namespace foresign::auth
