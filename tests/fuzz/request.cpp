// The body of a request -> the answer, through the whole of order_sign. Whatever comes in: an answer that is JSON
// again, or a refusal that names places and never repeats what was sent.
#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

#include "tests/fuzz/answer.hpp"

using namespace foresign;
using fuzz::expect;

namespace {

bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

void check(const Answer& answer) {
  for (const hooks::Card& card : answer.response.cards) {
    expect(!card.summary.empty(), "a card has a summary");
    expect(std::count_if(card.summary.begin(), card.summary.end(), [](char c) { return (c & 0xC0) != 0x80; }) < 140,
           "a summary has fewer than 140 characters");
    expect(!card.detail.empty(), "a card has a detail");
  }
  fuzz::expect_json(answer.response);
}

void check(const Refusal& refusal) {
  expect(!refusal.issues.empty(), "a refusal says why");
  for (const json::Issue& issue : refusal.issues) {
    expect(!issue.message.empty() && printable(issue.message), "a message is a plain sentence");
    expect(printable(issue.path), "a path is plain text");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto outcome = order_sign(body, testing::library(), testing::fixture_day(), fuzz::one_id);
  std::visit([](const auto& either) { check(either); }, outcome);
  return 0;
}
