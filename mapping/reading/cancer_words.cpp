#include "mapping/reading/cancer_words.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <span>

#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using Kind = WordMatch::Kind;
using text::is_one_of;

constexpr auto spread_nouns =
    std::to_array<std::string_view>({"metastasis", "metastases", "mets", "met", "secondary", "secondaries", "spread",
                                     "metastasen", "metastase", "metastasierung", "filiae", "filia", "métastases",
                                     "métastase", "metástasis", "metastasi", "sekundäre", "sekundäres", "sekundär"});
constexpr std::array<std::string_view, 7> spread_adjectives{
    "metastatic", "metastasized", "metastasised", "metastasizing", "metastasising", "disseminated", "metastasiert"};

// Words that may stand between a preposition and a site ("to the left lower lobe of lung").
constexpr std::array<std::string_view, 18> fillers{"the",      "a",      "both", "left",  "right", "upper",
                                                   "lower",    "middle", "lobe", "lobes", "head",  "body",
                                                   "multiple", "distal", "and",  "or",    "tail",  "bilateral"};

// The match that holds a word; they stand in order and do not overlap.
const WordMatch* match_at(const std::vector<WordMatch>& matches, std::size_t word) {
  const auto next =
      std::ranges::upper_bound(matches, word, {}, [](const WordMatch& match) { return match.words.first; });
  if (next == matches.begin()) return nullptr;
  const WordMatch& match = *std::prev(next);
  return word < match.words.last ? &match : nullptr;
}

bool is_site_word(const std::vector<WordMatch>& matches, std::size_t word) {
  const WordMatch* match = match_at(matches, word);
  return match != nullptr && match->kind == Kind::site;
}

// More of them, between a cancer and its organ: "of unspecified site of right female breast".
constexpr auto names_of_parts = std::to_array<std::string_view>(
    {"of",        "in",      "de",          "la",       "du",       "del",         "della",     "der",
     "des",       "dem",     "den",         "die",      "das",      "unspecified", "site",      "sites",
     "specified", "other",   "female",      "male",     "quadrant", "outer",       "inner",     "portion",
     "part",      "central", "overlapping", "axillary", "wall",     "anterior",    "posterior", "lateral",
     "base",      "dome",    "pole",        "neck",     "cortex",   "l",           "el",        "le",
     "rechten",   "linken",  "rechte",      "linke",    "von",      "van",         "trunk",     "back",
     "scalp",     "fundus",  "peripheral",  "pelvic",   "external", "medulla",     "trigone",   "undescended",
     "bones",     "hard",    "except",      "third",    "thirds",   "two",         "upper",     "middle",
     "lower"});

// The matches of one statement, that of `site`.
std::span<const WordMatch> matches_of(const text::Text& text, const std::vector<WordMatch>& matches,
                                      const WordMatch& site) {
  const std::size_t statement = text.words[site.words.first].statement;
  const auto of = [&](const WordMatch& match) { return text.words[match.words.first].statement; };
  const auto first = std::ranges::lower_bound(matches, statement, {}, of);
  const auto last = std::ranges::upper_bound(matches, statement, {}, of);
  return {first, last};
}

// The words of one statement; statements stand in order.
std::span<const text::Word> words_of(const text::Text& text, std::size_t statement) {
  const auto first = std::ranges::lower_bound(text.words, statement, {}, &text::Word::statement);
  const auto last = std::ranges::upper_bound(text.words, statement, {}, &text::Word::statement);
  return {first, last};
}

bool has_word(const text::Text& text, std::size_t statement, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words_of(text, statement), [&](const text::Word& word) {
    return std::ranges::find(words, word.folded) != words.end();
  });
}

