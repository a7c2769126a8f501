// Determination -> a checklist for people, as `foresign judge` prints it.
#pragma once

#include <cstdint>
#include <string>

#include "cds/policy/determination.hpp"
#include "cds/policy/policy.hpp"

namespace foresign::cards {

enum class Colour : std::uint8_t { never, terminal };

std::string text_report(const policy::Determination& determination, const policy::Policy& policy, Colour colour);

}  // namespace foresign::cards
