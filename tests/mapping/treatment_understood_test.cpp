// Rules 7.2 to 7.5 and decision 17: what is written beside a treatment counts only where all of it is understood.
#include "mapping/reading/treatment_understood.hpp"

#include "mapping/reading/treatment_starts.hpp"
#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping::treatment_tests {
namespace {

using namespace date::literals;

std::string noted(const std::string& note) {
  return statement("completed", in_spring + R"(,"note":[{"text":")" + note + R"("}],)" + named("docetaxel"));
}
std::string with_sig(const std::string& sig, const std::string& more = "") {
  return request("active", "2026-03-02",
                 R"("dosageInstruction":[{"text":")" + sig + R"("}],)" + more + named("docetaxel"));
}
Verdict of(const std::string& record) {
  return TestChart(nsclc + "," + record).systemic(Cancer::lung).verdict();
}

}  // namespace

TEST_CASE("rule 7.2: notes as they are written beside treatments that were given") {
  const std::string note = GENERATE(
      "Tolerated infusion well. Port flushed with heparin and deaccessed. Discharged home with daughter.",
      "1st line, 4 cycles, PD in liver 6/2026", "Received at St. Luke's Cancer Institute under Dr. Hernandez",
      "Two RN independent double check performed prior to administration",
      "Patient will return in 3 weeks for the next cycle", "Authorization #A123456 valid through 12/31/2026",
      "Regimen: carbo/pem. Start 10/2025, end 1/2026. Reason for stopping: PD.", "Dose reduced 20% for neuropathy",
      "Gabe komplikationslos, Patient in gutem Allgemeinzustand entlassen", "Toxizität: keine",
      "Abbruch nach Zyklus 2 wegen Polyneuropathie Grad 3", "Indication: Non-small cell lung cancer, stage IV",
      "Diagnosis: Adenocarcinoma of right lung (HCC) [C34.91]", "ICD-10: C34.11, C79.51",
      "Secondary malignant neoplasm of bone (HCC)", "SpO2 97% RA", "witness: K. Brown RN", "C1D1", "4/4 cycles", "None",
      "Follow-up in 3 weeks", "Partial fill, remainder to follow", "Goals of care: palliative intent, not curative",
      "Labs reviewed, ANC 2.1, plt 189, OK to treat.", "Second half of bag wasted");
  CAPTURE(note);
  CHECK(of(noted(note)) == Verdict::met);
}

TEST_CASE("rule 7.2: a note of which some word is not understood leaves the treatment unknown") {
  const std::string note = GENERATE(
      "Claim reversed", "samples only", "Abandoned", "unsigned", "Script destroyed", "Patient died", "Absage", "annulé",
      "Sent home without treatment", "out of stock", "Her sister received this drug", "taken by his brother",
      "hydration only today", "Only premeds given", "Cycles completed: 0", "0 of 4 cycles given", "fill history: zero",
      "If he progresses, docetaxel", "Reserved for third line", "next line: docetaxel", "see new order",
      "radiation alone", "control group", "Changed to sotorasib before the first dose", "Patient lehnt ab",
      "noch in Planung", "Rescheduled to Monday");
  CAPTURE(note);
  TestChart chart(nsclc + "," + noted(note));
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == Verdict::unknown);
  CHECK(fact.evidence().size() + chart.record().ignored().size() > 0);  // it is shown
}

TEST_CASE("rule 7.2: an amount of nothing, a dosage of somebody who did not come, and a relative's treatment") {
  const std::string words =
      GENERATE("0 mL infused", "Volume infused 0 mL", "Dispensed: 0", "0% of dose given", "Roommate's medication",
               "Daughter had docetaxel", "Sister had this for breast cancer", "If sotorasib denied",
               "Labs low not given today", "BP high not given");
  CAPTURE(words);
  CHECK(of(noted(words)) == Verdict::unknown);
  const std::string sig =
      GENERATE("Patient no-show", "To be started 12/02/2026", "No treatment today", "Denied by payer",
               "Recommended by tumour board", "Cycles given: none", "geplant", "Keine Gabe");
  CAPTURE(sig);
  CHECK(of(with_sig(sig)) == Verdict::unknown);
  for (const std::string harmless : {"Antibiotics not given", "CT not done", "0 mL wasted",
                                     "Residual volume 0 mL, infusion completed", "Pain 0/10"}) {
    CAPTURE(harmless);
    CHECK(of(noted(harmless)) == Verdict::met);
  }
}

