#include <catch2/catch.hpp>

#include "tests/cds/support.hpp"

using namespace foresign;

namespace {

// The smallest policy that can be read.
const std::string smallest = R"({
  "id": "p", "version": "2025-05-14", "effective": "2025-06-01", "title": "T",
  "payer": {"name": "P", "also_known": ["P"]},
  "drug": {"name": "D", "concepts": ["sotorasib"]},
  "not_covered": {"section": "N", "quote": "not covered"},
  "indications": [
    {"id": "1", "title": "I", "cancer": "nsclc", "section": "1", "quote": "I.", "approval": "1 year", "criteria": [
      {"id": "1.diagnosis", "section": "1", "quote": "I", "label": "diagnosis", "ask": "diagnosis"},
      {"id": "1.A", "section": "1.A", "quote": "old", "label": "age", "ask": {"age": {"at_least_years": 18}}},
      {"id": "1.B", "section": "1.B", "quote": "either", "label": "either", "any": [
        {"id": "1.B.i", "section": "1.B.i", "quote": "treated", "label": "treated", "ask": {"prior_therapy": "systemic-regimen"}}]}]}]
})";

std::string with(const std::string& old_text, const std::string& new_text) {
  std::string text = smallest;
  const std::size_t at = text.find(old_text);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old_text.size(), new_text);
}

struct Mistake {
  std::string old_text;
  std::string new_text;
  std::string path;
  std::string message;
};

}  // namespace

TEST_CASE("a policy file becomes a policy") {
  const auto read = policy::read_policy(smallest);
  REQUIRE(read.value);
  CHECK(read.issues.empty());
  CHECK(read.value->id == "p");
  CHECK(read.value->effective == date::sys_days{date::year{2025} / 6 / 1});
  CHECK(read.value->url.empty());
  CHECK(read.value->digest.empty());
  REQUIRE(read.value->indications.size() == 1);
  const policy::Indication& indication = read.value->indications[0];
  CHECK(indication.cancer == Cancer::lung);
  REQUIRE(indication.criteria.size() == 3);
  CHECK(std::get<Age>(std::get<Question>(indication.criteria[1].rule)).at_least_years == 18);
  const auto& group = std::get<policy::Group>(indication.criteria[2].rule);
  CHECK(group.kind == policy::GroupKind::any);
  CHECK(group.of.at(0).citation.section == "1.B.i");
}

