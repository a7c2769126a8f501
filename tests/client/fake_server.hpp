// A server that does as it is told: raw sockets on 127.0.0.1, one thread a connection.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace foresign::testing {

class FakeServer {
 public:
  // One connection of a client, its first head read.
  class Peer {
   public:
    Peer(int socket, const std::atomic<bool>& stopping) : socket_(socket), stopping_(stopping) {}
    // False once the client or the server is gone.
    bool send(std::string_view bytes) const;
    // Sleeps in short pieces; false once the server stops.
    bool pause(int milliseconds) const;
    // The next head up to its empty line; empty where the client is gone.
    std::string read_head() const;

   private:
    int socket_;
    const std::atomic<bool>& stopping_;
  };
  // False: close the connection.
  using Script = std::function<bool(const Peer& peer, const std::string& head)>;

  explicit FakeServer(Script script);
  ~FakeServer();
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string base(const std::string& path = "/fhir") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  // The heads of all requests so far.
  [[nodiscard]] std::vector<std::string> heads() const;

 private:
  void accept_all();

  Script script_;
  int socket_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> heads_;
  std::vector<int> peers_;
  std::vector<std::thread> threads_;
  std::thread accepting_;
};

// A whole answer with a length.
std::string answer(const std::string& body, const std::string& status = "200 OK",
                   const std::string& content_type = "application/fhir+json", const std::string& more_headers = "");

// Answers each request on a connection by its request line, until the client goes.
FakeServer::Script answering(std::function<std::string(const std::string& head)> reply);

}  // namespace foresign::testing
