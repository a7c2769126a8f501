// One public key of a client, and whether a signature is its. Wraps cjose, and OpenSSL where cjose does not look
// (docs/decisions/0010); no other file names either.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace foresign::auth {

// Coordinates and numbers as they stand in a JWK, in base64url (RFC 7518, sections 6.2 and 6.3).
struct EcParameters {  // on P-384
  std::string x;
  std::string y;
};
struct RsaParameters {
  std::string n;
  std::string e;
};

class Key {
 public:
  // The key, or nothing if it is not sound: coordinates of another length than the curve's, a point that is not on it,
  // a modulus below 2048 or above 8192 bits, an exponent that is even, 1 or longer than eight bytes.
  static std::optional<Key> from(const EcParameters& parameters);
  static std::optional<Key> from(const RsaParameters& parameters);

  // The one algorithm that the key may be used with: ES384 or RS384.
  [[nodiscard]] const std::string& algorithm() const { return algorithm_; }

  // Whether the token (RFC 7515, section 7.1) names this key's algorithm and was signed by it. `signature` are the
  // bytes of its third part. The token has to be of the right form already; may be asked from many threads.
  [[nodiscard]] bool signed_token(const std::string& token, std::string_view signature) const;

 private:
  struct Material;
  Key(std::string algorithm, std::size_t signature_bytes, std::shared_ptr<const Material> material);

  std::string algorithm_;
  std::size_t signature_bytes_;
  std::shared_ptr<const Material> material_;
};

}  // namespace foresign::auth
