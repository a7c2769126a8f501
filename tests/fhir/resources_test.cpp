#include <catch2/catch.hpp>
#include <string>
#include <variant>
#include <vector>

#include "fhir/resources/read.hpp"
#include "tests/fhir/given_resources.hpp"

using namespace foresign::fhir;
using foresign::Json;
using foresign::json::Parsed;

TEST_CASE("an observation's value may be of every type") {
  const auto [element, type, text] = GENERATE(table<std::string, std::string, std::string>({
      {R"("valueInteger": 3)", "Integer", "3"},
      {R"("valueDecimal": 3.10)", "Decimal", "3.10"},
      {R"("valueDateTime": "2024-05")", "DateTime", "2024-05"},
      {R"("valueTime": "10:00:00")", "Time", "10:00:00"},
      {R"("valuePeriod": {"start": "2024"})", "Period", ""},
      {R"("valueRange": {})", "Range", ""},
      {R"("valueRatio": {"numerator": {"value": 1}})", "Ratio", ""},
      {R"("valueSampledData": {})", "SampledData", ""},
      {R"("valueAttachment": {})", "Attachment", ""},
  }));
  CAPTURE(element);
  const auto other = std::get<OtherValue>(observation(element).value);
  CHECK(other.type == type);
  CHECK(other.written == text);
  CHECK(std::get<OtherValue>(observation("\"component\": [{" + element + "}]").components.at(0).value).type == type);
}

TEST_CASE("an observation's value of a common type is kept as such") {
  CHECK(std::get<CodeableConcept>(observation(R"("valueCodeableConcept": {"text": "Present"})").value) ==
        words("Present"));
  CHECK(std::get<CodeableConcept>(observation(R"("valueCodeableConcept": "Present")").value) == words("Present"));
  CHECK(std::get<std::string>(observation(R"("valueString": "G12C")").value) == "G12C");
  CHECK_FALSE(std::get<bool>(observation(R"("valueBoolean": false)").value));
  const auto quantity = std::get<Quantity>(
      observation(R"("valueQuantity": {"comparator": "<", "value": 5.0, "unit": "%", "system": "ucum", "code": "%"})")
          .value);
  CHECK(quantity.comparator == "<");
  CHECK(quantity.value == "5.0");
  CHECK(quantity.unit == "%");
  CHECK(std::holds_alternative<std::monostate>(observation(R"("valueless": 1, "value": 2)").value));
}

TEST_CASE("an observation is read whole") {
  const Observation read = observation(
      R"("status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "69548-6", "display": "d"}]},
         "subject": {"reference": "Patient/p1", "type": "Patient", "identifier": {"system": "s", "value": "v"}},
         "focus": [{"reference": "Condition/1"}], "effectivePeriod": {"start": "2024-01", "end": "2024-02"}, "issued": "2024-03-01T00:00:00Z",
         "dataAbsentReason": {"text": "unknown"}, "note": [{"text": "n"}], "comment": "c", "bodySite": {"text": "b"},
         "method": {"text": "m"}, "specimen": {"reference": "Specimen/1"}, "device": {"reference": "Device/1"},
         "derivedFrom": [{"reference": "Observation/d"}], "basedOn": [{"reference": "ServiceRequest/1"}],
         "component": [{"code": {"text": "gene"}, "valueCodeableConcept": {"text": "KRAS"}, "dataAbsentReason": {"text": "masked"}}],
         "related": [{"type": "has-member", "target": {"reference": "Observation/m"}}, {"type": "replaces", "target": {}}])");
  CHECK(read.status == "final");
  CHECK(read.code.codings == std::vector<Coding>{{"http://loinc.org", "69548-6", "d"}});
  CHECK(read.subject == Reference{"Patient/p1", "Patient", "", Identifier{"s", "v"}});
  CHECK(references(read.focus) == Strings{"Condition/1"});
  CHECK(written(read.effective) == "2024-01");
  CHECK(written(read.issued) == "2024-03-01T00:00:00Z");
  CHECK(read.data_absent_reason == words("unknown"));
  CHECK(read.notes == Strings{"n", "c"});
  CHECK(read.body_site == words("b"));
  CHECK(read.method == words("m"));
  CHECK(read.specimen.reference == "Specimen/1");
  CHECK(read.device.reference == "Device/1");
  CHECK(references(read.derived_from) == Strings{"Observation/d"});
  CHECK(references(read.based_on) == Strings{"ServiceRequest/1"});
  CHECK(references(read.has_members) == Strings{"Observation/m"});
  CHECK(read.components.at(0).data_absent_reason == words("masked"));
  CHECK_FALSE(observation("").data_absent_reason);
  CHECK(written(observation(R"("effectiveInstant": "2024-03-01T00:00:00Z")").effective) == "2024-03-01T00:00:00Z");
}

