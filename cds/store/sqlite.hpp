// A store in one SQLite file, for one instance of the service. Other processes may read, purge and back it up
// meanwhile.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "cds/store/store.hpp"

namespace foresign::store {

struct SqliteSettings {
  std::string file;                               // its folder is made if it is not there, its parents are not
  std::chrono::milliseconds busy_timeout{5'000};  // how long to wait for another process
  std::uint64_t max_bytes = 0;                    // of the database without its log; 0: as the volume allows
};

// Refused: a folder that others may write to, a file that cannot be written, a damaged one (`PRAGMA quick_check`: the
// time that it takes grows with the file), one of a later version of the program. The folder is made with mode 0700;
// the files get mode 0600.
Opened open_sqlite(const SqliteSettings& sqlite, const Settings& settings);

// The same without the checks, so that tests can put something between.
Database sqlite_database(const SqliteSettings& sqlite);

}  // namespace foresign::store