TEST_CASE("rule 7.5: the plan of those who treat other tumours") {
  for (const std::string name : {"OP GYN CARBOPLATIN + PACLITAXEL Q21D", "Carboplatin/Paclitaxel (STOMACH CANCER)",
                                 "HEME - Carboplatin + Paclitaxel", "OP SCLC CARBOPLATIN + PACLITAXEL"}) {
    CAPTURE(name);
    CHECK(of(statement("completed", in_spring + "," + named(name))) == Verdict::unknown);
  }
  for (const std::string name :
       {"OP LUNG CARBOPLATIN + PACLITAXEL Q21D", "HEME/ONC CARBOPLATIN", "Paclitaxel, on an empty stomach"}) {
    CAPTURE(name);
    CHECK(of(statement("completed", in_spring + "," + named(name))) == Verdict::met);
  }
}

TEST_CASE("rule 7.5: an indication of another disease, wherever it is written") {
  const std::string words =
      GENERATE("Indications: Breast cancer", "Dx: C50.911", "ICD-10: C61", "Diagnosis Code: C67.9", "Indication: RA",
               "for rheumatoid arthritis", "wegen Mammakarzinom", "bei Mammakarzinom", "Indication - lymphoma",
               "H&N primary, weekly", "esophageal primary", "given with ADT for mHSPC", "HCC",
               "treating: lupus nephritis", "Associated Diagnoses: Malignant neoplasm of prostate (HCC)");
  CAPTURE(words);
  CHECK(of(noted(words)) == Verdict::unknown);
  CHECK(of(with_sig("75 mg/m2 IV every 21 days. " + words)) == Verdict::unknown);
  CHECK(of(with_sig("75 mg/m2 IV every 21 days", R"("note":[{"text":")" + words + R"("}],)")) == Verdict::unknown);
}

TEST_CASE("rule 7.3: a start in an instruction counts against an order only where it is to come") {
  const auto [sig, expected] = GENERATE(table<std::string, Verdict>({
      {"75 mg/m2, Intravenous, ONCE, Starting Mon 3/2/26 at 0900, For 1 dose", Verdict::met},
      {"Start date: 03/02/2026", Verdict::met},
      {"Start Date: 2026-03-02", Verdict::met},
      {"Start taking on: March 2, 2026", Verdict::met},
      {"Beginn 02.03.2026", Verdict::met},
      {"Start 3/2026", Verdict::met},
      {"Starting today", Verdict::met},
      {"Starting on day 1 of each cycle", Verdict::met},
      {"Starting when released, For 1 Doses", Verdict::met},
      {"Start 8 hours after chemo", Verdict::met},
      {"Starting Tue 12/1/2026", Verdict::unknown},
      {"First dose on 12/1/2026", Verdict::unknown},
      {"First dose on 3/2/2026", Verdict::met},
      {"Start 12/2026", Verdict::unknown},
      {"Start when called by clinic", Verdict::unknown},
      {"Start after port placed", Verdict::unknown},
      {"Do not start until labs reviewed", Verdict::unknown},
      {"Do not release until approved", Verdict::unknown},
      {"take only if instructed", Verdict::unknown},
  }));
  CAPTURE(sig);
  CHECK(of(with_sig(sig)) == expected);
}

TEST_CASE("rule 7.3: which starts are blanked out") {
  const date::sys_days day{2026_y / 11 / 24};
  CHECK(without_starts("IV, Starting Mon 10/6/2025, For 1 dose", day).find("Starting") == std::string::npos);
  CHECK(without_starts("Starting 11/12/2026", day) == "Starting 11/12/2026");  // in Europe the 11th of December
  CHECK(without_starts("Starting 11/24/2026", day) == "Starting 11/24/2026");  // the day itself
  CHECK(without_starts("do not start 10/6/2025", day) == "do not start 10/6/2025");
}

