// What only a database server can do: go away, come back, hang, run out of things.
#include "cds/store/postgres.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/store/postgres_server.hpp"
#include "tests/store/support.hpp"

using namespace foresign::store;
using test::audit;
using test::put_one;
using test::wait_for;

TEST_CASE("a connection string that makes no sense is refused, and not repeated") {
  const Opened opened = open_postgres({"host=x password='oops", std::chrono::seconds(1)}, test::settings());
  CHECK_FALSE(opened.store);
  CHECK(opened.problem == "the connection string of PostgreSQL makes no sense");
}

TEST_CASE("a server that is not there is told by health") {
  const test::Folder folder;
  const auto store =
      open_postgres({"host=" + folder.path() + " dbname=none", std::chrono::seconds(1)}, test::settings()).store;
  REQUIRE(store);
  CHECK_FALSE(store->health().writable);
  CHECK(store->health().problem.find("PostgreSQL: no connection: connection to server on socket") == 0);
  CHECK(put_one(*store, audit(1)) == Put::failed);
  CHECK_FALSE(store->audit({}));
  CHECK(store->verify().integrity == Integrity::unreadable);
}

namespace {

// Each step leaves the store as the next one needs it.
void goes_away_and_comes_back(test::PostgresServer* server) {
  const std::string connection = server->fresh_schema();
  const auto store = open_postgres({connection, std::chrono::milliseconds(300)}, test::settings()).store;
  REQUIRE(store);
  CHECK(put_one(*store, audit(1)) == Put::stored);
  CHECK(store->backup("/nowhere") == "a store in PostgreSQL is backed up with pg_dump or pg_basebackup");

  // The connection is cut between two groups: nobody notices.
  const std::string cut =
      "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'foresign'";
  CHECK(store->audit({})->records.size() == 1);  // so that there is a reader too
  CHECK(server->run(cut) == "2");
  CHECK(put_one(*store, audit(2)) == Put::stored);
  REQUIRE(store->audit({}));
  CHECK(store->audit({})->records.size() == 2);

  // The whole server, as in a crash.
  server->stop_at_once();
  CHECK(put_one(*store, audit(3)) == Put::failed);
  CHECK_FALSE(store->health().writable);
  CHECK_FALSE(store->audit({}));
  server->start();
  REQUIRE(test::eventually([&] { return store->health().writable; }));
  CHECK(put_one(*store, audit(3)) == Put::stored);
  CHECK(store->verify().entries == 3);

  // Another instance holds the chain for longer than a statement may take.
  {
    const auto held = postgres_database({connection, std::chrono::seconds(5)}).connect();
    held->begin(Begin::serial);
    CHECK(put_one(*store, audit(4)) == Put::busy);
    CHECK(store->health().writable);
    held->rollback();
    CHECK(put_one(*store, audit(4)) == Put::stored);
  }

  // A transaction that failed is not taken for one that was kept.
  {
    const auto broken = postgres_database({connection, std::chrono::seconds(5)}).connect();
    broken->begin(Begin::write);
    CHECK_THROWS_AS(broken->run("select 1 / 0"), Trouble);
    CHECK_THROWS_AS(broken->commit(), Trouble);
    broken->rollback();
    broken->begin(Begin::write);
    broken->commit();
  }

  // The data may only be read for a while, as on a standby.
  server->run("alter database postgres set default_transaction_read_only = on");
  server->run(cut);
  CHECK(put_one(*store, audit(5)) == Put::failed);
  CHECK(store->audit({}));
  // The administrator's own session is read-only too, unless it says otherwise.
  server->run("begin read write; alter database postgres reset default_transaction_read_only; commit");
  REQUIRE(test::eventually([&] { return store->health().writable; }));
  CHECK(put_one(*store, audit(5)) == Put::stored);
  const Verified verified = store->verify();
  CHECK(verified.integrity == Integrity::intact);
  CHECK(verified.entries == 5);
}

void starts_at_the_same_time(test::PostgresServer* server) {
  const PostgresSettings postgres{server->fresh_schema(), std::chrono::seconds(20)};
  std::atomic<int> writable{0};
  std::vector<std::thread> instances;
  for (int i = 0; i < 4; ++i)
    instances.emplace_back([&] {
      const auto store = open_postgres(postgres, test::settings()).store;
      if (store->health().writable && put_one(*store, audit(1)) != Put::failed) ++writable;
    });
  for (std::thread& instance : instances) instance.join();
  CHECK(writable == 4);

  postgres_database(postgres).connect()->run("update schema_version set version = 99");
  const auto store = open_postgres(postgres, test::settings()).store;
  CHECK(store->health().problem == "the store was written by a later version of the program");
  CHECK(put_one(*store, audit(2)) == Put::failed);
}

}  // namespace

// One test, since each would start a server of its own.
TEST_CASE("a PostgreSQL server and its instances", "[postgres]") {
  test::PostgresServer* server = test::postgres_server();
  if (server == nullptr) return;
  SECTION("stops, is cut off, holds locks, fails over") {
    goes_away_and_comes_back(server);
  }
  SECTION("instances start at the same time, and leave the tables of a later version alone") {
    starts_at_the_same_time(server);
  }
}
