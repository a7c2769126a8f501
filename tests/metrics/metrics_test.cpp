// What Prometheus gets to read.
#include "cds/metrics/metrics.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace foresign;
using namespace std::chrono_literals;
using metrics::Metrics;

namespace {

const std::string system_of_ours = "http://foresign.org/fhir/CodeSystem/override-reason";

std::vector<fhir::Coding> reasons() {
  return {{system_of_ours, "result-pending", ""}, {system_of_ours, "other-payer", ""}};
}

// The value of a series, written as Prometheus writes it; empty if it is not there.
std::string value(const Metrics& metrics, const std::string& series) {
  const std::string text = '\n' + metrics.text();
  const std::size_t at = text.find('\n' + series + ' ');
  if (at == std::string::npos) return {};
  const std::size_t from = at + series.size() + 2;
  return text.substr(from, text.find('\n', from) - from);
}

policy::Judgement judgement(std::string id, Verdict verdict) {
  policy::Judgement one;
  one.id = std::move(id);
  one.verdict = verdict;
  return one;
}

policy::Determination determination() {
  policy::Judgement group = judgement("1.B", Verdict::unknown);
  group.of = {judgement("1.B.mutation", Verdict::met), judgement("1.B.test", Verdict::unknown)};
  policy::Determination one;
  one.policy_id = "cigna-lumakras";
  one.indication = "1";
  one.indications.push_back({"1", "NSCLC", "1 year", Verdict::unknown, {judgement("1.A", Verdict::met), group}});
  one.indications.push_back({"2", "CRC", "1 year", Verdict::not_met, {judgement("2.A", Verdict::not_met)}});
  return one;
}

hooks::Feedback feedback(hooks::Outcome outcome, std::string system = {}, std::string code = {}) {
  hooks::Feedback one;
  one.outcome = outcome;
  one.override_reason = {std::move(system), std::move(code), ""};
  return one;
}

}  // namespace

TEST_CASE("requests count by route and status and are measured by route") {
  Metrics metrics("1.2.3", {});
  metrics.request("/health", 200, 400us);
  metrics.request("/health", 200, 30ms);
  metrics.request("-", 404, 1ms);
  CHECK(value(metrics, R"(foresign_requests_total{route="/health",status="200"})") == "2");
  CHECK(value(metrics, R"(foresign_requests_total{route="-",status="404"})") == "1");
  CHECK(value(metrics, R"(foresign_request_duration_seconds_count{route="/health"})") == "2");
  CHECK(value(metrics, R"(foresign_request_duration_seconds_bucket{route="/health",le="0.001"})") == "1");
  CHECK(value(metrics, R"(foresign_request_duration_seconds_bucket{route="/health",le="0.05"})") == "2");
  CHECK(value(metrics, R"(foresign_build_info{version="1.2.3"})") == "1");
}

TEST_CASE("verdicts count for the order, for the shown indication's criteria, and what is missing apart") {
  Metrics metrics("1", {});
  const policy::Determination one = determination();
  metrics.judged({&one}, 2ms);
  metrics.judged({&one}, 3ms);
  CHECK(value(metrics, R"(foresign_determinations_total{indication="1",policy="cigna-lumakras",verdict="unknown"})") ==
        "2");
  const auto criterion = [&](const std::string& id, const std::string& verdict) {
    return value(metrics, R"(foresign_criteria_total{criterion=")" + id + R"(",policy="cigna-lumakras",verdict=")" +
                              verdict + R"("})");
  };
  CHECK(criterion("1.A", "met") == "2");
  CHECK(criterion("1.B", "unknown") == "2");
  CHECK(criterion("1.B.test", "unknown") == "2");
  CHECK(criterion("2.A", "not-met").empty());
  CHECK(value(metrics, R"(foresign_missing_total{criterion="1.B.test",policy="cigna-lumakras"})") == "2");
  CHECK(value(metrics, R"(foresign_missing_total{criterion="1.B.mutation",policy="cigna-lumakras"})").empty());
  CHECK(value(metrics, "foresign_judging_duration_seconds_count") == "2");

  policy::Determination uncovered = determination();
  uncovered.basis = policy::Basis::not_covered;
  uncovered.indication.clear();
  uncovered.verdict = Verdict::not_met;
  metrics.judged({&uncovered}, 1ms);
  CHECK(value(metrics,
              R"(foresign_determinations_total{indication="not-covered",policy="cigna-lumakras",verdict="not-met"})") ==
        "1");
}

