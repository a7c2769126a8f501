// The FHIR R4 resources that Foresign reads, reduced to the elements that some rule asks for. One struct per resource
// type; every field is optional in the data: an empty string, an empty list or no value means that the element was
// absent. Readers: fhir/resources/read.hpp.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fhir/types/types.hpp"

namespace foresign::fhir {

struct Patient {
  std::string id;
  std::vector<Identifier> identifiers;
  std::vector<std::string> names;  // each: name.text, else given and family joined
  std::optional<PartialDate> birth_date;
  std::string birth_date_written;  // also where it is no date
  bool deceased = false;
  std::string deceased_written;  // deceasedDateTime, or `true`
};

struct ConditionStage {
  CodeableConcept summary;
  CodeableConcept type;
  std::vector<Reference> assessments;
};

struct Condition {
  std::string id;
  std::vector<std::string> profiles;
  std::vector<Extension> extensions;
  CodeableConcept clinical_status;      // a bare string (STU3) is kept as text
  CodeableConcept verification_status;  // the same
  std::vector<CodeableConcept> categories;
  CodeableConcept code;
  std::vector<CodeableConcept> body_sites;
  Reference subject;
  std::optional<PartialDate> onset;      // onsetDateTime, onsetPeriod.start
  std::optional<int> onset_age_years;    // onsetAge in whole years
  std::optional<PartialDate> asserted;   // extension condition-assertedDate
  std::optional<PartialDate> abatement;  // abatementDateTime, abatementPeriod.end
  bool abated = false;                   // any abatement[x] but abatementBoolean false
  std::optional<PartialDate> recorded;   // recordedDate, else STU3 assertedDate
  std::vector<ConditionStage> stages;
  std::vector<std::string> notes;
};

struct ObservationComponent {
  CodeableConcept code;
  Value value;
  std::optional<CodeableConcept> data_absent_reason;
  std::vector<CodeableConcept> interpretations;
};

struct Observation {
  std::string id;
  std::vector<std::string> profiles;
  std::vector<Extension> extensions;
  std::vector<Identifier> identifiers;
  std::string status;
  std::vector<CodeableConcept> categories;
  CodeableConcept code;
  Reference subject;
  std::vector<Reference> focus;
  std::optional<PartialDate> effective;  // effectiveDateTime, effectiveInstant, effectivePeriod.start
  std::optional<PartialDate> issued;
  std::vector<Reference> performers;
  Value value;
  std::optional<CodeableConcept> data_absent_reason;
  std::vector<CodeableConcept> interpretations;
  std::vector<std::string> notes;
  CodeableConcept body_site;
  CodeableConcept method;
  Reference specimen;
  Reference device;
  std::vector<Reference> has_members;
  std::vector<Reference> derived_from;
  std::vector<Reference> based_on;
  std::vector<ObservationComponent> components;
};

struct DiagnosticReport {
  std::string id;
  std::vector<std::string> profiles;
  std::vector<Extension> extensions;
  std::vector<Identifier> identifiers;
  std::string status;
  std::vector<CodeableConcept> categories;
  CodeableConcept code;
  Reference subject;
  std::optional<PartialDate> effective;
  std::optional<PartialDate> issued;
  std::vector<Reference> performers;
  std::vector<Reference> specimens;
  std::vector<Reference> results;
  std::vector<Reference> based_on;
  std::string conclusion;
  std::vector<CodeableConcept> conclusion_codes;
};

struct Medication {
  std::string id;
  std::string status;
  CodeableConcept code;
  CodeableConcept form;
  std::vector<CodeableConcept> ingredients;      // ingredient.itemCodeableConcept
  std::vector<Reference> ingredient_references;  // ingredient.itemReference
};

// medication[x]: one of the two is filled.
struct MedicationChoice {
  CodeableConcept medication_concept;
  Reference reference;
};

// How a drug is to be taken or was given: all of `dosageInstruction`, or of `dosage`.
struct Dosage {
  std::vector<CodeableConcept> routes;
  std::vector<CodeableConcept> sites;
  std::vector<std::string> texts;  // text, patientInstruction, additionalInstruction, method in words
  std::vector<Quantity> doses;
  std::optional<PartialDate> start;  // the first start of timing.repeat.boundsPeriod or timing.event
  std::optional<PartialDate> end;    // the last end or event
};

struct MedicationRequest {
  std::string id;
  std::vector<Extension> extensions;
  std::string status;
  CodeableConcept status_reason;
  std::string intent;
  bool do_not_perform = false;
  MedicationChoice medication;
  Reference subject;
  std::optional<PartialDate> authored;
  std::vector<CodeableConcept> reasons;
  std::vector<Reference> reason_references;
  std::vector<std::string> notes;
  Dosage dosage;
  Period validity;     // dispenseRequest.validityPeriod
  Quantity dispensed;  // dispenseRequest.quantity
  std::vector<Reference> based_on;
  Reference prior_prescription;
};

struct MedicationStatement {
  std::string id;
  std::string status;
  std::vector<CodeableConcept> status_reasons;
  MedicationChoice medication;
  Reference subject;
  std::optional<PartialDate> start;  // effectiveDateTime, effectivePeriod.start
  std::optional<PartialDate> end;    // effectivePeriod.end
  std::optional<PartialDate> asserted;
  std::vector<CodeableConcept> reasons;
  std::vector<Reference> reason_references;
  std::vector<std::string> notes;
  Dosage dosage;
  std::vector<Reference> based_on;
  std::vector<Reference> part_of;
  std::vector<Reference> derived_from;
};

struct MedicationAdministration {
  std::string id;
  std::string status;
  std::vector<CodeableConcept> status_reasons;
  MedicationChoice medication;
  Reference subject;
  std::optional<PartialDate> start;  // effectiveDateTime, effectivePeriod.start
  std::optional<PartialDate> end;
  Reference request;
  std::vector<CodeableConcept> reasons;
  std::vector<Reference> reason_references;
  std::vector<std::string> notes;
  Dosage dosage;
  std::vector<Reference> part_of;
};

struct MedicationDispense {
  std::string id;
  std::string status;
  std::vector<CodeableConcept> status_reasons;
  MedicationChoice medication;
  Reference subject;
  std::vector<Reference> authorizing_prescriptions;
  std::optional<PartialDate> handed_over;  // whenHandedOver, else whenPrepared
  std::vector<std::string> notes;
  Dosage dosage;
  Quantity amount;  // quantity
};

struct Procedure {
  std::string id;
  std::vector<std::string> profiles;
  std::string status;
  CodeableConcept status_reason;
  CodeableConcept category;
  CodeableConcept code;
  Reference subject;
  std::optional<PartialDate> start;  // performedDateTime, performedPeriod.start
  std::optional<PartialDate> end;    // performedPeriod.end
  std::vector<CodeableConcept> reasons;
  std::vector<Reference> reason_references;
  std::vector<CodeableConcept> body_sites;
  CodeableConcept outcome;
  std::vector<std::string> notes;
  std::vector<CodeableConcept> used_codes;
  std::vector<Reference> used_references;
  std::vector<Extension> extensions;
};

struct AllergyReaction {
  CodeableConcept substance;
  std::vector<CodeableConcept> manifestations;
  std::string description;
  std::vector<std::string> notes;
};

struct AllergyIntolerance {
  std::string id;
  CodeableConcept clinical_status;
  CodeableConcept verification_status;
  std::string type;
  CodeableConcept code;
  Reference patient;
  std::optional<PartialDate> onset;
  std::optional<PartialDate> recorded;
  std::vector<AllergyReaction> reactions;
  std::vector<std::string> notes;
};

struct QuestionnaireItem {
  std::string link_id;
  std::optional<bool> boolean_answer;    // the only answer, if it is a boolean
  bool answered = false;                 // some answer of any kind
  std::vector<QuestionnaireItem> items;  // item.item and item.answer.item
};

struct QuestionnaireResponse {
  std::string id;
  std::string status;
  std::string questionnaire;
  Reference subject;
  std::optional<PartialDate> authored;
  Reference author;
  Reference source;
  std::vector<QuestionnaireItem> items;
};

struct Coverage {
  std::string id;
  std::string status;
  CodeableConcept type;
  Reference beneficiary;
  std::vector<Reference> payors;
  Period period;
  std::vector<std::string> class_names;  // class.name
};

struct Organization {
  std::string id;
  std::string name;
  std::vector<Identifier> identifiers;
};

struct Practitioner {
  std::string id;
  std::string name;  // name.text, else prefix, given and family joined
};

struct Specimen {
  std::string id;
  std::vector<Identifier> identifiers;  // accessionIdentifier too
  CodeableConcept type;
  Reference subject;
  std::vector<Reference> parents;
  CodeableConcept body_site;              // collection.bodySite
  std::vector<CodeableConcept> handling;  // collection.method, processing.procedure, processing.description
  std::vector<std::string> notes;
};

struct Device {
  std::string id;
  std::vector<std::string> names;  // deviceName.name
  CodeableConcept type;
  std::string manufacturer;
  std::string model;
  std::vector<std::string> notes;
};

struct ServiceRequest {
  std::string id;
  std::string status;
  std::string intent;
  CodeableConcept code;
  Reference subject;
  std::vector<CodeableConcept> reasons;
  std::vector<Reference> reason_references;
};

// A resource of a type that no rule reads.
struct OtherResource {
  std::string id;
};

using Resource =
    std::variant<OtherResource, Patient, Condition, Observation, DiagnosticReport, Medication, MedicationRequest,
                 MedicationStatement, MedicationAdministration, MedicationDispense, Procedure, AllergyIntolerance,
                 QuestionnaireResponse, Coverage, Organization, Practitioner, Specimen, Device, ServiceRequest>;

}  // namespace foresign::fhir
