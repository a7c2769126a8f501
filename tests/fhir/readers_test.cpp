#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "fhir/bundle.hpp"
#include "fhir/resources/read.hpp"
#include "tests/fhir/given_resources.hpp"

using namespace foresign::fhir;
using foresign::Json;
using foresign::json::Issue;
using foresign::json::Parsed;
using foresign::json::Severity;

TEST_CASE("a resource is read by its resourceType") {
  const auto [type, place] = GENERATE(table<std::string, std::size_t>({
      {"Immunization", 0},
      {"Patient", 1},
      {"Condition", 2},
      {"Observation", 3},
      {"DiagnosticReport", 4},
      {"Medication", 5},
      {"MedicationRequest", 6},
      {"MedicationStatement", 7},
      {"MedicationAdministration", 8},
      {"MedicationDispense", 9},
      {"Procedure", 10},
      {"AllergyIntolerance", 11},
      {"QuestionnaireResponse", 12},
      {"Coverage", 13},
      {"Organization", 14},
      {"Practitioner", 15},
      {"Specimen", 16},
      {"Device", 17},
      {"ServiceRequest", 18},
      {"condition", 0},
  }));
  CAPTURE(type);
  const Json json("{\"resourceType\": \"" + type + "\", \"id\": \"x1\"}");
  const Parsed<Resource> parsed = read_resource(json);
  CHECK(parsed.issues.empty());
  REQUIRE(parsed.value);
  CHECK(parsed.value->index() == place);
  CHECK(std::visit([](const auto& one) { return one.id; }, *parsed.value) == "x1");
}

TEST_CASE("rule 2.6: an order is read in parts, and each part that was not read is an issue") {
  const Json json(R"({"resourceType": "MedicationRequest", "id": 7, "status": ["draft"], "doNotPerform": "true",
      "medicationCodeableConcept": [{"coding": [{"code": "a"}]}, {"text": "b"}], "subject": "Patient/p1",
      "dosageInstruction": "daily"})");
  const Parsed<Resource> parsed = read_order_in_parts(json);
  REQUIRE(parsed.value);
  const auto& request = std::get<MedicationRequest>(*parsed.value);
  CHECK(request.id.empty());
  CHECK(request.status.empty());
  CHECK_FALSE(request.do_not_perform);
  CHECK(request.medication.medication_concept == CodeableConcept{{{"", "a", ""}}, "b"});
  CHECK(request.subject.reference == "Patient/p1");
  std::vector<std::string> paths;
  for (const Issue& issue : parsed.issues) paths.push_back(issue.path);
  CHECK(paths == std::vector<std::string>{"id", "status", "doNotPerform", "dosageInstruction"});
}

TEST_CASE("rule 2.6: nothing but an order and its Medication is read in parts") {
  CHECK_FALSE(read_order_in_parts(Json(R"({"resourceType": "Condition", "id": 7})")).value);
  CHECK_FALSE(read_order_in_parts(Json(R"("MedicationRequest")")).value);
  CHECK(read_order_in_parts(Json(R"({"resourceType": "Medication", "form": 7, "code": {"text": "x"}})")).value);
}

TEST_CASE("the certainty of an ICD-10-GM coding is read") {
  const Json json(R"({"resourceType": "Condition", "code": {"coding": [{"code": "C34.1", "extension": [{
      "url": "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit", "valueCoding": {"code": "V"}}]}]}})");
  const auto parsed = read_condition(json);
  REQUIRE(parsed.value);
  CHECK(parsed.value->code.codings.front().certainty == "V");
}

