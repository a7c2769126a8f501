// What a value answers to a question for metastases or for recurrence (rule 5.1). An answer that is not understood is
// none: "cannot be assessed", "see report", "deferred", "benign".
#pragma once

#include <cstdint>

#include "mapping/reading/extent_fields.hpp"
#include "mapping/terminology/terminology.hpp"

namespace foresign::mapping {

enum class Answer : std::uint8_t {
  none,   // not understood, or neither yes nor no
  no,     // "absent", M0
  nodes,  // of lymph nodes
  yes     // "present", M1, a place of spread
};

Answer answer_to_metastasis(const Terminology& codes, const Asked& asked, const fhir::Value& value);
Answer answer_to_recurrence(const Terminology& codes, const fhir::Value& value);
// "Recurrence", "relapsed" among the answers to how the disease goes on.
bool answers_recurred(const Terminology& codes, const fhir::Value& value);
// Negative, absent, no: coded, or the whole of the text.
bool says_no(const Terminology& codes, const fhir::CodeableConcept& answer);

}  // namespace foresign::mapping
