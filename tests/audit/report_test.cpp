// What became of the cards, counted.
#include "cds/audit/report.hpp"

#include <catch2/catch.hpp>

#include "fhir/json/document.hpp"
#include "tests/audit/world.hpp"

using namespace foresign;
using namespace foresign::audit;

namespace {

store::AuditRecord shown(const std::string& card, const std::string& verdict = "unknown") {
  store::AuditRecord record = audit::test::record();
  record.verdict = verdict;
  record.cards[0] = {card, {card + "-a", card + "-b"}, {"Order KRAS testing", "Remove the order"}};
  return record;
}

// Three cards of one policy, one of another, one refused call, and feedback of every kind.
void fill(Tally& tally) {
  tally.add(shown("c1"));
  tally.add(shown("c2"));
  tally.add(shown("c3", "met"));
  store::AuditRecord other = shown("c4", "not-met");
  other.policy_version = "2026-01-01";
  tally.add(other);
  store::AuditRecord refused = shown("c5");
  refused.policy_id.clear();
  refused.cards.clear();
  tally.add(refused);
  tally.add(audit::test::feedback("c1", {"c1-a"}));
  tally.add(audit::test::feedback("c1", {"c1-a"}));          // sent again
  tally.add(audit::test::feedback("c1", {"c1-a", "c1-b"}));  // and one more
  tally.add(audit::test::feedback("c1", {"none-of-ours"}));
  tally.add(audit::test::feedback("c2", {}, "=cmd"));
  tally.add(audit::test::feedback("c2", {}, "=cmd"));
  tally.add(audit::test::feedback("c3", {}));
  tally.add(audit::test::feedback("unknown", {}, "result-pending"));
}

}  // namespace

TEST_CASE("cards are counted by policy and version, each once") {
  Tally tally("2026-11-01");
  fill(tally);
  const Report& report = tally.report();
  REQUIRE(report.policies.size() == 2);
  const PolicyReport& policy = report.policies.at({"cigna-lumakras", "2025-05-14"});
  CHECK(policy.cards == 3);
  CHECK(policy.verdicts.met == 1);
  CHECK(policy.verdicts.unknown == 2);
  CHECK(policy.verdicts.not_met == 0);
  CHECK(policy.accepted == 1);
  CHECK(policy.suggestions == Counts{{"Order KRAS testing", 1}, {"Remove the order", 1}});
  CHECK(policy.overridden == 2);
  CHECK(policy.reasons == Counts{{"(no reason)", 1}, {"=cmd", 1}});
  CHECK(policy.missing == Counts{{"1.B.test", 3}, {"prefetch.procedures", 3}});
  CHECK(policy.criteria.at("1.A").met == 3);
  CHECK(policy.criteria.at("1.B.test").unknown == 3);
  CHECK(report.policies.at({"cigna-lumakras", "2026-01-01"}).verdicts.not_met == 1);
  CHECK(report.refused == 1);
  CHECK(report.other_feedback == 1);
}

TEST_CASE("what another client says of a card does not count for it") {
  Tally tally("");
  tally.add(shown("c1"));
  store::FeedbackRecord said = audit::test::feedback("c1", {"c1-a"});
  said.issuer = "https://other.example";
  tally.add(said);
  said = audit::test::feedback("c1", {}, "result-pending");
  said.tenant = "ward-8";
  tally.add(said);
  const Report& report = tally.report();
  CHECK(report.policies.begin()->second.accepted == 0);
  CHECK(report.policies.begin()->second.overridden == 0);
  CHECK(report.other_feedback == 2);
}

