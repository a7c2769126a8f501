// The service as a client sees it: docs/interface.md over a socket.
#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cds/http/uuid.hpp"
#include "cds/order_sign.hpp"
#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "tests/http/wire.hpp"

using namespace foresign;
using namespace foresign::wire;

namespace {

std::string judged_here(std::string_view body) {
  const auto outcome = order_sign(body, library(), mapping::Day{fixture_day(), false}, http::new_uuid);
  REQUIRE(std::holds_alternative<foresign::Answer>(outcome));
  json::Writer writer;
  hooks::write(writer, std::get<foresign::Answer>(outcome).response);
  return writer.text();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

// Every error says what is wrong in an OperationOutcome.
struct Outcome {
  std::string severity;
  std::string code;
  std::string diagnostics;
  std::string expression;
};

Outcome first_issue(const wire::Answer& answer) {
  const auto document = json::read(answer.body);
  REQUIRE(document.value);
  const json::View root = document.value->root();
  REQUIRE(root["resourceType"].string() == "OperationOutcome");
  const json::View issue = root["issue"][0];
  const auto text = [](json::View view) { return std::string(view.string().value_or("")); };
  return {text(issue["severity"]), text(issue["code"]), text(issue["diagnostics"]), text(issue["expression"][0])};
}

}  // namespace

TEST_CASE("the service answers over a socket what the order judgement says") {
  const auto name = GENERATE("nsclc", "colorectal", "pancreatic", "ampullary", "small-bowel");
  CAPTURE(name);
  const std::string body = fixture(name);
  const Running service;
  const auto answer = ask(service.port(), post(body));
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->headers.at("content-type") == "application/json");
  CHECK(answer->body.find("org.foresign.determination") != std::string::npos);
  CHECK(without_ids(answer->body) == without_ids(judged_here(body)));
  CHECK(answer->body != without_ids(answer->body));
}

TEST_CASE("rule 2.5: the day of judgement is asked for with every request") {
  std::atomic<int> day = 24;
  const Running service({}, [&day] { return date::sys_days(date::year(2026) / 11 / day.load()); });
  Client client(service.port());
  for (const int today : {24, 25}) {
    day = today;
    client.send(post(fixture("nsclc")));
    const auto answer = client.read();
    REQUIRE(answer);
    CHECK(answer->body.find("\"day\":\"2026-11-" + std::to_string(today) + "\"") != std::string::npos);
  }
}

TEST_CASE("a request without an order of a drug with a policy gets an empty list of cards") {
  const Running service;
  const std::string body = R"({"hook":"order-sign","hookInstance":"h","context":{"patientId":"p",
    "draftOrders":{"resourceType":"Bundle","entry":[]}}})";
  const auto answer = ask(service.port(), post(body));
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->body == R"({"cards":[]})");
}

TEST_CASE("discovery names the one service") {
  const Running service;
  const auto answer = ask(service.port(), get("/cds-services"));
  REQUIRE(answer);
  CHECK(answer->status == 200);
  const auto document = json::read(answer->body);
  REQUIRE(document.value);
  const json::View services = document.value->root()["services"];
  REQUIRE(services.size() == 1);
  CHECK(services[0]["id"].string() == "prior-auth-order-sign");
  CHECK(services[0]["hook"].string() == "order-sign");
  CHECK(services[0]["prefetch"]["patient"].string() == "Patient/{{context.patientId}}");
}

TEST_CASE("health names the version and the loaded policies") {
  const Running service;
  const auto answer = ask(service.port(), get("/health"));
  REQUIRE(answer);
  CHECK(answer->status == 200);
  const auto document = json::read(answer->body);
  REQUIRE(document.value);
  const json::View root = document.value->root();
  CHECK(root["status"].string() == "ok");
  CHECK(root["version"].string() == FORESIGN_VERSION);
  CHECK(root["policies"][0]["id"].string() == "cigna-lumakras");
  CHECK(root["policies"][0]["version"].string() == "2025-05-14");
  CHECK(root["policies"][0]["digest"].string()->starts_with("sha256:"));
}

TEST_CASE("content types with a charset and of FHIR are accepted") {
  const auto type = GENERATE("application/json; charset=utf-8", "Application/JSON;charset=UTF-8",
                             "application/fhir+json; charset=\"UTF-8\"", "application/json ;a=b");
  CAPTURE(type);
  const Running service;
  const std::string body = fixture("nsclc");
  const auto answer = ask(service.port(), replaced(post(body), "application/json", type));
  REQUIRE(answer);
  CHECK(answer->status == 200);
}