TEST_CASE("a resource with an element of a wrong JSON type is unusable") {
  const auto [text, path, message] = GENERATE(table<std::string, std::string, std::string>({
      {R"("Patient")", "$", "the resource is a string, not an object"},
      {R"({"id": "x"})", "resourceType", "`resourceType` is missing"},
      {R"({"resourceType": null})", "resourceType", "`resourceType` is missing"},
      {R"({"resourceType": ""})", "resourceType", "`resourceType` is missing"},
      {R"({"resourceType": 7})", "resourceType", "`resourceType` is a number, not a string"},
      {R"({"resourceType": "Observation", "status": 1})", "status", "`status` is a number, not a string"},
      {R"({"resourceType": "Observation", "status": ["final"]})", "status", "`status` is an array, not a string"},
      {R"({"resourceType": "Observation", "id": 12})", "id", "`id` is a number, not a string"},
      {R"({"resourceType": "Immunization", "id": 12})", "id", "`id` is a number, not a string"},
      {R"({"resourceType": "Condition", "code": {"coding": [{"code": "C34.1"}, {"code": 254637007}]}})",
       "code.coding[1].code", "`code.coding[1].code` is a number, not a string"},
      {R"({"resourceType": "Condition", "code": {"coding": ["C34.1"]}})", "code.coding[0]",
       "`code.coding[0]` is a string, not an object"},
      {R"({"resourceType": "Condition", "code": [{"text": "x"}]})", "code", "`code` is an array, not an object"},
      {R"({"resourceType": "Condition", "subject": "Patient/p1"})", "subject", "`subject` is a string, not an object"},
      {R"({"resourceType": "Condition", "subject": {"reference": 1}})", "subject.reference",
       "`subject.reference` is a number, not a string"},
      {R"({"resourceType": "Condition", "onsetDateTime": 2024})", "onsetDateTime",
       "`onsetDateTime` is a number, not a string"},
      {R"({"resourceType": "Condition", "abatementBoolean": "false"})", "abatementBoolean",
       "`abatementBoolean` is a string, not a boolean"},
      {R"({"resourceType": "Condition", "abatementAge": 61})", "abatementAge",
       "`abatementAge` is a number, not an object"},
      {R"({"resourceType": "Condition", "stage": ["IV"]})", "stage[0]", "`stage[0]` is a string, not an object"},
      {R"({"resourceType": "Condition", "note": [{"text": true}]})", "note[0].text",
       "`note[0].text` is a boolean, not a string"},
      {R"({"resourceType": "Condition", "extension": [{"url": "u", "extension": [{"url": 3}]}]})",
       "extension[0].extension[0].url", "`extension[0].extension[0].url` is a number, not a string"},
      {R"({"resourceType": "Observation", "valueString": 3})", "valueString",
       "`valueString` is a number, not a string"},
      {R"({"resourceType": "Observation", "valueBoolean": "true"})", "valueBoolean",
       "`valueBoolean` is a string, not a boolean"},
      {R"({"resourceType": "Observation", "valueInteger": "3"})", "valueInteger",
       "`valueInteger` is a string, not a number"},
      {R"({"resourceType": "Observation", "valueQuantity": {"value": "3"}})", "valueQuantity.value",
       "`valueQuantity.value` is a string, not a number"},
      {R"({"resourceType": "Observation", "component": [{"valueDateTime": 3}]})", "component[0].valueDateTime",
       "`component[0].valueDateTime` is a number, not a string"},
      {R"({"resourceType": "Observation", "valueString": "G12C", "valueBoolean": false})", "valueBoolean",
       "`valueBoolean` is a second value"},
      {R"({"resourceType": "Observation", "component": [[{}]]})", "component[0]",
       "`component[0]` is an array, not an object"},
      {R"({"resourceType": "MedicationRequest", "doNotPerform": "true"})", "doNotPerform",
       "`doNotPerform` is a string, not a boolean"},
      {R"({"resourceType": "MedicationRequest", "medicationReference": "Medication/1"})", "medicationReference",
       "`medicationReference` is a string, not an object"},
      {R"({"resourceType": "MedicationRequest", "dosageInstruction": "daily"})", "dosageInstruction",
       "`dosageInstruction` is a string, not an object"},
      {R"({"resourceType": "Patient", "birthDate": 1960})", "birthDate", "`birthDate` is a number, not a string"},
      {R"({"resourceType": "Patient", "deceasedBoolean": "yes"})", "deceasedBoolean",
       "`deceasedBoolean` is a string, not a boolean"},
      {R"({"resourceType": "QuestionnaireResponse", "item": [{"answer": [{"valueBoolean": "true"}]}]})",
       "item[0].answer[0].valueBoolean", "`item[0].answer[0].valueBoolean` is a string, not a boolean"},
  }));
  CAPTURE(text);
  const Json json(text);
  const Parsed<Resource> parsed = read_resource(json);
  CHECK_FALSE(parsed.value);
  REQUIRE(parsed.issues.size() == 1);
  CHECK(parsed.issues.front() == Issue{Severity::unusable, path, message});
}

