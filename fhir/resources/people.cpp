// Readers of the patient, of those around, of coverage and of forms.
#include "fhir/resources/read.hpp"
#include "fhir/resources/reader.hpp"

namespace foresign::fhir {

using json::Kind;
using json::Parsed;
using json::View;

namespace {

constexpr int deepest_item = 64;

std::string human_name(Reader& reader, View name) {
  if (!reader.expect(name, Kind::object)) return "";
  if (std::string text = reader.text(name["text"]); !text.empty()) return text;
  std::string result;
  for (const std::string_view part : {"prefix", "given", "family"}) {
    for (const std::string& word : reader.texts(name[part])) {
      if (!result.empty() && !word.empty()) result += ' ';
      result += word;
    }
  }
  return result;
}

QuestionnaireItem read_item(Reader& reader, View element, int depth);

std::vector<QuestionnaireItem> read_items(Reader& reader, View element, int depth) {
  if (element.exists() && depth >= deepest_item) {
    reader.unusable(element, "is nested too deep");
    return {};
  }
  return reader.list(element, [&](View one) { return read_item(reader, one, depth); });
}

QuestionnaireItem read_item(Reader& reader, View element, int depth) {
  QuestionnaireItem result;
  if (!reader.expect(element, Kind::object)) return result;
  result.link_id = reader.text(element["linkId"]);
  result.items = read_items(reader, element["item"], depth + 1);
  std::vector<Value> answers;
  reader.list(element["answer"], [&](View answer) {
    if (!reader.expect(answer, Kind::object)) return false;
    if (Value value = reader.value(answer); !std::holds_alternative<std::monostate>(value))
      answers.push_back(std::move(value));
    append(result.items, read_items(reader, answer["item"], depth + 1));
    return true;
  });
  result.answered = !answers.empty();
  if (answers.size() == 1) {
    if (const bool* only = std::get_if<bool>(&answers.front())) result.boolean_answer = *only;
  }
  return result;
}

}  // namespace

Parsed<Patient> read_patient(View resource) {
  Reader reader(resource);
  Patient result;
  result.id = reader.text(reader["id"]);
  result.identifiers = reader.identifiers(reader["identifier"]);
  result.names = reader.list(reader["name"], [&](View one) { return human_name(reader, one); });
  result.birth_date = reader.date(reader["birthDate"]);
  result.birth_date_written = std::string(reader["birthDate"].string().value_or(""));
  if (reader.flag(reader["deceasedBoolean"]).value_or(false)) {
    result.deceased = true;
    result.deceased_written = "true";
  }
  if (std::string when = reader.text(reader["deceasedDateTime"]); !when.empty()) {
    result.deceased = true;
    result.deceased_written = std::move(when);
  }
  return reader.finish(std::move(result));
}

Parsed<QuestionnaireResponse> read_questionnaire_response(View resource) {
  Reader reader(resource);
  QuestionnaireResponse result;
  result.id = reader.text(reader["id"]);
  result.status = reader.status();
  // A canonical in R4, a Reference in STU3.
  const View questionnaire = reader["questionnaire"];
  result.questionnaire =
      questionnaire.is(Kind::object) ? reader.reference(questionnaire).reference : reader.text(questionnaire);
  result.subject = reader.reference(reader["subject"]);
  result.authored = reader.date(reader["authored"]);
  result.author = reader.reference(reader["author"]);
  result.source = reader.reference(reader["source"]);
  result.items = read_items(reader, reader["item"], 0);
  return reader.finish(std::move(result));
}

Parsed<Coverage> read_coverage(View resource) {
  Reader reader(resource);
  Coverage result;
  result.id = reader.text(reader["id"]);
  result.status = reader.status();
  result.type = reader.codeable(reader["type"]);
  result.beneficiary = reader.reference(reader["beneficiary"]);
  result.payors = reader.references(reader["payor"]);
  append(result.payors, reader.references(reader["insurer"]));  // R5
  result.period = reader.period(reader["period"]);
  reader.list(reader["class"], [&](View element) {
    if (!reader.expect(element, Kind::object)) return false;
    if (std::string name = reader.text(element["name"]); !name.empty()) result.class_names.push_back(std::move(name));
    return true;
  });
  return reader.finish(std::move(result));
}

Parsed<Organization> read_organization(View resource) {
  Reader reader(resource);
  Organization result;
  result.id = reader.text(reader["id"]);
  result.name = reader.text(reader["name"]);
  result.identifiers = reader.identifiers(reader["identifier"]);
  return reader.finish(std::move(result));
}

Parsed<Practitioner> read_practitioner(View resource) {
  Reader reader(resource);
  Practitioner result;
  result.id = reader.text(reader["id"]);
  for (std::string& name : reader.list(reader["name"], [&](View one) { return human_name(reader, one); })) {
    if (result.name.empty()) result.name = std::move(name);
  }
  return reader.finish(std::move(result));
}

}  // namespace foresign::fhir
