#include "mapping/reading/stage_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "mapping/reading/cancer_adjectives.hpp"
#include "mapping/reading/extent_attribution.hpp"
#include "mapping/reading/extent_context.hpp"
#include "mapping/reading/spread_words.hpp"
#include "mapping/reading/stage_notation.hpp"
#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;
using text::Mention;

const Vocabulary not_extent("age by care directive directives imaging practice to years");
// What makes "advanced" and "recurrent" speak of the cancer.
const Vocabulary cancer_words(
    "adenocarcinoma ampullary bowel cancer cancers carcinoma colon colorectal crc disease distant duodenal "
    "karzinom local locoregional lung malignancy mcrc metastases metastatic neoplasm nsclc pancreas "
    "pancreatic pdac rectal rectum sba stage tumor tumors tumour tumours unresectable");
const Vocabulary stage_words("cstage estadio pstage stade stadio stadium stage staged staging stg ypstage ystage");
constexpr auto locally = std::to_array<std::string_view>(
    {"locally", "lokal", "localmente", "localement", "loco", "locoregionally", "lokoregionär", "regionally"});

// What recurs beside a cancer.
const Vocabulary complaints(
    "ascites bleed bleeding complaint cough dvt dyspnea edema effusion effusions embolism fatigue fever "
    "fistula fracture headache headaches hemoptysis hemorrhage hernia hydronephrosis hypercalcemia jaundice "
    "nausea obstruction pain pneumothorax polyp rash seizure seizures stricture symptom symptoms thrombosis "
    "vomiting weakness");

class Reader {
 public:
  Reader(const Terminology& codes, const text::Text& text, Field field, std::optional<Cancer> site)
      : codes_(codes), text_(text), field_(field), site_(site) {}

  std::vector<Sign> read() {
    for (std::size_t at = 0; at < text_.words.size(); ++at) {
      read_metastasis(at);
      read_local(at);
      read_recurrence(at);
      read_stage(at);
      read_tnm(at);
    }
    if (field_ == Field::stage && signs_.empty()) read_bare_stage();
    doubt_contradictions();
    if (std::ranges::find(signs_, ExtentSign::stage_group, &Sign::sign) != signs_.end()) {
      const bool plain = context().only_stages();
      const std::optional<fhir::PartialDate> dated = earliest_date_in(text_);
      for (Sign& sign : signs_) {
        sign.plain = plain;
        sign.dated = dated;
      }
    }
    return std::move(signs_);
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
    const text::Word& start = text_.words[first];
    std::size_t at = first;  // "? liver mets"
    while (at > 0 && first - at < 3 && text_.words[at - 1].statement == start.statement &&
           !text_.words[at].comma_before)
      --at;
    for (; at <= first; ++at) {
      const std::string_view before = std::string_view(text_.original).substr(0, text_.words[at].offset);
      const std::size_t mark = before.find_last_not_of(' ');
      if (mark != std::string_view::npos && before[mark] == '?' &&
          (mark == 0 || before[mark - 1] == ' ' || before[mark - 1] == '\n'))
        return true;
    }
    return false;
  }

  // "Distant mets: 0", "metastatic disease - N", "metastases (Y/N)": a field, and no is its whole answer.
  [[nodiscard]] bool is_answered_no(std::size_t last) const {
    if (together(last - 1, last) && word(last) == "disease") ++last;
    if (!together(last - 1, last)) return false;
    if (word(last) == "y/n" || (word(last) == "y" && next(last) == "n")) return true;
    const std::string_view answer = word(last);
    if (answer == "n" && !together(last, last + 1)) return true;
    return text_.words[last].colon_before && !together(last, last + 1) &&
           (answer == "0" || answer == "n" || answer == "no" || answer == "none" || answer == "nein" || answer == "m0");
  }

