// Chapter 7 of the reading rules, rule by rule: what was given, when, whether it was a systemic regimen.
#include <algorithm>

#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping::treatment_tests {
namespace {

const std::string in_spring = R"("effectiveDateTime":"2026-04-01")";

std::string given_in_spring(const std::string& more) {
  return statement("completed", in_spring + "," + more);
}

bool mentions(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

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

TEST_CASE("rule 7.4: drugs of the four classes count by any code and by name") {
  const auto [medication, counts] = GENERATE(table<std::string, bool>({
      {coded(rxnorm, "40048"), true},  // carboplatin
      {coded(atc, "L01FF02"), true},   // pembrolizumab
      {coded("http://fhir.de/CodeSystem/bfarm/atc", "L01EB04"), true},
      {coded(snomed, "409406007"), true},  // bevacizumab
      {coded("urn:oid:2.16.840.1.113883.6.285", "J9271"), true},
      {coded("http://example.org/formulary", "0815", "Docetaxel 20 mg/ml"), true},  // display of an unknown coding
      {named("Taxotere"), true},
      {named("5-Fluorouracil"), true},
      {named("mFOLFOX6 cycle 3"), true},
      {named("adagrasib"), true},
      {named("Krazati 200 mg tablet"), true},
      {named("sotorasib"), false},  // the ordered drug itself
      {coded(rxnorm, "2550714"), false},
      {named("leucovorin"), false},  // class none
      {named("folinic acid"), false},
      {named("ondansetron 8 mg"), false},  // supportive
      {named("letrozole"), false},         // a hormone
      {coded("http://fhir.de/CodeSystem/bfarm/atc", "L02BG04", "Letrozol"), false},
      {named("prescribed medication"), false},
      {named("no carboplatin"), false},
      {named("Dexamethasone premedication before docetaxel and carboplatin"), false},
      {named("Filgrastim for FOLFOX"), false},
      {coded(rxnorm, "105583"), false},  // fluorouracil cream
      {named("fluorouracil 5% cream"), false},
      {named("Efudex"), false},
      {named("Eylea"), false},
      {coded(rxnorm, "10803"), false},  // trifluridine alone: eye drops
      {named("trifluridine/tipiracil"), true},
      {named("GEMCITABINE HCL 1 GM IV SOLR"), true},  // names of products
      {named("PACLITAXEL PROTEIN-BOUND PART 100 MG IV SUSR"), true},
      {named("AFATINIB DIMALEATE 40 MG PO TABS"), true},
      {named("gemcitabine 1,000 mg intravenous solution"), true},
      {named("carboplatin 0,000 mg"), false},
      {coded(snomed, "0815", "Product containing carboplatin (medicinal product)"), true},
      {coded("http://example.org/formulary", "0815",
             "Injection, pemetrexed (hospira), not therapeutically equivalent to J9305, 10 mg"),
       true},
      {named("OP NSCLC PEMBROLIZUMAB / PEMETREXED / CARBOPLATIN"), true},  // plans and courses
      {named("FOLFOX, stopped for neuropathy"), true},
      {named("carboplatin q3wk"), true},
      {named("carboplatin every three weeks"), true},
      {named("carboplatin not given"), false},
      {named("carboplatin discontinued before first dose"), false},
      {named("bevacizumab 1.25mg/0.05ml"), false},  // into the eye
  }));
  CAPTURE(medication);
  TestChart chart(nsclc + "," + given_in_spring(medication));
  CHECK(chart.systemic(Cancer::lung).verdict() == (counts ? Verdict::met : Verdict::unknown));
}

TEST_CASE("rule 7.4: the ordered drug itself is no earlier treatment and says so") {
  const std::string members = GENERATE_COPY(
      given_in_spring(named("Lumakras 120 mg tablet")),
      resource("MedicationStatement", "t1", R"("status":"active",)" + in_spring + "," + coded(rxnorm, "2550714")));
  TestChart statement_of_it(nsclc + "," + members);
  CHECK(statement_of_it.systemic(Cancer::lung).verdict() == Verdict::unknown);
  CHECK(statement_of_it.set_aside("MedicationStatement/t1") == "the ordered drug itself is no earlier treatment");

  TestChart course(nsclc + "," +
                   procedure("in-progress", "2026-11-01",
                             R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"1255831008"}]},
                                "usedCode":[{"text":"sotorasib"}])"));
  CHECK(course.systemic(Cancer::lung).verdict() == Verdict::unknown);

  TestChart beside(nsclc + "," + given_in_spring(named("sotorasib and carboplatin")));
  CHECK(beside.systemic(Cancer::lung).verdict() == Verdict::met);
}

