// What docs/operating.md, the dashboard and the alarms say of metrics is what the program exports.
#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "cds/metrics/metrics.hpp"
#include "fhir/json/document.hpp"
#include "tests/http/process.hpp"

using namespace foresign;
using namespace std::chrono_literals;

namespace {

const std::string docs = std::string(FORESIGN_SOURCE_DIR) + "/docs/";

// Every metric, each with its type, once everything has happened.
std::map<std::string, std::string> exported() {
  metrics::Metrics metrics("1", {});
  policy::Determination determination;
  determination.policy_id = "p";
  determination.indication = "1";
  policy::Judgement open;
  open.id = "1.A";
  determination.indications.push_back({"1", "", "", Verdict::unknown, {open}});
  metrics.judged({&determination}, 1ms);
  metrics.request("/health", 200, 1ms);
  metrics.rejection("expired");
  metrics.call_back("ok");
  metrics.call_back_took(1ms);
  metrics.feedback({hooks::Feedback{}});
  metrics.reload(metrics::Reload::done);
  metrics.policies({policy::Policy{}});
  metrics.watch_store([] { return metrics::StoreState{1, 1s}; });
  std::map<std::string, std::string> types;
  std::istringstream lines(metrics.text());
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string hash, word, name, type;
    if (words >> hash >> word >> name >> type && hash == "#" && word == "TYPE") types[name] = type;
  }
  return types;
}

std::set<std::string> names(const std::map<std::string, std::string>& types) {
  std::set<std::string> all;
  for (const auto& [name, type] : types) all.insert(name);
  return all;
}

// The metrics that a text names, without what Prometheus appends to a histogram's name.
std::set<std::string> named_in(const std::string& text) {
  static const std::regex name("foresign_[a-z_]+");
  const auto types = exported();
  std::set<std::string> all;
  for (std::sregex_iterator it(text.begin(), text.end(), name), end; it != end; ++it) {
    std::string found = it->str();
    for (const std::string part : {"_bucket", "_sum", "_count"})
      if (found.ends_with(part) && types.contains(found.substr(0, found.size() - part.size())))
        found.resize(found.size() - part.size());
    all.insert(found);
  }
  return all;
}

std::set<std::string> all_matches(const std::string& text, const std::regex& pattern) {
  std::set<std::string> all;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) all.insert((*it)[1]);
  return all;
}

}  // namespace

TEST_CASE("docs/operating.md describes every metric with its type, and no other") {
  const std::string page = wire::text_of(docs + "operating.md");
  static const std::regex row("\n\\| `(foresign_[a-z_]+)` \\| ([a-z]+) \\|");
  std::map<std::string, std::string> documented;
  for (std::sregex_iterator it(page.begin(), page.end(), row), end; it != end; ++it) documented[(*it)[1]] = (*it)[2];
  CHECK(documented == exported());
}

TEST_CASE("the dashboard asks for every metric, and for no other") {
  const std::string text = wire::text_of(docs + "deployment/grafana-dashboard.json");
  CHECK(json::read(text).value);
  CHECK(named_in(text) == names(exported()));
}

TEST_CASE("alarms rest on metrics that there are, and each is explained") {
  const std::string rules = wire::text_of(docs + "deployment/alarms.yml");
  const auto known = names(exported());
  for (const std::string& name : named_in(rules)) {
    CAPTURE(name);
    CHECK(known.contains(name));
  }
  const auto alarms = all_matches(rules, std::regex("alert: (\\w+)"));
  CHECK(alarms.size() == 9);
  CHECK(alarms == all_matches(wire::text_of(docs + "operating.md"), std::regex("\n\\| `(Foresign\\w+)` \\|")));
}
