// The configuration of nginx that docs/deployment ships, with other ports and paths, in front of `foresign serve`.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fhir/json/document.hpp"
#include "tests/http/process.hpp"
#include "tests/http/tls_client.hpp"

using namespace foresign;
using namespace foresign::wire;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

const std::string nginx = "/usr/sbin/nginx";

// Whether there is an nginx to test with. FORESIGN_COMPLETE=1 (continuous integration) allows no excuse.
bool has_nginx() {
  if (std::filesystem::exists(nginx)) return true;
  const char* complete = std::getenv("FORESIGN_COMPLETE");
  if (complete != nullptr && std::string(complete) == "1") FAIL("nginx is not installed: scripts/setup nginx");
  WARN("SKIPPED: nginx is not installed; scripts/setup nginx installs it");
  return false;
}

int free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  REQUIRE(::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  ::close(descriptor);
  return ntohs(address.sin_port);
}

// The service and nginx in front of it, both as they are shipped.
struct Deployed {
  Folder folder;
  Certificate certificate{"localhost"};
  Process service;
  int service_port;
  int port = free_port();
  std::unique_ptr<Process> proxy;

  Deployed()
      : service(folder, foresign_program(),
                {"serve", "--config",
                 folder.write("settings.json",
                              R"({"port": 0, "behind_tls_proxy": true, "public_url": "https://cds.example"})"),
                 "--day", "2026-11-24"}),
        service_port(service.port()) {
    REQUIRE(service_port != 0);
    REQUIRE_FALSE(folder.write("fullchain.pem", certificate.certificate_pem()).empty());
    REQUIRE_FALSE(folder.write("key.pem", certificate.key_pem()).empty());
    const std::string here = folder.path().string();
    std::string text = text_of(std::string(FORESIGN_SOURCE_DIR) + "/docs/deployment/nginx.conf");
    // In the order of this table; each must be there, or this would test something else.
    const std::vector<std::pair<std::string, std::string>> other = {
        {"listen 443 ", "listen 127.0.0.1:" + std::to_string(port) + " "},
        {"listen [::]:443 ", "listen [::1]:" + std::to_string(port) + " "},
        {"server 127.0.0.1:8080 ", "server 127.0.0.1:" + std::to_string(service_port) + " "},
        {"/run/nginx.pid", here + "/nginx.pid"},
        {"/var/log/nginx/", here + "/"},
        {"/var/lib/nginx/", here + "/"},
        {"/etc/foresign/tls/", here + "/"},
    };
    for (const auto& [from, to] : other) {
      CAPTURE(from);
      REQUIRE(text.find(from) != std::string::npos);
      for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    }
    proxy = std::make_unique<Process>(
        folder, nginx,
        std::vector<std::string>{"-p", here, "-c", folder.write("nginx.conf", text), "-g", "daemon off;"});
    for (int i = 0; i < 500; ++i) {
      if (std::filesystem::exists(folder.path() / "nginx.pid") && is_open()) return;
      std::this_thread::sleep_for(10ms);
    }
    FAIL("nginx did not start: " << proxy->err());
  }

  ~Deployed() {
    // The workers end with their master only if it is asked.
    if (!proxy) return;
    proxy->signal(SIGTERM);
    proxy->wait();
  }

  [[nodiscard]] bool is_open() const {
    try {
      return TlsClient(port, {}).connected();
    } catch (const std::exception&) {
      return false;
    }
  }

  [[nodiscard]] std::optional<wire::Answer> ask_proxy(std::string_view request) const {
    TlsOptions options;
    options.authority = &certificate;
    TlsClient client(port, options);
    REQUIRE(client.connected());
    if (!client.send(request)) return std::nullopt;
    auto answer = client.read();
    return answer && answer->status == 100 ? client.read() : answer;
  }

  [[nodiscard]] std::string access_log() const { return text_of(folder.path() / "foresign-access.log"); }
};

std::string code_of(const wire::Answer& answer) {
  const auto document = json::read(answer.body);
  REQUIRE(document.value);
  CHECK(answer.headers.at("content-type") == "application/fhir+json");
  CHECK(answer.headers.at("access-control-allow-origin") == "*");
  return std::string(document.value->root()["issue"][std::size_t{0}]["code"].string().value_or(""));
}

}  // namespace

