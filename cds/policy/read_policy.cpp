#include "cds/policy/read_policy.hpp"

#include <charconv>
#include <set>
#include <utility>

#include "cds/policy/file_reader.hpp"
#include "cds/policy/read_question.hpp"
#include "fhir/json/document.hpp"

namespace foresign::policy {
namespace {

std::optional<date::sys_days> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int parts[3] = {0, 0, 0};
  const std::string_view words[3] = {text.substr(0, 4), text.substr(5, 2), text.substr(8, 2)};
  for (int i = 0; i < 3; ++i) {
    const auto [end, error] = std::from_chars(words[i].data(), words[i].data() + words[i].size(), parts[i]);
    if (error != std::errc{} || end != words[i].data() + words[i].size() || parts[i] < 0) return std::nullopt;
  }
  const date::year_month_day day{date::year{parts[0]}, date::month{static_cast<unsigned>(parts[1])},
                                 date::day{static_cast<unsigned>(parts[2])}};
  if (!day.ok()) return std::nullopt;
  return date::sys_days{day};
}

class PolicyReader {
 public:
  Policy read(json::View root) {
    Policy policy;
    reader_.only_keys(root, {"id", "version", "effective", "title", "url", "payer", "drug", "not_covered",
                             "companion_tests", "indications"});
    policy.id = reader_.text(root, "id");
    policy.version = reader_.text(root, "version");
    day(root, "version");
    reader_.text(root, "effective");
    policy.effective = day(root, "effective");
    policy.title = reader_.text(root, "title");
    policy.url = reader_.optional_text(root, "url");
    if (!policy.url.empty() && policy.url.rfind("https://", 0) != 0)
      reader_.report(root["url"], "must be an absolute https address");
    read_payer(root, policy.payer);
    read_drug(root, policy);
    if (reader_.object(root, "not_covered")) {
      reader_.only_keys(root["not_covered"], {"section", "quote"});
      policy.not_covered = citation(root["not_covered"]);
    }
    read_tests(root, policy.companion_tests);
    for (const json::View element : reader_.list(root, "indications"))
      if (element.is(json::Kind::object)) {
        policy.indications.push_back(indication(element));
      } else {
        reader_.report(element, "must be an object, is " + std::string(json::describe(element.kind())));
      }
    return policy;
  }

  [[nodiscard]] const std::vector<json::Issue>& issues() const { return reader_.issues(); }

 private:
  // That it is missing or no string was reported by text() already.
  date::sys_days day(json::View root, std::string_view key) {
    const json::View value = root[key];
    const auto written = value.string();
    if (!written || written->empty()) return {};
    const auto day = read_day(*written);
    if (!day) reader_.report(value, "must be a day, YYYY-MM-DD");
    return day.value_or(date::sys_days{});
  }

  Citation citation(json::View node) { return {reader_.text(node, "section"), reader_.text(node, "quote")}; }

  void read_payer(json::View root, Payer& payer) {
    if (!reader_.object(root, "payer")) return;
    const json::View node = root["payer"];
    reader_.only_keys(node, {"name", "also_known"});
    payer.name = reader_.text(node, "name");
    payer.also_known = reader_.texts(node, "also_known");
  }

  void read_drug(json::View root, Policy& policy) {
    if (!reader_.object(root, "drug")) return;
    const json::View node = root["drug"];
    reader_.only_keys(node, {"name", "concepts"});
    policy.drug_name = reader_.text(node, "name");
    policy.drugs = reader_.texts(node, "concepts");
  }

  void read_tests(json::View root, std::vector<CompanionTest>& tests) {
    if (!root["companion_tests"].exists()) return;
    for (const json::View node : reader_.list(root, "companion_tests")) {
      reader_.only_keys(node, {"name", "specimen", "tumours"});
      CompanionTest test{reader_.text(node, "name"), reader_.text(node, "specimen"), {}};
      for (const std::string& word : reader_.texts(node, "tumours"))
        if (const auto cancer = read_cancer(node["tumours"], word, reader_)) test.tumours.push_back(*cancer);
      tests.push_back(std::move(test));
    }
  }

