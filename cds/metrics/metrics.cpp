#include "cds/metrics/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace foresign::metrics {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Labels;

// Seconds. A prescriber waits for the answer: what matters lies between some milliseconds and the deadline of calls.
const Histogram::BucketBoundaries& buckets() {
  static const Histogram::BucketBoundaries all = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                  0.25,  0.5,    1,     2.5,  5,     10};
  return all;
}

double seconds(std::chrono::microseconds took) {
  return std::chrono::duration<double>(took).count();
}

std::string owned(std::string_view view) {
  return std::string(view);
}

}  // namespace

struct Metrics::Inside {
  explicit Inside(std::vector<fhir::Coding> reasons) : override_reasons(std::move(reasons)) {}

  prometheus::Registry registry;

  Family<Counter>& counter(const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  }
  Family<Gauge>& gauge(const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
  }
  Family<Histogram>& histogram(const char* name, const char* help) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
  }

  Family<Gauge>& build_info = gauge("foresign_build_info", "Always 1; the version of the program");
  Family<Counter>& requests = counter("foresign_requests_total", "Answered requests by route and status");
  Family<Histogram>& request_duration =
      histogram("foresign_request_duration_seconds", "From a request's first byte to its answer, by route");
  Histogram& judging_duration =
      histogram("foresign_judging_duration_seconds",
                "From a whole body to its determinations, without the time that FHIR servers took")
          .Add({}, buckets());
  Family<Counter>& determinations =
      counter("foresign_determinations_total", "Judged orders by policy, indication or why none, and verdict");
  Family<Counter>& criteria =
      counter("foresign_criteria_total", "Verdicts on the criteria of the indication that a card shows");
  Family<Counter>& missing =
      counter("foresign_missing_total", "Criteria that could not be settled and that could still change the result");
  Family<Counter>& rejections = counter("foresign_rejections_total", "Calls not taken for a known client's, by reason");
  Family<Counter>& call_backs = counter("foresign_callback_fetches_total", "Answers of FHIR servers by outcome");
  Histogram& call_back_duration =
      histogram("foresign_callback_duration_seconds", "Time that a request waited for FHIR servers, each time")
          .Add({}, buckets());
  Family<Counter>& outcomes = counter("foresign_feedback_total", "Cards on which feedback was stored, by outcome");
  Family<Counter>& overrides = counter("foresign_override_reasons_total", "Overridden cards by reason");
  Family<Counter>& reloads = counter("foresign_reloads_total", "Reloads by result");
  Family<Gauge>& policies_loaded = gauge("foresign_policies_loaded", "Policies in use");
  Family<Gauge>& policy_info = gauge("foresign_policy_info", "Always 1; the policies in use");
  Family<Gauge>& store_queued = gauge("foresign_store_queue_length", "Writes that wait for the store");
  Family<Gauge>& store_commit =
      gauge("foresign_store_last_commit_age_seconds", "Since the store last wrote durably; absent before that");

  const std::vector<fhir::Coding> override_reasons;

  mutable std::mutex mutex;  // of what follows
  std::vector<Gauge*> shown_policies;
  std::function<StoreState()> store;

  // The labels of a verdict stay few: a policy has some dozens of criteria.
  void count_criterion(const policy::Determination& determination, const policy::Judgement& judgement) {
    criteria
        .Add({{"policy", determination.policy_id},
              {"criterion", judgement.id},
              {"verdict", owned(to_string(judgement.verdict))}})
        .Increment();
    for (const policy::Judgement& part : judgement.of) count_criterion(determination, part);
  }

  void count(const policy::Determination& determination) {
    std::string indication = determination.indication;
    if (determination.basis == policy::Basis::not_covered) indication = "not-covered";
    if (determination.basis == policy::Basis::no_cancer_diagnosis) indication = "no-cancer-diagnosis";
    determinations
        .Add({{"policy", determination.policy_id},
              {"indication", indication},
              {"verdict", owned(to_string(determination.verdict))}})
        .Increment();
    if (const policy::IndicationJudgement* shown = determination.shown())
      for (const policy::Judgement& judgement : shown->criteria) count_criterion(determination, judgement);
    for (const policy::Judgement* open : determination.open())
      missing.Add({{"policy", determination.policy_id}, {"criterion", open->id}}).Increment();
  }

  // What came is a client's: only a reason that we offered is named. Not every client sends its system back.
  [[nodiscard]] std::string reason_label(const fhir::Coding& reason) const {
    if (reason.code.empty()) return "none";
    const auto same = [&](const fhir::Coding& ours) {
      return ours.code == reason.code && (reason.system.empty() || ours.system == reason.system);
    };
    return std::any_of(override_reasons.begin(), override_reasons.end(), same) ? reason.code : "other";
  }

  void read_store() {
    const std::lock_guard lock(mutex);
    if (!store) return;
    const StoreState state = store();
    store_queued.Add({}).Set(static_cast<double>(state.queued));
    if (state.since_commit) store_commit.Add({}).Set(std::chrono::duration<double>(*state.since_commit).count());
  }
};

