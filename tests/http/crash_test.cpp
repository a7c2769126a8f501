// kill -9 of the service in the midst of feedback: what was answered 200 is kept, and the audit chain is whole.
#include <signal.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <exception>
#include <iostream>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "cds/store/sqlite.hpp"
#include "tests/http/process.hpp"
#include "tests/http/wire.hpp"
#include "tests/store/support.hpp"

using namespace foresign;

namespace {

constexpr int clients = 8;

// Sends feedback on one connection until the service is gone; the cards of every 200 go to `acknowledged`, and `calls`
// counts whole turns.
void say_until_gone(int port, const std::string& name, std::mutex& mutex, std::set<std::string>& acknowledged,
                    std::atomic<int>& calls) {
  wire::Client client(port);
  const std::string order = wire::post("{}");
  for (int i = 0;; ++i) {
    const std::string card = name + "-" + std::to_string(i);
    client.send(wire::post_feedback(R"({"feedback": [{"card": ")" + card +
                                    R"(", "outcome": "overridden", "outcomeTimestamp": "2026-11-24T10:00:00Z"}]})"));
    const auto answer = client.read();
    if (!answer) return;
    if (answer->status == 200) {
      const std::lock_guard lock(mutex);
      acknowledged.insert(card);
    }
    // Each also makes an audit record: a refused call.
    client.send(order);
    if (!client.read()) return;
    ++calls;
  }
}

void crash(int rounds) {
  const wire::Folder folder;
  const std::string file = (folder.path() / "kept.db").string();
  std::mutex mutex;
  std::set<std::string> acknowledged;
  for (int round = 0; round < rounds; ++round) {
    wire::Process service(folder, wire::foresign_program(), {"serve", "--port", "0", "--store", file});
    const int port = service.port();
    REQUIRE(port != 0);
    std::atomic<int> calls = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i)
      threads.emplace_back([&, i] {
        try {
          say_until_gone(port, "card-" + std::to_string(round) + "-" + std::to_string(i), mutex, acknowledged, calls);
        } catch (const std::exception&) {
          // Killed before this client could connect.
        }
      });
    // In the midst of it, also where the machine is slow.
    for (int waited = 0; calls < 2 && waited < 1000; ++waited)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    std::this_thread::sleep_for(std::chrono::milliseconds(100 + 13 * (round % 20)));
    service.signal(SIGKILL);
    for (std::thread& thread : threads) thread.join();
    CHECK(service.wait() == 128 + SIGKILL);
  }
  store::SqliteSettings sqlite;
  sqlite.file = file;
  const auto opened = store::open_sqlite(sqlite, store::test::settings());
  REQUIRE(opened.store);
  std::set<std::string> kept;
  for (const auto& record : store::test::all_feedback(*opened.store)) kept.insert(record.card);
  std::size_t lost = 0;
  for (const std::string& card : acknowledged) lost += kept.contains(card) ? 0 : 1;
  const store::Verified verified = opened.store->verify();
  CHECK(lost == 0);
  CHECK(verified.integrity == store::Integrity::intact);
  CHECK(verified.entries > 0);
  CHECK(acknowledged.size() > static_cast<std::size_t>(rounds));
  std::cout << rounds << " rounds, " << acknowledged.size() << " acknowledged, " << lost << " lost, " << kept.size()
            << " kept, " << verified.entries << " audit entries\n";
}

}  // namespace

TEST_CASE("kill -9 of the service loses no feedback that was answered 200") {
  crash(4);
}

TEST_CASE("kill -9 of the service, a hundred times", "[.][crash]") {
  crash(100);
}
