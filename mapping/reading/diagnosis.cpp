#include "mapping/reading/diagnosis.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "mapping/reading/beside_codes.hpp"
#include "mapping/reading/cancer_adjectives.hpp"
#include "mapping/reading/diagnosis_codes.hpp"
#include "mapping/reading/record.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/understood.hpp"
#include "mapping/text/one_of.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {
namespace {

using Kind = WordMatch::Kind;
using text::is_one_of;

constexpr std::array<std::string_view, 10> spread_nouns{"metastasis", "metastases",    "mets",   "met",
                                                        "secondary",  "secondaries",   "spread", "metastasen",
                                                        "metastase",  "metastasierung"};
constexpr std::array<std::string_view, 7> spread_adjectives{
    "metastatic", "metastasized", "metastasised", "metastasizing", "metastasising", "disseminated", "metastasiert"};

// Words that may stand between a preposition and a site ("to the left lower lobe of lung").
constexpr std::array<std::string_view, 18> fillers{"the",      "a",      "both", "left",  "right", "upper",
                                                   "lower",    "middle", "lobe", "lobes", "head",  "body",
                                                   "multiple", "distal", "and",  "or",    "tail",  "bilateral"};

bool is_site_word(const std::vector<WordMatch>& matches, std::size_t word) {
  return std::ranges::any_of(matches, [word](const WordMatch& match) {
    return match.kind == Kind::site && match.words.first <= word && word < match.words.last;
  });
}

// Rule 4.6: "metastatic to", "metastasis in", "secondary malignant neoplasm of" a site, and "liver metastases", name
// the site of spread. "Metastatic adenocarcinoma of lung" names a primary.
bool is_place_of_spread(const text::Text& text, const std::vector<WordMatch>& matches, const WordMatch& site) {
  const std::size_t statement = text.words[site.words.first].statement;
  const auto in_statement = [&](std::size_t word) {
    return word < text.words.size() && text.words[word].statement == statement;
  };
  // Behind it: "lung metastases", "liver and lung metastases".
  std::size_t next = site.words.last;
  while (in_statement(next) &&
         (is_site_word(matches, next) || text.words[next].folded == "and" || text.words[next].folded == "or"))
    ++next;
  if (in_statement(next) && is_one_of(text.words[next].folded, spread_nouns)) {
    // "Carcinoma of the head and neck, lung metastasis": the first is where the cancer is.
    const bool listed = next > site.words.last;
    const bool cancer_of_it =
        site.words.first > 0 && in_statement(site.words.first - 1) &&
        (text.words[site.words.first - 1].folded == "of" || text.words[site.words.first - 1].folded == "the");
    if (!listed || !cancer_of_it) return true;
  }
  // Where it came from: "adenocarcinoma of lung, metastatic from colon".
  for (std::size_t from = site.words.last + 1; in_statement(from); ++from) {
    const std::string& word = text.words[from - 1].folded;
    if (text.words[from].folded == "from" && (is_one_of(word, spread_adjectives) || is_one_of(word, spread_nouns)))
      return true;
  }
  // Before it: what it grows into ("ovarian cancer invading the colon"), or a preposition behind the word of spread.
  std::size_t at = site.words.first;
  while (at > 0 && in_statement(at - 1) &&
         (is_one_of(text.words[at - 1].folded, fillers) || is_site_word(matches, at - 1)))
    --at;
  if (at == 0 || !in_statement(at - 1)) return false;
  const std::string& preposition = text.words[at - 1].folded;
  if (preposition == "invading" || preposition == "infiltrating" || preposition == "eroding" ||
      preposition == "compressing")
    return true;
  const bool toward = preposition == "to" || preposition == "into";
  if (!toward && preposition != "in" && preposition != "of" && preposition != "within" && preposition != "involving")
    return false;
  for (std::size_t back = 2; back <= 8 && back <= at && in_statement(at - back); ++back) {
    const std::string& word = text.words[at - back].folded;
    if (word == "from" || word == "with") return false;
    if (is_one_of(word, spread_nouns)) return true;
    // "Metastatic adenocarcinoma in lung", but "metastatic adenocarcinoma of lung".
    if ((toward || preposition == "in" || preposition == "within") && is_one_of(word, spread_adjectives)) return true;
    if (toward && (word == "extending" || word == "invading" || word == "growing")) return true;
    if (word == "invasion" || word == "infiltration") return true;
  }
  return false;
}

bool names_lymph_nodes(const text::Text& text, std::size_t at) {
  if (at >= text.words.size()) return false;
  const std::string& word = text.words[at].folded;
  return word == "lymph" || word == "node" || word == "nodes" || word == "nodal";
}

// Whether a cancer outside the covered sites is named as such: "prostate cancer", "carcinoma of the left breast"; not
// the "pleural" of "NSCLC with pleural effusion".
bool names_cancer_beside(const text::Text& text, const std::vector<WordMatch>& matches, const WordMatch& site) {
  return std::ranges::any_of(matches, [&](const WordMatch& match) {
    if (!match.names_cancer || match.kind == Kind::both) return false;
    if (text.words[match.words.first].statement != text.words[site.words.first].statement) return false;
    if (match.words.first >= site.words.last) {
      for (std::size_t word = site.words.last; word < match.words.first; ++word)
        if (std::ranges::none_of(matches,
                                 [word](const WordMatch& m) { return m.words.first <= word && word < m.words.last; }))
          return false;
      return true;
    }
    if (match.words.last > site.words.first) return false;
    // "Malignant pleural effusion" is no cancer of the pleura; "carcinoma breast" is one of the breast.
    if (match.words.last == site.words.first && text.words[match.words.first].folded == "malignant") return false;
    for (std::size_t word = match.words.last; word < site.words.first; ++word) {
      const std::string& folded = text.words[word].folded;
      if (folded != "of" && folded != "in" && !is_one_of(folded, fillers) && !is_site_word(matches, word)) return false;
    }
    return true;
  });
}

// How a cancer that is named at `words` is meant: the weaker of the site's and the cancer word's reading.
text::Mention weaker(text::Mention left, text::Mention right) {
  using text::Mention;
  for (const Mention mention :
       {Mention::negated, Mention::family, Mention::intended, Mention::suspected, Mention::past})
    if (left == mention || right == mention) return mention;
  return Mention::stated;
}

bool has_word(const text::Text& text, std::size_t statement, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(text.words, [&](const text::Word& word) {
    return word.statement == statement && std::ranges::find(words, word.folded) != words.end();
  });
}

// What a statement is about where it is no invasive cancer of this patient: one in situ (rule 4.8), a screening, a
// risk.
bool is_no_invasive_cancer(const text::Text& text, std::size_t statement) {
  if (has_word(text, statement, {"situ", "dcis", "preinvasive"})) return !has_word(text, statement, {"invasive"});
  if (has_word(text, statement,
               {"screening", "screen", "susceptibility", "predisposition", "risk", "vaccine", "prevention", "fear",
                "anxiety", "worried", "nonpolyposis"}))
    return !has_word(text, statement, {"detected", "diagnosed", "found", "high"});
  // "Colon cancer syndrome", "breast cancer gene": what runs in families, with or without the cancer.
  for (std::size_t at = 1; at < text.words.size(); ++at)
    if (text.words[at].statement == statement && text.words[at - 1].statement == statement &&
        (text.words[at].folded == "gene" || text.words[at].folded == "genes" || text.words[at].folded == "syndrome") &&
        text.words[at - 1].folded == "cancer")
      return true;
  return false;
}

bool says_recurrent(const text::Text& text, const std::vector<WordMatch>& matches) {
  for (std::size_t word = 0; word < text.words.size(); ++word)
    if (says_recurred(text, matches, word) && text::mention_of(text, {word, word + 1}) == text::Mention::stated)
      return true;
  return false;
}

// What a statement's histology words say, as far as they are stated.
std::vector<Histology> histologies_in(const text::Text& text, const std::vector<WordMatch>& matches,
                                      std::optional<std::size_t> statement) {
  std::vector<Histology> found;
  for (const WordMatch& match : matches) {
    if (match.histology == Histology::not_stated) continue;
    if (statement && text.words[match.words.first].statement != *statement) continue;
    if (text::mention_of(text, match.words) == text::Mention::stated) add_histology(found, match.histology);
  }
  return found;
}

// Words of the record that may tell a histology or a doubt: the text, else what unknown codings display.
std::vector<std::string> words_beside_codes(const Terminology& codes, const fhir::CodeableConcept& code) {
  std::vector<std::string> words;
  if (!code.text.empty()) words.push_back(code.text);
  for (const fhir::Coding& coding : code.codings) {
    const CodeSystem system = code_system(coding.system);
    const bool known = codes.find(Domain::diagnoses, coding) != nullptr || system == CodeSystem::icd10 ||
                       system == CodeSystem::icd10cm || system == CodeSystem::icdo3;
    if (!known && !coding.display.empty()) words.push_back(coding.display);
  }
  return words;
}

// What the words beside a known code add: histologies (rule 4.5), and a doubt or a past that every mention shares
// (rule 4.6).
void refine_by_words(const Terminology& codes, std::vector<Said>& said, const std::string& words) {
  const text::Text text = text::cut(without_other_doubts(codes, words));
  const std::vector<WordMatch> matches = codes.find_cancer_words(text);
  const std::vector<Histology> stated = histologies_in(text, matches, std::nullopt);
  // "Colonic adenoma, no malignancy": the words of cancer say whether it is one, not those of its site.
  const bool named = std::ranges::any_of(matches, &WordMatch::names_cancer);
  bool any = false;
  bool judged = false;
  bool all_doubtful = true;
  bool all_past = true;
  bool in_situ = false;
  for (const WordMatch& match : matches) {
    if (match.kind == Kind::site && is_place_of_spread(text, matches, match)) continue;
    if (match.kind == Kind::histology && !match.names_cancer)
      continue;  // "not small cell" doubts a cell type, not the cancer
    const text::Mention mention = text::mention_of(text, match.words);
    any = true;
    if (!named || match.names_cancer) {
      judged = true;
      all_doubtful = all_doubtful && (mention == text::Mention::suspected || mention == text::Mention::negated ||
                                      mention == text::Mention::family);
    }
    all_past = all_past && mention == text::Mention::past;
    // A code of a cancer beside words of one in situ: one of the two is wrong.
    if (is_no_invasive_cancer(text, text.words[match.words.first].statement)) in_situ = true;
  }
  const text::Text whole = text::cut(words);
  const bool recurrent = says_recurrent(whole, codes.find_cancer_words(whole));
  const bool taken_back = takes_back(whole);
  for (Said& one : said) {
    if (one.secondary() || one.site == Site::generic) continue;
    for (const Histology histology : stated) add_histology(one.stated, histology);
    if (taken_back || (judged && all_doubtful) || in_situ) one.suspected = true;
    if (any && all_past) one.past = true;
    if (recurrent) one.recurrence = true;
  }
}

// "Squamous cell carcinoma of the skin", "nonmelanoma skin cancer"
bool is_keratinocyte_cancer(const text::Text& text) {
  static constexpr std::array<std::string_view, 7> kinds = {"squamous", "basal", "nonmelanoma", "keratinocyte",
                                                            "scc",      "bcc",   "cscc"};
  bool skin = false;
  bool kind = false;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string& word = text.words[at].folded;
    skin = skin || word == "skin" || word == "cutaneous";
    kind = kind || is_one_of(word, kinds) || (word == "melanoma" && at > 0 && text.words[at - 1].folded == "non");
    if (word == "anal" || word == "anus") return false;
  }
  return skin && kind;
}

