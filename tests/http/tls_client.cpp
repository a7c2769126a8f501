#include "tests/http/tls_client.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <atomic>
#include <csignal>

namespace foresign::wire {

Certificate::Certificate(const std::string& name, const Certificate* issuer)
    : key_(EVP_EC_gen("P-256"), EVP_PKEY_free), certificate_(X509_new(), X509_free) {
  static std::atomic<long> serial = 1;
  X509* const made = certificate_.get();
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), serial++);
  X509_gmtime_adj(X509_getm_notBefore(made), -43'200);
  X509_gmtime_adj(X509_getm_notAfter(made), 43'200);
  X509_set_pubkey(made, key_.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  const Certificate& by = issuer == nullptr ? *this : *issuer;
  X509_set_issuer_name(made, X509_get_subject_name(by.certificate()));
  const auto extend = [&](int which, const char* value) {
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, which, value);
    X509_add_ext(made, extension, -1);
    X509_EXTENSION_free(extension);
  };
  if (issuer == nullptr) extend(NID_basic_constraints, "critical,CA:TRUE");
  extend(NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  X509_sign(made, by.key(), EVP_sha256());
}

namespace {

template <class Write>
std::string pem(Write&& write) {
  const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), BIO_free);
  write(memory.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

std::string Certificate::certificate_pem() const {
  return pem([&](BIO* to) { PEM_write_bio_X509(to, certificate_.get()); });
}

std::string Certificate::key_pem(const char* passphrase) const {
  return pem([&](BIO* to) {
    PEM_write_bio_PrivateKey(to, key_.get(), passphrase == nullptr ? nullptr : EVP_aes_256_cbc(), nullptr, 0, nullptr,
                             const_cast<char*>(passphrase));
  });
}

TlsClient::TlsClient(int port, const TlsOptions& options)
    : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), ssl_(nullptr, SSL_free), plain_(port) {
  // OpenSSL writes without MSG_NOSIGNAL, also when a connection that is gone already is shut down.
  std::signal(SIGPIPE, SIG_IGN);
  SSL_CTX* const context = context_.get();
  if (options.version != 0) {
    // Else the library itself would not offer what has been given up.
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, options.version);
    SSL_CTX_set_max_proto_version(context, options.version);
  }
  if (!options.ciphers.empty()) SSL_CTX_set_cipher_list(context, options.ciphers.c_str());
  if (!options.protocol.empty()) {
    const std::string named = static_cast<char>(options.protocol.size()) + options.protocol;
    SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>(named.data()),
                            static_cast<unsigned int>(named.size()));
  }
  if (options.authority != nullptr) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), options.authority->certificate());
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  }
  if (options.own != nullptr) {
    SSL_CTX_use_certificate(context, options.own->certificate());
    SSL_CTX_use_PrivateKey(context, options.own->key());
  }
  const timeval patience{20, 0};
  ::setsockopt(plain_.descriptor(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ssl_.reset(SSL_new(context));
  SSL_set_fd(ssl_.get(), plain_.descriptor());
  SSL_set1_host(ssl_.get(), "localhost");
  if (options.session != nullptr) SSL_set_session(ssl_.get(), options.session);
  connected_ = SSL_connect(ssl_.get()) == 1;
}

TlsClient::~TlsClient() {
  if (connected_) SSL_shutdown(ssl_.get());
}

bool TlsClient::send(std::string_view bytes) {
  return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
}

std::optional<Answer> TlsClient::read() {
  std::optional<Answer> answer;
  while (!(answer = take_answer(in_))) {
    std::array<char, 16384> buffer{};
    const int got = SSL_read(ssl_.get(), buffer.data(), buffer.size());
    if (got <= 0) return std::nullopt;
    in_.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return answer;
}

}  // namespace foresign::wire
