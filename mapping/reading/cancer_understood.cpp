// Whether every word beside the name of a cancer is understood (rules 4.3 to 4.6).
#include <algorithm>
#include <array>
#include <string_view>

#include "mapping/reading/cancer_words.hpp"
#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/understood.hpp"
#include "mapping/text/genes.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using Kind = WordMatch::Kind;
using text::is_one_of;

// What may be denied beside a cancer without a doubt of it: "no prior treatment", "EGFR neg", "no BRCA mutation".
std::vector<text::Span> denials_beside(const text::Text& text) {
  static const WordList phrases{"no icd o subtype",
                                "no subtype",
                                "no prior treatment",
                                "no prior therapy",
                                "no prior systemic therapy",
                                "no mets",
                                "no brain mets",
                                "no brain metastases",
                                "no distant mets",
                                "no known metastases",
                                "no metastatic disease",
                                "metastatic disease not seen",
                                "metastatic disease ruled out",
                                "metastatic disease unlikely",
                                "metastatic workup negative",
                                "family history negative",
                                "no nodal involvement",
                                "node negative",
                                "nodes negative",
                                "margins negative",
                                "negative margins",
                                "no brain metastasis",
                                "no evidence of brain metastasis",
                                "no evidence of brain metastases",
                                "no evidence of distant metastasis",
                                "no evidence of distant metastases",
                                "no evidence of recurrence",
                                "without brain metastasis",
                                "without brain metastases",
                                "keine fernmetastasen",
                                "ohne hirnmetastasen",
                                "kein anhalt für hirnmetastasen",
                                "without mets",
                                "w o mets",
                                "w/o mets",
                                "mets excluded",
                                "metastatic disease excluded",
                                "no known brain metastases",
                                "no known brain mets",
                                "no distant disease",
                                "extent of disease unknown",
                                "not elevated",
                                "no jaundice",
                                "to other site",
                                "to other sites"};
  static constexpr auto markers = std::to_array<std::string_view>(
      {"l1", "pdl1", "pd-l1", "msi", "tmb", "ttf", "ttf1", "ttf-1", "her2", "p40", "p63", "ck7", "ck20", "napsin"});
  static constexpr auto answers =
      std::to_array<std::string_view>({"neg", "negative", "negativ", "(-)", "wt", "wildtype", "absent", "undetected"});
  static constexpr auto alterations =
      std::to_array<std::string_view>({"mutation", "mutations", "alteration", "alterations", "rearrangement",
                                       "rearrangements", "fusion", "fusions", "amplification"});
  std::vector<text::Span> spans = phrases.all_in(text);
  const auto word = [&](std::size_t at) {
    return at < text.words.size() ? std::string_view(text.words[at].folded) : std::string_view();
  };
  const auto is_marker = [&](std::size_t at) { return text::names_gene(word(at)) || is_one_of(word(at), markers); };
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    if ((word(at) == "no" || word(at) == "without") && is_marker(at + 1) && is_one_of(word(at + 2), alterations))
      spans.push_back({at, at + 3});
    if (!is_marker(at)) continue;
    if (is_one_of(word(at + 1), answers)) spans.push_back({at, at + 2});
    if (word(at + 1) == "wild" && word(at + 2) == "type") spans.push_back({at, at + 3});
    if (word(at + 1) == "not" && (word(at + 2) == "detected" || word(at + 2) == "mutated"))
      spans.push_back({at, at + 3});
  }
  return spans;
}

}  // namespace

bool is_understood_for(const Terminology& codes, const text::Text& text, Cancer site, std::vector<text::Span> known) {
  static const WordList beside{"liver lesion",
                               "liver lesions",
                               "lynch syndrome",
                               "history of smoking",
                               "no evidence of metastases",
                               "no evidence of metastasis",
                               "no family history",
                               "no family history of",
                               "never smoker",
                               "non smoker",
                               "not otherwise specified",
                               "status post",
                               "s p",
                               "no metastases",
                               "no metastasis",
                               "no distant metastases",
                               "no distant metastasis",
                               "former smoker",
                               "smoking history",
                               "performance status",
                               "of unknown primary",
                               "never smoked",
                               "not surgical candidate",
                               "not a surgical candidate",
                               "no actionable mutation",
                               "no actionable mutations",
                               "no other mutation",
                               "no other mutations",
                               "initially stage",
                               "initially stage iii",
                               "arising in tubulovillous adenoma",
                               "arising in a tubulovillous adenoma",
                               "arising in villous adenoma",
                               "arising in a villous adenoma",
                               "arising in tubular adenoma",
                               "arising in a tubular adenoma",
                               "arising in polyp",
                               "arising in a polyp",
                               "arising within a polyp",
                               "malignant polyp",
                               "arising in adenoma",
                               "arising in an adenoma",
                               "arising from adenoma",
                               "arising from an adenoma"};
  for (const text::Span span : beside.all_in(text)) known.push_back(span);
  for (const text::Span span : denials_beside(text)) known.push_back(span);
  const std::vector<WordMatch> matches = find_words_of_diagnosis(codes, text);
  // "Metastasis from lung to other site" of a cancer of the lung
  for (const WordMatch& match : matches)
    if (cancer_at(match.site) == site && match.words.first > 1 && text.words[match.words.first - 1].folded == "from" &&
        is_word_of_spread(text.words[match.words.first - 2].folded))
      known.push_back({match.words.first - 2, match.words.first});
  const auto is_own = [&](const WordMatch& match) { return cancer_at(match.site) == site; };
  const auto has_cancer_word = [&](const WordMatch& match) {
    return match.kind == Kind::both || names_cancer_beside(text, matches, match);
  };
  // "Lung cancer and prostate cancer" names two, each with a cancer word of its own; "adenocarcinoma of pancreas or
  // ampulla" has one word for two.
  const bool several =
      std::ranges::count_if(matches, &WordMatch::names_cancer) > 1 &&
      std::ranges::any_of(matches, [&](const WordMatch& match) { return is_own(match) && has_cancer_word(match); });
  for (const WordMatch& match : matches)
    if (match.site == Site::none || match.site == Site::generic || match.site == Site::secondary ||
        match.site == Site::secondary_node || is_own(match) ||
        (match.site == Site::intestine && (site == Cancer::colorectal || site == Cancer::small_bowel)) ||
        (several && has_cancer_word(match)) ||
        (match.kind == Kind::site &&
         (is_place_of_spread(text, matches, match) || is_only_affected(text, matches, match))))
      known.push_back(match.words);
  for (const Domain domain : {Domain::drugs, Domain::kras})
    for (const PhraseMatch& match : codes.find_phrases(domain, text)) known.push_back(match.words);
  // Markers of the bowel in the lung
  if (site == Cancer::lung && std::ranges::any_of(text.words, [](const text::Word& word) {
        return word.folded == "cdx2" || word.folded == "ck20" || word.folded == "satb2";
      }))
    return false;
  // "NSCLC or metastasis", "lung adenocarcinoma cell line"
  for (std::size_t word = 1; word < text.words.size(); ++word) {
    const std::string& before = text.words[word - 1].folded;
    if ((before == "or" || before == "oder") && is_word_of_spread(text.words[word].folded)) return false;
    // "Clinical history: NSCLC"
    if ((before == "history" || before == "hx" || before == "anamnese") && text.words[word].colon_before) return false;
    if (before == "cell" && (text.words[word].folded == "line" || text.words[word].folded == "lines")) return false;
  }
  return is_understood(text, known, NameOf::diagnosis);
}

}  // namespace foresign::mapping
