// The threads that serve connections: one connection a thread. Knows how many connections wait, asks an idle one to
// leave when no thread is free, and turns connections away when too many wait.
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace foresign::http {

class Pool final : public httplib::TaskQueue {
 public:
  // `shed`: see Signals. `turn_away` is set while a job is run only to be refused.
  Pool(std::size_t threads, std::size_t waiting_at_most, int shed, std::function<void(std::size_t)> report_waiting);
  ~Pool() override;

  // Later versions of the library want to know whether the job was taken.
  using Enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>()));
  Enqueued enqueue(std::function<void()> job) override;
  // Does what was taken, then ends.
  void shutdown() override;

  // Whether this thread is running a job only to turn its connection away.
  static bool turning_away();

 private:
  void work();

  std::size_t waiting_at_most_;
  int shed_;
  std::function<void(std::size_t)> report_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  std::size_t idle_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace foresign::http
