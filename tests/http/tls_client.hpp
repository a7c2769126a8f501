// Certificates made on the spot, and a client that speaks TLS.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tests/http/wire.hpp"

namespace foresign::wire {

// A key (P-256) and its certificate, valid for a day around now.
class Certificate {
 public:
  // Signed by `issuer`; by itself, as an authority, where there is none. For `localhost` and 127.0.0.1.
  explicit Certificate(const std::string& name, const Certificate* issuer = nullptr);
  [[nodiscard]] std::string certificate_pem() const;
  [[nodiscard]] std::string key_pem(const char* passphrase = nullptr) const;
  [[nodiscard]] X509* certificate() const { return certificate_.get(); }
  [[nodiscard]] EVP_PKEY* key() const { return key_.get(); }

 private:
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key_;
  std::unique_ptr<X509, void (*)(X509*)> certificate_;
};

struct TlsOptions {
  int version = 0;                         // of TLS, the only one that is offered; 0: any
  std::string ciphers;                     // of TLS 1.2 and before; empty: the usual ones
  std::string protocol;                    // ALPN; empty: none is named
  const Certificate* authority = nullptr;  // that must have signed the server's; none: not looked at
  const Certificate* own = nullptr;
  SSL_SESSION* session = nullptr;  // to be resumed
};

class TlsClient {
 public:
  // Connects and shakes hands; `connected` tells whether that went well.
  TlsClient(int port, const TlsOptions& options);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  bool send(std::string_view bytes);
  // The next answer; nothing if the server ended the connection.
  std::optional<Answer> read();
  [[nodiscard]] SSL* ssl() const { return ssl_.get(); }

 private:
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
  Client plain_;
  bool connected_ = false;
  std::string in_;
};

}  // namespace foresign::wire
