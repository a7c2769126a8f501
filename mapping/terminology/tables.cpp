#include "mapping/terminology/tables.hpp"

#include <algorithm>
#include <optional>
#include <sstream>

namespace foresign::mapping {
namespace {

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells;
  std::size_t start = 0;
  for (;;) {
    const std::size_t tab = line.find('\t', start);
    cells.push_back(line.substr(start, tab == std::string::npos ? std::string::npos : tab - start));
    if (tab == std::string::npos) return cells;
    start = tab + 1;
  }
}

}  // namespace

json::Issue table_issue(const std::string& file, std::size_t line, std::string message) {
  return {json::Severity::fatal, file + ":" + std::to_string(line), std::move(message)};
}

Table read_table(const TableTexts& texts, const std::string& file, const std::vector<std::string_view>& columns,
                 std::vector<json::Issue>& issues) {
  Table table{file, {}};
  const std::optional<std::string> text = texts(file);
  if (!text) {
    issues.push_back({json::Severity::fatal, file, "the table is missing or cannot be read"});
    return table;
  }
  std::istringstream in(*text);
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    std::vector<std::string> cells = split(line);
    if (number == 1) {
      if (!std::equal(cells.begin(), cells.end(), columns.begin(), columns.end()))
        issues.push_back(table_issue(file, 1, "the header does not name the expected columns"));
      continue;
    }
    if (cells.size() != columns.size()) {
      issues.push_back(
          table_issue(file, number,
                      "expected " + std::to_string(columns.size()) + " cells, found " + std::to_string(cells.size())));
      continue;
    }
    table.rows.push_back({number, std::move(cells)});
  }
  return table;
}

}  // namespace foresign::mapping
