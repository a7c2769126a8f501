#include "tests/client/fake_server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

namespace foresign::testing {

bool FakeServer::Peer::send(std::string_view bytes) const {
  while (!bytes.empty() && !stopping_) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return !stopping_;
}

bool FakeServer::Peer::pause(int milliseconds) const {
  for (; milliseconds > 0 && !stopping_; milliseconds -= 10) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return !stopping_;
}

std::string FakeServer::Peer::read_head() const {
  std::string head;
  char c = 0;
  while (!head.ends_with("\r\n\r\n")) {
    if (::recv(socket_, &c, 1, 0) <= 0) return "";
    head += c;
  }
  return head;
}

FakeServer::FakeServer(Script script) : script_(std::move(script)) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (socket_ < 0 || ::bind(socket_, generic, size) != 0 || ::listen(socket_, 64) != 0 ||
      ::getsockname(socket_, generic, &size) != 0)
    throw std::runtime_error("cannot listen");
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { accept_all(); });
}

FakeServer::~FakeServer() {
  stopping_ = true;
  ::shutdown(socket_, SHUT_RDWR);
  accepting_.join();
  {
    const std::lock_guard guard(mutex_);
    for (const int peer : peers_) ::shutdown(peer, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
  for (const int peer : peers_) ::close(peer);
  ::close(socket_);
}

std::vector<std::string> FakeServer::heads() const {
  const std::lock_guard guard(mutex_);
  return heads_;
}

void FakeServer::accept_all() {
  for (;;) {
    const int accepted = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (accepted < 0) return;
    const std::lock_guard guard(mutex_);
    peers_.push_back(accepted);
    threads_.emplace_back([this, accepted] {
      const Peer peer(accepted, stopping_);
      for (std::string head = peer.read_head(); !head.empty() && !stopping_; head = peer.read_head()) {
        {
          const std::lock_guard inner(mutex_);
          heads_.push_back(head);
        }
        if (!script_(peer, head)) break;
      }
      ::shutdown(accepted, SHUT_RDWR);
    });
  }
}

std::string answer(const std::string& body, const std::string& status, const std::string& content_type,
                   const std::string& more_headers) {
  return "HTTP/1.1 " + status + "\r\nContent-Type: " + content_type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more_headers + "\r\n" + body;
}

FakeServer::Script answering(std::function<std::string(const std::string& head)> reply) {
  return [reply = std::move(reply)](const FakeServer::Peer& peer, const std::string& head) {
    return peer.send(reply(head));
  };
}

}  // namespace foresign::testing
