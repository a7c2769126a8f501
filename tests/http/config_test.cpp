// The configuration file, and when the service refuses to start.
#include "cds/config.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "cds/data.hpp"

using namespace foresign;

TEST_CASE("a configuration may say everything or nothing") {
  const auto empty = read_config("{}");
  REQUIRE(empty.value);
  CHECK(empty.value->host == "127.0.0.1");
  CHECK(empty.value->port == 8080);
  CHECK(empty.value->max_body_bytes == 8u * 1024 * 1024);
  CHECK_FALSE(empty.value->insecure_no_auth);

  const auto whole =
      read_config(R"({"host": "::1", "port": 0, "threads": 8, "max_body_bytes": 4096, "keep_alive_max_count": 1,
                                     "allow_origins": ["https://ehr.example"], "insecure_no_auth": true})");
  REQUIRE(whole.value);
  CHECK(whole.value->host == "::1");
  CHECK(whole.value->port == 0);
  CHECK(whole.value->threads == 8);
  CHECK(whole.value->max_body_bytes == 4096);
  CHECK(whole.value->keep_alive_max_count == 1);
  CHECK(whole.value->allow_origins == std::vector<std::string>{"https://ehr.example"});
  CHECK(whole.value->insecure_no_auth);
}

TEST_CASE("every wrong setting is reported with its place") {
  struct Row {
    std::string text;
    std::string path;
    std::string message;
  };
  const auto row = GENERATE(values<Row>({
      {"[]", "$", "a configuration is an object"},
      {R"({"prot": 80})", "prot", "unknown key `prot`, did you mean `port`"},
      {R"({"max_body_byte": 80})", "max_body_byte", "unknown key `max_body_byte`, did you mean `max_body_bytes`"},
      {R"({"colour": 1})", "colour", "unknown key `colour`"},
      {R"({"port": "80"})", "port", "must be a whole number from 0 to 65535"},
      {R"({"port": 65536})", "port", "must be a whole number from 0 to 65535"},
      {R"({"port": 80.5})", "port", "must be a whole number from 0 to 65535"},
      {R"({"threads": 0})", "threads", "must be a whole number from 1 to 1024"},
      {R"({"max_body_bytes": 9000000})", "max_body_bytes", "must be a whole number from 1024 to 8388608"},
      {R"({"host": ""})", "host", "must be an address, such as `127.0.0.1`"},
      {R"({"insecure_no_auth": "yes"})", "insecure_no_auth", "must be true or false"},
      {R"({"log_level": "verbose"})", "log_level", "must be `error`, `warn`, `info` or `debug`"},
      {R"({"allow_origins": "*"})", "allow_origins", "must be a list, is a string"},
      {R"({"allow_origins": ["*", "https://a.example/"]})", "allow_origins[1]",
       "must be an origin, such as `https://ehr.example`, or `*`"},
      {R"({"allow_origins": ["https://a.example/page"]})", "allow_origins[0]",
       "must be an origin, such as `https://ehr.example`, or `*`"},
      {R"({"public_url": "https://cds.example/"})", "public_url",
       "must be a URL of scheme, host, port and path without a slash at its end, such as `https://cds.example`"},
      {R"({"public_url": "https://cds.example?x"})", "public_url",
       "must be a URL of scheme, host, port and path without a slash at its end, such as `https://cds.example`"},
      {R"({"public_url": "https://me@cds.example"})", "public_url",
       "must be a URL of scheme, host, port and path without a slash at its end, such as `https://cds.example`"},
      {R"({"public_url": "https://"})", "public_url",
       "must be a URL of scheme, host, port and path without a slash at its end, such as `https://cds.example`"},
      {R"({"public_url": "https://cds.example:99999"})", "public_url",
       "must be a URL of scheme, host, port and path without a slash at its end, such as `https://cds.example`"},
      {R"({"public_url": "https://cds.example:8443:8444"})", "public_url",
       "must be a URL of scheme, host, port and path without a slash at its end, such as `https://cds.example`"},
      {R"({"public_url": "https://[::1"})", "public_url",
       "must be a URL of scheme, host, port and path without a slash at its end, such as `https://cds.example`"},
      {R"({"public_url": "http://cds.example"})", "public_url",
       "must start with `https://`: it is not of this machine"},
      {R"({"public_url": "http://127.evil.example"})", "public_url",
       "must start with `https://`: it is not of this machine"},
      {R"({"tls": []})", "tls", "must be an object, is an array"},
      {R"({"tls": {"cert": "a.pem"}})", "tls.cert", "unknown key `cert`"},
      {R"({"tls": {"certificate": "a.pem"}})", "tls", "`key` is missing"},
      {R"({"tls": {"key": "a.pem"}})", "tls", "`certificate` is missing"},
      {R"({"tls": {"client_ca": "a.pem"}})", "tls", "`certificate` and `key` are missing"},
      {R"({"tls": {"certificate": "a", "key": "b", "client_ca": ""}})", "tls.client_ca", "must be the name of a file"},
      {R"({"behind_tls_proxy": 1})", "behind_tls_proxy", "must be true or false"},
      {R"({"fhir_servers": [{"base_url": "https://a.example"}, {"base_url": "https://b.example", "allow_htttp": true}]})",
       "fhir_servers[1].allow_htttp", "unknown key `allow_htttp`, did you mean `allow_http`"},
      {R"({"fhir_servers": [{}]})", "fhir_servers[0]", "`base_url` is missing"},
      {R"({"fhir_servers": ["https://a.example"]})", "fhir_servers[0]", "must be an object, is a string"},
      {R"({"fhir_servers": [{"base_url": "http://a.example"}]})", "fhir_servers[0].base_url",
       "must start with `https://`, or `allow_http` must be true"},
      {R"({"fhir_servers": [{"base_url": "https://a.example//b"}]})", "fhir_servers[0].base_url",
       "must be a URL of scheme, host, port and path without a slash at its end, such as `https://fhir.example/r4`"},
      {R"({"fhir_servers": [{"base_url": "https://a.example/../b"}]})", "fhir_servers[0].base_url",
       "must be a URL of scheme, host, port and path without a slash at its end, such as `https://fhir.example/r4`"},
      {R"({"fhir_limits": {"calls": 0}})", "fhir_limits.calls", "must be a whole number from 1 to 1000"},
      {R"({"fhir_limits": {"answer_bytes": 8388608}})", "fhir_limits", "`answer_bytes` is more than `total_bytes`"},
      {R"({"fhir_limits": {"deadline": 5}})", "fhir_limits.deadline",
       "unknown key `deadline`, did you mean `deadline_ms`"},
      {R"({"discovery_versions": "2.0"})", "discovery_versions", "must be true or false"},
      {R"({"waiting_at_most": 0})", "waiting_at_most", "must be a whole number from 1 to 65536"},
      {R"({"store": {"file": ""}})", "store.file", "must be the name of a file"},
      {R"({"store": {"postgres": ""}})", "store.postgres",
       "must be a connection string, such as `host=db.example dbname=foresign`"},
      {R"({"store": {"file": "a.db", "postgres": "dbname=a"}, "audit": {"patient_key_file": "k"}})", "store",
       "needs one of `file` and `postgres`"},
      {R"({"store": {"postgres": "dbname=a"}})", "audit",
       "needs `patient_key_file` with `store.postgres`, the same for all instances"},
      {R"({"store": {"queue": 1}})", "store.queue", "must be a whole number from 16 to 1000000"},
      {R"({"audit": {"require": true}})", "audit.require", "unknown key `require`, did you mean `required`"},
      {R"({"retention_days": {"audit": 0}})", "retention_days.audit", "must be a whole number from 1 to 36500"},
      {R"({"replay_capacity": 1})", "replay_capacity", "must be a whole number from 1000 to 10000000"},
  }));
  CAPTURE(row.text);
  const auto read = read_config(row.text);
  CHECK_FALSE(read.value);
  REQUIRE(read.issues.size() == 1);
  CHECK(read.issues[0].path == row.path);
  CHECK(read.issues[0].message == row.message);
}

TEST_CASE("what is wrong with a client is reported with its place") {
  struct Row {
    std::string client;
    std::string path;
    std::string message;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"keys_file": "k"})", "clients[0]", "`issuer` is missing"},
      {R"({"issuer": "i"})", "clients[0]", "needs one of `keys_file` and `keys_url`"},
      {R"({"issuer": "i", "keys_file": "k", "keys_url": "https://k.example"})", "clients[0]",
       "needs one of `keys_file` and `keys_url`"},
      {R"({"issuer": "", "keys_file": "k"})", "clients[0].issuer",
       "must not be empty and not hold a space or control character"},
      {R"({"issuer": "i", "keys_url": "http://k.example"})", "clients[0].keys_url",
       "must be a URL that starts with `https://`"},
      {R"({"issuer": "i", "keys_file": "k", "jku": "k"})", "clients[0].jku",
       "must be a URL that starts with `https://`"},
      {R"({"issuer": "i", "keys_file": "k", "algorithms": ["ES384", "HS256"]})", "clients[0].algorithms[1]",
       "must be `ES384` or `RS384`"},
      {R"({"issuer": "i", "keys_file": "k", "algorithms": []})", "clients[0].algorithms", "must not be empty"},
      {R"({"issuer": "i", "keys_file": "k", "algorithms": [1]})", "clients[0].algorithms[0]", "must be a string"},
      {R"({"issuer": "i", "keys_file": "k", "tenants": [""]})", "clients[0].tenants[0]",
       "must not be empty and not hold a space or control character"},
      {R"({"issuer": "i", "keys_file": "k", "max_lifetime_s": 0})", "clients[0].max_lifetime_s",
       "must be a whole number from 1 to 126489600"},
      {R"({"issuer": "i", "keys_file": "k", "max_lifetime": 5})", "clients[0].max_lifetime",
       "unknown key `max_lifetime`, did you mean `max_lifetime_s`"},
      {R"({"issuer": "i", "keys_file": "k", "fhir_servers": [{"base_url": 5}]})", "clients[0].fhir_servers[0].base_url",
       "must be a string, is a number"},
      {R"({"issuer": "i", "keys_file": "k"}, {"issuer": "i", "keys_file": "l"})", "clients[1].issuer",
       "is named twice"},
  }));
  CAPTURE(row.client);
  const auto read = read_config(R"({"public_url": "https://cds.example", "clients": [)" + row.client + "]}");
  CHECK_FALSE(read.value);
  REQUIRE(read.issues.size() == 1);
  CHECK(read.issues[0].path == row.path);
  CHECK(read.issues[0].message == row.message);
}

