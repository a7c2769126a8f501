#include "cds/audit/story.hpp"

#include <algorithm>
#include <string_view>

#include "cds/audit/times.hpp"

namespace foresign::audit {
namespace {

// Ids and comments are a client's words; on a terminal, control characters could rewrite what stands there.
std::string printable(std::string_view text) {
  std::string harmless(text);
  for (char& c : harmless)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = ' ';
  return harmless;
}

std::string line(std::string_view name, std::string_view value) {
  constexpr std::size_t width = 16;
  if (value.empty()) return {};
  std::string text(name);
  text.resize(width, ' ');
  return text + printable(value) + "\n";
}

// One value a line, the name before the first.
std::string lines(std::string_view name, const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += line(text.empty() ? name : "", value);
  return text;
}

std::string label_of(const store::CardSent& card, const std::string& suggestion) {
  for (std::size_t i = 0; i < card.suggestions.size(); ++i)
    if (card.suggestions[i] == suggestion && i < card.labels.size()) return card.labels[i];
  return "suggestion " + suggestion;
}

std::string said(const store::FeedbackRecord& feedback, const store::CardSent& card) {
  std::string text = "\n" + line("received", to_string(feedback.received_at));
  text += line("done", to_string(feedback.outcome_timestamp) + ", as the client says");
  switch (feedback.outcome) {
    case store::Outcome::accepted:
      text += line("outcome", "accepted");
      break;
    case store::Outcome::overridden:
      text += line("outcome", "overridden");
      break;
  }
  for (const std::string& suggestion : feedback.accepted_suggestions) text += line("taken", label_of(card, suggestion));
  if (feedback.reason) {
    const auto& [code, system, display] = *feedback.reason;
    text += line("reason", code + (display.empty() ? "" : ": " + display));
  }
  return text + line("comment", feedback.user_comment);
}

}  // namespace

std::string story(const store::AuditRecord& record, const std::string& card,
                  const std::vector<store::FeedbackRecord>& feedback) {
  const auto sent = std::ranges::find(record.cards, card, &store::CardSent::uuid);
  const store::CardSent shown = sent == record.cards.end() ? store::CardSent{card, {}, {}} : *sent;
  std::string text = line("card", card);
  text += line("time", to_string(record.time));
  text += line("request", record.request_id);
  text += line("request digest", record.request_digest);
  text += line("client", record.issuer) + line("tenant", record.tenant) + line("user", record.user);
  text += line("patient", record.patient);
  text += line("order", record.order) + line("drug", record.drug);
  text += line("policy", record.policy_id + ", version " + record.policy_version);
  text += line("", record.policy_digest);
  text += line("verdict", record.verdict);
  std::vector<std::string> criteria;
  for (const store::CriterionVerdict& criterion : record.criteria)
    criteria.push_back(criterion.id + ": " + criterion.verdict);
  text += lines("criteria", criteria) + lines("evidence", record.evidence) + lines("missing", record.missing);
  text += lines("suggested", shown.labels);
  text += line("answered", std::to_string(record.status) + " after " + std::to_string(record.latency.count()) + " us");
  if (feedback.empty()) text += "\nNo feedback came: the card was ignored, or the client sends none.\n";
  for (const store::FeedbackRecord& each : feedback) text += said(each, shown);
  return text;
}

}  // namespace foresign::audit
