#include "cds/store/entry.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "cds/store/chain.hpp"
#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"

namespace foresign::store {
namespace {

// Without what PostgreSQL and our own reader refuse: NUL becomes a space, bytes that are no UTF-8 become U+FFFD.
std::string clean(std::string text) {
  const auto harmless = [](char c) { return c != '\0' && (static_cast<unsigned char>(c) & 0x80U) == 0; };
  if (std::all_of(text.begin(), text.end(), harmless)) return text;
  std::replace(text.begin(), text.end(), '\0', ' ');
  json::Writer writer;
  writer.begin_array().string(text).end_array();
  const auto parsed = json::read(writer.text());
  // What is too long even to be read is refused elsewhere.
  return parsed.value ? std::string(parsed.value->root()[std::size_t{0}].string().value_or("")) : text;
}

void write_text(json::Writer& writer, std::string_view name, std::string_view text) {
  writer.member(name, clean(std::string(text)));
}

void write_texts(json::Writer& writer, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  writer.key(name).begin_array();
  for (const std::string& text : texts) writer.string(clean(text));
  writer.end_array();
}

void write_number(json::Writer& writer, std::string_view name, std::int64_t number) {
  writer.key(name).integer(number);
}

void write_time(json::Writer& writer, std::string_view name, Time time) {
  write_number(writer, name, time.time_since_epoch().count());
}

std::string text_of(json::View view) {
  return std::string(view.string().value_or(std::string_view()));
}

std::vector<std::string> texts_of(json::View view) {
  std::vector<std::string> texts;
  for (const json::View each : view) texts.push_back(text_of(each));
  return texts;
}

Time time_of(json::View view) {
  return Time(std::chrono::milliseconds(view.integer().value_or(0)));
}

constexpr std::string_view accepted = "accepted";
constexpr std::string_view overridden = "overridden";
constexpr std::string_view judged = "judged";
constexpr std::string_view purged = "purge";

// Texts of an audit record that stand side by side, in this order: one list for writing and reading.
struct TextMember {
  std::string_view name;
  std::string AuditRecord::*text;
};
constexpr std::array<TextMember, 12> audit_texts = {{{"requestId", &AuditRecord::request_id},
                                                     {"issuer", &AuditRecord::issuer},
                                                     {"tenant", &AuditRecord::tenant},
                                                     {"user", &AuditRecord::user},
                                                     {"patient", &AuditRecord::patient},
                                                     {"service", &AuditRecord::service},
                                                     {"policy", &AuditRecord::policy_id},
                                                     {"policyVersion", &AuditRecord::policy_version},
                                                     {"policyDigest", &AuditRecord::policy_digest},
                                                     {"order", &AuditRecord::order},
                                                     {"drug", &AuditRecord::drug},
                                                     {"verdict", &AuditRecord::verdict}}};

// What all entries of the audit chain share.
Entry audit_entry(std::string_view type, Time time, std::string body) {
  Entry entry;
  entry.kind = Kind::audit;
  entry.type = type;
  entry.time = time;
  entry.key = sha256(body);
  entry.body = std::move(body);
  return entry;
}

// The root, if the text is a JSON object whose `type` is the wanted one.
std::optional<json::Document> document_of(std::string_view body, std::string_view type) {
  auto parsed = json::read(body);
  if (!parsed.value || parsed.value->root()["type"].string() != type) return std::nullopt;
  return std::move(parsed.value);
}

}  // namespace

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::feedback:
      return "feedback";
    case Kind::audit:
      return "audit";
    case Kind::replay:
      return "replay";
  }
  return {};
}

Entry entry_of(const FeedbackRecord& record) {
  json::Writer writer;
  writer.begin_object();
  write_text(writer, "type", to_string(Kind::feedback));
  write_text(writer, "card", record.card);
  write_text(writer, "outcome", record.outcome == Outcome::accepted ? accepted : overridden);
  write_texts(writer, "acceptedSuggestions", record.accepted_suggestions);
  if (record.reason) {
    writer.key("reason").begin_object();
    write_text(writer, "code", record.reason->code);
    write_text(writer, "system", record.reason->system);
    write_text(writer, "display", record.reason->display);
    writer.end_object();
  }
  write_time(writer, "outcomeTimestamp", record.outcome_timestamp);
  write_text(writer, "issuer", record.issuer);
  write_text(writer, "tenant", record.tenant);
  writer.end_object();

  Entry entry;
  entry.kind = Kind::feedback;
  entry.time = record.received_at;
  entry.issuer = clean(record.issuer);
  entry.tenant = clean(record.tenant);
  entry.card = clean(record.card);
  entry.body = writer.text();
  entry.comment = clean(record.user_comment);
  entry.key = sha256(entry.body + '\n' + entry.comment);
  return entry;
}

