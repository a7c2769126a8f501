#include "cds/data.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <ostream>
#include <system_error>

namespace foresign {

std::string default_data_folder() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "data" : (program.parent_path() / "data").string();
}

std::optional<std::string> read_all(const std::string& file) {
  const int descriptor = file == "-" ? ::dup(STDIN_FILENO) : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  std::string text;
  std::array<char, 65536> buffer;  // NOLINT: filled by read
  for (;;) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (got == 0) {
      ::close(descriptor);
      return text;
    } else if (errno != EINTR) {
      const int why = errno;
      ::close(descriptor);
      errno = why;
      return std::nullopt;
    }
  }
}

void print_issues(std::ostream& out, const std::string& file, const std::vector<json::Issue>& issues) {
  for (const json::Issue& issue : issues) {
    out << file;
    if (!issue.path.empty() && issue.path != "$") out << ": " << issue.path;
    out << ": " << issue.message << '\n';
  }
}

void print_library_issues(std::ostream& out, const std::string& data, const std::vector<json::Issue>& issues) {
  for (const json::Issue& issue : issues) {
    const bool is_table = issue.path.find(".tsv") != std::string::npos;
    out << data << '/' << (is_table ? "terminology/" : "") << issue.path << ": " << issue.message << '\n';
  }
}

}  // namespace foresign