  // "Metastatic disease? Yes"
  [[nodiscard]] bool is_answered_yes(std::size_t last) const {
    static constexpr auto yeses = std::to_array<std::string_view>({"ja", "y", "yes"});
    std::size_t answer = last;
    while (together(last - 1, answer)) ++answer;
    if (!is_one_of(word(answer), yeses) || together(answer, answer + 1) || text_.words[answer].line_before)
      return false;
    const text::Word& end = text_.words[answer - 1];
    const std::size_t from = end.offset + end.length;
    const std::string_view between = std::string_view(text_.original).substr(from, text_.words[answer].offset - from);
    return between.find_first_not_of("? ") == std::string_view::npos;
  }

  // Adds a sign unless its words are denied, planned or of the family. The past tells too: the furthest extent stands
  // (rule 5.5).
  void add(ExtentSign sign, std::size_t first, std::size_t last, std::string stage = {}) {
    if (is_about_another(first)) return;
    Sign one;
    one.sign = sign;
    one.stage = std::move(stage);
    if (context().too_long(first)) {
      one.doubt = not_understood;
    } else if (is_asked(first) || is_answered_no(last)) {
      one.doubt = only_suspected;
    } else {
      switch (text::mention_of(text_, {first, last})) {
        case Mention::negated:
        case Mention::family:
        case Mention::intended:
          return;
        case Mention::suspected:
          one.doubt =
              is_answered_yes(last) && context().understood({first, last}) ? std::string_view() : only_suspected;
          break;
        case Mention::past:
        case Mention::stated:
          if (!context().understood({first, last})) one.doubt = not_understood;
          break;
      }
    }
    signs_.push_back(std::move(one));
  }

  // The same where another illness might be meant: a stage, "advanced", "recurrent".
  void add_if_own(ExtentSign sign, std::size_t first, std::size_t last, std::string stage = {}) {
    const ExtentContext::Whose whose = context().whose({first, last}, sign == ExtentSign::stage_group);
    if (whose == ExtentContext::Whose::another_illness) return;
    const std::size_t before = signs_.size();
    add(sign, first, last, std::move(stage));
    if (signs_.size() > before && signs_.back().doubt.empty() && whose == ExtentContext::Whose::unclear)
      signs_.back().doubt = not_understood;
  }

  void read_metastasis(std::size_t at) {
    switch (spread_at(text_, at)) {
      case Spread::none:
        return;
      case Spread::same_lobe:  // a T category, whatever it is called
        add(ExtentSign::primary_category, at, at + 1, "T");
        return;
      case Spread::nodal:
        add(ExtentSign::nodal, at, at + 1);
        return;
      case Spread::distant:
        // "Metastatic infection"
        if (together(at, at + 1) && !text_.words[at + 1].comma_before && names_staged_disease(text_, at + 1) &&
            !is_place_of_spread(word(at + 1)))
          return;
        if (!is_warded_off(text_, at)) add(ExtentSign::metastatic, at, at + 1);
        return;
    }
  }

  // Whether "advanced" or "recurrent" is said of the cancer: its noun stands close by, and no other disease's does. In
  // a stage field nothing else can be meant.
  [[nodiscard]] bool speaks_of_cancer(std::size_t at) const {
    for (std::size_t ahead = 1; ahead <= 4 && together(at, at + ahead); ++ahead) {
      const std::string_view following = word(at + ahead);
      if (names_staged_disease(text_, at + ahead)) return false;
      // "Advanced lung disease" is no advanced lung cancer.
      const bool of_an_organ = next(at + ahead) == "disease" && following != "metastatic" && following != "stage" &&
                               following != "unresectable" && following != "recurrent";
      if (of_an_organ) return false;
      if (cancer_words.has(following)) return true;
    }
    if (field_ == Field::stage) return true;
    for (std::size_t back = 1; back <= 4; ++back)
      if (cancer_words.has(former(at, back))) return true;
    return false;
  }

