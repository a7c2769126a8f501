#include "cds/http/measured.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace foresign::http {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

microseconds since(Clock::time_point begin) {
  return std::chrono::duration_cast<microseconds>(Clock::now() - begin);
}

// Adds what its calls take to `spent`, which must outlive it.
fhir::client::Fetch measured(metrics::Metrics& metrics, fhir::client::Fetch fetch, microseconds& spent) {
  if (!fetch) return fetch;
  return [&metrics, &spent, fetch = std::move(fetch)](const std::vector<std::string>& wanted) {
    const auto begin = Clock::now();
    auto answers = fetch(wanted);
    const microseconds took = since(begin);
    spent += took;
    metrics.call_back_took(took);
    for (const fhir::client::Answer& answer : answers)
      metrics.call_back(answer.failure ? fhir::client::in_words(*answer.failure) : "ok");
    return answers;
  };
}

}  // namespace

std::variant<Answer, Refusal> measured_order_sign(metrics::Metrics* metrics, std::string_view body,
                                                  const Library& library, const mapping::Day& day,
                                                  const hooks::NewId& new_id, const CallBack& call_back) {
  if (metrics == nullptr) return order_sign(body, library, day, new_id, call_back);
  microseconds elsewhere{0};
  CallBack measured_call_back;
  if (call_back)
    measured_call_back = [&](const hooks::HookRequest& request) {
      return measured(*metrics, call_back(request), elsewhere);
    };
  const auto begin = Clock::now();
  auto outcome = order_sign(body, library, day, new_id, measured_call_back);
  const microseconds took = since(begin) - elsewhere;
  if (const auto* answer = std::get_if<Answer>(&outcome)) {
    std::vector<const policy::Determination*> determinations;
    for (const hooks::Card& card : answer->response.cards) determinations.push_back(&card.determination);
    metrics->judged(determinations, took);
  }
  return outcome;
}

}  // namespace foresign::http
