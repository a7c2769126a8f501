#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "fhir/bundle.hpp"
#include "fhir/chart.hpp"
#include "fhir/reference_form.hpp"
#include "tests/fhir/given.hpp"

using namespace foresign::fhir;
using foresign::Json;

namespace {

// A chart of patient p1, whose prefetched Patient has the identifiers mrn|77 and a fullUrl.
struct Given {
  explicit Given(const std::string& record, const std::string& drafts = "[]",
                 const std::string& server = "https://ehr.example/fhir")
      : record_json(record), draft_json(drafts), chart("p1", server) {
    BundleReading reading = read_bundle(record_json, "record");
    CHECK(reading.unreadable.empty());
    for (Entry& entry : reading.entries) {
      if (entry.type == "Patient" && entry.id == "p1") entry.source = "patient";
      chart.add(std::move(entry));
    }
    for (Entry& entry : read_bundle(draft_json, "draftOrders").entries) chart.add_draft(std::move(entry));
    chart.finish();
  }

  Json record_json;
  Json draft_json;
  Chart chart;
};

Reference to(const std::string& reference) {
  return {reference, "", "", std::nullopt};
}

Reference identified(const std::string& system, const std::string& value, const std::string& type = "") {
  return {"", type, "", Identifier{system, value}};
}

std::string found(const Chart& chart, const Reference& reference, const Entry& from) {
  const Entry* entry = chart.find(reference, from);
  return entry == nullptr ? "none" : entry->reference;
}

const std::string patient =
    R"({"fullUrl": "https://ehr.example/fhir/Patient/p1", "resource": {"resourceType": "Patient", "id": "p1",
        "identifier": [{"system": "urn:mrn", "value": "77"}, {"value": "loose"}]}})";

const std::string record = "[" + patient + R"(,
  {"fullUrl": "https://ehr.example/fhir/Medication/m1/_history/2", "resource": {"resourceType": "Medication", "id": "m1"}},
  {"fullUrl": "urn:uuid:0A-0b", "resource": {"resourceType": "Observation", "id": "o1", "identifier": [{"system": "lab", "value": "9"}]}},
  {"fullUrl": "urn:oid:1.2.3", "resource": {"resourceType": "Specimen"}},
  {"fullUrl": "https://other.example/fhir/Medication/m9", "resource": {"resourceType": "Medication", "id": "m9"}},
  {"fullUrl": "https://other.example/fhir/Medication/m1", "resource": {"resourceType": "Medication", "id": "m1"}},
  {"fullUrl": "https://other.example/fhir/Observation/of", "resource": {"resourceType": "Observation", "id": "of"}},
  {"resource": {"resourceType": "Organization", "id": "org", "identifier": [{"system": "npi", "value": "1"}]}},
  {"resource": {"resourceType": "DiagnosticReport", "id": "r1", "identifier": [{"system": "lab", "value": "9"}, {"system": "lab", "value": "10"}]}},
  {"resource": {"resourceType": "MedicationRequest", "id": "x1", "contained": [{"resourceType": "Medication", "id": "med"},
      {"resourceType": "Medication", "id": "m1"}, {"resourceType": "Practitioner", "id": "dr"}]}}])";

const Entry& entry(const Chart& chart, const std::string& reference) {
  for (const auto* const list : {&chart.record(), &chart.drafts()}) {
    for (const auto& one : *list) {
      if (one->reference == reference) return *one;
    }
  }
  FAIL("no entry " << reference);
  return *chart.record().front();
}

}  // namespace

