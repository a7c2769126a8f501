// Writes JSON text. Output is always valid UTF-8 (broken bytes become U+FFFD) and keeps the order of the calls.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "fhir/json/view.hpp"

namespace foresign::json {

enum class Layout : std::uint8_t { compact, indented };

class Writer {
 public:
  explicit Writer(Layout layout = Layout::compact);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& string(std::string_view value);
  Writer& boolean(bool value);
  Writer& integer(std::int64_t value);
  // A finite number, with as many digits as it needs.
  Writer& number(double value);
  // Copies a value as it was read, numbers as written.
  Writer& copy(View value);

  // key and string in one; writes nothing at all where the value is empty (CDS Hooks: no `""`).
  Writer& member(std::string_view name, std::string_view value);

  // The finished text.
  [[nodiscard]] std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace foresign::json
