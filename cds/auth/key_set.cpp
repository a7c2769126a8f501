#include "cds/auth/key_set.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "fhir/json/document.hpp"

namespace foresign::auth {
namespace {

constexpr json::Limits limits{largest_key_set, 8, 4096};

// RFC 7518, sections 6.2.2, 6.3.2 and 6.4.
constexpr std::array secret_members = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

bool is_secret(json::View jwk) {
  if (jwk["kty"].string() == "oct") return true;
  return std::any_of(secret_members.begin(), secret_members.end(),
                     [&](const char* name) { return jwk[name].exists(); });
}

// Whether the key is offered for verifying signatures by this algorithm. What is absent does not forbid (RFC 7517,
// sections 4.2 to 4.4).
bool is_for(json::View jwk, std::string_view algorithm) {
  if (jwk["use"].exists() && jwk["use"].string() != "sig") return false;
  if (jwk["alg"].exists() && jwk["alg"].string() != algorithm) return false;
  const json::View operations = jwk["key_ops"];
  if (!operations.exists()) return true;
  return operations.is(json::Kind::array) &&
         std::any_of(operations.begin(), operations.end(), [](json::View each) { return each.string() == "verify"; });
}

std::string text_of(json::View view) {
  return std::string(view.string().value_or(""));
}

// The key, or why it is of no use here.
std::variant<Key, const char*> read_key(json::View jwk) {
  const auto type = jwk["kty"].string();
  std::optional<Key> key;
  if (type == "EC" && jwk["crv"].string() == "P-384") {
    if (!is_for(jwk, "ES384")) return "key is not for ES384 signatures";
    key = Key::from(EcParameters{text_of(jwk["x"]), text_of(jwk["y"])});
  } else if (type == "RSA") {
    if (!is_for(jwk, "RS384")) return "key is not for RS384 signatures";
    key = Key::from(RsaParameters{text_of(jwk["n"]), text_of(jwk["e"])});
  } else {
    return "key is neither RSA nor on the curve P-384";
  }
  if (!key) return "key is not sound";
  return std::move(*key);
}

json::Parsed<KeySet> refused(std::string path, std::string message) {
  return {std::nullopt, {{json::Severity::fatal, std::move(path), std::move(message)}}};
}

}  // namespace

json::Parsed<KeySet> read_key_set(std::string_view text) {
  auto document = json::read(text, limits);
  if (!document.value) return {std::nullopt, std::move(document.issues)};
  const json::View list = document.value->root()["keys"];
  if (!list.is(json::Kind::array)) return refused("keys", "a JWK set has a list of keys here");
  if (list.size() > most_keys) return refused("keys", "more keys than a client needs");
  json::Parsed<KeySet> result;
  KeySet keys;
  std::set<std::string> ids;
  for (const json::View jwk : list) {
    if (!jwk.is(json::Kind::object)) return refused(jwk.path(), "a key is an object");
    if (is_secret(jwk)) return refused(jwk.path(), "set shows a private or symmetric key");
    const std::string id = text_of(jwk["kid"]);
    if (!id.empty() && !ids.insert(id).second) return refused(jwk.path(), "two keys share a `kid`");
    const auto leave_out = [&](const char* why) {
      result.issues.push_back({json::Severity::unusable, jwk.path(), why});
    };
    if (id.empty()) {
      leave_out("key has no `kid`");
      continue;
    }
    auto key = read_key(jwk);
    if (const auto* why = std::get_if<const char*>(&key))
      leave_out(*why);
    else
      keys.emplace(id, std::get<Key>(std::move(key)));
  }
  if (keys.empty())
    result.issues.push_back({json::Severity::fatal, "keys", "no key that tokens could be verified with"});
  else
    result.value = std::move(keys);
  return result;
}

}  // namespace foresign::auth
