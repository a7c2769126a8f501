// Records that others wrote: implementation guides' examples, registries' test data, synthetic patients. Every JSON
// file below the folder named by FORESIGN_REAL (docs/testing.md) is judged beside a sotorasib order for its patient.
// What the verdict should be is not known here, so the test asks for what holds of any record: an answer, and nothing
// lost in silence (rules 1.4 and 2.4).
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cds/gather.hpp"
#include "cds/hooks/request.hpp"
#include "fhir/bundle.hpp"
#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "tests/support/library.hpp"
#include "tests/support/scenario.hpp"

using namespace foresign;
using json::Kind;
using json::View;
using testing::fixture_day;
using testing::library;

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> json_files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// The resources of a value, contained ones too, counted without the code under test.
std::size_t count_resources(View value) {
  if (!value.exists() || value.is(Kind::null)) return 0;
  if (value["resourceType"].string() == "OperationOutcome") return 0;
  std::size_t count = 0;
  if (value["resourceType"].string() == "Bundle") {
    for (const View entry : value["entry"]) count += count_resources(entry["resource"]);
    return count;
  }
  for (const View contained : value["contained"])
    if (!contained.is(Kind::null)) ++count;
  return count + 1;
}

std::size_t count_read(const fhir::BundleReading& reading) {
  std::size_t count = reading.entries.size() + reading.unreadable.size();
  for (const fhir::Entry& entry : reading.entries) count += entry.contained.size();
  return count;
}

// `p1` of `Patient/p1`, also absolute or of one version; empty where it is no such reference.
std::string patient_in(std::string_view reference) {
  const std::size_t at = reference.rfind("Patient/");
  if (at == std::string_view::npos) return {};
  const std::string_view id = reference.substr(at + std::string_view("Patient/").size());
  return std::string(id.substr(0, id.find('/')));
}

// Whom the file is about: the first subject, else the Patient in it, else somebody.
std::string patient_of(const fhir::BundleReading& reading) {
  for (const fhir::Entry& entry : reading.entries)
    if (std::string id = patient_in(fhir::subject_of(entry.resource).reference); !id.empty()) return id;
  for (const fhir::Entry& entry : reading.entries)
    if (entry.type == "Patient" && !entry.id.empty()) return entry.id;
  return "somebody";
}

// The prefetch key under which a client would send the file; empty where none is documented for what it holds.
std::string documented_key(const fhir::BundleReading& reading) {
  static const std::map<std::string, std::string, std::less<>> keys = {
      {"Patient", "patient"},
      {"Condition", "conditions"},
      {"Observation", "observations"},
      {"DiagnosticReport", "diagnosticReports"},
      {"MedicationRequest", "medicationRequests"},
      {"MedicationStatement", "medicationStatements"},
      {"MedicationAdministration", "medicationAdministrations"},
      {"MedicationDispense", "medicationDispenses"},
      {"Procedure", "procedures"},
      {"AllergyIntolerance", "allergies"},
      {"Coverage", "coverage"},
      {"QuestionnaireResponse", "questionnaireResponses"},
  };
  // A Bundle under the key of the first record in it: the Patient of a Bundle may be known to the caller by another id.
  std::string key;
  for (const fhir::Entry& entry : reading.entries)
    if (const auto known = keys.find(entry.type); known != keys.end()) {
      key = known->second;
      if (entry.type != "Patient") break;
    }
  return key;
}

std::string request_with(View record, const std::string& key, const std::string& patient) {
  json::Writer writer;
  writer.begin_object().member("hook", "order-sign").member("hookInstance", "6d5b9b1f-0d55-4a34-8f0a-3c1f7a0e2f11");
  writer.key("context").begin_object().member("userId", "Practitioner/p").member("patientId", patient);
  writer.key("draftOrders").begin_object().member("resourceType", "Bundle").key("entry").begin_array().begin_object();
  writer.key("resource").begin_object().member("resourceType", "MedicationRequest").member("id", "the-order");
  writer.member("status", "draft").member("intent", "order").member("authoredOn", "2026-11-24");
  writer.key("medicationCodeableConcept").begin_object().member("text", "sotorasib").end_object();
  writer.key("subject").begin_object().member("reference", "Patient/" + patient).end_object();
  writer.end_object().end_object().end_array().end_object().end_object();
  writer.key("prefetch").begin_object().key(key).copy(record);
  // Something of the record has to be there, or there is no answer (412): these searches found nothing.
  for (const char* empty : {"conditions", "medicationDispenses"})
    if (key != empty) writer.key(empty).begin_object().member("resourceType", "Bundle").end_object();
  writer.end_object().end_object();
  return writer.text();
}

struct Judged {
  std::string verdict;
  std::vector<std::string> ignored;  // references
};

