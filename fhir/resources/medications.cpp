// Readers of what was ordered, taken, given and dispensed.
#include "fhir/resources/read.hpp"
#include "fhir/resources/reader.hpp"

namespace foresign::fhir {

using json::Parsed;
using json::View;

namespace {

// STU3 and DSTU2 say beside the status that something did not happen; R4 made it a status. Without this a drug that was
// never taken would read as one that was.
std::string negated_status(Reader& reader, std::initializer_list<std::string_view> flags, std::string_view negated) {
  std::string status = reader.status();
  for (const std::string_view flag : flags) {
    if (reader.flag(reader[flag]).value_or(false) && status != "entered-in-error") status = negated;
  }
  return status;
}

}  // namespace

Parsed<Medication> read_medication(View resource, Wants wants) {
  Reader reader(resource, wants);
  Medication result;
  result.id = reader.text(reader["id"]);
  result.status = reader.status();
  result.code = reader.codeable(reader["code"]);
  result.form = reader.codeable(reader["form"].exists() ? reader["form"] : reader["doseForm"]);
  reader.list(reader["ingredient"], [&](View ingredient) {
    if (!reader.expect(ingredient, json::Kind::object)) return false;
    append(result.ingredients, reader.codeables(ingredient["itemCodeableConcept"]));
    append(result.ingredient_references, reader.references(ingredient["itemReference"]));
    if (const View item = ingredient["item"]; reader.expect(item, json::Kind::object)) {  // R5
      append(result.ingredients, reader.codeables(item["concept"]));
      append(result.ingredient_references, reader.references(item["reference"]));
    }
    return true;
  });
  return reader.finish(std::move(result));
}

Parsed<MedicationRequest> read_medication_request(View resource, Wants wants) {
  Reader reader(resource, wants);
  MedicationRequest result;
  result.id = reader.text(reader["id"]);
  result.extensions = reader.extensions(reader["extension"]);
  result.status = reader.status();
  result.status_reason = reader.codeable(reader["statusReason"]);
  result.intent = reader.text(reader["intent"]);
  result.do_not_perform = reader.flag(reader["doNotPerform"]).value_or(false);
  result.medication = reader.medication();
  result.subject = reader.reference(reader["subject"]);
  result.authored = reader.date(reader["authoredOn"]);
  auto [codes, references] = reader.reasons();
  result.reasons = std::move(codes);
  result.reason_references = std::move(references);
  result.notes = reader.notes(reader["note"]);
  result.dosage = reader.dosage(reader["dosageInstruction"]);
  if (const View dispense = reader["dispenseRequest"]; dispense["validityPeriod"].is(json::Kind::object))
    result.validity = reader.period(dispense["validityPeriod"]);
  result.dispensed = reader.amount(reader["dispenseRequest"]["quantity"]);
  result.based_on = reader.references(reader["basedOn"]);
  result.prior_prescription = reader.reference(reader["priorPrescription"]);
  return reader.finish(std::move(result));
}

Parsed<MedicationStatement> read_medication_statement(View resource) {
  Reader reader(resource);
  MedicationStatement result;
  result.id = reader.text(reader["id"]);
  result.status = negated_status(reader, {"wasNotTaken"}, "not-taken");
  const std::string taken = reader.text(reader["taken"]);  // STU3
  if (taken == "n" && result.status != "entered-in-error") result.status = "not-taken";
  if (taken == "unk" && result.status != "entered-in-error" && result.status != "not-taken") result.status = "unknown";
  result.status_reasons = reader.codeables(reader["statusReason"]);
  append(result.status_reasons, reader.codeables(reader["reasonNotTaken"]));
  result.medication = reader.medication();
  result.subject = reader.reference(reader["subject"]);
  auto [start, end] = reader.when("effective");
  result.start = std::move(start);
  result.end = std::move(end);
  result.asserted = reader.date(reader["dateAsserted"]);
  auto [codes, references] = reader.reasons();
  result.reasons = std::move(codes);
  result.reason_references = std::move(references);
  result.notes = reader.notes(reader["note"]);
  result.dosage = reader.dosage(reader["dosage"]);
  result.based_on = reader.references(reader["basedOn"]);
  result.part_of = reader.references(reader["partOf"]);
  result.derived_from = reader.references(reader["derivedFrom"]);
  return reader.finish(std::move(result));
}

Parsed<MedicationAdministration> read_medication_administration(View resource) {
  Reader reader(resource);
  MedicationAdministration result;
  result.id = reader.text(reader["id"]);
  result.status = negated_status(reader, {"notGiven", "wasNotGiven"}, "not-done");
  result.status_reasons = reader.codeables(reader["statusReason"]);
  append(result.status_reasons, reader.codeables(reader["reasonNotGiven"]));
  result.medication = reader.medication();
  result.subject = reader.reference(reader["subject"]);
  // R5 renamed the element, first with a misspelling.
  for (const std::string_view name : {"effective", "occurence", "occurrence"}) {
    auto [start, end] = reader.when(name);
    if (!result.start) result.start = std::move(start);
    if (!result.end) result.end = std::move(end);
  }
  result.request = reader.reference(reader[reader["request"].exists() ? "request" : "prescription"]);
  auto [codes, references] = reader.reasons();
  result.reasons = std::move(codes);
  result.reason_references = std::move(references);
  result.notes = reader.notes(reader["note"]);
  result.dosage = reader.dosage(reader["dosage"]);
  result.part_of = reader.references(reader["partOf"]);
  return reader.finish(std::move(result));
}

Parsed<MedicationDispense> read_medication_dispense(View resource) {
  Reader reader(resource);
  MedicationDispense result;
  result.id = reader.text(reader["id"]);
  result.status = negated_status(reader, {"notDone"}, "declined");
  for (const std::string_view name : {"statusReasonCodeableConcept", "statusReason", "notDoneReasonCodeableConcept"}) {
    append(result.status_reasons, reader.codeables(reader[name]));
  }
  if (const Reference reason = reader.reference(reader["statusReasonReference"]); !reason.display.empty())
    result.status_reasons.push_back({{}, reason.display});
  result.medication = reader.medication();
  result.subject = reader.reference(reader["subject"]);
  result.authorizing_prescriptions = reader.references(reader["authorizingPrescription"]);
  result.handed_over = reader.date(reader["whenHandedOver"]);
  if (auto prepared = reader.date(reader["whenPrepared"]); !result.handed_over)
    result.handed_over = std::move(prepared);
  result.notes = reader.notes(reader["note"]);
  result.dosage = reader.dosage(reader["dosageInstruction"]);
  result.amount = reader.amount(reader["quantity"]);
  return reader.finish(std::move(result));
}

}  // namespace foresign::fhir
