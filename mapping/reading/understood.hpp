// Short names count as evidence only where every word of them is understood: "carboplatin AUC 5, cycle 3" does,
// "carboplatin deferred" says something more and leaves the question open (rules 6.5, 7.4, 7.5, 8.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "mapping/text/text.hpp"

namespace foresign::mapping {

// What a name is of; each has a vocabulary of its own beside the common one.
enum class NameOf : std::uint8_t {
  treatment,  // a medication or a procedure: forms, routes, schedules, "administration of"
  reason,     // of a treatment: words of cancer that name no site
  reaction,   // an allergy, or why a drug was stopped: kinds, grades and signs of intolerance
  staging,    // kinds of staging of a cancer: "clinical stage group", "AJCC, 8th edition"
  resection,  // of the pancreas: how, of what, for what
  diagnosis,  // a cancer: where, of which kind, how far, how found, how treated
  extent      // of a cancer, in notes and stage texts: where it has spread, how that was found, what was done since
};

// Whether each word stands in one of the `known` spans, is a number or measure, or is of the vocabulary. A question
// mark asks, and "0 cycles" denies.
bool is_understood(const text::Text& text, const std::vector<text::Span>& known, NameOf kind);
// The same of one word: a number, a measure, or of the vocabulary.
bool is_understood_word(const text::Text& text, std::size_t word, NameOf kind);

}  // namespace foresign::mapping
