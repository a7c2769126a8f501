// The reader of feedback (CDS Hooks 2.0, "Feedback").
#include <catch2/catch.hpp>
#include <string>

#include "cds/hooks/feedback.hpp"

using namespace foresign;
using hooks::Feedback;
using hooks::Outcome;

namespace {

std::string items(const std::string& text) {
  return R"({"feedback": [)" + text + "]}";
}

std::string overridden(const std::string& more) {
  return R"({"card": "c1", "outcome": "overridden", )" + more + R"("outcomeTimestamp": "2026-11-24T10:00:00Z"})";
}

}  // namespace

TEST_CASE("accepted suggestions and overridden cards of several calls come in one list") {
  const auto read = hooks::read_feedback(items(
      R"({"card": "c1", "outcome": "accepted", "acceptedSuggestions": [{"id": "s1"}, {"id": "s2"}],
          "outcomeTimestamp": "2026-11-24T10:00:00.250Z"},
         {"card": "c2", "outcome": "overridden",
          "overrideReason": {"reason": {"code": "result-pending", "system": "http://codes.example", "display": "Pending"},
                             "userComment": "sent yesterday"},
          "outcomeTimestamp": "2026-11-24T12:00:00+02:00", "extension": {"x": 1}})"));
  REQUIRE(read.value);
  REQUIRE(read.value->size() == 2);
  const Feedback& accepted = read.value->front();
  CHECK(accepted.card == "c1");
  CHECK(accepted.outcome == Outcome::accepted);
  CHECK(accepted.accepted_suggestions == std::vector<std::string>{"s1", "s2"});
  CHECK(accepted.outcome_time.time_since_epoch().count() % 1000 == 250);
  const Feedback& overridden = read.value->back();
  CHECK(overridden.outcome == Outcome::overridden);
  CHECK(overridden.override_reason == fhir::Coding{"http://codes.example", "result-pending", "Pending"});
  CHECK(overridden.user_comment == "sent yesterday");
  CHECK(accepted.outcome_time - overridden.outcome_time == std::chrono::milliseconds(250));
}

TEST_CASE("an override needs no reason, or only a code, or only a comment") {
  const auto [reason, code, comment] = GENERATE(table<std::string, std::string, std::string>({
      {"", "", ""},
      {R"("overrideReason": null, )", "", ""},
      {R"("overrideReason": {"reason": {"code": "x", "system": "http://codes.example"}}, )", "x", ""},
      {R"("overrideReason": {"reason": {"code": "x"}}, )", "x", ""},
      {R"("overrideReason": {"userComment": "because"}, )", "", "because"},
      {R"("overrideReason": {"userComment": ""}, )", "", ""},
  }));
  CAPTURE(reason);
  const auto read = hooks::read_feedback(items(overridden(reason)));
  REQUIRE(read.value);
  CHECK(read.value->front().override_reason.code == code);
  CHECK(read.value->front().user_comment == comment);
}

TEST_CASE("a comment is cut to its limit, at the end of a character") {
  const std::string most(hooks::longest_comment - 1, 'a');
  const auto read =
      hooks::read_feedback(items(overridden(R"("overrideReason": {"userComment": ")" + most + R"(äb"}, )")));
  REQUIRE(read.value);
  CHECK(read.value->front().user_comment == most);
}

TEST_CASE("malformed feedback is refused whole, with the path of each mistake") {
  const std::string time = R"("outcomeTimestamp": "2026-11-24T10:00:00Z")";
  const std::string wanted_time = "must be a time with its offset, such as `2026-11-24T10:00:00Z`";
  const auto [body, path, message] = GENERATE_COPY(table<std::string, std::string, std::string>({
      {"[]", "$", "must be an object"},
      {"{}", "feedback", "is missing"},
      {R"({"feedback": {}})", "feedback", "must be a list of 1 to 1000 items"},
      {R"({"feedback": []})", "feedback", "must be a list of 1 to 1000 items"},
      {items("7"), "feedback[0]", "must be an object"},
      {items(overridden("") + R"(, {"outcome": "overridden", )" + time + "}"), "feedback[1].card", "is missing"},
      {items(R"({"card": 7, "outcome": "overridden", )" + time + "}"), "feedback[0].card",
       "must be a text of 1 to 128 bytes"},
      {items(R"({"card": "c1", )" + time + "}"), "feedback[0].outcome", "is missing"},
      {items(R"({"card": "c1", "outcome": "ignored", )" + time + "}"), "feedback[0].outcome",
       "must be `accepted` or `overridden`"},
      {items(R"({"card": "c1", "outcome": "accepted", )" + time + "}"), "feedback[0].acceptedSuggestions",
       "is missing"},
      {items(R"({"card": "c1", "outcome": "accepted", "acceptedSuggestions": [], )" + time + "}"),
       "feedback[0].acceptedSuggestions", "must be a list with at least one suggestion"},
      {items(R"({"card": "c1", "outcome": "accepted", "acceptedSuggestions": [{}], )" + time + "}"),
       "feedback[0].acceptedSuggestions[0].id", "is missing"},
      {items(R"({"card": "c1", "outcome": "accepted", "acceptedSuggestions": ["s1"], )" + time + "}"),
       "feedback[0].acceptedSuggestions[0]", "must be an object"},
      {items(overridden(R"("overrideReason": "x", )")), "feedback[0].overrideReason", "must be an object"},
      {items(overridden(R"("overrideReason": {}, )")), "feedback[0].overrideReason",
       "must hold a reason or a user's comment"},
      {items(overridden(R"("overrideReason": {"reason": "x"}, )")), "feedback[0].overrideReason.reason",
       "must be a coding"},
      {items(overridden(R"("overrideReason": {"reason": {"system": "x"}}, )")),
       "feedback[0].overrideReason.reason.code", "is missing"},
      {items(overridden(R"("overrideReason": {"userComment": 1}, )")), "feedback[0].overrideReason.userComment",
       "must be a text"},
      {items(R"({"card": "c1", "outcome": "overridden"})"), "feedback[0].outcomeTimestamp", "is missing"},
      {items(R"({"card": "c1", "outcome": "overridden", "outcomeTimestamp": "yesterday"})"),
       "feedback[0].outcomeTimestamp", wanted_time},
      {items(R"({"card": "c1", "outcome": "overridden", "outcomeTimestamp": "2026-11-24"})"),
       "feedback[0].outcomeTimestamp", wanted_time},
  }));
  CAPTURE(body);
  const auto read = hooks::read_feedback(body);
  CHECK_FALSE(read.value);
  CHECK(read.issues == std::vector<json::Issue>{{json::Severity::fatal, path, message}});
}
