#include "cds/gather.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "cds/hooks/prefetch.hpp"
#include "fhir/bundle.hpp"

namespace foresign {
namespace {

std::string joined(const std::vector<std::string>& problems) {
  std::string all;
  for (const std::string& problem : problems) all += (all.empty() ? "" : "; ") + problem;
  return all;
}

bool documented(std::string_view key) {
  const auto keys = hooks::prefetch_keys();
  return std::any_of(keys.begin(), keys.end(), [&](const hooks::PrefetchKey& row) { return row.key == key; });
}

// Rule 1.7. A key that nobody asked for cannot be missing.
void note_gaps(const fhir::BundleReading& reading, std::string_view key, fhir::Chart& chart) {
  if (!documented(key)) return;
  if (reading.supply != fhir::Supply::failed && !reading.incomplete) return;
  const std::string why = joined(reading.problems);
  chart.add_unavailable({std::string(key), why.empty() ? "the search failed" : why});
}

// A Patient that is not `id`, as a read or in a Bundle. Looks at the JSON: a Patient that cannot be read is somebody
// all the same.
std::optional<json::Issue> stranger_in(json::View value, const std::string& id) {
  const auto type = value["resourceType"].string();
  if (type == "Patient") {
    const json::View found = value["id"];
    if (!found.string() || *found.string() == id) return std::nullopt;
    return json::Issue{json::Severity::fatal, found.path(), "is not the patient of `context.patientId`"};
  }
  if (type == "Bundle")
    for (const json::View entry : value["entry"])
      if (auto issue = stranger_in(entry["resource"], id)) return issue;
  return std::nullopt;
}

bool is_of_the_record(const fhir::Entry& entry) {
  static constexpr std::array<std::string_view, 7> types = {
      "Patient",           "Condition",           "Observation",
      "MedicationRequest", "MedicationStatement", "MedicationAdministration",
      "MedicationDispense"};
  return std::find(types.begin(), types.end(), entry.type) != types.end();
}

}  // namespace

fhir::Chart read_chart(const hooks::HookRequest& request) {
  fhir::Chart chart(request.patient_id, request.fhir_server);

  fhir::BundleReading drafts = fhir::read_bundle(request.draft_orders, "draftOrders");
  for (fhir::Entry& entry : drafts.entries) chart.add_draft(std::move(entry));
  for (fhir::Unreadable& unreadable : drafts.unreadable) chart.add_unreadable(std::move(unreadable));

  for (const hooks::PrefetchKey& row : hooks::prefetch_keys())
    if (!request.prefetch[row.key].exists()) chart.add_unavailable({std::string(row.key), "not supplied"});
  // A resource is taken by its resourceType, whatever key it came under, so unknown keys are read too.
  for (const json::View value : request.prefetch) {
    fhir::BundleReading reading = fhir::read_bundle(value, value.key());
    note_gaps(reading, value.key(), chart);
    for (fhir::Entry& entry : reading.entries) chart.add(std::move(entry));
    for (fhir::Unreadable& unreadable : reading.unreadable) chart.add_unreadable(std::move(unreadable));
  }
  chart.finish();
  return chart;
}

std::optional<json::Issue> another_patient(const hooks::HookRequest& request) {
  return stranger_in(request.prefetch["patient"], request.patient_id);
}

json::Parsed<fhir::Chart> gather(const hooks::HookRequest& request) {
  if (auto issue = another_patient(request)) return {std::nullopt, {std::move(*issue)}};
  return {read_chart(request), {}};
}

bool anything_of_the_record(const hooks::HookRequest& request, const fhir::Chart& chart) {
  for (const auto& entry : chart.record())
    if (is_of_the_record(*entry)) return true;
  // Looked up and found empty is knowledge too.
  for (const hooks::PrefetchKey& row : hooks::prefetch_keys()) {
    if (!row.record || !request.prefetch[row.key].exists()) continue;
    if (fhir::read_bundle(request.prefetch[row.key], row.key).supply != fhir::Supply::failed) return true;
  }
  return false;
}

}  // namespace foresign
