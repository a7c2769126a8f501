#include "cds/http/tls.hpp"

#include <openssl/err.h>
#include <openssl/x509err.h>

#include <algorithm>
#include <string_view>

namespace foresign::http {
namespace {

// Forward secrecy and authenticated encryption only (RFC 9325, 4.2). Those of TLS 1.3 are all of that kind.
constexpr auto ciphers_of_tls_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20";

// `\x08http/1.1`, as ALPN writes a name (RFC 7301, 3.1).
constexpr std::string_view http_1_1 = "\x08http/1.1";

// A client that names protocols, but not the one spoken here, is refused (RFC 7301, 3.2).
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                    unsigned int size, void*) {
  unsigned char* found = nullptr;
  const auto* ours = reinterpret_cast<const unsigned char*>(http_1_1.data());
  if (SSL_select_next_proto(&found, length, ours, http_1_1.size(), offered, size) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

// A key under a passphrase is refused: nobody is there to type it.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

std::string reason() {
  const unsigned long code = ERR_peek_last_error();
  const char* text = code == 0 ? nullptr : ERR_reason_error_string(code);
  return text == nullptr ? "unknown" : text;
}

}  // namespace

TlsSetting read_tls(const TlsFiles& files) {
  ERR_clear_error();
  const TlsContext context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) return {nullptr, "TLS cannot be set up: " + reason()};
  SSL_CTX* const raw = context.get();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(raw, ciphers_of_tls_1_2);
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  // Sessions are resumed by the tickets that clients keep; nothing grows here.
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  constexpr std::string_view sessions = "foresign";
  SSL_CTX_set_session_id_context(raw, reinterpret_cast<const unsigned char*>(sessions.data()), sessions.size());
  SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(raw, no_passphrase);

  if (SSL_CTX_use_certificate_chain_file(raw, files.certificate.c_str()) != 1)
    return {nullptr, "`" + files.certificate + "` is no PEM certificate: " + reason()};
  if (SSL_CTX_use_PrivateKey_file(raw, files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    const bool other = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH;
    return {nullptr, "`" + files.key + "` is " +
                         (other ? "not the key of the certificate `" + files.certificate + "`"
                                : "no PEM key without a passphrase: " + reason())};
  }
  if (SSL_CTX_check_private_key(raw) != 1)
    return {nullptr, "`" + files.key + "` is not the key of the certificate `" + files.certificate + "`"};
  if (!files.client_ca.empty()) {
    STACK_OF(X509_NAME)* const names = SSL_load_client_CA_file(files.client_ca.c_str());
    if (names == nullptr || SSL_CTX_load_verify_locations(raw, files.client_ca.c_str(), nullptr) != 1)
      return {nullptr, "`" + files.client_ca + "` holds no PEM certificate: " + reason()};
    SSL_CTX_set_client_CA_list(raw, names);
    SSL_CTX_set_verify(raw, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
  return {context, {}};
}

}  // namespace foresign::http
