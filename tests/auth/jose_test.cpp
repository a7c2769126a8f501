// Tokens that somebody else's implementation made (npm `jose`, run by node): we agree with it on what a good token is.
#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "tests/auth/world.hpp"

using namespace foresign;
using namespace foresign::signing;
using auth::Rejection;

namespace {

// What the script prints; empty if it does not run.
std::string run_script() {
  const std::string folder = std::string(FORESIGN_SOURCE_DIR) + "/tests/npm";
  if (!std::filesystem::exists(folder + "/node_modules/jose")) return {};
  const std::string command = "node '" + folder + "/make_tokens.mjs' " + std::string(issuer) + ' ' +
                              std::string(endpoint) + ' ' + std::to_string(noon) + " 2>&1";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  REQUIRE(pipe);
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;)
    text.append(buffer.data(), n);
  return text;
}

struct Theirs {
  std::map<std::string, std::string> tokens;
  auth::Trust trust;
};

// Made once; empty where node or its packages are missing.
const Theirs& theirs() {
  static const Theirs all = [] {
    Theirs made;
    const auto document = json::read(run_script());
    if (!document.value) return made;
    const json::View root = document.value->root();
    for (const json::View token : root["tokens"]) made.tokens.emplace(token.key(), token.string().value_or(""));
    json::Writer writer;
    auto read = auth::read_key_set(writer.copy(root["jwks"]).text());
    REQUIRE(read.value);
    auth::Client client;
    client.issuer = issuer;
    client.keys_url = jku;
    made.trust.emplace(issuer, auth::Trusted{client, std::make_shared<const auth::KeySet>(std::move(*read.value))});
    return made;
  }();
  return all;
}

// Whether there is anything to test; where everything has to be there, there must be.
bool is_there() {
  if (!theirs().tokens.empty()) return true;
  const char* complete = std::getenv("FORESIGN_COMPLETE");
  if (complete != nullptr && std::string_view(complete) == "1")
    FAIL("node or tests/npm/node_modules is missing: scripts/test");
  WARN("skipped: needs node and `npm ci` in tests/npm");
  return false;
}

std::string outcome_for_them(const std::string& token) {
  auth::ReplayMemory memory;
  const std::array audiences = {std::string(endpoint)};
  const auto result = auth::verify("Bearer " + token, audiences, at(noon), theirs().trust,
                                   [&](const auto&... about) { return memory.once(about...); });
  if (const auto* refused = std::get_if<Rejection>(&result)) return words(*refused);
  return "accepted";
}

}  // namespace

TEST_CASE("tokens made by jose are accepted or refused as they should be") {
  if (!is_there()) return;
  const std::map<std::string, std::string> expected = {
      {"ES384", "accepted"},
      {"RS384", "accepted"},
      {"sandbox", "accepted"},
      {"audiences", "accepted"},
      {"ES256 key", words(Rejection::algorithm)},
      {"RS256 under RS384 key", words(Rejection::algorithm)},
      {"PS384 under RS384 key", words(Rejection::algorithm)},
      {"RS512 under RS384 key", words(Rejection::algorithm)},
      {"HS384 with the public PEM", words(Rejection::algorithm)},
      {"other key, same kid", words(Rejection::signature)},
      {"none", words(Rejection::header)},
  };
  std::map<std::string, std::string> got;
  for (const auto& [name, token] : theirs().tokens) got.emplace(name, outcome_for_them(token));
  CHECK(got == expected);
}

TEST_CASE("no token that differs from a good one by a byte is accepted") {
  if (!is_there()) return;
  for (const char* name : {"ES384", "RS384"}) {
    const std::string& good = theirs().tokens.at(name);
    std::uint32_t state = 2026;  // the same bytes in every run
    for (int i = 0; i < 200; ++i) {
      state = state * 1664525U + 1013904223U;
      const std::size_t at = (state >> 8) % good.size();
      state = state * 1664525U + 1013904223U;
      std::string changed = good;
      changed[at] = static_cast<char>(changed[at] ^ static_cast<char>(1 + (state >> 8) % 255));
      CAPTURE(name, at, changed);
      CHECK(outcome_for_them(changed) != "accepted");
    }
    CHECK(outcome_for_them(good) == "accepted");
  }
}
