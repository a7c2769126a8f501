// Fetching key sets over real sockets, from servers that behave and from servers that do not.
#include "cds/http/key_set_fetch.hpp"

#include <httplib.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "cds/auth/key_set.hpp"
#include "cds/http/key_refresher.hpp"
#include "tests/client/fake_server.hpp"
#include "tests/http/process.hpp"
#include "tests/http/tls_client.hpp"

using namespace foresign;
using namespace std::chrono_literals;
using testing::FakeServer;
using wire::Certificate;
using wire::Folder;

namespace {

constexpr std::string_view set = R"({"keys":[]})";

// A server on a free port of this machine that runs as long as this lives.
class Running {
 public:
  explicit Running(std::unique_ptr<httplib::Server> server, std::string address = "127.0.0.1")
      : server_(std::move(server)), address_(std::move(address)) {
    port_ = server_->bind_to_any_port(address_);
    REQUIRE(port_ > 0);
    thread_ = std::thread([this] { server_->listen_after_bind(); });
    while (!server_->is_running()) std::this_thread::sleep_for(1ms);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    server_->stop();
    thread_.join();
  }
  [[nodiscard]] std::string at(const std::string& path, const char* scheme = "http://") const {
    return scheme + address_ + ":" + std::to_string(port_) + path;
  }

 private:
  std::unique_ptr<httplib::Server> server_;
  std::string address_;
  int port_ = 0;
  std::thread thread_;
};

auth::Client at_url(const std::string& url) {
  auth::Client client;
  client.issuer = "https://ehr.example";
  client.keys_url = url;
  return client;
}

// The text, or the reason why there is none.
std::string outcome(const auth::Client& client, const http::FetchLimits& limits = {}) {
  const auto fetched = http::fetch_keys(client, limits);
  if (fetched.value) return *fetched.value;
  REQUIRE(fetched.issues.size() == 1);
  return fetched.issues[0].message;
}

}  // namespace

TEST_CASE("keys come from https only, or from this machine") {
  const auto [text, host, port, target] = GENERATE(table<std::string, std::string, int, std::string>({
      {"https://ehr.example/jwks.json", "ehr.example", 443, "/jwks.json"},
      {"https://ehr.example:8443/a/b?c=d", "ehr.example", 8443, "/a/b?c=d"},
      {"https://ehr.example", "ehr.example", 443, "/"},
      {"https://ehr.example?c", "ehr.example", 443, "/?c"},
      {"https://[2001:db8::1]:8443/k", "2001:db8::1", 8443, "/k"},
      {"http://127.0.0.1:8080/k", "127.0.0.1", 8080, "/k"},
      {"http://localhost/k", "localhost", 80, "/k"},
      {"http://[::1]:80/k", "::1", 80, "/k"},
  }));
  CAPTURE(text);
  const auto read = http::read_key_url(text);
  REQUIRE(read);
  CHECK(read->server.tls == text.starts_with("https://"));
  CHECK(read->server.host == host);
  CHECK(read->server.port == port);
  CHECK(read->target == target);
}

TEST_CASE("an address that is not plainly https is refused") {
  const auto url = GENERATE(values<std::string>({"",
                                                 "ehr.example",
                                                 "http://ehr.example/k",
                                                 "http://127.evil.example/k",
                                                 "http://localhost.evil.example/k",
                                                 "ftp://ehr.example/k",
                                                 "file:///etc/passwd",
                                                 "HTTPS://ehr.example/k",
                                                 "https://",
                                                 "https:///k",
                                                 "https://user@ehr.example/k",
                                                 "https://127.0.0.1@evil.example/k",
                                                 "http://127.0.0.1:80@evil.example/k",
                                                 "https://ehr.example:/k",
                                                 "https://ehr.example:https/k",
                                                 "https://ehr.example:123456/k",
                                                 "https://ehr.example:65536/k",
                                                 "https://ehr.example/k/",
                                                 "https://ehr.example/../k",
                                                 "https://ehr.example/k#f",
                                                 "https://ehr.example/a b",
                                                 "https://ehr.example/k\r\nX: y",
                                                 "https://ehr .example/k",
                                                 "https://[::1/k",
                                                 "https://[]/k",
                                                 "https://[evil.example]/k",
                                                 "https://ehr.example\\k"}));
  CAPTURE(url);
  CHECK_FALSE(http::read_key_url(url));
  CHECK(outcome(at_url(url)) == "keys are fetched from https only, or from http on this machine");
}

