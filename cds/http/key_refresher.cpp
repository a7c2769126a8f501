#include "cds/http/key_refresher.hpp"

#include <chrono>
#include <utility>

namespace foresign::http {

KeyRefresher::KeyRefresher(auth::Authenticator& authenticator, std::function<void(std::string_view)> log)
    : authenticator_(authenticator), log_(std::move(log)), thread_([this] { run(); }) {}

KeyRefresher::~KeyRefresher() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void KeyRefresher::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    lock.unlock();
    for (const json::Issue& issue : authenticator_.refresh(std::chrono::steady_clock::now()))
      log_("keys of " + issue.path + ": " + issue.message);
    lock.lock();
    changed_.wait_for(lock, std::chrono::seconds(1), [this] { return ending_; });
  }
}

}  // namespace foresign::http
