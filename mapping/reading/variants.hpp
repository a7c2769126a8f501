// Chapter 6 of the reading rules: the KRAS G12C result and the test that found it.
#pragma once

#include "mapping/reading/cancers.hpp"
#include "mapping/reading/record.hpp"
#include "mapping/reading/variant_results.hpp"

namespace foresign::mapping {

// The two criteria that rest on molecular results.
struct VariantFacts {
  Fact mutation;       // VariantOf `kras-g12c` (rules 6.1 to 6.6, 6.8)
  Fact approved_test;  // ApprovedTest (rule 6.7)
};

// For the tumour of `site`, from all `read_results` of the record, which are the same for every site. Sets aside
// results that do not count.
VariantFacts answer_variant(Record& record, const Cancers& cancers, const Results& results, Cancer site);

}  // namespace foresign::mapping
