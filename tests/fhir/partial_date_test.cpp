#include <catch2/catch.hpp>
#include <string>

#include "fhir/types/partial_date.hpp"

using namespace foresign::fhir;

TEST_CASE("rule 3.1: a date is as early and as late as its precision allows") {
  const auto [written, earliest, latest] = GENERATE(table<std::string, std::string, std::string>({
      {"2024", "2024-01-01", "2024-12-31"},
      {"2024-02", "2024-02-01", "2024-02-29"},
      {"2023-02", "2023-02-01", "2023-02-28"},
      {"1900-02", "1900-02-01", "1900-02-28"},
      {"2000-02", "2000-02-01", "2000-02-29"},
      {"2024-12", "2024-12-01", "2024-12-31"},
      {"2024-02-29", "2024-02-29", "2024-02-29"},
      {"0001", "0001-01-01", "0001-12-31"},
      {"9999-12-31", "9999-12-31", "9999-12-31"},
      {"2024-05-06T23:59:59+14:00", "2024-05-06", "2024-05-06"},
      {"2024-05-06T00:00:00-11:00", "2024-05-06", "2024-05-06"},
      {"2024-05-06T10:00:00.123456789Z", "2024-05-06", "2024-05-06"},
      {"2024-05-06T10:00:00", "2024-05-06", "2024-05-06"},
      {"2024-05-06T10:00", "2024-05-06", "2024-05-06"},
      {"2024-05-06T10:00Z", "2024-05-06", "2024-05-06"},
      {"2016-12-31T23:59:60Z", "2016-12-31", "2016-12-31"},
  }));
  CAPTURE(written);
  const auto date = read_partial_date(written);
  REQUIRE(date);
  CHECK(date->written == written);
  CHECK(to_string(date->earliest) == earliest);
  CHECK(to_string(date->latest) == latest);
  CHECK(date->exact() == (earliest == latest));
}

TEST_CASE("what is no date of FHIR is none") {
  const std::string written = GENERATE(
      as<std::string>(), "", "0000", "24", "02024", "20240101", "YYYY-MM-DD", "2024-", "2024-1", "2024-00", "2024-13",
      "2023-02-29", "1900-02-29", "2024-04-31", "2024-01-00", "2024-01-32", "2024-01-1", "2024-01-01 ", " 2024-01-01",
      "2024-01-01T", "2024/01/01", "2024-01-01T24:00:00Z", "2024-01-01T10:60:00Z", "2024-01-01T10:00:61Z",
      "2024-01-01T10:00:00.Z", "2024-01-01T10:00:00+", "2024-01-01T10:00:00+1:00", "2024-01-01T10:00:00+14:01",
      "2024-01-01T10:00:00+15:00", "2024-01-01T10:00:00Zulu", "2024-01-01t10:00:00Z", "2024-01-01T10", "-2024-01-01",
      "+024-01-01", "2024-01-01-05:00", "01.02.2024", "\xD9\xA2\xD9\xA0");
  CAPTURE(written);
  CHECK_FALSE(read_partial_date(written));
}

TEST_CASE("a time with an offset is a point in time and one without is a day only") {
  const auto instant = [](const char* written) { return read_partial_date(written)->instant; };
  CHECK(instant("2024-05-06T10:00:00Z") == instant("2024-05-06T12:00:00+02:00"));
  CHECK(instant("2024-05-06T10:00:00Z") == instant("2024-05-05T20:00:00-14:00"));
  CHECK(*instant("2024-05-06T10:00:00.5Z") - *instant("2024-05-06T10:00:00Z") == std::chrono::milliseconds(500));
  CHECK(*instant("2024-05-06T10:00:00.0019Z") - *instant("2024-05-06T10:00Z") == std::chrono::milliseconds(1));
  CHECK(*instant("1970-01-02T00:00:00Z") == std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::hours(24)));
  CHECK_FALSE(instant("2024-05-06T10:00:00"));
  CHECK_FALSE(instant("2024-05-06"));
}

TEST_CASE("rule 6.6: later is by instant where both have one and else by day") {
  const auto [left, right, expected] = GENERATE(table<std::string, std::string, bool>({
      {"2024-05-07", "2024-05-06", true},
      {"2024-05-06", "2024-05-06", false},
      {"2024-05", "2024-04", true},
      {"2024", "2024-04", false},        // some completion lies before
      {"2024-05", "2024-05-01", false},  // the first of May is not after itself
      {"2024-05-06T10:00:01Z", "2024-05-06T10:00:00Z", true},
      {"2024-05-06T01:00:00+02:00", "2024-05-05T23:30:00Z", false},  // the later day is the earlier instant
      {"2024-05-05T23:30:00Z", "2024-05-06T01:00:00+02:00", true},
      {"2024-05-06T12:00:00", "2024-05-06T10:00:00Z", false},  // without an offset only the day is known
      {"2024-05-07", "2024-05-06T23:00:00Z", true},
  }));
  CAPTURE(left, right);
  CHECK(later(*read_partial_date(left), *read_partial_date(right)) == expected);
  if (expected) CHECK_FALSE(later(*read_partial_date(right), *read_partial_date(left)));
}

TEST_CASE("rule 7.3: surely before is before with all of it") {
  const date::sys_days day = read_partial_date("2024-05-06")->earliest;
  CHECK(surely_before(*read_partial_date("2024-05-05"), day));
  CHECK(surely_before(*read_partial_date("2024-04"), day));
  CHECK_FALSE(surely_before(*read_partial_date("2024-05"), day));
  CHECK_FALSE(surely_before(*read_partial_date("2024-05-06"), day));
}

TEST_CASE("every day from 1583 to 2400 is read as itself") {
  const auto last = date::sys_days(date::year(2400) / 12 / 31);
  std::size_t wrong = 0;
  for (auto day = date::sys_days(date::year(1583) / 1 / 1); day <= last; day += date::days(1)) {
    const auto read = read_partial_date(to_string(day));
    if (!read || read->earliest != day || read->latest != day) ++wrong;
  }
  CHECK(wrong == 0);
}
