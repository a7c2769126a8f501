#include "mapping/reading/extent_context.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/extent_attribution.hpp"
#include "mapping/reading/spread_words.hpp"
#include "mapping/reading/stage_notation.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/understood.hpp"
#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/cues.hpp"
#include "mapping/text/genes.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;

// Illnesses that have stages, or are advanced or recurrent, of their own. They are understood beside a metastasis.
const Vocabulary illnesses(
    "aids aki alcoholism alzheimer alzheimers anemia ards arthritis asthma atherosclerosis binet bph chagas "
    "charcot chf cirrhosis ckd cll colitis copd cystocele decubitus dementia depression diabetes "
    "diverticulitis durie emphysema endometriosis esrd fibrosis figo fontaine frailty gerd glaucoma gold gout "
    "gvhd hcv hemorrhoids hepatitis hernia hfpef hfref hiv htn hypertension hypothyroidism infection "
    "infections insufficiency ishak kdigo keratoconus lupus lvh lymphedema lymphoedema masld metavir nafld "
    "nash nephritis nephropathy neuropathy nyha osteoarthritis osteonecrosis osteoporosis pad pancreatitis "
    "parkinson parkinsons periodontitis pneumonia pneumonitis prolapse rai retinopathy rsv sarcoid "
    "sarcoidosis sedation sepsis sjogren sleep ulcer ulcers wound wounds");
// Organs whose disease, failure or injury is meant where one of these stands behind them.
const Vocabulary failing_organs("cardiac diastolic heart hepatic kidney liver lung pressure renal systolic valve");
const Vocabulary failures(
    "disease dysfunction failure fibrosis impairment injuries injury insufficiency regurgitation sore sores "
    "transplant");
// What says cancer, beside the words of phrases.tsv.
const Vocabulary cancer_words(
    "adeno karzinom malignancy metastases metastasis metastatic mets neoplasm tumor tumors tumour tumours");
// Doubts: harmless in another part of the sentence than the words in question ("metastatic NSCLC with suspected
// pneumonitis").
const Vocabulary doubts(
    "borderline concern concerning equivocal favor fraglich indeterminate likely possible possibly potential "
    "potentially presumed probable probably query questionable r/o rule suspect suspected suspicion "
    "suspicious uncertain unlikely versus vs");
// Examinations: "MRI brain for metastases" looks for them, "SRS for metastases" treats them.
const Vocabulary examinations(
    "biopsies biopsy bronchoscopy colonoscopy ct ebus eus exam exploration image imaging laparoscopy "
    "laparotomy mr mri pet restaging scan scans staging thoracoscopy ultrasound");
// A statement that takes back what stands elsewhere in the text.
const Vocabulary corrections(
    "correction erroneous erroneously error incorrect incorrectly misdiagnosed misinterpreted misread mistake "
    "overturned refuted retracted revised wrong");

// What else a staging holds: the place, the day, how it was found, an operation.
const Vocabulary beside_stages(
    "ajcc bilateral candidate cms colectomy confirmed curative early excised hcc hemicolectomy laterality "
    "left lobe lobectomy localized lower main margins middle negative newly no operable part proven r0 "
    "resectable resected resection right sbrt screening sided signed site surgery surgically upper wedge "
    "whipple with");

bool is_number(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
}

// "l2", "t11", "c5": vertebrae and, with two letters, variants: "l858r".
bool is_short_code(std::string_view word) {
  if (word.size() < 2 || word.size() > 6 || std::isalpha(static_cast<unsigned char>(word.front())) == 0) return false;
  std::size_t digits = 1;
  while (digits < word.size() && std::isdigit(static_cast<unsigned char>(word[digits])) != 0) ++digits;
  if (digits == 1) return false;
  return digits == word.size() ||
         (digits + 1 == word.size() && std::isalpha(static_cast<unsigned char>(word.back())) != 0);
}

}  // namespace

bool takes_back_spread(const text::Text& note) {
  static const WordList phrases{"benign",           "ruled out", "not a metastasis", "not metastatic", "not metastasis",
                                "entered in error", "in error",  "misdiagnosed",     "misdiagnosis",   "no metastasis",
                                "no metastases",    "not a met", "false positive"};
  return phrases.occur_in(note);
}

bool names_staged_disease(const text::Text& text, std::size_t word) {
  const std::string& folded = text.words[word].folded;
  if (illnesses.has(folded)) return true;
  if (word + 1 >= text.words.size() || text.words[word + 1].statement != text.words[word].statement) return false;
  const std::string& next = text.words[word + 1].folded;
  if (folded == "egfr") return is_number(next);  // a filtration rate, not the gene
  return failing_organs.has(folded) && failures.has(next);
}