TEST_CASE("a diagnostic report is read whole") {
  const auto read = given<DiagnosticReport>(
      R"("status": "final", "identifier": [{"value": "r"}], "category": [{"text": "GE"}], "code": {"text": "panel"},
         "effectiveDateTime": "2024", "performer": [{"actor": {"reference": "Organization/1"}}, {"reference": "Organization/2"}],
         "specimen": {"reference": "Specimen/1"}, "result": [{"reference": "Observation/1"}, {"reference": "#o"}],
         "conclusion": "KRAS G12C detected", "conclusionCode": [{"text": "Positive"}], "codedDiagnosis": {"text": "old"})",
      "DiagnosticReport");
  CHECK(read.identifiers.at(0).value == "r");
  CHECK(read.categories == std::vector{words("GE")});
  CHECK(written(read.effective) == "2024");
  CHECK(references(read.performers) == Strings{"Organization/1", "Organization/2"});
  CHECK(references(read.specimens) == Strings{"Specimen/1"});
  CHECK(references(read.results) == Strings{"Observation/1", "#o"});
  CHECK(read.conclusion == "KRAS G12C detected");
  CHECK(read.conclusion_codes == std::vector{words("Positive"), words("old")});
}

TEST_CASE("rule 2.2: an order is read whole") {
  const MedicationRequest read = request(
      R"("status": "draft", "statusReason": {"text": "s"}, "intent": "order", "doNotPerform": true,
         "medicationReference": {"reference": "#m", "display": "Lumakras"}, "authoredOn": "2026-11-24",
         "reasonCode": [{"text": "NSCLC"}], "reasonReference": {"reference": "Condition/1"}, "note": "n",
         "dosageInstruction": [{"text": "960 mg", "route": {"text": "oral"}}, {"route": {"text": "nasal"}}, {}],
         "basedOn": [{"reference": "CarePlan/1"}], "priorPrescription": {"reference": "MedicationRequest/0"})");
  CHECK(read.status == "draft");
  CHECK(read.status_reason == words("s"));
  CHECK(read.intent == "order");
  CHECK(read.do_not_perform);
  CHECK(read.medication.reference.reference == "#m");
  CHECK(read.medication.medication_concept.empty());
  CHECK(written(read.authored) == "2026-11-24");
  CHECK(read.reasons == std::vector{words("NSCLC")});
  CHECK(references(read.reason_references) == Strings{"Condition/1"});
  CHECK(read.notes == Strings{"n"});
  CHECK(read.dosage.routes == std::vector{words("oral"), words("nasal")});
  CHECK(read.dosage.texts == Strings{"960 mg"});
  CHECK(read.prior_prescription.reference == "MedicationRequest/0");
  CHECK_FALSE(request("").do_not_perform);
}