TEST_CASE("rule 7.4: a known code wins over text") {
  const std::string both =
      R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm",
                               "code":"6313"}],"text":"FOLFOX"})";
  TestChart chart(nsclc + "," + given_in_spring(both));
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::unknown);
  CHECK(chart.treatments().empty());
}

TEST_CASE("rule 7.4: the route decides what is systemic") {
  const auto [medication, more, counts] = GENERATE(table<std::string, std::string, bool>({
      {named("fluorouracil"),
       R"("dosage":[{"route":{"coding":[{"system":"http://snomed.info/sct","code":"6064005"}]}}])", false},
      {named("fluorouracil"), R"("dosage":[{"route":{"text":"Topical"}}])", false},
      {named("fluorouracil"), R"("dosage":[{"text":"apply to affected area twice daily"}])", false},
      {named("fluorouracil"),
       R"("dosage":[{"route":{"coding":[{"system":"http://snomed.info/sct","code":"47625008"}]}}])", true},
      {named("bevacizumab"),
       R"("dosage":[{"route":{"coding":[{"system":"http://snomed.info/sct","code":"418401004"}]}}])", false},
      {named("bevacizumab"), R"("dosage":[{"route":{"text":"intravitreal"}}])", false},
      {named("bevacizumab"), R"("dosage":[{"route":{"text":"intravenous"}}])", true},
      {named("cisplatin"), R"("dosage":[{"route":{"coding":[{"system":"http://snomed.info/sct","code":"38239002"}]}}])",
       false},
      {named("cisplatin"), R"("dosage":[{"text":"HIPEC"}])", false},
      {named("cisplatin"), R"("dosage":[{"text":"75 mg/m2 day 1"}])", true},
  }));
  CAPTURE(medication, more);
  TestChart chart(nsclc + "," + given_in_spring(more + "," + medication));
  CHECK(chart.systemic(Cancer::lung).verdict() == (counts ? Verdict::met : Verdict::unknown));
}

TEST_CASE("rule 7.4: a topical drug is set aside and a local one is shown") {
  TestChart topical(nsclc + "," + given_in_spring(named("fluorouracil 5% cream")));
  CHECK(topical.systemic(Cancer::lung).evidence().empty());
  CHECK(topical.set_aside("MedicationStatement/t1") == "for use on the skin or in the eye: not a systemic treatment");

  TestChart local(nsclc + "," +
                  given_in_spring(R"("dosage":[{"route":{"text":"intrapleural"}}],)" + named("cisplatin")));
  const Fact fact = local.systemic(Cancer::lung);
  REQUIRE(fact.evidence().size() == 1);
  CHECK(fact.evidence().front().note == "a local treatment");
}

TEST_CASE("rule 7.4: a Medication that is referenced names the drug by its code or else by its ingredients") {
  const auto [reference, medications, counts] = GENERATE(table<std::string, std::string, bool>({
      {R"({"reference":"Medication/m1"})",
       R"(,{"resourceType":"Medication","id":"m1","code":{"coding":[{"system":"http://fhir.de/CodeSystem/bfarm/atc","code":"L01FF05"}]}})",
       true},
      {R"({"reference":"Medication/m1"})",
       R"(,{"resourceType":"Medication","id":"m1","code":{"text":"infusion bag 7"},"ingredient":[
            {"itemCodeableConcept":{"text":"sodium chloride"}},{"itemCodeableConcept":{"text":"oxaliplatin"}}]})",
       true},
      {R"({"reference":"Medication/m1"})",
       R"(,{"resourceType":"Medication","id":"m1","ingredient":[{"itemReference":{"reference":"Medication/m2"}}]},
           {"resourceType":"Medication","id":"m2","code":{"text":"gemcitabine"}})",
       true},
      {R"({"reference":"Medication/m1"})",
       R"(,{"resourceType":"Medication","id":"m1","ingredient":[{"itemCodeableConcept":{"coding":[{
            "system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1670304"}]}},{"itemCodeableConcept":{"coding":[{
            "system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"10803"}]}}]})",
       true},  // tipiracil and trifluridine
      {R"({"reference":"Medication/m1"})",
       R"(,{"resourceType":"Medication","id":"m1","code":{"text":"fluorouracil"},"form":{"text":"Cream"}})", false},
      {R"({"reference":"Medication/elsewhere","display":"Carboplatin 450 mg"})", "", true},
      {R"({"reference":"Medication/elsewhere"})", "", false},
  }));
  CAPTURE(reference, medications);
  TestChart chart(nsclc + "," + given_in_spring(R"("medicationReference":)" + reference) + medications);
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == (counts ? Verdict::met : Verdict::unknown));
  if (counts) CHECK(fact.evidence().front().element == "medicationReference");
}

