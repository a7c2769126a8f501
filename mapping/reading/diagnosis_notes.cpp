#include "mapping/reading/diagnosis_notes.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "mapping/reading/cancer_words.hpp"
#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/cues.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using Kind = WordMatch::Kind;
using text::is_one_of;

// What takes a diagnosis back where nothing else is spoken of.
const Vocabulary& retractions() {
  static const Vocabulary words(
      "abnormal atypia benign benigne cancelled changed corrected cured deleted differential discarded discontinued "
      "disproved disproven disregard doubtful erroneous erroneously error errors excluded false granuloma "
      "granulomatous hamartoma ignore inaccurate inactive incorrect incorrectly invalid irrtum "
      "misdiagnosed misdiagnosis misentered misfiled mistake mistaken mistakenly ned negative nonmalignant obsolete "
      "preliminary presumed provisional questionable reclassified refuted rejected remission removed resolved "
      "retracted revised rule ruled sarcoidosis screening surveillance survivor tentative tuberculosis unconfirmed "
      "unproven unverified void voided withdrawn working wrong");
  return words;
}

// What may stand beside it in a sentence that is of the diagnosis alone.
const Vocabulary& of_the_diagnosis() {
  static const Vocabulary words(
      "a actually after again all also an and are as at be been before billing biopsied biopsies biopsy bronchoscopy "
      "but by came "
      "carcinoma cancer cell cells chart clinic clinical clinically code coded coding completed condition consistent "
      "consult ct cytology date days diagnosed diagnoses diagnosis did disease does doctor documentation due dx "
      "entered entry evidence excision exam final findings fna follow following for found from had has have he her "
      "histology his imaging in incidental initially is it its lesion lesions list lobectomy longer made malignancy "
      "malignant mass may months mri my no nodule not now of off on only or order ordering original originally our "
      "outside patient patients path pathology pet please point postoperative pt purposes put reason recent record "
      "recorded records repeat report reports result results resection resected review scan see she should show showed "
      "shown shows since specimen states still suspected surgeon surgery surgical than that the their then therapy "
      "there this time to treatment tumor tumour under until up was we were which who will with workup year years yet "
      "befund bei der die das den des diagnose eintrag ist nach op seit und wurde");
  return words;
}

// Whatever else a note says: "entered in error by clinic staff".
bool is_retracted(const text::Text& text) {
  static const WordList retractions{"in error",
                                    "wrong patient",
                                    "wrong chart",
                                    "wrong person",
                                    "another patient",
                                    "different patient",
                                    "other patient",
                                    "misdiagnosed",
                                    "misdiagnosis",
                                    "please disregard",
                                    "disregard this",
                                    "erroneous",
                                    "erroneously",
                                    "refuted",
                                    "retracted",
                                    "not biopsy proven",
                                    "not biopsied",
                                    "billing purposes",
                                    "coding error",
                                    "incorrect diagnosis",
                                    "belongs to",
                                    "no tissue diagnosis",
                                    "without tissue diagnosis",
                                    "irrtümlich",
                                    "falscher patient",
                                    "fehldiagnose",
                                    "not a cancer",
                                    "do not use",
                                    "to be deleted",
                                    "test patient"};
  return retractions.occur_in(text);
}

// "Pathology pending", but "CT ordered", "CT pending".
bool is_awaited(const text::Text& text, std::size_t first, std::size_t last, const text::Cue& cue) {
  static constexpr std::array<std::string_view, 5> awaited = {"pending", "awaiting", "awaited", "await", "ausstehend"};
  static constexpr auto proofs =
      std::to_array<std::string_view>({"path", "pathology", "biopsy", "biopsies", "histology", "cytology", "diagnosis",
                                       "dx", "tissue", "confirmation"});
  if (cue.kind != text::CueKind::intention || !is_one_of(text.words[cue.first].folded, awaited)) return false;
  if (last - first == cue.last - cue.first) return true;
  for (std::size_t word = first; word < last; ++word)
    if (is_one_of(text.words[word].folded, proofs)) return true;
  return false;
}

bool is_number(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789/.-") == std::string_view::npos;
}

// "No treatment yet", "not on therapy"
bool denies_care(const text::Text& text, const text::Cue& cue, std::size_t last) {
  static constexpr auto care = std::to_array<std::string_view>(
      {"treatment", "therapy", "surgery", "surgical", "follow",  "consult",  "scan",   "imaging",
       "ct",        "mri",     "pet",     "order",    "records", "record",   "report", "reports",
       "results",   "workup",  "hospice", "symptoms", "code",    "candidate"});
  for (std::size_t word = cue.last; word < std::min(last, cue.last + 3); ++word)
    if (is_one_of(text.words[word].folded, care)) return true;
  return false;
}

