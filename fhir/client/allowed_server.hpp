// Which FHIR servers may be called back, and how far. A request names its server; nothing is asked of one that is not
// listed here.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace foresign::fhir::client {

struct AllowedServer {
  std::string base_url;        // `https://fhir.example/r4`; this is what is called, in place of the caller's spelling
  bool allow_http = false;     // without TLS: for trying out
  bool allow_private = false;  // also where the name leads to this machine or a private network
  bool without_token = false;  // also where the request brings no access token: an open sandbox
  std::string ca_file;         // PEM, then the only authorities believed; empty: the machine's own
};

// Why this entry cannot be used, in words for the log at start; empty if it can. Does not look at the file.
std::string problem_with(const AllowedServer& server);

struct Limits {
  // For all calls of one request together.
  std::chrono::milliseconds deadline{2000};
  std::size_t total_bytes = std::size_t{4} * 1024 * 1024;
  std::size_t calls = 32;
  std::size_t parallel = 4;
  // For one call.
  std::size_t answer_bytes = std::size_t{1024} * 1024;
  // For one server, whoever asks: requests that may have calls under way at the same time.
  std::size_t requests_at_once = 8;
};

}  // namespace foresign::fhir::client
