#include "fhir/client/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <string>

namespace foresign::fhir::client {
namespace {

struct Range4 {
  std::uint32_t first;
  int bits;
  Reach reach;
};

// RFC 6890 and its updates.
constexpr std::array<Range4, 14> special4 = {{
    {0x7F000000, 8, Reach::near},      // 127/8, this machine
    {0x0A000000, 8, Reach::near},      // 10/8
    {0x64400000, 10, Reach::near},     // 100.64/10, shared by providers
    {0xA9FE0000, 16, Reach::near},     // 169.254/16, this link; cloud metadata
    {0xAC100000, 12, Reach::near},     // 172.16/12
    {0xC0A80000, 16, Reach::near},     // 192.168/16
    {0xC6120000, 15, Reach::near},     // 198.18/15, benchmarks
    {0x00000000, 8, Reach::nowhere},   // 0/8
    {0xC0000000, 24, Reach::nowhere},  // 192.0.0/24
    {0xC0000200, 24, Reach::nowhere},  // 192.0.2/24, documentation
    {0xC6336400, 24, Reach::nowhere},  // 198.51.100/24
    {0xCB007100, 24, Reach::nowhere},  // 203.0.113/24
    {0xE0000000, 4, Reach::nowhere},   // 224/4, multicast
    {0xF0000000, 4, Reach::nowhere},   // 240/4, reserved and broadcast
}};

struct Range6 {
  std::array<std::uint8_t, 16> first;
  int bits;
  Reach reach;
};

constexpr std::array<Range6, 10> special6 = {{
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, Reach::near},       // ::1
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0}, 96, Reach::near},  // ::ffff:0:0/96, IPv4
    {{0x00, 0x64, 0xFF, 0x9B}, 32, Reach::near},                                // 64:ff9b::/32, IPv4 translated
    {{0xFC}, 7, Reach::near},                                                   // fc00::/7
    {{0xFE, 0x80}, 10, Reach::near},                                            // fe80::/10
    {{0xFE, 0xC0}, 10, Reach::near},                                            // fec0::/10, site-local of old
    {{0x20, 0x02}, 16, Reach::near},                                            // 2002::/16, IPv4 in 6to4
    {{0x20, 0x01, 0x00, 0x00}, 23, Reach::nowhere},                             // 2001::/23, protocols, Teredo
    {{0x20, 0x01, 0x0D, 0xB8}, 32, Reach::nowhere},                             // 2001:db8::/32, documentation
    {{0x3F, 0xFF}, 20, Reach::nowhere},                                         // 3fff::/20, documentation
}};

bool starts_alike(const std::uint8_t* left, const std::uint8_t* right, int bits) {
  for (int i = 0; i < bits; ++i) {
    const int mask = 0x80 >> (i % 8);
    if ((left[i / 8] & mask) != (right[i / 8] & mask)) return false;
  }
  return true;
}

}  // namespace

Reach reach_of(std::string_view address) {
  const std::string text(address);
  in_addr four{};
  if (::inet_pton(AF_INET, text.c_str(), &four) == 1) {
    const std::uint32_t number = ntohl(four.s_addr);
    const auto* found = std::find_if(special4.begin(), special4.end(), [&](const Range4& range) {
      return number >> (32 - range.bits) == range.first >> (32 - range.bits);
    });
    return found == special4.end() ? Reach::everywhere : found->reach;
  }
  in6_addr six{};
  if (::inet_pton(AF_INET6, text.c_str(), &six) != 1) return Reach::nowhere;
  const std::uint8_t* bytes = &six.s6_addr[0];
  for (const Range6& range : special6)
    if (starts_alike(bytes, range.first.data(), range.bits)) return range.reach;
  // 2000::/3 is all that is given out.
  return bytes[0] >> 5 == 1 ? Reach::everywhere : Reach::nowhere;
}

}  // namespace foresign::fhir::client
