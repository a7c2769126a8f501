#include "cds/order_sign.hpp"

#include <string>
#include <utility>

#include "cds/cards/cards.hpp"
#include "cds/cards/wording.hpp"
#include "cds/gather.hpp"
#include "cds/policy/evaluate.hpp"
#include "mapping/answers/answer.hpp"

namespace foresign {
namespace {

// Each order is judged on the whole record and gets a card of its own; nobody signs as many for one patient.
constexpr std::size_t most_orders = 20;

std::vector<policy::UnavailableSource> unavailable_in(const fhir::Chart& chart) {
  std::vector<policy::UnavailableSource> all;
  for (const fhir::Unavailable& source : chart.unavailable()) all.push_back({source.key, source.why});
  return all;
}

policy::Determination determine(const mapping::Order& order, const policy::Catalogue::Choice& choice,
                                const fhir::Chart& chart, const Library& library) {
  const policy::Policy& policy = *choice.policy;
  const FactSheet facts = mapping::answer_all(policy::inquiry(policy), mapping::Case{order, chart}, library.codes);
  const policy::Subject subject{order.reference, order.drug, fhir::to_string(order.day)};
  policy::Determination determination = policy::evaluate(policy, facts, subject, unavailable_in(chart));
  if (choice.earliest_used) determination.notice = cards::wording::earliest_version_used(policy);
  return determination;
}

}  // namespace

std::variant<Answer, Refusal> order_sign(std::string_view body, const Library& library, const mapping::Day& day,
                                         const hooks::NewId& new_id, const CallBack& call_back) {
  json::Parsed<hooks::HookRequest> request = hooks::read_request(body);
  if (!request.value) return Refusal{Refusal::Why::malformed, std::move(request.issues), {}};

  const Parties parties{request.value->user_id, request.value->patient_id};
  Gathering gathering(*request.value, call_back ? call_back(*request.value) : fhir::client::Fetch());
  const fhir::Chart& chart = gathering.chart();
  if (gathering.draft_orders_cut())
    return Refusal{Refusal::Why::malformed,
                   {{json::Severity::fatal, "context.draftOrders", "holds more, or nests deeper, than is read"}},
                   parties};
  gathering.fetch_draft_medications();
  // Rule 2.1: orders of other drugs get no card, whatever came along with them, and nothing is fetched for them.
  if (!mapping::orders_drug(chart, library.policies.drugs(), library.codes)) return Answer{{}, parties};
  // Rule 2.4. Asked before the orders' own subjects: an order of the patient whose record came along must not be
  // silent.
  if (auto issue = another_patient(*request.value))
    return Refusal{Refusal::Why::another_patient, {std::move(*issue)}, parties};
  if (!mapping::may_be_judged(chart, library.policies.drugs(), library.codes)) return Answer{{}, parties};
  gathering.fetch_record();
  gathering.note_gaps();
  const std::vector<mapping::Order> orders = mapping::orders_in(chart, library.policies.drugs(), day, library.codes);
  if (orders.empty()) return Answer{{}, parties};
  if (orders.size() > most_orders)
    return Refusal{Refusal::Why::malformed,
                   {{json::Severity::fatal, "context.draftOrders",
                     "holds more than " + std::to_string(most_orders) + " orders that would have to be judged"}},
                   parties};
  if (!gathering.anything_of_the_record())
    return Refusal{Refusal::Why::no_record,
                   {{json::Severity::fatal, "prefetch",
                     "holds nothing of the patient's record (patient, conditions, observations, medications)"}},
                   parties};

  Answer answer{{}, parties};
  for (const mapping::Order& order : orders) {
    const policy::Catalogue::Choice choice = library.policies.find(order.drug, order.day);
    if (choice.policy == nullptr) continue;
    const policy::Determination determination = determine(order, choice, chart, library);
    answer.response.cards.push_back(
        cards::card_for(determination, *choice.policy, *order.entry, request.value->patient_id, new_id));
  }
  return answer;
}

}  // namespace foresign
