#include "mapping/reading/variant_text.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/variant_bare.hpp"
#include "mapping/reading/variant_context.hpp"
#include "mapping/reading/variant_phrases.hpp"
#include "mapping/reading/variant_statement.hpp"
#include "mapping/reading/variant_understood.hpp"

namespace foresign::mapping {

namespace {

using text::Mention;
using text::Text;

bool any_other(const std::vector<ChangeAt>& changes) {
  return std::ranges::any_of(changes, [](const ChangeAt& change) { return change.change == Change::other; });
}

class Reader {
 public:
  Reader(std::string_view written, Gene context) : text_(text::cut(written)), context_(context) {}

  std::vector<TextClaim> read() {
    const Material whole = material_of(text_, {0, text_.words.size()});
    Gene carried = Gene::none;
    std::vector<Cancer> of_specimen;  // "A. Colon, sigmoid, biopsy: adenocarcinoma."
    const Lines lines = lines_of(text_);
    const std::vector<Statement>& statements = lines.statements;
    for (std::size_t at_statement = 0; at_statement < statements.size(); ++at_statement) {
      const Statement& statement = statements[at_statement];
      const std::size_t before = claims_.size();
      constexpr std::size_t most_claims = 400;  // no report has more
      if (before > most_claims) {
        claims_.clear();
        claim(Says::may_positive, "the text names KRAS more often than can be told apart");
        return std::move(claims_);
      }
      found_named_ = false;
      bare_.clear();
      const std::vector<GeneAt> genes = genes_in(statement);
      read_statement(lines, at_statement, genes, context_ == Gene::none ? carried : context_);
      const bool asked = sign_behind(statement) == '?';
      if (claims_.size() == before || claims_.back().says == Says::no_call || asked)
        if (auto answer = answered_by_next(lines, at_statement)) {
          claims_.resize(before);
          claims_.push_back(std::move(*answer));
          bare_.clear();
          found_named_ = true;
        }
      // "Gene: KRAS; Variant: p.Gly12Cys", "KRAS mutation analysis: mutation detected. Codon 12 GGT>TGT (Gly12Cys)."
      const bool label = statement.last - statement.first < 3 && is_understood_heading(statement);
      if (genes.size() == 1 && (statement.last - statement.first < 5 || finds_unnamed(statement)))
        carried = genes.front().gene;
      else if (!genes.empty() || (!is_field(statement) && !label))
        carried = Gene::none;
      if (!read_answer_below(lines, at_statement, before)) leave_open_mere_names(lines, at_statement, genes);
      const Material here = material_of(text_, {statement.first, statement.last});
      const bool germline = speaks_of_germline(statement) ||
                            (at_statement + 1 < statements.size() && adds_germline(statements[at_statement + 1]));
      std::vector<Cancer> organs = organs_named(statement);
      if (!organs.empty() && (names_specimen(statement) || lines.headings[at_statement])) of_specimen = organs;
      for (std::size_t at = before; at < claims_.size(); ++at) {
        claims_[at].material = here != Material::not_stated ? here : whole;
        claims_[at].germline = germline;
        claims_[at].organs = organs.empty() ? of_specimen : organs;
        claims_[at].of_carried = genes.empty() && context_ == Gene::none;
      }
    }
    // "KRAS mutation detected. Variant: G12V": what was found has its name.
    if (std::ranges::any_of(claims_, [](const TextClaim& one) {
          return one.of_carried && one.why.starts_with("another KRAS variant");
        }))
      std::erase_if(claims_, [](const TextClaim& one) { return one.unnamed; });
    doubt_denied_names();
    return std::move(claims_);
  }

 private:
  void claim(Says says, std::string why) { claims_.push_back({says, std::move(why), Material::not_stated, false}); }

  // "A KRAS mutation was detected:", whose name stands in the next line.
  static bool finds_unnamed(const Statement& in) {
    return in.last - in.first < 9 && in.has_one_of(found_words) && !in.has_one_of(denial_words) &&
           changes_in(in).empty();
  }

