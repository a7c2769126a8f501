#include "mapping/reading/cancers.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/diagnosis_codes.hpp"
#include "mapping/reading/mentions.hpp"

namespace foresign::mapping {
namespace {

constexpr std::array<Cancer, 5> all_sites{Cancer::lung, Cancer::colorectal, Cancer::ampulla, Cancer::pancreas,
                                          Cancer::small_bowel};

void keep_earliest(std::optional<fhir::PartialDate>& earliest, const std::optional<fhir::PartialDate>& when) {
  if (when && (!earliest || when->earliest < earliest->earliest)) earliest = when;
}

// Rule 4.2: the day by which a mention was past.
std::optional<fhir::PartialDate> past_day(const Mention& mention) {
  if (mention.condition == nullptr) return std::nullopt;
  if (mention.said.past) return mention.condition->recorded ? mention.condition->recorded : mention.condition->onset;
  return mention.condition->abatement;
}

void date_by(Tumour& tumour, const fhir::Condition& condition) {
  keep_earliest(tumour.first_known, condition.onset);
  keep_earliest(tumour.first_known, condition.recorded);
  keep_earliest(tumour.first_recorded, condition.recorded ? condition.recorded : condition.onset);
}

bool is_within_a_year_before(const fhir::Condition& condition, const fhir::PartialDate& day) {
  const auto& when =
      condition.onset && (!condition.recorded || condition.onset->earliest < condition.recorded->earliest)
          ? condition.onset
          : condition.recorded;
  return when && when->earliest + date::days(366) >= day.earliest;
}

// The mentions of one tumour, in the order of the record.
Tumour make_tumour(const std::vector<const Mention*>& mentions) {
  Tumour tumour;
  tumour.site = cancer_at(mentions.front()->said.site);
  const auto counts = [](const Mention* mention) { return !mention->past() && !mention->suspected(); };
  tumour.confirmed = std::ranges::any_of(mentions, counts);
  tumour.past =
      !tumour.confirmed && std::ranges::all_of(mentions, [](const Mention* mention) { return mention->past(); });
  tumour.suspected = !tumour.confirmed && !tumour.past;
  std::vector<Histology> stated;
  bool inferred = false;
  for (const Mention* mention : mentions) {
    // A doubted or past mention does not speak where a confirmed one does.
    if (tumour.confirmed && !counts(mention)) continue;
    for (const Histology histology : mention->said.stated)
      if (std::ranges::find(stated, histology) == stated.end()) stated.push_back(histology);
    inferred = inferred || mention->said.inferred;
    tumour.open = tumour.open || mention->said.open;
    tumour.recurred = tumour.recurred || mention->said.recurrence;
    for (const Evidence& evidence : mention->evidence)
      if (std::ranges::find(tumour.evidence, evidence) == tumour.evidence.end()) tumour.evidence.push_back(evidence);
  }
  for (const Mention* mention : mentions) {
    if (mention->entry != nullptr && std::ranges::find(tumour.conditions, mention->entry) == tumour.conditions.end())
      tumour.conditions.push_back(mention->entry);
    if (mention->condition == nullptr) continue;
    if (!mention->suspected()) date_by(tumour, *mention->condition);
    const auto day = past_day(*mention);
    if (tumour.past && day && (!tumour.past_by || day->latest > tumour.past_by->latest)) tumour.past_by = day;
  }
  // Rule 7.5: a suspicion dates the cancer that was confirmed within a year, or that is no more than suspected.
  const auto known = tumour.first_known;
  for (const Mention* mention : mentions)
    if (mention->condition != nullptr && mention->suspected() &&
        (!known || is_within_a_year_before(*mention->condition, *known)))
      date_by(tumour, *mention->condition);
  tumour.may_be = may_be(mentions.front()->said.site, stated);
  tumour.name = tumour.site ? std::string(name_of(*tumour.site)) : mentions.front()->name;
  if (tumour.site) {
    const Cover cover = cover_of(*tumour.site, stated, inferred);
    tumour.covered_histology = cover == Cover::covered;
    tumour.other_histology = cover == Cover::other;
    tumour.contradictory = cover == Cover::undecided && stated.size() > 1;
  } else {
    tumour.other_histology = tumour.may_be.empty();
  }
  return tumour;
}

// The body site of a histology is an organ that is neither the tumour's own nor a usual place of its spread.
bool is_of_another_organ(const Record& record, const fhir::CodeableConcept& body_site, Cancer site) {
  if (const auto named = primary_site_named(record, body_site)) return *named != site;
  static constexpr std::array<std::string_view, 12> places{
      "adrenal gland", "bone",   "brain", "liver",       "lymph node", "mediastinum",
      "peritoneum",    "pleura", "skin",  "soft tissue", "spleen",     "head and neck"};
  std::vector<std::string> words{body_site.text};
  for (const fhir::Coding& coding : body_site.codings) words.push_back(coding.display);
  return std::ranges::any_of(words, [&](const std::string& written) {
    return std::ranges::any_of(record.codes().find_cancer_words(text::cut(written)), [&](const WordMatch& match) {
      return match.site == Site::other && match.name != nullptr &&
             std::ranges::find(places, *match.name) == places.end();
    });
  });
}

// Rule 4.5: an Observation of histology speaks for a lone tumour, or for the one that it names.
void add_histology_observations(Record& record, const Cancers& cancers, std::vector<Mention>& mentions) {
  for (const auto& [entry, observation] : record.all<fhir::Observation>()) {
    bool about_histology = false;
    for (const fhir::Coding& coding : observation->code.codings) {
      const Concept* code = record.codes().find(Domain::diagnoses, coding);
      about_histology = about_histology || (code != nullptr && code->name == "obs-histology");
    }
    if (!about_histology) continue;
    const ResultStatus status = result_status(observation->status);
    if (status != ResultStatus::counts) {
      record.set_aside(*entry,
                       status == ResultStatus::void_result ? "result " + observation->status : "result not final");
      continue;
    }
    fhir::CodeableConcept value;
    if (const auto* coded = std::get_if<fhir::CodeableConcept>(&observation->value)) value = *coded;
    if (const auto* text = std::get_if<std::string>(&observation->value)) value.text = *text;
    const bool lone = std::ranges::count_if(cancers.tumours, [](const Tumour& tumour) { return !tumour.past; }) == 1 ||
                      cancers.tumours.size() == 1;
    bool used = false;
    bool silent = true;  // it states no histology that is understood
    for (Mention& mention : mentions) {
      const auto site = cancer_at(mention.said.site);
      if (!site || mention.past()) continue;
      const Names names = cancers.names(record, *site, *entry, observation->focus, {});
      if (names != Names::this_tumour && !(names == Names::none && lone)) continue;
      if (is_of_another_organ(record, observation->body_site, *site)) continue;
      const std::vector<Histology> histologies = read_histology(record.codes(), value, *site);
      silent = silent && histologies.empty();
      if (histologies.empty()) continue;
      for (const Histology histology : histologies) add_histology(mention.said.stated, histology);
      mention.evidence.push_back({entry->reference, "value", shown(value), shown(observation->effective), {}});
      used = true;
    }
    if (!used) record.set_aside(*entry, silent && lone ? "histology not understood" : "histology: which cancer?");
  }
}

// Rules 4.8 and 4.9: mentions -> tumours and past cancers.
Cancers group(const std::vector<Mention>& mentions) {
  std::vector<std::pair<std::string, std::vector<const Mention*>>> groups;
  for (const Mention& mention : mentions) {
    if (!mention.said.primary() || mention.standing == Standing::ignored) continue;
    const std::string key = tumour_key(mention);
    auto place = std::ranges::find(groups, key, [](const auto& pair) { return pair.first; });
    if (place == groups.end()) place = groups.insert(groups.end(), {key, {}});
    place->second.push_back(&mention);
  }
  std::ranges::stable_sort(groups, {}, [](const auto& pair) { return pair.first; });
  Cancers cancers;
  for (const auto& [key, of_one] : groups) {
    Tumour tumour = make_tumour(of_one);
    const bool covered_site = tumour.site && !tumour.other_histology;
    if (tumour.past && !covered_site) {
      cancers.past.push_back(
          {tumour.site, tumour.name, tumour.past_by, tumour.conditions.empty() ? nullptr : tumour.conditions.front()});
      continue;
    }
    if (tumour.suspected && !covered_site) continue;  // rule 4.9: a suspicion of a cancer not covered
    cancers.tumours.push_back(std::move(tumour));
  }
  return cancers;
}

// Rule 4.2: an active metastasis recorded after the abatement (for Z85 that day or later) lifts the record's only
// cancer to met.
void lift_by_metastasis(const Record& record, const std::vector<Mention>& mentions, Cancers& cancers) {
  if (cancers.tumours.size() != 1 || !cancers.past.empty()) return;
  Tumour& tumour = cancers.tumours.front();
  if (!tumour.past || !tumour.site) return;
  bool by_history_code = false;
  for (const Mention& mention : mentions)
    by_history_code = by_history_code || (mention.said.past && cancer_at(mention.said.site) == tumour.site);
  for (const Mention& mention : mentions) {
    if (mention.said.site != Site::secondary || mention.past() || mention.suspected() ||
        mention.standing != Standing::counts || mention.condition == nullptr)
      continue;
    const auto primaries = related_primaries(*mention.condition);
    if (cancers.names(record, *tumour.site, *mention.entry, primaries, {}) == Names::another) continue;
    const auto& when = mention.condition->recorded ? mention.condition->recorded : mention.condition->onset;
    const std::string clinical = status_word(mention.condition->clinical_status);
    bool after = false;
    if (when && tumour.past_by) {
      after = by_history_code ? when->earliest >= tumour.past_by->latest : when->earliest > tumour.past_by->latest;
    } else {
      after = clinical == "active" || clinical == "recurrence" || clinical == "relapse";
    }
    if (!after) continue;
    tumour.past = false;
    tumour.confirmed = true;
    for (const Evidence& evidence : mention.evidence) tumour.evidence.push_back(evidence);
  }
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i))
      continue;
    out += (out.empty() ? "" : ", ") + names[i];
  }
  return out;
}

