// One connection, plain or TLS, as cpp-httplib reads and writes it. The library's own streams know no limit but the
// time between two bytes; this one holds a request to a deadline, never reads beyond the request (what follows is the
// next one, not a smuggled one), knows whether a body was left unread, and lets an idle connection sleep without
// turning the processor.
#pragma once

#include <httplib.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "cds/http/head.hpp"
#include "cds/http/transport.hpp"

namespace foresign::http {

// Event descriptors that all connections watch.
struct Signals {
  int stop = -1;  // readable from the moment the server stops
  int shed = -1;  // a semaphore: each count asks one idle connection to make room for one that waits
};

class Connection final : public httplib::Stream {
 public:
  // `tls` empty: plain HTTP.
  Connection(socket_t socket, const Signals& signals, const TlsContext& tls);

  // Waits for the first byte of a request; false if the client went away, was idle too long or was asked to leave.
  bool wait_for_request();
  // Establishes TLS where it is spoken. False if that failed or took too long.
  bool handshake();
  // Reads the next head. Nothing: the client went away.
  std::optional<std::variant<Head, HeadProblem>> read_next_head();
  // Makes the request readable for the library: its head as forwarded, then its body.
  void begin_request(Head head);
  [[nodiscard]] const Head& head() const { return head_; }
  // Sends what is buffered. False if the client is gone.
  bool flush();
  // Whether the next request can be read from here: the body was read whole and nobody asked to close.
  [[nodiscard]] bool can_go_on() const;
  void close_after_answer() { closing_ = true; }
  [[nodiscard]] bool stopping() const;
  // Ends the sending side. Where more of the client's bytes may be on their way, reads on for a moment: closed at once
  // with bytes unread, the kernel would take back the answer.
  void leave();
  void expect_more() { more_expected_ = true; }
  // The same without waiting: what has arrived is dropped.
  void leave_at_once();
  // Whether the request took longer to arrive than it may.
  [[nodiscard]] bool late() const { return Clock::now() >= allowed(deadline_); }

  // What the library asks of a stream. Not marked `override`: its versions ask for different ones of these.
  bool is_readable() const;
  bool is_writable() const;
  bool wait_readable() const { return is_readable(); }
  bool wait_writable() const { return is_writable(); }
  ssize_t read(char* to, std::size_t size);
  ssize_t write(const char* from, std::size_t size);
  void get_remote_ip_and_port(std::string& ip, int& port) const;
  void get_local_ip_and_port(std::string& ip, int& port) const;
  socket_t socket() const { return socket_; }
  time_t duration() const { return 0; }

 private:
  using Clock = std::chrono::steady_clock;
  bool fill(Clock::time_point deadline);
  template <class Once>
  ssize_t complete(Clock::time_point deadline, const Once& once);
  bool wait(short events, Clock::time_point deadline) const;
  [[nodiscard]] Clock::time_point allowed(Clock::time_point deadline) const;

  socket_t socket_;
  Transport transport_;
  Signals signals_;
  Head head_;
  [[nodiscard]] std::string_view unread() const { return std::string_view(in_).substr(in_at_); }

  std::string in_;             // read from the socket
  std::size_t in_at_ = 0;      // up to here it was asked for
  std::string out_;            // written, not yet sent
  std::size_t head_left_ = 0;  // of head_.forwarded, not yet asked for
  std::size_t body_left_ = 0;  // of the body, not yet asked for
  bool failed_ = false;
  bool closing_ = false;
  bool more_expected_ = false;  // bytes that nobody will ask for
  Clock::time_point deadline_;  // of the request that is being read
  mutable std::optional<Clock::time_point> stop_seen_;
};

}  // namespace foresign::http
