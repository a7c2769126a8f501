// A policy file -> the policy. What can be read can be judged, and without a single fact nothing is ever met.
#include <string_view>

#include "cds/policy/evaluate.hpp"
#include "cds/policy/read_policy.hpp"
#include "tests/fuzz/expect.hpp"

using namespace foresign;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto policy = policy::read_policy({reinterpret_cast<const char*>(data), size});
  expect(policy.value.has_value() || !policy.issues.empty(), "a policy that cannot be read has an issue");
  for (const json::Issue& issue : policy.issues) expect(!issue.message.empty(), "an issue says what is wrong");
  if (!policy.value) return 0;
  for (const Asked& asked : policy::inquiry(*policy.value).asked)
    expect(policy::find_criterion(*policy.value, asked.criterion) != nullptr, "what is asked is in the policy");
  const auto judged = policy::evaluate(*policy.value, FactSheet{}, {"MedicationRequest/1", "drug", "2026-11-24"}, {});
  expect(judged.verdict != Verdict::met, "without facts nothing is met");
  return 0;
}
