// What was wrong with an input, where, and whether the data may still be used.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace foresign::json {

// note: odd, but the value may be used. unusable: this value (a resource, a row) must not be used.
// fatal: the whole input must not be used.
enum class Severity : std::uint8_t { note, unusable, fatal };

// `path` names the element (`context.draftOrders.entry[0].resource.status`; the root is `$`). `message` is a sentence
// part that starts small and ends without a full stop. Neither holds a value taken from a patient's record.
struct Issue {
  Severity severity = Severity::note;
  std::string path;
  std::string message;

  friend bool operator==(const Issue&, const Issue&) = default;
};

// The result of reading something: the value if it is usable, and every issue met on the way.
template <class T>
struct Parsed {
  std::optional<T> value;
  std::vector<Issue> issues;
};

}  // namespace foresign::json
