// Chapter 3 of the reading rules.
#pragma once

#include "mapping/facts/fact.hpp"
#include "mapping/reading/record.hpp"

namespace foresign::mapping {

// Full years on `day`. Someone born on 29 February has the birthday of a common year on 1 March. `born` is not after
// `day`.
int age_on(date::sys_days day, date::sys_days born);

Fact answer_age(const Record& record, int at_least_years);

}  // namespace foresign::mapping
