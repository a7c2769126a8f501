// The judgement on tokens: every attack that is known is refused, and for the reason that it should be.
#include "cds/auth/verify.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/auth/world.hpp"

using namespace foresign;
using namespace foresign::signing;
using auth::Rejection;

namespace {

std::string number(std::int64_t value) {
  return std::to_string(value);
}

// Header and claims as they are, the signature by whom one likes.
std::string signing_input_of(const Members& head, const Members& body = claims()) {
  return signing_input(object(head), object(body));
}

Members head(std::string_view algorithm, std::string_view kid) {
  return {{"alg", quoted(algorithm)}, {"kid", quoted(kid)}, {"typ", "\"JWT\""}};
}

std::string lifetime(std::int64_t issued, std::int64_t expires) {
  return token(header(), with(with(claims(), "iat", number(issued)), "exp", number(expires)));
}

}  // namespace

TEST_CASE("good tokens of both recommended algorithms say who calls") {
  auth::ReplayMemory memory;
  const std::array audiences = {std::string(endpoint)};
  const auto once = [&](const auto&... about) { return memory.once(about...); };
  const auto ec = auth::verify("Bearer " + token(header(), claims()), audiences, at(noon), trust(), once);
  REQUIRE(std::holds_alternative<auth::Caller>(ec));
  CHECK(std::get<auth::Caller>(ec) == auth::Caller{std::string(issuer), "", "3f1a0c52-0000-4000-8000-1c0ffee00001"});

  const auto body = with(with(claims(), "jti", "\"second\""), "tenant", "\"north\"");
  const auto rsa = auth::verify("Bearer " + rsa_token(head("RS384", "rsa"), body), audiences, at(noon), trust(), once);
  REQUIRE(std::holds_alternative<auth::Caller>(rsa));
  CHECK(std::get<auth::Caller>(rsa) == auth::Caller{std::string(issuer), "north", "second"});
}

TEST_CASE("a token of the shape that the CDS Hooks sandbox sends is accepted") {
  CHECK(outcome(token(with(header(), "jku", quoted(jku)), claims())) == "accepted");
}

TEST_CASE("no symmetric algorithm is accepted, whatever the secret") {
  const auto algorithm = GENERATE("HS256", "HS384", "HS512", "hs384");
  const auto kid = GENERATE("rsa", "ec");
  const Signer& signer = kid == std::string_view("rsa") ? rsa_signer() : ec_signer();
  const std::string input = signing_input_of(head(algorithm, kid));
  CAPTURE(algorithm, kid);
  for (const std::string& secret :
       {signer.pem(), signer.jwk(kid), signer.number(kid == std::string_view("rsa") ? "n" : "qx"), std::string()})
    CHECK(outcome(joined(input, hmac(algorithm, secret, input))) == words(Rejection::algorithm));
}

TEST_CASE("an algorithm that is not recommended is refused even if the signature holds") {
  for (const char* algorithm : {"RS256", "RS512", "PS384", "PS256"}) {
    CAPTURE(algorithm);
    const std::string input = signing_input_of(head(algorithm, "rsa"));
    CHECK(outcome(joined(input, rsa_signer().sign(algorithm, input))) == words(Rejection::algorithm));
  }
  for (const char* algorithm : {"ES256", "ES512", "ES256K", "EdDSA", "es384", "ES384 "}) {
    CAPTURE(algorithm);
    const std::string input = signing_input_of(head(algorithm, "ec"));
    CHECK(outcome(joined(input, ec_signer().sign("ES384", input))) == words(Rejection::algorithm));
  }
}

TEST_CASE("a key is used with its own algorithm only") {
  const std::string as_rsa = signing_input_of(head("RS384", "ec"));
  CHECK(outcome(joined(as_rsa, ec_signer().sign("ES384", as_rsa))) == words(Rejection::key_algorithm));
  CHECK(outcome(joined(as_rsa, rsa_signer().sign("RS384", as_rsa))) == words(Rejection::key_algorithm));
  const std::string as_ec = signing_input_of(head("ES384", "rsa"));
  CHECK(outcome(joined(as_ec, rsa_signer().sign("RS384", as_ec))) == words(Rejection::key_algorithm));
  // The header says RS384, the signature is another of the same key.
  const std::string honest = signing_input_of(head("RS384", "rsa"));
  for (const char* algorithm : {"RS256", "RS512", "PS384"}) {
    CAPTURE(algorithm);
    CHECK(outcome(joined(honest, rsa_signer().sign(algorithm, honest))) == words(Rejection::signature));
  }
}

