// "NSCLC, KRAS G12C, PD-L1 60%": a name to which no word says "found". It states a finding only where it cannot be the
// label of an answer, an item of a panel, an order or a specimen (rules 6.4 and 6.5).
#pragma once

#include <cstddef>
#include <vector>

#include "mapping/reading/variant_context.hpp"
#include "mapping/reading/variant_statement.hpp"

namespace foresign::mapping {

// Nothing stands beside the change that is not understood: genes, changes, numbers, words of reports and tumours.
bool is_plain(const Statement& in, const std::vector<GeneAt>& genes, text::Span change);

// "KRAS G12C mutated", "KRAS G12C (+)", "KRAS G12C, VAF 34%", "KRAS G12C: pathogenic": its own part says that it is
// there, though without a verb.
bool is_asserted(const Statement& in, const std::vector<GeneAt>& genes, text::Span change);

// Of a change that is plain and not asserted: neither its sentence nor the lines around it make it a name only.
bool is_found_by_its_name(const Lines& lines, std::size_t current, const std::vector<GeneAt>& genes, text::Span change);

}  // namespace foresign::mapping