TEST_CASE("only our own reasons for overriding are named") {
  Metrics metrics("1", reasons());
  using hooks::Outcome;
  metrics.feedback({feedback(Outcome::accepted), feedback(Outcome::overridden, system_of_ours, "other-payer"),
                    feedback(Outcome::overridden, "", "other-payer"), feedback(Outcome::overridden),
                    feedback(Outcome::overridden, "urn:theirs", "other-payer"),
                    feedback(Outcome::overridden, system_of_ours, "Lindqvist, Anna")});
  CHECK(value(metrics, R"(foresign_feedback_total{outcome="accepted"})") == "1");
  CHECK(value(metrics, R"(foresign_feedback_total{outcome="overridden"})") == "5");
  CHECK(value(metrics, R"(foresign_override_reasons_total{reason="other-payer"})") == "2");
  CHECK(value(metrics, R"(foresign_override_reasons_total{reason="none"})") == "1");
  CHECK(value(metrics, R"(foresign_override_reasons_total{reason="other"})") == "2");
  CHECK(metrics.text().find("Lindqvist") == std::string::npos);
}

TEST_CASE("reloads, rejections and calls back count by what became of them") {
  Metrics metrics("1", {});
  CHECK(value(metrics, R"(foresign_reloads_total{result="refused"})") == "0");
  metrics.reload(metrics::Reload::refused);
  metrics.reload(metrics::Reload::done);
  metrics.rejection("signature does not hold");
  metrics.call_back("ok");
  metrics.call_back_took(20ms);
  CHECK(value(metrics, R"(foresign_reloads_total{result="refused"})") == "1");
  CHECK(value(metrics, R"(foresign_reloads_total{result="ok"})") == "1");
  CHECK(value(metrics, R"(foresign_rejections_total{reason="signature does not hold"})") == "1");
  CHECK(value(metrics, R"(foresign_callback_fetches_total{outcome="ok"})") == "1");
  CHECK(value(metrics, "foresign_callback_duration_seconds_sum") == "0.02");
}

TEST_CASE("policies that are gone are no longer named") {
  Metrics metrics("1", {});
  policy::Policy one;
  one.id = "p";
  one.version = "2025-05-14";
  one.digest = "sha256:aa";
  policy::Policy other = one;
  other.digest = "sha256:bb";
  metrics.policies({one});
  CHECK(value(metrics, R"(foresign_policy_info{digest="sha256:aa",policy="p",version="2025-05-14"})") == "1");
  metrics.policies({other, one});
  CHECK(value(metrics, "foresign_policies_loaded") == "2");
  metrics.policies({other});
  CHECK(value(metrics, R"(foresign_policy_info{digest="sha256:aa",policy="p",version="2025-05-14"})").empty());
  CHECK(value(metrics, R"(foresign_policy_info{digest="sha256:bb",policy="p",version="2025-05-14"})") == "1");
  CHECK(value(metrics, "foresign_policies_loaded") == "1");
}

TEST_CASE("the store is asked when metrics are read, and is not there before") {
  Metrics metrics("1", {});
  CHECK(metrics.text().find("foresign_store_") == std::string::npos);
  metrics::StoreState state{7, {}};
  metrics.watch_store([&] { return state; });
  CHECK(value(metrics, "foresign_store_queue_length") == "7");
  CHECK(value(metrics, "foresign_store_last_commit_age_seconds").empty());
  state = {0, 1500ms};
  CHECK(value(metrics, "foresign_store_queue_length") == "0");
  CHECK(value(metrics, "foresign_store_last_commit_age_seconds") == "1.5");
}

TEST_CASE("nothing is lost when many threads count and one reads") {
  Metrics metrics("1", {});
  const policy::Determination one = determination();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 500; ++n) {
        metrics.request("/health", 200, 1ms);
        metrics.judged({&one}, 1ms);
      }
    });
  for (int n = 0; n < 20; ++n) CHECK_FALSE(metrics.text().empty());
  for (std::thread& thread : threads) thread.join();
  CHECK(value(metrics, R"(foresign_requests_total{route="/health",status="200"})") == "2000");
  CHECK(value(metrics, R"(foresign_missing_total{criterion="1.B.test",policy="cigna-lumakras"})") == "2000");
}
