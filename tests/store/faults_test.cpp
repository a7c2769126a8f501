// What callers are told when the database is slow, away, or does not answer.
#include <catch2/catch.hpp>
#include <thread>

#include "tests/store/support.hpp"

using namespace foresign::store;
using test::audit;
using test::feedback;
using test::put_one;
using test::wait_for;

namespace {

struct Bench {
  test::Folder folder;
  std::shared_ptr<test::Faults> faults = std::make_shared<test::Faults>();

  std::unique_ptr<Store> open(const Settings& settings = test::settings()) {
    return std::make_unique<Store>(test::faulty(sqlite_database(test::sqlite_in(folder)), faults), settings);
  }
};

bool recovers(Store& store) {
  return test::eventually([&] { return store.health().writable; });
}

}  // namespace

TEST_CASE("a commit whose answer is lost is answered failed, and to repeat it is harmless") {
  Bench bench;
  const auto store = bench.open();
  bench.faults->lose_commits = 1;
  CHECK(wait_for(store->put(test::records({audit(1), feedback(1)}))) == std::vector<Put>{Put::failed, Put::failed});
  CHECK(recovers(*store));
  CHECK(wait_for(store->put(test::records({audit(1), feedback(1)}))) ==
        std::vector<Put>{Put::duplicate, Put::duplicate});
  CHECK(store->verify().integrity == Integrity::intact);
  CHECK(store->verify().entries == 1);
  CHECK(test::all_feedback(*store).size() == 1);
}

TEST_CASE("a token whose answer is lost counts as used") {
  Bench bench;
  const auto store = bench.open();
  bench.faults->lose_commits = 1;
  const Time expiry = test::noon_ish + std::chrono::hours(24 * 365 * 100);
  CHECK(wait_for(store->once("https://ehr.example", "j1", expiry)) == Use::failed);
  CHECK(recovers(*store));
  CHECK(wait_for(store->once("https://ehr.example", "j1", expiry)) == Use::replayed);
}

TEST_CASE("a connection that was lost before anything was kept is made anew, and nobody notices") {
  Bench bench;
  const auto store = bench.open();
  const int before = bench.faults->connections;
  bench.faults->as = Trouble::Kind::lost;
  bench.faults->fail_statements = 1;
  CHECK(put_one(*store, audit(1)) == Put::stored);
  CHECK(bench.faults->connections == before + 1);
  CHECK(store->health().writable);
}

TEST_CASE("what a database cannot do is said in words, and nothing of it is kept") {
  const auto [kind, expected, use, stays_writable] =
      GENERATE(table<Trouble::Kind, Put, Use, bool>({{Trouble::Kind::busy, Put::busy, Use::busy, true},
                                                     {Trouble::Kind::full, Put::full, Use::full, false},
                                                     {Trouble::Kind::failed, Put::failed, Use::failed, false}}));
  Bench bench;
  Settings patient = test::settings();
  patient.first_pause = std::chrono::milliseconds(300);  // so that the state in between is seen
  const auto store = bench.open(patient);
  bench.faults->as = kind;
  bench.faults->fail_statements = 1;
  CHECK(put_one(*store, audit(1)) == expected);
  CHECK(store->health().writable == stays_writable);
  if (!stays_writable) {
    CHECK(store->health().problem == "a fault that the test asked for");
    // Known to be down: the answer comes at once.
    CHECK(put_one(*store, audit(1)) == expected);
    CHECK(wait_for(store->once("https://ehr.example", "j1", test::noon_ish)) == use);
    CHECK_FALSE(wait_for(store->purge(Kind::audit, test::noon_ish, 1)).done);
  }
  CHECK(recovers(*store));
  CHECK(test::all_audit(*store).empty());
  CHECK(put_one(*store, audit(1)) == Put::stored);
  CHECK(store->verify().entries == 1);
}

