// Readers of what was found out and done: conditions, results, specimens, procedures, allergies.
#include <cstdlib>

#include "fhir/resources/read.hpp"
#include "fhir/resources/reader.hpp"

namespace foresign::fhir {

using json::Kind;
using json::Parsed;
using json::View;

namespace {

void read_abatement(Reader& reader, Condition& condition) {
  condition.abatement = reader.date(reader["abatementDateTime"]);
  if (reader["abatementDateTime"].is(Kind::string)) condition.abated = true;
  // A period that only started: the disease has been going away since then.
  if (const View period = reader["abatementPeriod"]; reader.expect(period, Kind::object)) {
    auto [start, end] = reader.period(period);
    if (!condition.abatement) condition.abatement = end ? std::move(end) : std::move(start);
    if (period["start"].is(Kind::string) || period["end"].is(Kind::string)) condition.abated = true;
  }
  if (reader.flag(reader["abatementBoolean"]).value_or(false)) condition.abated = true;
  if (reader.expect(reader["abatementString"], Kind::string)) condition.abated = true;
  if (reader.expect(reader["abatementAge"], Kind::object)) condition.abated = true;
  if (reader.expect(reader["abatementRange"], Kind::object)) condition.abated = true;
}

std::optional<int> whole_number(View element) {
  const auto written = element.is(Kind::number) ? element.number() : std::nullopt;
  if (!written || written->empty() || written->size() > 3 ||
      written->find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  return std::atoi(std::string(*written).c_str());
}

std::optional<CodeableConcept> data_absent_reason(Reader& reader, View element) {
  if (!element.exists() || element.is(Kind::null)) return std::nullopt;
  return reader.codeable(element);
}

ObservationComponent read_component(Reader& reader, View element) {
  ObservationComponent result;
  if (!reader.expect(element, Kind::object)) return result;
  result.code = reader.codeable(element["code"]);
  result.value = reader.value(element);
  result.data_absent_reason = data_absent_reason(reader, element["dataAbsentReason"]);
  result.interpretations = reader.codeables(element["interpretation"]);
  return result;
}

// STU3's way to say hasMember and derivedFrom.
void read_related(Reader& reader, Observation& observation) {
  reader.list(reader["related"], [&](View related) {
    if (!reader.expect(related, Kind::object)) return false;
    const std::string type = reader.text(related["type"]);
    Reference target = reader.reference(related["target"]);
    if (type == "has-member") observation.has_members.push_back(std::move(target));
    if (type == "derived-from") observation.derived_from.push_back(std::move(target));
    return true;
  });
}

}  // namespace

Parsed<Condition> read_condition(View resource) {
  Reader reader(resource);
  Condition result;
  result.id = reader.text(reader["id"]);
  result.profiles = reader.profiles();
  result.extensions = reader.extensions(reader["extension"]);
  result.clinical_status = reader.codeable(reader["clinicalStatus"]);
  result.verification_status = reader.codeable(reader["verificationStatus"]);
  result.categories = reader.codeables(reader["category"]);
  result.code = reader.codeable(reader["code"]);
  result.body_sites = reader.codeables(reader["bodySite"]);
  result.subject = reader.reference(reader["subject"]);
  result.onset = reader.when("onset").start;
  if (const View age = reader["onsetAge"]; age["code"].string() == "a" || age["unit"].string() == "a" ||
                                           age["unit"].string() == "years" || age["unit"].string() == "yr")
    result.onset_age_years = whole_number(age["value"]);
  for (const Extension& extension : result.extensions)
    if (extension.url.ends_with("/condition-assertedDate")) result.asserted = read_partial_date(extension.text_value);
  read_abatement(reader, result);
  result.recorded = reader.date(reader["recordedDate"]);
  if (auto asserted = reader.date(reader["assertedDate"]); !result.recorded) result.recorded = std::move(asserted);
  result.stages = reader.list(reader["stage"], [&](View element) {
    ConditionStage stage;
    if (!reader.expect(element, Kind::object)) return stage;
    stage.summary = reader.codeable(element["summary"]);
    stage.type = reader.codeable(element["type"]);
    stage.assessments = reader.references(element["assessment"]);
    return stage;
  });
  result.notes = reader.notes(reader["note"]);
  return reader.finish(std::move(result));
}

Parsed<Observation> read_observation(View resource) {
  Reader reader(resource);
  Observation result;
  result.id = reader.text(reader["id"]);
  result.profiles = reader.profiles();
  result.extensions = reader.extensions(reader["extension"]);
  result.identifiers = reader.identifiers(reader["identifier"]);
  result.status = reader.status();
  result.categories = reader.codeables(reader["category"]);
  result.code = reader.codeable(reader["code"]);
  result.subject = reader.reference(reader["subject"]);
  result.focus = reader.references(reader["focus"]);
  result.effective = reader.when("effective").start;
  result.issued = reader.date(reader["issued"]);
  result.performers = reader.references(reader["performer"]);
  result.value = reader.value(resource);
  result.data_absent_reason = data_absent_reason(reader, reader["dataAbsentReason"]);
  result.interpretations = reader.codeables(reader["interpretation"]);
  result.notes = reader.notes(reader["note"]);
  append(result.notes, reader.notes(reader["comment"]));  // STU3
  result.body_site = reader.codeable(reader["bodySite"]);
  result.method = reader.codeable(reader["method"]);
  result.specimen = reader.reference(reader["specimen"]);
  result.device = reader.reference(reader["device"]);
  result.has_members = reader.references(reader["hasMember"]);
  result.derived_from = reader.references(reader["derivedFrom"]);
  read_related(reader, result);
  result.based_on = reader.references(reader["basedOn"]);
  result.components = reader.list(reader["component"], [&](View element) { return read_component(reader, element); });
  return reader.finish(std::move(result));
}

Parsed<DiagnosticReport> read_diagnostic_report(View resource) {
  Reader reader(resource);
  DiagnosticReport result;
  result.id = reader.text(reader["id"]);
  result.profiles = reader.profiles();
  result.extensions = reader.extensions(reader["extension"]);
  result.identifiers = reader.identifiers(reader["identifier"]);
  result.status = reader.status();
  result.categories = reader.codeables(reader["category"]);
  result.code = reader.codeable(reader["code"]);
  result.subject = reader.reference(reader["subject"]);
  result.effective = reader.when("effective").start;
  result.issued = reader.date(reader["issued"]);
  result.performers = reader.references(reader["performer"]);
  result.specimens = reader.references(reader["specimen"]);
  result.results = reader.references(reader["result"]);
  result.based_on = reader.references(reader["basedOn"]);
  result.conclusion = reader.text(reader["conclusion"]);
  result.conclusion_codes = reader.codeables(reader["conclusionCode"]);
  append(result.conclusion_codes, reader.codeables(reader["codedDiagnosis"]));  // STU3
  return reader.finish(std::move(result));
}

Parsed<Procedure> read_procedure(View resource) {
  Reader reader(resource);
  Procedure result;
  result.id = reader.text(reader["id"]);
  result.profiles = reader.profiles();
  result.status = reader.status();
  // STU3 and DSTU2: not done, beside whatever status.
  for (const std::string_view name : {"notDone", "notPerformed"}) {
    if (reader.flag(reader[name]).value_or(false) && result.status != "entered-in-error") result.status = "not-done";
  }
  result.status_reason = reader.codeable(reader[reader["statusReason"].exists() ? "statusReason" : "notDoneReason"]);
  result.category = reader.merged(reader["category"]);
  result.code = reader.codeable(reader["code"]);
  result.subject = reader.reference(reader["subject"]);
  for (const std::string_view name : {"performed", "occurrence"}) {  // R4, R5
    auto [start, end] = reader.when(name);
    if (!result.start) result.start = std::move(start);
    if (!result.end) result.end = std::move(end);
  }
  auto [codes, references] = reader.reasons();
  result.reasons = std::move(codes);
  result.reason_references = std::move(references);
  result.body_sites = reader.codeables(reader["bodySite"]);
  result.outcome = reader.codeable(reader["outcome"]);
  result.notes = reader.notes(reader["note"]);
  result.used_codes = reader.codeables(reader["usedCode"]);
  result.used_references = reader.references(reader["usedReference"]);
  reader.list(reader["used"], [&](View of_r5) {
    if (!reader.expect(of_r5, Kind::object)) return false;
    append(result.used_codes, reader.codeables(of_r5["concept"]));
    append(result.used_references, reader.references(of_r5["reference"]));
    return true;
  });
  result.extensions = reader.extensions(reader["extension"]);
  return reader.finish(std::move(result));
}

Parsed<AllergyIntolerance> read_allergy_intolerance(View resource) {
  Reader reader(resource);
  AllergyIntolerance result;
  result.id = reader.text(reader["id"]);
  result.clinical_status = reader.codeable(reader["clinicalStatus"]);
  result.verification_status = reader.codeable(reader["verificationStatus"]);
  // DSTU2 has one status for both.
  if (const std::string status = reader.status(); !status.empty()) {
    if (result.verification_status.empty()) result.verification_status.text = status;
    if (result.clinical_status.empty() && (status == "inactive" || status == "resolved"))
      result.clinical_status.text = status;
  }
  // A code up to R4, a CodeableConcept in R5.
  if (const View type = reader["type"]; type.is(Kind::object)) {
    const CodeableConcept given = reader.codeable(type);
    result.type = given.codings.empty() ? given.text : given.codings.front().code;
  } else {
    result.type = reader.text(type);
  }
  result.code = reader.codeable(reader["code"]);
  result.patient = reader.reference(reader["patient"]);
  result.onset = reader.when("onset").start;
  result.recorded = reader.date(reader["recordedDate"]);
  if (auto asserted = reader.date(reader["assertedDate"]); !result.recorded) result.recorded = std::move(asserted);
  result.reactions = reader.list(reader["reaction"], [&](View element) {
    AllergyReaction reaction;
    if (!reader.expect(element, Kind::object)) return reaction;
    reaction.substance = reader.codeable(element["substance"]);
    reaction.manifestations = reader.codeables(element["manifestation"]);
    reaction.description = reader.text(element["description"]);
    reaction.notes = reader.notes(element["note"]);
    return reaction;
  });
  result.notes = reader.notes(reader["note"]);
  return reader.finish(std::move(result));
}

Parsed<Specimen> read_specimen(View resource) {
  Reader reader(resource);
  Specimen result;
  result.id = reader.text(reader["id"]);
  result.type = reader.codeable(reader["type"]);
  result.subject = reader.reference(reader["subject"]);
  if (const View collection = reader["collection"]; reader.expect(collection, Kind::object)) {
    result.body_site = reader.codeable(collection["bodySite"]);
    if (const View method = collection["method"]; method.exists()) result.handling.push_back(reader.codeable(method));
  }
  result.identifiers = reader.identifiers(reader["identifier"]);
  if (const View accession = reader["accessionIdentifier"]; accession.exists())
    result.identifiers.push_back(reader.identifier(accession));
  result.parents = reader.references(reader["parent"]);
  append(result.handling, reader.list(reader["processing"], [&](View step) {
    CodeableConcept done;
    if (!reader.expect(step, Kind::object)) return done;
    done = reader.codeable(step["procedure"]);
    if (done.text.empty()) done.text = reader.text(step["description"]);
    return done;
  }));
  result.notes = reader.notes(reader["note"]);
  return reader.finish(std::move(result));
}

Parsed<Device> read_device(View resource) {
  Reader reader(resource);
  Device result;
  result.id = reader.text(reader["id"]);
  for (const std::string_view element : {"deviceName", "name"}) {  // R4, R5
    append(result.names, reader.list(reader[element], [&](View name) {
      if (!reader.expect(name, Kind::object)) return std::string();
      return reader.text(name[element == "name" ? "value" : "name"]);
    }));
  }
  result.type = reader.merged(reader["type"]);
  result.manufacturer = reader.text(reader["manufacturer"]);
  result.model = reader.text(reader[reader["modelNumber"].exists() ? "modelNumber" : "model"]);
  result.notes = reader.notes(reader["note"]);
  return reader.finish(std::move(result));
}

Parsed<ServiceRequest> read_service_request(View resource) {
  Reader reader(resource);
  ServiceRequest result;
  result.id = reader.text(reader["id"]);
  result.status = reader.status();
  result.intent = reader.text(reader["intent"]);
  result.code = reader.codeable(reader["code"]);
  result.subject = reader.reference(reader["subject"]);
  auto [codes, references] = reader.reasons();
  result.reasons = std::move(codes);
  result.reason_references = std::move(references);
  return reader.finish(std::move(result));
}

}  // namespace foresign::fhir
