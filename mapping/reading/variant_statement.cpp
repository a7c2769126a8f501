#include "mapping/reading/variant_statement.hpp"

#include <optional>

#include "mapping/reading/variant_target.hpp"
#include "mapping/text/genes.hpp"

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

std::string_view written(const Statement& in) {
  const text::Word& last = in.text.words[in.last - 1];
  const std::size_t first = in.text.words[in.first].offset;
  return std::string_view(in.text.original).substr(first, last.offset + last.length - first);
}

bool is_field(const Statement& in) {
  if (in.last - in.first > 8) return false;
  for (std::size_t at = in.first + 1; at < in.last && at < in.first + 4; ++at)
    if (in.text.words[at].colon_before) return true;
  return false;
}

std::vector<GeneAt> genes_in(const Statement& in) {
  // "PCR kit" names no gene.
  static constexpr std::array<std::string_view, 7> before_kit = {"pcr",       "rgq",      "test", "assay",
                                                                 "detection", "mutation", "cdx"};
  std::vector<GeneAt> genes;
  for (std::size_t at = in.first; at < in.last; ++at) {
    const std::string& word = in.word(at);
    const bool ras_next = at + 1 < in.last && in.word(at + 1) == "ras";
    // "N/KRAS", "K/NRAS": either of them.
    const bool shared = (word == "k" || word == "n" || word == "h") && at + 1 < in.last &&
                        (in.word(at + 1) == "kras" || in.word(at + 1) == "nras" || in.word(at + 1) == "hras") &&
                        in.text.original[in.text.words[at].offset + in.text.words[at].length] == '/';
    if (shared)
      genes.push_back({word == "k" ? Gene::kras : Gene::other, {at, at + 1}});
    else if (word == "kras" || word == "kras2")
      genes.push_back({Gene::kras, {at, at + 1}});
    else if ((word == "k" || word == "ki") && ras_next)
      genes.push_back({Gene::kras, {at, at + 2}});
    else if ((word == "n" || word == "h") && ras_next)
      genes.push_back({Gene::other, {at, at + 2}});
    else if (word == "kirsten" && at + 2 < in.last && in.word(at + 1) == "rat")
      genes.push_back({Gene::kras, {at, at + 3}});
    else if (is_other_gene(word) && !(word == "kit" && at > in.first && is_one_of(in.word(at - 1), before_kit)))
      genes.push_back({Gene::other, {at, at + 1}});
  }
  return genes;
}

namespace {

bool is_alternative(const Statement& in, std::size_t from, std::size_t to) {
  static constexpr std::array<std::string_view, 16> between = {"or", "oder",   "p",      "c",        "kras",    "a",
                                                               "an", "either", "and",    "mutation", "variant", "codon",
                                                               "12", "the",    "versus", "vs"};
  bool either = false;
  for (std::size_t at = from; at < to; ++at) {
    if (!is_one_of(in.word(at), between)) return false;
    either = either || in.word(at) == "or" || in.word(at) == "oder" || in.word(at) == "vs" || in.word(at) == "versus";
  }
  const std::size_t begin = in.text.words[from - 1].offset + in.text.words[from - 1].length;
  return either || in.text.original.substr(begin, in.text.words[to].offset - begin).find('/') != std::string::npos;
}

// "G12C or G12D", "G12A/C/D", "one of G12C, G12D": none of them is named for sure (rule 6.4).
void open_alternatives(const Statement& in, std::vector<ChangeAt>& changes) {
  const auto is_kras_like = [](const ChangeAt& change) {
    return change.change == Change::g12c || change.change == Change::other;
  };
  std::vector<bool> opened(changes.size(), false);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (!is_kras_like(changes[i])) continue;
    if (i + 1 < changes.size() && is_kras_like(changes[i + 1]) && changes[i + 1].change != changes[i].change &&
        is_alternative(in, changes[i].words.last, changes[i + 1].words.first))
      opened[i] = opened[i + 1] = true;
    // `g12a` + `c` + `d`
    const std::size_t next = changes[i].words.last;
    if (next < in.last && in.word(next).size() == 1 && in.word(next)[0] >= 'a' && in.word(next)[0] <= 'z' &&
        in.text.words[next].comma_before &&
        (next + 1 == in.last || in.word(next + 1).size() > 1 || in.text.words[next + 1].comma_before))
      opened[i] = true;
  }
  std::size_t distinct = 0;
  for (const ChangeAt& change : changes) distinct += change.change == Change::other ? 1 : 0;
  bool one_of = false;
  for (std::size_t at = in.first; at < in.last; ++at)
    one_of = one_of || in.word(at) == "either" ||
             (at + 1 < in.last && in.word(at + 1) == "of" && (in.word(at) == "one" || in.word(at) == "any"));
  for (std::size_t i = 0; i < changes.size(); ++i)
    if (opened[i] || (one_of && distinct > 0 && is_kras_like(changes[i]))) changes[i].change = Change::open;
  for (std::size_t i = 0; i + 1 < changes.size(); ++i)  // "G12C/G12D/G12V"
    if (opened[i] && is_kras_like(changes[i + 1]) && changes[i + 1].words.first == changes[i].words.last &&
        is_alternative(in, changes[i].words.last, changes[i + 1].words.first)) {
      changes[i + 1].change = Change::open;
      opened[i + 1] = true;
    }
  // A neighbour of an open one that is written in the same list is as open: "G12C, G12D or G12V".
  for (std::size_t i = changes.size(); i-- > 1;)
    if (opened[i] && is_kras_like(changes[i - 1]) && changes[i].words.first == changes[i - 1].words.last &&
        in.text.words[changes[i].words.first].comma_before) {
      changes[i - 1].change = Change::open;
      opened[i - 1] = true;
    }
}

}  // namespace

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
  open_alternatives(in, changes);
  return changes;
}