std::string needed_histology(Cancer site) {
  switch (site) {
    case Cancer::lung:
      return "histology not documented: is it non-small cell lung cancer (NSCLC)?";
    case Cancer::ampulla:
      return "histology not documented: is the ampullary cancer an adenocarcinoma?";
    case Cancer::pancreas:
      return "histology not documented: is the pancreatic cancer an adenocarcinoma?";
    case Cancer::small_bowel:
      return "histology not documented: is the small bowel cancer an adenocarcinoma?";
    case Cancer::colorectal:
      return "histology not clear: is it a colon or rectal cancer that the policy means?";
  }
  return "histology not documented";
}

// Rule 4.7 for a site whose own tumour is there.
Fact judge_own(const Tumour& tumour) {
  const std::string name(name_of(*tumour.site));
  if (tumour.past)
    return Fact::unknown(
        "only a history of " + name + " is documented (past, in remission or resolved): is the disease active?",
        tumour.evidence);
  if (tumour.suspected)
    return Fact::unknown("the diagnosis of " + name + " is not confirmed: a confirmed diagnosis is needed",
                         tumour.evidence);
  if (tumour.covered_histology) return Fact::met(tumour.evidence);
  if (tumour.contradictory)
    return Fact::unknown("the record names different histologies of the " + name + ": which one is right?",
                         tumour.evidence, tumour.evidence);
  return Fact::unknown(needed_histology(*tumour.site), tumour.evidence);
}

