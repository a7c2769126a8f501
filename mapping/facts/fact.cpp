#include "mapping/facts/fact.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>

namespace foresign {
namespace {

// Evidence in a stable order: by date, then by reference and element (the same record gives the same bytes).
std::vector<Evidence> in_order(std::vector<Evidence> evidence) {
  const auto key = [](const Evidence& one) {
    return std::tie(one.date, one.reference, one.element, one.value, one.note);
  };
  std::ranges::sort(evidence, [&](const Evidence& left, const Evidence& right) { return key(left) < key(right); });
  const auto repeated = std::unique(evidence.begin(), evidence.end());
  evidence.erase(repeated, evidence.end());
  return evidence;
}

}  // namespace

Fact Fact::met(std::vector<Evidence> evidence, std::vector<Evidence> conflicts) {
  assert(!evidence.empty());
  Fact fact;
  fact.verdict_ = Verdict::met;
  fact.evidence_ = in_order(std::move(evidence));
  fact.conflicts_ = in_order(std::move(conflicts));
  return fact;
}

Fact Fact::not_met(std::string reason, std::vector<Evidence> evidence, std::vector<Evidence> conflicts) {
  assert(!reason.empty());
  Fact fact;
  fact.verdict_ = Verdict::not_met;
  fact.reason_ = std::move(reason);
  fact.evidence_ = in_order(std::move(evidence));
  fact.conflicts_ = in_order(std::move(conflicts));
  return fact;
}

Fact Fact::unknown(std::string needed, std::vector<Evidence> partial, std::vector<Evidence> conflicts) {
  assert(!needed.empty());
  Fact fact;
  fact.verdict_ = Verdict::unknown;
  fact.needed_ = std::move(needed);
  fact.evidence_ = in_order(std::move(partial));
  fact.conflicts_ = in_order(std::move(conflicts));
  return fact;
}

}  // namespace foresign
