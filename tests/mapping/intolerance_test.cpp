// Rule 8.2: intolerance of both cetuximab and panitumumab.
#include <algorithm>

#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping::treatment_tests {
namespace {

std::string allergy(std::string_view id, const std::string& members) {
  return resource("AllergyIntolerance", id, members);
}
std::string substance(std::string_view text) {
  return R"("code":{"text":")" + std::string(text) + R"("})";
}
// The other of the two drugs, so that a case stands and falls with its own.
const std::string panitumumab_too = "," + allergy("other", substance("panitumumab"));

std::string stopped(std::string_view type, std::string_view reason) {
  const bool list = type != "MedicationRequest";
  return resource(
      type, "t1",
      R"("status":"stopped","intent":"order","authoredOn":"2026-02-01","effectiveDateTime":"2026-02-01","statusReason":)" +
          std::string(list ? "[" : "") + std::string(reason) + (list ? "]," : ",") + named("cetuximab"));
}
std::string reason(std::string_view system, std::string_view code) {
  return R"({"coding":[{"system":")" + std::string(system) + R"(","code":")" + std::string(code) + R"("}]})";
}
std::string reason(std::string_view text) {
  return R"({"text":")" + std::string(text) + R"("})";
}

}  // namespace

TEST_CASE("rule 8.2: intolerance of both drugs is met and of one asks for the other") {
  TestChart both(colon + "," + allergy("a1", substance("cetuximab")) + panitumumab_too);
  const Fact fact = both.intolerance();
  REQUIRE(fact.verdict() == Verdict::met);
  REQUIRE(fact.evidence().size() == 2);
  CHECK(fact.evidence()[0].reference == "AllergyIntolerance/a1");
  CHECK(fact.evidence()[0].element == "code");
  CHECK(fact.evidence()[1].reference == "AllergyIntolerance/other");

  TestChart one(colon + "," + allergy("a1", substance("Erbitux")));
  const Fact half = one.intolerance();
  CHECK(half.verdict() == Verdict::unknown);
  CHECK(half.needed() == "intolerance of cetuximab is on record, and the other (panitumumab)?");
  CHECK(half.evidence().size() == 1);

  TestChart none(colon);
  CHECK(none.intolerance().verdict() == Verdict::unknown);
  CHECK(none.intolerance().needed() ==
        "is the patient unable to tolerate cetuximab or panitumumab, in the prescriber's judgement?");
}

TEST_CASE("rule 8.2: which allergies count") {
  const auto status = [](std::string_view element, std::string_view code) {
    return R"(")" + std::string(element) + R"(":{"coding":[{"code":")" + std::string(code) + R"("}]},)";
  };
  const auto [members, counts] = GENERATE_COPY(table<std::string, bool>({
      {substance("cetuximab"), true},
      {R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"372656005"}],"text":"Cetuximab"})", true},
      {status("clinicalStatus", "active") + substance("cetuximab"), true},
      {status("clinicalStatus", "inactive") + substance("cetuximab"), false},
      {status("clinicalStatus", "resolved") + substance("cetuximab"), false},
      {status("verificationStatus", "confirmed") + substance("cetuximab"), true},
      {status("verificationStatus", "unconfirmed") + substance("cetuximab"), true},
      {status("verificationStatus", "refuted") + substance("cetuximab"), false},
      {status("verificationStatus", "entered-in-error") + substance("cetuximab"), false},
      {substance("Anaphylaxis to cetuximab"), true},
      {substance("History of infusion reaction to Erbitux"), true},
      {substance("No known allergy to cetuximab"), false},
      {substance("Not allergic to cetuximab"), false},
      {substance("Suspected cetuximab allergy"), false},
      {substance("Allergy to panitumumab, tolerated cetuximab well"), false},
      {substance("EGFR antibody"), false},
      {substance("Could not tolerate cetuximab due to rash"), true},
      {substance("cetuximab not tolerated"), true},
      {substance("cetuximab sensitivity"), true},
      {substance("Erbitux 100 mg/50 mL intravenous solution"), true},
      {substance("cetuximab (unknown reaction)"), true},
      {substance("cetuximab (see comments)"), true},
      {substance("cetuximab causes hives"), true},
      {substance("Intolerance to both cetuximab and panitumumab"), true},
      {substance("cetuximab - ineffective"), false},
      {substance("cetuximab - progression"), false},
      {substance("Rash, not due to cetuximab"), false},
      {substance("cetuximab never given"), false},
      {R"("note":[{"text":"Tolerated on rechallenge"}],)" + substance("cetuximab"), false},
      {R"("verificationStatus":{"text":"Entered in Error"},)" + substance("cetuximab"), false},
      {R"("verificationStatus":{"coding":[{"display":"Refuted"}]},)" + substance("cetuximab"), false},
      {R"("verificationStatus":{"coding":[{"code":"Refuted"}]},)" + substance("cetuximab"), false},
      {R"("status":"entered-in-error",)" + substance("cetuximab"), false},  // DSTU2
      {R"("clinicalStatus":{"text":"Active"},)" + substance("cetuximab"), true},
      {substance("penicillin"), false},
      {substance("oxaliplatin"), false},
      {R"("code":{"text":"Drug allergy"},"reaction":[{"substance":{"text":"cetuximab"},"manifestation":[{"text":"rash"}]}])",
       true},
      {R"("code":{"text":"Drug allergy"},"reaction":[{"substance":{"text":"penicillin"},"manifestation":[{"text":"rash"}]}])",
       false},
  }));
  CAPTURE(members);
  TestChart chart(colon + "," + allergy("a1", members) + panitumumab_too);
  CHECK(chart.intolerance().verdict() == (counts ? Verdict::met : Verdict::unknown));
}

