// The public keys of one client (a JWK set, RFC 7517).
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "cds/auth/key.hpp"
#include "fhir/json/issue.hpp"

namespace foresign::auth {

constexpr std::size_t largest_key_set = std::size_t{64} * 1024;  // bytes
constexpr std::size_t most_keys = 64;

using KeySet = std::map<std::string, Key, std::less<>>;  // by `kid`

// The keys that tokens may be signed with, or why there is none. A key for another purpose (`use`, `key_ops`, `alg`),
// of another type or curve, without `kid` or unsound is left out, and an issue says so. The whole set is refused if two
// keys share a `kid`, or if it shows a private or a symmetric key: then it is not what the client meant to publish, and
// its keys are known to others. Issues name places, never contents.
json::Parsed<KeySet> read_key_set(std::string_view text);

}  // namespace foresign::auth
