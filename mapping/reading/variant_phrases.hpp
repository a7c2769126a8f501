// What the words of one sentence around the name of a gene or a change make of it (rules 6.4 and 6.5).
#pragma once

#include <vector>

#include "mapping/reading/variant_statement.hpp"

namespace foresign::mapping {

// The text gives a result word to the change: in its own part, ahead of its list, or behind it before another gene.
bool is_found(const Statement& in, const std::vector<GeneAt>& genes, const ChangeAt& change);
// "This assay covers KRAS G12C and was positive for ...": what was asked comes before what was found.
bool is_asked_of(const Statement& in, const ChangeAt& change);
// "KRAS G12C mutation identified: None", "KRAS G12C detected: no"
bool answers_no(const Statement& in, std::size_t after);
// "KRAS G12C: -", an empty cell of a table.
bool ends_in_dash(const Statement& in);
// "KRAS G12C false positive", "KRAS G12C in a cell line", "KRAS G12C detected / not detected": a form not filled in.
bool is_void(const Statement& in, std::size_t from, std::size_t end);
// "confirmed to be absent", "Testing has not identified ...", "other than G12C", "(subclonal?)": found and denied, or
// asked, in one breath.
bool is_blurred(const Statement& in, const std::vector<GeneAt>& genes, const std::vector<ChangeAt>& changes,
                text::Span change, std::size_t end);
// "KRAS G12C detected (reference: not detected)": the normal result beside the patient's.
bool denied_by_reference(const Statement& in, std::size_t after);
// "KRAS G12C coverage detected": of the reading of the sequence.
bool is_of_the_reading(const Statement& in, std::size_t after, std::size_t end);
// "Not wild type", "no KRAS wild type"
bool denies_wild_type(const Statement& in);
// "KRAS amplification", "fusion of KRAS"
bool tells_of_structure(const Statement& in, const GeneAt& gene, std::size_t end);
bool speaks_of_mutation(const Statement& in);
// "KRAS: mutated", "mutation in KRAS", without a word of which
bool is_positive_for(const Statement& in, const GeneAt& gene, std::size_t end);

}  // namespace foresign::mapping
