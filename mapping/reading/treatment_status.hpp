// Which records of a treatment count as given, and when it began (rules 7.2 and 7.3). Shared by chapters 7 and 8.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mapping/reading/record.hpp"
#include "mapping/reading/treatment_names.hpp"

namespace foresign::mapping {

// Rule 7.2, as far as the status itself tells.
struct Given {
  bool counts = false;
  bool ended = false;   // completed or stopped: counts without a date (rule 7.3)
  std::string why_not;  // where it does not count: `cancelled`
};

Given given_by(const fhir::MedicationAdministration& administration);
Given given_by(const fhir::MedicationDispense& dispense);
Given given_by(const fhir::MedicationStatement& statement);
Given given_by(const fhir::Procedure& procedure);
// Without regard to the 21 days: an active or on-hold order `counts` here.
Given given_by(const fhir::MedicationRequest& request);

// Rule 7.2: order, original-order, reflex-order, filler-order, instance-order.
bool is_order_intent(std::string_view intent);

// Rule 7.3: empty if it began before the day; else why it does not count.
inline constexpr std::string_view perhaps_not_begun = "may not have begun before the day of judgement";
inline constexpr std::string_view not_dated = "not dated";
std::string why_not_before(const std::optional<fhir::PartialDate>& start, const std::optional<fhir::PartialDate>& end,
                           bool ended, date::sys_days day);

// What administrations and dispenses tell about an order that they reference (rule 7.2).
struct Fulfilment {
  std::optional<fhir::PartialDate> first;  // the earliest that counts as given
  bool given = false;                      // some began before the day
  bool refused = false;                    // some is recorded as not done
};
using Fulfilments = std::unordered_map<const fhir::Entry*, Fulfilment>;
Fulfilments read_fulfilments(const Record& record);

}  // namespace foresign::mapping