TEST_CASE("clients need the address that their tokens are for") {
  const auto read = read_config(R"({"clients": [{"issuer": "i", "keys_file": "k"}]})");
  CHECK_FALSE(read.value);
  REQUIRE(read.issues.size() == 1);
  CHECK(read.issues[0].path == "clients");
  CHECK(read.issues[0].message == "needs `public_url`: a token names the address that it is for");
}

TEST_CASE("nested settings are read whole") {
  const auto read = read_config(R"({
    "public_url": "http://localhost:8080/foresign", "behind_tls_proxy": true, "replay_capacity": 5000,
    "waiting_at_most": 7, "discovery_versions": true,
    "tls": {"certificate": "c.pem", "key": "/k.pem", "client_ca": "a.pem"},
    "clients": [{"issuer": "https://ehr.example", "keys_url": "https://ehr.example/keys", "jku": "https://ehr.example/jku",
                 "algorithms": ["ES384"], "tenants": ["one"], "max_lifetime_s": 300,
                 "fhir_servers": [{"base_url": "https://fhir.example/r4", "ca_file": "f.pem"}]},
                {"issuer": "second", "keys_file": "keys/second.json"}],
    "fhir_servers": [{"base_url": "http://[::1]:9", "allow_http": true, "allow_private": true, "without_token": true}],
    "fhir_limits": {"deadline_ms": 1500, "answer_bytes": 2048, "total_bytes": 4096, "calls": 8, "parallel": 2}})",
                                {"/etc/foresign", {}});
  REQUIRE(read.value);
  const Config& config = *read.value;
  CHECK(config.public_url == "http://localhost:8080/foresign");
  CHECK(config.behind_tls_proxy);
  CHECK(config.replay_capacity == 5000);
  CHECK(config.waiting_at_most == 7);
  CHECK(config.discovery_versions);
  REQUIRE(config.clients.size() == 2);
  const auth::Client& first = config.clients[0].client;
  CHECK(first.issuer == "https://ehr.example");
  CHECK(first.keys_url == "https://ehr.example/keys");
  CHECK(first.jku == "https://ehr.example/jku");
  CHECK(first.algorithms == std::vector<std::string>{"ES384"});
  CHECK(first.tenants == std::vector<std::string>{"one"});
  CHECK(first.max_lifetime.count() == 300);
  REQUIRE(config.clients[0].fhir_servers.size() == 1);
  CHECK(config.clients[0].fhir_servers[0].base_url == "https://fhir.example/r4");
  CHECK_FALSE(config.clients[0].fhir_servers[0].allow_private);
  CHECK(config.clients[1].client.algorithms == std::vector<std::string>{"ES384", "RS384"});
  CHECK(config.clients[1].client.max_lifetime.count() == 600);
  REQUIRE(config.fhir_servers.size() == 1);
  CHECK(config.fhir_servers[0].base_url == "http://[::1]:9");
  CHECK(config.fhir_servers[0].allow_http);
  CHECK(config.fhir_servers[0].allow_private);
  CHECK(config.fhir_servers[0].without_token);
  CHECK(config.fhir_limits.deadline.count() == 1500);
  CHECK(config.fhir_limits.answer_bytes == 2048);
  CHECK(config.fhir_limits.total_bytes == 4096);
  CHECK(config.fhir_limits.calls == 8);
  CHECK(config.fhir_limits.parallel == 2);

  // Relative names start at the folder of the configuration.
  std::vector<std::string> named;
  for (const NamedFile& each : files_of(config)) named.push_back(each.path + " " + each.file);
  CHECK(named == std::vector<std::string>{"tls.certificate /etc/foresign/c.pem", "tls.key /k.pem",
                                          "tls.client_ca /etc/foresign/a.pem",
                                          "clients[0].fhir_servers[0].ca_file /etc/foresign/f.pem",
                                          "clients[1].keys_file /etc/foresign/keys/second.json"});
}

