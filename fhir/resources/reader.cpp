#include "fhir/resources/reader.hpp"

#include <algorithm>
#include <array>

namespace foresign::fhir {

using json::Kind;
using json::Severity;
using json::View;

namespace {

constexpr int deepest_extension = 16;
constexpr std::size_t most_issues = 100;  // one resource can hold a million wrong elements

bool contains(std::initializer_list<std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Reader::Reader(View resource, Wants wants) : resource_(resource), wants_(wants) {
  if (!resource.is(Kind::object)) {
    unusable(resource, "is " + std::string(describe(resource.kind())) + ", not an object");
    usable_ = false;
  }
}

void Reader::report(Severity severity, View element, std::string_view what) {
  if (issues_.size() >= most_issues && (severity != Severity::unusable || !usable_)) return;
  const std::string path = element.path();
  const std::string root = resource_.path();
  // Within the resource, so that the reason can stand beside the resource's name.
  std::string name = "the resource";
  if (path != root) {
    const bool nested = root != "$" && path.size() > root.size() && path.compare(0, root.size(), root) == 0;
    name = '`' + (nested ? path.substr(root.size() + 1) : path) + '`';
  }
  issues_.push_back({severity, path, name + ' ' + std::string(what)});
}

void Reader::unusable(View element, std::string_view what) {
  report(Severity::unusable, element, what);
  if (wants_ == Wants::whole) usable_ = false;
}

bool Reader::expect(View element, Kind wanted) {
  if (element.is(wanted)) return true;
  if (element.exists() && !element.is(Kind::null)) {
    unusable(element, "is " + std::string(describe(element.kind())) + ", not " + std::string(describe(wanted)));
  }
  return false;
}

std::string Reader::text(View element) {
  return expect(element, Kind::string) ? std::string(*element.string()) : "";
}

std::optional<bool> Reader::flag(View element) {
  return expect(element, Kind::boolean) ? element.boolean() : std::nullopt;
}

std::optional<PartialDate> Reader::date(View element) {
  if (!expect(element, Kind::string)) return std::nullopt;
  auto result = read_partial_date(*element.string());
  if (!result) report(Severity::note, element, "is not a date");
  return result;
}

Period Reader::period(View element) {
  if (!expect(element, Kind::object)) return {};
  return {date(element["start"]), date(element["end"])};
}

Coding Reader::coding(View element) {
  if (!expect(element, Kind::object)) return {};
  Coding result{text(element["system"]), text(element["code"]), text(element["display"])};
  if (element["extension"].exists())
    for (const Extension& extension : extensions(element["extension"]))
      if (extension.url.ends_with("diagnosesicherheit") && extension.concept_value &&
          !extension.concept_value->codings.empty())
        result.certainty = extension.concept_value->codings.front().code;
  return result;
}

CodeableConcept Reader::codeable(View element) {
  if (element.is(Kind::string)) return {{}, text(element)};
  if (wants_ == Wants::parts && element.is(Kind::array)) return merged(element);
  if (!expect(element, Kind::object)) return {};
  if (const View inner = element["concept"]; inner.is(Kind::object) && !inner["concept"].exists())
    return codeable(inner);
  // A Coding or a Reference in its place still says what it means.
  if (!element["coding"].exists() && !element["text"].exists() && element["display"].is(Kind::string))
    return {{}, text(element["display"])};
  return {list(element["coding"], [&](View one) { return coding(one); }), text(element["text"])};
}

Identifier Reader::identifier(View element) {
  if (!expect(element, Kind::object)) return {};
  return {text(element["system"]), text(element["value"])};
}

Reference Reader::reference(View element) {
  if (wants_ == Wants::parts && element.is(Kind::string)) return {text(element), "", "", std::nullopt};
  if (!expect(element, Kind::object)) return {};
  for (const std::string_view inside : {"reference", "actor"}) {
    const View inner = element[inside];
    if (inner.is(Kind::object) && !inner[inside].is(Kind::object)) return reference(inner);
  }
  Reference result{text(element["reference"]), text(element["type"]), text(element["display"]), std::nullopt};
  if (const View given = element["identifier"]; expect(given, Kind::object)) result.identifier = identifier(given);
  return result;
}

std::string Reader::primitive(View element) {
  switch (element.kind()) {
    case Kind::string:
      return std::string(*element.string());
    case Kind::number:
      return std::string(*element.number());
    case Kind::boolean:
      return *element.boolean() ? "true" : "false";
    case Kind::missing:
    case Kind::null:
    case Kind::array:
    case Kind::object:
      return "";
  }
  return "";
}

Extension Reader::extension(View element) {
  Extension result;
  if (!expect(element, Kind::object)) return result;
  if (depth_ >= deepest_extension) {
    unusable(element, "is nested too deep");
    return result;
  }
  ++depth_;
  result.url = text(element["url"]);
  result.nested = extensions(element["extension"]);
  if (const View given = choice(element, "value"); given.exists()) {
    const std::string_view type = given.key().substr(5);
    if (type == "CodeableConcept") {
      result.concept_value = codeable(given);
    } else if (type == "Coding") {
      result.concept_value = CodeableConcept{{coding(given)}, ""};
    } else if (type == "Reference") {
      result.reference_value = reference(given);
    } else {
      result.text_value = primitive(given);
    }
  }
  --depth_;
  return result;
}

std::vector<CodeableConcept> Reader::codeables(View element) {
  return list(element, [&](View one) { return codeable(one); });
}

std::vector<Reference> Reader::references(View element) {
  return list(element, [&](View one) { return reference(one); });
}

std::vector<Identifier> Reader::identifiers(View element) {
  return list(element, [&](View one) { return identifier(one); });
}

std::vector<Extension> Reader::extensions(View element) {
  return list(element, [&](View one) { return extension(one); });
}

std::vector<std::string> Reader::texts(View element) {
  return list(element, [&](View one) { return text(one); });
}

CodeableConcept Reader::merged(View element) {
  CodeableConcept result;
  for (CodeableConcept& one : codeables(element)) {
    append(result.codings, std::move(one.codings));
    if (result.text.empty()) result.text = std::move(one.text);
  }
  return result;
}

std::vector<std::string> Reader::notes(View element) {
  auto result = list(element, [&](View one) {
    if (one.is(Kind::string)) return text(one);
    return expect(one, Kind::object) ? text(one["text"]) : std::string();
  });
  result.erase(std::remove(result.begin(), result.end(), ""), result.end());
  return result;
}

std::vector<std::string> Reader::profiles() {
  const View meta = resource_["meta"];
  return expect(meta, Kind::object) ? texts(meta["profile"]) : std::vector<std::string>();
}

// The member `<name>X` of the owner, whatever its type X.
View Reader::choice(View owner, std::string_view name) {
  View result;
  for (const View member : owner) {
    const std::string_view key = member.key();
    const bool typed =
        key.size() > name.size() && key.starts_with(name) && key[name.size()] >= 'A' && key[name.size()] <= 'Z';
    if (!typed || member.is(Kind::null)) continue;
    if (result.exists()) unusable(member, "is a second " + std::string(name));
    result = member;
  }
  return result;
}

Quantity Reader::quantity(View element) {
  if (!expect(element, Kind::object)) return {};
  Quantity result;
  result.comparator = text(element["comparator"]);
  if (const View value = element["value"]; expect(value, Kind::number)) result.value = std::string(*value.number());
  result.unit = text(element["unit"]);
  result.system = text(element["system"]);
  result.code = text(element["code"]);
  return result;
}

Value Reader::value(View owner) {
  const View given = choice(owner, "value");
  if (!given.exists()) return std::monostate{};
  const std::string_view type = given.key().substr(5);
  if (type == "CodeableConcept") return codeable(given);
  if (type == "String") return text(given);
  if (type == "Quantity") return quantity(given);
  if (type == "Range") return OtherValue{"Range", quantity(given["low"]).value};
  if (type == "Boolean") return flag(given).value_or(false);  // not a boolean: unusable anyway
  if (contains({"Integer", "Decimal"}, type)) {
    expect(given, Kind::number);
  } else if (contains({"DateTime", "Date", "Time", "Instant"}, type)) {
    expect(given, Kind::string);
  }
  return OtherValue{std::string(type), primitive(given)};
}

Period Reader::when(std::string_view name) {
  const auto element = [&](std::string_view type) {
    const std::string key = std::string(name) + std::string(type);
    for (const View member : resource_) {
      if (member.key() == key) return member;
    }
    return View();
  };
  for (const std::string_view type : {"DateTime", "Instant"}) {
    if (auto start = date(element(type))) return {std::move(start), std::nullopt};
  }
  return period(element("Period"));
}

MedicationChoice Reader::medication() {
  MedicationChoice result{codeable(resource_["medicationCodeableConcept"]),
                          reference(resource_["medicationReference"])};
  const View of_r5 = resource_["medication"];
  if (expect(of_r5, Kind::object)) {
    if (result.medication_concept.empty()) result.medication_concept = codeable(of_r5["concept"]);
    if (result.reference.empty()) result.reference = reference(of_r5["reference"]);
  }
  return result;
}

Reasons Reader::reasons() {
  Reasons result{codeables(resource_["reasonCode"]), references(resource_["reasonReference"])};
  list(resource_["reason"], [&](View of_r5) {
    if (expect(of_r5, Kind::object)) {
      append(result.codes, codeables(of_r5["concept"]));
      append(result.references, references(of_r5["reference"]));
    }
    return true;
  });
  return result;
}

Quantity Reader::amount(View element) {
  Quantity result;
  result.value = primitive(element["value"]);
  result.unit = primitive(element["unit"]);
  result.code = primitive(element["code"]);
  return result;
}

void Reader::add_dose(View element, Dosage& dosage) {
  if (Quantity dose = amount(element); !dose.value.empty()) dosage.doses.push_back(std::move(dose));
}

void Reader::add_times(View timing, Dosage& dosage) {
  const auto add = [&](View start, View end) {
    auto first = start.is(Kind::string) ? date(start) : std::nullopt;
    auto last = end.is(Kind::string) ? date(end) : std::nullopt;
    if (first && (!dosage.start || first->earliest < dosage.start->earliest)) dosage.start = std::move(first);
    if (last && (!dosage.end || last->latest > dosage.end->latest)) dosage.end = std::move(last);
  };
  const View bounds = timing["repeat"]["boundsPeriod"];
  add(bounds["start"], bounds["end"]);
  if (const View events = timing["event"]; events.is(Kind::array))
    for (const View event : events) add(event, event);
}

namespace {

// The text of a concept, else its first display.
std::string in_words(const CodeableConcept& concept_of) {
  if (!concept_of.text.empty()) return concept_of.text;
  for (const Coding& coding : concept_of.codings)
    if (!coding.display.empty()) return coding.display;
  return {};
}

}  // namespace

Dosage Reader::dosage(View element) {
  Dosage result;
  list(element, [&](View one) {
    if (!expect(one, Kind::object)) return true;
    append(result.routes, codeables(one["route"]));
    if (one["site"].is(Kind::object)) result.sites.push_back(codeable(one["site"]));
    if (std::string words = text(one["text"]); !words.empty()) result.texts.push_back(std::move(words));
    if (std::string words = primitive(one["patientInstruction"]); !words.empty())
      result.texts.push_back(std::move(words));
    std::vector<CodeableConcept> more = codeables(one["additionalInstruction"]);
    append(more, codeables(one["method"]));
    for (const CodeableConcept& concept_of : more)
      if (std::string words = in_words(concept_of); !words.empty()) result.texts.push_back(std::move(words));
    add_times(one["timing"], result);
    for (const std::string_view name : {"dose", "doseQuantity"}) add_dose(one[name], result);
    if (const View rates = one["doseAndRate"]; rates.is(Kind::array))
      for (const View rate : rates) add_dose(rate["doseQuantity"], result);
    return true;
  });
  return result;
}

}  // namespace foresign::fhir
