#include <catch2/catch.hpp>

#include <random>

#include "tests/cds/support.hpp"

using namespace foresign;
using foresign::testing::colorectal_sheet;
using foresign::testing::judged;
using foresign::testing::lumakras;
using foresign::testing::lung_sheet;
using foresign::testing::sheet;
using policy::Basis;
using policy::Determination;

namespace {

const policy::Judgement& judgement(const std::vector<policy::Judgement>& all, const std::string& id) {
  for (const policy::Judgement& one : all) {
    if (one.id == id) return one;
    if (id.rfind(one.id + ".", 0) == 0 && !one.of.empty()) return judgement(one.of, id);
  }
  throw std::runtime_error("no criterion " + id);
}

const policy::Judgement& judgement(const Determination& determination, const std::string& id) {
  for (const auto& indication : determination.indications)
    if (id.rfind(indication.id + ".", 0) == 0) return judgement(indication.criteria, id);
  throw std::runtime_error("no indication of " + id);
}

std::vector<std::string> ids(const std::vector<const policy::Judgement*>& judgements) {
  std::vector<std::string> all;
  for (const auto* one : judgements) all.push_back(one->id);
  return all;
}

}  // namespace

TEST_CASE("rule 1.5: an indication is met where its diagnosis and all its criteria are") {
  const Determination determination = judged(lung_sheet({}, Verdict::met));
  CHECK(determination.verdict == Verdict::met);
  CHECK(determination.basis == Basis::indication);
  CHECK(determination.indication == "1");
  REQUIRE(determination.shown() != nullptr);
  CHECK(determination.shown()->approval == "1 year");
  CHECK(determination.open().empty());
  CHECK(determination.indications.size() == 5);
  CHECK(determination.indications[1].verdict == Verdict::not_met);  // its diagnosis is
}

TEST_CASE("rule 1.3: a judgement carries evidence and reason and need of its fact") {
  const Determination determination =
      judged(lung_sheet({{"1.A", Verdict::not_met}, {"1.B.test", Verdict::unknown}}, Verdict::met));
  CHECK(determination.verdict == Verdict::not_met);
  CHECK(judgement(determination, "1.A").reason == "reason of 1.A");
  CHECK(judgement(determination, "1.B.test").needed == "need of 1.B.test");
  CHECK(judgement(determination, "1.B").verdict == Verdict::unknown);
  CHECK(judgement(determination, "1.B").needed.empty());
  CHECK(judgement(determination, "1.C").evidence.at(0).reference == "Observation/1.C");
  CHECK(judgement(determination, "1.C").quote ==
        "Patient has been previously treated with at least one systemic regimen.");
}

TEST_CASE("a group that is not met carries the reason of its first part that is not") {
  const Determination determination = judged(lung_sheet({{"1.B.extent", Verdict::not_met}}, Verdict::met));
  CHECK(judgement(determination, "1.B").reason == "reason of 1.B.extent");
}

TEST_CASE(
    "rule 1.5: the indication that is shown has the best result then the best diagnosis then the most leaves met") {
  const auto [name, verdicts, shown] = GENERATE(table<std::string, std::map<std::string, Verdict>, std::string>({
      {"nothing known: the policy's order", {}, "1"},
      {"a confirmed diagnosis", {{"4.diagnosis", Verdict::met}}, "4"},
      {"the best result before the best diagnosis", {{"1.diagnosis", Verdict::met}, {"1.A", Verdict::not_met}}, "2"},
      {"more leaves met", {{"3.diagnosis", Verdict::met}, {"5.diagnosis", Verdict::met}, {"5.B", Verdict::met}}, "5"},
      {"an equal number: the policy's order", {{"5.diagnosis", Verdict::met}, {"3.diagnosis", Verdict::met}}, "3"},
  }));
  CAPTURE(name);
  CHECK(judged(sheet(lumakras(), verdicts)).indication == shown);
}

TEST_CASE("rule 1.6: not covered where a cancer is on record and every diagnosis is not met") {
  FactSheet facts = sheet(lumakras(), {}, Verdict::not_met);
  CHECK(judged(facts).basis == Basis::not_covered);
  CHECK(judged(facts).verdict == Verdict::not_met);
  CHECK(judged(facts).indication.empty());
  CHECK(judged(facts).shown() == nullptr);
  // Rule 1.7: an order's reason that no indication covers stands without the Conditions.
  facts.cancers_complete = false;
  CHECK(judged(facts).basis == Basis::not_covered);
}

TEST_CASE("rule 1.6: one diagnosis that may be makes the basis the indication") {
  FactSheet facts = lung_sheet({}, Verdict::unknown);
  CHECK(judged(facts).basis == Basis::indication);
  CHECK(judged(facts).verdict == Verdict::unknown);
  CHECK(judged(facts).indication == "1");
}

