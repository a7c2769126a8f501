#include "mapping/reading/beside_codes.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "mapping/reading/understood.hpp"
#include "mapping/text/cues.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;

// What a doubt may be about without touching the cancer: its spread and course, other illnesses, what may be done.
constexpr std::array<std::string_view, 32> other_matters{
    "anemia",     "anämie",      "candidate",  "colitis", "copd",      "covid",      "dvt",         "embolism",
    "infection",  "m1",          "m1a",        "m1b",     "m1c",       "metastasen", "metastases",  "metastasis",
    "metastatic", "mets",        "neuropathy", "pe",      "pneumonia", "pneumonie",  "pneumonitis", "pneumothorax",
    "progress",   "progression", "recurrence", "relapse", "rezidiv",   "sepsis",     "spread",      "thrombosis"};
static_assert(std::ranges::is_sorted(other_matters));

// Words between a doubt and what it is about.
constexpr auto between = std::to_array<std::string_view>(
    {"a",    "acute",     "any",   "chemo", "cm",       "ct",       "distant", "further", "imaging", "induced",
     "left", "local",     "lower", "mri",   "multiple", "new",      "nodal",   "of",      "on",      "pathologic",
     "pet",  "pulmonary", "right", "scan",  "status",   "surgical", "the",     "upper"});
static_assert(std::ranges::is_sorted(between));

bool is_doubt(const text::Cue& cue) {
  return cue.reach != text::Reach::both &&
         (cue.kind == text::CueKind::suspicion || cue.kind == text::CueKind::negation);
}

// A part begins behind a comma, a dash or a colon, and with "with".
bool starts_part(const text::Text& text, std::size_t at) {
  if (at == 0 || text.words[at].statement != text.words[at - 1].statement || text.words[at].colon_before ||
      text.words[at].line_before || text.words[at].folded == "with" || text.words[at].folded == "without")
    return true;
  const std::size_t end = text.words[at - 1].offset + text.words[at - 1].length;
  return std::string_view(text.original).substr(end, text.words[at].offset - end).find(',') != std::string_view::npos;
}

std::vector<text::Span> parts_of(const text::Text& text) {
  std::vector<text::Span> parts;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    if (starts_part(text, at)) parts.push_back({at, at});
    parts.back().last = at + 1;
  }
  return parts;
}

text::Text cut_part(const text::Text& text, text::Span part) {
  const text::Word& last = text.words[part.last - 1];
  const std::size_t from = text.words[part.first].offset;
  // A question mark belongs to the words before it.
  const std::size_t end = part.last < text.words.size() ? text.words[part.last].offset : text.original.size();
  const bool asks =
      std::string_view(text.original).substr(last.offset, end - last.offset).find('?') != std::string_view::npos;
  return text::cut(text.original.substr(from, last.offset + last.length - from) + (asks ? "?" : ""));
}

// "Possible brain metastasis", "metastases: none": every word of it is understood, and nothing but small words and
// sites stands between each doubt and what it is about. Not "suspected at recurrence".
bool doubts_something_else(const Terminology& codes, const text::Text& part) {
  const std::vector<WordMatch> matches = codes.find_cancer_words(part);
  std::vector<text::Span> known;
  for (const WordMatch& match : matches) {
    if (match.names_cancer || match.kind != WordMatch::Kind::site) return false;
    known.push_back(match.words);
  }
  // "Possibly metastatic from colon" doubts where the cancer is.
  if (std::ranges::any_of(part.words, [](const text::Word& word) { return word.folded == "from"; })) return false;
  const auto is_small = [&](std::size_t word) {
    return is_one_of(part.words[word].folded, between) ||
           std::ranges::any_of(known, [word](text::Span site) { return site.first <= word && word < site.last; });
  };
  const auto is_matter = [&](std::size_t word) { return is_one_of(part.words[word].folded, other_matters); };
  bool doubted = false;
  std::vector<text::Span> understood = known;
  for (const text::Cue& cue : text::cues_in(part, 0, part.words.size(), {})) {
    if (cue.kind == text::CueKind::result || cue.kind == text::CueKind::none) continue;
    if (cue.kind == text::CueKind::intention && is_matter(cue.first)) {  // "candidate for"
      understood.push_back({cue.first, cue.last});
      continue;
    }
    if (!is_doubt(cue)) return false;
    std::size_t at = cue.last;
    while (at < part.words.size() && is_small(at)) ++at;
    const bool ahead = at < part.words.size() && is_matter(at);
    std::size_t back = cue.first;
    while (back > 0 && is_small(back - 1)) --back;
    if (!ahead && (back == 0 || !is_matter(back - 1))) return false;
    understood.push_back({cue.first, cue.last});
    doubted = true;
  }
  if (!doubted) return false;
  for (std::size_t word = 0; word < part.words.size(); ++word)
    if (is_matter(word) || is_small(word)) understood.push_back({word, word + 1});
  for (const PhraseMatch& drug : codes.find_phrases(Domain::drugs, part)) understood.push_back(drug.words);
  return is_understood(part, understood, NameOf::diagnosis);
}

}  // namespace

std::string without_other_doubts(const Terminology& codes, const std::string& words) {
  const text::Text text = text::cut(words);
  const std::vector<WordMatch> matches = codes.find_cancer_words(text);
  // "No metastases, nodal disease, or lung cancer" is one list.
  static constexpr std::array<std::string_view, 4> joining{"neither", "noch", "nor", "or"};
  if (std::ranges::any_of(text.words, [](const text::Word& word) { return is_one_of(word.folded, joining); }))
    return words;
  std::string kept = words;
  const std::vector<text::Span> parts = parts_of(text);
  for (std::size_t at = 0; at < parts.size(); ++at) {
    // What stands behind the name of the cancer only.
    if (std::ranges::none_of(
            matches, [&](const WordMatch& match) { return match.names_cancer && match.words.last <= parts[at].first; }))
      continue;
    text::Span part = parts[at];
    // "Metastases: none" is cut at its colon.
    const bool answered = at + 1 < parts.size() && is_one_of(text.words[part.last - 1].folded, other_matters) &&
                          text.words[part.last].colon_before;
    if (answered) part.last = parts[++at].last;
    if (!doubts_something_else(codes, cut_part(text, part))) continue;
    const std::size_t from = text.words[part.first].offset;
    const std::size_t to = text.words[part.last - 1].offset + text.words[part.last - 1].length;
    std::fill(kept.begin() + static_cast<std::ptrdiff_t>(from), kept.begin() + static_cast<std::ptrdiff_t>(to), ' ');
  }
  return kept;
}

bool takes_back(const text::Text& text) {
  if (text.words.empty()) return false;
  // "Unknown" alone is a missing value, not a doubt.
  std::vector<bool> doubts(text.words.size(), false);
  for (const text::Cue& cue : text::cues_in(text, 0, text.words.size(), {}))
    if (cue.kind == text::CueKind::suspicion && cue.reach != text::Reach::behind)
      for (std::size_t at = cue.first; at < cue.last; ++at) doubts[at] = true;
  if (std::ranges::all_of(doubts, [](bool doubt) { return doubt; })) return true;
  return std::ranges::any_of(parts_of(text), [&](text::Span part) {
    for (std::size_t at = part.first; at < part.last; ++at)
      if (!text::is_relative(text.words[at].folded)) return false;
    return true;
  });
}

}  // namespace foresign::mapping
