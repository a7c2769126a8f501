// Which gene, change and region a phrase names, whatever it says of them (rules 6.2 to 6.4).
#include <algorithm>

#include "mapping/reading/variant_statement.hpp"
#include "mapping/reading/variant_text.hpp"

namespace foresign::mapping {

using text::Mention;
using text::Text;

// "KRAS exon 3 mutation not detected" says nothing of codon 12.
bool other_region(const Statement& in) {
  bool region = false;
  bool two = false;
  for (std::size_t at = in.first; at < in.last; ++at) {
    const std::string& word = in.word(at);
    if (const auto position = residue_named(word)) {  // "KRAS Q61 and A146"
      region = true;
      two = two || *position == 12;
    }
    const bool exon = word == "exon" || word == "exons";
    const bool codon = word == "codon" || word == "codons";
    if (!exon && !codon) continue;
    region = true;
    for (std::size_t next = at + 1; next < in.last && next < at + 8; ++next) {
      two = two || in.word(next) == (exon ? "2" : "12") || (exon && (in.word(next) == "all"));
      if (exon && in.word(next) == "1") two = true;  // "exons 1-4"
    }
  }
  return region && !two;
}

bool speaks_of_a_part(std::string_view written) {
  const Text text = text::cut(written);
  for (const Statement& statement : statements_of(text)) {
    if (!changes_in(statement).empty() || other_region(statement)) return true;
    if (std::ranges::any_of(genes_in(statement), [](const GeneAt& gene) { return gene.gene == Gene::other; }))
      return true;
  }
  return false;
}

bool is_of_other_region(std::string_view written) {
  const Text text = text::cut(written);
  const std::vector<Statement> statements = statements_of(text);
  return std::ranges::any_of(statements, [](const Statement& statement) { return other_region(statement); });
}

VariantName named_in(std::string_view written) {
  const Text text = text::cut(written);
  VariantName name;
  bool kras = false;
  bool other = false;
  bool no_ras = false;
  for (const Statement& statement : statements_of(text)) {
    for (const GeneAt& gene : genes_in(statement)) {
      const std::string& word = statement.word(gene.words.first);
      (gene.gene == Gene::kras ? kras : other) = true;
      no_ras = no_ras || (gene.gene == Gene::other && word != "nras" && word != "hras" && word != "n" && word != "h");
    }
    const std::vector<ChangeAt> changes = changes_in(statement);
    for (const ChangeAt& change : changes) {
      if (changes.size() > most_names) return {Gene::open, Change::open};
      const Mention mention = text::mention_of(text, change.words);
      if (mention == Mention::negated || mention == Mention::family) continue;
      if (change.gene == Gene::kras) kras = true;
      if (change.gene == Gene::other) other = true;
      if (name.change == Change::none || change.change == Change::g12c)
        name.change = change.change;
      else if (name.change == Change::open && change.change == Change::other)
        name.change = change.change;
    }
  }
  // "EGFR, ALK, KRAS panel" only lists what it tests (rule 6.4); "KRAS/NRAS" leaves the gene open (rule 6.2).
  name.gene = kras && other && no_ras ? Gene::other
              : kras && other         ? Gene::open
              : kras                  ? Gene::kras
              : other                 ? Gene::other
                                      : Gene::none;
  return name;
}

}  // namespace foresign::mapping
