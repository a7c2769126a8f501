// Single words and short answers: fusion, germline, plasma, "not detected" (rules 6.2 to 6.4).
#include <algorithm>
#include <array>
#include <set>

#include "mapping/reading/variant_statement.hpp"
#include "mapping/reading/variant_text.hpp"

namespace foresign::mapping {

using text::Mention;
using text::Text;

namespace {

bool starts_a_word(std::string_view word, std::string_view stem) {
  return word.starts_with(stem);
}

// Words that leave a name standing as a finding.
const std::set<std::string_view>& plain_words() {
  static const std::set<std::string_view> words = {
      // grammar
      "a", "an", "the", "of", "in", "with", "and", "by", "on", "at", "is", "was", "are", "has", "had", "its", "as",
      "also", "new", "this", "patient", "patients", "patient's", "s", "n", "im", "der", "des", "die", "mit", "eine",
      "einer", "eines", "und", "ein", "von",
      // tumours and specimens
      "tumor", "tumour", "cancer", "carcinoma", "adenocarcinoma", "nsclc", "luad", "crc", "mcrc", "pdac", "non",
      "small", "cell", "lung", "colon", "colonic", "rectal", "rectum", "colorectal", "pancreas", "pancreatic",
      "ampullary", "ampulla", "bowel", "squamous", "metastatic", "metastasis", "metastases", "advanced", "locally",
      "unresectable", "stage", "iv", "iva", "ivb", "ivc", "iii", "iiia", "iiib", "iiic", "primary", "recurrent", "left",
      "right", "upper", "lower", "middle", "lobe", "liver", "brain", "bone", "adrenal", "lymph", "node", "pleural",
      "fluid", "effusion", "specimen", "sample", "tissue", "biopsy", "resection", "ffpe", "plasma", "ctdna", "cfdna",
      "blood", "liquid", "free", "dna", "rna", "cytology", "block", "core", "needle", "solid", "tumorgewebe",
      "adenokarzinom", "karzinom", "lunge", "lungenkarzinom", "kolonkarzinom", "pankreaskarzinom", "gewebe",
      // names of changes
      "mutation", "mutations", "variant", "variants", "alteration", "alterations", "change", "substitution", "missense",
      "point", "snv", "exon", "codon", "kodon", "nucleotide", "protein", "amino", "acid", "aa", "p", "c", "g", "nm",
      "np", "gain", "function", "gof", "pathogenic", "likely", "oncogenic", "driver", "activating", "somatic",
      "actionable", "potentially", "targetable", "tier", "level", "i", "ia", "ib", "ii", "strong", "clinical",
      "clinically", "significance", "significant", "relevant", "heterozygous", "mutated", "mutant", "mut", "mutiert",
      "mutationen", "pathogene", "aktivierende", "known", "common", "evidence", "short", "variant(s)", "biologically",
      "relevance",
      // numbers
      "vaf", "af", "maf", "allele", "allelic", "frequency", "fraction", "variantenallelfrequenz", "allelfrequenz",
      "percent", "purity", "content", "cellularity",
      // parts of a report
      "result", "results", "finding", "findings", "genomic", "genetic", "genetics", "molecular", "biomarker",
      "biomarkers", "gene", "genes", "marker", "markers", "status", "profile", "pathology", "report", "summary",
      "conclusion", "interpretation", "comment", "diagnosis", "final", "impression", "classification", "type", "ngs",
      "pcr", "seq", "sanger", "next", "generation", "method", "analyte", "befund", "ergebnis", "molekularpathologie",
      "gen", "name", "detail", "description",
      // other results
      "pd", "l1", "tps", "cps", "tmb", "msi", "mss", "mmr", "pmmr", "dmmr", "stable", "high", "low", "muts", "mb",
      "loss", "deletion", "wt", "wild", "wildtype", "wildtyp", "negative", "neg", "negativ", "rearrangement",
      "rearranged", "fusion", "amplification", "amplified", "expression", "intact", "proficient", "normal"};
  return words;
}

// Of those, what would deny or blur the change if it stood in its own part: "KRAS G12C low", "KRAS G12C negative".
constexpr std::array<std::string_view, 11> of_others = {"negative", "neg",    "negativ", "wt",       "wild", "wildtype",
                                                        "low",      "normal", "loss",    "deletion", "non"};

}  // namespace

bool is_plain(const Statement& in, const std::vector<GeneAt>& genes, text::Span change) {
  const auto& words = in.text.words;
  const auto part_end = [&](std::size_t at) {
    while (at < in.last && !words[at].comma_before) ++at;
    return at;
  };
  const auto is_gene = [&](std::size_t at) {
    return std::ranges::any_of(genes,
                               [&](const GeneAt& gene) { return gene.words.first <= at && at < gene.words.last; });
  };
  const std::size_t own_end = part_end(change.last);
  const std::size_t end = own_end < in.last ? part_end(own_end + 1) : own_end;
  std::size_t own_start = change.first;
  while (own_start > in.first && !words[own_start].comma_before) --own_start;
  for (std::size_t at = in.first; at < end; ++at) {
    const std::string& word = in.word(at);
    if (at >= change.first && at < change.last) continue;
    // "KRAS testing: G12C", but not "Panel: KRAS G12C"
    static constexpr std::array<std::string_view, 7> tests = {"analysis",   "test",       "testing",         "assay",
                                                              "sequencing", "genotyping", "mutationsanalyse"};
    if (is_one_of(word, tests) && at < change.first && words[at + 1].colon_before &&
        std::ranges::any_of(genes, [&](const GeneAt& gene) { return gene.words.last <= at; }))
      continue;
    if (at >= own_start && at < own_end && is_one_of(word, of_others) &&
        !(word == "non" && at + 1 < in.last && in.word(at + 1) == "small"))
      return false;
    // "KRAS mutated tumors": in general
    if (word == "patients" && words[at].length == word.size()) return false;
    const bool number = word.find_first_of("0123456789") != std::string::npos && !word.starts_with("nct");
    if (number || is_gene(at) || plain_words().contains(word)) continue;
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

bool is_structural(std::string_view written) {
  const Text text = text::cut(written);
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string& word = text.words[at].folded;
    for (const std::string_view stem :
         {"fusion", "amplif", "rearrange", "translocat", "overexpress", "expression", "cnv", "copynumber", "prime"})
      if (starts_a_word(word, stem)) return true;
    if (word == "copy" && at + 1 < text.words.size() && text.words[at + 1].folded == "number") return true;
  }
  return false;
}

bool is_germline(std::string_view written) {
  const Text text = text::cut(written);
  bool germline = false;
  for (const text::Word& word : text.words) {
    germline = germline || word.folded == "germline" || word.folded == "keimbahn" || word.folded == "constitutional";
    if (word.folded == "somatic" || word.folded == "somatisch") return false;
  }
  return germline;
}

Material material_of(const Text& text) {
  bool plasma = false;
  bool tissue = false;
  const auto word = [&](std::size_t at) -> std::string_view {
    return at < text.words.size() ? std::string_view(text.words[at].folded) : std::string_view();
  };
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string_view now = word(at);
    const std::string_view next = word(at + 1);
    const std::size_t statement = text.words[at].statement;
    std::size_t start = at;
    while (start > 0 && text.words[start - 1].statement == statement) --start;
    if (word(start) == "if") continue;  // "If no mutation is detected in plasma, test tumor tissue": advice
    const bool plasma_here = (now == "plasma" && next != "cell" && next != "cells") || now == "cfdna" ||
                             now == "ctdna" || now == "cftdna" || (now == "cell" && next == "free") ||
                             (now == "liquid" && (next == "biopsy" || next == "biopsies" || next == "cdx")) ||
                             now == "liquidbiopsy" || (now == "circulating" && next.starts_with("tum")) ||
                             (now == "circulating" && (next == "cell" || next == "dna")) ||
                             (now == "guardant360" && next != "tissuenext") || (now == "guardant" && next == "360") ||
                             now == "ctdx";
    if (plasma_here && text::mention_of(text, {at, at + 1}) != Mention::negated) plasma = true;
    if (now == "tissue" || now == "ffpe" || now == "paraffin" || now == "gewebe" || now == "resection" ||
        (now == "biopsy" && (at == 0 || word(at - 1) != "liquid")))
      tissue = true;
  }
  return plasma ? Material::plasma : tissue ? Material::tissue : Material::not_stated;
}

Material material_of(std::string_view written) {
  return material_of(text::cut(written));
}

namespace {

// "Not reportable", "no coverage": a word of denial that denies no finding (rule 6.4).
bool denies_nothing(const Text& text, std::size_t at) {
  static constexpr std::array<std::string_view, 6> denials = {"not", "nicht", "no", "kein", "keine", "without"};
  static constexpr std::array<std::string_view, 36> deniable = {
      "detected",     "detectable",  "identified", "found",        "present",       "seen",
      "observed",     "mutated",     "mutation",   "mutations",    "variant",       "variants",
      "alteration",   "alterations", "evidence",   "nachgewiesen", "nachweisbar",   "vorhanden",
      "mutiert",      "detektiert",  "gefunden",   "mutationen",   "nachweis",      "positive",
      "demonstrated", "pathogenic",  "hinweis",    "abnormality",  "abnormalities", "changes",
      "amplified",    "rearranged",  "mutant",     "kras",         "significant",   "clinically"};
  if (!is_one_of(text.words[at].folded, denials) || at + 1 == text.words.size()) return false;
  if (text.words[at + 1].comma_before || text.words[at + 1].statement != text.words[at].statement) return false;
  for (std::size_t next = at + 1; next < text.words.size() && next < at + 6; ++next)
    if (is_one_of(text.words[next].folded, deniable)) return false;
  return true;
}

}  // namespace

Polarity polarity_of(std::string_view written) {
  static constexpr std::array<std::string_view, 27> positives = {
      "detected", "positive", "present",      "pos",       "found",     "identified", "mutated",
      "mutant",   "yes",      "nachgewiesen", "positiv",   "mutiert",   "true",       "mutation",
      "variant",  "(+)",      "vorhanden",    "+",         "confirmed", "seen",       "ja",
      "observed", "reactive", "aptikta",      "nustatyta", "mutierte",  "observable"};
  static constexpr std::array<std::string_view, 16> negatives = {
      "negative", "absent", "undetected", "neg",   "none", "no",           "negativ", "nein",
      "false",    "nd",     "(-)",        "keine", "kein", "undetectable", "not",     "nicht"};
  const Text text = text::cut(written);
  if (text.words.empty()) return Polarity::none;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string& word = text.words[at].folded;
    if (word == "pending" || word == "postponed" || word == "awaited" || word == "unlikely" || word == "possible" ||
        word == "suspected" || word == "probable" || word == "undefined" || word == "undetermined" ||
        word == "cancelled" || word == "canceled" || word == "below" || word == "control")
      return Polarity::no_call;
    if (word == "not" && at + 1 < text.words.size()) {
      const std::string& next = text.words[at + 1].folded;
      if (next == "tested" || next == "performed" || next == "done" || next == "available" || next == "reported" ||
          next == "assessed" || next == "evaluated" || next == "applicable" || next == "known" || next == "requested" ||
          next == "sufficient" || next == "interpretable" || next == "evaluable" || next == "determined")
        return Polarity::no_call;
      if (next == "negative" || next == "excluded") return Polarity::no_call;
    }
    if (word == "no" && at + 1 < text.words.size() &&
        (text.words[at + 1].folded == "call" || text.words[at + 1].folded == "result"))
      return Polarity::no_call;
    if (word == "wildtype" || word == "wt" || word == "wildtyp" || (word == "wild" && at + 1 < text.words.size())) {
      const Mention mention = text::mention_of(text, {at, at + 1});
      return mention == Mention::negated || mention == Mention::suspected ? Polarity::no_call : Polarity::wild_type;
    }
    if (word != "confirmed" && word != "call" && is_one_of(word, no_call_words)) return Polarity::no_call;
  }
  // "Detected", "Positive", with a negation before or after it; nothing else needs to be understood.
  Polarity found = Polarity::none;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string& word = text.words[at].folded;
    if (denies_nothing(text, at)) return Polarity::no_call;
    if (is_one_of(word, negatives)) return Polarity::negative;
    if (!is_one_of(word, positives)) continue;
    const Mention mention = text::mention_of(text, {at, at + 1});
    if (mention == Mention::negated) return Polarity::negative;
    if (mention != Mention::stated) return Polarity::no_call;
    found = Polarity::positive;
  }
  return found;
}

}  // namespace foresign::mapping
