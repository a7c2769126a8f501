// Whether the service can do its work, for whoever watches it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cds/http/reply.hpp"
#include "cds/library.hpp"

namespace foresign::http {

// Something without which the service cannot serve. Asked with every GET /health, from many threads, so it must not
// wait. Its answer is empty while all is well, else says why not; nothing of patients.
struct HealthCheck {
  std::string name;  // `store`
  std::function<std::string()> problem;
};

// 200 with `"status":"ok"`, or 503 with `"unavailable"` and every reason; both name the version and the policies.
Reply health_reply(const Library& library, const std::vector<HealthCheck>& checks);

}  // namespace foresign::http
