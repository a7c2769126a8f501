#include "mapping/reading/variant_text.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/variant_statement.hpp"

namespace foresign::mapping {

namespace {

using text::Mention;
using text::Text;

constexpr std::array<std::string_view, 8> failed_words = {
    "insufficient", "indeterminate", "inconclusive", "equivocal", "qns", "invalid", "failed", "unsatisfactory"};

// Names of tests, drugs and studies bear the variant's name without its being found.
bool names_something_else(const Statement& in, std::size_t after) {
  static constexpr std::array<std::string_view, 9> passing = {"mutation", "mutations", "mutant",   "mutated",  "gene",
                                                              "variant",  "targeted",  "specific", "selective"};
  static constexpr std::array<std::string_view, 26> things = {
      "testing",   "test",     "tests",  "assay",   "assays",     "analysis",  "analyses", "inhibitor", "inhibitors",
      "trial",     "trials",   "study",  "studies", "panel",      "probe",     "primer",   "primers",   "therapy",
      "therapies", "directed", "status", "kit",     "sequencing", "screening", "control",  "genotyping"};
  std::size_t at = after;
  while (at < in.last && is_one_of(in.word(at), passing) && !in.text.words[at].comma_before &&
         !in.text.words[at].colon_before)
    ++at;
  return at < in.last && is_one_of(in.word(at), things) && !in.text.words[at].comma_before &&
         !in.text.words[at].colon_before;
}

constexpr std::array<std::string_view, 22> found_words = {
    "detected", "positive", "identified",   "found",   "present",   "mutated",     "mutant", "pos",
    "harbors",  "harbours", "nachgewiesen", "positiv", "mutiert",   "confirmed",   "(+)",    "seen",
    "observed", "revealed", "nachweis",     "carries", "harboring", "demonstrated"};

// Text about the assay: "detects the following mutations", "G12A/C/D/R/S/V".
bool lists_what_is_tested(const Statement& in, const std::vector<ChangeAt>& changes) {
  static constexpr std::array<std::string_view, 16> words = {
      "detects", "assay",    "covers",  "includes", "interrogates", "targets", "designed", "detectable",
      "detect",  "covering", "regions", "hotspots", "hotspot",      "tested",  "assays",   "following"};
  std::size_t distinct = 0;
  std::vector<std::string> seen;
  for (const ChangeAt& change : changes) {
    const std::string& word = in.word(change.words.first);
    if (change.words.last - change.words.first == 1 && std::ranges::find(seen, word) == seen.end() &&
        !word.starts_with("c.")) {
      seen.push_back(word);
      ++distinct;
    }
    std::size_t letters = 0;
    for (std::size_t at = change.words.last; at < in.last && in.word(at).size() == 1 && in.text.words[at].comma_before;
         ++at)
      ++letters;
    if (letters > 0) distinct += letters;
  }
  return distinct > 2 || (distinct > 1 && in.has_one_of(words)) || in.has("detects") || in.has("interrogates") ||
         in.has("covers");
}

// Sentences about the variant in general: "KRAS G12C mutations are found in 13% of patients", "sotorasib inhibits KRAS
// G12C".
bool speaks_in_general(const Statement& in) {
  static constexpr std::array<std::string_view, 8> always = {"occur",         "occurs",    "literature", "studies",
                                                             "approximately", "incidence", "prevalence", "inhibits"};
  static constexpr std::array<std::string_view, 12> without_result = {
      "inhibitor", "inhibitors", "targets", "targeting", "predicts", "predictive",
      "approved",  "indicated",  "trial",   "trials",    "therapy",  "therapies"};
  if (in.has_one_of(always)) return true;
  for (std::size_t at = in.first; at < in.last; ++at) {
    const text::Word& word = in.text.words[at];
    if (word.folded == "patients" && word.length == word.folded.size()) return true;  // not "patient's"
  }
  return in.has_one_of(without_result) && !in.has_one_of(found_words);
}

bool any_other(const std::vector<ChangeAt>& changes) {
  return std::ranges::any_of(changes, [](const ChangeAt& change) { return change.change == Change::other; });
}

// "KRAS exon 3 mutation not detected" says nothing of codon 12.
bool other_region(const Statement& in) {
  bool region = false;
  bool two = false;
  for (std::size_t at = in.first; at + 1 < in.last; ++at) {
    const std::string& word = in.word(at);
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

class Reader {
 public:
  Reader(std::string_view written, Gene context) : text_(text::cut(written)), context_(context) {}

  std::vector<TextClaim> read() {
    const Material whole = material_of(text_);
    Gene carried = Gene::none;
    for (const Statement& statement : statements_of(text_)) {
      const std::size_t before = claims_.size();
      const std::vector<GeneAt> genes = genes_in(statement);
      read_statement(statement, genes, context_ == Gene::none ? carried : context_);
      // "Gene: KRAS; Variant: p.Gly12Cys"
      const bool label = statement.last - statement.first < 5 && genes.size() == 1;
      carried = label ? genes.front().gene : Gene::none;
      Text own = text_;
      own.words.assign(text_.words.begin() + static_cast<std::ptrdiff_t>(statement.first),
                       text_.words.begin() + static_cast<std::ptrdiff_t>(statement.last));
      const Material here = material_of(own);
      bool germline = false;
      // "... but germline origin suspected"
      std::size_t end = statement.last;
      if (end < text_.words.size() && text_.words[end].folded == "but")
        while (end < text_.words.size() && text_.words[end].statement == text_.words[statement.last].statement) ++end;
      for (std::size_t at = statement.first; at < end; ++at)
        germline = germline || statement.word(at) == "germline" || statement.word(at) == "keimbahn" ||
                   statement.word(at) == "constitutional";
      for (std::size_t at = before; at < claims_.size(); ++at) {
        claims_[at].material = here != Material::not_stated ? here : whole;
        claims_[at].germline = germline && !statement.has("somatic") && !statement.has("no") && !statement.has("not");
      }
    }
    return std::move(claims_);
  }

 private:
  void claim(Says says, std::string why) { claims_.push_back({says, std::move(why), Material::not_stated, false}); }

  void read_statement(const Statement& in, const std::vector<GeneAt>& genes, Gene context) {
    const std::vector<ChangeAt> changes = changes_in(in);
    const bool list = lists_what_is_tested(in, changes);
    std::vector<std::size_t> owning;  // genes whose change is named
    for (const ChangeAt& change : changes) {
      const Gene owner = owner_of(in, genes, change, context);
      for (const GeneAt& gene : genes)
        if (gene.words.last <= change.words.first) owning.push_back(gene.words.first);
      read_change(in, change, owner, list, changes);
    }
    for (const GeneAt& gene : genes) {
      if (gene.gene != Gene::kras) continue;
      read_gene(in, genes, gene, std::ranges::find(owning, gene.words.first) != owning.end() || !changes.empty());
    }
  }

  [[nodiscard]] bool undecided(const Statement& in) const { return in.has_one_of(no_call_words); }

  void read_change(const Statement& in, const ChangeAt& change, Gene owner, bool list,
                   const std::vector<ChangeAt>& changes) {
    if (owner == Gene::other || change.change == Change::none) return;
    const Mention mention = text::mention_of(text_, change.words);
    if (mention == Mention::family || mention == Mention::intended) return;
    const bool found_here = in.has_one_of(found_words);
    switch (change.change) {
      case Change::g12c:
        if (mention == Mention::negated) {
          if (owner == Gene::kras || owner == Gene::open) claim(Says::negative, "KRAS G12C was not detected");
          return;
        }
        if (mention == Mention::suspected)
          return undecided(in) ? claim(Says::no_call, "the result is inconclusive")
                               : claim(Says::may_positive, "the text leaves open whether KRAS G12C was found");
        if (mention == Mention::past) return claim(Says::may_positive, "the text tells of KRAS G12C in the past");
        if (list) {
          if (found_here) claim(Says::may_positive, "the text lists several KRAS variants: which one was found?");
          return;
        }
        if (names_something_else(in, change.words.last) && !result_follows(in, change.words.last)) return;
        if (speaks_in_general(in)) return;
        if (in.has_one_of(failed_words) && !found_here) return claim(Says::no_call, "the result is inconclusive");
        if (owner != Gene::kras) return claim(Says::may_positive, "the gene of the G12C variant is left open");
        return claim(Says::positive, {});
      case Change::other:
        if (owner == Gene::kras && mention == Mention::stated && !list && !speaks_in_general(in) &&
            !names_something_else(in, change.words.last))
          claim(Says::negative, "another KRAS variant was found");
        return;
      case Change::open:
        if (any_other(changes) ||
            std::ranges::any_of(changes, [](const ChangeAt& one) { return one.change == Change::g12c; }))
          return;
        if (owner != Gene::kras && owner != Gene::open) return;
        if (mention == Mention::negated) return claim(Says::negative, "no KRAS codon 12 mutation was detected");
        if (mention == Mention::suspected)
          return claim(undecided(in) ? Says::no_call : Says::may_positive, "the result is inconclusive");
        if (in.has("wild") || in.has("wildtype") || in.has("wt") || in.has("wildtyp"))
          return;  // the gene's own reading
        if (mention == Mention::stated && !list && (found_here || change.words.last - change.words.first == 1) &&
            !names_something_else(in, change.words.last))
          claim(Says::may_positive, "the KRAS variant named covers G12C among others");
        return;
      case Change::none:
        return;
    }
  }

  [[nodiscard]] static bool result_follows(const Statement& in, std::size_t after) {
    for (std::size_t at = after; at < in.last; ++at)
      if (is_one_of(in.word(at), found_words)) return true;
    return false;
  }

  // "KRAS wild-type", "no KRAS mutation", "KRAS mutated": a result for the whole gene.
  void read_gene(const Statement& in, const std::vector<GeneAt>& genes, const GeneAt& gene, bool change_named) {
    const std::size_t part_last = gene_end(in, genes, gene);
    if (wild_type(in, gene, part_last)) {
      const Mention mention = text::mention_of(text_, gene.words);
      if (mention == Mention::stated || mention == Mention::past) return claim(Says::negative, "KRAS wild type");
      if (mention == Mention::negated)
        return claim(Says::may_positive, "the text denies KRAS wild type: which variant was found?");
      if (mention == Mention::suspected && undecided(in)) return claim(Says::no_call, "the result is inconclusive");
      return;
    }
    if (change_named || structural(in, gene, part_last) || other_region(in)) return;
    const Mention mention = text::mention_of(text_, gene.words);
    const bool result = in.has_one_of(found_words) || mutation_word(in);
    switch (mention) {
      case Mention::negated:
        if (in.has("other") || in.has("additional") || in.has("further") || in.has("another")) return;
        return claim(Says::negative, "no KRAS mutation was detected");
      case Mention::stated:
        if (speaks_in_general(in)) return;
        if (names_something_else(in, gene.words.last) && !result_follows(in, gene.words.last)) return;
        if (positive_for(in, gene, part_last))
          claim(Says::may_positive, "a KRAS mutation was found, but the text does not name which");
        return;
      case Mention::suspected:
        if (result || undecided(in))
          claim(undecided(in) ? Says::no_call : Says::may_positive, "the KRAS result is inconclusive");
        return;
      case Mention::intended:
      case Mention::past:
      case Mention::family:
        return;
    }
  }

  // The words that can speak of this gene: up to the next gene, but through a list of genes ("KRAS, NRAS: wild type").
  static std::size_t gene_end(const Statement& in, const std::vector<GeneAt>& genes, const GeneAt& gene) {
    std::size_t end = in.last;
    std::size_t last = gene.words.last;
    for (const GeneAt& next : genes) {
      if (next.words.first < last) continue;
      const bool only_connector =
          next.words.first == last ||
          (next.words.first == last + 1 && (in.word(last) == "and" || in.word(last) == "or" || in.word(last) == "und"));
      if (only_connector && in.text.words[next.words.first].comma_before) {
        last = next.words.last;
        continue;
      }
      end = next.words.first;
      break;
    }
    return end;
  }

  static bool wild_type(const Statement& in, const GeneAt& gene, std::size_t end) {
    const auto is_wild = [&](std::size_t at) {
      const std::string& word = in.word(at);
      return word == "wildtype" || word == "wt" || word == "wildtyp" || word == "unmutated" || word == "unmutiert" ||
             (word == "wild" && at + 1 < in.last && (in.word(at + 1) == "type" || in.word(at + 1) == "typ"));
    };
    for (std::size_t at = gene.words.last; at < end; ++at)
      if (is_wild(at)) return true;
    for (std::size_t at = gene.words.first; at-- > in.first && gene.words.first - at < 5;) {
      if (in.text.words[at + 1].comma_before && !is_gene_symbol(in.word(at)) && in.word(at) != "and" &&
          in.word(at) != "for")
        return false;
      if (is_wild(at)) {
        // "EGFR wild type, KRAS mutated": that is said of the gene before it.
        const bool of_former = at > in.first && is_gene_symbol(in.word(at - 1));
        return !of_former;
      }
    }
    return false;
  }

  static bool structural(const Statement& in, const GeneAt& gene, std::size_t end) {
    for (std::size_t at = gene.words.last; at < end; ++at)
      if (is_structural(in.word(at))) return true;
    return gene.words.first > in.first && is_structural(in.word(gene.words.first - 1));
  }

  static bool mutation_word(const Statement& in) {
    static constexpr std::array<std::string_view, 8> words = {"mutation",   "mutations",  "variant", "variants",
                                                              "mutationen", "alteration", "mutated", "mutant"};
    return in.has_one_of(words);
  }

  static bool positive_for(const Statement& in, const GeneAt& gene, std::size_t end) {
    for (std::size_t at = gene.words.last; at < end; ++at)
      if (is_one_of(in.word(at), found_words)) return true;
    for (std::size_t at = gene.words.first; at-- > in.first && gene.words.first - at < 6;) {
      if (is_gene_symbol(in.word(at))) return false;
      if (is_one_of(in.word(at), found_words) || in.word(at) == "mutation" || in.word(at) == "mutations") return true;
    }
    return false;
  }

  Text text_;
  Gene context_;
  std::vector<TextClaim> claims_;
};

}  // namespace

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

std::vector<TextClaim> read_variant_text(std::string_view written, Gene context) {
  return Reader(written, context).read();
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
    for (const ChangeAt& change : changes_in(statement)) {
      if (text::mention_of(text, change.words) == Mention::negated) continue;
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
