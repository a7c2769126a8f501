#include "mapping/reading/attestations.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace foresign::mapping {
namespace {

constexpr date::days valid_for{90};

// `http://x/fhir/Questionnaire/cigna-lumakras|2025-05-14` asks for `cigna-lumakras`.
bool is_form_of(std::string_view canonical, std::string_view policy) {
  canonical = canonical.substr(0, canonical.find('|'));
  const std::string ending = "/Questionnaire/" + std::string(policy);
  return canonical.ends_with(ending);
}

// Who stated it; empty where the author is not stated. None: the patient or a relative (rule 9.1).
std::optional<std::string> author_of(const Record& record, const fhir::Entry& entry,
                                     const fhir::QuestionnaireResponse& response) {
  const fhir::Reference& author = response.author.empty() ? response.source : response.author;
  if (author.empty()) return std::string();
  const fhir::Entry* target = record.chart().find(author, entry);
  const auto is = [&](std::string_view type) {
    return author.type == type || (target != nullptr && target->type == type) ||
           author.reference.find(std::string(type) + "/") != std::string::npos;
  };
  if (is("Patient") || is("RelatedPerson")) return std::nullopt;
  if (response.author.empty()) return std::string();
  if (!author.display.empty()) return author.display;
  if (target != nullptr)
    if (const auto* practitioner = std::get_if<fhir::Practitioner>(&target->resource);
        practitioner != nullptr && !practitioner->name.empty())
      return practitioner->name;
  return author.reference;
}

struct Attestation {
  const fhir::Entry* entry = nullptr;
  const fhir::QuestionnaireResponse* response = nullptr;
  std::string author;
};

// The latest usable response to the policy's form; the others are set aside.
std::optional<Attestation> latest(Record& record, std::string_view policy) {
  std::optional<Attestation> best;
  for (const auto& [entry, response] : record.all<fhir::QuestionnaireResponse>()) {
    if (!is_form_of(response->questionnaire, policy)) continue;
    if (response->status != "completed" && response->status != "amended") {
      record.set_aside(*entry, "attestation not completed");
      continue;
    }
    const auto author = author_of(record, *entry, *response);
    if (!author) {
      record.set_aside(*entry, "attested by the patient or a related person");
      continue;
    }
    if (!response->authored || response->authored->latest > record.day() ||
        response->authored->earliest < record.day() - valid_for) {
      record.set_aside(*entry, "attestation not authored within the 90 days before the day of judgement");
      continue;
    }
    if (best && !fhir::later(*response->authored, *best->response->authored)) {
      record.set_aside(*entry, "superseded by a later attestation");
      continue;
    }
    if (best) record.set_aside(*best->entry, "superseded by a later attestation");
    best = Attestation{entry, response, *author};
  }
  return best;
}

// The boolean answers by linkId, at any depth. A linkId that is answered both ways says nothing.
void collect(const std::vector<fhir::QuestionnaireItem>& items, std::map<std::string, std::optional<bool>>& answers) {
  for (const fhir::QuestionnaireItem& item : items) {
    if (item.boolean_answer) {
      const auto [place, fresh] = answers.emplace(item.link_id, item.boolean_answer);
      if (!fresh && place->second != item.boolean_answer) place->second.reset();
    }
    collect(item.items, answers);
  }
}

Fact with(const Fact& fact, bool answer, const Evidence& stated) {
  std::vector<Evidence> evidence = fact.evidence();
  std::vector<Evidence> conflicts = fact.conflicts();
  switch (fact.verdict()) {
    case Verdict::unknown:
      evidence.push_back(stated);
      if (answer) return Fact::met(std::move(evidence), std::move(conflicts));
      return Fact::not_met("the prescriber states that this is not so", std::move(evidence), std::move(conflicts));
    case Verdict::met:
      if (answer) {
        evidence.push_back(stated);
        return Fact::met(std::move(evidence), std::move(conflicts));
      }
      conflicts.push_back(stated);
      return Fact::unknown("the record shows this, the prescriber states that it is not so: which is right?",
                           std::move(evidence), std::move(conflicts));
    case Verdict::not_met:
      (answer ? conflicts : evidence).push_back(stated);
      return Fact::not_met(fact.reason(), std::move(evidence), std::move(conflicts));
  }
  return fact;
}

}  // namespace

void apply_attestations(Record& record, const Inquiry& inquiry, FactSheet& sheet) {
  const auto attestation = latest(record, inquiry.policy);
  if (!attestation) return;
  std::map<std::string, std::optional<bool>> answers;
  collect(attestation->response->items, answers);
  const std::string day = shown(attestation->response->authored);
  const std::string note = attestation->author.empty() ? "attested on " + day + ", author not stated"
                                                       : "attested by " + attestation->author + " on " + day;
  for (auto& [criterion, fact] : sheet.answers) {
    const auto answer = answers.find(criterion);
    if (answer == answers.end() || !answer->second) continue;
    const bool stated = *answer->second;
    fact =
        with(fact, stated,
             {attestation->entry->reference, "item[" + criterion + "].answer", stated ? "true" : "false", day, note});
  }
}

}  // namespace foresign::mapping
