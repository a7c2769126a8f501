// JSON -> resource. Liberal where EHRs are known to differ (an object where R4 wants a list is read as a list
// of one; a bare string where R4 wants a CodeableConcept is read as its text). An element of a wrong JSON type makes
// the whole resource unusable: half-read evidence could say the opposite of what was meant.
#pragma once

#include <cstdint>
#include <string_view>

#include "fhir/json/issue.hpp"
#include "fhir/json/view.hpp"
#include "fhir/resources/resources.hpp"

namespace foresign::fhir {

// whole: an element of a wrong JSON type makes the resource unusable. parts: it reads as absent, with its issue, and
// the rest is kept; a list where R4 wants one concept is read as one, a bare string as a reference.
enum class Wants : std::uint8_t { whole, parts };

// Any resource by its `resourceType`. Unusable (no value) where the type is missing or an element that is read has a
// wrong JSON type. An impossible date is a note, and reads as absent. A type that no rule reads gives OtherResource.
json::Parsed<Resource> read_resource(json::View resource);

// Rule 2.6: an order, or its Medication, by the parts of it that can be read: an order of a drug that a policy is about
// must not be missed in silence. No value for any other resource.
json::Parsed<Resource> read_order_in_parts(json::View resource);

json::Parsed<Patient> read_patient(json::View resource);
json::Parsed<Condition> read_condition(json::View resource);
json::Parsed<Observation> read_observation(json::View resource);
json::Parsed<DiagnosticReport> read_diagnostic_report(json::View resource);
json::Parsed<Medication> read_medication(json::View resource, Wants wants = Wants::whole);
json::Parsed<MedicationRequest> read_medication_request(json::View resource, Wants wants = Wants::whole);
json::Parsed<MedicationStatement> read_medication_statement(json::View resource);
json::Parsed<MedicationAdministration> read_medication_administration(json::View resource);
json::Parsed<MedicationDispense> read_medication_dispense(json::View resource);
json::Parsed<Procedure> read_procedure(json::View resource);
json::Parsed<AllergyIntolerance> read_allergy_intolerance(json::View resource);
json::Parsed<QuestionnaireResponse> read_questionnaire_response(json::View resource);
json::Parsed<Coverage> read_coverage(json::View resource);
json::Parsed<Organization> read_organization(json::View resource);
json::Parsed<Practitioner> read_practitioner(json::View resource);
json::Parsed<Specimen> read_specimen(json::View resource);
json::Parsed<Device> read_device(json::View resource);
json::Parsed<ServiceRequest> read_service_request(json::View resource);

// The texts of an OperationOutcome's issues (severity, code), free of details that could name a patient.
std::string describe_outcome(json::View operation_outcome);

}  // namespace foresign::fhir
