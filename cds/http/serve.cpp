#include "cds/http/serve.hpp"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <iostream>
#include <memory>
#include <thread>
#include <utility>

#include "cds/auth/authenticator.hpp"
#include "cds/config_file.hpp"
#include "cds/data.hpp"
#include "cds/http/keeper.hpp"
#include "cds/http/key_refresher.hpp"
#include "cds/http/key_set_fetch.hpp"
#include "cds/http/patient_key.hpp"
#include "cds/http/server.hpp"
#include "cds/http/upkeep.hpp"
#include "cds/http/uuid.hpp"
#include "cds/library.hpp"
#include "cds/open_store.hpp"
#include "fhir/client/servers.hpp"

namespace foresign::http {
namespace {

date::sys_days today() {
  return date::floor<date::days>(std::chrono::system_clock::now());
}

// One call a line, so that lines of several threads do not mix.
void log_line(std::string_view line) {
  std::string whole(line);
  whole += '\n';
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, whole.data(), whole.size());
}

std::optional<Config> settings_of(const ServeCommand& command) {
  std::optional<std::string> text = "{}";
  if (!command.config_file.empty()) text = read_all(command.config_file);
  if (!text) {
    std::cerr << "foresign: " << command.config_file << ": cannot be read: " << std::strerror(errno) << '\n';
    return std::nullopt;
  }
  auto parsed = load_config(command.config_file, *text);
  print_issues(std::cerr, command.config_file.empty() ? "foresign" : command.config_file, parsed.issues);
  if (!parsed.value) return std::nullopt;
  Config config = std::move(*parsed.value);
  if (command.host) config.host = *command.host;
  if (command.port) config.port = *command.port;
  if (command.store) config.store = {*command.store, {}, config.store.queue};
  config.insecure_no_auth = config.insecure_no_auth || command.insecure_no_auth;
  return config;
}

std::string url_of(const Config& config, int port) {
  const bool is_ipv6 = config.host.find(':') != std::string::npos;
  return (config.tls.certificate.empty() ? "http://" : "https://") + (is_ipv6 ? "[" + config.host + "]" : config.host) +
         ":" + std::to_string(port);
}

std::chrono::sys_seconds now_in_seconds() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// The clients of the configuration, and their keys where all lie in files; nobody waits here for the servers of
// clients. False, with every problem named, if the clients make no sense.
bool trust_clients(const Config& config, auth::Authenticator& authenticator) {
  std::vector<auth::Client> clients;
  for (const ConfiguredClient& configured : config.clients) clients.push_back(configured.client);
  const std::vector<json::Issue> problems = authenticator.replace_clients(std::move(clients));
  print_issues(std::cerr, "foresign", problems);
  if (!problems.empty()) return false;
  if (std::ranges::any_of(config.clients, [](const auto& each) { return !each.client.keys_url.empty(); })) return true;
  for (const json::Issue& issue : authenticator.refresh(std::chrono::steady_clock::now()))
    std::cerr << "foresign: keys of " << issue.path << ": " << issue.message << '\n';
  return true;
}

// The FHIR servers that requests of this client may name; of nobody in particular where `issuer` is empty.
std::vector<fhir::client::AllowedServer> allowed_servers(const Config& config, std::string_view issuer) {
  std::vector<fhir::client::AllowedServer> allowed = config.fhir_servers;
  for (const ConfiguredClient& client : config.clients)
    if (client.client.issuer == issuer)
      allowed.insert(allowed.end(), client.fhir_servers.begin(), client.fhir_servers.end());
  return allowed;
}

store::Time now_in_milliseconds() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Advice goes out even where nothing can be kept, unless the configuration wants it otherwise: then there is no keeper.
std::unique_ptr<Keeper> keeper_of(const Config& config) {
  KeeperSettings settings;
  settings.clock = now_in_milliseconds;
  settings.audit_required = config.audit.required;
  settings.patients.plain = config.audit.plain_patients;
  store::Opened opened = open_store(config, now_in_milliseconds, StoreMust::be_made_if_missing);
  if (opened.store && !settings.patients.plain) {
    KeyFile key = config.audit.patient_key_file.empty() ? read_or_make_patient_key(store_file(config) + ".patient-key")
                                                        : read_patient_key(config.audit.patient_key_file);
    if (!key.problem.empty()) opened = {nullptr, key.problem};
    settings.patients.bytes = std::move(key.bytes);
  }
  if (!opened.store) {
    std::cerr << "foresign: neither feedback nor an audit trail will be kept: " << opened.problem << '\n';
    if (config.audit.required) return nullptr;
  }
  return std::make_unique<Keeper>(std::move(opened), std::move(settings));
}

// Signals that end the service. Blocked in every thread and waited for in one, so that no handler runs anywhere.
sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

int run_until_told(Server& server) {
  bool asked = false;
  std::thread running([&] {
    asked = server.run();
    // Where the service ended by itself, the wait below has to end too.
    if (!asked) ::kill(::getpid(), SIGTERM);
  });
  const sigset_t signals = ending_signals();
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
  // A second signal ends at once.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  server.stop();
  running.join();
  if (!asked) std::cerr << "foresign: the service can accept no more connections\n";
  return asked ? 0 : 1;
}

}  // namespace

