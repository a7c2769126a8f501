// The clients of a running service: keys that come, change, and cannot be had.
#include "cds/auth/authenticator.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "tests/auth/world.hpp"

using namespace foresign;
using namespace foresign::signing;
using auth::Rejection;

namespace {

using TimePoint = std::chrono::steady_clock::time_point;

TimePoint tick(int seconds) {
  return TimePoint(std::chrono::seconds(seconds));
}

// What a client publishes, and how often it was asked.
struct Published {
  std::map<std::string, std::string> sets;  // by URL or file; absent: cannot be had
  std::map<std::string, int> asked;

  json::Parsed<std::string> fetch(const auth::Client& client) {
    const std::string& place = client.keys_url.empty() ? client.keys_file : client.keys_url;
    ++asked[place];
    const auto found = sets.find(place);
    if (found == sets.end()) return {std::nullopt, {{json::Severity::fatal, "", "server answered 503"}}};
    return {found->second, {}};
  }
};

auth::Client client(std::string_view name, std::string_view url) {
  auth::Client made;
  made.issuer = name;
  made.keys_url = url;
  return made;
}

// An authenticator with `issuer` as its one client.
struct Service {
  Published published;
  auth::ReplayMemory memory;
  auth::Authenticator authenticator{[this](const auth::Client& each) { return published.fetch(each); },
                                    [this](const auto&... about) { return memory.once(about...); }};
  int tokens = 0;

  Service() { REQUIRE(authenticator.replace_clients({client(issuer, jku)}).empty()); }

  void publish(const std::vector<std::string>& jwks) { published.sets[std::string(jku)] = key_set(jwks); }
  int asked() { return published.asked[std::string(jku)]; }

  // What becomes of a fresh token that this key signed.
  std::string send(const Signer& signer, std::string_view kid) {
    const Members head = with(header(), "kid", '"' + std::string(kid) + '"');
    const Members body = with(claims(), "jti", '"' + std::to_string(++tokens) + '"');
    const std::string input = signing_input(object(head), object(body));
    const std::vector<std::string> audiences = {std::string(endpoint)};
    const auto result =
        authenticator.verify("Bearer " + joined(input, signer.sign("ES384", input)), audiences, at(noon));
    if (const auto* refused = std::get_if<Rejection>(&result)) return words(*refused);
    return "accepted";
  }
};

std::vector<std::string> lines(const std::vector<json::Issue>& issues) {
  std::vector<std::string> all;
  for (const json::Issue& issue : issues) all.push_back(issue.path + ": " + issue.message);
  return all;
}

}  // namespace

TEST_CASE("a client without keys is refused until they could be had") {
  Service service;
  CHECK(service.send(ec_signer(), "ec") == words(Rejection::no_keys));
  CHECK(lines(service.authenticator.refresh(tick(0))) ==
        std::vector<std::string>{"https://ehr.example: server answered 503"});
  CHECK(service.send(ec_signer(), "ec") == words(Rejection::no_keys));
  service.publish({ec_signer().jwk("ec")});
  service.authenticator.refresh(tick(59));
  CHECK(service.asked() == 1);  // not again within a minute
  CHECK(service.authenticator.refresh(tick(60)).empty());
  CHECK(service.asked() == 2);
  CHECK(service.send(ec_signer(), "ec") == "accepted");
}

TEST_CASE("keys rotate while the service runs") {
  Service service;
  const Signer next = Signer::ec("P-384");
  service.publish({ec_signer().jwk("ec")});
  service.authenticator.refresh(tick(0));
  CHECK(service.send(ec_signer(), "ec") == "accepted");
  // The client publishes its next key and uses it before we looked again.
  service.publish({ec_signer().jwk("ec"), next.jwk("next")});
  CHECK(service.send(next, "next") == words(Rejection::unknown_key));
  service.authenticator.refresh(tick(59));
  CHECK(service.asked() == 1);
  service.authenticator.refresh(tick(60));
  CHECK(service.asked() == 2);
  CHECK(service.send(next, "next") == "accepted");
  CHECK(service.send(ec_signer(), "ec") == "accepted");
  // The old key is withdrawn: it holds until the next look.
  service.publish({next.jwk("next")});
  service.authenticator.refresh(tick(659));
  CHECK(service.asked() == 2);
  CHECK(service.send(ec_signer(), "ec") == "accepted");
  service.authenticator.refresh(tick(660));
  CHECK(service.asked() == 3);
  CHECK(service.send(ec_signer(), "ec") == words(Rejection::unknown_key));
  CHECK(service.send(next, "next") == "accepted");
}