  static bool names_specimen(const Statement& in) {
    static constexpr auto taken = std::to_array<std::string_view>(
        {"biopsy", "biopsies", "resection", "excision", "polypectomy", "colectomy", "hemicolectomy", "lobectomy", "fna",
         "specimen", "aspiration", "wedge", "biopsie", "resektat", "primary"});
    return in.has_one_of(taken);
  }

  // "... but germline origin suspected", "... Germline origin cannot be excluded." Not "Germline variants: BRCA1 ...".
  static bool adds_germline(const Statement& below) {
    static constexpr std::array<std::string_view, 8> beside = {"but",      "origin",   "likely",   "suspected",
                                                               "presumed", "probable", "possible", "herkunft"};
    return below.has_one_of(beside) && genes_in(below).empty() && speaks_of_germline(below);
  }

  // Of a bare name the answer may stand below.
  bool read_answer_below(const Lines& lines, std::size_t current, std::size_t first_claim) {
    const bool bare = std::ranges::any_of(claims_.begin() + static_cast<std::ptrdiff_t>(first_claim), claims_.end(),
                                          [](const TextClaim& one) { return one.says == Says::positive; });
    if (!bare || found_named_) return false;
    const auto polarity = answer_below(lines, current);
    if (polarity) answered(first_claim, *polarity);
    return polarity.has_value();
  }

  // "KRAS G12C | Interpretation: No KRAS mutation detected": the name was the question.
  void doubt_denied_names() {
    const auto denies = [](const TextClaim& one, const TextClaim& named) {
      return one.says == Says::negative && !one.by_name_alone && one.material == named.material &&
             one.organs == named.organs && !one.why.starts_with("another KRAS variant");
    };
    for (TextClaim& named : claims_)
      if (named.by_name_alone && named.says == Says::positive &&
          std::ranges::any_of(claims_, [&](const TextClaim& one) { return denies(one, named); })) {
        named.says = Says::may_positive;
        named.why = "the text names KRAS G12C and denies a KRAS mutation";
      }
  }

  // Of the names that no word says were found, those that may be no findings at all.
  void leave_open_mere_names(const Lines& lines, std::size_t current, const std::vector<GeneAt>& genes) {
    for (const auto& [at, words] : bare_) {
      TextClaim& one = claims_[at];
      if (one.says != Says::positive && one.says != Says::negative) continue;
      one.by_name_alone = true;
      if (!is_found_by_its_name(lines, current, genes, words))
        one = {Says::no_call, "the text names the variant without saying that it was found", Material::not_stated,
               false};
    }
  }

  void answered(std::size_t first_claim, Polarity polarity) {
    for (std::size_t at = first_claim; at < claims_.size(); ++at) {
      if (claims_[at].says != Says::positive) continue;
      if (polarity == Polarity::negative || polarity == Polarity::wild_type)
        claims_[at] = {Says::negative, "KRAS G12C was not detected", Material::not_stated, false};
      else if (polarity == Polarity::no_call || polarity == Polarity::none)
        claims_[at] = {Says::no_call, "the result is inconclusive", Material::not_stated, false};
    }
  }

  void read_statement(const Lines& lines, std::size_t current, const std::vector<GeneAt>& genes, Gene context) {
    const Statement& in = lines.statements[current];
    const std::vector<ChangeAt> changes = changes_in(in);
    const auto named = std::ranges::count(genes, Gene::kras, &GeneAt::gene);
    if (changes.size() + static_cast<std::size_t>(named) > most_names) {
      const bool may_be_g12c = std::ranges::any_of(
          changes, [](const ChangeAt& one) { return one.change == Change::g12c || one.gene == Gene::kras; });
      if (named > 0 || context == Gene::kras || may_be_g12c)
        claim(Says::may_positive, "the text names more KRAS variants in one breath than can be told apart");
      return;
    }
    const bool list = lists_what_is_tested(in, changes);
    for (const ChangeAt& change : changes) {
      const std::size_t first = claims_.size();
      read_change(in, genes, change, owner_of(in, genes, change, context), list, changes);
      leave_open_unless_understood(lines, current, change.words, first);
    }
    for (const GeneAt& gene : genes) {
      const std::size_t first = claims_.size();
      if (gene.gene == Gene::kras) read_gene(in, genes, gene, changes);
      leave_open_unless_understood(lines, current, gene.words, first);
    }
  }