// What a cancer of another organ does to this one: "colon cancer with bowel obstruction", "duodenal invasion".
bool is_only_affected(const text::Text& text, const std::vector<WordMatch>& matches, const WordMatch& site) {
  static constexpr std::array<std::string_view, 7> effects = {
      "obstruction", "invasion", "involvement", "infiltration", "perforation", "compression", "stent"};
  const std::size_t next = site.words.last;
  if (next >= text.words.size() || !is_one_of(text.words[next].folded, effects) ||
      text.words[next].statement != text.words[site.words.first].statement)
    return false;
  return std::ranges::any_of(matches, [&](const WordMatch& other) {
    return other.site != site.site && cancer_at(other.site) &&
           (other.kind == Kind::both || names_cancer_beside(text, matches, other));
  });
}

// Rule 4.6: a short name counts for a site only where all of it is understood: not "NSCLC education", "aunt with
// NSCLC", and not "gastric adenocarcinoma, jejunal feeding tube", whose cancer is of another organ.
bool is_understood_for(const Terminology& codes, const text::Text& text, Cancer site) {
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
                               "arising in adenoma",
                               "arising in an adenoma",
                               "arising from adenoma",
                               "arising from an adenoma"};
  std::vector<text::Span> known = beside.all_in(text);
  const std::vector<WordMatch> matches = codes.find_cancer_words(text);
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
        match.site == Site::secondary_node || is_own(match) || (several && has_cancer_word(match)) ||
        (match.kind == Kind::site &&
         (is_place_of_spread(text, matches, match) || is_only_affected(text, matches, match))))
      known.push_back(match.words);
  for (const Domain domain : {Domain::drugs, Domain::kras})
    for (const PhraseMatch& match : codes.find_phrases(domain, text)) known.push_back(match.words);
  return is_understood(text, known, NameOf::diagnosis);
}

}  // namespace

