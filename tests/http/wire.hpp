// A server on a free port and a client that says exactly what it is told, byte for byte.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "cds/http/server.hpp"
#include "tests/support/library.hpp"

namespace foresign::wire {

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// Takes the first answer from what was received; nothing while it is not whole. `to_head`: it has no body, whatever its
// Content-Length.
std::optional<Answer> take_answer(std::string& in, bool to_head = false);

class Client {
 public:
  explicit Client(int port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes) const;
  // The next answer; nothing if the server closed instead. `to_head`: an answer without a body, whatever its
  // Content-Length.
  std::optional<Answer> read(bool to_head = false);
  // Whether the server has closed (waits for it).
  bool closed();
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  bool fill();
  int descriptor_ = -1;
  std::string in_;
};

// `POST /cds-services/prior-auth-order-sign` with this body.
std::string post(std::string_view body, std::string_view more_headers = {});
std::string get(std::string_view path, std::string_view method = "GET");
// The same with feedback, to its own path.
std::string post_feedback(std::string_view body, std::string_view more_headers = {});
inline constexpr std::string_view feedback_path = "/cds-services/prior-auth-order-sign/feedback";
inline constexpr std::string_view service_path = "/cds-services/prior-auth-order-sign";

// One answer to one request on a connection of its own.
std::optional<Answer> ask(int port, std::string_view request, bool to_head = false);

using testing::library;

// 2026-11-24: the day that the fixtures were written for.
date::sys_days fixture_day();
std::string fixture(const std::string& name);
// UUIDs replaced by `<uuid>`.
std::string without_ids(std::string text);

class Running {
 public:
  explicit Running(http::Settings settings = {}, std::function<date::sys_days()> today = fixture_day,
                   decltype(http::World::authenticate) authenticate = {}, http::Keeper* keeper = nullptr,
                   metrics::Metrics* metrics = nullptr);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  [[nodiscard]] int port() const { return server_.port(); }
  http::Server& server() { return server_; }

 private:
  http::Server server_;
  std::thread thread_;
};

}  // namespace foresign::wire
