// Single words and short answers: fusion, germline, plasma, "not detected" (rules 6.2 to 6.4).
#include <algorithm>
#include <array>

#include "mapping/reading/variant_statement.hpp"
#include "mapping/reading/variant_text.hpp"
#include "mapping/reading/variant_understood.hpp"
#include "mapping/text/cues.hpp"
#include "mapping/text/genes.hpp"

namespace foresign::mapping {

using text::Mention;
using text::Text;

namespace {

bool starts_a_word(std::string_view word, std::string_view stem) {
  return word.starts_with(stem);
}

}  // namespace

bool is_choice(const Text& text, std::size_t at) {
  static constexpr std::array<std::string_view, 8> yes = {"detected", "positive",   "present", "yes",
                                                          "found",    "identified", "pos",     "mutated"};
  static constexpr std::array<std::string_view, 8> no = {"not", "negative",   "absent", "no",
                                                         "neg", "undetected", "wild",   "wildtype"};
  if (at + 1 >= text.words.size() || text.words[at].statement != text.words[at + 1].statement) return false;
  const bool either = (is_one_of(text.words[at].folded, yes) && is_one_of(text.words[at + 1].folded, no)) ||
                      (is_one_of(text.words[at].folded, no) && is_one_of(text.words[at + 1].folded, yes) &&
                       text.words[at].folded != "not" && text.words[at].folded != "no");
  if (!either) return false;
  const std::size_t from = text.words[at].offset + text.words[at].length;
  const std::string between = text.original.substr(from, text.words[at + 1].offset - from);
  return between.find_first_of("/|[") != std::string::npos;
}

// "Result: Not detected", "Indeterminate": an answer that names no subject.
bool is_answer(const Statement& in) {
  static constexpr std::array<std::string_view, 11> labels = {"result",    "results",     "call",   "outcome",
                                                              "ergebnis",  "befund",      "status", "detected",
                                                              "detection", "qualitative", "value"};
  static constexpr std::array<std::string_view, 45> answers = {
      "not",          "no",           "non",         "mutation",     "mutations",
      "variant",      "detected",     "negative",    "positive",     "wild",
      "type",         "wildtype",     "wt",          "present",      "absent",
      "found",        "identified",   "seen",        "none",         "indeterminate",
      "inconclusive", "equivocal",    "failed",      "insufficient", "invalid",
      "pending",      "neg",          "pos",         "undetected",   "cancelled",
      "canceled",     "qns",          "tnp",         "reportable",   "call",
      "nicht",        "nachgewiesen", "nachweisbar", "negativ",      "positiv",
      "fraglich",     "sample",       "sufficient",  "quantity",     "tested"};
  if (is_one_of(in.word(in.first), labels) && in.first + 1 == in.last) return true;  // "Result:" and nothing behind it
  if (is_one_of(in.word(in.first), labels) && in.first + 1 < in.last && in.text.words[in.first + 1].colon_before)
    return true;
  if (in.last - in.first > 5) return false;
  for (std::size_t at = in.first; at < in.last; ++at)
    if (!is_one_of(in.word(at), answers)) return false;
  return true;
}

bool denies_others(const Statement& in, std::size_t at) {
  static constexpr std::array<std::string_view, 3> denials = {"no", "not", "negative"};
  static constexpr std::array<std::string_view, 4> others = {"other", "further", "additional", "another"};
  // "KRAS G12C mutated NSCLC, no brain metastases"
  static constexpr auto elsewhere = std::to_array<std::string_view>({"metastases", "metastasis", "mets", "recurrence"});
  if (is_one_of(in.word(at), denials) || in.word(at) == "without")
    for (std::size_t next = at + 1; next < in.last && next < at + 4 && !in.text.words[next].comma_before; ++next)
      if (is_one_of(in.word(next), elsewhere)) return true;
  // "KRAS G12C without STK11 comutation", "without co-occurring STK11 or KEAP1 mutation"
  if (in.word(at) == "without") {
    std::size_t next = at + 1;
    while (next < in.last && (in.word(next) == "co" || in.word(next) == "occurring" || in.word(next) == "concurrent" ||
                              in.word(next) == "any"))
      ++next;
    if (next < in.last && is_other_gene(in.word(next)))
      for (; next < in.last; ++next)
        if (text::names_alteration(in.word(next)) || in.word(next).starts_with("comut")) return true;
  }
  // "KRAS G12C detected, no fusions detected"
  if (in.text.words[at].comma_before && in.word(at) == "no" && at + 1 < in.last && is_structural(in.word(at + 1)))
    return true;
  // "KRAS G12C mutation with no other actionable alterations"
  if (in.word(at) == "with" && at + 2 < in.last && in.word(at + 1) == "no" && is_one_of(in.word(at + 2), others))
    return true;
  if (in.text.words[at].comma_before && in.word(at) == "not" && at + 2 == in.last)
    return read_variant(in.word(at + 1)).change == Change::other;
  if (!in.text.words[at].comma_before || !is_one_of(in.word(at), denials) || at + 2 >= in.last) return false;
  if (in.word(at + 1) == "for") return is_other_gene(in.word(at + 2));
  if (is_other_gene(in.word(at + 1))) return true;
  if (!is_one_of(in.word(at + 1), others)) return false;
  for (std::size_t next = at + 2; next < in.last && next < at + 6; ++next)
    if (text::names_alteration(in.word(next))) return true;
  return false;
}

// Names of tests, drugs and studies bear the variant's name without its being found.
bool names_something_else(const Statement& in, std::size_t after) {
  static constexpr std::array<std::string_view, 9> passing = {"mutation", "mutations", "mutant",   "mutated",  "gene",
                                                              "variant",  "targeted",  "specific", "selective"};
  static constexpr auto things = std::to_array<std::string_view>(
      {"testing",  "test",    "tests",       "assay",         "assays",    "analysis",   "analyses",   "inhibitor",
       "report",   "data",    "information", "documentation", "detection", "inhibitors", "trial",      "trials",
       "study",    "studies", "panel",       "probe",         "primer",    "primers",    "therapy",    "therapies",
       "directed", "status",  "kit",         "sequencing",    "screening", "control",    "genotyping", "pcr",
       "fish",     "ihc",     "ngs",         "cohort",        "model"});
  std::size_t at = after;
  while (at < in.last && is_one_of(in.word(at), passing) && !in.text.words[at].comma_before &&
         !in.text.words[at].colon_before)
    ++at;
  return at < in.last && is_one_of(in.word(at), things) && !in.text.words[at].comma_before &&
         !in.text.words[at].colon_before;
}

bool names_a_remedy(const Statement& in, std::size_t after) {
  static constexpr std::array<std::string_view, 10> remedies = {"inhibitor", "inhibitors", "trial",   "trials",
                                                                "study",     "studies",    "therapy", "therapies",
                                                                "directed",  "treatment"};
  while (after < in.last && !is_one_of(in.word(after), remedies) && !in.text.words[after].comma_before &&
         !in.text.words[after].colon_before && (in.word(after) == "mutation" || in.word(after) == "mutant"))
    ++after;
  return after < in.last && is_one_of(in.word(after), remedies) && !in.text.words[after].comma_before &&
         !in.text.words[after].colon_before;
}

namespace {

// "KRAS G12C, TP53 R273H, STK11 F354L": genes whose changes go with a KRAS change make a list of findings, not of
// what a test looks for.
bool is_of_a_companion(const Statement& in, const ChangeAt& change) {
  static constexpr std::array<std::string_view, 18> companions = {
      "tp53",   "stk11", "keap1", "smad4", "cdkn2a", "apc",   "atm",  "rbm10", "smarca4",
      "arid1a", "fbxw7", "rb1",   "nf1",   "brca1",  "brca2", "pten", "kdm6a", "rnf43"};
  for (std::size_t at = change.words.first; at-- > in.first && change.words.first - at < 6;)
    if (text::is_gene_symbol(in.word(at))) return is_one_of(in.word(at), companions);
  return false;
}

}  // namespace

// Text about the assay: "detects the following mutations", "G12A/C/D/R/S/V".
bool lists_what_is_tested(const Statement& in, const std::vector<ChangeAt>& changes) {
  static constexpr std::array<std::string_view, 16> words = {
      "detects", "assay",    "covers",  "includes", "interrogates", "targets", "designed", "detectable",
      "detect",  "covering", "regions", "hotspots", "hotspot",      "tested",  "assays",   "following"};
  std::size_t distinct = 0;
  std::vector<std::string> seen;
  for (const ChangeAt& change : changes) {
    if (text::mention_of(in.text, change.words) == Mention::negated) continue;  // "G12C detected, G12D not detected"
    if (is_of_a_companion(in, change)) continue;
    // "G12C (c.34G>T, p.Gly12Cys)" is one.
    const std::string& word = in.word(change.words.first);
    std::string name = change.change == Change::g12c ? "G12C" : change_shown(word);
    if (change.words.last - change.words.first == 1 && std::ranges::find(seen, name) == seen.end() &&
        !word.starts_with("c.")) {
      seen.push_back(std::move(name));
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
bool speaks_in_general(const Statement& in, std::size_t subject) {
  static constexpr std::array<std::string_view, 7> always = {"occur",     "occurs",     "literature", "approximately",
                                                             "incidence", "prevalence", "inhibits"};
  static constexpr std::array<std::string_view, 12> without_result = {
      "inhibitor", "inhibitors", "targets", "targeting", "predicts", "predictive",
      "approved",  "indicated",  "trial",   "trials",    "therapy",  "therapies"};
  if (in.has_one_of(always)) return true;
  // "Sotorasib inhibits KRAS G12C", "The limit of detection for KRAS G12C is 1%", "When KRAS G12C is detected ..."
  static constexpr std::array<std::string_view, 49> about = {
      "sotorasib",   "lumakras",  "adagrasib", "krazati",     "limit",    "lod",           "sensitivity",
      "specificity", "control",   "controls",  "threshold",   "when",     "whenever",      "once",
      "until",       "unless",    "whether",   "falls",       "wenn",     "sofern",        "could",
      "would",       "may",       "might",     "tumors",      "tumours",  "cancers",       "individuals",
      "adults",      "divarasib", "inhibitor", "therapies",   "needs",    "need",          "requires",
      "require",     "required",  "must",      "requirement", "criteria", "authorization", "documentation",
      "states",      "stated",    "says",      "claims",      "told",     "asks",          "asking"};
  for (std::size_t at = in.first; at < subject; ++at)
    if (is_one_of(in.word(at), about)) return true;
  for (std::size_t at = in.first; at + 1 < in.last; ++at) {
    // "KRAS mutations such as G12C", "KRAS G12C mutations are frequent", "found in 13% of NSCLC"
    static constexpr std::array<std::string_view, 8> many = {"nsclc", "cases", "lung",       "colorectal",
                                                             "all",   "crc",   "pancreatic", "adenocarcinomas"};
    if (in.word(at) == "such" && in.word(at + 1) == "as" && at < subject) return true;
    if (in.word(at) == "e" && in.word(at + 1) == "g" && at < subject) return true;
    if (in.word(at) == "mutations" && in.word(at + 1) == "are" && at > subject) return true;
    if (in.word(at) == "of" && is_one_of(in.word(at + 1), many) && at > in.first && in.word(at - 1).ends_with('%'))
      return true;
  }
  for (std::size_t at = in.first; at + 1 < subject; ++at)  // "bei Nachweis einer ..."
    if (in.word(at) == "bei" && in.word(at + 1) == "nachweis") return true;
  // "Provided KRAS G12C is confirmed, ...", "Bei KRAS G12C-Nachweis ..."
  if (in.word(in.first) == "provided" || (in.word(in.first) == "bei" && in.has("nachweis"))) return true;
  for (std::size_t at = in.first; at < in.last; ++at) {
    const text::Word& word = in.text.words[at];
    if (word.folded == "patients" && word.length == word.folded.size()) return true;  // not "patient's"
  }
  for (std::size_t at = in.first; at < subject; ++at)
    if (is_one_of(in.word(at), without_result) && !in.has_one_of(found_words)) return true;
  return false;
}

bool speaks_of_the_test(std::string_view written) {
  static constexpr auto words = std::to_array<std::string_view>(
      {"prior",     "previous",    "previously", "history",     "ordered",   "order",      "requested",
       "consent",   "done",        "performed",  "tested",      "adequate",  "sufficient", "adequacy",
       "sent",      "collected",   "eligible",   "eligibility", "candidate", "indicated",  "planned",
       "counseled", "counselling", "discuss",    "received",    "discussed", "completed",  "available",
       "inhibitor", "inhibitors",  "therapy",    "trial",       "counseling"});
  const Text text = text::cut(written);
  return std::ranges::any_of(text.words, [](const text::Word& word) { return is_one_of(word.folded, words); });
}

bool is_structural(std::string_view written) {
  const Text text = text::cut(written);
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string& word = text.words[at].folded;
    for (const std::string_view stem : {"fusion", "amplif", "rearrange", "translocat", "overexpress", "expression",
                                        "cnv", "copynumber", "prime", "fish", "ihc", "immunohisto", "methylation"})
      if (starts_a_word(word, stem)) return true;
    if (word == "copy" && at + 1 < text.words.size() && text.words[at + 1].folded == "number") return true;
  }
  return false;
}

bool speaks_of_germline(const Statement& in) {
  static constexpr std::array<std::string_view, 3> germline = {"germline", "keimbahn", "constitutional"};
  static constexpr std::array<std::string_view, 2> somatic = {"somatic", "somatisch"};
  static constexpr std::array<std::string_view, 6> between = {"origin", "is", "was", "variant", "appears", "seems"};
  bool found = false;
  for (std::size_t at = in.first; at < in.last; ++at) {
    const bool inherited = is_one_of(in.word(at), germline);
    if (!inherited && !is_one_of(in.word(at), somatic)) continue;
    const Mention mention = text::mention_of(in.text, {at, at + 1});
    if (!inherited && mention == Mention::stated) return false;
    if (!inherited || mention == Mention::negated) continue;
    std::size_t next = at + 1;  // "germline origin is unlikely"
    while (next < in.last && is_one_of(in.word(next), between)) ++next;
    found = found || next == in.last || in.word(next) != "unlikely";
  }
  return found;
}

bool is_germline(std::string_view written) {
  const Text text = text::cut(written);
  return std::ranges::any_of(statements_of(text), speaks_of_germline);
}

namespace {

// "Not from plasma". "No mutation detected in cfDNA" is a result from plasma all the same.
bool is_denied_here(const Text& text, std::size_t at) {
  static constexpr std::array<std::string_view, 9> between = {"a", "an", "the", "from", "of", "in", "on", "by", "via"};
  // "No ctDNA detected" is a test of plasma.
  static constexpr std::array<std::string_view, 4> denials = {"not", "non", "without", "nicht"};
  const auto follows = [&](const auto& words) {
    return at > 0 && text.words[at - 1].statement == text.words[at].statement && !text.words[at].comma_before &&
           is_one_of(text.words[at - 1].folded, words);
  };
  while (follows(between)) --at;
  return follows(denials);
}

}  // namespace

Material material_of(const Text& text, text::Span words) {
  bool tissue = false;
  std::size_t start = words.first;  // of the statement
  const auto word = [&](std::size_t at) -> std::string_view {
    return at < words.last ? std::string_view(text.words[at].folded) : std::string_view();
  };
  for (std::size_t at = words.first; at < words.last; ++at) {
    const std::string_view now = word(at);
    const std::string_view next = word(at + 1);
    if (text.words[at].statement != text.words[start].statement) start = at;
    // "KRAS gene mutations found in Blood or Tissue by Molecular genetics method": a name from LOINC
    if (now == "blood" && next == "or" && (word(at + 2) == "tissue" || word(at + 2) == "tumor")) {
      at += 2;
      continue;
    }
    if (word(start) == "if") continue;  // "If no mutation is detected in plasma, test tumor tissue": advice
    const bool plasma_here =
        (now == "plasma" && next != "cell" && next != "cells") || now == "cfdna" || now == "ctdna" || now == "cftdna" ||
        (now == "cell" && next == "free") ||
        (now == "liquid" && (next == "biopsy" || next == "biopsies" || next == "cdx")) || now == "liquidbiopsy" ||
        (now == "circulating" && next.starts_with("tum")) ||
        (now == "circulating" && (next == "cell" || next == "dna")) || (now == "guardant360" && next != "tissuenext") ||
        (now == "guardant" && next == "360") || now == "ctdx" || now == "g360" || now == "f1lcdx" ||
        (now == "guardant" && next != "tissue" && next != "health") || now == "xf" ||
        (now == "liquid" && (at == words.first || word(at - 1) == "f1" || word(at - 1) == "fmi")) ||
        now == "liquidbiopsie" || now == "invisionfirst" || now == "signatera" || (now == "tempus" && next == "xf") ||
        (now == "foundationone" && next == "liquid") || now == "serum" ||
        (now == "blood" && next != "vessel" && next != "vessels" && next != "pressure");
    if (plasma_here && !is_denied_here(text, at)) return Material::plasma;
    if (now == "tissue" || now == "ffpe" || now == "paraffin" || now == "gewebe" || now == "resection" ||
        (now == "biopsy" && (at == words.first || word(at - 1) != "liquid")))
      tissue = true;
  }
  return tissue ? Material::tissue : Material::not_stated;
}

Material material_of(std::string_view written) {
  const Text text = text::cut(written);
  return material_of(text, {0, text.words.size()});
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
  static constexpr std::array<std::string_view, 17> negatives = {
      "nothing", "negative", "absent", "undetected", "neg",  "none",         "no",  "negativ", "nein",
      "false",   "nd",       "(-)",    "keine",      "kein", "undetectable", "not", "nicht"};
  static constexpr std::array<std::string_view, 3> before_see = {"please", "not", "to"};
  Text text = text::cut(written);
  if (text.words.empty()) return written == "+" ? Polarity::positive : Polarity::none;
  for (std::size_t at = 1; at + 1 < text.words.size(); ++at)  // "Detected, see comment"
    if (text.words[at].folded == "see" && at + 3 >= text.words.size() &&
        !is_one_of(text.words[at - 1].folded, before_see))
      text.words.resize(at);
  // "Detected (Reference: Not Detected)"
  static constexpr std::array<std::string_view, 4> references = {"reference", "ref", "expected", "referenzbereich"};
  for (std::size_t at = 0; at < text.words.size(); ++at)
    if (is_one_of(text.words[at].folded, references)) {
      text.words.resize(at);
      if (at == 0) return Polarity::no_call;
    }
  for (std::size_t at = 0; at < text.words.size(); ++at)
    if (is_choice(text, at)) return Polarity::no_call;
  // "Detected", "Positive", with a negation before or after it, among words that are understood.
  const std::vector<Statement> statements = statements_of(text);
  const bool all_understood = std::ranges::all_of(statements, is_name_of_results);
  const auto understood_at = [&](std::size_t word) {
    return all_understood && std::ranges::any_of(statements, [&](const Statement& one) {
             return one.first <= word && word < one.last && is_understood_answer(one);
           });
  };
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string& word = text.words[at].folded;
    if (word == "pending" || word == "postponed" || word == "awaited" || word == "unlikely" || word == "possible" ||
        word == "suspected" || word == "probable" || word == "undefined" || word == "undetermined" ||
        word == "cancelled" || word == "canceled" || word == "below" || word == "control" || word == "preliminary" ||
        word == "provisional" || word == "presumptive" || word == "presumed" || word == "ordered" ||
        word == "requested" || word == "sent" || word == "scheduled" || word == "planned" || word == "awaiting")
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
      const bool stated = mention != Mention::negated && mention != Mention::suspected;
      return stated && understood_at(at) ? Polarity::wild_type : Polarity::no_call;
    }
    if (word != "confirmed" && word != "call" && is_one_of(word, no_call_words)) return Polarity::no_call;
  }
  bool understood = true;
  Polarity found = Polarity::none;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string& word = text.words[at].folded;
    if (denies_nothing(text, at)) return Polarity::no_call;
    if (is_one_of(word, negatives)) return understood_at(at) ? Polarity::negative : Polarity::no_call;
    if (!is_one_of(word, positives)) continue;
    const Mention mention = text::mention_of(text, {at, at + 1});
    if (mention == Mention::negated) return understood_at(at) ? Polarity::negative : Polarity::no_call;
    if (mention != Mention::stated) return Polarity::no_call;
    found = Polarity::positive;
    understood = understood && understood_at(at);
  }
  // "Yes, sample sent", "Other mutation detected"
  static constexpr auto of_others = std::to_array<std::string_view>({"other", "another", "different", "additional"});
  const bool other =
      std::ranges::any_of(text.words, [](const text::Word& word) { return is_one_of(word.folded, of_others); });
  if (found == Polarity::positive && (!understood || other)) return Polarity::no_call;
  return found;
}

}  // namespace foresign::mapping
