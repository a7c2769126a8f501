// Rules 7.1 to 7.3: what was given, and when.
#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping::treatment_tests {

TEST_CASE("rule 7.1: each of the five record types that name a drug is evidence of an earlier regimen") {
  const std::string drug = named("carboplatin");
  const auto [type, members, element, date] = GENERATE_COPY(table<std::string, std::string, std::string, std::string>({
      {"MedicationRequest", R"("status":"completed","intent":"order","authoredOn":"2026-03-02",)" + drug,
       "medicationCodeableConcept", "2026-03-02"},
      {"MedicationStatement", R"("status":"completed","effectivePeriod":{"start":"2026-03","end":"2026-05"},)" + drug,
       "medicationCodeableConcept", "2026-03"},
      {"MedicationAdministration", R"("status":"completed","effectiveDateTime":"2026-03-02T10:00:00+01:00",)" + drug,
       "medicationCodeableConcept", "2026-03-02T10:00:00+01:00"},
      {"MedicationDispense", R"("status":"completed","whenHandedOver":"2026-03-02",)" + drug,
       "medicationCodeableConcept", "2026-03-02"},
      {"Procedure",
       R"("status":"completed","performedDateTime":"2026-03-02","code":{"text":"Infusion of carboplatin"})", "code",
       "2026-03-02"},
  }));
  CAPTURE(type);
  TestChart chart(nsclc + "," + resource(type, "t1", members));
  const Fact fact = chart.systemic(Cancer::lung);
  REQUIRE(fact.verdict() == Verdict::met);
  REQUIRE(fact.evidence().size() == 1);
  CHECK(fact.evidence().front().reference == type + "/t1");
  CHECK(fact.evidence().front().element == element);
  CHECK(fact.evidence().front().date == date);
  CHECK(mentions(fact.evidence().front().value, "carboplatin"));
}

TEST_CASE("rule 7.1: a draft order is no earlier treatment") {
  TestChart chart(nsclc,
                  resource("MedicationRequest", "d2",
                           R"("status":"completed","intent":"order","authoredOn":"2026-01-01",)" + named("docetaxel")));
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::unknown);
}

TEST_CASE("rule 7.2: which statuses count as given") {
  const std::string drug = named("carboplatin");
  const auto [type, status, counts] = GENERATE(table<std::string, std::string, bool>({
      {"MedicationAdministration", "completed", true},
      {"MedicationAdministration", "in-progress", true},
      {"MedicationAdministration", "stopped", true},
      {"MedicationAdministration", "on-hold", false},
      {"MedicationAdministration", "not-done", false},
      {"MedicationAdministration", "entered-in-error", false},
      {"MedicationAdministration", "unknown", false},
      {"MedicationDispense", "completed", true},
      {"MedicationDispense", "stopped", true},
      {"MedicationDispense", "preparation", false},
      {"MedicationDispense", "in-progress", false},
      {"MedicationDispense", "declined", false},
      {"MedicationDispense", "cancelled", false},
      {"MedicationStatement", "active", true},
      {"MedicationStatement", "completed", true},
      {"MedicationStatement", "stopped", true},
      {"MedicationStatement", "on-hold", true},
      {"MedicationStatement", "intended", false},
      {"MedicationStatement", "not-taken", false},
      {"MedicationStatement", "unknown", false},
      {"MedicationStatement", "entered-in-error", false},
      {"MedicationStatement", "final", false},
      {"MedicationRequest", "active", true},
      {"MedicationRequest", "on-hold", true},
      {"MedicationRequest", "completed", true},
      {"MedicationRequest", "stopped", true},
      {"MedicationRequest", "draft", false},
      {"MedicationRequest", "cancelled", false},
      {"MedicationRequest", "unknown", false},
      {"Procedure", "completed", true},
      {"Procedure", "in-progress", true},
      {"Procedure", "stopped", true},
      {"Procedure", "preparation", false},
      {"Procedure", "not-done", false},
      {"Procedure", "on-hold", false},
      {"Procedure", "unknown", false},
  }));
  CAPTURE(type, status);
  const std::string dates = R"("authoredOn":"2026-03-02","intent":"order","effectiveDateTime":"2026-03-02",)"
                            R"("whenHandedOver":"2026-03-02","performedDateTime":"2026-03-02",)"
                            R"("code":{"text":"carboplatin infusion"},)";
  TestChart chart(nsclc + "," + resource(type, "t1", dates + R"("status":")" + status + R"(",)" + drug));
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == (counts ? Verdict::met : Verdict::unknown));
  if (!counts) {
    CHECK(fact.evidence().empty());
    CHECK(mentions(chart.set_aside(type + "/t1"), status == "entered-in-error" ? "entered in error" : status));
  }
}

