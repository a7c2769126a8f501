// The FHIR R4 data types that clinical records are made of. Values own their text.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fhir/types/partial_date.hpp"

namespace foresign::fhir {

struct Coding {
  std::string system;
  std::string code;
  std::string display;
  // Of ICD-10-GM, by its extension: `A` excluded, `V` suspected, `Z` a state after, `G` certain; else empty.
  std::string certainty = {};
  friend bool operator==(const Coding&, const Coding&) = default;
};

struct CodeableConcept {
  std::vector<Coding> codings;
  std::string text;

  [[nodiscard]] bool empty() const { return codings.empty() && text.empty(); }
  friend bool operator==(const CodeableConcept&, const CodeableConcept&) = default;
};

struct Identifier {
  std::string system;
  std::string value;
  friend bool operator==(const Identifier&, const Identifier&) = default;
};

struct Reference {
  std::string reference;  // as written: relative, absolute, `#id`, `urn:uuid:`, conditional
  std::string type;
  std::string display;
  std::optional<Identifier> identifier;

  [[nodiscard]] bool empty() const { return reference.empty() && display.empty() && !identifier; }
  friend bool operator==(const Reference&, const Reference&) = default;
};

struct Period {
  std::optional<PartialDate> start;
  std::optional<PartialDate> end;
};

// Numbers as written.
struct Quantity {
  std::string comparator;
  std::string value;
  std::string unit;
  std::string system;
  std::string code;
};

// value[x] of an Observation or a component.
struct OtherValue {
  std::string type;     // `Integer`, `Period`, `Ratio` ...
  std::string written;  // of a primitive; the low end of a Range; empty for another complex value
};
using Value = std::variant<std::monostate, CodeableConcept, std::string, bool, Quantity, OtherValue>;

struct Extension {
  std::string url;
  std::optional<CodeableConcept> concept_value;  // valueCodeableConcept, valueCoding
  std::optional<Reference> reference_value;
  std::string text_value;  // valueString, valueCode, valueDateTime, valueBoolean ... as written
  std::vector<Extension> nested;
};

}  // namespace foresign::fhir