TEST_CASE("each mistake in a policy file is named at its place") {
  const std::vector<Mistake> mistakes = {
      {R"("title": "T")", R"("titel": "T")", "$", "unknown key `titel`, did you mean `title`"},
      {R"("any": [)", R"("anny": [)", "indications[0].criteria[2]", "unknown key `anny`, did you mean `any`"},
      {R"("quote": "old", )", "", "indications[0].criteria[1]", "`quote` is missing"},
      {R"("section": "1.A", )", "", "indications[0].criteria[1]", "`section` is missing"},
      {R"("quote": "old")", R"("quote": "")", "indications[0].criteria[1].quote", "must not be empty"},
      {R"("quote": "old")", R"("quote": 7)", "indications[0].criteria[1].quote", "must be a string, is a number"},
      {R"("id": "1.A")", R"("id": "1.diagnosis")", "indications[0].criteria[1]", "the id `1.diagnosis` is there twice"},
      {R"("id": "1.A")", R"("id": "2.A")", "indications[0].criteria[1]",
       "the id `2.A` does not belong to section `1.A`"},
      {R"({"age": {"at_least_years": 18}})", R"({"age": {"at_least_years": "18"}})",
       "indications[0].criteria[1].ask.age", "`at_least_years` must be a whole number from 0 to 150"},
      {R"({"age": {"at_least_years": 18}})", R"({"agee": 1})", "indications[0].criteria[1].ask",
       "unknown question `agee`, did you mean `age`"},
      {R"({"age": {"at_least_years": 18}})", R"("diagnosys")", "indications[0].criteria[1].ask",
       "unknown question `diagnosys`, did you mean `diagnosis`"},
      {R"({"age": {"at_least_years": 18}})", R"({"extent": ["metastatc"]})", "indications[0].criteria[1].ask.extent[0]",
       "unknown extent `metastatc`, did you mean `metastatic`"},
      {R"({"age": {"at_least_years": 18}})", R"({"combined_with": []})", "indications[0].criteria[1].ask.combined_with",
       "must not be empty"},
      {R"("systemic-regimen")", R"("systemic")", "indications[0].criteria[2].any[0].ask.prior_therapy",
       "unknown kind of therapy `systemic`"},
      {R"("ask": {"age": {"at_least_years": 18}})", R"("any": [])", "indications[0].criteria[1].any",
       "must not be empty"},
      {R"("label": "age", )", R"("label": "age", "all": [], )", "indications[0].criteria[1]",
       "must have exactly one of `ask`, `all` and `any`"},
      {R"("cancer": "nsclc")", R"("cancer": "nslc")", "indications[0].cancer",
       "unknown cancer `nslc`, did you mean `nsclc`"},
      {R"("ask": "diagnosis")", R"("ask": "recurrence-after-resection")", "indications[0].criteria",
       "the first criterion, and no other, must ask `diagnosis`"},
      {R"("effective": "2025-06-01")", R"("effective": "2025-02-30")", "effective", "must be a day, YYYY-MM-DD"},
      {R"("effective": "2025-06-01", )", "", "$", "`effective` is missing"},
      {R"("version": "2025-05-14")", R"("version": "May 2025")", "version", "must be a day, YYYY-MM-DD"},
      {R"("title": "T")", R"("title": "T", "url": "http://payer.example")", "url", "must be an absolute https address"},
      {R"("payer": {"name": "P", "also_known": ["P"]})", R"("payer": "P")", "payer", "must be an object, is a string"},
      {R"("also_known": ["P"])", R"("also_known": "P")", "payer.also_known", "must be an array, is a string"},
      {R"("also_known": ["P"])", R"("also_known": [7])", "payer.also_known[0]", "must be a string, is a number"},
      {R"("also_known": ["P"])", R"("also_known": [""])", "payer.also_known[0]", "must not be empty"},
      {R"({"age": {"at_least_years": 18}})", R"({"extent": [4]})", "indications[0].criteria[1].ask.extent[0]",
       "must be a string, is a number"},
      {R"({"age": {"at_least_years": 18}})", "7", "indications[0].criteria[1].ask",
       "must be a word, or an object with one key that names the question"},
  };
  for (const Mistake& mistake : mistakes) {
    CAPTURE(mistake.new_text);
    const auto read = policy::read_policy(with(mistake.old_text, mistake.new_text));
    CHECK_FALSE(read.value);
    REQUIRE_FALSE(read.issues.empty());
    CAPTURE(read.issues.front().path);
    CAPTURE(read.issues.front().message);
    CHECK(std::find(read.issues.begin(), read.issues.end(),
                    json::Issue{json::Severity::fatal, mistake.path, mistake.message}) != read.issues.end());
  }
}

TEST_CASE("all mistakes of a policy file are reported at once") {
  std::string text = with(R"("title": "T")", R"("titel": "T")");
  text.replace(text.find(R"("quote": "old", )"), 16, "");
  const auto read = policy::read_policy(text);
  CHECK_FALSE(read.value);
  CHECK(read.issues.size() == 3);  // the unknown key, the missing title, the missing quote
}

TEST_CASE("what is no object at all is one issue") {
  CHECK(policy::read_policy("[]").issues ==
        std::vector<json::Issue>{{json::Severity::fatal, "$", "must be an object, is an array"}});
  CHECK_FALSE(policy::read_policy("{").value);
  CHECK(policy::read_policy("{").issues.size() == 1);
}
