// Key sets: which keys are taken, which are left out, and when the whole set is refused.
#include "cds/auth/key_set.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/auth/world.hpp"

using namespace foresign;
using namespace foresign::signing;

namespace {

// `taken`, or the first issue: `keys[0]: key has no kid`.
std::string outcome_of_set(const std::string& text) {
  const auto read = auth::read_key_set(text);
  if (read.value && read.issues.empty()) return "taken";
  REQUIRE_FALSE(read.issues.empty());
  return read.issues.front().path + ": " + read.issues.front().message;
}

// A set of this key and a good one: what happens to this one alone.
std::string outcome_of_key(const std::string& jwk) {
  const auto read = auth::read_key_set(key_set({ec_signer().jwk("good"), jwk}));
  if (!read.value) return "set refused: " + read.issues.front().message;
  if (read.value->size() == 2) return "taken";
  REQUIRE(read.issues.size() == 1);
  CHECK(read.issues[0].path == "keys[1]");
  CHECK(read.issues[0].severity == json::Severity::unusable);
  return read.issues[0].message;
}

std::string ec_key(const std::string& x, const std::string& y) {
  return R"({"kid":"k","kty":"EC","crv":"P-384","x":")" + x + R"(","y":")" + y + "\"}";
}

std::string rsa_key(const std::string& n, const std::string& e) {
  return R"({"kid":"k","kty":"RSA","n":")" + n + R"(","e":")" + e + "\"}";
}

}  // namespace

TEST_CASE("a set of both kinds of keys gives each its algorithm") {
  const auto read = auth::read_key_set(
      key_set({ec_signer().jwk("a", R"(,"use":"sig","alg":"ES384","key_ops":["verify"],"x5t":"AAAA")"),
               rsa_signer().jwk("b")}));
  REQUIRE(read.value);
  CHECK(read.issues.empty());
  REQUIRE(read.value->size() == 2);
  CHECK(read.value->at("a").algorithm() == "ES384");
  CHECK(read.value->at("b").algorithm() == "RS384");
}

TEST_CASE("a key for another purpose is left out") {
  const std::string not_es384 = "key is not for ES384 signatures";
  const auto [more, expected] = GENERATE_COPY(table<std::string, std::string>({
      {"", "taken"},
      {R"(,"use":"sig")", "taken"},
      {R"(,"key_ops":["verify"])", "taken"},
      {R"(,"key_ops":["encrypt","verify"])", "taken"},
      {R"(,"use":"enc")", not_es384},
      {R"(,"use":"SIG")", not_es384},
      {R"(,"use":7)", not_es384},
      {R"(,"use":null)", not_es384},
      {R"(,"key_ops":["deriveKey"])", not_es384},
      {R"(,"key_ops":[])", not_es384},
      {R"(,"key_ops":"verify")", not_es384},
      {R"(,"alg":"ES256")", not_es384},
      {R"(,"alg":"ECDH-ES")", not_es384},
      {R"(,"alg":"none")", not_es384},
      {R"(,"alg":384)", not_es384},
  }));
  CAPTURE(more);
  CHECK(outcome_of_key(ec_signer().jwk("k", more)) == expected);
}

