#include "cds/http/pool.hpp"

#include <unistd.h>

#include <cstdint>

namespace foresign::http {
namespace {

thread_local bool is_turning_away = false;

}  // namespace

bool Pool::turning_away() {
  return is_turning_away;
}

Pool::Pool(std::size_t threads, std::size_t waiting_at_most, int shed, std::function<void(std::size_t)> report_waiting)
    : waiting_at_most_(waiting_at_most), shed_(shed), report_waiting_(std::move(report_waiting)) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Pool::~Pool() {
  shutdown();
}

Pool::Enqueued Pool::enqueue(std::function<void()> job) {
  bool full = false;
  bool crowded = false;
  {
    const std::lock_guard lock(mutex_);
    full = jobs_.size() >= waiting_at_most_;
    if (!full) {
      jobs_.push_back(std::move(job));
      crowded = jobs_.size() > idle_;
      report_waiting_(crowded ? jobs_.size() - idle_ : 0);
    }
  }
  if (full) {
    // The job owns the socket and must run for it to be closed.
    is_turning_away = true;
    job();
    is_turning_away = false;
    return Enqueued(true);
  }
  changed_.notify_one();
  if (crowded) {
    const std::uint64_t one = 1;
    // A full counter means that everyone has been asked to leave already.
    [[maybe_unused]] const ssize_t written = ::write(shed_, &one, sizeof one);
  }
  return Enqueued(true);
}

void Pool::shutdown() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

void Pool::work() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      ++idle_;
      changed_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
      --idle_;
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
      report_waiting_(jobs_.size() > idle_ ? jobs_.size() - idle_ : 0);
    }
    job();
  }
}

}  // namespace foresign::http
