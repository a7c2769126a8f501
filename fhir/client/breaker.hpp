// Leaves a server alone that keeps failing, so that nobody waits for it and it can recover. Time is a parameter.
#pragma once

#include <chrono>

namespace foresign::fhir::client {

class Breaker {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr int failures_to_open = 3;           // requests in a row
  static constexpr std::chrono::seconds open_for{10};  // then one request at a time may try

  // Whether a request may call. After a rest this lets one through, and the next one only a rest later, unless the
  // first has reported success.
  [[nodiscard]] bool may_call(Time now) {
    if (failures_ < failures_to_open) return true;
    if (now < try_again_) return false;
    try_again_ = now + open_for;
    return true;
  }
  void succeeded() { failures_ = 0; }
  void failed(Time now) {
    if (failures_ < failures_to_open) ++failures_;
    if (failures_ == failures_to_open) try_again_ = now + open_for;
  }

 private:
  int failures_ = 0;
  Time try_again_;
};

}  // namespace foresign::fhir::client