TEST_CASE("rules 7.3 and 7.4: doses, sites and times of a dosage are read where they are as R4 writes them") {
  const MedicationRequest read = request(
      R"("dosageInstruction": [
           {"patientInstruction": "with food", "site": {"text": "left eye"}, "doseAndRate": [{"doseQuantity": {"value": 1.25, "unit": "mg"}}],
            "timing": {"repeat": {"boundsPeriod": {"start": "2026-02", "end": "2026-03"}}}},
           {"timing": {"event": ["2026-01-05", "2026-05-05"]}, "doseQuantity": {"value": 2, "code": "mg"}},
           {"site": "arm", "timing": "daily", "doseAndRate": "1"}],
         "dispenseRequest": {"validityPeriod": {"start": "2026-01", "end": "2026-06"}})");
  CHECK(read.dosage.texts == Strings{"with food"});
  CHECK(read.dosage.sites == std::vector{words("left eye")});
  REQUIRE(read.dosage.doses.size() == 2);
  CHECK(read.dosage.doses[0].value == "1.25");
  CHECK(read.dosage.doses[1].code == "mg");
  CHECK(written(read.dosage.start) == "2026-01-05");
  CHECK(written(read.dosage.end) == "2026-05-05");
  CHECK(written(read.validity.end) == "2026-06");
  const auto dispense = given<MedicationDispense>(R"("quantity": {"value": 40, "unit": "g"})", "MedicationDispense");
  CHECK(dispense.amount.unit == "g");
}

TEST_CASE("rules 7.2 and 7.4: methods, further instructions, packs and what a statement rests on are read") {
  const MedicationRequest read = request(
      R"("dosageInstruction": [{"text": "2 g", "method": {"coding": [{"display": "Instill"}]},
           "additionalInstruction": [{"text": "Retain for 2 hours"}]}],
         "dispenseRequest": {"quantity": {"value": 40, "unit": "g"}})");
  CHECK(read.dosage.texts == Strings{"2 g", "Retain for 2 hours", "Instill"});
  CHECK(read.dispensed.unit == "g");
  const auto statement =
      given<MedicationStatement>(R"("derivedFrom": [{"reference": "MedicationRequest/r"}])", "MedicationStatement");
  REQUIRE(statement.derived_from.size() == 1);
  CHECK(statement.derived_from.front().reference == "MedicationRequest/r");
  const auto allergy = given<AllergyIntolerance>(R"("reaction": [{"note": [{"text": "mild"}]}])", "AllergyIntolerance");
  REQUIRE(allergy.reactions.size() == 1);
  CHECK(allergy.reactions.front().notes == Strings{"mild"});
  const auto patient = given<Patient>(R"("name": [{"given": ["Ida"], "family": "Example"}])", "Patient");
  CHECK(patient.names == Strings{"Ida Example"});
}

TEST_CASE("rule 7.5: an age at onset in years and an asserted date are read") {
  const auto condition = given<Condition>(
      R"("onsetAge": {"value": 67, "unit": "a"},
         "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/condition-assertedDate", "valueDateTime": "2025-09"}])",
      "Condition");
  CHECK(condition.onset_age_years == 67);
  CHECK(written(condition.asserted) == "2025-09");
  CHECK_FALSE(given<Condition>(R"("onsetAge": {"value": 7, "unit": "mo"})", "Condition").onset_age_years);
}

TEST_CASE("rule 8.2: the one status of an allergy in DSTU2 is both of R4") {
  const auto allergy = given<AllergyIntolerance>(R"("status": "resolved")", "AllergyIntolerance");
  CHECK(allergy.clinical_status == words("resolved"));
  CHECK(given<AllergyIntolerance>(R"("status": "entered-in-error")", "AllergyIntolerance").verification_status ==
        words("entered-in-error"));
}

TEST_CASE("a Coding in the place of a concept says what it displays") {
  CHECK(request(R"("medicationCodeableConcept": {"display": "carboplatin"})").medication.medication_concept ==
        words("carboplatin"));
}

