#include "cds/auth/token.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "cds/auth/base64url.hpp"
#include "fhir/json/document.hpp"

namespace foresign::auth {
namespace {

constexpr std::string_view scheme = "bearer";
constexpr json::Limits header_limits{longest_token, 4, 16};
constexpr json::Limits claims_limits{longest_token, 16, 500};
constexpr std::size_t longest_word = 128;
constexpr std::int64_t latest_time = 253'402'300'799;  // the end of the year 9999: sums with it do not overflow

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// What follows `Bearer` and its spaces (RFC 9110, section 11.4: the scheme's case does not matter).
std::optional<std::string_view> after_scheme(std::string_view authorization) {
  if (authorization.size() <= scheme.size() || authorization[scheme.size()] != ' ') return std::nullopt;
  if (!std::equal(scheme.begin(), scheme.end(), authorization.begin(), [](char a, char b) { return a == lower(b); }))
    return std::nullopt;
  const std::size_t start = authorization.find_first_not_of(' ', scheme.size());
  return start == std::string_view::npos ? std::string_view() : authorization.substr(start);
}

std::optional<std::array<std::string_view, 3>> three_parts(std::string_view text) {
  const std::size_t first = text.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  // A fourth part would leave a dot in the third, where base64url refuses it.
  return std::array{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

std::optional<std::string> non_empty(json::View view) {
  const auto text = view.string();
  if (!text || text->empty()) return std::nullopt;
  return std::string(*text);
}

// Fills the header's part of the token; the reason if it must not be.
std::optional<Rejection> read_header(const std::string& text, Token& token) {
  const auto document = json::read(text, header_limits);
  if (!document.value || !document.value->root().is(json::Kind::object)) return Rejection::header;
  const json::View header = document.value->root();
  for (const json::View member : header) {
    const std::string_view name = member.key();
    if (name != "alg" && name != "kid" && name != "typ" && name != "jku") return Rejection::header_member;
  }
  const auto algorithm = non_empty(header["alg"]);
  const auto key_id = non_empty(header["kid"]);
  if (!algorithm || !key_id) return Rejection::header;
  if (header["jku"].exists()) {
    token.key_address = non_empty(header["jku"]);
    if (!token.key_address) return Rejection::header;
  }
  if (header["typ"].string() != "JWT") return Rejection::type;
  if (*algorithm != "ES384" && *algorithm != "RS384") return Rejection::algorithm;
  token.algorithm = *algorithm;
  token.key_id = *key_id;
  return std::nullopt;
}

// A short text that may stand in a log line.
std::optional<std::string> word(json::View view) {
  auto text = non_empty(view);
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (!text || text->size() > longest_word || std::any_of(text->begin(), text->end(), is_control)) return std::nullopt;
  return text;
}

std::optional<std::chrono::sys_seconds> time_of(json::View view) {
  const auto seconds = view.integer();
  if (!seconds || *seconds < 0 || *seconds > latest_time) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(*seconds));
}

// `aud`: a text, or a list of texts (RFC 7519, section 4.1.3).
std::optional<std::vector<std::string>> audiences_of(json::View view) {
  if (view.is(json::Kind::string)) return std::vector{std::string(*view.string())};
  if (!view.is(json::Kind::array)) return std::nullopt;
  std::vector<std::string> audiences;
  for (const json::View each : view) {
    const auto text = each.string();
    if (!text) return std::nullopt;
    audiences.emplace_back(*text);
  }
  return audiences;
}

std::optional<Claims> read_claims(const std::string& text) {
  const auto document = json::read(text, claims_limits);
  if (!document.value || !document.value->root().is(json::Kind::object)) return std::nullopt;
  const json::View root = document.value->root();
  const auto issuer = non_empty(root["iss"]);
  const auto audiences = audiences_of(root["aud"]);
  const auto expires = time_of(root["exp"]);
  const auto issued = time_of(root["iat"]);
  const auto token_id = word(root["jti"]);
  if (!issuer || !audiences || !expires || !issued || !token_id) return std::nullopt;
  Claims claims{*issuer, *audiences, *expires, *issued, time_of(root["nbf"]), *token_id, word(root["tenant"])};
  if (root["nbf"].exists() && !claims.not_before) return std::nullopt;
  if (root["tenant"].exists() && !claims.tenant) return std::nullopt;
  return claims;
}

}  // namespace

std::variant<Token, Rejection> read_token(std::string_view authorization) {
  if (authorization.empty()) return Rejection::missing;
  const auto text = after_scheme(authorization);
  if (!text) return Rejection::scheme;
  if (text->size() > longest_token) return Rejection::too_long;
  const auto parts = three_parts(*text);
  if (!parts) return Rejection::malformed;
  const auto header = decode_base64url((*parts)[0]);
  const auto payload = decode_base64url((*parts)[1]);
  const auto signature = decode_base64url((*parts)[2]);
  if (!header || !payload || !signature) return Rejection::malformed;
  Token token;
  if (const auto refused = read_header(*header, token)) return *refused;
  auto claims = read_claims(*payload);
  if (!claims) return Rejection::claims;
  token.claims = std::move(*claims);
  token.signature = *signature;
  token.text = std::string(*text);
  return token;
}

}  // namespace foresign::auth
