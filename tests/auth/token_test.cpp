// The form of tokens: what is refused before anybody asks for a key.
#include "cds/auth/token.hpp"

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cds/auth/base64url.hpp"
#include "tests/auth/world.hpp"

using namespace foresign;
using namespace foresign::signing;
using auth::Rejection;

namespace {

// A token whose header or payload is this very text; the signature holds.
std::string with_header(std::string_view text) {
  const std::string input = signing_input(text, object(claims()));
  return joined(input, ec_signer().sign("ES384", input));
}

std::string with_payload(std::string_view text) {
  const std::string input = signing_input(object(header()), text);
  return joined(input, ec_signer().sign("ES384", input));
}

}  // namespace

TEST_CASE("base64url is read in one way only") {
  const auto [text, expected] = GENERATE(table<std::string, std::optional<std::string>>({
      {"", ""},
      {"Zg", "f"},
      {"Zm8", "fo"},
      {"Zm9v", "foo"},
      {"-_-_", "\xfb\xff\xbf"},
      {"Z", std::nullopt},  // no byte in six bits
      {"Zm9vZ", std::nullopt},
      {"Zh", std::nullopt},  // spare bits
      {"Zm9", std::nullopt},
      {"Zg==", std::nullopt},  // padding
      {"+/+/", std::nullopt},  // the other alphabet
      {"Zm 9v", std::nullopt},
      {"Zm9v\n", std::nullopt},
      {"Zm.v", std::nullopt},
  }));
  CAPTURE(text);
  CHECK(auth::decode_base64url(text) == expected);
}

TEST_CASE("base64url gives back every byte") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    CHECK(auth::decode_base64url(encode_base64url(bytes)) == bytes);
  }
}

TEST_CASE("a good token is read whole") {
  const auto good = with(with(claims(), "tenant", quoted("north")), "nbf", std::to_string(noon - 1));
  const std::string text = token(with(header(), "jku", quoted(jku)), good);
  const auto read = auth::read_token("Bearer " + text);
  REQUIRE(std::holds_alternative<auth::Token>(read));
  const auto& got = std::get<auth::Token>(read);
  CHECK(got.algorithm == "ES384");
  CHECK(got.key_id == "ec");
  CHECK(got.key_address == std::string(jku));
  CHECK(got.claims.issuer == issuer);
  CHECK(got.claims.audiences == std::vector<std::string>{std::string(endpoint)});
  CHECK(got.claims.issued == at(noon));
  CHECK(got.claims.expires == at(noon + 300));
  CHECK(got.claims.not_before == at(noon - 1));
  CHECK(got.claims.token_id == "3f1a0c52-0000-4000-8000-1c0ffee00001");
  CHECK(got.claims.tenant == "north");
  CHECK(got.signature.size() == 96);
  CHECK(got.text == text);
}

TEST_CASE("the scheme is Bearer in any case, and nothing else") {
  const std::string good = token(header(), claims());
  for (const char* scheme : {"Bearer ", "bearer ", "BEARER ", "Bearer   "}) {
    CAPTURE(scheme);
    CHECK(outcome_of_header(scheme + good) == "accepted");
  }
  CHECK(outcome_of_header("") == words(Rejection::missing));
  for (const char* scheme : {"", "Basic ", "Bearer", "Bearer\t", "Bearers ", " Bearer ", "Token "}) {
    CAPTURE(scheme);
    CHECK(outcome_of_header(scheme + good) == words(Rejection::scheme));
  }
  CHECK(outcome_of_header("Bearer") == words(Rejection::scheme));
  CHECK(outcome_of_header("Bearer ") == words(Rejection::malformed));
}

