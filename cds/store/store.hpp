// The durable store: feedback, the audit trail with its hash chain, and the tokens that were used. One interface over
// SQLite (one instance, see sqlite.hpp) and PostgreSQL (several instances that share one store, see postgres.hpp).
//
// All writing is done by one thread: it takes what is queued, writes it in one transaction, and only then answers, so
// that many callers share the price of one commit. What is answered `stored` survives a crash and a power cut.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cds/store/entry.hpp"
#include "cds/store/query.hpp"
#include "cds/store/records.hpp"

namespace foresign::store {

class Connection;

enum class Put : std::uint8_t {
  stored,     // durably
  duplicate,  // was there already: as good as stored
  refused,    // a record that is too long, or a patient that is no hash: a repeat will not help
  busy,       // the queue is full, or the database was held by someone else for too long: try later
  full,       // no space: try later
  failed      // the database cannot be written, or its answer was lost: it may be stored; to repeat is harmless
};

// Whether a token is used for the first time. Anything but `first` means that it must not be accepted.
enum class Use : std::uint8_t { first, replayed, busy, full, failed };

struct Purged {
  bool done = false;
  std::size_t count = 0;  // records taken away
};

struct Health {
  bool writable = false;
  std::string problem;  // why not, for the operator: may name hosts and database users, never a value of a record
  std::size_t queued = 0;
  std::optional<Time> last_commit;
  std::optional<std::uint64_t> free_bytes;  // of the volume; only where the database is a file of ours
  std::optional<std::uint64_t> log_bytes;   // SQLite's write-ahead log: if it only grows, a reader never ends
};

struct Settings {
  std::function<Time()> clock;
  std::size_t queue_at_most = 4096;  // jobs that wait; one more is answered `busy`
  std::size_t group_at_most = 512;   // records of one transaction, if one job has not more
  // After a failure nothing is taken until a small write succeeds, tried after this long, then twice as long, ...
  std::chrono::milliseconds first_pause{50};
  std::chrono::milliseconds longest_pause{5'000};
  bool plain_patients = false;  // also take patients that are no 64 hex digits
};

// How a store is reached. Every function may throw Trouble (connection.hpp).
struct Database {
  std::function<std::unique_ptr<Connection>()> connect;
  std::function<void(Health&)> measure;  // fills in what concerns files; may be empty
};

class Store {
 public:
  // For open_sqlite, open_postgres and tests. Connects at once; where that fails, health() says why, and it goes on
  // trying.
  Store(Database database, Settings settings);
  // Does what was taken, then ends.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // One answer for each record, ready when they are durable. The records of one call are kept all or none: either each
  // is `stored` or `duplicate`, or all have the same other answer. Never waits for the database.
  [[nodiscard]] std::future<std::vector<Put>> put(std::vector<Record> records);

  // Notes that a token with this issuer and `jti` was used; forgotten some time after `expiry`. Of all calls for one
  // token, on all instances, one is answered `first`. A token whose answer was lost counts as used.
  [[nodiscard]] std::future<Use> once(std::string_view issuer, std::string_view jti, Time expiry);

  // Takes away records from before `before`, oldest first, at most `limit` in one transaction: repeat until fewer are
  // taken. A purge of feedback or audit records leaves an entry in the audit chain that tells of it.
  [[nodiscard]] std::future<Purged> purge(Kind kind, Time before, std::size_t limit);

  // Pages in the order of storing. Nothing where the database cannot be read.
  [[nodiscard]] std::optional<Page<FeedbackRecord>> feedback(const Filter& filter, Cursor after = 0,
                                                             std::size_t at_most = 500);
  [[nodiscard]] std::optional<Page<AuditRecord>> audit(const Filter& filter, Cursor after = 0,
                                                       std::size_t at_most = 500);

  // Walks the whole audit chain. `kept`: a head of an earlier walk that was kept outside of the store.
  // `go_on` is asked now and then; once it says no, the walk ends as `unreadable`.
  [[nodiscard]] Verified verify(
      const std::optional<Head>& kept = std::nullopt, const std::function<bool()>& go_on = [] { return true; });

  [[nodiscard]] Health health() const;

  // Copies the store into a new file while it is used. Empty if all is well, else why not. SQLite only: PostgreSQL has
  // tools of its own.
  [[nodiscard]] std::string backup(const std::string& file);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// A store, or why there is none.
struct Opened {
  std::unique_ptr<Store> store;
  std::string problem;
};

}  // namespace foresign::store
