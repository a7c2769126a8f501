// What the code of an observation or of a component asks for (rules 6.2 to 6.4).
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "mapping/reading/record.hpp"
#include "mapping/reading/variant_names.hpp"

namespace foresign::mapping {

struct Target {
  Gene gene = Gene::none;
  Change change = Change::none;
  bool variant_profile = false;  // 69548-6
  bool tested_list = false;      // 21703-4: what was tested for (rule 6.4)
  bool marrow = false;           // 53620-1 (rule 6.4)
  bool structural = false;
  bool germline = false;
  bool of_the_test = false;  // "KRAS G12C testing done?": no result is asked for
  bool says_more = false;    // "KRAS G12A, G12C, G12D", "KRAS G12C positive control": a positive answer may be of that
  bool wild_type = false;    // "KRAS wild type": a yes denies, a no leaves open which variant it is
  bool denies = false;       // "Pertinent negatives": what stands there was not found
  bool understood = true;    // false: "Trial eligibility", a code that says nothing here: its value is no result
};

bool has_loinc(const fhir::CodeableConcept& code, std::string_view wanted);

template <std::size_t N>
bool has_loinc_of(const fhir::CodeableConcept& code, const std::array<std::string_view, N>& wanted) {
  return std::ranges::any_of(wanted, [&](std::string_view one) { return has_loinc(code, one); });
}

// `alone`: no components tell what 69548-6 is about, so that its words do ("KRAS G12C mutation").
Target target_of(const Record& record, const fhir::CodeableConcept& code, bool alone = false);

// Whether every word of a name of observations is known to name results: "Molecular findings", "Mutations found".
bool is_understood_name(std::string_view words);

}  // namespace foresign::mapping
