#include "cds/hooks/request.hpp"

#include <algorithm>
#include <utility>

namespace foresign::hooks {
namespace {

constexpr std::string_view only_hook = "order-sign";
constexpr std::size_t longest_id = 256;

class Problems {
 public:
  void fatal(json::View at, std::string message) {
    issues_.push_back({json::Severity::fatal, at.path(), std::move(message)});
  }
  void fatal(std::string path, std::string message) {
    issues_.push_back({json::Severity::fatal, std::move(path), std::move(message)});
  }
  [[nodiscard]] bool none() const { return issues_.empty(); }
  [[nodiscard]] std::vector<json::Issue> take() { return std::move(issues_); }

 private:
  std::vector<json::Issue> issues_;
};

std::string wrong_kind(std::string_view wanted, json::View found) {
  return "must be " + std::string(wanted) + ", is " + std::string(json::describe(found.kind()));
}

bool blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
}

// The text of a required member; empty after a problem.
std::string required_text(json::View object, std::string_view key, const std::string& path, Problems& problems) {
  const json::View value = object[key];
  if (!value.exists()) {
    problems.fatal(path, "is missing");
    return {};
  }
  const auto written = value.string();
  if (!written) {
    problems.fatal(path, wrong_kind("a string", value));
    return {};
  }
  if (blank(*written)) {
    problems.fatal(path, "must not be empty");
    return {};
  }
  if (written->size() > longest_id) {
    problems.fatal(path, "is longer than " + std::to_string(longest_id) + " bytes");
    return {};
  }
  return std::string(*written);
}

// `Patient/x` is not what the hook asks for, but says the same as `x`.
std::string bare_id(std::string id) {
  constexpr std::string_view prefix = "Patient/";
  if (id.rfind(prefix, 0) == 0) id.erase(0, prefix.size());
  return id;
}

// Bundles come without `type` from well-known clients; what is no Bundle at all is refused.
json::View read_draft_orders(json::View context, Problems& problems) {
  const std::string path = "context.draftOrders";
  const json::View orders = context["draftOrders"];
  if (!orders.exists()) {
    problems.fatal(path, "is missing");
    return orders;
  }
  if (!orders.is(json::Kind::object)) {
    problems.fatal(path, wrong_kind("a Bundle", orders));
    return orders;
  }
  const json::View type = orders["resourceType"];
  if (type.exists() && type.string() != "Bundle") problems.fatal(path + ".resourceType", "must be `Bundle`");
  const json::View entries = orders["entry"];
  if (entries.exists() && !entries.is(json::Kind::array) && !entries.is(json::Kind::object) &&
      !entries.is(json::Kind::null))
    problems.fatal(path + ".entry", wrong_kind("an array", entries));
  return orders;
}

bool is_bearer(std::string_view type) {
  constexpr std::string_view bearer = "bearer";
  return std::equal(type.begin(), type.end(), bearer.begin(), bearer.end(),
                    [](char one, char other) { return (one >= 'A' && one <= 'Z' ? one - 'A' + 'a' : one) == other; });
}

std::optional<Authorization> read_authorization(json::View value, const std::string& patient_id) {
  const auto token = value["access_token"].string();
  const auto type = value["token_type"].string();
  const auto expires_in = value["expires_in"].integer();
  const auto scope = value["scope"].string();
  const auto subject = value["subject"].string();
  if (!token || !type || !expires_in || !scope || !subject) return std::nullopt;
  if (token->empty() || !is_bearer(*type) || blank(*scope) || blank(*subject)) return std::nullopt;
  // A token for somebody else would bring somebody else's record.
  const json::View patient = value["patient"];
  if (patient.exists() && (!patient.string() || bare_id(std::string(*patient.string())) != patient_id))
    return std::nullopt;
  return Authorization{Secret(*token), std::chrono::seconds(*expires_in)};
}

// A member that may be missing or null.
json::View optional_member(json::View root, std::string_view key, json::Kind kind, std::string_view words,
                           Problems& problems) {
  const json::View value = root[key];
  if (!value.exists() || value.is(json::Kind::null)) return {};
  if (value.is(kind)) return value;
  problems.fatal(value, wrong_kind(words, value));
  return {};
}

}  // namespace

json::Parsed<HookRequest> read_request(std::string_view body, const json::Limits& limits) {
  json::Parsed<json::Document> document = json::read(body, limits);
  if (!document.value) return {std::nullopt, std::move(document.issues)};
  const json::View root = document.value->root();
  Problems problems;
  if (!root.is(json::Kind::object)) {
    problems.fatal("$", wrong_kind("an object", root));
    return {std::nullopt, problems.take()};
  }

  HookRequest request{std::move(*document.value), {}, {}, {}, {}, {}, {}, {}, {}};
  request.hook = required_text(root, "hook", "hook", problems);
  if (!request.hook.empty() && request.hook != only_hook)
    problems.fatal("hook", "must be `" + std::string(only_hook) + "`, the one hook of this service");
  request.hook_instance = required_text(root, "hookInstance", "hookInstance", problems);
  if (const auto server = optional_member(root, "fhirServer", json::Kind::string, "a string", problems).string())
    request.fhir_server = *server;

  const json::View context = root["context"];
  if (!context.exists()) {
    problems.fatal("context", "is missing");
  } else if (!context.is(json::Kind::object)) {
    problems.fatal("context", wrong_kind("an object", context));
  } else {
    request.patient_id = bare_id(required_text(context, "patientId", "context.patientId", problems));
    if (request.patient_id.empty() && context["patientId"].string() == "Patient/")
      problems.fatal("context.patientId", "must not be empty");
    // Nothing rests on who signs, so an odd userId does no harm.
    if (const auto user = context["userId"].string()) request.user_id = *user;
    request.draft_orders = read_draft_orders(context, problems);
  }
  request.prefetch = optional_member(root, "prefetch", json::Kind::object, "an object", problems);

  const json::View authorization =
      optional_member(root, "fhirAuthorization", json::Kind::object, "an object", problems);
  if (authorization.exists()) {
    if (request.fhir_server.empty())
      problems.fatal("fhirServer", "is missing, and required where `fhirAuthorization` is there");
    request.authorization = read_authorization(authorization, request.patient_id);
  }

  if (!problems.none()) return {std::nullopt, problems.take()};
  return {std::move(request), {}};
}

}  // namespace foresign::hooks
