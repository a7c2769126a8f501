#include "cds/audit/report.hpp"

#include <algorithm>
#include <functional>

#include "fhir/json/writer.hpp"

namespace foresign::audit {
namespace {

constexpr std::string_view no_reason = "(no reason)";

void count(CriterionCount& counts, std::string_view verdict) {
  if (verdict == "met") ++counts.met;
  if (verdict == "not-met") ++counts.not_met;
  if (verdict == "unknown") ++counts.unknown;
}

// Most first; what is equal by name.
std::vector<std::pair<std::string, std::size_t>> most_first(const Counts& counts) {
  std::vector<std::pair<std::string, std::size_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::greater<>(), [](const auto& each) { return each.second; });
  return sorted;
}

std::string right(std::string text, std::size_t width) {
  return text.size() >= width ? text : std::string(width - text.size(), ' ') + text;
}

std::string left(std::string text, std::size_t width) {
  return text.size() >= width ? text : text + std::string(width - text.size(), ' ');
}

std::string share(std::size_t part, std::size_t whole) {
  if (whole == 0) return {};
  return " (" + std::to_string((100 * part + whole / 2) / whole) + " %)";
}

// A client's words on a terminal: control characters could rewrite what stands there.
std::string printable(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = ' ';
  return text;
}

std::string list(std::string_view title, const Counts& counts, std::size_t whole) {
  if (counts.empty()) return {};
  std::string text = "  " + std::string(title) + "\n";
  for (const auto& [name, number] : most_first(counts))
    text += "    " + right(std::to_string(number), 7) + "  " + printable(name) + share(number, whole) + "\n";
  return text;
}

std::string criteria_table(const PolicyReport& policy) {
  if (policy.criteria.empty()) return {};
  std::size_t width = std::string_view("criterion").size();
  for (const auto& [id, counts] : policy.criteria) width = std::max(width, id.size());
  std::string text = "  " + left("criterion", width) + "     met  not met  unknown\n";
  for (const auto& [id, counts] : policy.criteria)
    text += "  " + left(id, width) + right(std::to_string(counts.met), 8) + right(std::to_string(counts.not_met), 9) +
            right(std::to_string(counts.unknown), 9) + "\n";
  return text;
}

void write_counts(json::Writer& writer, std::string_view key, std::string_view name, const Counts& counts) {
  if (counts.empty()) return;
  writer.key(key).begin_array();
  for (const auto& [item, number] : most_first(counts)) {
    writer.begin_object().member(name, item).key("cards").integer(static_cast<std::int64_t>(number));
    writer.end_object();
  }
  writer.end_array();
}

void write_verdicts(json::Writer& writer, const CriterionCount& counts) {
  writer.key("met").integer(static_cast<std::int64_t>(counts.met));
  writer.key("notMet").integer(static_cast<std::int64_t>(counts.not_met));
  writer.key("unknown").integer(static_cast<std::int64_t>(counts.unknown));
}

}  // namespace

void Tally::add(const store::AuditRecord& record) {
  if (record.policy_id.empty()) {
    ++report_.refused;
    return;
  }
  PolicyReport& policy = report_.policies[{record.policy_id, record.policy_version}];
  count(policy.verdicts, record.verdict);
  for (const store::CriterionVerdict& criterion : record.criteria)
    count(policy.criteria[criterion.id], criterion.verdict);
  for (const std::string& missing : record.missing) ++policy.missing[missing];
  for (const store::CardSent& sent : record.cards) {
    ++policy.cards;
    Card& card = cards_[sent.uuid];
    card.of = &policy;
    card.issuer = record.issuer;
    card.tenant = record.tenant;
    for (std::size_t i = 0; i < sent.suggestions.size(); ++i)
      card.labels[sent.suggestions[i]] = i < sent.labels.size() ? sent.labels[i] : "(no words kept)";
  }
}

void Tally::add(const store::FeedbackRecord& record) {
  const auto found = cards_.find(record.card);
  if (found == cards_.end() || found->second.issuer != record.issuer || found->second.tenant != record.tenant) {
    ++report_.other_feedback;
    return;
  }
  Card& card = found->second;
  PolicyReport& policy = *card.of;
  switch (record.outcome) {
    case store::Outcome::accepted:
      if (!card.accepted) ++policy.accepted;
      card.accepted = true;
      for (const std::string& suggestion : record.accepted_suggestions)
        if (const auto label = card.labels.find(suggestion); label != card.labels.end()) {
          ++policy.suggestions[label->second];
          card.labels.erase(label);
        }
      return;
    case store::Outcome::overridden:
      if (!card.overridden) ++policy.overridden;
      card.overridden = true;
      const std::string reason = record.reason ? record.reason->code : std::string(no_reason);
      if (std::ranges::find(card.reasons, reason) != card.reasons.end()) return;
      card.reasons.push_back(reason);
      ++policy.reasons[reason];
      return;
  }
}

