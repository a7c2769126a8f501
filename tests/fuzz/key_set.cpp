// A client's JWK set -> its keys: at least one, each for one of the two algorithms, or the reason why there is none.
#include <string_view>

#include "cds/auth/key_set.hpp"
#include "tests/fuzz/expect.hpp"

using namespace foresign;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto keys = auth::read_key_set({reinterpret_cast<const char*>(data), size});
  if (!keys.value) {
    expect(!keys.issues.empty(), "a set that is refused has an issue");
    return 0;
  }
  expect(!keys.value->empty() && keys.value->size() <= auth::most_keys, "the number of keys is bounded");
  for (const auto& [id, key] : *keys.value)
    expect(key.algorithm() == "ES384" || key.algorithm() == "RS384", "a key is for one of two algorithms");
  return 0;
}
