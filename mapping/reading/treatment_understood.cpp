#include "mapping/reading/treatment_understood.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/stage_words.hpp"
#include "mapping/reading/treatment_name_words.hpp"
#include "mapping/reading/treatment_remark_words.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/understood.hpp"
#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/cues.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;
using Kind = Remark::Kind;

constexpr std::size_t longest_statement = 80;  // in words; what is longer is not asked how its words are meant

// Harmless in a note on the extent of a cancer, but not beside a treatment: where else it may go, what else may be
// done.
constexpr std::array<std::string_view, 28> not_beside_treatment{"gu",
                                                                "ms",
                                                                "gyn",
                                                                "expired",
                                                                "amenable",
                                                                "arterial",
                                                                "arteries",
                                                                "artery",
                                                                "choroid",
                                                                "choroidal",
                                                                "deemed",
                                                                "died",
                                                                "eye",
                                                                "genital",
                                                                "genitals",
                                                                "hipec",
                                                                "hospice",
                                                                "interested",
                                                                "intraperitoneal",
                                                                "ocular",
                                                                "orbit",
                                                                "orbital",
                                                                "scalp",
                                                                "skin",
                                                                "tace",
                                                                "vaginal",
                                                                "thecal",
                                                                "instead"};

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

// "c34.11", "c61": a code of ICD-10, or the number of a cycle.
bool is_like_icd10(std::string_view word) {
  return word.size() >= 3 && word[0] >= 'a' && word[0] <= 'z' && is_digit(word[1]) && is_digit(word[2]) &&
         (word.size() == 3 || word[3] == '.');
}

// Where the phrases of a list stand in a text, in its order.
std::vector<text::Span> places(const WordList& list, const text::Text& text) {
  std::vector<text::Span> spans = list.all_in(text);
  std::ranges::sort(spans, {}, &text::Span::first);
  return spans;
}

bool some_within(const std::vector<text::Span>& spans, std::size_t first, std::size_t last) {
  const auto place = std::ranges::lower_bound(spans, first, {}, &text::Span::first);
  return place != spans.end() && place->last <= last;
}

// Phrases that leave a statement open, found once for a whole remark.
struct OpenPhrases {
  std::vector<text::Span> odd;        // whose words are harmless apart: "mixed up", "if needed"
  std::vector<text::Span> cancers;    // other cancers by their short names: "H&N"
  std::vector<text::Span> in_dosage;  // what tells in a dosage that nothing was taken: "patient no-show"
};

OpenPhrases open_phrases_in(const text::Text& text) {
  static const WordList odd{"mixed up",      "mix up",       "same name",   "standing by",      "stand by",
                            "second choice", "drug level",   "if needed",   "as an option",     "plan b",
                            "on file only",  "if sotorasib", "if lumakras", "sotorasib denied", "lumakras denied",
                            "sotorasib not", "reserve for"};
  static const WordList cancers{
      "head & neck",    "head neck",  "H&N",         "H/N",        "HPB",           "GYN onc",       "heme malignancy",
      "H and N cancer", "OP STOMACH", "OP UPPER GI", "OP SCLC",    "OP SMALL CELL", "OP THYROID",    "OP HEME",
      "OP GYN",         "OP GU",      "OP MM",       "GYN cancer", "GU cancer",     "stomach cancer"};
  static const WordList in_dosage{"no show",         "did not show",  "patient left",       "left before",
                                  "to be started",   "scheduled for", "waiting for",        "future",
                                  "next line",       "no treatment",  "no chemo",           "opted",
                                  "supportive care", "candidate",     "ineligible",         "denied",
                                  "appeal",          "denies",        "not having",         "recommended",
                                  "possible option", "suggested",     "0 cycles",           "0 of",
                                  "cycles 0",        "completed 0",   "zyklen 0",           "0 zyklen",
                                  "given none",      "keine gabe",    "nicht durchgeführt", "geplant",
                                  "vorgesehen",      "not approved",  "only if sotorasib",  "no treatment today"};
  return {places(odd, text), places(cancers, text), places(in_dosage, text)};
}

class Statement {
 public:
  Statement(const Terminology& codes, const text::Text& text, text::Span words, Kind kind, const OpenPhrases& open)
      : codes_(codes), text_(text), first_(words.first), last_(words.last), kind_(kind), open_(open) {}

