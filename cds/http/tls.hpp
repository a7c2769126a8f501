// TLS 1.2 and 1.3 (RFC 5246, RFC 8446) of the service itself: certificate, key, and who signs the certificates of
// clients where these are asked for.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "cds/config.hpp"

namespace foresign::http {

// What all connections share; ready for use from many threads.
using TlsContext = std::shared_ptr<SSL_CTX>;

// Either a context, or why there is none: which file, and what is wrong with it.
struct TlsSetting {
  TlsContext context;
  std::string why;
};

// Reads the files. `client_ca` given: a client without a certificate that it signed gets no further than the
// handshake.
TlsSetting read_tls(const TlsFiles& files);

}  // namespace foresign::http
