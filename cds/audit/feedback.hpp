// Feedback as it is kept.
#pragma once

#include <vector>

#include "cds/auth/verify.hpp"
#include "cds/hooks/feedback.hpp"
#include "cds/store/records.hpp"

namespace foresign::audit {

// One record for each item. A coded reason without a code (there was none) is none.
std::vector<store::Record> records_of(const std::vector<hooks::Feedback>& feedback, const auth::Caller& caller,
                                      store::Time received_at);

}  // namespace foresign::audit