TEST_CASE("an issue names the element within its resource and its path within the request") {
  const Json json(
      R"({"entry": [{"resource": {"resourceType": "Condition", "code": {"text": 5}, "recordedDate": false}}]})");
  const Parsed<Resource> parsed = read_resource(json["entry"][0]["resource"]);
  CHECK_FALSE(parsed.value);
  CHECK(parsed.issues ==
        std::vector<Issue>{
            {Severity::unusable, "entry[0].resource.code.text", "`code.text` is a number, not a string"},
            {Severity::unusable, "entry[0].resource.recordedDate", "`recordedDate` is a boolean, not a string"}});
}

TEST_CASE("elements that no rule reads may be of any type") {
  CHECK(condition(R"("language": 5, "evidence": "x", "onsetAge": 1, "_clinicalStatus": 3, "modifierExtension": 1)")
            .id.empty());
}

TEST_CASE("null reads as absent") {
  const Condition read = condition(
      R"("id": null, "code": null, "category": [null], "subject": null, "note": null, "stage": [null, {"summary": null}],
         "abatementDateTime": null, "abatementBoolean": null, "meta": null, "bodySite": null, "extension": [null])");
  CHECK(read.code.empty());
  CHECK(read.categories.empty());
  CHECK(read.extensions.empty());
  CHECK_FALSE(read.abated);
  CHECK(read.stages.size() == 1);
  CHECK(std::holds_alternative<std::monostate>(observation(R"("valueString": null)").value));
  CHECK(std::get<std::string>(observation(R"("valueQuantity": null, "valueString": "x")").value) == "x");
}

TEST_CASE("an impossible date is a note and reads as absent") {
  const Json json(R"({"resourceType": "Patient", "birthDate": "YYYY-MM-DD"})");
  const Parsed<Patient> parsed = read_patient(json);
  REQUIRE(parsed.value);
  CHECK_FALSE(parsed.value->birth_date);
  CHECK(parsed.value->birth_date_written == "YYYY-MM-DD");
  CHECK(parsed.issues == std::vector<Issue>{{Severity::note, "birthDate", "`birthDate` is not a date"}});
}

TEST_CASE("an object where R4 has a list is a list of one") {
  const Observation read = observation(
      R"("category": {"text": "laboratory"}, "interpretation": {"text": "POS"}, "performer": {"display": "Lab"},
         "component": {"code": {"coding": {"code": "48018-6"}}, "interpretation": {"text": "ND"}}, "hasMember": {"reference": "Observation/2"},
         "identifier": {"value": "7"}, "extension": {"url": "u", "valueString": "x"}, "meta": {"profile": "p"})");
  CHECK(read.categories == std::vector{words("laboratory")});
  CHECK(read.interpretations == std::vector{words("POS")});
  CHECK(read.performers.at(0).display == "Lab");
  CHECK(read.components.at(0).code.codings.at(0).code == "48018-6");
  CHECK(read.components.at(0).interpretations == std::vector{words("ND")});
  CHECK(references(read.has_members) == Strings{"Observation/2"});
  CHECK(read.identifiers.at(0).value == "7");
  CHECK(read.extensions.at(0).text_value == "x");
  CHECK(read.profiles == Strings{"p"});
}

