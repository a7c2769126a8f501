#include <catch2/catch.hpp>

#include "cds/cards/text_report.hpp"
#include "cds/order_sign.hpp"
#include "tests/cds/support.hpp"

using namespace foresign;

namespace {

const Library& library() {
  // The tables where they stand in the repository; the policy as shipped.
  static const Library loaded = [] {
    auto codes = mapping::Terminology::load(std::string(FORESIGN_SOURCE_DIR) + "/mapping/terminology");
    if (!codes.value) throw std::runtime_error(codes.issues.front().path + ": " + codes.issues.front().message);
    return Library{policy::Catalogue({foresign::testing::lumakras()}), std::move(*codes.value)};
  }();
  return loaded;
}

const mapping::Day today{date::sys_days{date::year{2026} / 11 / 24}};

const std::string sotorasib =
    R"({"resource": {"resourceType": "MedicationRequest", "id": "draft-1", "status": "draft", "intent": "order",
        "medicationCodeableConcept": {"text": "sotorasib"}, "subject": {"reference": "Patient/p1"}}})";
const std::string aspirin =
    R"({"resource": {"resourceType": "MedicationRequest", "id": "draft-2", "status": "draft", "intent": "order",
        "medicationCodeableConcept": {"text": "aspirin"}, "subject": {"reference": "Patient/p1"}}})";

std::string body(const std::string& entries, const std::string& prefetch) {
  return R"({"hook": "order-sign", "hookInstance": "1", "context": {"patientId": "p1", "draftOrders": {"entry": [)" +
         entries + R"(]}}, "prefetch": )" + prefetch + "}";
}

auto answered(const std::string& text, mapping::Day day = today) {
  return order_sign(text, library(), day, foresign::testing::counting_ids());
}

std::string report(const policy::Determination& determination) {
  return cards::text_report(determination, library().policies.all().front(), cards::Colour::never);
}

}  // namespace

TEST_CASE("one card for each order of a drug with a policy") {
  const auto result = answered(body(sotorasib + "," + aspirin, R"({"patient": null})"));
  REQUIRE(std::holds_alternative<Answer>(result));
  const Answer& answer = std::get<Answer>(result);
  REQUIRE(answer.response.cards.size() == 1);
  const policy::Determination& determination = answer.response.cards[0].determination;
  CHECK(determination.order == "MedicationRequest/draft-1");
  CHECK(determination.drug == "sotorasib");
  CHECK(determination.day == "2026-11-24");
  CHECK(determination.verdict == Verdict::unknown);
  CHECK(determination.unavailable.size() == 11);
  CHECK(report(determination).find("Order MedicationRequest/draft-1, judged for 2026-11-24") != std::string::npos);
}

TEST_CASE("an order without a policy gets an empty answer whatever the prefetch") {
  const auto prefetch =
      GENERATE(as<std::string>{}, "null", "{}", R"({"patient": {"resourceType": "Patient", "id": "somebody"}})");
  const auto result = answered(body(aspirin, prefetch));
  REQUIRE(std::holds_alternative<Answer>(result));
  CHECK(std::get<Answer>(result).response.cards.empty());
}

TEST_CASE("an order in the form of another FHIR version is none that is known") {
  const std::string dstu2 =
      R"({"resource": {"resourceType": "MedicationOrder", "id": "order-1", "status": "draft",
          "medicationCodeableConcept": {"text": "sotorasib"}, "patient": {"reference": "Patient/p1"}}})";
  const auto result = answered(body(dstu2, "{}"));
  REQUIRE(std::holds_alternative<Answer>(result));
  CHECK(std::get<Answer>(result).response.cards.empty());
}

TEST_CASE("a request is refused for the first reason that holds") {
  const auto [text, why, path] = GENERATE(table<std::string, Refusal::Why, std::string>({
      {"{}", Refusal::Why::malformed, "hook"},
      {body(sotorasib, R"({"patient": {"resourceType": "Patient", "id": "somebody"}})"), Refusal::Why::another_patient,
       "prefetch.patient.id"},
      {body(sotorasib, "{}"), Refusal::Why::no_record, "prefetch"},
      {body(sotorasib, R"({"coverage": null})"), Refusal::Why::no_record, "prefetch"},
  }));
  CAPTURE(text);
  const auto result = answered(text);
  REQUIRE(std::holds_alternative<Refusal>(result));
  CHECK(std::get<Refusal>(result).why == why);
  CHECK(std::get<Refusal>(result).issues.at(0).path == path);
}

TEST_CASE("a day before every version of the policy is judged by the earliest and says so first") {
  const auto result = answered(body(sotorasib, R"({"patient": null})"), {date::sys_days{date::year{2024} / 1 / 1}});
  const Answer& answer = std::get<Answer>(result);
  REQUIRE(answer.response.cards.size() == 1);
  CHECK(answer.response.cards[0].detail.rfind("**No version of the policy on file was in force on that day", 0) == 0);
  CHECK(report(answer.response.cards[0].determination).find("! No version of the policy on file") != std::string::npos);
}

