// Rule 8.1: cetuximab or panitumumab beside the ordered drug.
#include <algorithm>

#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping::treatment_tests {
namespace {

std::string draft(const std::string& more) {
  return resource("MedicationRequest", "partner", R"("status":"draft","intent":"order",)" + more);
}

}  // namespace

TEST_CASE("rule 8.1: a partner among the same draft orders is a combination") {
  const auto [members, expected] = GENERATE(table<std::string, Verdict>({
      {named("cetuximab"), Verdict::met},
      {named("Vectibix 6 mg/kg every 14 days"), Verdict::met},
      {coded(rxnorm, "263034"), Verdict::met},
      {named("bevacizumab"), Verdict::unknown},
      {R"("doNotPerform":true,)" + named("cetuximab"), Verdict::unknown},
      {R"("subject":{"reference":"Patient/p1"},)" + named("cetuximab"), Verdict::met},
      {R"("subject":{"reference":"Patient/someone-else"},)" + named("cetuximab"), Verdict::unknown},
      {R"("reasonCode":[{"text":"colon cancer"}],)" + named("cetuximab"), Verdict::met},
      {R"("reasonCode":[{"text":"squamous cell carcinoma of the larynx"}],)" + named("cetuximab"), Verdict::unknown},
      {R"("reasonReference":[{"display":"Squamous cell carcinoma of larynx"}],)" + named("cetuximab"),
       Verdict::unknown},
      {R"("reasonReference":[{"reference":"Condition/gone","display":"HNSCC"}],)" + named("cetuximab"),
       Verdict::unknown},
      {R"("reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"C44.92"}]}],)" +
           named("cetuximab"),
       Verdict::unknown},
      {R"("reasonReference":[{"display":"Colon cancer"}],)" + named("cetuximab"), Verdict::met},
      {R"("reasonCode":[{"text":"KRAS G12C mutation"}],)" + named("cetuximab"), Verdict::met},  // no tumour
      {R"("reasonCode":[{"text":"anemia"}],)" + named("cetuximab"), Verdict::met},
      {R"("medicationReference":{"display":"Vectibix 20 mg/mL"})", Verdict::met},
      {named("Begin panitumumab with sotorasib per pharmacy"), Verdict::met},  // as orders are written
      {named("panitumumab renewal, infuse over 60 minutes"), Verdict::met},
      {named("cetuximab loading dose 400 mg/m2"), Verdict::met},
      {named("panitumumab (discontinued)"), Verdict::unknown},  // one that ended
      {named("prior cetuximab"), Verdict::unknown},
      {named("s/p panitumumab"), Verdict::unknown},
      {named("panitumumab if RAS wild type"), Verdict::unknown},
      {R"("dosageInstruction":[{"timing":{"repeat":{"boundsPeriod":{"end":"2026-10-15"}}}}],)" + named("cetuximab"),
       Verdict::unknown},
  }));
  CAPTURE(members);

  TestChart chart(colon, draft(members));
  const Fact fact = chart.combination();
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::met) {
    CHECK(fact.evidence().front().reference == "MedicationRequest/partner");
    CHECK(mentions(fact.evidence().front().element, "medication"));
  } else {
    CHECK(fact.needed() == "no cetuximab or panitumumab order found");
  }
}

TEST_CASE("rule 8.1: a draft order that rule 2.3 skips is no partner") {
  const auto [status, expected] = GENERATE(table<std::string, Verdict>({{"draft", Verdict::met},
                                                                        {"active", Verdict::met},
                                                                        {"on-hold", Verdict::met},
                                                                        {"cancelled", Verdict::unknown},
                                                                        {"stopped", Verdict::unknown},
                                                                        {"completed", Verdict::unknown},
                                                                        {"entered-in-error", Verdict::unknown}}));
  CAPTURE(status);
  TestChart chart(colon, resource("MedicationRequest", "partner",
                                  R"("intent":"order","status":")" + status + R"(",)" + named("panitumumab")));
  CHECK(chart.combination().verdict() == expected);
  if (expected == Verdict::unknown) CHECK(mentions(chart.set_aside("MedicationRequest/partner"), status));
}