  // Rule 6.5: a result counts only where all that its sentence and what stands around it say is understood.
  void leave_open_unless_understood(const Lines& lines, std::size_t current, text::Span subject,
                                    std::size_t first_claim) {
    if (claims_.size() == first_claim) return;
    const bool understood = is_understood_finding(lines.statements[current], subject);
    const bool understood_denial = is_understood_denial(lines.statements[current], subject);
    const Context above =
        heading_over(lines, current, subject, !found_named_ && !lines.statements[current].has_one_of(denial_words));
    const Context around = beside(lines, current, !found_named_);
    for (std::size_t at = first_claim; at < claims_.size(); ++at) {
      TextClaim& one = claims_[at];
      if (one.says == Says::positive) {
        if (!found_named_ && (above == Context::denied || around == Context::denied))
          one = {Says::no_call, "KRAS G12C is named where results are denied", Material::not_stated, false};
        else if (!understood || above != Context::plain || around != Context::plain)
          one = {found_named_ ? Says::may_positive : Says::no_call,
                 "the text says more of KRAS G12C than is understood",
                 Material::not_stated,
                 false,
                 {}};
      } else if (one.says == Says::negative &&
                 (!understood_denial || above == Context::open || around == Context::open)) {
        one = {Says::no_call, "the text says more of KRAS than is understood", Material::not_stated, false};
      }
    }
  }

  [[nodiscard]] bool undecided(const Statement& in) const { return in.has_one_of(no_call_words); }

