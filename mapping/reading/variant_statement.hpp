// One statement of a text with the genes and changes that it names. Used by variant_text.cpp and variant_words.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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
// The words as they were written.
std::string_view written(const Statement& in);
// "Variant: G12C"
bool is_field(const Statement& in);
std::vector<GeneAt> genes_in(const Statement& in);
// Whether a phrase that names KRAS G12C asks for nothing else: no other change, no word that is not understood.
bool only_names_change(std::string_view written);
// `g12c`, `gly12cys`, `c.34g>t`, `kras` + `g12c` in one word; "codon 12", "exon 2".
std::vector<ChangeAt> changes_in(const Statement& in);
// "KRAS exon 3 mutation not detected" says nothing of codon 12.
bool other_region(const Statement& in);
// A panel's list of KRAS variants is shorter. Every name is read against the whole statement, so their number needs a
// limit.
inline constexpr std::size_t most_names = 60;
// The words that can speak of what `subject` names: up to the next gene, but through a list ("KRAS, NRAS: wild type").
std::size_t end_of_reach(const Statement& in, const std::vector<GeneAt>& genes, text::Span subject);
// no: not said; yes: wild type; maybe: said of a neighbour ("wild-type EGFR, KRAS G12C").
enum class Wild : std::uint8_t { no, maybe, yes };
Wild wild_type(const Statement& in, const std::vector<GeneAt>& genes, text::Span subject);
// "KRAS G12C mutation present: N", "KRAS G12C: 0", "KRAS p.G12C n.n."
bool ends_in_no(const Statement& in);
// "KRAS G12C, however, was negative": a denial beyond a comma, and no other gene that it may be said of.
bool is_denied_further_on(const Statement& in, const std::vector<GeneAt>& genes, std::size_t after);
// "PD-L1 negative": a word said of a marker that is no gene of the list.
bool is_of_marker(const Statement& in, std::size_t at);
// The allele frequency said of the words before it. below: "< 1 %".
enum class Fraction : std::uint8_t { not_stated, zero, below, some };
Fraction fraction_in(const Statement& in, std::size_t from, std::size_t end);
// "below the limit of detection", though it be "detected below ..." (rule 6.4).
bool below_detection(const Statement& in, std::size_t from, std::size_t end);
// Names of tests, drugs and studies bear the variant's name without its being found: "KRAS G12C inhibitor".
bool names_something_else(const Statement& in, std::size_t after);
// Of those, what no result belongs to: "KRAS G12C inhibitor".
bool names_a_remedy(const Statement& in, std::size_t after);
// Text about the assay: "detects the following mutations", "G12A/C/D/R/S/V".
bool lists_what_is_tested(const Statement& in, const std::vector<ChangeAt>& changes);
// Sentences about the variant in general: "KRAS G12C mutations are found in 13% of patients".
bool speaks_in_general(const Statement& in, std::size_t subject);
// "Detected / Not detected", "Yes/No": the words of a form from `at` on, neither of them chosen.
bool is_choice(const text::Text& text, std::size_t at);
// "Result: Not detected", "Indeterminate": an answer that names no subject.
bool is_answer(const Statement& in);
// "KRAS G12C and negative for EGFR", "KRAS G12C, no other variants", "KRAS G12C, not G12D": a part, from `at` on, that
// denies what it names itself.
bool denies_others(const Statement& in, std::size_t at);
// "Of germline origin", unless it is denied, or the variant said to be somatic (rule 6.2).
bool speaks_of_germline(const Statement& in);

// Rule 6.2: whose change it is: an accession's, the gene named after it with "in" or "of", the nearest before it, the
// only one.
Gene owner_of(const Statement& in, const std::vector<GeneAt>& genes, const ChangeAt& change, Gene context);

inline constexpr std::array<std::string_view, 24> no_call_words = {
    "indeterminate",   "inconclusive",   "equivocal",   "insufficient", "qns",           "invalid",
    "failed",          "unsatisfactory", "unevaluable", "nocall",       "fraglich",      "unklar",
    "uninterpretable", "borderline",     "auswertbar",  "beurteilbar",  "interpretable", "evaluable",
    "sufficient",      "inadequate",     "uncertain",   "unknown",      "call",          "confirmed"};

inline constexpr auto denial_words = std::to_array<std::string_view>(
    {"not", "no", "negative", "absent", "undetected", "without", "failed", "unable", "never", "negativ", "nicht"});

// A result that says found. Those before what they mean are fewer: "patient seen for KRAS G12C".
inline constexpr std::array<std::string_view, 22> found_words = {
    "detected",     "positive", "identified", "found",        "present",     "pos",      "harbors",  "harbours",
    "nachgewiesen", "positiv",  "mutiert",    "confirmed",    "(+)",         "seen",     "observed", "revealed",
    "nachweis",     "carries",  "harboring",  "demonstrated", "nachweisbar", "vorhanden"};
inline constexpr std::array<std::string_view, 19> found_ahead = {
    "confirmed", "fand",    "detected",  "positive",     "identified",  "found",  "harbors",
    "harbours",  "harbor",  "harboring", "revealed",     "reveals",     "showed", "shows",
    "carries",   "positiv", "nachweis",  "nachgewiesen", "demonstrated"};

}  // namespace foresign::mapping
