// The settings of `foresign serve`, as a JSON file gives them. docs/configuration.md describes every key; a test
// compares that page with `config_keys`. A key that is not known is a problem: a misspelt limit would be none.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cds/auth/client.hpp"
#include "fhir/client/allowed_server.hpp"
#include "fhir/json/issue.hpp"

namespace foresign {

// TLS in the service itself. Names of PEM files; all empty: plain HTTP.
struct TlsFiles {
  std::string certificate;  // with the chain up to the authority
  std::string key;
  std::string client_ca;  // mutual TLS: who signs the certificates that clients must show; empty: none is asked for

  friend bool operator==(const TlsFiles&, const TlsFiles&) = default;
};

struct ConfiguredClient {
  auth::Client client;
  std::vector<fhir::client::AllowedServer> fhir_servers;  // beside those for every caller
};

// Where feedback and the audit trail are kept; neither: in the file that open_store.hpp names.
struct StoreConfig {
  std::string file;          // SQLite
  std::string postgres;      // a connection string of libpq
  std::size_t queue = 4096;  // writes that may wait
  friend bool operator==(const StoreConfig&, const StoreConfig&) = default;
};

struct AuditConfig {
  std::string patient_key_file;  // key of the patients' hashes; empty: one is made beside the SQLite file
  bool plain_patients = false;   // keep ids of patients as they are
  bool required = false;         // no advice without its audit record
  friend bool operator==(const AuditConfig&, const AuditConfig&) = default;
};

struct RetentionDays {
  int feedback = 400;
  int audit = 2190;
  friend bool operator==(const RetentionDays&, const RetentionDays&) = default;
};

struct Config {
  std::string host = "127.0.0.1";
  int port = 8080;
  std::string public_url;  // under which clients call; what a token must be made for. Without a slash at its end
  TlsFiles tls;
  bool behind_tls_proxy = false;
  std::vector<ConfiguredClient> clients;
  std::size_t replay_capacity = 200'000;                  // identifiers of tokens that are remembered for each client
  std::vector<fhir::client::AllowedServer> fhir_servers;  // for every caller
  fhir::client::Limits fhir_limits;
  std::size_t threads = 72;
  std::size_t waiting_at_most = 1024;
  std::size_t max_body_bytes = std::size_t{8} * 1024 * 1024;
  std::size_t keep_alive_max_count = 100'000;
  std::vector<std::string> allow_origins = {"*"};
  bool discovery_versions = false;
  bool insecure_no_auth = false;
  StoreConfig store;
  AuditConfig audit;
  RetentionDays retention_days;
  std::string log_level = "info";
  bool metrics = false;  // whether /metrics is there although others than this machine can reach `host`
};

// What stands around the text of a configuration.
struct ConfigOrigin {
  std::string folder;  // relative file names start here; empty: the working directory
  // Variables that win over the file, by name; relative file names in them start at the working directory.
  std::map<std::string, std::string, std::less<>> environment;
};

// The configuration, or every problem with its place.
json::Parsed<Config> read_config(std::string_view text, const ConfigOrigin& origin = {});

// Every key, sections too: `tls`, `tls.key`, `clients[].issuer` ...
std::vector<std::string> config_keys();

// The variables of the environment that are looked at, and the key that each stands for.
struct ConfigVariable {
  std::string_view name;
  std::string_view key;
  std::string TlsFiles::*place;
};
const std::vector<ConfigVariable>& config_variables();

// The files that a configuration names and that must be there, each with the place of its name.
struct NamedFile {
  std::string path;
  std::string file;
};
std::vector<NamedFile> files_of(const Config& config);

// Why the service must not start with these settings: beyond this machine it has to know who calls (CDS Hooks 2.0,
// "Trusting CDS Clients") and to be reached through TLS ("Security and Safety"). Empty if it may start.
std::string refuse_to_start(const Config& config);

// Whether only this machine can reach the address.
bool is_loopback(std::string_view host);

}  // namespace foresign
