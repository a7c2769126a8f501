#include "cds/http/load.hpp"

#include <cerrno>
#include <cstring>
#include <sstream>
#include <utility>

#include "cds/auth/authenticator.hpp"
#include "cds/config_file.hpp"
#include "cds/data.hpp"

namespace foresign::http {
namespace {

// A setting that is looked at once, when the service starts.
struct Fixed {
  std::string_view key;
  bool (*same)(const Config& a, const Config& b);
  void (*take)(Config& to, const Config& from);
};

template <auto member>
Fixed fixed(std::string_view key) {
  return {key, [](const Config& a, const Config& b) { return a.*member == b.*member; },
          [](Config& to, const Config& from) { to.*member = from.*member; }};
}

const std::vector<Fixed>& fixed_settings() {
  static const std::vector<Fixed> all = {
      fixed<&Config::host>("host"),
      fixed<&Config::port>("port"),
      fixed<&Config::tls>("tls"),
      fixed<&Config::replay_capacity>("replay_capacity"),
      fixed<&Config::threads>("threads"),
      fixed<&Config::waiting_at_most>("waiting_at_most"),
      fixed<&Config::keep_alive_max_count>("keep_alive_max_count"),
      fixed<&Config::store>("store"),
      fixed<&Config::audit>("audit"),
      fixed<&Config::retention_days>("retention_days"),
  };
  return all;
}

// What `print` writes, line by line.
template <class Print>
void add_lines(std::vector<std::string>& lines, const Print& print) {
  std::stringstream text;
  print(text);
  for (std::string line; std::getline(text, line);) lines.push_back(std::move(line));
}

std::optional<Config> read_settings(const ServeCommand& command, std::vector<std::string>& problems) {
  std::optional<std::string> text = "{}";
  if (!command.config_file.empty()) text = read_all(command.config_file);
  if (!text) {
    problems.push_back("foresign: " + command.config_file + ": cannot be read: " + std::strerror(errno));
    return std::nullopt;
  }
  auto parsed = load_config(command.config_file, *text);
  add_lines(problems, [&](std::ostream& out) {
    print_issues(out, command.config_file.empty() ? "foresign" : command.config_file, parsed.issues);
  });
  if (!parsed.value) return std::nullopt;
  Config config = std::move(*parsed.value);
  if (command.host) config.host = *command.host;
  if (command.port) config.port = *command.port;
  if (command.store) config.store = {*command.store, {}, config.store.queue};
  config.insecure_no_auth = config.insecure_no_auth || command.insecure_no_auth;
  return config;
}

void check_settings(const Config& config, std::vector<std::string>& problems) {
  if (const std::string why = refuse_to_start(config); !why.empty()) problems.push_back("foresign: " + why);
  add_lines(problems,
            [&](std::ostream& out) { print_issues(out, "foresign", auth::check_clients(clients_of(config))); });
}

}  // namespace

Load load(const ServeCommand& command, const Config* running) {
  Load result;
  Loaded loaded;
  std::optional<Config> config = read_settings(command, result.problems);
  if (config) {
    // As the file stands, it has to be fit for the next start.
    check_settings(*config, result.problems);
    if (running != nullptr) {
      for (const Fixed& setting : fixed_settings()) {
        if (setting.same(*running, *config)) continue;
        loaded.needs_restart.push_back(setting.key);
        setting.take(*config, *running);
      }
      // And so does what comes of it now: clients that are gone from a service that still listens to a network.
      if (!loaded.needs_restart.empty() && result.problems.empty()) check_settings(*config, result.problems);
    }
    loaded.config = std::make_shared<const Config>(std::move(*config));
  }
  auto library = load_library(command.data);
  if (library.value)
    loaded.library = std::make_shared<const Library>(std::move(*library.value));
  else
    add_lines(result.problems, [&](std::ostream& out) { print_library_issues(out, command.data, library.issues); });
  if (result.problems.empty()) result.value = std::move(loaded);
  return result;
}

std::vector<auth::Client> clients_of(const Config& config) {
  std::vector<auth::Client> clients;
  for (const ConfiguredClient& configured : config.clients) clients.push_back(configured.client);
  return clients;
}

}  // namespace foresign::http
