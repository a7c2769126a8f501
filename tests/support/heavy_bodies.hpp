// Requests of at most 1 MiB that ask for as much work as we could think of: many of one thing, or one very long thing.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace foresign::heavy {

inline constexpr std::size_t most_bytes = std::size_t{1024} * 1024;

struct Body {
  std::string name;
  std::string text;
};
std::vector<Body> bodies();

}  // namespace foresign::heavy