TEST_CASE("the environment wins over the file, and other variables are no problem") {
  const ConfigOrigin origin{"/etc/foresign", {{"FORESIGN_TLS_KEY", "secret/key.pem"}, {"FORESIGN_COLOUR", "red"}}};
  const auto read = read_config(R"({"tls": {"certificate": "c.pem", "key": "k.pem"}})", origin);
  REQUIRE(read.value);
  CHECK(read.value->tls.certificate == "/etc/foresign/c.pem");
  CHECK(read.value->tls.key == "secret/key.pem");
  CHECK(read_config(R"({"tls": {"certificate": "c.pem"}})", origin).value);

  const auto empty = read_config("{}", {"", {{"FORESIGN_TLS_KEY", ""}}});
  REQUIRE(empty.issues.size() == 1);
  CHECK(empty.issues[0].path == "FORESIGN_TLS_KEY");
  CHECK(empty.issues[0].message == "must not be empty");
}

namespace {

// The words in backticks that open the rows of the tables of docs/configuration.md.
std::set<std::string> documented() {
  std::ifstream page(std::string(FORESIGN_SOURCE_DIR) + "/docs/configuration.md");
  std::set<std::string> words;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| `")) continue;
    CAPTURE(line);
    CHECK(words.insert(line.substr(3, line.find('`', 3) - 3)).second);
  }
  return words;
}

}  // namespace