// "Kleinhirnkarzinom", "Zungengrundkrebs": the cancer of an organ that no table lists, in one word.
std::optional<WordMatch> compound_at(const text::Text& text, std::size_t word) {
  static constexpr auto ends =
      std::to_array<std::string_view>({"karzinom", "karzinoms", "carcinom", "carcinoom", "krebs", "kanker", "sarkom",
                                       "sarcoma", "blastom", "blastoma", "lymphom", "lymphoma", "leukämie", "melanom"});
  static constexpr auto own = std::to_array<std::string_view>(
      {"adeno",   "alveol",   "bronch",    "bronqu",     "lung",      "long",     "pulmo",    "kolo",     "colo",
       "kolon",   "rekt",     "rect",      "sigm",       "darm",      "dickdarm", "dünndarm", "mastdarm", "enddarm",
       "duoden",  "jejun",    "ileum",     "ampull",     "papill",    "pank",     "panc",     "bauchsp",  "alvlees",
       "platten", "großzell", "grosszell", "riesenzell", "kleinzell", "nicht",    "spindel"});
  const std::string_view folded = text.words[word].folded;
  const auto end = std::ranges::find_if(
      ends, [folded](std::string_view one) { return folded.size() > one.size() + 2 && folded.ends_with(one); });
  if (end == ends.end()) return std::nullopt;
  WordMatch match;
  match.names_cancer = true;
  match.words = {word, word + 1};
  const bool of_another = std::ranges::none_of(own, [folded](std::string_view one) { return folded.starts_with(one); });
  match.kind = of_another ? Kind::both : Kind::cancer;
  if (of_another) match.site = Site::other;
  return match;
}

}  // namespace

std::vector<WordMatch> find_words_of_diagnosis(const Terminology& codes, const text::Text& text) {
  static const WordList lobes{"right upper lobe",
                              "left upper lobe",
                              "right lower lobe",
                              "left lower lobe",
                              "right middle lobe",
                              "oberlappen",
                              "oberlappens",
                              "unterlappen",
                              "unterlappens",
                              "mittellappen",
                              "mittellappens",
                              "rul",
                              "lul",
                              "rml",
                              "rll",
                              "lll"};
  // Of other cancers, where no table has the organ.
  static const WordList places{"gum",
                               "palate",
                               "cheek",
                               "tonsillar fossa",
                               "vallecula",
                               "postcricoid",
                               "middle ear",
                               "inner ear",
                               "heart",
                               "herzens",
                               "scapula",
                               "bones",
                               "skull",
                               "vertebral column",
                               "spine",
                               "ribs",
                               "sternum",
                               "clavicle",
                               "sacrum",
                               "coccyx",
                               "nerves",
                               "nerve",
                               "retroperitoneum",
                               "connective",
                               "labium",
                               "endocervix",
                               "placenta",
                               "prepuce",
                               "scrotum",
                               "orbit",
                               "frontal lobe",
                               "parietal lobe",
                               "temporal lobe",
                               "occipital lobe",
                               "cerebellum",
                               "brain stem",
                               "spinal cord",
                               "pituitary",
                               "pineal",
                               "thigh",
                               "lower limb",
                               "upper limb",
                               "leg",
                               "arm",
                               "forearm",
                               "nose",
                               "face",
                               "scalp",
                               "ear",
                               "eyelid",
                               "hypophyse",
                               "rückenmark",
                               "kleinhirn",
                               "umbilicus",
                               "urachus"};
  std::vector<WordMatch> matches = codes.find_cancer_words(text);
  std::vector<WordMatch> compounds;
  for (std::size_t word = 0; word < text.words.size(); ++word)
    if (match_at(matches, word) == nullptr)
      if (const auto compound = compound_at(text, word)) compounds.push_back(*compound);
  matches.insert(matches.end(), compounds.begin(), compounds.end());
  std::ranges::stable_sort(matches, {}, [](const WordMatch& match) { return match.words.first; });
  if (std::ranges::any_of(matches, [](const WordMatch& match) { return match.site != Site::none; })) return matches;
  const auto add = [&](const WordList& list, Site site) {
    for (const text::Span words : list.all_in(text)) {
      WordMatch match;
      match.site = site;
      match.words = words;
      matches.push_back(match);
    }
  };
  add(lobes, Site::lung);
  add(places, Site::other);
  std::ranges::stable_sort(matches, {}, [](const WordMatch& match) { return match.words.first; });
  return matches;
}