TEST_CASE("behind the shipped nginx a request gets the same card") {
  if (!has_nginx()) return;
  const Deployed deployed;
  const std::string body = fixture("nsclc");
  const auto direct = ask(deployed.service_port, post(body));
  REQUIRE(direct);
  for (const std::string more : {"", "Expect: 100-continue\r\n", "X-Forwarded-For: 10.0.0.1\r\nRange: bytes=0-1\r\n"}) {
    CAPTURE(more);
    const auto answer = deployed.ask_proxy(post(body, more));
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(without_ids(answer->body) == without_ids(direct->body));
    CHECK(answer->headers.at("access-control-allow-origin") == "*");
    CHECK(answer->headers.at("cache-control") == "no-store");
  }
  const auto discovery = deployed.ask_proxy(get("/cds-services"));
  REQUIRE(discovery);
  CHECK(discovery->body == ask(deployed.service_port, get("/cds-services"))->body);
  const auto kept = deployed.ask_proxy(
      "GET /cds-services HTTP/1.1\r\nHost: a\r\nIf-None-Match: " + discovery->headers.at("etag") + "\r\n\r\n");
  CHECK(kept->status == 304);
  CHECK(deployed.ask_proxy(get("/cds-services", "OPTIONS"))->status == 204);

  TlsOptions old;
  old.version = TLS1_1_VERSION;
  CHECK_FALSE(TlsClient(deployed.port, old).connected());
}