TEST_CASE("rule 7.4: a contained Medication is read also when its reference is written Medication slash id") {
  const std::string reference = GENERATE("#m1", "Medication/m1");
  CAPTURE(reference);
  TestChart chart(nsclc + "," +
                  given_in_spring(R"("contained":[{"resourceType":"Medication","id":"m1","code":{"text":"pemetrexed"}}],
                                                   "medicationReference":{"reference":")" +
                                  reference + R"("})"));
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::met);
}

TEST_CASE("rule 7.4: procedures that are systemic chemotherapy count and those that fit any drug are only shown") {
  const auto code = [](std::string_view system, std::string_view value) {
    return R"("code":{"coding":[{"system":")" + std::string(system) + R"(","code":")" + std::string(value) + R"("}]})";
  };
  const std::string pcs = "http://www.cms.gov/Medicare/Coding/ICD10";
  const std::string cpt = "http://www.ama-assn.org/go/cpt";
  enum Outcome { counts, shown, nothing };
  const auto [members, outcome] = GENERATE_COPY(table<std::string, Outcome>({
      {code(snomed, "367336001"), counts},
      {code(snomed, "897713009"), counts},
      {code(snomed, "1255831008"), counts},
      {code(pcs, "3E03305"), counts},
      {code(pcs, "3E0430M"), counts},
      {code(pcs, "3E0630"), counts},    // a stem
      {code(pcs, "3E03317"), nothing},  // a thrombolytic
      {code(pcs, "3E0M305"), shown},    // peritoneal cavity
      {code(cpt, "96413"), shown},
      {code("urn:oid:2.16.840.1.113883.6.285", "Q0084"), shown},
      {code(cpt, "96413") + R"(,"usedCode":[{"text":"carboplatin"}])", counts},
      {R"("code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"96413"}],"text":"FOLFOX cycle 3"})",
       counts},
      {code(cpt, "96413") + R"(,"note":[{"text":"Cycle 2 of carboplatin"}])", counts},
      {code(snomed, "703423002"), shown},  // chemoradiation without a drug
      {R"("code":{"text":"Chemoradiation"})", shown},
      {R"("code":{"text":"Chemoradiation with weekly cisplatin"})", counts},
      {code(snomed, "1287742003") + R"(,"usedCode":[{"text":"cisplatin"}])", counts},
      {R"("code":{"text":"Systemic chemotherapy"})", counts},
      {R"("code":{"text":"No systemic chemotherapy"})", nothing},
      {R"("code":{"text":"Chemotherapy"})", shown},
      {R"("code":{"text":"FOLFIRINOX"})", counts},
      {R"("code":{"text":"Port placement for FOLFOX"})", shown},
      {R"("code":{"text":"Patient education: carboplatin"})", shown},
      {R"("code":{"text":"DPYD testing prior to capecitabine"})", shown},
      {R"("code":{"text":"Infusion of carboplatin"},"note":[{"text":"Not given: patient declined"}])", nothing},
      {R"("code":{"text":"HIPEC with cisplatin"})", shown},
      {code(snomed, "1287742003"), nothing},  // radiotherapy
      {code(snomed, "33149006"), nothing},    // pancreatectomy
      {R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"33149006"}],"text":"Pancreatectomy after FOLFIRINOX"})",
       nothing},
      {R"("category":{"coding":[{"system":"http://snomed.info/sct","code":"367336001"}]},"code":{"text":"Biopsy"})",
       nothing},
  }));
  CAPTURE(members);
  TestChart chart(nsclc + "," + procedure("completed", "2026-03-02", members));
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == (outcome == counts ? Verdict::met : Verdict::unknown));
  CHECK(fact.evidence().empty() == (outcome == nothing));
  if (outcome == shown) CHECK_FALSE(fact.evidence().front().note.empty());
}

TEST_CASE("rule 7.4: an antineoplastic that no table knows and codes without a drug are shown and settle nothing") {
  const std::string members =
      GENERATE_COPY(given_in_spring(coded("http://fhir.de/CodeSystem/bfarm/atc", "L01DB01", "Doxorubicin")),
                    given_in_spring(coded("urn:oid:2.16.840.1.113883.6.285", "J9999")),
                    given_in_spring(named("chemotherapy")), condition("t1", "Z92.21"), condition("t1", "Z51.11"));
  CAPTURE(members);
  TestChart chart(nsclc + "," + members);
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == Verdict::unknown);
  REQUIRE(fact.evidence().size() == 1);
  CHECK(fact.evidence().front().note == "names no drug that is known");
  CHECK(mentions(fact.needed(), "which earlier systemic therapy"));

  TestChart refuted(nsclc + "," + condition("t1", "Z92.21", R"("verificationStatus":{"coding":[{"code":"refuted"}]})"));
  CHECK(refuted.systemic(Cancer::lung).evidence().empty());
}

}  // namespace foresign::mapping::treatment_tests
