#include "cds/policy/policy.hpp"

namespace foresign::policy {
namespace {

void collect(const Criterion& criterion, Cancer cancer, std::vector<Asked>& asked) {
  if (const auto* question = std::get_if<Question>(&criterion.rule)) {
    asked.push_back({criterion.id, cancer, *question});
    return;
  }
  for (const Criterion& part : std::get<Group>(criterion.rule).of) collect(part, cancer, asked);
}

const Criterion* find_in(const std::vector<Criterion>& criteria, std::string_view id) {
  for (const Criterion& criterion : criteria) {
    if (criterion.id == id) return &criterion;
    if (const auto* group = std::get_if<Group>(&criterion.rule))
      if (const Criterion* found = find_in(group->of, id)) return found;
  }
  return nullptr;
}

}  // namespace

Inquiry inquiry(const Policy& policy) {
  Inquiry all{.policy = policy.id, .drugs = policy.drugs, .payer = policy.payer.also_known, .asked = {}};
  all.payer.push_back(policy.payer.name);
  for (const Indication& indication : policy.indications)
    for (const Criterion& criterion : indication.criteria) collect(criterion, indication.cancer, all.asked);
  return all;
}

const Criterion* find_criterion(const Policy& policy, std::string_view id) {
  for (const Indication& indication : policy.indications)
    if (const Criterion* found = find_in(indication.criteria, id)) return found;
  return nullptr;
}

const Indication* find_indication(const Policy& policy, std::string_view id) {
  for (const Indication& indication : policy.indications)
    if (indication.id == id) return &indication;
  return nullptr;
}

}  // namespace foresign::policy