std::size_t end_of_reach(const Statement& in, const std::vector<GeneAt>& genes, text::Span subject) {
  std::size_t end = in.last;
  std::size_t last = subject.last;
  for (const GeneAt& next : genes) {
    if (next.words.first < last) continue;
    if (next.gene == Gene::kras &&
        !in.text.words[next.words.first].comma_before) {  // "G12C mutation in KRAS identified"
      last = next.words.last;
      continue;
    }
    const bool only_connector =
        next.words.first == last ||
        (next.words.first == last + 1 && (in.word(last) == "and" || in.word(last) == "or" || in.word(last) == "und"));
    // "KRAS: G12C, BRAF: wild type": fields, each with its own value.
    const bool field =
        opens_value(in.text, subject.first) && next.words.last < in.last && in.text.words[next.words.last].colon_before;
    if (only_connector && !field && in.text.words[next.words.first].comma_before) {
      last = next.words.last;
      continue;
    }
    end = next.words.first;
    break;
  }
  return end;
}

namespace {

// "KRAS mutated (G12C), NRAS wild type": the gene's own result stands before its change.
bool is_called_mutated(const Statement& in, text::Span change) {
  static constexpr std::array<std::string_view, 4> mutated = {"mutated", "mutant", "mut", "mutiert"};
  for (std::size_t at = change.first; at > in.first; --at) {
    const text::Word& word = in.text.words[at];
    const bool bracket = word.offset > 0 && in.text.original[word.offset - 1] == '(';
    if (word.comma_before && !bracket) return false;
    if (is_one_of(in.word(at - 1), mutated)) return true;
  }
  return false;
}

// "codon 13", "exon 3"
bool names_other_region(const Statement& in, std::size_t at) {
  if (at + 1 >= in.last) return false;
  return (in.word(at) == "codon" && in.word(at + 1) != "12") || (in.word(at) == "exon" && in.word(at + 1) != "2");
}

}  // namespace

