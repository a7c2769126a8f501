#include "cds/http/serve.hpp"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "cds/auth/authenticator.hpp"
#include "cds/cards/wording.hpp"
#include "cds/http/harden.hpp"
#include "cds/http/keeper.hpp"
#include "cds/http/key_refresher.hpp"
#include "cds/http/key_set_fetch.hpp"
#include "cds/http/load.hpp"
#include "cds/http/log.hpp"
#include "cds/http/patient_key.hpp"
#include "cds/http/server.hpp"
#include "cds/http/upkeep.hpp"
#include "cds/http/uuid.hpp"
#include "cds/metrics/metrics.hpp"
#include "cds/open_store.hpp"
#include "fhir/client/servers.hpp"

namespace foresign::http {
namespace {

date::sys_days today() {
  return date::floor<date::days>(std::chrono::system_clock::now());
}

std::string url_of(const Config& config, int port) {
  const bool is_ipv6 = config.host.find(':') != std::string::npos;
  return (config.tls.certificate.empty() ? "http://" : "https://") + (is_ipv6 ? "[" + config.host + "]" : config.host) +
         ":" + std::to_string(port);
}

std::chrono::sys_seconds now_in_seconds() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

void report_keys(const json::Issue& issue) {
  log({Level::warn, "keys", {{"issuer", issue.path}, {"reason", issue.message}}});
}

// The clients of the configuration, and their keys where all lie in files; nobody waits here for the servers of
// clients.
void trust_clients(const Config& config, auth::Authenticator& authenticator) {
  // `load` has checked them.
  [[maybe_unused]] const auto problems = authenticator.replace_clients(clients_of(config));
  assert(problems.empty());
  if (std::ranges::any_of(config.clients, [](const auto& each) { return !each.client.keys_url.empty(); })) return;
  for (const json::Issue& issue : authenticator.refresh(std::chrono::steady_clock::now())) report_keys(issue);
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

metrics::StoreState state_of(const store::Health& health) {
  metrics::StoreState state;
  state.queued = health.queued;
  if (health.last_commit) state.since_commit = now_in_milliseconds() - *health.last_commit;
  return state;
}

// Advice goes out even where nothing can be kept, unless the configuration wants it otherwise: then there is no keeper.
std::unique_ptr<Keeper> keeper_of(const Config& config, metrics::Metrics& metrics) {
  KeeperSettings settings;
  settings.stored = [&metrics](const std::vector<hooks::Feedback>& all) { metrics.feedback(all); };
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

// What lasts as long as the service.
struct Service {
  const ServeCommand& command;
  auth::Authenticator& authenticator;
  metrics::Metrics& metrics;
  World world;  // without what the configuration decides
  std::shared_ptr<const Config> config;
};

// The world as a configuration wants it. The service must outlive it.
World world_of(const Service& service, std::shared_ptr<const Config> config) {
  World world = service.world;
  if (!config->clients.empty())
    world.authenticate = [&service](std::string_view authorization, std::string_view audience) {
      const std::string only(audience);
      auto caller = service.authenticator.verify(authorization, {&only, 1}, now_in_seconds());
      if (const auto* reason = std::get_if<auth::Rejection>(&caller))
        service.metrics.rejection(auth::describe(*reason));
      return caller;
    };
  auto servers = std::make_shared<fhir::client::Servers>(config->fhir_limits);
  world.call_back = [config = std::move(config), servers](const auth::Caller& caller,
                                                          const hooks::HookRequest& request) {
    const auto& authorization = request.authorization;
    return servers->open(allowed_servers(*config, caller.issuer), request.fhir_server,
                         authorization ? authorization->access_token.text() : std::string_view(),
                         authorization ? authorization->expires_in : std::chrono::seconds(0));
  };
  return world;
}

Settings settings_of(const Config& config) {
  Settings settings;
  settings.host = config.host;
  settings.port = config.port;
  settings.tls = config.tls;
  settings.public_url = config.public_url;
  settings.discovery_versions = config.discovery_versions;
  settings.metrics = config.metrics || is_loopback(config.host);
  settings.threads = config.threads;
  settings.max_body_bytes = config.max_body_bytes;
  settings.waiting_at_most = config.waiting_at_most;
  settings.keep_alive_max_count = config.keep_alive_max_count;
  settings.allow_origins = config.allow_origins;
  return settings;
}

// Takes over what files hold now, or leaves everything as it is and says what is wrong.
void reload(Service& service, Server& server) {
  Load next = load(service.command, service.config.get());
  if (!next.value) {
    for (std::string& problem : next.problems) log({Level::error, "reload refused", {{"problem", std::move(problem)}}});
    service.metrics.reload(metrics::Reload::refused);
    return;
  }
  const auto& [config, library, needs_restart] = *next.value;
  // Where nobody is asked for a token any more, those who still are must be known until then.
  if (!config->clients.empty()) trust_clients(*config, service.authenticator);
  server.replace(library, world_of(service, config), settings_of(*config));
  if (config->clients.empty()) trust_clients(*config, service.authenticator);
  set_log_level(level_named(config->log_level));
  service.metrics.policies(library->policies.all());
  service.metrics.reload(metrics::Reload::done);
  service.config = config;
  for (const std::string_view key : needs_restart)
    log({Level::warn, "setting needs a restart", {{"setting", std::string(key)}}});
  log({Level::info, "reload", {{"policies", static_cast<std::int64_t>(library->policies.all().size())}}});
}

// Signals that end the service, and the one that reloads. Blocked in every thread and waited for in one, so that no
// handler runs anywhere.
sigset_t awaited_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  return signals;
}

int run_until_told(Service& service, Server& server) {
  bool asked = false;
  std::thread running([&] {
    asked = server.run();
    // Where the service ended by itself, the wait below has to end too.
    if (!asked) ::kill(::getpid(), SIGTERM);
  });
  const sigset_t signals = awaited_signals();
  for (int signal = 0; signal != SIGTERM && signal != SIGINT;)
    if (sigwait(&signals, &signal) == 0 && signal == SIGHUP) reload(service, server);
  // A second signal ends at once.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  server.stop();
  running.join();
  if (!asked) log({Level::error, "the service can accept no more connections", {}});
  return asked ? 0 : 1;
}

}  // namespace

int serve(const ServeCommand& command) {
  harden_process();
  const sigset_t signals = awaited_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  // What keeps the service from starting is said as every command says it; from then on the log is JSON.
  const Load first = load(command);
  for (const std::string& problem : first.problems) std::cerr << problem << '\n';
  if (!first.value) return 1;
  const auto& [config, library, needs_restart] = *first.value;
  set_log_level(level_named(config->log_level));

  metrics::Metrics metrics(FORESIGN_VERSION, cards::wording::override_reasons());
  metrics.policies(library->policies.all());

  const std::unique_ptr<Keeper> keeper = keeper_of(*config, metrics);
  if (!keeper) return 1;
  auth::ReplayMemory used_tokens(config->replay_capacity);
  auth::Authenticator authenticator(
      [](const auth::Client& client) { return fetch_keys(client); },
      [&, shared = !config->store.postgres.empty()](const std::string& issuer, const std::string& token_id,
                                                    std::chrono::sys_seconds until, std::chrono::sys_seconds now) {
        return shared ? keeper->once(issuer, token_id, until) : used_tokens.once(issuer, token_id, until, now);
      });
  trust_clients(*config, authenticator);
  const KeyRefresher refresher(authenticator, report_keys);
  std::optional<Upkeep> upkeep;
  if (keeper->store() != nullptr) {
    Upkeep::Settings daily;
    daily.days = config->retention_days;
    daily.clock = now_in_milliseconds;
    daily.log = log;
    upkeep.emplace(*keeper->store(), std::move(daily));
    metrics.watch_store([&keeper] { return state_of(keeper->health()); });
  }

  World world{today, new_uuid};
  world.keeper = keeper.get();
  // Cards go out without the store; only where their records are required nothing can be served without it.
  if (config->audit.required)
    world.checks.push_back(
        {"store", [&keeper] { return std::string(keeper->health().writable ? "" : "the store cannot be written"); }});
  if (command.day) world.today = [day = *command.day] { return day; };
  world.metrics = &metrics;
  Service service{command, authenticator, metrics, std::move(world), config};
  Settings settings = settings_of(*config);
  settings.report = [&metrics](const Served& served) {
    log(event_of(served));
    metrics.request(served.route, served.status, served.took);
  };
  Server server(*library, world_of(service, config), std::move(settings));
  if (const std::string why = server.listen(); !why.empty()) {
    std::cerr << "foresign: cannot listen on " << url_of(*config, config->port) << ": " << why << '\n';
    return 1;
  }
  std::cout << "foresign is listening on " << url_of(*config, server.port()) << std::endl;
  return run_until_told(service, server);
}

}  // namespace foresign::http