TEST_CASE("a malformed request is a 400 that names the place and the next request is served") {
  struct Row {
    std::string what;
    std::string body;
    std::string expression;
  };
  const std::string good = fixture("nsclc");
  const std::string small = R"({"hook":"order-sign","hookInstance":"h","context":{"patientId":"p","draftOrders":{}}})";
  const std::vector<Row> rows = {
      {"empty", "", "$"},
      {"not JSON", "hello", "$"},
      {"two values", small + small, "$"},
      {"a list", "[]", "$"},
      {"a duplicate member", R"({"hook":"order-sign","hook":"order-sign"})", "hook"},
      {"no hook", replaced(small, R"("hook":"order-sign",)", ""), "hook"},
      {"another hook", replaced(small, "order-sign", "patient-view"), "hook"},
      {"a number as hook", replaced(small, R"("order-sign")", "5"), "hook"},
      {"no hookInstance", replaced(small, R"("hookInstance":"h",)", ""), "hookInstance"},
      {"null as hookInstance", replaced(small, R"("h")", "null"), "hookInstance"},
      {"a list as context", R"({"hook":"order-sign","hookInstance":"h","context":[]})", "context"},
      {"no patientId", replaced(small, R"("patientId":"p",)", ""), "context.patientId"},
      {"an object as patientId", replaced(small, R"("p")", "{}"), "context.patientId"},
      {"no draftOrders", replaced(small, R"(,"draftOrders":{})", ""), "context.draftOrders"},
      {"a list as draftOrders", replaced(small, "{}", "[]"), "context.draftOrders"},
      {"another patient", replaced(good, R"("id": "lindqvist")", R"("id": "someone-else")"), "prefetch.patient.id"},
  };
  const Running service;
  Client client(service.port());
  for (const Row& row : rows) {
    CAPTURE(row.what);
    client.send(post(row.body));
    const auto answer = client.read();
    REQUIRE(answer);
    CHECK(answer->status == 400);
    CHECK(answer->headers.at("content-type") == "application/fhir+json");
    CHECK(answer->headers.at("access-control-allow-origin") == "*");
    const Outcome issue = first_issue(*answer);
    CHECK(issue.severity == "error");
    CHECK_FALSE(issue.diagnostics.empty());
    CHECK(issue.expression == row.expression);
    CHECK(answer->body.find("Lindqvist") == std::string::npos);
  }
  client.send(post(good));
  const auto answer = client.read();
  REQUIRE(answer);
  CHECK(answer->status == 200);
}

TEST_CASE("hostile JSON is refused without harm") {
  const auto [what, body] = GENERATE(table<std::string, std::string>({
      {"200000 open arrays", std::string(200'000, '[')},
      {"200000 nested arrays", std::string(200'000, '[') + std::string(200'000, ']')},
      {"200000 nested objects",
       [] {
         std::string text;
         for (int i = 0; i < 200'000; ++i) text += "{\"a\":";
         return text;
       }()},
      {"a NUL and junk", std::string("{}\0junk", 7)},
      {"a broken character", "{\"hook\":\"\xff\"}"},
      {"a lone surrogate", R"({"hook":"\udc00"})"},
  }));
  CAPTURE(what);
  const Running service;
  Client client(service.port());
  client.send(post(body));
  const auto answer = client.read();
  REQUIRE(answer);
  CHECK(answer->status == 400);
  CHECK_FALSE(first_issue(*answer).diagnostics.empty());
  client.send(get("/health"));
  CHECK(client.read()->status == 200);
}

TEST_CASE("a truncated request is refused wherever it was cut") {
  const std::string whole = fixture("nsclc");
  const Running service;
  Client client(service.port());
  for (std::size_t length = 0; length < whole.size() - 2; length += 1499) {
    CAPTURE(length);
    client.send(post(std::string_view(whole).substr(0, length)));
    const auto answer = client.read();
    REQUIRE(answer);
    CHECK(answer->status == 400);
  }
}

TEST_CASE("a sotorasib order without anything of the record is a 412") {
  const std::string body =
      R"({"hook":"order-sign","hookInstance":"h","context":{"patientId":"p","draftOrders":{"entry":[{"resource":
    {"resourceType":"MedicationRequest","id":"o","status":"draft","intent":"order",
     "medicationCodeableConcept":{"text":"sotorasib"}}}]}}})";
  const Running service;
  const auto answer = ask(service.port(), post(body));
  REQUIRE(answer);
  CHECK(answer->status == 412);
  CHECK(first_issue(*answer).code == "incomplete");
}

