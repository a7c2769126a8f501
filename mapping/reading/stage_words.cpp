#include "mapping/reading/stage_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "mapping/reading/cancer_adjectives.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;
using text::Mention;

// `iiia`, `3a`, `IIIA`, `c3A` -> `IIIA`; empty where it is no stage group. 4S is neuroblastoma wording.
std::string stage_group(std::string_view written, bool digits_allowed) {
  std::string folded(written);
  std::ranges::transform(folded, folded.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (folded.size() > 1 && (folded[0] == 'c' || folded[0] == 'p') && folded != "c") folded.erase(0, 1);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> romans{
      {{"iii", "III"}, {"iv", "IV"}, {"ii", "II"}, {"i", "I"}}};
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> digits{
      {{"0", "0"}, {"1", "I"}, {"2", "II"}, {"3", "III"}, {"4", "IV"}}};
  std::string group;
  std::size_t used = 0;
  for (const auto& [prefix, roman] : romans) {
    if (folded.starts_with(prefix)) {
      group = roman;
      used = prefix.size();
      break;
    }
  }
  if (group.empty() && digits_allowed) {
    for (const auto& [prefix, roman] : digits) {
      if (folded.starts_with(prefix)) {
        group = roman;
        used = prefix.size();
        break;
      }
    }
  }
  if (group.empty()) return {};
  if (group == "0" && folded.substr(used) == "is") return "0";
  if (used < folded.size() && folded[used] >= 'a' && folded[used] <= 'd')
    group.push_back(static_cast<char>(std::toupper(folded[used++])));
  if (used < folded.size() && folded[used] >= '1' && folded[used] <= '3') group.push_back(folded[used++]);
  if (used < folded.size() && folded.substr(used) == "p") ++used;  // cancerstaging.org: 4P
  return used == folded.size() ? group : std::string();
}

// The categories of `pT4aN2bM1a`, `cM0`, `T3`, `ypT2`; empty where the word is not made of categories alone.
std::vector<Sign> tnm(std::string_view written, bool& prefixed) {
  std::string folded;
  for (const char c : written)
    if (c != '(' && c != ')' && c != '+' && c != ',' && c != ' ')
      folded.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  std::vector<Sign> signs;
  std::size_t at = 0;
  prefixed = false;
  while (at < folded.size()) {
    while (at < folded.size() &&
           (folded[at] == 'c' || folded[at] == 'p' || folded[at] == 'y' || folded[at] == 'r' || folded[at] == 'a')) {
      prefixed = true;
      ++at;
    }
    if (at + 1 >= folded.size()) return {};
    const char letter = folded[at++];
    if (letter != 't' && letter != 'n' && letter != 'm') return {};
    const std::size_t start = at;
    if (folded.compare(at, 2, "is") == 0) {
      at += 2;
    } else if (std::isdigit(static_cast<unsigned char>(folded[at])) != 0 || folded[at] == 'x') {
      ++at;
      while (at < folded.size() && ((folded[at] >= 'a' && folded[at] <= 'd') ||
                                    (folded[at] >= '1' && folded[at] <= '3') || folded[at] == 'i')) {
        // `aN2`: an `a` that starts the next category's prefix is none of ours; a category letter follows then.
        ++at;
      }
    } else {
      return {};
    }
    const std::string value = folded.substr(start, at - start);
    if (letter == 'm' && value[0] == '1') signs.push_back({ExtentSign::metastatic, "M" + value, false});
    if (letter == 'm' && value[0] == '0') signs.push_back({ExtentSign::no_metastasis, "M0", false});
    if (letter == 't') signs.push_back({ExtentSign::primary_category, "T" + value, false});
    if (letter == 'n' && value[0] != '0' && value[0] != 'x') signs.push_back({ExtentSign::nodal, "N" + value, false});
    if (letter == 'n' && (value[0] == '0' || value[0] == 'x'))
      signs.push_back({ExtentSign::primary_category, "N" + value, false});
    if (letter == 'm' && value[0] == 'x') signs.push_back({ExtentSign::no_metastasis, "MX", false});
  }
  return signs;
}

constexpr std::array<std::string_view, 13> metastasis_words{
    "metastatic", "metastasis",   "metastases",      "mets",           "metastasized",  "metastasised",
    "metastasen", "metastasiert", "oligometastatic", "fernmetastasen", "fernmetastase", "carcinomatosis",
    "mcrc"};
constexpr std::array<std::string_view, 9> node_words{
    "adenopathy", "lymph", "lymphadenopathy", "lymphknoten", "lymphknotenmetastasen", "lymphnodes", "nodal",
    "node",       "nodes"};
// What may stand between a metastasis and the nodes that it is in: "metastatic carcinoma in level 4R lymph node".
constexpr std::array<std::string_view, 32> before_nodes{"adenocarcinoma", "bronchial",  "carcinoma",   "cell",
                                                        "contralateral",  "disease",    "hilar",       "in",
                                                        "interlobar",     "involving",  "ipsilateral", "left",
                                                        "level",          "local",      "mediastinal", "mesenteric",
                                                        "multiple",       "of",         "one",         "paratracheal",
                                                        "peribronchial",  "pericolic",  "perihilar",   "perirectal",
                                                        "regional",       "right",      "several",     "squamous",
                                                        "station",        "subcarinal", "the",         "to"};
constexpr std::array<std::string_view, 11> not_disease{"calcification", "calcifications", "panel",     "potential",
                                                       "risk",          "screen",         "screening", "surveillance",
                                                       "survey",        "work",           "workup"};
constexpr std::array<std::string_view, 7> not_extent{"age",      "directive", "directives", "care",
                                                     "practice", "years",     "imaging"};
// Diseases that have stages, or are advanced or recurrent, of their own.
constexpr std::array<std::string_view, 42> other_diseases{
    "figo",      "arbor",         "durie",     "rai",        "binet",    "ishak",       "metavir",     "alzheimer",
    "arthritis", "cardiac",       "cirrhosis", "ckd",        "copd",     "decubitus",   "dementia",    "depression",
    "effusion",  "endometriosis", "failure",   "fibrosis",   "glaucoma", "gold",        "gout",        "heart",
    "hernia",    "hiv",           "infection", "infections", "kidney",   "liver",       "nyha",        "osteoarthritis",
    "parkinson", "pneumonia",     "pressure",  "prolapse",   "renal",    "retinopathy", "sarcoidosis", "ulcer",
    "urinary",   "wound"};
// What makes "advanced" and "recurrent" speak of the cancer.
constexpr std::array<std::string_view, 34> cancer_words{
    "disease",      "cancer",   "cancers",    "carcinoma",    "adenocarcinoma", "tumor",      "tumour",
    "tumors",       "tumours",  "malignancy", "neoplasm",     "nsclc",          "crc",        "mcrc",
    "pdac",         "sba",      "lung",       "colon",        "rectal",         "rectum",     "colorectal",
    "pancreatic",   "pancreas", "ampullary",  "bowel",        "duodenal",       "metastatic", "metastases",
    "unresectable", "stage",    "local",      "locoregional", "distant",        "karzinom"};
class Reader {
 public:
  Reader(const Terminology& codes, const text::Text& text, Field field, const std::vector<bool>& about_another)
      : codes_(codes), text_(text), field_(field), about_another_(about_another) {}

  std::vector<Sign> read() {
    for (std::size_t at = 0; at < text_.words.size(); ++at) {
      if (at < about_another_.size() && about_another_[at]) continue;
      read_metastasis(at);
      read_local(at);
      read_stage(at);
      read_tnm(at);
    }
    if (field_ == Field::stage && text_.words.size() <= 2 && signs_.empty() && !text_.words.empty()) {
      // "AJCC IVA", but neither "Grade IV" nor "ECOG 4".
      static constexpr std::array<std::string_view, 17> before = {
          "ajcc",         "anatomic", "c",          "clinical", "group",      "klinisch",
          "overall",      "p",        "pathologic", "tnm",      "prognostic", "pathological",
          "pathologisch", "stage",    "stadium",    "uicc",     "yp"};
      const bool alone = text_.words.size() == 1 || is_one_of(text_.words.front().folded, before);
      const std::string group = alone ? stage_group(text_.words.back().folded, true) : std::string();
      if (!group.empty()) add(ExtentSign::stage_group, text_.words.size() - 1, text_.words.size(), group);
    }
    // "M0/M1" in a field for one of them.
    const auto has = [&](ExtentSign wanted) { return std::ranges::find(signs_, wanted, &Sign::sign) != signs_.end(); };
    if (field_ == Field::stage && has(ExtentSign::no_metastasis) && has(ExtentSign::metastatic))
      for (Sign& sign : signs_) sign.suspected = true;
    return signs_;
  }

 private:
  [[nodiscard]] std::string_view word(std::size_t at) const {
    return at < text_.words.size() ? std::string_view(text_.words[at].folded) : std::string_view();
  }
  [[nodiscard]] bool together(std::size_t left, std::size_t right) const {
    return right < text_.words.size() && text_.words[left].statement == text_.words[right].statement;
  }
  [[nodiscard]] std::string_view next(std::size_t at) const {
    return together(at, at + 1) ? word(at + 1) : std::string_view();
  }
  [[nodiscard]] std::string_view former(std::size_t at, std::size_t by = 1) const {
    return at >= by && together(at - by, at) ? word(at - by) : std::string_view();
  }

  // "? stage IV": a question mark that ends no question before it.
  [[nodiscard]] bool is_asked(std::size_t first) const {
    const std::string_view before = std::string_view(text_.original).substr(0, text_.words[first].offset);
    const std::size_t mark = before.find_last_not_of(' ');
    if (mark == std::string_view::npos || before[mark] != '?') return false;
    return mark == 0 || before[mark - 1] == ' ' || before[mark - 1] == '\n';
  }

  // "Distant mets: 0", "metastatic disease - N", "metastases (Y/N)": a field, and no is its whole answer.
  [[nodiscard]] bool is_answered_no(std::size_t last) const {
    if (together(last - 1, last) && word(last) == "disease") ++last;
    if (!together(last - 1, last)) return false;
    if (word(last) == "y/n" || (word(last) == "y" && next(last) == "n")) return true;
    const std::string_view answer = word(last);
    return text_.words[last].colon_before && !together(last, last + 1) &&
           (answer == "0" || answer == "n" || answer == "no" || answer == "none" || answer == "nein");
  }

  // Adds a sign unless its words are denied, planned or of the family. The past tells too: the furthest extent stands
  // (rule 5.5).
  void add(ExtentSign sign, std::size_t first, std::size_t last, std::string stage = {}) {
    if (former(first) == "potentially" || is_asked(first) || is_answered_no(last)) {
      signs_.push_back({sign, std::move(stage), true});
      return;
    }
    switch (text::mention_of(text_, {first, last})) {
      case Mention::negated:
      case Mention::family:
      case Mention::intended:
        return;
      case Mention::suspected:
        signs_.push_back({sign, std::move(stage), true});
        return;
      case Mention::past:
      case Mention::stated:
        signs_.push_back({sign, std::move(stage), false});
        return;
    }
  }

  // Rule 5.4: "metastasis in 2 of 12 lymph nodes", "metastatic mediastinal lymphadenopathy".
  [[nodiscard]] bool leads_to_nodes(std::size_t at) const {
    for (std::size_t to = at + 1; together(at, to); ++to) {
      const bool number_or_station = std::isdigit(static_cast<unsigned char>(word(to).front())) != 0;
      if (text_.words[to].comma_before && !number_or_station) return false;  // "3/15" is cut like a list
      if (is_one_of(word(to), node_words)) return true;
      if (!number_or_station && !is_one_of(word(to), before_nodes)) return false;
    }
    return false;
  }

  // "Separate tumor nodules (metastases) in same lobe"; not "in the same lobe and brain".
  [[nodiscard]] bool in_same_lobe(std::size_t at) const {
    std::size_t to = at + 1;
    while (together(at, to) && (word(to) == "in" || word(to) == "to" || word(to) == "within" || word(to) == "the"))
      ++to;
    if (!together(at, to + 1) || (word(to) != "same" && word(to) != "ipsilateral")) return false;
    return word(to + 1) == "lobe" && (!together(at, to + 2) || text_.words[to + 2].comma_before) &&
           next(to + 1) != "and";
  }

  void read_metastasis(std::size_t at) {
    if (!is_one_of(word(at), metastasis_words)) return;
    if (former(at) == "non" || former(at) == "not" || is_one_of(next(at), not_disease) || is_warded_off(text_, at))
      return;
    const bool nodal = is_one_of(former(at), node_words) || is_one_of(next(at), node_words) ||
                       former(at) == "regional" ||
                       ((next(at) == "to" || next(at) == "in" || next(at) == "of") &&
                        (is_one_of(word(at + 2), node_words) || is_one_of(word(at + 3), node_words))) ||
                       leads_to_nodes(at);
    if (in_same_lobe(at)) {  // a T category, whatever they are called
      add(ExtentSign::primary_category, at, at + 1, "T");
      return;
    }
    const bool distant = former(at) == "distant" || former(at, 2) == "distant" || former(at, 3) == "distant";
    add(nodal && !distant ? ExtentSign::nodal : ExtentSign::metastatic, at, at + 1);
  }

  // Whether "advanced" or "recurrent" is said of the cancer: its noun stands close by, and no other disease's does. In
  // a stage field nothing else can be meant.
  [[nodiscard]] bool speaks_of_cancer(std::size_t at) const {
    for (std::size_t ahead = 1; ahead <= 4 && together(at, at + ahead); ++ahead) {
      const std::string_view following = word(at + ahead);
      if (is_one_of(following, other_diseases)) return false;
      // "Advanced lung disease" is no advanced lung cancer.
      const bool of_an_organ = next(at + ahead) == "disease" && following != "metastatic" && following != "stage" &&
                               following != "unresectable" && following != "recurrent";
      if (of_an_organ) return false;
      if (is_one_of(following, cancer_words)) return true;
    }
    if (field_ == Field::stage || says_little_else(at)) return true;
    for (std::size_t back = 1; back <= 4; ++back)
      if (is_one_of(former(at, back), cancer_words)) return true;
    return false;
  }

  // "Recurrent after resection.", "Patient relapsed 2026.", "Advanced, incurable."
  [[nodiscard]] bool says_little_else(std::size_t at) const {
    static constexpr std::array<std::string_view, 28> words = {
        "patient",      "pt",       "has",       "is",        "was",       "now",        "relapsed",
        "relapse",      "recurred", "recurrent", "advanced",  "incurable", "inoperable", "after",
        "following",    "since",    "in",        "resection", "surgery",   "lobectomy",  "colectomy",
        "chemotherapy", "adjuvant", "therapy",   "treatment", "locally",   "the",        "with"};
    std::size_t first = at;
    while (first > 0 && together(first - 1, at)) --first;
    for (; together(at, first); ++first) {
      const std::string_view one = word(first);
      const bool number = one.find_first_not_of("0123456789-/.") == std::string_view::npos;
      if (!number && !is_one_of(one, words)) return false;
    }
    return true;
  }

  void read_local(std::size_t at) {
    const std::string_view folded = word(at);
    if (folded == "advanced") {
      if (former(at) == "locally")
        add(ExtentSign::locally_advanced, at - 1, at + 1);
      else if (!is_one_of(next(at), not_extent) && speaks_of_cancer(at) && !is_of_another_illness(text_, matches(), at))
        add(ExtentSign::advanced, at, at + 1);
    } else if (former(at) == "endoscopically" || next(at) == "polyp" || next(at) == "adenoma" ||
               next(at) == "aneurysm" || word(at + 2) == "aneurysm") {
      return;  // what the endoscopist leaves to the surgeon
    } else if (folded == "unresectable" || folded == "nonresectable" || folded == "irresectable" || folded == "lapc" ||
               (folded == "resectable" && former(at) == "non")) {
      add(ExtentSign::locally_advanced, at, at + 1);
    } else if (folded == "inoperable") {
      add(ExtentSign::inoperable, at, at + 1);
    } else if (folded.starts_with("recurren") || folded.starts_with("relaps") || folded.starts_with("rezidiv")) {
      const bool noun = folded == "recurrence" || folded == "recurrences" || folded == "relapse" || folded == "rezidiv";
      const std::size_t before = signs_.size();
      if (may_have_recurred(text_, matches(), at) && (noun || speaks_of_cancer(at)))
        add(ExtentSign::recurrent, at, at + 1);
      if (signs_.size() > before && !says_recurred(text_, matches(), at)) signs_.back().suspected = true;
    }
  }

  // "Initially staged as IV, corrected to IIB", "stage IV incorrect", "downgraded from stage IV to stage II"
  [[nodiscard]] bool is_corrected(std::size_t stage, std::size_t end) const {
    static constexpr std::array<std::string_view, 4> changes = {"corrected", "revised", "amended", "changed"};
    static constexpr std::array<std::string_view, 5> wrong = {"incorrect", "incorrectly", "wrong", "erroneous",
                                                              "erroneously"};
    static constexpr std::array<std::string_view, 4> from = {"downgraded", "corrected", "revised", "changed"};
    for (std::size_t at = end; together(stage, at); ++at)
      if ((is_one_of(word(at), changes) && next(at) == "to") || is_one_of(word(at), wrong)) return true;
    return former(stage) == "from" && is_one_of(former(stage, 2), from);
  }

  void read_stage(std::size_t at) {
    const std::string_view folded = word(at);
    if (folded != "stage" && folded != "stadium" && folded != "staged" && folded != "staging") return;
    for (std::size_t back = 1; back <= 3; ++back)
      if (is_one_of(former(at, back), other_diseases)) return;
    for (std::size_t ahead = 1; ahead <= 3 && together(at, at + ahead); ++ahead) {
      const std::string group = stage_group(word(at + ahead), true);
      if (group.empty()) {
        if (word(at + ahead) == "group" || word(at + ahead) == "is" || word(at + ahead) == "as" ||
            word(at + ahead) == "ajcc" || word(at + ahead) == "uicc" || word(at + ahead) == "tnm" ||
            word(at + ahead) == "clinical" || word(at + ahead) == "pathologic")
          continue;
        return;
      }
      // "stage III B"
      std::string whole = group;
      const std::string_view letter = next(at + ahead);
      if ((group == "I" || group == "II" || group == "III" || group == "IV") && letter.size() == 1 &&
          letter[0] >= 'a' && letter[0] <= 'c')
        whole.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(letter[0]))));
      for (std::size_t beyond = 1; beyond <= 2; ++beyond)  // "stage IV pressure ulcer"
        if (together(at, at + ahead + beyond) && is_one_of(word(at + ahead + beyond), other_diseases)) return;
      const std::size_t before = signs_.size();
      add(ExtentSign::stage_group, at, at + ahead + 1, whole);
      if (signs_.size() > before && is_corrected(at, at + ahead + 1)) signs_.back().suspected = true;
      return;
    }
  }

  void read_tnm(std::size_t at) {
    bool prefixed = false;
    std::vector<Sign> found = tnm(word(at), prefixed);
    if (found.empty()) return;
    // "M1" alone in prose may be anything; beside T or N, with its prefix, or in a stage field it is a category.
    bool believable = field_ == Field::stage || prefixed || found.size() > 1;
    for (const std::size_t beside : {at + 1, at - 1}) {
      bool ignored = false;
      if (beside < text_.words.size() && together(std::min(at, beside), std::max(at, beside)) &&
          !tnm(word(beside), ignored).empty())
        believable = true;
    }
    const Mention mention = text::mention_of(text_, {at, at + 1});
    if (!believable && next(at) == "disease" && former(at) != "non" && !is_warded_off(text_, at))  // "M1c disease"
      believable = mention == Mention::stated || mention == Mention::past || mention == Mention::suspected;
    if (!believable || mention == Mention::negated) return;
    const bool suspected = mention == Mention::suspected;
    for (Sign& sign : found) {
      sign.suspected = suspected;
      signs_.push_back(std::move(sign));
    }
  }

  // Few texts have a word that asks for them.
  const std::vector<WordMatch>& matches() {
    if (!matches_) matches_ = codes_.find_cancer_words(text_);
    return *matches_;
  }

  const Terminology& codes_;
  const text::Text& text_;
  Field field_;
  const std::vector<bool>& about_another_;
  std::optional<std::vector<WordMatch>> matches_;
  std::vector<Sign> signs_;
};

