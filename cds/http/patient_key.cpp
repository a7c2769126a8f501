#include "cds/http/patient_key.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

namespace foresign::http {
namespace {

constexpr std::size_t longest_key = 4096;

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::string problem_with(const std::string& file) {
  return "the key of the patients' hashes, " + file + ", ";
}

// 64 hex digits; empty if the kernel has none to give.
std::string random_key() {
  std::array<unsigned char, 32> bytes{};
  while (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    if (errno != EINTR) return {};
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 0x0f];
  }
  return text;
}

// Written whole under another name first: a key that is cut short by a crash would be a weak one. False with errno
// where it cannot be; true also where another process was quicker.
bool make_key(const std::string& file) {
  const std::string key = random_key();
  if (key.empty()) return false;
  const std::string draft = file + "." + std::to_string(::getpid());
  const Descriptor descriptor(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (descriptor.get() < 0) return false;
  const bool written = ::write(descriptor.get(), key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
                       ::fsync(descriptor.get()) == 0;
  // A link, not a renaming: it does not replace a key that another process made meanwhile.
  const bool linked = written && (::link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST);
  const int why = errno;
  ::unlink(draft.c_str());
  std::string parent = std::filesystem::path(file).parent_path().string();
  if (parent.empty()) parent = ".";
  const Descriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() >= 0) ::fsync(folder.get());
  errno = why;
  return linked;
}

}  // namespace

KeyFile read_patient_key(const std::string& file) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0)
    return {{}, problem_with(file) + "cannot be read: " + std::strerror(errno)};
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return {{}, problem_with(file) + "may be read by others than its owner: chmod 600"};
  std::string bytes(longest_key, '\0');
  const ssize_t count = ::read(descriptor.get(), bytes.data(), bytes.size());
  if (count < 0) return {{}, problem_with(file) + "cannot be read: " + std::strerror(errno)};
  bytes.resize(static_cast<std::size_t>(count));
  if (bytes.size() < shortest_patient_key)
    return {{}, problem_with(file) + "has fewer than " + std::to_string(shortest_patient_key) + " bytes"};
  return {std::move(bytes), {}};
}

KeyFile read_or_make_patient_key(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error) && !make_key(file))
    return {{}, problem_with(file) + "cannot be made: " + std::strerror(errno)};
  return read_patient_key(file);
}

}  // namespace foresign::http
