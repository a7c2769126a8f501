// The whole story of one card, for whoever has to explain it: who was told what, when and why, and what the prescriber
// did.
#pragma once

#include <string>
#include <vector>

#include "cds/store/records.hpp"

namespace foresign::audit {

// A page of text; `feedback` in the order of its receipt. Control characters are made harmless.
std::string story(const store::AuditRecord& record, const std::string& card,
                  const std::vector<store::FeedbackRecord>& feedback);

}  // namespace foresign::audit
