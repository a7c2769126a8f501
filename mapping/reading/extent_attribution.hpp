// Whose extent words tell: of this tumour, of another cancer, of another illness (rule 5.6).
#pragma once

#include <cstddef>
#include <vector>

#include "mapping/questions/question.hpp"
#include "mapping/terminology/terminology.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

// What is longer is no sentence that anybody understands, and is not searched for names.
inline constexpr std::size_t longest_sentence = 120;  // words

// "Metastatic breast cancer in 2010" in a note on another tumour: for each word whether its statement, or where that
// names both cancers its part, names another cancer only.
std::vector<bool> about_another(const Terminology& codes, Cancer site, const text::Text& text);
// Whether these words name a cancer, and none of this site.
bool names_another_only(const Terminology& codes, Cancer site, const text::Text& text, text::Span words);
// "Lung metastases from the colon", "of breast cancer", "colonic primary": where a metastasis came from, if not from
// here.
bool names_another_origin(const Terminology& codes, Cancer site, const text::Text& text);

// Kinds of cancer whose spread and stage are another one's (rule 4.5): C7B's neuroendocrine tumours, for one.
bool is_of_another_kind(Histology histology);
bool names_another_kind(const Terminology& codes, const text::Text& text);

}  // namespace foresign::mapping
