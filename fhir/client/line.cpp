#include "fhir/client/line.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace foresign::fhir::client {

Line::~Line() {
  if (socket_ >= 0) ::close(socket_);
}

void Line::took(int socket) noexcept {
  const std::lock_guard guard(mutex_);
  if (socket_ >= 0) ::close(socket_);
  socket_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
  if (socket_ < 0) cut_ = true;  // what cannot be cut must not be used
  if (cut_) ::shutdown(socket, SHUT_RDWR);
}

void Line::cut() noexcept {
  const std::lock_guard guard(mutex_);
  cut_ = true;
  if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

}  // namespace foresign::fhir::client
