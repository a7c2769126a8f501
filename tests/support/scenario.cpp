#include "tests/support/scenario.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <initializer_list>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>

#include "fhir/json/writer.hpp"
#include "fhir/types/partial_date.hpp"

namespace foresign::scenario {
namespace {

using json::Kind;
using json::View;

constexpr std::string_view usual_day = "2026-11-24";

class Reader {
 public:
  std::vector<json::Issue> issues;

  void only(View object, std::initializer_list<std::string_view> known) {
    if (!object.is(Kind::object)) return complain(object, "expected an object");
    for (const View member : object)
      if (std::find(known.begin(), known.end(), member.key()) == known.end())
        complain(member, "unknown key `" + std::string(member.key()) + "`");
  }
  std::string text(View value) {
    if (!value.exists()) return {};
    if (const auto text = value.string()) return std::string(*text);
    complain(value, "expected a string");
    return {};
  }
  std::string required(View object, std::string_view key) {
    std::string found = text(object[key]);
    if (found.empty()) complain(object, "missing `" + std::string(key) + "`");
    return found;
  }
  std::vector<std::string> texts(View value) {
    std::vector<std::string> found;
    if (value.exists() && !value.is(Kind::array)) complain(value, "expected a list of strings");
    for (const View element : value) found.push_back(text(element));
    return found;
  }
  std::string one_of(View value, std::initializer_list<std::string_view> allowed) {
    std::string found = text(value);
    if (!found.empty() && std::find(allowed.begin(), allowed.end(), found) == allowed.end())
      complain(value, "`" + found + "` is none of the allowed words");
    return found;
  }
  void complain(View where, std::string message) {
    issues.push_back({json::Severity::fatal, where.path(), std::move(message)});
  }
};

ExpectedCriterion read_criterion(Reader& read, View value) {
  ExpectedCriterion criterion;
  criterion.id = value.key();
  if (value.is(Kind::string)) {
    criterion.verdict = read.one_of(value, {"met", "not-met", "unknown"});
    return criterion;
  }
  read.only(value, {"verdict", "never", "evidence", "conflicts", "needed_contains", "reason_contains"});
  criterion.verdict = read.one_of(value["verdict"], {"met", "not-met", "unknown"});
  criterion.never = read.one_of(value["never"], {"met", "not-met", "unknown"});
  criterion.evidence = read.texts(value["evidence"]);
  criterion.conflicts = read.texts(value["conflicts"]);
  criterion.needed_contains = read.text(value["needed_contains"]);
  criterion.reason_contains = read.text(value["reason_contains"]);
  return criterion;
}

Expectation read_expectation(Reader& read, View value) {
  read.only(value, {"cards", "refused", "order", "verdict", "never", "basis", "indication", "criteria", "others",
                    "ignored", "unavailable", "says_first"});
  Expectation expect;
  if (const auto cards = value["cards"].integer()) expect.cards = static_cast<std::size_t>(*cards);
  expect.refused = read.one_of(value["refused"], {"malformed", "another_patient", "no_record"});
  expect.order = read.text(value["order"]);
  expect.verdict = read.one_of(value["verdict"], {"met", "not-met", "unknown"});
  expect.never = read.one_of(value["never"], {"met", "not-met", "unknown"});
  expect.basis = read.one_of(value["basis"], {"indication", "not-covered", "no-cancer-diagnosis"});
  expect.indication = read.text(value["indication"]);
  for (const View criterion : value["criteria"]) expect.criteria.push_back(read_criterion(read, criterion));
  expect.others_any = read.one_of(value["others"], {"any"}) == "any";
  for (const View aside : value["ignored"]) expect.ignored.push_back({std::string(aside.key()), read.text(aside)});
  expect.unavailable = read.texts(value["unavailable"]);
  expect.says_first = read.text(value["says_first"]);
  const bool no_card = expect.cards == std::size_t{0} || !expect.refused.empty();
  if (!no_card && expect.verdict.empty() && expect.never.empty()) read.complain(value, "missing `verdict`");
  return expect;
}

std::string name_of(View resource) {
  const auto type = resource["resourceType"].string();
  const auto id = resource["id"].string();
  if (!type || !id) return {};
  return std::string(*type) + "/" + std::string(*id);
}

// Writes the complete request once more, with the edits on the way.
class Editor {
 public:
  explicit Editor(View scenario) : scenario_(scenario) {
    for (const View name : scenario["remove"])
      if (const auto text = name.string()) remove_.insert(std::string(*text));
    for (const View key : scenario["remove_keys"])
      if (const auto text = key.string()) remove_keys_.insert(std::string(*text));
    for (const View resource : scenario["replace"]) replace_.emplace(name_of(resource), resource);
  }

