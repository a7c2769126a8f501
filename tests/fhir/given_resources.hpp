// Resources as the tests of the readers are given them: elements as JSON text -> the struct.
#pragma once

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fhir/resources/read.hpp"
#include "tests/fhir/given.hpp"

namespace foresign::fhir {

using Strings = std::vector<std::string>;

// The resource, which has to be usable and without a note.
template <class T>
T given(const std::string& elements, const std::string& type) {
  const Json json("{\"resourceType\": \"" + type + "\"" + (elements.empty() ? "" : ", " + elements) + "}");
  const json::Parsed<Resource> parsed = read_resource(json);
  INFO(elements);
  CHECK(parsed.issues.empty());
  REQUIRE(parsed.value);
  REQUIRE(std::holds_alternative<T>(*parsed.value));
  return std::get<T>(*parsed.value);
}

inline Patient patient(const std::string& elements) {
  return given<Patient>(elements, "Patient");
}
inline Condition condition(const std::string& elements) {
  return given<Condition>(elements, "Condition");
}
inline Observation observation(const std::string& elements) {
  return given<Observation>(elements, "Observation");
}
inline MedicationRequest request(const std::string& elements) {
  return given<MedicationRequest>(elements, "MedicationRequest");
}

inline std::string written(const std::optional<PartialDate>& date) {
  return date ? date->written : "none";
}

inline CodeableConcept words(const std::string& text) {
  return {{}, text};
}

inline std::vector<std::string> references(const std::vector<Reference>& list) {
  std::vector<std::string> result;
  for (const Reference& one : list) result.push_back(one.reference);
  return result;
}

}  // namespace foresign::fhir
