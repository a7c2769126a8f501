// Reading the tab-separated tables: header row names the columns, one row a line, every problem with its line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/issue.hpp"
#include "mapping/terminology/terminology.hpp"

namespace foresign::mapping {

struct Row {
  std::size_t line = 0;
  std::vector<std::string> cells;
};

struct Table {
  std::string file;  // name without folder
  std::vector<Row> rows;
};

// The rows of the table `file`; a missing table, a wrong header or a row with another number of cells is a fatal issue
// whose path is `file:line`.
Table read_table(const TableTexts& texts, const std::string& file, const std::vector<std::string_view>& columns,
                 std::vector<json::Issue>& issues);

// Names of the data files.
json::Issue table_issue(const std::string& file, std::size_t line, std::string message);

}  // namespace foresign::mapping
