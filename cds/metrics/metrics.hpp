// What the service counts and measures, as Prometheus reads it (text format 0.0.4). docs/operating.md describes every
// metric; a test compares it, and the dashboard, with what is exported. Labels never come from a request: they are
// routes, statuses and reasons of ours, and ids of loaded policies.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cds/hooks/feedback.hpp"
#include "cds/policy/determination.hpp"
#include "cds/policy/policy.hpp"
#include "fhir/types/types.hpp"

namespace foresign::metrics {

enum class Reload : std::uint8_t { done, refused };

// The store as it is at one moment.
struct StoreState {
  std::size_t queued = 0;                                      // writes that wait
  std::optional<std::chrono::milliseconds> since_commit = {};  // empty: there was none yet
};

// May be used from many threads.
class Metrics {
 public:
  // `override_reasons`: those that our cards offer; any other counts as `other`.
  Metrics(std::string_view version, std::vector<fhir::Coding> override_reasons);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // An answered request. `route`: of the table of routes, or `-`.
  void request(std::string_view route, int status, std::chrono::microseconds took);
  // A judged request: its determinations, and the time without what FHIR servers took.
  void judged(const std::vector<const policy::Determination*>& determinations, std::chrono::microseconds took);
  // A call that was not taken for one of a known client. `reason`: words of ours, never of the token.
  void rejection(std::string_view reason);
  // An answer of a FHIR server that was called back, or its absence. `outcome`: `ok`, or a word of ours.
  void call_back(std::string_view outcome);
  // How long a request waited for all its calls that were made together.
  void call_back_took(std::chrono::microseconds took);
  // Feedback that was stored.
  void feedback(const std::vector<hooks::Feedback>& all);
  void reload(Reload result);
  // The policies that are in use from now on.
  void policies(const std::vector<policy::Policy>& all);
  // How the store is asked for its state, each time that metrics are read. Without it there are no metrics of a store.
  void watch_store(std::function<StoreState()> state);

  // Everything, as text/plain; version=0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace foresign::metrics
