// The bytes of one connection, with TLS or without. Never waits: an attempt that cannot go on says for what.
#pragma once

#include <openssl/ssl.h>
#include <sys/types.h>

#include <cstddef>
#include <memory>

#include "cds/http/tls.hpp"

namespace foresign::http {

class Transport {
 public:
  // The socket stays the caller's. Without a context the bytes go as they are.
  Transport(int socket, const TlsContext& tls);

  struct Attempt {
    ssize_t bytes = -1;  // done; 0: the other side has ended; -1: not done
    short wait_for = 0;  // not done: what `poll` has to wait for before the next attempt; 0: the connection is broken
  };
  // `bytes` is 1 when TLS is established (at once without it).
  Attempt handshake();
  Attempt receive(char* to, std::size_t size);
  Attempt send(const char* from, std::size_t size);
  // Whether bytes have arrived of which `poll` knows nothing any more.
  [[nodiscard]] bool has_pending() const;
  // Says that nothing more will be sent. False if the connection is broken.
  bool end_sending();

 private:
  Attempt outcome(int result);

  int socket_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
  bool broken_ = false;
};

}  // namespace foresign::http
