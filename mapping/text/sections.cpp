#include "mapping/text/sections.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <unordered_map>

#include "mapping/text/cues.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::text {

namespace {

struct Heading {
  std::string_view words;
  Mention makes = Mention::stated;
};

constexpr std::array headings = {
    Heading{"family history", Mention::family},
    Heading{"family hx", Mention::family},
    Heading{"family medical history", Mention::family},
    Heading{"fh", Mention::family},
    Heading{"fhx", Mention::family},
    Heading{"fam hx", Mention::family},
    Heading{"familienanamnese", Mention::family},
    Heading{"past medical history", Mention::past},
    Heading{"past surgical history", Mention::past},
    Heading{"past history", Mention::past},
    Heading{"past oncologic history", Mention::past},
    Heading{"prior history", Mention::past},
    Heading{"pmh", Mention::past},
    Heading{"pmhx", Mention::past},
    Heading{"psh", Mention::past},
    Heading{"plan", Mention::intended},
    Heading{"treatment plan", Mention::intended},
    Heading{"recommendation", Mention::intended},
    Heading{"recommendations", Mention::intended},
    Heading{"indication", Mention::intended},
    Heading{"indications", Mention::intended},
    Heading{"clinical indication", Mention::intended},
    Heading{"indication for test", Mention::intended},
    Heading{"indication for testing", Mention::intended},
    Heading{"reason for test", Mention::intended},
    Heading{"reason for testing", Mention::intended},
    Heading{"reason for referral", Mention::intended},
    Heading{"reason for exam", Mention::intended},
    Heading{"test ordered", Mention::intended},
    Heading{"tests ordered", Mention::intended},
    Heading{"test requested", Mention::intended},
    Heading{"tests requested", Mention::intended},
    Heading{"orders", Mention::intended},
    Heading{"pending", Mention::intended},
    Heading{"pending tests", Mention::intended},
    Heading{"pending results", Mention::intended},
    Heading{"method", Mention::intended},
    Heading{"methods", Mention::intended},
    Heading{"methodology", Mention::intended},
    Heading{"test description", Mention::intended},
    Heading{"test information", Mention::intended},
    Heading{"about the test", Mention::intended},
    Heading{"genes tested", Mention::intended},
    Heading{"gene tested", Mention::intended},
    Heading{"genes analyzed", Mention::intended},
    Heading{"genes analysed", Mention::intended},
    Heading{"genes assayed", Mention::intended},
    Heading{"genes covered", Mention::intended},
    Heading{"genes included", Mention::intended},
    Heading{"gene list", Mention::intended},
    Heading{"variants tested", Mention::intended},
    Heading{"mutations tested", Mention::intended},
    Heading{"tested for", Mention::intended},
    Heading{"panel content", Mention::intended},
    Heading{"limitations", Mention::intended},
    Heading{"background", Mention::intended},
    Heading{"references", Mention::intended},
    Heading{"appendix", Mention::intended},
    Heading{"disclaimer", Mention::intended},
    Heading{"clinical trials", Mention::intended},
    Heading{"question", Mention::intended},
    Heading{"clinical question", Mention::intended},
    Heading{"fragestellung", Mention::intended},
    Heading{"limit of detection", Mention::intended},
    Heading{"eligibility", Mention::intended},
    Heading{"therapies", Mention::intended},
    Heading{"available therapies", Mention::intended},
    Heading{"treatment options", Mention::intended},
    Heading{"intended use", Mention::intended},
    Heading{"geplant", Mention::intended},
    Heading{"procedere", Mention::intended},
    Heading{"differential diagnosis", Mention::suspected},
    Heading{"differential", Mention::suspected},
    Heading{"ddx", Mention::suspected},
    Heading{"rule out", Mention::suspected},
    // Over a list, as in "Not detected:" and a line for each gene.
    Heading{"not detected", Mention::negated},
    Heading{"variants not detected", Mention::negated},
    Heading{"mutations not detected", Mention::negated},
    Heading{"negative", Mention::negated},
    Heading{"negative results", Mention::negated},
    Heading{"negative findings", Mention::negated},
    Heading{"pertinent negatives", Mention::negated},
    Heading{"negative for the following", Mention::negated},
    Heading{"the following were negative", Mention::negated},
    Heading{"the following were not detected", Mention::negated},
    Heading{"detected", Mention::stated},
    Heading{"variants detected", Mention::stated},
    Heading{"mutations detected", Mention::stated},
    Heading{"positive", Mention::stated},
    Heading{"positive results", Mention::stated},
    Heading{"positive findings", Mention::stated},
    Heading{"assessment", Mention::stated},
    Heading{"assessment and plan", Mention::stated},
    Heading{"impression", Mention::stated},
    Heading{"finding", Mention::stated},
    Heading{"findings", Mention::stated},
    Heading{"result", Mention::stated},
    Heading{"results", Mention::stated},
    Heading{"test result", Mention::stated},
    Heading{"test results", Mention::stated},
    Heading{"interpretation", Mention::stated},
    Heading{"conclusion", Mention::stated},
    Heading{"diagnosis", Mention::stated},
    Heading{"diagnoses", Mention::stated},
    Heading{"final diagnosis", Mention::stated},
    Heading{"comment", Mention::stated},
    Heading{"comments", Mention::stated},
    Heading{"summary", Mention::stated},
    Heading{"history of present illness", Mention::stated},
    Heading{"hpi", Mention::stated},
    Heading{"oncologic history", Mention::stated},
    Heading{"social history", Mention::stated},
    Heading{"medications", Mention::stated},
    Heading{"allergies", Mention::stated},
    Heading{"molecular", Mention::stated},
    Heading{"molecular results", Mention::stated},
    Heading{"molecular findings", Mention::stated},
    Heading{"genomic findings", Mention::stated},
    Heading{"biomarkers", Mention::stated},
    Heading{"pathology", Mention::stated},
    Heading{"staging", Mention::stated},
    Heading{"befund", Mention::stated},
    Heading{"beurteilung", Mention::stated},
    Heading{"diagnose", Mention::stated},
    Heading{"ergebnis", Mention::stated},
};

constexpr std::size_t longest_heading = 5;

// "Detected" on a line of its own below one that names a gene: the answer to that line, as likely as a heading.
bool answers_line_above(const Text& text, std::size_t first, std::size_t last) {
  static constexpr std::array<std::string_view, 2> answers = {"detected", "positive"};
  if (first == 0 || last - first != 1 || !text.words[first].line_before ||
      !is_one_of(text.words[first].folded, answers))
    return false;
  for (std::size_t at = first; at > 0 && text.words[at - 1].statement == text.words[first - 1].statement; --at)
    if (speaks_of_genes(text.words[at - 1].folded)) return true;
  return false;
}

const Mention* find_heading(std::string_view words) {
  static const auto known = [] {
    std::unordered_map<std::string_view, Mention> all;
    for (const Heading& heading : headings) all.emplace(heading.words, heading.makes);
    return all;
  }();
  const auto found = known.find(words);
  return found == known.end() ? nullptr : &found->second;
}

// "Regions tested", "Hotspots covered", "Variants assessed": what was looked at, not what was found (rule 6.4).
bool tells_what_was_tested(std::string_view last_word) {
  static constexpr std::array<std::string_view, 22> words = {
      "tested",   "assessed", "covered",    "analyzed",       "analysed", "included",    "interrogated", "evaluated",
      "screened", "targeted", "examined",   "sequenced",      "assayed",  "ordered",     "requested",    "queried",
      "surveyed", "targets",  "untersucht", "eingeschlossen", "getestet", "investigated"};
  return is_one_of(last_word, words);
}

bool blank_line_between(std::string_view original, const Word& left, const Word& right) {
  std::size_t breaks = 0;
  for (std::size_t at = left.offset + left.length; at < right.offset; ++at) {
    if (original[at] == '\n') ++breaks;
    if (original[at] == '\r' && !(at + 1 < right.offset && original[at + 1] == '\n')) ++breaks;
  }
  return breaks > 1;
}

std::string joined(const Text& text, std::size_t first, std::size_t last) {
  std::string words;
  for (std::size_t at = first; at < last; ++at) {
    if (at != first) words += ' ';
    words += text.words[at].folded;
  }
  return words;
}

// The heading that the statement [first, last) starts with: closed by a colon, or alone in its line.
std::optional<Mention> heading_at(const Text& text, std::size_t first, std::size_t last) {
  for (std::size_t length = 1; length <= longest_heading && first + length <= last; ++length) {
    const std::size_t next = first + length;
    const bool colon = next < last && text.words[next].colon_before;
    const bool ends = next == last;
    const bool line_alone =
        ends && text.words[first].line_before && (next == text.words.size() || text.words[next].line_before);
    if (!colon && !line_alone) continue;
    if (const Mention* makes = find_heading(joined(text, first, next))) {
      // "Negative: EGFR, ALK" covers its own line only.
      return *makes == Mention::negated && !line_alone ? Mention::stated : *makes;
    }
    if (tells_what_was_tested(text.words[next - 1].folded)) return Mention::intended;
    // Some other heading on a line of its own, "Molecular pathology:", closes the section before it.
    const std::size_t end = text.words[next - 1].offset + text.words[next - 1].length;
    if (line_alone && end < text.original.size() && text.original[end] == ':') return Mention::stated;
    if (colon) return std::nullopt;
  }
  return std::nullopt;
}

// "Method: NGS", "Reason for referral: NSCLC": a field of a form, which says nothing of the next line. Not "Indication:
// please test for".
bool is_form_field(const Text& text, std::size_t first, std::size_t last) {
  constexpr std::size_t longest_value = 4;  // words
  static constexpr auto fields = std::to_array<std::string_view>(
      {"method", "methods", "methodology", "indication", "indications", "clinical", "reason", "fragestellung"});
  static constexpr auto go_on = std::to_array<std::string_view>(
      {"a", "an", "and", "by", "for", "if", "in", "of", "on", "or", "the", "to", "und", "with"});
  if (!is_one_of(text.words[first].folded, fields) || !text.words[first].line_before) return false;
  std::size_t value = first + 1;
  while (value < last && !text.words[value].colon_before) ++value;
  if (value == last || last - value > longest_value || is_one_of(text.words[last - 1].folded, go_on)) return false;
  const std::size_t end = text.words[last - 1].offset + text.words[last - 1].length;
  return text.original.find_first_not_of(" )", end) == text.original.find('\n', end);
}

}  // namespace

std::vector<Mention> sections_of(const Text& text) {
  std::vector<Mention> sections(text.statements, Mention::stated);
  Mention current = Mention::stated;
  for (std::size_t first = 0; first < text.words.size();) {
    std::size_t last = first;
    while (last < text.words.size() && text.words[last].statement == text.words[first].statement) ++last;
    if (first > 0 && blank_line_between(text.original, text.words[first - 1], text.words[first]))
      current = Mention::stated;
    // It ends a list of what was not detected, but not one of what was tested for.
    if (current == Mention::negated || !answers_line_above(text, first, last))
      if (const auto heading = heading_at(text, first, last)) current = *heading;
    sections[text.words[first].statement] = current;
    if (current == Mention::intended && is_form_field(text, first, last)) current = Mention::stated;
    first = last;
  }
  return sections;
}

}  // namespace foresign::text