Entry entry_of(const AuditRecord& record) {
  json::Writer writer;
  writer.begin_object();
  write_text(writer, "type", judged);
  write_time(writer, "time", record.time);
  for (const auto& [name, text] : audit_texts) write_text(writer, name, record.*text);
  if (!record.criteria.empty()) {
    writer.key("criteria").begin_array();
    for (const CriterionVerdict& criterion : record.criteria) {
      writer.begin_object();
      write_text(writer, "id", criterion.id);
      write_text(writer, "verdict", criterion.verdict);
      writer.end_object();
    }
    writer.end_array();
  }
  write_texts(writer, "evidence", record.evidence);
  if (!record.cards.empty()) {
    writer.key("cards").begin_array();
    for (const CardSent& card : record.cards) {
      writer.begin_object();
      write_text(writer, "uuid", card.uuid);
      write_texts(writer, "suggestions", card.suggestions);
      write_texts(writer, "labels", card.labels);
      writer.end_object();
    }
    writer.end_array();
  }
  write_texts(writer, "missing", record.missing);
  write_number(writer, "latencyUs", record.latency.count());
  write_number(writer, "status", record.status);
  write_text(writer, "requestDigest", record.request_digest);
  writer.end_object();

  Entry entry = audit_entry(judged, record.time, writer.text());
  entry.issuer = clean(record.issuer);
  entry.tenant = clean(record.tenant);
  entry.request_id = clean(record.request_id);
  entry.service = clean(record.service);
  entry.policy = clean(record.policy_id);
  entry.drug = clean(record.drug);
  return entry;
}

Entry entry_of(const PurgeProof& proof) {
  json::Writer writer;
  writer.begin_object();
  write_text(writer, "type", purged);
  write_time(writer, "time", proof.time);
  write_text(writer, "of", to_string(proof.of));
  write_time(writer, "before", proof.before);
  write_number(writer, "count", proof.count);
  write_number(writer, "last", proof.last);
  write_text(writer, "lastHash", proof.last_hash);
  writer.end_object();

  return audit_entry(purged, proof.time, writer.text());
}

std::optional<FeedbackRecord> read_feedback(std::string_view body) {
  const auto document = document_of(body, to_string(Kind::feedback));
  if (!document) return std::nullopt;
  const json::View root = document->root();
  FeedbackRecord record;
  record.card = text_of(root["card"]);
  record.outcome = root["outcome"].string() == accepted ? Outcome::accepted : Outcome::overridden;
  record.accepted_suggestions = texts_of(root["acceptedSuggestions"]);
  if (const json::View reason = root["reason"]; reason.exists())
    record.reason = OverrideReason{text_of(reason["code"]), text_of(reason["system"]), text_of(reason["display"])};
  record.outcome_timestamp = time_of(root["outcomeTimestamp"]);
  record.issuer = text_of(root["issuer"]);
  record.tenant = text_of(root["tenant"]);
  return record;
}

std::optional<AuditRecord> read_audit(std::string_view body) {
  const auto document = document_of(body, judged);
  if (!document) return std::nullopt;
  const json::View root = document->root();
  AuditRecord record;
  record.time = time_of(root["time"]);
  for (const auto& [name, text] : audit_texts) record.*text = text_of(root[name]);
  for (const json::View criterion : root["criteria"])
    record.criteria.push_back({text_of(criterion["id"]), text_of(criterion["verdict"])});
  record.evidence = texts_of(root["evidence"]);
  for (const json::View card : root["cards"])
    record.cards.push_back({text_of(card["uuid"]), texts_of(card["suggestions"]), texts_of(card["labels"])});
  record.missing = texts_of(root["missing"]);
  record.latency = std::chrono::microseconds(root["latencyUs"].integer().value_or(0));
  record.status = root["status"].integer().value_or(0);
  record.request_digest = text_of(root["requestDigest"]);
  return record;
}

std::optional<PurgeProof> read_purge(std::string_view body) {
  const auto document = document_of(body, purged);
  if (!document) return std::nullopt;
  const json::View root = document->root();
  PurgeProof proof;
  proof.time = time_of(root["time"]);
  proof.of = root["of"].string() == to_string(Kind::feedback) ? Kind::feedback : Kind::audit;
  proof.before = time_of(root["before"]);
  proof.count = root["count"].integer().value_or(0);
  proof.last = root["last"].integer().value_or(0);
  proof.last_hash = text_of(root["lastHash"]);
  return proof;
}

}  // namespace foresign::store
