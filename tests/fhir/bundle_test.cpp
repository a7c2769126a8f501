#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "fhir/bundle.hpp"
#include "tests/fhir/given.hpp"

using namespace foresign::fhir;
using foresign::Json;
using foresign::json::View;

namespace {

using Strings = std::vector<std::string>;

Strings names(const BundleReading& reading) {
  Strings result;
  for (const Entry& entry : reading.entries) result.push_back(entry.reference);
  return result;
}

Strings reasons(const BundleReading& reading) {
  Strings result;
  for (const Unreadable& one : reading.unreadable) result.push_back(one.reference + " " + one.reason);
  return result;
}

std::string searchset(const std::string& entries) {
  return R"({"resourceType": "Bundle", "type": "searchset", "entry": [)" + entries + "]}";
}

const std::string condition = R"({"resource": {"resourceType": "Condition", "id": "c1"}})";

std::string outcome(const std::string& severity, const std::string& code, const std::string& mode) {
  return R"({"search": {"mode": ")" + mode +
         R"("}, "resource": {"resourceType": "OperationOutcome", "issue": [{"severity": ")" + severity +
         R"(", "code": ")" + code + R"(", "diagnostics": "Ann Example"}]}})";
}

}  // namespace

TEST_CASE("contract 3: the four states of a prefetch value are never confused") {
  const auto [value, supply, problems] = GENERATE(table<std::string, Supply, Strings>({
      {"null", Supply::empty, {}},
      {"[]", Supply::empty, {}},
      {R"({"resourceType": "Bundle"})", Supply::empty, {}},
      {R"({"resourceType": "Bundle", "entry": null})", Supply::empty, {}},
      {searchset(""), Supply::empty, {}},
      {searchset("{}, null, {\"resource\": null}"), Supply::empty, {}},
      {searchset(R"({"response": {"status": "200", "outcome": {"resourceType": "OperationOutcome"}}})"),
       Supply::empty,
       {}},
      {searchset(condition), Supply::data, {}},
      {R"({"entry": [)" + condition + "]}", Supply::data, {}},
      {R"({"resourceType": "Bundle", "entry": )" + condition + "}", Supply::data, {}},
      {R"({"resourceType": "Condition"})", Supply::data, {}},
      {R"([{"resourceType": "Condition"}])", Supply::data, {}},
      {"[" + condition + "]", Supply::data, {}},
      {R"({"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "security"}]})",
       Supply::failed,
       {"the search failed (error: security)"}},
      {R"({"resourceType": "OperationOutcome"})", Supply::failed, {"the search failed (no reason given)"}},
      {searchset(outcome("error", "timeout", "outcome")),
       Supply::failed,
       {"incomplete: the search reported a problem (error: timeout)"}},
      {"\"\"", Supply::failed, {"neither a resource nor a Bundle but a string"}},
      {"42", Supply::failed, {"neither a resource nor a Bundle but a number"}},
      {"true", Supply::failed, {"neither a resource nor a Bundle but a boolean"}},
      {"{}", Supply::failed, {"neither a resource nor a Bundle: `resourceType` is missing"}},
      {R"({"resourceType": 5})", Supply::failed, {"neither a resource nor a Bundle: `resourceType` is missing"}},
      {R"({"resourceType": "Bundle", "entry": "x"})", Supply::failed, {"`entry` is a string, not an array"}},
  }));
  CAPTURE(value);
  const Json json(value);
  const BundleReading reading = read_bundle(json, "conditions");
  CHECK(reading.supply == supply);
  CHECK(reading.problems == problems);
}

TEST_CASE("contract 3: what was not supplied is absent") {
  const Json json("{}");
  const BundleReading reading = read_bundle(json["conditions"], "conditions");
  CHECK(reading.supply == Supply::absent);
  CHECK(reading.problems.empty());
  CHECK_FALSE(reading.incomplete);
}

