// What mapping hands back for one order: a fact for every question, and what else the reader of a card must know.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mapping/facts/fact.hpp"

namespace foresign {

struct FactSheet {
  std::vector<std::pair<std::string, Fact>> answers;  // criterion id -> fact, in document order
  std::vector<Evidence> cancers;  // the primary cancers on record (rule 1.6); empty: none is documented
  bool cancers_complete = true;   // false: a source of diagnoses could not be had (rule 1.7)
  // Whether the record, attestation aside, documents or may document a cancer that the policy covers (rules 1.6
  // and 9.1: the basis stays the record's). Unset: as the diagnosis facts say.
  std::optional<bool> covered_cancer;
  std::vector<SetAside> ignored;  // rule 1.4, sorted, no repeats
  std::vector<std::string>
      first;  // what the card says before all else: deceased patient, another payer's coverage (2.1, 2.4)

  [[nodiscard]] const Fact* find(std::string_view criterion) const {
    for (const auto& [id, fact] : answers)
      if (id == criterion) return &fact;
    return nullptr;
  }
};

}  // namespace foresign
