// The words of remarks on a treatment (treatment_remarks.hpp): which of them may say that it was not given, and which
// things such words may be about instead.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace foresign::mapping {

// What a word may say against a treatment's having been given.
enum class Objecting : std::uint8_t {
  denial,    // not, never, refused
  hold,      // held, deferred
  plan,      // planned, will start, pending, recommended
  mistake,   // in error, wrong patient, cancelled
  doubt,     // unclear, possibly
  elsewhere  // placebo, the dog's
};
std::optional<Objecting> objecting(std::string_view word);

// Verbs of giving and taking, as they stand behind a denial: "not given", "never started".
bool is_giving(std::string_view word);
// "Refused", "declines".
bool is_turning_down(std::string_view word);
// "Opted for", "instead": a choice, of which the thing chosen says nothing in favour of this treatment.
bool is_choosing(std::string_view word);
// "Renal function declined": what declines by itself.
bool is_measured(std::string_view word);
// What may stand between a denial and what it denies: "was not actually given", "no evidence of toxicity".
bool is_filler(std::string_view word);
// What a denial may be about without touching the treatment: "no toxicity", "never hospitalized".
bool is_trouble(std::string_view word);
// Care that is none of this treatment: "declined transfusion", "restaging CT planned".
bool is_other_care(std::string_view word);
// "Further cycles", "next dose": courses after the first; with `is_course` behind them.
bool is_later(std::string_view word);
bool is_course(std::string_view word);
// Says by itself that treatment went on: "continue", "maintenance", "resumed".
bool goes_on(std::string_view word);
// Ends the reach of a denial to what stands behind: "because", "due", "until".
bool ends_reach(std::string_view word);
// Digits only.
bool is_number(std::string_view word);

}  // namespace foresign::mapping
