// Runs every file below fixtures/scenarios against the whole middle of the service: request in, determination out.
// A scenario states what the reading rules expect (docs/testing.md); it is written from the rules, never from the code.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/library.hpp"
#include "tests/support/scenario.hpp"

namespace {

using namespace foresign;
using foresign::testing::library;
using scenario::Scenario;

const std::string source_dir = FORESIGN_SOURCE_DIR;

hooks::NewId counting_ids() {
  return [next = 0]() mutable {
    const std::string digits = std::to_string(++next);
    return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
  };
}

std::string complete_request(const std::string& name) {
  return scenario::file_text(source_dir + "/fixtures/requests/" + name + ".json");
}

std::vector<std::string> scenario_files(const std::string& folder) {
  std::vector<std::string> files;
  const std::filesystem::path root = source_dir + "/fixtures/scenarios/" + folder;
  if (!std::filesystem::exists(root)) return files;
  for (const auto& file : std::filesystem::recursive_directory_iterator(root))
    if (file.path().extension() == ".json") files.push_back(file.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

std::string words(policy::Basis basis) {
  switch (basis) {
    case policy::Basis::indication:
      return "indication";
    case policy::Basis::not_covered:
      return "not-covered";
    case policy::Basis::no_cancer_diagnosis:
      return "no-cancer-diagnosis";
  }
  return "";
}

std::string words(Refusal::Why why) {
  switch (why) {
    case Refusal::Why::malformed:
      return "malformed";
    case Refusal::Why::another_patient:
      return "another_patient";
    case Refusal::Why::no_record:
      return "no_record";
  }
  return "";
}

using Judgements = std::map<std::string, const policy::Judgement*>;

void collect(const std::vector<policy::Judgement>& criteria, Judgements& found) {
  for (const policy::Judgement& criterion : criteria) {
    found[criterion.id] = &criterion;
    collect(criterion.of, found);
  }
}

Judgements judgements(const policy::Determination& determination) {
  Judgements found;
  for (const policy::IndicationJudgement& indication : determination.indications) collect(indication.criteria, found);
  return found;
}

std::string listed(const std::vector<Evidence>& evidence) {
  std::string text;
  for (const Evidence& item : evidence) {
    text += "\n    " + item.reference + " " + item.element + " = " + item.value + " (" + item.date + ")";
    if (!item.note.empty()) text += " [" + item.note + "]";
  }
  return text;
}

std::string told(const policy::Judgement& judgement) {
  std::string text = judgement.id + " is " + std::string(to_string(judgement.verdict));
  if (!judgement.needed.empty()) text += "\n  needed: " + judgement.needed;
  if (!judgement.reason.empty()) text += "\n  reason: " + judgement.reason;
  if (!judgement.evidence.empty()) text += "\n  evidence:" + listed(judgement.evidence);
  if (!judgement.conflicts.empty()) text += "\n  conflicts:" + listed(judgement.conflicts);
  return text;
}

// `Observation/kras component[1].value` or just `Observation/kras`.
bool lists(const std::vector<Evidence>& evidence, const std::string& wanted) {
  return std::any_of(evidence.begin(), evidence.end(), [&](const Evidence& item) {
    return item.reference == wanted || item.reference + " " + item.element == wanted;
  });
}

// Promises that hold for every determination, whatever the record (rules 1.2, 1.3, 1.5).
void check_promises(const policy::Judgement& judgement) {
  INFO(told(judgement));
  if (judgement.of.empty()) {
    if (judgement.verdict == Verdict::met) CHECK_FALSE(judgement.evidence.empty());
    if (judgement.verdict == Verdict::unknown) CHECK_FALSE(judgement.needed.empty());
    if (judgement.verdict == Verdict::not_met) CHECK_FALSE(judgement.reason.empty());
    return;
  }
  Verdict least = Verdict::met;
  Verdict greatest = Verdict::not_met;
  for (const policy::Judgement& part : judgement.of) {
    check_promises(part);
    least = std::min(least, part.verdict);
    greatest = std::max(greatest, part.verdict);
  }
  CHECK(to_string(judgement.verdict) == to_string(judgement.any ? greatest : least));
}

void check_promises(const policy::Determination& determination) {
  REQUIRE(determination.indications.size() == 5);
  Verdict best = Verdict::not_met;
  for (const policy::IndicationJudgement& indication : determination.indications) {
    Verdict least = Verdict::met;
    for (const policy::Judgement& criterion : indication.criteria) {
      check_promises(criterion);
      least = std::min(least, criterion.verdict);
    }
    CHECK(to_string(indication.verdict) == to_string(least));
    best = std::max(best, indication.verdict);
  }
  const Verdict expected = determination.basis == policy::Basis::not_covered ? Verdict::not_met : best;
  CHECK(to_string(determination.verdict) == to_string(expected));
  CHECK(determination.indication.empty() == (determination.basis != policy::Basis::indication));
}

void check_criterion(const scenario::ExpectedCriterion& expected, const Judgements& found) {
  const auto judged = found.find(expected.id);
  INFO("criterion " << expected.id);
  REQUIRE(judged != found.end());
  const policy::Judgement& judgement = *judged->second;
  INFO(told(judgement));
  if (!expected.verdict.empty())
    CHECK(expected.id + " is " + std::string(to_string(judgement.verdict)) == expected.id + " is " + expected.verdict);
  if (!expected.never.empty()) CHECK(to_string(judgement.verdict) != expected.never);
  for (const std::string& wanted : expected.evidence) {
    INFO("wanted evidence: " << wanted);
    CHECK(lists(judgement.evidence, wanted));
  }
  for (const std::string& wanted : expected.conflicts) {
    INFO("wanted conflict: " << wanted);
    CHECK(lists(judgement.conflicts, wanted));
  }
  if (!expected.needed_contains.empty())
    CHECK_THAT(judgement.needed, Catch::Contains(expected.needed_contains, Catch::CaseSensitive::No));
  if (!expected.reason_contains.empty())
    CHECK_THAT(judgement.reason, Catch::Contains(expected.reason_contains, Catch::CaseSensitive::No));
}

void check_determination(const Scenario& scenario, const policy::Determination& determination) {
  const scenario::Expectation& expect = scenario.expect;
  check_promises(determination);
  if (!expect.verdict.empty())
    CHECK("verdict " + std::string(to_string(determination.verdict)) == "verdict " + expect.verdict);
  if (!expect.never.empty()) CHECK(to_string(determination.verdict) != expect.never);
  if (!expect.basis.empty()) CHECK(words(determination.basis) == expect.basis);
  if (!expect.indication.empty()) CHECK("indication " + determination.indication == "indication " + expect.indication);
  const Judgements found = judgements(determination);
  std::set<std::string> named;
  for (const scenario::ExpectedCriterion& criterion : expect.criteria) {
    check_criterion(criterion, found);
    named.insert(criterion.id);
  }
  if (!expect.others_any)
    for (const auto& [id, verdict] : scenario::find_complete(scenario.starts_from)->leaves)
      if (named.count(id) == 0) check_criterion({id, verdict, {}, {}, {}, {}, {}}, found);
  for (const scenario::ExpectedSetAside& expected : expect.ignored) {
    std::string reasons;
    for (const SetAside& aside : determination.ignored)
      if (aside.reference == expected.reference) reasons += aside.reason + "; ";
    INFO("set aside: " << expected.reference);
    CHECK_THAT(reasons, Catch::Contains(expected.reason_contains, Catch::CaseSensitive::No));
  }
  for (const std::string& key : expect.unavailable) {
    INFO("unavailable: " << key);
    CHECK(std::any_of(determination.unavailable.begin(), determination.unavailable.end(),
                      [&](const auto& source) { return source.key == key; }));
  }
  if (!expect.says_first.empty()) {
    std::string first;
    for (const std::string& sentence : determination.first) first += sentence + "\n";
    CHECK_THAT(first, Catch::Contains(expect.says_first, Catch::CaseSensitive::No));
  }
}

const policy::Determination* find_determination(const std::vector<hooks::Card>& cards, const std::string& order) {
  for (const hooks::Card& card : cards)
    if (order.empty() || card.determination.order == order) return &card.determination;
  return nullptr;
}

Scenario read_scenario_file(const std::string& file) {
  json::Parsed<Scenario> parsed = scenario::read_scenario(scenario::file_text(file));
  for (const json::Issue& issue : parsed.issues) UNSCOPED_INFO(file << ": " << issue.path << ": " << issue.message);
  REQUIRE(parsed.value);
  return std::move(*parsed.value);
}

void run(const std::string& file) {
  const Scenario scenario = read_scenario_file(file);
  INFO(file << "\n" << scenario.title << "\nbecause " << scenario.because);
  const json::Parsed<json::Document> complete = json::read(complete_request(scenario.starts_from));
  REQUIRE(complete.value);
  const scenario::Edited edited = scenario::edited_request(complete.value->root(), scenario);
  for (const std::string& problem : edited.problems) FAIL_CHECK(problem);

  const auto result = order_sign(edited.body, library(), {scenario.day, scenario.day_of_order}, counting_ids());
  if (const auto* refusal = std::get_if<Refusal>(&result)) {
    CHECK("refused: " + words(refusal->why) == "refused: " + scenario.expect.refused);
    CHECK_FALSE(refusal->issues.empty());
    return;
  }
  CHECK(scenario.expect.refused.empty());
  const std::vector<hooks::Card>& cards = std::get<Answer>(result).response.cards;
  CHECK(cards.size() == scenario.expect.cards.value_or(scenario.expect.refused.empty() ? 1 : 0));
  if (scenario.expect.verdict.empty() && scenario.expect.never.empty()) return;
  const policy::Determination* determination = find_determination(cards, scenario.expect.order);
  REQUIRE(determination != nullptr);
  check_determination(scenario, *determination);
}

void run_folder(const std::string& folder) {
  const std::vector<std::string> files = scenario_files(folder);
  REQUIRE_FALSE(files.empty());
  for (const std::string& file : files) {
    DYNAMIC_SECTION(std::filesystem::path(file).filename().string()) {
      run(file);
    }
  }
}

}  // namespace

TEST_CASE("a complete request is met for its own indication with evidence for every criterion") {
  for (const scenario::Complete& complete : scenario::complete_requests()) {
    DYNAMIC_SECTION(complete.name) {
      const auto day = date::sys_days{date::year{2026} / date::November / 24};
      const auto result = order_sign(complete_request(complete.name), library(), {day, false}, counting_ids());
      REQUIRE(std::holds_alternative<Answer>(result));
      const std::vector<hooks::Card>& cards = std::get<Answer>(result).response.cards;
      REQUIRE(cards.size() == 1);
      const policy::Determination& determination = cards.front().determination;
      check_promises(determination);
      CHECK(determination.order == "MedicationRequest/draft-sotorasib");
      CHECK(to_string(determination.verdict) == "met");
      CHECK(determination.indication == complete.indication);
      const Judgements found = judgements(determination);
      for (const auto& [id, verdict] : complete.leaves) check_criterion({id, verdict, {}, {}, {}, {}, {}}, found);
      for (const policy::IndicationJudgement& indication : determination.indications)
        if (indication.id != complete.indication) CHECK(to_string(indication.verdict) == "not-met");
    }
  }
}

TEST_CASE("scenarios of the complete requests") {
  run_folder("0-complete");
}
TEST_CASE("scenarios of chapter 1: three values with evidence") {
  run_folder("1-verdicts");
}
TEST_CASE("scenarios of chapter 2: which order and which patient and which day") {
  run_folder("2-orders");
}
TEST_CASE("scenarios of chapter 3: age") {
  run_folder("3-age");
}
TEST_CASE("scenarios of chapter 4: diagnoses") {
  run_folder("4-diagnoses");
}
TEST_CASE("scenarios of chapter 5: extent of disease") {
  run_folder("5-extent");
}
TEST_CASE("scenarios of chapter 6: KRAS G12C") {
  run_folder("6-kras");
}
TEST_CASE("scenarios of chapter 7: treatment before this order") {
  run_folder("7-treatment");
}
TEST_CASE("scenarios of chapter 8: combination and tolerance") {
  run_folder("8-combination");
}
TEST_CASE("scenarios of chapter 9: attestation") {
  run_folder("9-attestation");
}
TEST_CASE("scenarios of chapter 10: recurrence after resection") {
  run_folder("10-recurrence");
}

TEST_CASE("every rule is shown by at least two scenarios") {
  std::set<std::string> rules;
  const std::string text = scenario::file_text(source_dir + "/docs/reading-rules.md");
  static const std::regex heading("\\*\\*([0-9]+\\.[0-9]+)\\*\\*");
  for (std::sregex_iterator match(text.begin(), text.end(), heading), end; match != end; ++match)
    CHECK(rules.insert((*match)[1].str()).second);
  CHECK(rules.size() >= 52);
  std::map<std::string, int> cited;
  static const std::regex number("[0-9]+\\.[0-9]+");
  for (const std::string& file : scenario_files("")) {
    const Scenario scenario = read_scenario_file(file);
    const std::string rule_part = scenario.title.substr(0, scenario.title.find(':'));
    for (std::sregex_iterator match(rule_part.begin(), rule_part.end(), number), end; match != end; ++match)
      ++cited[match->str()];
  }
  for (const std::string& name : rules) {
    CAPTURE(name);
    CHECK(cited[name] >= 2);
    cited.erase(name);
  }
  for (const auto& [name, times] : cited) FAIL_CHECK("a scenario cites rule " << name << ", which is not there");
}

TEST_CASE("every criterion is judged in every way that the rules allow") {
  // Rules 6.7, 7.8, 8.1, 8.2 and 10.1: the record alone never makes these not-met; an attested false does (rule 9.1).
  std::map<std::string, std::set<std::string>> judged;
  for (const std::string& file : scenario_files("")) {
    const Scenario scenario = read_scenario_file(file);
    for (const scenario::ExpectedCriterion& criterion : scenario.expect.criteria)
      judged[criterion.id].insert(criterion.verdict);
  }
  for (const scenario::Complete& complete : scenario::complete_requests())
    for (const auto& [id, verdict] : complete.leaves)
      for (const std::string way : {"met", "not-met", "unknown"}) {
        if (id.size() > 5 && id.substr(id.size() - 5) == ".test" && way == "not-met") continue;
        CAPTURE(id, way);
        CHECK((judged[id].count(way) == 1 || way == verdict));
      }
}

TEST_CASE("no two scenarios have the same title") {
  std::map<std::string, std::string> seen;
  for (const std::string& file : scenario_files("")) {
    const Scenario scenario = read_scenario_file(file);
    INFO(file << "\n" << seen[scenario.title]);
    CHECK(seen[scenario.title].empty());
    seen[scenario.title] = file;
  }
}
