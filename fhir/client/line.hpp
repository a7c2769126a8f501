// The hold that a watchdog has on a connection: whatever its thread waits for (to connect, a handshake, one more byte
// of a header), cutting ends the wait. cpp-httplib's own `stop()` waits for a lock that is held while it connects, and
// its timeouts begin again with each byte.
#pragma once

#include <atomic>
#include <mutex>

namespace foresign::fhir::client {

class Line {
 public:
  Line() = default;
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line();

  // A fresh socket; the one before is forgotten. Cut at once where the line is cut already.
  void took(int socket) noexcept;
  // For good: no socket taken later lives.
  void cut() noexcept;
  [[nodiscard]] bool is_cut() const noexcept { return cut_; }

 private:
  std::mutex mutex_;
  int socket_ = -1;  // a duplicate, so that its number is ours as long as we use it
  std::atomic<bool> cut_ = false;
};

}  // namespace foresign::fhir::client