TEST_CASE("the report for people says what a manager asks") {
  Tally tally("2026-11-01");
  fill(tally);
  const std::string text = as_text(tally.report());
  CAPTURE(text);
  for (const std::string line : {
           "Cards and what became of them, since 2026-11-01\n",
           "\nPolicy cigna-lumakras, version 2025-05-14\n",
           "  3 cards: criteria met 1 (33 %), not met 0 (0 %), open 2 (67 %)\n",
           "  suggestion taken 1 (33 %), dismissed 2 (67 %)\n",
           "          1  Order KRAS testing (33 %)\n",
           "          3  1.B.test (100 %)\n",
           "  criterion        met  not met  unknown\n",
           "  1.B.test           0        0        3\n",
           "Calls that could not be judged: 1\n",
           "Feedback on other cards: 1\n",
       }) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
  CHECK(as_text(Report{}).find("No card was shown.\n") != std::string::npos);
}

TEST_CASE("the report for programs is stable") {
  Tally tally("2026-11-01");
  fill(tally);
  const auto parsed = json::read(as_json(tally.report()));
  REQUIRE(parsed.value);
  const json::View root = parsed.value->root();
  CHECK(root["since"].string() == "2026-11-01");
  CHECK(root["refused"].integer() == 1);
  CHECK(root["feedbackOnOtherCards"].integer() == 1);
  const json::View policy = root["policies"][std::size_t{0}];
  CHECK(policy["policy"].string() == "cigna-lumakras");
  CHECK(policy["version"].string() == "2025-05-14");
  CHECK(policy["cards"].integer() == 3);
  CHECK(policy["unknown"].integer() == 2);
  CHECK(policy["accepted"].integer() == 1);
  CHECK(policy["overridden"].integer() == 2);
  CHECK(policy["suggestions"][std::size_t{0}]["label"].string() == "Order KRAS testing");
  CHECK(policy["missing"][std::size_t{1}]["cards"].integer() == 3);
  CHECK(policy["criteria"][std::size_t{3}]["id"].string() == "1.B.test");
  CHECK(policy["criteria"][std::size_t{3}]["unknown"].integer() == 3);

  const std::string csv = as_csv(tally.report());
  CHECK(
      csv.starts_with("policy,version,measure,item,count\r\n"
                      "cigna-lumakras,2025-05-14,cards,,3\r\n"
                      "cigna-lumakras,2025-05-14,order-met,,1\r\n"
                      "cigna-lumakras,2025-05-14,order-not-met,,0\r\n"
                      "cigna-lumakras,2025-05-14,order-unknown,,2\r\n"
                      "cigna-lumakras,2025-05-14,accepted,,1\r\n"
                      "cigna-lumakras,2025-05-14,accepted-suggestion,Order KRAS testing,1\r\n"));
  CHECK(csv.find(",overridden-reason,'=cmd,1\r\n") != std::string::npos);
  CHECK(csv.find(",criterion-unknown,1.B.test,3\r\n") != std::string::npos);
  CHECK(csv.ends_with(",,refused,,1\r\n,,feedback-on-other-cards,,1\r\n"));
}

TEST_CASE("no field of a table is taken for a formula") {
  const auto [text, field] = GENERATE(table<std::string, std::string>({
      {"result-pending", "result-pending"},
      {"=1+1", "'=1+1"},
      {"+1", "'+1"},
      {"-1", "'-1"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\t=1", "'\t=1"},
      {"\r=1", "\"'\r=1\""},
      {"a,b", "\"a,b\""},
      {"say \"no\"", "\"say \"\"no\"\"\""},
      {"=\"a\",b", "\"'=\"\"a\"\",b\""},
      {"two\nlines", "\"two\nlines\""},
      {"", ""},
  }));
  CAPTURE(text);
  CHECK(csv_field(text) == field);
}

TEST_CASE("a client's words cannot write on the terminal") {
  Tally tally("");
  tally.add(shown("c1"));
  tally.add(audit::test::feedback("c1", {}, "a\x1b[2Jb"));
  CHECK(as_text(tally.report()).find('\x1b') == std::string::npos);
  CHECK(as_text(tally.report()).find("a [2Jb") != std::string::npos);
}