bool denies_or_doubts_extent(const text::Text& text) {
  static const Vocabulary denials("benign excluded if longer neither normal nothing ruled when");
  if (text.words.size() > longest_sentence) return true;
  if (text.original.find('?') != std::string::npos) return true;
  for (std::size_t word = 0; word < text.words.size(); ++word) {
    const std::string& folded = text.words[word].folded;
    if (doubts.has(folded) || denials.has(folded)) return true;
    const bool tells = spread_at(text, word) != Spread::none || folded.starts_with("recurr") ||
                       folded.starts_with("relaps") || folded.starts_with("rezidiv") || folded.starts_with("metasta") ||
                       folded.starts_with("stage") || !stage_group(folded, Digits::refused).empty() ||
                       !tnm_categories(folded).all.empty();
    if (!tells) continue;
    const text::Mention mention = text::mention_of(text, {word, word + 1});
    if (mention != text::Mention::stated && mention != text::Mention::past) return true;
  }
  return false;
}

bool names_staged_disease(const text::Text& text) {
  for (std::size_t word = 0; word < text.words.size(); ++word)
    if (names_staged_disease(text, word)) return true;
  return false;
}

ExtentContext::ExtentContext(const Terminology& codes, const text::Text& text, std::optional<Cancer> site)
    : text_(text),
      statements_(text.statements),
      known_(text.words.size()),
      strange_(text.words.size()),
      cancer_(text.words.size()),
      own_(text.words.size()),
      illness_(text.words.size()),
      understood_(text.words.size()) {
  for (std::size_t word = 0; word < text.words.size(); ++word) {
    Statement& statement = statements_[text.words[word].statement];
    if (statement.words.last == 0) statement.words.first = word;
    statement.words.last = word + 1;
    illness_[word] = names_staged_disease(text, word);
    cancer_[word] = cancer_words.has(text.words[word].folded);
  }
  find_names(codes, site);
  for (std::size_t word = 0; word < text.words.size(); ++word) {
    const std::string& folded = text.words[word].folded;
    understood_[word] = is_understood_at(word);
    Statement& statement = statements_[text.words[word].statement];
    if (!understood_[word]) ++statement.not_understood;
    statement.benign = statement.benign || folded == "benign";
    corrected_ = corrected_ || corrections.has(folded);
  }
  find_doubts();
  find_unclear_headings();
}

void ExtentContext::find_doubts() {
  for (std::size_t word = 0; word < text_.words.size(); ++word) {
    if (!doubts.has(text_.words[word].folded)) continue;
    Statement& statement = statements_[text_.words[word].statement];
    if (!statement.doubts.empty() && word < statement.doubts.back().last) continue;
    const text::Span run = run_of(word);
    statement.doubts.push_back(run);
    bool alone = true;
    for (std::size_t at = run.first; at < run.last; ++at)
      alone = alone && (doubts.has(text_.words[at].folded) || text_.words[at].folded == "most");
    statement.doubted = statement.doubted || alone;
  }
}

void ExtentContext::find_unclear_headings() {
  bool under = false;
  for (std::size_t at = 1; at < statements_.size(); ++at) {
    Statement& statement = statements_[at];
    const Statement& former = statements_[at - 1];
    const text::Word& end = text_.words[former.words.last - 1];
    const std::size_t from = end.offset + end.length;
    const std::string_view between =
        std::string_view(text_.original).substr(from, text_.words[statement.words.first].offset - from);
    if (!text_.words[statement.words.first].line_before) {
      statement.under_heading = former.under_heading;
      continue;
    }
    if (between.starts_with(':'))
      under = former.not_understood > 0 || !former.doubts.empty();
    else if (std::ranges::count(between, '\n') > 1)
      under = false;
    statement.under_heading = under;
  }
}

