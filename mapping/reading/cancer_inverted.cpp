// Names that say last how they are meant, as indexes have them: "Colon cancer, history of", "NSCLC (V.a.)", "Breast
// cancer, family history of" (rule 4.6).
#include <algorithm>
#include <array>

#include "mapping/reading/cancer_words.hpp"
#include "mapping/reading/vocabulary.hpp"

namespace foresign::mapping {
namespace {

using text::Mention;

bool is_number(std::string_view word) {
  return word.find_first_not_of("0123456789") == std::string_view::npos;
}

// What the words [first, last) say of what stands before them; nothing where they say anything else besides.
std::optional<Mention> said_by(const text::Text& text, std::size_t first, std::size_t last) {
  static const Vocabulary pasts("diagnosis dx former history hx of past personal previous previously prior");
  static const Vocabulary telling("former history hx past previous previously prior");
  const auto word = [&](std::size_t at) { return std::string_view(text.words[at].folded); };
  while (last > first && is_number(word(last - 1))) --last;
  if (first >= last) return std::nullopt;
  const std::size_t count = last - first;
  // "V.a.", "Z.n.", "a.e." (am ehesten)
  if (count == 2 && word(first) == "v" && word(first + 1) == "a") return Mention::suspected;
  if (count == 2 && word(first) == "a" && word(first + 1) == "e") return Mention::suspected;
  if (count == 2 && word(first) == "z" && word(first + 1) == "n") return Mention::past;
  bool family = false;
  bool told = false;
  for (std::size_t at = first; at < last; ++at) {
    if (word(at) == "family" || word(at) == "fh" || word(at) == "fhx") {
      family = true;
    } else if (!pasts.has(word(at))) {
      return std::nullopt;
    }
    told = told || telling.has(word(at));
  }
  if (family) return Mention::family;
  return told ? std::optional(Mention::past) : std::nullopt;
}

bool opens_part(const text::Text& text, std::size_t at) {
  const text::Word& word = text.words[at];
  const char before = word.offset > 0 ? text.original[word.offset - 1] : ' ';
  return word.comma_before || word.colon_before || before == '(' || before == '[';
}

}  // namespace

std::optional<Mention> meant_by_inversion(const text::Text& text, text::Span statement,
                                          const std::vector<WordMatch>& matches) {
  static constexpr auto frees = std::to_array<std::string_view>({"tumor", "tumour", "cancer", "relapse", "recurrence"});
  const auto names = [&](std::size_t at) {
    return std::ranges::any_of(
        matches, [at](const WordMatch& match) { return match.words.first <= at && at < match.words.last; });
  };
  std::size_t behind = statement.first;  // the last name
  for (const WordMatch& match : matches)
    if (match.words.first >= statement.first && match.words.last <= statement.last)
      behind = std::max(behind, match.words.last);
  if (behind == statement.first) return std::nullopt;
  std::optional<Mention> meant;
  for (std::size_t part = statement.first; part < statement.last;) {
    std::size_t end = part + 1;
    while (end < statement.last && !opens_part(text, end)) ++end;
    if (!meant && part > statement.first) meant = said_by(text, part, end);
    if (!meant && part < behind && behind < end) meant = said_by(text, behind, end);  // "NSCLC hx"
    part = end;
  }
  const auto word = [&](std::size_t at) { return std::string_view(text.words[at].folded); };
  // "History colon cancer", "a.e. NSCLC"
  if (!meant && statement.last - statement.first > 1 &&
      (word(statement.first) == "history" || word(statement.first) == "hx" || word(statement.first) == "post") &&
      names(statement.first + 1) && !text.words[statement.first + 1].colon_before)
    meant = Mention::past;
  if (!meant && statement.last - statement.first > 2 && word(statement.first) == "a" &&
      word(statement.first + 1) == "e" && names(statement.first + 2))
    meant = Mention::suspected;
  // "Colon cancer tumor free", "recurrence-free since 2019"
  for (std::size_t at = statement.first + 1; !meant && at < statement.last; ++at)
    if (word(at) == "free" && std::ranges::find(frees, word(at - 1)) != frees.end()) meant = Mention::past;
  return meant;
}

bool is_called_secondary(const text::Text& text, text::Span statement) {
  static const Vocabulary beside("malignant neoplasm site tumor tumour cancer");
  for (std::size_t part = statement.first; part < statement.last;) {
    std::size_t end = part + 1;
    while (end < statement.last && !opens_part(text, end)) ++end;
    bool secondary = false;
    bool only = part > statement.first || end < statement.last;
    for (std::size_t at = part; at < end; ++at) {
      const bool here = text.words[at].folded == "secondary";
      secondary = secondary || here;
      only = only && (here || beside.has(text.words[at].folded));
    }
    if (secondary && only) return true;
    part = end;
  }
  return false;
}

}  // namespace foresign::mapping
