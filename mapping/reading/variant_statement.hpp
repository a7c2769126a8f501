// One statement of a text with the genes and changes that it names. Used by variant_text.cpp and variant_words.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/reading/variant_names.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

// A word or several that name a gene or a change, where they stand.
struct GeneAt {
  Gene gene = Gene::none;
  text::Span words;
};
struct ChangeAt {
  Change change = Change::none;
  Gene gene = Gene::none;  // named by an accession
  text::Span words;
};

struct Statement {
  const text::Text& text;
  std::size_t first = 0;
  std::size_t last = 0;
  [[nodiscard]] const std::string& word(std::size_t at) const { return text.words[at].folded; }
  [[nodiscard]] bool has(std::string_view wanted) const {
    for (std::size_t at = first; at < last; ++at)
      if (word(at) == wanted) return true;
    return false;
  }
  template <std::size_t N>
  [[nodiscard]] bool has_one_of(const std::array<std::string_view, N>& wanted) const {
    for (std::size_t at = first; at < last; ++at)
      if (is_one_of(word(at), wanted)) return true;
    return false;
  }
};

std::vector<Statement> statements_of(const text::Text& text);
std::vector<GeneAt> genes_in(const Statement& in);
// `g12c`, `gly12cys`, `c.34g>t`, `kras` + `g12c` in one word; "codon 12", "exon 2".
std::vector<ChangeAt> changes_in(const Statement& in);
// Rule 6.2: whose change it is: an accession's, the gene named after it with "in" or "of", the nearest before it, the
// only one.
Gene owner_of(const Statement& in, const std::vector<GeneAt>& genes, const ChangeAt& change, Gene context);

inline constexpr std::array<std::string_view, 24> no_call_words = {
    "indeterminate",   "inconclusive",   "equivocal",   "insufficient", "qns",           "invalid",
    "failed",          "unsatisfactory", "unevaluable", "nocall",       "fraglich",      "unklar",
    "uninterpretable", "borderline",     "auswertbar",  "beurteilbar",  "interpretable", "evaluable",
    "sufficient",      "inadequate",     "uncertain",   "unknown",      "call",          "confirmed"};

}  // namespace foresign::mapping
