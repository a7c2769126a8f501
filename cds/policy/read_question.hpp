// The `ask` of a policy file -> Question (docs/policy-format.md).
#pragma once

#include <optional>

#include "cds/policy/file_reader.hpp"
#include "mapping/questions/question.hpp"

namespace foresign::policy {

// Nothing where it cannot be read; what is wrong is reported.
std::optional<Question> read_question(json::View ask, FileReader& reader);

// `nsclc` ...; nothing where the word is unknown, which is reported at `at`.
std::optional<Cancer> read_cancer(json::View at, std::string_view word, FileReader& reader);

}  // namespace foresign::policy
