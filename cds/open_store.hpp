// Where the configuration says that records are kept.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cds/config.hpp"
#include "cds/store/store.hpp"

namespace foresign {

// `$XDG_STATE_HOME/foresign/foresign.db`, else `~/.local/state/foresign/foresign.db` (XDG Base Directory
// Specification); empty where neither variable is set.
std::string default_store_file();

// The SQLite file that is used; empty with PostgreSQL, or where there is no place for it.
std::string store_file(const Config& config);

// What is there already must be used, and nothing made: commands only look at what a service kept.
enum class StoreMust : std::uint8_t { be_there, be_made_if_missing };

// The store, or why there is none. The message may name files and database hosts.
store::Opened open_store(const Config& config, std::function<store::Time()> clock, StoreMust must);

}  // namespace foresign
