#include "mapping/reading/variant_context.hpp"

#include <algorithm>

#include "mapping/reading/variant_understood.hpp"
#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/genes.hpp"

namespace foresign::mapping {
namespace {

constexpr auto denials = std::to_array<std::string_view>({"not", "no", "none", "negative", "neg", "negatives", "absent",
                                                          "undetected", "without", "wild", "wildtype", "wt", "excluded",
                                                          "nicht", "keine", "kein", "negativ", "wildtyp"});

// What stands below such a heading, or behind it, is no result of the patient's: what was looked at, with what, and
// what would be normal.
constexpr auto no_results = std::to_array<std::string_view>(
    {"analyte",     "analytes",  "item",      "items",       "tested", "list",     "content", "contents",
     "order",       "orders",    "assay",     "assays",      "test",   "tests",    "kit",     "panel",
     "panels",      "genes",     "reference", "ref",         "range",  "expected", "method",  "methods",
     "methodology", "technique", "platform",  "description", "false",  "called",   "sequence"});
constexpr auto of_a_result = std::to_array<std::string_view>(
    {"result",     "results",  "finding",   "findings", "report",    "alterations", "detected",
     "identified", "variants", "mutations", "positive", "mutated",   "altered",     "wild",
     "wildtype",   "negative", "without",   "ngs",      "molecular", "genomic"});

bool starts_line(const Statement& in) {
  return in.text.words[in.first].line_before;
}

bool is_blank_between(const Statement& above, const Statement& below) {
  const text::Word& last = above.text.words[above.last - 1];
  const std::size_t from = last.offset + last.length;
  const std::string_view between =
      std::string_view(above.text.original).substr(from, below.text.words[below.first].offset - from);
  return std::ranges::count(between, '\n') > 1;
}

}  // namespace

bool has_colon(const Statement& in) {
  for (std::size_t at = in.first + 1; at < in.last; ++at)
    if (in.text.words[at].colon_before) return true;
  return false;
}

bool names_gene_or_change(const Statement& in) {
  if (!changes_in(in).empty()) return true;
  for (std::size_t at = in.first; at < in.last; ++at)
    if (text::names_gene(in.word(at))) return true;
  return false;
}

char sign_behind(const Statement& in) {
  const text::Word& last = in.text.words[in.last - 1];
  std::size_t at = last.offset + last.length;
  const std::string& original = in.text.original;
  while (at < original.size() && (original[at] == ' ' || original[at] == ')' || original[at] == '*')) ++at;
  return at < original.size() ? original[at] : '\n';
}

namespace {

bool is_heading(const std::vector<Statement>& statements, std::size_t at) {
  const Statement& in = statements[at];
  if (at + 1 < statements.size() && !starts_line(statements[at + 1])) return false;
  const char sign = sign_behind(in);
  if (sign == ':') return true;
  if (!starts_line(in)) return false;
  constexpr std::size_t longest = 9;
  if (sign == '.' || sign == ';' || in.last - in.first > longest || has_colon(in)) return false;
  if (!changes_in(in).empty()) return false;
  for (std::size_t word = in.first; word < in.last; ++word) {
    const std::string& folded = in.word(word);
    if (text::is_gene_symbol(folded) && folded != "kras") return false;  // an item of the list
    if (folded.back() == '%') return false;
  }
  return at == 0 || !is_answer(in);  // "Insufficient" over a list
}

}  // namespace

Lines lines_of(const text::Text& text) {
  Lines lines{statements_of(text), {}};
  lines.headings.reserve(lines.statements.size());
  for (std::size_t at = 0; at < lines.statements.size(); ++at)
    lines.headings.push_back(is_heading(lines.statements, at));
  return lines;
}

bool names_no_result(const Statement& in, std::size_t from, std::size_t to) {
  bool none = false;
  for (std::size_t at = from; at < to; ++at) {
    if (is_one_of(in.word(at), of_a_result)) return false;
    none = none || is_one_of(in.word(at), no_results);
  }
  return none;
}

namespace {

// "NeoTYPE Lung Tumor Profile" as the first line: a laboratory's name for its test. A brand is not written like a word.
bool is_title_of_report(const Lines& lines, std::size_t at_statement) {
  static const Vocabulary reports("befund bericht panel profile report test");
  const Statement& in = lines.statements[at_statement];
  bool report = false;
  for (std::size_t at = in.first; at < in.last; ++at) {
    report = report || reports.has(in.word(at));
    if (is_harmless(in, at) || reports.has(in.word(at))) continue;
    const std::string_view written =
        std::string_view(in.text.original).substr(in.text.words[at].offset, in.text.words[at].length);
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto capitals = std::ranges::count_if(written, is_capital);
    const bool brand = capitals > 1 && static_cast<std::size_t>(capitals) < written.size();
    if (!brand) return false;
  }
  return report && at_statement == 0;
}

// "PROGRESS NOTE", "Dear Dr. Miller," "Assessment and Plan:": the parts of a note or a letter.
bool heads_a_note(const Lines& lines, std::size_t at_statement) {
  const Statement& in = lines.statements[at_statement];
  static const Vocabulary words(
      "a active and appointment assessment attending author cancer care center chart clinic clinical complaint "
      "consult consultation course current data date department discharge doctor dr encounter evaluation exam "
      "follow followup for h&p history hematology hospital hpi hx illness impression initial interval introduction "
      "labs laboratory letter medical medicine molecular mutation narrative new note notes objective of office "
      "oncologic oncological oncology outpatient panel pathology patient physician present problem problems profile "
      "progress re record referral referring relevant report reported results return review reviewed service "
      "session solid staging subject subjective subsequent summary synopsis the to treatment tumor tumour "
      "university update up visit von arztbrief bericht molekularpathologischer anamnese verlauf epikrise");
  static constexpr auto greetings = std::to_array<std::string_view>({"dear", "hello", "hi", "sehr", "liebe", "lieber"});
  if (is_one_of(in.word(in.first), greetings)) return changes_in(in).empty();
  if (at_statement > 0 && !starts_line(in) && is_one_of(lines.statements[at_statement - 1].word(0), greetings))
    return true;  // "Dear Dr. Miller,"
  if (is_title_of_report(lines, at_statement)) return true;
  for (std::size_t at = in.first; at < in.last; ++at)
    if (!words.has(in.word(at)) && !is_harmless(in, at)) {
      // "Assessment and Plan": not "Plan"
      if (in.word(at) == "plan" && at > in.first && in.word(in.first).starts_with("assess")) continue;
      if (in.word(at) == "a/p" || in.word(at) == "p") continue;
      return false;
    }
  return true;
}

Context of_heading(const Lines& lines, std::size_t at, bool bare) {
  const Statement& in = lines.statements[at];
  // "SOLID TUMOR MUTATION PANEL" is a title, under which a bare name would be an item.
  static constexpr auto of_list =
      std::to_array<std::string_view>({"content", "contents", "description", "expected", "false", "item", "items",
                                       "order", "orders", "range", "ref", "reference", "tested", "called", "list"});
  const bool title = !bare && !in.has_one_of(of_list);
  if (heads_a_note(lines, at) && !in.has_one_of(denials) &&
      (title || in.has("note") || !names_no_result(in, in.first, in.last)))
    return Context::plain;
  if (!is_understood_heading(in) && !(in.has_one_of(of_a_result) && is_understood_finding(in, {in.first, in.first})))
    return Context::open;
  if (in.has_one_of(denials)) return Context::denied;
  const bool of_kras = std::ranges::any_of(genes_in(in), [](const GeneAt& gene) { return gene.gene == Gene::kras; });
  if (!of_kras && names_no_result(in, in.first, in.last) && !title) return Context::open;
  return Context::plain;
}

// "Reference range: KRAS wild type"
Context of_lead(const Statement& in, text::Span subject) {
  std::size_t colon = in.first;
  for (std::size_t at = in.first + 1; at <= subject.first && at < in.last; ++at)
    if (in.text.words[at].colon_before) colon = at;
  if (colon == in.first) return Context::plain;
  const std::vector<GeneAt> genes = genes_in(in);
  if (std::ranges::any_of(genes, [&](const GeneAt& gene) { return gene.words.first < colon; })) return Context::plain;
  static constexpr auto normal = std::to_array<std::string_view>({"reference", "expected", "range", "ref"});
  if (in.word(in.first) == "normal" && colon - in.first > 1) return Context::open;  // "Normal result:"
  if (in.word(in.first) == "sample" && in.word(colon - 1) == "report") return Context::open;
  for (std::size_t at = in.first; at < colon; ++at)
    if (is_one_of(in.word(at), normal)) return Context::open;
  return names_no_result(in, in.first, colon) ? Context::open : Context::plain;
}

bool is_gene_alone(const Statement& in) {
  for (std::size_t at = in.first; at < in.last; ++at)
    if (!text::names_gene(in.word(at)) && in.word(at).find_first_of("0123456789") == std::string::npos) return false;
  return true;
}

// "Considered negative", "specimen identity in question", "repeat recommended": a doubt of what was just said.
bool takes_back(const Statement& in) {
  static constexpr auto doubts =
      std::to_array<std::string_view>({"cutoff", "threshold", "withdrawn", "retracted", "revoked", "invalid",
                                       "identity", "unconfirmed", "artifact", "artefact", "contamination", "discordant",
                                       "preliminary", "replicates", "erroneous", "error", "mislabeled", "mislabelled"});
  static constexpr auto considered =
      std::to_array<std::string_view>({"considered", "deemed", "regarded", "interpreted"});
  // "The previous report was issued in error."
  static constexpr auto former =
      std::to_array<std::string_view>({"previous", "prior", "earlier", "former", "original", "previously"});
  if (in.has_one_of(former)) return false;
  if (in.has_one_of(considered) && in.has_one_of(denials)) return true;
  return in.has_one_of(doubts) && !in.has_one_of(std::to_array<std::string_view>({"above", "exceeds", "over"}));
}

}  // namespace

Context heading_over(const Lines& lines, std::size_t current, text::Span subject, bool bare) {
  const std::vector<Statement>& statements = lines.statements;
  if (const Context lead = of_lead(statements[current], subject); lead != Context::plain) return lead;
  constexpr std::size_t far = 60;  // statements; no list is longer
  for (std::size_t at = current; at > 0 && current - at < far; --at) {
    const bool heading = lines.headings[at - 1];
    // A list may be set off from its heading, but not by more than that.
    if (is_blank_between(statements[at - 1], statements[at]) && !heading) return Context::plain;
    if (heading) return of_heading(lines, at - 1, bare);
    // "Not detected | EGFR L858R | Detected | KRAS G12C", each list under its own
    if (is_answer(statements[at - 1]) && !statements[at - 1].has_one_of(denials)) return Context::plain;
    // A sentence that a printer broke into lines: "Sotorasib is indicated for adults with metastatic | KRAS G12C ..."
    const Statement& above = statements[at - 1];
    const char sign = sign_behind(above);
    constexpr std::size_t sentence = 6;
    if (at == current && starts_line(statements[at]) && sign == '\n' && above.last - above.first > sentence &&
        !is_understood_heading(above) &&
        !(above.has_one_of(of_a_result) && is_understood_finding(above, {above.first, above.first})))
      return Context::open;
  }
  return Context::plain;
}

Context beside(const Lines& lines, std::size_t current, bool bare) {
  const std::vector<Statement>& statements = lines.statements;
  constexpr std::size_t far = 30;  // statements of a line
  if (bare) {
    // "Negative for: EGFR; ALK; KRAS G12C"
    for (std::size_t at = current; at > 0 && current - at < far && !starts_line(statements[at]); --at) {
      const Statement& before = statements[at - 1];
      const std::size_t until = std::min(before.last, before.first + 3);
      const bool opens_with_denial = is_one_of(before.word(before.first), denials);
      const bool list = before.has("for") || before.has("in") || has_colon(before) || sign_behind(before) == ':' ||
                        before.last - before.first <= 2;
      for (std::size_t word = before.first; opens_with_denial && list && word < until; ++word)
        if (is_one_of(before.word(word), denials)) return Context::denied;
    }
    // "...; EGFR L858R: all negative"
    static constexpr auto whole = std::to_array<std::string_view>({"all", "none", "both", "each", "alle", "beide"});
    for (std::size_t at = current + 1; at < std::min(statements.size(), current + far) && !starts_line(statements[at]);
         ++at) {
      const Statement& below = statements[at];
      if (below.has_one_of(whole) && below.has_one_of(denials) && (!has_colon(below) || names_gene_or_change(below)))
        return Context::denied;
      // "EGFR; KRAS G12C; ALK: not detected"
      const bool list = current > 0 && !starts_line(statements[current]) && is_gene_alone(statements[current - 1]);
      if (list && has_colon(below) && below.has_one_of(denials)) return Context::open;
    }
  }
  if (current + 1 >= statements.size()) return Context::plain;
  const Statement& next = statements[current + 1];
  // "... was not seen on the prior biopsy but is now detected"
  static constexpr auto turns = std::to_array<std::string_view>({"but", "however"});
  static constexpr auto later = std::to_array<std::string_view>({"now", "subsequently", "later", "repeat"});
  // "... not detected, however coverage at codon 12 was insufficient"
  static constexpr auto poor =
      std::to_array<std::string_view>({"below", "limited", "low", "poor", "coverage", "covered", "cellularity"});
  if (is_one_of(next.word(next.first), turns) &&
      (next.has_one_of(later) || next.has_one_of(no_call_words) || next.has_one_of(poor)))
    return Context::open;
  if (names_gene_or_change(next)) return Context::plain;
  if (takes_back(next)) return Context::open;
  static constexpr auto back =
      std::to_array<std::string_view>({"this", "that", "it", "these", "the", "result", "no", "diese"});
  static constexpr auto of_others = std::to_array<std::string_view>(
      {"other", "additional", "further", "another", "evidence", "metastases", "metastasis"});
  if (bare && !is_answer(next) && is_one_of(next.word(next.first), back) && next.has_one_of(denials) &&
      !next.has_one_of(of_others) &&
      (next.has("mutation") || next.has("variant") || next.has("result") || next.has("detected") || next.has("found")))
    return Context::denied;
  return Context::plain;
}

std::vector<Cancer> organs_named(const Statement& in) {
  struct Organ {
    std::string_view word;
    Cancer cancer;
  };
  static constexpr std::array<Organ, 32> organs = {{{"nsclc", Cancer::lung},
                                                    {"luad", Cancer::lung},
                                                    {"lusc", Cancer::lung},
                                                    {"lungenkarzinom", Cancer::lung},
                                                    {"bronchialkarzinom", Cancer::lung},
                                                    {"lung", Cancer::lung},
                                                    {"lunge", Cancer::lung},
                                                    {"colon", Cancer::colorectal},
                                                    {"colonic", Cancer::colorectal},
                                                    {"colorectal", Cancer::colorectal},
                                                    {"rectal", Cancer::colorectal},
                                                    {"rectum", Cancer::colorectal},
                                                    {"sigmoid", Cancer::colorectal},
                                                    {"cecum", Cancer::colorectal},
                                                    {"cecal", Cancer::colorectal},
                                                    {"crc", Cancer::colorectal},
                                                    {"mcrc", Cancer::colorectal},
                                                    {"kolonkarzinom", Cancer::colorectal},
                                                    {"rektumkarzinom", Cancer::colorectal},
                                                    {"kolon", Cancer::colorectal},
                                                    {"rektum", Cancer::colorectal},
                                                    {"pancreas", Cancer::pancreas},
                                                    {"pancreatic", Cancer::pancreas},
                                                    {"pdac", Cancer::pancreas},
                                                    {"pankreaskarzinom", Cancer::pancreas},
                                                    {"ampullary", Cancer::ampulla},
                                                    {"ampulla", Cancer::ampulla},
                                                    {"duodenal", Cancer::small_bowel},
                                                    {"jejunal", Cancer::small_bowel},
                                                    {"jejunum", Cancer::small_bowel},
                                                    {"ileal", Cancer::small_bowel},
                                                    {"sba", Cancer::small_bowel}}};
  std::vector<Cancer> named;
  for (std::size_t at = in.first; at < in.last; ++at)
    for (const Organ& organ : organs) {
      if (in.word(at) != organ.word) continue;
      // "Metastatic to colon" tells where it went.
      const bool spread = at > in.first && (in.word(at - 1) == "to" || in.word(at - 1) == "into");
      if (!spread && std::ranges::find(named, organ.cancer) == named.end()) named.push_back(organ.cancer);
    }
  return named;
}

}  // namespace foresign::mapping