int serve(const ServeCommand& command) {
  const auto config = settings_of(command);
  if (!config) return 1;
  if (const std::string why = refuse_to_start(*config); !why.empty()) {
    std::cerr << "foresign: " << why << '\n';
    return 1;
  }
  const auto library = load_library(command.data);
  if (!library.value) {
    print_library_issues(std::cerr, command.data, library.issues);
    return 1;
  }
  const sigset_t signals = ending_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  World world{today, new_uuid};
  auth::ReplayMemory used_tokens(config->replay_capacity);
  auth::Authenticator authenticator(
      [](const auth::Client& client) { return fetch_keys(client); },
      [&](const std::string& issuer, const std::string& token_id, std::chrono::sys_seconds until,
          std::chrono::sys_seconds now) { return used_tokens.once(issuer, token_id, until, now); });
  std::optional<KeyRefresher> refresher;
  if (!config->clients.empty()) {
    if (!trust_clients(*config, authenticator)) return 1;
    refresher.emplace(authenticator, log_line);
    world.authenticate = [&](std::string_view authorization, std::string_view audience) {
      const std::string only(audience);
      return authenticator.verify(authorization, {&only, 1}, now_in_seconds());
    };
  }
  fhir::client::Servers servers(config->fhir_limits);
  world.call_back = [&](const auth::Caller& caller, const hooks::HookRequest& request) {
    const auto& authorization = request.authorization;
    return servers.open(allowed_servers(*config, caller.issuer), request.fhir_server,
                        authorization ? authorization->access_token.text() : std::string_view(),
                        authorization ? authorization->expires_in : std::chrono::seconds(0));
  };
  if (command.day) world.today = [day = *command.day] { return day; };
  const std::unique_ptr<Keeper> keeper = keeper_of(*config);
  if (!keeper) return 1;
  world.keeper = keeper.get();
  std::optional<Upkeep> upkeep;
  if (keeper->store() != nullptr) {
    Upkeep::Settings daily;
    daily.days = config->retention_days;
    daily.clock = now_in_milliseconds;
    daily.log = log_line;
    upkeep.emplace(*keeper->store(), std::move(daily));
  }
  Settings settings;
  settings.host = config->host;
  settings.port = config->port;
  settings.tls = config->tls;
  settings.public_url = config->public_url;
  settings.discovery_versions = config->discovery_versions;
  settings.threads = config->threads;
  settings.max_body_bytes = config->max_body_bytes;
  settings.waiting_at_most = config->waiting_at_most;
  settings.keep_alive_max_count = config->keep_alive_max_count;
  settings.allow_origins = config->allow_origins;
  settings.log = log_line;
  Server server(*library.value, std::move(world), std::move(settings));
  if (const std::string why = server.listen(); !why.empty()) {
    std::cerr << "foresign: cannot listen on " << url_of(*config, config->port) << ": " << why << '\n';
    return 1;
  }
  std::cout << "foresign is listening on " << url_of(*config, server.port()) << std::endl;
  return run_until_told(server);
}

}  // namespace foresign::http