TEST_CASE("docs/configuration.md describes every key and variable, and no other") {
  std::set<std::string> known;
  for (const std::string& key : config_keys()) known.insert(key);
  for (const ConfigVariable& variable : config_variables()) known.insert(std::string(variable.name));
  CHECK(known.contains("clients[].fhir_servers[].base_url"));
  CHECK(documented() == known);
}

TEST_CASE("the example of docs/configuration.md is a configuration") {
  std::ifstream page(std::string(FORESIGN_SOURCE_DIR) + "/docs/configuration.md");
  const std::string text{std::istreambuf_iterator<char>(page), std::istreambuf_iterator<char>()};
  const std::size_t from = text.find("```json\n") + 8;
  const auto read = read_config(text.substr(from, text.find("```", from) - from));
  CHECK(read.issues.empty());
  REQUIRE(read.value);
  CHECK(read.value->clients.size() == 1);
}

TEST_CASE("all wrong settings are reported at once") {
  CHECK(read_config(R"({"port": -1, "threds": 8, "host": 5})").issues.size() == 3);
}

TEST_CASE("which addresses are of this machine") {
  const auto [host, loopback] = GENERATE(table<std::string, bool>({
      {"127.0.0.1", true},
      {"127.8.9.10", true},
      {"::1", true},
      {"localhost", true},
      {"0.0.0.0", false},
      {"::", false},
      {"192.168.1.5", false},
      {"127.example.org", false},
      {"127.0.0.1.example.org", false},
      {"ehr.example", false},
  }));
  CAPTURE(host);
  CHECK(is_loopback(host) == loopback);
  Config config;
  config.host = host;
  CHECK(refuse_to_start(config).empty() == loopback);
  config.insecure_no_auth = true;
  CHECK(refuse_to_start(config).empty());
}