  [[nodiscard]] bool is_understood(std::vector<text::Span> spans, std::span<const WordMatch> cancers,
                                   std::optional<Cancer> site) const {
    if (!add_cancers(cancers, site, spans)) return false;
    if (sets_a_condition() || says_too_little()) return false;
    bool purpose = false;
    for (std::size_t at = first_; at < last_; ++at) {
      purpose = word(at) == "for" || word(at) == "für" || (purpose && !text_.words[at].comma_before);
      if (is_code(at)) {
        if (!is_own_code(at, site)) return false;
        continue;
      }
      if (is_known(at) || (is_name_of_someone(text_, at) && !purpose)) continue;
      if (std::ranges::none_of(spans, [at](text::Span span) { return span.first <= at && at < span.last; }))
        return false;
    }
    return true;
  }

 private:
  [[nodiscard]] const std::string& word(std::size_t at) const { return text_.words[at].folded; }

  [[nodiscard]] bool is_known(std::size_t at) const {
    std::string_view here = word(at);
    while (here.size() > 1 && (here.back() == '+' || here.back() == '-')) here.remove_suffix(1);
    if (kind_ == Kind::name) {
      static constexpr std::array<std::string_view, 4> open{"or", "oder", "if", "falls"};
      if (is_one_of(here, open) || text::is_relative(word(at))) return false;
    }
    if (is_harmless_beside_treatment(here) || objecting(here) || is_giving(here) || is_choosing(here) ||
        is_filler(here) || is_trouble(here) || is_other_care(here) || is_later(here) || is_course(here) ||
        goes_on(here) || ends_reach(here) || is_measured(here))
      return true;
    if (is_one_of(here, not_beside_treatment)) return false;
    if (here.find_first_not_of("()+-%/.:#&*~<>=") == std::string_view::npos) return true;
    if (here == "00") return true;                                        // "09:00"
    if (here == "ra") return at > first_ && word(at - 1).ends_with('%');  // room air, not rheumatoid arthritis
    return is_understood_word(text_, at, NameOf::treatment) || is_understood_word(text_, at, NameOf::reason) ||
           (kind_ != Kind::dosage && is_understood_word(text_, at, NameOf::reaction)) ||
           is_understood_word(text_, at, NameOf::extent) || text::is_relative(word(at));
  }

  // "Mother", "PA", "previous", "study": words that are harmless in company, and leave everything open alone.
  [[nodiscard]] bool says_too_little() const {
    static constexpr auto alone = std::to_array<std::string_view>(
        {"advised", "discussed", "again",  "another",  "arm",         "auth",    "before",      "brain",
         "bone",    "due",       "family", "former",   "history",     "instead", "insurance",   "later",
         "liver",   "lung",      "next",   "node",     "observation", "off",     "old",         "only",
         "other",   "pa",        "past",   "previous", "previously",  "prior",   "prn",         "request",
         "review",  "screening", "second", "study",    "therapy",     "trial",   "treatment",   "the",
         "a",       "for",       "of",     "in",       "on",          "chemo",   "chemotherapy"});
    bool telling = false;
    bool open = false;
    for (std::size_t at = first_; at < last_; ++at) {
      const bool here = is_one_of(word(at), alone) || text::is_relative(word(at));
      telling = telling || !here;
      open = open || (here && !is_course(word(at)) && word(at).size() > 1 && word(at) != "the");
    }
    static constexpr std::array<std::string_view, 2> statuses{"on", "off"};
    return !telling && open && !(last_ - first_ == 1 && is_course(word(first_))) &&
           !(is_one_of(word(first_), statuses) && is_course(word(last_ - 1)));
  }

  // "If he progresses, docetaxel": what may come, not what was.
  [[nodiscard]] bool sets_a_condition() const {
    static constexpr std::array<std::string_view, 9> conditions{"if",    "unless", "once",   "when", "wenn",
                                                                "falls", "sobald", "should", "upon"};
    static constexpr std::array<std::string_view, 8> events{"progress", "recur", "relaps",  "fail",
                                                            "worsen",   "bei",   "rezidiv", "approv"};
    if (says_zero()) return true;
    if (kind_ == Kind::dosage) return waits() || some_within(open_.in_dosage, first_, last_);
    if (some_within(open_.odd, first_, last_)) return true;
    for (std::size_t at = first_; at < last_; ++at) {
      if (goes_on(word(at))) return false;
      if (word(at) == "next" && at + 1 < last_ && (word(at + 1) == "line" || word(at + 1) == "option")) return true;
      if (word(at) == "new" && at + 1 < last_ && word(at + 1) == "order") return true;  // "see new order"
      if (!is_one_of(word(at), conditions)) continue;
      for (std::size_t next = at + 1; next < last_ && next <= at + 5; ++next)
        if (std::ranges::any_of(events, [&](std::string_view event) { return word(next).starts_with(event); }))
          return true;
    }
    return false;
  }

