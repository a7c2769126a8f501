#include "cds/http/routes.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "cds/http/etag.hpp"
#include "cds/http/measured.hpp"
#include "cds/http/problem.hpp"
#include "cds/http/text.hpp"
#include "cds/order_sign.hpp"
#include "fhir/json/writer.hpp"

namespace foresign::http {
namespace {

enum class Verb : std::uint8_t { get, post };

enum class Access : std::uint8_t { open, known_clients };

struct Route {
  std::string_view path;
  Verb verb = Verb::get;
  Access access = Access::known_clients;
};

constexpr std::string_view health_path = "/health";
constexpr std::string_view metrics_path = "/metrics";
constexpr std::string_view discovery_path = "/cds-services";
constexpr std::string_view order_sign_path = "/cds-services/prior-auth-order-sign";
constexpr std::string_view feedback_path = "/cds-services/prior-auth-order-sign/feedback";

constexpr std::array<Route, 5> routes = {{{health_path, Verb::get, Access::open},
                                          {metrics_path, Verb::get, Access::open},
                                          {discovery_path, Verb::get, Access::known_clients},
                                          {order_sign_path, Verb::post, Access::known_clients},
                                          {feedback_path, Verb::post, Access::known_clients}}};

std::string_view methods_of(const Route& route) {
  return route.verb == Verb::get ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
}

const Route* find_route(std::string_view path) {
  const auto found = std::find_if(routes.begin(), routes.end(), [&](const Route& route) { return route.path == path; });
  return found == routes.end() ? nullptr : &*found;
}

// JSON, plain or of FHIR, in UTF-8 (RFC 8259, 8.1). Other parameters than `charset` say nothing to us.
bool is_json(std::string_view content_type) {
  const std::string type = lower(trim(content_type.substr(0, content_type.find(';'))));
  if (type != "application/json" && type != "application/fhir+json") return false;
  while (content_type.find(';') != std::string_view::npos) {
    content_type.remove_prefix(content_type.find(';') + 1);
    const std::string parameter = lower(trim(content_type.substr(0, content_type.find(';'))));
    if (!parameter.starts_with("charset")) continue;
    if (parameter != "charset=utf-8" && parameter != "charset=\"utf-8\"") return false;
  }
  return true;
}

std::optional<Reply> refuse_body(const Head& head, std::size_t max_body_bytes) {
  if (head.chunked || !head.content_length)
    return problem_reply(411, "Content-Length is required; chunked bodies are not read");
  if (!head.content_encoding.empty() && head.content_encoding != "identity")
    return problem_reply(415, "Content-Encoding is not supported; send the JSON as it is");
  if (!is_json(head.content_type))
    return problem_reply(415, "Content-Type must be application/json or application/fhir+json, in UTF-8");
  if (*head.content_length > max_body_bytes)
    return problem_reply(413, "the body is larger than " + std::to_string(max_body_bytes) + " bytes");
  return std::nullopt;
}

Reply methods_reply(std::string_view methods) {
  Reply reply;
  reply.status = 204;
  reply.content_type.clear();
  reply.allow = methods;
  return reply;
}

Reply read_reply(const std::string& body) {
  Reply reply;
  reply.body = body;
  return reply;
}

Reply metrics_reply(const metrics::Metrics& metrics) {
  Reply reply;
  reply.body = metrics.text();
  reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return reply;
}

std::string written_discovery(bool versions) {
  json::Writer writer;
  hooks::write_discovery(writer, versions ? hooks::DiscoveryVersions::shown : hooks::DiscoveryVersions::hidden);
  return writer.text();
}

}  // namespace

Routes::Routes(const Library& library, World world, RouteSettings settings)
    : library_(&library),
      world_(std::move(world)),
      settings_(std::move(settings)),
      discovery_(written_discovery(settings_.discovery_versions)),
      discovery_etag_(weak_etag(discovery_)) {}

std::string_view Routes::route_of(std::string_view path) {
  const Route* route = find_route(path);
  return route == nullptr ? "-" : route->path;
}

std::variant<Reply, Admitted> Routes::before_body(const Head& head) const {
  const bool asks_for_methods = head.method == "OPTIONS";
  // RFC 9110, 9.3.7: `*` asks for the server as a whole.
  if (asks_for_methods && head.path == "*") return methods_reply("GET, HEAD, POST, OPTIONS");
  const Route* route = find_route(head.path);
  const bool hidden = route != nullptr && route->path == metrics_path && (!settings_.metrics || !world_.metrics);
  if (route == nullptr || hidden) return problem_reply(404, "there is nothing under this path");
  // A preflight carries no token and has to pass without one (Fetch standard, 4.8).
  if (asks_for_methods) return methods_reply(methods_of(*route));
  const bool reads = head.method == "GET" || head.method == "HEAD";
  if (route->verb == Verb::get ? !reads : head.method != "POST") {
    Reply reply =
        problem_reply(405, route->verb == Verb::get ? "this path can only be read" : "this path takes POST only");
    reply.allow = methods_of(*route);
    return reply;
  }
  // Before anything else is said of the request: a stranger learns nothing from it.
  Admitted admitted;
  if (world_.authenticate && route->access == Access::known_clients) {
    auto caller = world_.authenticate(head.authorization, settings_.public_url + std::string(route->path));
    if (const auto* reason = std::get_if<auth::Rejection>(&caller)) return unknown_caller_reply(*reason);
    admitted.caller = std::get<auth::Caller>(std::move(caller));
  }
  if (route->verb == Verb::post) {
    if (auto refused = refuse_body(head, settings_.max_body_bytes)) return *std::move(refused);
    return admitted;
  }
  if (route->path == health_path) return health_reply(*library_, world_.checks);
  if (route->path == metrics_path) return metrics_reply(*world_.metrics);
  Reply reply = read_reply(discovery_);
  reply.etag = discovery_etag_;
  if (!names_etag(head.if_none_match, reply.etag)) return reply;
  reply.status = 304;
  reply.body.clear();
  reply.content_type.clear();
  return reply;
}

Reply Routes::answer(const Admitted& admitted, const Head& head, std::string_view body) const {
  if (head.path != feedback_path) return judged(admitted, body);
  if (world_.keeper == nullptr) return problem_reply(503, nothing_kept);
  return world_.keeper->take_feedback(admitted.caller, body);
}

Reply Routes::judged(const Admitted& admitted, std::string_view body) const {
  const mapping::Day day{world_.today(), false};
  CallBack call_back;
  if (world_.call_back)
    call_back = [&](const hooks::HookRequest& request) { return world_.call_back(admitted.caller, request); };
  const auto outcome = measured_order_sign(world_.metrics, body, *library_, day, world_.new_id, call_back);
  Reply reply;
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
    reply = refusal_reply(*refusal);
  } else {
    json::Writer writer;
    hooks::write(writer, std::get<Answer>(outcome).response);
    reply.body = writer.text();
  }
  if (world_.keeper == nullptr) return reply;
  audit::Call call;
  call.request_id = admitted.request_id;
  call.caller = admitted.caller;
  call.service = order_sign_path.substr(order_sign_path.rfind('/') + 1);
  call.latency =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - admitted.began);
  call.status = reply.status;
  call.body = body;
  return world_.keeper->keep_audit(outcome, std::move(call), std::move(reply));
}

}  // namespace foresign::http