TEST_CASE("rule 2.2: a reference finds its resource in every form") {
  const Given given(record);
  const auto [written, expected] = GENERATE(table<std::string, std::string>({
      {"Medication/m1", "Medication/m1"},
      {"Medication/m1/_history/3", "Medication/m1"},
      {"/Medication/m1", "Medication/m1"},
      {"Medication/m1/", "Medication/m1"},
      {"https://ehr.example/fhir/Medication/m1", "Medication/m1"},
      {"https://EHR.example/fhir/Medication/m1/_history/7", "Medication/m1"},
      {"https://ehr.example:443/fhir/Medication/m1/", "Medication/m1"},
      {"https://ehr.example/fhir/Organization/org", "Organization/org"},
      {"https://ehr.example/other/Organization/org", "none"},
      {"https://other.example/fhir/Organization/org", "none"},
      {"https://other.example/fhir/Medication/m9", "Medication/m9"},  // by fullUrl
      {"http://ehr.example/fhir/Medication/m1", "none"},
      {"urn:uuid:0a-0B", "Observation/o1"},
      {"URN:UUID:0a-0b", "Observation/o1"},
      {"urn:oid:1.2.3", "urn:oid:1.2.3"},
      {"urn:uuid:ff", "none"},
      {"Medication/m9", "Medication/m9"},
      {"Medication/none", "none"},
      {"medication/m1", "none"},
      {"Observation/m1", "none"},
      {"#med", "MedicationRequest/x1#med"},
      {"Medication/med", "MedicationRequest/x1#med"},
      {"Practitioner/med", "none"},
      {"med", "MedicationRequest/x1#med"},
      {"#none", "none"},
      {"#", "MedicationRequest/x1"},
      {"Observation?identifier=lab|9", "Observation/o1"},
      {"Observation?identifier=lab%7C9", "Observation/o1"},
      {"Observation?identifier=9", "Observation/o1"},
      {"Observation?identifier=lab|9&status=final", "none"},
      {"Observation?identifier=other|9", "none"},
      {"Observation?identifier=|9", "none"},
      {"Observation?code=lab|9", "none"},
      {"https://ehr.example/fhir/DiagnosticReport?identifier=lab|9", "DiagnosticReport/r1"},
      {"https://other.example/fhir/DiagnosticReport?identifier=lab|9", "none"},
      {"Patient?identifier=urn:mrn|77", "Patient/p1"},
      {"", "none"},
      {"https://", "none"},
      {"/", "none"},
      {"?", "none"},
      {"Medication?identifier=", "none"},
  }));
  CAPTURE(written);
  CHECK(found(given.chart, to(written), entry(given.chart, "MedicationRequest/x1")) == expected);
}

TEST_CASE("an identifier finds the only resource that bears it") {
  const Given given(record);
  const Entry& from = entry(given.chart, "MedicationRequest/x1");
  CHECK(found(given.chart, identified("lab", "10"), from) == "DiagnosticReport/r1");
  CHECK(found(given.chart, identified("lab", "9"), from) == "none");  // two of them
  CHECK(found(given.chart, identified("lab", "9", "Observation"), from) == "Observation/o1");
  CHECK(found(given.chart, identified("npi", "1"), from) == "Organization/org");
  CHECK(found(given.chart, identified("", "1"), from) == "none");
  CHECK(found(given.chart, identified("", "loose"), from) == "Patient/p1");
  CHECK(found(given.chart, identified("lab", ""), from) == "none");
  CHECK(found(given.chart, Reference{"Observation/none", "", "", Identifier{"lab", "10"}}, from) ==
        "DiagnosticReport/r1");
}

TEST_CASE("a reference is first relative to the server of the resource that holds it") {
  const Given given(record);
  const Entry& elsewhere = entry(given.chart, "Observation/of");
  CHECK(given.chart.find(to("Medication/m1"), elsewhere)->full_url == "https://other.example/fhir/Medication/m1");
  CHECK(given.chart.find(to("Medication/m1"), entry(given.chart, "Observation/o1"))->full_url ==
        "https://ehr.example/fhir/Medication/m1/_history/2");
  CHECK(found(given.chart, to("Organization/org"), elsewhere) == "Organization/org");
}

TEST_CASE("without a known server every absolute reference resolves by type and id") {
  const Given given(record, "[]", "");
  const Entry& from = entry(given.chart, "MedicationRequest/x1");
  CHECK(found(given.chart, to("https://anywhere.example/Organization/org"), from) == "Organization/org");
  CHECK(found(given.chart, to("http://anywhere.example/a/b/Organization/org/_history/1"), from) == "Organization/org");
}

