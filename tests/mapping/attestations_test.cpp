// Chapter 9 of the reading rules.
#include <catch2/catch.hpp>

#include "mapping/reading/attestations.hpp"
#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping {
using treatment_tests::resource;
using treatment_tests::tables;
using treatment_tests::TestChart;
namespace {

const std::string form = R"("questionnaire":"https://foresign.example/fhir/Questionnaire/cigna-lumakras|2025-05-14")";

std::string response(std::string_view id, const std::string& members, std::string_view criterion, bool answer) {
  return resource("QuestionnaireResponse", id,
                  members + R"(,"item":[{"linkId":"group","item":[{"linkId":")" + std::string(criterion) +
                      R"(","answer":[{"valueBoolean":)" + (answer ? "true" : "false") + "}]}]}]");
}

Fact attested(const std::string& record, Fact before, TestChart** kept = nullptr) {
  static std::unique_ptr<TestChart> chart;
  chart = std::make_unique<TestChart>(record);
  if (kept != nullptr) *kept = chart.get();
  FactSheet sheet;
  sheet.answers.emplace_back("1.C", std::move(before));
  apply_attestations(chart->record(), Inquiry{"cigna-lumakras", {}, {}, {}}, sheet);
  return sheet.answers.front().second;
}

const std::string good =
    R"("status":"completed","authored":"2026-11-20","author":{"display":"Dr. Ada Example"},)" + form;

}  // namespace

TEST_CASE("rule 9.1: a stated answer settles an unknown and only an unknown") {
  const Evidence shown{"Observation/o1", "value", "x", "2026-01-01", ""};
  SECTION("true makes an unknown met") {
    const Fact fact = attested(response("q", good, "1.C", true), Fact::unknown("earlier therapy"));
    CHECK(fact.verdict() == Verdict::met);
    REQUIRE(fact.evidence().size() == 1);
    CHECK(fact.evidence().front().note == "attested by Dr. Ada Example on 2026-11-20");
    CHECK(fact.evidence().front().reference == "QuestionnaireResponse/q");
  }
  SECTION("false makes an unknown not met") {
    const Fact fact = attested(response("q", good, "1.C", false), Fact::unknown("earlier therapy"));
    CHECK(fact.verdict() == Verdict::not_met);
    CHECK(fact.reason() == "the prescriber states that this is not so");
  }
  SECTION("true against not met stays not met and shows the conflict") {
    const Fact fact = attested(response("q", good, "1.C", true), Fact::not_met("younger", {shown}));
    CHECK(fact.verdict() == Verdict::not_met);
    REQUIRE(fact.conflicts().size() == 1);
    CHECK(fact.conflicts().front().reference == "QuestionnaireResponse/q");
  }
  SECTION("false on not met is one more reason") {
    const Fact fact = attested(response("q", good, "1.C", false), Fact::not_met("younger", {shown}));
    CHECK(fact.verdict() == Verdict::not_met);
    CHECK(fact.conflicts().empty());
    CHECK(fact.evidence().size() == 2);
  }
  SECTION("false against met is unknown and shows the conflict") {
    const Fact fact = attested(response("q", good, "1.C", false), Fact::met({shown}));
    CHECK(fact.verdict() == Verdict::unknown);
    CHECK(fact.conflicts().size() == 1);
  }
  SECTION("another criterion is left alone") {
    CHECK(attested(response("q", good, "1.B", true), Fact::unknown("x")).verdict() == Verdict::unknown);
  }
}