namespace {

// "KRAS G12C mutant allele 34%, wild-type allele 66%", "wild type 3400 copies", "loss of the wild-type KRAS allele":
// the patient's other copy, not a result.
bool is_other_allele(const Statement& in, std::size_t at) {
  static constexpr auto copies = std::to_array<std::string_view>({"allele", "alleles", "copy", "copies", "background"});
  for (std::size_t next = at + 1; next < in.last && next < at + 4 && !in.text.words[next].comma_before; ++next)
    if (is_one_of(in.word(next), copies) ||
        (in.word(next).back() == '%' && !text::names_gene(in.word(next - 1)) && in.word(next - 1) != "l1"))
      return true;
  return false;
}

// "(reference: wild type)", "(normal = wild type)"
bool is_reference(const Statement& in, std::size_t at) {
  static constexpr auto references =
      std::to_array<std::string_view>({"reference", "ref", "expected", "normal", "range"});
  for (std::size_t back = at; back > in.first && back + 3 > at; --back)
    if (is_one_of(in.word(back - 1), references)) return true;
  return false;
}

// "KRAS codon 12 mutated, codon 13 wild type": the words of wild type at `at` are of another region of the gene.
bool is_of_region(const Statement& in, std::size_t at) {
  while (at > in.first) {
    --at;
    if (names_other_region(in, at)) return true;
    const bool number = in.word(at).find_first_not_of("0123456789") == std::string::npos;  // "exon 3/4"
    if (in.text.words[at].comma_before && !number) return false;
  }
  return false;
}

}  // namespace

Wild wild_type(const Statement& in, const std::vector<GeneAt>& genes, text::Span subject) {
  const bool of_gene = std::ranges::any_of(genes, [&](const GeneAt& gene) { return gene.words == subject; });
  const auto is_wild = [&](std::size_t at) {
    const std::string& word = in.word(at);
    if (is_other_allele(in, at) || is_reference(in, at)) return false;
    // "KRAS: not wild type (G12C)"
    if (!of_gene && at > in.first && (in.word(at - 1) == "not" || in.word(at - 1) == "non")) return false;
    return word == "wildtype" || word == "wt" || word == "wildtyp" || word == "unmutated" || word == "unmutiert" ||
           word == "nonmutated" || word == "nonmutant" || word.starts_with("wildtyp") ||
           (word == "non" && at + 1 < in.last && (in.word(at + 1) == "mutated" || in.word(at + 1) == "mutant")) ||
           (word == "wild" && at + 1 < in.last && (in.word(at + 1) == "type" || in.word(at + 1) == "typ"));
  };
  const std::size_t end = end_of_reach(in, genes, subject);
  bool own_result = false;  // "KRAS G12C detected, otherwise wild type"
  for (std::size_t at = subject.last; at < end; ++at) {
    own_result = own_result || is_one_of(in.word(at), found_words);
    if (!of_gene && names_other_region(in, at)) break;  // "G12C mutation, codon 13 wild type"
    if (!is_wild(at)) continue;
    if (of_gene && is_of_region(in, at) && !other_region(in)) continue;
    // "KRAS G12C, EGFR wild-type"
    const bool neighbour = std::ranges::any_of(genes, [&](const GeneAt& gene) {
      return gene.gene == Gene::other && gene.words.first >= subject.last && gene.words.last <= at;
    });
    if (!of_gene && neighbour && !in.text.words[at].colon_before)
      return is_called_mutated(in, subject) ? Wild::no : Wild::maybe;
    // "KRAS mutated, wild-type EGFR": said of the gene behind it.
    const std::size_t after = at + (in.word(at) == "wild" ? 2 : 1);
    const bool of_next = after == end && end < in.last && in.text.words[at].comma_before;
    if (!of_next && !own_result) return Wild::yes;
  }
  bool crossed_gene = false;
  for (std::size_t at = subject.first; at-- > in.first && subject.first - at < 6;) {
    if (in.text.words[at + 1].comma_before && !is_other_gene(in.word(at)) && in.word(at) != "and" &&
        in.word(at) != "for")
      return Wild::no;
    crossed_gene = crossed_gene || is_other_gene(in.word(at));
    if (!is_wild(at)) continue;
    // "EGFR wild type, KRAS mutated": that is said of the gene before it.
    if (at > in.first && is_other_gene(in.word(at - 1))) return Wild::no;
    const std::size_t after = at + (in.word(at) == "wild" ? 2 : 1);
    const bool heads = after < in.last && in.text.words[after].colon_before;
    return crossed_gene && !heads ? Wild::maybe : Wild::yes;
  }
  return Wild::no;
}