Wording::Wording(const Terminology& codes, std::string_view words)
    : text(text::cut(words.substr(0, most_bytes))), matches(find_words_of_diagnosis(codes, text)) {
  if (too_long()) {
    meant.assign(matches.size(), text::Mention::suspected);
    return;
  }
  meant.reserve(matches.size());
  for (const WordMatch& match : matches) meant.push_back(text::mention_of(text, match.words));
  for (std::size_t at = 0; at < matches.size();) {
    const text::Span here = matches_of(statement_of(matches[at]));
    const std::span<const text::Word> around = words_of(text, statement_of(matches[at]));
    const auto first = static_cast<std::size_t>(around.data() - text.words.data());
    const std::vector<WordMatch> of_statement(matches.begin() + static_cast<std::ptrdiff_t>(here.first),
                                              matches.begin() + static_cast<std::ptrdiff_t>(here.last));
    if (const auto inverted = meant_by_inversion(text, {first, first + around.size()}, of_statement))
      for (std::size_t one = here.first; one < here.last; ++one)
        if (meant[one] == text::Mention::stated || meant[one] == text::Mention::past) meant[one] = *inverted;
    at = here.last;
  }
}

text::Span Wording::matches_of(std::size_t statement) const {
  const auto of = [this](const WordMatch& match) { return statement_of(match); };
  const auto first = std::ranges::lower_bound(matches, statement, {}, of);
  const auto last = std::ranges::upper_bound(matches, statement, {}, of);
  return {static_cast<std::size_t>(first - matches.begin()), static_cast<std::size_t>(last - matches.begin())};
}

