#include <catch2/catch.hpp>

#include "fhir/client/address.hpp"
#include "fhir/client/allowed_server.hpp"
#include "fhir/client/breaker.hpp"
#include "fhir/client/url.hpp"

using namespace foresign::fhir::client;

TEST_CASE("a base URL is compared by its parts") {
  const auto [text, same] = GENERATE(table<std::string, bool>({
      {"https://ehr.example/fhir/r4", true},
      {"HTTPS://EHR.example/fhir/r4", true},
      {"https://ehr.example:443/fhir/r4", true},
      {"https://ehr.example/fhir/r4/", true},
      {"http://ehr.example/fhir/r4", false},
      {"http://ehr.example:443/fhir/r4", false},
      {"https://ehr.example:8443/fhir/r4", false},
      {"https://ehr.example/fhir/R4", false},
      {"https://ehr.example/fhir", false},
      {"https://ehr.example/fhir/r4/tenant", false},
      {"https://ehr.example/fhir/r40", false},
      {"https://ehr.example.evil.example/fhir/r4", false},
      {"https://ehr.example./fhir/r4", false},
      {"https://ehr.example", false},
  }));
  CAPTURE(text);
  CHECK((parse_base(text) == parse_base("https://ehr.example/fhir/r4")) == same);
}

TEST_CASE("what two readers could understand differently is no URL") {
  const auto text = GENERATE(
      as<std::string>{}, "", "ehr.example/fhir", "ftp://ehr.example/fhir", "https://", "https:///fhir",
      "https://user@ehr.example/fhir", "https://user:word@ehr.example/fhir", "https://ehr.example@evil.example/fhir",
      "https://ehr.example\\@evil.example/fhir", "https://ehr.example/fhir#x", "https://ehr.example/fhir?x=1",
      "https://ehr.example:/fhir", "https://ehr.example:0/fhir", "https://ehr.example:65536/fhir",
      "https://ehr.example:44x/fhir", "https://ehr.example/fh ir", "https://ehr.example/fh\tir",
      "https://ehr.example/fh\r\nX: y", "https://ehr.example/\xC3\xA4", "https://\xD0\xB5hr.example/fhir",
      "https://ehr_x.example/fhir", "https://ehr.example/fhir/../admin", "https://ehr.example/./fhir",
      "https://ehr.example/..", "https://ehr.example/fhir/%2e%2e/admin", "https://ehr.example/fhir%2Fr4",
      "https://ehr.example/fhir%5c..", "https://ehr.example/%252e", "https://[ehr]/fhir", "https://[::1/fhir",
      "https://[::1]x/fhir", "https://[fe80::1%25eth0]/fhir", std::string("https://ehr.example/fhir\0", 25),
      "https://" + std::string(254, 'a') + "/", "https://ehr.example/" + std::string(4096, 'a'));
  CAPTURE(text);
  CHECK_FALSE(parse_base(text));
}

TEST_CASE("an IPv6 literal is a host") {
  const auto url = parse_base("http://[::1]:8080/fhir");
  REQUIRE(url);
  CHECK(url->host == "::1");
  CHECK(url->port == 8080);
  CHECK_FALSE(url->tls);
}

TEST_CASE("only what lies on the server becomes a request") {
  const auto [wanted, target] = GENERATE(table<std::string, std::string>({
      {"Patient/p1", "/fhir/Patient/p1"},
      {"Condition?patient=p1", "/fhir/Condition?patient=p1"},
      {"https://ehr.example/fhir/Condition?page=2", "/fhir/Condition?page=2"},
      {"https://EHR.example:443/fhir/Condition?page=2", "/fhir/Condition?page=2"},
      {"https://ehr.example/fhir?_getpages=a%7Cb&x=http://y/z", "/fhir?_getpages=a%7Cb&x=http://y/z"},
      {"https://ehr.example/fhir/?_getpages=1", "/fhir?_getpages=1"},
      {"Condition?code=http://loinc.org|1", "/fhir/Condition?code=http://loinc.org|1"},
      {"http://ehr.example/fhir/Condition?page=2", ""},
      {"https://other.example/fhir/Condition?page=2", ""},
      {"https://ehr.example:8443/fhir/Condition?page=2", ""},
      {"https://ehr.example/fhirx/Condition?page=2", ""},
      {"https://ehr.example/Condition?page=2", ""},
      {"https://ehr.example/fhir/../x", ""},
      {"https://u@ehr.example/fhir/Condition", ""},
      {"//other.example/fhir", ""},
      {"/Condition", ""},
      {"?page=2", ""},
      {"../x", ""},
      {"Patient/..", ""},
      {"Patient/%2e%2e/x", ""},
      {"Patient/p1 HTTP/1.1", ""},
      {"Patient/p1\r\nX: y", ""},
      {"javascript:alert", ""},
      {"", ""},
  }));
  CAPTURE(wanted);
  CHECK(target_on(*parse_base("https://ehr.example/fhir"), wanted).value_or("") == target);
}