TEST_CASE("a bare string where R4 has a CodeableConcept is its text") {
  const Condition read = condition(R"("clinicalStatus": "active", "verificationStatus": "confirmed", "code": "NSCLC",
                                      "category": "encounter-diagnosis", "bodySite": ["lung"], "stage": {"summary": "IV"})");
  CHECK(read.clinical_status == words("active"));
  CHECK(read.verification_status == words("confirmed"));
  CHECK(read.code == words("NSCLC"));
  CHECK(read.categories == std::vector{words("encounter-diagnosis")});
  CHECK(read.body_sites == std::vector{words("lung")});
  CHECK(read.stages.at(0).summary == words("IV"));
  CHECK(request(R"("medicationCodeableConcept": "Lumakras")").medication.medication_concept == words("Lumakras"));
}

TEST_CASE("notes are Annotations or bare strings") {
  const auto [element, expected] = GENERATE(table<std::string, Strings>({
      {R"([{"text": "one"}, {"authorString": "x"}, {"text": "two"}])", {"one", "two"}},
      {R"({"text": "one"})", {"one"}},
      {R"("one")", {"one"}},
      {R"(["one", {"text": "two"}])", {"one", "two"}},
      {"null", {}},
      {"[]", {}},
  }));
  CAPTURE(element);
  CHECK(condition("\"note\": " + element).notes == expected);
}

TEST_CASE("rule 2.4: a patient is deceased by date or by true and not by false") {
  const auto [element, deceased, expected] = GENERATE(table<std::string, bool, std::string>({
      {R"("deceasedBoolean": false)", false, ""},
      {R"("deceasedBoolean": true)", true, "true"},
      {R"("deceasedDateTime": "2024-05")", true, "2024-05"},
      {R"("deceasedDateTime": null)", false, ""},
      {R"("birthDate": "1960")", false, ""},
  }));
  CAPTURE(element);
  CHECK(patient(element).deceased == deceased);
  CHECK(patient(element).deceased_written == expected);
}

TEST_CASE("rule 4.2: a condition has abated where its record says so") {
  const auto [element, abated, date] = GENERATE(table<std::string, bool, std::string>({
      {R"("abatementDateTime": "2020-01")", true, "2020-01"},
      {R"("abatementPeriod": {"start": "2019", "end": "2020"})", true, "2020"},
      {R"("abatementPeriod": {"start": "2019"})", true, "2019"},
      {R"("abatementBoolean": true)", true, "none"},
      {R"("abatementBoolean": false)", false, "none"},
      {R"("abatementString": "in childhood")", true, "none"},
      {R"("abatementAge": {"value": 40})", true, "none"},
      {R"("abatementRange": {"low": {"value": 40}})", true, "none"},
      {R"("clinicalStatus": {"text": "resolved"})", false, "none"},
  }));
  CAPTURE(element);
  CHECK(condition(element).abated == abated);
  CHECK(written(condition(element).abatement) == date);
}

TEST_CASE("a condition's dates come from the elements of R4 or STU3") {
  CHECK(written(condition(R"("onsetDateTime": "2020")").onset) == "2020");
  CHECK(written(condition(R"("onsetPeriod": {"start": "2021-02", "end": "2022"})").onset) == "2021-02");
  CHECK(written(condition(R"("recordedDate": "2021", "assertedDate": "2020")").recorded) == "2021");
  CHECK(written(condition(R"("assertedDate": "2020")").recorded) == "2020");
}

TEST_CASE("a stage keeps its summary and its type and its assessments") {
  const Condition read = condition(
      R"("stage": [{"summary": {"text": "IVA"}, "type": {"text": "clinical"}, "assessment": [{"reference": "Observation/s"}]},
                   {"assessment": {"reference": "#t"}}])");
  REQUIRE(read.stages.size() == 2);
  CHECK(read.stages[0].summary == words("IVA"));
  CHECK(read.stages[0].type == words("clinical"));
  CHECK(references(read.stages[0].assessments) == Strings{"Observation/s"});
  CHECK(references(read.stages[1].assessments) == Strings{"#t"});
}

