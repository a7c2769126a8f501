#include "tests/store/contract.hpp"

#include <catch2/catch.hpp>

#include "cds/store/postgres.hpp"
#include "tests/store/postgres_server.hpp"
#include "tests/store/support.hpp"

using namespace foresign::store;

namespace {

std::unique_ptr<Store> opened(Opened opened) {
  if (!opened.store) throw std::runtime_error(opened.problem);
  return std::move(opened.store);
}

}  // namespace

TEST_CASE("a store in SQLite keeps its promises") {
  for (const test::Promise& promise : test::contract()) DYNAMIC_SECTION(promise.words) {
      const test::Folder folder;
      promise.check({[&](const Settings& settings) { return opened(open_sqlite(test::sqlite_in(folder), settings)); }});
    }
}

TEST_CASE("a store in PostgreSQL keeps its promises") {
  test::PostgresServer* server = test::postgres_server();
  if (server == nullptr) return;
  for (const test::Promise& promise : test::contract()) DYNAMIC_SECTION(promise.words) {
      const PostgresSettings postgres{server->fresh_schema(), std::chrono::seconds(20)};
      promise.check({[&](const Settings& settings) {
        auto store = opened(open_postgres(postgres, settings));
        const Health health = store->health();
        if (!health.writable) throw std::runtime_error(health.problem);
        return store;
      }});
    }
}

TEST_CASE("a store over a slow database that loses connections keeps its promises") {
  for (const test::Promise& promise : test::contract()) DYNAMIC_SECTION(promise.words) {
      const test::Folder folder;
      const auto faults = std::make_shared<test::Faults>();
      promise.check({[&](const Settings& settings) {
        faults->delay_ms = 1;
        auto store = std::make_unique<Store>(test::faulty(sqlite_database(test::sqlite_in(folder)), faults), settings);
        if (!test::eventually([&] { return store->health().writable; })) throw std::runtime_error("not writable");
        // The first statement of the first group: the connection was gone already, so it is made anew.
        faults->as = Trouble::Kind::lost;
        faults->fail_statements = 1;
        return store;
      }});
      CHECK(faults->fail_statements == 0);
    }
}
