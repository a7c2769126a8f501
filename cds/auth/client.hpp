// Who may call the service, as the configuration says it (CDS Hooks 2.0, "Trusting CDS Clients").
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace foresign::auth {

// One CDS client: an issuer of tokens and the keys that it signs with. The keys come from a file or from one URL, never
// from where a token points.
struct Client {
  std::string issuer;                                        // `iss`, compared byte for byte
  std::string keys_file;                                     // a JWK set (RFC 7517); or
  std::string keys_url;                                      // where the client publishes it, https
  std::string jku;                                           // the only `jku` its tokens may carry; empty: `keys_url`
  std::vector<std::string> algorithms = {"ES384", "RS384"};  // those that are accepted, among these two
  std::vector<std::string> tenants;                          // `tenant` must be one of these; empty: not looked at
  std::chrono::seconds max_lifetime{600};                    // of a token, `exp` - `iat`
};

}  // namespace foresign::auth