// "Ruled out by biopsy", "patient's mother has this": a doubt, a denial, the past or a relative, and nothing else that
// it could be about. Of "PE ruled out" the lung embolism is.
bool takes_back(const text::Text& text, std::span<const WordMatch> matches, std::size_t first, std::size_t last,
                Cancer site) {
  std::vector<bool> known(last - first, false);
  bool doubted = false;
  bool relative = false;
  bool cancer = false;
  for (const text::Cue& cue : text::cues_in(text, first, last, {})) {
    if (cue.kind == text::CueKind::none || cue.kind == text::CueKind::stop) continue;
    // The "non" of "non-small cell" is no denial.
    if (std::ranges::any_of(matches, [&](const WordMatch& match) {
          return match.words.first < cue.last && cue.first < match.words.last;
        }))
      continue;
    for (std::size_t word = cue.first; word < cue.last; ++word) known[word - first] = true;
    if (cue.kind == text::CueKind::negation && denies_care(text, cue, last)) continue;
    relative = relative || cue.kind == text::CueKind::family;
    doubted = doubted || cue.kind == text::CueKind::negation || cue.kind == text::CueKind::suspicion ||
              (cue.kind == text::CueKind::past && cue.reach == text::Reach::behind) ||
              is_awaited(text, first, last, cue);
  }
  for (const WordMatch& match : matches) {
    if (match.site != Site::none && match.site != Site::generic && cancer_at(match.site) != site) return false;
    cancer = cancer || match.names_cancer;
    for (std::size_t word = match.words.first; word < match.words.last; ++word) known[word - first] = true;
  }
  for (std::size_t word = first; word < last; ++word) {
    const std::string& folded = text.words[word].folded;
    if (text::is_relative(folded) || folded == "family") {
      relative = true;
    } else if (retractions().has(folded)) {
      doubted = true;
    } else if (!known[word - first] && !of_the_diagnosis().has(folded) && !is_number(folded) && folded.size() > 1) {
      return false;
    }
  }
  return relative ? !cancer : doubted;  // a relative's cancer is told beside the patient's own
}

// "Final pathology: ...", "reclassified as ..."; not "melanoma in 2015".
bool is_found(const text::Text& text, std::size_t first, std::size_t last) {
  static constexpr auto words = std::to_array<std::string_view>(
      {"path",       "pathology", "histology", "histologically", "biopsy",         "biopsies",
       "diagnosis",  "dx",        "revised",   "changed",        "reclassified",   "cytology",
       "shows",      "showed",    "actually",  "transformed",    "transformation", "found",
       "consistent", "confirmed", "befund",    "histologie",     "transformierung"});
  for (std::size_t word = first; word < last; ++word)
    if (is_one_of(text.words[word].folded, words)) return true;
  return false;
}

// "No other cancer", "no family history of cancer" deny something else.
bool is_of_another(const text::Text& text, std::size_t first, std::size_t last) {
  static constexpr std::array<std::string_view, 12> others = {"other",    "another",    "second",  "additional",
                                                              "previous", "prior",      "family",  "new",
                                                              "history",  "concurrent", "further", "recurrent"};
  for (std::size_t word = first; word < last; ++word)
    if (is_one_of(text.words[word].folded, others) || text::is_relative(text.words[word].folded)) return true;
  return false;
}

// What a note says of the cancer by name. `stated`: the sentence states some cancer or site as well.
bool is_doubted(const text::Text& text, const WordMatch& match, text::Mention mention, bool stated, text::Span sentence,
                Cancer site) {
  // "Final pathology: small cell carcinoma"
  if (mention == text::Mention::stated && match.histology != Histology::not_stated &&
      cover_of(site, match.histology) != Cover::covered && is_found(text, sentence.first, sentence.last))
    return true;
  // "Metastasis from breast"
  if (match.kind == Kind::site && cancer_at(match.site) != site && match.words.first > sentence.first + 1 &&
      text.words[match.words.first - 1].folded == "from" && is_word_of_spread(text.words[match.words.first - 2].folded))
    return true;
  // "No evidence of lung cancer", "not a lung primary", "suspected malignancy"
  const bool of_this = cancer_at(match.site) == site || (match.site == Site::none && match.names_cancer);
  if (!of_this || stated || (mention != text::Mention::negated && mention != text::Mention::suspected)) return false;
  const bool names_it =
      match.names_cancer || (match.words.last < sentence.last && text.words[match.words.last].folded == "primary");
  return names_it && !is_of_another(text, sentence.first, sentence.last);
}

}  // namespace

bool has_retraction(const text::Text& text) {
  return std::ranges::any_of(text.words, [](const text::Word& word) {
    return retractions().has(word.folded) || text::is_relative(word.folded) || word.folded == "family";
  });
}

bool is_doubted_by_note(const Terminology& codes, std::string_view note, Cancer site) {
  if (note.size() >= Wording::most_bytes) return true;
  const Wording wording(codes, note);
  const text::Text& text = wording.text;
  const std::vector<WordMatch>& matches = wording.matches;
  if (wording.too_long() || is_retracted(text)) return true;
  std::size_t next = 0;  // the first match of the statement
  for (std::size_t first = 0; first < text.words.size();) {
    std::size_t last = first;
    while (last < text.words.size() && text.words[last].statement == text.words[first].statement) ++last;
    std::size_t end = next;
    bool stated = false;
    for (; end < matches.size() && matches[end].words.first < last; ++end)
      stated = stated || wording.meant[end] == text::Mention::stated;
    for (std::size_t at = next; at < end; ++at)
      if (is_doubted(text, matches[at], wording.meant[at], stated, {first, last}, site)) return true;
    if (takes_back(text, std::span(matches).subspan(next, end - next), first, last, site)) return true;
    first = last;
    next = end;
  }
  return false;
}

}  // namespace foresign::mapping