void ExtentContext::find_names(const Terminology& codes, std::optional<Cancer> site) {
  const auto mark = [](std::vector<bool>& words, text::Span span) {
    for (std::size_t word = span.first; word < span.last; ++word) words[word] = true;
  };
  const auto is_own = [site](const WordMatch& match) {
    if (match.site == Site::other) return false;
    return !site || !cancer_at(match.site) || cancer_at(match.site) == site;
  };
  std::vector<std::optional<bool>> other_primaries(statements_.size());
  const auto other_primary = [&](std::size_t statement) {
    if (!other_primaries[statement]) other_primaries[statement] = names_other_primary(codes, statement);
    return *other_primaries[statement];
  };
  for (const Domain domain : {Domain::drugs, Domain::kras, Domain::procedures})
    for (const PhraseMatch& match : codes.find_phrases(domain, text_))
      if (match.found->role != "no-result" && match.found->role != "negative") mark(known_, match.words);
  for (const WordMatch& match : codes.find_cancer_words(text_)) {
    if (match.names_cancer || match.histology != Histology::not_stated) mark(cancer_, match.words);
    if (site && cancer_at(match.site) == site) mark(own_, match.words);
    if (is_of_another_kind(match.histology) || (match.site == Site::other && match.kind == WordMatch::Kind::both))
      mark(strange_, match.words);
    else if (is_own(match) || (is_where_it_went(match) && !other_primary(text_.words[match.words.first].statement)))
      mark(known_, match.words);
    else if (cancer_at(match.site) && !is_place_of_spread(text_.words[match.words.first].folded))
      mark(strange_, match.words);  // "stage IV pancreatic" in a note on the lung
  }
  static const WordList harmless{"never smoker",      "never smoked",
                                 "non smoker",        "follow up ct",
                                 "follow up mri",     "follow up pet",
                                 "follow up imaging", "on follow up",
                                 "time of diagnosis", "time of presentation",
                                 "time of surgery",   "time of initial diagnosis",
                                 "rule out pe",       "in clinic",
                                 "oncology clinic",   "corrected calcium",
                                 "mismatch repair",   "in addition to",
                                 "as well as"};
  for (const text::Span span : harmless.all_in(text_)) mark(known_, span);
  static const WordList misleading{"carcinoma of skin",
                                   "carcinoma of the skin",
                                   "skin cancer",
                                   "skin carcinoma",
                                   "not compatible",
                                   "not consistent",
                                   "not typical",
                                   "per patient",
                                   "per pt",
                                   "per history",
                                   "treated as",
                                   "treat as",
                                   "treating as",
                                   "by history",
                                   "prior to",
                                   "neither",
                                   "nothing",
                                   "normal",
                                   "age advanced",
                                   "advanced age",
                                   "ms relapse",
                                   "ms relapsed",
                                   "relapsing ms",
                                   "other cancer",
                                   "other cancers",
                                   "other primary",
                                   "other tumor",
                                   "other malignancy",
                                   "second primary",
                                   "second cancer",
                                   "no longer",
                                   "separate primary"};
  for (const text::Span span : misleading.all_in(text_)) mark(strange_, span);
  static const WordList signature{"signed by"};  // "Signed by Okafor, MD on 3/4/2026"
  for (const text::Span span : signature.all_in(text_)) {
    std::size_t last = span.last;
    while (last < text_.words.size() && text_.words[last].statement == text_.words[span.first].statement) ++last;
    mark(known_, {span.first, last});
  }
}

// "Metastatic to the thyroid", "bladder metastases": an organ as the place of spread, where the statement names no
// cancer of it. The common places are words of the vocabulary.
bool ExtentContext::is_where_it_went(const WordMatch& organ) const {
  static const Vocabulary leading("and both in into involving left of or right the to unspecified");
  bool of = false;
  static const Vocabulary spreading(
      "adenocarcinoma cancer carcinoma deposit deposits disease lesion lesions malignancy neoplasm nsclc spread "
      "tumor tumour");
  const std::size_t statement = text_.words[organ.words.first].statement;
  const auto within = [&](std::size_t word) {
    return word < text_.words.size() && text_.words[word].statement == statement;
  };
  const std::size_t after = organ.words.last;
  static constexpr auto nouns =
      std::to_array<std::string_view>({"met", "metastasen", "metastases", "metastasis", "mets"});
  bool spread = within(after) && is_one_of(text_.words[after].folded, nouns);
  std::size_t before = organ.words.first;
  while (before > 0 && within(before - 1) &&
         (leading.has(text_.words[before - 1].folded) || is_place_of_spread(text_.words[before - 1].folded)))
    of = text_.words[--before].folded == "of" || of;
  // "Metastases of breast" came from there; "secondary malignant neoplasm of breast" did not.
  bool secondary = false;
  for (std::size_t back = 1; back <= 5 && back <= before && within(before - back); ++back)
    secondary = secondary || text_.words[before - back].folded == "secondary";
  if (before < organ.words.first && before > 0 && within(before - 1) && (!of || secondary))
    spread = spread || spreading.has(text_.words[before - 1].folded) || spread_at(text_, before - 1) != Spread::none;
  return spread;
}

