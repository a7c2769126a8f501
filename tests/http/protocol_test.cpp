// The protocol around a call: who may call, what may be kept, what a page in a browser gets to see.
#include <sys/socket.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "cds/http/etag.hpp"
#include "fhir/json/document.hpp"
#include "tests/http/wire.hpp"

using namespace foresign;
using namespace foresign::wire;
using namespace std::chrono_literals;

namespace {

std::string asking(std::string_view method, std::string_view path, std::string_view headers) {
  return std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\n";
}

// Everything that is answered but what is new with each request.
std::string without_request_id(wire::Answer answer) {
  answer.headers.erase("x-request-id");
  answer.headers.erase("date");
  std::string text = std::to_string(answer.status) + "\n";
  for (const auto& [name, value] : answer.headers) text += name + ": " + value + "\n";
  return text + "\n" + answer.body;
}

// A service that knows one token, and what it was asked.
struct Guarded {
  std::mutex mutex;
  std::vector<std::string> asked;
  Running service;

  std::vector<std::string> all_asked() {
    const std::lock_guard lock(mutex);
    return asked;
  }
  static http::Settings settings() {
    http::Settings settings;
    settings.public_url = "https://cds.example/here";
    settings.allow_origins = {"https://ehr.example"};
    return settings;
  }
  Guarded()
      : service(settings(), fixture_day, [this](std::string_view authorization, std::string_view audience) {
          const std::lock_guard lock(mutex);
          asked.push_back(std::string(authorization) + " for " + std::string(audience));
          return authorization == "Bearer good"
                     ? std::variant<auth::Caller, auth::Rejection>(auth::Caller{"https://ehr.example", "", "t1"})
                     : auth::Rejection::signature;
        }) {}
};

}  // namespace

TEST_CASE("a known client is served and is asked for a token of this very address once") {
  Guarded guarded;
  const int port = guarded.service.port();
  const std::string body = fixture("small-bowel");
  CHECK(ask(port, asking("GET", "/cds-services", "Authorization: Bearer good\r\n"))->status == 200);
  CHECK(ask(port, post(body, "Authorization: Bearer good\r\n"))->status == 200);
  // A token may be good for one call only, also where the client waits for `100 Continue`.
  const std::string waiting = post(body, "Authorization: Bearer good\r\nExpect: 100-continue\r\n");
  Client client(port);
  client.send(waiting.substr(0, waiting.size() - body.size()));
  CHECK(client.read()->status == 100);
  client.send(body);
  CHECK(client.read()->status == 200);
  const std::string service = "Bearer good for https://cds.example/here/cds-services/prior-auth-order-sign";
  CHECK(guarded.all_asked() ==
        std::vector<std::string>{"Bearer good for https://cds.example/here/cds-services", service, service});
}

TEST_CASE("a stranger gets a bare 401, the same for every reason") {
  Guarded guarded;
  const int port = guarded.service.port();
  std::set<std::string> answers;
  for (const std::string authorization : {"", "Authorization: Bearer bad\r\n", "Authorization: Basic Z29vZA==\r\n",
                                          "Authorization: \r\n", "Authorization: Bearer good \t x\r\n"}) {
    CAPTURE(authorization);
    const auto answer = ask(port, asking("GET", "/cds-services", "Origin: https://ehr.example\r\n" + authorization));
    REQUIRE(answer);
    CHECK(answer->status == 401);
    CHECK(answer->body.empty());
    CHECK(answer->headers.at("www-authenticate") == "Bearer error=\"invalid_token\"");
    CHECK(answer->headers.at("content-length") == "0");
    CHECK_FALSE(answer->headers.contains("content-type"));
    CHECK(answer->headers.at("access-control-allow-origin") == "https://ehr.example");
    answers.insert(without_request_id(*answer));
  }
  CHECK(answers.size() == 1);
}

TEST_CASE("a stranger learns nothing of what else is wrong, and his body is not read") {
  Guarded guarded;
  const auto headers = GENERATE(as<std::string>(), "Content-Type: application/json\r\nContent-Length: 2\r\n",
                                "Content-Type: text/plain\r\nContent-Length: 2\r\n",
                                "Content-Type: application/json\r\nContent-Length: 999999999\r\n",
                                "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n",
                                "Transfer-Encoding: chunked\r\n");
  CAPTURE(headers);
  Client client(guarded.service.port());
  client.send(asking("POST", service_path, headers));
  const auto answer = client.read();
  REQUIRE(answer);
  CHECK(answer->status == 401);
  CHECK(answer->headers.at("connection") == "close");
  CHECK(client.closed());
}

TEST_CASE("without a token one may ask for health and, as browsers do, beforehand") {
  Guarded guarded;
  const int port = guarded.service.port();
  CHECK(ask(port, get("/health"))->status == 200);
  CHECK(ask(port, get("/nothing"))->status == 404);
  CHECK(ask(port, get(service_path))->status == 405);
  for (const std::string path : {"/health", "/cds-services", "/cds-services/prior-auth-order-sign"}) {
    CAPTURE(path);
    const auto answer = ask(port, asking("OPTIONS", path,
                                         "Origin: https://ehr.example\r\nAccess-Control-Request-Method: POST\r\n"
                                         "Access-Control-Request-Headers: authorization,content-type\r\n"));
    REQUIRE(answer);
    CHECK(answer->status == 204);
    CHECK(answer->headers.at("access-control-allow-headers") == "authorization, content-type");
  }
  CHECK(guarded.all_asked().empty());
}

