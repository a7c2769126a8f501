// TLS in the service: which versions, which certificates, and that nobody can hold up the others.
#include <sys/socket.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/http/process.hpp"
#include "tests/http/tls_client.hpp"

using namespace foresign;
using namespace foresign::wire;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

// An authority, a certificate for the service and one for a client, in files.
struct Authority {
  Folder folder;
  Certificate root{"An authority"};
  Certificate service{"localhost", &root};
  Certificate client{"An EHR", &root};

  [[nodiscard]] TlsFiles files() const {
    return {folder.write("certificate.pem", service.certificate_pem()), folder.write("key.pem", service.key_pem()), {}};
  }
  [[nodiscard]] http::Settings settings() const {
    http::Settings settings;
    settings.tls = files();
    return settings;
  }
  [[nodiscard]] http::Settings settings_of_mutual_tls() const {
    http::Settings settings = this->settings();
    settings.tls.client_ca = folder.write("clients.pem", root.certificate_pem());
    return settings;
  }
};

// With TLS 1.3 a refused client learns so with its first answer only.
std::optional<wire::Answer> ask_health(TlsClient& client) {
  if (!client.connected() || !client.send(get("/health"))) return std::nullopt;
  return client.read();
}

}  // namespace

TEST_CASE("TLS 1.2 and 1.3 are spoken, and what is said is the same as without") {
  const Authority authority;
  const Running service(authority.settings());
  const auto [version, name] =
      GENERATE(table<int, std::string>({{TLS1_2_VERSION, "TLSv1.2"}, {TLS1_3_VERSION, "TLSv1.3"}}));
  CAPTURE(name);
  TlsOptions options;
  options.version = version;
  options.protocol = "http/1.1";
  options.authority = &authority.root;
  TlsClient client(service.port(), options);
  REQUIRE(client.connected());
  CHECK(SSL_get_version(client.ssl()) == name);
  const unsigned char* protocol = nullptr;
  unsigned int length = 0;
  SSL_get0_alpn_selected(client.ssl(), &protocol, &length);
  CHECK(std::string(reinterpret_cast<const char*>(protocol), length) == "http/1.1");

  const std::string body = fixture("nsclc");
  const Running plain;
  const auto expected = ask(plain.port(), post(body));
  for (int i = 0; i < 3; ++i) {
    REQUIRE(client.send(post(body)));
    const auto answer = client.read();
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(without_ids(answer->body) == without_ids(expected->body));
  }
}

