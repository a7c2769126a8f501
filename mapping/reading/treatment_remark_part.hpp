// What one part of a statement objects: the words between two commas. A denial is about what stands near it in its
// part.
#pragma once

#include <span>

#include "mapping/reading/treatment_remarks.hpp"

namespace foresign::mapping {

// `drugs`: the phrases of drugs in the part.
Objection::Weight weigh_part(const text::Text& text, text::Span part, std::span<const PhraseMatch> drugs,
                             Remark::Kind kind, const Named& named);

}  // namespace foresign::mapping