Fact judge_site(const Record& record, const Cancers& cancers, Cancer site) {
  const Tumour* own = nullptr;
  const Tumour* perhaps = nullptr;
  const Tumour* open = nullptr;
  std::vector<std::string> others;
  std::vector<Evidence> other_evidence;
  for (const Tumour& tumour : cancers.tumours) {
    if (tumour.site == site) {
      own = &tumour;
    } else if (std::ranges::find(tumour.may_be, site) != tumour.may_be.end()) {
      perhaps = &tumour;
    } else {
      if (tumour.open) open = &tumour;
      others.push_back(tumour.name);
      other_evidence.insert(other_evidence.end(), tumour.evidence.begin(), tumour.evidence.end());
    }
  }
  const std::string missing = record.missing({"conditions"});
  if (own != nullptr && !own->other_histology) return judge_own(*own);
  if (perhaps != nullptr)
    return Fact::unknown(
        "the policy does not name this site (" + perhaps->name + "): is it a " + std::string(name_of(site)) + "?",
        perhaps->evidence);
  if (own != nullptr) {
    if (!missing.empty()) return Fact::unknown("diagnoses " + missing, own->evidence);
    return Fact::not_met(
        "the " + std::string(name_of(site)) + " on record is of a histology that the policy does not cover",
        own->evidence);
  }
  if (!missing.empty()) return Fact::unknown("diagnoses " + missing, std::move(other_evidence));
  if (open != nullptr && others.size() == 1)
    return Fact::unknown("the site of a cancer on record is not understood (" + open->name + "): is it a " +
                             std::string(name_of(site)) + "?",
                         std::move(other_evidence));
  if (!others.empty())
    return Fact::not_met("the record names another cancer: " + joined(others), std::move(other_evidence));
  return Fact::unknown("no cancer diagnosis is documented: a diagnosis of " + std::string(name_of(site)) +
                       " is needed");
}

