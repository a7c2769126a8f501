#include "cds/cards/cards.hpp"

#include "cds/cards/plain.hpp"
#include "cds/cards/suggestions.hpp"
#include "cds/cards/wording.hpp"

namespace foresign::cards {
namespace {

using policy::Determination;
using policy::IndicationJudgement;
using policy::Judgement;
using policy::Policy;

void paragraph(std::string& detail, std::string_view text) {
  if (text.empty()) return;
  if (!detail.empty()) detail += "\n\n";
  detail += text;
}

std::string bold(std::string_view text) {
  return "**" + markdown(text) + "**";
}

std::string box(Verdict verdict) {
  return verdict == Verdict::met ? "- [x] " : "- [ ] ";
}

// `settled`: a sibling already meets the group in which this stands.
void checklist_line(std::string& list, const Judgement& judgement, int depth, bool settled) {
  if (!list.empty()) list += '\n';
  list.append(static_cast<std::size_t>(depth) * 2, ' ');
  const bool not_needed = settled && judgement.verdict == Verdict::unknown;
  list += box(judgement.verdict) + bold(not_needed ? wording::not_needed : wording::word(judgement.verdict)) + ": ";
  if (const std::string marker = wording::marker(judgement); !marker.empty()) list += marker + " ";
  list += markdown(plain(judgement.quote, 400));
  if (!not_needed)
    if (const std::string because = wording::because(judgement); !because.empty()) list += " — " + markdown(because);
  const bool parts_settled = settled || (judgement.any && judgement.verdict == Verdict::met);
  for (const Judgement& part : judgement.of) checklist_line(list, part, depth + 1, parts_settled);
}

std::string checklist(const IndicationJudgement& shown) {
  std::string list;
  for (const Judgement& judgement : shown.criteria) checklist_line(list, judgement, 0, false);
  return list;
}

// Without an indication to show: the diagnosis of each, with its reason.
std::string diagnoses(const Determination& determination) {
  std::string list;
  for (const IndicationJudgement& indication : determination.indications) {
    if (indication.criteria.empty()) continue;
    const Judgement& diagnosis = indication.criteria.front();
    if (!list.empty()) list += '\n';
    list += box(diagnosis.verdict) + bold(wording::word(diagnosis.verdict)) + ": " + indication.id + "\\. " +
            markdown(indication.title);
    if (const std::string because = wording::because(diagnosis); !because.empty()) list += " — " + markdown(because);
  }
  return list;
}

std::string bullets(std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) return "";
  std::string list = bold(title) + "\n";
  for (const std::string& line : lines) list += "\n- " + markdown(line);
  return list;
}

std::string detail(const Determination& determination, const Policy& policy) {
  std::string text;
  for (const std::string& first : wording::first(determination)) paragraph(text, bold(first));
  paragraph(text, markdown(wording::headline(determination, policy)));
  if (const IndicationJudgement* shown = determination.shown()) {
    paragraph(text, "**" + shown->id + "\\. " + markdown(shown->title) + "**");
    paragraph(text, checklist(*shown));
    paragraph(text, markdown(wording::companion_tests(determination, policy)));
  } else {
    if (determination.basis == policy::Basis::not_covered) paragraph(text, markdown(wording::not_covered(policy)));
    paragraph(text, markdown(wording::cancers_on_record(determination)));
    paragraph(text, "**" + std::string("Diagnoses that the policy covers") + "**");
    paragraph(text, diagnoses(determination));
  }
  paragraph(text, bullets("Conflicts in the record", wording::conflicts(determination)));
  paragraph(text, bullets("Seen and set aside", wording::ignored(determination)));
  paragraph(text, markdown(wording::unavailable(determination)));
  paragraph(text, markdown(wording::policy_line(determination, policy)));
  paragraph(text, markdown(wording::disclaimer()));
  return text;
}

}  // namespace

hooks::Card card_for(const Determination& determination, const Policy& policy, const fhir::Entry& order,
                     const std::string& patient_id, const hooks::NewId& new_id) {
  hooks::Card card;
  card.uuid = new_id();
  card.summary = wording::summary(determination, policy);
  card.detail = detail(determination, policy);
  card.indicator = determination.verdict == Verdict::met ? hooks::Indicator::info : hooks::Indicator::warning;
  card.source_label = policy.payer.name;
  card.source_url = policy.url;
  card.source_topic = wording::topic();
  card.suggestions = suggestions_for(determination, policy, order, patient_id, new_id);
  card.override_reasons = wording::override_reasons();
  if (!policy.url.empty()) card.links.push_back({wording::link_label(policy), policy.url});
  card.determination = determination;
  return card;
}

}  // namespace foresign::cards
