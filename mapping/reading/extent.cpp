#include "mapping/reading/extent.hpp"

#include <algorithm>

#include "mapping/reading/extent_statements.hpp"
#include "mapping/reading/treatment_status.hpp"

namespace foresign::mapping {
namespace {

using Meaning = ExtentMeaning;
using Statement = ExtentStatement;

bool accepts(const std::vector<ExtentWord>& accepted, Meaning meaning) {
  const auto has = [&](ExtentWord word) { return std::ranges::find(accepted, word) != accepted.end(); };
  switch (meaning) {
    case Meaning::metastatic:
      return has(ExtentWord::metastatic);
    case Meaning::locally_advanced:
      return has(ExtentWord::locally_advanced);
    case Meaning::advanced:
      return has(ExtentWord::advanced);
    case Meaning::recurrent:
      return has(ExtentWord::recurrent);
    case Meaning::early:
    case Meaning::hint:
      break;
  }
  return false;
}

// Rule 5.3: staged within six months. An imprecise date that holds the day has begun before it.
bool staged_recently(const Statement& early, date::sys_days day) {
  if (!early.staged || early.staged->earliest > day) return false;
  const date::year_month_day today{day};
  date::year_month_day limit = today - date::months{6};
  if (!limit.ok()) limit = limit.year() / limit.month() / date::last;
  return early.staged->earliest >= date::sys_days{limit};
}

// The systemic regimens that began, or may have begun, after the staging (rule 5.3).
std::vector<Evidence> regimens_since(const Statement& early, const Record& record, const Cancers& cancers,
                                     const std::vector<Treatment>& treatments, Cancer site) {
  std::vector<Evidence> since;
  for (const Treatment& treatment : treatments) {
    if (!treatment.systemic && !treatment.at_most_unknown) continue;
    if (treatment.start && treatment.start->latest <= early.staged->earliest) continue;
    if (cancers.names(record, site, *treatment.entry, treatment.reason_references, treatment.reasons) == Names::another)
      continue;
    since.push_back(treatment.evidence);
    since.back().note = "a systemic regimen since the staging";
  }
  // No earlier treatment by rule 7.3, but perhaps one since.
  for (const SetAside& treatment : record.ignored())
    if (treatment.reason == perhaps_not_begun || treatment.reason == not_dated)
      since.push_back(
          {treatment.reference, "effective", treatment.reason, {}, "perhaps a systemic regimen since the staging"});
  return since;
}

std::vector<Evidence> evidence_of(const std::vector<const Statement*>& statements) {
  std::vector<Evidence> list;
  for (const Statement* statement : statements) list.push_back(statement->evidence);
  return list;
}

}  // namespace

Fact answer_extent(Record& record, const Cancers& cancers, const std::vector<Treatment>& treatments, Cancer site,
                   const std::vector<ExtentWord>& accepted) {
  const Tumour* tumour = cancers.of(site);
  const std::string name(name_of(site));
  const std::string missing = record.missing({"conditions", "observations"});
  const auto needed = [&missing](std::string what) { return missing.empty() ? what : what + " (" + missing + ")"; };
  if (tumour == nullptr || tumour->other_histology)
    return Fact::unknown(needed("the extent of disease cannot be told without a diagnosis of " + name));

  const std::vector<Statement> statements = read_extent_statements(record, cancers, site);
  std::vector<const Statement*> shown_in_full;
  std::vector<const Statement*> doubtful;
  std::vector<const Statement*> early;
  for (const Statement& statement : statements) {
    if (accepts(accepted, statement.meaning) && statement.doubt.empty())
      shown_in_full.push_back(&statement);
    else if (statement.meaning == Meaning::early && statement.doubt.empty())
      early.push_back(&statement);
    else
      doubtful.push_back(&statement);
  }
  // Rule 5.5: the furthest extent that the record shows stands.
  if (!shown_in_full.empty()) return Fact::met(evidence_of(shown_in_full));

  // M0, T and N beside a stage say no more than the stage; lymph nodes and everything else leave the extent open.
  std::vector<const Statement*> open;
  for (const Statement* statement : doubtful) {
    const bool category =
        statement->meaning == Meaning::hint && (statement->doubt == category_alone || statement->doubt == m0_alone);
    if (!category) open.push_back(statement);
  }
  if (!early.empty() && open.empty()) {
    std::vector<const Statement*> fresh;
    std::vector<Evidence> since;
    for (const Statement* statement : early) {
      if (!staged_recently(*statement, record.day())) continue;
      std::vector<Evidence> regimens = regimens_since(*statement, record, cancers, treatments, site);
      if (regimens.empty()) fresh.push_back(statement);
      if (since.empty()) since = std::move(regimens);
    }
    const std::string sources =
        record.missing({"conditions", "observations", "medicationRequests", "medicationStatements",
                        "medicationAdministrations", "medicationDispenses", "procedures"});
    if (!fresh.empty() && !tumour->recurred) {
      if (sources.empty()) return Fact::not_met("recently staged as early disease", evidence_of(fresh));
      return Fact::unknown("extent of disease today: the record shows an early stage, but other sources " + sources,
                           evidence_of(fresh));
    }
    std::vector<Evidence> evidence = evidence_of(early);
    evidence.insert(evidence.end(), since.begin(), since.end());
    return Fact::unknown(needed("extent of disease today: the record shows only an earlier, early stage"),
                         std::move(evidence));
  }
  if (!open.empty()) {
    std::vector<const Statement*> all = open;
    all.insert(all.end(), early.begin(), early.end());
    const Statement& first = **std::ranges::max_element(
        open, {}, [](const Statement* s) { return s->meaning == Meaning::metastatic ? 1 : 0; });
    std::string what = first.doubt;
    if (what.empty())
      what = first.meaning == Meaning::recurrent
                 ? "the disease has recurred: is it locally advanced or metastatic?"
                 : "\"advanced\" alone does not tell: is the disease locally advanced or metastatic?";
    return Fact::unknown(needed("extent of disease: " + what), evidence_of(all));
  }
  if (!doubtful.empty())
    return Fact::unknown(needed("extent of disease: " + doubtful.front()->doubt), evidence_of(doubtful));
  return Fact::unknown(needed("extent of disease: no stage or metastasis of the " + name + " is documented"));
}

}  // namespace foresign::mapping
