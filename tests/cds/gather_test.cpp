#include <catch2/catch.hpp>

#include "cds/gather.hpp"
#include "cds/hooks/prefetch.hpp"
#include "tests/cds/support.hpp"

using namespace foresign;

namespace {

hooks::HookRequest request(const std::string& prefetch) {
  auto read = hooks::read_request(R"({"hook": "order-sign", "hookInstance": "1", "context": {"patientId": "p1",
      "draftOrders": {"entry": [{"resource": {"resourceType": "MedicationRequest", "id": "draft-1"}}]}})" +
                                  (prefetch.empty() ? "" : R"(, "prefetch": )" + prefetch) + "}");
  REQUIRE(read.value);
  return std::move(*read.value);
}

// All of it without a FHIR server.
struct Gathered {
  explicit Gathered(const std::string& prefetch) : read(request(prefetch)), gathering(read, {}) {
    gathering.fetch_draft_medications();
    gathering.fetch_record();
    gathering.note_gaps();
  }
  hooks::HookRequest read;
  Gathering gathering;
  const fhir::Chart& chart = gathering.chart();
};

std::string why(const fhir::Chart& chart, const std::string& key) {
  for (const fhir::Unavailable& source : chart.unavailable())
    if (source.key == key) return source.why;
  return "";
}

const std::string condition = R"({"resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/p1"}})";

}  // namespace

TEST_CASE("rule 1.7: the four states of a prefetch key are never confused") {
  const auto [name, prefetch, supplied, reason] = GENERATE(table<std::string, std::string, bool, std::string>({
      {"absent", "{}", false, "not supplied"},
      {"null: looked up and nothing there", R"({"conditions": null})", true, ""},
      {"a Bundle without entries", R"({"conditions": {"resourceType": "Bundle"}})", true, ""},
      {"a failure",
       R"({"conditions": {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}})",
       false, "the search failed (error: exception)"},
      {"a failure as the only entry",
       R"({"conditions": {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "OperationOutcome",
          "issue": [{"severity": "error", "code": "exception"}]}}]}})",
       false, "incomplete: the search reported a problem (error: exception)"},
      {"a further page",
       R"({"conditions": {"resourceType": "Bundle", "link": [{"relation": "next", "url": "https://ehr.example/2"}],
          "entry": [{"resource": )" +
           condition + "}]}}",
       false, "incomplete: a further page was not supplied"},
      {"data", R"({"conditions": {"resourceType": "Bundle", "entry": [{"resource": )" + condition + "}]}}", true, ""},
  }));
  CAPTURE(name);
  const Gathered one(prefetch);
  CHECK(one.chart.available("conditions") == supplied);
  CHECK(why(one.chart, "conditions") == reason);
  CHECK(why(one.chart, "observations") == "not supplied");
}

TEST_CASE("everything that came is in the chart whatever key it came under") {
  const Gathered one(R"({"problems": {"resourceType": "Bundle", "entry": [{"resource": )" + condition + "}]}}");
  REQUIRE(one.chart.record().size() == 1);
  CHECK(one.chart.record()[0]->reference == "Condition/c1");
  REQUIRE(one.chart.drafts().size() == 1);
  CHECK(one.chart.drafts()[0]->reference == "MedicationRequest/draft-1");
}

TEST_CASE("a key that nobody asked for is never missing") {
  const Gathered one(R"({"stray": {"resourceType": "OperationOutcome"}})");
  CHECK(one.chart.unavailable().size() == hooks::prefetch_keys().size());
  CHECK(one.chart.available("stray"));
}

TEST_CASE("rule 2.4: a Patient under the key patient who is somebody else is refused") {
  const auto [prefetch, path] = GENERATE(table<std::string, std::string>({
      {R"({"patient": {"resourceType": "Patient", "id": "p2"}})", "prefetch.patient.id"},
      {R"({"patient": {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "p2"}}]}})",
       "prefetch.patient.entry[0].resource.id"},
      {R"({"patient": {"resourceType": "Patient", "id": "p2", "birthDate": 5}})", "prefetch.patient.id"},
  }));
  const auto issue = another_patient(request(prefetch));
  REQUIRE(issue);
  CHECK(*issue == json::Issue{json::Severity::fatal, path, "is not the patient of `context.patientId`"});
}

TEST_CASE("rule 2.4: other Patients elsewhere do no harm") {
  const auto prefetch = GENERATE(as<std::string>{}, R"({"patient": {"resourceType": "Patient", "id": "p1"}})",
                                 R"({"relatives": {"resourceType": "Patient", "id": "p2"}})", R"({"patient": null})");
  CHECK_FALSE(another_patient(request(prefetch)));
}

TEST_CASE("something of the record was had or nothing was") {
  const auto [prefetch, had] = GENERATE(table<std::string, bool>({
      {"", false},
      {"{}", false},
      {R"({"coverage": null, "procedures": null})", false},
      {R"({"patient": {"resourceType": "OperationOutcome"}})", false},
      {R"({"patient": null})", true},
      {R"({"observations": {"resourceType": "Bundle"}})", true},
      {R"({"medicationDispenses": null})", true},
      {R"({"stray": )" + condition + "}", true},
  }));
  CAPTURE(prefetch);
  CHECK(Gathered(prefetch).gathering.anything_of_the_record() == had);
}

TEST_CASE("rule 1.7: what came in place of what was asked for does not stand for it") {
  const auto [name, conditions, reason] = GENERATE(table<std::string, std::string, std::string>({
      {"another type", R"({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Observation"}}]})",
       "holds something else than was asked for"},
      {"another patient's",
       R"({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Condition", "id": "c9",
          "subject": {"reference": "Patient/p2"}}}]})",
       "holds another patient's records"},
      {"another patient's beside this one's",
       R"({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Condition", "id": "c9",
          "subject": {"reference": "Patient/p2"}}}, {"resource": )" +
           condition + "}]}",
       ""},
      {"another type beside what was asked for",
       R"({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Observation"}}, {"resource": )" +
           condition + "}]}",
       ""},
  }));
  CAPTURE(name);
  const Gathered one(R"({"conditions": )" + conditions + "}");
  CHECK(why(one.chart, "conditions") == reason);
}
