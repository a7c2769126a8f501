// What the programs that fuzz the whole of `order_sign` share.
#pragma once

#include <string>

#include "cds/hooks/card.hpp"
#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "tests/fuzz/expect.hpp"
#include "tests/support/library.hpp"

namespace foresign::fuzz {

inline std::string one_id() {
  return "00000000-0000-4000-8000-000000000000";
}

inline void expect_json(const hooks::Response& response) {
  json::Writer writer;
  hooks::write(writer, response);
  json::Limits wide;
  wide.bytes = std::size_t{1} << 30;
  wide.depth = 256;  // a suggestion holds the whole order
  wide.values = 100'000'000;
  expect(json::read(writer.text(), wide).value.has_value(), "the answer is JSON");
}

}  // namespace foresign::fuzz