  void read_local(std::size_t at) {
    static constexpr auto unresectable = std::to_array<std::string_view>(
        {"unresectable", "nonresectable", "irresectable", "irresektabel", "inresektabel", "lapc"});
    const std::string_view folded = word(at);
    if (folded == "advanced" || folded.starts_with("fortgeschritten") || folded == "avanzado" || folded == "avancé") {
      if (is_one_of(former(at), locally))
        add_if_own(ExtentSign::locally_advanced, at - 1, at + 1);
      else if (!not_extent.has(next(at)) && !is_of_another_illness(text_, matches(at), at) &&
               (context().understood({at, at + 1}) || speaks_of_cancer(at)))
        add_if_own(ExtentSign::advanced, at, at + 1);
      return;
    }
    if (folded == "la" && next(at) == "nsclc") {
      add(ExtentSign::locally_advanced, at, at + 1);
      return;
    }
    // What the endoscopist leaves to the surgeon.
    if (former(at) == "endoscopically" || next(at) == "polyp" || next(at) == "adenoma" || next(at) == "aneurysm" ||
        word(at + 2) == "aneurysm")
      return;
    if (is_one_of(folded, unresectable)) {
      const std::size_t before = signs_.size();
      add(ExtentSign::locally_advanced, at, at + 1);
      // "Previously unresectable, now resected"
      for (std::size_t then = at + 1; together(at, then); ++then)
        if (word(then) == "resected" && signs_.size() > before) signs_.back().doubt = only_suspected;
    } else if (folded == "resectable" || folded == "resektabel") {
      // "Not surgically resectable"
      const std::size_t denial = former(at) == "surgically" ? 2 : 1;
      const std::string_view before = former(at, denial);
      if (before == "non" || before == "not" || before == "nicht")
        add(ExtentSign::locally_advanced, at - denial, at + 1);
      else
        add(ExtentSign::resectable, at, at + 1);
    } else if (folded == "resected") {
      add(ExtentSign::resectable, at, at + 1);
    } else if (folded.starts_with("inoperab")) {
      add(ExtentSign::inoperable, at, at + 1);
    }
  }

  // "Disease has recurred", "relapsed 2026", but "pain recurred".
  [[nodiscard]] bool has_own_subject(std::size_t verb) const {
    static const Vocabulary between(
        "again and but distantly had has have he initially later locally now patient pt recently she subsequently "
        "then which who");
    for (std::size_t at = verb; at > 0 && together(at - 1, verb) && !text_.words[at].comma_before; --at)
      if (!between.has(word(at - 1))) return cancer_words.has(word(at - 1));
    return true;
  }

  void read_recurrence(std::size_t at) {
    static constexpr auto nouns = std::to_array<std::string_view>(
        {"recurrence", "recurrences", "relapse", "relapses", "rezidiv", "lokalrezidiv"});
    static constexpr auto habits =
        std::to_array<std::string_view>({"alcohol", "nicotine", "opioid", "smoking", "tobacco"});
    const std::string_view folded = word(at);
    static constexpr auto behind_verbs =
        std::to_array<std::string_view>({"after", "following", "from", "in", "since", "with", "within"});
    const bool verb = folded == "recurred" || folded == "recurs" ||
                      (folded == "relapsed" && (is_one_of(next(at), behind_verbs) || next(at).empty() ||
                                                next(at).find_first_not_of("0123456789") == std::string_view::npos));
    if (!verb && folded != "lokalrezidiv" && !may_have_recurred(text_, matches(at), at)) return;
    if (verb ? !has_own_subject(at) : complaints.has(former(at))) return;
    if (is_one_of(former(at), habits) || is_one_of(next(at), habits)) return;
    // "Treat at recurrence", but "treated for recurrence".
    static constexpr auto leading = std::to_array<std::string_view>({"about", "at", "for", "of", "on", "to"});
    if (is_one_of(folded, nouns) && is_one_of(former(at), leading) && !says_recurred(text_, matches(at), at)) return;
    // What is wholly understood needs no word of cancer: "relapsed 2026 in retroperitoneal nodes".
    if (!is_one_of(folded, nouns) && !context().understood({at, at + 1}) && !speaks_of_cancer(at)) return;
    add_if_own(ExtentSign::recurrent, at, at + 1);
  }

