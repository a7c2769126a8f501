#include <algorithm>

#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/extent.hpp"
#include "mapping/reading/stage_words.hpp"
#include "mapping/reading/understood.hpp"

namespace foresign::mapping {
namespace {

// "Aborted Whipple procedure": completed as a procedure, but no resection.
bool was_not_carried_through(const fhir::Procedure& procedure) {
  std::vector<std::string> written{procedure.code.text, procedure.outcome.text, procedure.status_reason.text};
  for (const fhir::Coding& coding : procedure.code.codings) written.push_back(coding.display);
  for (const fhir::Coding& coding : procedure.outcome.codings) written.push_back(coding.display);
  return std::ranges::any_of(written, [](const std::string& words) {
    const text::Text text = text::cut(words);
    return std::ranges::any_of(text.words, [](const text::Word& word) {
      return word.folded == "aborted" || word.folded == "abandoned" || word.folded == "attempted" ||
             word.folded == "unsuccessful" || word.folded == "unresectable" || word.folded == "planned" ||
             word.folded == "cancelled" || word.folded == "canceled" || word.folded == "consultation" ||
             word.folded == "consult" || word.folded == "evaluation" || word.folded == "discussion" ||
             word.folded == "education";
    });
  });
}

// "CT abdomen after Whipple", "post-Whipple CT": the resection dates another procedure.
bool comes_after(const text::Text& text, text::Span words) {
  if (words.first == 0 || text.words[words.first - 1].statement != text.words[words.first].statement) return false;
  const std::string& before = text.words[words.first - 1].folded;
  return before == "after" || before == "post" || before == "following" || before == "before" || before == "since";
}

// Rule 10.1: completed resections of the pancreas before the day of judgement.
std::vector<Of<fhir::Procedure>> resections(Record& record, const Cancers& cancers, Cancer site) {
  std::vector<Of<fhir::Procedure>> found;
  for (const Of<fhir::Procedure>& procedure : record.all<fhir::Procedure>()) {
    bool resection = false;
    for (const Concept* code : record.codes().find_all(Domain::procedures, procedure->code))
      resection = resection || code->role == "pancreatic-resection";
    if (record.codes().find_all(Domain::procedures, procedure->code).empty()) {
      std::vector<std::string> written{procedure->code.text};
      if (written.front().empty())
        for (const fhir::Coding& coding : procedure->code.codings) written.push_back(coding.display);
      for (const std::string& words : written) {
        const text::Text text = text::cut(words);
        const std::vector<PhraseMatch> matches = record.codes().find_phrases(Domain::procedures, text);
        std::vector<text::Span> known;
        for (const PhraseMatch& match : matches) known.push_back(match.words);
        if (!is_understood(text, known, NameOf::resection))
          continue;  // "Whipple deferred", "biopsy for Whipple disease"
        for (const PhraseMatch& match : matches) {
          const text::Mention mention = text::mention_of(text, match.words);
          resection = resection || (match.found->role == "pancreatic-resection" && !comes_after(text, match.words) &&
                                    (mention == text::Mention::stated || mention == text::Mention::past));
        }
      }
    }
    if (!resection) continue;
    if (was_not_carried_through(*procedure)) {
      record.set_aside(*procedure.entry, "resection not carried through");
      continue;
    }
    if (procedure->status != "completed") {
      record.set_aside(*procedure.entry, "resection not completed (" +
                                             (procedure->status.empty() ? "no status" : procedure->status) + ")");
      continue;
    }
    const auto& when = procedure->end ? procedure->end : procedure->start;
    if (when && when->latest >= record.day()) {
      record.set_aside(*procedure.entry, "resection not surely before the day of judgement");
      continue;
    }
    if (cancers.names(record, site, *procedure.entry, procedure->reason_references, procedure->reasons) ==
        Names::another) {
      record.set_aside(*procedure.entry, "resection for another cancer");
      continue;
    }
    found.push_back(procedure);
  }
  return found;
}

struct Recurrence {
  Evidence evidence;
  std::optional<fhir::PartialDate> when;  // of a Condition that is itself the recurrence
  bool firm = true;
};

std::vector<Recurrence> recurrences(Record& record, const Tumour& tumour) {
  std::vector<Recurrence> found;
  for (const fhir::Entry* entry : tumour.conditions) {
    const auto* condition = std::get_if<fhir::Condition>(&entry->resource);
    if (condition == nullptr) continue;
    const bool firm = standing_of(*condition, record.day()) == Standing::counts;
    const auto& dated = condition->onset ? condition->onset : condition->recorded;
    for (const Said& said : read_diagnosis(record.codes(), condition->code))
      if (said.recurrence && said.primary())
        found.push_back({{entry->reference, "code", shown(condition->code), shown(dated), {}},
                         dated,
                         firm && !said.suspected && !said.past});
    const std::string clinical = status_word(condition->clinical_status);
    if (clinical == "recurrence" || clinical == "relapse")
      found.push_back({{entry->reference, "clinicalStatus", clinical, {}, {}}, std::nullopt, firm});
    for (std::size_t i = 0; i < condition->stages.size(); ++i)
      for (const Sign& sign : read_extent(record.codes(), condition->stages[i].summary, Field::stage))
        if (sign.sign == ExtentSign::recurrent)
          found.push_back({{entry->reference,
                            "stage[" + std::to_string(i) + "].summary",
                            shown(condition->stages[i].summary),
                            {},
                            {}},
                           std::nullopt,
                           firm && !sign.suspected && is_cancer_staging(record.codes(), condition->stages[i].type)});
  }
  return found;
}

}  // namespace

Fact answer_recurrence_after_resection(Record& record, const Cancers& cancers, Cancer site) {
  const Tumour* tumour = cancers.of(site);
  const std::vector<Of<fhir::Procedure>> operations = resections(record, cancers, site);
  std::vector<Evidence> evidence;
  for (const auto& operation : operations)
    evidence.push_back({operation.entry->reference, "code", shown(operation->code), shown(operation->start), {}});
  if (tumour == nullptr || tumour->other_histology)
    return Fact::unknown(
        "a diagnosis of " + std::string(name_of(site)) + ", its resection and its recurrence are needed",
        std::move(evidence));

  bool recurred = false;
  bool in_doubt = false;
  for (const Recurrence& recurrence : recurrences(record, *tumour)) {
    // Not dated before the resection; with several, before the first of them.
    const bool before_all = recurrence.when && !operations.empty() &&
                            std::ranges::all_of(operations, [&](const Of<fhir::Procedure>& operation) {
                              return operation->start && recurrence.when->latest < operation->start->earliest;
                            });
    if (before_all) continue;
    recurred = recurred || recurrence.firm;
    in_doubt = in_doubt || !recurrence.firm;
    evidence.push_back(recurrence.evidence);
  }
  if (recurred && !operations.empty()) return Fact::met(std::move(evidence));
  const std::string missing = record.missing({"conditions", "procedures"});
  std::string needed;
  if (operations.empty() && !recurred)
    needed = "a resection of the pancreas and a recurrence after it: neither is documented";
  else if (operations.empty())
    needed = "the disease has recurred: a resection of the pancreas before it is not documented";
  else
    needed = in_doubt ? "the recurrence after the resection is not confirmed"
                      : "the pancreas was resected: a recurrence after it is not documented";
  if (!missing.empty()) needed += " (" + missing + ")";
  return Fact::unknown(std::move(needed), std::move(evidence));
}

}  // namespace foresign::mapping
