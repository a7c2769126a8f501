#include "cds/config.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "cds/config_reader.hpp"
#include "cds/http/log.hpp"
#include "fhir/client/url.hpp"
#include "fhir/json/document.hpp"

namespace foresign {
namespace {

using config::Issues;
using config::Key;
using config::Keys;
using config::report;
using fhir::client::AllowedServer;
using json::Kind;
using json::Severity;
using json::View;

bool is_plain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// Scheme, host, port and path, spelled in the one way in which it is compared and called.
std::optional<fhir::client::Url> base_url(std::string_view text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) return std::nullopt;
  auto url = fhir::client::parse_base(text);
  const bool plain = url && !text.ends_with('/') && url->path.find('%') == std::string::npos &&
                     url->path.find("//") == std::string::npos;
  return plain ? url : std::nullopt;
}

std::string wrong_host(std::string_view text) {
  return text.empty() ? "must be an address, such as `127.0.0.1`" : "";
}

std::string wrong_file(std::string_view text) {
  const bool fits = !text.empty() && text.find('\0') == std::string_view::npos;
  return fits ? "" : "must be the name of a file";
}

std::string wrong_connection(std::string_view text) {
  const bool fits = !text.empty() && text.find('\0') == std::string_view::npos;
  return fits ? "" : "must be a connection string, such as `host=db.example dbname=foresign`";
}

std::string wrong_public_url(std::string_view text) {
  const auto url = base_url(text);
  if (!url)
    return "must be a URL of scheme, host, port and path without a slash at its end, such as `https://cds.example`";
  return !url->tls && !is_loopback(url->host) ? "must start with `https://`: it is not of this machine" : "";
}

std::string wrong_server_url(std::string_view text) {
  if (base_url(text)) return {};
  return "must be a URL of scheme, host, port and path without a slash at its end, such as `https://fhir.example/r4`";
}

std::string wrong_https_url(std::string_view text) {
  const auto url = base_url(text);
  return url && url->tls ? "" : "must be a URL that starts with `https://`";
}

std::string wrong_name(std::string_view text) {
  return is_plain(text) ? "" : "must not be empty and not hold a space or control character";
}

std::string wrong_algorithm(std::string_view text) {
  return text == "ES384" || text == "RS384" ? "" : "must be `ES384` or `RS384`";
}

std::string wrong_origin(std::string_view text) {
  const auto url = base_url(text);
  return text == "*" || (url && url->path.empty()) ? "" : "must be an origin, such as `https://ehr.example`, or `*`";
}

std::string wrong_log_level(std::string_view text) {
  const auto& names = http::level_names();
  return std::ranges::find(names, text) != names.end() ? "" : "must be `error`, `warn`, `info` or `debug`";
}

void whole_server(View at, const AllowedServer& server, Issues& issues) {
  if (!at["base_url"].exists()) report(issues, at, "`base_url` is missing");
  if (server.base_url.starts_with("http://") && !server.allow_http)
    report(issues, at["base_url"], "must start with `https://`, or `allow_http` must be true");
}

void whole_client(View at, const ConfiguredClient& configured, Issues& issues) {
  if (!at["issuer"].exists()) report(issues, at, "`issuer` is missing");
  if (at["keys_file"].exists() == at["keys_url"].exists())
    report(issues, at, "needs one of `keys_file` and `keys_url`");
  if (at["algorithms"].is(Kind::array) && configured.client.algorithms.empty())
    report(issues, at["algorithms"], "must not be empty");
}

const Keys<AllowedServer>& server_keys() {
  static const Keys<AllowedServer> keys = {
      config::text<AllowedServer>("base_url", &AllowedServer::base_url, wrong_server_url),
      config::flag<AllowedServer>("allow_http", &AllowedServer::allow_http),
      config::flag<AllowedServer>("allow_private", &AllowedServer::allow_private),
      config::flag<AllowedServer>("without_token", &AllowedServer::without_token),
      config::text<AllowedServer>("ca_file", &AllowedServer::ca_file, wrong_file),
  };
  return keys;
}

const Keys<ConfiguredClient>& client_keys() {
  using Client = ConfiguredClient;
  // Up to four years: the example of the CDS Hooks specification is a token of three and a half.
  constexpr std::int64_t longest_s = std::int64_t{4} * 366 * 86'400;
  static const Keys<Client> keys = {
      config::text<Client>(
          "issuer", [](Client & each) -> auto& { return each.client.issuer; }, wrong_name),
      config::text<Client>(
          "keys_file", [](Client & each) -> auto& { return each.client.keys_file; }, wrong_file),
      config::text<Client>(
          "keys_url", [](Client & each) -> auto& { return each.client.keys_url; }, wrong_https_url),
      config::text<Client>(
          "jku", [](Client & each) -> auto& { return each.client.jku; }, wrong_https_url),
      config::texts<Client>(
          "algorithms", [](Client & each) -> auto& { return each.client.algorithms; }, wrong_algorithm),
      config::texts<Client>(
          "tenants", [](Client & each) -> auto& { return each.client.tenants; }, wrong_name),
      config::whole_number<Client>(
          "max_lifetime_s", [](Client & each) -> auto& { return each.client.max_lifetime; }, 1, longest_s),
      config::sections<Client>("fhir_servers", &Client::fhir_servers, server_keys(), whole_server),
  };
  return keys;
}

const Keys<Config>& keys() {
  using fhir::client::Limits;
  constexpr std::int64_t mib = 1024 * 1024;
  static const Keys<Config> all = {
      config::text<Config>("host", &Config::host, wrong_host),
      config::whole_number<Config>("port", &Config::port, 0, 65535),
      config::text<Config>("public_url", &Config::public_url, wrong_public_url),
      config::section<Config>("tls", &Config::tls,
                              Keys<TlsFiles>{
                                  config::text<TlsFiles>("certificate", &TlsFiles::certificate, wrong_file),
                                  config::text<TlsFiles>("key", &TlsFiles::key, wrong_file),
                                  config::text<TlsFiles>("client_ca", &TlsFiles::client_ca, wrong_file),
                              }),
      config::flag<Config>("behind_tls_proxy", &Config::behind_tls_proxy),
      config::sections<Config>("clients", &Config::clients, client_keys(), whole_client),
      config::whole_number<Config>("replay_capacity", &Config::replay_capacity, 1000, 10'000'000),
      config::sections<Config>("fhir_servers", &Config::fhir_servers, server_keys(), whole_server),
      config::section<Config>("fhir_limits", &Config::fhir_limits,
                              Keys<Limits>{
                                  config::whole_number<Limits>("deadline_ms", &Limits::deadline, 100, 20'000),
                                  config::whole_number<Limits>("answer_bytes", &Limits::answer_bytes, 1024, 64 * mib),
                                  config::whole_number<Limits>("total_bytes", &Limits::total_bytes, 1024, 64 * mib),
                                  config::whole_number<Limits>("calls", &Limits::calls, 1, 1000),
                                  config::whole_number<Limits>("parallel", &Limits::parallel, 1, 64),
                                  config::whole_number<Limits>("requests_at_once", &Limits::requests_at_once, 1, 1024),
                              }),
      config::whole_number<Config>("threads", &Config::threads, 1, 1024),
      config::whole_number<Config>("waiting_at_most", &Config::waiting_at_most, 1, 65536),
      config::whole_number<Config>("max_body_bytes", &Config::max_body_bytes, 1024, 8 * mib),
      config::whole_number<Config>("keep_alive_max_count", &Config::keep_alive_max_count, 1, 1'000'000'000),
      config::texts<Config>("allow_origins", &Config::allow_origins, wrong_origin),
      config::flag<Config>("discovery_versions", &Config::discovery_versions),
      config::flag<Config>("insecure_no_auth", &Config::insecure_no_auth),
      config::section<Config>("store", &Config::store,
                              Keys<StoreConfig>{
                                  config::text<StoreConfig>("file", &StoreConfig::file, wrong_file),
                                  config::text<StoreConfig>("postgres", &StoreConfig::postgres, wrong_connection),
                                  config::whole_number<StoreConfig>("queue", &StoreConfig::queue, 16, 1'000'000),
                              }),
      config::section<Config>(
          "audit", &Config::audit,
          Keys<AuditConfig>{
              config::text<AuditConfig>("patient_key_file", &AuditConfig::patient_key_file, wrong_file),
              config::flag<AuditConfig>("plain_patients", &AuditConfig::plain_patients),
              config::flag<AuditConfig>("required", &AuditConfig::required),
          }),
      config::section<Config>("retention_days", &Config::retention_days,
                              Keys<RetentionDays>{
                                  config::whole_number<RetentionDays>("feedback", &RetentionDays::feedback, 1, 36'500),
                                  config::whole_number<RetentionDays>("audit", &RetentionDays::audit, 1, 36'500),
                              }),
      config::text<Config>("log_level", &Config::log_level, wrong_log_level),
      config::flag<Config>("metrics", &Config::metrics),
  };
  return all;
}

// Calls `visit(path, file)` for every name of a file.
template <class SomeConfig, class Visit>
void each_file(SomeConfig& config, Visit&& visit) {
  const auto each_server = [&](const std::string& place, auto& servers) {
    for (std::size_t i = 0; i < servers.size(); ++i)
      visit(place + "fhir_servers[" + std::to_string(i) + "].ca_file", servers[i].ca_file);
  };
  visit("tls.certificate", config.tls.certificate);
  visit("tls.key", config.tls.key);
  visit("tls.client_ca", config.tls.client_ca);
  visit("audit.patient_key_file", config.audit.patient_key_file);
  for (std::size_t i = 0; i < config.clients.size(); ++i) {
    const std::string place = "clients[" + std::to_string(i) + "].";
    visit(place + "keys_file", config.clients[i].client.keys_file);
    each_server(place, config.clients[i].fhir_servers);
  }
  each_server("", config.fhir_servers);
}

void start_files_at(const std::string& folder, Config& config) {
  if (folder.empty()) return;
  const auto start = [&](std::string& file) {
    if (!file.empty()) file = (std::filesystem::path(folder) / file).string();
  };
  each_file(config, [&](const std::string&, std::string& file) { start(file); });
  start(config.store.file);  // need not be there yet
}

void apply_environment(const ConfigOrigin& origin, Config& config, Issues& issues) {
  for (const ConfigVariable& variable : config_variables()) {
    const auto found = origin.environment.find(variable.name);
    if (found == origin.environment.end()) continue;
    if (found->second.empty()) issues.push_back({Severity::fatal, std::string(variable.name), "must not be empty"});
    config.tls.*variable.place = found->second;
  }
}

// What no key can tell alone.
void check_whole(const Config& config, Issues& issues) {
  const auto wrong = [&](std::string path, std::string message) {
    issues.push_back({Severity::fatal, std::move(path), std::move(message)});
  };
  if (config.tls.certificate.empty() != config.tls.key.empty())
    wrong("tls", config.tls.key.empty() ? "`key` is missing" : "`certificate` is missing");
  else if (config.tls.certificate.empty() && !config.tls.client_ca.empty())
    wrong("tls", "`certificate` and `key` are missing");
  if (!config.clients.empty() && config.public_url.empty())
    wrong("clients", "needs `public_url`: a token names the address that it is for");
  if (!config.store.file.empty() && !config.store.postgres.empty())
    wrong("store", "needs one of `file` and `postgres`");
  // A key that each instance made for itself would give one patient several hashes.
  if (!config.store.postgres.empty() && config.audit.patient_key_file.empty() && !config.audit.plain_patients)
    wrong("audit", "needs `patient_key_file` with `store.postgres`, the same for all instances");
  std::set<std::string> issuers;
  for (std::size_t i = 0; i < config.clients.size(); ++i)
    if (const std::string& issuer = config.clients[i].client.issuer; !issuer.empty() && !issuers.insert(issuer).second)
      wrong("clients[" + std::to_string(i) + "].issuer", "is named twice");
  if (config.fhir_limits.answer_bytes > config.fhir_limits.total_bytes)
    wrong("fhir_limits", "`answer_bytes` is more than `total_bytes`");
}

}  // namespace

json::Parsed<Config> read_config(std::string_view text, const ConfigOrigin& origin) {
  json::Parsed<Config> result;
  auto document = json::read(text);
  result.issues = std::move(document.issues);
  if (!document.value) return result;
  const View root = document.value->root();
  if (!root.is(Kind::object)) {
    report(result.issues, root, "a configuration is an object");
    return result;
  }
  Config config;
  config::read_section(root, keys(), config, result.issues);
  start_files_at(origin.folder, config);
  apply_environment(origin, config, result.issues);
  check_whole(config, result.issues);
  if (result.issues.empty()) result.value = std::move(config);
  return result;
}

std::vector<std::string> config_keys() {
  return config::names_of(keys());
}

const std::vector<ConfigVariable>& config_variables() {
  static const std::vector<ConfigVariable> table = {
      {"FORESIGN_TLS_CERTIFICATE", "tls.certificate", &TlsFiles::certificate},
      {"FORESIGN_TLS_KEY", "tls.key", &TlsFiles::key},
      {"FORESIGN_TLS_CLIENT_CA", "tls.client_ca", &TlsFiles::client_ca},
  };
  return table;
}

std::vector<NamedFile> files_of(const Config& config) {
  std::vector<NamedFile> named;
  each_file(config, [&](const std::string& path, const std::string& file) {
    if (!file.empty()) named.push_back({path, file});
  });
  return named;
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  // 127.0.0.0/8, written out: a name such as `127.example.org` is no address.
  return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
         std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

std::string refuse_to_start(const Config& config) {
  if (is_loopback(config.host) || config.insecure_no_auth) return {};
  const std::string not_there = "will not listen on " + config.host;
  const std::string or_accept =
      ". Listen on 127.0.0.1, or accept the risk with --insecure-no-auth (`insecure_no_auth`: true)";
  if (config.clients.empty() && config.tls.client_ca.empty())
    return not_there +
           " without client authentication: anyone who reaches that address could send requests as an EHR. Name the "
           "`clients` whose tokens are accepted, or ask for certificates of clients with `tls.client_ca`" +
           or_accept;
  if (config.tls.certificate.empty() && !config.behind_tls_proxy)
    return not_there +
           " without TLS: requests with patient data would cross the network in the open. Give `tls.certificate` and "
           "`tls.key`, or say with `behind_tls_proxy`: true that a proxy in front ends TLS" +
           or_accept;
  return {};
}

}  // namespace foresign