Metrics::Metrics(std::string_view version, std::vector<fhir::Coding> override_reasons)
    : inside_(std::make_unique<Inside>(std::move(override_reasons))) {
  inside_->build_info.Add({{"version", owned(version)}}).Set(1);
  // An alarm compares with zero from the start, not with nothing.
  for (const char* result : {"ok", "refused"}) inside_->reloads.Add({{"result", result}});
}

Metrics::~Metrics() = default;

void Metrics::request(std::string_view route, int status, std::chrono::microseconds took) {
  inside_->requests.Add({{"route", owned(route)}, {"status", std::to_string(status)}}).Increment();
  inside_->request_duration.Add({{"route", owned(route)}}, buckets()).Observe(seconds(took));
}

void Metrics::judged(const std::vector<const policy::Determination*>& determinations, std::chrono::microseconds took) {
  inside_->judging_duration.Observe(seconds(took));
  for (const policy::Determination* determination : determinations) inside_->count(*determination);
}

void Metrics::rejection(std::string_view reason) {
  inside_->rejections.Add({{"reason", owned(reason)}}).Increment();
}

void Metrics::call_back(std::string_view outcome) {
  inside_->call_backs.Add({{"outcome", owned(outcome)}}).Increment();
}

void Metrics::call_back_took(std::chrono::microseconds took) {
  inside_->call_back_duration.Observe(seconds(took));
}

void Metrics::feedback(const std::vector<hooks::Feedback>& all) {
  for (const hooks::Feedback& one : all) {
    inside_->outcomes.Add({{"outcome", owned(hooks::to_string(one.outcome))}}).Increment();
    if (one.outcome != hooks::Outcome::overridden) continue;
    inside_->overrides.Add({{"reason", inside_->reason_label(one.override_reason)}}).Increment();
  }
}

void Metrics::reload(Reload result) {
  inside_->reloads.Add({{"result", result == Reload::done ? "ok" : "refused"}}).Increment();
}

void Metrics::policies(const std::vector<policy::Policy>& all) {
  const std::lock_guard lock(inside_->mutex);
  for (Gauge* const shown : inside_->shown_policies) inside_->policy_info.Remove(shown);
  inside_->shown_policies.clear();
  for (const policy::Policy& policy : all) {
    Gauge& shown =
        inside_->policy_info.Add({{"policy", policy.id}, {"version", policy.version}, {"digest", policy.digest}});
    shown.Set(1);
    inside_->shown_policies.push_back(&shown);
  }
  inside_->policies_loaded.Add({}).Set(static_cast<double>(all.size()));
}

void Metrics::watch_store(std::function<StoreState()> state) {
  const std::lock_guard lock(inside_->mutex);
  inside_->store = std::move(state);
}

std::string Metrics::text() const {
  inside_->read_store();
  const prometheus::TextSerializer serializer;
  return serializer.Serialize(inside_->registry.Collect());
}

}  // namespace foresign::metrics
