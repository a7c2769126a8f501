#include "cds/http/problem.hpp"

#include <vector>

#include "fhir/json/writer.hpp"

namespace foresign::http {
namespace {

// Codes of http://hl7.org/fhir/issue-type.
std::string_view issue_type(int status) {
  switch (status) {
    case 404:
      return "not-found";
    case 405:
    case 415:
    case 501:
    case 505:
      return "not-supported";
    case 408:
      return "timeout";
    case 411:
      return "required";
    case 412:
      return "incomplete";
    case 413:
    case 414:
    case 431:
      return "too-long";
    case 500:
      return "exception";
    case 503:
      return "throttled";
    default:
      return "invalid";
  }
}

std::string_view severity_name(json::Severity severity) {
  switch (severity) {
    case json::Severity::note:
      return "information";
    case json::Severity::unusable:
      return "warning";
    case json::Severity::fatal:
      return "error";
  }
  return "error";
}

struct OutcomeIssue {
  std::string_view severity;
  std::string_view code;
  std::string_view diagnostics;
  std::string_view expression;
};

Reply outcome(int status, const std::vector<OutcomeIssue>& issues) {
  json::Writer writer;
  writer.begin_object();
  writer.member("resourceType", "OperationOutcome");
  writer.key("issue").begin_array();
  for (const OutcomeIssue& issue : issues) {
    writer.begin_object();
    writer.member("severity", issue.severity);
    writer.member("code", issue.code);
    writer.member("diagnostics", issue.diagnostics);
    if (!issue.expression.empty()) writer.key("expression").begin_array().string(issue.expression).end_array();
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
  Reply reply;
  reply.status = status;
  reply.body = writer.text();
  reply.content_type = "application/fhir+json";
  return reply;
}

}  // namespace

Reply refusal_reply(const Refusal& refusal) {
  int status = 400;
  std::string_view code = "invalid";
  std::string_view note = "malformed";
  switch (refusal.why) {
    case Refusal::Why::malformed:
      break;
    case Refusal::Why::another_patient:
      code = "business-rule";
      note = "another patient";
      break;
    case Refusal::Why::no_record:
      status = 412;
      code = issue_type(412);
      note = "no record";
      break;
  }
  // A flood of issues helps nobody; the first ones name what to repair.
  constexpr std::size_t shown = 20;
  std::vector<OutcomeIssue> issues;
  for (const json::Issue& issue : refusal.issues) {
    if (issues.size() == shown) break;
    issues.push_back({severity_name(issue.severity), code, issue.message, issue.path});
  }
  Reply reply = outcome(status, issues);
  reply.note = note;
  return reply;
}

Reply problem_reply(int status, std::string_view message) {
  Reply reply = outcome(status, {{"error", issue_type(status), message, {}}});
  reply.note = message;
  if (status == 503) reply.retry_after_s = 1;
  return reply;
}

Reply unknown_caller_reply(auth::Rejection reason) {
  Reply reply;
  reply.note = auth::describe(reason);
  reply.status = 401;
  reply.content_type.clear();
  reply.challenge = "Bearer error=\"invalid_token\"";
  return reply;
}

Reply bug_reply(std::string_view request_id) {
  return problem_reply(500, "internal error, request " + std::string(request_id));
}

}  // namespace foresign::http
