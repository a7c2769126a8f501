#include "cds/cards/suggestions.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace foresign::cards {
namespace {

using policy::Determination;
using policy::Judgement;
using policy::Policy;

// The drugs that a policy may name as partners and that we can draft an order of.
struct Partner {
  std::string_view drug;  // concept
  std::string_view brand;
  std::string_view rxnorm;
};
constexpr std::array<Partner, 2> partners = {
    {{"panitumumab", "Vectibix", "263034"}, {"cetuximab", "Erbitux", "318341"}}};

constexpr std::string_view rxnorm_system = "http://www.nlm.nih.gov/research/umls/rxnorm";

template <class Asked>
const Asked* asked_by(const Policy& policy, const Judgement& judgement) {
  const policy::Criterion* criterion = policy::find_criterion(policy, judgement.id);
  const auto* question = criterion == nullptr ? nullptr : std::get_if<Question>(&criterion->rule);
  return question == nullptr ? nullptr : std::get_if<Asked>(question);
}

// A thing that was not looked for cannot be said to be missing.
bool was_had(const Determination& determination, std::string_view key) {
  return std::none_of(determination.unavailable.begin(), determination.unavailable.end(),
                      [&](const policy::UnavailableSource& source) { return source.key == key; });
}

bool contains(std::string text, std::string_view lower_word) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text.find(lower_word) != std::string::npos;
}

std::string lower(std::string_view word) {
  std::string text(word);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

// The record shows that this very drug was not tolerated (rule 8.2): it is no way out.
bool not_tolerated(const Determination& determination, const Policy& policy, const Partner& partner) {
  for (const Judgement* judgement : determination.open()) {
    if (asked_by<IntoleranceTo>(policy, *judgement) == nullptr) continue;
    for (const Evidence& evidence : judgement->evidence)
      if (contains(evidence.value + " " + evidence.note, partner.drug) ||
          contains(evidence.value + " " + evidence.note, lower(partner.brand)))
        return true;
  }
  return false;
}

void write_subject(json::Writer& writer, const std::string& patient_id) {
  writer.key("subject").begin_object().member("reference", "Patient/" + patient_id).end_object();
}

hooks::Suggestion kras_test(const std::string& patient_id, const std::string& day, const hooks::NewId& new_id) {
  const auto write_resource = [patient_id, day](json::Writer& writer) {
    writer.begin_object().member("resourceType", "ServiceRequest").member("status", "draft").member("intent", "order");
    writer.key("code").begin_object().key("coding").begin_array().begin_object();
    writer.member("system", "http://loinc.org")
        .member("code", "82535-6")
        .member("display", "KRAS gene full mutation analysis in Blood or Tissue by Sequencing");
    writer.end_object().end_array().member("text", "KRAS G12C mutation analysis").end_object();
    write_subject(writer, patient_id);
    writer.member("authoredOn", day).end_object();
  };
  hooks::Suggestion suggestion{"Order KRAS testing", new_id(), {}};
  suggestion.actions.push_back(
      {hooks::Action::Type::create, "Create a draft order of a KRAS G12C mutation analysis", write_resource, {}});
  return suggestion;
}

hooks::Suggestion partner_order(const Partner& partner, const std::string& patient_id, const std::string& day,
                                const hooks::NewId& new_id) {
  const auto write_resource = [partner, patient_id, day](json::Writer& writer) {
    writer.begin_object()
        .member("resourceType", "MedicationRequest")
        .member("status", "draft")
        .member("intent", "order");
    writer.key("medicationCodeableConcept").begin_object().key("coding").begin_array().begin_object();
    writer.member("system", rxnorm_system).member("code", partner.rxnorm).member("display", partner.drug);
    writer.end_object().end_array();
    writer.member("text", std::string(partner.brand) + " (" + std::string(partner.drug) + ")").end_object();
    write_subject(writer, patient_id);
    writer.member("authoredOn", day).end_object();
  };
  const std::string name = std::string(partner.brand) + " (" + std::string(partner.drug) + ")";
  hooks::Suggestion suggestion{"Order " + name + " with it", new_id(), {}};
  suggestion.actions.push_back({hooks::Action::Type::create, "Create a draft order of " + name, write_resource, {}});
  return suggestion;
}

hooks::Suggestion removal(const Policy& policy, const fhir::Entry& order, const hooks::NewId& new_id) {
  hooks::Suggestion suggestion{"Remove the order of " + policy.drug_name, new_id(), {}};
  suggestion.actions.push_back(
      {hooks::Action::Type::remove, "Delete the draft order of " + policy.drug_name, {}, order.type + "/" + order.id});
  return suggestion;
}

}  // namespace

std::vector<hooks::Suggestion> suggestions_for(const Determination& determination, const Policy& policy,
                                               const fhir::Entry& order, const std::string& patient_id,
                                               const hooks::NewId& new_id) {
  std::vector<hooks::Suggestion> all;
  if (determination.verdict == Verdict::not_met) {
    // An order without id cannot be named.
    if (!order.id.empty() && !order.type.empty()) all.push_back(removal(policy, order, new_id));
    return all;
  }
  for (const Judgement* open : determination.open()) {
    // A result that is pending, or that needs a word of the laboratory, is not settled by a second test.
    if (asked_by<VariantOf>(policy, *open) != nullptr && open->evidence.empty() && open->conflicts.empty() &&
        was_had(determination, "observations"))
      all.push_back(kras_test(patient_id, determination.day, new_id));
    if (const auto* combined = asked_by<CombinedWith>(policy, *open);
        combined != nullptr && was_had(determination, "medicationRequests")) {
      for (const Partner& partner : partners)
        if (std::find(combined->any_of.begin(), combined->any_of.end(), partner.drug) != combined->any_of.end() &&
            !not_tolerated(determination, policy, partner))
          all.push_back(partner_order(partner, patient_id, determination.day, new_id));
    }
  }
  return all;
}

}  // namespace foresign::cards
