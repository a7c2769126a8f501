// What a client says of the cards that it showed (CDS Hooks 2.0, "Feedback").
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/document.hpp"
#include "fhir/json/issue.hpp"
#include "fhir/types/types.hpp"

namespace foresign::hooks {

enum class Outcome : std::uint8_t { accepted, overridden };

std::string_view to_string(Outcome outcome);

// What a user's comment is cut to, in bytes. It is free text and may hold anything; the rest of a feedback is coded.
inline constexpr std::size_t longest_comment = 4096;

struct Feedback {
  std::string card;  // its uuid
  Outcome outcome = Outcome::overridden;
  std::vector<std::string> accepted_suggestions;  // uuids; not empty where accepted
  fhir::Coding override_reason;                   // may be empty
  std::string user_comment;                       // may be empty
  std::chrono::sys_time<std::chrono::milliseconds> outcome_time;
};

// The body of a feedback call. All of it or none: every malformed item is named with its path. Cards that nobody knows
// are not looked for.
json::Parsed<std::vector<Feedback>> read_feedback(std::string_view body, const json::Limits& limits = {});

}  // namespace foresign::hooks