bool ExtentContext::names_other_primary(const Terminology& codes, std::size_t statement) const {
  if (too_long(statements_[statement].words.first)) return true;
  const text::Word& first = text_.words[statements_[statement].words.first];
  const text::Word& last = text_.words[statements_[statement].words.last - 1];
  const std::string_view written =
      std::string_view(text_.original).substr(first.offset, last.offset + last.length - first.offset);
  return std::ranges::any_of(read_diagnosis_words(codes, written),
                             [](const Said& said) { return said.primary() && said.site == Site::other; });
}

// The part of the statement between commas, colons, "and", "with" and the like.
text::Span ExtentContext::run_of(std::size_t word) const {
  static constexpr auto openers = std::to_array<std::string_view>({"and", "for", "given", "in", "w/", "with"});
  const auto starts = [this](std::size_t at) {
    return text_.words[at].comma_before || text_.words[at].colon_before || is_one_of(text_.words[at].folded, openers);
  };
  const text::Span statement = statements_[text_.words[word].statement].words;
  text::Span run{word, word + 1};
  while (run.first > statement.first && !starts(run.first)) --run.first;
  while (run.last < statement.last && !starts(run.last)) ++run.last;
  return run;
}

bool ExtentContext::is_understood_at(std::size_t word) const {
  if (strange_[word]) return false;
  if (known_[word] || illness_[word] || (word > 0 && illness_[word - 1])) return true;
  const std::string& folded = text_.words[word].folded;
  const std::string_view before = word > 0 ? std::string_view(text_.words[word - 1].folded) : std::string_view();
  const std::string_view after =
      word + 1 < text_.words.size() ? std::string_view(text_.words[word + 1].folded) : std::string_view();
  if (folded == "(+)" || folded == "(-)") return true;
  // "cM1b (OSS, HEP)": the sites as the UICC abbreviates them
  static const Vocabulary sites("adr bra hep lym mar oss oth per ple pul ski");
  if (sites.has(folded)) {
    std::size_t list = word;
    while (list > 0 && sites.has(text_.words[list - 1].folded)) --list;
    return list > 0 && !tnm_categories(text_.words[list - 1].folded).all.empty();
  }
  if (folded == "may") return is_number(before) || is_number(after);  // the month
  if (folded == "0") return before == "ecog" || before == "ps" || before == "status";
  return is_understood_word(text_, word, NameOf::extent) || spread_at(text_, word) != Spread::none ||
         doubts.has(folded) || text::names_gene(folded) || is_short_code(folded) ||
         !tnm_categories(folded).all.empty() || !stage_group(folded, Digits::refused).empty();
}

// "PET for metastases", but "positive for metastases", "SRS for metastases".
bool ExtentContext::is_search(text::Span words) const {
  const text::Span statement = statements_[text_.words[words.first].statement].words;
  std::size_t from = words.first;
  while (from > statement.first && words.first - from < 4 && text_.words[from].folded != "for") --from;
  if (text_.words[from].folded != "for" || from == statement.first || text_.words[from - 1].folded == "positive")
    return false;
  for (std::size_t at = from; at > statement.first && from - at < 6 && !text_.words[at].comma_before;)
    if (examinations.has(text_.words[--at].folded)) return true;
  return false;
}

// "Metastatic [ ] yes [x] no"
bool ExtentContext::is_followed_by_boxes(text::Span words) const {
  const text::Span statement = statements_[text_.words[words.first].statement].words;
  const std::size_t from = text_.words[words.last - 1].offset;
  const std::size_t end =
      statement.last < text_.words.size() ? text_.words[statement.last].offset : text_.original.size();
  const std::string_view behind = std::string_view(text_.original).substr(from, std::min<std::size_t>(end - from, 200));
  for (const std::string_view box : {"[ ]", "[]", "[x]", "[X]", "\u2610", "\u2611", "\u2612"})
    if (behind.find(box) != std::string_view::npos) return true;
  return false;
}

bool ExtentContext::is_doubted(text::Span words) const {
  const Statement& statement = statements_[text_.words[words.first].statement];
  return statement.doubted || std::ranges::any_of(statement.doubts, [&](text::Span run) {
           return run.first <= words.first && words.first < run.last;
         });
}

bool ExtentContext::too_long(std::size_t word) const {
  const text::Span statement = statements_[text_.words[word].statement].words;
  return statement.last - statement.first > longest_sentence;
}