std::vector<Said> read_diagnosis_words(const Terminology& codes, std::string_view words) {
  std::vector<Said> said;
  const text::Text text = text::cut(words);
  const std::vector<WordMatch> matches = codes.find_cancer_words(text);
  // Rule 4.8: no further primary.
  const bool covered_site =
      std::ranges::any_of(matches, [](const WordMatch& match) { return cancer_at(match.site).has_value(); });
  if (!covered_site && is_keratinocyte_cancer(text)) return said;
  const bool recurrent = says_recurrent(text, matches);
  bool spread = false;
  bool nodal_spread = false;
  for (const WordMatch& match : matches) {
    if (match.site == Site::none) continue;
    if (match.kind == Kind::site && is_place_of_spread(text, matches, match)) {
      if (text::mention_of(text, match.words) != text::Mention::stated) continue;
      // "Mediastinal lymph nodes" are nodes (rule 5.4), not a spread to the mediastinum.
      const bool nodes = names_lymph_nodes(text, match.words.first) || names_lymph_nodes(text, match.words.last);
      (nodes ? nodal_spread : spread) = true;
      continue;
    }
    const std::size_t statement = text.words[match.words.first].statement;
    if (is_no_invasive_cancer(text, statement)) continue;
    if (match.kind == Kind::site && is_only_affected(text, matches, match)) continue;
    text::Mention mention = text::mention_of(text, match.words);
    if (match.kind == Kind::site) {
      if (match.site == Site::other ? !names_cancer_beside(text, matches, match)
                                    : std::ranges::none_of(matches, [](const WordMatch& m) { return m.names_cancer; }))
        continue;
      // The cancer word of the same statement, else (one site only) of the text.
      const WordMatch* cancer = nullptr;
      for (const WordMatch& other : matches)
        if (other.names_cancer && text.words[other.words.first].statement == statement) cancer = &other;
      const bool lone = std::ranges::count_if(matches, [](const WordMatch& m) { return m.kind == Kind::site; }) == 1;
      if (cancer == nullptr && !lone) continue;
      if (cancer == nullptr)
        cancer = &*std::ranges::find_if(matches, [](const WordMatch& m) { return m.names_cancer; });
      mention = weaker(mention, text::mention_of(text, cancer->words));
    }
    if (mention == text::Mention::negated || mention == text::Mention::family || mention == text::Mention::intended)
      continue;
    Said one;
    one.site = match.site;
    if (match.site == Site::other)
      one.name = match.name == nullptr ? std::string(words) : *match.name + (match.kind == Kind::both ? "" : " cancer");
    one.stated = histologies_in(text, matches, statement);
    if (match.kind == Kind::both) add_histology(one.stated, match.histology);
    one.suspected = mention == text::Mention::suspected;
    one.past = mention == text::Mention::past;
    one.recurrence = recurrent;
    // A name ("lymphoma") beside a covered site tells that site's histology: "lymphoma of small bowel" is one cancer.
    merge(said, std::move(one));
  }
  const auto covered = std::ranges::find_if(said, [](const Said& one) { return cancer_at(one.site).has_value(); });
  if (covered != said.end())
    std::erase_if(said, [&](const Said& one) {
      return one.site == Site::other && one.past == covered->past &&
             std::ranges::any_of(matches, [&](const WordMatch& m) {
               return m.kind == Kind::both && m.name != nullptr && *m.name == one.name;
             });
    });
  if (said.empty() && (spread || nodal_spread)) {
    Said one;
    one.site = spread ? Site::secondary : Site::secondary_node;
    said.push_back(std::move(one));
  }
  if (said.empty()) {
    const bool cancer = std::ranges::any_of(matches, [&](const WordMatch& match) {
      return match.names_cancer && text::mention_of(text, match.words) == text::Mention::stated &&
             !is_no_invasive_cancer(text, text.words[match.words.first].statement);
    });
    const bool metastatic = std::ranges::any_of(text.words, [](const text::Word& word) {
      return is_one_of(word.folded, spread_nouns) || is_one_of(word.folded, spread_adjectives);
    });
    Said one;
    if (cancer) {  // rule 4.9: "malignant tumour" without a site
      one.stated = histologies_in(text, matches, std::nullopt);
      one.site = metastatic ? Site::secondary : Site::generic;
      if (is_other_everywhere(one.stated)) {
        one.site = Site::other;
        one.name = std::string(words);
      }
      said.push_back(std::move(one));
    }
  }
  return said;
}

