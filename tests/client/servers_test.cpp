// The network side against servers that fail in every way we know of. For each: an answer within the budget, the reason
// named, the token seen by nobody else.
#include "fhir/client/servers.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "tests/client/fake_server.hpp"

using namespace foresign::fhir::client;
using foresign::testing::answer;
using foresign::testing::answering;
using foresign::testing::FakeServer;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

const std::string token = "secret-token-1";
const std::string bundle = R"({"resourceType": "Bundle", "type": "searchset"})";

AllowedServer local(const std::string& base) {
  AllowedServer server;
  server.base_url = base;
  server.allow_http = true;
  server.allow_private = true;
  return server;
}

Limits quick() {
  Limits limits;
  limits.deadline = 400ms;
  return limits;
}

Answer ask_one(const std::string& base, Limits limits = quick(), const std::string& wanted = "Condition?patient=p1") {
  Servers servers(limits);
  const Fetch fetch = servers.open({local(base)}, base, token, 300s);
  REQUIRE(fetch);
  return fetch({wanted}).at(0);
}

std::string of(std::optional<Failure> failure) {
  return failure ? std::string(in_words(*failure)) : "";
}

}  // namespace

TEST_CASE("an answer comes as it is, asked with the token and nothing to unpack") {
  FakeServer server(answering([](const std::string&) { return answer(bundle); }));
  const Answer had = ask_one(server.base());
  CHECK(of(had.failure) == "");
  CHECK(had.body == bundle);
  const auto heads = server.heads();
  REQUIRE(heads.size() == 1);
  CHECK(heads[0].starts_with("GET /fhir/Condition?patient=p1 HTTP/1.1\r\n"));
  CHECK(heads[0].find("\r\nAuthorization: Bearer secret-token-1\r\n") != std::string::npos);
  CHECK(heads[0].find("\r\nAccept: application/fhir+json\r\n") != std::string::npos);
  CHECK(heads[0].find("\r\nAccept-Encoding: identity\r\n") != std::string::npos);
}