TEST_CASE("rule 8.1: an active order counts when authored within 90 days") {
  const auto [status, intent, authored, expected] = GENERATE(table<std::string, std::string, std::string, Verdict>({
      {"active", "order", "2026-11-24", Verdict::met},
      {"active", "order", "2026-08-26", Verdict::met},      // 90 days
      {"active", "order", "2026-08-25", Verdict::unknown},  // 91 days
      {"active", "order", "2026-09", Verdict::met},
      {"active", "order", "2026-08", Verdict::unknown},     // may be the first of August
      {"active", "order", "2026-11-25", Verdict::unknown},  // after the day of judgement
      {"active", "instance-order", "2026-11-01", Verdict::met},
      {"active", "plan", "2026-11-01", Verdict::unknown},
      {"active", "proposal", "2026-11-01", Verdict::unknown},
      {"on-hold", "order", "2026-11-01", Verdict::unknown},
      {"completed", "order", "2026-11-01", Verdict::unknown},  // one that ended does not count
      {"stopped", "order", "2026-11-01", Verdict::unknown},
      {"draft", "order", "2026-11-01", Verdict::unknown},
  }));
  CAPTURE(status, intent, authored);
  TestChart chart(colon + "," +
                  resource("MedicationRequest", "t1",
                           R"("status":")" + status + R"(","intent":")" + intent + R"(","authoredOn":")" + authored +
                               R"(",)" + named("cetuximab")));
  const Fact fact = chart.combination();
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::met) CHECK(fact.evidence().front().date == authored);
}

TEST_CASE("rule 8.1: an older active order counts while it is dispensed or given") {
  const auto [beside, expected] = GENERATE(table<std::string, Verdict>({
      {"", Verdict::unknown},
      {R"(,{"resourceType":"MedicationDispense","id":"d1","status":"completed","whenHandedOver":"2026-10-01",
           "authorizingPrescription":[{"reference":"MedicationRequest/t1"}],"medicationCodeableConcept":{"text":"cetuximab"}})",
       Verdict::met},
      {R"(,{"resourceType":"MedicationDispense","id":"d1","status":"completed","whenHandedOver":"2026-07-01",
           "authorizingPrescription":[{"reference":"MedicationRequest/t1"}],"medicationCodeableConcept":{"text":"cetuximab"}})",
       Verdict::unknown},
      {R"(,{"resourceType":"MedicationAdministration","id":"a1","status":"completed","effectiveDateTime":"2026-09-20",
           "request":{"reference":"MedicationRequest/t1"},"medicationCodeableConcept":{"text":"cetuximab"}})",
       Verdict::met},
      {R"(,{"resourceType":"MedicationAdministration","id":"a1","status":"not-done","effectiveDateTime":"2026-09-20",
           "request":{"reference":"MedicationRequest/t1"},"medicationCodeableConcept":{"text":"cetuximab"}})",
       Verdict::unknown},
      {R"(,{"resourceType":"MedicationDispense","id":"d1","status":"completed","whenHandedOver":"2026-10-01",
           "medicationCodeableConcept":{"text":"panitumumab"}})",
       Verdict::unknown},
  }));
  CAPTURE(beside);
  TestChart chart(colon + "," + request("active", "2026-01-10", named("cetuximab")) + beside);
  const Fact fact = chart.combination();
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::unknown) {
    REQUIRE_FALSE(fact.evidence().empty());
    CHECK(fact.evidence().front().note == "not authored, dispensed or given within the last 90 days");
  }
}

TEST_CASE("rule 8.1: an administration within 28 days counts unless its order was stopped since") {
  const auto order = [](std::string_view status) {
    return "," + resource("MedicationRequest", "o1",
                          R"("status":")" + std::string(status) + R"(","intent":"order","authoredOn":"2026-05-01",)" +
                              named("panitumumab"));
  };
  const std::string linked = R"("request":{"reference":"MedicationRequest/o1"},)";
  const auto [status, when, more, beside, expected] =
      GENERATE_COPY(table<std::string, std::string, std::string, std::string, Verdict>({
          {"completed", "2026-11-24", "", "", Verdict::met},
          {"completed", "2026-10-27", "", "", Verdict::met},      // 28 days
          {"completed", "2026-10-26", "", "", Verdict::unknown},  // 29 days
          {"in-progress", "2026-11-20", "", "", Verdict::met},
          {"not-done", "2026-11-20", "", "", Verdict::unknown},
          {"stopped", "2026-11-20", "", "", Verdict::unknown},
          {"completed", "2026-11-10", linked, order("active"), Verdict::met},
          {"completed", "2026-11-10", linked, order("completed"), Verdict::met},
          {"completed", "2026-11-10", linked, order("stopped"), Verdict::unknown},
          {"completed", "2026-11-10", linked, order("cancelled"), Verdict::unknown},
          {"completed", "2026-11-10", R"("reasonCode":[{"text":"breast cancer"}],)", "", Verdict::unknown},
          {"completed", "2026-11-10", "", "," + condition("prostate", "C61"),
           Verdict::met},  // unlinked: with several tumours too
          {"completed", "2026-11-10", "", "," + nsclc, Verdict::met},
      }));
  CAPTURE(status, when, more, beside);
  TestChart chart(colon + "," + administration(status, when, more + named("panitumumab")) + beside);
  const Fact fact = chart.combination();
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::met)
    CHECK(std::ranges::any_of(fact.evidence(), [](const Evidence& one) {
      return one.reference == "MedicationAdministration/t1" && one.element == "medicationCodeableConcept";
    }));
}

