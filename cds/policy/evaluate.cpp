#include "cds/policy/evaluate.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace foresign::policy {
namespace {

Judgement judge(const Criterion& criterion, const FactSheet& facts);

Judgement judge_group(Judgement judgement, const Group& group, const FactSheet& facts) {
  judgement.any = group.kind == GroupKind::any;
  std::vector<Verdict> parts;
  for (const Criterion& part : group.of) {
    judgement.of.push_back(judge(part, facts));
    parts.push_back(judgement.of.back().verdict);
  }
  judgement.verdict = judgement.any ? any(parts) : all(parts);
  if (judgement.verdict == Verdict::not_met) {
    const auto first = std::find_if(judgement.of.begin(), judgement.of.end(),
                                    [](const Judgement& part) { return part.verdict == Verdict::not_met; });
    if (first != judgement.of.end()) judgement.reason = first->reason;
  }
  return judgement;
}

Judgement judge(const Criterion& criterion, const FactSheet& facts) {
  Judgement judgement;
  judgement.id = criterion.id;
  judgement.section = criterion.citation.section;
  judgement.quote = criterion.citation.quote;
  judgement.label = criterion.label;
  if (const auto* group = std::get_if<Group>(&criterion.rule)) return judge_group(std::move(judgement), *group, facts);
  const Fact* fact = facts.find(criterion.id);
  if (fact == nullptr) {
    // What nobody answered is not known, never met.
    judgement.needed = "an answer from the record";
    return judgement;
  }
  judgement.verdict = fact->verdict();
  judgement.evidence = fact->evidence();
  judgement.conflicts = fact->conflicts();
  judgement.needed = fact->needed();
  judgement.reason = fact->reason();
  return judgement;
}

int leaves_met(const std::vector<Judgement>& judgements) {
  int met = 0;
  for (const Judgement& judgement : judgements)
    met += judgement.of.empty() ? (judgement.verdict == Verdict::met ? 1 : 0) : leaves_met(judgement.of);
  return met;
}

IndicationJudgement judge_indication(const Indication& indication, const FactSheet& facts) {
  IndicationJudgement judgement;
  judgement.id = indication.id;
  judgement.title = indication.title;
  judgement.approval = indication.approval;
  std::vector<Verdict> parts;
  for (const Criterion& criterion : indication.criteria) {
    judgement.criteria.push_back(judge(criterion, facts));
    parts.push_back(judgement.criteria.back().verdict);
  }
  judgement.verdict = all(parts);
  return judgement;
}

// Read_policy makes the diagnosis the first criterion of every indication.
Verdict diagnosis_of(const IndicationJudgement& indication) {
  return indication.criteria.front().verdict;
}

// Rule 1.5: the best result, then the best diagnosis, then the most leaves met, then the policy's order.
bool better(const IndicationJudgement& left, const IndicationJudgement& right) {
  const auto rank = [](const IndicationJudgement& one) {
    return std::tuple(one.verdict, diagnosis_of(one), leaves_met(one.criteria));
  };
  return rank(left) > rank(right);
}

Basis basis_of(const std::vector<IndicationJudgement>& indications, const FactSheet& facts) {
  // Rule 1.7: a missing source of diagnoses proves no absence of cancer.
  if (facts.cancers.empty()) return facts.cancers_complete ? Basis::no_cancer_diagnosis : Basis::indication;
  const bool covered = facts.covered_cancer.value_or(
      std::any_of(indications.begin(), indications.end(),
                  [](const IndicationJudgement& one) { return diagnosis_of(one) != Verdict::not_met; }));
  // Where Conditions could not be had, a diagnosis is not-met only by what is present: the order's own reason
  // (rule 1.7), which stands.
  return covered ? Basis::indication : Basis::not_covered;
}

}  // namespace

Determination evaluate(const Policy& policy, const FactSheet& facts, const Subject& subject,
                       std::vector<UnavailableSource> unavailable) {
  Determination determination;
  determination.order = subject.order;
  determination.drug = subject.drug;
  determination.day = subject.day;
  determination.policy_id = policy.id;
  determination.policy_version = policy.version;
  determination.policy_digest = policy.digest;
  determination.payer = policy.payer.name;

  std::vector<Verdict> verdicts;
  for (const Indication& indication : policy.indications) {
    determination.indications.push_back(judge_indication(indication, facts));
    verdicts.push_back(determination.indications.back().verdict);
  }
  determination.verdict = any(verdicts);
  determination.basis = basis_of(determination.indications, facts);
  if (determination.basis == Basis::indication) {
    const IndicationJudgement* best = &determination.indications.front();
    for (const IndicationJudgement& one : determination.indications)
      if (better(one, *best)) best = &one;
    determination.indication = best->id;
  }
  determination.ignored = facts.ignored;
  determination.unavailable = std::move(unavailable);
  determination.first = facts.first;
  determination.cancers = facts.cancers;
  return determination;
}

}  // namespace foresign::policy