TEST_CASE("the shape of R5 reads like that of R4") {
  const MedicationRequest read = request(
      R"("medication": {"concept": {"text": "sotorasib"}, "reference": {"reference": "Medication/1"}},
         "reason": [{"concept": {"text": "NSCLC"}}, {"reference": {"reference": "Condition/1"}}])");
  CHECK(read.medication.medication_concept == words("sotorasib"));
  CHECK(read.medication.reference.reference == "Medication/1");
  CHECK(read.reasons == std::vector{words("NSCLC")});
  CHECK(references(read.reason_references) == Strings{"Condition/1"});
  const auto procedure = given<Procedure>(
      R"("occurrencePeriod": {"start": "2024", "end": "2025"}, "category": [{"text": "a"}], "used": [{"concept": {"text": "u"}}])",
      "Procedure");
  CHECK(written(procedure.start) == "2024");
  CHECK(written(procedure.end) == "2025");
  CHECK(procedure.category == words("a"));
  CHECK(procedure.used_codes == std::vector{words("u")});
  const auto medication = given<Medication>(
      R"("ingredient": [{"item": {"concept": {"text": "i"}}}], "doseForm": {"text": "f"})", "Medication");
  CHECK(medication.ingredients == std::vector{words("i")});
  CHECK(medication.form == words("f"));
  CHECK(given<AllergyIntolerance>(R"("type": {"coding": [{"code": "intolerance"}]})", "AllergyIntolerance").type ==
        "intolerance");
  CHECK(written(given<MedicationAdministration>(R"("occurenceDateTime": "2024")", "MedicationAdministration").start) ==
        "2024");
  CHECK(given<ServiceRequest>(R"("code": {"concept": {"text": "KRAS"}})", "ServiceRequest").code == words("KRAS"));
}

TEST_CASE("rule 7.2: what older versions say beside the status is the status") {
  const auto [type, elements, expected] = GENERATE(table<std::string, std::string, std::string>({
      {"MedicationStatement", R"("status": "active", "taken": "n")", "not-taken"},
      {"MedicationStatement", R"("status": "active", "taken": "y")", "active"},
      {"MedicationStatement", R"("status": "active", "taken": "unk")", "unknown"},
      {"MedicationStatement", R"("status": "entered-in-error", "taken": "n")", "entered-in-error"},
      {"MedicationStatement", R"("status": "completed", "wasNotTaken": true)", "not-taken"},
      {"MedicationAdministration", R"("status": "completed", "notGiven": true)", "not-done"},
      {"MedicationAdministration", R"("status": "completed", "notGiven": false)", "completed"},
      {"MedicationDispense", R"("status": "completed", "notDone": true)", "declined"},
      {"Procedure", R"("status": "completed", "notDone": true)", "not-done"},
      {"Procedure", R"("status": "completed", "notPerformed": true)", "not-done"},
  }));
  CAPTURE(type, elements);
  const Json json("{\"resourceType\": \"" + type + "\", " + elements + "}");
  const Parsed<Resource> parsed = read_resource(json);
  REQUIRE(parsed.value);
  const std::string status = std::visit(
      [](const auto& one) -> std::string {
        if constexpr (requires { one.status; }) return one.status;
        return "";
      },
      *parsed.value);
  CHECK(status == expected);
}

