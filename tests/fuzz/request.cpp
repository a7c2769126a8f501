// The body of a request -> the answer, through the whole of order_sign. Whatever comes in: an answer that is JSON
// again, or a refusal that names places and never repeats what was sent.
#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

#include "cds/hooks/card.hpp"
#include "cds/library.hpp"
#include "cds/order_sign.hpp"
#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "tests/fuzz/expect.hpp"

using namespace foresign;
using fuzz::expect;

namespace {

const Library& library() {
  static const Library loaded = [] {
    auto parsed = load_library(std::string(FORESIGN_BINARY_DIR) + "/data");
    expect(parsed.value.has_value(), "the data folder can be loaded");
    return std::move(*parsed.value);
  }();
  return loaded;
}

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
  json::Writer writer;
  hooks::write(writer, answer.response);
  json::Limits wide;
  wide.bytes = std::size_t{1} << 30;
  wide.depth = 256;  // a suggestion holds the whole order
  wide.values = 100'000'000;
  expect(json::read(writer.text(), wide).value.has_value(), "the answer is JSON");
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
  const mapping::Day day{date::year(2026) / date::November / 24, false};
  const auto outcome =
      order_sign(body, library(), day, [] { return std::string("00000000-0000-4000-8000-000000000000"); });
  std::visit([](const auto& either) { check(either); }, outcome);
  return 0;
}