TEST_CASE("a bare id resolves with the type that its reference states") {
  const Given given(record);
  const Entry& from = entry(given.chart, "Observation/o1");
  CHECK(found(given.chart, to("m1"), from) == "none");
  CHECK(found(given.chart, Reference{"m1", "Medication", "", std::nullopt}, from) == "Medication/m1");
}

TEST_CASE("a contained resource refers to its siblings and to its container") {
  const Given given(record);
  const Entry& medication = entry(given.chart, "MedicationRequest/x1").contained.front();
  CHECK(found(given.chart, to("#dr"), medication) == "MedicationRequest/x1#dr");
  CHECK(found(given.chart, to("#"), medication) == "MedicationRequest/x1");
}

TEST_CASE("a draft's references mean its own bundle first and the record's mean the record") {
  const Given given(
      R"([{"resource": {"resourceType": "Medication", "id": "m1"}}, {"resource": {"resourceType": "Medication", "id": "m2"}},
                        {"resource": {"resourceType": "MedicationRequest", "id": "old"}}])",
      R"([{"resource": {"resourceType": "MedicationRequest", "id": "new"}}, {"resource": {"resourceType": "Medication", "id": "m1"}},
                        {"resource": {"resourceType": "Medication", "id": "m3"}}])");
  const Entry& draft = *given.chart.drafts().front();
  const Entry& old = entry(given.chart, "MedicationRequest/old");
  CHECK(given.chart.find(to("Medication/m1"), draft)->source == "draftOrders");
  CHECK(given.chart.find(to("Medication/m2"), draft)->source == "record");
  CHECK(given.chart.find(to("Medication/m1"), old)->source == "record");
  CHECK(given.chart.find(to("Medication/m3"), old)->source == "draftOrders");
}

TEST_CASE("a second copy of a resource is dropped and the later one stays") {
  const auto [first, second, kept] = GENERATE(table<std::string, std::string, std::string>({
      {"2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z", "second"},
      {"2024-01-02T00:00:00Z", "2024-01-01T00:00:00Z", "first"},
      {"2024-01-02T00:00:00+00:00", "2024-01-02T00:00:00Z", "first"},
      {"", "2024-01-01T00:00:00Z", "second"},
      {"2024-01-01T00:00:00Z", "", "first"},
      {"", "", "first"},
      {"yesterday", "2024", "second"},
  }));
  CAPTURE(first, second);
  Chart chart("p1", "");
  for (const auto& [updated, source] : {std::pair{first, "first"}, std::pair{second, "second"}}) {
    Entry entry;
    entry.reference = "Condition/c1";
    entry.type = "Condition";
    entry.id = "c1";
    entry.source = source;
    entry.last_updated = updated;
    entry.resource = Condition{};
    chart.add(std::move(entry));
  }
  chart.finish();
  REQUIRE(chart.record().size() == 1);
  CHECK(chart.record().front()->source == kept);
  CHECK(chart.find(to("Condition/c1"), *chart.record().front())->source == kept);
}

TEST_CASE("rule 2.4: a copy that is not kept is found by its urn:uuid all the same") {
  const auto [former, latter] = GENERATE(table<std::string, std::string>({
      {R"({"resource": {"resourceType": "Patient", "id": "p1"}})",
       R"({"fullUrl": "urn:uuid:aa", "resource": {"resourceType": "Patient", "id": "p1"}})"},
      {R"({"fullUrl": "urn:uuid:aa", "resource": {"resourceType": "Patient", "id": "p1"}})",
       R"({"fullUrl": "urn:uuid:bb", "resource": {"resourceType": "Patient", "id": "p1", "meta": {"versionId": "2"}}})"},
  }));
  const Given given("[" + former + "," + latter + R"(, {"resource": {"resourceType": "Condition", "id": "c"}}])");
  const Entry& from = entry(given.chart, "Condition/c");
  CHECK(given.chart.record().size() == 2);
  CHECK(given.chart.whose(to("urn:uuid:aa"), from) == Whose::this_patient);
  CHECK(given.chart.whose(to("urn:uuid:cc"), from) != Whose::this_patient);
}

