// The configuration file, and when the service refuses to start.
#include "cds/config.hpp"

#include <catch2/catch.hpp>
#include <string>

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
      {R"({"allow_origins": "*"})", "allow_origins",
       "must be a list of origins, such as `https://ehr.example`, or of `*`"},
      {R"({"allow_origins": ["https://a.example/"]})", "allow_origins",
       "must be a list of origins, such as `https://ehr.example`, or of `*`"},
  }));
  CAPTURE(row.text);
  const auto read = read_config(row.text);
  CHECK_FALSE(read.value);
  REQUIRE(read.issues.size() == 1);
  CHECK(read.issues[0].path == row.path);
  CHECK(read.issues[0].message == row.message);
}

TEST_CASE("all wrong settings are reported at once") {
  CHECK(read_config(R"({"port": -1, "threds": 8, "host": 5})").issues.size() == 3);
}

TEST_CASE("beyond this machine the service starts only with the explicit flag") {
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
  Config config;
  config.host = host;
  CHECK(refuse_to_start(config).empty() == loopback);
  config.insecure_no_auth = true;
  CHECK(refuse_to_start(config).empty());
}