TEST_CASE("beyond this machine the service knows who calls and is reached through TLS") {
  struct Row {
    std::string what;
    std::string settings;
    std::string says;  // empty: it starts
  };
  const std::string client =
      R"("public_url": "https://cds.example", "clients": [{"issuer": "i", "keys_file": "k"}], "host": "0.0.0.0")";
  const auto row = GENERATE_COPY(values<Row>({
      {"nothing", R"("host": "0.0.0.0")", "without client authentication"},
      {"TLS alone", R"("host": "0.0.0.0", "tls": {"certificate": "c", "key": "k"})", "without client authentication"},
      {"a proxy alone", R"("host": "0.0.0.0", "behind_tls_proxy": true)", "without client authentication"},
      {"clients alone", client, "without TLS"},
      {"clients and TLS", client + R"(, "tls": {"certificate": "c", "key": "k"})", ""},
      {"clients and a proxy", client + R"(, "behind_tls_proxy": true)", ""},
      {"mutual TLS", R"("host": "::", "tls": {"certificate": "c", "key": "k", "client_ca": "a"})", ""},
      {"the risk is taken", R"("host": "0.0.0.0", "insecure_no_auth": true)", ""},
  }));
  CAPTURE(row.what);
  const auto read = read_config("{" + row.settings + "}");
  REQUIRE(read.value);
  const std::string why = refuse_to_start(*read.value);
  CAPTURE(why);
  CHECK(why.empty() == row.says.empty());
  CHECK(why.find(row.says) != std::string::npos);
  CHECK((why.empty() || why.find("--insecure-no-auth") != std::string::npos));
}
