// No body of a request costs much more than its size (docs/decisions/0014).
#include <time.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <variant>
#include <vector>

#include "fhir/json/writer.hpp"
#include "tests/support/heavy_bodies.hpp"
#include "tests/support/library.hpp"
#include "tests/support/scenario.hpp"

using namespace foresign;

namespace {

double cpu_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1000 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Cost {
  double ms = 0;          // of processor time
  std::size_t bytes = 0;  // of the answer; 0 where there is none
};

// Of a body's whole way.
Cost cost_of(const std::string& body) {
  Cost cost;
  const double began = cpu_ms();
  const auto outcome = order_sign(body, testing::library(), testing::fixture_day(), [] { return std::string("id"); });
  if (const auto* answer = std::get_if<Answer>(&outcome)) {
    json::Writer writer;
    hooks::write(writer, answer->response);
    cost.bytes = writer.text().size();
  }
  cost.ms = cpu_ms() - began;
  return cost;
}

// The measure is a good request of the same size: its cost grows with its bytes, and so must that of a bad one. Before
// there were limits, the worst of these took minutes, some thousand times as much.
constexpr double most_ratio = 60;
// Under sanitizers all of them together take minutes.
#ifdef FORESIGN_SANITIZED
constexpr std::size_t every_nth = 6;
#else
constexpr std::size_t every_nth = 1;
#endif

}  // namespace

TEST_CASE("no request of 1 MiB asks for much more work than a good one of that size") {
  const std::string good = scenario::file_text(std::string(FORESIGN_SOURCE_DIR) + "/fixtures/requests/nsclc.json");
  double one = cost_of(good).ms;
  for (int i = 0; i < 10; ++i) one = std::min(one, cost_of(good).ms);
  const double scale = one * static_cast<double>(heavy::most_bytes) / static_cast<double>(good.size());
  const std::vector<heavy::Body> all = heavy::bodies();
  CHECK(all.size() >= 20);
  std::string report;
  for (std::size_t at = 0; at < all.size(); at += every_nth) {
    const heavy::Body& body = all[at];
    CAPTURE(body.name);
    REQUIRE(body.text.size() <= heavy::most_bytes);
    REQUIRE(body.text.size() > 900'000);
    Cost cost = cost_of(body.text);
    // As for the good request, the least of some counts: other programs on the machine only add.
    for (int again = 0; again < 2 && cost.ms / scale >= most_ratio; ++again)
      cost.ms = std::min(cost.ms, cost_of(body.text).ms);
    const double ratio = cost.ms / scale;
    CAPTURE(cost.ms, one, ratio, cost.bytes);
    CHECK(ratio < most_ratio);
    CHECK(cost.bytes < std::size_t{32} * 1024 * 1024);
    report += body.name + ": " + std::to_string(cost.ms) + " ms, " + std::to_string(ratio) + ", " +
              std::to_string(cost.bytes) + " bytes\n";
  }
  INFO("a good request: " << one << " ms\n" << report);
  SUCCEED();
}