TEST_CASE("a fault at any statement of a group leaves a whole chain") {
  Bench bench;
  const auto store = bench.open();
  int number = 0;
  for (int round = 0; round < 12; ++round) {
    std::vector<std::future<std::vector<Put>>> answers;
    bench.faults->as = round % 3 == 0 ? Trouble::Kind::full : Trouble::Kind::failed;
    bench.faults->delay_ms = 1;
    for (int i = 0; i < 5; ++i) answers.push_back(store->put(test::records({audit(++number), feedback(number)})));
    std::this_thread::sleep_for(std::chrono::milliseconds(round));
    bench.faults->fail_statements = 1;
    for (auto& answer : answers) static_cast<void>(wait_for(std::move(answer)));
    bench.faults->fail_statements = 0;
    bench.faults->delay_ms = 0;
    REQUIRE(recovers(*store));
  }
  CHECK(store->verify().integrity == Integrity::intact);
  CHECK(test::all_audit(*store).size() == test::all_feedback(*store).size());
  CHECK(test::all_audit(*store).size() == store->verify().entries);
}

TEST_CASE("a database that is away at the start is waited for") {
  Bench bench;
  bench.faults->refuse_connections = 3;
  const auto store = bench.open();
  CHECK_FALSE(store->health().writable);
  CHECK(store->health().problem == "no connection");
  CHECK(put_one(*store, audit(1)) == Put::failed);
  CHECK(recovers(*store));
  CHECK(put_one(*store, audit(1)) == Put::stored);
}

TEST_CASE("a queue that is full answers busy at once, and what was taken is kept") {
  Bench bench;
  Settings small = test::settings();
  small.queue_at_most = 4;
  const auto store = bench.open(small);
  bench.faults->held = true;
  std::vector<std::future<std::vector<Put>>> answers;
  answers.push_back(store->put({audit(0)}));
  REQUIRE(test::eventually([&] { return store->health().queued == 0; }));  // the writer has it, and hangs
  for (int i = 1; i <= 4; ++i) answers.push_back(store->put({audit(i)}));
  CHECK(store->health().queued == 4);
  CHECK(put_one(*store, audit(5)) == Put::busy);
  CHECK(wait_for(store->once("https://ehr.example", "j1", test::noon_ish)) == Use::busy);
  bench.faults->held = false;
  for (auto& answer : answers) CHECK(wait_for(std::move(answer)) == std::vector<Put>{Put::stored});
  CHECK(put_one(*store, audit(5)) == Put::stored);
  CHECK(store->verify().entries == 6);
}

TEST_CASE("what waits together is committed together, and a purge alone") {
  Bench bench;
  const auto store = bench.open();
  bench.faults->held = true;
  auto first = store->put({audit(0)});
  REQUIRE(test::eventually([&] { return store->health().queued == 0; }));
  std::vector<std::future<std::vector<Put>>> answers;
  for (int i = 1; i <= 20; ++i) answers.push_back(store->put({audit(i)}));
  auto purged = store->purge(Kind::audit, test::noon_ish + std::chrono::hours(1), 100);
  auto after = store->put({audit(21)});
  const int commits = bench.faults->commits;
  bench.faults->held = false;
  CHECK(wait_for(std::move(first)) == std::vector<Put>{Put::stored});
  for (auto& answer : answers) CHECK(wait_for(std::move(answer)) == std::vector<Put>{Put::stored});
  CHECK(wait_for(std::move(purged)).count == 21);
  CHECK(wait_for(std::move(after)) == std::vector<Put>{Put::stored});
  CHECK(bench.faults->commits == commits + 4);  // the first put, the twenty, the purge, the last put
}

TEST_CASE("a store that ends answers what it took") {
  Bench bench;
  std::vector<std::future<std::vector<Put>>> answers;
  {
    const auto store = bench.open();
    for (int i = 0; i < 50; ++i) answers.push_back(store->put({audit(i)}));
  }
  for (auto& answer : answers) CHECK(wait_for(std::move(answer)) == std::vector<Put>{Put::stored});
}

TEST_CASE("expired tokens are swept while new ones come") {
  Bench bench;
  const auto store = bench.open();
  std::vector<std::future<Use>> answers;
  for (int i = 0; i < 1500; ++i)
    answers.push_back(store->once("https://ehr.example", std::to_string(i), Time(std::chrono::milliseconds(1))));
  for (auto& answer : answers) CHECK(wait_for(std::move(answer)) == Use::first);
  CHECK(wait_for(store->once("https://ehr.example", "one more", Time(std::chrono::milliseconds(1)))) == Use::first);
  // Fewer are left than were noted.
  CHECK(wait_for(store->purge(Kind::replay, test::noon_ish, 5000)).count < 1000);
}
