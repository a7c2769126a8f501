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
    const auto add = [&](const fhir::CodeableConcept& named) {
      for (const Concept* drug : codes.drugs_of(named))
        if (std::ranges::find(drugs, drug) == drugs.end()) drugs.push_back(drug);
    };
    add(medication->code);
    for (const fhir::CodeableConcept& ingredient : medication->ingredients) add(ingredient);
    for (const fhir::Reference& ingredient : medication->ingredient_references) {
      const fhir::Entry* part = chart.find(ingredient, *target);
      if (part == nullptr) part = chart.find(ingredient, entry);
      const auto* found = part == nullptr ? nullptr : std::get_if<fhir::Medication>(&part->resource);
      add(found == nullptr ? fhir::CodeableConcept{{}, ingredient.display} : found->code);
    }
  }
  // A Medication that cannot be had must not make an order silent: its display is what is left to read.
  if (drugs.empty()) drugs = codes.drugs_of({{}, request.medication.reference.display});
  return drugs;
}

// The first drug of an order that is one of `wanted`; null if there is none.
const Concept* drug_among(const std::vector<std::string>& wanted, const fhir::MedicationRequest& request,
                          const fhir::Entry& entry, const fhir::Chart& chart, const Terminology& codes) {
  for (const Concept* drug : drugs_of(request, entry, chart, codes))
    if (std::ranges::find(wanted, drug->name) != wanted.end()) return drug;
  return nullptr;
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
    const Concept* drug = drug_among(drugs, *request, *entry, chart, codes);
    if (drug == nullptr) continue;
    Order order{entry->reference, drug->name, day.today, entry.get()};
    if (day.from_order && request->authored) order.day = request->authored->earliest;
    orders.push_back(std::move(order));
  }
  return orders;
}

bool orders_drug(const fhir::Chart& chart, const std::vector<std::string>& drugs, const Terminology& codes) {
  return std::ranges::any_of(chart.drafts(), [&](const auto& entry) {
    const auto* request = std::get_if<fhir::MedicationRequest>(&entry->resource);
    return request != nullptr && drug_among(drugs, *request, *entry, chart, codes) != nullptr;
  });
}

bool may_be_judged(const fhir::Chart& chart, const std::vector<std::string>& drugs, const Terminology& codes) {
  return std::ranges::any_of(chart.drafts(), [&](const auto& entry) {
    const auto* request = std::get_if<fhir::MedicationRequest>(&entry->resource);
    return request != nullptr && !skipped(*request) &&
           chart.whose(request->subject, *entry) != fhir::Whose::another_patient &&
           drug_among(drugs, *request, *entry, chart, codes) != nullptr;
  });
}

}  // namespace foresign::mapping
