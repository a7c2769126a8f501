// What a FHIR server answers when it is asked for the record -> the answer to the request. Whatever comes back, the
// patient's own order gets its one card.
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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

constexpr std::string_view request =
    R"({"hook":"order-sign","hookInstance":"i","fhirServer":"https://ehr.example/fhir",)"
    R"("context":{"patientId":"p","draftOrders":{"entry":[{"resource":{"resourceType":"MedicationRequest",)"
    R"("status":"draft","intent":"order","medicationCodeableConcept":{"text":"sotorasib"},)"
    R"("subject":{"reference":"Patient/p"}}}]}},"prefetch":{"procedures":null,)"
    R"("allergies":{"resourceType":"Bundle"},"patient":{"resourceType":"Patient","id":"p","birthDate":"1960"}}})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  std::size_t asked = 0;
  const CallBack call_back = [&](const hooks::HookRequest&) -> fhir::client::Fetch {
    return [&](const std::vector<std::string>& wanted) {
      asked += wanted.size();
      expect(asked < 10'000, "what is asked comes to an end");
      return std::vector<fhir::client::Answer>(wanted.size(), fhir::client::Answer{body, std::nullopt});
    };
  };
  const mapping::Day day{date::year(2026) / date::November / 24, false};
  const auto outcome = order_sign(
      request, library(), day, [] { return std::string("00000000-0000-4000-8000-000000000000"); }, call_back);
  const auto* answer = std::get_if<Answer>(&outcome);
  expect(answer != nullptr && answer->response.cards.size() == 1, "the order gets its card");
  json::Writer writer;
  hooks::write(writer, answer->response);
  json::Limits wide;
  wide.depth = 256;
  wide.bytes = std::size_t{1} << 30;
  wide.values = 100'000'000;
  expect(json::read(writer.text(), wide).value.has_value(), "the answer is JSON");
  return 0;
}