TEST_CASE("a key set is fetched from a server that answers well, and from no other") {
  auto server = std::make_unique<httplib::Server>();
  std::atomic<int> elsewhere = 0;
  const auto answer = [](int status, const std::string& body, const char* type) {
    return [=](const httplib::Request&, httplib::Response& response) {
      response.status = status;
      response.set_content(body, type);
    };
  };
  server->Get("/ok", answer(200, std::string(set), "application/json"));
  server->Get("/jwk-set", answer(200, std::string(set), "application/jwk-set+json; charset=utf-8"));
  server->Get("/html", answer(200, std::string(set), "text/html"));
  server->Get("/untyped", [](const httplib::Request&, httplib::Response& response) { response.body = set; });
  server->Get("/500", answer(500, std::string(set), "application/json"));
  server->Get("/203", answer(203, std::string(set), "application/json"));
  server->Get("/redirect",
              [](const httplib::Request&, httplib::Response& response) { response.set_redirect("/elsewhere"); });
  server->Get("/elsewhere", [&](const httplib::Request&, httplib::Response&) { ++elsewhere; });
  server->Get("/packed", [](const httplib::Request&, httplib::Response& response) {
    response.set_header("Content-Encoding", "gzip");
    response.set_content("\x1f\x8b", "application/json");
  });
  server->Get("/largest", answer(200, std::string(auth::largest_key_set, ' '), "application/json"));
  server->Get("/huge", answer(200, std::string(auth::largest_key_set + 1, ' '), "application/json"));
  server->Get("/endless", [](const httplib::Request&, httplib::Response& response) {
    response.set_chunked_content_provider("application/json", [](std::size_t, httplib::DataSink& sink) {
      const std::string some(10'000, ' ');
      return sink.write(some.data(), some.size());
    });
  });
  server->Get("/headers", [](const httplib::Request& request, httplib::Response& response) {
    const bool bare = request.get_header_value("Accept-Encoding") == "identity" &&
                      !request.has_header("Authorization") && request.target == "/headers?a=%2F";
    response.set_content(bare ? std::string(set) : "no", "application/json");
  });
  const Running running(std::move(server));
  CHECK(outcome(at_url(running.at("/ok"))) == set);
  CHECK(outcome(at_url(running.at("/jwk-set"))) == set);
  CHECK(outcome(at_url(running.at("/headers?a=%2F"))) == set);
  CHECK(outcome(at_url(running.at("/html"))) == "answer is not JSON");
  CHECK(outcome(at_url(running.at("/untyped"))) == "answer is not JSON");
  CHECK(outcome(at_url(running.at("/500"))) == "server answered 500");
  CHECK(outcome(at_url(running.at("/203"))) == "server answered 203");
  CHECK(outcome(at_url(running.at("/missing"))) == "server answered 404");
  CHECK(outcome(at_url(running.at("/redirect"))) == "server answered 302");
  CHECK(elsewhere == 0);
  CHECK(outcome(at_url(running.at("/packed"))) == "answer is compressed");
  CHECK(outcome(at_url(running.at("/largest"))).size() == auth::largest_key_set);
  CHECK(outcome(at_url(running.at("/huge"))) == "answer is too long");
  CHECK(outcome(at_url(running.at("/endless"))) == "answer is too long");
}

TEST_CASE("a server that drips or is silent is left after the deadline") {
  auto server = std::make_unique<httplib::Server>();
  std::atomic<bool> done = false;
  server->Get("/drip", [&](const httplib::Request&, httplib::Response& response) {
    response.set_chunked_content_provider("application/json", [&](std::size_t, httplib::DataSink& sink) {
      std::this_thread::sleep_for(20ms);
      return !done && sink.write(" ", 1);
    });
  });
  server->Get("/silent", [&](const httplib::Request&, httplib::Response&) {
    while (!done) std::this_thread::sleep_for(5ms);
  });
  const Running running(std::move(server));
  for (const char* path : {"/drip", "/silent"}) {
    CAPTURE(path);
    const auto start = std::chrono::steady_clock::now();
    CHECK(outcome(at_url(running.at(path)), {300ms, {}}) == "server took too long");
    const auto took = std::chrono::steady_clock::now() - start;
    CHECK(took >= 290ms);
    CHECK(took < 2s);
  }
  done = true;
}

TEST_CASE("a head without bounds is left, and nobody falls over it") {
  const auto floods = [](const std::string& start, const std::string& more) {
    return [=](const FakeServer::Peer& peer, const std::string&) {
      peer.send(start);
      while (peer.send(more)) {
      }
      return false;
    };
  };
  const std::string kilobyte(1024, 'a');
  struct Row {
    std::string what;
    FakeServer::Script script;
    std::string says = "head of the answer is too long";
  };
  const std::vector<Row> rows = {
      {"a long status line", testing::answering([](const std::string&) {
         return "HTTP/1.1 200 " + std::string(1'000'000, 'a') + "\r\n\r\n";
       })},
      {"an endless status line", floods("HTTP/1.1 200 ", kilobyte)},
      {"an endless header line", floods("HTTP/1.1 200 OK\r\nX: ", kilobyte)},
      {"endless headers", floods("HTTP/1.1 200 OK\r\n", "X: y\r\n")},
      {"a status line that drips",
       [](const FakeServer::Peer& peer, const std::string&) {
         for (peer.send("HTTP/1.1 200 "); peer.send("a");) peer.pause(20);
         return false;
       },
       "server took too long"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const FakeServer server(row.script);
    const auto start = std::chrono::steady_clock::now();
    CHECK(outcome(at_url(server.base("/keys")), {1s, {}}) == row.says);
    CHECK(std::chrono::steady_clock::now() - start < 3s);
  }
}

TEST_CASE("a server that is not there is reported at once") {
  std::string url;
  {
    const Running gone(std::make_unique<httplib::Server>());
    url = gone.at("/ok");
  }
  CHECK(outcome(at_url(url)) == "server cannot be asked: Connection");
}

TEST_CASE("keys are taken from a server only if its certificate holds") {
  const Certificate certificate("The keys' server");  // for 127.0.0.1
  const auto address = GENERATE("127.0.0.1", "127.0.0.2");
  CAPTURE(address);
  auto server = std::make_unique<httplib::SSLServer>(certificate.certificate(), certificate.key());
  server->Get("/ok", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(std::string(set), "application/json");
  });
  const Running running(std::move(server), address);
  const Folder folder;
  const std::string file = folder.write("authorities.pem", certificate.certificate_pem());
  const auth::Client client = at_url(running.at("/ok", "https://"));
  CHECK(outcome(client) == "server cannot be asked: SSLServerVerification");
  // Trusted, but perhaps for another address.
  const bool same = std::string_view(address) == "127.0.0.1";
  CHECK(outcome(client, {3000ms, file}) == (same ? set : "server cannot be asked: SSLServerVerification"));
}

TEST_CASE("keys are not asked for by TLS 1.1") {
  const Certificate certificate("The keys' server");
  auto server = std::make_unique<httplib::SSLServer>(certificate.certificate(), certificate.key());
  SSL_CTX_set_security_level(server->ssl_context(), 0);
  SSL_CTX_set_min_proto_version(server->ssl_context(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(server->ssl_context(), TLS1_1_VERSION);
  server->Get("/ok", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(std::string(set), "application/json");
  });
  const Running running(std::move(server));
  const Folder folder;
  const std::string file = folder.write("authorities.pem", certificate.certificate_pem());
  CHECK(outcome(at_url(running.at("/ok", "https://")), {3000ms, file}) == "server cannot be asked: SSLConnection");
}

TEST_CASE("a key set is read from a file under the same limit") {
  const Folder folder;
  const auto in_file = [](const std::string& name) {
    auth::Client client;
    client.keys_file = name;
    return outcome(client);
  };
  CHECK(in_file(folder.write("ok.json", set)) == set);
  CHECK(in_file(folder.write("largest.json", std::string(auth::largest_key_set, ' '))).size() == auth::largest_key_set);
  CHECK(in_file(folder.write("huge.json", std::string(auth::largest_key_set + 1, ' '))) == "file is too long");
  CHECK(in_file(folder.write("empty.json", "")) == "file cannot be read");
  CHECK(in_file((folder.path() / "missing.json").string()) == "file cannot be read");
  CHECK(in_file(folder.path().string()) == "file cannot be read");
  CHECK(in_file("/dev/zero") == "file is too long");
}

TEST_CASE("a key file that changes is read again while the service runs") {
  const Folder folder;
  auth::Client client;
  client.issuer = "https://ehr.example";
  client.keys_file = folder.write("keys.json", "nonsense");
  auth::Authenticator authenticator([](const auth::Client& each) { return http::fetch_keys(each); },
                                    [](const auto&...) { return auth::Use::no_room; });
  REQUIRE(authenticator.replace_clients({client}).empty());
  std::mutex mutex;
  std::vector<std::string> log;
  const auto lines = [&] {
    const std::lock_guard lock(mutex);
    return log.size();
  };
  {
    const http::KeyRefresher refresher(authenticator, [&](const json::Issue& issue) {
      const std::lock_guard lock(mutex);
      log.emplace_back(issue.path);
    });
    for (int i = 0; i < 500 && lines() == 0; ++i) std::this_thread::sleep_for(10ms);
  }
  REQUIRE(log.size() == 1);
  CHECK(log[0] == "https://ehr.example");
  CHECK(authenticator.trust()->at("https://ehr.example").keys == nullptr);
  // The base point of the curve: a sound key, and one that opens nothing.
  client.keys_file =
      folder.write("keys.json", R"({"keys":[{"kid":"k","kty":"EC","crv":"P-384",)"
                                R"("x":"qofKIr6LBTeOscce8yCtdG4dO2KLp5uYWfdB4IJUKjhVAvJdv1UpbDpUXjhydgq3",)"
                                R"("y":"NhfeSpYmLG9dnpi_kpLcKfj0Hb0omhR86doxE7XwuMAKYLHOHX6BnXpDHXyQ6g5f"}]})");
  const http::KeyRefresher again(authenticator, [](const json::Issue&) {});
  const auto later = std::chrono::steady_clock::now() + 2min;
  CHECK(authenticator.refresh(later).empty());
  REQUIRE(authenticator.trust()->at("https://ehr.example").keys);
  CHECK(authenticator.trust()->at("https://ehr.example").keys->contains("k"));
}
