#include "mapping/reading/attestations.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "mapping/text/one_of.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {
namespace {

constexpr date::days valid_for{90};

// `http://x/fhir/Questionnaire/cigna-lumakras|2025-05-14` asks for `cigna-lumakras`.
bool is_form_of(std::string_view canonical, std::string_view policy) {
  canonical = canonical.substr(0, canonical.find('|'));
  const std::string ending = "/Questionnaire/" + std::string(policy);
  return canonical.ends_with(ending);
}

constexpr auto titles = std::to_array<std::string_view>(
    {"aprn",   "arnp",      "arzt",         "bpharm",   "consultant", "crnp", "dnp", "do",
     "doctor", "dr",        "facp",         "fnp",      "mbbs",       "md",   "med", "msn",
     "np",     "nurse",     "oncologist",   "onkologe", "onkologin",  "pa",   "pac", "pharmd",
     "phd",    "physician", "practitioner", "prof",     "provider",   "rn",   "rph", "ärztin"});
// The patient, those around, and the places where they write.
constexpr auto around_the_patient = std::to_array<std::string_view>(
    {"angehörige", "angehöriger", "aunt",       "betreuer", "betreuerin",     "brother",   "bruder",    "caregiver",
     "caretaker",  "aide",        "pt",         "carer",    "child",          "cousin",    "daughter",  "daughters",
     "ehefrau",    "ehemann",     "ehepartner", "family",   "father",         "fiancé",    "friend",    "guardian",
     "herself",    "himself",     "husband",    "kin",      "mother",         "mutter",    "mychart",   "neighbor",
     "niece",      "nephew",      "parent",     "parents",  "partner",        "patient",   "patientin", "patients",
     "poa",        "portal",      "proxy",      "relative", "representative", "schwester", "self",      "selbst",
     "sister",     "sohn",        "son",        "spouse",   "surrogate",      "tochter",   "uncle",     "vater",
     "wife"});

// Whether a display tells of the patient or a relative: "Daughter of patient", the patient's own name.
bool is_around_the_patient(const Record& record, const fhir::Reference& who) {
  const std::vector<text::Word> words = text::cut(who.display).words;
  const auto has = [&](const auto& list) {
    return std::ranges::any_of(words, [&](const text::Word& word) { return text::is_one_of(word.folded, list); });
  };
  if (words.empty() || has(titles)) return false;
  if (has(around_the_patient)) return true;
  const bool professional = who.type.starts_with("Practitioner") || who.type == "Organization" ||
                            ("/" + who.reference).find("/Practitioner") != std::string::npos ||
                            ("/" + who.reference).find("/Organization/") != std::string::npos;
  const fhir::Entry* entry = record.chart().patient();
  const auto* patient = entry == nullptr ? nullptr : std::get_if<fhir::Patient>(&entry->resource);
  if (professional || patient == nullptr) return false;
  // A relative often has the family name.
  return std::ranges::any_of(patient->names, [&](const std::string& name) {
    const std::vector<text::Word> parts = text::cut(name).words;
    return !parts.empty() && std::ranges::any_of(words, [&](const text::Word& word) {
      return word.folded.size() > 1 && word.folded == parts.back().folded;
    });
  });
}

// Who stated it; empty where the author is not stated. None: the patient or a relative (rule 9.1).
std::optional<std::string> author_of(const Record& record, const fhir::Entry& entry,
                                     const fhir::QuestionnaireResponse& response) {
  const auto is = [&](const fhir::Reference& who, std::initializer_list<std::string_view> types) {
    const fhir::Entry* target = record.chart().find(who, entry);
    return std::ranges::any_of(types, [&](std::string_view type) {
      return who.type == type || (target != nullptr && target->type == type) ||
             ("/" + who.reference).find("/" + std::string(type) + "/") != std::string::npos ||
             who.reference.starts_with(std::string(type) + "?");
    });
  };
  const fhir::Reference& author = response.author;
  if (is(author, {"Patient", "RelatedPerson"}) || is(response.source, {"RelatedPerson"})) return std::nullopt;
  // Whose answers a portal or an organization has recorded, the source tells.
  if (is(response.source, {"Patient"}) && (author.empty() || is(author, {"Device", "Organization"})))
    return std::nullopt;
  if (is_around_the_patient(record, author)) return std::nullopt;
  if ((author.empty() || is(author, {"Device", "Organization"})) && is_around_the_patient(record, response.source))
    return std::nullopt;
  if (author.empty()) return std::string();
  const fhir::Entry* target = record.chart().find(author, entry);
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

// The latest of many dates, as `fhir::later` compares two: by instant where both have one, else by day.
struct Latest {
  std::optional<fhir::PartialDate> by_day;        // of all
  std::optional<fhir::PartialDate> without_time;  // of those that have no instant
  std::optional<fhir::PartialDate> by_instant;

  [[nodiscard]] bool is_later_than(const fhir::PartialDate& one) const {
    const auto later = [&](const std::optional<fhir::PartialDate>& other) { return other && fhir::later(*other, one); };
    return one.instant ? later(by_instant) || later(without_time) : later(by_day);
  }
};

Latest latest_of(const std::vector<Attestation>& attestations) {
  Latest latest;
  const auto keep = [](std::optional<fhir::PartialDate>& kept, const fhir::PartialDate& one) {
    if (!kept || one.earliest > kept->earliest) kept = one;
  };
  for (const Attestation& one : attestations) {
    const fhir::PartialDate& when = *one.response->authored;
    keep(latest.by_day, when);
    if (!when.instant)
      keep(latest.without_time, when);
    else if (!latest.by_instant || *when.instant > *latest.by_instant->instant)
      latest.by_instant = when;
  }
  return latest;
}

// The usable responses to the policy's form of which none is surely later than another; the others are set aside.
std::vector<Attestation> latest(Record& record, std::string_view policy) {
  std::vector<Attestation> usable;
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
    usable.push_back({entry, response, *author});
  }
  const Latest known = latest_of(usable);
  std::vector<Attestation> last;
  for (const Attestation& one : usable) {
    if (known.is_later_than(*one.response->authored))
      record.set_aside(*one.entry, "superseded by a later attestation");
    else
      last.push_back(one);
  }
  return last;
}

// The boolean answers by linkId, at any depth. A linkId that is answered both ways says nothing.
using Stated = std::map<std::string, std::optional<bool>>;
void collect(const std::vector<fhir::QuestionnaireItem>& items, Stated& answers) {
  for (const fhir::QuestionnaireItem& item : items) {
    if (item.boolean_answer) {
      const auto [place, fresh] = answers.emplace(item.link_id, item.boolean_answer);
      if (!fresh && place->second != item.boolean_answer) place->second.reset();
    }
    collect(item.items, answers);
  }
}

// What the latest response states; of several that may be the latest, what they all state.
Stated stated_by(const std::vector<Attestation>& attestations) {
  Stated common;
  for (const Attestation& one : attestations) {
    Stated answers;
    collect(one.response->items, answers);
    if (&one == &attestations.front()) {
      common = std::move(answers);
      continue;
    }
    for (auto& [criterion, answer] : common) {
      const auto place = answers.find(criterion);
      if (place == answers.end() || place->second != answer) answer.reset();
    }
  }
  return common;
}

// `missing`: which of the responses could not be had (rule 1.7): a later one may state something else, so a no settles
// nothing.
Fact with(const Fact& fact, bool answer, const Evidence& stated, const std::string& missing) {
  std::vector<Evidence> evidence = fact.evidence();
  std::vector<Evidence> conflicts = fact.conflicts();
  switch (fact.verdict()) {
    case Verdict::unknown:
      evidence.push_back(stated);
      if (answer) return Fact::met(std::move(evidence), std::move(conflicts));
      if (!missing.empty())
        return Fact::unknown(
            fact.needed() + "; the prescriber states that this is not so, but a later statement " + missing,
            std::move(evidence), std::move(conflicts));
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

std::vector<Cancer> attested_diagnoses(Record& record, const Inquiry& inquiry) {
  const Stated answers = stated_by(latest(record, inquiry.policy));
  std::vector<Cancer> attested;
  for (const Asked& asked : inquiry.asked) {
    const auto answer = answers.find(asked.criterion);
    if (std::holds_alternative<DiagnosisOf>(asked.question) && answer != answers.end() && answer->second == true)
      attested.push_back(asked.cancer);
  }
  return attested;
}

void apply_attestations(Record& record, const Inquiry& inquiry, FactSheet& sheet) {
  const std::vector<Attestation> attestations = latest(record, inquiry.policy);
  if (attestations.empty()) return;
  const Stated answers = stated_by(attestations);
  const Attestation& attestation = attestations.front();
  const std::string day = shown(attestation.response->authored);
  const std::string note = attestation.author.empty() ? "attested on " + day + ", author not stated"
                                                      : "attested by " + attestation.author + " on " + day;
  const std::string missing = record.missing({"questionnaireResponses"});
  for (auto& [criterion, fact] : sheet.answers) {
    const auto answer = answers.find(criterion);
    if (answer == answers.end() || !answer->second) continue;
    const bool stated = *answer->second;
    fact = with(fact, stated,
                {attestation.entry->reference, "item[" + criterion + "].answer", stated ? "true" : "false", day, note},
                missing);
  }
}

}  // namespace foresign::mapping