TEST_CASE("unknown keys make us ask once a minute at most, and nobody but known clients") {
  Service service;
  service.publish({ec_signer().jwk("ec")});
  int second = 0;
  service.authenticator.refresh(tick(second));
  for (; second < 300; ++second) {
    CHECK(service.send(ec_signer(), "kid " + std::to_string(second)) == words(Rejection::unknown_key));
    service.authenticator.refresh(tick(second));
  }
  CHECK(service.asked() == 5);  // at the start, and at 60, 120, 180, 240
  CHECK(service.published.asked.size() == 1);
}

TEST_CASE("a token's own address is never asked") {
  Service service;
  service.publish({ec_signer().jwk("ec")});
  service.authenticator.refresh(tick(0));
  const std::vector<std::string> audiences = {std::string(endpoint)};
  const auto result = service.authenticator.verify(
      "Bearer " + token(with(header(), "jku", "\"https://evil.example/jwks.json\""), claims()), audiences, at(noon));
  CHECK(std::get<Rejection>(result) == Rejection::key_address);
  for (int second = 1; second < 120; ++second) service.authenticator.refresh(tick(second));
  CHECK(service.asked() == 1);
  CHECK(service.published.asked.size() == 1);
}

TEST_CASE("the last good keys hold while the client's server is down or answers nonsense") {
  Service service;
  service.publish({ec_signer().jwk("ec")});
  service.authenticator.refresh(tick(0));
  service.published.sets.clear();
  CHECK(lines(service.authenticator.refresh(tick(600))) ==
        std::vector<std::string>{"https://ehr.example: server answered 503"});
  CHECK(service.send(ec_signer(), "ec") == "accepted");
  service.published.sets[std::string(jku)] = R"({"keys":[]})";
  CHECK(lines(service.authenticator.refresh(tick(660))) ==
        std::vector<std::string>{"https://ehr.example: keys: no key that tokens could be verified with"});
  CHECK(service.send(ec_signer(), "ec") == "accepted");
  service.publish({ec_signer().jwk("ec"), R"({"kid":"s","kty":"oct","k":"c2VjcmV0"})"});
  CHECK(lines(service.authenticator.refresh(tick(720))) ==
        std::vector<std::string>{"https://ehr.example: keys[1]: set shows a private or symmetric key"});
  CHECK(service.send(ec_signer(), "ec") == "accepted");
  CHECK(service.send(ec_signer(), "s") == words(Rejection::unknown_key));
}

TEST_CASE("a key that is left out is reported, the others are taken") {
  Service service;
  service.publish({Signer::ec("P-256").jwk("old"), ec_signer().jwk("ec")});
  CHECK(lines(service.authenticator.refresh(tick(0))) ==
        std::vector<std::string>{"https://ehr.example: keys[0]: key is neither RSA nor on the curve P-384"});
  CHECK(service.send(ec_signer(), "ec") == "accepted");
}

TEST_CASE("clients can be replaced while the service runs") {
  Service service;
  service.publish({ec_signer().jwk("ec")});
  service.authenticator.refresh(tick(0));
  CHECK(service.send(ec_signer(), "ec") == "accepted");

  SECTION("the same client keeps its keys and is asked again") {
    REQUIRE(service.authenticator.replace_clients({client(issuer, jku)}).empty());
    CHECK(service.send(ec_signer(), "ec") == "accepted");
    service.authenticator.refresh(tick(1));
    CHECK(service.asked() == 2);
  }
  SECTION("keys from elsewhere are other keys") {
    REQUIRE(service.authenticator.replace_clients({client(issuer, "https://ehr.example/new.json")}).empty());
    CHECK(service.send(ec_signer(), "ec") == words(Rejection::no_keys));
  }
  SECTION("a client that is gone is unknown") {
    REQUIRE(service.authenticator.replace_clients({client("https://new.example", jku)}).empty());
    CHECK(service.send(ec_signer(), "ec") == words(Rejection::unknown_issuer));
  }
  SECTION("nobody is known") {
    REQUIRE(service.authenticator.replace_clients({}).empty());
    CHECK(service.send(ec_signer(), "ec") == words(Rejection::unknown_issuer));
  }
  SECTION("a replacement that cannot be meant changes nothing") {
    CHECK(lines(service.authenticator.replace_clients({client("", jku)})) ==
          std::vector<std::string>{"clients[0].issuer: a client has an issuer"});
    CHECK(service.send(ec_signer(), "ec") == "accepted");
  }
}

