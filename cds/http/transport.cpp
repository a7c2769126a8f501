#include "cds/http/transport.hpp"

#include <fcntl.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>

namespace foresign::http {
namespace {

int as_int(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

Transport::Attempt plain_outcome(ssize_t result, short direction) {
  if (result >= 0) return {result, 0};
  if (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK) return {-1, direction};
  return {-1, 0};
}

}  // namespace

Transport::Transport(int socket, const TlsContext& tls)
    : socket_(socket), ssl_(tls ? SSL_new(tls.get()) : nullptr, SSL_free) {
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
  broken_ = tls && (!ssl_ || SSL_set_fd(ssl_.get(), socket) != 1);
}

Transport::Attempt Transport::outcome(int result) {
  if (result > 0) return {result, 0};
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {-1, POLLIN};
    case SSL_ERROR_WANT_WRITE:
      return {-1, POLLOUT};
    case SSL_ERROR_ZERO_RETURN:
      return {0, 0};
    default:
      broken_ = true;
      return {-1, 0};
  }
}

Transport::Attempt Transport::handshake() {
  if (broken_) return {};
  if (!ssl_) return {1, 0};
  ERR_clear_error();
  return outcome(SSL_accept(ssl_.get()));
}

Transport::Attempt Transport::receive(char* to, std::size_t size) {
  if (broken_) return {};
  if (!ssl_) return plain_outcome(::recv(socket_, to, size, MSG_DONTWAIT), POLLIN);
  ERR_clear_error();
  return outcome(SSL_read(ssl_.get(), to, as_int(size)));
}

Transport::Attempt Transport::send(const char* from, std::size_t size) {
  if (broken_) return {};
  if (!ssl_) return plain_outcome(::send(socket_, from, size, MSG_DONTWAIT | MSG_NOSIGNAL), POLLOUT);
  ERR_clear_error();
  return outcome(SSL_write(ssl_.get(), from, as_int(size)));
}

bool Transport::has_pending() const {
  return ssl_ && SSL_has_pending(ssl_.get()) == 1;
}

bool Transport::end_sending() {
  // After an error of its own OpenSSL must not be asked to say goodbye; what it had to say (an alert) is sent.
  if (ssl_ && !broken_) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
  return ::shutdown(socket_, SHUT_WR) == 0;
}

}  // namespace foresign::http
