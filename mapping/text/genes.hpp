// Symbols of genes, and of what is reported beside them, as they stand in reports on solid tumours.
#pragma once

#include <string_view>

namespace foresign::text {

// "egfr", "sf3b1": in lower case, as cut() folds them. KRAS is one of them.
bool is_gene_symbol(std::string_view folded);
// The same, or what is reported beside genes: "msi", "tmb", "pd" (of PD-L1).
bool names_gene(std::string_view folded);

}  // namespace foresign::text
