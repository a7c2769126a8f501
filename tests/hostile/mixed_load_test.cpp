// A minute of everything at once, for the thread sanitizer: `build/tsan/test_hostile "[.load]"`. Good requests on kept
// connections, hostile ones, and clients that go away in the middle.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/hostile/inputs.hpp"
#include "tests/http/wire.hpp"

using namespace foresign;
using namespace foresign::hostile;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds duration{65};
// Under the thread sanitizer the server is some twenty times slower than those who attack it: it is overloaded, and may
// say so.
#ifdef __SANITIZE_THREAD__
constexpr bool overloaded = true;
constexpr std::size_t least_answers = 20;
#else
constexpr bool overloaded = false;
constexpr std::size_t least_answers = 1000;
#endif

// Sends a part of a request and goes away: with a reset, or closing as usual.
void send_and_leave(int port, std::string_view bytes, bool reset) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    [[maybe_unused]] const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    const linger now{1, 0};
    if (reset) ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }
  ::close(descriptor);
}

}  // namespace

TEST_CASE("good, bad and broken-off requests at once for a minute", "[.load]") {
  http::Settings settings;
  std::mutex mutex;
  std::size_t lines = 0;
  settings.report = [&](const http::Served&) {
    const std::lock_guard lock(mutex);
    ++lines;
  };
  const wire::Running service(settings);
  const int port = service.port();
  const std::string body = wire::fixture("nsclc");
  const std::string good = wire::post(body);
  const std::string expected = wire::without_ids(wire::ask(port, good)->body);
  std::vector<Input> bad;
  for (const auto& inputs : {http_inputs(), http_target_inputs(), fhir_inputs()})
    for (const Input& input : inputs)
      if (input.bytes.size() < 100'000) bad.push_back(input);

  std::atomic<std::size_t> answered = 0;
  std::atomic<std::size_t> wrong = 0;
  std::atomic<std::size_t> attacked = 0;
  const auto until = Clock::now() + duration;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&, i] {
      while (Clock::now() < until) {
        wire::Client client(port);
        for (int n = 0; n < 20 + i && Clock::now() < until; ++n) {
          client.send(good);
          const auto answer = client.read();
          if (!answer) break;  // asked to leave, so that others are served
          ++answered;
          if (overloaded && answer->status == 503 && answer->headers.contains("retry-after")) continue;
          if (answer->status != 200 || wire::without_ids(answer->body) != expected) ++wrong;
        }
      }
    });
  for (std::size_t i = 0; i < 3; ++i)
    threads.emplace_back([&, i] {
      for (std::size_t n = i; Clock::now() < until; n += 3) {
        const Input& input = bad[n % bad.size()];
        if (n % 2 == 0 || input.unfinished) {
          send_and_leave(port, input.bytes, n % 4 == 0);
        } else {
          wire::Client client(port);
          client.send(input.bytes);
          static_cast<void>(client.read(input.to_head));
        }
        ++attacked;
      }
    });
  for (std::size_t i = 0; i < 2; ++i)
    threads.emplace_back([&, i] {
      for (std::size_t n = i; Clock::now() < until; ++n) {
        send_and_leave(port, std::string_view(good).substr(0, good.size() * (n % 7) / 6), n % 2 == 0);
        ++attacked;
      }
    });
  for (std::thread& thread : threads) thread.join();
  const std::lock_guard lock(mutex);  // some connections may still be open
  WARN(answered << " good answers, " << attacked << " bad or broken-off requests, " << lines << " log lines");
  CHECK(wrong == 0);
  CHECK(answered > least_answers);
  CHECK(attacked > 1000);
}