TEST_CASE("a client may be bound to one algorithm") {
  const auto body = with(with(claims(), "iss", "\"https://rsa-only.example\""), "tenant", "\"north\"");
  CHECK(outcome(token(header(), body)) == words(Rejection::client_algorithm));
  CHECK(outcome(rsa_token(head("RS384", "rsa"), body)) == "accepted");
}

TEST_CASE("whoever changes a token breaks its signature") {
  const std::string good = token(header(), claims());
  const std::size_t last = good.rfind('.');
  const std::string signature = good.substr(last);
  // The header in another order of members.
  const std::string reordered = R"({"typ":"JWT","kid":"ec","alg":"ES384"})";
  CHECK(outcome(signing_input(reordered, object(claims())) + signature) == words(Rejection::signature));
  const auto longer = with(claims(), "exp", number(noon + 301));
  CHECK(outcome(signing_input(object(header()), object(longer)) + signature) == words(Rejection::signature));
  std::string changed = good;
  changed[last + 10] = changed[last + 10] == 'A' ? 'B' : 'A';
  CHECK(outcome(changed) == words(Rejection::signature));
  const std::string rsa = rsa_token(head("RS384", "rsa"), claims());
  changed = rsa;
  changed[rsa.rfind('.') + 10] = changed[rsa.rfind('.') + 10] == 'A' ? 'B' : 'A';
  CHECK(outcome(changed) == words(Rejection::signature));
  // The signature of another token of the same client.
  CHECK(outcome(signing_input_of(header()) + token(header(), longer).substr(token(header(), longer).rfind('.'))) ==
        words(Rejection::signature));
}

TEST_CASE("another key is not taken for the client's, whatever kid it claims") {
  const Signer other = Signer::ec("P-384");
  const std::string input = signing_input_of(header());
  CHECK(outcome(joined(input, other.sign("ES384", input))) == words(Rejection::signature));
  const Signer other_rsa = Signer::rsa(2048);
  const std::string rsa_input = signing_input_of(head("RS384", "rsa"));
  CHECK(outcome(joined(rsa_input, other_rsa.sign("RS384", rsa_input))) == words(Rejection::signature));
  for (const char* kid : {"EC", "ec ", "other", "../ec"}) {
    CAPTURE(kid);
    CHECK(outcome(token(with(header(), "kid", quoted(kid)), claims())) == words(Rejection::unknown_key));
  }
}

TEST_CASE("a signature by ES384 is r and s, 48 bytes each, and neither is zero") {
  const std::string input = signing_input_of(header());
  const std::string good = ec_signer().sign("ES384", input);
  const std::string zeros(48, '\0');
  const std::string order =  // of the curve: r and s lie below
      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
      "\xc7\x63\x4d\x81\xf4\x37\x2d\xdf\x58\x1a\x0d\xb2\x48\xb0\xa7\x7a\xec\xec\x19\x6a\xcc\xc5\x29\x73";
  REQUIRE(order.size() == 48);
  CHECK(outcome(joined(input, good)) == "accepted");
  for (const std::string& bad :
       {std::string(), zeros + zeros, zeros + good.substr(48), good.substr(0, 48) + zeros, order + order,
        std::string(96, '\xff'), ec_signer().sign_der(input), good + '\0', '\0' + good, good.substr(0, 95),
        '\0' + good.substr(0, 48) + '\0' + good.substr(48), good + good, std::string(1, 'x'), std::string(4000, 'x')})
    CHECK(outcome(joined(input, bad)) == words(Rejection::signature));
}

TEST_CASE("a signature by RS384 has the length of its key") {
  const std::string input = signing_input_of(head("RS384", "rsa"));
  const std::string good = rsa_signer().sign("RS384", input);
  CHECK(outcome(joined(input, good)) == "accepted");
  for (const std::string& bad : {std::string(), std::string(256, '\0'), std::string(256, '\xff'), '\0' + good,
                                 good + '\0', good.substr(1), std::string("\x01", 1)})
    CHECK(outcome(joined(input, bad)) == words(Rejection::signature));
}