  void read_change(const Statement& in, const std::vector<GeneAt>& genes, const ChangeAt& change, Gene owner, bool list,
                   const std::vector<ChangeAt>& changes) {
    if (owner == Gene::other || change.change == Change::none) return;
    Mention mention = text::mention_of(text_, change.words);
    // "No mutation detected in codons 12, 13 and 61"
    if (const std::size_t at = change.words.first;
        change.change == Change::open && mention == Mention::stated && at > in.first + 2 && in.word(at - 1) == "in")
      for (std::size_t noun = at - 2; noun > in.first && noun + 4 > at; --noun)
        if (in.word(noun).starts_with("mutation")) mention = text::mention_of(text_, {noun, noun + 1});
    if (mention == Mention::family || mention == Mention::intended) return;
    const bool found_here = in.has_one_of(found_words);
    const std::size_t after = change.words.last;
    const std::size_t end = end_of_reach(in, genes, change.words);
    switch (change.change) {
      case Change::g12c: {
        // "Not detected in 2024, now detected"
        if (mention == Mention::negated && in.has("now") && result_follows(in, after))
          return claim(Says::may_positive, "the text tells of KRAS G12C in the past");
        if (mention == Mention::negated && !denied_by_reference(in, after)) {
          if (is_void(in, in.last, in.last)) return claim(Says::no_call, "the result is inconclusive");
          if (owner == Gene::kras || owner == Gene::open) claim(Says::negative, "KRAS G12C was not detected");
          return;
        }
        if (mention == Mention::suspected)
          return undecided(in) || below_detection(in, after, end)
                     ? claim(Says::no_call, "the result is inconclusive")
                     : claim(Says::may_positive, "the text leaves open whether KRAS G12C was found");
        if (mention == Mention::past) return claim(Says::may_positive, "the text tells of KRAS G12C in the past");
        if (list) {
          if (found_here) claim(Says::may_positive, "the text lists several KRAS variants: which one was found?");
          return;
        }
        const bool found = is_found(in, genes, change);
        switch (wild_type(in, genes, change.words)) {
          case Wild::yes:
            if (owner == Gene::kras) claim(Says::negative, "KRAS wild type");
            return;
          case Wild::maybe:
            if (!found) return claim(Says::may_positive, "the text leaves open whether KRAS is wild type");
            break;
          case Wild::no:
            break;
        }
        if (answers_no(in, after)) {
          if (owner == Gene::kras) claim(Says::negative, "KRAS G12C was not detected");
          return;
        }
        const Fraction fraction = fraction_in(in, after, end);
        if (fraction == Fraction::zero && owner == Gene::kras)
          return claim(Says::negative, "KRAS G12C was not detected");
        if (in.has("neither") || in.has("nothing") || in.has("nil") || is_of_the_reading(in, after, end) ||
            below_detection(in, after, end) || (fraction == Fraction::below && !found) || ends_in_dash(in) ||
            is_void(in, after, end) || ends_in_no(in) || (!found && is_denied_further_on(in, genes, after)) ||
            (mention != Mention::negated && is_blurred(in, genes, changes, change.words, end)) ||
            (mention == Mention::negated && !found))
          return claim(Says::no_call, "the result is inconclusive");
        if (names_something_else(in, after) && !result_follows(in, after)) return;
        if (speaks_in_general(in, change.words.first)) return;
        if (!found && !is_plain(in, genes, change.words))
          return claim(Says::no_call, "the text names KRAS G12C without saying that it was found");
        if (found && is_asked_of(in, change) && !result_follows(in, after))
          return claim(Says::no_call, "the text names KRAS G12C without saying that it was found");
        if (!found && any_other_of_kras(in, genes, changes))
          return claim(Says::may_positive, "the text lists several KRAS variants: which one was found?");
        if (owner != Gene::kras) return claim(Says::may_positive, "the gene of the G12C variant is left open");
        found_named_ = found_named_ || found;
        if (!found && !is_asserted(in, genes, change.words)) bare_.emplace_back(claims_.size(), change.words);
        return claim(Says::positive, {});
      }
      case Change::other: {
        if (owner != Gene::kras || mention != Mention::stated || list || speaks_in_general(in, change.words.first) ||
            names_something_else(in, after) || wild_type(in, genes, change.words) != Wild::no ||
            below_detection(in, after, end) || fraction_in(in, after, end) == Fraction::zero)
          return;
        if (!is_found(in, genes, change)) {
          if (!is_plain(in, genes, change.words)) return;
          if (!is_asserted(in, genes, change.words)) bare_.emplace_back(claims_.size(), change.words);
        }
        const text::Word& named = text_.words[change.words.first];
        return claim(Says::negative, "another KRAS variant was found (" +
                                         change_shown(text_.original.substr(named.offset, named.length)) + ")");
      }
      case Change::open:
        // "G12C/G12D/G12V: not detected"
        if (mention == Mention::negated && owner == Gene::kras &&
            read_variant(in.word(change.words.first)).change == Change::g12c)
          return claim(Says::negative, "KRAS G12C was not detected");
        if (any_other(changes) ||
            std::ranges::any_of(changes, [](const ChangeAt& one) { return one.change == Change::g12c; }))
          return;
        if (owner != Gene::kras && owner != Gene::open) return;
        if (mention == Mention::negated) return claim(Says::negative, "no KRAS codon 12 mutation was detected");
        if (mention == Mention::suspected)
          return claim(undecided(in) ? Says::no_call : Says::may_positive, "the result is inconclusive");
        if (in.has("wild") || in.has("wildtype") || in.has("wt") || in.has("wildtyp"))
          return;  // the gene's own reading
        if (mention == Mention::stated && !list &&
            (found_here || change.words.last - change.words.first == 1 || is_plain(in, genes, change.words)) &&
            !names_something_else(in, change.words.last))
          claim(Says::may_positive, "the KRAS variant named covers G12C among others");
        return;
      case Change::none:
        return;
    }
  }

  [[nodiscard]] bool any_other_of_kras(const Statement& in, const std::vector<GeneAt>& genes,
                                       const std::vector<ChangeAt>& changes) const {
    return std::ranges::any_of(changes, [&](const ChangeAt& change) {
      return change.change == Change::other && owner_of(in, genes, change, context_) == Gene::kras &&
             text::mention_of(text_, change.words) == Mention::stated && !in.word(change.words.first).starts_with("c.");
    });
  }