TEST_CASE("rule 7.4: instructions as pharmacies write them") {
  const std::string sig =
      GENERATE("Infuse 135 mg into a venous catheter once for 1 dose",
               "Take 4 tablets by mouth 2 (two) times a day for 14 days.",
               "75 mg/m2 (Treatment Plan Recorded), Intravenous, Once, Administer over 60 Minutes",
               "Use non-PVC tubing and 0.22 micron filter. Vesicant.", "80 mg OD", "Reduce dose by 20% if ANC < 1.0",
               "Premedicate 30 minutes prior with diphenhydramine and dexamethasone",
               "Hold and call MD for ANC below 1000", "i.v. Kurzinfusion über 30 min, Tag 1, Wiederholung Tag 22");
  CAPTURE(sig);
  CHECK(of(with_sig(sig)) == Verdict::met);
}

TEST_CASE("rule 7.4: local use is said in many places") {
  const std::string more =
      GENERATE(R"("dosage":{"text":"2000 mg intravesical weekly"})", R"("dosage":{"text":"IP day 8"})",
               R"("dosage":{"site":{"text":"Urinary bladder"}})", R"("dosage":{"site":{"text":"Pleural cavity"}})",
               R"("dosage":{"site":{"text":"Hepatic artery"}})", R"("dosage":{"method":{"text":"Instillation"}})",
               R"("note":[{"text":"TACE segment 7"}])", R"("note":[{"text":"instilled into the bladder"}])",
               R"("note":[{"text":"HIPEC at cytoreductive surgery"}])",
               R"("note":[{"text":"drug-coated balloon angioplasty"}])");
  CAPTURE(more);
  TestChart chart(nsclc + "," + administration("completed", "2026-03-02", more + "," + named("docetaxel")));
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == Verdict::unknown);
  CHECK(fact.evidence().size() == 1);
}

TEST_CASE("rule 7.4: sites where a vein is entered say nothing") {
  const std::string site = GENERATE("Left antecubital vein", "Right chest port", "left forearm", "PICC line");
  CAPTURE(site);
  CHECK(of(administration("completed", "2026-03-02",
                          R"("dosage":{"site":{"text":")" + site + R"("}},)" + named("docetaxel"))) == Verdict::met);
}

TEST_CASE("rule 7.4: fluorouracil for the skin by its brand, its strength or its pack") {
  const std::string ingredient =
      R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"4492"}])";
  const auto [more, expected] = GENERATE_COPY(table<std::string, Verdict>({
      {ingredient + R"(,"text":"Efudex"})", Verdict::unknown},
      {ingredient + R"(,"text":"Tolak 4 %"})", Verdict::unknown},
      {ingredient + R"(,"text":"Actikerall"})", Verdict::unknown},
      {ingredient + R"(,"text":"fluorouracil solution 2 %"})", Verdict::unknown},
      {ingredient + R"(,"text":"fluorouracil 40 g tube"})", Verdict::unknown},
      {R"("dispenseRequest":{"quantity":{"value":40,"unit":"g"}},)" + ingredient + "}", Verdict::unknown},
      {R"("dispenseRequest":{"quantity":{"value":1,"unit":"tube"}},)" + ingredient + "}", Verdict::unknown},
      {ingredient + R"(,"text":"fluorouracil 2.5 gram/50 mL intravenous solution"})", Verdict::met},
      {ingredient + R"(,"text":"fluorouracil 4500 mg in sodium chloride 0.9 % 92 mL"})", Verdict::met},
      {ingredient + "}", Verdict::met},
  }));
  CAPTURE(more);
  TestChart chart(colon + "," + request("completed", "2026-03-02", more));
  CHECK(chart.colorectal_chemotherapy().verdict() == expected);
}

TEST_CASE("rule 7.1: a procedure around a treatment is none, whatever drugs its note names") {
  const std::string note = R"(,"note":[{"text":"Carboplatin, pemetrexed and pembrolizumab reviewed"}])";
  const auto [code, expected] = GENERATE(table<std::string, Verdict>({
      {R"("code":{"text":"Chemotherapy education"})", Verdict::unknown},
      {R"("code":{"text":"Chemo consent visit"})", Verdict::unknown},
      {R"("code":{"text":"Port placement for chemotherapy"})", Verdict::unknown},
      {R"("code":{"text":"Aufklärung Chemotherapie"})", Verdict::unknown},
      {R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"367336001"}],"text":"Chemotherapy teaching"})",
       Verdict::unknown},
      {R"("category":{"coding":[{"system":"http://snomed.info/sct","code":"409073007"}]},"code":{"text":"Chemotherapy"})",
       Verdict::unknown},
      {R"("category":{"text":"Telephone encounter"},"code":{"text":"Chemotherapy"})", Verdict::unknown},
      {R"("category":{"text":"Therapeutic procedure"},"code":{"text":"Chemotherapy"})", Verdict::met},
      {R"("code":{"text":"Chemotherapy infusion"})", Verdict::met},
      {R"("code":{"coding":[{"system":"http://fhir.de/CodeSystem/bfarm/ops","code":"8-542.11",
           "display":"Nicht komplexe Chemotherapie: 1 Tag: 1 Medikament"}]})",
       Verdict::met},
  }));
  CAPTURE(code);
  CHECK(of(procedure("completed", "2026-03-02", code + note)) == expected);
}