Judged judge(const std::string& body) {
  const auto outcome = order_sign(body, library(), fixture_day(), [] { return std::string("id"); });
  const auto* answer = std::get_if<Answer>(&outcome);
  REQUIRE(answer != nullptr);
  REQUIRE(answer->response.cards.size() == 1);
  json::Writer writer;
  hooks::write(writer, answer->response);
  const auto written = json::read(writer.text());
  REQUIRE(written.value);
  const View determination = written.value->root()["cards"][std::size_t{0}]["extension"]["org.foresign.determination"];
  Judged judged;
  judged.verdict = std::string(determination["verdict"].string().value_or(""));
  for (const View one : determination["ignored"]) judged.ignored.emplace_back(one["reference"].string().value_or(""));
  return judged;
}

bool holds(const std::vector<std::string>& references, const std::string& reference) {
  return std::find(references.begin(), references.end(), reference) != references.end();
}

// Every resource that was read is in the chart (of two copies of one, the later), unless it could not be read.
void check_that_all_is_kept(const fhir::BundleReading& reading, const fhir::Chart& chart) {
  for (const fhir::Entry& entry : reading.entries) {
    CAPTURE(entry.reference);
    CHECK(std::any_of(chart.record().begin(), chart.record().end(),
                      [&](const auto& kept) { return kept->reference == entry.reference; }));
  }
  for (const fhir::Unreadable& unreadable : reading.unreadable) {
    CAPTURE(unreadable.reference, unreadable.reason);
    CHECK(std::any_of(chart.unreadable().begin(), chart.unreadable().end(),
                      [&](const auto& kept) { return kept.reference == unreadable.reference; }));
  }
}

// Rule 1.4: what is not this patient's, and what could not be read, is told.
void check_that_all_is_told(const fhir::Chart& chart, const Judged& judged) {
  for (const auto& entry : chart.record()) {
    const bool stranger = entry->type == "Patient" && entry->id != chart.patient_id();
    if (!stranger && chart.whose(fhir::subject_of(entry->resource), *entry) == fhir::Whose::this_patient) continue;
    CAPTURE(entry->reference);
    CHECK(holds(judged.ignored, entry->reference));
  }
  for (const fhir::Unreadable& unreadable : chart.unreadable()) {
    CAPTURE(unreadable.reference);
    CHECK(holds(judged.ignored, unreadable.reference));
  }
}

Judged check_under_key(View record, const std::string& key, const std::string& patient) {
  CAPTURE(key);
  const std::string body = request_with(record, key, patient);
  const auto request = hooks::read_request(body);
  REQUIRE(request.value);
  const Gathering gathering(*request.value, {});
  const fhir::Chart& chart = gathering.chart();
  check_that_all_is_kept(fhir::read_bundle(record, key), chart);
  Judged judged = judge(body);
  check_that_all_is_told(chart, judged);
  return judged;
}

}  // namespace

TEST_CASE("records that others wrote are judged and nothing of them is lost in silence") {
  const char* folder = std::getenv("FORESIGN_REAL");
  if (folder == nullptr || *folder == '\0') {
    std::cout << "FORESIGN_REAL names no folder, so no records of others are read\n";
    SUCCEED();
    return;
  }

  std::map<std::string, std::size_t> verdicts;
  std::size_t resources = 0;
  const std::vector<fs::path> files = json_files_below(folder);
  for (const fs::path& file : files) {
    CAPTURE(file.string());
    const auto document = json::read(scenario::file_text(file.string()));
    REQUIRE(document.value);
    const View record = document.value->root();
    // A whole request: it gets an answer or a refusal; as a prefetch value it is no resource.
    if (record["hook"].exists()) {
      json::Writer writer;
      const auto outcome =
          order_sign(writer.copy(record).text(), library(), fixture_day(), [] { return std::string("id"); });
      if (const auto* refusal = std::get_if<Refusal>(&outcome)) CHECK_FALSE(refusal->issues.empty());
      continue;
    }
    const fhir::BundleReading reading = fhir::read_bundle(record, "record");
    CHECK(count_read(reading) == count_resources(record));
    resources += count_read(reading);

    const Judged judged = check_under_key(record, "record", patient_of(reading));
    ++verdicts[judged.verdict];
    const std::string key = documented_key(reading);
    if (key.empty()) continue;
    const Judged again = check_under_key(record, key, patient_of(reading));
    // Rule 1.7: what a present record shows stands, whatever key it came under.
    CHECK((again.verdict == "met") == (judged.verdict == "met"));
  }
  std::cout << files.size() << " files, " << resources << " resources";
  for (const auto& [verdict, count] : verdicts) std::cout << ", " << count << ' ' << verdict;
  std::cout << '\n';
  CHECK_FALSE(files.empty());
}
