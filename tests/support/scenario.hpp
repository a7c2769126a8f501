// A scenario: what differs from a complete request, and what the reading rules expect of it. Format: docs/testing.md.
#pragma once

#include <date/date.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fhir/json/document.hpp"
#include "fhir/json/issue.hpp"
#include "fhir/json/view.hpp"

namespace foresign::scenario {

// What one criterion must say. Empty: not asked. Evidence is written `Reference element`, or just `Reference`.
struct ExpectedCriterion {
  std::string id;
  std::string verdict;
  std::string never;  // a verdict that would be wrong, where the rules allow either of the others
  std::vector<std::string> evidence;
  std::vector<std::string> conflicts;
  std::string needed_contains;
  std::string reason_contains;
};

struct ExpectedSetAside {
  std::string reference;
  std::string reason_contains;
};

struct Expectation {
  std::optional<std::size_t> cards;  // one, unless said
  std::string refused;               // `malformed`, `another_patient`, `no_record`
  std::string never;                 // instead of `verdict`, as above
  std::string order;                 // the order whose card is looked at; the first, unless said
  std::string verdict;
  std::string basis;
  std::string indication;
  std::vector<ExpectedCriterion> criteria;
  bool others_any = false;  // criteria that are not named need not be as in the complete request
  std::vector<ExpectedSetAside> ignored;
  std::vector<std::string> unavailable;  // prefetch keys
  std::string says_first;                // part of what the card says before all else
};

struct Scenario {
  json::Document document;
  std::string title;
  std::string because;
  std::string starts_from;  // name of a complete request
  date::sys_days day;
  bool day_of_order = false;
  Expectation expect;
};

// Unknown keys are errors: a misspelt expectation would pass unseen.
json::Parsed<Scenario> read_scenario(std::string_view text);

// The request's body with the scenario's edits, and edits that hit nothing.
struct Edited {
  std::string body;
  std::vector<std::string> problems;
};
Edited edited_request(json::View complete, const Scenario& scenario);

// The leaf criteria of the indication that a complete request is about, with their verdicts there.
struct Complete {
  std::string name;
  std::string indication;
  std::vector<std::pair<std::string, std::string>> leaves;
};
const std::vector<Complete>& complete_requests();
const Complete* find_complete(std::string_view name);

// The file's bytes; fails the test where it cannot be read.
std::string file_text(const std::string& path);

}  // namespace foresign::scenario
