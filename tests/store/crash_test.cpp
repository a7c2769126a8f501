// kill -9 in the midst of everything: nothing that was acknowledged may be lost. This does not show what a power cut
// does: the kernel still holds what was written.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdint>
#include <iostream>
#include <set>
#include <thread>

#include "cds/store/postgres.hpp"
#include "tests/store/postgres_server.hpp"
#include "tests/store/support.hpp"

using namespace foresign::store;

namespace {

using OpenStore = std::function<std::unique_ptr<Store>()>;

constexpr int callers = 8;

// Puts until killed; each number is written to `pipe` once its record is acknowledged.
[[noreturn]] void write_until_killed(const OpenStore& open, int round, int pipe) {
  const auto store = open();
  std::vector<std::thread> threads;
  for (int caller = 0; caller < callers; ++caller)
    threads.emplace_back([&, caller] {
      for (int i = 0;; ++i) {
        const int number = (round * callers + caller) * 100'000 + i;
        const auto answers = test::wait_for(store->put(test::records({test::audit(number), test::feedback(number)})));
        if (answers != std::vector<Put>{Put::stored, Put::stored}) continue;
        const auto acknowledged = static_cast<std::int32_t>(number);
        if (::write(pipe, &acknowledged, sizeof acknowledged) != sizeof acknowledged) ::_exit(1);
      }
    });
  for (std::thread& thread : threads) thread.join();
  ::_exit(0);
}

struct Tally {
  std::set<int> acknowledged;
  std::size_t audit = 0;
  std::size_t lost = 0;
};

// One child that is killed after `run_for` of writing, and all that it could tell.
void kill_while_writing(const OpenStore& open, int round, std::chrono::milliseconds run_for, Tally& tally) {
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    write_until_killed(open, round, ends[1]);
  }
  ::close(ends[1]);
  std::int32_t number = 0;
  // The first acknowledgement tells that it has begun.
  const bool begun = ::read(ends[0], &number, sizeof number) == sizeof number;
  if (begun) {
    tally.acknowledged.insert(number);
    std::this_thread::sleep_for(run_for);
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  while (::read(ends[0], &number, sizeof number) == sizeof number) tally.acknowledged.insert(number);
  ::close(ends[0]);
  REQUIRE(begun);
}

void check_nothing_lost(const OpenStore& open, Tally& tally) {
  const auto store = open();
  REQUIRE(store);
  const Verified verified = store->verify();
  CHECK(verified.integrity == Integrity::intact);
  std::set<std::string> requests;
  for (const AuditRecord& record : test::all_audit(*store)) requests.insert(record.request_id);
  std::set<std::string> cards;
  for (const FeedbackRecord& record : test::all_feedback(*store)) cards.insert(record.card);
  CHECK(requests.size() == verified.entries);
  CHECK(cards.size() == requests.size());  // each pair was put together: both or none
  tally.audit = requests.size();
  tally.lost = 0;
  for (const int number : tally.acknowledged)
    if (!requests.contains("request-" + std::to_string(number)) || !cards.contains("card-" + std::to_string(number)))
      ++tally.lost;
  CHECK(tally.lost == 0);
}

void crash(const OpenStore& open, int rounds, int checked_each) {
  Tally tally;
  for (int round = 0; round < rounds; ++round) {
    kill_while_writing(open, round, std::chrono::milliseconds(10 + 7 * (round % 30)), tally);
    if ((round + 1) % checked_each == 0 || round + 1 == rounds) check_nothing_lost(open, tally);
  }
  CHECK(tally.acknowledged.size() > static_cast<std::size_t>(rounds));
  std::cout << rounds << " rounds, " << tally.acknowledged.size() << " pairs acknowledged, " << tally.lost << " lost, "
            << tally.audit - tally.acknowledged.size() << " stored without being acknowledged\n";
}

OpenStore in_sqlite(const test::Folder& folder) {
  return [&folder] {
    Opened opened = open_sqlite(test::sqlite_in(folder), test::settings());
    if (!opened.store) throw std::runtime_error(opened.problem);
    return std::move(opened.store);
  };
}

}  // namespace

TEST_CASE("kill -9 while writing to SQLite loses nothing that was acknowledged") {
  const test::Folder folder;
  crash(in_sqlite(folder), 8, 2);
}

TEST_CASE("kill -9 while writing to SQLite, a hundred times", "[.][crash]") {
  const test::Folder folder;
  crash(in_sqlite(folder), 100, 10);
}

TEST_CASE("kill -9 while writing to PostgreSQL loses nothing that was acknowledged", "[postgres]") {
  test::PostgresServer* server = test::postgres_server();
  if (server == nullptr) return;
  const PostgresSettings postgres{server->fresh_schema(), std::chrono::seconds(20)};
  crash([&] { return open_postgres(postgres, test::settings()).store; }, 4, 2);
}

TEST_CASE("kill -9 while writing to PostgreSQL, a hundred times", "[.][crash]") {
  test::PostgresServer* server = test::postgres_server();
  if (server == nullptr) return;
  const PostgresSettings postgres{server->fresh_schema(), std::chrono::seconds(20)};
  crash([&] { return open_postgres(postgres, test::settings()).store; }, 100, 10);
}
