#include "cds/auth/key.hpp"

#include <cjose/cjose.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <utility>

#include "cds/auth/base64url.hpp"
#include "fhir/json/writer.hpp"

namespace foresign::auth {
namespace {

constexpr std::size_t coordinate_bytes = 48;  // of P-384
constexpr int least_rsa_bits = 2048;
constexpr int most_rsa_bits = 8192;
constexpr std::size_t longest_exponent = 8;

// Calls a C library's release function.
template <auto release>
struct Release {
  template <class T>
  void operator()(T* owned) const {
    release(owned);
  }
};
template <class T, auto release>
using Owned = std::unique_ptr<T, Release<release>>;

using OwnedJwk = Owned<cjose_jwk_t, cjose_jwk_release>;
using OwnedJws = Owned<cjose_jws_t, cjose_jws_release>;
using OwnedNumber = Owned<BIGNUM, BN_free>;
using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using OwnedBuild = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using OwnedParameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;

// A failure leaves entries in the thread's error queue, which the TLS of another connection would take for its own.
class ErrorQueue {
 public:
  ErrorQueue() = default;
  ErrorQueue(const ErrorQueue&) = delete;
  ErrorQueue& operator=(const ErrorQueue&) = delete;
  ~ErrorQueue() { ERR_clear_error(); }
};

const unsigned char* bytes_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Whether OpenSSL, asked on its own, finds the public key sound: cjose takes RSA numbers as they come.
bool is_sound(const char* type, OSSL_PARAM_BLD* build) {
  const OwnedParameters parameters(OSSL_PARAM_BLD_to_param(build));
  const OwnedContext making(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  if (!parameters || !making || EVP_PKEY_fromdata_init(making.get()) != 1 ||
      EVP_PKEY_fromdata(making.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return false;
  const OwnedKey key(made);
  const OwnedContext checking(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  return checking && EVP_PKEY_public_check(checking.get()) == 1;
}

// A JWK of nothing but these members, so that cjose sees what was checked and no more.
OwnedJwk import(const char* type, std::initializer_list<std::pair<const char*, const std::string&>> members) {
  json::Writer writer;
  writer.begin_object().member("kty", type);
  for (const auto& [name, value] : members) writer.member(name, value);
  const std::string text = writer.end_object().text();
  cjose_err error{};
  return OwnedJwk(cjose_jwk_import(text.data(), text.size(), &error));
}

}  // namespace

struct Key::Material {
  OwnedJwk jwk;
};

Key::Key(std::string algorithm, std::size_t signature_bytes, std::shared_ptr<const Material> material)
    : algorithm_(std::move(algorithm)), signature_bytes_(signature_bytes), material_(std::move(material)) {}

std::optional<Key> Key::from(const EcParameters& parameters) {
  const ErrorQueue errors;
  const auto x = decode_base64url(parameters.x);
  const auto y = decode_base64url(parameters.y);
  if (!x || !y || x->size() != coordinate_bytes || y->size() != coordinate_bytes) return std::nullopt;
  const std::string point = '\x04' + *x + *y;
  const OwnedBuild build(OSSL_PARAM_BLD_new());
  if (!build || OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, SN_secp384r1, 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1 ||
      !is_sound("EC", build.get()))
    return std::nullopt;
  const std::string curve = "P-384";
  OwnedJwk jwk = import("EC", {{"crv", curve}, {"x", parameters.x}, {"y", parameters.y}});
  if (!jwk) return std::nullopt;
  return Key("ES384", 2 * coordinate_bytes, std::make_shared<const Material>(Material{std::move(jwk)}));
}

std::optional<Key> Key::from(const RsaParameters& parameters) {
  const ErrorQueue errors;
  const auto n = decode_base64url(parameters.n);
  const auto e = decode_base64url(parameters.e);
  if (!n || !e || n->size() > most_rsa_bits / 8 || e->empty() || e->size() > longest_exponent) return std::nullopt;
  const OwnedNumber modulus(BN_bin2bn(bytes_of(*n), static_cast<int>(n->size()), nullptr));
  const OwnedNumber exponent(BN_bin2bn(bytes_of(*e), static_cast<int>(e->size()), nullptr));
  const OwnedBuild build(OSSL_PARAM_BLD_new());
  if (!modulus || !exponent || !build || BN_num_bits(modulus.get()) < least_rsa_bits || BN_is_one(exponent.get()) ||
      !BN_is_odd(exponent.get()) || OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1 || !is_sound("RSA", build.get()))
    return std::nullopt;
  OwnedJwk jwk = import("RSA", {{"n", parameters.n}, {"e", parameters.e}});
  if (!jwk) return std::nullopt;
  const auto signature_bytes = static_cast<std::size_t>(BN_num_bytes(modulus.get()));
  return Key("RS384", signature_bytes, std::make_shared<const Material>(Material{std::move(jwk)}));
}

bool Key::signed_token(const std::string& token, std::string_view signature) const {
  // ES384: r and s of 48 bytes each (RFC 7518, section 3.4), never DER. cjose would halve whatever it gets.
  if (signature.size() != signature_bytes_) return false;
  const ErrorQueue errors;
  cjose_err error{};
  const OwnedJws jws(cjose_jws_import(token.data(), token.size(), &error));
  if (!jws) return false;
  // cjose verifies by the algorithm that the token names: it has to be the key's, in cjose's reading of it too.
  const char* named = cjose_header_get(cjose_jws_get_protected(jws.get()), CJOSE_HDR_ALG, &error);
  if (!named || algorithm_ != named) return false;
  return cjose_jws_verify(jws.get(), material_->jwk.get(), &error);
}

}  // namespace foresign::auth
