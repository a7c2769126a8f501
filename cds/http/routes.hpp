// The table of routes (docs/interface.md, 2): what a request's head allows, and what its body is answered with. Values
// in, values out; the sockets are in server.cpp.
#pragma once

#include <date/date.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cds/auth/verify.hpp"
#include "cds/hooks/card.hpp"
#include "cds/hooks/request.hpp"
#include "cds/http/head.hpp"
#include "cds/http/health.hpp"
#include "cds/http/keeper.hpp"
#include "cds/http/reply.hpp"
#include "cds/library.hpp"
#include "cds/metrics/metrics.hpp"
#include "fhir/client/fetch.hpp"

namespace foresign::http {

// What the routes need of the world.
struct World {
  std::function<date::sys_days()> today;  // asked once per request
  hooks::NewId new_id;
  // Who makes a call with this value of `Authorization` (empty: none was sent) to this URL. Asked at most once per
  // request: a token may be good for one call only. Empty: nobody is asked for a token.
  std::function<std::variant<auth::Caller, auth::Rejection>(std::string_view authorization, std::string_view audience)>
      authenticate = {};
  // How the FHIR server that a request of this caller names may be asked. Empty: never.
  std::function<fhir::client::Fetch(const auth::Caller& caller, const hooks::HookRequest& request)> call_back = {};
  // Takes feedback and audit records; must outlive the routes. Null: nothing is kept, and feedback is answered 503.
  Keeper* keeper = nullptr;
  // Must outlive the routes. Null: nothing is counted.
  metrics::Metrics* metrics = nullptr;
  // What GET /health asks.
  std::vector<HealthCheck> checks = {};
};

// A POST whose head passed: read its body, then call `answer`.
struct Admitted {
  auth::Caller caller;     // without issuer where nobody is asked for a token
  std::string request_id;  // these two are the server's to fill in
  std::chrono::steady_clock::time_point began{};
};

struct RouteSettings {
  std::size_t max_body_bytes = std::size_t{8} * 1024 * 1024;
  std::string public_url;  // an audience is this and the path
  bool discovery_versions = false;
  bool metrics = false;  // whether /metrics can be read
};

class Routes {
 public:
  // The library must outlive the routes.
  Routes(const Library& library, World world, RouteSettings settings);

  // The answer where the body is not needed: reads, preflights and every refusal. To be asked once per request, as
  // `authenticate` is.
  [[nodiscard]] std::variant<Reply, Admitted> before_body(const Head& head) const;
  [[nodiscard]] Reply answer(const Admitted& admitted, const Head& head, std::string_view body) const;

  // The route that a path belongs to, for the log; `-` if none.
  [[nodiscard]] static std::string_view route_of(std::string_view path);

 private:
  [[nodiscard]] Reply judged(const Admitted& admitted, std::string_view body) const;

  const Library* library_;
  World world_;
  RouteSettings settings_;
  std::string discovery_;
  std::string discovery_etag_;
};

}  // namespace foresign::http
