#include "mapping/reading/mentions.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "mapping/reading/diagnosis_codes.hpp"
#include "mapping/reading/diagnosis_notes.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/vocabulary.hpp"

namespace foresign::mapping {
namespace {

std::string plain_name(const fhir::CodeableConcept& code) {
  if (!code.text.empty()) return code.text;
  for (const fhir::Coding& coding : code.codings)
    if (!coding.display.empty()) return coding.display;
  return shown(code);
}

std::string recorded_day(const fhir::Condition& condition) {
  return shown(condition.recorded ? condition.recorded : condition.onset);
}

// Rule 4.5: the mCODE extension of a Condition.
const fhir::CodeableConcept* histology_extension(const fhir::Condition& condition) {
  for (const fhir::Extension& extension : condition.extensions)
    if (extension.url.find("histology-morphology-behavior") != std::string::npos && extension.concept_value)
      return &*extension.concept_value;
  return nullptr;
}

// A body site names the site of a diagnosis that has none ("malignant tumour", or a cell type alone).
void place_by_body_site(const Record& record, const fhir::Condition& condition, std::vector<Said>& said) {
  const bool placed =
      std::ranges::any_of(said, [](const Said& one) { return one.site != Site::none && one.site != Site::generic; });
  if (placed || said.empty()) return;
  for (const fhir::CodeableConcept& body_site : condition.body_sites) {
    const auto site = primary_site_named(record, body_site);
    if (!site) continue;
    static constexpr std::array<std::pair<Cancer, Site>, 5> sites{{{Cancer::lung, Site::lung},
                                                                   {Cancer::colorectal, Site::colorectal},
                                                                   {Cancer::ampulla, Site::ampulla},
                                                                   {Cancer::pancreas, Site::pancreas},
                                                                   {Cancer::small_bowel, Site::small_bowel}}};
    said.front().site = std::ranges::find(sites, *site, &std::pair<Cancer, Site>::first)->second;
    if (!is_understood_as(record.codes(), condition.code, *site)) said.front().suspected = true;
    return;
  }
}

}  // namespace

std::vector<Mention> read_condition(const Record& record, const fhir::Entry& entry, const fhir::Condition& condition) {
  std::vector<Said> said = read_diagnosis(record.codes(), condition.code);
  place_by_body_site(record, condition, said);
  const fhir::CodeableConcept* histology = histology_extension(condition);
  std::vector<Mention> mentions;
  for (Said& one : said) {
    Mention mention;
    mention.evidence.push_back({entry.reference, "code", shown(condition.code), recorded_day(condition), {}});
    if (histology != nullptr && one.primary()) {
      if (const auto site = cancer_at(one.site))
        for (const Histology stated : read_histology(record.codes(), *histology, *site))
          add_histology(one.stated, stated);
      // Rule 4.14
      if (const Behaviour behaviour = behaviour_of(*histology);
          behaviour == Behaviour::not_invasive || behaviour == Behaviour::metastatic)
        one.suspected = true;
      mention.evidence.push_back({entry.reference, "extension", shown(*histology), recorded_day(condition), {}});
    }
    if (const auto site = cancer_at(one.site); site && !one.past)
      for (const std::string& note : condition.notes)
        if (is_doubted_by_note(record.codes(), note, *site)) {
          one.suspected = true;
          mention.evidence.push_back({entry.reference, "note", note, recorded_day(condition), {}});
        }
    const std::string clinical = status_word(condition.clinical_status);
    if (clinical == "recurrence" || clinical == "relapse") one.recurrence = true;
    mention.name = one.site == Site::other && one.name.ends_with(" cancer") ? one.name : plain_name(condition.code);
    mention.said = std::move(one);
    mention.standing = standing_of(condition, record.day());
    mention.entry = &entry;
    mention.condition = &condition;
    mentions.push_back(std::move(mention));
  }
  return mentions;
}

std::string tumour_key(const Mention& mention) {
  switch (mention.said.site) {
    case Site::lung:
      return "1";
    case Site::colorectal:
      return "2";
    case Site::ampulla:
      return "3";
    case Site::pancreas:
      return "4";
    case Site::small_bowel:
      return "5";
    case Site::appendix:
      return "6";
    case Site::anorectal:
      return "7";
    case Site::intestine:
      return "8";
    case Site::other:
    case Site::none:
    case Site::generic:
    case Site::secondary:
    case Site::secondary_node:
      break;
  }
  return "9" + mention.name;
}

std::vector<Cancer> may_be(Site site, const std::vector<Histology>& stated) {
  std::vector<Cancer> list;
  if (site == Site::appendix || site == Site::anorectal || site == Site::intestine) list.push_back(Cancer::colorectal);
  if (site == Site::intestine) list.push_back(Cancer::small_bowel);
  // 4.5's other histologies make it another cancer.
  std::erase_if(list,
                [&](Cancer cancer) { return !stated.empty() && cover_of(cancer, stated, false) == Cover::other; });
  return list;
}

Reasons read_reasons(Record& record, std::vector<Mention>& mentions) {
  Reasons reasons;
  const fhir::Entry& order = *record.order().entry;
  const fhir::MedicationRequest& request = record.order().request();
  const auto choose = [&](const Mention& mention, const Evidence& evidence) {
    if (!mention.said.primary() || mention.past() || mention.standing == Standing::ignored) return;
    if ((mention.suspected() && !cancer_at(mention.said.site)) || mention.said.open) return;
    reasons.chosen.push_back(tumour_key(mention));
    reasons.evidence.push_back(evidence);
    const auto site = cancer_at(mention.said.site);
    reasons.names.push_back(site ? std::string(name_of(*site)) : mention.name);
  };
  const auto read_concept = [&](const fhir::CodeableConcept& reason, std::string element) {
    const Evidence evidence{order.reference, std::move(element), shown(reason), shown(request.authored), {}};
    for (Said& said : read_diagnosis(record.codes(), reason)) {
      Mention mention;
      mention.name = said.site == Site::other && said.name.ends_with(" cancer") ? said.name : plain_name(reason);
      mention.said = std::move(said);
      mention.evidence.push_back(evidence);
      choose(mention, evidence);
      // A past or generic reason changes nothing; a secondary one is no source of extent.
      if (mention.said.primary() && !mention.past()) mentions.push_back(std::move(mention));
    }
  };
  for (std::size_t i = 0; i < request.reasons.size(); ++i)
    read_concept(request.reasons[i], "reasonCode[" + std::to_string(i) + "]");
  for (std::size_t i = 0; i < request.reason_references.size(); ++i) {
    const fhir::Reference& reference = request.reason_references[i];
    const auto condition = record.find<fhir::Condition>(reference, order);
    // A Condition that is not there may still say what it is.
    if (condition.entry == nullptr && record.chart().find(reference, order) == nullptr)
      read_concept({.codings = {}, .text = reference.display}, "reasonReference[" + std::to_string(i) + "]");
    if (condition.entry == nullptr) continue;
    const Evidence evidence{order.reference,
                            "reasonReference[" + std::to_string(i) + "]",
                            shown(condition->code),
                            shown(request.authored),
                            {}};
    const bool known =
        std::ranges::any_of(mentions, [&](const Mention& mention) { return mention.entry == condition.entry; });
    if (!known)
      for (Mention& mention : read_condition(record, *condition.entry, *condition.resource))
        mentions.push_back(std::move(mention));
    for (const Mention& mention : mentions)
      if (mention.entry == condition.entry) choose(mention, evidence);
  }
  return reasons;
}

namespace {

std::vector<std::string_view> words_of(const fhir::CodeableConcept& status) {
  std::vector<std::string_view> words;
  if (!status.text.empty()) words.push_back(status.text);
  for (const fhir::Coding& coding : status.codings)
    if (!coding.display.empty()) words.push_back(coding.display);
  return words;
}

bool has_code(const fhir::CodeableConcept& status, std::initializer_list<std::string_view> codes) {
  return std::ranges::any_of(status.codings, [&](const fhir::Coding& coding) {
    return std::ranges::find(codes, std::string_view(coding.code)) != codes.end();
  });
}

// Some words say it, and every word of them is of the vocabulary.
bool is_said_in(const fhir::CodeableConcept& status, const Vocabulary& vocabulary) {
  const std::vector<std::string_view> words = words_of(status);
  return !words.empty() && std::ranges::all_of(words, [&](std::string_view written) {
    const text::Text text = text::cut(written);
    return !text.words.empty() && written.find('?') == std::string_view::npos &&
           std::ranges::all_of(text.words, [&](const text::Word& word) { return vocabulary.has(word.folded); });
  });
}

// In other words than FHIR's.
bool is_foreign(const fhir::CodeableConcept& status) {
  return status_word(status).empty() &&
         (!status.text.empty() || std::ranges::any_of(status.codings, [](const fhir::Coding& coding) {
           return !coding.code.empty() || !coding.display.empty();
         }));
}

// A verification status in other words than FHIR's, unless they say that it is confirmed (SNOMED CT 410605003, the G of
// German billing): it may say that the diagnosis was excluded (rule 4.2).
bool confirms(const fhir::CodeableConcept& status) {
  static const Vocabulary confirming(
      "a befund biopsy bestätigt by certain confirmado confirmed confirmé cytologically cytology definite definitive "
      "diagnose diagnosis established final gesichert gesicherte histologically histologisch histology known "
      "pathologically pathology present proven");
  return has_code(status, {"410605003", "G"}) || is_said_in(status, confirming);
}

// The same of a clinical status: an illness of today (SNOMED CT 55561003), in other words.
bool is_of_today(const fhir::CodeableConcept& status) {
  static const Vocabulary today(
      "active activa actif activo acute aktiv aktive aktuell and chronic controlled current currently diagnosed "
      "diagnosis erkrankung improving metastatic new newly on ongoing open persistent poorly present problem "
      "progressing progression progressive recurred recurrent refractory relapsed stable status symptomatic therapy "
      "treatment uncontrolled under worsening");
  return has_code(status, {"55561003"}) || is_said_in(status, today);
}

bool is_over(const fhir::CodeableConcept& status) {
  static const Vocabulary over(
      "abgeschlossen ausgeheilt beendet complete completed cured date disease ended geheilt healed historic historical "
      "history in inaktiv inactive longer no of past remission resolved survivor");
  return has_code(status, {"73425007", "413322009", "277022003"}) || is_said_in(status, over);
}

// A list of diagnoses that are not this patient's of today: "family history", "differential diagnosis".
bool is_listed_as_doubtful(const fhir::Condition& condition) {
  static const WordList lists{"family",           "familial",      "relative",    "relatives", "familienanamnese",
                              "differential",     "suspected",     "suspicion",   "rule out",  "r/o",
                              "screening",        "risk",          "provisional", "working",   "presumptive",
                              "preoperative",     "pre operative", "pre op",      "preop",     "verdacht",
                              "verdachtsdiagnose"};
  return std::ranges::any_of(condition.categories, [](const fhir::CodeableConcept& category) {
    return std::ranges::any_of(words_of(category),
                               [](std::string_view words) { return lists.occur_in(text::cut(words)); });
  });
}

}  // namespace

Standing standing_of(const fhir::Condition& condition, date::sys_days day) {
  const std::string verification = status_word(condition.verification_status);
  if (verification == "refuted" || verification == "entered-in-error") return Standing::ignored;
  const std::string clinical = status_word(condition.clinical_status);
  const bool abated = condition.abated && (!condition.abatement || condition.abatement->earliest < day);
  if (clinical == "remission" || clinical == "inactive" || clinical == "resolved" || abated) return Standing::past;
  const bool foreign = is_foreign(condition.clinical_status) && !is_of_today(condition.clinical_status);
  if (foreign && is_over(condition.clinical_status)) return Standing::past;
  if (verification == "unconfirmed" || verification == "provisional" || verification == "differential" ||
      (is_foreign(condition.verification_status) && !confirms(condition.verification_status)) || foreign ||
      is_listed_as_doubtful(condition))
    return Standing::suspected;
  return Standing::counts;
}

std::string standing_reason(const fhir::Condition& condition, date::sys_days day) {
  const std::string verification = status_word(condition.verification_status);
  switch (standing_of(condition, day)) {
    case Standing::ignored:
      return verification == "refuted" ? "refuted" : "entered in error";
    case Standing::suspected:
      if (verification == "unconfirmed" || verification == "provisional" || verification == "differential")
        return verification;
      if (is_listed_as_doubtful(condition)) return "listed as doubtful";
      return is_foreign(condition.clinical_status) && !is_of_today(condition.clinical_status)
                 ? "clinical status not understood"
                 : "verification status not understood";
    case Standing::past: {
      const std::string clinical = status_word(condition.clinical_status);
      return "history of (" + (clinical.empty() || clinical == "active" ? std::string("abated") : clinical) + ")";
    }
    case Standing::counts:
      break;
  }
  return {};
}

std::string_view name_of(Cancer site) {
  switch (site) {
    case Cancer::lung:
      return "lung cancer";
    case Cancer::colorectal:
      return "colon or rectal cancer";
    case Cancer::ampulla:
      return "ampullary cancer";
    case Cancer::pancreas:
      return "pancreatic cancer";
    case Cancer::small_bowel:
      return "small bowel cancer";
  }
  return "";
}

}  // namespace foresign::mapping