TEST_CASE("rule 7.2: a missing status or intent does not count") {
  const auto [members, reason] = GENERATE(table<std::string, std::string>({
      {R"("intent":"order","authoredOn":"2026-03-02")", "its status is missing"},
      {R"("status":"completed","authoredOn":"2026-03-02")", "its intent is missing"},
  }));
  TestChart chart(nsclc + "," + resource("MedicationRequest", "t1", members + "," + named("carboplatin")));
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::unknown);
  CHECK(chart.set_aside("MedicationRequest/t1") == reason);
}

TEST_CASE("rule 7.2: orders count by their intent and a proposal or an order not to give it does not") {
  const auto [intent, counts] = GENERATE(table<std::string, bool>({{"order", true},
                                                                   {"original-order", true},
                                                                   {"reflex-order", true},
                                                                   {"filler-order", true},
                                                                   {"instance-order", true},
                                                                   {"proposal", false},
                                                                   {"plan", false},
                                                                   {"option", false},
                                                                   {"directive", false}}));
  CAPTURE(intent);
  const std::string order = resource(
      "MedicationRequest", "t1",
      R"("status":"completed","authoredOn":"2026-03-02","intent":")" + intent + R"(",)" + named("carboplatin"));
  TestChart chart(nsclc + "," + order);
  CHECK(chart.systemic(Cancer::lung).verdict() == (counts ? Verdict::met : Verdict::unknown));
  if (!counts) CHECK(mentions(chart.set_aside("MedicationRequest/t1"), intent + " is no order"));

  TestChart forbidden(nsclc + "," +
                      request("completed", "2026-03-02", R"("doNotPerform":true,)" + named("carboplatin")));
  CHECK(forbidden.systemic(Cancer::lung).verdict() == Verdict::unknown);
  CHECK(forbidden.set_aside("MedicationRequest/t1") == "an order not to give it");
}

TEST_CASE("rule 7.2: an open order is a treatment after 21 days and at once when it was dispensed or given") {
  const std::string given =
      resource("MedicationAdministration", "a1",
               R"("status":"completed","effectiveDateTime":"2026-11-20","request":{"reference":"MedicationRequest/t1"},
                                        "medicationReference":{"reference":"Medication/unknown"})");
  const std::string dispensed = resource("MedicationDispense", "a1",
                                         R"("status":"completed","whenHandedOver":"2026-11-20",
                                            "authorizingPrescription":[{"reference":"MedicationRequest/t1"}],
                                            "medicationReference":{"reference":"Medication/unknown"})");
  const std::string not_done =
      resource("MedicationAdministration", "a1",
               R"("status":"not-done","effectiveDateTime":"2026-11-20","request":{"reference":"MedicationRequest/t1"},
                                           "medicationReference":{"reference":"Medication/unknown"})");
  const std::string today =
      resource("MedicationAdministration", "a1",
               R"("status":"completed","effectiveDateTime":"2026-11-24","request":{"reference":"MedicationRequest/t1"},
                                        "medicationReference":{"reference":"Medication/unknown"})");
  const auto [status, authored, beside, expected] =
      GENERATE_COPY(table<std::string, std::string, std::string, Verdict>({
          {"active", "2026-11-03", "", Verdict::met},            // 21 days
          {"active", "2026-11-04", "", Verdict::unknown},        // 20 days
          {"on-hold", "2026-11-03", "", Verdict::met},           //
          {"on-hold", "2026-11-04", "", Verdict::unknown},       //
          {"active", "2026-11", "", Verdict::unknown},           // perhaps yesterday
          {"active", "2026-10", "", Verdict::met},               // all of October
          {"active", "", "", Verdict::unknown},                  // rule 7.3: no date, not ended
          {"active", "2026-11-18", given, Verdict::met},         //
          {"active", "2026-11-18", dispensed, Verdict::met},     //
          {"active", "", given, Verdict::met},                   //
          {"active", "2026-11-18", not_done, Verdict::unknown},  //
          {"active", "2026-11-18", today, Verdict::unknown},     // rule 7.3: begins today
          {"active", "2026-10-01", not_done, Verdict::unknown},  // the only administration on record was not done
          {"completed", "2026-11-18", "", Verdict::met},         // an ended order needs no 21 days
          {"stopped", "2026-10-01", not_done, Verdict::unknown},
          {"stopped", "2026-10-01", given, Verdict::met},
      }));
  CAPTURE(status, authored, beside);
  TestChart chart(nsclc + "," + request(status, authored, named("carboplatin")) + (beside.empty() ? "" : "," + beside));
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::met) CHECK(fact.evidence().front().reference == "MedicationRequest/t1");
}

TEST_CASE("rule 7.2: one concept may name several drugs and each counts") {
  const std::string two =
      R"("medicationCodeableConcept":{"coding":[{"system":"http://fhir.de/CodeSystem/bfarm/atc","code":"L01CD01"},
                              {"system":"http://fhir.de/CodeSystem/bfarm/atc","code":"L01XA02"}]})";
  TestChart chart(nsclc + "," + given_in_spring(two));
  const auto treatments = chart.treatments();
  REQUIRE(treatments.size() == 1);
  REQUIRE(treatments.front().drugs.size() == 2);
  CHECK(treatments.front().drugs[0]->name == "paclitaxel");
  CHECK(treatments.front().drugs[1]->name == "carboplatin");
}

