// Answers that stand below the name of a variant (rule 6.5).
#include "mapping/reading/variant_context.hpp"
#include "mapping/reading/variant_understood.hpp"

namespace foresign::mapping {
namespace {

// "Mutation" in a line of its own says nothing by itself.
bool is_noun_alone(const Statement& in) {
  static constexpr auto nouns = std::to_array<std::string_view>({"mutation", "mutations", "variant", "variants"});
  return in.last - in.first == 1 && is_one_of(in.word(in.first), nouns);
}

bool denies(Polarity polarity) {
  return polarity == Polarity::negative || polarity == Polarity::wild_type;
}

}  // namespace

bool names_a_group(const Lines& lines, std::size_t at) {
  static constexpr auto groups =
      std::to_array<std::string_view>({"tier", "variants", "fusions", "vus", "cnv", "cnvs", "alterations", "copy",
                                       "msi", "tmb", "mutations", "fusion"});
  const Statement& in = lines.statements[at];
  return (lines.headings[at] || is_field(in)) && in.has_one_of(groups);
}

bool tells_what_is_normal(const Statement& in) {
  static constexpr auto normal = std::to_array<std::string_view>({"reference", "ref", "expected", "normal"});
  return is_one_of(in.word(in.first), normal) && is_field(in);
}

bool is_under_result(const Lines& lines, std::size_t current) {
  const Statement& first = lines.statements[0];
  if (current != 1 || !is_answer(first) || first.last > 2) return false;
  return first.has_one_of(found_words) && !first.has_one_of(denial_words);
}

// It is looked for down to the next name. Beyond a sentence, "Method: PCR of ...", it may be the answer to something
// else, so a denial there leaves the name open.
std::optional<Polarity> answer_below(const Lines& lines, std::size_t current) {
  const std::vector<Statement>& statements = lines.statements;
  // "KRAS G12C but negative on repeat", "KRAS G12C, however, was negative": cut before the conjunction.
  static constexpr auto goes_on = std::to_array<std::string_view>({"but", "however", "was", "is", "negative", "not"});
  // "VAF: 34%", and "PD-L1: 0%"
  static constexpr auto of_allele =
      std::to_array<std::string_view>({"vaf", "af", "maf", "allele", "allelic", "variant"});
  if (is_under_result(lines, current)) return std::nullopt;
  bool beyond_sentence = false;
  for (std::size_t next = current + 1; next < statements.size(); ++next) {
    const Statement& below = statements[next];
    if (!genes_in(below).empty() || !changes_in(below).empty()) return std::nullopt;
    if (names_a_group(lines, next)) return std::nullopt;
    if (tells_what_is_normal(below)) continue;
    const bool answer = is_answer(below) && !is_noun_alone(below);
    if (!answer && is_one_of(below.word(below.first), goes_on) && below.has_one_of(denial_words))
      return Polarity::no_call;
    if (!answer && !is_field(below)) {
      beyond_sentence = true;
      continue;
    }
    if (beyond_sentence) {
      if (answer && denies(polarity_of(written(below)))) return Polarity::no_call;
      continue;
    }
    if (answer && sign_behind(below) == '?') {  // "Detected? No"
      const bool answered = next + 1 < statements.size() && statements[next + 1].last - statements[next + 1].first == 1;
      return answered ? polarity_of(written(statements[next + 1])) : Polarity::no_call;
    }
    if (answer) return polarity_of(written(below));
    if (fraction_in(below, below.first, below.last) == Fraction::zero && is_one_of(below.word(below.first), of_allele))
      return Polarity::negative;
  }
  return std::nullopt;
}

std::optional<TextClaim> answered_by_next(const Lines& lines, std::size_t current) {
  const std::vector<Statement>& statements = lines.statements;
  static constexpr auto yes_or_no = std::to_array<std::string_view>({"yes", "no", "ja", "nein"});
  if (current + 1 >= statements.size()) return std::nullopt;
  const Statement& in = statements[current];
  const Statement& below = statements[current + 1];
  const bool bare_answer = below.last - below.first == 1 && is_one_of(below.word(below.first), yes_or_no);
  if ((!is_answer(below) && !bare_answer) || !is_understood_test(in, {}) ||
      (!is_understood_heading(below) && !is_name_of_results(below)))
    return std::nullopt;
  if (heading_over(lines, current, {in.first, in.first + 1}, true) != Context::plain) return std::nullopt;
  const std::vector<GeneAt> genes = genes_in(in);
  const auto is_other = [](const GeneAt& gene) { return gene.gene != Gene::kras; };
  if (genes.empty() || std::ranges::any_of(genes, is_other)) return std::nullopt;
  const std::vector<ChangeAt> changes = changes_in(in);
  const auto is_g12c = [](const ChangeAt& change) { return change.change == Change::g12c; };
  if (!std::ranges::all_of(changes, is_g12c) || other_region(in) || is_structural(written(in))) return std::nullopt;
  const Polarity polarity = polarity_of(written(below));
  TextClaim claim;
  if (denies(polarity)) {
    claim.says = Says::negative;
    claim.why = changes.empty() ? "no KRAS mutation was detected" : "KRAS G12C was not detected";
  } else if (polarity != Polarity::positive) {
    claim.says = Says::no_call;
    claim.why = "the result is inconclusive";
  } else if (changes.empty()) {
    claim.says = Says::may_positive;
    claim.why = "a KRAS mutation was found, but the text does not name which";
    claim.unnamed = true;
  } else {
    claim.says = Says::positive;
  }
  return claim;
}

}  // namespace foresign::mapping