TEST_CASE("a token has three parts of strict base64url") {
  const std::string good = token(header(), claims());
  const std::size_t first = good.find('.');
  const std::size_t second = good.find('.', first + 1);
  const std::string two = good.substr(0, second);
  CHECK(outcome(two) == words(Rejection::malformed));
  CHECK(outcome(good + ".e30") == words(Rejection::malformed));
  CHECK(outcome(good + ".e30.e30") == words(Rejection::malformed));
  CHECK(outcome(good + "=") == words(Rejection::malformed));
  CHECK(outcome(good + "==") == words(Rejection::malformed));
  CHECK(outcome(good + " ") == words(Rejection::malformed));
  CHECK(outcome(good + "\n") == words(Rejection::malformed));
  CHECK(outcome(good + "\t") == words(Rejection::malformed));
  CHECK(outcome(std::string(good).insert(first + 5, " ")) == words(Rejection::malformed));
  CHECK(outcome(std::string(good).insert(5, "\r\n")) == words(Rejection::malformed));
  CHECK(outcome(good + "A") == words(Rejection::malformed));  // 96 bytes and six bits
  CHECK(outcome(good.substr(0, first) + '.' + good.substr(second)) != "accepted");
  CHECK(outcome(".." + good.substr(second + 1)) == words(Rejection::header));
  // The same header bytes, written with spare bits that are not zero.
  const std::string loose = R"({"alg":"ES384","kid":"ec","typ":"JWT"   })";  // 41 bytes leave two spare bits
  REQUIRE(loose.size() % 3 == 2);
  std::string spare = encode_base64url(loose);
  spare.back() = static_cast<char>(spare.back() + 1);
  const std::string input = spare + '.' + encode_base64url(object(claims()));
  CHECK(outcome(joined(input, ec_signer().sign("ES384", input))) == words(Rejection::malformed));
}

TEST_CASE("a token is at most 8 KiB long") {
  const auto of_size = [](std::size_t padding) {
    return token(header(), with(claims(), "note", quoted(std::string(padding, 'x'))));
  };
  const std::size_t empty = of_size(0).size();
  const std::size_t room = (auth::longest_token - empty) / 4 * 3;
  CHECK(of_size(room - 3).size() <= auth::longest_token);
  CHECK(outcome(of_size(room - 3)) == "accepted");
  CHECK(of_size(room + 6).size() > auth::longest_token);
  CHECK(outcome(of_size(room + 6)) == words(Rejection::too_long));
  CHECK(outcome(std::string(10'000'000, 'A')) == words(Rejection::too_long));
}

TEST_CASE("a header that cannot be read is refused") {
  const auto text = GENERATE(values<std::string>({
      "",
      "{",
      "[]",
      "null",
      "\"ES384\"",
      R"({"alg":"ES384","kid":"ec","typ":"JWT"} {})",
      R"({"alg":"ES384","alg":"ES384","kid":"ec","typ":"JWT"})",
      R"({"alg":"none","alg":"ES384","kid":"ec","typ":"JWT"})",
      R"({"alg":"ES384","\u0061lg":"none","kid":"ec","typ":"JWT"})",
      R"({"alg":"ES384","kid":"ec","kid":"rsa","typ":"JWT"})",
      R"({"kid":"ec","typ":"JWT"})",
      R"({"alg":384,"kid":"ec","typ":"JWT"})",
      R"({"alg":null,"kid":"ec","typ":"JWT"})",
      R"({"alg":["ES384"],"kid":"ec","typ":"JWT"})",
      R"({"alg":"","kid":"ec","typ":"JWT"})",
      R"({"alg":"ES384","typ":"JWT"})",
      R"({"alg":"ES384","kid":"","typ":"JWT"})",
      R"({"alg":"ES384","kid":7,"typ":"JWT"})",
      R"({"alg":"ES384","kid":"ec\u0000","typ":"JWT"})",
      R"({"alg":"ES384","kid":"ec","typ":"JWT","jku":null})",
      R"({"alg":"ES384","kid":"ec","typ":"JWT","jku":["https://ehr.example/.well-known/jwks.json"]})",
      "{\"alg\":\"ES384\",\"kid\":\"\xff\",\"typ\":\"JWT\"}",
  }));
  CAPTURE(text);
  CHECK(outcome(with_header(text)) == words(Rejection::header));
}

TEST_CASE("nothing but alg, kid, typ and jku may stand in a header") {
  const auto [name, value] = GENERATE_COPY(table<std::string, std::string>({
      {"crit", R"(["exp"])"},
      {"crit", "[]"},
      {"crit", R"(["b64"])"},
      {"b64", "false"},
      {"b64", "true"},
      {"zip", "\"DEF\""},
      {"jwk", ec_signer().jwk("ec")},
      {"jwk", Signer::ec("P-384").jwk("ec")},
      {"x5u", "\"https://evil.example/cert.pem\""},
      {"x5c", "[\"MIIB\"]"},
      {"x5t", "\"AAAA\""},
      {"x5t#S256", "\"AAAA\""},
      {"cty", "\"JWT\""},
      {"enc", "\"A256GCM\""},
      {"nonce", "\"1\""},
      {"Alg", "\"none\""},
      {"", "1"},
  }));
  CAPTURE(name, value);
  CHECK(outcome(token(with(header(), name, value), claims())) == words(Rejection::header_member));
}

