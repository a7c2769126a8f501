// The HTTP front: sockets, limits, threads, the access log. What is answered is decided in routes.hpp.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cds/config.hpp"
#include "cds/http/log.hpp"
#include "cds/http/routes.hpp"
#include "cds/library.hpp"

namespace foresign::http {

struct Settings {
  std::string host = "127.0.0.1";
  int port = 8080;  // 0: any free one
  TlsFiles tls;     // empty: plain HTTP
  std::string public_url;
  bool discovery_versions = false;
  bool metrics = false;  // whether /metrics can be read
  std::size_t threads = 72;
  std::size_t max_body_bytes = std::size_t{8} * 1024 * 1024;
  std::size_t keep_alive_max_count = 100'000;
  std::size_t waiting_at_most = 1024;              // connections without a thread; one more is answered 503
  std::vector<std::string> allow_origins = {"*"};  // CORS; never with credentials
  // Hears of every request; called from many threads. Empty: nobody does.
  std::function<void(const Served&)> report;
};

class Server {
 public:
  // The library must outlive the server.
  Server(const Library& library, World world, Settings settings);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Starts to listen. Empty if all is well, else why not: `the address is already in use`, or what is wrong with the
  // files of TLS.
  [[nodiscard]] std::string listen();
  // The port, once `listen` succeeded.
  [[nodiscard]] int port() const;
  // Serves until `stop`: then answers what is in flight and returns. False if it ended for another reason.
  bool run();
  // From any thread, at any time: requests that begin from now on are answered by these, those that have begun by what
  // was in force then, head and body alike. Of the settings only `public_url`, `discovery_versions`, `metrics`,
  // `max_body_bytes` and `allow_origins` can change.
  void replace(std::shared_ptr<const Library> library, World world, const Settings& settings);
  // From any thread, at any time.
  void stop();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace foresign::http
