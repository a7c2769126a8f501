// Rules 7.2 and 7.5: what is written beside a treatment, and what of it says that it was not given, or not for this
// cancer.
#include "mapping/reading/treatment_remarks.hpp"

#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping::treatment_tests {
namespace {

using Weight = Objection::Weight;
using Kind = Remark::Kind;

Weight weight_of(Kind kind, const std::string& words, std::string_view drug = "carboplatin") {
  const Named named = read_drugs(tables(), fhir::CodeableConcept{.codings = {}, .text = std::string(drug)});
  return objection_in(tables(), {{kind, words}}, named).weight;
}

std::string noted(const std::string& note) {
  return statement("active",
                   R"("effectiveDateTime":"2026-04-01","note":[{"text":")" + note + R"("}],)" + named("carboplatin"));
}

}  // namespace

TEST_CASE("rule 7.2: a note that says in so many words that a treatment was not given") {
  const std::string note = GENERATE(
      "Never started", "not yet started", "Has not received any chemo", "No doses were administered", "0 cycles given",
      "Patient reports never having had chemotherapy", "Pt is NOT on this medication", "did not take", "Doesn't take",
      "unable to take capsules", "Entered in error", "Charted on the wrong patient", "Declined",
      "Patient refused all treatment", "wurde nicht gegeben", "Nie begonnen");
  CAPTURE(note);
  CHECK(weight_of(Kind::note, note) == Weight::never);
  TestChart chart(nsclc + "," + noted(note));
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::unknown);
  CHECK(chart.set_aside("MedicationStatement/t1") == "not taken, as its note says");
}

TEST_CASE("rule 7.2: a note that leaves open whether a treatment was given leaves it unknown and shows its words") {
  const std::string note = GENERATE(
      "Plan to start after the holidays", "Pending prior authorization", "PA denied", "Insurance would not cover it",
      "Recommended by the tumor board", "Proposed regimen", "Under consideration", "Will begin 12/14",
      "First dose scheduled for December", "Anticipated start next month", "Held before C1",
      "Discontinued prior to the first dose", "Order cancelled", "Duplicate order", "Transcription error",
      "Belongs to her husband", "For his brother", "The dog's tablets", "Randomized to the placebo arm",
      "Unclear whether this was given", "carboplatin?", "Chose surgery instead", "Opted for hospice",
      "No longer taking", "Treatment naive", "Consent withdrawn", "Return to stock", "Lost to follow-up",
      "Patient died before the start", "geplant ab Januar", "Declined metformin and this");
  CAPTURE(note);
  const Weight weight = weight_of(Kind::note, note);
  CHECK(weight != Weight::none);
  CHECK(weight != Weight::never);
  TestChart chart(nsclc + "," + noted(note));
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == Verdict::unknown);
  REQUIRE(fact.evidence().size() == 1);
  CHECK(fact.evidence().front().note.find("as its note says") != std::string::npos);
}

TEST_CASE("rule 7.2: what a note denies, plans or holds may be something else than the treatment") {
  const std::string note =
      GENERATE("Cycle 4 not given", "Last cycle not given because of neutropenia", "Day 8 held",
               "Did not receive cycle 6", "4 cycles given. Cycle 5 not given due to neutropenia",
               "Patient declined further chemotherapy", "No more cycles planned", "Next dose due 3/2",
               "Maintenance planned", "Plan: continue", "Bevacizumab was not given", "Cisplatin held for hearing loss",
               "Insurance denied pembrolizumab; carboplatin given alone", "Not a candidate for cisplatin",
               "Patient declined Neulasta", "Refused a transfusion", "pt declined trial, received standard therapy",
               "Restaging CT planned", "No toxicity", "without complications", "No evidence of progression",
               "Denies nausea", "never hospitalized", "Never missed a dose", "did not tolerate it well",
               "No s/sx of reaction", "Side effects discussed", "not taken with food", "Planned 6 cycles, received 5",
               "4 of 6 planned cycles given", "Ordered 10/6, started 10/8", "Held one week, then resumed",
               "Hold for ANC below 1000", "Given as ordered", "Prior authorization approved",
               "Has not refused any dose", "Renal function declined", "No treatment delays", "keine Nebenwirkungen",
               "Non-small cell lung cancer, first line", "Premedicated before infusion", "C3 given in May 2026");
  CAPTURE(note);
  CHECK(weight_of(Kind::note, note) == Weight::none);
  TestChart chart(nsclc + "," + noted(note));
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::met);
}