bool ExtentContext::understood(text::Span words) const {
  if (too_long(words.first)) return false;
  const std::size_t at = text_.words[words.first].statement;
  std::size_t not_understood = statements_[at].not_understood;
  for (std::size_t word = words.first; word < words.last; ++word)
    if (!understood_[word]) --not_understood;
  // "Susp. liver mets" is cut at its first full stop.
  static const Vocabulary cut_doubts("cf dd ddx eval min neg pos poss prob quest sus susp verd");
  const std::size_t start = statements_[at].words.first;
  if (start > 0 && !text_.words[start].line_before && cut_doubts.has(text_.words[start - 1].folded)) return false;
  // "Metastatic NSCLC (no)", "stage IV: Y / N"
  const std::size_t last = statements_[at].words.last - 1;
  static const Vocabulary answers("n nein no non not");
  if (is_followed_by_boxes(words) || (last >= words.last && answers.has(text_.words[last].folded))) return false;
  const bool denied_next = at + 1 < statements_.size() && statements_[at + 1].benign;  // "Biopsy: benign."
  return not_understood == 0 && !statements_[at].under_heading && !corrected_ && !denied_next && !is_search(words) &&
         !is_doubted(words);
}

bool ExtentContext::all_understood() const {
  if (corrected_ || text_.original.find('?') != std::string::npos) return false;
  for (std::size_t word = 0; word < text_.words.size(); ++word)
    if (spread_at(text_, word) != Spread::none && !understood({word, word + 1})) return false;
  return std::ranges::all_of(statements_,
                             [](const Statement& one) { return one.not_understood == 0 && one.doubts.empty(); });
}

ExtentContext::Whose ExtentContext::whose(text::Span words, bool is_stage) const {
  const text::Span statement = statements_[text_.words[words.first].statement].words;
  const text::Span run = run_of(words.first);
  bool ill = false;
  bool ill_beside = false;
  bool cancer_beside = false;
  for (std::size_t word = statement.first; word < statement.last; ++word) {
    const bool beside = word >= run.first && word < run.last;
    // "Stage 4, CKD", but "local recurrence, hypertension".
    ill = ill || (illness_[word] && (is_stage || word < run.first));
    ill_beside = ill_beside || (illness_[word] && beside);
    cancer_beside = cancer_beside || (cancer_[word] && beside);
  }
  if (ill_beside) return cancer_beside ? Whose::unclear : Whose::another_illness;
  if (cancer_beside) return Whose::own;
  return ill || is_beside_organ(words) || follows_other_disease(words, is_stage) ? Whose::unclear : Whose::own;
}

// "Kidneys: stage 3", "Renal: stage 3b": an organ heads the stage, and no spread is named.
bool ExtentContext::is_beside_organ(text::Span words) const {
  const std::size_t first = statements_[text_.words[words.first].statement].words.first;
  bool organ = false;
  for (std::size_t word = first; word < words.first; ++word) {
    if (cancer_[word] || spread_at(text_, word) != Spread::none) return false;
    organ = organ || (is_place_of_spread(text_.words[word].folded) && !own_[word]);
  }
  return organ;
}

// "Chronic kidney disease. Stage 4.", "C diff. Recurrent.": a statement without a subject speaks of the one before it.
bool ExtentContext::follows_other_disease(text::Span words, bool is_stage) const {
  const std::size_t at = text_.words[words.first].statement;
  const auto names_cancer = [this](const Statement& one) {
    for (std::size_t word = one.words.first; word < one.words.last; ++word)
      if (cancer_[word] || own_[word] || spread_at(text_, word) != Spread::none ||
          !tnm_categories(text_.words[word].folded).all.empty())
        return true;
    return false;
  };
  if (at == 0 || names_cancer(statements_[at])) return false;
  const Statement& former = statements_[at - 1];
  if (names_cancer(former)) return false;
  bool ill = false;
  for (std::size_t word = former.words.first; word < former.words.last; ++word) ill = ill || illness_[word];
  const text::Span own = statements_[at].words;
  // "DVT | recurrent": an adjective alone
  return ill || former.not_understood > 0 || (!is_stage && own.last - own.first == words.last - words.first);
}

bool ExtentContext::only_stages() const {
  // Of the common words, those that tell of a stage that was, or of something else in stages.
  static const Vocabulary unsettling(
      "agent behandlung disorder dose doses drug initial initially medication once over previous previously "
      "prior procedure regime regimen since therapy treatment");
  for (std::size_t word = 0; word < text_.words.size(); ++word) {
    const std::string& folded = text_.words[word].folded;
    if (strange_[word] || unsettling.has(folded)) return false;
    if (!known_[word] && !beside_stages.has(folded) && tnm_categories(folded).all.empty() &&
        stage_group(folded, Digits::allowed).empty() && !is_understood_word(text_, word, NameOf::staging))
      return false;
  }
  return true;
}

}  // namespace foresign::mapping
