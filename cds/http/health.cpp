#include "cds/http/health.hpp"

#include "fhir/json/writer.hpp"

namespace foresign::http {
namespace {

struct Failed {
  std::string check;
  std::string reason;
};

void write_policies(json::Writer& writer, const Library& library) {
  writer.key("policies").begin_array();
  for (const policy::Policy& policy : library.policies.all()) {
    writer.begin_object();
    writer.member("id", policy.id).member("version", policy.version).member("digest", policy.digest);
    writer.end_object();
  }
  writer.end_array();
}

}  // namespace

Reply health_reply(const Library& library, const std::vector<HealthCheck>& checks) {
  std::vector<Failed> failed;
  for (const HealthCheck& check : checks)
    if (std::string reason = check.problem(); !reason.empty()) failed.push_back({check.name, std::move(reason)});
  Reply reply;
  json::Writer writer;
  writer.begin_object();
  writer.member("status", failed.empty() ? "ok" : "unavailable").member("version", FORESIGN_VERSION);
  write_policies(writer, library);
  if (!failed.empty()) {
    reply.status = 503;
    writer.key("reasons").begin_array();
    for (const Failed& one : failed) {
      writer.begin_object().member("check", one.check).member("reason", one.reason).end_object();
      reply.note += (reply.note.empty() ? "" : "; ") + one.check + ": " + one.reason;
    }
    writer.end_array();
  }
  writer.end_object();
  reply.body = writer.text();
  return reply;
}

}  // namespace foresign::http
