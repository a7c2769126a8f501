// Mentions of cancers: what each Condition, and the order's own reason, says of each cancer that it names (rules 4.1
// to 4.6). Tumours are made of them (cancers.cpp).
#pragma once

#include <string>
#include <vector>

#include "mapping/reading/cancers.hpp"
#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/record.hpp"

namespace foresign::mapping {

// What one Condition, or the order's reason, says of one cancer.
struct Mention {
  Said said;
  Standing standing = Standing::counts;
  const fhir::Entry* entry = nullptr;  // of a Condition; null for a reasonCode
  const fhir::Condition* condition = nullptr;
  std::vector<Evidence> evidence;
  std::string name;

  [[nodiscard]] bool past() const { return standing == Standing::past || said.past; }
  [[nodiscard]] bool suspected() const { return standing == Standing::suspected || said.suspected; }
};

std::vector<Mention> read_condition(const Record& record, const fhir::Entry& entry, const fhir::Condition& condition);

// Mentions with the same key are of one tumour (rule 4.8).
std::string tumour_key(const Mention& mention);

// Rule 4.1: the order's reasons that name a primary cancer. Adds what a reasonCode, or a Condition outside the record,
// says.
struct Reasons {
  std::vector<std::string> chosen;  // tumour keys
  std::vector<Evidence> evidence;
  std::vector<std::string> names;
};

Reasons read_reasons(Record& record, std::vector<Mention>& mentions);

// Rule 4.4, "site not named by the policy": the cancers of the policy that a site may mean, for these histologies.
std::vector<Cancer> may_be(Site site, const std::vector<Histology>& stated);

}  // namespace foresign::mapping
