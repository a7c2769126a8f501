// TLS for real: an authority and a server certificate that live as long as the test.
#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <catch2/catch.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "fhir/client/servers.hpp"

using namespace foresign::fhir::client;
using namespace std::chrono_literals;

namespace {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* thing) const {
    release(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;

Key new_key() {
  return Key(EVP_EC_gen("P-256"));
}

void extend(X509* certificate, int what, const char* value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value);
  REQUIRE(extension != nullptr);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// For `localhost` (or as an authority where `names` is empty), signed by `issuer` with `issuer_key`; by itself where
// there is none.
Certificate new_certificate(EVP_PKEY* key, const char* name, const char* names, X509* issuer, EVP_PKEY* issuer_key,
                            long days = 1) {
  Certificate made(X509_new());
  X509* certificate = made.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), issuer == nullptr ? 1 : 2);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -172800);
  X509_gmtime_adj(X509_getm_notAfter(certificate), days * 86400);
  X509_set_pubkey(certificate, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer == nullptr ? certificate : issuer));
  if (names == nullptr) {
    extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
  } else {
    extend(certificate, NID_subject_alt_name, names);
  }
  REQUIRE(X509_sign(certificate, issuer_key == nullptr ? key : issuer_key, EVP_sha256()) > 0);
  return made;
}

class TlsServer {
 public:
  TlsServer(X509* certificate, EVP_PKEY* key) : server_(certificate, key) {
    server_.Get("/fhir/Patient/p1", [this](const httplib::Request& request, httplib::Response& response) {
      seen = request.get_header_value("Authorization");
      response.set_content(R"({"resourceType": "Patient", "id": "p1"})", "application/fhir+json");
    });
    port = server_.bind_to_any_port("127.0.0.1");
    listening_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::sleep_for(1ms);
  }
  ~TlsServer() {
    server_.stop();
    listening_.join();
  }
  int port = 0;
  std::string seen;

 private:
  httplib::SSLServer server_;
  std::thread listening_;
};

std::string ask(const TlsServer& server, const std::string& ca_file, const std::string& host = "localhost") {
  AllowedServer entry;
  entry.base_url = "https://" + host + ":" + std::to_string(server.port) + "/fhir";
  entry.allow_private = true;
  entry.ca_file = ca_file;
  Servers servers;
  const Answer had = servers.open({entry}, entry.base_url, "token-1", 300s)({"Patient/p1"}).at(0);
  return had.failure ? std::string(in_words(*had.failure)) : had.body;
}

}  // namespace

TEST_CASE("a certificate is believed if its authority is, its name is right and its time is not over") {
  const Key authority_key = new_key();
  const Certificate authority = new_certificate(authority_key.get(), "Test authority", nullptr, nullptr, nullptr);
  const std::string ca_file =
      (std::filesystem::temp_directory_path() / ("foresign-ca-" + std::to_string(::getpid()) + ".pem")).string();
  std::FILE* file = std::fopen(ca_file.c_str(), "w");
  REQUIRE(file != nullptr);
  PEM_write_X509(file, authority.get());
  std::fclose(file);

  const std::string untrusted(in_words(Failure::untrusted));
  const Key key = new_key();
  {
    const Certificate good =
        new_certificate(key.get(), "localhost", "DNS:localhost", authority.get(), authority_key.get());
    TlsServer server(good.get(), key.get());
    CHECK(ask(server, ca_file) == R"({"resourceType": "Patient", "id": "p1"})");
    CHECK(server.seen == "Bearer token-1");
    server.seen.clear();
    CHECK(ask(server, "") == untrusted);
    CHECK(ask(server, "/nonexistent/ca.pem") == untrusted);
    CHECK(ask(server, ca_file, "127.0.0.1") == untrusted);  // the certificate names another host
    CHECK(server.seen.empty());
  }
  {
    const Certificate self_signed = new_certificate(key.get(), "localhost", "DNS:localhost", nullptr, nullptr);
    TlsServer server(self_signed.get(), key.get());
    CHECK(ask(server, "") == untrusted);
    CHECK(ask(server, ca_file) == untrusted);
    CHECK(server.seen.empty());
  }
  {
    const Certificate over =
        new_certificate(key.get(), "localhost", "DNS:localhost", authority.get(), authority_key.get(), -1);
    TlsServer server(over.get(), key.get());
    CHECK(ask(server, ca_file) == untrusted);
    CHECK(server.seen.empty());
  }
  std::filesystem::remove(ca_file);
}
