#include "cds/policy/catalogue.hpp"

#include <algorithm>
#include <utility>

namespace foresign::policy {

Catalogue::Catalogue(std::vector<Policy> policies) : policies_(std::move(policies)) {}

std::vector<std::string> Catalogue::drugs() const {
  std::vector<std::string> drugs;
  for (const Policy& policy : policies_) drugs.insert(drugs.end(), policy.drugs.begin(), policy.drugs.end());
  std::sort(drugs.begin(), drugs.end());
  drugs.erase(std::unique(drugs.begin(), drugs.end()), drugs.end());
  return drugs;
}

Catalogue::Choice Catalogue::find(std::string_view drug, date::sys_days day) const {
  const Policy* latest = nullptr;    // of those in force on the day
  const Policy* earliest = nullptr;  // of all
  for (const Policy& policy : policies_) {
    if (std::find(policy.drugs.begin(), policy.drugs.end(), drug) == policy.drugs.end()) continue;
    if (earliest == nullptr || policy.effective < earliest->effective) earliest = &policy;
    if (policy.effective <= day && (latest == nullptr || policy.effective > latest->effective)) latest = &policy;
  }
  if (latest != nullptr) return {latest, false};
  return {earliest, earliest != nullptr};
}

}  // namespace foresign::policy
