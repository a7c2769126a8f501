#include "mapping/reading/orders.hpp"

#include <algorithm>

namespace foresign::mapping {
namespace {

// Rule 2.2: the drugs of an order, by its concept or by the Medication that it names.
std::vector<const Concept*> drugs_of(const fhir::MedicationRequest& request, const fhir::Entry& entry,
                                     const fhir::Chart& chart, const Terminology& codes) {
  std::vector<const Concept*> drugs = codes.drugs_of(request.medication.medication_concept);
  if (!drugs.empty() || request.medication.reference.empty()) return drugs;
  const fhir::Entry* target = chart.find(request.medication.reference, entry);
  const auto* medication = target == nullptr ? nullptr : std::get_if<fhir::Medication>(&target->resource);
  if (medication != nullptr) {
    drugs = codes.drugs_of(medication->code);
    for (const fhir::CodeableConcept& ingredient : medication->ingredients)
      for (const Concept* drug : codes.drugs_of(ingredient))
        if (std::ranges::find(drugs, drug) == drugs.end()) drugs.push_back(drug);
  }
  // A Medication that cannot be had must not make an order silent: its display is what is left to read.
  if (drugs.empty()) drugs = codes.drugs_of({{}, request.medication.reference.display});
  return drugs;
}

// Rule 2.3.
bool skipped(const fhir::MedicationRequest& request) {
  return request.do_not_perform || request.status == "cancelled" || request.status == "stopped" ||
         request.status == "completed" || request.status == "entered-in-error";
}

}  // namespace

std::vector<Order> orders_in(const fhir::Chart& chart, const std::vector<std::string>& drugs, const Day& day,
                             const Terminology& codes) {
  std::vector<Order> orders;
  for (const auto& entry : chart.drafts()) {
    const auto* request = std::get_if<fhir::MedicationRequest>(&entry->resource);
    if (request == nullptr || skipped(*request)) continue;
    if (chart.whose(request->subject, *entry) != fhir::Whose::this_patient) continue;  // rule 2.4
    for (const Concept* drug : drugs_of(*request, *entry, chart, codes)) {
      if (std::ranges::find(drugs, drug->name) == drugs.end()) continue;
      Order order{entry->reference, drug->name, day.today, entry.get()};
      if (day.from_order && request->authored) order.day = request->authored->earliest;
      orders.push_back(std::move(order));
      break;  // one judgement for each order
    }
  }
  return orders;
}

bool orders_drug(const fhir::Chart& chart, const std::vector<std::string>& drugs, const Terminology& codes) {
  return std::ranges::any_of(chart.drafts(), [&](const auto& entry) {
    const auto* request = std::get_if<fhir::MedicationRequest>(&entry->resource);
    if (request == nullptr) return false;
    const auto named = drugs_of(*request, *entry, chart, codes);
    return std::ranges::any_of(
        named, [&](const Concept* drug) { return std::ranges::find(drugs, drug->name) != drugs.end(); });
  });
}

}  // namespace foresign::mapping