TEST_CASE("rule 7.2: words beside the code of a drug that make it a thing only spoken of") {
  const std::string words = GENERATE("carboplatin teaching sheet", "docetaxel-eluting stent", "docetaxel (husband)",
                                     "docetaxel or pemetrexed", "docetaxel reaction", "docetaxel - NOT STARTED",
                                     "Docetaxel nicht vertragen?");
  CAPTURE(words);
  CHECK(of(given_in_spring(
            R"("medicationCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"386918005"}],
                               "text":")" +
            words + R"("})")) == Verdict::unknown);
}

TEST_CASE("rule 7.2: a record that refers to what was not given") {
  const std::string order = R"({"resourceType":"MedicationRequest","id":"r1","status":"cancelled","intent":"order",)" +
                            named("docetaxel") + "}";
  const std::string not_done =
      R"({"resourceType":"MedicationAdministration","id":"a1","status":"not-done",)" + named("docetaxel") + "}";
  CHECK(of(order + "," +
           given_in_spring(R"("derivedFrom":[{"reference":"MedicationRequest/r1"}],)" + named("docetaxel"))) ==
        Verdict::unknown);
  CHECK(of(not_done + "," +
           given_in_spring(R"("derivedFrom":[{"reference":"MedicationAdministration/a1"}],)" + named("docetaxel"))) ==
        Verdict::unknown);
  CHECK(of(order + "," +
           resource("MedicationDispense", "t1",
                    R"("status":"completed","whenHandedOver":"2026-03-02",
                       "authorizingPrescription":[{"reference":"MedicationRequest/r1"}],)" +
                        named("docetaxel"))) == Verdict::unknown);
}

TEST_CASE("rule 7.5: what ended before the only cancer was known is set aside once and counts for no indication") {
  TestChart chart(
      nsclc + "," +
      statement("completed", R"("effectivePeriod":{"start":"2015-01-01","end":"2015-05-01"},)" + named("docetaxel")));
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::unknown);
  CHECK(chart.systemic(Cancer::ampulla).verdict() == Verdict::unknown);
  CHECK(chart.set_aside("MedicationStatement/t1") == "ended before the lung cancer was first known");
}

TEST_CASE("rule 7.4: treatments that the tables do not know are shown") {
  const std::string text = GENERATE("HIPEC", "HIPEC with mitomycin C", "mitomycin", "lorlatinib 100 mg");
  CAPTURE(text);
  TestChart chart(colon + "," + procedure("completed", "2026-03-02", R"("code":{"text":")" + text + R"("})"));
  const Fact fact = chart.systemic(Cancer::colorectal);
  CHECK(fact.verdict() == Verdict::unknown);
  CHECK(fact.evidence().size() == 1);
}

TEST_CASE("rule 7.4: short names of regimens and names in other languages") {
  const auto [name, cancer] = GENERATE(table<std::string, bool>({
      {"CarboPemPembro", false},
      {"Carbo/Pem/Pembro C1-4", false},
      {"GemCis", false},
      {"Doce/Ram", false},
      {"OP LUNG CARBOPLATIN/PEMETREXED/PEMBROLIZUMAB Q21D", false},
      {"s/p 4 cycles carboplatin/pemetrexed/pembrolizumab 2026", false},
      {"pembrolizumab [KEYNOTE-189]", false},
      {"Systemische Chemotherapie", false},
      {"Palliative Systemtherapie mit Carboplatin/Pemetrexed", false},
      {"carboplatino/pemetrexed", false},
      {"S-1", true},
      {"UFT/LV", true},
      {"5-FU, Folinsäure, Oxaliplatin", true},
      {"Capecitabin 2-0-2", true},
      {"FOLFOX + Pmab", true},
  }));
  CAPTURE(name);
  TestChart chart((cancer ? colon : nsclc) + "," + given_in_spring(named(name)));
  CHECK((cancer ? chart.colorectal_chemotherapy() : chart.systemic(Cancer::lung)).verdict() == Verdict::met);
}

