// What the store needs once a day while the service runs: old records go, and the log hears where the audit chain ends.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "cds/config.hpp"
#include "cds/http/log.hpp"
#include "cds/store/store.hpp"

namespace foresign::http {

struct PurgedBoth {
  std::size_t feedback = 0;
  std::size_t audit = 0;
};

// Takes away what is older than its days at `now`, some at a time, so that callers need not wait for it. Nothing if the
// store could not be written; `go_on` is asked between two steps.
std::optional<PurgedBoth> purge_old(store::Store& store, const RetentionDays& days, store::Time now,
                                    const std::function<bool()>& go_on);

class Upkeep {
 public:
  struct Settings {
    RetentionDays days;
    std::function<store::Time()> clock;
    // Gets an event a round: how much was taken away, whether the chain is intact, and its head, which is worth keeping
    // outside of the store. A warning where the store could not be written or read, an error where the chain is broken.
    std::function<void(const Event&)> log;
    std::chrono::milliseconds first_after = std::chrono::minutes(10);
    std::chrono::milliseconds every = std::chrono::hours(24);
  };

  // The store must live longer.
  Upkeep(store::Store& store, Settings settings);
  ~Upkeep();
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;

 private:
  void run();
  void round();
  bool ending();

  store::Store& store_;
  Settings settings_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;
  std::thread thread_;
};

// `SEQ:HASH`, as `foresign audit verify --head` takes it.
std::string to_string(const store::Head& head);

// In words: `intact`, `altered`, ...
std::string_view to_string(store::Integrity integrity);

}  // namespace foresign::http
