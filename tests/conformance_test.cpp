// docs/conformance.md and docs/security.md: every requirement has a row, and every row names a test that there is.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path root = FORESIGN_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct Row {
  std::string id;
  std::string state;
  std::vector<std::string> shown_by;
};

// The texts between backticks.
std::vector<std::string> in_backticks(const std::string& cell) {
  std::vector<std::string> all;
  for (std::size_t at = cell.find('`'); at != std::string::npos;) {
    const std::size_t end = cell.find('`', at + 1);
    if (end == std::string::npos) break;
    all.push_back(cell.substr(at + 1, end - at - 1));
    at = cell.find('`', end + 1);
  }
  return all;
}

bool is_id(const std::string& cell) {
  return cell.size() == 4 && cell[0] >= 'A' && cell[0] <= 'Z' && cell[1] == '-';
}

// The rows of all tables, the first cell behind an empty one.
std::vector<std::vector<std::string>> cells_of(const std::string& page) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, '|');) {
      const std::size_t first = cell.find_first_not_of(' ');
      const std::size_t last = cell.find_last_not_of(' ');
      cells.push_back(first == std::string::npos ? std::string() : cell.substr(first, last - first + 1));
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

std::vector<Row> rows_of(const std::string& page) {
  std::vector<Row> rows;
  for (const std::vector<std::string>& cells : cells_of(page)) {
    if (cells.size() == 5 && is_id(cells[1])) rows.push_back({cells[1], cells[3], in_backticks(cells[4])});
  }
  return rows;
}

// The names of all test cases, as they stand in the sources.
const std::set<std::string>& test_names() {
  static const std::set<std::string> names = [] {
    std::set<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(root / "tests")) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string text = text_of(entry.path());
      constexpr std::string_view start = "TEST_CASE(\"";
      for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start, at + 1)) {
        const std::size_t from = at + start.size();
        found.insert(text.substr(from, text.find('"', from) - from));
      }
    }
    return found;
  }();
  return names;
}

bool exists(const std::string& shown) {
  if (shown.ends_with(".json")) return fs::exists(root / "fixtures/scenarios" / shown);
  return test_names().contains(shown);
}

}  // namespace

TEST_CASE("docs/conformance.md has a row for every requirement") {
  // How many each section of the list of requirements has.
  const std::map<char, int> wanted = {{'D', 12}, {'Q', 9}, {'O', 9},  {'P', 14}, {'H', 6}, {'C', 13}, {'S', 9},
                                      {'L', 4},  {'F', 9}, {'J', 14}, {'A', 5},  {'X', 6}, {'B', 3}};
  std::map<char, int> found;
  std::string last;
  for (const Row& row : rows_of(text_of(root / "docs/conformance.md"))) {
    CAPTURE(last, row.id);
    const int number = std::stoi(row.id.substr(2));
    CHECK(number == ++found[row.id[0]]);
    last = row.id;
  }
  CHECK(found == wanted);
}

TEST_CASE("every row of docs/conformance.md states what is and names a test that there is") {
  for (const Row& row : rows_of(text_of(root / "docs/conformance.md"))) {
    CAPTURE(row.id);
    CHECK_FALSE(row.state.empty());
    CHECK_FALSE(row.shown_by.empty());
    for (const std::string& shown : row.shown_by) {
      CAPTURE(shown);
      CHECK(exists(shown));
    }
  }
}

TEST_CASE("every threat of docs/security.md that is closed names a test that there is") {
  std::size_t threats = 0;
  for (const std::vector<std::string>& cells : cells_of(text_of(root / "docs/security.md"))) {
    if (cells.size() != 4 || cells[3] == "shown by" || cells[3].starts_with("---")) continue;
    ++threats;
    CAPTURE(cells[1]);
    CHECK_FALSE(in_backticks(cells[3]).empty());
    for (const std::string& shown : in_backticks(cells[3])) {
      CAPTURE(shown);
      CHECK(exists(shown));
    }
  }
  CHECK(threats >= 15);
}