  // "0 mL infused", "amount administered: 0", "dispensed: 0"; not "0 mL wasted", "pain 0/10".
  [[nodiscard]] bool says_zero() const {
    static constexpr std::array<std::string_view, 9> units{"mg",      "ml",   "g",        "mcg", "mg/m2",
                                                           "tablets", "tabs", "capsules", "%"};
    static constexpr std::array<std::string_view, 7> amounts{"infused",  "administered", "dispensed",  "given",
                                                             "quantity", "qty",          "verabreicht"};
    static constexpr std::array<std::string_view, 7> left_over{"waste",   "wasted",    "wasting", "residual",
                                                               "residue", "remaining", "ebl"};
    for (std::size_t at = first_; at < last_; ++at)
      if (is_one_of(word(at), left_over)) return false;
    for (std::size_t at = first_; at < last_; ++at) {
      if (word(at) == "0%") return true;
      if (word(at) != "0") continue;
      if (at + 1 < last_ && is_one_of(word(at + 1), units) && !text_.words[at + 1].comma_before) return true;
      for (std::size_t back = at; back > first_ && back + 3 > at; --back)
        if (is_one_of(word(back - 1), amounts)) return true;
    }
    return false;
  }

  // "Take only if instructed", "do not release until approved"
  [[nodiscard]] bool waits() const {
    static constexpr std::array<std::string_view, 5> conditions{"if", "when", "after", "upon", "once"};
    static constexpr std::array<std::string_view, 9> acts{"release", "fill",  "start",    "dispense",  "give",
                                                          "send",    "begin", "schedule", "administer"};
    // "0 mg IV"
    static constexpr std::array<std::string_view, 5> amounts{"mg", "ml", "g", "mcg", "mg/m2"};
    if (first_ + 1 < last_ && word(first_) == "0" && is_one_of(word(first_ + 1), amounts)) return true;
    for (std::size_t at = first_; at + 1 < last_; ++at) {
      if (word(at) == "only" && is_one_of(word(at + 1), conditions)) return true;
      if (word(at) != "not" || !is_one_of(word(at + 1), acts)) continue;
      for (std::size_t next = at + 2; next < last_; ++next)
        if (word(next) == "until" || word(next) == "unless" || word(next) == "before") return true;
    }
    return false;
  }

  [[nodiscard]] bool is_code(std::size_t at) const {
    if (!is_like_icd10(word(at))) return false;
    if (word(at).size() > 3) return true;
    static constexpr std::array<std::string_view, 11> announcing{
        "icd", "icd10", "dx", "diagnosis", "diagnose", "10", "code", "diag", "indication", "cm", "for"};
    for (std::size_t back = at; back > 0 && back + 3 > at; --back)
      if (is_one_of(word(back - 1), announcing)) return true;
    return false;
  }

  [[nodiscard]] bool is_own_code(std::size_t at, std::optional<Cancer> site) const {
    if (!site) return true;
    std::string code = word(at);
    code[0] = static_cast<char>(code[0] - 'a' + 'A');
    if (code[0] == 'Z' || code[0] == 'R' || code.starts_with("C77") || code.starts_with("C78") ||
        code.starts_with("C79") || code.starts_with("C80"))
      return true;
    const fhir::Coding coding{"http://hl7.org/fhir/sid/icd-10-cm", code, {}};
    const auto said = read_diagnosis(codes_, {.codings = {coding}, .text = {}});
    return std::ranges::any_of(said, [&](const Said& one) { return one.secondary() || cancer_at(one.site) == site; });
  }

