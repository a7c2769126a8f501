#include "tests/support/library.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace foresign::testing {

const Library& library() {
  static const Library loaded = [] {
    auto parsed = load_library(std::string(FORESIGN_BINARY_DIR) + "/data");
    if (!parsed.value)
      throw std::runtime_error("the data folder cannot be loaded: " + parsed.issues.front().path + ": " +
                               parsed.issues.front().message);
    return std::move(*parsed.value);
  }();
  return loaded;
}

mapping::Day fixture_day() {
  return {date::year(2026) / date::November / 24, false};
}

}  // namespace foresign::testing