TEST_CASE("OPTIONS names the methods of a path and of the server") {
  const auto [path, methods] = GENERATE(table<std::string, std::string>({
      {"/health", "GET, HEAD, OPTIONS"},
      {"/cds-services", "GET, HEAD, OPTIONS"},
      {"/cds-services/prior-auth-order-sign", "POST, OPTIONS"},
      {"*", "GET, HEAD, POST, OPTIONS"},
  }));
  CAPTURE(path);
  const Running service;
  const auto answer = ask(service.port(), get(path, "OPTIONS"));
  REQUIRE(answer);
  CHECK(answer->status == 204);
  CHECK(answer->headers.at("allow") == methods);
}

TEST_CASE("an entity tag is compared weakly, alone, in a list or by a star") {
  const std::string tag = "W/\"abc\"";
  const auto [value, same] = GENERATE(table<std::string, bool>({
      {"W/\"abc\"", true},
      {"\"abc\"", true},
      {"*", true},
      {" * ", true},
      {"\"x\", W/\"abc\"", true},
      {"\"x,y\" ,, \"abc\"", true},
      {"", false},
      {"abc", false},
      {"\"ABC\"", false},
      {"\"x, \"abc", false},
      {"w/\"abc\"", false},
      {"\"abc", false},
      {"W/", false},
      {"\"x\" \"abc\"", false},
      {"\"x\", *", false},
  }));
  CAPTURE(value);
  CHECK(http::names_etag(value, tag) == same);
}

TEST_CASE("discovery may be kept and is asked for again in a few bytes") {
  const Running service;
  Client client(service.port());
  client.send(get("/cds-services"));
  const auto first = client.read();
  REQUIRE(first);
  const std::string tag = first->headers.at("etag");
  CHECK(tag.starts_with("W/\""));
  CHECK(first->headers.at("cache-control") == "no-cache");
  CHECK(first->headers.at("vary") == "Origin, Accept-Encoding");
  for (const std::string method : {"GET", "HEAD"})
    for (const std::string& value : {tag, tag.substr(2), std::string("*"), "\"other\", " + tag}) {
      CAPTURE(method, value);
      client.send(asking(method, "/cds-services", "If-None-Match: " + value + "\r\n"));
      const auto again = client.read(true);
      REQUIRE(again);
      CHECK(again->status == 304);
      CHECK(again->headers.at("etag") == tag);
      CHECK(again->headers.at("access-control-allow-origin") == "*");
      CHECK_FALSE(again->headers.contains("content-type"));
      CHECK_FALSE(again->headers.contains("content-length"));
    }
  client.send(asking("GET", "/cds-services", "If-None-Match: \"other\"\r\n"));
  CHECK(client.read()->body == first->body);

  http::Settings settings;
  settings.discovery_versions = true;
  const Running other(std::move(settings));
  const auto versions = ask(other.port(), get("/cds-services"));
  CHECK(versions->headers.at("etag") != tag);
  CHECK(versions->body.find("\"version\":\"2.0.1\"") != std::string::npos);
}

TEST_CASE("nothing but discovery may be kept") {
  const Running service;
  for (const std::string& request : {get("/health"), get("/nothing"), post(fixture("nsclc")), post("hello")}) {
    CAPTURE(request);
    const auto answer = ask(service.port(), request);
    REQUIRE(answer);
    CHECK(answer->headers.at("cache-control") == "no-store");
    CHECK_FALSE(answer->headers.contains("etag"));
  }
}

TEST_CASE("a page of a listed origin sees every answer, errors too") {
  http::Settings settings;
  settings.allow_origins = {"https://ehr.example", "https://other.example"};
  settings.max_body_bytes = 1024;
  const Running service(std::move(settings));
  const std::string origin = "Origin: https://ehr.example\r\n";
  struct Row {
    int status;
    std::string request;
  };
  const std::vector<Row> rows = {
      {200, asking("GET", "/health", origin)},
      {204, asking("OPTIONS", "/cds-services", origin)},
      {304, asking("GET", "/cds-services", origin + "If-None-Match: *\r\n")},
      {400, post("hello", origin)},
      {400, asking("GET", "/health", origin + "Content-Length: x\r\n")},
      {404, asking("GET", "/nothing", origin)},
      {405, asking("BREW", "/health", origin)},
      {411, asking("POST", service_path, origin)},
      {413, post(std::string(1025, ' '), origin)},
      {414, asking("GET", "/" + std::string(5000, 'a'), origin)},
      {415, asking("POST", service_path, origin + "Content-Type: text/plain\r\nContent-Length: 2\r\n")},
      {417, asking("GET", "/health", origin + "Expect: more\r\n")},
      {431, asking("GET", "/health", origin + "X: " + std::string(40'000, 'a') + "\r\n")},
      {501, asking("GET", "/health", origin + "Transfer-Encoding: gzip\r\n")},
      {505, "GET / HTTP/3.0\r\n" + origin + "\r\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    const auto answer = ask(service.port(), row.request, row.status == 304 || row.status == 204);
    REQUIRE(answer);
    CHECK(answer->status == row.status);
    CHECK(answer->headers.at("access-control-allow-origin") == "https://ehr.example");
    CHECK(answer->headers.at("access-control-expose-headers") == "Retry-After, X-Request-Id");
    CHECK(answer->headers.at("vary").starts_with("Origin"));
    CHECK(answer->headers.contains("x-request-id"));
    CHECK(answer->headers.at("date").ends_with(" GMT"));
    CHECK_FALSE(answer->headers.contains("access-control-allow-credentials"));
  }
}
