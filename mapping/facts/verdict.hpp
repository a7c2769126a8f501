// Three-valued logic (rules 1.1 and 1.2; strong Kleene).
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

namespace foresign {

// The order matters: `all` is the least of its parts, `any` the greatest (rule 1.2).
enum class Verdict : std::uint8_t { not_met, unknown, met };

// `met`, `not-met`, `unknown`: the words of the determination.
constexpr std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::not_met:
      return "not-met";
    case Verdict::unknown:
      return "unknown";
    case Verdict::met:
      return "met";
  }
  return "";
}

// Neither is asked for an empty list: a policy with an empty group is refused when it is loaded.
constexpr Verdict all(std::span<const Verdict> parts) {
  Verdict least = Verdict::met;
  for (const Verdict part : parts) least = std::min(least, part);
  return least;
}
constexpr Verdict any(std::span<const Verdict> parts) {
  Verdict greatest = Verdict::not_met;
  for (const Verdict part : parts) greatest = std::max(greatest, part);
  return greatest;
}

}  // namespace foresign
