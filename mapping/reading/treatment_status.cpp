#include "mapping/reading/treatment_status.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "mapping/reading/treatment_remarks.hpp"

namespace foresign::mapping {
namespace {

std::string in_words(std::string_view status) {
  if (status.empty()) return "its status is missing";
  if (status == "entered-in-error") return "entered in error";
  return "its status is " + std::string(status);
}

Given by_status(std::string_view status, std::initializer_list<std::string_view> counting) {
  Given given;
  given.counts = std::ranges::find(counting, status) != counting.end();
  given.ended = given.counts && (status == "completed" || status == "stopped");
  if (!given.counts) given.why_not = in_words(status);
  return given;
}

}  // namespace

Given given_by(const fhir::MedicationAdministration& administration) {
  return by_status(administration.status, {"completed", "in-progress", "stopped"});
}

Given given_by(const fhir::MedicationDispense& dispense) {
  return by_status(dispense.status, {"completed", "stopped"});
}

Given given_by(const fhir::MedicationStatement& statement) {
  return by_status(statement.status, {"active", "completed", "stopped", "on-hold"});
}

Given given_by(const fhir::Procedure& procedure) {
  return by_status(procedure.status, {"completed", "in-progress", "stopped"});
}

Given given_by(const fhir::MedicationRequest& request) {
  Given given = by_status(request.status, {"active", "on-hold", "completed", "stopped"});
  if (!given.counts) return given;
  const auto refuse = [&](std::string why) { return Given{false, false, std::move(why)}; };
  if (request.do_not_perform) return refuse("an order not to give it");
  if (request.intent.empty()) return refuse("its intent is missing");
  if (!is_order_intent(request.intent)) {
    const bool vowel = std::string_view("aeiou").find(request.intent.front()) != std::string_view::npos;
    return refuse((vowel ? "an " : "a ") + request.intent + " is no order");
  }
  return given;
}

bool is_order_intent(std::string_view intent) {
  constexpr std::array<std::string_view, 5> orders{"order", "original-order", "reflex-order", "filler-order",
                                                   "instance-order"};
  return std::ranges::find(orders, intent) != orders.end();
}

std::string why_not_before(const std::optional<fhir::PartialDate>& start, const std::optional<fhir::PartialDate>& end,
                           bool ended, date::sys_days day) {
  if (start && start->earliest >= day) return "did not begin before the day of judgement";
  if (start && fhir::surely_before(*start, day)) return {};
  if (end && fhir::surely_before(*end, day)) return {};  // an end before the day proves a start before it
  if (start || end) return std::string(perhaps_not_begun);
  return ended ? std::string() : std::string(not_dated);
}

Fulfilments read_fulfilments(const Record& record) {
  Fulfilments fulfilments;
  const auto consider = [&](const fhir::Reference& order, const fhir::Entry& from, const auto& event,
                            const std::optional<fhir::PartialDate>& start,
                            const std::optional<fhir::PartialDate>& end) {
    if (order.empty()) return;
    const fhir::Entry* request = record.chart().find(order, from);
    if (request == nullptr) return;
    Fulfilment& fulfilment = fulfilments[request];
    const Given given = given_by(event);
    if (!given.counts) {
      if (event.status == "not-done" || event.status == "cancelled" || event.status == "declined")
        fulfilment.refused = true;
      return;
    }
    const Objection objection =
        objection_in(record.codes(), remarks_on(event, record.day()), read_medication(record, from, event.medication));
    if (objection.weight != Objection::Weight::none) {
      fulfilment.refused = true;
      return;
    }
    if (!why_not_before(start, end, given.ended, record.day()).empty()) return;
    fulfilment.given = true;
    if (start && (!fulfilment.first || start->earliest < fulfilment.first->earliest)) fulfilment.first = start;
  };
  for (const auto& administration : record.all<fhir::MedicationAdministration>())
    consider(administration->request, *administration.entry, *administration, administration->start,
             administration->end);
  for (const auto& dispense : record.all<fhir::MedicationDispense>())
    for (const fhir::Reference& prescription : dispense->authorizing_prescriptions)
      consider(prescription, *dispense.entry, *dispense, dispense->handed_over, std::nullopt);
  return fulfilments;
}

}  // namespace foresign::mapping
