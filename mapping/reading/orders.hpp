// Chapter 2 of the reading rules: which orders are judged.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mapping/case.hpp"
#include "mapping/terminology/terminology.hpp"

namespace foresign::mapping {

// How the day of judgement is set (rule 2.5): a fixed day, or each order's authoredOn (`--day order`) with that day as
// fall-back.
struct Day {
  date::sys_days today;
  bool from_order = false;
};

// The orders of one of `drugs` (concepts) among the draft orders, in their order, without those of rules 2.3 and 2.4.
std::vector<Order> orders_in(const fhir::Chart& chart, const std::vector<std::string>& drugs, const Day& day,
                             const Terminology& codes);

// Whether any draft order is for one of `drugs`, whoever's order it is and whatever its status.
bool orders_drug(const fhir::Chart& chart, const std::vector<std::string>& drugs, const Terminology& codes);

// Whether `orders_in` may find one once the chart holds the whole record: the patient's identifiers are there only
// then.
bool may_be_judged(const fhir::Chart& chart, const std::vector<std::string>& drugs, const Terminology& codes);

}  // namespace foresign::mapping
