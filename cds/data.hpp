// Files of the command line: the data folder, inputs, and how problems in them are printed.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "fhir/json/issue.hpp"

namespace foresign {

// `data` beside the program.
std::string default_data_folder();

// The bytes of a file, or of standard input for `-`. Nothing if it cannot be read; errno says why.
std::optional<std::string> read_all(const std::string& file);

// One line an issue: `file: place: message`.
void print_issues(std::ostream& out, const std::string& file, const std::vector<json::Issue>& issues);

// The same for the issues of `load_library`, whose paths start with a file of the data folder.
void print_library_issues(std::ostream& out, const std::string& data, const std::vector<json::Issue>& issues);

}  // namespace foresign
