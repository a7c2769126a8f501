#include "cds/auth/base64url.hpp"

#include <cstdint>

namespace foresign::auth {
namespace {

// 0 to 63, or 64 for what does not belong to the alphabet.
std::uint32_t digit(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 52);
  if (c == '-') return 62;
  if (c == '_') return 63;
  return 64;
}

}  // namespace

std::optional<std::string> decode_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int held = 0;  // how many of the lowest bits are not written yet
  for (const char c : text) {
    const std::uint32_t value = digit(c);
    if (value == 64) return std::nullopt;
    bits = (bits << 6 | value) & 0xffffU;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xffU);
  }
  const std::uint32_t spare = bits & ((1U << held) - 1U);
  if (spare != 0) return std::nullopt;
  return bytes;
}

}  // namespace foresign::auth
