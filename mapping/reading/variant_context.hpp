// What the lines around a statement make of the KRAS result in it: the heading above, the rest of its line, and the
// sentence that follows (rules 6.4 and 6.5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "mapping/questions/question.hpp"
#include "mapping/reading/variant_statement.hpp"
#include "mapping/reading/variant_text.hpp"

namespace foresign::mapping {

// open: what stands there is not understood, or raises a doubt. denied: it says no.
enum class Context : std::uint8_t { plain, open, denied };

// "KRAS: G12C"
bool has_colon(const Statement& in);
bool names_gene_or_change(const Statement& in);
// The sign that ends the words, or a line break.
char sign_behind(const Statement& in);
// The statements of a text, and which of them are headings: a line of its own that says nothing by itself, closed by a
// colon, or short and without a full stop, a value or a finding.
struct Lines {
  std::vector<Statement> statements;
  std::vector<bool> headings;
};
Lines lines_of(const text::Text& text);
// Whether the words [from, to) name what was looked at or what would be normal, not what was found: "Genes tested",
// "Panel content", "Reference range".
bool names_no_result(const Statement& in, std::size_t from, std::size_t to);
// "Tests pending", "Inclusion criteria", "Negative for:" over a list; also before a colon of the same sentence. `bare`:
// the statement itself says neither that the variant was found nor that it was not.
Context heading_over(const Lines& lines, std::size_t current, text::Span subject, bool bare);

// "Tier II variants: None", "Fusions:": the line tells of another group of findings.
bool names_a_group(const Lines& lines, std::size_t at);
// "Reference range: negative"
bool tells_what_is_normal(const Statement& in);
// "Detected" as the first line, and the finding below it.
bool is_under_result(const Lines& lines, std::size_t current);

// "KRAS G12C; BRAF V600E: all negative", "KRAS G12C. This mutation was not detected.", "... detected; considered
// negative". `bare`: the statement itself does not say that the variant was found.
Context beside(const Lines& lines, std::size_t current, bool bare);

// "Gene: KRAS; Variant: G12C; Result: Not detected", "KRAS G12C. Indeterminate": the answer to a bare name, in a
// statement of its own further down; nothing where there is none.
std::optional<Polarity> answer_below(const Lines& lines, std::size_t current);
// "Test: KRAS G12C | Result: Negative", "KRAS G12C mutation present? Yes": what a name that states nothing says with
// the answer below it.
std::optional<TextClaim> answered_by_next(const Lines& lines, std::size_t current);

// The organs of the policy's cancers that the words name as the tumour's or the specimen's ("colon primary").
std::vector<Cancer> organs_named(const Statement& in);

}  // namespace foresign::mapping