  // Whether every cancer that is named is this one, or its spread; their words are `known` then.
  bool add_cancers(std::span<const WordMatch> cancers, std::optional<Cancer> site,
                   std::vector<text::Span>& known) const {
    bool own = false;
    bool spread = false;
    bool some = false;
    bool other = false;
    bool other_site = false;
    for (const WordMatch& match : cancers) {
      known.push_back(match.words);
      if (match.site == Site::secondary || match.site == Site::secondary_node) {
        spread = true;
        continue;
      }
      const bool mine = !site || cancer_at(match.site) == site;
      const bool without_site = match.site == Site::generic || match.site == Site::none;
      // "OP SCLC ..." of a lung cancer that is none
      if (mine && site && match.histology != Histology::not_stated &&
          cover_of(*site, match.histology) == Cover::other) {
        other = true;
        continue;
      }
      if (mine) {
        own = own || match.site != Site::none;
        some = some || match.names_cancer;
        continue;
      }
      if (without_site &&
          (match.histology == Histology::not_stated || cover_of(*site, match.histology) != Cover::other)) {
        some = some || match.names_cancer;
        continue;
      }
      if (last_ - first_ <= longest_statement) {
        const text::Mention mention = text::mention_of(text_, match.words);
        if (mention == text::Mention::negated || mention == text::Mention::family) continue;
      }
      // Sites of which notes speak without meaning a cancer: "liver enzymes", "renal function", "mouth sores".
      static constexpr auto spoken_of = std::to_array<std::string_view>(
          {"liver",     "hepatic",     "bone",        "osseous",    "skeletal",   "lung",    "lungs",
           "pulmonary", "brain",       "cerebral",    "adrenal",    "node",       "nodes",   "nodal",
           "lymph",     "pleura",      "pleural",     "peritoneal", "peritoneum", "renal",   "kidney",
           "skin",      "mouth",       "bowel",       "intestinal", "thyroid",    "eye",     "soft",
           "tissue",    "mediastinal", "mediastinum", "meninges",   "omentum",    "stomach", "sinus",
           "cutaneous", "leber",       "lunge",       "hirn",       "spleen",     "oral"});
      const bool spoken = kind_ != Kind::name && is_one_of(word(match.words.first), spoken_of);
      if (match.names_cancer || without_site || !spoken)
        other = true;
      else {
        other_site = true;
        known.pop_back();  // an organ is understood where its word is: liver, brain
      }
    }
    for (std::size_t at = first_; at < last_; ++at)  // "secondary malignant neoplasm of bone"
      spread = spread || word(at) == "secondary" || word(at).starts_with("metasta");
    if (own || spread) return true;
    static constexpr std::array<std::string_view, 3> primaries{"primary", "primaries", "malignancy"};
    for (std::size_t at = first_; other_site && at < last_; ++at) some = some || is_one_of(word(at), primaries);
    return !other && !(other_site && some) && (!site || !some_within(open_.cancers, first_, last_));
  }

  const Terminology& codes_;
  const text::Text& text_;
  std::size_t first_;
  std::size_t last_;
  Kind kind_;
  const OpenPhrases& open_;
};

// The spans of a statement that do not say what a treatment was for: "given with ADT | for mHSPC".
std::vector<text::Span> without_purposes(const text::Text& text, text::Span statement, std::vector<text::Span> known) {
  bool purpose = false;
  for (std::size_t at = statement.first; at < statement.last; ++at) {
    purpose =
        text.words[at].folded == "for" || text.words[at].folded == "für" || (purpose && !text.words[at].comma_before);
    if (!purpose) known.push_back({at, at + 1});
  }
  return known;
}

}  // namespace