TEST_CASE("resources without an id and drafts and resources of two servers are no copies") {
  const Given given(
      R"([{"resourceType": "Condition"}, {"resourceType": "Condition"},
      {"fullUrl": "https://a.example/Condition/1", "resource": {"resourceType": "Condition", "id": "1"}},
      {"fullUrl": "https://b.example/Condition/1", "resource": {"resourceType": "Condition", "id": "1"}},
      {"fullUrl": "https://A.example/Condition/1/_history/2", "resource": {"resourceType": "Condition", "id": "1"}}])",
      R"([{"resourceType": "MedicationRequest", "id": "d"}, {"resourceType": "MedicationRequest", "id": "d"}])");
  CHECK(given.chart.record().size() == 4);
  CHECK(given.chart.drafts().size() == 2);
}

TEST_CASE("rule 2.4: a subject is this patient or another or cannot be told") {
  const Given given("[" + patient + R"(,
    {"fullUrl": "urn:uuid:aa", "resource": {"resourceType": "Patient", "id": "p2"}},
    {"fullUrl": "urn:uuid:bb", "resource": {"resourceType": "Patient", "identifier": [{"system": "urn:mrn", "value": "77"}]}},
    {"fullUrl": "urn:uuid:cc", "resource": {"resourceType": "Patient", "identifier": [{"system": "urn:mrn", "value": "78"}]}},
    {"fullUrl": "urn:uuid:dd", "resource": {"resourceType": "Patient"}},
    {"fullUrl": "urn:uuid:ee", "resource": {"resourceType": "Group", "id": "p1"}},
    {"fullUrl": "https://other.example/fhir/Patient/p3", "resource": {"resourceType": "Patient", "id": "p3"}},
    {"resource": {"resourceType": "Condition", "id": "c", "contained": [{"resourceType": "Patient", "id": "p1"},
       {"resourceType": "Patient", "id": "same", "identifier": {"system": "urn:mrn", "value": "77"}},
       {"resourceType": "Patient", "id": "different", "identifier": {"system": "urn:mrn", "value": "78"}},
       {"resourceType": "Patient", "id": "silent"}, {"resourceType": "Group", "id": "group"}]}}])");
  const auto [subject, expected] = GENERATE(table<Reference, Whose>({
      {Reference{}, Whose::this_patient},
      {Reference{"", "", "Ann Example", std::nullopt}, Whose::this_patient},
      {Reference{"", "Patient", "", std::nullopt}, Whose::this_patient},
      {identified("urn:mrn", ""), Whose::this_patient},
      {to("Patient/p1"), Whose::this_patient},
      {to("Patient/p1/_history/4"), Whose::this_patient},
      {to("/Patient/p1/"), Whose::this_patient},
      {to("https://ehr.example/fhir/Patient/p1"), Whose::this_patient},
      {to("HTTPS://EHR.EXAMPLE/fhir/Patient/p1/_history/4"), Whose::this_patient},
      {to("https://ehr.example/FHIR/Patient/p1"), Whose::another_patient},
      {to("https://other.example/fhir/Patient/p1"), Whose::another_patient},
      {to("https://other.example/fhir/Patient/p3"), Whose::another_patient},
      {to("https://ehr.example/fhir/Patient/p2"), Whose::another_patient},
      {to("https://ehr.example/fhir"), Whose::another_patient},
      {to("Patient/p2"), Whose::another_patient},
      {to("Patient/P1"), Whose::another_patient},
      {to("Patient/p11"), Whose::another_patient},
      {to("Group/p1"), Whose::another_patient},
      {to("RelatedPerson/p1"), Whose::another_patient},
      {to("p1"), Whose::this_patient},
      {to("p2"), Whose::cannot_tell},
      {Reference{"p1", "Group", "", std::nullopt}, Whose::another_patient},
      {to("urn:uuid:p1"), Whose::this_patient},
      {to("urn:uuid:aa"), Whose::another_patient},
      {to("urn:uuid:bb"), Whose::this_patient},
      {to("urn:uuid:cc"), Whose::another_patient},
      {to("urn:uuid:dd"), Whose::cannot_tell},
      {to("urn:uuid:ee"), Whose::another_patient},
      {to("urn:uuid:ff"), Whose::cannot_tell},
      {to("#p1"), Whose::this_patient},
      {to("#same"), Whose::this_patient},
      {to("#different"), Whose::another_patient},
      {to("#silent"), Whose::cannot_tell},
      {to("#group"), Whose::another_patient},
      {to("#none"), Whose::cannot_tell},
      {to("#"), Whose::cannot_tell},
      {to("Patient/same"), Whose::this_patient},
      {to("Patient/silent"), Whose::cannot_tell},
      {to("Patient?identifier=urn:mrn|77"), Whose::this_patient},
      {to("Patient?identifier=urn%3Amrn%7C77"), Whose::this_patient},
      {to("https://ehr.example/fhir/Patient?identifier=urn:mrn|77"), Whose::this_patient},
      {to("https://other.example/fhir/Patient?identifier=urn:mrn|77"), Whose::another_patient},
      {to("Patient?identifier=77"), Whose::this_patient},
      {to("Patient?identifier=urn:mrn|78"), Whose::another_patient},
      {to("Patient?identifier=urn:ssn|77"), Whose::cannot_tell},
      {to("Patient?identifier=78"), Whose::cannot_tell},
      {to("Patient?name=Ann"), Whose::cannot_tell},
      {to("Group?identifier=urn:mrn|77"), Whose::another_patient},
      {identified("urn:mrn", "77"), Whose::this_patient},
      {identified("urn:mrn", "77", "Patient"), Whose::this_patient},
      {identified("urn:mrn", "77", "Group"), Whose::another_patient},
      {identified("urn:mrn", "78"), Whose::another_patient},
      {identified("urn:ssn", "77"), Whose::cannot_tell},
      {identified("", "77"), Whose::cannot_tell},
      {identified("", "loose"), Whose::this_patient},
      {Reference{"urn:uuid:ff", "", "", Identifier{"urn:mrn", "77"}}, Whose::this_patient},
      {Reference{"Patient/p2", "", "", Identifier{"urn:mrn", "77"}}, Whose::another_patient},
  }));
  CAPTURE(subject.reference, subject.type, subject.identifier.value_or(Identifier{}).value);
  CHECK(given.chart.whose(subject, entry(given.chart, "Condition/c")) == expected);
}

