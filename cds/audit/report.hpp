// What became of the cards of a period, counted by policy and criterion: for whoever looks after the policies. Counts
// only: nothing in a report leads to a patient or a prescriber.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cds/store/records.hpp"

namespace foresign::audit {

struct CriterionCount {
  std::size_t met = 0;
  std::size_t not_met = 0;
  std::size_t unknown = 0;
};

// By name, so that the order is stable.
using Counts = std::map<std::string, std::size_t, std::less<>>;

// One policy in one version. A card counts once for each line, however often its feedback came.
struct PolicyReport {
  std::size_t cards = 0;
  CriterionCount verdicts;                                      // of the orders
  std::map<std::string, CriterionCount, std::less<>> criteria;  // of the shown indications
  Counts missing;              // criteria that stayed open, `prefetch.KEY` that could not be had
  std::size_t accepted = 0;    // cards of which a suggestion was taken
  Counts suggestions;          // which, in the words of the card
  std::size_t overridden = 0;  // cards that were dismissed
  Counts reasons;              // why: code of the reason; `(no reason)` where none was given
};

struct Report {
  std::string since;                                                     // `2026-11-24`; empty: from the beginning
  std::map<std::pair<std::string, std::string>, PolicyReport> policies;  // by id and version
  std::size_t refused = 0;                                               // calls that could not be judged
  std::size_t other_feedback = 0;  // on cards that are none of the period's, or that another client was shown
};

// Takes in records one by one: first all of the audit trail, then all feedback.
class Tally {
 public:
  explicit Tally(std::string since) { report_.since = std::move(since); }
  Tally(const Tally&) = delete;
  Tally& operator=(const Tally&) = delete;
  void add(const store::AuditRecord& record);
  void add(const store::FeedbackRecord& record);
  [[nodiscard]] const Report& report() const { return report_; }

 private:
  struct Card {
    PolicyReport* of = nullptr;
    std::string issuer;  // of the client that was shown it
    std::string tenant;
    std::map<std::string, std::string, std::less<>> labels;  // by suggestion, those not yet counted
    bool accepted = false;
    bool overridden = false;
    std::vector<std::string> reasons;  // already counted
  };
  Report report_;
  std::map<std::string, Card, std::less<>> cards_;
};

// For people: a page of text.
std::string as_text(const Report& report);
// `{"since": ..., "policies": [...], "refused": n, "feedbackOnOtherCards": n}`
std::string as_json(const Report& report);
// `policy,version,measure,item,count`, one count a line, a header line first; ends of lines as RFC 4180 says. What a
// spreadsheet would take for a formula is written as text.
std::string as_csv(const Report& report);

// One field of such a line.
std::string csv_field(std::string_view text);

}  // namespace foresign::audit
