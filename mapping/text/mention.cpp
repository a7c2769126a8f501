// Rule 6.5: how far a negation reaches, and likewise a suspicion, a plan, the past and a relative.
#include <algorithm>
#include <array>
#include <string_view>

#include "mapping/text/cues.hpp"
#include "mapping/text/forms.hpp"
#include "mapping/text/genes.hpp"
#include "mapping/text/letters.hpp"
#include "mapping/text/text.hpp"

namespace foresign::text {

namespace {

// One statement, seen from the words in question.
struct Sight {
  const Text& text;
  Span focus;
  std::size_t first = 0;  // words of the statement
  std::size_t last = 0;
  std::vector<Cue> cues;
  std::vector<Span> parts;  // of the list, for each word the one it stands in

  // The parts of a list: words between commas, "and", "or", "/". Asked for every pair of cues, so they are kept.
  void find_parts() {
    parts.resize(last - first);
    for (std::size_t start = first, at = first + 1; start < last; ++at) {
      if (at < last && !text.words[at].comma_before) continue;
      std::fill(parts.begin() + static_cast<std::ptrdiff_t>(start - first),
                parts.begin() + static_cast<std::ptrdiff_t>(at - first), Span{start, at});
      start = at;
    }
  }
  // Also of the place behind the last word, which begins no part of its own.
  [[nodiscard]] std::size_t part_start(std::size_t word) const {
    if (word < last) return parts[word - first].first;
    return word > first && word < text.words.size() && !text.words[word].comma_before ? parts.back().first : word;
  }
  [[nodiscard]] std::size_t part_end(std::size_t word) const {
    return word < last ? parts[word - first].last : word + 1;
  }
  [[nodiscard]] bool same_part(std::size_t left, std::size_t right) const {
    return part_start(left) == part_start(right);
  }
  [[nodiscard]] bool genes_among(std::size_t begin, std::size_t end) const {
    for (std::size_t at = begin; at < end; ++at)
      if (speaks_of_genes(text.words[at].folded)) return true;
    return false;
  }
  [[nodiscard]] bool focus_is_gene() const { return genes_among(focus.first, focus.last); }
  [[nodiscard]] bool focus_speaks_of_genes() const {
    return genes_among(part_start(focus.first), part_end(focus.last - 1));
  }
};

bool stops_between(const Sight& sight, std::size_t from, std::size_t to) {
  return std::any_of(sight.cues.begin(), sight.cues.end(),
                     [&](const Cue& cue) { return cue.kind == CueKind::stop && from <= cue.first && cue.last <= to; });
}

bool is_result(const Cue& cue) {
  return cue.kind == CueKind::result ||
         (cue.reach != Reach::ahead &&
          (cue.kind == CueKind::negation || cue.kind == CueKind::suspicion || cue.kind == CueKind::intention));
}

// "Detected: KRAS G12C", "Not detected: ..." at the head of its list: a result that stands before what it is about.
bool heads_list(const Sight& sight, const Cue& cue) {
  if (cue.last >= sight.last) return false;
  const Word& next = sight.text.words[cue.last];
  if (next.colon_before) return true;
  return (cue.first == sight.first || sight.text.words[cue.first].comma_before) && !next.comma_before &&
         (cue.first == sight.first || sight.part_end(cue.first) > cue.last);
}

// The part of the focus has a positive result of its own.
const Cue* own_result(const Sight& sight) {
  const std::size_t begin = sight.part_start(sight.focus.first);
  const std::size_t end = sight.part_end(sight.focus.last - 1);
  for (const Cue& cue : sight.cues)
    if (cue.kind == CueKind::result && begin <= cue.first && cue.last <= end) return &cue;
  return nullptr;
}

enum class Cover : std::uint8_t { no, maybe, yes };

bool joins(std::string_view word) {
  static constexpr std::array<std::string_view, 6> words = {"or", "nor", "and", "oder", "noch", "und"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Lists of other things than genes are told less surely from mere neighbours: "no distant metastases, locally advanced"
// against "no nodal, hepatic or distant metastases". `part` is the first word of the part that the comma separates from
// the negation.
Cover across_comma(const Sight& sight, std::size_t list_start, std::size_t list_end, std::size_t part) {
  if (sight.focus_speaks_of_genes()) return Cover::yes;
  const auto& words = sight.text.words;
  for (std::size_t at = list_start; at < list_end; ++at) {
    const std::string& word = words[at].folded;
    if (word == "or" || word == "nor" || word == "oder" || word == "noch" || (at + 1 == part && joins(word)))
      return Cover::yes;
  }
  static constexpr std::array<std::string_view, 8> states = {"stage",    "locally", "unresectable", "recurrent",
                                                             "advanced", "lokal",   "inoperabel",   "relapsed"};
  const std::string& opener = words[sight.part_start(sight.focus.first)].folded;
  return std::find(states.begin(), states.end(), opener) != states.end() ? Cover::no : Cover::maybe;
}

// "No mutations or fusions were detected in EGFR, ALK and KRAS G12C": what the denial names has no gene before its
// result, and the list comes behind it.
bool leads_to_list(const Sight& sight, const Cue& denial, const Cue& result) {
  static constexpr std::array<std::string_view, 6> prepositions = {"in", "for", "of", "on", "within", "among"};
  const auto& words = sight.text.words;
  if (denial.kind != CueKind::negation || result.last >= sight.last) return false;
  const Word& next = words[result.last];
  if (!next.colon_before && std::find(prepositions.begin(), prepositions.end(), next.folded) == prepositions.end())
    return false;
  return std::none_of(words.begin() + static_cast<std::ptrdiff_t>(denial.last),
                      words.begin() + static_cast<std::ptrdiff_t>(result.first),
                      [](const Word& word) { return names_gene(word.folded); });
}

Cover covers_ahead(const Sight& sight, const Cue& cue) {
  const auto& words = sight.text.words;
  const std::size_t target = sight.focus.first;
  if (cue.last > target || stops_between(sight, cue.last, target)) return Cover::no;
  if (!cue.whole_list) {
    // "prior chemotherapy for metastatic NSCLC": the chemotherapy is past, not the cancer.
    static constexpr std::array<std::string_view, 8> ends = {"for", "with", "in", "on", "after", "of", "to", "therapy"};
    for (std::size_t at = cue.last; at < target; ++at)
      if (std::find(ends.begin(), ends.end(), words[at].folded) != ends.end()) return Cover::no;
    return sight.same_part(cue.first, target) && target - cue.last < 4 ? Cover::yes : Cover::no;
  }
  // "EGFR: no mutation, KRAS G12C detected"
  if (cue.kind == CueKind::negation && names_alteration(words[cue.last - 1].folded) &&
      sight.genes_among(sight.part_start(cue.first), cue.first))
    return Cover::no;
  const bool focus_genes = sight.focus_speaks_of_genes();
  const std::size_t head_end = sight.part_end(cue.last - 1);
  if (target < head_end) {
    if (cue.kind != CueKind::negation || sight.focus_is_gene()) return Cover::yes;
    // "No systemic therapy for metastatic disease": the disease is there.
    for (std::size_t at = cue.last; at < target; ++at)
      if (words[at].folded == "for" || words[at].folded == "with") return Cover::no;
    return Cover::yes;
  }
  // Beyond the first part: a part with a result of its own ends the list.
  for (const Cue& other : sight.cues) {
    if (&other == &cue || other.first < cue.last || other.last > target || !is_result(other)) continue;
    const bool in_head = other.first < head_end;
    const bool list_follows = in_head && other.last < head_end;  // "No mutations detected in EGFR, ALK and KRAS G12C"
    if (sight.same_part(other.first, target) || leads_to_list(sight, cue, other)) continue;
    if (!list_follows) return Cover::no;
  }
  for (const Cue& other : sight.cues)
    if (&other != &cue && other.first >= cue.last && other.last <= target && other.reach == Reach::ahead &&
        (other.kind == CueKind::negation) != (cue.kind == CueKind::negation) &&
        !sight.same_part(other.first, cue.first))
      return Cover::no;
  // "No EGFR mutation, stage IV lung cancer": a list is of one kind.
  if (cue.kind == CueKind::negation || cue.kind == CueKind::intention) {
    std::size_t denied_end = head_end;  // "No pathogenic or likely pathogenic variants in EGFR, ..."
    while (denied_end < target && joins(words[denied_end - 1].folded)) denied_end = sight.part_end(denied_end);
    const bool head_genes = sight.genes_among(cue.first, std::min(denied_end, target));
    if (head_genes && !focus_genes) return Cover::no;
    if (!head_genes && focus_genes && cue.kind == CueKind::negation && !own_result(sight) && cue.denies_results)
      return Cover::maybe;
  }
  const Cue* own = own_result(sight);
  if (own == nullptr)
    return cue.kind == CueKind::negation ? across_comma(sight, cue.last, sight.last, sight.part_start(target))
                                         : Cover::yes;
  if (cue.kind != CueKind::negation || !cue.denies_results) return Cover::no;
  // "No EGFR, ALK or KRAS G12C mutation detected" denies what "detected" says; "No EGFR mutation, KRAS G12C detected"
  // does not.
  const std::size_t part = sight.part_start(target);
  const std::string& connector = part > sight.first ? words[part - 1].folded : words[part].folded;
  if (connector == "or" || connector == "nor" || connector == "oder" || connector == "noch") return Cover::yes;
  bool head_complete = false;
  for (std::size_t at = cue.first + 1; at < head_end; ++at)
    head_complete = head_complete || names_alteration(words[at].folded) || !speaks_of_genes(words[at].folded);
  for (const Cue& other : sight.cues)
    head_complete = head_complete || (is_result(other) && other.first >= cue.last && other.last <= head_end);
  if (!head_complete) return own->first >= sight.focus.last ? Cover::yes : Cover::no;
  return connector == "and" || connector == "und" ? Cover::maybe : Cover::no;
}

// "KRAS: G12C, BRAF: negative": fields of genes, each with a value of its own, which the cue after them leaves alone.
// Of "KRAS: G12C, EGFR, ALK: not detected" that is less sure; "KRAS: G12C, result: not detected" is the answer to it.
Cover beyond_own_field(const Sight& sight, const Cue& cue) {
  const auto& words = sight.text.words;
  if (!opens_value(sight.text, sight.focus.first) || sight.same_part(sight.focus.first, cue.first)) return Cover::yes;
  // "Molecular: KRAS negative, EGFR negative"
  for (const Cue& other : sight.cues)
    if (other.first >= sight.focus.last && sight.same_part(sight.focus.first, other.first) && is_result(other))
      return Cover::no;
  Cover cover = Cover::no;
  for (std::size_t part = sight.part_end(sight.focus.first); part <= cue.first; part = sight.part_end(part)) {
    if (!names_gene(words[part].folded)) return Cover::yes;
    const auto begin = words.begin() + static_cast<std::ptrdiff_t>(part + 1);
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(std::max(part + 1, sight.part_end(part)));
    if (std::none_of(begin, end, [](const Word& word) { return word.colon_before; })) cover = Cover::maybe;
  }
  return cover;
}

// "KRAS G12C Tier I", "KRAS G12C AF 0.31"
bool is_own_finding(std::string_view word) {
  static constexpr std::array<std::string_view, 6> words = {"af", "maf", "oncogenic", "pathogenic", "tier", "vaf"};
  return word.back() == '%' || std::find(words.begin(), words.end(), word) != words.end();
}

bool is_marker(std::string_view word) {
  static constexpr std::array<std::string_view, 7> markers = {"pd", "pd-l1", "pdl1", "msi", "mss", "tmb", "tps"};
  return std::find(markers.begin(), markers.end(), word) != markers.end();
}

bool denies_again(const Sight& sight, const Cue& cue) {
  return std::any_of(sight.cues.begin(), sight.cues.end(), [&](const Cue& other) {
    return other.kind == CueKind::negation && other.first > cue.last && !sight.same_part(other.first, cue.first) &&
           sight.genes_among(sight.part_start(other.first), other.first);
  });
}

Cover covers_behind(const Sight& sight, const Cue& cue) {
  const auto& words = sight.text.words;
  const std::size_t from = sight.focus.last;
  if (cue.first < from || stops_between(sight, from, cue.first)) return Cover::no;
  if (cue.kind == CueKind::negation && sight.focus_is_gene())
    if (const Cover cover = beyond_own_field(sight, cue); cover != Cover::yes) return cover;
  if (cue.last < sight.last && words[cue.last].colon_before && cue.kind != CueKind::family)
    return Cover::no;  // it heads a list of its own
  for (const Cue& other : sight.cues) {
    if (other.first < from || other.last > cue.first || &other == &cue) continue;
    if (other.first == cue.first) continue;
    if (cue.kind == CueKind::family) continue;  // "was detected in her mother"
    if (other.kind == CueKind::result || other.kind == CueKind::negation) return Cover::no;
    if (is_result(other) && other.reach != Reach::both) return Cover::no;
  }
  // "Reflex to KRAS G12C if EGFR negative": a condition, not what came of it.
  for (std::size_t at = from; at < cue.first; ++at)
    if (words[at].folded == "if" || words[at].folded == "when" || words[at].folded == "wenn" ||
        words[at].folded == "falls")
      return Cover::no;
  // Words before "with" are no list: "carcinoma with metastases not identified".
  if (!sight.focus_is_gene())
    for (std::size_t at = from; at < cue.first; ++at)
      if (words[at].folded == "with" || words[at].folded == "mit") return Cover::no;
  if (sight.same_part(sight.focus.last - 1, cue.first)) return Cover::yes;
  if (!cue.whole_list) return Cover::no;
  // The focus is part of a list, or a result before it claimed it.
  const std::size_t near_start = sight.part_start(cue.first);
  // "Breast cancer, estrogen receptor negative", "adenocarcinoma, p40 negative": markers have answers as genes have.
  static constexpr std::array<std::string_view, 16> markers = {"receptor", "receptors", "er",  "pr",     "hr",   "ttf",
                                                               "ttf1",     "p40",       "p63", "napsin", "pdl1", "l1",
                                                               "margin",   "margins",   "hpv", "cea"};
  const bool near_genes = sight.genes_among(near_start, cue.first) ||
                          std::any_of(words.begin() + static_cast<std::ptrdiff_t>(near_start),
                                      words.begin() + static_cast<std::ptrdiff_t>(cue.first), [](const Word& word) {
                                        return std::find(markers.begin(), markers.end(), word.folded) != markers.end();
                                      });
  // "Codons 12, 13, 59 and 61: no mutation": numbers only go on.
  const bool numbers = std::all_of(words.begin() + static_cast<std::ptrdiff_t>(near_start),
                                   words.begin() + static_cast<std::ptrdiff_t>(cue.first), [](const Word& word) {
                                     return word.folded.size() == 1 || word.folded.find_first_not_of("0123456789") ==
                                                                           std::string::npos;  // "G12A/C/D"
                                   });
  // "KRAS: G12C, result: not detected"
  static constexpr std::array<std::string_view, 10> labels = {
      "result", "interpretation", "call", "status", "finding", "befund", "ergebnis", "bewertung", "value", "nachweis"};
  const bool label =
      near_start + 1 == cue.first && std::find(labels.begin(), labels.end(), words[near_start].folded) != labels.end();
  const bool near_empty = near_start == cue.first || numbers || label;
  const bool focus_genes = sight.focus_speaks_of_genes();
  if (!near_empty && near_genes && !focus_genes) return Cover::no;
  if (cue.kind == CueKind::past && !near_empty) return Cover::no;  // "NSCLC, breast cancer in remission"
  if (cue.kind != CueKind::negation && !near_empty && near_genes != focus_genes) return Cover::no;
  for (const Cue& other : sight.cues)
    if (other.kind == CueKind::result && other.last <= sight.focus.first &&
        (sight.same_part(other.first, sight.focus.first) || heads_list(sight, other)))
      return Cover::no;
  if (!near_empty && !near_genes && focus_genes && cue.kind == CueKind::negation) return Cover::maybe;
  if (!near_empty && is_marker(words[near_start].folded) && focus_genes && cue.kind == CueKind::negation)
    return Cover::maybe;  // "KRAS G12C, PD-L1: negative"
  if (near_empty || words[cue.first].colon_before || cue.kind != CueKind::negation) return Cover::yes;
  // "KRAS G12C mut, EGFR negative": the part before ends with its own finding. "KRAS G12C mutation, HER2 negative" ends
  // with a noun: is that denied as well?
  const auto is_finding = [](const Word& word) { return word.folded == "mut" || word.folded == "pathogenic"; };
  const auto closes = [&](const Word& word) { return names_alteration(word.folded) || is_finding(word); };
  for (std::size_t at = sight.focus.last; near_genes && at < sight.part_end(sight.focus.last - 1); ++at)
    if (!joins(words[near_start].folded) && is_own_finding(words[at].folded)) return Cover::no;
  const Word& closing = words[sight.part_end(sight.focus.last - 1) - 1];
  if (near_genes && !joins(words[near_start].folded) && closes(closing) &&
      std::none_of(words.begin() + static_cast<std::ptrdiff_t>(near_start),
                   words.begin() + static_cast<std::ptrdiff_t>(cue.first), closes))
    return is_finding(closing) ? Cover::no : Cover::maybe;
  // "KRAS G12C, EGFR negative, ALK negative": perhaps the other's own result.
  if (focus_genes && !joins(words[near_start].folded) && denies_again(sight, cue)) return Cover::maybe;
  return across_comma(sight, from, cue.first, near_start);
}

// "Negative KRAS G12C", "Not detected: EGFR, KRAS G12C": a negation of the second kind at the head of what it is about.
Cover covers_as_head(const Sight& sight, const Cue& cue) {
  if (cue.last > sight.focus.first || stops_between(sight, cue.last, sight.focus.first)) return Cover::no;
  if (!heads_list(sight, cue)) return Cover::no;
  for (const Cue& other : sight.cues)
    if (other.first >= cue.last && other.last <= sight.focus.first && is_result(other)) return Cover::no;
  if (const Cue* own = own_result(sight); own != nullptr && own->first >= sight.focus.last) return Cover::no;
  if (!sight.text.words[cue.last].colon_before && !sight.same_part(cue.first, sight.focus.first)) {
    const bool head_genes = sight.genes_among(cue.last, sight.part_end(cue.first));
    if (!head_genes || !sight.focus_speaks_of_genes()) return Cover::no;
  }
  return Cover::yes;
}

Cover covers(const Sight& sight, const Cue& cue) {
  if (cue.kind == CueKind::suspicion && cue.denies_results) return Cover::yes;  // taken back with all that it says
  const bool last_word = cue.last == sight.last || sight.text.words[cue.last].comma_before;
  // "Metastases: no", "Fernmetastasen: keine", "KRAS G12C: kein Nachweis"
  if (cue.reach == Reach::ahead && cue.kind == CueKind::negation && cue.denies_results && last_word &&
      cue.last - cue.first <= 2 && cue.first > sight.first && sight.text.words[cue.first].colon_before)
    return covers_behind(sight, cue);
  Cover cover = Cover::no;
  if (cue.reach != Reach::behind) cover = covers_ahead(sight, cue);
  if (cover != Cover::yes && cue.reach != Reach::ahead) cover = std::max(cover, covers_behind(sight, cue));
  if (cover == Cover::no && cue.reach == Reach::behind) cover = covers_as_head(sight, cue);
  return cover;
}

// A question: "?metastatic", "KRAS G12C?"
bool is_asked(const Sight& sight) {
  const std::string& original = sight.text.original;
  for (std::size_t at = sight.part_start(sight.focus.first); at <= sight.focus.first; ++at) {
    std::size_t offset = sight.text.words[at].offset;
    if (offset > 0 && original[offset - 1] == '?') return true;
    // "? liver metastases", "(? G12C)"
    while (offset > 0 && original[offset - 1] == ' ') --offset;
    if (offset > 0 && original[offset - 1] == '?' && opens_question(original, offset - 1)) return true;
  }
  const Word& end = sight.text.words[sight.last - 1];
  const std::size_t limit =
      sight.last < sight.text.words.size() ? sight.text.words[sight.last].offset : original.size();
  for (std::size_t at = end.offset + end.length; at < limit; ++at) {
    if (original[at] == '?') return true;
    if (original[at] == '\n' || original[at] == '.' || original[at] == ';') return false;
  }
  return false;
}

// "Detected" on the line above, and no gene above that: perhaps a layout in which results head what they are about;
// surely so where the text begins with it.
Cover under_result(const Sight& sight) {
  const auto& words = sight.text.words;
  const auto start_of = [&](std::size_t at) {
    while (at > 0 && words[at - 1].statement == words[at].statement) --at;
    return at;
  };
  if (sight.first == 0 || !words[sight.first].line_before) return Cover::no;
  const std::size_t above = start_of(sight.first - 1);
  const auto cues = cues_in(sight.text, above, sight.first, {above, above});
  const bool result = sight.first - above < 4 && std::any_of(cues.begin(), cues.end(), [&](const Cue& cue) {
                        return cue.kind == CueKind::result && cue.last == sight.first;
                      });
  if (!result || (above > 0 && sight.genes_among(start_of(above - 1), above))) return Cover::no;
  return above == 0 && !words[sight.first - 1].colon_before ? Cover::yes : Cover::maybe;
}

// Whether a denial that ends before the word `next` heads a list: genes stand below it, and no result of theirs. Not so
// "POSITIVE\nKRAS G12C\nNot detected\nEGFR L858R\nDetected", where each line answers the one above.
bool heads_list_below(const Text& text, std::size_t next) {
  std::size_t end = next;
  while (end < text.words.size() && text.words[end].statement == text.words[next].statement) ++end;
  if (std::none_of(text.words.begin() + static_cast<std::ptrdiff_t>(next),
                   text.words.begin() + static_cast<std::ptrdiff_t>(end),
                   [](const Word& word) { return speaks_of_genes(word.folded); }))
    return false;
  const auto cues = cues_in(text, next, text.words.size(), {next, next});
  return std::none_of(cues.begin(), cues.end(), is_result);
}

// A result broken onto the next line ("KRAS G12C:\nNot detected") still belongs to what stands above it.
Cover denied_on_next_line(const Sight& sight) {
  if (sight.last >= sight.text.words.size() || own_result(sight) != nullptr) return Cover::no;
  const std::size_t next = sight.last;
  std::size_t end = next;
  while (end < sight.text.words.size() && sight.text.words[end].statement == sight.text.words[next].statement) ++end;
  if (!sight.text.words[next].line_before ||
      sight.text.words[next].statement != sight.text.words[next - 1].statement + 1)
    return Cover::no;
  const auto cues = cues_in(sight.text, next, end, {next, next});
  const bool denied = std::any_of(cues.begin(), cues.end(), [&](const Cue& cue) {
    return cue.kind == CueKind::negation && cue.reach == Reach::behind && cue.first == next && end - cue.last < 2;
  });
  if (!denied) return Cover::no;
  switch (under_result(sight)) {
    case Cover::no:
      return Cover::yes;
    case Cover::maybe:
      return Cover::maybe;
    case Cover::yes:
      return heads_list_below(sight.text, end) ? Cover::no : Cover::maybe;
  }
  return Cover::yes;
}

}  // namespace

Mention mention_of(const Text& text, Span span) {
  if (span.first >= span.last || span.last > text.words.size()) return Mention::stated;
  Sight sight{text, span, span.first, span.last, {}, {}};
  const std::size_t statement = text.words[span.first].statement;
  while (sight.first > 0 && text.words[sight.first - 1].statement == statement) --sight.first;
  while (sight.last < text.words.size() && text.words[sight.last].statement == statement) ++sight.last;
  sight.cues = cues_in(text, sight.first, sight.last, span);
  // Every cue is weighed against every other. Where there are more than a sentence can hold, what it means is left
  // open.
  constexpr std::size_t most_cues = 64;
  if (sight.cues.size() > most_cues) return Mention::suspected;
  sight.find_parts();

  const Cover below = denied_on_next_line(sight);
  bool negated = below == Cover::yes;
  bool suspected = is_asked(sight) || below == Cover::maybe;
  bool intended = is_left_open(text, span);
  bool asked = false;
  bool past = false;
  bool family = false;
  for (const Cue& cue : sight.cues) {
    const Cover cover = covers(sight, cue);
    if (cover == Cover::no) continue;
    switch (cue.kind) {
      case CueKind::negation:
        (cover == Cover::maybe ? suspected : negated) = true;
        break;
      case CueKind::suspicion:
        suspected = true;
        break;
      case CueKind::intention:
        intended = true;
        break;
      case CueKind::inquiry:
        asked = asked || own_result(sight) == nullptr;
        break;
      case CueKind::past:
        past = true;
        break;
      case CueKind::family:
        family = true;
        break;
      case CueKind::result:
      case CueKind::stop:
      case CueKind::none:
        break;
    }
  }
  switch (text.sections.empty() ? Mention::stated : text.sections[statement]) {
    case Mention::family:
      family = true;
      break;
    case Mention::past:
      past = true;
      break;
    case Mention::intended:
      intended = true;
      break;
    case Mention::suspected:
      suspected = true;
      break;
    case Mention::negated:
      suspected = suspected || own_result(sight) == nullptr;
      break;
    case Mention::stated:
      break;
  }
  // Of two readings the one that claims less.
  if (family) return Mention::family;
  if (intended) return Mention::intended;
  if (suspected) return Mention::suspected;
  if (negated) return Mention::negated;
  if (asked) return Mention::intended;
  return past ? Mention::past : Mention::stated;
}

}  // namespace foresign::text
