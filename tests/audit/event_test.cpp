// The audit trail for others: AuditEvent of FHIR R4, and the story of one card.
#include "cds/audit/event.hpp"

#include <catch2/catch.hpp>

#include "cds/audit/story.hpp"
#include "fhir/json/document.hpp"
#include "tests/audit/world.hpp"

using namespace foresign;
using namespace foresign::audit;

namespace {

std::string at(json::View view, std::initializer_list<std::string_view> path) {
  for (const std::string_view step : path)
    view = step.front() >= '0' && step.front() <= '9' ? view[static_cast<std::size_t>(step.front() - '0')] : view[step];
  return std::string(view.string().value_or("(nothing)"));
}

}  // namespace

TEST_CASE("a record is an AuditEvent of a query about a patient") {
  const store::AuditRecord record = audit::test::record();
  const std::string line = audit_event(record, "https://cds.example");
  CHECK(line.find('\n') == std::string::npos);
  const auto parsed = json::read(line);
  REQUIRE(parsed.value);
  const json::View event = parsed.value->root();
  CHECK(at(event, {"resourceType"}) == "AuditEvent");
  CHECK(at(event, {"type", "code"}) == "rest");
  CHECK(at(event, {"subtype", "0", "code"}) == "search");
  CHECK(at(event, {"action"}) == "E");
  CHECK(at(event, {"recorded"}) == "2026-11-24T10:00:00.000Z");
  CHECK(at(event, {"outcome"}) == "0");
  REQUIRE(event["agent"].size() == 3);
  CHECK(at(event, {"agent", "0", "type", "coding", "0", "code"}) == "110153");
  CHECK(at(event, {"agent", "0", "who", "display"}) == "https://ehr.example, tenant ward-7");
  CHECK(event["agent"][std::size_t{0}]["requestor"].boolean() == false);
  CHECK(at(event, {"agent", "1", "type", "coding", "0", "code"}) == "110152");
  CHECK(at(event, {"agent", "1", "who", "display"}) == "https://cds.example");
  CHECK(at(event, {"agent", "2", "type", "coding", "0", "code"}) == "IRCP");
  CHECK(at(event, {"agent", "2", "who", "reference"}) == "Practitioner/dr-1");
  CHECK(event["agent"][std::size_t{2}]["requestor"].boolean() == true);
  CHECK(at(event, {"source", "observer", "display"}) == "https://cds.example");
  REQUIRE(event["entity"].size() == 3);
  CHECK(at(event, {"entity", "0", "role", "code"}) == "1");
  CHECK(at(event, {"entity", "0", "what", "identifier", "value"}) == record.patient);
  CHECK(at(event, {"entity", "1", "role", "code"}) == "24");
  CHECK(at(event, {"entity", "1", "description"}) == "POST /cds-services/prior-auth-order-sign");
  CHECK(at(event, {"entity", "1", "query"}) == "UE9TVCAvY2RzLXNlcnZpY2VzL3ByaW9yLWF1dGgtb3JkZXItc2lnbg==");
  CHECK(at(event, {"entity", "2", "what", "identifier", "value"}) == "request-1");
  std::string details;
  for (const json::View detail : event["entity"][std::size_t{2}]["detail"])
    details += std::string(*detail["type"].string()) + "=" + std::string(*detail["valueString"].string()) + ";";
  CHECK(details ==
        "status=200;order=MedicationRequest/draft-1;drug=sotorasib;policy=cigna-lumakras|2025-05-14;"
        "policy-digest=sha256:abc;verdict=unknown;card=card-1;request-digest=sha256:" +
            record.request_digest + ";");
}

TEST_CASE("an AuditEvent tells how a call ended and leaves out what is not known") {
  store::AuditRecord record;
  record.time = audit::test::ten_o_clock;
  record.request_id = "request-1";
  record.service = "prior-auth-order-sign";
  const auto [status, outcome] = GENERATE(table<int, std::string>({{200, "0"}, {412, "4"}, {503, "8"}}));
  record.status = status;
  const std::string line = audit_event(record, "foresign");
  const auto parsed = json::read(line);
  REQUIRE(parsed.value);
  const json::View event = parsed.value->root();
  CHECK(at(event, {"outcome"}) == outcome);
  CHECK(event["agent"].size() == 2);
  CHECK(at(event, {"agent", "0", "who", "display"}) == "unknown client");
  CHECK(event["entity"].size() == 2);
  CHECK(line.find("\"\"") == std::string::npos);
  CHECK(line.find("[]") == std::string::npos);
}

TEST_CASE("a patient whose id is kept as it is becomes a reference") {
  store::AuditRecord record = audit::test::record();
  record.patient = "patient-1";
  const auto parsed = json::read(audit_event(record, "foresign"));
  REQUIRE(parsed.value);
  CHECK(at(parsed.value->root(), {"entity", "0", "what", "reference"}) == "Patient/patient-1");
}

TEST_CASE("the story of a card tells what was said, why, and what the prescriber did") {
  const store::AuditRecord record = audit::test::record();
  store::FeedbackRecord dismissed = audit::test::feedback("card-1", {}, "result-pending");
  dismissed.reason->display = "Result is pending";
  dismissed.user_comment = "not\nnow\x1b[2J";
  const std::string told = story(record, "card-1", {dismissed, audit::test::feedback("card-1", {"suggestion-1"})});
  CAPTURE(told);
  for (const std::string part : {
           "card            card-1\n",
           "time            2026-11-24T10:00:00.000Z\n",
           "user            Practitioner/dr-1\n",
           "policy          cigna-lumakras, version 2025-05-14\n",
           "verdict         unknown\n",
           "criteria        1.A: met\n                1.B: unknown\n",
           "evidence        Patient\n                Condition/c1\n",
           "missing         1.B.test\n                prefetch.procedures\n",
           "suggested       Order KRAS testing\n                Remove the order\n",
           "answered        200 after 1500 us\n",
           "outcome         overridden\nreason          result-pending: Result is pending\ncomment         not now "
           "[2J\n",
           "outcome         accepted\ntaken           Order KRAS testing\n",
       }) {
    CAPTURE(part);
    CHECK(told.find(part) != std::string::npos);
  }
  CHECK(story(record, "card-1", {}).find("No feedback came") != std::string::npos);
}
