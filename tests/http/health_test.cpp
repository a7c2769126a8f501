// GET /health and GET /metrics, and who may read them.
#include "cds/http/health.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "cds/metrics/metrics.hpp"
#include "fhir/json/document.hpp"
#include "tests/http/wire.hpp"

using namespace foresign;
using namespace foresign::wire;

namespace {

http::Head asking(std::string path, std::string method = "GET") {
  http::Head head;
  head.method = std::move(method);
  head.path = std::move(path);
  return head;
}

http::World world(metrics::Metrics* metrics = nullptr, std::vector<http::HealthCheck> checks = {}) {
  http::World one{fixture_day, [] { return std::string("id"); }};
  one.metrics = metrics;
  one.checks = std::move(checks);
  return one;
}

http::Reply reply_to(const http::Routes& routes, const http::Head& head) {
  return std::get<http::Reply>(routes.before_body(head));
}

}  // namespace

TEST_CASE("health is 200 while every check is content, else 503 with the reasons and in the same shape") {
  std::string store;
  const http::Routes routes(library(), world(nullptr, {{"store", [&] { return store; }}, {"other", [] { return ""; }}}),
                            {});
  const http::Reply well = reply_to(routes, asking("/health"));
  CHECK(well.status == 200);
  CHECK(well.body.starts_with(R"({"status":"ok","version":")" FORESIGN_VERSION R"(","policies":[{"id":")"));
  CHECK(well.note.empty());

  store = "the disk is full";
  const http::Reply ill = reply_to(routes, asking("/health"));
  CHECK(ill.status == 503);
  CHECK(ill.note == "store: the disk is full");
  const auto document = json::read(ill.body);
  REQUIRE(document.value);
  const json::View root = document.value->root();
  CHECK(root["status"].string() == "unavailable");
  CHECK(root["version"].string() == FORESIGN_VERSION);
  CHECK(root["policies"][0]["id"].string() == library().policies.all().front().id);
  REQUIRE(root["reasons"].size() == 1);
  CHECK(root["reasons"][0]["check"].string() == "store");
  CHECK(root["reasons"][0]["reason"].string() == "the disk is full");

  store.clear();
  CHECK(reply_to(routes, asking("/health")).body == well.body);
}

TEST_CASE("health and metrics can be asked with HEAD") {
  metrics::Metrics metrics("1", {});
  http::Settings settings;
  settings.metrics = true;
  const Running service(std::move(settings), fixture_day, {}, nullptr, &metrics);
  const auto path = GENERATE("/health", "/metrics");
  CAPTURE(path);
  Client client(service.port());
  client.send(get(path, "HEAD"));
  const auto head = client.read(true);
  REQUIRE(head);
  CHECK(head->status == 200);
  client.send(get(path));
  const auto whole = client.read();
  REQUIRE(whole);
  CHECK(head->headers.at("content-length") == std::to_string(whole->body.size()));
  CHECK_FALSE(whole->body.empty());
}

TEST_CASE("metrics are read without a token, and only where the configuration lets them be") {
  metrics::Metrics metrics("1", {});
  http::World closed = world(&metrics);
  closed.authenticate = [](std::string_view, std::string_view) { return auth::Rejection::missing; };
  http::RouteSettings shown;
  shown.metrics = true;
  const http::Routes with(library(), closed, shown);
  const http::Reply reply = reply_to(with, asking("/metrics"));
  CHECK(reply.status == 200);
  CHECK(reply.content_type == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(reply.body == metrics.text());
  CHECK(reply_to(with, asking("/metrics", "POST")).status == 405);
  CHECK(reply_to(http::Routes(library(), closed, {}), asking("/metrics")).status == 404);
  CHECK(reply_to(http::Routes(library(), world(), shown), asking("/metrics")).status == 404);
}

TEST_CASE("a judged request is counted, and a refused one is not judged") {
  metrics::Metrics metrics("1", {});
  const http::Routes routes(library(), world(&metrics), {});
  CHECK(routes.answer({}, asking(std::string(service_path), "POST"), fixture("nsclc")).status == 200);
  CHECK(routes.answer({}, asking(std::string(service_path), "POST"), "{}").status == 400);
  const std::string text = metrics.text();
  CHECK(text.find(R"(foresign_determinations_total{indication="1",policy="cigna-lumakras",verdict="met"} 1)") !=
        std::string::npos);
  CHECK(text.find(R"(foresign_criteria_total{criterion="1.B.test",policy="cigna-lumakras",verdict="met"} 1)") !=
        std::string::npos);
  CHECK(text.find("foresign_judging_duration_seconds_count 1\n") != std::string::npos);
  CHECK(text.find("foresign_callback_fetches_total") == std::string::npos);
}

TEST_CASE("what FHIR servers answer is counted, and their time is not taken for judging") {
  metrics::Metrics metrics("1", {});
  http::World calling = world(&metrics);
  calling.call_back = [](const auth::Caller&, const hooks::HookRequest&) -> fhir::client::Fetch {
    return [](const std::vector<std::string>& wanted) {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      return std::vector<fhir::client::Answer>(wanted.size(), {{}, fhir::client::Failure::too_late});
    };
  };
  const http::Routes routes(library(), calling, {});
  std::string body = fixture("nsclc");
  const std::size_t at = body.find("\"coverage\"");
  REQUIRE(at != std::string::npos);
  body.replace(at, 10, "\"elsewhere\"");
  CHECK(routes.answer({}, asking(std::string(service_path), "POST"), body).status == 200);
  const std::string text = metrics.text();
  CHECK(text.find(R"(foresign_callback_fetches_total{outcome=")" +
                  std::string(in_words(fhir::client::Failure::too_late)) + "\"} ") != std::string::npos);
  const auto sum = [&](const std::string& name) {
    const std::size_t from = text.find("\n" + name + "_sum ");
    return from == std::string::npos ? -1.0 : std::stod(text.substr(from + name.size() + 6));
  };
  CHECK(sum("foresign_callback_duration_seconds") >= 0.3);
  CHECK(sum("foresign_judging_duration_seconds") > 0);
  // Whole waits are taken off; what is left is the judging, however busy the machine.
  CHECK(sum("foresign_judging_duration_seconds") < 0.3);
}