  // "> stage I", "\u2265 IB", "stage < III": a stage that is not named.
  [[nodiscard]] bool is_compared(std::size_t first) const {
    const std::string_view before = std::string_view(text_.original).substr(0, text_.words[first].offset);
    const std::size_t last = before.find_last_not_of(' ');
    if (last == std::string_view::npos) return false;
    const std::string_view sign = before.substr(0, last + 1);
    return std::ranges::any_of(std::to_array<std::string_view>({"<", ">", ">=", "<=", "=>", "\u2264", "\u2265"}),
                               [&](std::string_view one) { return sign.ends_with(one); }) &&
           !sign.ends_with("->");
  }

  // "Stage III/IV", "stage I-IV", "stage I or II": one of the two, or of several.
  [[nodiscard]] bool is_one_of_several(std::size_t group) const {
    static const Vocabulary between("and bis oder of or resp through to versus vs");
    if (!together(group, group + 1)) return false;
    const std::size_t other = between.has(word(group + 1)) ? group + 2 : group + 1;
    if (!together(group, other) || stage_group(word(other), Digits::allowed).empty()) return false;
    const std::size_t end = text_.words[group].offset + text_.words[group].length;
    return other == group + 2 || text_.original[end] == '-' || text_.original[end] == '/' ||
           text_.words[other].offset - end > 1;  // another dash
  }

