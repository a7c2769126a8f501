// What a treatment was for, where its reasons name no cancer of the tables (rule 7.5). Shared by chapters 7 and 8.
#pragma once

#include <span>

#include "mapping/reading/cancers.hpp"
#include "mapping/reading/record.hpp"

namespace foresign::mapping {

// Some reason is neither the cancer of `site` nor cancer in general ("metastatic disease", Z51.11): "mCRPC",
// "rheumatoid arthritis". Other diseases beside an understood reason do not matter.
bool has_open_reason(const Record& record, Cancer site, const fhir::Entry& from,
                     std::span<const fhir::Reference> references, std::span<const fhir::CodeableConcept> concepts);

// Some reason, none of the tumour's own Conditions, is a cancer of the site that the policy does not mean (rule 4.5):
// small cell lung cancer.
bool has_other_histology(const Record& record, const Tumour* mine, Cancer site, const fhir::Entry& from,
                         std::span<const fhir::Reference> references, std::span<const fhir::CodeableConcept> concepts);

}  // namespace foresign::mapping
