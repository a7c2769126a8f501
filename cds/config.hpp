// The settings of `foresign serve`, as a JSON file gives them:
//
//   {
//     "host": "127.0.0.1",              address to listen on
//     "port": 8080,                     0: any free port
//     "threads": 72,                    1 to 1024; as many connections are served at the same time
//     "max_body_bytes": 8388608,        1024 to 8388608
//     "keep_alive_max_count": 100000,   requests on one connection
//     "allow_origins": ["*"],           browser pages that may call (CORS); `*` stands for all
//     "insecure_no_auth": false         true: also listen beyond this machine without knowing who calls
//   }
//
// Every key may be absent. A key that is not known is a problem: a misspelt limit would be none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/issue.hpp"

namespace foresign {

struct Config {
  std::string host = "127.0.0.1";
  int port = 8080;
  std::size_t threads = 72;
  std::size_t max_body_bytes = std::size_t{8} * 1024 * 1024;
  std::size_t keep_alive_max_count = 100'000;
  std::vector<std::string> allow_origins = {"*"};
  bool insecure_no_auth = false;
};

// The configuration, or every problem with its place.
json::Parsed<Config> read_config(std::string_view text);

// Why the service must not start with these settings (CONTRACT 7); empty if it may.
std::string refuse_to_start(const Config& config);

// Whether only this machine can reach the address.
bool is_loopback(std::string_view host);

}  // namespace foresign