  void read_stage(std::size_t at) {
    static const Vocabulary fillers(
        "ajcc anatomic as at clinical diagnosis dx group is now pathologic pathological tnm uicc");
    const bool short_form = word(at) == "st" && next(at).starts_with("i");  // "St. IV"
    if (!short_form && !stage_words.has(word(at))) return;
    for (std::size_t end = at + 1; end <= at + 3 && together(at, end); ++end) {
      const std::string group = stage_group(word(end), Digits::allowed);
      if (group.empty()) {
        if (fillers.has(word(end))) continue;
        return;
      }
      // "stage III B", "stage IV-B"
      std::string whole = group;
      const std::string_view letter = next(end);
      std::size_t last = end + 1;
      if ((group == "I" || group == "II" || group == "III" || group == "IV") && letter.size() == 1 &&
          letter[0] >= 'a' && letter[0] <= 'c') {
        whole.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(letter[0]))));
        ++last;
      }
      const std::size_t before = signs_.size();
      add_if_own(ExtentSign::stage_group, at, last, whole);
      const bool downgraded = former(at) == "from" && former(at, 2) == "downgraded";
      if (signs_.size() > before && (downgraded || is_one_of_several(last - 1) || is_compared(at) || is_compared(end)))
        signs_.back().doubt = only_suspected;
      return;
    }
  }

  // "AJCC 8th ed. IVA" in a stage field, but neither "Grade IV" nor "ECOG 4".
  void read_bare_stage() {
    static const Vocabulary before(
        "7 7th 8 8th 9 9th ajcc anatomic c clinical ed edition eighth group klinisch overall p pathologic "
        "pathological pathologisch prognostic stadium stage tnm uicc v8 v9 yp");
    if (text_.words.empty()) return;
    std::size_t last = text_.words.size() - 1;
    std::string written(word(last));
    if (written.size() == 1 && last > 0 && !stage_group(word(last - 1), Digits::refused).empty())  // "IV-A"
      written = std::string(word(--last)) + written;
    for (std::size_t at = 0; at < last; ++at)
      if (!before.has(word(at))) return;
    const std::string group = stage_group(written, Digits::allowed);
    if (group.empty()) return;
    const std::size_t before_it = signs_.size();
    add(ExtentSign::stage_group, last, text_.words.size(), group);
    if (signs_.size() > before_it && (is_compared(last) || is_compared(0))) signs_.back().doubt = only_suspected;
  }

  void read_tnm(std::size_t at) {
    const Categories found = tnm_categories(word(at));
    if (found.all.empty()) return;
    // "T2" alone in prose may be anything; beside N or M, with its prefix, or in a stage field it is a category. M0 and
    // M1 have to be understood like other words of spread.
    const bool m = found.all.size() == 1 && found.all.front().starts_with("M");
    bool believable = field_ == Field::stage || found.prefixed || found.all.size() > 1 || m;
    for (const std::size_t beside : {at + 1, at - 1})
      if (beside < text_.words.size() && together(std::min(at, beside), std::max(at, beside)) &&
          !tnm_categories(word(beside)).all.empty())
        believable = true;
    if (!believable) return;
    if (former(at) == "non" || is_warded_off(text_, at)) return;
    if (found.recurrent && (field_ == Field::stage || found.all.size() > 1)) add(ExtentSign::recurrent, at, at + 1);
    for (const std::string& category : found.all) {
      if (category.starts_with("M1"))
        add(ExtentSign::metastatic, at, at + 1, category);
      else if (category.starts_with("M"))
        add(ExtentSign::no_metastasis, at, at + 1, category);
      else if (category.starts_with("N") && category != "N0" && category != "NX")
        add(ExtentSign::nodal, at, at + 1, category);
      else
        add(ExtentSign::primary_category, at, at + 1, category);
    }
  }

  // "M0/M1" in a field for one of them.
  void doubt_contradictions() {
    const bool m0 = std::ranges::any_of(signs_, [](const Sign& sign) {
      return sign.sign == ExtentSign::no_metastasis && sign.stage.starts_with("M0");
    });
    if (!m0 || field_ == Field::free_text) return;
    for (Sign& sign : signs_)
      if (sign.sign == ExtentSign::metastatic && sign.doubt.empty()) sign.doubt = only_suspected;
  }

  // Few texts have a word that asks for these. Those of one statement: each is compared with each of its words.
  const std::vector<WordMatch>& matches(std::size_t at) {
    if (!matches_) matches_ = codes_.find_cancer_words(text_);
    const std::size_t statement = text_.words[at].statement;
    if (statement_ != statement) {
      statement_ = statement;
      near_.clear();
      const auto of = [this](const WordMatch& match) { return text_.words[match.words.first].statement; };
      near_.assign(std::ranges::lower_bound(*matches_, statement, {}, of),
                   std::ranges::upper_bound(*matches_, statement, {}, of));
    }
    return near_;
  }
  const ExtentContext& context() {
    if (!context_) context_.emplace(codes_, text_, site_);
    return *context_;
  }
  [[nodiscard]] bool is_about_another(std::size_t at) {
    if (!site_) return false;
    if (!another_) another_ = about_another(codes_, *site_, text_);
    return (*another_)[at];
  }

  const Terminology& codes_;
  const text::Text& text_;
  Field field_;
  std::optional<Cancer> site_;
  std::optional<std::vector<WordMatch>> matches_;
  std::optional<std::size_t> statement_;  // whose matches are near
  std::vector<WordMatch> near_;
  std::optional<ExtentContext> context_;
  std::optional<std::vector<bool>> another_;
  std::vector<Sign> signs_;
};

}  // namespace

text::Text cut_extent(std::string_view written) {
  std::string words(written);
  for (const std::string_view category : {"(HCC)", "(CMS/HCC)", "(CMS-HCC)", "(HCC/RAF)", "(CMS HCC)"})
    for (std::size_t at = words.find(category); at != std::string::npos; at = words.find(category, at))
      words.replace(at, category.size(), category.size(), ' ');
  return text::cut(words);
}

std::vector<Sign> read_extent_words(const Terminology& codes, const text::Text& text, Field field,
                                    std::optional<Cancer> site) {
  return Reader(codes, text, field, site).read();
}

}  // namespace foresign::mapping
