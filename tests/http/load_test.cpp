// Many clients at once: the same request gets the same bytes, ids apart. `test_http "[.load]"` is the large
// run, measured.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/http/process.hpp"
#include "tests/http/wire.hpp"

using namespace foresign;
using namespace foresign::wire;
using Clock = std::chrono::steady_clock;

namespace {

struct Load {
  std::size_t wrong = 0;
  std::vector<double> milliseconds;
};

// `clients` threads send `each` requests on one connection each.
Load press(int port, const std::string& body, std::size_t clients, std::size_t each, const std::string& expected) {
  const std::string request = post(body);
  std::mutex mutex;
  Load load;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < clients; ++i)
    threads.emplace_back([&] {
      Load own;
      Client client(port);
      for (std::size_t n = 0; n < each; ++n) {
        const auto began = Clock::now();
        client.send(request);
        const auto answer = client.read();
        own.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
        if (!answer || answer->status != 200 || without_ids(answer->body) != expected) ++own.wrong;
      }
      const std::lock_guard lock(mutex);
      load.wrong += own.wrong;
      load.milliseconds.insert(load.milliseconds.end(), own.milliseconds.begin(), own.milliseconds.end());
    });
  for (std::thread& thread : threads) thread.join();
  std::sort(load.milliseconds.begin(), load.milliseconds.end());
  return load;
}

// Resident memory of a process in MiB.
double resident(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

}  // namespace

TEST_CASE("under load every client gets the same answer") {
  const Running service;
  const std::string body = fixture("nsclc");
  const std::string expected = without_ids(ask(service.port(), post(body))->body);
  const Load load = press(service.port(), body, 8, 20, expected);
  CHECK(load.wrong == 0);
  CHECK(load.milliseconds.size() == 160);
}

TEST_CASE("10000 requests of 16 clients get the same bytes with little memory", "[.load]") {
  const Folder folder;
  int out[2];
  REQUIRE(::pipe(out) == 0);
  const auto began = Clock::now();
  const pid_t process = ::fork();
  if (process == 0) {
    ::dup2(out[1], STDOUT_FILENO);
    // The access log is part of the work, its reader is not.
    if (::freopen("/dev/null", "w", stderr) == nullptr) ::_exit(127);
    const std::string program = std::string(FORESIGN_BINARY_DIR) + "/foresign";
    const std::string store = (folder.path() / "foresign.db").string();
    ::execl(program.c_str(), "foresign", "serve", "--port", "0", "--day", "2026-11-24", "--store", store.c_str(),
            nullptr);
    ::_exit(127);
  }
  std::string line;
  for (char c = 0; ::read(out[0], &c, 1) == 1 && c != '\n';) line += c;
  const double start_ms = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
  const int port = std::stoi(line.substr(line.rfind(':') + 1));
  const double idle = resident(process);

  const std::string body = fixture("nsclc");
  const std::string expected = without_ids(ask(port, post(body))->body);
  const auto pressed = Clock::now();
  const Load load = press(port, body, 16, 625, expected);
  const double seconds = std::chrono::duration<double>(Clock::now() - pressed).count();
  const double loaded = resident(process);
  ::kill(process, SIGTERM);
  int status = 0;
  ::waitpid(process, &status, 0);

  WARN("start " << start_ms << " ms; resident " << idle << " MiB idle, " << loaded << " MiB loaded; "
                << static_cast<double>(load.milliseconds.size()) / seconds << " requests/s; p50 "
                << load.milliseconds[load.milliseconds.size() / 2] << " ms, p99 "
                << load.milliseconds[load.milliseconds.size() * 99 / 100] << " ms, max " << load.milliseconds.back()
                << " ms");
  CHECK(load.milliseconds.size() == 10'000);
  CHECK(load.wrong == 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(loaded < 128);
}