Fraction fraction_in(const Statement& in, std::size_t from, std::size_t end) {
  const std::string& original = in.text.original;
  for (std::size_t at = from; at < end; ++at) {
    const text::Word& word = in.text.words[at];
    // "KRAS G12C mutant, PD-L1 <1%"
    static constexpr std::array<std::string_view, 4> markers = {"pd", "pdl1", "tps", "cps"};
    static constexpr std::array<std::string_view, 2> of_sample = {"tumor", "purity"};
    if (is_one_of(word.folded, markers) || (is_one_of(word.folded, of_sample) && word.comma_before))
      return Fraction::not_stated;
    if (word.folded.empty() || word.folded[0] < '0' || word.folded[0] > '9') continue;
    std::size_t after = word.offset + word.length;
    while (after < original.size() && original[after] == ' ') ++after;
    static constexpr auto counted = std::to_array<std::string_view>({"copies", "copy", "reads"});
    const bool none = word.folded.find_first_of("123456789") == std::string::npos;
    if (none && at + 1 < end && is_one_of(in.word(at + 1), counted)) return Fraction::zero;
    const bool percent = word.folded.back() == '%' || (after < original.size() && original[after] == '%');
    if (!percent) continue;
    std::size_t before = word.offset;
    while (before > 0 && (original[before - 1] == ' ' || original[before - 1] == '=')) --before;
    if (before > 0 && original[before - 1] == '<') return Fraction::below;
    return none ? Fraction::zero : Fraction::some;
  }
  return Fraction::not_stated;
}

bool below_detection(const Statement& in, std::size_t from, std::size_t end) {
  static constexpr std::array<std::string_view, 6> low = {"below", "under", "beneath", "unter", "unterhalb", "less"};
  static constexpr std::array<std::string_view, 12> limits = {
      "limit",  "limits", "level",       "lod", "lloq",      "threshold",
      "cutoff", "cut",    "sensitivity", "loq", "detection", "nachweisgrenze"};
  for (std::size_t at = from; at < end; ++at)
    if (is_one_of(in.word(at), low) && (at == in.first || in.word(at - 1) != "not"))
      for (std::size_t next = at + 1; next < end && next < at + 6; ++next)
        if (is_one_of(in.word(next), limits)) return true;
  return false;
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

bool only_names_change(std::string_view written) {
  const Text text = text::cut(written);
  for (const Statement& statement : statements_of(text)) {
    for (const ChangeAt& change : changes_in(statement))
      if (change.change == Change::other || speaks_in_general(statement, change.words.first)) return false;
    if (std::ranges::any_of(genes_in(statement), [](const GeneAt& gene) { return gene.gene != Gene::kras; }))
      return false;
  }
  return is_understood_name(written);
}

bool ends_in_no(const Statement& in) {
  static constexpr std::array<std::string_view, 4> answers = {"n", "no", "nein", "0"};
  return is_one_of(in.word(in.last - 1), answers);
}

bool is_of_marker(const Statement& in, std::size_t at) {
  static constexpr auto markers =
      std::to_array<std::string_view>({"l1", "pdl1", "pd-l1", "msi", "mss", "tmb", "tps", "cps", "ihc", "ttf1", "ttf",
                                       "p40", "p63", "ck7", "ck20", "cdx2", "napsin"});
  // "PD-L1 <1% (negative)", "TTF-1 negative"
  for (std::size_t back = at; back > in.first && back + 3 > at; --back) {
    const std::string& word = in.word(back - 1);
    if (is_one_of(word, markers)) return true;
    if (word.find_first_of("0123456789") == std::string::npos || read_variant(word).change != Change::none)
      return false;
  }
  return false;
}

bool is_denied_further_on(const Statement& in, const std::vector<GeneAt>& genes, std::size_t after) {
  static constexpr std::array<std::string_view, 7> denials = {"negative", "neg",     "absent",      "undetected",
                                                              "negativ",  "missing", "undetectable"};
  if (std::ranges::any_of(genes, [](const GeneAt& gene) { return gene.gene != Gene::kras; })) return false;
  for (std::size_t at = after; at < in.last; ++at)
    if (is_one_of(in.word(at), denials) && !is_of_marker(in, at)) return true;
  return false;
}

}  // namespace foresign::mapping
