// What the walk over the audit chain finds when someone changes the database behind the store's back.
#include <catch2/catch.hpp>

#include "tests/store/support.hpp"

using namespace foresign::store;
using test::audit;

namespace {

// Ten entries; with `purged`, the first four of fourteen are gone and told of (so that the proof is one of eleven).
std::string written(const test::Folder& folder, bool purged) {
  const SqliteSettings sqlite = test::sqlite_in(folder);
  const auto store = open_sqlite(sqlite, test::settings()).store;
  std::vector<Record> all;
  for (int i = 1; i <= (purged ? 14 : 10); ++i) all.emplace_back(audit(i));
  REQUIRE(test::wait_for(store->put(std::move(all))).back() == Put::stored);
  if (purged)
    REQUIRE(test::wait_for(store->purge(Kind::audit, test::noon_ish + std::chrono::seconds(5), 9)).count == 4);
  return sqlite.file;
}

Verified verified(const std::string& file, const std::optional<Head>& kept = std::nullopt) {
  SqliteSettings sqlite;
  sqlite.file = file;
  return open_sqlite(sqlite, test::settings()).store->verify(kept);
}

// The hashes of all entries from one on, as someone would write them who knows how the chain is made.
void rewrite_from(const std::string& file, std::int64_t first, std::int64_t last, bool head_too) {
  sqlite3* database = nullptr;
  sqlite3_open(file.c_str(), &database);
  const auto text_of = [&](const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr);
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    const std::string text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text;
  };
  for (std::int64_t i = first; i <= last; ++i) {
    const std::string number = std::to_string(i);
    const std::string previous =
        i == 1 ? genesis() : text_of("select hash from audit where sequence = " + std::to_string(i - 1));
    const std::string body = text_of("select body from audit where sequence = " + number);
    const std::string sql = "update audit set previous = '" + previous + "', hash = '" + link(previous, body) +
                            "', key = '" + sha256(body) + "' where sequence = " + number;
    REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }
  if (head_too) {
    const std::string sql = "update head set audit = " + std::to_string(last) +
                            ", audit_hash = (select hash from audit" + " where sequence = " + std::to_string(last) +
                            ")";
    REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }
  sqlite3_close(database);
}

}  // namespace

TEST_CASE("a chain that nobody touched is intact, and says where it ends") {
  const test::Folder folder;
  const std::string file = written(folder, false);
  const Verified found = verified(file);
  CHECK(found.integrity == Integrity::intact);
  CHECK(found.at == 0);
  CHECK(found.first == 1);
  CHECK(found.entries == 10);
  CHECK(found.head.sequence == 10);
  CHECK(verified(file, found.head).integrity == Integrity::intact);
  CHECK(verified(file, Head{0, genesis()}).integrity == Integrity::intact);
}

TEST_CASE("an empty chain is intact") {
  const test::Folder folder;
  const Verified found = verified(test::sqlite_in(folder).file);
  CHECK(found.integrity == Integrity::intact);
  CHECK(found.entries == 0);
  CHECK(found.head == Head{0, genesis()});
}

