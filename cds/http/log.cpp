#include "cds/http/log.hpp"

#include <date/date.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <type_traits>
#include <utility>

#include "fhir/json/writer.hpp"

namespace foresign::http {
namespace {

std::atomic<Level> most = Level::info;

Level level_of(const Served& served) {
  if (served.status == 500) return Level::error;
  if (served.status > 500) return Level::warn;
  // Answered well, and yet there is something to say: advice went out without its audit record.
  if (served.status < 400 && !served.note.empty()) return Level::warn;
  const bool watches = served.route == "/health" || served.route == "/metrics";
  return watches && served.status < 400 ? Level::debug : Level::info;
}

std::int64_t number(std::size_t count) {
  return static_cast<std::int64_t>(count);
}

}  // namespace

const std::vector<std::string_view>& level_names() {
  static const std::vector<std::string_view> names = {"error", "warn", "info", "debug"};
  return names;
}

Level level_named(std::string_view name) {
  const auto& names = level_names();
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? Level::info : static_cast<Level>(found - names.begin());
}

std::string line_of(const Event& event, std::chrono::sys_time<std::chrono::milliseconds> now) {
  json::Writer writer;
  writer.begin_object();
  writer.member("time", date::format("%FT%TZ", now));
  writer.member("level", level_names()[static_cast<std::size_t>(event.level)]);
  writer.member("event", event.what);
  for (const Field& field : event.fields) {
    const auto write = [&](const auto& value) {
      using Value = std::decay_t<decltype(value)>;
      if constexpr (std::is_same_v<Value, std::string>)
        writer.member(field.name, value);
      else if constexpr (std::is_same_v<Value, double>)
        writer.key(field.name).number(value);
      else
        writer.key(field.name).integer(value);
    };
    std::visit(write, field.value);
  }
  writer.end_object();
  return writer.text() + '\n';
}

void log(const Event& event) {
  if (event.level > most) return;
  const std::string line =
      line_of(event, std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

void set_log_level(Level level) {
  most = level;
}

Event event_of(const Served& served) {
  // To a tenth of a millisecond.
  const double took_ms = static_cast<double>((served.took.count() + 50) / 100) / 10;
  return {level_of(served),
          "request",
          {{"request", served.request_id},
           {"method", std::string(served.method)},
           {"route", std::string(served.route)},
           {"status", std::int64_t{served.status}},
           {"duration_ms", took_ms},
           {"bytes_in", number(served.bytes_in)},
           {"bytes_out", number(served.bytes_out)},
           {"issuer", served.issuer},
           {"reason", served.note}}};
}

}  // namespace foresign::http
