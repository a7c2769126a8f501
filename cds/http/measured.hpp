// The judgement of a request with its measures taken.
#pragma once

#include <string_view>
#include <variant>

#include "cds/metrics/metrics.hpp"
#include "cds/order_sign.hpp"

namespace foresign::http {

// order_sign, counted where there are metrics: verdicts, what is missing, the time that it took, and apart from it the
// time and the outcomes of calls to FHIR servers. A refused request counts by its status only.
std::variant<Answer, Refusal> measured_order_sign(metrics::Metrics* metrics, std::string_view body,
                                                  const Library& library, const mapping::Day& day,
                                                  const hooks::NewId& new_id, const CallBack& call_back);

}  // namespace foresign::http