  Indication indication(json::View node) {
    Indication indication;
    reader_.only_keys(node, {"id", "title", "cancer", "section", "quote", "approval", "criteria"});
    indication.id = reader_.text(node, "id");
    indication.title = reader_.text(node, "title");
    if (const std::string word = reader_.text(node, "cancer"); !word.empty())
      if (const auto cancer = read_cancer(node["cancer"], word, reader_)) indication.cancer = *cancer;
    indication.citation = citation(node);
    indication.approval = reader_.text(node, "approval");
    if (!indication.id.empty() && !ids_.insert(indication.id).second)
      reader_.report(node, "the id `" + indication.id + "` is there twice");
    for (const json::View element : reader_.list(node, "criteria")) indication.criteria.push_back(criterion(element));
    require_diagnosis_first(node, indication);
    return indication;
  }

  // Rule 1.5 takes the diagnosis of an indication apart from its other criteria.
  void require_diagnosis_first(json::View node, const Indication& indication) {
    int diagnoses = 0;
    for (const Criterion& criterion : indication.criteria)
      if (const auto* question = std::get_if<Question>(&criterion.rule))
        diagnoses += std::holds_alternative<DiagnosisOf>(*question) ? 1 : 0;
    if (indication.criteria.empty()) return;
    const auto* first = std::get_if<Question>(&indication.criteria.front().rule);
    if (diagnoses != 1 || first == nullptr || !std::holds_alternative<DiagnosisOf>(*first))
      reader_.report(node["criteria"], "the first criterion, and no other, must ask `diagnosis`");
  }

  Criterion criterion(json::View node) {
    Criterion criterion;
    if (!node.is(json::Kind::object)) {
      reader_.report(node, "must be an object, is " + std::string(json::describe(node.kind())));
      return criterion;
    }
    reader_.only_keys(node, {"id", "section", "quote", "label", "ask", "all", "any"});
    criterion.id = reader_.text(node, "id");
    criterion.citation = citation(node);
    criterion.label = reader_.text(node, "label");
    if (!criterion.id.empty()) {
      if (!ids_.insert(criterion.id).second) reader_.report(node, "the id `" + criterion.id + "` is there twice");
      // `1.B.mutation` stands in section `1.B`: an id leads to its place in the document.
      if (criterion.id != criterion.citation.section && criterion.id.rfind(criterion.citation.section + ".", 0) != 0)
        reader_.report(node,
                       "the id `" + criterion.id + "` does not belong to section `" + criterion.citation.section + "`");
    }
    read_rule(node, criterion);
    return criterion;
  }

  void read_rule(json::View node, Criterion& criterion) {
    const int ways = (node["ask"].exists() ? 1 : 0) + (node["all"].exists() ? 1 : 0) + (node["any"].exists() ? 1 : 0);
    if (ways != 1) {
      reader_.report(node, "must have exactly one of `ask`, `all` and `any`");
      return;
    }
    if (node["ask"].exists()) {
      if (auto question = read_question(node["ask"], reader_)) criterion.rule = std::move(*question);
      return;
    }
    const bool any = node["any"].exists();
    Group group{any ? GroupKind::any : GroupKind::all, {}};
    for (const json::View element : reader_.list(node, any ? "any" : "all"))
      group.of.push_back(this->criterion(element));
    criterion.rule = std::move(group);
  }

  FileReader reader_;
  std::set<std::string> ids_;
};

}  // namespace

json::Parsed<Policy> read_policy(std::string_view text) {
  json::Parsed<json::Document> document = json::read(text);
  if (!document.value) return {std::nullopt, std::move(document.issues)};
  const json::View root = document.value->root();
  if (!root.is(json::Kind::object))
    return {std::nullopt,
            {{json::Severity::fatal, "$", "must be an object, is " + std::string(json::describe(root.kind()))}}};
  PolicyReader reader;
  Policy policy = reader.read(root);
  if (!reader.issues().empty()) return {std::nullopt, reader.issues()};
  return {std::move(policy), {}};
}

}  // namespace foresign::policy
