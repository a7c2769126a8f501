#include "cds/hooks/card.hpp"

namespace foresign::hooks {
namespace {

std::string_view word(Indicator indicator) {
  switch (indicator) {
    case Indicator::info:
      return "info";
    case Indicator::warning:
      return "warning";
  }
  return "";
}

void write_coding(json::Writer& writer, const fhir::Coding& coding) {
  writer.begin_object()
      .member("code", coding.code)
      .member("system", coding.system)
      .member("display", coding.display)
      .end_object();
}

void write_action(json::Writer& writer, const Action& action) {
  writer.begin_object();
  switch (action.type) {
    case Action::Type::create:
      writer.member("type", "create").member("description", action.description);
      writer.key("resource");
      action.write_resource(writer);
      break;
    case Action::Type::remove:
      writer.member("type", "delete").member("description", action.description);
      writer.member("resourceId", action.resource_id);
      break;
  }
  writer.end_object();
}

void write_suggestions(json::Writer& writer, const std::vector<Suggestion>& suggestions) {
  if (suggestions.empty()) return;
  writer.key("suggestions").begin_array();
  for (const Suggestion& suggestion : suggestions) {
    writer.begin_object().member("label", suggestion.label).member("uuid", suggestion.uuid);
    if (!suggestion.actions.empty()) {
      writer.key("actions").begin_array();
      for (const Action& action : suggestion.actions) write_action(writer, action);
      writer.end_array();
    }
    writer.end_object();
  }
  writer.end_array();
  // CDS Hooks 2.0, Card Attributes: always with suggestions. The suggestions of one card are alternatives.
  writer.member("selectionBehavior", "at-most-one");
}

void write_card(json::Writer& writer, const Card& card) {
  writer.begin_object()
      .member("uuid", card.uuid)
      .member("summary", card.summary)
      .member("detail", card.detail)
      .member("indicator", word(card.indicator));
  writer.key("source").begin_object().member("label", card.source_label).member("url", card.source_url);
  if (!card.source_topic.code.empty()) {
    writer.key("topic");
    write_coding(writer, card.source_topic);
  }
  writer.end_object();
  write_suggestions(writer, card.suggestions);
  if (!card.override_reasons.empty()) {
    writer.key("overrideReasons").begin_array();
    for (const fhir::Coding& reason : card.override_reasons) write_coding(writer, reason);
    writer.end_array();
  }
  if (!card.links.empty()) {
    writer.key("links").begin_array();
    for (const Link& link : card.links)
      writer.begin_object().member("label", link.label).member("url", link.url).member("type", "absolute").end_object();
    writer.end_array();
  }
  writer.key("extension").begin_object().key("org.foresign.determination");
  policy::write(writer, card.determination);
  writer.end_object().end_object();
}

}  // namespace

void write(json::Writer& writer, const Response& response) {
  writer.begin_object().key("cards").begin_array();
  for (const Card& card : response.cards) write_card(writer, card);
  writer.end_array().end_object();
}

}  // namespace foresign::hooks
