#include "fhir/resources/read.hpp"

#include <algorithm>
#include <array>

#include "fhir/resources/reader.hpp"

namespace foresign::fhir {

using json::Kind;
using json::Parsed;
using json::View;

namespace {

template <class T>
Parsed<Resource> as_resource(Parsed<T> parsed) {
  Parsed<Resource> result{std::nullopt, std::move(parsed.issues)};
  if (parsed.value) result.value = std::move(*parsed.value);
  return result;
}

template <auto read>
Parsed<Resource> lift(View resource) {
  return as_resource(read(resource));
}

template <auto read>
auto whole(View resource) {
  return read(resource, Wants::whole);
}

Parsed<OtherResource> read_other(View resource) {
  Reader reader(resource);
  OtherResource result{reader.text(reader["id"])};
  return reader.finish(std::move(result));
}

struct Type {
  std::string_view name;
  Parsed<Resource> (*read)(View);
};

constexpr std::array types{
    Type{"AllergyIntolerance", lift<read_allergy_intolerance>},
    Type{"Condition", lift<read_condition>},
    Type{"Coverage", lift<read_coverage>},
    Type{"Device", lift<read_device>},
    Type{"DiagnosticReport", lift<read_diagnostic_report>},
    Type{"Medication", lift<whole<read_medication>>},
    Type{"MedicationAdministration", lift<read_medication_administration>},
    Type{"MedicationDispense", lift<read_medication_dispense>},
    Type{"MedicationRequest", lift<whole<read_medication_request>>},
    Type{"MedicationStatement", lift<read_medication_statement>},
    Type{"Observation", lift<read_observation>},
    Type{"Organization", lift<read_organization>},
    Type{"Patient", lift<read_patient>},
    Type{"Practitioner", lift<read_practitioner>},
    Type{"Procedure", lift<read_procedure>},
    Type{"QuestionnaireResponse", lift<read_questionnaire_response>},
    Type{"ServiceRequest", lift<read_service_request>},
    Type{"Specimen", lift<read_specimen>},
};

// Codes of FHIR are lower-case words; anything else could be a name, and is not repeated.
std::string code_or_unnamed(View code) {
  const std::string_view text = code.string().value_or("");
  const bool plain = !text.empty() && text.size() <= 32 &&
                     std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
  return plain ? std::string(text) : "unnamed";
}

}  // namespace

Parsed<Resource> read_resource(View resource) {
  Reader reader(resource);
  const View type_element = reader["resourceType"];
  const std::string type = reader.text(type_element);
  if (type.empty()) {
    const bool absent = !type_element.exists() || type_element.is(Kind::null) || type_element.is(Kind::string);
    if (resource.is(Kind::object) && absent) reader.unusable(type_element, "is missing");
    return reader.finish(Resource{});
  }
  const auto known = std::find_if(types.begin(), types.end(), [&](const Type& one) { return one.name == type; });
  return known == types.end() ? lift<read_other>(resource) : known->read(resource);
}

Parsed<Resource> read_order_in_parts(View resource) {
  const auto type = resource["resourceType"].string();
  if (type == "MedicationRequest") return as_resource(read_medication_request(resource, Wants::parts));
  if (type == "Medication") return as_resource(read_medication(resource, Wants::parts));
  return {};
}

std::string describe_outcome(View operation_outcome) {
  constexpr std::size_t most = 5;
  Reader reader(operation_outcome);
  std::string result;
  std::size_t count = 0;
  reader.list(operation_outcome["issue"], [&](View issue) {
    if (++count > most) return false;
    if (!result.empty()) result += ", ";
    result += code_or_unnamed(issue["severity"]) + ": " + code_or_unnamed(issue["code"]);
    return true;
  });
  return result.empty() ? "no reason given" : result;
}

}  // namespace foresign::fhir
