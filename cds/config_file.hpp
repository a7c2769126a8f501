// The configuration as it lies on the disk: its file, the files that it names, the environment.
#pragma once

#include <string>
#include <string_view>

#include "cds/config.hpp"

namespace foresign {

// `read_config` for the text of this file (empty: there is none), with the environment of this process. A file that
// the configuration names and that cannot be read is a problem too.
json::Parsed<Config> load_config(const std::string& file, std::string_view text);

}  // namespace foresign
