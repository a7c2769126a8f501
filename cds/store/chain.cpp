#include "cds/store/chain.hpp"

#include <openssl/sha.h>

#include <array>

namespace foresign::store {

std::string genesis() {
  return std::string(std::size_t{2} * SHA256_DIGEST_LENGTH, '0');
}

std::string sha256(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 15U];
  }
  return hex;
}

std::string link(std::string_view previous, std::string_view body) {
  return sha256(std::string(previous) + '\n' + std::string(body));
}

}  // namespace foresign::store
