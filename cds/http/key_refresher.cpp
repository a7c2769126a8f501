#include "cds/http/key_refresher.hpp"

#include <chrono>
#include <utility>

namespace foresign::http {

KeyRefresher::KeyRefresher(auth::Authenticator& authenticator, std::function<void(const json::Issue&)> report)
    : authenticator_(authenticator), report_(std::move(report)), thread_([this] { run(); }) {}

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
    for (const json::Issue& issue : authenticator_.refresh(std::chrono::steady_clock::now())) report_(issue);
    lock.lock();
    changed_.wait_for(lock, std::chrono::seconds(1), [this] { return ending_; });
  }
}

}  // namespace foresign::http
