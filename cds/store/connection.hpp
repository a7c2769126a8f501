// One connection to a database, as narrow as the ledger needs it. Internal to the store: implemented by sqlite.cpp and
// postgres.cpp, and by a wrapper in the tests that fails on purpose.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace foresign::store {

// Thrown by a connection and caught in store.cpp; never leaves the module. `what` holds no value of a record.
struct Trouble {
  enum class Kind : std::uint8_t {
    busy,    // someone else held the database for too long; nothing was kept
    full,    // no space; nothing was kept
    lost,    // the connection is gone
    failed,  // anything else
  };
  Kind kind = Kind::failed;
  std::string what;
};

enum class Begin : std::uint8_t {
  read,    // one consistent state of the data until the end
  write,   // changes that need no order among instances
  serial,  // changes while no other instance makes any in a `serial` transaction: whoever comes next sees all of them
};

// A row's values as text: numbers in decimal. No column of ours holds NULL.
using Row = std::vector<std::string>;

// Used by one thread at a time. Every function but `rollback` may throw Trouble.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void begin(Begin kind) = 0;
  // When this returns, what was written since `begin` survives a crash. When it throws, it may or may not.
  virtual void commit() = 0;
  // Ends a transaction if one is open. Does nothing where the connection is gone.
  virtual void rollback() noexcept = 0;
  // One statement of SQL that both databases understand. Parameters are `$1`, `$2`, ... and are first named in this
  // order.
  virtual std::vector<Row> run(const std::string& sql, const std::vector<std::string>& parameters = {}) = 0;
  // Copies the whole store into a new file while it is used. Databases that have their own tools for that throw.
  virtual void backup(const std::string& file) = 0;
};

}  // namespace foresign::store
