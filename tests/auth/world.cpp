#include "tests/auth/world.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <memory>

namespace foresign::signing {

std::chrono::sys_seconds at(std::int64_t seconds) {
  return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

const Signer& ec_signer() {
  static const Signer signer = Signer::ec("P-384");
  return signer;
}

const Signer& rsa_signer() {
  static const Signer signer = Signer::rsa(2048);
  return signer;
}

std::string key_set(const std::vector<std::string>& jwks) {
  std::string text = R"({"keys":[)";
  for (const std::string& jwk : jwks) text += (text.ends_with('[') ? "" : ",") + jwk;
  return text + "]}";
}

const auth::Trust& trust() {
  static const auth::Trust clients = [] {
    auto read = auth::read_key_set(key_set({ec_signer().jwk("ec"), rsa_signer().jwk("rsa")}));
    REQUIRE(read.value);
    const auto keys = std::make_shared<const auth::KeySet>(std::move(*read.value));
    auth::Client both;
    both.issuer = issuer;
    both.keys_url = jku;
    auth::Client rsa_only;
    rsa_only.issuer = "https://rsa-only.example";
    rsa_only.keys_file = "keys.json";
    rsa_only.algorithms = {"RS384"};
    rsa_only.tenants = {"north", "south"};
    auth::Client keyless;
    keyless.issuer = "https://keyless.example";
    keyless.keys_file = "keys.json";
    return auth::Trust{
        {both.issuer, {both, keys}}, {rsa_only.issuer, {rsa_only, keys}}, {keyless.issuer, {keyless, {}}}};
  }();
  return clients;
}

Members header() {
  return {{"alg", "\"ES384\""}, {"kid", "\"ec\""}, {"typ", "\"JWT\""}};
}

Members claims() {
  return {{"iss", '"' + std::string(issuer) + '"'},
          {"aud", '"' + std::string(endpoint) + '"'},
          {"iat", std::to_string(noon)},
          {"exp", std::to_string(noon + 300)},
          {"jti", "\"3f1a0c52-0000-4000-8000-1c0ffee00001\""}};
}

std::string joined(std::string_view input, std::string_view signature) {
  return std::string(input) + '.' + encode_base64url(signature);
}

std::string token(const Members& header, const Members& claims) {
  const std::string input = signing_input(object(header), object(claims));
  return joined(input, ec_signer().sign("ES384", input));
}

std::string rsa_token(const Members& header, const Members& claims) {
  const std::string input = signing_input(object(header), object(claims));
  return joined(input, rsa_signer().sign("RS384", input));
}

std::string words(auth::Rejection rejection) {
  return std::string(auth::describe(rejection));
}

namespace {

std::string verified(std::string_view authorization, std::int64_t now) {
  auth::ReplayMemory memory;
  const std::array audiences = {std::string(endpoint)};
  const auto result = auth::verify(authorization, audiences, at(now), trust(),
                                   [&](const auto&... about) { return memory.once(about...); });
  if (const auto* refused = std::get_if<auth::Rejection>(&result)) return words(*refused);
  return "accepted";
}

}  // namespace

std::string outcome_of_header(std::string_view authorization) {
  return verified(authorization, noon);
}

std::string outcome(const std::string& token, std::int64_t now) {
  return verified("Bearer " + token, now);
}

}  // namespace foresign::signing