TEST_CASE("extensions are read with what is nested in them") {
  const Condition read = condition(
      R"("extension": [
        {"url": "morphology", "valueCodeableConcept": {"coding": [{"system": "s", "code": "8140/3"}]}},
        {"url": "related", "valueReference": {"reference": "Condition/1"}},
        {"url": "coded", "valueCoding": {"code": "c"}},
        {"url": "outer", "extension": [{"url": "inner", "valueDecimal": 1.50}, {"url": "flag", "valueBoolean": false}]},
        {"url": "when", "valueDateTime": "2024"}, {"url": "much", "valueQuantity": {"value": 1}}])");
  REQUIRE(read.extensions.size() == 6);
  CHECK(read.extensions[0].concept_value->codings.at(0).code == "8140/3");
  CHECK(read.extensions[1].reference_value->reference == "Condition/1");
  CHECK(read.extensions[2].concept_value->codings.at(0).code == "c");
  CHECK(read.extensions[3].nested.at(0).text_value == "1.50");
  CHECK(read.extensions[3].nested.at(1).text_value == "false");
  CHECK(read.extensions[4].text_value == "2024");
  CHECK(read.extensions[5].text_value.empty());
}

TEST_CASE("extensions nested without end make their resource unusable") {
  std::string extension = R"({"url": "u"})";
  for (int level = 0; level < 20; ++level) extension = R"({"url": "u", "extension": [)" + extension + "]}";
  const Json json(R"({"resourceType": "Condition", "extension": [)" + extension + "]}");
  const Parsed<Condition> parsed = read_condition(json);
  CHECK_FALSE(parsed.value);
  REQUIRE(parsed.issues.size() == 1);
  CHECK(parsed.issues[0].message.ends_with("is nested too deep"));
}

TEST_CASE("an outcome is described by severity and code alone") {
  const auto [issues, expected] = GENERATE(table<std::string, std::string>({
      {R"([{"severity": "error", "code": "security", "diagnostics": "Ann Example"}])", "error: security"},
      {R"([{"severity": "error", "code": "timeout"}, {"severity": "warning", "code": "not-found"}])",
       "error: timeout, warning: not-found"},
      {R"({"severity": "fatal", "code": "exception"})", "fatal: exception"},
      {R"([{"severity": "Ann Example", "code": "<b>"}])", "unnamed: unnamed"},
      {R"([{"severity": 1}])", "unnamed: unnamed"},
      {"[]", "no reason given"},
      {"\"x\"", "unnamed: unnamed"},
  }));
  CAPTURE(issues);
  CHECK(describe_outcome(Json(R"({"resourceType": "OperationOutcome", "issue": )" + issues + "}")) == expected);
}

TEST_CASE("a resource of a hundred thousand errors gives a bounded list") {
  std::string codings;
  for (int count = 0; count < 100'000; ++count) codings += "1,";
  const Json json(R"({"resourceType": "Condition", "code": {"coding": [)" + codings + "1]}}");
  const Parsed<Condition> parsed = read_condition(json);
  CHECK_FALSE(parsed.value);
  CHECK(parsed.issues.size() == 100);
}

TEST_CASE("published examples of FHIR are read") {
  const char* const folder = std::getenv("FORESIGN_REAL");
  if (folder == nullptr) {
    std::cout << "FORESIGN_REAL names no folder: nothing to read\n";
    return;
  }
  std::size_t files = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (file.path().extension() != ".json") continue;
    CAPTURE(file.path().string());
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    const auto document = foresign::json::read(text);
    for (const Issue& issue : document.issues) UNSCOPED_INFO(issue.path + ": " + issue.message);
    REQUIRE(document.value);
    const BundleReading reading = read_bundle(document.value->root(), "example");
    for (const Unreadable& one : reading.unreadable) UNSCOPED_INFO(one.reference + ": " + one.reason);
    CHECK(reading.unreadable.empty());
    ++files;
  }
  CHECK(files > 0);
}