void note_what_was_set_aside(Record& record, const std::vector<Mention>& mentions, const Cancers& cancers) {
  for (const Mention& mention : mentions) {
    if (mention.entry == nullptr || mention.said.secondary()) continue;
    const bool of_a_tumour = std::ranges::any_of(cancers.tumours, [&](const Tumour& tumour) {
      return std::ranges::find(tumour.conditions, mention.entry) != tumour.conditions.end();
    });
    const std::string reason =
        mention.condition == nullptr ? std::string() : standing_reason(*mention.condition, record.day());
    if (mention.standing == Standing::ignored) {
      record.set_aside(*mention.entry, reason);
    } else if (mention.said.site == Site::generic) {
      record.set_aside(*mention.entry, "names a malignant tumour without its site");
    } else if (mention.said.site == Site::none) {
      record.set_aside(*mention.entry, "names a histology without its site");
    } else if (mention.past()) {
      record.set_aside(*mention.entry, reason.empty() ? "history of cancer" : reason);
    } else if (!of_a_tumour && mention.suspected()) {
      record.set_aside(*mention.entry, "only suspected: " + (reason.empty() ? std::string("in its words") : reason));
    }
  }
}

}  // namespace

std::vector<fhir::Reference> related_primaries(const fhir::Condition& condition) {
  std::vector<fhir::Reference> references;
  for (const fhir::Extension& extension : condition.extensions)
    if (extension.reference_value &&
        (extension.url.ends_with("related-primary-cancer-condition") ||
         extension.url.ends_with("RelatedPrimaryCancerCondition-extension") ||
         extension.url.ends_with("condition-dueTo") || extension.url.ends_with("condition-related")))
      references.push_back(*extension.reference_value);
  return references;
}

Cancers read_cancers(Record& record) {
  std::vector<Mention> mentions;
  for (const auto& [entry, condition] : record.all<fhir::Condition>())
    for (Mention& mention : read_condition(record, *entry, *condition)) mentions.push_back(std::move(mention));
  const Reasons reasons = read_reasons(record, mentions);
  add_histology_observations(record, group(mentions), mentions);
  Cancers cancers = group(mentions);
  lift_by_metastasis(record, mentions, cancers);
  date_tumours(record, cancers);
  note_what_was_set_aside(record, mentions, cancers);

  for (const Cancer site : all_sites) {
    const bool chosen =
        reasons.chosen.empty() || std::ranges::any_of(mentions, [&](const Mention& mention) {
          if (std::ranges::find(reasons.chosen, tumour_key(mention)) == reasons.chosen.end() || !mention.said.primary())
            return false;
          const std::vector<Cancer> perhaps = may_be(mention.said.site, mention.said.stated);
          return cancer_at(mention.said.site) == site || std::ranges::find(perhaps, site) != perhaps.end();
        });
    // Rule 4.1: what the order itself says stands, whatever could not be retrieved (rule 1.7).
    cancers.diagnoses.emplace_back(
        site, chosen ? judge_site(record, cancers, site)
                     : Fact::not_met("the order is for " + joined(reasons.names), reasons.evidence));
  }
  for (const Tumour& tumour : cancers.tumours)
    for (const Evidence& evidence : tumour.evidence)
      if (std::ranges::find(cancers.shown, evidence) == cancers.shown.end()) cancers.shown.push_back(evidence);
  return cancers;
}

}  // namespace foresign::mapping
