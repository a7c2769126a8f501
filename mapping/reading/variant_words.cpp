// Single words and short answers: fusion, germline, plasma, "not detected" (rules 6.2 to 6.4).
#include <algorithm>
#include <array>

#include "mapping/reading/variant_statement.hpp"
#include "mapping/reading/variant_text.hpp"

namespace foresign::mapping {

using text::Mention;
using text::Text;

namespace {

bool starts_a_word(std::string_view word, std::string_view stem) {
  return word.starts_with(stem);
}

}  // namespace

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
        word == "suspected" || word == "probable" || word == "undefined" || word == "undetermined")
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