std::optional<std::string> not_understood_in(const Terminology& codes, const std::vector<Remark>& remarks,
                                             std::optional<Cancer> site) {
  for (const Remark& remark : remarks) {
    const text::Text text = cut_extent(remark.words);  // without "(HCC)"
    if (remark.kind == Kind::name && remark.words.find('?') != std::string::npos) return remark.words;
    std::optional<bool> given;  // by the remark as a whole
    const OpenPhrases open = open_phrases_in(text);
    const std::vector<PhraseMatch> drugs = codes.find_phrases(Domain::drugs, text);
    const std::vector<WordMatch> all_cancers = codes.find_cancer_words(text);
    const auto by_start = [](const auto& one) { return one.words.first; };
    for (const text::Span statement : text::runs_of(text, text::Cut::at_statements)) {
      std::vector<text::Span> here;
      for (auto drug = std::ranges::lower_bound(drugs, statement.first, {}, by_start);
           drug != drugs.end() && drug->words.first < statement.last; ++drug)
        here.push_back(drug->words);
      const auto first = std::ranges::lower_bound(all_cancers, statement.first, {}, by_start);
      const auto last = std::ranges::lower_bound(all_cancers, statement.last, {}, by_start);
      const std::span<const WordMatch> cancers(first, last);
      const Statement said(codes, text, statement, remark.kind, open);
      if (said.is_understood(here, cancers, site)) continue;
      const text::Word& end = text.words[statement.last - 1];
      const std::size_t from = text.words[statement.first].offset;
      std::string words = text.original.substr(from, end.offset + end.length - from);
      // What surely was given is not taken back by a word that nobody knows; another cancer may be named all the same.
      if (!given) given = says_given(text);
      if (*given && said.is_understood(without_purposes(text, statement, here), cancers, site)) continue;
      return words;
    }
  }
  return std::nullopt;
}

bool is_name_of_someone(const text::Text& text, std::size_t at) {
  static constexpr std::array<std::string_view, 18> before{"dr",    "drs",  "by", "at",         "from", "per",
                                                           "nurse", "in",   "to", "prof",       "rn",   "np",
                                                           "with",  "dres", "of", "oncologist", "st",   "mt"};
  static constexpr std::array<std::string_view, 6> behind{"rn", "md", "np", "pharmd", "do", "lpn"};
  const std::size_t statement = text.words[at].statement;
  const auto is_capital = [&](std::size_t index) {
    const char letter = text.original[text.words[index].offset];
    return letter >= 'A' && letter <= 'Z';
  };
  if (!is_capital(at)) return false;
  if (at + 1 < text.words.size() && text.words[at + 1].statement == statement &&
      is_one_of(text.words[at + 1].folded, behind))
    return true;
  for (std::size_t back = at; back > 0 && back + 3 > at; --back) {
    const std::string& word = text.words[back - 1].folded;
    // "Dr." ends a statement.
    if (text.words[back - 1].statement != statement && word != "dr" && word != "st") return false;
    if (is_one_of(word, before)) return true;
    if (!is_capital(back - 1)) return false;
  }
  return false;
}

bool is_name_of_treatment(const Terminology& codes, const fhir::CodeableConcept& name) {
  const auto is_one = [&](std::string_view words) {
    const text::Text text = text::cut(words);
    std::vector<text::Span> known = harmless_phrases(text, NameKind::given);
    for (const PhraseMatch& match : codes.find_phrases(Domain::drugs, text)) known.push_back(match.words);
    return !names_an_occasion(text) && is_understood(text, known, NameOf::treatment);
  };
  if (!name.text.empty() && !is_one(name.text)) return false;
  return std::ranges::all_of(name.codings,
                             [&](const fhir::Coding& coding) {
                               return coding.display.empty() || !names_an_occasion(text::cut(coding.display));
                             }) &&
         (!name.text.empty() || std::ranges::all_of(name.codings, [&](const fhir::Coding& coding) {
           return codes.find(Domain::procedures, coding) != nullptr || is_one(coding.display);
         }));
}

bool is_category_of_treatment(const fhir::CodeableConcept& category) {
  // SNOMED CT: education, counselling, social, psychiatric, diagnostic.
  static constexpr std::array<std::string_view, 5> others{"409073007", "409063005", "410606002", "24642003",
                                                          "103693007"};
  static const Vocabulary words(
      "adjuvant administration and antineoplastic care chemotherapy class day drug general hospital immunotherapy "
      "infusion infusions injection inpatient intravenous invasive iv medical medication medicine nursing of oncology "
      "op "
      "operative order orders other outpatient palliative pharmacological pharmacotherapy post pre procedure "
      "procedures "
      "regime service services surgery surgical systemic systemtherapie therapeutic therapie therapies therapy to "
      "treatment "
      "treatments");
  const auto is_one = [](std::string_view written) {
    return std::ranges::all_of(text::cut(written).words, [](const text::Word& word) { return words.has(word.folded); });
  };
  return is_one(category.text) && std::ranges::all_of(category.codings, [&](const fhir::Coding& coding) {
           return !is_one_of(coding.code, others) && (!category.text.empty() || is_one(coding.display));
         });
}

}  // namespace foresign::mapping
