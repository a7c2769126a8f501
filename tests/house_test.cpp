// House rules that no compiler checks: which folder may include which (docs/ARCHITECTURE.md), where a library may be
// named, where the world may be looked at, how long a file may grow.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;

// The targets, bottom up, and what each may include beside itself.
const std::map<std::string, std::set<std::string>>& allowed() {
  static const std::map<std::string, std::set<std::string>> table = {
      {"json", {}},
      {"types", {}},
      {"text", {}},
      {"fhir", {"types", "json"}},
      {"client", {"types", "json"}},
      {"facts", {"types", "json"}},
      {"mapping", {"facts", "fhir", "text", "types", "json"}},
      {"policy", {"facts", "types", "json"}},
      {"hooks", {"policy", "facts", "types", "json"}},
      {"metrics", {"policy", "hooks", "facts", "types", "json"}},
      {"auth", {"json"}},
      {"cards", {"policy", "hooks", "fhir", "facts", "types", "json"}},
      {"store", {"types", "json"}},
      {"order_sign", {"client", "mapping", "policy", "hooks", "cards", "fhir", "facts", "types", "json"}},
      {"audit", {"order_sign", "client", "policy", "hooks", "store", "auth", "facts", "types", "json"}},
      {"server",
       {"auth", "client", "store", "audit", "metrics", "order_sign", "mapping", "policy", "hooks", "cards", "fhir",
        "facts", "types", "json"}},
      {"program",
       {"server", "auth", "client", "store", "audit", "metrics", "order_sign", "mapping", "policy", "hooks", "cards",
        "fhir", "facts", "types", "json"}},
  };
  return table;
}

// Which target a file belongs to, by the longest start of its path. Tests may include everything.
std::string target_of(const std::string& path) {
  static const std::vector<std::pair<std::string, std::string>> starts = {
      {"fhir/json/", "json"},
      {"fhir/types/", "types"},
      {"fhir/client/", "client"},
      {"fhir/", "fhir"},
      {"mapping/facts/", "facts"},
      {"mapping/questions/", "facts"},
      {"mapping/text/", "text"},
      {"mapping/", "mapping"},
      {"cds/policy/", "policy"},
      {"cds/hooks/", "hooks"},
      {"cds/cards/", "cards"},
      {"cds/auth/", "auth"},
      {"cds/store/", "store"},
      {"cds/metrics/", "metrics"},
      {"cds/audit/", "audit"},
      {"cds/commands/", "program"},
      {"cds/http/", "server"},
      {"cds/config.", "server"},
      {"cds/config_reader.", "server"},
      {"cds/config_file.", "server"},
      {"cds/data.", "server"},
      {"cds/open_store.", "server"},
      {"cds/library.", "order_sign"},
      {"cds/gather.", "order_sign"},
      {"cds/order_sign.", "order_sign"},
      {"cds/main.", "program"},
      {"cds/judge.", "program"},
      {"cds/check.", "program"},
      {"tests/", "tests"},
  };
  for (const auto& [start, target] : starts)
    if (path.starts_with(start)) return target;
  return {};
}

bool below_any(const std::string& path, const std::vector<std::string>& places) {
  return std::any_of(places.begin(), places.end(), [&](const std::string& place) { return path.starts_with(place); });
}

// Words that only these places may hold.
struct Confined {
  std::string word;
  std::vector<std::string> places;
};

const std::vector<Confined>& confined() {
  static const std::vector<std::string> edge = {"cds/main.cpp", "cds/judge.cpp", "cds/http/", "fhir/client/", "tests/"};
  static const std::vector<Confined> table = {
      {"#include <rapidjson/", {"fhir/json/"}},
      {"#include \"rapidjson/", {"fhir/json/"}},
      {"#include <httplib.h>", {"cds/http/", "fhir/client/", "tests/http/", "tests/client/"}},
      {"#include <cjose/", {"cds/auth/key.cpp"}},
      {"#include <prometheus/", {"cds/metrics/metrics.cpp"}},
      {"#include <sqlite3.h>", {"cds/store/sqlite.cpp", "tests/store/"}},
      {"#include <libpq-fe.h>", {"cds/store/postgres.cpp", "tests/store/"}},
      {"system_clock::now", edge},
      {"steady_clock::now", edge},
      {"std::time(", edge},
      {"#include <random>", edge},
      {"getrandom(", edge},
  };
  return table;
}

constexpr std::size_t longest_file = 500;

std::string without_comment(const std::string& line) {
  const std::size_t slashes = line.find("//");
  return slashes == std::string::npos ? line : line.substr(0, slashes);
}

// The file that a line includes from our own tree; empty if none.
std::string own_include(const std::string& line) {
  constexpr std::string_view start = "#include \"";
  if (!line.starts_with(start)) return {};
  const std::size_t end = line.find('"', start.size());
  return end == std::string::npos ? std::string() : line.substr(start.size(), end - start.size());
}

