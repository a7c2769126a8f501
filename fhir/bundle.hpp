// A prefetch value or `draftOrders` -> entries of a chart (docs/interface.md, 3; rule 1.7).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/chart.hpp"
#include "fhir/json/view.hpp"

namespace foresign::fhir {

// absent: not supplied. empty: looked up, nothing there. failed: an OperationOutcome as value or as entry. data: the
// rest.
enum class Supply : std::uint8_t { absent, empty, failed, data };

struct BundleReading {
  Supply supply = Supply::absent;
  std::vector<Entry> entries;
  std::vector<Unreadable> unreadable;
  std::vector<std::string> problems;    // why it is failed or incomplete, in words; empty where complete
  bool incomplete = false;              // an OperationOutcome among entries, or more than is read
  bool cut = false;                     // incomplete because it holds more, or nests deeper, than is read
  std::vector<std::string> next_pages;  // links to pages that are not in the value: without them it is incomplete too
};

// Reads a single resource, a Bundle (with or without `type`, nested Bundles too), null or nothing. `source` names the
// key and starts the names of entries without id (`draftOrders.entry[2]`).
BundleReading read_bundle(json::View value, std::string_view source);

}  // namespace foresign::fhir