std::string as_text(const Report& report) {
  std::string text = "Cards and what became of them";
  text += report.since.empty() ? "\n" : ", since " + report.since + "\n";
  if (report.policies.empty()) text += "\nNo card was shown.\n";
  for (const auto& [name, policy] : report.policies) {
    text += "\nPolicy " + name.first + ", version " + name.second + "\n";
    text += "  " + std::to_string(policy.cards) + (policy.cards == 1 ? " card: " : " cards: ");
    text += "criteria met " + std::to_string(policy.verdicts.met) + share(policy.verdicts.met, policy.cards);
    text += ", not met " + std::to_string(policy.verdicts.not_met) + share(policy.verdicts.not_met, policy.cards);
    text += ", open " + std::to_string(policy.verdicts.unknown) + share(policy.verdicts.unknown, policy.cards) + "\n";
    text += "  suggestion taken " + std::to_string(policy.accepted) + share(policy.accepted, policy.cards);
    text += ", dismissed " + std::to_string(policy.overridden) + share(policy.overridden, policy.cards) + "\n";
    text += list("taken:", policy.suggestions, policy.cards);
    text += list("dismissed because:", policy.reasons, policy.cards);
    text += list("most often missing:", policy.missing, policy.cards);
    text += criteria_table(policy);
  }
  text += "\nCalls that could not be judged: " + std::to_string(report.refused) + "\n";
  text += "Feedback on other cards: " + std::to_string(report.other_feedback) + "\n";
  return text;
}

std::string as_json(const Report& report) {
  json::Writer writer(json::Layout::indented);
  writer.begin_object().member("since", report.since);
  writer.key("policies").begin_array();
  for (const auto& [name, policy] : report.policies) {
    writer.begin_object().member("policy", name.first).member("version", name.second);
    writer.key("cards").integer(static_cast<std::int64_t>(policy.cards));
    write_verdicts(writer, policy.verdicts);
    writer.key("accepted").integer(static_cast<std::int64_t>(policy.accepted));
    writer.key("overridden").integer(static_cast<std::int64_t>(policy.overridden));
    write_counts(writer, "suggestions", "label", policy.suggestions);
    write_counts(writer, "reasons", "code", policy.reasons);
    write_counts(writer, "missing", "item", policy.missing);
    writer.key("criteria").begin_array();
    for (const auto& [id, counts] : policy.criteria) {
      writer.begin_object().member("id", id);
      write_verdicts(writer, counts);
      writer.end_object();
    }
    writer.end_array().end_object();
  }
  writer.end_array();
  writer.key("refused").integer(static_cast<std::int64_t>(report.refused));
  writer.key("feedbackOnOtherCards").integer(static_cast<std::int64_t>(report.other_feedback));
  writer.end_object();
  return writer.text() + "\n";
}

std::string csv_field(std::string_view text) {
  std::string field(text);
  // A spreadsheet computes what begins like this.
  if (!field.empty() && std::string_view("=+-@\t\r\n").find(field.front()) != std::string_view::npos)
    field = "'" + field;
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  for (std::size_t at = 0; (at = field.find('"', at)) != std::string::npos; at += 2) field.insert(at, 1, '"');
  return '"' + field + '"';
}

std::string as_csv(const Report& report) {
  std::string text = "policy,version,measure,item,count\r\n";
  const auto line = [&](const std::pair<std::string, std::string>& policy, std::string_view measure,
                        std::string_view item, std::size_t number) {
    text += csv_field(policy.first) + ',' + csv_field(policy.second) + ',' + std::string(measure) + ',' +
            csv_field(item) + ',' + std::to_string(number) + "\r\n";
  };
  for (const auto& [name, policy] : report.policies) {
    line(name, "cards", "", policy.cards);
    line(name, "order-met", "", policy.verdicts.met);
    line(name, "order-not-met", "", policy.verdicts.not_met);
    line(name, "order-unknown", "", policy.verdicts.unknown);
    line(name, "accepted", "", policy.accepted);
    for (const auto& [item, number] : policy.suggestions) line(name, "accepted-suggestion", item, number);
    line(name, "overridden", "", policy.overridden);
    for (const auto& [item, number] : policy.reasons) line(name, "overridden-reason", item, number);
    for (const auto& [item, number] : policy.missing) line(name, "missing", item, number);
    for (const auto& [id, counts] : policy.criteria) {
      line(name, "criterion-met", id, counts.met);
      line(name, "criterion-not-met", id, counts.not_met);
      line(name, "criterion-unknown", id, counts.unknown);
    }
  }
  line({}, "refused", "", report.refused);
  line({}, "feedback-on-other-cards", "", report.other_feedback);
  return text;
}

}  // namespace foresign::audit
