// What one judgement looks at: one order and the chart it stands in.
#pragma once

#include <date/date.h>

#include <string>

#include "fhir/chart.hpp"

namespace foresign::mapping {

// An order of a drug that some policy is about (rule 2).
struct Order {
  std::string reference;               // `MedicationRequest/draft-1`, else its fullUrl, else `draftOrders.entry[0]`
  std::string drug;                    // concept: `sotorasib`
  date::sys_days day;                  // day of judgement (rule 2.5)
  const fhir::Entry* entry = nullptr;  // holds a MedicationRequest

  [[nodiscard]] const fhir::MedicationRequest& request() const {
    return std::get<fhir::MedicationRequest>(entry->resource);
  }
};

struct Case {
  Order order;
  const fhir::Chart& chart;
};

}  // namespace foresign::mapping
