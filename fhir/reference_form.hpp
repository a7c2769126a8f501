// The forms that a literal reference is written in (FHIR R4, references: relative, absolute, contained, urn,
// conditional).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace foresign::fhir {

struct ReferenceForm {
  // bare: neither a URL nor `Type/id` (`p1`).
  enum class Kind : std::uint8_t { none, contained, conditional, urn, absolute, relative, bare };

  Kind kind = Kind::none;
  std::string name;  // to compare by: without `/_history/` and trailing slashes, host in lower case
  std::string base;  // absolute: what stands before `Type/id`; conditional: the same, may be empty
  std::string type;  // relative, absolute, conditional
  std::string id;    // relative, absolute, contained, bare; urn: what follows `urn:uuid:`
  // conditional: the only parameter, `identifier=system|value`
  std::optional<std::string> system;  // nothing where no `|` was written: any system
  std::string value;

  [[nodiscard]] std::string type_and_id() const { return type.empty() || id.empty() ? "" : type + '/' + id; }
};

ReferenceForm read_reference_form(std::string_view written);

// A base URL in the form in which ReferenceForm::base is written.
std::string normal_base(std::string_view url);

}  // namespace foresign::fhir