TEST_CASE("rule 1.6: no cancer on record") {
  FactSheet facts = sheet(lumakras(), {}, Verdict::unknown);
  facts.cancers.clear();
  SECTION("is unknown where an indication could still be met") {
    CHECK(judged(facts).basis == Basis::no_cancer_diagnosis);
    CHECK(judged(facts).verdict == Verdict::unknown);
    CHECK(judged(facts).indication.empty());
    CHECK(judged(facts).open().empty());
  }
  SECTION("is not met for a child") {
    facts = sheet(lumakras(), {{"1.A", Verdict::not_met},
                               {"2.A", Verdict::not_met},
                               {"3.A", Verdict::not_met},
                               {"4.A", Verdict::not_met},
                               {"5.A", Verdict::not_met}});
    facts.cancers.clear();
    CHECK(judged(facts).basis == Basis::no_cancer_diagnosis);
    CHECK(judged(facts).verdict == Verdict::not_met);
  }
  SECTION("rule 1.7: is not said where a source of diagnoses could not be had") {
    facts.cancers_complete = false;
    CHECK(judged(facts).basis == Basis::indication);
    CHECK(judged(facts).verdict == Verdict::unknown);
    CHECK(judged(facts).indication == "1");
  }
}

TEST_CASE("what is open is what may still change the result") {
  CHECK(ids(judged(lung_sheet({{"1.B.test", Verdict::unknown}, {"1.C", Verdict::unknown}}, Verdict::met)).open()) ==
        std::vector<std::string>{"1.B.test", "1.C"});
  // 2.D is met by one of its two ways: nobody asks for the other.
  CHECK(judged(colorectal_sheet({{"2.D.ii", Verdict::unknown}}, Verdict::met)).open().empty());
  const std::map<std::string, Verdict> both_open = {{"2.D.i", Verdict::unknown}, {"2.D.ii", Verdict::unknown}};
  CHECK(ids(judged(colorectal_sheet(both_open, Verdict::met)).open()) == std::vector<std::string>{"2.D.i", "2.D.ii"});
  CHECK(ids(judged(colorectal_sheet(both_open, Verdict::met)).open_questions()) == std::vector<std::string>{"2.D"});
  // Nothing can mend an indication that is not met.
  CHECK(judged(lung_sheet({{"1.A", Verdict::not_met}}, Verdict::unknown)).open().empty());
}

TEST_CASE("a criterion that nobody answered is unknown") {
  FactSheet facts = lung_sheet({}, Verdict::met);
  std::erase_if(facts.answers, [](const auto& answer) { return answer.first == "1.C"; });
  CHECK(judged(facts).verdict == Verdict::unknown);
  CHECK_FALSE(judgement(judged(facts), "1.C").needed.empty());
}

// The twin: every unknown of an indication is replaced by met and by not-met, in all combinations. Where evaluate says
// met or not-met, all completions must say the same; a monotone formula that says unknown must have completions of both
// kinds.
TEST_CASE("rule 1.2: evaluate agrees with all completions of the unknowns") {
  std::mt19937 random(20250514);
  std::uniform_int_distribution<int> three(0, 2);
  int decided = 0;
  for (int round = 0; round < 60; ++round) {
    for (const policy::Indication& indication : lumakras().indications) {
      policy::Policy one = lumakras();
      one.indications = {indication};
      std::map<std::string, Verdict> verdicts;
      std::vector<std::string> unknown;
      for (const Asked& asked : policy::inquiry(one).asked) {
        verdicts[asked.criterion] = static_cast<Verdict>(three(random) == 0 ? 1 : (three(random) == 0 ? 0 : 2));
        if (verdicts[asked.criterion] == Verdict::unknown) unknown.push_back(asked.criterion);
      }
      const auto verdict_of = [&] { return policy::evaluate(one, sheet(one, verdicts), {}, {}).verdict; };
      const Verdict said = verdict_of();
      bool some_met = false;
      bool some_not_met = false;
      const std::size_t completions = std::size_t{1} << unknown.size();
      for (std::size_t bits = 0; bits < completions; ++bits) {
        for (std::size_t i = 0; i < unknown.size(); ++i)
          verdicts[unknown[i]] = ((bits >> i) & 1U) != 0 ? Verdict::met : Verdict::not_met;
        const Verdict completed = verdict_of();
        REQUIRE(completed != Verdict::unknown);
        (completed == Verdict::met ? some_met : some_not_met) = true;
      }
      CAPTURE(indication.id, round);
      CHECK((said == Verdict::unknown) == (some_met && some_not_met));
      CHECK((said == Verdict::met) == (some_met && !some_not_met));
      decided += said == Verdict::unknown ? 0 : 1;
    }
  }
  CHECK(decided > 50);  // the draw reached all three
}
