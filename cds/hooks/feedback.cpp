#include "cds/hooks/feedback.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace foresign::hooks {
namespace {

constexpr std::size_t longest_id = 128;
constexpr std::size_t longest_code = 256;
constexpr std::size_t most_items = 1000;

using Issues = std::vector<json::Issue>;

void fatal(Issues& issues, std::string path, std::string message) {
  issues.push_back({json::Severity::fatal, std::move(path), std::move(message)});
}

// Text of a required member; empty after a problem.
std::string required(json::View object, std::string_view key, std::size_t longest, Issues& issues) {
  const json::View value = object[key];
  const std::string path = object.path() + "." + std::string(key);
  if (!value.exists()) {
    fatal(issues, path, "is missing");
    return {};
  }
  const auto text = value.string();
  if (!text || text->empty() || text->size() > longest) {
    fatal(issues, path, "must be a text of 1 to " + std::to_string(longest) + " bytes");
    return {};
  }
  return std::string(*text);
}

// Text of a member that may be absent.
std::string optional_text(json::View object, std::string_view key, std::size_t longest, Issues& issues) {
  const json::View value = object[key];
  if (!value.exists() || value.is(json::Kind::null)) return {};
  return required(object, key, longest, issues);
}

// The longest start of the text that is no longer than `bytes` and ends with a whole character.
std::string cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return std::string(text.substr(0, bytes));
}

void read_suggestions(json::View item, Feedback& feedback, Issues& issues) {
  const json::View accepted = item["acceptedSuggestions"];
  if (feedback.outcome != Outcome::accepted) return;
  if (!accepted.is(json::Kind::array) || accepted.size() == 0)
    return fatal(issues, item.path() + ".acceptedSuggestions",
                 accepted.exists() ? "must be a list with at least one suggestion" : "is missing");
  for (const json::View suggestion : accepted) {
    if (!suggestion.is(json::Kind::object)) {
      fatal(issues, suggestion.path(), "must be an object");
      continue;
    }
    feedback.accepted_suggestions.push_back(required(suggestion, "id", longest_id, issues));
  }
}

// At least one of reason and comment: an override without either has no `overrideReason` at all.
void read_reason(json::View item, Feedback& feedback, Issues& issues) {
  const json::View given = item["overrideReason"];
  if (feedback.outcome != Outcome::overridden || !given.exists() || given.is(json::Kind::null)) return;
  if (!given.is(json::Kind::object)) return fatal(issues, given.path(), "must be an object");
  const json::View reason = given["reason"];
  if (reason.exists() && !reason.is(json::Kind::null)) {
    if (!reason.is(json::Kind::object)) return fatal(issues, reason.path(), "must be a coding");
    feedback.override_reason.code = required(reason, "code", longest_code, issues);
    feedback.override_reason.system = optional_text(reason, "system", longest_code, issues);
    feedback.override_reason.display = optional_text(reason, "display", longest_code, issues);
  }
  const json::View comment = given["userComment"];
  if (comment.exists() && !comment.is(json::Kind::null)) {
    const auto text = comment.string();
    if (!text) return fatal(issues, comment.path(), "must be a text");
    feedback.user_comment = cut(*text, longest_comment);
  }
  if (!reason.exists() && !comment.exists()) fatal(issues, given.path(), "must hold a reason or a user's comment");
}

Feedback read_item(json::View item, Issues& issues) {
  Feedback feedback;
  if (!item.is(json::Kind::object)) {
    fatal(issues, item.path(), "must be an object");
    return feedback;
  }
  feedback.card = required(item, "card", longest_id, issues);
  const json::View outcome = item["outcome"];
  if (outcome.string() == "accepted") {
    feedback.outcome = Outcome::accepted;
  } else if (outcome.string() != "overridden") {
    fatal(issues, item.path() + ".outcome", outcome.exists() ? "must be `accepted` or `overridden`" : "is missing");
  }
  read_suggestions(item, feedback, issues);
  read_reason(item, feedback, issues);
  const std::string written = required(item, "outcomeTimestamp", longest_id, issues);
  if (const auto when = fhir::read_partial_date(written); when && when->instant)
    feedback.outcome_time = *when->instant;
  else if (!written.empty())
    fatal(issues, item.path() + ".outcomeTimestamp", "must be a time with its offset, such as `2026-11-24T10:00:00Z`");
  return feedback;
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::accepted:
      return "accepted";
    case Outcome::overridden:
      return "overridden";
  }
  return {};
}

json::Parsed<std::vector<Feedback>> read_feedback(std::string_view body, const json::Limits& limits) {
  json::Parsed<json::Document> document = json::read(body, limits);
  if (!document.value) return {std::nullopt, std::move(document.issues)};
  Issues issues;
  std::vector<Feedback> all;
  const json::View root = document.value->root();
  const json::View items = root["feedback"];
  if (!root.is(json::Kind::object)) {
    fatal(issues, "$", "must be an object");
  } else if (!items.is(json::Kind::array) || items.size() == 0 || items.size() > most_items) {
    fatal(issues, "feedback",
          items.exists() ? "must be a list of 1 to " + std::to_string(most_items) + " items" : "is missing");
  } else {
    for (const json::View item : items) {
      Issues of_item;
      all.push_back(read_item(item, of_item));
      issues.insert(issues.end(), of_item.begin(), of_item.end());
    }
  }
  if (!issues.empty()) return {std::nullopt, std::move(issues)};
  return {std::move(all), {}};
}

}  // namespace foresign::hooks
