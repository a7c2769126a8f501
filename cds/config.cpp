#include "cds/config.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>

#include "fhir/json/document.hpp"

namespace foresign {
namespace {

using json::Issue;
using json::Kind;
using json::Severity;
using json::View;

// Reads one value into the configuration; the message if it is not of the form that is wanted.
using Reader = std::function<std::string(View, Config&)>;

struct Key {
  std::string_view name;
  Reader read;
};

template <class Number>
Reader whole_number(Number Config::*member, std::int64_t least, std::int64_t most) {
  return [=](View value, Config& config) -> std::string {
    const std::optional<std::int64_t> number = value.integer();
    if (!number || *number < least || *number > most)
      return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    config.*member = static_cast<Number>(*number);
    return {};
  };
}

std::string read_host(View value, Config& config) {
  const auto host = value.string();
  if (!host || host->empty()) return "must be an address, such as `127.0.0.1`";
  config.host = *host;
  return {};
}

std::string read_flag(View value, Config& config) {
  const auto flag = value.boolean();
  if (!flag) return "must be true or false";
  config.insecure_no_auth = *flag;
  return {};
}

std::string read_origins(View value, Config& config) {
  constexpr auto wanted = "must be a list of origins, such as `https://ehr.example`, or of `*`";
  if (!value.is(Kind::array)) return wanted;
  std::vector<std::string> origins;
  for (const View item : value) {
    const auto origin = item.string();
    const bool is_origin =
        origin && (*origin == "*" || origin->starts_with("https://") || origin->starts_with("http://"));
    if (!is_origin || std::any_of(origin->begin(), origin->end(), [](char c) { return c <= ' ' || c == 0x7f; }) ||
        origin->ends_with('/'))
      return wanted;
    origins.emplace_back(*origin);
  }
  config.allow_origins = std::move(origins);
  return {};
}

const std::vector<Key>& keys() {
  static const std::vector<Key> table = {
      {"host", read_host},
      {"port", whole_number(&Config::port, 0, 65535)},
      {"threads", whole_number(&Config::threads, 1, 1024)},
      {"max_body_bytes", whole_number(&Config::max_body_bytes, 1024, std::int64_t{8} * 1024 * 1024)},
      {"keep_alive_max_count", whole_number(&Config::keep_alive_max_count, 1, 1'000'000'000)},
      {"allow_origins", read_origins},
      {"insecure_no_auth", read_flag},
  };
  return table;
}

// Letters to change, add or drop to make one word of the other.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t changed = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, changed});
    }
  }
  return row.back();
}

std::string unknown_key(std::string_view key) {
  std::string message = "unknown key `" + std::string(key) + "`";
  const auto nearest = std::min_element(keys().begin(), keys().end(), [&](const Key& left, const Key& right) {
    return distance(key, left.name) < distance(key, right.name);
  });
  if (distance(key, nearest->name) <= std::max<std::size_t>(2, nearest->name.size() / 3))
    message += ", did you mean `" + std::string(nearest->name) + "`";
  return message;
}

}  // namespace

json::Parsed<Config> read_config(std::string_view text) {
  json::Parsed<Config> result;
  auto document = json::read(text);
  result.issues = std::move(document.issues);
  if (!document.value) return result;
  const View root = document.value->root();
  if (!root.is(Kind::object)) {
    result.issues.push_back({Severity::fatal, "$", "a configuration is an object"});
    return result;
  }
  Config config;
  for (const View member : root) {
    const auto key =
        std::find_if(keys().begin(), keys().end(), [&](const Key& each) { return each.name == member.key(); });
    const std::string problem = key == keys().end() ? unknown_key(member.key()) : key->read(member, config);
    if (!problem.empty()) result.issues.push_back({Severity::fatal, member.path(), problem});
  }
  if (result.issues.empty()) result.value = std::move(config);
  return result;
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  // 127.0.0.0/8, written out: a name such as `127.example.org` is no address.
  return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
         std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

std::string refuse_to_start(const Config& config) {
  if (is_loopback(config.host) || config.insecure_no_auth) return {};
  return "will not listen on " + config.host +
         " without client authentication: anyone who reaches that address could send requests as an EHR, and requests "
         "with "
         "patient data would cross the network. Listen on 127.0.0.1 behind a proxy that authenticates its clients, or "
         "accept "
         "the risk with --insecure-no-auth (`insecure_no_auth`: true)";
}

}  // namespace foresign
