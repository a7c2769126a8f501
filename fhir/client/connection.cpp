#include "fhir/client/connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <limits>
#include <utility>

namespace foresign::fhir::client {
namespace {

// `Base` is httplib::ClientImpl or httplib::SSLClient.
template <class Base>
class Client final : public Base {
 public:
  Client(const Url& server, const Line& line, Allowance& allowance)
      : Base(server.host, server.port), line_(line), allowance_(allowance) {}

 private:
  bool process_socket(const typename Base::Socket& socket, std::function<bool(httplib::Stream&)> use) override {
    Connection connection(socket.sock, socket.ssl, line_, allowance_);
    return use(connection);
  }

  const Line& line_;
  Allowance& allowance_;
};

}  // namespace

std::unique_ptr<httplib::ClientImpl> open_client(const Url& server, const std::string& address,
                                                 const std::string& ca_file, Line& line, Allowance& allowance) {
  std::unique_ptr<httplib::ClientImpl> client;
  if (server.tls) {
    auto secure = std::make_unique<Client<httplib::SSLClient>>(server, line, allowance);
    if (!ca_file.empty()) secure->set_ca_cert_path(ca_file);
    if (secure->ssl_context() != nullptr) SSL_CTX_set_min_proto_version(secure->ssl_context(), TLS1_2_VERSION);
    client = std::move(secure);
  } else {
    client = std::make_unique<Client<httplib::ClientImpl>>(server, line, allowance);
  }
  client->set_hostname_addr_map({{server.host, address}});
  client->set_socket_options([&line](socket_t socket) { line.took(socket); });
  client->set_tcp_nodelay(true);
  client->set_follow_location(false);
  client->set_decompress(false);
  client->set_url_encode(false);
  return client;
}

bool Connection::wait(short events) const {
  while (!line_.is_cut()) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(allowance_.deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd one{socket_, events, 0};
    const int ready = ::poll(&one, 1, static_cast<int>(std::min<long long>(left.count(), 60'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
  return false;
}

bool Connection::is_readable() const {
  return begin_ < end_ || (tls_ != nullptr && SSL_pending(tls_) > 0) || wait(POLLIN);
}

bool Connection::is_writable() const {
  return wait(POLLOUT);
}

ssize_t Connection::fill() {
  if (!is_readable() || line_.is_cut()) return -1;
  const int room = static_cast<int>(buffer_.size());
  const ssize_t got =
      tls_ != nullptr ? SSL_read(tls_, buffer_.data(), room) : ::recv(socket_, buffer_.data(), buffer_.size(), 0);
  // An end that the watchdog made is no end of the answer; nor is one without TLS's farewell.
  if (line_.is_cut() || got < 0) return -1;
  if (got == 0 && tls_ != nullptr && SSL_get_error(tls_, 0) != SSL_ERROR_ZERO_RETURN) return -1;
  begin_ = 0;
  end_ = static_cast<std::size_t>(got);
  return got;
}

// The library asks for the head byte by byte.
ssize_t Connection::counted(const char* from, ssize_t size) {
  if (!allowance_.in_head) return size;
  allowance_.head += static_cast<std::size_t>(size);
  if (allowance_.status_line && std::memchr(from, '\n', static_cast<std::size_t>(size)) != nullptr)
    allowance_.status_line = false;
  const std::size_t most = allowance_.status_line ? Allowance::status_line_bytes : Allowance::head_bytes;
  if (allowance_.head <= most) return size;
  allowance_.overrun = true;
  return -1;
}

ssize_t Connection::read(char* to, size_t size) {
  if (allowance_.overrun) return -1;
  if (begin_ == end_) {
    const ssize_t got = fill();
    if (got <= 0) return got;
  }
  const std::size_t some = std::min(size, end_ - begin_);
  std::memcpy(to, buffer_.data() + begin_, some);
  begin_ += some;
  return counted(to, static_cast<ssize_t>(some));
}

ssize_t Connection::write(const char* from, size_t size) {
  if (!is_writable()) return -1;
  if (tls_ == nullptr) return ::send(socket_, from, size, MSG_NOSIGNAL);
  const std::size_t most = std::numeric_limits<int>::max();
  return SSL_write(tls_, from, static_cast<int>(std::min(size, most)));
}

}  // namespace foresign::fhir::client
