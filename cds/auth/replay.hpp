// Which tokens were used already: each may be used once (CDS Hooks 2.0, `jti`).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace foresign::auth {

enum class Use : std::uint8_t {
  first,     // and remembered from now on
  repeated,  // seen before
  no_room    // could not be remembered, so it must not be accepted
};

// Remembers a token of an issuer until `until` and says whether this is its first use; `now` is the time of the call.
// Of several calls at the same time exactly one is told `first`. Several instances of the service need one that they
// share (a database); ReplayMemory is for one.
using Once = std::function<Use(const std::string& issuer, const std::string& token_id, std::chrono::sys_seconds until,
                               std::chrono::sys_seconds now)>;

// Remembers in this process. Every issuer has its own lock and its own room, so that no client can use up another's.
// Nothing is forgotten before its time; a clock set back does not make the forgotten usable again.
class ReplayMemory {
 public:
  // A remembered token takes up to 300 bytes.
  explicit ReplayMemory(std::size_t room_per_issuer = 200'000);
  ~ReplayMemory();
  ReplayMemory(const ReplayMemory&) = delete;
  ReplayMemory& operator=(const ReplayMemory&) = delete;

  Use once(const std::string& issuer, const std::string& token_id, std::chrono::sys_seconds until,
           std::chrono::sys_seconds now);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace foresign::auth
