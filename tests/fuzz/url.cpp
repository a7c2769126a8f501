// A URL of a FHIR server, as a caller or a search's `next` link gives it -> what is asked of the configured server. The
// first line is the base, the second what is wanted.
#include <string>
#include <string_view>

#include "fhir/client/url.hpp"
#include "tests/fuzz/expect.hpp"

using namespace foresign;
using fuzz::expect;

namespace {

bool plain(std::string_view text) {
  for (const char c : text)
    if (c <= 0x20 || c >= 0x7f) return false;
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view first = input.substr(0, input.find('\n'));
  const std::string_view second = first.size() == input.size() ? std::string_view() : input.substr(first.size() + 1);
  const auto base = fhir::client::parse_base(first);
  if (!base) return 0;
  expect(!base->host.empty() && plain(base->host), "a server has a name");
  expect(!base->query && plain(base->path), "a base has no query");
  const auto target = fhir::client::target_on(*base, second);
  if (!target) return 0;
  expect(plain(*target), "what is written into the request line is one word");
  expect(target->starts_with(base->path + "/") || *target == base->path || target->starts_with(base->path + "?") ||
             base->path.empty(),
         "what is asked lies below the base");
  // Behind the `?` dots and slashes are a value like any other.
  const std::string path = target->substr(0, target->find('?'));
  expect(path.find("/../") == std::string::npos && path.find("/./") == std::string::npos, "nothing climbs");
  return 0;
}
