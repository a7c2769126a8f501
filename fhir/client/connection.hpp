// A connection as cpp-httplib reads and writes it on our side. The library bounds neither the head of an answer nor the
// time that it takes, and matches the status line with a recursive regular expression that a long line drives over the
// end of the stack.
#pragma once

#include <httplib.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>

#include "fhir/client/line.hpp"
#include "fhir/client/url.hpp"

namespace foresign::fhir::client {

using Time = std::chrono::steady_clock::time_point;

// What one call may still take.
struct Allowance {
  static constexpr std::size_t head_bytes = std::size_t{16} * 1024;
  static constexpr std::size_t status_line_bytes = 512;

  Time deadline;
  bool in_head = true;  // until the body begins
  std::size_t head = 0;
  bool status_line = true;  // still in it
  bool overrun = false;     // a limit of the head was hit
};

class Connection final : public httplib::Stream {
 public:
  Connection(int socket, SSL* tls, const Line& line, Allowance& allowance)
      : socket_(socket), tls_(tls), line_(line), allowance_(allowance) {}

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* to, size_t size) override;
  ssize_t write(const char* from, size_t size) override;
  void get_remote_ip_and_port(std::string&, int&) const override {}  // nobody asks on our side
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return socket_; }

 private:
  bool wait(short events) const;
  ssize_t fill();
  [[nodiscard]] ssize_t counted(const char* from, ssize_t size);

  int socket_;
  SSL* tls_;
  const Line& line_;
  Allowance& allowance_;
  std::array<char, 16384> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

// A client for `server` at one of its addresses that reads through `Connection`, trusts TLS from 1.2 on and follows
// nothing. `ca_file` as in AllowedServer. Line and allowance must outlive it.
std::unique_ptr<httplib::ClientImpl> open_client(const Url& server, const std::string& address,
                                                 const std::string& ca_file, Line& line, Allowance& allowance);

}  // namespace foresign::fhir::client