TEST_CASE("rule 7.2: an active statement whose note says that it was not taken is set aside") {
  const auto [note, counts] = GENERATE(table<std::string, bool>({
      {"Patient cannot take carboplatin as per oncologist", false},
      {"Never taken", false},
      {"Prescribed, but the patient did not start", false},
      {"Patient declined", false},
      {"Patient refused chemotherapy", false},
      {"Patient declined further cycles", true},
      {"Refused to continue after cycle 4", true},
      {"Patient declined radiotherapy", true},
      {"Renal function declined after cycle 2", true},
      {"Pemetrexed not given because of renal function", true},  // another drug
      {"Carboplatin not given because of renal function", false},
      {"Patient has not refused any dose", true},
      {"Tolerated well", true},
  }));
  CAPTURE(note);
  TestChart chart(nsclc + "," +
                  statement("active", in_spring + R"(,"note":[{"text":")" + note + R"("}],)" + named("carboplatin")));
  CHECK(chart.systemic(Cancer::lung).verdict() == (counts ? Verdict::met : Verdict::unknown));
  if (!counts) CHECK(chart.set_aside("MedicationStatement/t1") == "not taken, as its note says");
}

TEST_CASE("rule 7.3: it began before the day of judgement") {
  const auto [status, dates, counts] = GENERATE(table<std::string, std::string, bool>({
      {"completed", R"("effectiveDateTime":"2026-11-23")", true},
      {"completed", R"("effectiveDateTime":"2026-11-24")", false},
      {"completed", R"("effectiveDateTime":"2026-11-25")", false},
      {"completed", R"("effectiveDateTime":"2026-11")", false},  // all of it must lie before
      {"completed", R"("effectiveDateTime":"2026-10")", true},
      {"completed", R"("effectiveDateTime":"2026")", false},
      {"completed", R"("effectiveDateTime":"2025")", true},
      {"completed", R"("effectivePeriod":{"end":"2026-11-23"})",
       true},  // an end before the day proves a start before it
      {"completed", R"("effectivePeriod":{"start":"2026","end":"2026-05-01"})", true},
      {"active", R"("effectivePeriod":{"end":"2026-12-31"})", false},
      {"active", R"("effectivePeriod":{"start":"2026-11-01"})", true},
      {"active", R"("effectivePeriod":{"start":"2026-11-01","end":"2027-02-01"})", true},
      {"completed", R"("language":"en")", true},  // no date: only with an ended status
      {"stopped", R"("language":"en")", true},
      {"active", R"("language":"en")", false},
      {"on-hold", R"("language":"en")", false},
      {"active", R"("dateAsserted":"2026-01-01")", false},  // dateAsserted is no start
  }));
  CAPTURE(status, dates);
  TestChart chart(nsclc + "," + statement(status, dates + "," + named("carboplatin")));
  CHECK(chart.systemic(Cancer::lung).verdict() == (counts ? Verdict::met : Verdict::unknown));
  CHECK(chart.set_aside("MedicationStatement/t1").empty() == counts);
}

TEST_CASE("rule 7.3: an order that begins later has not begun") {
  const auto [members, counts] = GENERATE(table<std::string, bool>({
      {R"("dosageInstruction":[{"timing":{"repeat":{"boundsPeriod":{"start":"2026-12-01"}}}}],)", false},
      {R"("dosageInstruction":[{"timing":{"event":["2026-12-03"]}}],)", false},
      {R"("dispenseRequest":{"validityPeriod":{"start":"2026-12-01","end":"2027-12-01"}},)", false},
      {R"("dosageInstruction":[{"timing":{"repeat":{"boundsPeriod":{"start":"2026-08-20","end":"2026-10-20"}}}}],)",
       true},
      {R"("dispenseRequest":{"validityPeriod":{"start":"2026-08-15"}},)", true},
  }));
  CAPTURE(members);
  TestChart chart(nsclc + "," + request("active", "2026-08-15", members + named("capecitabine")));
  CHECK(chart.systemic(Cancer::lung).verdict() == (counts ? Verdict::met : Verdict::unknown));
  if (!counts) CHECK(chart.set_aside("MedicationRequest/t1") == "did not begin before the day of judgement");
}

TEST_CASE("rule 7.2: a dose of nothing is none") {
  TestChart chart(nsclc + "," +
                  administration("completed", "2026-03-02",
                                 R"("dosage":{"dose":{"value":0,"unit":"mg"}},)" + named("carboplatin")));
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::unknown);
  CHECK(chart.set_aside("MedicationAdministration/t1") == "not given: its dose is 0");
}

}  // namespace foresign::mapping::treatment_tests
