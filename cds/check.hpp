// `foresign check`: reads policies, code tables and configuration as the service would, and prints every problem with
// its place.
#pragma once

#include <string>
#include <vector>

namespace foresign {

struct CheckCommand {
  std::string data;                // data folder: what is checked without files, and what files are checked against
  std::vector<std::string> files;  // policies (JSON), code tables (.tsv), configurations (JSON)
};

// The exit code: 0 if there is no problem, else 1.
int check(const CheckCommand& command);

}  // namespace foresign
