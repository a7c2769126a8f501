// The log: JSON lines on standard error, one event each (docs/operating.md lists them). No event holds anything of a
// patient, a query, a body or a token.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace foresign::http {

enum class Level : std::uint8_t { error, warn, info, debug };

// Names in the order of the levels.
const std::vector<std::string_view>& level_names();
// The level of this name; `info` where there is none.
Level level_named(std::string_view name);

struct Field {
  std::string_view name;  // a literal
  std::variant<std::string, std::int64_t, double> value;
};

struct Event {
  Level level = Level::info;
  std::string_view what;  // a literal: `request`, `reload`
  std::vector<Field> fields;
};

// The event as JSON, with the end of its line. Empty texts are left out.
std::string line_of(const Event& event, std::chrono::sys_time<std::chrono::milliseconds> now);

// Writes an event to standard error, unless it is beyond the level. One call to the system a line, so that lines of
// several threads do not mix. Standard error belongs to the process, and so does the level: `info` until it is set.
void log(const Event& event);
void set_log_level(Level level);

// What log and metrics hear of a request.
struct Served {
  std::string request_id;
  std::string_view method;  // `-` for one that nobody knows
  std::string_view route;   // as in the table of routes, `-` for none: never what was asked for
  int status = 0;
  std::chrono::microseconds took{0};
  std::size_t bytes_in = 0;   // of the body, as far as it was read
  std::size_t bytes_out = 0;  // of the body
  std::string issuer;         // of the caller; empty: nobody was asked
  std::string note;           // Reply::note
};

// A 500 is an error; other failures of ours are warnings, and so is advice without its audit record. What only watches
// the service is told to `debug`.
Event event_of(const Served& served);

}  // namespace foresign::http
