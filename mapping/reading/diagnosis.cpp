#include "mapping/reading/diagnosis.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "mapping/reading/beside_codes.hpp"
#include "mapping/reading/cancer_adjectives.hpp"
#include "mapping/reading/cancer_words.hpp"
#include "mapping/reading/diagnosis_codes.hpp"
#include "mapping/reading/diagnosis_notes.hpp"
#include "mapping/reading/record.hpp"
#include "mapping/reading/understood.hpp"
#include "mapping/text/cues.hpp"
#include "mapping/text/one_of.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {
namespace {

using Kind = WordMatch::Kind;
using text::is_one_of;

// How a cancer that is named at `words` is meant: the weaker of the site's and the cancer word's reading.
text::Mention weaker(text::Mention left, text::Mention right) {
  using text::Mention;
  for (const Mention mention :
       {Mention::negated, Mention::family, Mention::intended, Mention::suspected, Mention::past})
    if (left == mention || right == mention) return mention;
  return Mention::stated;
}

bool says_recurrent(const text::Text& text, const std::vector<WordMatch>& matches) {
  for (std::size_t word = 0; word < text.words.size(); ++word)
    if (says_recurred(text, matches, word) && text::mention_of(text, {word, word + 1}) == text::Mention::stated)
      return true;
  return false;
}

// What a statement's histology words say, as far as they are stated and invasive.
std::vector<Histology> histologies_in(const Wording& wording, std::optional<std::size_t> statement) {
  std::vector<Histology> found;
  const text::Span range = statement ? wording.matches_of(*statement) : text::Span{0, wording.matches.size()};
  for (std::size_t at = range.first; at < range.last; ++at) {
    const WordMatch& match = wording.matches[at];
    if (match.histology == Histology::not_stated || wording.meant[at] != text::Mention::stated) continue;
    if (!is_no_invasive_cancer(wording.text, wording.statement_of(match))) add_histology(found, match.histology);
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
  for (std::string& one : words)
    if (one.size() > Wording::most_bytes) one.resize(Wording::most_bytes);
  return words;
}

// "Lung mass", "polyp of the colon", "COPD": no cancer by name.
bool is_mere_lesion(const Wording& wording) {
  static constexpr auto lesions = std::to_array<std::string_view>(
      {"lesion",   "lesions",       "mass",     "masses",    "nodule",       "nodules",  "polyp",       "polyps",
       "rundherd", "raumforderung", "copd",     "emphysema", "hypertension", "diabetes", "cad",         "chf",
       "ckd",      "asbestosis",    "fibrosis", "ild",       "pneumonia",    "effusion", "obstruction", "jaundice",
       "crohn",    "crohns",        "ulcer",    "fistula",   "abscess"});
  return std::ranges::none_of(wording.matches, &WordMatch::names_cancer) &&
         std::ranges::any_of(wording.text.words,
                             [](const text::Word& word) { return is_one_of(word.folded, lesions); });
}

// "Metastatic adenocarcinoma to lung": the words know the site as a place of spread only. In "adenocarcinoma with lung
// metastases" the cancer stands apart from it.
bool is_only_spread(const Wording& wording, Cancer site) {
  bool spread = false;
  for (const WordMatch& match : wording.matches) {
    if (cancer_at(match.site) != site) continue;
    if (match.kind != Kind::site || !is_place_of_spread(wording.text, wording.matches, match)) return false;
    const auto apart = [&](const WordMatch& cancer) {
      if (!cancer.names_cancer || cancer.words.last > match.words.first) return false;
      for (std::size_t word = cancer.words.last; word <= match.words.first; ++word)
        if (wording.text.words[word].comma_before || wording.text.words[word].folded == "with") return true;
      return false;
    };
    spread = spread || std::ranges::none_of(wording.matches, apart);
  }
  return spread;
}

// "Lung cancer, suspected adenocarcinoma", "adenocarcinoma, no small cell component": a doubt of one cell type, or the
// denial of another, beside a cancer that is stated.
std::vector<text::Span> doubts_of_cell_types(const Wording& wording, Cancer site) {
  bool stated = false;
  std::vector<text::Span> doubted;
  for (std::size_t at = 0; at < wording.matches.size(); ++at) {
    const WordMatch& match = wording.matches[at];
    if (wording.meant[at] == text::Mention::stated) {
      stated = stated || match.names_cancer;
      continue;
    }
    const bool covered = cover_of(site, match.histology) == Cover::covered;
    if (match.kind != Kind::histology ||
        wording.meant[at] != (covered ? text::Mention::suspected : text::Mention::negated))
      return {};
    doubted.push_back(match.words);
  }
  std::vector<text::Span> doubts;
  if (!stated || doubted.empty()) return doubts;
  constexpr std::size_t near = 3;
  for (const text::Cue& cue : text::cues_in(wording.text, 0, wording.text.words.size(), {}))
    if ((cue.kind == text::CueKind::suspicion || cue.kind == text::CueKind::negation) &&
        std::ranges::any_of(
            doubted, [&](text::Span type) { return cue.first < type.last + near && type.first < cue.last + near; }))
      doubts.push_back({cue.first, cue.last});
  return doubts;
}

// Whether every word beside the name of a cancer is understood, and they name no mere lesion and no metastasis in its
// place.
bool is_understood_beside(const Terminology& codes, const Wording& wording, Cancer site) {
  return is_understood_for(codes, wording.text, site, doubts_of_cell_types(wording, site)) &&
         !is_mere_lesion(wording) && !is_only_spread(wording, site);
}

// Where a part of a name ends: at a comma, a colon, a dash, a line or a statement.
bool opens_part(const text::Text& text, std::size_t word) {
  if (word == 0) return true;
  const text::Word& before = text.words[word - 1];
  const text::Word& here = text.words[word];
  const std::size_t end = before.offset + before.length;
  return here.statement != before.statement || here.colon_before || here.line_before ||
         std::string_view(text.original).substr(end, here.offset - end).find_first_of(",([") != std::string_view::npos;
}

// Whether words beside a code speak of a cancer that may be the code's: of its organ or of a cell type, stated, and in
// a part of which every word is understood ("NSCLC of right upper lobe - Dr. Patel", but "partner has NSCLC").
bool names_it_too(const Terminology& codes, const Wording& wording, Cancer site) {
  if (is_mere_lesion(wording) || is_only_spread(wording, site)) return false;
  const text::Text& text = wording.text;
  for (std::size_t at = 0; at < wording.matches.size(); ++at) {
    const WordMatch& match = wording.matches[at];
    if (!match.names_cancer || wording.meant[at] != text::Mention::stated ||
        (match.site != Site::none && cancer_at(match.site) != site))
      continue;
    std::size_t first = match.words.first;
    while (!opens_part(text, first)) --first;
    std::size_t last = match.words.last;
    while (last < text.words.size() && !opens_part(text, last)) ++last;
    const std::size_t from = text.words[first].offset;
    const std::size_t to = text.words[last - 1].offset + text.words[last - 1].length;
    if (is_understood_for(codes, text::cut(text.original.substr(from, to - from)), site)) return true;
  }
  return false;
}

// "Suspected at recurrence"
bool opens_with_doubt(const text::Text& text) {
  return std::ranges::any_of(text::cues_in(text, 0, text.words.size(), {}), [](const text::Cue& cue) {
    return cue.kind == text::CueKind::suspicion && cue.first == 0;
  });
}

// Whether a part of the words states the code's cancer by itself, and no other part takes it back: "NSCLC, node
// negative", "colon cancer (restaging pending)"; not "NSCLC (ruled out)", "NSCLC, partner has".
bool stands_in_a_part(const Terminology& codes, const Wording& wording, Cancer site) {
  const text::Text& text = wording.text;
  constexpr std::size_t most_parts = 40;
  std::size_t parts = 0;
  bool stands = false;
  for (std::size_t first = 0; first < text.words.size();) {
    std::size_t last = first + 1;
    while (last < text.words.size() && !opens_part(text, last)) ++last;
    if (++parts > most_parts) return false;
    const std::size_t from = text.words[first].offset;
    const std::size_t to = text.words[last - 1].offset + text.words[last - 1].length;
    const std::string_view words = std::string_view(text.original).substr(from, to - from);
    if (to < text.original.size() && text.original[to] == '?') return false;
    const Wording part(codes, words);
    bool names = false;
    for (std::size_t at = 0; at < part.matches.size(); ++at)
      names = names || (part.matches[at].names_cancer && part.meant[at] == text::Mention::stated &&
                        (part.matches[at].site == Site::none || cancer_at(part.matches[at].site) == site));
    if (names && is_understood_beside(codes, part, site))
      stands = true;
    else if (is_doubted_by_note(codes, words, site) || opens_with_doubt(part.text) ||
             std::ranges::any_of(part.text.words, [](const text::Word& word) {
               return text::is_relative(word.folded) || word.folded == "family";
             }))
      return false;
    first = last;
  }
  return stands && wording.matches.size() < most_parts &&
         std::ranges::none_of(wording.meant, [](text::Mention mention) { return mention == text::Mention::family; });
}

// A code of one cancer beside the words for another: "kidney cancer, lung metastasis".
bool names_another(const Wording& wording, Site site) {
  for (std::size_t at = 0; at < wording.matches.size(); ++at) {
    const WordMatch& match = wording.matches[at];
    if (match.site == site || wording.meant[at] != text::Mention::stated) continue;
    if (match.site != Site::other && !cancer_at(match.site)) continue;
    if (match.kind == Kind::both
            ? match.histology == Histology::not_stated
            : match.kind == Kind::site && names_cancer_beside(wording.text, wording.matches, match) &&
                  !is_place_of_spread(wording.text, wording.matches, match) &&
                  !is_only_affected(wording.text, wording.matches, match))
      return true;
  }
  return false;
}

// What the words beside the name of a cancer add: histologies (rule 4.5), and a doubt or a past that every mention
// shares (rule 4.6). Words that are not understood say nothing for it: a code stands beside words that name its cancer
// too or surely another (rule 4.3), else it is in doubt.
void refine_by_words(const Terminology& codes, std::vector<Said>& said, const std::string& words) {
  const Wording wording(codes, without_other_doubts(codes, words));
  const std::vector<Histology> stated = histologies_in(wording, std::nullopt);
  // "Colonic adenoma, no malignancy": the words of cancer say whether it is one, not those of its site.
  const bool named = std::ranges::any_of(wording.matches, &WordMatch::names_cancer);
  bool any = false;
  bool judged = false;
  bool all_doubtful = true;
  bool all_past = true;
  bool in_situ = false;
  for (std::size_t at = 0; at < wording.matches.size(); ++at) {
    const WordMatch& match = wording.matches[at];
    if (match.kind == Kind::site && is_place_of_spread(wording.text, wording.matches, match)) continue;
    if (match.kind == Kind::histology && !match.names_cancer)
      continue;  // "not small cell" doubts a cell type, not the cancer
    const text::Mention mention = wording.meant[at];
    any = true;
    if (!named || match.names_cancer) {
      judged = true;
      all_doubtful = all_doubtful && (mention == text::Mention::suspected || mention == text::Mention::negated ||
                                      mention == text::Mention::family || mention == text::Mention::intended);
    }
    all_past = all_past && mention == text::Mention::past;
    // A code of a cancer beside words of one in situ: one of the two is wrong.
    if (is_no_invasive_cancer(wording.text, wording.statement_of(match))) in_situ = true;
  }
  static constexpr std::array<std::string_view, 7> missing = {"unknown", "none",        "n/a",  "na",
                                                              "null",    "unspecified", "asked"};
  const text::Text whole = text::cut(words);
  if (std::ranges::all_of(whole.words, [](const text::Word& word) { return is_one_of(word.folded, missing); })) return;
  const bool recurrent = says_recurrent(whole, codes.find_cancer_words(whole));
  const bool taken_back = takes_back(whole);
  for (Said& one : said) {
    if (one.secondary() || one.site == Site::generic) continue;
    const auto site = cancer_at(one.site);
    const bool another = names_another(wording, one.site);
    const bool understood = !site || (!another && is_understood_beside(codes, wording, *site));
    for (const Histology histology : stated)
      if (understood || cover_of(*site, histology) != Cover::covered) add_histology(one.stated, histology);
    const bool covered = site && cover_of(*site, one.stated, one.inferred) != Cover::other;
    const bool stands = covered && !another && stands_in_a_part(codes, wording, *site);
    if (taken_back || (judged && all_doubtful && !stands) || in_situ ||
        (covered && !understood && !stands &&
         (is_doubted_by_note(codes, words, *site) || has_retraction(whole) ||
          (!another && !names_it_too(codes, wording, *site)))))
      one.suspected = true;
    if (any && all_past) one.past = true;
    if (recurrent) one.recurrence = true;
  }
}

// Codings of one concept that name cancers of several organs, or the same one of today and of the past: one is wrong.
void weigh_conflicts(std::vector<Said>& said) {
  const auto of_bowel = [](Site site) {
    return site == Site::colorectal || site == Site::appendix || site == Site::anorectal || site == Site::intestine ||
           site == Site::small_bowel;
  };
  std::vector<bool> contradicted;
  for (const Said& one : said)
    contradicted.push_back(std::ranges::any_of(said, [&](const Said& other) {
      if (&one == &other || !one.primary() || !other.primary()) return false;
      return one.site == other.site ? one.past != other.past : !(of_bowel(one.site) && of_bowel(other.site));
    }));
  for (std::size_t at = 0; at < said.size(); ++at)
    if (const auto site = cancer_at(said[at].site);
        site && contradicted[at] && cover_of(*site, said[at].stated, said[at].inferred) != Cover::other)
      said[at].suspected = true;
}

// "Carcinoma of the ...", "... carcinoma": a word beside the cancer that is none of a diagnosis is likely its organ.
bool names_unknown_organ(const Wording& wording) {
  static constexpr std::array<std::string_view, 5> prepositions = {"of", "der", "des", "de", "du"};
  static constexpr std::array<std::string_view, 6> articles = {"the", "left", "right", "la", "el", "del"};
  const std::vector<text::Word>& words = wording.text.words;
  const auto is_strange = [&](std::size_t word) {
    return std::ranges::none_of(wording.matches,
                                [&](const WordMatch& m) { return m.words.first <= word && word < m.words.last; }) &&
           !is_understood_word(wording.text, word, NameOf::diagnosis) &&
           !is_understood_word(wording.text, word, NameOf::reason);
  };
  for (std::size_t at = 0; at < wording.matches.size(); ++at) {
    const WordMatch& match = wording.matches[at];
    if (!match.names_cancer || wording.meant[at] != text::Mention::stated) continue;
    std::size_t next = match.words.last;
    if (next < words.size() && is_one_of(words[next].folded, prepositions)) {
      ++next;
      while (next < words.size() && is_one_of(words[next].folded, articles)) ++next;
      if (next < words.size() && is_strange(next)) return true;
    }
    const std::string& name = words[match.words.last - 1].folded;
    if (match.words.first > 0 && name.find("arcinom") != std::string::npos && !words[match.words.first].comma_before &&
        words[match.words.first - 1].statement == words[match.words.first].statement &&
        is_strange(match.words.first - 1))
      return true;
  }
  return false;
}

}  // namespace

std::vector<Said> read_diagnosis_words(const Terminology& codes, std::string_view words) {
  std::vector<Said> said;
  const Wording wording(codes, words);
  const text::Text& text = wording.text;
  const std::vector<WordMatch>& matches = wording.matches;
  // Rule 4.8: no further primary.
  const bool covered_site =
      std::ranges::any_of(matches, [](const WordMatch& match) { return cancer_at(match.site).has_value(); });
  if (!covered_site && is_keratinocyte_cancer(text)) return said;
  const bool recurrent = says_recurrent(text, matches);
  bool spread = false;
  bool nodal_spread = false;
  std::optional<std::size_t> secondary_of;  // the statement that `secondary` is of
  bool secondary = false;                   // "NSCLC, secondary"
  const auto sites = std::ranges::count_if(matches, [](const WordMatch& m) { return m.kind == Kind::site; });
  const auto first_cancer = std::ranges::find_if(matches, &WordMatch::names_cancer);
  std::optional<std::size_t> read;  // the statement that `here` is of
  std::vector<Histology> here;
  for (std::size_t at = 0; at < matches.size(); ++at) {
    const WordMatch& match = matches[at];
    if (match.site == Site::none) continue;
    const std::size_t of = text.words[match.words.first].statement;
    if (secondary_of != of) {
      secondary_of = of;
      const text::Span inside = wording.matches_of(of);
      std::size_t first = matches[inside.first].words.first;
      std::size_t last = first;
      while (first > 0 && text.words[first - 1].statement == of) --first;
      while (last < text.words.size() && text.words[last].statement == of) ++last;
      secondary = is_called_secondary(text, {first, last});
    }
    if (secondary || (match.kind == Kind::site && is_place_of_spread(text, matches, match))) {
      if (wording.meant[at] != text::Mention::stated) continue;
      // "Mediastinal lymph nodes" are nodes (rule 5.4), not a spread to the mediastinum.
      const bool nodes = names_lymph_nodes(text, match.words.first) || names_lymph_nodes(text, match.words.last);
      (nodes ? nodal_spread : spread) = true;
      continue;
    }
    const std::size_t statement = text.words[match.words.first].statement;
    if (is_no_invasive_cancer(text, statement)) continue;
    if (match.kind == Kind::site && is_only_affected(text, matches, match)) continue;
    text::Mention mention = wording.meant[at];
    if (match.kind == Kind::site) {
      if (first_cancer == matches.end() || (match.site == Site::other && !names_cancer_beside(text, matches, match)))
        continue;
      // The cancer word of the same statement, else (one site only) of the text.
      std::optional<std::size_t> cancer;
      const text::Span range = wording.matches_of(statement);
      for (std::size_t other = range.first; other < range.last; ++other)
        if (matches[other].names_cancer) cancer = other;
      if (!cancer && sites != 1) continue;
      if (!cancer) cancer = static_cast<std::size_t>(first_cancer - matches.begin());
      mention = weaker(mention, wording.meant[*cancer]);
    }
    if (mention == text::Mention::negated || mention == text::Mention::family || mention == text::Mention::intended)
      continue;
    Said one;
    one.site = match.site;
    if (match.site == Site::other)
      one.name = match.name == nullptr ? std::string(words) : *match.name + (match.kind == Kind::both ? "" : " cancer");
    if (read != statement) here = histologies_in(wording, statement);
    read = statement;
    one.stated = here;
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
               return m.kind == Kind::both && m.histology != Histology::not_stated && m.name != nullptr &&
                      *m.name == one.name;
             });
    });
  if (said.empty() && (spread || nodal_spread)) {
    Said one;
    one.site = spread ? Site::secondary : Site::secondary_node;
    said.push_back(std::move(one));
  }
  if (said.empty()) {
    bool cancer = false;
    for (std::size_t at = 0; at < matches.size() && !cancer; ++at)
      cancer = matches[at].names_cancer && wording.meant[at] == text::Mention::stated &&
               !is_no_invasive_cancer(text, wording.statement_of(matches[at]));
    const bool metastatic =
        std::ranges::any_of(text.words, [](const text::Word& word) { return is_word_of_spread(word.folded); });
    Said one;
    if (cancer) {  // rule 4.9: "malignant tumour" without a site
      one.stated = histologies_in(wording, std::nullopt);
      one.site = metastatic ? Site::secondary : Site::generic;
      if (is_other_everywhere(one.stated)) {
        one.site = Site::other;
        one.name = std::string(words);
      } else if (!metastatic && names_unknown_organ(wording)) {
        one.site = Site::other;
        one.name = std::string(words);
        one.open = true;
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
    weigh_conflicts(read.said);
    return read.said;
  }
  if (read.known && read.said.empty()) return {};  // a known code that is no cancer (rule 4.3)
  for (std::size_t at = 0; at < words.size(); ++at) {
    std::vector<Said> by_words = read_diagnosis_words(codes, words[at]);
    if (by_words.empty()) continue;
    const Wording wording(codes, words[at]);
    for (Said& one : by_words)
      if (const auto site = cancer_at(one.site);
          site && cover_of(*site, one.stated, one.inferred) != Cover::other &&
          !is_understood_for(codes, wording.text, *site, doubts_of_cell_types(wording, *site)))
        one.suspected = true;
    for (Said& one : by_words)
      for (const Said& histology : read.said)
        for (const Histology stated : histology.stated) add_histology(one.stated, stated);
    // "NSCLC" beside a local code that displays "family history of lung cancer".
    for (std::size_t other = 0; other < words.size(); ++other)
      if (other != at && words[other] != words[at]) refine_by_words(codes, by_words, words[other]);
    return by_words;
  }
  return read.said;
}

bool is_understood_as(const Terminology& codes, const fhir::CodeableConcept& code, Cancer site) {
  return std::ranges::all_of(words_beside_codes(codes, code), [&](const std::string& words) {
    return is_understood_beside(codes, Wording(codes, words), site);
  });
}

std::vector<Histology> read_histology(const Terminology& codes, const fhir::CodeableConcept& code, Cancer site) {
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
  bool understood = behaviour_of(code) != Behaviour::metastatic;
  if (!known || !code.text.empty())
    for (const std::string& words : words_beside_codes(codes, code)) {
      const Wording wording(codes, words);
      for (const Histology histology : histologies_in(wording, std::nullopt)) add_histology(found, histology);
      understood = understood && is_understood_beside(codes, wording, site);
    }
  if (!understood)
    std::erase_if(found, [site](Histology histology) { return cover_of(site, histology) == Cover::covered; });
  return found;
}

}  // namespace foresign::mapping