  Edited edit(View complete) {
    json::Writer writer(json::Layout::indented);
    writer.begin_object();
    for (const View member : complete) {
      writer.key(member.key());
      if (member.key() == "context") {
        write_context(writer, member);
      } else if (member.key() == "prefetch") {
        write_prefetch(writer, member);
      } else {
        writer.copy(member);
      }
    }
    writer.end_object();
    expect_used(remove_, "`remove` names a resource that is not there: ");
    expect_used(remove_keys_, "`remove_keys` names a key that is not there: ");
    for (const auto& [name, resource] : replace_)
      if (used_.count(name) == 0) problems_.push_back("`replace` has a resource that is not there: " + name);
    for (const View added : scenario_["add"])
      if (used_.count("add " + std::string(added.key())) == 0)
        problems_.push_back("`add` names a key that is not there: " + std::string(added.key()));
    return {writer.text(), problems_};
  }

 private:
  void expect_used(const std::set<std::string>& names, const std::string& complaint) {
    for (const std::string& name : names)
      if (used_.count(name) == 0) problems_.push_back(complaint + name);
  }

  void write_context(json::Writer& writer, View context) {
    const View changes = scenario_["context"];
    writer.begin_object();
    for (const View member : context) {
      const View changed = changes[member.key()];
      writer.key(member.key());
      if (changed.exists()) {
        writer.copy(changed);
        used_.insert("add draftOrders");
      } else if (member.key() == "draftOrders") {
        write_bundle(writer, member, "draftOrders");
      } else {
        writer.copy(member);
      }
    }
    for (const View change : changes) {
      if (context[change.key()].exists()) continue;
      writer.key(change.key());
      writer.copy(change);
    }
    writer.end_object();
  }

  void write_prefetch(json::Writer& writer, View prefetch) {
    const View set = scenario_["set_keys"];
    writer.begin_object();
    for (const View member : prefetch) {
      const std::string key(member.key());
      if (remove_keys_.count(key) != 0) {
        used_.insert(key);
        continue;
      }
      const View value = set[key].exists() ? set[key] : member;
      if (value.is(Kind::object) && value["resourceType"].string() != "Bundle") {
        write_single(writer, key, value);
        continue;
      }
      writer.key(key);
      if (value.is(Kind::object)) {
        write_bundle(writer, value, key);
      } else {
        writer.copy(value);
      }
    }
    for (const View extra : set) {
      if (prefetch[extra.key()].exists()) continue;
      writer.key(extra.key());
      writer.copy(extra);
    }
    writer.end_object();
  }

  // A value that is one resource (`patient`).
  void write_single(json::Writer& writer, const std::string& key, View value) {
    const std::string name = name_of(value);
    if (remove_.count(name) != 0) {
      used_.insert(name);
      return;
    }
    writer.key(key);
    writer.copy(replacement(name).value_or(value));
  }

  void write_bundle(json::Writer& writer, View bundle, const std::string& key) {
    std::vector<std::pair<View, View>> kept;  // entry, its resource
    for (const View entry : bundle["entry"]) {
      const View resource = entry["resource"];
      const std::string name = name_of(resource);
      if (remove_.count(name) != 0) {
        used_.insert(name);
      } else {
        kept.emplace_back(entry, replacement(name).value_or(resource));
      }
    }
    const View added = scenario_["add"][key];
    if (added.exists()) used_.insert("add " + key);
    writer.begin_object();
    for (const View member : bundle) {
      if (member.key() == "entry") continue;
      writer.key(member.key());
      if (member.key() == "total") {
        writer.integer(static_cast<std::int64_t>(kept.size() + added.size()));
      } else {
        writer.copy(member);
      }
    }
    if (!kept.empty() || added.size() != 0) {
      writer.key("entry");
      writer.begin_array();
      for (const auto& [entry, resource] : kept) {
        writer.begin_object();
        for (const View member : entry) {
          writer.key(member.key());
          writer.copy(member.key() == "resource" ? resource : member);
        }
        writer.end_object();
      }
      for (const View resource : added) {
        writer.begin_object();
        writer.key("resource");
        writer.copy(resource);
        writer.end_object();
      }
      writer.end_array();
    }
    writer.end_object();
  }

