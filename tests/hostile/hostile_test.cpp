// Hostile input does no harm: no crash, an answer or a close in time, no error of ours, nothing repeated that was sent,
// and the next good request gets what it always got. In this process (so that a sanitizer sees it) and against the
// program.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/hostile/inputs.hpp"
#include "tests/http/wire.hpp"

using namespace foresign;
using namespace foresign::hostile;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

constexpr auto patience = 5s;
constexpr auto moment = 20ms;  // after which a client goes away that never meant to finish

struct Heard {
  std::string bytes;
  bool closed = false;  // by the server, in time
};

class Socket {
 public:
  explicit Socket(int port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  ~Socket() { ::close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // Sends and listens at the same time, until the server closes or `limit` is over.
  Heard exchange(std::string_view bytes, Clock::duration limit) {
    Heard heard;
    const auto until = Clock::now() + limit;
    bool may_send = true;
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
      if (left <= 0) return heard;
      const short wanted = static_cast<short>(POLLIN | (may_send && !bytes.empty() ? POLLOUT : 0));
      pollfd watched{descriptor_, wanted, 0};
      if (::poll(&watched, 1, static_cast<int>(left)) <= 0) continue;
      if ((watched.revents & POLLOUT) != 0) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
        may_send = sent > 0;
      }
      if ((watched.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
        std::array<char, 65536> buffer{};
        const ssize_t got = ::recv(descriptor_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got > 0) {
          heard.bytes.append(buffer.data(), static_cast<std::size_t>(got));
        } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
          heard.closed = true;
          return heard;
        }
      }
    }
  }

 private:
  int descriptor_;
};

struct Got {
  int status = 0;
  std::string head;
  std::string body;
};

// Everything heard, cut into answers; one of status 0 at the end for what is none.
std::vector<Got> answers_in(std::string_view heard, bool to_head) {
  std::vector<Got> all;
  while (!heard.empty()) {
    const std::size_t end = heard.find("\r\n\r\n");
    if (!heard.starts_with("HTTP/1.1 ") || end == std::string_view::npos) {
      all.push_back({0, std::string(heard), {}});
      return all;
    }
    Got answer{std::stoi(std::string(heard.substr(9, 3))), std::string(heard.substr(0, end + 4)), {}};
    heard.remove_prefix(end + 4);
    const std::size_t length_at = answer.head.find("Content-Length: ");
    if (length_at != std::string::npos && !(to_head && all.empty())) {
      const std::size_t length = std::stoul(answer.head.substr(length_at + 16));
      answer.body = heard.substr(0, length);
      heard.remove_prefix(answer.body.size());
    }
    all.push_back(std::move(answer));
  }
  return all;
}

// The statuses of the answers, `200 404`. What interim answers there were does not count.
std::string statuses_of(const std::vector<Got>& answers) {
  std::string all;
  for (const Got& answer : answers) all += (all.empty() ? "" : " ") + std::to_string(answer.status);
  return all;
}

std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : " | ") + one;
  return text;
}

// What is wrong with what came back; empty if nothing.
std::string wrong_with(const Input& input, const Heard& heard) {
  if (input.unfinished) return {};
  if (!heard.closed) return "neither answered whole nor closed in time: " + heard.bytes.substr(0, 200);
  const std::vector<Got> answers = answers_in(heard.bytes, input.to_head);
  const std::string statuses = statuses_of(answers);
  if (std::find(input.answers.begin(), input.answers.end(), statuses) == input.answers.end())
    return "answered `" + statuses + "`, not `" + joined(input.answers) + "`";
  for (const Got& answer : answers) {
    const bool card = answer.status == 200 && answer.body.starts_with("{\"cards\"");
    if ((card ? answer.head : answer.head + answer.body).find(marker) != std::string::npos)
      return "repeats what was sent: " + answer.head + answer.body;
    if (answer.status >= 500 && answer.status != 501 && answer.status != 503 && answer.status != 505)
      return "an error of ours";
    if (answer.status >= 400 && !input.to_head && answer.body.find("OperationOutcome") == std::string::npos)
      return "an error without its reason";
  }
  return {};
}

std::string good_answer(int port) {
  Socket socket(port);
  const auto answers = answers_in(socket.exchange(last_post(fixture("nsclc")), 20s).bytes, false);
  REQUIRE(answers.size() == 1);
  REQUIRE(answers.front().status == 200);
  return wire::without_ids(answers.front().body);
}

// Sends all of them, each on a connection of its own, and then the good request once more.
void send_all(int port, const std::vector<Input>& inputs) {
  const std::string before = good_answer(port);
  for (const Input& input : inputs) {
    Socket socket(port);
    const Heard heard = socket.exchange(input.bytes, input.unfinished ? Clock::duration(moment) : patience);
    const std::string wrong = wrong_with(input, heard);
    if (wrong.empty()) continue;
    INFO(input.name);
    INFO(wrong);
    CHECK(false);
  }
  CHECK(good_answer(port) == before);
}

