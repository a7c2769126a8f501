// The log as lines: what is escaped, what is left out, and which requests are told to whom.
#include "cds/http/log.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

#include "cds/http/problem.hpp"
#include "fhir/json/document.hpp"

using namespace foresign;
using namespace foresign::http;
using namespace std::chrono_literals;

namespace {

Served served(std::string_view route, int status) {
  Served one;
  one.request_id = "r-1";
  one.method = "GET";
  one.route = route;
  one.status = status;
  return one;
}

}  // namespace

TEST_CASE("an event is one line of JSON whatever its values hold") {
  const Event event{Level::warn,
                    "keys",
                    {{"issuer", std::string("a\n\"b\"\\ \x01\xff")}, {"count", std::int64_t{-3}}, {"took_ms", 1.5}}};
  const std::string line = line_of(event, std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 3h + 7ms);
  CHECK(line == R"({"time":"2026-11-24T03:00:00.007Z","level":"warn","event":"keys",)"
                R"("issuer":"a\n\"b\"\\ \u0001)"
                "\xEF\xBF\xBD"
                R"(","count":-3,"took_ms":1.5})"
                "\n");
  CHECK(json::read(line).value);
}

TEST_CASE("a request's event says what came, what went and why not, and leaves out what there is not") {
  Served one = served("/cds-services", 401);
  one.took = 12'345us;
  one.bytes_in = 10;
  one.bytes_out = 20;
  one.note = "no token";
  CHECK(line_of(event_of(one), {}) ==
        R"({"time":"1970-01-01T00:00:00.000Z","level":"info","event":"request","request":"r-1","method":"GET",)"
        R"("route":"/cds-services","status":401,"duration_ms":12.3,"bytes_in":10,"bytes_out":20,"reason":"no token"})"
        "\n");
  one.issuer = "https://ehr.example";
  one.note.clear();
  CHECK(line_of(event_of(one), {})
            .ends_with(R"("bytes_out":20,"issuer":"https://ehr.example"})"
                       "\n"));
}

TEST_CASE("bugs are errors, what fails beside them a warning, and who only watches is heard at debug") {
  const auto [route, status, level] = GENERATE(table<std::string, int, Level>({
      {"/cds-services/prior-auth-order-sign", 200, Level::info},
      {"/cds-services/prior-auth-order-sign", 400, Level::info},
      {"/cds-services/prior-auth-order-sign", 500, Level::error},
      {"/cds-services/prior-auth-order-sign", 503, Level::warn},
      {"-", 404, Level::info},
      {"/health", 200, Level::debug},
      {"/health", 503, Level::warn},
      {"/metrics", 200, Level::debug},
      {"/metrics", 405, Level::info},
  }));
  CAPTURE(route, status);
  CHECK(event_of(served(route, status)).level == level);
}

TEST_CASE("an answer that is well but for its audit record is a warning") {
  Served one = served("/cds-services/prior-auth-order-sign", 200);
  one.note = "audit record not written: the store is busy";
  CHECK(event_of(one).level == Level::warn);
}

TEST_CASE("levels have names") {
  CHECK(level_named("error") == Level::error);
  CHECK(level_named("warn") == Level::warn);
  CHECK(level_named("info") == Level::info);
  CHECK(level_named("debug") == Level::debug);
}

TEST_CASE("every refusal has a reason for the log") {
  const auto note = [](Refusal::Why why) { return refusal_reply({why, {{json::Severity::fatal, "a", "b"}}}).note; };
  CHECK(note(Refusal::Why::malformed) == "malformed");
  CHECK(note(Refusal::Why::another_patient) == "another patient");
  CHECK(note(Refusal::Why::no_record) == "no record");
  CHECK(problem_reply(404, "there is nothing under this path").note == "there is nothing under this path");
  CHECK(unknown_caller_reply(auth::Rejection::signature).note == auth::describe(auth::Rejection::signature));
}
