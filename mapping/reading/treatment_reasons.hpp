// What a treatment was for, where its reasons name no cancer of the tables (rule 7.5). Shared by chapters 7 and 8.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "mapping/reading/cancers.hpp"
#include "mapping/reading/record.hpp"

namespace foresign::mapping {

// Whether its reasons are understood as the cancer of `site`, or cancer in general ("metastatic disease", Z51.11).
enum class ReasonsAre : std::uint8_t {
  understood,     // also where there are none; other diseases beside an understood reason do not matter
  other_disease,  // "rheumatoid arthritis", and nothing else
  open            // some is perhaps another cancer: "mCRPC"
};
ReasonsAre judge_reasons(const Record& record, Cancer site, const fhir::Entry& from,
                         std::span<const fhir::Reference> references, std::span<const fhir::CodeableConcept> concepts);

// The same for one purpose in words.
ReasonsAre judge_purpose(const Terminology& codes, Cancer site, std::string_view words);

// Some reason, none of the tumour's own Conditions, is a cancer of the site that the policy does not mean (rule 4.5):
// small cell lung cancer.
bool has_other_histology(const Record& record, const Tumour* mine, Cancer site, const fhir::Entry& from,
                         std::span<const fhir::Reference> references, std::span<const fhir::CodeableConcept> concepts);

}  // namespace foresign::mapping