TEST_CASE("a path or method that is not served is refused") {
  struct Row {
    std::string method;
    std::string path;
    int status;
    std::string allow;
  };
  const auto row = GENERATE(values<Row>({
      {"GET", "/", 404, ""},
      {"GET", "/cds-services/", 404, ""},
      {"GET", "/cds-services/other", 404, ""},
      {"GET", "/cds-services/prior-auth-order-sign/feedback", 405, "POST, OPTIONS"},
      {"GET", "/cds-services/prior-auth-order-sign/feedback/", 404, ""},
      {"GET", "/../etc/passwd", 404, ""},
      {"GET", "/health%00", 404, ""},
      {"OPTIONS", "/nothing", 404, ""},
      {"GET", "/cds-services/prior-auth-order-sign", 405, "POST, OPTIONS"},
      {"PUT", "/cds-services/prior-auth-order-sign", 405, "POST, OPTIONS"},
      {"BREW", "/cds-services/prior-auth-order-sign", 405, "POST, OPTIONS"},
      {"TRACE", "/health", 405, "GET, HEAD, OPTIONS"},
      {"DELETE", "/cds-services", 405, "GET, HEAD, OPTIONS"},
  }));
  CAPTURE(row.method, row.path);
  const Running service;
  const auto answer = ask(service.port(), get(row.path, row.method));
  REQUIRE(answer);
  CHECK(answer->status == row.status);
  CHECK((answer->headers.contains("allow") ? answer->headers.at("allow") : "") == row.allow);
  CHECK(answer->headers.at("access-control-allow-origin") == "*");
  CHECK(first_issue(*answer).code == (row.status == 404 ? "not-found" : "not-supported"));
}

TEST_CASE("POST to an unknown service is a 404 and its body is not read as a request") {
  const Running service;
  Client client(service.port());
  std::string request = replaced(post(get("/health")), service_path, "/cds-services/other");
  client.send(request);
  const auto answer = client.read();
  REQUIRE(answer);
  CHECK(answer->status == 404);
  CHECK(answer->headers.at("connection") == "close");
  CHECK(client.closed());
}

