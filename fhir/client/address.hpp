// Where an IP address leads (IANA special-purpose address registries). A caller names the server, so that a name could
// lead into our own network.
#pragma once

#include <cstdint>
#include <string_view>

namespace foresign::fhir::client {

// everywhere: of the public internet. near: this machine, this link, a private network, or an IPv4 address in IPv6
// clothes. nowhere: no host to talk to (multicast, unspecified, reserved, documentation), or no address at all.
enum class Reach : std::uint8_t { everywhere, near, nowhere };

// Of a numeric address without brackets and zone.
Reach reach_of(std::string_view address);

}  // namespace foresign::fhir::client
