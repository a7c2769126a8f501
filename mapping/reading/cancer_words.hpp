// How the words of a diagnosis belong together: which organ the cancer is of, where it has spread, and whether every
// word of the name is understood (rules 4.3, 4.6, 4.8).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mapping/questions/question.hpp"
#include "mapping/terminology/terminology.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

// The words of cancer in the name of a diagnosis. "Right upper lobe" is of the lung where no other site is named.
std::vector<WordMatch> find_words_of_diagnosis(const Terminology& codes, const text::Text& text);

// A text with its words of cancer, and how each of them is meant. Weighed once: a long text has thousands of them.
// What has more words than any name or note of a diagnosis is all in doubt.
struct Wording {
  static constexpr std::size_t most_bytes = 20'000;
  text::Text text;
  std::vector<WordMatch> matches;
  std::vector<text::Mention> meant;  // of each match

  Wording(const Terminology& codes, std::string_view words);
  [[nodiscard]] std::size_t statement_of(const WordMatch& match) const {
    return text.words[match.words.first].statement;
  }
  [[nodiscard]] bool too_long() const { return text.original.size() >= most_bytes || text.words.size() > 2000; }
  // The matches of one statement: [first, last).
  [[nodiscard]] text::Span matches_of(std::size_t statement) const;
};

// What a statement says last, or first, of the cancer that it names: "Colon cancer, history of", "NSCLC (V.a.)".
std::optional<text::Mention> meant_by_inversion(const text::Text& text, text::Span statement,
                                                const std::vector<WordMatch>& matches);
// "Colon cancer, secondary"
bool is_called_secondary(const text::Text& text, text::Span statement);

// Rule 4.6: "metastatic to", "metastasis in", "secondary malignant neoplasm of" a site, and "liver metastases", name
// the site of spread. "Metastatic adenocarcinoma of lung" names a primary.
bool is_place_of_spread(const text::Text& text, const std::vector<WordMatch>& matches, const WordMatch& site);

// "Metastases", "metastatic", "secondaries"
bool is_word_of_spread(std::string_view folded);

// "Node", "lymph"
bool names_lymph_nodes(const text::Text& text, std::size_t at);

// Whether a cancer outside the covered sites is named as such: "prostate cancer", "carcinoma of the left breast"; not
// the "pleural" of "NSCLC with pleural effusion".
bool names_cancer_beside(const text::Text& text, const std::vector<WordMatch>& matches, const WordMatch& site);

// What a statement is about where it is no invasive cancer of this patient: one in situ (rule 4.8), a screening, a
// risk.
bool is_no_invasive_cancer(const text::Text& text, std::size_t statement);

// What a cancer of another organ does to this one: "colon cancer with bowel obstruction", "duodenal invasion".
bool is_only_affected(const text::Text& text, const std::vector<WordMatch>& matches, const WordMatch& site);

// Rule 4.6: a short name counts for a site only where all of it is understood: not "NSCLC education", "aunt with
// NSCLC", and not "gastric adenocarcinoma, jejunal feeding tube", whose cancer is of another organ. `known` are further
// words that are understood.
bool is_understood_for(const Terminology& codes, const text::Text& text, Cancer site,
                       std::vector<text::Span> known = {});

// "Squamous cell carcinoma of the skin", "nonmelanoma skin cancer", "basal cell carcinoma of nose": no further primary
// (rule 4.8).
bool is_keratinocyte_cancer(const text::Text& text);

}  // namespace foresign::mapping
