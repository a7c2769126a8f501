// Which FHIR servers may be called back, and how far. A request names its server; nothing is asked of one that is not
// listed here.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace foresign::fhir::client {

struct AllowedServer {
  // `https://fhir.example/r4`: scheme, host, port and path. What is called, in place of the caller's spelling.
  std::string base_url;
  bool allow_http = false;     // without TLS: for trying out
  bool allow_private = false;  // also where the name leads to an address of this machine or of a private network
  bool without_token = false;  // also where the request brings no access token: an open sandbox
  std::string ca_file;         // PEM; empty: the machine's own certificate authorities
};

// For all calls of one request together, unless it says otherwise.
struct Limits {
  std::chrono::milliseconds deadline{2000};
  std::size_t answer_bytes = std::size_t{1024} * 1024;  // of one answer
  std::size_t total_bytes = std::size_t{4} * 1024 * 1024;
  std::size_t calls = 32;
  std::size_t parallel = 4;
};

}  // namespace foresign::fhir::client