bool is_place_of_spread(const text::Text& text, const std::vector<WordMatch>& matches, const WordMatch& site) {
  const std::size_t statement = text.words[site.words.first].statement;
  const auto in_statement = [&](std::size_t word) {
    return word < text.words.size() && text.words[word].statement == statement;
  };
  const std::span<const text::Word> around = words_of(text, statement);
  const auto start = static_cast<std::size_t>(around.data() - text.words.data());
  if (is_called_secondary(text, {start, start + around.size()})) return true;
  // Behind it: "lung metastases", "liver and lung metastases".
  std::size_t next = site.words.last;
  while (in_statement(next) &&
         (is_site_word(matches, next) || text.words[next].folded == "and" || text.words[next].folded == "or"))
    ++next;
  if (in_statement(next) && is_one_of(text.words[next].folded, spread_nouns)) {
    // "Carcinoma of the head and neck, lung metastasis": the first is where the cancer is.
    const bool listed = next > site.words.last;
    // Also "adenocarcinoma right lung, brain mets".
    std::size_t before = site.words.first;
    while (before > 0 && in_statement(before - 1) && is_one_of(text.words[before - 1].folded, fillers)) --before;
    const WordMatch* match = before > 0 && in_statement(before - 1) ? match_at(matches, before - 1) : nullptr;
    const bool cancer_of_it =
        before > 0 && in_statement(before - 1) &&
        (text.words[before - 1].folded == "of" || text.words[before - 1].folded == "the" ||
         text.words[before].folded == "the" ||
         (match != nullptr && match->names_cancer && match->kind != Kind::both && !text.words[before].comma_before));
    if (!listed || !cancer_of_it) return true;
  }
  // "Pulmonary adenocarcinoma metastasis" ends there; "lung cancer metastases to the brain" goes on.
  std::size_t cancer = site.words.last;
  for (const WordMatch* match = nullptr;
       in_statement(cancer) && (match = match_at(matches, cancer)) != nullptr && match->names_cancer;)
    ++cancer;
  if (cancer > site.words.last && in_statement(cancer) && is_one_of(text.words[cancer].folded, spread_nouns) &&
      !in_statement(cancer + 1))
    return true;
  // Where it came from: "adenocarcinoma of lung, metastatic from colon".
  for (std::size_t from = site.words.last + 1; in_statement(from); ++from) {
    const std::string& word = text.words[from - 1].folded;
    // "Adenocarcinoma of lung vs metastasis from colon": one of the two.
    static constexpr auto choices =
        std::to_array<std::string_view>({"vs", "versus", "or", "differential", "includes", "ddx", "dd"});
    if (is_one_of(word, choices)) return false;
    if (text.words[from].folded != "from" || !(is_one_of(word, spread_adjectives) || is_one_of(word, spread_nouns)))
      continue;
    // "Adenocarcinoma of lung with metastasis from lung to other site"
    const WordMatch* origin = match_at(matches, from + 1);
    return origin == nullptr || origin->site != site.site;
  }
  // Before it: what it grows into ("ovarian cancer invading the colon"), or a preposition behind the word of spread.
  std::size_t at = site.words.first;
  const auto leads_on = [&](std::size_t word) {
    return is_one_of(text.words[word].folded, fillers) || is_site_word(matches, word);
  };
  while (at > 0 && in_statement(at - 1) &&
         (leads_on(at - 1) ||
          (at > 1 && text.words[at - 1].folded == "of" && in_statement(at - 2) && leads_on(at - 2))))  // "lobe of lung"
    --at;
  if (at == 0 || !in_statement(at - 1)) return false;
  const std::string& preposition = text.words[at - 1].folded;
  if (is_one_of(preposition, spread_nouns) && !text.words[at].comma_before) return true;  // "metastases: lung, liver"
  if (preposition == "invading" || preposition == "infiltrating" || preposition == "eroding" ||
      preposition == "compressing")
    return true;
  const bool toward = preposition == "to" || preposition == "into";
  static constexpr std::array<std::string_view, 8> others = {"in",  "of",  "within", "involving",
                                                             "der", "des", "dem",    "den"};
  if (!toward && !is_one_of(preposition, others)) return false;
  for (std::size_t back = 2; back <= 8 && back <= at && in_statement(at - back); ++back) {
    const std::string& word = text.words[at - back].folded;
    if (word == "with" || (word == "from" && !toward)) return false;  // "metastasis from lung to brain"
    if (is_one_of(word, spread_nouns)) return true;
    // "Metastatic adenocarcinoma in lung", but "metastatic adenocarcinoma of lung".
    if ((toward || preposition == "in" || preposition == "within" || preposition == "involving") &&
        is_one_of(word, spread_adjectives))
      return true;
    if (toward && (word == "extending" || word == "invading" || word == "growing")) return true;
    if (word == "invasion" || word == "infiltration") return true;
  }
  return false;
}

bool is_word_of_spread(std::string_view folded) {
  return is_one_of(folded, spread_nouns) || is_one_of(folded, spread_adjectives);
}

bool names_lymph_nodes(const text::Text& text, std::size_t at) {
  if (at >= text.words.size()) return false;
  const std::string& word = text.words[at].folded;
  return word == "lymph" || word == "node" || word == "nodes" || word == "nodal";
}

bool names_cancer_beside(const text::Text& text, const std::vector<WordMatch>& matches, const WordMatch& site) {
  return std::ranges::any_of(matches_of(text, matches, site), [&](const WordMatch& match) {
    if (!match.names_cancer || match.kind == Kind::both) return false;
    if (match.words.first >= site.words.last) {
      for (std::size_t word = site.words.last; word < match.words.first; ++word)
        if (match_at(matches, word) == nullptr) return false;
      return true;
    }
    if (match.words.last > site.words.first) return false;
    // "Malignant pleural effusion" is no cancer of the pleura; "carcinoma breast" is one of the breast.
    if (match.words.last == site.words.first && text.words[match.words.first].folded == "malignant") return false;
    for (std::size_t word = match.words.last; word < site.words.first; ++word) {
      const std::string& folded = text.words[word].folded;
      if (!is_one_of(folded, fillers) && !is_one_of(folded, names_of_parts) && !is_site_word(matches, word))
        return false;
    }
    return true;
  });
}

