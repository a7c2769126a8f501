// One service, its clients and a moment: what most tests of tokens start from.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cds/auth/verify.hpp"
#include "tests/auth/signing.hpp"

namespace foresign::signing {

inline constexpr std::int64_t noon = 1'800'000'000;
inline constexpr std::string_view issuer = "https://ehr.example";
inline constexpr std::string_view jku = "https://ehr.example/.well-known/jwks.json";
inline constexpr std::string_view endpoint = "https://foresign.example/cds-services/prior-auth-order-sign";

std::chrono::sys_seconds at(std::int64_t seconds);

// Made once for the whole program.
const Signer& ec_signer();
const Signer& rsa_signer();

// `issuer` with `ec` and `rsa`; `https://rsa-only.example` with the same keys, but for RS384 alone, for two tenants and
// without a `jku`; `https://keyless.example`, whose keys could not be had.
const auth::Trust& trust();

// A good header for the key `ec`, and good claims.
Members header();
Members claims();

// The token with its signature, without `Bearer`.
std::string token(const Members& header, const Members& claims);                 // signed by `ec_signer`
std::string rsa_token(const Members& header, const Members& claims);             // signed by `rsa_signer`
std::string joined(std::string_view signing_input, std::string_view signature);  // with these bytes

// `accepted`, or the reason in words; `authorization` is the header's whole value, a token goes without `Bearer`.
std::string outcome_of_header(std::string_view authorization);
std::string outcome(const std::string& token, std::int64_t now = noon);
std::string words(auth::Rejection rejection);

// A key set of these JWKs.
std::string key_set(const std::vector<std::string>& jwks);

}  // namespace foresign::signing