TEST_CASE("an entry is named by its type and id or its fullUrl or its place") {
  const Json json(searchset(
      R"({"fullUrl": "https://ehr.example/fhir/Condition/c1", "resource": {"resourceType": "Condition", "id": "c1", "meta": {"lastUpdated": "2024"}}},
         {"fullUrl": "urn:uuid:0f", "resource": {"resourceType": "Condition"}},
         {"resource": {"resourceType": "Condition", "id": ""}},
         {"fullUrl": 7, "resource": {"resourceType": "Immunization"}})"));
  const BundleReading reading = read_bundle(json, "conditions");
  CHECK(names(reading) == Strings{"Condition/c1", "urn:uuid:0f", "conditions.entry[2]", "conditions.entry[3]"});
  const Entry& first = reading.entries.front();
  CHECK(first.type == "Condition");
  CHECK(first.id == "c1");
  CHECK(first.full_url == "https://ehr.example/fhir/Condition/c1");
  CHECK(first.source == "conditions");
  CHECK(first.last_updated == "2024");
  CHECK(std::get<Condition>(first.resource).id == "c1");
  CHECK(first.json.path() == "entry[0].resource");
  CHECK(std::holds_alternative<OtherResource>(reading.entries.back().resource));
  CHECK(names(read_bundle(Json(R"({"resourceType": "Patient"})"), "patient")) == Strings{"patient"});
  CHECK(names(read_bundle(Json(R"([{"resourceType": "Condition"}])"), "x")) == Strings{"x.entry[0]"});
}

TEST_CASE("Bundles in Bundles are flattened") {
  const Json json(searchset(
      condition + R"(, {"resource": {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Observation"}},
      {"resource": {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Procedure"}}]}}]}})"));
  CHECK(names(read_bundle(json, "all")) ==
        Strings{"Condition/c1", "all.entry[1].entry[0]", "all.entry[1].entry[1].entry[0]"});
}

TEST_CASE("Bundles nested too deep are incomplete") {
  std::string bundle = searchset(condition);
  for (int level = 0; level < 17; ++level) bundle = searchset("{\"resource\": " + bundle + "}");
  const BundleReading reading = read_bundle(Json(bundle), "conditions");
  CHECK(reading.entries.empty());
  CHECK(reading.incomplete);
  CHECK(reading.problems == Strings{"incomplete: Bundles are nested too deep"});
}

TEST_CASE("an unreadable resource is told with its name and reason and the others are read") {
  const Json json(
      searchset(condition +
                R"(, {"resource": {"resourceType": "Condition", "id": "c2", "code": {"text": 5}}}, 7, {"resource": "x"},
         {"fullUrl": "urn:uuid:1", "resource": {"id": "c3"}}, {"resource": {"resourceType": 1, "id": "c4"}})"));
  const BundleReading reading = read_bundle(json, "conditions");
  CHECK(reading.supply == Supply::data);
  CHECK_FALSE(reading.incomplete);
  CHECK(names(reading) == Strings{"Condition/c1"});
  CHECK(reasons(reading) == Strings{"Condition/c2 unreadable: `code.text` is a number, not a string",
                                    "conditions.entry[2] unreadable: `entry` is a number, not an object",
                                    "conditions.entry[3] unreadable: the resource is a string, not an object",
                                    "urn:uuid:1 unreadable: `resourceType` is missing",
                                    "conditions.entry[5] unreadable: `resourceType` is a number, not a string"});
}

TEST_CASE("what a modifier extension may turn into something else is not read, unless it is a draft order") {
  const std::string modifier = R"("modifierExtension":[{"url":"https://ehr.example/negated","valueBoolean":true}])";
  const auto [member, read] = GENERATE_COPY(table<std::string, bool>({
      {modifier, false},
      {R"("component":[{},{)" + modifier + "}]", false},
      {R"("modifierExtension":[])", true},
      {R"("extension":[{"url":"https://ehr.example/seen","valueBoolean":true}])", true},
      {R"("component":[{}])", true},
  }));
  CAPTURE(member);
  const Json json(searchset(R"({"resource": {"resourceType": "Observation", "id": "o",)" + member + "}}"));
  const BundleReading reading = read_bundle(json, "observations");
  CHECK(names(reading) == (read ? Strings{"Observation/o"} : Strings{}));
  CHECK(reasons(reading) ==
        (read ? Strings{} : Strings{"Observation/o has a modifier extension, which may change what it says"}));
  CHECK(names(read_bundle(json, "draftOrders")) == Strings{"Observation/o"});
}

TEST_CASE("rule 1.7: the link to a further page is kept") {
  const auto [link, more] = GENERATE(table<std::string, Strings>({
      {R"([{"relation": "self", "url": "https://x"}, {"relation": "next", "url": "https://x?page=2"}])",
       {"https://x?page=2"}},
      {R"({"relation": "next", "url": "https://x"})", {"https://x"}},
      {R"([{"relation": "next", "url": ""}])", {}},
      {R"([{"relation": "next"}])", {}},
      {R"([{"relation": "self", "url": "https://x"}, {"relation": "previous", "url": "https://x"}])", {}},
      {"[]", {}},
      {"null", {}},
      {"[null, 1]", {}},
      {"\"next\"", {}},
  }));
  CAPTURE(link);
  const Json json(R"({"resourceType": "Bundle", "link": )" + link + ", \"entry\": [" + condition + "]}");
  const BundleReading reading = read_bundle(json, "conditions");
  CHECK(reading.supply == Supply::data);
  CHECK(reading.next_pages == more);
  CHECK_FALSE(reading.incomplete);
}

TEST_CASE("rule 1.7: an outcome among the entries makes a source incomplete unless it is harmless") {
  const auto [severity, code, mode, incomplete] = GENERATE(table<std::string, std::string, std::string, bool>({
      {"error", "timeout", "outcome", true},
      {"fatal", "exception", "outcome", true},
      {"warning", "not-supported", "outcome", false},
      {"information", "informational", "outcome", false},
      {"warning", "not-supported", "match", true},
      {"warning", "incomplete", "outcome", true},      // a mild word for a gap
      {"information", "suppressed", "outcome", true},  // withheld for the patient's privacy
      {"", "", "outcome", true},
  }));
  CAPTURE(severity, code, mode);
  const BundleReading reading =
      read_bundle(Json(searchset(condition + ", " + outcome(severity, code, mode))), "conditions");
  CHECK(reading.supply == Supply::data);
  CHECK(names(reading) == Strings{"Condition/c1"});
  CHECK(reading.incomplete == incomplete);
  CHECK(reading.problems.size() == (incomplete ? 1 : 0));
}

TEST_CASE("rule 1.7: a request of a batch that failed makes a source incomplete") {
  const auto [response, incomplete] = GENERATE(table<std::string, bool>({
      {R"({"status": "200 OK"})", false},
      {R"({"status": "200", "outcome": {"resourceType": "OperationOutcome", "issue": [{"severity": "information", "code": "informational"}]}})",
       false},
      {R"({"status": "404", "outcome": {"resourceType": "OperationOutcome"}})", true},
      {R"({"status": "500"})", true},
      {R"({"outcome": {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}})",
       true},
  }));
  CAPTURE(response);
  const Json alone(searchset("{\"response\": " + response + "}"));
  CHECK(read_bundle(alone, "conditions").supply == (incomplete ? Supply::failed : Supply::empty));
  const Json beside(searchset(condition + ", {\"response\": " + response + "}"));
  CHECK(read_bundle(beside, "conditions").incomplete == incomplete);
}

TEST_CASE("a problem never names a patient") {
  const BundleReading reading = read_bundle(Json(searchset(outcome("error", "timeout", "outcome"))), "conditions");
  REQUIRE(reading.problems.size() == 1);
  CHECK(reading.problems[0].find("Ann") == std::string::npos);
}

TEST_CASE("contained resources are read with their container") {
  const Json json(
      R"({"resourceType": "MedicationRequest", "id": "m1", "contained": [{"resourceType": "Medication", "id": "med"}, null,
                      {"resourceType": "Medication", "id": "#hash"}, {"resourceType": "Medication", "id": "bad", "code": 1}]})");
  const BundleReading reading = read_bundle(json, "orders");
  REQUIRE(reading.entries.size() == 1);
  const Entry& order = reading.entries.front();
  REQUIRE(order.contained.size() == 2);
  CHECK(order.contained[0].reference == "MedicationRequest/m1#med");
  CHECK(order.contained[0].type == "Medication");
  CHECK(order.contained[0].source == "orders");
  CHECK(order.contained[1].reference == "MedicationRequest/m1#hash");
  CHECK(reasons(reading) == Strings{"MedicationRequest/m1#bad unreadable: `code` is a number, not an object"});
  const BundleReading single =
      read_bundle(Json(R"({"resourceType": "Condition", "contained": {"resourceType": "Patient", "id": "p"}})"), "x");
  CHECK(single.entries.at(0).contained.at(0).reference == "x#p");
}

TEST_CASE("of very many entries only so many are read and the rest is incomplete") {
  std::string entries;
  for (int count = 0; count <= 50'000; ++count) entries += R"({"resource":{"resourceType":"Flag"}},)";
  entries.pop_back();
  const BundleReading reading = read_bundle(Json(searchset(entries)), "flags");
  CHECK(reading.entries.size() == 50'000);
  CHECK(reading.incomplete);
  CHECK(reading.problems == Strings{"incomplete: only the first 50000 entries were read"});
}

TEST_CASE("rule 1.7: of very many entries that cannot be read some are named and the source is incomplete") {
  std::string entries;
  for (int count = 0; count <= 500; ++count) entries += "1,";
  entries.pop_back();
  const BundleReading reading = read_bundle(Json(searchset(entries)), "conditions");
  CHECK(reading.unreadable.size() == 500);
  CHECK(reading.incomplete);
  CHECK(reading.problems == Strings{"incomplete: more than 500 entries cannot be read"});
}

TEST_CASE("contained resources count among the entries that are read") {
  std::string contained;
  for (int count = 0; count <= 50'000; ++count) contained += R"({"resourceType":"Flag"},)";
  contained.pop_back();
  const BundleReading reading =
      read_bundle(Json(R"({"resourceType":"Condition","id":"c","contained":[)" + contained + "]}"), "conditions");
  REQUIRE(reading.entries.size() == 1);
  CHECK(reading.entries.front().contained.size() == 49'999);
  CHECK(reading.incomplete);
}
