// The value of an Authorization header -> a judgement, against two known keys whose private halves nobody has. Whatever
// comes in, it is refused.
#include <array>
#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "cds/auth/verify.hpp"
#include "tests/fuzz/expect.hpp"

using namespace foresign;
using fuzz::expect;

namespace {

auth::Trust trust() {
  std::ifstream file(FORESIGN_SOURCE_DIR "/tests/fuzz/corpus/key_set/two-keys.json", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  auto keys = auth::read_key_set(text);
  expect(keys.value && keys.value->size() == 2, "the two keys can be read");
  auth::Client client;
  client.issuer = "https://ehr.example";
  client.jku = "https://ehr.example/keys";
  auth::Trust all;
  all.emplace(client.issuer, auth::Trusted{client, std::make_shared<auth::KeySet>(std::move(*keys.value))});
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auth::Trust known = trust();
  static const std::array<std::string, 1> audiences = {"https://foresign.example/cds-services"};
  const std::chrono::sys_seconds now{std::chrono::seconds{1'795'516'100}};
  const auth::Once once = [](const std::string&, const std::string&, auto, auto) { return auth::Use::first; };
  const auto judged = auth::verify({reinterpret_cast<const char*>(data), size}, audiences, now, known, once);
  const auto* rejection = std::get_if<auth::Rejection>(&judged);
  expect(rejection != nullptr, "a token that nobody signed is refused");
  expect(!auth::describe(*rejection).empty(), "a refusal has words");
  return 0;
}