TEST_CASE("what has been given up is not spoken") {
  struct Row {
    std::string what;
    int version;
    std::string ciphers;
    std::string protocol;
  };
  const auto row = GENERATE(values<Row>({
      {"TLS 1.0", TLS1_VERSION, "", ""},
      {"TLS 1.1", TLS1_1_VERSION, "", ""},
      {"no forward secrecy", TLS1_2_VERSION, "AES128-GCM-SHA256", ""},
      {"CBC", TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA", ""},
      {"no authentication", TLS1_2_VERSION, "AECDH-AES128-SHA", ""},
      {"no encryption", TLS1_2_VERSION, "ECDHE-ECDSA-NULL-SHA", ""},
      {"another protocol", TLS1_3_VERSION, "", "h2"},
  }));
  CAPTURE(row.what);
  const Authority authority;
  const Running service(authority.settings());
  TlsOptions options;
  options.version = row.version;
  options.ciphers = row.ciphers;
  options.protocol = row.protocol;
  CHECK_FALSE(TlsClient(service.port(), options).connected());
  TlsClient good(service.port(), {});
  CHECK(ask_health(good)->status == 200);
}

TEST_CASE("a client cannot negotiate again") {
  const Authority authority;
  const Running service(authority.settings());
  TlsOptions options;
  options.version = TLS1_2_VERSION;
  TlsClient client(service.port(), options);
  REQUIRE(client.connected());
  CHECK(SSL_renegotiate(client.ssl()) == 1);
  CHECK(SSL_do_handshake(client.ssl()) != 1);
}

TEST_CASE("plain HTTP where TLS is spoken is let go and harms nobody") {
  const Authority authority;
  const Running service(authority.settings());
  const auto bytes = GENERATE(as<std::string>(), get("/health"), "\r\n\r\n\r\n", std::string(100'000, '\xff'),
                              std::string("\x16\x03\x01\xff\xff\xff\xff\xff\xff", 9) + std::string(70'000, 'a'));
  Client client(service.port());
  client.send(bytes);
  ::shutdown(client.descriptor(), SHUT_WR);
  CHECK_FALSE(client.read());
  TlsClient good(service.port(), {});
  CHECK(ask_health(good)->status == 200);
}

TEST_CASE("mutual TLS serves those whom the authority knows, and no one else") {
  const Authority authority;
  const Certificate stranger("A stranger");
  const Certificate other_root("An authority");
  const Certificate forged("An EHR", &other_root);
  const Running service(authority.settings_of_mutual_tls());
  const auto version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  CAPTURE(version);
  for (const Certificate* own : {static_cast<const Certificate*>(nullptr), &stranger, &forged}) {
    TlsOptions options;
    options.version = version;
    options.own = own;
    TlsClient client(service.port(), options);
    CHECK_FALSE(ask_health(client));
  }
  TlsOptions options;
  options.version = version;
  options.own = &authority.client;
  TlsClient client(service.port(), options);
  const auto answer = ask_health(client);
  REQUIRE(answer);
  CHECK(answer->status == 200);

  // A session that is resumed is still the one of a known client.
  const std::unique_ptr<SSL_SESSION, void (*)(SSL_SESSION*)> session(SSL_get1_session(client.ssl()), SSL_SESSION_free);
  options.session = session.get();
  TlsClient again(service.port(), options);
  CHECK(ask_health(again)->status == 200);
  CHECK(SSL_session_reused(again.ssl()) == 1);
}

TEST_CASE("clients that are slow to shake hands do not hold up the others") {
  const Authority authority;
  const Running service(authority.settings());
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 64; ++i) {
    slow.push_back(std::make_unique<Client>(service.port()));
    slow.back()->send("\x16");  // the first byte of a ClientHello
  }
  const auto began = Clock::now();
  TlsClient good(service.port(), {});
  CHECK(ask_health(good)->status == 200);
  CHECK(Clock::now() - began < 2s);  // the slow ones have five
}

TEST_CASE("a handshake that drips comes to an end") {
  const Authority authority;
  const Running service(authority.settings());
  Client client(service.port());
  std::atomic<bool> over = false;
  const std::string hello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);  // announces 512 bytes
  client.send(hello);
  const auto began = Clock::now();
  std::thread dripping([&] {
    while (!over) {
      client.send("a");
      std::this_thread::sleep_for(100ms);
    }
  });
  CHECK(client.closed());
  over = true;
  dripping.join();
  CHECK(Clock::now() - began > 4s);
  CHECK(Clock::now() - began < 9s);
}

TEST_CASE("a body of the largest size comes through TLS, and the next request too") {
  const Authority authority;
  const Running service(authority.settings());
  TlsClient client(service.port(), {});
  REQUIRE(client.connected());
  const std::string largest(std::size_t{8} * 1024 * 1024, ' ');
  REQUIRE(client.send(post(largest)));
  CHECK(client.read()->status == 400);
  REQUIRE(client.send(get("/health") + post(fixture("nsclc")) + get("/nothing")));
  CHECK(client.read()->status == 200);
  CHECK(client.read()->body.find("org.foresign.determination") != std::string::npos);
  CHECK(client.read()->status == 404);
}

TEST_CASE("under load every client of TLS gets the same answer") {
  const Authority authority;
  const Running service(authority.settings());
  const std::string request = post(fixture("small-bowel"));
  std::set<std::string> bodies;
  std::size_t answers = 0;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int connection = 0; connection < 5; ++connection) {
        TlsClient client(service.port(), {});
        for (int n = 0; n < 10; ++n) {
          const bool sent = client.connected() && client.send(request);
          const auto answer = sent ? client.read() : std::nullopt;
          const std::lock_guard lock(mutex);
          answers += answer && answer->status == 200 ? 1 : 0;
          bodies.insert(answer ? without_ids(answer->body) : "none");
        }
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(answers == 400);
  CHECK(bodies.size() == 1);
}

TEST_CASE("a service that stops says goodbye to those who are idle") {
  const Authority authority;
  auto service = std::make_unique<Running>(authority.settings());
  TlsClient client(service->port(), {});
  REQUIRE(ask_health(client));
  std::thread ending([&] { service.reset(); });
  CHECK_FALSE(client.read());
  CHECK((SSL_get_shutdown(client.ssl()) & SSL_RECEIVED_SHUTDOWN) != 0);
  ending.join();
}

TEST_CASE("a certificate or key that cannot be used is named before the service starts") {
  const Authority authority;
  const TlsFiles good = authority.files();
  const std::string other = authority.folder.write("other.pem", Certificate("Another").key_pem());
  const std::string locked = authority.folder.write("locked.pem", authority.service.key_pem("a passphrase"));
  const std::string junk = authority.folder.write("junk.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n");
  struct Row {
    std::string what;
    TlsFiles files;
    std::string says;
  };
  const std::vector<Row> rows = {
      {"all is well", good, ""},
      {"no certificate", {junk, good.key, ""}, "`" + junk + "` is no PEM certificate: "},
      {"the key is no key", {good.certificate, junk, ""}, "`" + junk + "` is no PEM key without a passphrase: "},
      {"a key under a passphrase",
       {good.certificate, locked, ""},
       "`" + locked + "` is no PEM key without a passphrase"},
      {"another's key",
       {good.certificate, other, ""},
       "`" + other + "` is not the key of the certificate `" + good.certificate + "`"},
      {"a missing file", {"/nowhere/c.pem", good.key, ""}, "`/nowhere/c.pem` is no PEM certificate: "},
      {"no authority", {good.certificate, good.key, junk}, "`" + junk + "` holds no PEM certificate: "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    http::Settings settings;
    settings.port = 0;
    settings.tls = row.files;
    http::Server server(library(), http::World{fixture_day, [] { return std::string("id"); }}, settings);
    const std::string why = server.listen();
    CAPTURE(why);
    CHECK(why.empty() == row.says.empty());
    CHECK(why.starts_with(row.says));
    CHECK(why.find("unknown") == std::string::npos);
    server.stop();
  }
}