TEST_CASE("rule 8.1: an unlinked administration does not outlive a recently stopped order of its drug") {
  const auto [authored, expected] =
      GENERATE(table<std::string, Verdict>({{"2026-10-20", Verdict::unknown}, {"2025-02-01", Verdict::met}}));
  CAPTURE(authored);
  TestChart chart(
      colon + "," + administration("completed", "2026-11-10", named("panitumumab")) + "," +
      resource("MedicationRequest", "o1",
               R"("status":"stopped","intent":"order","authoredOn":")" + authored + R"(",)" + named("panitumumab")));
  CHECK(chart.combination().verdict() == expected);
}

TEST_CASE("rules 8.1 and 1.3: a statement that the patient takes cetuximab is no order but shown") {
  TestChart chart(colon + "," +
                  statement("active", R"("effectivePeriod":{"start":"2026-11-01"},)" + named("cetuximab")));
  const Fact fact = chart.combination();
  CHECK(fact.verdict() == Verdict::unknown);
  REQUIRE(fact.evidence().size() == 1);
  CHECK(fact.evidence().front().note == "a statement is no order");
}

TEST_CASE("rule 8.1: an active order that ended by another record does not count") {
  const auto [order, beside, expected] = GENERATE(table<std::string, std::string, Verdict>({
      {"", "", Verdict::met},
      {R"("dosageInstruction":[{"timing":{"repeat":{"boundsPeriod":{"end":"2026-11-10"}}}}],)", "", Verdict::unknown},
      {R"("dosageInstruction":[{"timing":{"repeat":{"boundsPeriod":{"end":"2027-01-10"}}}}],)", "", Verdict::met},
      {R"("dispenseRequest":{"validityPeriod":{"end":"2026-11-10"}},)", "", Verdict::unknown},
      {R"("note":[{"text":"Discontinued due to rash"}],)", "", Verdict::unknown},
      {R"("note":[{"text":"To start with sotorasib"}],)", "", Verdict::met},  // an order need not have begun
      {"", R"("effectivePeriod":{"start":"2026-11-01","end":"2026-11-12"},)", Verdict::unknown},
      {"", R"("effectivePeriod":{"start":"2026-05-01","end":"2026-06-12"},)", Verdict::met},  // an earlier course
  }));
  CAPTURE(order, beside);
  TestChart chart(colon + "," + request("active", "2026-11-01", order + named("panitumumab")) +
                  (beside.empty() ? ""
                                  : "," + resource("MedicationStatement", "s1",
                                                   R"("status":"stopped",)" + beside + named("panitumumab"))));
  CHECK(chart.combination().verdict() == expected);
}

TEST_CASE("rule 1.3: what keeps an older order current is evidence too") {
  TestChart chart(
      colon + "," + request("active", "2026-01-10", named("cetuximab")) +
      R"(,{"resourceType":"MedicationAdministration","id":"a1","status":"completed","effectiveDateTime":"2026-09-20",
           "request":{"reference":"MedicationRequest/t1"},"medicationCodeableConcept":{"text":"cetuximab"}})");
  const auto evidence = chart.combination().evidence();
  CHECK(std::ranges::any_of(evidence,
                            [](const Evidence& one) { return one.reference == "MedicationAdministration/a1"; }));
}

TEST_CASE("rules 8.1 and 1.7: sources that could not be had are said") {
  TestChart chart(colon, "", {"medicationRequests", "procedures"});
  CHECK(chart.combination().needed() ==
        "no cetuximab or panitumumab order found; could not be retrieved: medicationRequests");
}

}  // namespace foresign::mapping::treatment_tests
