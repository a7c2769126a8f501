// What every store promises, whatever database is below it. Each promise is checked on a fresh store.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cds/store/store.hpp"

namespace foresign::store::test {

// One place where a store is kept: opening it twice gives two stores over the same data.
struct Place {
  std::function<std::unique_ptr<Store>(const Settings&)> open;
};

struct Promise {
  std::string words;
  std::function<void(const Place&)> check;
};

const std::vector<Promise>& contract();

}  // namespace foresign::store::test