TEST_CASE("behind the shipped nginx a bad request is refused by whom it should be") {
  if (!has_nginx()) return;
  const Deployed deployed;
  // The clock of a body that does not come runs beside the rest.
  TlsClient stuck(deployed.port, {});
  const std::string whole = post(fixture("nsclc"));
  REQUIRE(stuck.send(whole.substr(0, whole.size() / 2)));
  const auto began = Clock::now();

  struct Row {
    std::string what;
    int status;
    std::string code;
    std::string request;
  };
  const std::string json_type = "Content-Type: application/json\r\n";
  const std::string start = "POST " + std::string(service_path) + " HTTP/1.1\r\nHost: a\r\n";
  const std::vector<Row> rows = {
      {"no JSON", 400, "invalid", post("hello")},
      {"the largest body", 400, "invalid", post(std::string(std::size_t{8} * 1024 * 1024, ' '))},
      {"one byte more", 413, "too-long", start + json_type + "Content-Length: 8388609\r\n\r\n"},
      {"two lengths", 400, "invalid", start + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"},
      {"no host", 400, "invalid", "GET /health HTTP/1.1\r\n\r\n"},
      {"a large head", 400, "invalid", start + "X: " + std::string(20'000, 'a') + "\r\n\r\n"},
      {"a long target", 414, "too-long", get("/" + std::string(20'000, 'a'))},
      {"another content type", 415, "not-supported", start + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}"},
      {"no such path", 404, "not-found", get("/nothing")},
      {"not to be read", 405, "not-supported", get(service_path)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto answer = deployed.ask_proxy(row.request);
    REQUIRE(answer);
    CHECK(answer->status == row.status);
    CHECK(code_of(*answer) == row.code);
  }
  // A chunked body is known in its length once nginx has read it.
  const std::string body = fixture("small-bowel");
  std::ostringstream size;
  size << std::hex << body.size();
  const auto chunked = deployed.ask_proxy(start + json_type + "Transfer-Encoding: chunked\r\n\r\n" + size.str() +
                                          "\r\n" + body + "\r\n0\r\n\r\n");
  REQUIRE(chunked);
  CHECK(chunked->status == 200);

  // nginx answers a body that stops coming by its log and by closing.
  CHECK_FALSE(stuck.read());
  CHECK(Clock::now() - began > 8s);
  CHECK(deployed.access_log().find("POST /cds-services/prior-auth-order-sign 408 ") != std::string::npos);
  CHECK(ask(deployed.service_port, get("/health"))->status == 200);
}

TEST_CASE("behind the shipped nginx nothing of a request is written down") {
  if (!has_nginx()) return;
  const Deployed deployed;
  for (const std::string& request :
       {post(fixture("nsclc"), "X-Patient: Lindqvist\r\nReferer: https://ehr.example/Lindqvist\r\n"),
        get("/cds-services?patient=Lindqvist"), get("/Patient/Lindqvist"), get("/Lindqvist" + std::string(20'000, 'a')),
        std::string("Lindqvist\r\n\r\n")})
    CHECK(deployed.ask_proxy(request));
  const std::string log = deployed.access_log();
  CHECK(log.find(" POST /cds-services/prior-auth-order-sign 200 ") != std::string::npos);
  CHECK(log.find(" GET /cds-services 200 ") != std::string::npos);
  CHECK(log.find(" GET - 404 ") != std::string::npos);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(deployed.folder.path())) {
    if (!entry.is_regular_file()) continue;
    CAPTURE(entry.path());
    CHECK(text_of(entry.path()).find("indqvist") == std::string::npos);
  }
}

TEST_CASE("behind the shipped nginx a service that is down is a 503 with a time to come back") {
  if (!has_nginx()) return;
  Deployed deployed;
  CHECK(deployed.ask_proxy(get("/health"))->status == 200);
  deployed.service.signal(SIGTERM);
  CHECK(deployed.service.wait() == 0);
  const auto answer = deployed.ask_proxy(post(fixture("nsclc")));
  REQUIRE(answer);
  CHECK(answer->status == 503);
  CHECK(answer->headers.at("retry-after") == "1");
  CHECK(code_of(*answer) == "throttled");
}

TEST_CASE("behind the shipped nginx 512 open and 64 dripping connections hold up nobody") {
  if (!has_nginx()) return;
  const Deployed deployed;
  std::vector<std::unique_ptr<TlsClient>> open;
  for (int i = 0; i < 512; ++i) {
    open.push_back(std::make_unique<TlsClient>(deployed.port, TlsOptions{}));
    REQUIRE(open.back()->connected());
    REQUIRE(open.back()->send(get("/health")));
    REQUIRE(open.back()->read()->status == 200);
  }
  const std::string request = post(fixture("nsclc"));
  const std::size_t head = request.find("\r\n\r\n") + 4;
  std::vector<std::unique_ptr<TlsClient>> slow;
  for (std::size_t i = 0; i < 64; ++i) {
    slow.push_back(std::make_unique<TlsClient>(deployed.port, TlsOptions{}));
    REQUIRE(slow.back()->connected());
    // Half of them drip in their heads, half in their bodies.
    REQUIRE(slow.back()->send(std::string_view(request).substr(0, i % 2 == 0 ? 20 : head)));
  }
  std::vector<double> seconds;
  for (std::size_t n = 0; n < 20; ++n) {
    for (std::size_t i = 0; i < slow.size(); ++i)
      REQUIRE(slow[i]->send(std::string_view(request).substr((i % 2 == 0 ? 20 : head) + n, 1)));
    const auto began = Clock::now();
    const auto answer = deployed.ask_proxy(request);
    seconds.push_back(std::chrono::duration<double>(Clock::now() - began).count());
    REQUIRE(answer);
    CHECK(answer->status == 200);
    std::this_thread::sleep_for(50ms);
  }
  // All but the slowest: the machine may be busy with something else once.
  std::sort(seconds.begin(), seconds.end());
  CHECK(seconds[seconds.size() - 2] < 1);
  // None of those who wait was let go.
  for (const std::size_t i : {std::size_t{0}, std::size_t{255}, std::size_t{511}}) {
    REQUIRE(open[i]->send(request));
    CHECK(open[i]->read()->status == 200);
  }
}