TEST_CASE("the issuer is a known one, to the letter") {
  for (const char* other : {"https://EHR.example", "https://ehr.example/", "https://ehr.example ", "http://ehr.example",
                            "https://evil.example", "ehr.example"}) {
    CAPTURE(other);
    CHECK(outcome(token(header(), with(claims(), "iss", quoted(other)))) == words(Rejection::unknown_issuer));
  }
  CHECK(outcome(token(header(), with(claims(), "iss", "\"https://keyless.example\""))) == words(Rejection::no_keys));
}

TEST_CASE("the address of a key set is the configured one, to the letter") {
  for (const char* other : {"https://evil.example/jwks.json", "https://ehr.example/.well-known/jwks.json#",
                            "https://ehr.example", "file:///etc/passwd", "http://169.254.169.254/"}) {
    CAPTURE(other);
    CHECK(outcome(token(with(header(), "jku", quoted(other)), claims())) == words(Rejection::key_address));
  }
  // A client whose keys come from a file has no address.
  const auto body = with(with(claims(), "iss", "\"https://rsa-only.example\""), "tenant", "\"north\"");
  CHECK(outcome(rsa_token(with(head("RS384", "rsa"), "jku", quoted(jku)), body)) == words(Rejection::key_address));
}

TEST_CASE("the audience is the endpoint that was called") {
  const std::string other = quoted("https://other.example/cds-services");
  const auto [audience, expected] = GENERATE_COPY(table<std::string, std::string>({
      {quoted(endpoint), "accepted"},
      {'[' + quoted(endpoint) + ']', "accepted"},
      {'[' + other + ',' + quoted(endpoint) + ']', "accepted"},
      {other, words(Rejection::audience)},
      {'[' + other + ']', words(Rejection::audience)},
      {"[]", words(Rejection::audience)},
      {"\"\"", words(Rejection::audience)},
      {quoted("https://foresign.example"), words(Rejection::audience)},
      {quoted("https://foresign.example/cds-services"), words(Rejection::audience)},
      {quoted(std::string(endpoint) + '/'), words(Rejection::audience)},
      {quoted(std::string(endpoint) + "?x=1"), words(Rejection::audience)},
      {quoted(std::string(endpoint) + "/feedback"), words(Rejection::audience)},
      {quoted("HTTPS://foresign.example/cds-services/prior-auth-order-sign"), words(Rejection::audience)},
      {quoted("https://foresign.example/cds-services/*"), words(Rejection::audience)},
  }));
  CAPTURE(audience);
  CHECK(outcome(token(header(), with(claims(), "aud", audience))) == expected);
}

TEST_CASE("an endpoint without a public address takes no token") {
  auth::ReplayMemory memory;
  const auto result = auth::verify("Bearer " + token(header(), with(claims(), "aud", "\"\"")), {}, at(noon), trust(),
                                   [&](const auto&... about) { return memory.once(about...); });
  REQUIRE(std::holds_alternative<Rejection>(result));
  CHECK(std::get<Rejection>(result) == Rejection::audience);
}

TEST_CASE("a token expires, a minute later than it says") {
  const auto [ahead, expected] = GENERATE(table<std::int64_t, std::string>({
      {299, "accepted"},
      {300, "accepted"},
      {359, "accepted"},
      {360, words(Rejection::expired)},
      {361, words(Rejection::expired)},
      {100'000'000, words(Rejection::expired)},
  }));
  CAPTURE(ahead);
  CHECK(outcome(token(header(), claims()), noon + ahead) == expected);
}