// A server in this process, with its log.
class Here {
 public:
  Here() : running_(settings()) {}
  [[nodiscard]] int port() const { return running_.port(); }
  [[nodiscard]] std::string log() {
    const std::lock_guard lock(mutex_);
    return log_;
  }

 private:
  http::Settings settings() {
    http::Settings settings;
    settings.report = [this](const http::Served& served) {
      const std::lock_guard lock(mutex_);
      log_ += http::line_of(http::event_of(served), {});
    };
    return settings;
  }

  std::mutex mutex_;
  std::string log_;
  wire::Running running_;
};

void send_here(const std::vector<Input>& inputs) {
  Here here;
  send_all(here.port(), inputs);
  CHECK(here.log().find("POST") != std::string::npos);
  CHECK(here.log().find(marker) == std::string::npos);
}

// `foresign serve` in an empty folder of its own.
class Program {
 public:
  Program() {
    std::string name = (fs::temp_directory_path() / "foresign-hostile-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    const std::string program = std::string(FORESIGN_BINARY_DIR) + "/foresign";
    id_ = ::fork();
    if (id_ == 0) {
      if (::chdir(folder_.c_str()) != 0) ::_exit(126);
      ::dup2(::open("out", O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
      ::dup2(::open("err", O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
      ::execl(program.c_str(), "foresign", "serve", "--port", "0", "--day", "2026-11-24", "--store",
              (folder_ / "store" / "kept.db").c_str(), nullptr);
      ::_exit(127);
    }
  }
  ~Program() {
    if (id_ > 0) stop();
    fs::remove_all(folder_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  [[nodiscard]] int port() const {
    for (int i = 0; i < 2000; ++i) {
      const std::string line = text_of("out");
      if (line.ends_with('\n')) return std::stoi(line.substr(line.rfind(':') + 1));
      std::this_thread::sleep_for(10ms);
    }
    FAIL("the service did not start: " << text_of("err"));
    return 0;
  }
  // Its exit code, 128 and the signal where one ended it.
  int stop() {
    ::kill(id_, SIGTERM);
    int status = 0;
    ::waitpid(id_, &status, 0);
    id_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  // Resident memory at its highest, in MiB.
  [[nodiscard]] double most_memory() const {
    std::ifstream file("/proc/" + std::to_string(id_) + "/status");
    for (std::string line; std::getline(file, line);)
      if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
    return 0;
  }
  [[nodiscard]] std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) names.insert(entry.path().filename().string());
    return names;
  }
  [[nodiscard]] std::string text_of(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

 private:
  fs::path folder_;
  pid_t id_ = -1;
};

}  // namespace

TEST_CASE("requests that are framed in odd ways do no harm") {
  send_here(http_inputs());
}

TEST_CASE("odd methods, targets, versions and other protocols do no harm") {
  send_here(http_target_inputs());
}

TEST_CASE("bodies that are no JSON, or doubtful JSON, do no harm") {
  send_here(json_inputs());
}

TEST_CASE("bodies that are not what FHIR promises do no harm") {
  send_here(fhir_inputs());
}

TEST_CASE("the program withstands all of it, writes nothing of it anywhere and ends well") {
  Program program;
  const int port = program.port();
  std::size_t sent = 0;
  for (const auto& inputs : {http_inputs(), http_target_inputs(), json_inputs(), fhir_inputs()}) {
    send_all(port, inputs);
    sent += inputs.size();
  }
  CHECK(sent >= 500);
  const double memory = program.most_memory();
  CAPTURE(sent, memory);
#if !defined(FORESIGN_SANITIZED)
  CHECK(memory < 512);
#endif
  CHECK(program.stop() == 0);
  CHECK(program.files() == std::set<std::string>{"err", "out", "store"});
  CHECK(program.text_of("out").find(marker) == std::string::npos);
  CHECK(program.text_of("err").find(marker) == std::string::npos);
  CHECK(program.text_of("err").find("Sanitizer") == std::string::npos);
}

TEST_CASE("every input has a name of its own") {
  std::set<std::string> names;
  for (const auto& inputs : {http_inputs(), http_target_inputs(), json_inputs(), fhir_inputs()})
    for (const Input& input : inputs) {
      CAPTURE(input.name);
      CHECK(names.insert(input.name).second);
      CHECK(input.unfinished == input.answers.empty());
    }
}

TEST_CASE("clients that close at once, or reset, leave nothing behind") {
  Here here;
  const std::string before = good_answer(here.port());
  const std::string request = last_post(fixture("nsclc"));
  for (std::size_t i = 0; i < 60; ++i) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(here.port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    const std::string_view part = std::string_view(request).substr(0, request.size() * (i % 6) / 5);
    [[maybe_unused]] const ssize_t sent = ::send(descriptor, part.data(), part.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    const linger reset{1, 0};
    if (i % 2 == 0) ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    ::close(descriptor);
  }
  CHECK(good_answer(here.port()) == before);
}
