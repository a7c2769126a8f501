#include "mapping/reading/variant_statement.hpp"

#include <optional>

namespace foresign::mapping {

using text::Text;

std::vector<Statement> statements_of(const Text& text) {
  std::vector<Statement> all;
  for (std::size_t first = 0; first < text.words.size();) {
    std::size_t last = first;
    while (last < text.words.size() && text.words[last].statement == text.words[first].statement) ++last;
    all.push_back({text, first, last});
    first = last;
  }
  return all;
}

std::vector<GeneAt> genes_in(const Statement& in) {
  std::vector<GeneAt> genes;
  for (std::size_t at = in.first; at < in.last; ++at) {
    const std::string& word = in.word(at);
    const bool ras_next = at + 1 < in.last && in.word(at + 1) == "ras";
    if (word == "kras" || word == "kras2")
      genes.push_back({Gene::kras, {at, at + 1}});
    else if ((word == "k" || word == "ki") && ras_next)
      genes.push_back({Gene::kras, {at, at + 2}});
    else if ((word == "n" || word == "h") && ras_next)
      genes.push_back({Gene::other, {at, at + 2}});
    else if (word == "kirsten" && at + 2 < in.last && in.word(at + 1) == "rat")
      genes.push_back({Gene::kras, {at, at + 3}});
    else if (is_gene_symbol(word))
      genes.push_back({Gene::other, {at, at + 1}});
  }
  return genes;
}

std::vector<ChangeAt> changes_in(const Statement& in) {
  std::vector<ChangeAt> changes;
  for (std::size_t at = in.first; at < in.last; ++at) {
    const std::string& word = in.word(at);
    const auto digits = std::ranges::count_if(word, [](char c) { return c >= '0' && c <= '9'; });
    if (word == "codon" || word == "codons" || word == "kodon") {
      for (std::size_t next = at + 1; next < in.last && next < at + 8; ++next) {
        if (in.word(next) == "12") {
          changes.push_back({Change::open, Gene::none, {at, next + 1}});
          break;
        }
        const bool list = in.word(next) == "and" || in.word(next) == "or" ||
                          std::ranges::all_of(in.word(next), [](char c) { return c >= '0' && c <= '9'; });
        if (!list) break;
      }
      continue;
    }
    // "KRAS 12 mutation: Not Detected"
    if (word == "12" && at > in.first && (in.word(at - 1) == "kras") && at + 1 < in.last &&
        in.word(at + 1).starts_with("mutation")) {
      changes.push_back({Change::open, Gene::none, {at, at + 1}});
      continue;
    }
    if (digits == 0 || word.size() < 3) continue;
    if (word.starts_with("g.") && at > in.first) {
      const VariantName named = read_variant(in.word(at - 1) + ":" + word);
      if (named.change != Change::none) changes.push_back({named.change, named.gene, {at, at + 1}});
      continue;
    }
    const VariantName named = read_variant(word);
    if (named.change == Change::none) continue;
    // One-letter forms of one digit are something else ("M1a").
    if (digits < 2 && !word.starts_with("c.")) continue;
    Gene gene = named.gene;
    for (std::size_t before = at; gene == Gene::none && before > in.first && before + 4 > at; --before)
      gene = gene_of_accession(in.word(before - 1));
    changes.push_back({named.change, gene, {at, at + 1}});
  }
  return changes;
}

namespace {

// "G12C mutation of the KRAS gene", "c.34G>T (KRAS)"
std::optional<Gene> gene_after(const Statement& in, const std::vector<GeneAt>& genes, const ChangeAt& change) {
  static constexpr std::array<std::string_view, 20> between = {
      "mutation", "mutations", "variant", "variants", "alteration", "substitution", "change",
      "in",       "of",        "the",     "within",   "for",        "gene",         "exon",
      "2",        "codon",     "12",      "p",        "mutated",    "missense"};
  bool linked = false;
  for (std::size_t at = change.words.last; at < in.last && at < change.words.last + 8; ++at) {
    for (const GeneAt& gene : genes) {
      if (gene.words.first != at) continue;
      const std::size_t offset = in.text.words[at].offset;
      const bool bracket = offset > 0 && in.text.original[offset - 1] == '(';
      if (linked || bracket) return gene.gene;
      return std::nullopt;
    }
    if (!is_one_of(in.word(at), between)) return std::nullopt;
    linked = linked || in.word(at) == "in" || in.word(at) == "of" || in.word(at) == "within";
  }
  return std::nullopt;
}

}  // namespace

Gene owner_of(const Statement& in, const std::vector<GeneAt>& genes, const ChangeAt& change, Gene context) {
  if (change.gene != Gene::none) return change.gene;
  if (const auto after = gene_after(in, genes, change)) return *after;
  const GeneAt* nearest = nullptr;
  for (const GeneAt& gene : genes)
    if (gene.words.last <= change.words.first) nearest = &gene;
  if (nearest != nullptr) {
    // "KRAS/NRAS G12C": neither.
    for (const GeneAt& gene : genes) {
      const bool neighbour = gene.words.last == nearest->words.first &&
                             in.text.words[nearest->words.first].comma_before && gene.gene != nearest->gene;
      const std::size_t end = in.text.words[gene.words.last - 1].offset + in.text.words[gene.words.last - 1].length;
      if (neighbour && end < in.text.original.size() && in.text.original[end] == '/') return Gene::open;
    }
    return nearest->gene;
  }
  if (context != Gene::none) return context;
  return genes.size() == 1 ? genes.front().gene : genes.empty() ? Gene::none : Gene::open;
}

}  // namespace foresign::mapping