// What a known code of staging.tsv says; nothing for codes that tell no extent.
void add_coded(std::vector<Sign>& signs, const Concept& found) {
  if (found.role == "stage-group") {
    if (!found.name.starts_with("stage-") || found.name == "stage-4s-not-adult-stage-iv" ||
        found.name == "stage-recurrent-or-unknown")
      return;
    std::string group = found.name.substr(6);
    std::ranges::transform(group, group.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    signs.push_back({ExtentSign::stage_group, group, false});
  } else if (found.role == "evidence-of-metastasis") {
    signs.push_back({ExtentSign::metastatic, found.name == "m1" ? "M1" : found.name, false});
  } else if (found.name == "m0" || found.name == "mx-not-assessed") {
    signs.push_back({ExtentSign::no_metastasis, "M0", false});
  } else if (found.name == "t4") {
    signs.push_back({ExtentSign::primary_category, "T4", false});
  } else if (found.name == "n2" || found.name == "n3") {
    signs.push_back({ExtentSign::nodal, found.name, false});
  }
}

}  // namespace

std::vector<Sign> read_extent_words(const Terminology& codes, const text::Text& text, Field field,
                                    const std::vector<bool>& about_another) {
  return Reader(codes, text, field, about_another).read();
}

bool names_staged_disease(const text::Text& text) {
  return std::ranges::any_of(text.words, [](const text::Word& word) { return is_one_of(word.folded, other_diseases); });
}