TEST_CASE("the code tables know what the suggestions order") {
  const auto named = [](mapping::Domain domain, const fhir::Coding& coding) {
    const mapping::Concept* found = library().codes.find(domain, coding);
    return found == nullptr ? std::string() : found->name;
  };
  const std::string rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
  CHECK(named(mapping::Domain::drugs, {rxnorm, "263034", ""}) == "panitumumab");
  CHECK(named(mapping::Domain::drugs, {rxnorm, "318341", ""}) == "cetuximab");
  CHECK(named(mapping::Domain::kras, {"http://loinc.org", "82535-6", ""}) == "kras-full-mutation-analysis");
}

TEST_CASE("the same request gives the same bytes") {
  const auto bytes = [] {
    json::Writer writer;
    hooks::write(writer,
                 std::get<Answer>(answered(body(sotorasib, R"({"patient": null, "conditions": null})"))).response);
    return writer.text();
  };
  CHECK(bytes() == bytes());
}

TEST_CASE("more orders than anyone signs at once are refused rather than judged in part") {
  std::string orders = sotorasib;
  for (int i = 1; i < 20; ++i) orders += "," + sotorasib;
  const auto judged = answered(body(orders, R"({"patient": null})"));
  REQUIRE(std::holds_alternative<Answer>(judged));
  CHECK(std::get<Answer>(judged).response.cards.size() == 20);
  const auto result = answered(body(orders + "," + sotorasib, R"({"patient": null})"));
  REQUIRE(std::holds_alternative<Refusal>(result));
  const Refusal& refusal = std::get<Refusal>(result);
  CHECK(refusal.why == Refusal::Why::malformed);
  CHECK(refusal.issues.front().path == "context.draftOrders");
  CHECK(refusal.issues.front().message == "holds more than 20 orders that would have to be judged");
}

TEST_CASE("draft orders beyond those that are read are refused rather than missed in silence") {
  std::string many;
  for (int i = 0; i < 50'000; ++i) many += R"({"resource":{"resourceType":"Flag"}},)";
  std::string deep = sotorasib;
  for (int level = 0; level < 17; ++level)
    deep = R"({"resource": {"resourceType": "Bundle", "entry": [)" + deep + "]}}";
  for (const std::string& orders : {many + sotorasib, deep}) {
    const auto result = answered(body(orders, R"({"patient": null})"));
    REQUIRE(std::holds_alternative<Refusal>(result));
    const Refusal& refusal = std::get<Refusal>(result);
    CHECK(refusal.why == Refusal::Why::malformed);
    CHECK(refusal.issues == std::vector<json::Issue>{{json::Severity::fatal, "context.draftOrders",
                                                      "holds more, or nests deeper, than is read"}});
  }
}

TEST_CASE("a failure among the draft orders is named on the card") {
  const std::string failed = R"({"resource": {"resourceType": "OperationOutcome",
      "issue": [{"severity": "error", "code": "exception"}]}})";
  const auto result = answered(body(sotorasib + "," + failed, R"({"patient": null})"));
  const auto& unavailable = std::get<Answer>(result).response.cards.at(0).determination.unavailable;
  REQUIRE(unavailable.size() == 12);
  CHECK(unavailable.back().key == "draftOrders");
  CHECK(unavailable.back().why == "incomplete: the search reported a problem (error: exception)");
}

TEST_CASE("rule 2.2: a Medication's drug is also that of an ingredient that it refers to") {
  const auto ingredient = GENERATE(as<std::string>{}, R"({"reference": "#s"})", R"({"display": "sotorasib"})");
  CAPTURE(ingredient);
  const std::string compound =
      R"({"resource": {"resourceType": "MedicationRequest", "id": "draft-1", "status": "draft", "intent": "order",
          "contained": [
            {"resourceType": "Medication", "id": "m", "ingredient": [{"itemReference": )" +
      ingredient + R"(}]},
            {"resourceType": "Medication", "id": "s", "code": {"text": "Lumakras 120 mg"}}],
          "medicationReference": {"reference": "#m"}, "subject": {"reference": "Patient/p1"}}})";
  const auto result = answered(body(compound, R"({"patient": null})"));
  REQUIRE(std::holds_alternative<Answer>(result));
  REQUIRE(std::get<Answer>(result).response.cards.size() == 1);
  CHECK(std::get<Answer>(result).response.cards[0].determination.drug == "sotorasib");
}

TEST_CASE("rule 1.7: more KRAS results than can be read leave the mutation open") {
  std::string observations;
  for (int i = 0; i <= 1000; ++i)
    observations += R"({"resource": {"resourceType": "Observation", "id": "o)" + std::to_string(i) +
                    R"(", "status": "final", "code": {"text": "KRAS G12C"}, "valueString": "not detected"}},)";
  observations.pop_back();
  const std::string prefetch =
      R"({"conditions": {"entry": [{"resource": {"resourceType": "Condition", "id": "c", "code": {"text": "NSCLC"}}}]},
          "observations": {"entry": [)" +
      observations + R"(]}, "diagnosticReports": null})";
  const auto result = answered(body(sotorasib, prefetch));
  REQUIRE(std::holds_alternative<Answer>(result));
  json::Writer writer;
  policy::write(writer, std::get<Answer>(result).response.cards.at(0).determination);
  const std::string said = writer.text();
  CHECK(said.find("the record holds more KRAS results than can be read") != std::string::npos);
}
