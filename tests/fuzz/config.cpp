// A configuration file -> the settings: whole and within their bounds, or issues and nothing.
#include <string_view>

#include "cds/config.hpp"
#include "tests/fuzz/expect.hpp"

using namespace foresign;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto config = read_config({reinterpret_cast<const char*>(data), size});
  expect(config.value.has_value() == config.issues.empty(), "settings without an issue, or an issue without settings");
  if (!config.value) return 0;
  expect(config.value->port >= 0 && config.value->port <= 65535, "the port is one");
  expect(config.value->threads >= 1 && config.value->threads <= 1024, "the number of threads is bounded");
  expect(config.value->max_body_bytes <= std::size_t{8} * 1024 * 1024, "the size of a body is bounded");
  const bool known_callers = !config.value->clients.empty() || !config.value->tls.client_ca.empty();
  expect(is_loopback(config.value->host) || config.value->insecure_no_auth || known_callers ||
             !refuse_to_start(*config.value).empty(),
         "an open address without authentication is refused");
  return 0;
}
