#include "cds/audit/event.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "cds/audit/times.hpp"
#include "fhir/json/writer.hpp"

namespace foresign::audit {
namespace {

using json::Writer;

struct Code {
  std::string_view system;
  std::string_view code;
  std::string_view display;
};

constexpr Code rest{"http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "Restful Operation"};
constexpr Code search{"http://hl7.org/fhir/restful-interaction", "search", "search"};
constexpr Code order_sign{"http://foresign.org/fhir/CodeSystem/audit-event", "order-sign", "judgement of an order"};
constexpr Code source_role{"http://dicom.nema.org/resources/ontology/DCM", "110153", "Source Role ID"};
constexpr Code destination_role{"http://dicom.nema.org/resources/ontology/DCM", "110152", "Destination Role ID"};
constexpr Code recipient{"http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP", "information recipient"};
constexpr Code application_server{"http://terminology.hl7.org/CodeSystem/security-source-type", "4",
                                  "Application Server"};
constexpr Code person{"http://terminology.hl7.org/CodeSystem/audit-entity-type", "1", "Person"};
constexpr Code system_object{"http://terminology.hl7.org/CodeSystem/audit-entity-type", "2", "System Object"};
constexpr Code patient_role{"http://terminology.hl7.org/CodeSystem/object-role", "1", "Patient"};
constexpr Code query_role{"http://terminology.hl7.org/CodeSystem/object-role", "24", "Query"};
constexpr Code request_id{"https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId",
                          "X-Request-Id"};
constexpr std::string_view patient_hash_system = "http://foresign.org/fhir/NamingSystem/patient-hash";

void write_code(Writer& writer, const Code& code) {
  writer.begin_object().member("system", code.system).member("code", code.code).member("display", code.display);
  writer.end_object();
}

void write_concept(Writer& writer, std::string_view key, const Code& code) {
  writer.key(key).begin_object().key("coding").begin_array();
  write_code(writer, code);
  writer.end_array().end_object();
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    unsigned group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = group << 8 | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) text += j <= count ? letters[group >> (18 - 6 * j) & 0x3f] : '=';
  }
  return text;
}

// http://terminology.hl7.org/CodeSystem/audit-event-outcome
std::string_view outcome_of(std::int64_t status) {
  if (status < 400) return "0";
  return status < 500 ? "4" : "8";
}

// Who took part: `what` is the member of `who` that names him.
void write_agent(Writer& writer, const Code& type, std::string_view what, std::string_view who, bool requestor) {
  writer.begin_object();
  write_concept(writer, "type", type);
  writer.key("who").begin_object().member(what, who).end_object();
  writer.key("requestor").boolean(requestor);
  writer.end_object();
}

void write_agents(Writer& writer, const store::AuditRecord& record, std::string_view server) {
  writer.key("agent").begin_array();
  std::string client = record.issuer.empty() ? "unknown client" : record.issuer;
  if (!record.tenant.empty()) client += ", tenant " + record.tenant;
  write_agent(writer, source_role, "display", client, false);
  write_agent(writer, destination_role, "display", server, false);
  if (!record.user.empty()) write_agent(writer, recipient, "reference", record.user, true);
  writer.end_array();
}

bool is_hash(std::string_view patient) {
  return patient.size() == 64 && patient.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void write_patient(Writer& writer, const std::string& patient) {
  if (patient.empty()) return;
  writer.begin_object().key("what").begin_object();
  if (is_hash(patient)) {
    writer.member("type", "Patient").key("identifier").begin_object();
    writer.member("system", patient_hash_system).member("value", patient).end_object();
  } else {
    writer.member("reference", "Patient/" + patient);
  }
  write_code(writer.end_object().key("type"), person);
  write_code(writer.key("role"), patient_role);
  writer.end_object();
}

void write_details(Writer& writer, const store::AuditRecord& record) {
  std::string cards;
  for (const store::CardSent& card : record.cards) cards += (cards.empty() ? "" : " ") + card.uuid;
  const std::initializer_list<std::pair<std::string_view, std::string>> details = {
      {"status", std::to_string(record.status)},
      {"order", record.order},
      {"drug", record.drug},
      {"policy", record.policy_id.empty() ? "" : record.policy_id + '|' + record.policy_version},
      {"policy-digest", record.policy_digest},
      {"verdict", record.verdict},
      {"card", cards},
      {"request-digest", record.request_digest.empty() ? "" : "sha256:" + record.request_digest},
  };
  writer.key("detail").begin_array();
  for (const auto& [type, value] : details) {
    if (value.empty()) continue;
    writer.begin_object().member("type", type).member("valueString", value).end_object();
  }
  writer.end_array();
}

// What was asked for is not kept: the query names the call, and the transaction the digest of its body among its
// details.
void write_query(Writer& writer, const store::AuditRecord& record) {
  write_code(writer.begin_object().key("type"), system_object);
  write_code(writer.key("role"), query_role);
  const std::string call = "POST /cds-services/" + record.service;
  writer.member("description", call).member("query", base64(call));
  writer.end_object();
}

void write_transaction(Writer& writer, const store::AuditRecord& record) {
  writer.begin_object().key("what").begin_object().key("identifier").begin_object();
  writer.member("value", record.request_id).end_object().end_object();
  write_code(writer.key("type"), request_id);
  write_details(writer, record);
  writer.end_object();
}

}  // namespace

std::string audit_event(const store::AuditRecord& record, std::string_view server) {
  Writer writer;
  writer.begin_object().member("resourceType", "AuditEvent");
  write_code(writer.key("type"), rest);
  writer.key("subtype").begin_array();
  write_code(writer, search);
  write_code(writer, order_sign);
  writer.end_array();
  writer.member("action", "E").member("recorded", to_string(record.time)).member("outcome", outcome_of(record.status));
  write_agents(writer, record, server);
  writer.key("source").begin_object().key("observer").begin_object().member("display", server).end_object();
  writer.key("type").begin_array();
  write_code(writer, application_server);
  writer.end_array().end_object();
  writer.key("entity").begin_array();
  write_patient(writer, record.patient);
  write_query(writer, record);
  write_transaction(writer, record);
  writer.end_array().end_object();
  return writer.text();
}

}  // namespace foresign::audit