TEST_CASE("the type is JWT and has to be said") {
  CHECK(outcome(token(without(header(), "typ"), claims())) == words(Rejection::type));
  for (const char* type : {"\"jwt\"", "\"at+jwt\"", "\"JOSE\"", "\"\"", "null", "[\"JWT\"]"}) {
    CAPTURE(type);
    CHECK(outcome(token(with(header(), "typ", type), claims())) == words(Rejection::type));
  }
}

TEST_CASE("a token without a signature is refused, however none is written") {
  for (const char* none : {"none", "None", "NONE", "nOnE", "none ", "noné"}) {
    CAPTURE(none);
    const std::string input = signing_input(object(with(header(), "alg", quoted(none))), object(claims()));
    CHECK(outcome(input + '.') == words(Rejection::algorithm));
    CHECK(outcome(joined(input, ec_signer().sign("ES384", input))) == words(Rejection::algorithm));
  }
}

TEST_CASE("a payload that is no JSON object is refused") {
  const auto text = GENERATE_COPY(values<std::string>({
      "",
      "good morning",
      "[]",
      "null",
      "7",
      "\"claims\"",
      object(claims()) + "{}",
      object(claims()) + std::string("\0x", 2),
      "[" + object(claims()) + "]",
      object(claims()).substr(0, object(claims()).size() - 1),
      object(claims()).insert(1, R"("exp":1,)"),
      object(claims()).insert(1, R"("iss":"https://evil.example",)"),
      object(claims()).insert(1, R"("\u0061ud":"https://evil.example",)"),
      object(with(claims(), "deep", std::string(20, '[') + std::string(20, ']'))),
  }));
  CAPTURE(text);
  CHECK(outcome(with_payload(text)) == words(Rejection::claims));
}

TEST_CASE("every claim that CDS Hooks asks for has to be there") {
  for (const char* name : {"iss", "aud", "exp", "iat", "jti"}) {
    CAPTURE(name);
    CHECK(outcome(token(header(), without(claims(), name))) == words(Rejection::claims));
    CHECK(outcome(token(header(), with(claims(), name, "null"))) == words(Rejection::claims));
  }
}

TEST_CASE("a claim of the wrong form is refused") {
  const auto [name, value] = GENERATE_COPY(table<std::string, std::string>({
      {"iss", "7"},
      {"iss", "\"\""},
      {"iss", R"("https://ehr.example\u0000")"},
      {"iss", "[\"https://ehr.example\"]"},
      {"aud", "7"},
      {"aud", "{}"},
      {"aud", "[" + quoted(endpoint) + ", 7]"},
      {"aud", "[" + quoted(endpoint) + ", null]"},
      {"aud", "[[" + quoted(endpoint) + "]]"},
      {"exp", "\"1800000300\""},
      {"exp", "1800000300.0"},
      {"exp", "1.8000003e9"},
      {"exp", "true"},
      {"exp", "-1"},
      {"exp", "1e30"},
      {"exp", "9223372036854775807"},
      {"exp", "253402300800"},
      {"exp", "99999999999999999999999"},
      {"iat", "\"1800000000\""},
      {"iat", "1800000000.5"},
      {"iat", "-9223372036854775808"},
      {"iat", "[1800000000]"},
      {"nbf", "\"1800000000\""},
      {"nbf", "null"},
      {"nbf", "1800000000.5"},
      {"jti", "7"},
      {"jti", "\"\""},
      {"jti", quoted(std::string(129, 'j'))},
      {"jti", R"("a\nb")"},
      {"jti", R"("a\u0000b")"},
      {"jti", R"("a\u007fb")"},
      {"tenant", "7"},
      {"tenant", "null"},
      {"tenant", "\"\""},
      {"tenant", R"("north\r\n")"},
  }));
  CAPTURE(name, value);
  CHECK(outcome(token(header(), with(claims(), name, value))) == words(Rejection::claims));
}

TEST_CASE("a token id of 128 bytes is still read, and so are claims of others") {
  CHECK(outcome(token(header(), with(claims(), "jti", quoted(std::string(128, 'j'))))) == "accepted");
  CHECK(outcome(token(header(), with(claims(), "sub", "{\"a\":[1,2,3]}"))) == "accepted");
}

TEST_CASE("a long or deep payload is read without harm") {
  CHECK(outcome(with_payload(std::string(6000, '['))) == words(Rejection::claims));
  std::string list = "[";
  for (int i = 0; i < 2000; ++i) list += "1,";
  CHECK(outcome(token(header(), with(claims(), "list", list + "1]"))) == words(Rejection::claims));
}
