// What a FHIR server answers when it is asked for the record -> the answer to the request. Whatever comes back, the
// patient's own order gets its one card.
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tests/fuzz/answer.hpp"

using namespace foresign;
using fuzz::expect;

namespace {

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
  const auto outcome = order_sign(request, testing::library(), testing::fixture_day(), fuzz::one_id, call_back);
  const auto* answer = std::get_if<Answer>(&outcome);
  expect(answer != nullptr && answer->response.cards.size() == 1, "the order gets its card");
  fuzz::expect_json(answer->response);
  return 0;
}