TEST_CASE("rule 7.2: the same words in other places") {
  const auto [kind, words, expected] = GENERATE(table<Kind, std::string, Weight>({
      {Kind::status_reason, "Never picked up", Weight::never},
      {Kind::status_reason, "Patient refused", Weight::doubt},  // perhaps only the rest of it
      {Kind::status_reason, "Cancelled before first dose", Weight::doubt},
      {Kind::status_reason, "Insurance denial", Weight::doubt},
      {Kind::status_reason, "Disease progression", Weight::none},
      {Kind::status_reason, "No longer effective", Weight::none},
      {Kind::status_reason, "Completed planned course", Weight::none},
      {Kind::status_reason, "Patient preference", Weight::none},
      {Kind::dosage, "Do not take", Weight::never},
      {Kind::dosage, "Patient not taking: Reported on 11/12/2026", Weight::never},
      {Kind::dosage, "HOLD", Weight::held},
      {Kind::dosage, "To start 12/01/2026", Weight::plans},
      {Kind::dosage, "Do not take with grapefruit", Weight::none},
      {Kind::dosage, "Swallow whole, do not crush or chew", Weight::none},
      {Kind::dosage, "Hold if diarrhea is severe and call the clinic", Weight::none},
      {Kind::dosage, "If a dose is missed, do not double it", Weight::none},
      {Kind::name, "carboplatin (planned)", Weight::plans},
      {Kind::name, "Carboplatin - cancelled", Weight::doubt},
      {Kind::name, "OP NSCLC treatment plan", Weight::none},
  }));
  CAPTURE(words);
  CHECK(weight_of(kind, words) == expected);
}

TEST_CASE("rule 7.2: a denial of a regimen is one of its drugs, and of a drug not one of its regimen") {
  CHECK(weight_of(Kind::note, "FOLFOX never started", "oxaliplatin") == Weight::never);
  CHECK(weight_of(Kind::note, "Oxaliplatin never started", "FOLFOX") == Weight::none);
}

TEST_CASE("rule 7.2: status reasons of every record of a treatment are read") {
  const std::string drug = named("carboplatin");
  const std::string single = R"("statusReason":{"text":"never started"},)";
  const std::string several = R"("statusReason":[{"text":"never started"}],)";
  const std::string record = GENERATE_COPY(
      request("stopped", "2026-03-02", single + drug), statement("stopped", several + drug),
      administration("stopped", "2026-03-02", several + drug),
      resource(
          "MedicationDispense", "t1",
          R"("status":"stopped","whenHandedOver":"2026-03-02","statusReasonCodeableConcept":{"text":"never picked up"},)" +
              drug),
      procedure("stopped", "2026-03-02", single + R"("code":{"text":"Infusion of carboplatin"})"));
  CAPTURE(record);
  TestChart chart(nsclc + "," + record);
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::unknown);
  CHECK(chart.record().ignored().size() == 1);
}

TEST_CASE("rule 7.2: an order whose only dispense was never picked up is not yet a treatment") {
  const auto [note, expected] = GENERATE(
      table<std::string, Verdict>({{"Never picked up", Verdict::unknown}, {"Picked up by the patient", Verdict::met}}));
  CAPTURE(note);
  TestChart chart(nsclc + "," + request("active", "2026-11-18", named("osimertinib")) + "," +
                  resource("MedicationDispense", "d1",
                           R"("status":"completed","whenHandedOver":"2026-11-19",
                              "authorizingPrescription":[{"reference":"MedicationRequest/t1"}],"note":[{"text":")" +
                               note + R"("}],)" + named("osimertinib")));
  CHECK(chart.systemic(Cancer::lung).verdict() == expected);
}

TEST_CASE("rule 7.5: a note that names another cancer or purpose leaves the treatment unknown") {
  const auto [note, expected] = GENERATE(table<std::string, Verdict>({
      {"Adjuvant therapy for breast cancer", Verdict::unknown},
      {"given for ovarian cancer", Verdict::unknown},
      {"Treated for lymphoma", Verdict::unknown},
      {"with rituximab for DLBCL", Verdict::unknown},
      {"for rheumatoid arthritis", Verdict::unknown},
      {"used for keloids", Verdict::unknown},
      {"for lung cancer", Verdict::met},
      {"First line for metastatic lung adenocarcinoma", Verdict::met},
      {"given for 4 cycles", Verdict::met},
      {"dose reduced for neutropenia", Verdict::met},
      {"progression in the liver", Verdict::met},
      {"Sister has breast cancer", Verdict::met},
  }));
  CAPTURE(note);
  TestChart chart(nsclc + "," + noted(note));
  CHECK(chart.systemic(Cancer::lung).verdict() == expected);
}

TEST_CASE("rule 7.5: an undated treatment is as old as what is written beside it says") {
  const auto [text, note, expected] = GENERATE(table<std::string, std::string, Verdict>({
      {"adjuvant FOLFOX (2015)", "", Verdict::unknown},
      {"carboplatin/paclitaxel 2010-2011", "", Verdict::unknown},
      {"carboplatin", "completed 6/2012", Verdict::unknown},
      {"carboplatin 12/2025", "", Verdict::met},
      {"capecitabine 2000 mg BID", "", Verdict::met},  // an amount
      {"carboplatin", "last colonoscopy 2015, 4 cycles in 2025", Verdict::met},
  }));
  CAPTURE(text, note);
  TestChart chart(
      nsclc + "," +
      statement("completed", (note.empty() ? "" : R"("note":[{"text":")" + note + R"("}],)") + named(text)));
  CHECK(chart.systemic(Cancer::lung).verdict() == expected);
}

}  // namespace foresign::mapping::treatment_tests