TEST_CASE("a body is taken only as JSON of known length") {
  struct Row {
    std::string what;
    std::string headers;
    int status;
  };
  const auto row = GENERATE(values<Row>({
      {"no length", "Content-Type: application/json\r\n", 411},
      {"chunked", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", 411},
      {"too large", "Content-Type: application/json\r\nContent-Length: 8388609\r\n", 413},
      {"far too large", "Content-Type: application/json\r\nContent-Length: 999999999999\r\n", 413},
      {"no content type", "Content-Length: 2\r\n", 415},
      {"text", "Content-Type: text/plain\r\nContent-Length: 2\r\n", 415},
      {"XML of FHIR", "Content-Type: application/fhir+xml\r\nContent-Length: 2\r\n", 415},
      {"another charset", "Content-Type: application/json; charset=iso-8859-1\r\nContent-Length: 2\r\n", 415},
      {"two charsets", "Content-Type: application/json; charset=utf-8;charset=utf-16\r\nContent-Length: 2\r\n", 415},
      {"a form", "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 2\r\n", 415},
      {"gzip", "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n", 415},
      {"gzip that waits", "Content-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: 2\r\n", 415},
  }));
  CAPTURE(row.what);
  const Running service;
  Client client(service.port());
  client.send("POST " + std::string(service_path) + " HTTP/1.1\r\nHost: a\r\n" + row.headers + "\r\n");
  const auto answer = client.read();
  REQUIRE(answer);
  CHECK(answer->status == row.status);
  CHECK_FALSE(first_issue(*answer).diagnostics.empty());
  // Also without any length: what follows may be the body that its sender took for one.
  CHECK(answer->headers.contains("connection"));
  CHECK(ask(service.port(), get("/health"))->status == 200);
}

TEST_CASE("a body of the largest size is read and one byte more is not") {
  http::Settings settings;
  settings.max_body_bytes = 2048;
  const Running service(std::move(settings));
  CHECK(ask(service.port(), post(std::string(2048, ' ')))->status == 400);
  CHECK(ask(service.port(), post(std::string(2049, ' ')))->status == 413);
}

TEST_CASE("a client that waits for 100 Continue is told to go on") {
  const Running service;
  const std::string body = fixture("small-bowel");
  const std::string request = post(body, "Expect: 100-continue\r\n");
  Client client(service.port());
  client.send(request.substr(0, request.size() - body.size()));
  CHECK(client.read()->status == 100);
  client.send(body);
  CHECK(client.read()->status == 200);
}

TEST_CASE("HEAD answers the headers of GET without its body") {
  const Running service;
  for (const std::string path : {"/health", "/cds-services"}) {
    CAPTURE(path);
    const auto whole = ask(service.port(), get(path));
    Client client(service.port());
    client.send(get(path, "HEAD"));
    const auto head = client.read(true);
    REQUIRE(head);
    CHECK(head->status == 200);
    CHECK(head->headers.at("content-length") == std::to_string(whole->body.size()));
    // What follows is the next answer, not a body.
    client.send(get(path));
    CHECK(client.read()->body == whole->body);
  }
}

TEST_CASE("a browser may ask beforehand and gets the headers by name") {
  const Running service;
  for (const std::string path : {"/health", "/cds-services", "/cds-services/prior-auth-order-sign"}) {
    CAPTURE(path);
    const auto answer =
        ask(service.port(), "OPTIONS " + path +
                                " HTTP/1.1\r\nHost: a\r\nOrigin: https://ehr.example\r\nAccess-Control-Request-Method: "
                                "POST\r\nAccess-Control-Request-Headers: authorization,content-type\r\n\r\n");
    REQUIRE(answer);
    CHECK(answer->status == 204);
    CHECK(answer->body.empty());
    CHECK_FALSE(answer->headers.contains("content-length"));
    CHECK(answer->headers.at("access-control-allow-origin") == "*");
    CHECK(answer->headers.at("access-control-allow-methods") == "GET, POST, OPTIONS");
    CHECK(answer->headers.at("access-control-allow-headers") == "authorization, content-type");
    CHECK(answer->headers.contains("access-control-max-age"));
    CHECK(answer->headers.at("vary") == "Origin");
    CHECK_FALSE(answer->headers.contains("access-control-allow-credentials"));
  }
}

TEST_CASE("with a list of origins only these may read answers") {
  http::Settings settings;
  settings.allow_origins = {"https://ehr.example"};
  const Running service(std::move(settings));
  const auto from = [&](const std::string& origin) {
    return ask(service.port(), "GET /health HTTP/1.1\r\nHost: a\r\nOrigin: " + origin + "\r\n\r\n");
  };
  CHECK(from("https://ehr.example")->headers.at("access-control-allow-origin") == "https://ehr.example");
  CHECK_FALSE(from("https://ehr.example.evil")->headers.contains("access-control-allow-origin"));
  CHECK(from("https://ehr.example")->headers.at("vary") == "Origin");
}

TEST_CASE("a range does not cut the answer") {
  const Running service;
  const std::string body = fixture("nsclc");
  const auto whole = ask(service.port(), post(body));
  const auto ranged = ask(service.port(), post(body, "Range: bytes=0-1\r\n"));
  REQUIRE(whole);
  REQUIRE(ranged);
  CHECK(ranged->status == 200);
  CHECK(without_ids(ranged->body) == without_ids(whole->body));
}

TEST_CASE("the access log names route and status and nothing of the patient") {
  std::mutex mutex;
  std::vector<std::string> lines;
  http::Settings settings;
  settings.report = [&](const http::Served& served) {
    const std::lock_guard lock(mutex);
    lines.push_back(http::line_of(http::event_of(served), {}));
  };
  {
    const Running service(std::move(settings));
    const auto answer = ask(service.port(), post(fixture("nsclc")));
    ask(service.port(), get("/Patient/lindqvist?name=Lindqvist"));
    const std::lock_guard lock(mutex);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].starts_with(
        R"({"time":"1970-01-01T00:00:00.000Z","level":"info","event":"request","request":")" +
        answer->headers.at("x-request-id") +
        R"(","method":"POST","route":"/cds-services/prior-auth-order-sign","status":200,"duration_ms":)"));
    CHECK(lines[0].ends_with(R"(,"bytes_in":)" + std::to_string(fixture("nsclc").size()) + R"(,"bytes_out":)" +
                             std::to_string(answer->body.size()) + "}\n"));
    CHECK(lines[1].find(R"("method":"GET","route":"-","status":404,)") != std::string::npos);
    CHECK(lines[1].ends_with(R"("reason":"there is nothing under this path"})"
                             "\n"));
  }
  for (const std::string& line : lines) CHECK(line.find("indqvist") == std::string::npos);
}
