// How long one request takes inside the process; `test_whole [benchmark]` prints the figures.
#define CATCH_CONFIG_ENABLE_BENCHMARKING
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <variant>

#include "cds/order_sign.hpp"
#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"

using namespace foresign;

TEST_CASE("a request of 30 KB is judged in a few milliseconds", "[.][benchmark]") {
  std::ifstream file(std::string(FORESIGN_SOURCE_DIR) + "/fixtures/requests/nsclc.json", std::ios::binary);
  const std::string body{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  REQUIRE(body.size() > 20'000);
  const auto library = load_library(std::string(FORESIGN_BINARY_DIR) + "/data");
  REQUIRE(library.value);
  const mapping::Day day{date::sys_days(date::year(2026) / date::November / 24), false};
  const auto answer = [&] {
    const auto outcome = order_sign(body, *library.value, day, [] { return std::string("id"); });
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