  std::optional<View> replacement(const std::string& name) {
    const auto found = replace_.find(name);
    if (found == replace_.end()) return std::nullopt;
    used_.insert(name);
    return found->second;
  }

  View scenario_;
  std::set<std::string> remove_;
  std::set<std::string> remove_keys_;
  std::map<std::string, View> replace_;
  std::set<std::string> used_;
  std::vector<std::string> problems_;
};

}  // namespace

json::Parsed<Scenario> read_scenario(std::string_view text) {
  json::Parsed<json::Document> parsed = json::read(text);
  if (!parsed.value) return {std::nullopt, std::move(parsed.issues)};
  Scenario scenario{std::move(*parsed.value), {}, {}, {}, {}, false, {}};
  const View root = scenario.document.root();
  Reader read;
  read.only(root, {"title", "because", "starts_from", "day", "remove", "remove_keys", "set_keys", "replace", "add",
                   "context", "expect"});
  scenario.title = read.required(root, "title");
  scenario.because = read.required(root, "because");
  scenario.starts_from = read.required(root, "starts_from");
  if (find_complete(scenario.starts_from) == nullptr)
    read.complain(root["starts_from"], "no complete request has this name");
  std::string day = read.text(root["day"]);
  scenario.day_of_order = day == "order";
  if (day.empty() || scenario.day_of_order) day = usual_day;
  if (const auto date = fhir::read_partial_date(day); date && date->exact()) {
    scenario.day = date->earliest;
  } else {
    read.complain(root["day"], "expected YYYY-MM-DD or `order`");
  }
  scenario.expect = read_expectation(read, root["expect"]);
  if (!read.issues.empty()) return {std::nullopt, std::move(read.issues)};
  return {std::move(scenario), {}};
}

Edited edited_request(View complete, const Scenario& scenario) {
  return Editor(scenario.document.root()).edit(complete);
}

const std::vector<Complete>& complete_requests() {
  // Two leaves stay open even so, each under an `any` that its sibling meets: 2.D.ii and 4.C.ii.
  static const std::vector<Complete> all = {
      {"nsclc",
       "1",
       {{"1.diagnosis", "met"},
        {"1.A", "met"},
        {"1.B.mutation", "met"},
        {"1.B.extent", "met"},
        {"1.B.test", "met"},
        {"1.C", "met"}}},
      {"colorectal",
       "2",
       {{"2.diagnosis", "met"},
        {"2.A", "met"},
        {"2.B", "met"},
        {"2.C", "met"},
        {"2.D.i", "met"},
        {"2.D.ii", "unknown"},
        {"2.E", "met"}}},
      {"ampullary",
       "3",
       {{"3.diagnosis", "met"}, {"3.A", "met"}, {"3.B.mutation", "met"}, {"3.B.test", "met"}, {"3.C", "met"}}},
      {"pancreatic",
       "4",
       {{"4.diagnosis", "met"},
        {"4.A", "met"},
        {"4.B.mutation", "met"},
        {"4.B.test", "met"},
        {"4.C.i.a", "met"},
        {"4.C.i.b", "met"},
        {"4.C.ii", "unknown"}}},
      {"small-bowel", "5", {{"5.diagnosis", "met"}, {"5.A", "met"}, {"5.B", "met"}, {"5.C", "met"}, {"5.D", "met"}}}};
  return all;
}

const Complete* find_complete(std::string_view name) {
  for (const Complete& complete : complete_requests())
    if (complete.name == name) return &complete;
  return nullptr;
}

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace foresign::scenario
