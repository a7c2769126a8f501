#include "tests/auth/signing.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <utility>

namespace foresign::signing {
namespace {

const EVP_MD* digest_of(std::string_view algorithm) {
  if (algorithm.ends_with("256")) return EVP_sha256();
  if (algorithm.ends_with("384")) return EVP_sha384();
  return EVP_sha512();
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string signed_by(EVP_PKEY* key, std::string_view algorithm, std::string_view input) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_PKEY_CTX* options = nullptr;
  REQUIRE(EVP_DigestSignInit(context.get(), &options, digest_of(algorithm), nullptr, key) == 1);
  if (algorithm.starts_with("PS")) {
    REQUIRE(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1);
    REQUIRE(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1);
  }
  std::size_t size = 0;
  REQUIRE(EVP_DigestSign(context.get(), nullptr, &size, bytes_of(input), input.size()) == 1);
  std::string signature(size, '\0');
  REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(input),
                         input.size()) == 1);
  signature.resize(size);
  return signature;
}

std::string padded(const BIGNUM* number, int size) {
  std::string bytes(static_cast<std::size_t>(size), '\0');
  REQUIRE(BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size) == size);
  return bytes;
}

}  // namespace

std::string encode_base64url(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) text += digits[bits >> (held - 6) & 63U];
  }
  if (held > 0) text += digits[bits << (6 - held) & 63U];
  return text;
}

Signer::Signer(EVP_PKEY* key) : key_(key, &EVP_PKEY_free) {
  REQUIRE(key != nullptr);
}

Signer Signer::ec(const char* curve) {
  Signer signer(EVP_EC_gen(curve));
  signer.curve_ = curve;
  signer.coordinate_bytes_ = (EVP_PKEY_get_bits(signer.key_.get()) + 7) / 8;
  return signer;
}

Signer Signer::rsa(unsigned bits) {
  return Signer(EVP_RSA_gen(bits));
}

std::string Signer::number(const char* name) const {
  BIGNUM* number = nullptr;
  REQUIRE(EVP_PKEY_get_bn_param(key_.get(), name, &number) == 1);
  const std::string bytes = padded(number, coordinate_bytes_ > 0 ? coordinate_bytes_ : BN_num_bytes(number));
  BN_free(number);
  return encode_base64url(bytes);
}

std::string Signer::jwk(std::string_view kid, std::string_view more) const {
  const std::string start = R"({"kid":")" + std::string(kid) + '"';
  const std::string end = std::string(more) + '}';
  if (curve_.empty()) return start + R"(,"kty":"RSA","n":")" + number("n") + R"(","e":")" + number("e") + '"' + end;
  return start + R"(,"kty":"EC","crv":")" + curve_ + R"(","x":")" + number("qx") + R"(","y":")" + number("qy") + '"' +
         end;
}

std::string Signer::pem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  REQUIRE(PEM_write_bio_PUBKEY(out.get(), key_.get()) == 1);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string Signer::sign(std::string_view algorithm, std::string_view input) const {
  const std::string signature = signed_by(key_.get(), algorithm, input);
  if (curve_.empty()) return signature;
  const unsigned char* at = bytes_of(signature);
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(signature.size())), &ECDSA_SIG_free);
  REQUIRE(pair);
  return padded(ECDSA_SIG_get0_r(pair.get()), coordinate_bytes_) +
         padded(ECDSA_SIG_get0_s(pair.get()), coordinate_bytes_);
}

std::string Signer::sign_der(std::string_view input) const {
  return signed_by(key_.get(), "ES384", input);
}

std::string hmac(std::string_view algorithm, std::string_view secret, std::string_view input) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  REQUIRE(HMAC(digest_of(algorithm), secret.data(), static_cast<int>(secret.size()), bytes_of(input), input.size(),
               bytes.data(), &size));
  return {reinterpret_cast<const char*>(bytes.data()), size};
}

std::string signing_input(std::string_view header, std::string_view payload) {
  return encode_base64url(header) + '.' + encode_base64url(payload);
}

std::string quoted(std::string_view text) {
  return '"' + std::string(text) + '"';
}

std::string object(const Members& members) {
  std::string text;
  for (const auto& [name, value] : members) {
    text += text.empty() ? '{' : ',';
    text += '"' + name + "\":" + value;
  }
  return text.empty() ? "{}" : text + '}';
}

Members with(Members members, const std::string& name, const std::string& value) {
  members[name] = value;
  return members;
}

Members without(Members members, const std::string& name) {
  REQUIRE(members.erase(name) == 1);
  return members;
}

}  // namespace foresign::signing
