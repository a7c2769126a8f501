#include "cds/config_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "cds/data.hpp"

namespace foresign {

json::Parsed<Config> load_config(const std::string& file, std::string_view text) {
  ConfigOrigin origin;
  origin.folder = std::filesystem::path(file).parent_path().string();
  for (const ConfigVariable& variable : config_variables())
    if (const char* value = std::getenv(std::string(variable.name).c_str()))
      origin.environment[std::string(variable.name)] = value;
  auto parsed = read_config(text, origin);
  if (!parsed.value) return parsed;
  for (const NamedFile& named : files_of(*parsed.value))
    if (!read_all(named.file))
      parsed.issues.push_back(
          {json::Severity::fatal, named.path, "`" + named.file + "` cannot be read: " + std::strerror(errno)});
  if (!parsed.issues.empty()) parsed.value.reset();
  return parsed;
}

}  // namespace foresign