  // Not of "... inhibitors may be considered if a mutation is found".
  [[nodiscard]] bool result_follows(const Statement& in, std::size_t after) const {
    if (names_a_remedy(in, after)) return false;
    for (std::size_t at = after; at < in.last; ++at)
      if (is_one_of(in.word(at), found_words) && text::mention_of(text_, {at, at + 1}) == Mention::stated) return true;
    return false;
  }

  // "KRAS wild-type", "no KRAS mutation", "KRAS mutated": a result for the whole gene.
  void read_gene(const Statement& in, const std::vector<GeneAt>& genes, const GeneAt& gene,
                 const std::vector<ChangeAt>& changes) {
    const std::size_t part_last = end_of_reach(in, genes, gene.words);
    if (wild_type(in, genes, gene.words) != Wild::no) {
      if (other_region({in.text, in.first, part_last})) return;  // "KRAS codon 13: wild type"
      // "KRAS G12D: wild type" says nothing of G12C, and of G12C its own reading tells.
      if (std::ranges::any_of(changes, [&](const ChangeAt& change) {
            return (change.change == Change::other || change.change == Change::g12c) &&
                   change.words.first >= gene.words.last && change.words.first < part_last;
          }))
        return;
      const Mention mention = text::mention_of(text_, gene.words);
      if (denies_wild_type(in))
        return claim(Says::may_positive, "the text denies KRAS wild type: which variant was found?");
      // "KRAS: negative (wild type)"
      if (mention == Mention::stated || mention == Mention::past || mention == Mention::negated)
        return claim(Says::negative, "KRAS wild type");
      if (mention == Mention::suspected && undecided(in)) return claim(Says::no_call, "the result is inconclusive");
      return;
    }
    // "KRAS: negative, BRAF: V600E"
    // "NRAS (not KRAS)"
    if (const std::size_t before = gene.words.first; before > in.first && in.word(before - 1) == "not")
      if (const std::size_t offset = text_.words[before - 1].offset; offset > 0 && text_.original[offset - 1] == '(')
        return;
    const bool changed = std::ranges::any_of(
        changes, [&](const ChangeAt& change) { return owner_of(in, genes, change, context_) != Gene::other; });
    std::size_t own_first = in.first;  // "EGFR exon 19 deletion positive, KRAS negative"
    for (const GeneAt& other : genes)
      if (other.gene != Gene::kras && other.words.last <= gene.words.first)
        for (own_first = other.words.last; own_first < gene.words.first && !in.text.words[own_first].comma_before;)
          ++own_first;
    if (changed || tells_of_structure(in, gene, part_last) || other_region({in.text, own_first, part_last})) return;
    const Mention mention = text::mention_of(text_, gene.words);
    const bool result = in.has_one_of(found_words) || speaks_of_mutation(in);
    switch (mention) {
      case Mention::negated:
        if (in.has("other") || in.has("additional") || in.has("further") || in.has("another")) return;
        return claim(Says::negative, "no KRAS mutation was detected");
      case Mention::stated:
        if (answers_no(in, gene.words.last)) return claim(Says::negative, "no KRAS mutation was detected");
        if (speaks_in_general(in, gene.words.first)) return;
        if (names_something_else(in, gene.words.last) && !result_follows(in, gene.words.last)) return;
        if (is_positive_for(in, gene, part_last))
          claims_.push_back({Says::may_positive,
                             "a KRAS mutation was found, but the text does not name which",
                             Material::not_stated,
                             false,
                             {},
                             true});
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

  Text text_;
  Gene context_;
  std::vector<TextClaim> claims_;
  std::vector<std::pair<std::size_t, text::Span>> bare_;  // claims of the statement that rest on the name alone
  bool found_named_ = false;                              // the statement itself says that the change was found
};

}  // namespace

std::vector<TextClaim> read_variant_text(std::string_view written, Gene context) {
  return Reader(written, context).read();
}

}  // namespace foresign::mapping