TEST_CASE("rule 7.1: statements and administrations and dispenses and procedures are read whole") {
  const auto statement = given<MedicationStatement>(
      R"("status": "completed", "statusReason": [{"text": "r"}], "medicationCodeableConcept": {"text": "cisplatin"},
         "effectivePeriod": {"start": "2023", "end": "2024"}, "dateAsserted": "2025", "reasonCode": [{"text": "NSCLC"}],
         "reasonReference": [{"reference": "Condition/1"}], "dosage": [{"route": {"text": "iv"}}], "basedOn": {"reference": "MedicationRequest/1"},
         "partOf": {"reference": "Procedure/1"}, "note": [{"text": "n"}])",
      "MedicationStatement");
  CHECK(statement.status_reasons == std::vector{words("r")});
  CHECK(written(statement.start) == "2023");
  CHECK(written(statement.end) == "2024");
  CHECK(written(statement.asserted) == "2025");
  CHECK(statement.reasons == std::vector{words("NSCLC")});
  CHECK(references(statement.reason_references) == Strings{"Condition/1"});
  CHECK(statement.dosage.routes == std::vector{words("iv")});
  CHECK(references(statement.based_on) == Strings{"MedicationRequest/1"});
  CHECK(references(statement.part_of) == Strings{"Procedure/1"});

  const auto administration = given<MedicationAdministration>(
      R"("status": "stopped", "statusReason": [{"text": "toxicity"}], "effectiveDateTime": "2024-05-06", "request": {"reference": "MedicationRequest/1"},
         "reasonCode": [{"text": "NSCLC"}], "dosage": {"text": "t", "route": {"text": "iv"}})",
      "MedicationAdministration");
  CHECK(administration.status_reasons == std::vector{words("toxicity")});
  CHECK(written(administration.start) == "2024-05-06");
  CHECK(written(administration.end) == "none");
  CHECK(administration.request.reference == "MedicationRequest/1");
  CHECK(administration.dosage.routes == std::vector{words("iv")});
  CHECK(administration.dosage.texts == Strings{"t"});

  const auto dispense = given<MedicationDispense>(
      R"("status": "completed", "statusReasonCodeableConcept": {"text": "r"}, "authorizingPrescription": [{"reference": "MedicationRequest/1"}],
         "whenHandedOver": "2024-02", "whenPrepared": "2024-01", "dosageInstruction": {"route": {"text": "oral"}})",
      "MedicationDispense");
  CHECK(dispense.status_reasons == std::vector{words("r")});
  CHECK(references(dispense.authorizing_prescriptions) == Strings{"MedicationRequest/1"});
  CHECK(written(dispense.handed_over) == "2024-02");
  CHECK(dispense.dosage.routes == std::vector{words("oral")});
  CHECK(written(given<MedicationDispense>(R"("whenPrepared": "2024-01")", "MedicationDispense").handed_over) ==
        "2024-01");

  const auto procedure = given<Procedure>(
      R"("status": "completed", "statusReason": {"text": "s"}, "category": {"text": "surgery"}, "code": {"text": "Whipple"},
         "performedPeriod": {"start": "2023-01-02", "end": "2023-01-03"}, "bodySite": {"text": "pancreas"}, "outcome": {"text": "o"},
         "usedCode": [{"text": "u"}], "usedReference": [{"reference": "Device/1"}], "reasonReference": {"reference": "Condition/1"})",
      "Procedure");
  CHECK(procedure.category == words("surgery"));
  CHECK(written(procedure.start) == "2023-01-02");
  CHECK(written(procedure.end) == "2023-01-03");
  CHECK(procedure.body_sites == std::vector{words("pancreas")});
  CHECK(procedure.used_codes == std::vector{words("u")});
  CHECK(references(procedure.used_references) == Strings{"Device/1"});
  CHECK(references(procedure.reason_references) == Strings{"Condition/1"});
}

TEST_CASE("a medication has a code and ingredients") {
  const auto read = given<Medication>(
      R"("code": {"text": "c"}, "form": {"text": "tablet"}, "ingredient": [{"itemCodeableConcept": {"text": "i"}}, {"itemReference": {"reference": "#s"}}])",
      "Medication");
  CHECK(read.code == words("c"));
  CHECK(read.form == words("tablet"));
  CHECK(read.ingredients == std::vector{words("i")});
  CHECK(references(read.ingredient_references) == Strings{"#s"});
}

TEST_CASE("rule 8.2: an allergy is read with its reactions") {
  const auto read = given<AllergyIntolerance>(
      R"("clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": "confirmed", "type": "intolerance", "code": {"text": "cetuximab"},
         "patient": {"reference": "Patient/p1"}, "onsetDateTime": "2024", "recordedDate": "2025",
         "reaction": [{"substance": {"text": "s"}, "manifestation": [{"text": "rash"}, "fever"], "description": "d"}])",
      "AllergyIntolerance");
  CHECK(read.type == "intolerance");
  CHECK(read.code == words("cetuximab"));
  CHECK(read.patient.reference == "Patient/p1");
  CHECK(read.reactions.at(0).substance == words("s"));
  CHECK(read.reactions.at(0).manifestations == std::vector{words("rash"), words("fever")});
  CHECK(read.reactions.at(0).description == "d");
}

