// What the record has, in words: evidence, conflicts, what was set aside and what could not be had.
#include <algorithm>
#include <array>
#include <utility>

#include "cds/cards/plain.hpp"
#include "cds/cards/wording.hpp"

namespace foresign::cards::wording {
namespace {

using policy::Determination;
using policy::IndicationJudgement;
using policy::Judgement;

constexpr std::size_t most_evidence = 4;
constexpr std::size_t most_lines = 8;

// Evidence names a code by its system's address; people know the systems by name.
struct SystemName {
  std::string_view address;
  std::string_view name;
};
constexpr std::array<SystemName, 9> system_names = {{
    {"http://snomed.info/sct", "SNOMED CT"},
    {"http://loinc.org", "LOINC"},
    {"http://hl7.org/fhir/sid/icd-10-cm", "ICD-10-CM"},
    {"urn:oid:2.16.840.1.113883.6.90", "ICD-10-CM"},
    {"http://hl7.org/fhir/sid/icd-10", "ICD-10"},
    {"http://terminology.hl7.org/CodeSystem/icd-o-3", "ICD-O-3"},
    {"http://www.nlm.nih.gov/research/umls/rxnorm", "RxNorm"},
    {"http://varnomen.hgvs.org", "HGVS"},
    {"http://www.genenames.org", "HGNC"},
}};

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string all;
  for (const std::string& word : words) {
    if (!all.empty()) all += between;
    all += word;
  }
  return all;
}

// The calendar day of a date or dateTime as written.
std::string day_of(const std::string& written) {
  return written.substr(0, written.find('T'));
}

// Whether the judgement rests on this record.
bool rests_on(const std::vector<Judgement>& judgements, const std::string& reference) {
  return std::any_of(judgements.begin(), judgements.end(), [&](const Judgement& judgement) {
    return rests_on(judgement.of, reference) ||
           std::any_of(judgement.evidence.begin(), judgement.evidence.end(),
                       [&](const Evidence& one) { return one.reference == reference; });
  });
}

std::string some_of(std::vector<std::string> all, std::size_t most) {
  const std::size_t more = all.size() > most ? all.size() - most : 0;
  if (more > 0) all.resize(most);
  return joined(all, "; ") + (more > 0 ? "; and " + std::to_string(more) + " more" : "");
}

std::vector<std::string> in_words(const std::vector<Evidence>& all) {
  std::vector<std::string> words;
  for (const Evidence& one : all)
    if (std::string text = evidence(one); !text.empty() && std::find(words.begin(), words.end(), text) == words.end())
      words.push_back(std::move(text));
  return words;
}

void cap(std::vector<std::string>& lines) {
  if (lines.size() <= most_lines) return;
  const std::size_t more = lines.size() - most_lines;
  lines.resize(most_lines);
  lines.push_back("and " + std::to_string(more) + " more");
}

void collect_conflicts(const std::vector<Judgement>& judgements, std::vector<std::string>& lines) {
  for (const Judgement& judgement : judgements) {
    for (const Evidence& conflict : judgement.conflicts) {
      std::string line = judgement.label + ": " + evidence(conflict);
      if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
    }
    collect_conflicts(judgement.of, lines);
  }
}

}  // namespace

std::string readable(std::string_view value) {
  std::string text(value);
  for (const SystemName& system : system_names) {
    for (std::size_t at = text.find(system.address); at != std::string::npos; at = text.find(system.address, at + 1))
      if (text.substr(at + system.address.size(), 1) == " ") text.replace(at, system.address.size(), system.name);
  }
  return text;
}

std::string evidence(const Evidence& evidence) {
  std::string where = plain(evidence.reference);
  if (!evidence.element.empty()) where += (where.empty() ? "" : " ") + plain(evidence.element);
  if (!evidence.date.empty()) where += (where.empty() ? "" : ", ") + plain(day_of(evidence.date), 40);
  std::string text = plain(readable(evidence.value));
  if (text.empty()) {
    text = where;
  } else if (!where.empty()) {
    text += " (" + where + ")";
  }
  if (!evidence.note.empty()) text += (text.empty() ? "" : ", ") + plain(evidence.note);
  return text;
}

std::string evidence(const Judgement& judgement) {
  return some_of(in_words(judgement.evidence), most_evidence);
}

std::string because(const Judgement& judgement) {
  if (!judgement.of.empty()) return "";
  const std::string seen = evidence(judgement);
  switch (judgement.verdict) {
    case Verdict::met:
      return seen;
    case Verdict::not_met: {
      const std::string reason = plain(judgement.reason);
      return reason.empty() || seen.empty() ? reason + seen : reason + ": " + seen;
    }
    case Verdict::unknown: {
      const std::string needed = judgement.needed.empty() ? "" : "needed: " + plain(judgement.needed);
      if (seen.empty()) return needed;
      return needed.empty() ? "seen: " + seen : needed + "; seen: " + seen;
    }
  }
  return "";
}

std::string cancers_on_record(const Determination& determination) {
  const std::string cancers = some_of(in_words(determination.cancers), most_evidence);
  return cancers.empty() ? "" : "On record: " + cancers + ".";
}

std::string unavailable(const Determination& determination) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < determination.unavailable.size(); ++i) {
    const policy::UnavailableSource& source = determination.unavailable[i];
    // Keys that share their reason share its words.
    std::string keys = source.key;
    while (i + 1 < determination.unavailable.size() && determination.unavailable[i + 1].why == source.why)
      keys += ", " + determination.unavailable[++i].key;
    all.push_back(keys + " (" + plain(source.why) + ")");
  }
  if (all.empty()) return "";
  return "Could not be retrieved: " + joined(all, "; ") + ".";
}

std::vector<std::string> conflicts(const Determination& determination) {
  std::vector<std::string> lines;
  if (const IndicationJudgement* shown = determination.shown()) {
    collect_conflicts(shown->criteria, lines);
  } else {
    for (const IndicationJudgement& indication : determination.indications)
      if (!indication.criteria.empty()) collect_conflicts({indication.criteria.front()}, lines);
  }
  cap(lines);
  return lines;
}

std::vector<std::string> ignored(const Determination& determination) {
  std::vector<std::string> lines;
  const IndicationJudgement* shown = determination.shown();
  for (const SetAside& record : determination.ignored) {
    // Set aside for another indication, as a result that names this one's tumour is: of no interest here.
    if (shown != nullptr && rests_on(shown->criteria, record.reference)) continue;
    lines.push_back(plain(record.reference) + ": " + plain(record.reason));
  }
  cap(lines);
  return lines;
}

}  // namespace foresign::cards::wording
