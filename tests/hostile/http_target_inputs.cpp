// Methods, targets, versions, and what other protocols say to a web server.
#include <string>
#include <vector>

#include "tests/hostile/inputs.hpp"

namespace foresign::hostile {
namespace {

using Answers = std::vector<std::string>;

const std::string rest(next_request);
const std::string host = "Host: localhost\r\n\r\n";

void add_methods(std::vector<Input>& all) {
  struct Row {
    std::string method;
    Answers answers;  // of a path that takes POST
  };
  const std::vector<Row> rows = {
      {"GET", {"405 404", "405"}},
      {"PUT", {"405 404", "405"}},
      {"DELETE", {"405 404", "405"}},
      {"PATCH", {"405 404", "405"}},
      {"OPTIONS", {"204 404"}},
      {"TRACE", {"405", "501"}},
      {"CONNECT", {"405", "501"}},
      {"BREW", {"405", "501"}},
      {"post", {"405", "501", "400"}},
      {"Zq7MARKer", {"405", "501"}},
      {"PROPFIND", {"405", "501"}},
      {"PRI", {"405", "501"}},
      {"P", {"405", "501"}},
      {"POST", {"411"}},
      {"", {"400"}},
      {"PO ST", {"400"}},
      {"PO(ST", {"400"}},
      {"POST\t", {"400"}},
      {"\xC3\x89T\xC3\x89", {"400"}},
      {"POST\x7F", {"400"}},
      {std::string("PO\0ST", 5), {"400"}},
      {"M-SEARCH", {"405", "501"}},
      {repeated("A", 300), {"405", "501", "400"}},
      {repeated("A", 9000), {"405", "501", "400", "431"}},
      {repeated("A", 70'000), {"431"}},
  };
  for (const Row& row : rows)
    all.push_back({"method `" + row.method.substr(0, 20) + "` (" + std::to_string(row.method.size()) + " bytes)",
                   row.method + " /cds-services/prior-auth-order-sign HTTP/1.1\r\n" + host + rest, row.answers});
  for (const char* path : {"/health", "/cds-services"}) {
    const std::string name = std::string("HEAD of ") + path;
    all.push_back({name, std::string("HEAD ") + path + " HTTP/1.1\r\n" + host + rest, {"200 404"}, false, true});
  }
}

void add_targets(std::vector<Input>& all) {
  struct Row {
    std::string target;
    Answers answers;
  };
  const Answers nothing = {"404 404", "404"};
  const Answers malformed = {"400"};
  const Answers either = {"400", "404 404", "404", "200 404"};
  const std::vector<Row> rows = {
      {"/Zq7MARKer", nothing},
      {"//health", nothing},
      {"/health/", nothing},
      {"/./health", nothing},
      {"/x/../health", nothing},
      {"/..%2f..%2fetc%2fpasswd", nothing},
      {"/../../../../etc/passwd", nothing},
      {"/%2e%2e/%2e%2e/etc/passwd", nothing},
      {"/..\\..\\windows\\win.ini", nothing},
      {"/health%00", nothing},
      {"/health%00.html", nothing},
      {"/health%0d%0aX-A:%20Zq7MARKer", nothing},
      {"/%68ealth", nothing},
      {"/HEALTH", nothing},
      {"/health;Zq7MARKer", nothing},
      {"/health#Zq7MARKer", nothing},
      {"/health?Zq7MARKer=<script>", {"200 404"}},
      {"/health?" + repeated("a=Zq7MARKer&", 300), {"200 404"}},
      {"/health?%00%0d%0a", {"200 404"}},
      {"/<script>alert(1)</script>", nothing},
      {"/\xC3\xA9", either},
      {"/\xFF\xFE", either},
      {"*", nothing},
      {"http://localhost/health", either},
      {"http://Zq7MARKer/health", either},
      {"https://localhost/health", either},
      {"http://a@b:99999/health", either},
      {"file:///etc/passwd", either},
      {"gopher://Zq7MARKer", either},
      {"localhost:443", malformed},
      {"health", malformed},
      {"?health", malformed},
      {"", malformed},
      {"/a b", malformed},
      {"/a\tb", malformed},
      {"/a\x7F", malformed},
      {"/a\x01", malformed},
      {std::string("/health\0", 8), malformed},
      {"/cds-services/prior-auth-order-sign/", nothing},
      {"/cds-services//prior-auth-order-sign", nothing},
      {"/cds-services/Zq7MARKer", nothing},
      {"/" + repeated("Zq7MARKer", 400), nothing},
      {"/" + repeated("a", 5000), {"414"}},
      {"/" + repeated("/", 4000), nothing},
      {"/" + repeated("../", 1300), nothing},
      {"/" + repeated("a", 40'000), {"414", "431"}},
      {"/" + repeated("a", 2'000'000), {"414", "431"}},
  };
  for (const Row& row : rows)
    all.push_back({"target `" + row.target.substr(0, 40) + "` (" + std::to_string(row.target.size()) + " bytes)",
                   "GET " + row.target + " HTTP/1.1\r\n" + host + rest, row.answers});
}

void add_versions(std::vector<Input>& all) {
  const Answers refused = {"505", "400"};
  for (const std::string version : {"HTTP/0.9", "HTTP/1.2", "HTTP/1.10", "HTTP/2", "HTTP/2.0", "HTTP/3", "HTTP/11",
                                    "HTTP/1.", "HTTP/.1", "HTTP/", "HTTP/-1.1", "HTTP/1.1.1", "HTTP/1,1", "http/1.1",
                                    "HTTPS/1.1", "Zq7MARKer", "HTTP/1.1Zq7MARKer", "HTTP/1.1\t", "HTTP/9999999999.1"})
    all.push_back({"version `" + version + "`", "GET /health " + version + "\r\n" + host + rest, refused});
  const std::vector<Input> lines = {
      {"a request without version", "GET /health\r\n" + host + rest, {"400", "505"}},
      {"two spaces before the target", "GET  /health HTTP/1.1\r\n" + host + rest, {"400"}},
      {"two spaces before the version", "GET /health  HTTP/1.1\r\n" + host + rest, {"400"}},
      {"a space behind the version", "GET /health HTTP/1.1 \r\n" + host + rest, {"400", "505"}},
      {"tabs between the words", "GET\t/health\tHTTP/1.1\r\n" + host + rest, {"400"}},
      {"HTTP/1.0 without Host", "GET /health HTTP/1.0\r\n\r\n" + rest, {"200"}},
      {"HTTP/1.0 that wants to stay",
       "GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + rest,
       {"200", "200 404"}},
      {"HTTP/1.0 in chunks",
       "POST /health HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + rest,
       {"400", "405"}},
      {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {"505", "400"}},
      {"a proxy's line", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /health HTTP/1.1\r\n" + host + rest, {"400", "505"}},
      {"a head of nothing", "\r\n\r\n\r\n" + rest, {"404"}},
      {"a head of colons", ":\r\n:\r\n\r\n" + rest, {"400"}},
      {"an answer in place of a request", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" + rest, {"400", "505"}},
      {"bytes at random", std::string("\x00\xFF\x80\x01Zq7MARKer\r\n\r\n", 17) + rest, {"400"}},
      {"a TLS hello with line ends in it", std::string("\x16\x03\x01\x00\x08\r\n\r\n\x01\x02", 11) + rest, {"400"}},
      {"JSON without HTTP", "{\"hook\": \"Zq7MARKer\"}\r\n\r\n" + rest, {"400", "505"}},
      {"a red line of Redis", "*1\r\n$4\r\nPING\r\n\r\n" + rest, {"400"}},
      {"60000 bytes without a line end", repeated("\x41", 60'000), {"431", "414", "400"}},
  };
  all.insert(all.end(), lines.begin(), lines.end());
}

}  // namespace

std::vector<Input> http_target_inputs() {
  std::vector<Input> all;
  add_methods(all);
  add_targets(all);
  add_versions(all);
  return all;
}

}  // namespace foresign::hostile
