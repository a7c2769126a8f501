// Reading the tab-separated tables: header row names the columns, one row a line, every problem with its line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/issue.hpp"

namespace foresign::mapping {

struct Row {
  std::size_t line = 0;
  std::vector<std::string> cells;
};

struct Table {
  std::string file;  // name without folder
  std::vector<Row> rows;
};

// The rows of `folder/file`; a missing file, a wrong header or a row with another number of cells is a fatal issue
// whose path is `file:line`.
Table read_table(const std::string& folder, const std::string& file, const std::vector<std::string_view>& columns,
                 std::vector<json::Issue>& issues);

// Names of the data files.
json::Issue table_issue(const std::string& file, std::size_t line, std::string message);

}  // namespace foresign::mapping
