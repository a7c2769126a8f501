// How long one request takes inside the process; `test_whole [benchmark]` prints the figures.
#define CATCH_CONFIG_ENABLE_BENCHMARKING
#include <catch2/catch.hpp>
#include <string>
#include <variant>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "tests/support/library.hpp"
#include "tests/support/scenario.hpp"

using namespace foresign;

TEST_CASE("a request of 30 KB is judged in a few milliseconds", "[.][benchmark]") {
  const std::string body = scenario::file_text(std::string(FORESIGN_SOURCE_DIR) + "/fixtures/requests/nsclc.json");
  REQUIRE(body.size() > 20'000);
  const auto answer = [&] {
    const auto outcome = order_sign(body, testing::library(), testing::fixture_day(), [] { return std::string("id"); });
    json::Writer writer;
    hooks::write(writer, std::get<Answer>(outcome).response);
    return writer.text();
  };
  REQUIRE(answer().find("org.foresign.determination") != std::string::npos);

  BENCHMARK("read the JSON") {
    return json::read(body).value.has_value();
  };
  BENCHMARK("answer the request") {
    return answer().size();
  };
}