TEST_CASE("the first entry that is wrong is named") {
  struct Row {
    std::string what;
    std::string sql;
    Integrity integrity;
    std::int64_t at;
    bool purged = false;
  };
  const std::string swap =
      "update audit set sequence = -3 where sequence = 3; update audit set sequence = 3 where sequence = 6;"
      "update audit set sequence = 6 where sequence = -3";
  const auto row = GENERATE_COPY(values<Row>({
      {"a verdict", "update audit set body = replace(body, 'unknown', 'met') where sequence = 4", Integrity::altered,
       4},
      {"the first", "update audit set body = replace(body, 'petrov', 'popov') where sequence = 1", Integrity::altered,
       1},
      {"the last", "update audit set body = replace(body, 'petrov', 'popov') where sequence = 10", Integrity::altered,
       10},
      {"a hash", "update audit set hash = previous where sequence = 5", Integrity::altered, 5},
      {"only a column", "update audit set tenant = 'south' where sequence = 5", Integrity::altered, 5},
      {"only the time", "update audit set time_ms = time_ms + 1 where sequence = 5", Integrity::altered, 5},
      {"only the key", "update audit set key = 'x' where sequence = 5", Integrity::altered, 5},
      {"no JSON", "update audit set body = '' where sequence = 5", Integrity::altered, 5},
      {"one gone", "delete from audit where sequence = 4", Integrity::missing, 4},
      {"one gone, the rest moved up",
       "delete from audit where sequence = 4; update audit set sequence = sequence - 1 where sequence > 4",
       Integrity::altered, 4},
      {"the beginning gone", "delete from audit where sequence < 4", Integrity::missing, 1},
      {"two swapped", swap, Integrity::reordered, 3},
      {"the end gone", "delete from audit where sequence > 8", Integrity::truncated, 9},
      {"all gone", "delete from audit", Integrity::truncated, 1},
      {"one put in",
       "insert into audit select sequence + 1, 'x', time_ms, type, issuer, tenant, request_id, service, policy, drug,"
       "previous, hash, body from audit where sequence = 10",
       Integrity::altered, 11},
      {"the store's own head", "update head set audit_hash = '00'", Integrity::altered, 10},
      {"more than was purged", "delete from audit where sequence = 5", Integrity::missing, 5, true},
      {"the proof gone with the end",
       "delete from audit where sequence = 15; update head set audit = 14,"
       "audit_hash = (select hash from audit where sequence = 14)",
       Integrity::missing, 1, true},
      {"a proof of less", "update audit set body = replace(body, '\"last\":4', '\"last\":3') where sequence = 15",
       Integrity::altered, 15, true},
  }));
  CAPTURE(row.what);
  const test::Folder folder;
  const std::string file = written(folder, row.purged);
  test::tamper(file, row.sql);
  const Verified found = verified(file);
  CHECK(found.integrity == row.integrity);
  CHECK(found.at == row.at);
}

TEST_CASE("an entry that was written anew with its own hash breaks the link behind it") {
  const test::Folder folder;
  const std::string file = written(folder, false);
  test::tamper(file, "update audit set body = replace(body, 'unknown', 'met') where sequence = 4");
  rewrite_from(file, 4, 4, false);
  CHECK(verified(file).integrity == Integrity::altered);
  CHECK(verified(file).at == 5);
}

TEST_CASE("a chain that was written anew to its end shows only against a head that was kept elsewhere") {
  const test::Folder folder;
  const std::string file = written(folder, false);
  const Head kept = verified(file).head;
  test::tamper(file, "update audit set body = replace(body, 'unknown', 'met') where sequence = 4");
  rewrite_from(file, 4, 10, true);
  CHECK(verified(file).integrity == Integrity::intact);  // what cannot be found
  const Verified found = verified(file, kept);
  CHECK(found.integrity == Integrity::altered);
  CHECK(found.at == 10);
}

TEST_CASE("a chain that was cut together with the store's own head shows only against a head that was kept elsewhere") {
  const test::Folder folder;
  const std::string file = written(folder, false);
  const Head kept = verified(file).head;
  test::tamper(file, "delete from audit where sequence > 8");
  rewrite_from(file, 8, 8, true);
  CHECK(verified(file).integrity == Integrity::intact);  // what cannot be found
  const Verified found = verified(file, kept);
  CHECK(found.integrity == Integrity::truncated);
  CHECK(found.at == 9);
}

TEST_CASE("a row that is none of ours is counted, not read") {
  const test::Folder folder;
  const std::string file = written(folder, false);
  test::tamper(file, "update audit set body = '[1]' where sequence = 4");
  SqliteSettings sqlite;
  sqlite.file = file;
  const auto page = open_sqlite(sqlite, test::settings()).store->audit({});
  REQUIRE(page);
  CHECK(page->records.size() == 9);
  CHECK(page->unreadable == 1);
}