TEST_CASE("every way to fail has its reason, and takes no longer than the budget") {
  using Peer = FakeServer::Peer;
  struct Row {
    std::string name;
    FakeServer::Script script;
    Failure expected;
  };
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\n";
  const auto replies = [](const std::string& text) { return answering([text](const std::string&) { return text; }); };
  const auto drips = [](const std::string& before) -> FakeServer::Script {
    return [before](const Peer& peer, const std::string&) {
      if (!peer.send(before)) return false;
      while (peer.send("x") && peer.pause(50)) {
      }
      return false;
    };
  };
  const auto floods = [](const std::string& before, const std::string& again) -> FakeServer::Script {
    return [before, again](const Peer& peer, const std::string&) {
      if (!peer.send(before)) return false;
      while (peer.send(again)) {
      }
      return false;
    };
  };
  const std::string kilobytes(16384, 'a');
  const std::vector<Row> rows = {
      {"slow", [](const Peer& peer, const std::string&) { return peer.pause(10'000); }, Failure::too_late},
      {"dripping status line", drips("HTTP/1.1 200 "), Failure::too_late},
      {"dripping header", drips(head + "X-Y: "), Failure::too_late},
      {"dripping body", drips(head + "Content-Length: 100000\r\n\r\n{"), Failure::too_late},
      {"dripping body without length", drips(head + "\r\n{"), Failure::too_late},
      {"wrong content type", replies(answer("<html>", "200 OK", "text/html")), Failure::unusable},
      {"no content type", replies("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"), Failure::unusable},
      {"redirect", replies(answer("", "302 Found", "text/plain", "Location: /fhir/x\r\n")), Failure::failed},
      {"gzip bomb",
       replies(answer(std::string(1000, '\x1f'), "200 OK", "application/json", "Content-Encoding: gzip\r\n")),
       Failure::unusable},
      {"401", replies(answer("", "401 Unauthorized")), Failure::refused},
      {"403", replies(answer("", "403 Forbidden")), Failure::refused},
      {"404", replies(answer("", "404 Not Found")), Failure::not_found},
      {"500", replies(answer("", "500 Internal Server Error")), Failure::failed},
      {"204", replies("HTTP/1.1 204 No Content\r\n\r\n"), Failure::failed},
      {"206", replies(answer(bundle, "206 Partial Content")), Failure::failed},
      {"huge body told", replies(head + "Content-Length: 99999999\r\n\r\n"), Failure::too_large},
      {"huge body", floods(head + "\r\n", kilobytes), Failure::too_large},
      {"huge chunks", floods(head + "Transfer-Encoding: chunked\r\n\r\n", "4000\r\n" + kilobytes + "\r\n"),
       Failure::too_large},
      {"one endless chunk", floods(head + "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n", kilobytes),
       Failure::too_large},
      {"closes early",
       [head](const Peer& peer, const std::string&) {
         peer.send(head + "Content-Length: 1000\r\n\r\n{\"resource");
         return false;
       },
       Failure::interrupted},
      {"closes at once", [](const Peer&, const std::string&) { return false; }, Failure::interrupted},
      {"no HTTP", replies("220 mail.example ready\r\n"), Failure::interrupted},
      {"endless status line", floods("HTTP/1.1 200 ", kilobytes), Failure::unusable},
      {"long status line", replies("HTTP/1.1 200 " + std::string(1'000'000, 'a') + "\r\n\r\n"), Failure::unusable},
      {"endless header line", floods("HTTP/1.1 200 OK\r\nX: ", kilobytes), Failure::unusable},
      {"endless headers", floods("HTTP/1.1 200 OK\r\n", "X: y\r\n"), Failure::unusable},
      {"endless patience", floods("", "HTTP/1.1 100 Continue\r\n\r\n"), Failure::unusable},
  };
  for (const Row& row : rows) {
    FakeServer server(row.script);
    const auto begin = Clock::now();
    const Answer had = ask_one(server.base());
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    INFO(row.name);
    CHECK(of(had.failure) == in_words(row.expected));
    CHECK(had.body.empty());
    CHECK(took < 2000ms);  // 400 ms, and a busy machine
    CHECK(server.heads().size() == 1);
  }
}

TEST_CASE("a server that is down cannot be reached") {
  std::string base;
  {
    FakeServer gone(answering([](const std::string&) { return std::string(); }));
    base = gone.base();
  }
  CHECK(of(ask_one(base).failure) == in_words(Failure::unreachable));
  CHECK(of(ask_one("http://nobody.invalid/fhir").failure) == in_words(Failure::unreachable));
}

TEST_CASE("a redirect and a link elsewhere are not followed, and nobody there sees the token") {
  FakeServer other(answering([](const std::string&) { return answer(bundle); }));
  FakeServer server(answering([&](const std::string&) {
    return answer("", "307 Temporary Redirect", "text/plain", "Location: " + other.base() + "/Condition\r\n");
  }));
  CHECK(of(ask_one(server.base()).failure) == in_words(Failure::failed));
  CHECK(of(ask_one(server.base(), quick(), other.base() + "/Condition?page=2").failure) ==
        in_words(Failure::elsewhere));
  CHECK(of(ask_one(server.base(), quick(), server.base("/other/Condition?page=2")).failure) ==
        in_words(Failure::elsewhere));
  CHECK(other.heads().empty());
  CHECK(server.heads().size() == 1);
}

TEST_CASE("who may be asked, and by which token") {
  Servers servers;
  AllowedServer entry = local("http://127.0.0.1:9/fhir");
  const auto open = [&](std::string_view server, std::string_view bearer, std::chrono::seconds expires_in) {
    return static_cast<bool>(servers.open({entry}, server, bearer, expires_in));
  };
  CHECK(open("http://127.0.0.1:9/fhir", token, 300s));
  CHECK(open("HTTP://127.0.0.1:9/fhir/", token, 300s));
  CHECK_FALSE(open("http://127.0.0.1:9/fhir", "", 300s));
  CHECK_FALSE(open("http://127.0.0.1:9/fhir", token, 0s));
  CHECK_FALSE(open("http://127.0.0.1:9/fhir", token, -5s));
  CHECK_FALSE(open("http://127.0.0.1:9/fhir", "a\r\nX: y", 300s));
  CHECK_FALSE(open("http://127.0.0.1:9/other", token, 300s));
  CHECK_FALSE(open("https://127.0.0.1:9/fhir", token, 300s));
  CHECK_FALSE(open("", token, 300s));
  entry.without_token = true;
  CHECK(open("http://127.0.0.1:9/fhir", "", 0s));
  entry.allow_http = false;
  CHECK_FALSE(open("http://127.0.0.1:9/fhir", token, 300s));
  CHECK_FALSE(static_cast<bool>(servers.open({}, "http://127.0.0.1:9/fhir", token, 300s)));
}

TEST_CASE("a token that is over is not sent where none is needed") {
  FakeServer server(answering([](const std::string&) { return answer(bundle); }));
  AllowedServer entry = local(server.base());
  entry.without_token = true;
  Servers servers;
  CHECK(of(servers.open({entry}, server.base(), token, 0s)({"Patient/p1"}).at(0).failure) == "");
  REQUIRE(server.heads().size() == 1);
  CHECK(server.heads()[0].find("Authorization") == std::string::npos);
}

TEST_CASE("an address of this machine is refused unless the entry allows it") {
  FakeServer server(answering([](const std::string&) { return answer(bundle); }));
  const std::string port = std::to_string(server.port());
  for (const std::string host : {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"}) {
    CAPTURE(host);
    AllowedServer entry = local("http://" + host + ":" + port + "/fhir");
    entry.allow_private = false;
    Servers servers(quick());
    const Fetch fetch = servers.open({entry}, entry.base_url, token, 300s);
    REQUIRE(fetch);
    CHECK(of(fetch({"Patient/p1"}).at(0).failure) == in_words(Failure::forbidden_place));
  }
  CHECK(server.heads().empty());
  // Whatever order the name's addresses come in, the one that listens is found.
  CHECK(of(ask_one("http://localhost:" + port + "/fhir").failure) == "");
}

TEST_CASE("the deadline is for all calls of a request together") {
  FakeServer server(
      [](const FakeServer::Peer& peer, const std::string&) { return peer.pause(150) && peer.send(answer(bundle)); });
  Limits limits = quick();
  limits.parallel = 2;
  Servers servers(limits);
  const Fetch fetch = servers.open({local(server.base())}, server.base(), token, 300s);
  const auto begin = Clock::now();
  const auto answers = fetch(std::vector<std::string>(12, "Condition?patient=p1"));
  CHECK(Clock::now() - begin < 2s);
  CHECK_FALSE(answers.front().failure);
  CHECK(of(answers.back().failure) == in_words(Failure::too_late));
  const auto again = Clock::now();
  CHECK(of(fetch({"Patient/p1"}).at(0).failure) == in_words(Failure::too_late));
  CHECK(Clock::now() - again < 100ms);
}

TEST_CASE("calls and bytes of one request are bounded") {
  FakeServer server(answering([](const std::string&) { return answer('"' + std::string(1000, 'a') + '"'); }));
  Limits limits;
  limits.calls = 3;
  limits.parallel = 1;
  Servers servers(limits);
  const Fetch fetch = servers.open({local(server.base())}, server.base(), token, 300s);
  const auto answers = fetch(std::vector<std::string>(4, "Condition?patient=p1"));
  CHECK(of(answers.at(2).failure) == "");
  CHECK(of(answers.at(3).failure) == in_words(Failure::too_many));
  CHECK(server.heads().size() == 3);

  limits.calls = 32;
  limits.total_bytes = 2500;
  Servers frugal(limits);
  const auto some = frugal.open({local(server.base())}, server.base(), token, 300s)({"A/1", "A/2", "A/3"});
  CHECK(of(some.at(1).failure) == "");
  CHECK(of(some.at(2).failure) == in_words(Failure::too_many));
}

TEST_CASE("a server that keeps failing is left alone, for whoever asks") {
  FakeServer server(answering([](const std::string&) { return answer("", "500 Internal Server Error"); }));
  Servers servers(quick());
  const auto once = [&] {
    return of(servers.open({local(server.base())}, server.base(), token, 300s)({"Patient/p1"}).at(0).failure);
  };
  for (int i = 0; i < 3; ++i) CHECK(once() == in_words(Failure::failed));
  CHECK(once() == in_words(Failure::resting));
  CHECK(server.heads().size() == 3);
}

TEST_CASE("a server takes only so many requests at once") {
  FakeServer server(
      [](const FakeServer::Peer& peer, const std::string&) { return peer.pause(300) && peer.send(answer(bundle)); });
  Limits limits;
  limits.requests_at_once = 1;
  Servers servers(limits);
  std::thread first([&] { (void)servers.open({local(server.base())}, server.base(), token, 300s)({"Patient/p1"}); });
  while (server.heads().empty()) std::this_thread::sleep_for(5ms);
  const Answer second = servers.open({local(server.base())}, server.base(), token, 300s)({"Patient/p1"}).at(0);
  first.join();
  CHECK(of(second.failure) == in_words(Failure::busy));
}

TEST_CASE("calls of one thread share a connection where the server keeps it") {
  std::atomic<int> connections = 0;
  FakeServer server([&](const FakeServer::Peer& peer, const std::string& head) {
    ++connections;
    bool open = peer.send(answer(bundle));
    for (std::string next = peer.read_head(); open && !next.empty(); next = peer.read_head())
      open = peer.send(answer(next.substr(0, next.find(' ', 4)).empty() ? head : bundle));
    return false;
  });
  Limits limits;
  limits.parallel = 1;
  Servers servers(limits);
  const auto answers = servers.open({local(server.base())}, server.base(), token, 300s)({"A/1", "A/2", "A/3"});
  for (const Answer& one : answers) CHECK(of(one.failure) == "");
  CHECK(connections == 1);
}
