// All data, loaded once at start and checked against each other: policies and code tables.
#pragma once

#include <string>
#include <vector>

#include "cds/policy/catalogue.hpp"
#include "fhir/json/issue.hpp"
#include "mapping/terminology/terminology.hpp"

namespace foresign {

struct Library {
  policy::Catalogue policies;
  mapping::Terminology codes;
};

// `folder` holds `policies/*.json` and `terminology/*.tsv`. Issue paths start with the file's name. No value if any
// issue is fatal.
json::Parsed<Library> load_library(const std::string& folder);

}  // namespace foresign
