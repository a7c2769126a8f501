// Words that tell how others are meant: negations, suspicions, plans, the past, other people, and results (rule 6.5).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "mapping/text/text.hpp"

namespace foresign::text {

enum class CueKind : std::uint8_t {
  negation,
  suspicion,
  intention,
  inquiry,  // "tested for": no finding, unless a result follows
  past,
  family,
  result,  // a result of its own, but a negative one: "detected", "wild type", "34%"
  stop,    // what follows is not meant by what went before: "due to", "except"
  none     // looks like a cue and is none: "not only"
};

enum class Reach : std::uint8_t { ahead, behind, both };

struct Cue {
  CueKind kind = CueKind::none;
  Reach reach = Reach::ahead;
  bool whole_list = true;       // false: reaches no further than its own part of a list
  bool denies_results = false;  // "no", "without": "No KRAS G12C mutation detected" denies what is said to be detected;
                                // "retracted" takes back the whole statement
  std::size_t first = 0;        // words of the text
  std::size_t last = 0;
};

// The cues among the words [first, last), from left to right, the longest where several start; none overlaps `focus`.
std::vector<Cue> cues_in(const Text& text, std::size_t first, std::size_t last, Span focus);

// "mother", "brothers" (his brother's), "tante".
bool is_relative(const std::string& word);

// "EGFR", "G12C", "mutation", "fusion": what lists of genes are made of.
bool speaks_of_genes(std::string_view folded);
// Of those, the nouns that end such a list: "mutation", "rearrangement".
bool names_alteration(std::string_view folded);

}  // namespace foresign::text