TEST_CASE("rule 2.4: without a prefetched Patient only an id tells") {
  const Given given(R"([{"resource": {"resourceType": "Condition", "id": "c"}}])", "[]", "");
  const Entry& from = *given.chart.record().front();
  CHECK(given.chart.patient() == nullptr);
  CHECK(given.chart.whose(to("Patient/p1"), from) == Whose::this_patient);
  CHECK(given.chart.whose(to("https://anywhere.example/Patient/p1"), from) == Whose::this_patient);
  CHECK(given.chart.whose(to("https://anywhere.example/Patient/p2"), from) == Whose::another_patient);
  CHECK(given.chart.whose(to("https://anywhere.example/x"), from) == Whose::cannot_tell);
  CHECK(given.chart.whose(to("Patient?identifier=urn:mrn|77"), from) == Whose::cannot_tell);
  CHECK(given.chart.whose(identified("urn:mrn", "77"), from) == Whose::cannot_tell);
}

TEST_CASE("rule 2.4: the prefetched Patient's own fullUrl names the patient") {
  const std::string url =
      GENERATE(as<std::string>(), "urn:uuid:4f", "https://inner.example/r4/Patient/p1", "urn:oid:1.2");
  CAPTURE(url);
  const Given given(
      R"([{"fullUrl": ")" + url +
      R"(", "resource": {"resourceType": "Patient", "id": "p1"}}, {"resource": {"resourceType": "Condition", "id": "c"}}])");
  REQUIRE(given.chart.patient() != nullptr);
  CHECK(given.chart.whose(to(url), entry(given.chart, "Condition/c")) == Whose::this_patient);
}

