#include "cds/http/routes.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "cds/http/problem.hpp"
#include "cds/order_sign.hpp"
#include "fhir/json/writer.hpp"

namespace foresign::http {
namespace {

enum class Verb : std::uint8_t { get, post };

struct Route {
  std::string_view path;
  Verb verb = Verb::get;
};

constexpr std::string_view health_path = "/health";
constexpr std::string_view discovery_path = "/cds-services";
constexpr std::string_view order_sign_path = "/cds-services/prior-auth-order-sign";

constexpr std::array<Route, 3> routes = {
    {{health_path, Verb::get}, {discovery_path, Verb::get}, {order_sign_path, Verb::post}}};

const Route* find_route(std::string_view path) {
  const auto found = std::find_if(routes.begin(), routes.end(), [&](const Route& route) { return route.path == path; });
  return found == routes.end() ? nullptr : &*found;
}

// `application/json; charset=utf-8` -> `application/json`, in lower case.
std::string media_type(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  std::string folded(type);
  for (char& c : folded)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return folded;
}

std::optional<Reply> refuse_body(const Head& head, std::size_t max_body_bytes) {
  if (head.chunked || !head.content_length)
    return problem_reply(411, "Content-Length is required; chunked bodies are not read");
  if (!head.content_encoding.empty() && head.content_encoding != "identity")
    return problem_reply(415, "Content-Encoding is not supported; send the JSON as it is");
  const std::string type = media_type(head.content_type);
  if (type != "application/json" && type != "application/fhir+json")
    return problem_reply(415, "Content-Type must be application/json");
  if (*head.content_length > max_body_bytes)
    return problem_reply(413, "the body is larger than " + std::to_string(max_body_bytes) + " bytes");
  return std::nullopt;
}

std::string write_health(const Library& library) {
  json::Writer writer;
  writer.begin_object();
  writer.member("status", "ok").member("version", FORESIGN_VERSION);
  writer.key("policies").begin_array();
  for (const policy::Policy& policy : library.policies.all()) {
    writer.begin_object();
    writer.member("id", policy.id).member("version", policy.version).member("digest", policy.digest);
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
  return writer.text();
}

std::string written_discovery() {
  json::Writer writer;
  hooks::write_discovery(writer);
  return writer.text();
}

}  // namespace

Routes::Routes(const Library& library, World world, std::size_t max_body_bytes)
    : library_(&library),
      world_(std::move(world)),
      max_body_bytes_(max_body_bytes),
      discovery_(written_discovery()),
      health_(write_health(library)) {}

std::string_view Routes::route_of(std::string_view path) {
  const Route* route = find_route(path);
  return route == nullptr ? "-" : route->path;
}

std::optional<Reply> Routes::before_body(const Head& head) const {
  const Route* route = find_route(head.path);
  if (route == nullptr) return problem_reply(404, "there is nothing under this path");
  if (head.method == "OPTIONS") {
    Reply reply;
    reply.status = 204;
    reply.content_type.clear();
    return reply;
  }
  const bool reads = head.method == "GET" || head.method == "HEAD";
  if (route->verb == Verb::get) {
    if (!reads) {
      Reply reply = problem_reply(405, "this path can only be read");
      reply.allow = "GET, HEAD, OPTIONS";
      return reply;
    }
    Reply reply;
    reply.body = route->path == health_path ? health_ : discovery_;
    return reply;
  }
  if (head.method != "POST") {
    Reply reply = problem_reply(405, "this path takes POST only");
    reply.allow = "POST, OPTIONS";
    return reply;
  }
  return refuse_body(head, max_body_bytes_);
}

Reply Routes::answer(const Head&, std::string_view body) const {
  const mapping::Day day{world_.today(), false};
  const auto outcome = order_sign(body, *library_, day, world_.new_id);
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) return refusal_reply(*refusal);
  json::Writer writer;
  hooks::write(writer, std::get<Answer>(outcome).response);
  Reply reply;
  reply.body = writer.text();
  return reply;
}

}  // namespace foresign::http
