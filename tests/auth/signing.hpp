// Keys and signatures for tests of tokens, straight from OpenSSL, so that tokens can be wrong in any way.
#pragma once

#include <openssl/evp.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace foresign::signing {

std::string encode_base64url(std::string_view bytes);

// A key pair, made when the test starts.
class Signer {
 public:
  static Signer ec(const char* curve);  // `P-384`
  static Signer rsa(unsigned bits);

  // The public key as a JWK; `more` are further members: `,"use":"sig"`.
  [[nodiscard]] std::string jwk(std::string_view kid, std::string_view more = {}) const;
  // A public number of the key in base64url: `n`, `e`, `qx`, `qy`.
  [[nodiscard]] std::string number(const char* name) const;
  [[nodiscard]] std::string pem() const;

  // The signature's bytes by an algorithm of RFC 7518: ES256, ES384, RS256, RS384, RS512, PS384.
  [[nodiscard]] std::string sign(std::string_view algorithm, std::string_view input) const;
  // The same, but as OpenSSL writes signatures of elliptic curves: DER.
  [[nodiscard]] std::string sign_der(std::string_view input) const;

 private:
  explicit Signer(EVP_PKEY* key);
  std::shared_ptr<EVP_PKEY> key_;
  int coordinate_bytes_ = 0;
  std::string curve_;
};

// HS256, HS384 or HS512.
std::string hmac(std::string_view algorithm, std::string_view secret, std::string_view input);

// `header.payload`, both in base64url: what is signed.
std::string signing_input(std::string_view header, std::string_view payload);

// A text as JSON, which must need no escape.
std::string quoted(std::string_view text);

// Members of an object by name; the values are JSON. Written in the order of names.
using Members = std::map<std::string, std::string>;
std::string object(const Members& members);
Members with(Members members, const std::string& name, const std::string& value);
Members without(Members members, const std::string& name);

}  // namespace foresign::signing
