// Keeps the keys of clients fresh while the service runs.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "cds/auth/authenticator.hpp"

namespace foresign::http {

// A thread that calls Authenticator::refresh every second. Its end waits for a fetch that is under way.
class KeyRefresher {
 public:
  // The authenticator must live longer. `report` hears of every issue; its path is the client's issuer.
  KeyRefresher(auth::Authenticator& authenticator, std::function<void(const json::Issue&)> report);
  ~KeyRefresher();
  KeyRefresher(const KeyRefresher&) = delete;
  KeyRefresher& operator=(const KeyRefresher&) = delete;

 private:
  void run();

  auth::Authenticator& authenticator_;
  std::function<void(const json::Issue&)> report_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace foresign::http