TEST_CASE("rule 9.1: which responses count") {
  const auto [members, counts, reason] = GENERATE(table<std::string, bool, std::string>({
      {good, true, ""},
      {R"("status":"amended","authored":"2026-11-24",)" + form, true, ""},
      {R"("status":"in-progress","authored":"2026-11-20",)" + form, false, "attestation not completed"},
      {R"("status":"completed","authored":"2026-08-26",)" + form, true, ""},
      {R"("status":"completed","authored":"2026-08-25",)" + form, false,
       "attestation not authored within the 90 days before the day of judgement"},
      {R"("status":"completed","authored":"2026-11-25",)" + form, false,
       "attestation not authored within the 90 days before the day of judgement"},
      {R"("status":"completed",)" + form, false,
       "attestation not authored within the 90 days before the day of judgement"},
      {R"("status":"completed","authored":"2026-11-20","author":{"reference":"Patient/p1"},)" + form, false,
       "attested by the patient or a related person"},
      {R"("status":"completed","authored":"2026-11-20","author":{"reference":"RelatedPerson/r"},)" + form, false,
       "attested by the patient or a related person"},
      {R"("status":"completed","authored":"2026-11-20","author":{"reference":"Device/portal"},"source":{"reference":"Patient/p1"},)" +
           form,
       false, "attested by the patient or a related person"},
      {R"("status":"completed","authored":"2026-11-20","author":{"reference":"Practitioner/1"},"source":{"reference":"RelatedPerson/r"},)" +
           form,
       false, "attested by the patient or a related person"},
      {R"("status":"completed","authored":"2026-11-20","author":{"reference":"Device/ehr"},"source":{"reference":"Practitioner/1"},)" +
           form,
       true, ""},
      {R"("status":"completed","authored":"2026-11-20","questionnaire":"http://x/Questionnaire/other")", false, ""},
      {R"("status":"completed","authored":"2026-11-20","questionnaire":"http://x/Questionnaire/not-cigna-lumakras")",
       false, ""},
  }));
  CAPTURE(members);
  TestChart* chart = nullptr;
  const Fact fact = attested(response("q", members, "1.C", true), Fact::unknown("x"), &chart);
  CHECK((fact.verdict() == Verdict::met) == counts);
  CHECK(chart->set_aside("QuestionnaireResponse/q") == reason);
}

TEST_CASE("rule 9.1: the latest response wins as a whole") {
  const std::string older = response("old", R"("status":"completed","authored":"2026-11-01",)" + form, "1.C", true);
  const std::string newer = response("new", R"("status":"completed","authored":"2026-11-02",)" + form, "1.A", true);
  TestChart* chart = nullptr;
  CHECK(attested(older + "," + newer, Fact::unknown("x"), &chart).verdict() == Verdict::unknown);
  CHECK(chart->set_aside("QuestionnaireResponse/old") == "superseded by a later attestation");
  CHECK(attested(newer + "," + older, Fact::unknown("x")).verdict() == Verdict::unknown);
}

TEST_CASE("rule 9.1: of responses of which none is surely later what they share counts") {
  const auto [when, answer, expected] = GENERATE(table<std::string, bool, Verdict>({
      {"2026-11-20", false, Verdict::unknown},  // the same day, and another answer
      {"2026-11", false, Verdict::met},         // may lie after the day: does not count
      {"2026-11-20", true, Verdict::met},
      {"2026-10", false, Verdict::met},
      {"2026-11-21", false, Verdict::not_met},
  }));
  CAPTURE(when, answer);
  const std::string other =
      response("other", R"("status":"completed","authored":")" + when + R"(",)" + form, "1.C", answer);
  CHECK(attested(response("q", good, "1.C", true) + "," + other, Fact::unknown("x")).verdict() == expected);
  CHECK(attested(other + "," + response("q", good, "1.C", true), Fact::unknown("x")).verdict() == expected);
}

TEST_CASE("rule 9.1: a month may be later than a day of it") {
  const std::string day = response("q", R"("status":"completed","authored":"2026-10-12",)" + form, "1.C", true);
  const std::string month = response("other", R"("status":"completed","authored":"2026-10",)" + form, "1.C", false);
  CHECK(attested(day + "," + month, Fact::unknown("x")).verdict() == Verdict::unknown);
}

TEST_CASE("rules 9.1 and 1.7: a no of an incomplete source settles nothing and a yes does") {
  const auto [answer, expected] = GENERATE(table<bool, Verdict>({{false, Verdict::unknown}, {true, Verdict::met}}));
  TestChart chart(response("q", good, "1.C", answer), "", {"questionnaireResponses"});
  FactSheet sheet;
  sheet.answers.emplace_back("1.C", Fact::unknown("x"));
  apply_attestations(chart.record(), Inquiry{"cigna-lumakras", {}, {}, {}}, sheet);
  CHECK(sheet.answers.front().second.verdict() == expected);
}

TEST_CASE("rule 9.1: the author is named as the record has it") {
  const auto [author, contained, name] = GENERATE(table<std::string, std::string, std::string>({
      {R"({"reference":"#me"})", R"([{"resourceType":"Practitioner","id":"me","name":[{"text":"Dr. Cara Example"}]}])",
       "Dr. Cara Example"},
      {R"({"reference":"#me"})", R"([{"resourceType":"Practitioner","id":"me"}])", "#me"},
      {R"({"reference":"Practitioner/elsewhere"})", "[]", "Practitioner/elsewhere"},
  }));
  const std::string members = R"("status":"completed","authored":"2026-11-20","author":)" + author +
                              R"(,"contained":)" + contained + "," + form;
  const Fact fact = attested(response("q", members, "1.C", true), Fact::unknown("x"));
  REQUIRE(fact.evidence().size() == 1);
  CHECK(fact.evidence().front().note == "attested by " + name + " on 2026-11-20");
}

TEST_CASE("rule 9.1: an author who is not stated is said so") {
  const Fact fact = attested(response("q", R"("status":"completed","authored":"2026-11-20",)" + form, "1.C", true),
                             Fact::unknown("x"));
  REQUIRE(fact.evidence().size() == 1);
  CHECK(fact.evidence().front().note == "attested on 2026-11-20, author not stated");
}

TEST_CASE("rule 9.1: an author who is the patient or a relative by the display alone") {
  const auto [who, counts] = GENERATE(table<std::string, bool>({
      {R"("author":{"display":"Patient"})", false},
      {R"("author":{"display":"Daughter of patient"})", false},
      {R"("author":{"display":"Wife, POA"})", false},
      {R"("author":{"display":"Ehemann"})", false},
      {R"("author":{"display":"MyChart user"})", false},
      {R"("author":{"reference":"Practitioner/1","display":"Patient portal"})", false},
      {R"("source":{"display":"Self-reported"})", false},
      {R"("author":{"display":"Dr. Ada Example"})", true},
      {R"("author":{"display":"Sam Parente"})", true},
      {R"("author":{"display":"Oncology clinic RN"})", true},
      {R"("author":{"display":"Dr. Patient"})", true},  // a name
      {R"("author":{"reference":"Practitioner/1","display":"Jane Lin"})", true},
  }));
  CAPTURE(who);
  const std::string members = R"("status":"completed","authored":"2026-11-20",)" + who + "," + form;
  const Fact fact = attested(response("q", members, "1.C", true), Fact::unknown("earlier therapy"));
  CHECK(fact.verdict() == (counts ? Verdict::met : Verdict::unknown));
}

}  // namespace foresign::mapping
