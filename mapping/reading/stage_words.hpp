// What a stage, a TNM category or a text says of the extent of disease (rules 5.1 to 5.4), for one concept or one text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/terminology/terminology.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

enum class ExtentSign : std::uint8_t {
  metastatic,        // rule 5.1
  nodal,             // C77, "lymph node metastases", N (rule 5.4)
  locally_advanced,  // "locally advanced", "unresectable" (rule 5.2)
  advanced,          // the bare word (rule 5.2)
  recurrent,
  inoperable,        // says less than "unresectable"
  stage_group,       // `stage` holds `IIIA`
  primary_category,  // `stage` holds `T3`
  no_metastasis      // M0
};

struct Sign {
  ExtentSign sign = ExtentSign::metastatic;
  std::string stage;
  bool suspected = false;
};

// Where a concept or text stands: a bare `IV` or `4` is a stage only in a stage field (terminology trap 16).
enum class Field : std::uint8_t { stage, free_text };

std::vector<Sign> read_extent_words(const text::Text& text, Field field);
// Codes first: AJCC, UICC and cancerstaging.org codes, SNOMED CT and LOINC answers; then text and the displays of
// unknown codings.
std::vector<Sign> read_extent(const Terminology& codes, const fhir::CodeableConcept& value, Field field);

}  // namespace foresign::mapping