TEST_CASE("rule 8.2: an allergy to the class of the two drugs is shown and settles nothing") {
  TestChart chart(colon + "," + allergy("a1", substance("anti-EGFR antibodies")));
  const Fact fact = chart.intolerance();
  CHECK(fact.verdict() == Verdict::unknown);
  REQUIRE(fact.evidence().size() == 1);
  CHECK(fact.evidence().front().reference == "AllergyIntolerance/a1");
}

TEST_CASE("rule 8.2: an allergy that no longer stands is set aside with its reason") {
  const auto [element, code, why] = GENERATE(table<std::string, std::string, std::string>({
      {"verificationStatus", "refuted", "refuted"},
      {"verificationStatus", "entered-in-error", "entered in error"},
      {"clinicalStatus", "resolved", "the intolerance is no longer active"},
  }));
  TestChart chart(
      colon + "," +
      allergy("a1", R"(")" + element + R"(":{"coding":[{"code":")" + code + R"("}]},)" + substance("cetuximab")));
  CHECK(chart.intolerance().evidence().empty());
  CHECK(chart.set_aside("AllergyIntolerance/a1") == why);
}

TEST_CASE("rule 8.2: the reason of a stop decides whether it was intolerance") {
  const std::string hl7 = "http://terminology.hl7.org/CodeSystem/medicationrequest-status-reason";
  const auto [why, counts] = GENERATE_COPY(table<std::string, bool>({
      {reason(snomed, "407563006"), true},  // treatment not tolerated
      {reason(snomed, "59037007"), true},   // intolerance to drug
      {reason(snomed, "281647001"), true},  // adverse reaction
      {reason(hl7, "sintol"), true},
      {reason(hl7, "salg"), true},
      {reason(hl7, "altchoice"), false},
      {reason(snomed, "105480006"), false},  // refusal
      {reason(snomed, "182897004"), false},  // declined because of side effects
      {reason(snomed, "58848006"), false},   // lack of drug action
      {reason(snomed, "160932005"), false},  // financial problem
      {reason("Skin toxicity grade 3"), true},
      {reason("Unable to tolerate"), true},
      {reason("infusion reaction"), true},
      {reason("allergic reaction"), true},
      {reason("severe side effects"), true},
      {reason("Progression, no toxicity"), false},
      {reason("Stopped without adverse events"), false},
      {reason("Patient refused for fear of side effects"), false},
      {reason("cost"), false},
      {reason("lack of effect"), false},
      {reason("possible toxicity"), false},
      {reason("Infusion-related reaction"), true},
      {reason("D/C due to toxicity"), true},
      {reason("Drug reaction"), true},
      {reason("Discontinued by provider: toxicity"), true},
      {reason("Does not tolerate"), true},
      {reason("Toxicity and progression"), true},
      {reason("Intolerance (possible side effect of drug)"), true},
      {reason("Cetuximab toxicity"), true},
      {reason("Toxicity of another agent"), false},
      {reason("Skin toxicity, patient refuses more"), false},  // refusal or toxicity?
  }));
  const std::string type = GENERATE("MedicationRequest", "MedicationStatement", "MedicationAdministration");
  CAPTURE(why, type);
  TestChart chart(colon + "," + stopped(type, why) + panitumumab_too);
  const Fact fact = chart.intolerance();
  CHECK(fact.verdict() == (counts ? Verdict::met : Verdict::unknown));
  if (counts) {
    const auto& evidence = fact.evidence();
    CHECK(std::ranges::any_of(evidence, [&](const Evidence& one) {
      return one.reference == type + "/t1" &&
             one.element == (type == "MedicationRequest" ? "statusReason" : "statusReason[0]");
    }));
  }
}

TEST_CASE("rule 8.2: only a stop counts and only of the drug itself") {
  const std::string toxicity = R"("statusReason":[{"text":"toxicity"}],"effectiveDateTime":"2026-02-01",)";
  const auto [members, counts] = GENERATE_COPY(table<std::string, bool>({
      {statement("stopped", toxicity + named("cetuximab")), true},
      {statement("completed", toxicity + named("cetuximab")), false},
      {statement("on-hold", toxicity + named("cetuximab")), false},
      {statement("not-taken", toxicity + named("cetuximab")), false},
      {statement("stopped", toxicity + named("oxaliplatin")), false},
      {statement("stopped", toxicity + named("cetuximab and irinotecan")), false},  // toxicity of which?
      {resource("MedicationRequest", "t1",
                R"("status":"stopped","intent":"plan","statusReason":{"text":"toxicity"},)" + named("cetuximab")),
       false},
  }));
  CAPTURE(members);
  TestChart chart(colon + "," + members + panitumumab_too);
  CHECK(chart.intolerance().verdict() == (counts ? Verdict::met : Verdict::unknown));
}

TEST_CASE("rules 8.2 and 1.7: sources that could not be had are said") {
  TestChart chart(colon, "", {"allergies", "conditions"});
  CHECK(mentions(chart.intolerance().needed(), "could not be retrieved: allergies"));
  CHECK_FALSE(mentions(chart.intolerance().needed(), "conditions"));
}

}  // namespace foresign::mapping::treatment_tests