TEST_CASE("a server at the root of its host has targets too") {
  const Url base = *parse_base("https://ehr.example");
  CHECK(target_on(base, "Patient/p1") == "/Patient/p1");
  CHECK(target_on(base, "https://ehr.example?page=2") == "/?page=2");
  CHECK(target_on(base, "https://ehr.example/x") == "/x");
}

TEST_CASE("an id and a token hold nothing that could end them early") {
  CHECK(is_id("a-1.B"));
  CHECK(is_id(std::string(64, 'a')));
  for (const char* no : {"", ".", "..", "a/b", "a b", "a%2fb", "a?b", "a\n"}) {
    CAPTURE(no);
    CHECK_FALSE(is_id(no));
  }
  CHECK_FALSE(is_id(std::string(65, 'a')));
  CHECK(is_bearer_token("aZ0-._~+/="));
  for (const char* no : {"", "=", "a b", "a\r\nX: y", "a=b", "\xC3\xA4"}) {
    CAPTURE(no);
    CHECK_FALSE(is_bearer_token(no));
  }
  CHECK_FALSE(is_bearer_token(std::string(16385, 'a')));
}

TEST_CASE("an entry says why it cannot be used") {
  const auto [url, allow_http, problem] = GENERATE(table<std::string, bool, std::string>({
      {"https://ehr.example/fhir", false, ""},
      {"http://ehr.example/fhir", true, ""},
      {"http://ehr.example/fhir", false, "is not https, which only `allow_http` permits"},
      {"https://ehr.example/fhir?x", true, "must be an http or https URL without user name, query and fragment"},
  }));
  CAPTURE(url, allow_http);
  AllowedServer server;
  server.base_url = url;
  server.allow_http = allow_http;
  CHECK(problem_with(server) == problem);
}

TEST_CASE("an address tells how far it reaches") {
  const auto [address, reach] = GENERATE(table<std::string, Reach>({
      {"8.8.8.8", Reach::everywhere},
      {"172.15.255.255", Reach::everywhere},
      {"172.32.0.0", Reach::everywhere},
      {"100.63.255.255", Reach::everywhere},
      {"2600::1", Reach::everywhere},
      {"127.0.0.1", Reach::near},
      {"127.255.255.255", Reach::near},
      {"10.1.2.3", Reach::near},
      {"172.16.0.0", Reach::near},
      {"172.31.255.255", Reach::near},
      {"192.168.0.1", Reach::near},
      {"169.254.169.254", Reach::near},
      {"100.64.0.1", Reach::near},
      {"198.19.255.255", Reach::near},
      {"::1", Reach::near},
      {"fe80::1", Reach::near},
      {"febf::1", Reach::near},
      {"fd00::1", Reach::near},
      {"fec0::1", Reach::near},
      {"::ffff:8.8.8.8", Reach::near},
      {"::ffff:127.0.0.1", Reach::near},
      {"64:ff9b::7f00:1", Reach::near},
      {"2002:7f00:1::", Reach::near},
      {"0.0.0.0", Reach::nowhere},
      {"224.0.0.1", Reach::nowhere},
      {"255.255.255.255", Reach::nowhere},
      {"240.0.0.1", Reach::nowhere},
      {"192.0.2.1", Reach::nowhere},
      {"::", Reach::nowhere},
      {"::7f00:1", Reach::nowhere},
      {"ff02::1", Reach::nowhere},
      {"2001:db8::1", Reach::nowhere},
      {"2001::1", Reach::nowhere},
      {"4000::1", Reach::nowhere},
      {"0x7f.1", Reach::nowhere},
      {"localhost", Reach::nowhere},
      {"fe80::1%lo", Reach::nowhere},
      {"", Reach::nowhere},
  }));
  CAPTURE(address);
  CHECK(reach_of(address) == reach);
}

TEST_CASE("a server that fails three times in a row is left alone, then tried by one") {
  using namespace std::chrono_literals;
  Breaker breaker;
  const Breaker::Time start{};
  breaker.failed(start);
  breaker.failed(start);
  CHECK(breaker.may_call(start));
  breaker.succeeded();
  breaker.failed(start);
  breaker.failed(start);
  CHECK(breaker.may_call(start));
  breaker.failed(start);
  CHECK_FALSE(breaker.may_call(start));
  CHECK_FALSE(breaker.may_call(start + 9999ms));
  CHECK(breaker.may_call(start + 10s));
  CHECK_FALSE(breaker.may_call(start + 10s));  // the first has not reported yet
  breaker.failed(start + 11s);
  CHECK_FALSE(breaker.may_call(start + 20s));
  CHECK(breaker.may_call(start + 21s));
  breaker.succeeded();
  CHECK(breaker.may_call(start + 21s));
  CHECK(breaker.may_call(start + 21s));
}