TEST_CASE("rule 7.5: risk categories and German metastases in a reason") {
  const std::string reason = GENERATE("Secondary malignant neoplasm of bone (HCC)", "Metastasis to brain (CMS/HCC)",
                                      "Lebermetastasen", "Lungenkarzinom rechts", "Cancer (HCC)");
  CAPTURE(reason);
  CHECK(of(given_in_spring(R"("reasonCode":[{"text":")" + reason + R"("}],)" + named("docetaxel"))) == Verdict::met);
}

TEST_CASE("rule 8.1: what is written beside an order of a partner") {
  const auto [note, expected] = GENERATE(table<std::string, Verdict>({
      {"in combination with Lumakras", Verdict::met},
      {"CodeBreaK 300 regimen, start once sotorasib arrives", Verdict::met},
      {"Hold for grade 3 rash", Verdict::met},
      {"Doxycycline 100 mg BID for rash", Verdict::met},
      {"discontinue for anaphylaxis", Verdict::met},
      {"for mCRC with KRAS G12C mutation", Verdict::met},
      {"for squamous cell carcinoma of the head and neck", Verdict::unknown},
      {"HNSCC", Verdict::unknown},
      {"Dx: C76.0", Verdict::unknown},
      {"bei HNO-Tumor", Verdict::unknown},
      {"discontinue", Verdict::unknown},
      {"Last dose 11/10", Verdict::unknown},
      {"instead of sotorasib", Verdict::unknown},
      {"only if sotorasib fails", Verdict::unknown},
      {"alternative to sotorasib", Verdict::unknown},
      {"not in combination", Verdict::unknown},
      {"sequential", Verdict::unknown},
      {"Replaced by bevacizumab", Verdict::unknown},
      {"tentative", Verdict::unknown},
      {"for her brother", Verdict::unknown},
  }));
  CAPTURE(note);
  TestChart chart(colon, resource("MedicationRequest", "p",
                                  R"("status":"draft","intent":"order","note":[{"text":")" + note + R"("}],)" +
                                      named("panitumumab")));
  CHECK(chart.combination().verdict() == expected);
}

TEST_CASE("rule 8.2: notes and descriptions of a reaction") {
  const auto [said, counts] = GENERATE(table<std::string, bool>({
      {"Anaphylaxis 10 minutes into the first infusion, epinephrine given", true},
      {"Grade 3 rash, hospitalized", true},
      {"Do not rechallenge", true},
      {"unable to tolerate", true},
      {"confirmed by oncologist Dr. Reyes", true},
      {"Schwere Infusionsreaktion", true},
      {"Tolerated rechallenge", false},
      {"entered in error", false},
      {"Patient denies this allergy", false},
      {"refuted by allergist", false},
      {"no reaction on re-exposure", false},
      {"possible", false},
      {"mother is allergic", false},
      {"attributed to iron infusion", false},
      {"later received 5 doses uneventfully", false},
      {"listed due to lack of efficacy", false},
      {"gut vertragen", false},
      {"Fehleintrag", false},
  }));
  const std::string words = said;  // a binding cannot be captured
  const std::string other = R"({"resourceType":"AllergyIntolerance","id":"other","code":{"text":"panitumumab"}})";
  const std::string members =
      GENERATE_COPY(R"("note":[{"text":")" + words + R"("}])", R"("reaction":[{"description":")" + words + R"("}])",
                    R"("reaction":[{"note":[{"text":")" + words + R"("}]}])");
  CAPTURE(members);
  TestChart chart(colon + "," + other + "," +
                  resource("AllergyIntolerance", "a1", R"("code":{"text":"cetuximab"},)" + members));
  CHECK(chart.intolerance().verdict() == (counts ? Verdict::met : Verdict::unknown));
}

}  // namespace foresign::mapping::treatment_tests