bool is_no_invasive_cancer(const text::Text& text, std::size_t statement) {
  if (has_word(text, statement, {"situ", "dcis", "preinvasive"})) return !has_word(text, statement, {"invasive"});
  const std::span<const text::Word> around = words_of(text, statement);
  for (std::size_t at = 1; at < around.size(); ++at)
    if (around[at - 1].folded == "benign" &&
        (around[at].folded == "carcinoid" || around[at].folded == "neuroendocrine"))
      return true;
  if (has_word(text, statement,
               {"screening", "screen", "susceptibility", "predisposition", "risk", "vaccine", "prevention", "fear",
                "anxiety", "worried", "nonpolyposis"}))
    return !has_word(text, statement, {"detected", "diagnosed", "found", "high"});
  // "Colon cancer syndrome", "breast cancer gene": what runs in families, with or without the cancer.
  const std::span<const text::Word> words = words_of(text, statement);
  for (std::size_t at = 1; at < words.size(); ++at)
    if ((words[at].folded == "gene" || words[at].folded == "genes" || words[at].folded == "syndrome") &&
        words[at - 1].folded == "cancer")
      return true;
  return false;
}

bool is_only_affected(const text::Text& text, const std::vector<WordMatch>& matches, const WordMatch& site) {
  static constexpr std::array<std::string_view, 7> effects = {
      "obstruction", "invasion", "involvement", "infiltration", "perforation", "compression", "stent"};
  const std::size_t next = site.words.last;
  if (next >= text.words.size() || !is_one_of(text.words[next].folded, effects) ||
      text.words[next].statement != text.words[site.words.first].statement)
    return false;
  return std::ranges::any_of(matches_of(text, matches, site), [&](const WordMatch& other) {
    return other.site != site.site && cancer_at(other.site) &&
           (other.kind == Kind::both || names_cancer_beside(text, matches, other));
  });
}

bool is_keratinocyte_cancer(const text::Text& text) {
  static constexpr std::array<std::string_view, 7> kinds = {"squamous", "basal", "nonmelanoma", "keratinocyte",
                                                            "scc",      "bcc",   "cscc"};
  static constexpr std::array<std::string_view, 6> basal = {"bcc",       "basaliom",          "basaliome",
                                                            "basalioma", "basalzellkarzinom", "spinaliom"};
  static constexpr auto of_skin = std::to_array<std::string_view>(
      {"skin", "cutaneous", "scalp", "forehead", "cheek", "eyelid", "auricle", "forearm", "haut", "face", "ear", "arm",
       "leg", "hand", "shoulder", "trunk", "temple"});
  static constexpr std::array<std::string_view, 6> others = {"melanom",  "melanoma", "merkel",
                                                             "lymphoma", "sarcoma",  "kaposi"};
  bool skin = false;
  bool kind = false;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string& word = text.words[at].folded;
    skin = skin || is_one_of(word, of_skin) || is_one_of(word, basal) ||
           (word == "basal" && at + 1 < text.words.size() && text.words[at + 1].folded == "cell");
    // ICD-10's "other and unspecified malignant neoplasms of skin" (C44) are all that is no melanoma.
    kind = kind || is_one_of(word, kinds) || is_one_of(word, basal) ||
           ((word == "other" || word == "unspecified") && at < 3) ||
           (word == "melanoma" && at > 0 && text.words[at - 1].folded == "non");
    if (word == "anal" || word == "anus") return false;
    if (is_one_of(word, others) && (at == 0 || text.words[at - 1].folded != "non")) return false;
  }
  return skin && kind;
}

}  // namespace foresign::mapping