TEST_CASE("a token is not valid before it was issued, save for a minute") {
  const auto [before, expected] = GENERATE(table<std::int64_t, std::string>({
      {0, "accepted"},
      {60, "accepted"},
      {61, words(Rejection::not_yet_valid)},
      {86'400, words(Rejection::not_yet_valid)},
  }));
  CAPTURE(before);
  CHECK(outcome(token(header(), claims()), noon - before) == expected);
  const auto later = with(claims(), "nbf", number(noon + before));
  CHECK(outcome(token(header(), later)) == expected);
}

TEST_CASE("a token may not live longer than its client may ask, nor end before it starts") {
  CHECK(outcome(lifetime(noon, noon + 600)) == "accepted");
  CHECK(outcome(lifetime(noon, noon + 601)) == words(Rejection::lifetime));
  CHECK(outcome(lifetime(noon - 550, noon + 51)) == words(Rejection::lifetime));
  // The example token of CDS Hooks lives three and a half years.
  CHECK(outcome(lifetime(noon, noon + 111'287'890)) == words(Rejection::lifetime));
  CHECK(outcome(lifetime(noon, noon)) == words(Rejection::lifetime));
  CHECK(outcome(lifetime(noon, noon - 1)) == words(Rejection::lifetime));
  CHECK(outcome(lifetime(0, 253'402'300'799)) == words(Rejection::lifetime));
  CHECK(outcome(lifetime(253'402'300'799, 253'402'300'799)) == words(Rejection::not_yet_valid));
  CHECK(outcome(lifetime(0, 0)) == words(Rejection::expired));
}

TEST_CASE("where tenants are listed, the token names one of them") {
  const auto from = [](const Members& body) {
    return rsa_token(head("RS384", "rsa"), with(body, "iss", "\"https://rsa-only.example\""));
  };
  CHECK(outcome(from(with(claims(), "tenant", "\"south\""))) == "accepted");
  CHECK(outcome(from(claims())) == words(Rejection::tenant));
  CHECK(outcome(from(with(claims(), "tenant", "\"east\""))) == words(Rejection::tenant));
  CHECK(outcome(from(with(claims(), "tenant", "\"North\""))) == words(Rejection::tenant));
  // Without a list any tenant will do.
  CHECK(outcome(token(header(), with(claims(), "tenant", "\"east\""))) == "accepted");
}

TEST_CASE("nobody can use up a token but by sending it whole and in time") {
  std::vector<std::string> remembered;
  const auto once = [&](const std::string&, const std::string& id, std::chrono::sys_seconds until,
                        std::chrono::sys_seconds) {
    CHECK(until == at(noon + 360));
    remembered.push_back(id);
    return auth::Use::first;
  };
  const std::array audiences = {std::string(endpoint)};
  const std::string good = "Bearer " + token(header(), claims());
  const std::string input = signing_input_of(header());
  const std::string forged = "Bearer " + joined(input, std::string(96, '\x11'));
  CHECK(std::holds_alternative<Rejection>(auth::verify(forged, audiences, at(noon), trust(), once)));
  CHECK(std::holds_alternative<Rejection>(auth::verify(good, audiences, at(noon + 360), trust(), once)));
  const std::array elsewhere = {std::string("https://foresign.example/cds-services")};
  CHECK(std::holds_alternative<Rejection>(auth::verify(good, elsewhere, at(noon), trust(), once)));
  CHECK(remembered.empty());
  CHECK(std::holds_alternative<auth::Caller>(auth::verify(good, audiences, at(noon), trust(), once)));
  CHECK(remembered == std::vector<std::string>{"3f1a0c52-0000-4000-8000-1c0ffee00001"});
}

TEST_CASE("what the memory of used tokens says is the last word") {
  const std::array audiences = {std::string(endpoint)};
  const std::string good = "Bearer " + token(header(), claims());
  const auto [use, expected] = GENERATE(table<auth::Use, Rejection>({
      {auth::Use::repeated, Rejection::replayed},
      {auth::Use::no_room, Rejection::no_room},
  }));
  const auto answer = use;
  const auto result = auth::verify(good, audiences, at(noon), trust(), [&](const auto&...) { return answer; });
  REQUIRE(std::holds_alternative<Rejection>(result));
  CHECK(std::get<Rejection>(result) == expected);
}

TEST_CASE("no reason says anything of a token, and no two are the same") {
  std::vector<std::string> all;
  for (int i = 0; i <= static_cast<int>(Rejection::no_room); ++i) {
    all.push_back(words(static_cast<Rejection>(i)));
    CHECK_FALSE(all.back().empty());
  }
  std::sort(all.begin(), all.end());
  CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}
