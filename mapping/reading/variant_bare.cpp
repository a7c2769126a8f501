#include "mapping/reading/variant_bare.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/variant_understood.hpp"
#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/genes.hpp"

namespace foresign::mapping {
namespace {

using text::Mention;

// Of the words that may stand beside a finding, what would deny or blur a bare name in its own part: "KRAS G12C low",
// "KRAS G12C negative". Of the part of another gene the first of them are a result.
constexpr auto of_others = std::to_array<std::string_view>(
    {"amplification", "amplified", "fusion", "rearrangement", "rearranged", "expression", "negative", "neg", "negativ",
     "wt", "wild", "wildtype", "low", "normal", "loss", "deletion", "non", "negatives"});
constexpr auto denying =
    std::to_array<std::string_view>({"not",      "no",     "none",   "without",    "lacks", "lacking",   "absent",
                                     "absence",  "tested", "called", "undetected", "false", "reference", "ref",
                                     "expected", "range",  "kein",   "keine",      "nicht", "nein",      "ohne"});

// "KRAS G12C 34% sotorasib (FDA-approved)": the columns of a table.
constexpr auto beside_name =
    std::to_array<std::string_view>({"sotorasib", "lumakras", "adagrasib", "krazati", "cetuximab", "panitumumab",
                                     "divarasib", "fda", "approved", "fda-approved"});

// "Test: KRAS G12C", "Test name: KRAS G12C", "NGS panel with KRAS G12C" name what was tested; "Biomarker testing: KRAS
// G12C" and "The test shows KRAS G12C" tell what was found.
bool names_a_test(const Statement& in, std::size_t at, std::size_t change) {
  static constexpr auto always = std::to_array<std::string_view>({"test", "tests", "assay", "kit", "panel", "panels"});
  static constexpr auto alone =
      std::to_array<std::string_view>({"analysis", "analyses", "testing", "sequencing", "mutationsanalyse", "testung"});
  static constexpr auto of_name =
      std::to_array<std::string_view>({"name", "names", "code", "item", "items", "type", "description"});
  static constexpr auto verbs =
      std::to_array<std::string_view>({"is", "was", "show", "positive", "notable", "significant", "consistent",
                                       "result", "results", "finding", "findings", "report"});
  const auto colon = [&](std::size_t word) { return word < in.last && in.text.words[word].colon_before; };
  const bool named = at + 1 < in.last && is_one_of(in.word(at + 1), of_name);
  if (is_one_of(in.word(at), alone)) return at == in.first && colon(at + 1);
  if (!is_one_of(in.word(at), always)) return false;
  if (named || (colon(at + 1) && (at == in.first || !in.word(at).starts_with("panel")))) return true;
  for (std::size_t next = at + 1; next < change; ++next)
    if (colon(next) || is_one_of(in.word(next), verbs) || tells_of_a_finding(in.word(next))) return false;
  return true;
}

}  // namespace

bool is_plain(const Statement& in, const std::vector<GeneAt>& genes, text::Span change) {
  const auto& words = in.text.words;
  const auto part_end = [&](std::size_t at) {
    while (at < in.last && !words[at].comma_before && !denies_others(in, at)) ++at;
    return at;
  };
  const auto is_gene = [&](std::size_t at) {
    return std::ranges::any_of(genes,
                               [&](const GeneAt& gene) { return gene.words.first <= at && at < gene.words.last; });
  };
  const std::size_t own_end = part_end(change.last);
  const bool others_denied = own_end < in.last && denies_others(in, own_end);
  const std::size_t end = own_end < in.last && !others_denied ? part_end(own_end + 1) : own_end;
  std::size_t own_start = change.first;
  while (own_start > in.first && !words[own_start].comma_before) --own_start;
  bool value = false;
  for (std::size_t at = in.first; at < end; ++at) {
    const std::string& word = in.word(at);
    if (at >= change.first && at < change.last) continue;
    // "KRAS test: G12C"
    if (at < change.first && at >= own_start && names_a_test(in, at, change.first) &&
        std::ranges::none_of(genes, [&](const GeneAt& gene) { return gene.words.last <= at; }))
      return false;
    const bool own = at >= own_start && at < own_end;
    value = value || (at > change.first && words[at].colon_before);  // "KRAS G12C: sensitive to sotorasib"
    const bool small_cell = word == "non" && at + 1 < in.last && in.word(at + 1) == "small";
    // "Genes tested with alterations: KRAS G12C"
    const bool denies = is_one_of(word, denying) && !(at < change.first && (word == "tested" || word == "called"));
    if (own && !small_cell && (denies || is_one_of(word, of_others))) return false;
    if (!denies && (is_harmless(in, at) || is_gene(at) ||
                    (at >= change.last && (own && !value ? is_one_of(word, beside_name) : is_harmless_behind(in, at)))))
      continue;
    // The result of another gene: "EGFR not detected, KRAS G12C"
    if (at < own_start && (word == "not" || word == "no" || is_one_of(word, found_words))) continue;
    if (at >= own_end && (is_gene(own_end) || text::mention_of(in.text, {own_end, own_end + 1}) != Mention::stated) &&
        std::ranges::any_of(genes,
                            [&](const GeneAt& gene) { return gene.words.first >= own_end && gene.words.first < end; }))
      continue;
    return false;
  }
  return true;
}

namespace {

bool is_gene_at(const std::vector<GeneAt>& genes, std::size_t at) {
  return std::ranges::any_of(genes, [&](const GeneAt& gene) { return gene.words.first <= at && at < gene.words.last; });
}

// What asserts a variant beside its name.
bool asserts(std::string_view word) {
  static const Vocabulary words(
      "(+) aktivierende altered ja true heterozygous hemizygous homozygous mut mutant mutated mutation-positive "
      "mutiert mutierte mutierter mutiertes oncogenic pathogen pathogenic positive tier");
  return words.has(word);
}

// Of drivers that exclude each other a list without results tells what was looked for.
bool is_driver(std::string_view word) {
  static const Vocabulary genes("alk braf egfr erbb2 her2 hras met nras ntrk ntrk1 ntrk2 ntrk3 pd pd-l1 pdl1 ret ros1");
  return genes.has(word);
}

bool is_letter_or_digit(char one) {
  return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9');
}

// "ALK -", "ROS1 +"
bool is_signed(const Statement& in, std::size_t at) {
  const text::Word& word = in.text.words[at];
  const std::string_view rest = std::string_view(in.text.original).substr(word.offset + word.length);
  const std::size_t sign = std::min(rest.find_first_not_of(' '), rest.size());
  return sign < rest.size() && (rest[sign] == '-' || rest[sign] == '+') &&
         (sign + 1 == rest.size() || !is_letter_or_digit(rest[sign + 1]));
}

// "EGFR", "PD-L1" without a word or number of its own, alone or in a list that comes to none.
bool names_driver_without_result(const Statement& in, const std::vector<GeneAt>& genes, text::Span change) {
  static const Vocabulary no_results(
      "a and assay by cdx fish ihc in l1 ngs of or pcr sequencing test testing the und via with");
  const auto is_result = [&](std::size_t at) {
    const std::string& word = in.word(at);
    return !is_gene_at(genes, at) && !is_driver(word) && !no_results.has(word) && word.size() > 1;
  };
  for (std::size_t at = in.first; at < in.last; ++at) {
    if (!is_driver(in.word(at)) || (at >= change.first && at < change.last)) continue;
    // "wild-type EGFR", "negative for EGFR"
    bool answered = false;
    for (std::size_t before = at; before > in.first && !answered; --before) {
      if (before - 1 >= change.first && before - 1 < change.last) break;
      const std::string& word = in.word(before - 1);
      if (in.text.words[before].comma_before && !is_driver(word) && word != "and" && word != "or") break;
      answered = is_one_of(word, denial_words) || is_one_of(word, found_words) || word == "type" ||
                 word == "wildtype" || word == "wt";
    }
    answered = answered || is_signed(in, at);
    bool crossed = false;
    for (std::size_t next = at + 1; next < in.last && !answered; ++next) {
      if (next >= change.first && next < change.last) break;
      if (is_gene_at(genes, next) && !is_driver(in.word(next))) break;
      crossed = crossed || is_driver(in.word(next));
      // "EGFR, ALK, BRAF V600E": a change is its own gene's only.
      if (crossed && in.word(next).find_first_of("0123456789") != std::string::npos && !is_driver(in.word(next))) break;
      answered = is_result(next);
    }
    if (!answered) return true;
  }
  return false;
}

// What stands behind the name in its line, over brackets and blanks.
std::string_view rest_behind(const Statement& in, text::Span change) {
  const text::Word& last = in.text.words[change.last - 1];
  const std::string_view original = in.text.original;
  std::size_t at = last.offset + last.length;
  while (at < original.size() && std::string_view(" ():|,\t").find(original[at]) != std::string_view::npos) ++at;
  return original.substr(at, original.find('\n', at) - at);
}

// "Genomic findings with FDA-approved therapeutic options" as the line above
bool is_under_findings(const Lines& lines, std::size_t current) {
  static constexpr auto findings = std::to_array<std::string_view>({"findings", "alterations", "detected"});
  return current > 0 && lines.headings[current - 1] && lines.statements[current - 1].has_one_of(findings);
}

// "KRAS G12C -", "KRAS G12C -> sotorasib", "KRAS G12C: sotorasib or adagrasib"
bool leads_on(const Lines& lines, std::size_t current, text::Span change) {
  const Statement& in = lines.statements[current];
  static const Vocabulary after_dash("actionable activating fda likely oncogenic pathogenic targetable tier");
  const std::string_view rest = rest_behind(in, change);
  for (const std::string_view arrow : {"->", "=>", "\xe2\x86\x92"})
    if (rest.starts_with(arrow)) return true;
  for (const std::string_view dash : {"-", "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x88\x92", "\xe2\x80\x91"}) {
    if (!rest.starts_with(dash)) continue;
    if (rest.size() > dash.size() && is_letter_or_digit(rest[dash.size()]))
      return change.last < in.last && in.word(change.last) == "in";  // "KRAS G12C-IN-1", a substance
    return change.last == in.last || !after_dash.has(in.word(change.last));
  }
  const text::Word& last = in.text.words[change.last - 1];
  if (rest.empty() && std::string_view(in.text.original).substr(last.offset + last.length).starts_with(':'))
    return true;
  return change.last < in.last && in.text.words[change.last].colon_before && !is_under_findings(lines, current);
}

// "KRAS G12C and BRAF V600E −"
bool ends_in_minus(const Statement& in) {
  const text::Word& last = in.text.words[in.last - 1];
  const std::string_view rest = std::string_view(in.text.original).substr(last.offset + last.length);
  const std::size_t sign = std::min(rest.find_first_not_of(' '), rest.size());
  return rest.substr(sign).starts_with("\xe2\x88\x92") && !is_other_gene(last.folded);
}

// Words that are understood beside a result, but make of a bare name an order, a specimen, a report or its label.
bool makes_it_a_name(const Statement& in, std::size_t at, text::Span change) {
  static const Vocabulary words(
      "amplicon amplicons hotspot hotspots nd nil normal sequenced targets above accession additionally again also "
      "analysis analyse analyses analyte analytes as assay assessment available be been befund befunde below "
      "bewertung both but call called category classification collected comment comments consider considered "
      "currently date description detail details determined documented expected following for here however id "
      "interpretation interpretations it its item items key lab laboratory labs list listed material may name names "
      "nor note notes now number panel panels kit ohne only option options overview performed range received "
      "recommend recommended ref reference repeat repeated repeats report reported reporting reports resulted "
      "returned reviewed sample samples scanned section see site source specimen specimens status still studies "
      "study summary synopsis test testing tests testung that these this untersuchung well while yielded zu");
  static const Vocabulary before_for("(+) notable pos positive remarkable significant");
  static const Vocabulary only_before(
      "back came conclusion ergebnis ergebnisse finding findings impression result results are carried carries "
      "carrying had harbor harbored harboring harbors harbour harboured harbouring harbours has have is ist sind "
      "was were");
  const std::string& word = in.word(at);
  if (word == "for") return at == in.first || !before_for.has(in.word(at - 1));
  // "KRAS G12C w.t.", "n.d."
  static const Vocabulary letters("a c g p s");
  static const Vocabulary ends_open("no not und");
  static const Vocabulary of_things(
      "addendum biopsy cleared coverage depth fish free gene ihc old uncovered tissue inhibitor inhibitors probe "
      "reads");
  if (word == "tested" || (at >= change.last && of_things.has(word))) return true;
  static const Vocabulary of_findings("disease type tso tso500 xt xf");
  if (word.size() == 1 && at >= change.last && word[0] >= 'a' && word[0] <= 'z' && !letters.has(word)) return true;
  if (at + 1 == in.last && at >= change.last && ends_open.has(word)) return true;
  if (at >= change.last && is_word_of_reports(word) && !of_findings.has(word)) return true;
  if (at >= change.last && word.size() == 5 && word.find_first_not_of("0123456789") == std::string::npos)
    return true;                                                            // a procedure's code
  if (word == "result" && at > 0 && in.word(at - 1) == "to") return false;  // "predicted to result in"
  return words.has(word) || (at >= change.last && only_before.has(word));
}

// "No mutation was found", "all negative", "it was cancelled": a sentence that may answer the name above it.
bool may_answer(const Statement& in) {
  static const Vocabulary answers(
      "abnormal absent amended awaited cancelled canceled excluded failed follow indeterminate insufficient keine "
      "kein n nd nil neg negative negativ nicht no none normal not outstanding pending progress scheduled tnp "
      "undetected unremarkable wild wildtype wt");
  static const Vocabulary elsewhere(
      "additional another evidence further history metastases metastasis mets other recurrence smoker smoking");
  if (is_answer(in)) return true;
  bool found = false;
  for (std::size_t at = in.first; at < in.last; ++at) {
    if (elsewhere.has(in.word(at))) return false;
    found = found || answers.has(in.word(at));
  }
  return found;
}

// "ALK neg, EGFR neg, and KRAS G12C"
bool joins_denials(const Statement& in, const std::vector<GeneAt>& genes, text::Span change) {
  std::size_t start = change.first;
  while (start > in.first && is_gene_at(genes, start - 1)) --start;
  if (start == in.first || (in.word(start - 1) != "and" && in.word(start - 1) != "und")) return false;
  for (std::size_t at = in.first; at < start; ++at)
    if (is_one_of(in.word(at), denial_words) || in.word(at) == "neg") return true;
  return false;
}

bool is_lower(char letter) {
  return letter >= 'a' && letter <= 'z';
}

// "KRAS G12C mutation (c.34G>T)", "Variant: p.G12C": a name, as the rows of forms have it.
bool is_name_alone(const Statement& in, const std::vector<GeneAt>& genes, const std::vector<ChangeAt>& changes) {
  static const Vocabulary nouns(
      "12 2 a aa acid alteration amino biomarker c cdna change codon dna exon g gene genomic hgvs marker missense "
      "molecular mutation n nucleotide p protein substitution the tissue transcript tumor variant");
  for (std::size_t at = in.first; at < in.last; ++at) {
    const bool of_change =
        std::ranges::any_of(changes, [&](const ChangeAt& one) { return one.words.first <= at && at < one.words.last; });
    const std::string& word = in.word(at);
    if (!of_change && !is_gene_at(genes, at) && !nouns.has(word) && word.find('.') == std::string::npos &&
        word.find_first_not_of("0123456789") != std::string::npos)
      return false;
  }
  return true;
}

// "VAF: 34%", "Tumor content 30%", "Transcript: NM_004985.5", "Tier I": a line that goes with a finding and answers
// nothing.
bool describes(const Statement& in) {
  static const Vocabulary labels(
      "af allele allelic aa amino block c cdna cellularity chromosome clinical coding codon cosmic coverage dbsnp "
      "depth dna exon fraction frequency genomic hgvs location maf method molecular nm nucleotide p pathogenic "
      "oncogenic position protein purity refseq signed electronically specimen therapies therapy tier tissue "
      "transcript tumor tumour vaf variant zygosity heterozygous");
  if (!labels.has(in.word(in.first)) && in.word(in.first).find_first_of("0123456789") == std::string::npos)
    return false;
  const Fraction fraction = fraction_in(in, in.first, in.last);
  if (fraction == Fraction::zero || fraction == Fraction::below || may_answer(in)) return false;
  for (std::size_t at = in.first; at < in.last; ++at) {
    const std::string& word = in.word(at);
    if (word.find_first_not_of("0.") == std::string::npos) return false;
    if (is_one_of(word, no_call_words) || word == "na" || word == "n/a" || word == "nd" || word == "amplification")
      return false;
  }
  return true;
}

// "NGS returned a KRAS G12C mutation", "resulted as KRAS G12C", "RAS mutated (KRAS G12C)"
bool is_told_ahead(const Statement& in, const std::vector<GeneAt>& genes, text::Span change) {
  static const Vocabulary between(
      "12 2 a an as aktivierende codon eine exon for gene in known new of p pathogenic somatic the with");
  static const Vocabulary told("back consistent has mutant mutated mutiert mutierte notable remarkable significant");
  for (std::size_t at = change.first; at > in.first; --at) {
    const std::string& word = in.word(at - 1);
    const bool bracket = in.text.original[in.text.words[at].offset - 1] == '(';
    if (in.text.words[at].comma_before && !bracket) return false;
    if (is_gene_at(genes, at - 1) || between.has(word)) continue;
    return told.has(word) || (tells_of_a_finding(word) && !in.text.words[at].colon_before);
  }
  return false;
}

bool ends_sentence(const Statement& in) {
  const char sign = sign_behind(in);
  return sign == '.' || sign == ';';
}

bool is_driver_alone(const Statement& in) {
  return in.last - in.first == 1 && is_driver(in.word(in.first));
}

// "Negatives: EGFR, ALK" over the line, "Not detected" without a full stop.
bool is_denied_above(const Statement& above) {
  if (ends_sentence(above)) return false;
  for (std::size_t at = above.first; at < above.last; ++at) {
    if (text::names_gene(above.word(at))) return false;
    if (is_one_of(above.word(at), denial_words) || above.word(at) == "negatives") return true;
  }
  return false;
}

// "Specimen: lung biopsy" below the first line, which is a title then.
bool is_of_the_test(const Statement& in) {
  static const Vocabulary labels(
      "block cellularity clinical collected electronically indication method methodology purity signed specimen tissue "
      "tumor tumour");
  return is_field(in) && labels.has(in.word(in.first));
}

// Another name of a variant without a word on it.
bool is_bare_item(const Statement& in) {
  const std::vector<ChangeAt> changes = changes_in(in);
  return !changes.empty() && is_name_alone(in, genes_in(in), changes);
}

bool is_left_alone(const Lines& lines, std::size_t current, const std::vector<GeneAt>& genes,
                   const std::vector<ChangeAt>& changes) {
  const std::vector<Statement>& statements = lines.statements;
  const Statement& in = statements[current];
  if (is_under_result(lines, current)) return true;
  if (current > 0) {
    const Statement& above = statements[current - 1];
    if (is_driver_alone(above) || (is_denied_above(above) && !names_a_group(lines, current - 1))) return false;
  }
  const bool name_alone = is_name_alone(in, genes, changes);
  bool nearest = true;
  bool listed = false;
  constexpr std::size_t far = 60;  // statements; no list of findings is longer
  for (std::size_t at = current + 1; at < statements.size(); ++at, nearest = false) {
    if (at > current + far) return false;
    const Statement& below = statements[at];
    if (names_a_group(lines, at)) return true;
    if (is_driver_alone(below)) return genes.empty();  // "EGFR | Negative | KRAS | G12C | BRAF | Negative"
    if (other_region(below) || tells_what_is_normal(below)) continue;
    const bool new_line = below.text.words[below.first].line_before;
    if (nearest && new_line && !ends_sentence(in) &&
        is_lower(below.text.original[below.text.words[below.first].offset]))
      return false;  // "... KRAS G12C | testing was sent out"
    // "- KRAS G12C | - EGFR L858R | All negative": what answers the list stands below it.
    if (name_alone && new_line && is_bare_item(below)) {
      listed = true;
      continue;
    }
    if (listed) return !may_answer(below) || names_gene_or_change(below);
    if (names_gene_or_change(below)) return true;
    if (nearest && current == 0 && name_alone && new_line && is_of_the_test(below)) return false;
    // A field beside a field has its own value.
    if (nearest && may_answer(below))
      return !name_alone && new_line && has_colon(in) && has_colon(below) && !is_answer(below);
    if (!name_alone) return true;
    if (nearest && (!new_line || ends_sentence(in))) return true;
    if (!describes(below)) return false;
  }
  return true;
}

}  // namespace

bool is_asserted(const Statement& in, const std::vector<GeneAt>& genes, text::Span change) {
  if (is_told_ahead(in, genes, change)) return true;
  const std::size_t end = end_of_reach(in, genes, change);
  for (std::size_t at = change.last; at < end; ++at) {
    if (in.text.words[at].comma_before && at > change.last) break;
    if (asserts(in.word(at))) return true;
  }
  return fraction_in(in, change.last, end) == Fraction::some;
}

bool is_found_by_its_name(const Lines& lines, std::size_t current, const std::vector<GeneAt>& genes,
                          text::Span change) {
  const Statement& in = lines.statements[current];
  if (ends_in_minus(in) || leads_on(lines, current, change) || names_driver_without_result(in, genes, change))
    return false;
  std::size_t label = in.first;  // "Key findings: KRAS G12C"
  for (std::size_t at = in.first + 1; at <= change.first && at < in.last; ++at)
    if (in.text.words[at].colon_before) label = at;
  static const Vocabulary open_labels(
      "addendum appendix frage part section q question hotspot hotspots next order ordered orders plan reference "
      "repeat specimen tested");
  if (label == in.first + 1 && open_labels.has(in.word(in.first))) return false;
  if (joins_denials(in, genes, change)) return false;
  for (std::size_t at = label; at < in.last; ++at)
    if ((at < change.first || at >= change.last) && makes_it_a_name(in, at, change)) return false;
  return is_left_alone(lines, current, genes, changes_in(in));
}

}  // namespace foresign::mapping
