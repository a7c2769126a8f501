// Policy + facts -> determination (rules 1.2, 1.5, 1.6). Pure.
#pragma once

#include "cds/policy/determination.hpp"
#include "cds/policy/policy.hpp"
#include "mapping/facts/fact_sheet.hpp"

namespace foresign::policy {

// The order that is judged, as the determination names it.
struct Subject {
  std::string order;
  std::string drug;
  std::string day;
};

Determination evaluate(const Policy& policy, const FactSheet& facts, const Subject& subject,
                       std::vector<UnavailableSource> unavailable);

}  // namespace foresign::policy
