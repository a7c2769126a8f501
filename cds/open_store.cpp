#include "cds/open_store.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cds/store/postgres.hpp"
#include "cds/store/sqlite.hpp"

namespace foresign {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

// The folders above that of the store, each with mode 0700 as the specification asks. What cannot be made is found out
// when the file is opened.
void make_parents(const fs::path& folder) {
  if (folder.empty() || folder == folder.root_path()) return;
  make_parents(folder.parent_path());
  ::mkdir(folder.c_str(), 0700);
}

}  // namespace

std::string default_store_file() {
  fs::path state = variable("XDG_STATE_HOME");
  // A relative path in this variable is to be ignored.
  if (!state.is_absolute()) {
    const fs::path home = variable("HOME");
    if (!home.is_absolute()) return {};
    state = home / ".local" / "state";
  }
  return (state / "foresign" / "foresign.db").string();
}

std::string store_file(const Config& config) {
  if (!config.store.postgres.empty()) return {};
  return config.store.file.empty() ? default_store_file() : config.store.file;
}

store::Opened open_store(const Config& config, std::function<store::Time()> clock, StoreMust must) {
  store::Settings settings;
  settings.clock = std::move(clock);
  settings.queue_at_most = config.store.queue;
  settings.plain_patients = config.audit.plain_patients;
  if (!config.store.postgres.empty()) {
    store::PostgresSettings postgres;
    postgres.connection = config.store.postgres;
    return store::open_postgres(postgres, settings);
  }
  const std::string file = store_file(config);
  if (file.empty()) return {nullptr, "no place is known for it: set `store` in the configuration, or HOME"};
  std::error_code error;
  if (must == StoreMust::be_there && !fs::exists(file, error)) return {nullptr, file + ": there is no store"};
  if (config.store.file.empty()) make_parents(fs::path(file).parent_path().parent_path());
  store::SqliteSettings sqlite;
  sqlite.file = file;
  store::Opened opened = store::open_sqlite(sqlite, settings);
  if (!opened.store) opened.problem = file + ": " + opened.problem;
  return opened;
}

}  // namespace foresign
