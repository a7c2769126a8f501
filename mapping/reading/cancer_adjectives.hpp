// "Recurrent", "advanced": words that speak of the cancer or of another illness beside it (rules 5.2 and 10.1).
#pragma once

#include <vector>

#include "mapping/terminology/terminology.hpp"

namespace foresign::mapping {

// Whether `word`, an adjective or an "of", has a noun of its own that is no cancer: "recurrent UTI", "advanced
// osteoporosis". It stands for the cancer before a word of it, or where no noun follows. `matches`: the cancer words of
// the text.
bool is_of_another_illness(const text::Text& text, const std::vector<WordMatch>& matches, std::size_t word);

// "Surveillance for recurrence", "to prevent metastatic spread": what is watched for or kept away.
bool is_warded_off(const text::Text& text, std::size_t word);

// Whether `word` may say that something recurred, and nothing shows that it was not the cancer: not "recurrence-free",
// "risk of recurrence", "recurrence of pancreatitis". Leaves denials and doubts to `mention_of`.
bool may_have_recurred(const text::Text& text, const std::vector<WordMatch>& matches, std::size_t word);

// Whether it says so: the words beside it are understood. Not "smoking relapse", "recurrence not proven", "counselled
// on recurrence".
bool says_recurred(const text::Text& text, const std::vector<WordMatch>& matches, std::size_t word);

}  // namespace foresign::mapping