std::vector<Said> read_diagnosis(const Terminology& codes, const fhir::CodeableConcept& code) {
  CodesRead read = read_codes(codes, code);
  const bool site_known = std::ranges::any_of(read.said, [](const Said& one) { return one.site != Site::none; });
  const std::vector<std::string> words = words_beside_codes(codes, code);
  if (site_known) {
    for (const std::string& text : words) refine_by_words(codes, read.said, text);
    return read.said;
  }
  if (read.known && read.said.empty()) return {};  // a known code that is no cancer (rule 4.3)
  for (const std::string& text : words) {
    std::vector<Said> by_words = read_diagnosis_words(codes, text);
    if (by_words.empty()) continue;
    const text::Text name = text::cut(text);
    for (Said& one : by_words)
      if (const auto site = cancer_at(one.site);
          site && cover_of(*site, one.stated, one.inferred) != Cover::other && !is_understood_for(codes, name, *site))
        one.suspected = true;
    for (Said& one : by_words)
      for (const Said& histology : read.said)
        for (const Histology stated : histology.stated) add_histology(one.stated, stated);
    return by_words;
  }
  return read.said;
}

std::vector<Histology> read_histology(const Terminology& codes, const fhir::CodeableConcept& code) {
  std::vector<Histology> found;
  bool known = false;
  for (const fhir::Coding& coding : code.codings) {
    if (const auto morphology = codes.morphology(coding.code);
        morphology && code_system(coding.system) == CodeSystem::icdo3) {
      known = true;
      add_histology(found, *morphology);
    } else if (const Concept* diagnosis = codes.find(Domain::diagnoses, coding)) {
      if (const CancerMeaning* meaning = codes.cancer_meaning(*diagnosis)) {
        known = true;
        add_histology(found, meaning->histology);
      }
    }
  }
  if (known && code.text.empty()) return found;
  for (const std::string& words : words_beside_codes(codes, code)) {
    const text::Text text = text::cut(words);
    for (const Histology histology : histologies_in(text, codes.find_cancer_words(text), std::nullopt))
      add_histology(found, histology);
  }
  return found;
}

}  // namespace foresign::mapping
