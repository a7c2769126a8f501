// A store in PostgreSQL, which several instances of the service share: one audit chain, one memory of used tokens.
#pragma once

#include <chrono>
#include <string>

#include "cds/store/store.hpp"

namespace foresign::store {

struct PostgresSettings {
  // A connection string of libpq; says TLS too: `host=db.example dbname=foresign sslmode=verify-full`. The password
  // belongs in a file (`passfile=`), not here.
  std::string connection;
  std::chrono::milliseconds statement_timeout{5'000};  // also how long to wait for another instance
};

// Only a connection string that makes no sense is refused. Where the server is away, health() says so, and the store
// goes on trying.
Opened open_postgres(const PostgresSettings& postgres, const Settings& settings);

// The same without a check, so that tests can put something between.
Database postgres_database(const PostgresSettings& postgres);

}  // namespace foresign::store