// Everything in a file that breaks a house rule: `path:line: what`.
std::vector<std::string> violations(const std::string& path, const std::string& text) {
  std::vector<std::string> found;
  const std::string own = target_of(path);
  if (own.empty()) found.push_back(path + ": belongs to no target");
  std::istringstream lines(text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto report = [&](const std::string& what) {
      found.push_back(path + ":" + std::to_string(number) + ": " + what);
    };
    if (line.find('\t') != std::string::npos) report("holds a tab");
    const std::string code = without_comment(line);
    for (const Confined& each : confined())
      if (code.find(each.word) != std::string::npos && !below_any(path, each.places))
        report("`" + each.word + "` does not belong here");
    const std::string included = own_include(code);
    if (included.empty() || own.empty() || own == "tests") continue;
    const std::string other = target_of(included);
    if (other.empty())
      report("`" + included + "` is not written from the root of the repository");
    else if (other != own && !allowed().at(own).contains(other))
      report(own + " may not include " + other + " (`" + included + "`)");
  }
  if (number > longest_file) found.push_back(path + ": has " + std::to_string(number) + " lines");
  return found;
}

bool is_source(const fs::path& path) {
  return path.extension() == ".cpp" || path.extension() == ".hpp";
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("every source file keeps the house rules") {
  const fs::path root = FORESIGN_SOURCE_DIR;
  std::size_t files = 0;
  for (const char* folder : {"fhir", "mapping", "cds", "tests"})
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (!entry.is_regular_file() || !is_source(entry.path())) continue;
      ++files;
      const std::string path = fs::relative(entry.path(), root).generic_string();
      // This file has to name what it forbids.
      if (path == "tests/house_test.cpp") continue;
      for (const std::string& violation : violations(path, text_of(entry.path()))) {
        INFO(violation);
        CHECK(false);
      }
    }
  CHECK(files > 50);
}

TEST_CASE("the table of allowed includes has one direction") {
  // Nobody may include a target that may include it.
  for (const auto& [target, others] : allowed())
    for (const std::string& other : others) {
      CAPTURE(target, other);
      REQUIRE(allowed().contains(other));
      CHECK_FALSE(allowed().at(other).contains(target));
    }
}

TEST_CASE("a broken house rule is found and named") {
  struct Row {
    std::string path;
    std::string text;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {"fhir/chart.cpp", "#include \"mapping/case.hpp\"\n",
       "fhir/chart.cpp:1: fhir may not include mapping (`mapping/case.hpp`)"},
      {"mapping/reading/orders.cpp", "\n#include \"cds/policy/policy.hpp\"\n",
       "mapping/reading/orders.cpp:2: mapping may not include policy (`cds/policy/policy.hpp`)"},
      {"cds/policy/evaluate.cpp", "#include \"fhir/chart.hpp\"\n",
       "cds/policy/evaluate.cpp:1: policy may not include fhir (`fhir/chart.hpp`)"},
      {"cds/cards/cards.cpp", "#include \"wording.hpp\"\n",
       "cds/cards/cards.cpp:1: `wording.hpp` is not written from the root of the repository"},
      {"cds/order_sign.cpp", "#include \"cds/http/server.hpp\"\n",
       "cds/order_sign.cpp:1: order_sign may not include server (`cds/http/server.hpp`)"},
      {"cds/hooks/request.cpp", "#include <rapidjson/document.h>\n",
       "cds/hooks/request.cpp:1: `#include <rapidjson/` does not belong here"},
      {"cds/config.cpp", "#include <httplib.h>\n", "cds/config.cpp:1: `#include <httplib.h>` does not belong here"},
      {"mapping/reading/extent.cpp", "auto now = std::chrono::system_clock::now();\n",
       "mapping/reading/extent.cpp:1: `system_clock::now` does not belong here"},
      {"cds/cards/cards.cpp", "#include <random>\n", "cds/cards/cards.cpp:1: `#include <random>` does not belong here"},
      {"fhir/bundle.cpp", "int a;\n\tint b;\n", "fhir/bundle.cpp:2: holds a tab"},
      {"cds/stray.cpp", "int a;\n", "cds/stray.cpp: belongs to no target"},
  }));
  CAPTURE(row.path, row.text);
  CHECK(violations(row.path, row.text) == std::vector<std::string>{row.expected});
}

TEST_CASE("what is allowed is not found") {
  const auto [path, text] = GENERATE(table<std::string, std::string>({
      {"mapping/reading/orders.cpp", "#include \"fhir/chart.hpp\"\n#include <vector>\n"},
      {"cds/policy/policy.hpp", "#include \"mapping/questions/question.hpp\"\n"},
      {"cds/http/serve.cpp", "auto now = std::chrono::system_clock::now();\n"},
      {"mapping/reading/extent.cpp", "// not system_clock::now: the day is a parameter\n"},
      {"tests/cds/some_test.cpp", "#include \"cds/http/server.hpp\"\n"},
  }));
  CAPTURE(path, text);
  CHECK(violations(path, text).empty());
}

TEST_CASE("a file that has grown too long is found") {
  std::string text;
  for (std::size_t i = 0; i <= longest_file; ++i) text += "int a;\n";
  CHECK(violations("fhir/chart.cpp", text) == std::vector<std::string>{"fhir/chart.cpp: has 501 lines"});
}