TEST_CASE("an RSA key for another algorithm is left out") {
  CHECK(outcome_of_key(rsa_signer().jwk("k", R"(,"alg":"RS384")")) == "taken");
  for (const char* other : {"RS256", "PS384", "RSA-OAEP", "HS384", "ES384"}) {
    CAPTURE(other);
    CHECK(outcome_of_key(rsa_signer().jwk("k", R"(,"alg":")" + std::string(other) + '"')) ==
          "key is not for RS384 signatures");
  }
}

TEST_CASE("a key on another curve or of another type is left out") {
  const std::string neither = "key is neither RSA nor on the curve P-384";
  CHECK(outcome_of_key(Signer::ec("P-256").jwk("k")) == neither);
  CHECK(outcome_of_key(Signer::ec("P-521").jwk("k")) == neither);
  CHECK(outcome_of_key(R"({"kid":"k","kty":"OKP","crv":"Ed25519","x":"AAAA"})") == neither);
  CHECK(outcome_of_key(R"({"kid":"k"})") == neither);
  CHECK(outcome_of_key(R"({"kid":"k","kty":7})") == neither);
  CHECK(outcome_of_key(ec_signer().jwk("", "")) == "key has no `kid`");
}

TEST_CASE("a key on the wrong curve is not taken for one of P-384") {
  const Signer other = Signer::ec("P-256");
  CHECK(outcome_of_key(ec_key(other.number("qx"), other.number("qy"))) == "key is not sound");
}

TEST_CASE("a point that is not on the curve is no key") {
  const std::string x = ec_signer().number("qx");
  const std::string y = ec_signer().number("qy");
  const std::string zero = encode_base64url(std::string(48, '\0'));
  CHECK(outcome_of_key(ec_key(x, y)) == "taken");
  for (const auto& [bad_x, bad_y] :
       {std::pair(y, x), std::pair(x, x), std::pair(zero, zero), std::pair(x, zero),
        std::pair(encode_base64url(std::string(48, '\xff')), y), std::pair(x, std::string()), std::pair("AA" + x, y),
        std::pair("AAAA" + x, "AAAA" + y), std::pair(x.substr(4), y), std::pair(x + "==", y), std::pair(" " + x, y)}) {
    CAPTURE(bad_x, bad_y);
    CHECK(outcome_of_key(ec_key(bad_x, bad_y)) == "key is not sound");
  }
}

TEST_CASE("an RSA key has a modulus of at least 2048 bits and an odd exponent above 1") {
  const std::string n = rsa_signer().number("n");
  CHECK(outcome_of_key(rsa_key(n, "AQAB")) == "taken");
  CHECK(outcome_of_key(rsa_key(n, "Aw")) == "taken");
  CHECK(outcome_of_key(Signer::rsa(1024).jwk("k")) == "key is not sound");
  CHECK(outcome_of_key(Signer::rsa(2040).jwk("k")) == "key is not sound");
  std::string even(256, '\xaa');
  for (const auto& [bad_n, bad_e] :
       {std::pair(n, std::string("AQ")), std::pair(n, std::string("Ag")), std::pair(n, std::string("AA")),
        std::pair(n, std::string()), std::pair(n, n), std::pair(std::string(), std::string("AQAB")),
        std::pair(encode_base64url(even), std::string("AQAB")),
        std::pair(encode_base64url(std::string(256, '\xff')), std::string("AQAB")),  // 3 divides it
        std::pair(encode_base64url(std::string(1100, '\xff')), std::string("AQAB")),
        std::pair(n + "=", std::string("AQAB"))}) {
    CAPTURE(bad_n, bad_e);
    CHECK(outcome_of_key(rsa_key(bad_n, bad_e)) == "key is not sound");
  }
}

TEST_CASE("a set that shows a secret is refused as a whole") {
  const std::string shown = "set refused: set shows a private or symmetric key";
  CHECK(outcome_of_key(R"({"kid":"k","kty":"oct","k":"c2VjcmV0"})") == shown);
  CHECK(outcome_of_key(R"({"kid":"k","kty":"oct"})") == shown);
  for (const char* name : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
    CAPTURE(name);
    CHECK(outcome_of_key(rsa_signer().jwk("k", ",\"" + std::string(name) + R"(":"AQAB")")) == shown);
  }
}

TEST_CASE("two keys may not share a kid, even if one of them is of no use") {
  CHECK(outcome_of_set(key_set({ec_signer().jwk("k"), rsa_signer().jwk("k")})) == "keys[1]: two keys share a `kid`");
  CHECK(outcome_of_set(key_set({Signer::ec("P-256").jwk("k"), ec_signer().jwk("other"), ec_signer().jwk("k")})) ==
        "keys[2]: two keys share a `kid`");
}

TEST_CASE("a text that is no key set is refused") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"{}", "keys: a JWK set has a list of keys here"},
      {"[]", "keys: a JWK set has a list of keys here"},
      {R"({"keys":{}})", "keys: a JWK set has a list of keys here"},
      {R"({"keys":[]})", "keys: no key that tokens could be verified with"},
      {R"({"keys":[7]})", "keys[0]: a key is an object"},
      {R"({"keys":[null]})", "keys[0]: a key is an object"},
  }));
  CAPTURE(text);
  CHECK(outcome_of_set(text) == expected);
}

TEST_CASE("a key set is read under limits") {
  const auto is_refused = [](const std::string& text) { return !auth::read_key_set(text).value; };
  const std::string good = key_set({ec_signer().jwk("k")});
  CHECK_FALSE(is_refused(good));
  CHECK_FALSE(is_refused(good + std::string(auth::largest_key_set - good.size(), ' ')));
  CHECK(is_refused(good + std::string(auth::largest_key_set - good.size() + 1, ' ')));
  CHECK(is_refused(""));
  CHECK(is_refused("<html></html>"));
  CHECK(is_refused(good + "{}"));
  CHECK(is_refused(std::string(60'000, '[')));
  CHECK(is_refused(R"({"keys":[],"keys":[)" + ec_signer().jwk("k") + "]}"));
  CHECK(is_refused(key_set({ec_signer().jwk("k", R"(,"kid":"other")")})));
  std::vector<std::string> many;
  for (std::size_t i = 0; i < auth::most_keys; ++i) many.push_back(ec_signer().jwk(std::to_string(i)));
  CHECK_FALSE(is_refused(key_set(many)));
  many.push_back(ec_signer().jwk("one more"));
  CHECK(outcome_of_set(key_set(many)) == "keys: more keys than a client needs");
}

TEST_CASE("no issue tells what stands in a key set") {
  const auto read = auth::read_key_set(R"({"keys":[{"kid":"hush","kty":"RSA","n":"c2VjcmV0","e":"AQAB"}]})");
  REQUIRE(read.issues.size() == 2);
  CHECK(read.issues[0].path + ": " + read.issues[0].message == "keys[0]: key is not sound");
  CHECK(read.issues[1].path + ": " + read.issues[1].message == "keys: no key that tokens could be verified with");
}
