// Rule 7.4: which drugs and procedures are a systemic regimen, by code, by name and by the way they were given.
#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping::treatment_tests {

TEST_CASE("rule 7.4: drugs of the four classes count by any code and by name") {
  const auto [medication, counts] = GENERATE(table<std::string, bool>({
      {coded(rxnorm, "40048"), true},                                   // carboplatin
      {coded(atc, "L01FF02"), true},                                    // pembrolizumab
      {coded("http://fhir.de/CodeSystem/bfarm/atc", "L01XC18"), true},  // pembrolizumab, before 2022
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
      {named("bevacizumab 2.5 mg/0.1 mL injection"), false},
      {coded("urn:oid:2.16.840.1.113883.6.285", "C9257"), false},
      {named("fluorouracil 5 %"), false},  // a strength in percent is a cream's
      {named("Fluorouracil 2 % EX SOLN"), false},
      {named("fluorouracil 4,500 mg in sodium chloride 0.9 % chemo infusion (home pump)"), true},
      {named("sodium chloride 0.9 % 1,000 mL with cisplatin"), false},  // what the drug goes with
      {named("B12 1000 mcg injection (pemetrexed)"), false},
      {named("ondansetron (with oxaliplatin)"), false},
      {named("leucovorin, fluorouracil, oxaliplatin"), true},
      {named("ondansetron; dexamethasone; carboplatin"), true},
      {named("PD-L1 22C3 (pembrolizumab)"), false},
      {named("gemcitabine 1 gram intravenous solution"), true},  // names as pharmacies and plans write them
      {named("PACLitaxel (TAXOL) 300 mg in sodium chloride 0.9 % 500 mL (non-PVC) chemo IVPB"), true},
      {named("CARBOplatin: 500 mg = 50 mL, IV Piggyback, once"), true},
      {named("Onc treatment plan: mFOLFOX6"), true},
      {named("OP GI FOLFIRI + BEVACIZUMAB"), true},
      {named("plan carboplatin/pemetrexed"), false},
      {named("docetaxel on progression"), false},
      {named("carboplatin - patient reported, outside hospital"), true},
      {named("Xeloda 1500 mg BID 14 days on 7 off"), true},
      {named("carbo/pem/pembro"), true},  // short names
      {named("cis/gem x 4"), true},
      {named("ipi/nivo"), true},
      {named("gem/cape"), true},
      {named("FOLFOX then FOLFIRI"), true},
      {named("De Gramont 5-FU/LV"), true},
      {named("tipiracil 6.14 MG / trifluridine 15 MG Oral Tablet [Lonsurf]"), true},
      {named("trifluridine 10 MG/ML"), false},
      {named("nivolumab and hyaluronidase-nvhy"), true},
      {named("Opdualag"), true},
      {named("bevacizumab-nwgd"), true},
      {named("Gemcitabin"), true},
      {named("ALIMTA 500 mg Pulver z.Herst.e.Konz.f.e.Inf.-Lsg."), true},
      {coded("urn:oid:2.16.840.1.113883.6.14", "J9271"), true},
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
      {named("bevacizumab"), R"("dosage":[{"doseAndRate":[{"doseQuantity":{"value":1.25,"unit":"mg"}}]}])", false},
      {named("bevacizumab"), R"("dosage":[{"doseAndRate":[{"doseQuantity":{"value":900,"unit":"mg"}}]}])", true},
      {named("bevacizumab"), R"("dosage":[{"site":{"text":"Right eye"}}])", false},
      {named("fluorouracil"), R"("dosage":[{"text":"twice daily to scalp lesions for 3 weeks"}])", false},
      {named("fluorouracil"), R"("dosage":[{"patientInstruction":"dab on warts with a cotton swab"}])", false},
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
      {code(cpt, "96409"), shown},
      {code(cpt, "96416"), shown},
      {R"("code":{"text":"CRT"})", shown},
      {R"("code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"77386"}],"text":"IMRT with concurrent carboplatin/paclitaxel"})",
       counts},
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

TEST_CASE("rule 7.4: a dispense or an administration goes where its order says") {
  const std::string order =
      resource("MedicationRequest", "o1",
               R"("status":"cancelled","intent":"order","dosageInstruction":[{"route":{"text":"Topical"}}],)" +
                   named("fluorouracil"));
  const std::string record = GENERATE(
      resource("MedicationDispense", "t1",
               R"("status":"completed","whenHandedOver":"2026-03-02",
                  "authorizingPrescription":[{"reference":"MedicationRequest/o1"}],)" +
                   named("fluorouracil")),
      resource(
          "MedicationAdministration", "t1",
          R"("status":"completed","effectiveDateTime":"2026-03-02","request":{"reference":"MedicationRequest/o1"},)" +
              named("fluorouracil")),
      resource("MedicationAdministration", "t1",
               R"("status":"completed","effectiveDateTime":"2026-03-02","partOf":[{"reference":"Procedure/p1"}],)" +
                   named("bevacizumab")) +
          R"(,{"resourceType":"Procedure","id":"p1","status":"completed","code":{"text":"Intravitreal injection"}})",
      resource("MedicationDispense", "t1",
               R"("status":"completed","whenHandedOver":"2026-03-02","quantity":{"value":40,"unit":"g"},)" +
                   named("fluorouracil")));
  CAPTURE(record);
  TestChart chart(nsclc + "," + order + "," + record);
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::unknown);
}

TEST_CASE("rules 1.3 and 1.4: each drug is shown and a medication that cannot be read is set aside") {
  TestChart ingredients(nsclc + "," + given_in_spring(R"("medicationReference":{"reference":"Medication/m1"})") +
                        R"(,{"resourceType":"Medication","id":"m1","code":{"text":"infusion bag 7"},"ingredient":[
            {"itemCodeableConcept":{"text":"sodium chloride"}},{"itemCodeableConcept":{"text":"oxaliplatin"}},
            {"itemCodeableConcept":{"text":"irinotecan"}}]})");
  CHECK(ingredients.systemic(Cancer::lung).evidence().front().value == "infusion bag 7: oxaliplatin, irinotecan");

  TestChart codings(nsclc + "," + given_in_spring(R"("medicationCodeableConcept":{"coding":[
      {"system":"http://www.whocc.no/atc","code":"L01CD01","display":"Paclitaxel"},
      {"system":"http://www.whocc.no/atc","code":"L01XA02","display":"Carboplatin"}]})"));
  CHECK(mentions(codings.systemic(Cancer::lung).evidence().front().value, "Carboplatin"));

  TestChart lost(nsclc + "," + given_in_spring(R"("medicationReference":{"reference":"Medication/elsewhere"})"));
  CHECK(mentions(lost.systemic(Cancer::lung).needed(), "could not be read"));
  CHECK(lost.set_aside("MedicationStatement/t1") == lost_medication);

  TestChart option(
      nsclc + "," +
      resource("MedicationRequest", "t1", R"("status":"active","intent":"option",)" + named("carboplatin")));
  CHECK(option.systemic(Cancer::lung).verdict() == Verdict::unknown);
  CHECK(option.set_aside("MedicationRequest/t1") == "an option is no order");
}

}  // namespace foresign::mapping::treatment_tests