TEST_CASE("a token that was used before a reload stays used") {
  Service service;
  service.publish({ec_signer().jwk("ec")});
  service.authenticator.refresh(tick(0));
  CHECK(service.send(ec_signer(), "ec") == "accepted");
  REQUIRE(service.authenticator.replace_clients({client(issuer, jku)}).empty());
  service.tokens = 0;
  CHECK(service.send(ec_signer(), "ec") == words(Rejection::replayed));
}

TEST_CASE("keys that arrive for a client that was replaced meanwhile are dropped") {
  auth::ReplayMemory memory;
  auth::Authenticator* known = nullptr;
  auth::Authenticator authenticator(
      [&](const auth::Client&) -> json::Parsed<std::string> {
        CHECK(known->replace_clients({client(issuer, "https://ehr.example/new.json")}).empty());
        return {key_set({ec_signer().jwk("ec")}), {}};
      },
      [&](const auto&... about) { return memory.once(about...); });
  known = &authenticator;
  REQUIRE(authenticator.replace_clients({client(issuer, jku)}).empty());
  CHECK(authenticator.refresh(tick(0)).empty());
  CHECK(authenticator.trust()->at(std::string(issuer)).keys == nullptr);
}

TEST_CASE("what cannot be meant by a configuration of clients is named with its place") {
  auth::Client good = client(issuer, jku);
  CHECK(auth::check_clients({good}).empty());
  auth::Client nowhere = client("a", "");
  auth::Client both = client("b", jku);
  both.keys_file = "keys.json";
  auth::Client weak = client("c", jku);
  weak.algorithms = {"ES384", "HS256"};
  auth::Client mute = client("d", jku);
  mute.algorithms = {};
  auth::Client brief = client("e", jku);
  brief.max_lifetime = std::chrono::seconds(0);
  CHECK(lines(auth::check_clients({good, good, nowhere, both, weak, mute, brief})) ==
        std::vector<std::string>{"clients[1].issuer: this issuer is there twice",
                                 "clients[2].keys_url: keys come either from a file or from a URL",
                                 "clients[3].keys_url: keys come either from a file or from a URL",
                                 "clients[4].algorithms: one or both of ES384 and RS384",
                                 "clients[5].algorithms: one or both of ES384 and RS384",
                                 "clients[6].max_lifetime: a lifetime is longer than nothing"});
}

TEST_CASE("calls go on while keys and clients are being replaced") {
  Service service;
  service.publish({ec_signer().jwk("ec")});
  service.authenticator.refresh(tick(0));
  const std::vector<std::string> audiences = {std::string(endpoint)};
  const std::string good = "Bearer " + token(header(), claims());
  std::atomic<bool> done = false;
  std::atomic<int> odd = 0;
  std::atomic<int> accepted = 0;
  std::vector<std::thread> callers;
  for (int t = 0; t < 3; ++t)
    callers.emplace_back([&] {
      do {
        const auto result = service.authenticator.verify(good, audiences, at(noon));
        if (std::holds_alternative<auth::Caller>(result))
          ++accepted;
        else if (std::get<Rejection>(result) != Rejection::replayed)
          ++odd;
      } while (!done);
    });
  int failures = 0;
  for (int i = 1; i <= 100; ++i) {
    if (!service.authenticator.replace_clients({client(issuer, jku)}).empty()) ++failures;
    if (!service.authenticator.refresh(tick(i)).empty()) ++failures;
  }
  done = true;
  for (std::thread& each : callers) each.join();
  CHECK(accepted == 1);
  CHECK(odd == 0);
  CHECK(failures == 0);
}
