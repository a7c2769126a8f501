// Reads the elements of one resource and collects what is wrong with them. Internal to fhir/resources.
//
// Every function takes the element itself: absent and `null` give the empty value; a wrong JSON type gives the empty
// value and an issue that makes the resource unusable, unless it is read `in_parts`.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "fhir/json/issue.hpp"
#include "fhir/json/view.hpp"
#include "fhir/resources/read.hpp"
#include "fhir/resources/resources.hpp"

namespace foresign::fhir {

struct Reasons {
  std::vector<CodeableConcept> codes;
  std::vector<Reference> references;
};

class Reader {
 public:
  explicit Reader(json::View resource, Wants wants = Wants::whole);

  // The resource itself: its elements are `reader["status"]`.
  json::View operator[](std::string_view element) const { return resource_[element]; }

  std::string text(json::View element);
  std::optional<bool> flag(json::View element);
  std::optional<PartialDate> date(json::View element);  // an impossible date is a note, and reads as absent
  Period period(json::View element);
  Coding coding(json::View element);
  // Also a bare string (its text), and R5's CodeableReference (its concept).
  CodeableConcept codeable(json::View element);
  Identifier identifier(json::View element);
  // Also R5's CodeableReference (its reference), and a performer of STU3 (its actor).
  Reference reference(json::View element);
  Extension extension(json::View element);

  // An object or a primitive where R4 has a list is a list of one.
  template <class Read>
  auto list(json::View element, Read read) -> std::vector<decltype(read(element))>;
  std::vector<CodeableConcept> codeables(json::View element);
  std::vector<Reference> references(json::View element);
  std::vector<Identifier> identifiers(json::View element);
  std::vector<Extension> extensions(json::View element);
  std::vector<std::string> texts(json::View element);
  // The codings of all, for what became a list after R4.
  CodeableConcept merged(json::View element);

  // The texts of Annotations; also a bare string (STU3).
  std::vector<std::string> notes(json::View element);
  std::string status() { return text(resource_["status"]); }
  std::vector<std::string> profiles();

  // value[x] of an Observation or a component. Two values are unusable: they could contradict each other.
  Value value(json::View owner);
  // `<name>DateTime` (start), `<name>Instant` (start) or `<name>Period`.
  Period when(std::string_view name);
  MedicationChoice medication();
  Reasons reasons();
  // Doses, sites and times are taken where they are as R4 writes them, and left out where they are not: what is said of
  // the drug stands without them. The same for the amount of a dispense.
  Dosage dosage(json::View element);
  Quantity amount(json::View element);

  // False where the element is absent; false with an issue where it is not of the wanted kind.
  bool expect(json::View element, json::Kind wanted);
  void unusable(json::View element, std::string_view what);

  template <class T>
  json::Parsed<T> finish(T value);

 private:
  void report(json::Severity severity, json::View element, std::string_view what);
  json::View choice(json::View owner, std::string_view name);
  Quantity quantity(json::View element);
  std::string primitive(json::View element);
  void add_times(json::View timing, Dosage& dosage);
  void add_dose(json::View element, Dosage& dosage);

  json::View resource_;
  Wants wants_;
  std::vector<json::Issue> issues_;
  bool usable_ = true;
  int depth_ = 0;  // of nested extensions
};

template <class Read>
auto Reader::list(json::View element, Read read) -> std::vector<decltype(read(element))> {
  std::vector<decltype(read(element))> result;
  const auto add = [&](json::View one) {
    if (one.exists() && !one.is(json::Kind::null)) result.push_back(read(one));
  };
  if (element.is(json::Kind::array)) {
    for (const json::View one : element) add(one);
  } else {
    add(element);
  }
  return result;
}

template <class T>
json::Parsed<T> Reader::finish(T value) {
  json::Parsed<T> result{std::nullopt, std::move(issues_)};
  if (usable_) result.value = std::move(value);
  return result;
}

// Moves the elements of `more` to the end of `list`.
template <class T>
void append(std::vector<T>& list, std::vector<T> more) {
  for (T& one : more) list.push_back(std::move(one));
}

}  // namespace foresign::fhir