TEST_CASE("rule 9.1: a form's answers are found at every depth") {
  const auto read = given<QuestionnaireResponse>(
      R"("status": "completed", "questionnaire": "https://x/Questionnaire/q|1", "author": {"reference": "Practitioner/1"}, "authored": "2026-11-01",
         "item": [{"linkId": "1", "item": [{"linkId": "1.C", "answer": [{"valueBoolean": true}]}]},
                  {"linkId": "2", "answer": [{"valueBoolean": true, "item": [{"linkId": "2.E", "answer": {"valueBoolean": false}}]}]},
                  {"linkId": "3", "answer": [{"valueBoolean": true}, {"valueBoolean": true}]},
                  {"linkId": "4", "answer": [{"valueCoding": {"code": "Y"}}]}, {"linkId": "5", "answer": [{}]}, {"linkId": "6"}])",
      "QuestionnaireResponse");
  CHECK(read.questionnaire == "https://x/Questionnaire/q|1");
  CHECK(written(read.authored) == "2026-11-01");
  REQUIRE(read.items.size() == 6);
  CHECK(read.items[0].items.at(0).link_id == "1.C");
  CHECK(read.items[0].items.at(0).boolean_answer == true);
  CHECK_FALSE(read.items[0].answered);
  CHECK(read.items[1].boolean_answer == true);
  CHECK(read.items[1].items.at(0).boolean_answer == false);
  CHECK_FALSE(read.items[2].boolean_answer);
  CHECK(read.items[2].answered);
  CHECK_FALSE(read.items[3].boolean_answer);
  CHECK(read.items[3].answered);
  CHECK_FALSE(read.items[4].answered);
  CHECK_FALSE(read.items[5].answered);
}

TEST_CASE("coverage and those around are read") {
  const auto coverage = given<Coverage>(
      R"("status": "active", "beneficiary": {"reference": "Patient/p1"}, "payor": [{"display": "Example Health"}], "period": {"end": "2026"},
         "class": [{"name": "Gold"}, {"value": "x"}])",
      "Coverage");
  CHECK(coverage.payors.at(0).display == "Example Health");
  CHECK(written(coverage.period.end) == "2026");
  CHECK(coverage.class_names == Strings{"Gold"});
  CHECK(given<Organization>(R"("name": "Example Health")", "Organization").name == "Example Health");
  const auto name = [](const std::string& element) {
    return given<Practitioner>("\"name\": " + element, "Practitioner").name;
  };
  CHECK(name(R"([{"text": "Dr. Ada Example", "family": "x"}])") == "Dr. Ada Example");
  CHECK(name(R"([{"prefix": ["Dr."], "given": ["Ada", "B."], "family": "Example"}])") == "Dr. Ada B. Example");
  CHECK(name(R"({"family": ["Example"]})") == "Example");
  CHECK(name("[{}]") == "");
  const auto specimen = given<Specimen>(
      R"("type": {"text": "plasma"}, "collection": {"bodySite": {"text": "arm"}}, "note": [{"text": "n"}])",
      "Specimen");
  CHECK(specimen.type == words("plasma"));
  CHECK(specimen.body_site == words("arm"));
  const auto device = given<Device>(
      R"("deviceName": [{"name": "therascreen KRAS", "type": "model-name"}], "manufacturer": "QIAGEN", "modelNumber": "1", "type": {"text": "kit"})",
      "Device");
  CHECK(device.names == Strings{"therascreen KRAS"});
  CHECK(device.manufacturer == "QIAGEN");
  CHECK(device.model == "1");
  CHECK(device.type == words("kit"));
}
