#include "mapping/reading/record.hpp"

#include <algorithm>

namespace foresign::mapping {
namespace {

std::string type_and_id(const fhir::Entry& entry) {
  return entry.id.empty() ? std::string() : entry.type + "/" + entry.id;
}

// FHIR R4, Observation.focus: whom it is about where that is not its subject, such as a parent or a donor (rule 2.4).
bool is_about_another_person(const fhir::Chart& chart, const fhir::Entry& entry) {
  const auto* observation = std::get_if<fhir::Observation>(&entry.resource);
  if (observation == nullptr) return false;
  return std::ranges::any_of(observation->focus, [&](const fhir::Reference& focus) {
    const auto is_a = [&](std::string_view type) {
      return focus.type == type || ("/" + focus.reference).find("/" + std::string(type) + "/") != std::string::npos;
    };
    return is_a("RelatedPerson") || (is_a("Patient") && chart.whose(focus, entry) == fhir::Whose::another_patient);
  });
}

}  // namespace

Record::Record(const Case& of, const Terminology& codes) : chart_(&of.chart), order_(&of.order), codes_(&codes) {
  std::vector<std::string> drafts;
  for (const auto& draft : chart_->drafts())
    if (std::string name = type_and_id(*draft); !name.empty()) drafts.push_back(std::move(name));
  for (const auto& entry : chart_->record()) {
    // Rule 7.1: an order that is being signed is no record of a treatment, wherever the client put a copy of it.
    if (!entry->id.empty() && std::ranges::find(drafts, type_and_id(*entry)) != drafts.end()) continue;
    if (entry->type == "Patient" && entry->id != chart_->patient_id() && entry.get() != chart_->patient()) {
      set_aside(*entry, "another patient");
      continue;
    }
    switch (chart_->whose(fhir::subject_of(entry->resource), *entry)) {
      case fhir::Whose::this_patient:
        if (is_about_another_person(*chart_, *entry))
          set_aside(*entry, "about another person");
        else
          entries_.push_back(entry.get());
        break;
      case fhir::Whose::another_patient:
        set_aside(*entry, "about another patient");
        break;
      case fhir::Whose::cannot_tell:
        set_aside(*entry, "its subject could not be matched with the patient");
        break;
    }
  }
  for (const fhir::Unreadable& unreadable : chart_->unreadable())
    ignored_.push_back({unreadable.reference, unreadable.reason});
}

bool Record::complete(std::initializer_list<std::string_view> keys) const {
  return std::ranges::all_of(keys, [this](std::string_view key) { return chart_->available(key); });
}

std::string Record::missing(std::initializer_list<std::string_view> keys) const {
  std::string list;
  for (const std::string_view key : keys) {
    if (chart_->available(key)) continue;
    list += list.empty() ? "could not be retrieved: " : ", ";
    list += key;
  }
  return list;
}

void Record::set_aside(const fhir::Entry& entry, std::string reason) {
  SetAside made{entry.reference, std::move(reason)};
  if (std::ranges::find(ignored_, made) == ignored_.end()) ignored_.push_back(std::move(made));
}

std::string shown(const fhir::Coding& coding) {
  std::string out = coding.display;
  if (!coding.code.empty()) {
    const std::string code = coding.system.empty() ? coding.code : coding.system + " " + coding.code;
    out += out.empty() ? code : " (" + code + ")";
  }
  return out;
}

std::string shown(const fhir::CodeableConcept& code) {
  if (code.text.empty()) return code.codings.empty() ? std::string() : shown(code.codings.front());
  if (code.codings.empty() || code.codings.front().code.empty()) return code.text;
  const fhir::Coding& first = code.codings.front();
  return code.text + " (" + (first.system.empty() ? first.code : first.system + " " + first.code) + ")";
}

std::string shown(const std::optional<fhir::PartialDate>& when) {
  return when ? when->written : std::string();
}

ResultStatus result_status(std::string_view status) {
  if (status == "final" || status == "amended" || status == "corrected" || status == "appended")
    return ResultStatus::counts;
  if (status == "cancelled" || status == "entered-in-error") return ResultStatus::void_result;
  return ResultStatus::not_final;
}

std::vector<std::string> words_of(const fhir::CodeableConcept& code) {
  std::vector<std::string> words;
  if (!code.text.empty()) words.push_back(code.text);
  for (const fhir::Coding& coding : code.codings)
    if (!coding.display.empty()) words.push_back(coding.display);
  return words;
}

}  // namespace foresign::mapping
