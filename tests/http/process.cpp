#include "tests/http/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace foresign::wire {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "foresign-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  path_ = name;
}

Folder::~Folder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

std::string Folder::write(const std::string& name, std::string_view text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
  return (path_ / name).string();
}

Process::Process(const Folder& folder, const std::string& program, const std::vector<std::string>& arguments,
                 const std::string& input)
    : out_(folder.path() / (fs::path(program).filename().string() + ".out")),
      err_(folder.path() / (fs::path(program).filename().string() + ".err")) {
  id_ = ::fork();
  if (id_ != 0) return;
  ::dup2(::open(input.c_str(), O_RDONLY), STDIN_FILENO);
  ::dup2(::open(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
  ::dup2(::open(err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
  // What a service keeps where nothing else is said; never at home of whoever runs the tests.
  ::setenv("XDG_STATE_HOME", folder.path().c_str(), 1);
  std::vector<char*> argv = {const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::execv(program.c_str(), argv.data());
  ::_exit(127);
}

Process::~Process() {
  if (id_ <= 0) return;
  ::kill(id_, SIGKILL);
  wait();
}

int Process::wait() {
  int status = 0;
  ::waitpid(id_, &status, 0);
  id_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void Process::signal(int which) const {
  ::kill(id_, which);
}

int Process::port() const {
  for (int i = 0; i < 1000; ++i) {
    const std::string line = out();
    if (line.ends_with('\n')) return std::stoi(line.substr(line.rfind(':') + 1));
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return 0;
}

std::string foresign_program() {
  return std::string(FORESIGN_BINARY_DIR) + "/foresign";
}

}  // namespace foresign::wire
