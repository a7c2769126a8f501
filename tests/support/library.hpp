// What nearly every test of the whole judgement starts from: the data of this build, and the day of the fixtures.
#pragma once

#include "cds/library.hpp"
#include "cds/order_sign.hpp"

namespace foresign::testing {

// The data folder of this build, loaded once. Throws, with the first issue, where it cannot be loaded.
const Library& library();

// 2026-11-24: the day that the fixtures were written for.
mapping::Day fixture_day();

}  // namespace foresign::testing
