#include "cds/http/connection.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

namespace foresign::http {
namespace {

using namespace std::chrono_literals;

constexpr auto idle_limit = 30s;      // between two requests
constexpr auto handshake_limit = 5s;  // of TLS, from its first byte to its last
constexpr auto head_limit = 10s;      // from the first byte of a request to the end of its head
constexpr auto request_limit = 30s;   // from the first byte of a request to its last, however slowly they drip
constexpr auto send_limit = 10s;      // for one answer
constexpr auto stop_grace = 8s;       // for a request that was being read when the server stopped
constexpr auto leave_limit = 1s;
constexpr std::size_t read_size = std::size_t{64} * 1024;
constexpr std::size_t drained_at_most = std::size_t{16} * 1024 * 1024;

int milliseconds_until(std::chrono::steady_clock::time_point when) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(when - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count() + 1, 0, 60'000));
}

}  // namespace

Connection::Connection(socket_t socket, const Signals& signals, const TlsContext& tls)
    : socket_(socket), transport_(socket, tls), signals_(signals), deadline_(Clock::now() + head_limit) {}

bool Connection::stopping() const {
  pollfd watched{signals_.stop, POLLIN, 0};
  return ::poll(&watched, 1, 0) > 0;
}

Connection::Clock::time_point Connection::allowed(Clock::time_point deadline) const {
  if (!stop_seen_ && stopping()) stop_seen_ = Clock::now();
  return stop_seen_ ? std::min(deadline, *stop_seen_ + stop_grace) : deadline;
}

// True when the socket is ready before the deadline, which a stop of the server brings nearer.
bool Connection::wait(short events, Clock::time_point deadline) const {
  for (;;) {
    std::array<pollfd, 2> watched = {{{socket_, events, 0}, {stop_seen_ ? -1 : signals_.stop, POLLIN, 0}}};
    const int ready = ::poll(watched.data(), watched.size(), milliseconds_until(allowed(deadline)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    if (watched[0].revents != 0) return true;
  }
}

// Tries until it is done: the bytes, 0 at the end of what the client sends, -1 if it failed or took too long.
template <class Once>
ssize_t Connection::complete(Clock::time_point deadline, const Once& once) {
  for (;;) {
    const Transport::Attempt attempt = once();
    if (attempt.wait_for == 0) return attempt.bytes;
    if (!wait(attempt.wait_for, deadline)) return -1;
  }
}

bool Connection::handshake() {
  return complete(Clock::now() + handshake_limit, [this] { return transport_.handshake(); }) > 0;
}

bool Connection::wait_for_request() {
  if (!unread().empty() || transport_.has_pending()) return true;
  const auto until = Clock::now() + idle_limit;
  for (;;) {
    std::array<pollfd, 3> watched = {{{socket_, POLLIN, 0}, {signals_.stop, POLLIN, 0}, {signals_.shed, POLLIN, 0}}};
    const int ready = ::poll(watched.data(), watched.size(), milliseconds_until(until));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    // A request that is already here is in flight, also when the server stops.
    if (watched[0].revents != 0) return true;
    if (watched[1].revents != 0) return false;
    std::uint64_t count = 0;
    if (::read(signals_.shed, &count, sizeof count) == sizeof count) return false;  // else another connection left
  }
}

bool Connection::fill(Clock::time_point deadline) {
  in_.erase(0, in_at_);
  in_at_ = 0;
  std::array<char, read_size> buffer;  // NOLINT: filled by receive
  const ssize_t got = complete(deadline, [&] { return transport_.receive(buffer.data(), buffer.size()); });
  if (got <= 0) return false;
  in_.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<std::variant<Head, HeadProblem>> Connection::read_next_head() {
  const auto began = Clock::now();
  deadline_ = began + head_limit;
  for (;;) {
    // RFC 9112, 2.2: empty lines before a request line are skipped.
    while (unread().starts_with("\r\n")) in_at_ += 2;
    const std::string_view text = unread();
    const std::size_t end = text.find("\r\n\r\n");
    if (end != std::string_view::npos && end + 4 <= max_head_bytes) {
      auto head = read_head(text.substr(0, end + 4));
      in_at_ += end + 4;
      deadline_ = began + request_limit;
      return head;
    }
    if (text.size() > max_head_bytes) return HeadProblem{431, "the head of the request is too large", origin_in(text)};
    // A head whose lines end with LF alone would never come to an end.
    if (text.find("\n\n") != std::string_view::npos || text.find("\n\r\n") != std::string_view::npos)
      return HeadProblem{400, "a header line does not end with CRLF", origin_in(text)};
    // A TLS hello on a plain port, say: nobody waits for the end of its head.
    if (!text.empty() && text != "\r" && !is_token(text.substr(0, 1)))
      return HeadProblem{400, "this is no request of HTTP", origin_in(text)};
    if (!fill(deadline_)) {
      if (unread().empty() || !late()) return std::nullopt;
      return HeadProblem{408, "the request did not arrive in time", origin_in(unread())};
    }
  }
}

void Connection::begin_request(Head head) {
  head_ = std::move(head);
  head_left_ = head_.forwarded.size();
  body_left_ = head_.content_length.value_or(0);
  // A POST without a length is refused; what follows may be the body that its sender took for one.
  closing_ = head_.close || head_.chunked || (head_.method == "POST" && !head_.content_length);
}

bool Connection::can_go_on() const {
  return !failed_ && !closing_ && head_left_ == 0 && body_left_ == 0;
}

bool Connection::is_readable() const {
  return head_left_ > 0 || body_left_ > 0;
}

bool Connection::is_writable() const {
  return !failed_;
}

ssize_t Connection::read(char* to, std::size_t size) {
  if (head_left_ > 0) {
    const std::size_t taken = std::min(size, head_left_);
    std::memcpy(to, head_.forwarded.data() + (head_.forwarded.size() - head_left_), taken);
    head_left_ -= taken;
    return static_cast<ssize_t>(taken);
  }
  if (body_left_ == 0) return 0;
  // `100 Continue` has to go out before the body can come.
  if (unread().empty() && (!flush() || !fill(deadline_))) return -1;
  const std::size_t taken = std::min({size, body_left_, unread().size()});
  std::memcpy(to, unread().data(), taken);
  in_at_ += taken;
  body_left_ -= taken;
  return static_cast<ssize_t>(taken);
}

ssize_t Connection::write(const char* from, std::size_t size) {
  if (failed_) return -1;
  out_.append(from, size);
  return static_cast<ssize_t>(size);
}

bool Connection::flush() {
  const auto until = Clock::now() + send_limit;
  std::string_view left = out_;
  while (!left.empty() && !failed_) {
    const ssize_t sent = complete(until, [&] { return transport_.send(left.data(), left.size()); });
    failed_ = sent <= 0;
    if (!failed_) left.remove_prefix(static_cast<std::size_t>(sent));
  }
  out_.clear();
  return !failed_;
}

void Connection::leave() {
  if (failed_ || !transport_.end_sending()) return;
  if (!more_expected_ && !head_.chunked && body_left_ == 0 && unread().empty()) return;
  const auto until = Clock::now() + leave_limit;
  std::array<char, read_size> dropped;  // NOLINT: never read
  std::size_t total = 0;
  while (total < drained_at_most && wait(POLLIN, until)) {
    const ssize_t got = ::recv(socket_, dropped.data(), dropped.size(), MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return;
    if (got > 0) total += static_cast<std::size_t>(got);
  }
}

void Connection::leave_at_once() {
  std::array<char, read_size> dropped;  // NOLINT: never read
  [[maybe_unused]] const ssize_t got = ::recv(socket_, dropped.data(), dropped.size(), MSG_DONTWAIT);
  ::shutdown(socket_, SHUT_WR);
}

// The caller's address is not logged and nothing is decided by it.
void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

}  // namespace foresign::http
