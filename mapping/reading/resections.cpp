#include <algorithm>
#include <array>

#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/extent.hpp"
#include "mapping/reading/extent_context.hpp"
#include "mapping/reading/extent_fields.hpp"
#include "mapping/reading/stage_words.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/understood.hpp"
#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/one_of.hpp"

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
             word.folded == "education" || word.folded == "not" || word.folded == "declined" ||
             word.folded == "refused" || word.folded == "deferred" || word.folded == "postponed";
    });
  });
}

// "CT abdomen after Whipple", "post-Whipple CT": the resection dates another procedure.
bool comes_after(const text::Text& text, text::Span words) {
  if (words.first == 0 || text.words[words.first - 1].statement != text.words[words.first].statement) return false;
  const std::string& before = text.words[words.first - 1].folded;
  if (before == "post" && words.first > 1 && text.words[words.first - 2].folded == "status") return false;
  return before == "after" || before == "post" || before == "following" || before == "before" || before == "since";
}

// "Resection of the tail of the pancreas", "pancreatic head resection"; not "portal vein resection, pancreatic cancer".
bool removes_pancreas(const text::Text& text, std::size_t removal) {
  static const Vocabulary parts("body distal entire head neck of portion process proximal tail the uncinate whole");
  const auto is_pancreas = [&](std::size_t at) {
    const std::string& word = text.words[at].folded;
    return word == "pancreas" || word == "pancreatic";
  };
  const auto joined = [&](std::size_t at) {
    return !text.words[at].comma_before && text.words[at].statement == text.words[removal].statement;
  };
  std::size_t after = removal + 1;
  while (after < text.words.size() && joined(after) && parts.has(text.words[after].folded)) ++after;
  if (after > removal + 1 && after < text.words.size() && joined(after) && is_pancreas(after)) {
    // What lies in it may be taken out of it.
    static const Vocabulary contents("cancer duct margin mass neoplasm node nodes tumor tumour");
    const std::size_t next = after + 1;
    return next == text.words.size() || !joined(next) || !contents.has(text.words[next].folded);
  }
  std::size_t before = removal;
  while (before > 0 && joined(before) && parts.has(text.words[before - 1].folded)) --before;
  return before > 0 && joined(before) && is_pancreas(before - 1);
}

// "Pancreatectomy, distal", "resection of the pancreas", "PANCREATECTOMY (WHIPPLE)": names beside those of the table.
std::vector<text::Span> resections_named(const text::Text& text) {
  std::vector<text::Span> named;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string_view word = text.words[at].folded;
    static constexpr std::array<std::string_view, 9> endings{
        "pancreatectomy",    "pancreatectomía",          "pancreatosplenectomy",
        "pancréatectomie",   "pankreaskopfresektion",    "pankreaslinksresektion",
        "pankreasresektion", "pankreasschwanzresektion", "pankreatektomie"};
    const bool by_name = word == "whipples" || word == "ramps" ||
                         std::ranges::any_of(endings, [&](std::string_view ending) { return word.ends_with(ending); });
    if (by_name || ((word == "resection" || word == "excision") && removes_pancreas(text, at)))
      named.push_back({at, at + 1});
  }
  return named;
}

// A resection for an illness that is no cancer.
bool is_for_another_illness(const fhir::Procedure& procedure) {
  static constexpr std::array<std::string_view, 8> illnesses = {
      "pancreatitis", "pankreatitis", "trauma", "pseudocyst", "pseudocysts", "injury", "insulinoma", "cyst"};
  return std::ranges::any_of(procedure.reasons, [](const fhir::CodeableConcept& reason) {
    std::vector<std::string> written{reason.text};
    for (const fhir::Coding& coding : reason.codings) {
      written.push_back(coding.display);
      const bool icd10 = code_system(coding.system) == CodeSystem::icd10cm;
      if (icd10 && (coding.code.starts_with("K85") || coding.code.starts_with("K86"))) return true;
    }
    return std::ranges::any_of(written, [](const std::string& words) {
      const text::Text text = text::cut(words);
      return std::ranges::any_of(text.words,
                                 [](const text::Word& word) { return text::is_one_of(word.folded, illnesses); });
    });
  });
}

// "WHIPPLE PROCEDURE (N/A)": the side, of an organ that has none.
std::string without_laterality(std::string words) {
  static constexpr std::string_view none = "(N/A)";
  if (words.ends_with(none)) words.resize(words.size() - none.size());
  return words;
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
        const text::Text text = text::cut(without_laterality(words));
        std::vector<text::Span> known = resections_named(text);
        std::vector<text::Span> named = known;
        for (const PhraseMatch& match : record.codes().find_phrases(Domain::procedures, text)) {
          known.push_back(match.words);
          if (match.found->role == "pancreatic-resection") named.push_back(match.words);
        }
        if (!is_understood(text, known, NameOf::resection))
          continue;  // "Whipple deferred", "biopsy for Whipple disease"
        resection = resection || std::ranges::any_of(named, [&](text::Span span) {
                      return !comes_after(text, span) && holds(text::mention_of(text, span));
                    });
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
    if (is_for_another_illness(*procedure)) {
      record.set_aside(*procedure.entry, "resection for another illness than cancer");
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

// A Condition that is itself the recurrence: its code says so, or another Condition is the first disease. The only
// one of its tumour, "recurrent pancreatic cancer" since 2024, has the dates of the tumour.
bool is_itself_recurrence(const Record& record, const Tumour& tumour, const fhir::Entry& entry,
                          const fhir::Condition& condition) {
  for (const Concept* code : record.codes().find_all(Domain::diagnoses, condition.code))
    if (const CancerMeaning* meaning = record.codes().cancer_meaning(*code); meaning != nullptr && meaning->recurrence)
      return true;
  return std::ranges::any_of(tumour.conditions, [&](const fhir::Entry* other) {
    const auto* first = std::get_if<fhir::Condition>(&other->resource);
    return other != &entry && first != nullptr && standing_of(*first, record.day()) != Standing::ignored;
  });
}

std::vector<Recurrence> recurrences(Record& record, const Tumour& tumour) {
  std::vector<Recurrence> found;
  for (const fhir::Entry* entry : tumour.conditions) {
    const auto* condition = std::get_if<fhir::Condition>(&entry->resource);
    if (condition == nullptr) continue;
    const bool firm = standing_of(*condition, record.day()) == Standing::counts;
    std::optional<fhir::PartialDate> dated;
    if (is_itself_recurrence(record, tumour, *entry, *condition))
      dated = condition->onset ? condition->onset : condition->recorded;
    const Evidence evidence{entry->reference, "code", shown(condition->code), shown(dated), {}};
    for (const Said& said : read_diagnosis(record.codes(), condition->code))
      if (said.recurrence && said.primary())
        found.push_back(
            {evidence, dated,
             firm && !said.suspected && !said.past && !denies_or_doubts_extent(text::cut(condition->code.text))});
    for (const Sign& sign : read_extent_words(record.codes(), text::cut(condition->code.text), Field::free_text))
      if (sign.sign == ExtentSign::recurrent && sign.doubt.empty()) found.push_back({evidence, dated, firm});
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
                           firm && sign.doubt.empty() && is_cancer_staging(record.codes(), condition->stages[i].type)});
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
