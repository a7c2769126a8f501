// Programs that a test runs, and the folder for their files.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace foresign::wire {

std::string text_of(const std::filesystem::path& file);

// A folder that lasts as long as its test.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::filesystem::path path() const { return path_; }
  // Writes a file and gives its whole name.
  [[nodiscard]] std::string write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

// A running program, its output going to files `NAME.out` and `NAME.err` of the folder. Killed at the latest when this
// ends.
class Process {
 public:
  Process(const Folder& folder, const std::string& program, const std::vector<std::string>& arguments,
          const std::string& input = "/dev/null");
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The exit code; 128 + signal if it was killed.
  int wait();
  void signal(int which) const;
  [[nodiscard]] pid_t id() const { return id_; }
  [[nodiscard]] std::string out() const { return text_of(out_); }
  [[nodiscard]] std::string err() const { return text_of(err_); }
  // The port in the line that `foresign serve` prints; 0 if it has not come after ten seconds.
  [[nodiscard]] int port() const;

 private:
  std::filesystem::path out_;
  std::filesystem::path err_;
  pid_t id_ = -1;
};

// `foresign` of this build.
std::string foresign_program();

}  // namespace foresign::wire
