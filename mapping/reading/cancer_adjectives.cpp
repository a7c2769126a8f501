#include "mapping/reading/cancer_adjectives.hpp"

#include <array>

#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;

bool together(const text::Text& text, std::size_t left, std::size_t right) {
  return right < text.words.size() && text.words[left].statement == text.words[right].statement;
}

}  // namespace

bool is_of_another_illness(const text::Text& text, const std::vector<WordMatch>& matches, std::size_t word) {
  static constexpr std::array<std::string_view, 16> own = {
      "tumor", "tumors",     "tumour",       "tumours",   "metastatic", "metastases", "locally", "local",
      "stage", "malignancy", "unresectable", "malignant", "neoplasm",   "advanced",   "cancers", "karzinom"};
  static constexpr std::array<std::string_view, 23> beyond = {
      "and", "or", "after", "following", "despite", "in", "of",  "with", "on", "post", "to",  "at",
      "by",  "as", "per",   "since",     "during",  "is", "was", "now",  "if", "when", "from"};
  bool names_site = false;
  std::size_t next = word + 1;
  for (; together(text, word, next) && !text.words[next].comma_before; ++next) {
    const std::string& noun = text.words[next].folded;
    if (is_one_of(noun, beyond)) break;
    // "Recurrent disease", but "recurrent gallstone disease".
    if (is_one_of(noun, own) || (noun == "disease" && next == word + 1)) return false;
    names_site = false;
    for (const WordMatch& match : matches) {
      if (match.words.first > next || next >= match.words.last) continue;
      if (match.names_cancer) return false;
      names_site = true;
    }
  }
  return next > word + 1 && !names_site;
}

bool is_warded_off(const text::Text& text, std::size_t word) {
  static constexpr std::array<std::string_view, 14> warded_off = {
      "surveillance", "monitor", "monitoring", "monitored", "watch",  "prevent",   "preventing",
      "prevention",   "avoid",   "risk",       "against",   "reduce", "screening", "fear"};
  for (std::size_t back = 1; back <= 4 && back <= word && together(text, word - back, word); ++back)
    if (is_one_of(text.words[word - back].folded, warded_off)) return true;
  return false;
}

bool says_recurred(const text::Text& text, const std::vector<WordMatch>& matches, std::size_t word) {
  const std::string& folded = text.words[word].folded;
  if (!folded.starts_with("recurren") && !folded.starts_with("relaps") && !folded.starts_with("rezidiv")) return false;
  static constexpr std::array<std::string_view, 3> no_event = {"free", "score", "risk"};
  const bool follows = together(text, word, word + 1);
  if (follows && is_one_of(text.words[word + 1].folded, no_event)) return false;
  if (is_warded_off(text, word)) return false;
  if (folded.starts_with("rezidiv")) return true;
  if (!folded.starts_with("recurrence") && folded != "relapse") return !is_of_another_illness(text, matches, word);
  // "Recurrence of the pancreatic cancer", but "recurrence of pancreatitis".
  if (!follows || text.words[word + 1].folded != "of") return true;
  std::size_t of = word + 1;
  static constexpr std::array<std::string_view, 6> articles = {"the", "his", "her", "their", "a", "known"};
  while (together(text, of, of + 1) && is_one_of(text.words[of + 1].folded, articles)) ++of;
  return !is_of_another_illness(text, matches, of);
}

}  // namespace foresign::mapping
