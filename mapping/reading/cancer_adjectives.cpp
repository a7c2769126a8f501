#include "mapping/reading/cancer_adjectives.hpp"

#include <array>

#include "mapping/reading/understood.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;

bool together(const text::Text& text, std::size_t left, std::size_t right) {
  return right < text.words.size() && text.words[left].statement == text.words[right].statement;
}

// Whether a word right beside "recurrence" leaves it a recurrence of the cancer.
bool is_understood_beside(const text::Text& text, const std::vector<WordMatch>& matches, std::size_t word) {
  static constexpr std::array<std::string_view, 46> beside = {"anastomotic",  "biochemical",  "bony",
                                                              "der",          "des",          "despite",
                                                              "developed",    "developing",   "during",
                                                              "early",        "einer",        "eines",
                                                              "evidence",     "experienced",  "extrahepatic",
                                                              "had",          "has",          "identified",
                                                              "isolated",     "ja",           "late",
                                                              "loco",         "locoregional", "nach",
                                                              "noted",        "pelvic",       "presented",
                                                              "presenting",   "radiographic", "radiologic",
                                                              "radiological", "regional",     "retroperitoneal",
                                                              "revealed",     "seen",         "showed",
                                                              "shows",        "status",       "symptomatic",
                                                              "systemic",     "that",         "under",
                                                              "were",         "where",        "which",
                                                              "yes"};
  const std::string& folded = text.words[word].folded;
  if (is_one_of(folded, beside)) return true;
  for (const WordMatch& match : matches)
    if (match.words.first <= word && word < match.words.last) return true;
  return is_understood(text::cut(folded), {}, NameOf::diagnosis);
}

// "Depression, relapse", "relapse (alcohol)"
bool is_of_a_habit_or_mood(const text::Text& text, std::size_t word) {
  static constexpr std::array<std::string_view, 17> habits = {
      "addiction",  "alcohol",       "alcoholism", "bipolar",   "cannabis", "cocaine",
      "depression", "depressive",    "drinking",   "mania",     "nicotine", "opioid",
      "psychosis",  "schizophrenia", "smoking",    "substance", "tobacco"};
  for (std::size_t by = 1; by <= 3; ++by) {
    if (by <= word && together(text, word - by, word) && is_one_of(text.words[word - by].folded, habits)) return true;
    if (together(text, word, word + by) && is_one_of(text.words[word + by].folded, habits)) return true;
  }
  return false;
}

// "Counselled on recurrence", "in follow-up for recurrence", "chance of recurrence"; but "evidence of recurrence",
// "treated for recurrence".
bool is_led_to_by_another_matter(const text::Text& text, std::size_t noun) {
  static constexpr std::array<std::string_view, 6> leading = {"on", "for", "of", "at", "to", "about"};
  static constexpr std::array<std::string_view, 30> events = {
      "evidence",   "diagnosis", "date",    "time",       "site",         "sites",       "presence",     "development",
      "onset",      "episode",   "due",     "secondary",  "positive",     "treated",     "treatment",    "chemotherapy",
      "resected",   "resection", "surgery", "reresected", "radiotherapy", "metastatic",  "confirmation", "diagnosed",
      "reoperated", "operated",  "therapy", "radiation",  "chemo",        "unresectable"};
  if (noun == 0 || !is_one_of(text.words[noun - 1].folded, leading)) return false;
  return noun == 1 || !together(text, noun - 2, noun) || !is_one_of(text.words[noun - 2].folded, events);
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
  bool names_anything = false;
  std::size_t next = word + 1;
  for (; together(text, word, next) && !text.words[next].comma_before; ++next) {
    const std::string& noun = text.words[next].folded;
    if (is_one_of(noun, beyond)) break;
    if (noun.find_first_not_of("0123456789/-.") == std::string::npos) continue;  // "relapsed 2026"
    names_anything = true;
    // "Recurrent disease", but "recurrent gallstone disease".
    if (is_one_of(noun, own) || (noun == "disease" && next == word + 1)) return false;
    names_site = false;
    for (const WordMatch& match : matches) {
      if (match.words.first > next || next >= match.words.last) continue;
      if (match.names_cancer) return false;
      names_site = true;
    }
  }
  return names_anything && !names_site;
}

bool is_warded_off(const text::Text& text, std::size_t word) {
  static constexpr std::array<std::string_view, 14> warded_off = {
      "surveillance", "monitor", "monitoring", "monitored", "watch",  "prevent",   "preventing",
      "prevention",   "avoid",   "risk",       "against",   "reduce", "screening", "fear"};
  for (std::size_t back = 1; back <= 4 && back <= word && together(text, word - back, word); ++back)
    if (is_one_of(text.words[word - back].folded, warded_off)) return true;
  return false;
}

bool may_have_recurred(const text::Text& text, const std::vector<WordMatch>& matches, std::size_t word) {
  const std::string& folded = text.words[word].folded;
  if (!folded.starts_with("recurren") && !folded.starts_with("relaps") && !folded.starts_with("rezidiv")) return false;
  if (folded.starts_with("rezidivfrei")) return false;
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

bool says_recurred(const text::Text& text, const std::vector<WordMatch>& matches, std::size_t word) {
  if (!may_have_recurred(text, matches, word) || is_of_a_habit_or_mood(text, word)) return false;
  const std::string& folded = text.words[word].folded;
  if (folded.starts_with("rezidivier")) return !is_of_another_illness(text, matches, word);
  static constexpr std::array<std::string_view, 7> nouns = {"recurrence", "recurrences", "relapse", "relapses",
                                                            "rezidiv",    "rezidive",    "rezidivs"};
  if (!is_one_of(folded, nouns)) return !folded.starts_with("rezidiv");  // "Rezidivprophylaxe"
  if (word > 0 && together(text, word - 1, word) && !text.words[word].comma_before) {
    if (is_led_to_by_another_matter(text, word)) return false;
    if (!is_understood_beside(text, matches, word - 1)) return false;
  }
  return !together(text, word, word + 1) || text.words[word + 1].comma_before ||
         is_understood_beside(text, matches, word + 1);
}

}  // namespace foresign::mapping
