// The memory of used tokens.
#include "cds/auth/replay.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

#include "tests/auth/world.hpp"

using namespace foresign;
using namespace foresign::signing;
using auth::Use;

TEST_CASE("a token is used once, until it would have expired anyway") {
  auth::ReplayMemory memory;
  CHECK(memory.once("a", "1", at(100), at(0)) == Use::first);
  CHECK(memory.once("a", "1", at(100), at(0)) == Use::repeated);
  CHECK(memory.once("a", "1", at(100), at(99)) == Use::repeated);
  CHECK(memory.once("a", "1", at(300), at(99)) == Use::repeated);  // the same id under a later date
  CHECK(memory.once("a", "2", at(100), at(99)) == Use::first);
  CHECK(memory.once("b", "1", at(100), at(99)) == Use::first);   // an id is one issuer's
  CHECK(memory.once("a", "1", at(200), at(100)) == Use::first);  // a new token after the old one's time
}

TEST_CASE("a memory that is full refuses, and forgets nothing before its time") {
  auth::ReplayMemory memory(3);
  CHECK(memory.once("a", "1", at(100), at(0)) == Use::first);
  CHECK(memory.once("a", "2", at(110), at(0)) == Use::first);
  CHECK(memory.once("a", "3", at(120), at(0)) == Use::first);
  CHECK(memory.once("a", "4", at(120), at(0)) == Use::no_room);
  CHECK(memory.once("a", "4", at(120), at(99)) == Use::no_room);
  CHECK(memory.once("a", "1", at(100), at(99)) == Use::repeated);
  CHECK(memory.once("b", "1", at(100), at(99)) == Use::first);   // another's room
  CHECK(memory.once("a", "4", at(120), at(100)) == Use::first);  // 1 is over
  CHECK(memory.once("a", "5", at(120), at(100)) == Use::no_room);
  CHECK(memory.once("a", "2", at(110), at(100)) == Use::repeated);
}

TEST_CASE("a clock that is set back does not bring a token back") {
  auth::ReplayMemory memory;
  CHECK(memory.once("a", "1", at(100), at(0)) == Use::first);
  CHECK(memory.once("a", "2", at(500), at(200)) == Use::first);  // forgets 1
  CHECK(memory.once("a", "1", at(100), at(50)) == Use::repeated);
}

TEST_CASE("of many that use one token at the same time exactly one wins") {
  auth::ReplayMemory memory;
  constexpr int rounds = 200;
  constexpr int threads = 8;
  std::vector<std::atomic<int>> winners(rounds);
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t)
    running.emplace_back([&] {
      for (int i = 0; i < rounds; ++i)
        if (memory.once("a", std::to_string(i), at(100), at(0)) == Use::first) ++winners[static_cast<std::size_t>(i)];
    });
  for (std::thread& each : running) each.join();
  for (const auto& each : winners) CHECK(each == 1);
}

TEST_CASE("a whole token that is sent twice, or many times at once, is accepted once") {
  auth::ReplayMemory memory;
  const auto once = [&](const auto&... about) { return memory.once(about...); };
  const std::vector<std::string> audiences = {std::string(endpoint)};
  const std::string good = "Bearer " + token(header(), claims());
  std::atomic<int> accepted = 0;
  std::atomic<int> replayed = 0;
  std::vector<std::thread> running;
  for (int t = 0; t < 8; ++t)
    running.emplace_back([&] {
      for (int i = 0; i < 5; ++i) {
        const auto result = auth::verify(good, audiences, at(noon), trust(), once);
        if (std::holds_alternative<auth::Caller>(result))
          ++accepted;
        else if (std::get<auth::Rejection>(result) == auth::Rejection::replayed)
          ++replayed;
      }
    });
  for (std::thread& each : running) each.join();
  CHECK(accepted == 1);
  CHECK(replayed == 39);
}
