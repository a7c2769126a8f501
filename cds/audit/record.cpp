#include "cds/audit/record.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "cds/store/chain.hpp"

namespace foresign::audit {
namespace {

// A client decides how much there is to keep of its request. With these bounds a record stays below what the store
// takes (store::max_record_bytes), whatever its ids hold: nobody can keep a call out of the trail by its size.
constexpr std::size_t longest_id = 128;
constexpr std::size_t most_references = 200;
constexpr std::size_t most_sources = 50;

// The beginning of an id that is too long, up to a whole character.
std::string bounded(std::string_view id) {
  if (id.size() <= longest_id) return std::string(id);
  std::size_t end = longest_id;
  while (end > 0 && (static_cast<unsigned char>(id[end]) & 0xC0U) == 0x80U) --end;
  return std::string(id.substr(0, end));
}

// The two types that may sign (order-sign 1.0, `userId`). Nothing rests on who signs, so a client may have sent
// anything, names too: what is no such reference is not kept.
std::string user_of(std::string_view user_id) {
  const auto is_of_id = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  for (const std::string_view type : {"Practitioner/", "PractitionerRole/"}) {
    if (!user_id.starts_with(type) || user_id.size() > longest_id) continue;
    const std::string_view id = user_id.substr(type.size());
    if (!id.empty() && std::all_of(id.begin(), id.end(), is_of_id)) return std::string(user_id);
  }
  return {};
}

std::string hex(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 0x0f];
  }
  return text;
}

// The patient's own resource says no more than that: its id, kept beside the hash, would undo it.
std::string reference_of(const std::string& reference) {
  constexpr std::string_view patient = "Patient";
  const std::size_t slash = reference.rfind('/');
  const std::size_t end = slash == std::string::npos ? 0 : slash;
  return std::string_view(reference).substr(0, end).ends_with(patient) ? std::string(patient) : bounded(reference);
}

void add_references(const std::vector<Evidence>& evidence, std::vector<std::string>& references) {
  for (const Evidence& each : evidence) {
    if (each.reference.empty() || references.size() == most_references) continue;
    std::string reference = reference_of(each.reference);
    if (std::find(references.begin(), references.end(), reference) == references.end())
      references.push_back(std::move(reference));
  }
}

void add_criteria(const std::vector<policy::Judgement>& judgements, store::AuditRecord& record) {
  for (const policy::Judgement& judgement : judgements) {
    record.criteria.push_back({judgement.id, std::string(to_string(judgement.verdict))});
    add_references(judgement.evidence, record.evidence);
    add_references(judgement.conflicts, record.evidence);
    add_criteria(judgement.of, record);
  }
}

// What the card tells: the shown indication, else the first criterion of each, its diagnosis.
void add_shown(const policy::Determination& determination, store::AuditRecord& record) {
  if (const policy::IndicationJudgement* shown = determination.shown()) return add_criteria(shown->criteria, record);
  for (const policy::IndicationJudgement& indication : determination.indications)
    if (!indication.criteria.empty()) add_criteria({indication.criteria.front()}, record);
}

store::AuditRecord record_of(const Parties& parties, const Call& call, const PatientKey& key) {
  store::AuditRecord record;
  record.time = call.time;
  record.request_id = call.request_id;
  record.issuer = bounded(call.caller.issuer);
  record.tenant = bounded(call.caller.tenant);
  record.user = user_of(parties.user_id);
  record.patient = patient_of(parties.patient_id, call.caller, key);
  record.service = call.service;
  record.latency = call.latency;
  record.status = call.status;
  record.request_digest = store::sha256(call.body);
  return record;
}

}  // namespace

std::string patient_of(std::string_view patient_id, const auth::Caller& caller, const PatientKey& key) {
  if (patient_id.empty()) return {};
  if (key.plain) return bounded(patient_id);
  // The lengths tell where each part ends.
  std::string message;
  for (const std::string_view part : {std::string_view(caller.issuer), std::string_view(caller.tenant), patient_id})
    message += std::to_string(part.size()) + ' ' + std::string(part);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  HMAC(EVP_sha256(), key.bytes.data(), static_cast<int>(key.bytes.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(), &length);
  return hex(digest.data(), length);
}

std::vector<store::Record> records_of(const Answer& answer, const Call& call, const PatientKey& key) {
  std::vector<store::Record> records;
  if (answer.response.cards.empty()) return records;
  const store::AuditRecord common = record_of(answer.parties, call, key);  // the digest of a large body takes its time
  for (const hooks::Card& card : answer.response.cards) {
    const policy::Determination& determination = card.determination;
    store::AuditRecord record = common;
    record.policy_id = determination.policy_id;
    record.policy_version = determination.policy_version;
    record.policy_digest = determination.policy_digest;
    record.order = bounded(determination.order);
    record.drug = determination.drug;
    record.verdict = to_string(determination.verdict);
    add_shown(determination, record);
    for (const policy::Judgement* open : determination.open()) record.missing.push_back(open->id);
    for (const policy::UnavailableSource& source : determination.unavailable)
      if (record.missing.size() < most_sources) record.missing.push_back("prefetch." + bounded(source.key));
    store::CardSent sent{card.uuid, {}, {}};
    for (const hooks::Suggestion& suggestion : card.suggestions) {
      sent.suggestions.push_back(suggestion.uuid);
      sent.labels.push_back(suggestion.label);
    }
    record.cards.push_back(std::move(sent));
    records.emplace_back(std::move(record));
  }
  return records;
}

store::Record record_of(const Refusal& refusal, const Call& call, const PatientKey& key) {
  return record_of(refusal.parties, call, key);
}

}  // namespace foresign::audit
