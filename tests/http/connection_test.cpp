// Connections: several requests on one, hostile ones, many idle ones, and the end of the service.
#include <sys/socket.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/http/wire.hpp"

using namespace foresign;
using namespace foresign::wire;
using namespace std::chrono_literals;

TEST_CASE("requests sent at once are answered one after the other") {
  const Running service;
  Client client(service.port());
  const std::string body = fixture("small-bowel");
  client.send(get("/health") + post(body) + get("/cds-services") + get("/nothing"));
  CHECK(client.read()->body.find("policies") != std::string::npos);
  CHECK(client.read()->body.find("cards") != std::string::npos);
  CHECK(client.read()->body.find("services") != std::string::npos);
  CHECK(client.read()->status == 404);
}

TEST_CASE("a request that arrives byte by byte is one request") {
  const Running service;
  Client client(service.port());
  for (const char byte : "\r\n" + get("/health")) {
    client.send(std::string(1, byte));
    std::this_thread::sleep_for(1ms);
  }
  CHECK(client.read()->status == 200);
}

TEST_CASE("a body that is not read is not taken for the next request") {
  const Running service;
  const std::string hidden = get("/health");
  const auto request = GENERATE_COPY(
      "GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(hidden.size()) + "\r\n\r\n" + hidden,
      "HEAD /health HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(hidden.size()) + "\r\n\r\n" + hidden,
      "OPTIONS /health HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(hidden.size()) + "\r\n\r\n" + hidden,
      "DELETE /health HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(hidden.size()) + "\r\n\r\n" + hidden,
      "GET /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
      "BREW /health HTTP/1.1\r\nHost: a\r\n\r\n" + hidden,
      "GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n" + hidden,
      "GET /health HTTP/3.0\r\nHost: a\r\n\r\n" + hidden);
  CAPTURE(request);
  Client client(service.port());
  client.send(request);
  const auto answer = client.read(request.starts_with("HEAD"));
  REQUIRE(answer);
  CHECK(answer->headers.at("connection") == "close");
  CHECK(client.closed());
}

TEST_CASE("an endless head is refused before it fills the memory") {
  const auto endless = GENERATE(std::string("GET /"), std::string("GET / HTTP/1.1\r\nX: "),
                                std::string("GET / HTTP/1.1\r\nX: a\r\nY: "));
  const Running service;
  Client client(service.port());
  client.send(endless + std::string(1'000'000, 'a'));
  const auto answer = client.read();
  REQUIRE(answer);
  CHECK(answer->status == 431);
  CHECK(client.closed());
}

TEST_CASE("a head whose lines end with LF alone is refused at once") {
  const auto request = GENERATE("GET /health HTTP/1.1\nHost: a\n\n", "GET /health HTTP/1.1\r\nHost: a\n\r\n");
  const Running service;
  CHECK(ask(service.port(), request)->status == 400);
}

TEST_CASE("what can begin no request is refused at once") {
  const auto bytes = GENERATE(as<std::string>(), std::string("\x16\x03\x01\x00\xA5\x01\x00\x00\xA1\x03\x03", 11),
                              "\r\n\x16", std::string(1, '\0'), " GET / HTTP/1.1\r\n", "{\"hook\":", "\r\r");
  CAPTURE(bytes);
  const Running service;
  const auto began = std::chrono::steady_clock::now();
  Client client(service.port());
  client.send(bytes);
  const auto answer = client.read();
  REQUIRE(answer);
  CHECK(answer->status == 400);
  CHECK(client.closed());
  CHECK(std::chrono::steady_clock::now() - began < 5s);
}

TEST_CASE("a head has ten seconds however it drips, a body longer") {
  const Running service;
  Client slow(service.port());
  Client whole_head(service.port());
  const std::string request = post(fixture("nsclc"));
  const std::size_t half = request.size() / 2;
  whole_head.send(std::string_view(request).substr(0, half));
  slow.send("GET /health HTTP/1.1\r\nX: ");
  const auto began = std::chrono::steady_clock::now();
  std::atomic<bool> over = false;
  std::thread dripping([&] {
    while (!over) {
      slow.send("a");
      std::this_thread::sleep_for(100ms);
    }
  });
  const auto answer = slow.read();
  const auto took = std::chrono::steady_clock::now() - began;
  over = true;
  dripping.join();
  REQUIRE(answer);
  CHECK(answer->status == 408);
  CHECK(took > 9s);
  CHECK(took < 14s);
  whole_head.send(std::string_view(request).substr(half));
  CHECK(whole_head.read()->status == 200);
}

TEST_CASE("a client that asks to close is closed after its answer") {
  const Running service;
  Client client(service.port());
  client.send("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(client.read()->headers.at("connection") == "close");
  CHECK(client.closed());
}

TEST_CASE("idle connections make room for those that wait") {
  http::Settings settings;
  settings.threads = 4;
  const Running service(std::move(settings));
  std::vector<std::unique_ptr<Client>> idle;
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 32; ++i) {
    idle.push_back(std::make_unique<Client>(service.port()));
    idle.back()->send(get("/health"));
    REQUIRE(idle.back()->read()->status == 200);
  }
  // Each of them stays open; with four threads the fifth would wait for as long as the first one idles.
  CHECK(std::chrono::steady_clock::now() - began < 5s);
}

TEST_CASE("connections beyond what may wait are turned away with a time to come back") {
  http::Settings settings;
  settings.threads = 1;
  settings.waiting_at_most = 1;
  const Running service(std::move(settings));
  // One is being served (its request does not come to an end), one waits, the others are too many.
  Client busy(service.port());
  busy.send("GET /health HTTP/1.1\r\n");
  std::this_thread::sleep_for(100ms);
  Client waiting(service.port());
  waiting.send(get("/health"));
  std::this_thread::sleep_for(100ms);
  const auto answer = ask(service.port(), get("/health"));
  REQUIRE(answer);
  CHECK(answer->status == 503);
  CHECK(answer->headers.at("retry-after") == "1");
  CHECK(answer->headers.at("content-type") == "application/fhir+json");
  CHECK(answer->headers.at("access-control-allow-origin") == "*");
  busy.send("Host: a\r\n\r\n");
  CHECK(busy.read()->status == 200);
  CHECK(waiting.read()->status == 200);
}

TEST_CASE("the service answers what is in flight before it ends") {
  auto service = std::make_unique<Running>();
  const int port = service->port();
  Client idle(port);
  idle.send(get("/health"));
  REQUIRE(idle.read());
  const std::string request = post(fixture("nsclc"));
  Client busy(port);
  busy.send(std::string_view(request).substr(0, request.size() / 2));
  std::this_thread::sleep_for(100ms);

  std::thread ending([&] { service.reset(); });
  // The idle connection is let go at once; the other one may finish.
  CHECK(idle.closed());
  busy.send(std::string_view(request).substr(request.size() / 2));
  const auto answer = busy.read();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->headers.at("connection") == "close");
  CHECK(busy.closed());
  ending.join();
  CHECK_THROWS(Client(port));
}

TEST_CASE("a service can be stopped before it runs") {
  http::Settings settings;
  settings.port = 0;
  http::Server server(library(), http::World{fixture_day, [] { return std::string("id"); }}, settings);
  REQUIRE(server.listen().empty());
  server.stop();
  CHECK(server.run());
}

TEST_CASE("two services do not share a port") {
  const Running service;
  http::Settings settings;
  settings.port = service.port();
  http::Server second(library(), http::World{fixture_day, [] { return std::string("id"); }}, settings);
  CHECK(second.listen() == "the address is already in use");
}
