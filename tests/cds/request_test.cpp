#include <catch2/catch.hpp>

#include "cds/hooks/prefetch.hpp"
#include "cds/hooks/request.hpp"
#include "tests/cds/support.hpp"

using namespace foresign;

namespace {

std::string body(const std::string& members, const std::string& context) {
  return "{" + members + R"("context": {)" + context + "}}";
}
const std::string head = R"("hook": "order-sign", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", )";
const std::string context = R"("patientId": "p1", "draftOrders": {"resourceType": "Bundle", "entry": []})";

}  // namespace

TEST_CASE("a request of the order-sign hook is read") {
  const auto read =
      hooks::read_request(body(head + R"("fhirServer": "https://ehr.example/fhir", "prefetch": {"patient": null}, )",
                               context + R"(, "userId": "Practitioner/x")"));
  REQUIRE(read.value);
  CHECK(read.value->hook == "order-sign");
  CHECK(read.value->patient_id == "p1");
  CHECK(read.value->user_id == "Practitioner/x");
  CHECK(read.value->fhir_server == "https://ehr.example/fhir");
  CHECK(read.value->draft_orders["entry"].is(json::Kind::array));
  CHECK(read.value->prefetch["patient"].is(json::Kind::null));
  CHECK_FALSE(read.value->prefetch["conditions"].exists());
}

TEST_CASE("what known clients leave out or write differently is accepted") {
  const auto [name, text] = GENERATE(table<std::string, std::string>({
      {"no type of the Bundle and no entries",
       body(head, R"("patientId": "p1", "draftOrders": {"resourceType": "Bundle"})")},
      {"no resourceType either", body(head, R"("patientId": "p1", "draftOrders": {"entry": []})")},
      {"a typed patient id", body(head, R"("patientId": "Patient/p1", "draftOrders": {})")},
      {"prefetch null", body(head + R"("prefetch": null, )", context)},
      {"fhirServer null", body(head + R"("fhirServer": null, )", context)},
      {"an odd userId", body(head, context + R"(, "userId": 7)")},
      {"no UUID as hookInstance", body(R"("hook": "order-sign", "hookInstance": "1", )", context)},
      {"stray members and extensions",
       body(head + R"("extension": {"x": 1}, "stray": [1], )", context + R"(, "encounterId": null, "extension": {})")},
  }));
  CAPTURE(name);
  const auto read = hooks::read_request(text);
  REQUIRE(read.value);
  CHECK(read.value->patient_id == "p1");
}

TEST_CASE("a malformed request is refused with the path of each mistake") {
  const auto [text, path, message] = GENERATE(table<std::string, std::string, std::string>({
      {body(R"("hookInstance": "1", )", context), "hook", "is missing"},
      {body(R"("hook": 7, "hookInstance": "1", )", context), "hook", "must be a string, is a number"},
      {body(R"("hook": "patient-view", "hookInstance": "1", )", context), "hook",
       "must be `order-sign`, the one hook of this service"},
      {body(R"("hook": "order-sign", )", context), "hookInstance", "is missing"},
      {body(R"("hook": "order-sign", "hookInstance": null, )", context), "hookInstance", "must be a string, is null"},
      {body(R"("hook": "order-sign", "hookInstance": " ", )", context), "hookInstance", "must not be empty"},
      {body(head, R"("draftOrders": {})"), "context.patientId", "is missing"},
      {body(head, R"("patientId": "", "draftOrders": {})"), "context.patientId", "must not be empty"},
      {body(head, R"("patientId": "Patient/", "draftOrders": {})"), "context.patientId", "must not be empty"},
      {body(head, R"("patientId": {"id": "p1"}, "draftOrders": {})"), "context.patientId",
       "must be a string, is an object"},
      {body(head, R"("patientId": "p1")"), "context.draftOrders", "is missing"},
      {body(head, R"("patientId": "p1", "draftOrders": [])"), "context.draftOrders", "must be a Bundle, is an array"},
      {body(head, R"("patientId": "p1", "draftOrders": null)"), "context.draftOrders", "must be a Bundle, is null"},
      {body(head, R"("patientId": "p1", "draftOrders": {"resourceType": "Patient"})"),
       "context.draftOrders.resourceType", "must be `Bundle`"},
      {body(head, R"("patientId": "p1", "draftOrders": {"entry": "x"})"), "context.draftOrders.entry",
       "must be an array, is a string"},
      {body(head + R"("prefetch": [], )", context), "prefetch", "must be an object, is an array"},
      {body(head + R"("fhirServer": 1, )", context), "fhirServer", "must be a string, is a number"},
      {"{" + head + R"("context": []})", "context", "must be an object, is an array"},
      {"{" + head + R"("x": 1})", "context", "is missing"},
      {"[]", "$", "must be an object, is an array"},
  }));
  CAPTURE(text);
  const auto read = hooks::read_request(text);
  CHECK_FALSE(read.value);
  CHECK(read.issues == std::vector<json::Issue>{{json::Severity::fatal, path, message}});
}

TEST_CASE("all mistakes of a request are named at once") {
  const auto read = hooks::read_request(R"({"context": {"patientId": 1}})");
  CHECK_FALSE(read.value);
  CHECK(read.issues.size() == 4);  // hook, hookInstance, patientId, draftOrders
}

TEST_CASE("what is no JSON is refused") {
  for (const std::string text : {"", "{", R"({"hook": "order-sign", "hook": "order-sign"})", "\xff", "nonsense"}) {
    CAPTURE(text);
    const auto read = hooks::read_request(text);
    CHECK_FALSE(read.value);
    CHECK(read.issues.size() == 1);
  }
}

TEST_CASE("discovery tells the versions of specification and hook only where asked to") {
  json::Writer writer;
  hooks::write_discovery(writer, hooks::DiscoveryVersions::shown);
  const auto document = json::read(writer.text());
  REQUIRE(document.value);
  const json::View service = document.value->root()["services"][std::size_t{0}];
  CHECK(service["version"].string() == "2.0.1");
  CHECK(service["hookVersion"].string() == "1.0");
}

TEST_CASE("discovery offers one service that every client can prefetch for") {
  json::Writer writer;
  hooks::write_discovery(writer);
  const auto document = json::read(writer.text());
  REQUIRE(document.value);
  const json::View services = document.value->root()["services"];
  REQUIRE(services.size() == 1);
  const json::View service = services[std::size_t{0}];
  CHECK(service["hook"].string() == "order-sign");
  CHECK(service["id"].string() == "prior-auth-order-sign");
  CHECK(service["title"].string());
  CHECK(service["description"].string());
  CHECK(service["usageRequirements"].string());
  CHECK_FALSE(service["version"].exists());
  CHECK_FALSE(service["hookVersion"].exists());
  std::vector<std::string> keys;
  for (const json::View query : service["prefetch"]) {
    keys.emplace_back(query.key());
    const std::string text(query.string().value());
    CAPTURE(text);
    const std::size_t token = text.find("{{context.patientId}}");
    REQUIRE(token != std::string::npos);
    const std::string before = text.substr(0, token);
    CHECK((before == "Patient/" || before.substr(before.find('?')) == "?patient="));
    CHECK(text.substr(token) == "{{context.patientId}}");
  }
  CHECK(keys == std::vector<std::string>{"patient", "conditions", "observations", "diagnosticReports",
                                         "medicationRequests", "medicationStatements", "medicationAdministrations",
                                         "medicationDispenses", "procedures", "allergies", "coverage",
                                         "questionnaireResponses"});
  CHECK(foresign::testing::empty_values(writer.text()) == std::vector<std::string>{});
}