TEST_CASE("rule 2.4: the Patient of the request is the one of its id or else one without an id under its key") {
  const auto [entries, expected] = GENERATE(table<std::string, std::string>({
      {R"([{"resourceType": "Patient", "id": "p2"}])", "none"},
      {R"([{"resourceType": "Patient", "id": "p2"}, {"resourceType": "Patient", "id": "p1"}])", "Patient/p1"},
      {R"([{"resourceType": "Patient"}])", "patient.entry[0]"},
      {R"([{"resourceType": "Patient"}, {"resourceType": "Patient", "id": "p1"}])", "Patient/p1"},
      {R"([{"resourceType": "Group", "id": "p1"}])", "none"},
      {"[]", "none"},
  }));
  CAPTURE(entries);
  const Json json(entries);
  Chart chart("p1", "");
  for (Entry& one : read_bundle(json, "patient").entries) chart.add(std::move(one));
  chart.finish();
  CHECK((chart.patient() == nullptr ? "none" : chart.patient()->reference) == expected);
  const Chart moved = std::move(chart);
  CHECK((moved.patient() == nullptr ? "none" : moved.patient()->reference) == expected);
}

TEST_CASE("rule 1.7: a chart remembers what could not be had and what could not be read") {
  Chart chart("p1", "https://ehr.example/fhir");
  chart.add_unavailable({"conditions", "not supplied"});
  chart.add_unreadable({"Condition/1", "unreadable"});
  chart.finish();
  CHECK_FALSE(chart.available("conditions"));
  CHECK(chart.available("observations"));
  CHECK(chart.unavailable().at(0).why == "not supplied");
  CHECK(chart.unreadable().at(0).reference == "Condition/1");
  CHECK(chart.patient_id() == "p1");
  CHECK(chart.fhir_server() == "https://ehr.example/fhir");
}

TEST_CASE("the subject is the element that the type calls so") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {R"({"resourceType": "Condition", "subject": {"reference": "Patient/1"}})", "Patient/1"},
      {R"({"resourceType": "MedicationRequest", "subject": {"reference": "Patient/1"}})", "Patient/1"},
      {R"({"resourceType": "QuestionnaireResponse", "subject": {"reference": "Patient/1"}})", "Patient/1"},
      {R"({"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/2"}})", "Patient/2"},
      {R"({"resourceType": "Coverage", "beneficiary": {"reference": "Patient/3"}})", "Patient/3"},
      {R"({"resourceType": "Organization", "subject": {"reference": "Patient/4"}})", ""},
      {R"({"resourceType": "Immunization", "patient": {"reference": "Patient/5"}})", ""},
  }));
  CAPTURE(text);
  const BundleReading reading = read_bundle(Json(text), "x");
  CHECK(subject_of(reading.entries.at(0).resource).reference == expected);
}

TEST_CASE("a reference of any bytes is looked up without harm") {
  const Given given(record);
  const Entry& from = entry(given.chart, "MedicationRequest/x1");
  for (const char* const piece : {"",           "/",        "//",        "#",       "?",           "|",   "%",
                                  "%7",         "urn:",     "urn:uuid:", "http://", "https://x",   "://", "_history",
                                  "/_history/", "Patient/", "Patient",   "\xFF",    "identifier=", "p1"}) {
    for (const char* const other : {"", "/", "#", "?", "|", "%zz", "urn:", "https://", "/_history", "Patient/",
                                    "?identifier=", "?identifier=|"}) {
      const Reference reference = to(std::string(piece) + other);
      CAPTURE(reference.reference);
      const Entry* entry = given.chart.find(reference, from);
      if (entry != nullptr) CHECK_FALSE(entry->reference.empty());
      const bool names_p1 = reference.reference.empty() || reference.reference.find("p1") != std::string::npos;
      if (!names_p1) CHECK(given.chart.whose(reference, from) != Whose::this_patient);
    }
  }
}