std::vector<Sign> read_extent(const Terminology& codes, const fhir::CodeableConcept& value, Field field) {
  std::vector<Sign> signs;
  bool known = false;
  for (const fhir::Coding& coding : value.codings) {
    if (const Concept* found = codes.find(Domain::staging, coding)) {
      known = true;
      add_coded(signs, *found);
      continue;
    }
    if (const Concept* diagnosis = codes.find(Domain::diagnoses, coding)) {
      // 128462008 "metastatic neoplasm" and the secondary sites occur as values of extent.
      known = true;
      if (diagnosis->role == "evidence-of-metastasis") signs.push_back({ExtentSign::metastatic, {}, false});
      if (diagnosis->role == "not-distant-by-itself") signs.push_back({ExtentSign::nodal, {}, false});
      continue;
    }
    const CodeSystem system = code_system(coding.system);
    if (field != Field::stage || system == CodeSystem::snomed || system == CodeSystem::loinc) continue;
    const bool staging_system = system == CodeSystem::cancerstaging || system == CodeSystem::uicc;
    bool prefixed = false;
    std::vector<Sign> categories = tnm(coding.code, prefixed);
    const std::string group = stage_group(coding.code, staging_system);
    if (!categories.empty()) {
      known = true;
      signs.insert(signs.end(), categories.begin(), categories.end());
    } else if (!group.empty()) {
      known = true;
      signs.push_back({ExtentSign::stage_group, group, false});
    }
  }
  const auto read_words = [&](std::string_view written) {
    const std::vector<Sign> found = read_extent_words(codes, text::cut(written), field);
    signs.insert(signs.end(), found.begin(), found.end());
  };
  if (field == Field::free_text || !known) read_words(value.text);
  if (!known)
    for (const fhir::Coding& coding : value.codings) read_words(coding.display);
  return signs;
}

}  // namespace foresign::mapping
