// Chapter 3 of the reading rules.
#include <catch2/catch.hpp>

#include "mapping/answers/age.hpp"
#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping {
using treatment_tests::resource;
using treatment_tests::tables;
using treatment_tests::TestChart;
namespace {

Fact age_of(const std::string& birth, const std::vector<std::string>& unavailable = {}) {
  TestChart chart(birth.empty() ? "" : resource("Patient", "p1", R"("birthDate":")" + birth + R"(")"), "", unavailable);
  return answer_age(chart.record(), 18);
}

}  // namespace

TEST_CASE("rule 3.1: full years with a partial birth date on both its ends") {
  const auto [born, expected] = GENERATE(table<std::string, Verdict>({
      {"1960-03-01", Verdict::met},
      {"2008-11-24", Verdict::met},      // eighteen on the day of judgement
      {"2008-11-25", Verdict::not_met},  // tomorrow
      {"2008-11", Verdict::unknown},     // either
      {"2008-12", Verdict::not_met},
      {"2008-10", Verdict::met},
      {"2008", Verdict::unknown},
      {"2007", Verdict::met},
      {"2009", Verdict::not_met},
      {"1960", Verdict::met},
      {"2027-01-01", Verdict::unknown},  // not born yet
      {"2026", Verdict::not_met},        // only its completions up to the day count
      {"YYYY-MM-DD", Verdict::unknown},
  }));
  CAPTURE(born);
  const Fact fact = age_of(born);
  CHECK(fact.verdict() == expected);
  if (fact.verdict() == Verdict::met) {
    REQUIRE(fact.evidence().size() == 1);
    CHECK(fact.evidence().front() == Evidence{"Patient/p1", "birthDate", born, "", ""});
  }
  if (fact.verdict() == Verdict::not_met) CHECK(fact.reason() == "the patient is younger than 18 years");
}

TEST_CASE("rule 3.1: someone born on 29 February has the birthday of a common year on 1 March") {
  using namespace date::literals;
  const date::sys_days born = date::sys_days(2004_y / 2 / 29);
  CHECK(age_on(date::sys_days(2022_y / 2 / 28), born) == 17);
  CHECK(age_on(date::sys_days(2022_y / 3 / 1), born) == 18);
  CHECK(age_on(date::sys_days(2024_y / 2 / 29), born) == 20);
}

TEST_CASE("rule 3.1: no birth date leaves the age unknown and asks for it") {
  const Fact none = age_of("");
  CHECK(none.verdict() == Verdict::unknown);
  CHECK(none.needed() == "the patient's date of birth");
  CHECK(age_of("", {"patient"}).needed() == "the patient's date of birth (could not be retrieved: patient)");
}

}  // namespace foresign::mapping
