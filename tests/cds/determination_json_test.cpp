#include <catch2/catch.hpp>

#include "tests/cds/support.hpp"

using namespace foresign;
using foresign::testing::judged;
using foresign::testing::lung_sheet;
using foresign::testing::sheet;
using foresign::testing::to_json;

TEST_CASE("a determination is written to the letter of the contract") {
  FactSheet facts;
  for (const Asked& asked : policy::inquiry(foresign::testing::lumakras()).asked)
    facts.answers.emplace_back(asked.criterion, Fact::unknown("x"));
  const auto set = [&](const std::string& id, const Fact& fact) {
    for (auto& answer : facts.answers)
      if (answer.first == id) answer.second = fact;
  };
  set("1.diagnosis", Fact::met({{"Condition/c1", "code", "NSCLC", "2025-03-01", ""}}));
  set("1.A", Fact::not_met("16 years old", {{"Patient/p1", "birthDate", "2010-01-01", "", ""}}));
  set("1.B.mutation",
      Fact::met({{"Observation/o1", "value", "G12C", "", ""}}, {{"Observation/o2", "value", "absent", "", "plasma"}}));
  set("1.B.extent", Fact::met({{}}));
  set("1.B.test", Fact::unknown("name of the FDA-approved test"));
  facts.cancers.push_back({"Condition/c1", "code", "NSCLC", "", ""});
  facts.ignored.push_back({"Observation/o9", "entered in error"});
  const std::string text = to_json(judged(facts, {{"procedures", "not supplied"}}));

  const std::string expected_start =
      R"x({"order":"MedicationRequest/draft-1","drug":"sotorasib","day":"2026-11-24",)x"
      R"x("policy":{"id":"cigna-lumakras","version":"2025-05-14","payer":"Cigna","digest":"sha256:00"},)x"
      R"x("verdict":"unknown","basis":"indication","indication":"2","indications":[)x"
      R"x({"id":"1","title":"Non-Small Cell Lung Cancer (NSCLC)","verdict":"not-met","criteria":[)x"
      R"x({"id":"1.diagnosis","verdict":"met","quote":"Non-Small Cell Lung Cancer (NSCLC)",)x"
      R"x("evidence":[{"reference":"Condition/c1","element":"code","value":"NSCLC","date":"2025-03-01"}]},)x"
      R"x({"id":"1.A","verdict":"not-met","quote":"Patient is ≥ 18 years of age","reason":"16 years old",)x"
      R"x("evidence":[{"reference":"Patient/p1","element":"birthDate","value":"2010-01-01"}]},)x"
      R"x({"id":"1.B","verdict":"unknown","quote":"Patient has KRAS G12C-mutated locally advanced or metastatic NSCLC, )x"
      R"x(as determined by an approved test","criteria":[)x"
      R"x({"id":"1.B.mutation","verdict":"met","quote":"KRAS G12C-mutated",)x"
      R"x("evidence":[{"reference":"Observation/o1","element":"value","value":"G12C"}],)x"
      R"x("conflicts":[{"reference":"Observation/o2","element":"value","value":"absent","note":"plasma"}]},)x"
      R"x({"id":"1.B.extent","verdict":"met","quote":"locally advanced or metastatic NSCLC"},)x"
      R"x({"id":"1.B.test","verdict":"unknown","quote":"as determined by an approved test","needed":"name of the FDA-approved test"}]},)x"
      R"x({"id":"1.C","verdict":"unknown",)x";
  CHECK(text.substr(0, expected_start.size()) == expected_start);
  const std::string expected_end = R"x("ignored":[{"reference":"Observation/o9","reason":"entered in error"}],)x"
                                   R"x("unavailable":[{"key":"procedures","why":"not supplied"}]})x";
  CHECK(text.substr(text.size() - expected_end.size()) == expected_end);
}

TEST_CASE("a determination without a shown indication names none") {
  FactSheet facts = sheet(foresign::testing::lumakras(), {}, Verdict::not_met);
  const std::string not_covered = to_json(judged(facts));
  CHECK(not_covered.find(R"x("verdict":"not-met","basis":"not-covered","indications":[)x") != std::string::npos);
  facts = sheet(foresign::testing::lumakras(), {});
  facts.cancers.clear();
  CHECK(to_json(judged(facts)).find(R"x("verdict":"unknown","basis":"no-cancer-diagnosis","indications":[)x") !=
        std::string::npos);
}

TEST_CASE("a determination holds no empty value") {
  const auto verdict = GENERATE(Verdict::met, Verdict::not_met, Verdict::unknown);
  CHECK(foresign::testing::empty_values(to_json(judged(lung_sheet({}, verdict)))) == std::vector<std::string>{});
}

TEST_CASE("the same facts give the same bytes") {
  const FactSheet facts = lung_sheet({{"1.C", Verdict::unknown}}, Verdict::met);
  CHECK(to_json(judged(facts)) == to_json(judged(facts)));
}
