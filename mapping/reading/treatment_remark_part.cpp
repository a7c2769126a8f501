#include "mapping/reading/treatment_remark_part.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <vector>

#include "mapping/reading/treatment_remark_words.hpp"
#include "mapping/text/cues.hpp"

namespace foresign::mapping {
namespace {

using Weight = Objection::Weight;
using Kind = Remark::Kind;

// "Cycle 2", "c5d1", "day 8": a course after the first.
bool is_later_course(const text::Text& text, std::size_t at, std::size_t last) {
  const std::string& word = text.words[at].folded;
  const auto later_number = [](std::string_view digits) { return is_number(digits) && digits != "0" && digits != "1"; };
  static constexpr std::array<std::string_view, 7> counted{"cycle", "cycles", "dose", "doses", "day", "days", "zyklus"};
  if (std::ranges::find(counted, word) != counted.end())
    return at + 1 < last && later_number(text.words[at + 1].folded);
  if (word.size() < 2 || (word[0] != 'c' && word[0] != 'd')) return false;
  const std::string_view rest = std::string_view(word).substr(1);
  return later_number(rest.substr(0, rest.find_first_not_of("0123456789")));
}

// One part of a statement, between two commas: what a denial in it is about is looked for in it alone.
class Part {
 public:
  Part(const text::Text& text, text::Span words, std::span<const PhraseMatch> drugs, Kind kind, const Named& named)
      : text_(text), first_(words.first), last_(words.last), kind_(kind) {
    if (named.drugs.empty()) return;
    const bool regimen = std::ranges::any_of(named.drugs, is_regimen);
    for (const PhraseMatch& match : drugs) {
      // "FOLFOX never started" is about its oxaliplatin too.
      const bool own = named.names(match.found->name) || (is_regimen(match.found) && !regimen);
      (own ? own_drugs_ : other_drugs_).push_back(match.words);
    }
  }

  [[nodiscard]] Weight weigh() const {
    Weight strongest = Weight::none;
    for (std::size_t at = first_; at < last_; ++at) strongest = std::max(strongest, weigh(at));
    return strongest;
  }

 private:
  static bool is_regimen(const Concept* drug) { return drug->role.starts_with("regimen"); }
  [[nodiscard]] const std::string& word(std::size_t at) const { return text_.words[at].folded; }
  [[nodiscard]] bool follows(std::size_t at, std::size_t within, auto&& is) const {
    for (std::size_t next = at + 1; next < last_ && next <= at + within; ++next)
      if (is(word(next))) return true;
    return false;
  }
  [[nodiscard]] bool has(std::initializer_list<std::string_view> words) const {
    for (std::size_t at = first_; at < last_; ++at)
      if (std::ranges::find(words, std::string_view(word(at))) != words.end()) return true;
    return false;
  }
  [[nodiscard]] bool speaks_of_giving() const {
    static constexpr std::array<std::string_view, 8> others{"exposure", "this",  "it",  "regimen",
                                                            "history",  "start", "mar", "whether"};
    if (!own_drugs_.empty()) return true;
    for (std::size_t at = first_; at < last_; ++at)
      if ((is_giving(word(at)) && word(at) != "on") || is_course(word(at)) ||
          std::ranges::find(others, word(at)) != others.end())
        return true;
    return false;
  }
  [[nodiscard]] bool preceded(std::size_t at, std::initializer_list<std::string_view> words) const {
    return at > first_ && std::ranges::find(words, std::string_view(word(at - 1))) != words.end();
  }
  [[nodiscard]] bool next_is(std::size_t at, std::initializer_list<std::string_view> words) const {
    return at + 1 < last_ && std::ranges::find(words, std::string_view(word(at + 1))) != words.end();
  }

  // What a word of objection may be about instead of this treatment.
  struct Besides {
    bool drugs = true;    // another drug
    bool courses = true;  // a later course, or one that goes on
    bool care = true;     // other care
    bool tests = true;    // of it what is done, but not given: a scan, a blood count
  };
  static Besides besides(Objecting kind, std::string_view word) {
    if (word == "only" || word == "alone") return {true, true, false};
    if (word == "before" || word == "prior")
      return {false, true, true};                        // "changed to sotorasib before the first dose"
    if (is_choosing(word)) return {false, true, false};  // "chose surgery" is a choice against it
    switch (kind) {
      case Objecting::mistake:
        return {true, true, false};
      case Objecting::elsewhere:
        return {true, false, false};
      case Objecting::denial:
      case Objecting::hold:
      case Objecting::plan:
      case Objecting::doubt:
        break;
    }
    return {};
  }

  [[nodiscard]] bool is_something_else(std::size_t at, Besides what) const {
    if (what.drugs)
      for (const text::Span drug : other_drugs_)
        if (drug.first <= at && at < drug.last) return own_drugs_.empty();
    static constexpr auto tests = std::to_array<std::string_view>(
        {"lab",      "labs",      "bp",         "ekg",     "ecg",       "tsh",      "msi",    "cea",
         "cbc",      "cmp",       "creatinine", "ct",      "mri",       "pet",      "scan",   "scans",
         "imaging",  "echo",      "testing",    "barcode", "height",    "lfts",     "biopsy", "culture",
         "cultures", "bloodwork", "restaging",  "staging", "magnesium", "potassium"});
    if (what.care && is_other_care(word(at)) && (what.tests || std::ranges::find(tests, word(at)) == tests.end()))
      return true;
    return what.courses && (is_later_course(text_, at, last_) || goes_on(word(at)) ||
                            (is_later(word(at)) && follows(at, 2, is_course)));
  }

  // What the word at `at` is about: what stands just behind it, or just before it.
  [[nodiscard]] bool is_about_something_else(std::size_t at, Besides what) const {
    // "Will return in 3 weeks for the next cycle"
    // "CT pending" is other care, "pending CT" waits for it.
    const bool awaits = word(at) == "pending" || word(at).starts_with("await") || word(at) == "contingent";
    const bool returns = next_is(at, {"return", "returning", "back"});
    for (std::size_t next = at + 1; next < last_ && next <= at + (returns ? 10 : 5) && (returns || !stops(next));
         ++next)
      if (is_something_else(next, awaits ? Besides{what.drugs, what.courses, false} : what)) return true;
    for (std::size_t back = at; back > first_ && back + 5 > at && !stops(back - 1); --back)
      if (is_something_else(back - 1, what)) return true;
    return false;
  }
  // "Not given because of cisplatin", but "not a candidate for cisplatin".
  [[nodiscard]] bool stops(std::size_t at) const {
    return ends_reach(word(at)) &&
           !(word(at) == "for" &&
             preceded(at, {"candidate", "eligible", "ineligible", "approved", "contraindicated", "due", "scheduled"}));
  }

  // "No evidence of toxicity", "never hospitalized", "potential side effects".
  [[nodiscard]] bool is_about_trouble(std::size_t at) const {
    for (std::size_t next = at + 1; next < last_ && next <= at + 6; ++next) {
      if (is_trouble(word(next))) return true;
      if (!is_filler(word(next)) && !is_number(word(next))) {
        // "No grade 3 | or 4 toxicity"
        if (word(next) == "or" && next > at + 2 && word(next - 2) == "grade") return true;
        break;
      }
      if (next + 1 == last_ && is_number(word(next)) && word(next - 1) == "grade") return true;
    }
    if (at == first_ || !is_trouble(word(at - 1))) return false;
    // "Risks discussed", "side effects possible", "toxicities: none"; not "on progression consider"
    const std::optional<Objecting> kind = objecting(word(at));
    if (kind == Objecting::denial) return text_.words[at].colon_before || word(at) == "none";
    return kind != Objecting::plan || word(at) == "discussed" || word(at) == "expected" || word(at) == "anticipated";
  }

  // "Not given", "was never actually started", "no cycles given", "never had chemo".
  [[nodiscard]] bool denies_giving(std::size_t at) const {
    static constexpr std::array<std::string_view, 22> between{
        "been", "yet", "was",  "were", "is",   "are",       "ever", "actually", "have",    "has",    "had",
        "be",   "to",  "able", "it",   "this", "currently", "did",  "does",     "patient", "having", "up"};
    bool named_course = false;
    for (std::size_t next = at + 1; next < last_ && next <= at + 5; ++next) {
      const std::string& here = word(next);
      if (here == "on")  // "not on this medication", but "not on formulary"
        return next + 1 == last_ ||
               next_is(next, {"this", "it", "the", "med", "medication", "drug", "chemo", "therapy"});
      if (is_giving(here)) return true;
      if (is_course(here)) {
        named_course = true;
        if (next > at + 1 && (word(next - 1) == "had" || word(next - 1) == "having")) return true;
        continue;
      }
      if (std::ranges::find(between, here) == between.end() && !(named_course && here == "of")) return false;
    }
    return false;
  }

  // "Not taken with food"; in instructions "do not take if ...", "do not take more than ...".
  [[nodiscard]] bool denies_a_way(std::size_t at) const {
    const std::size_t next = at + 2;
    if (next >= last_) return false;
    if (word(next) == "with" && next + 1 < last_ && is_other_care(word(next + 1))) return true;
    if (word(next) == "with")
      return next_is(next, {"food", "meals", "meal", "milk", "water", "antacids", "grapefruit"});
    return kind_ == Kind::dosage && (preceded(at, {"do"}) || word(at) == "dont") &&
           (word(next) == "if" || word(next) == "more" || word(next) == "within" || word(next) == "on");
  }

  // "Hold for ANC below 1000", "hold dose if platelets below 75"
  [[nodiscard]] bool holds_on_condition(std::size_t at) const {
    static constexpr std::array<std::string_view, 31> counts{
        "anc",        "plt",         "platelets",  "platelet",
        "wbc",        "hgb",         "hb",         "neutropenia",
        "creatinine", "cr",          "bilirubin",  "lfts",
        "ast",        "alt",         "temp",       "thrombocytopenia",
        "counts",     "neutrophils", "grade",      "grad",
        "rash",       "toxicity",    "mg",         "magnesium",
        "diarrhea",   "fever",       "g3",         "dermatitis",
        "infection",  "mucositis",   "pneumonitis"};
    // What was held was held: "Held for ANC 0.6".
    if (word(at) != "hold" && word(at) != "withhold") return false;
    const bool of_course = at + 1 < last_ && is_course(word(at + 1));
    return next_is(of_course ? at + 1 : at, {"for", "if", "when"}) &&
           follows(at, of_course ? 5 : 4,
                   [](std::string_view next) { return std::ranges::find(counts, next) != counts.end(); });
  }

  // "Declined", "refused treatment": not "declined metformin", of which nobody knows what it stands for.
  [[nodiscard]] bool turns_down_this(std::size_t at) const {
    std::size_t next = at + 1;
    while (next < last_ && (word(next) == "the" || word(next) == "this" || word(next) == "all" || word(next) == "any" ||
                            word(next) == "to" || word(next) == "by" || word(next) == "patient" || word(next) == "it"))
      ++next;
    return next == last_ || ends_reach(word(next)) || is_course(word(next)) || is_giving(word(next)) ||
           std::ranges::any_of(own_drugs_, [next](text::Span drug) { return drug.first == next; });
  }

  [[nodiscard]] bool is_beside_other_care(std::size_t at) const {
    return (at > first_ && is_other_care(word(at - 1))) || (at + 1 < last_ && is_other_care(word(at + 1)));
  }

  [[nodiscard]] bool recalls(std::size_t at) const {
    return follows(at, 2, [](std::string_view next) { return next == "recall" || next == "remember"; });
  }

  // Whether the part tells of an end or a change, which may have come before the first dose.
  [[nodiscard]] bool leaves() const {
    static constexpr std::array<std::string_view, 22> beginnings{
        "stop",   "discontinu", "cancel", "dcd",      "d/c",       "died",   "deceased", "death",
        "passed", "transfer",   "chang",  "switch",   "withdr",    "held",   "hold",     "declin",
        "left",   "hospice",    "moved",  "verstorb", "abgesetzt", "expired"};
    for (std::size_t at = first_; at < last_; ++at)
      for (const std::string_view beginning : beginnings)
        if (word(at).starts_with(beginning)) return true;
    return false;
  }

  // A word that objects only in company: "before the first dose", but "premedicated before infusion".
  [[nodiscard]] bool is_meant(std::size_t at) const {
    const std::string& here = word(at);
    if (here == "before" || here == "prior" || here == "vor") {
      // "Discontinued prior to the first dose", but "double check prior to administration"
      static constexpr std::array<std::string_view, 26> begun{
          "first",     "c1",         "c1d1",           "start",  "starting", "initiation", "initiating",
          "beginning", "receiving",  "administration", "giving", "taking",   "dose",       "treatment",
          "begin",     "beginn",     "started",        "cycle",  "day",      "drug",       "given",
          "infusion",  "medication", "chemo",          "any",    "therapy"};
      return leaves() &&
             follows(at, 3, [](std::string_view next) { return std::ranges::find(begun, next) != begun.end(); });
    }
    // "Prior authorization not required", "no PA needed"; "None" as the whole of a note
    if ((here == "no" || here == "not") && follows(at, 3, [](std::string_view next) {
          return next == "required" || next == "needed" || next == "necessary";
        }))
      return !has({"pa", "authorization", "auth", "test", "cosign", "signature", "consent", "kit", "tto", "ttos"});
    if (here == "none" && text_.words.size() == 1) return false;
    if (here == "be")
      return follows(at, 2, is_giving) || follows(at, 2, [](std::string_view w) { return objecting(w).has_value(); });
    if (here == "may")  // the month
      return !(at > first_ && is_number(word(at - 1))) && !(at + 1 < last_ && is_number(word(at + 1))) &&
             !preceded(at, {"in", "since", "until", "of", "through", "to"});
    if (here == "due") return !next_is(at, {"to"});
    if (here == "plan" || here == "plans")
      return !preceded(at, {"treatment", "therapy", "care", "chemo", "chemotherapy", "beacon", "onc", "oncology"});
    if (here == "0" || here == "zero" || here == "nil") {
      if (follows(at, 1, is_course)) return true;
      if (next_is(at, {"of"}) && at + 2 < last_ && is_number(word(at + 2))) return true;
      // "Cycles completed: 0"; not "dose level 0"
      static constexpr std::array<std::string_view, 10> counts{"cycles", "doses",      "cycle", "infusions", "zyklen",
                                                               "gaben",  "treatments", "fills", "fill",      "history"};
      for (std::size_t back = at; back > first_ && back + 4 > at; --back)
        if (std::ranges::find(counts, word(back - 1)) != counts.end()) return true;
      return false;
    }
    if (here == "arm")
      return preceded(at, {"observation", "control", "placebo", "standard", "comparator", "chemotherapy"});
    if (here == "screen" || here == "screening") return next_is(at, {"fail", "failed", "failure"});
    if (here == "family") return next_is(at, {"history", "hx", "member"});
    if (here == "returned")
      return next_is(at, {"to"}) &&
             follows(at, 2, [](std::string_view next) { return next == "stock" || next == "pharmacy"; });
    if (here == "another" || here == "different" || here == "other")
      return next_is(at, {"patient", "pt", "patients", "person", "chart"});
    if (here == "lost") return follows(at, 2, [](std::string_view next) { return next == "follow" || next == "fu"; });
    if (here == "ordered" && next_is(at, {"by"})) return false;
    // "Who agreed to proceed"
    if (here == "discussed")
      return !has({"agreed", "agrees", "proceed"}) &&
             !(next_is(at, {"with"}) && follows(at, 2, [](std::string_view next) {
                 return next == "patient" || next == "pt" || next == "wife" || next == "husband" ||
                        next == "daughter" || next == "son";
               }));
    if (here == "review") return preceded(at, {"under", "in", "pending"});
    if (here == "stock") return preceded(at, {"to", "of"});
    // "Verified against the protocol", "decided against it"
    if (here == "against")
      return preceded(at, {"decided", "advised", "recommended", "elected", "opted", "chose", "is", "was", "wishes"});
    if (here == "replaced") return next_is(at, {"by", "with"});
    if (here == "recall" || ((here == "cannot" || here == "unable" || here == "cant") && recalls(at)))
      return !follows(at, 4, [](std::string_view next) {
        return next == "date" || next == "dates" || next == "exact" || next == "details" || next == "number";
      });
    if (here == "backed") return next_is(at, {"out"});
    if (here == "compliant" || here == "compliance") return preceded(at, {"non", "not", "poor", "poorly"});
    if (here == "observation") return next_is(at, {"arm"}) || has({"chosen", "elected", "opted", "chose"});
    // "Intention: palliativ"
    if ((here == "intention" || here == "expected") && at + 1 < last_ && text_.words[at + 1].colon_before) return false;
    if (here == "request") return !(leaves() && preceded(at, {"her", "his", "own", "patient", "patients"}));
    if (here == "hold" && next_is(at, {"parameters", "criteria"})) return false;
    // "Starting dose", not "starting"
    if (here == "starting" && next_is(at, {"dose"}) && at > first_) return false;
    if (here == "insurance" || here == "authorization" || here == "auth")
      return !(at + 1 < last_ && (text_.words[at + 1].colon_before || is_number(word(at + 1)))) &&
             !has({"approved", "approves", "obtained", "granted", "verified", "active", "covers", "covered", "valid",
                   "number", "file", "received", "expires", "complete", "completed"});
    // "Given as ordered", "as planned"
    if (here.ends_with("ed") && preceded(at, {"as"}) && objecting(here) == Objecting::plan) return false;
    // "Possible kidney damage" doubts something else than the treatment; "possible", "unclear if received" do not.
    if (objecting(here) == Objecting::doubt) return last_ - first_ <= 2 || speaks_of_giving();
    // "Only premeds given", "hydration only"
    if (here == "only")
      return preceded(at, {"order", "orders", "prescription", "rx", "script"}) || is_beside_other_care(at) ||
             (at + 1 == last_ && !has({"grade", "grad", "mild", "minor", "g1", "g2"}));
    if (here == "alone")
      return preceded(at, {"radiation", "rt", "xrt", "sbrt", "surgery", "surveillance", "observation", "radiotherapy"});
    if (here == "group") return preceded(at, {"control", "placebo", "observation", "comparator"});
    if (here == "contraindication" || here == "contraindications") return !preceded(at, {"no", "without"});
    return true;
  }

  [[nodiscard]] bool is_of_a_relative(std::size_t at) const {
    if (!text::is_relative(word(at))) return false;
    std::size_t before = at;
    while (before > first_ && (word(before - 1) == "his" || word(before - 1) == "her" || word(before - 1) == "the" ||
                               word(before - 1) == "patients"))
      --before;
    // "Her sister received this drug"
    static constexpr std::array<std::string_view, 8> takes{"received", "receives", "took", "takes",
                                                           "got",      "uses",     "used", "taking"};
    if (at + 1 < last_ && std::ranges::find(takes, word(at + 1)) != takes.end()) return true;
    if (next_is(at, {"medication", "medicine", "drug", "prescription", "rx", "chemo"})) return true;
    // "Daughter had carboplatin", "sister had this for breast cancer"; not "mother had breast cancer"
    static constexpr std::array<std::string_view, 4> treated{"this", "it", "same", "chemo"};
    if (at + 1 < last_ && (word(at + 1) == "had" || word(at + 1) == "has" || word(at + 1) == "on") &&
        (!own_drugs_.empty() ||
         follows(at, 3, [](std::string_view next) { return std::ranges::find(treated, next) != treated.end(); })))
      return true;
    if (before == first_) return false;
    const std::string& joint = word(before - 1);
    // "Taken by his brother", but "driven by her son"
    return joint == "for" || joint == "of" || joint == "to" || joint == "from" ||
           (joint == "by" && before > first_ + 1 && is_giving(word(before - 2)));
  }

  // Instructions and names speak of holding and ordering in ways that say nothing of what was done.
  [[nodiscard]] bool says_nothing_here(std::size_t at, Objecting kind) const {
    const std::string& here = word(at);
    switch (kind_) {
      case Kind::note:
        return false;
      case Kind::status_reason:
        return here == "ordered" || here == "discussed" || here == "decision" || here == "preferred";
      case Kind::dosage:
        // "Do not crush", "take if needed", "hold for ANC below 1000"
        if (kind == Objecting::hold) {  // also "hold and call MD for Temp > 100.4"
          static constexpr std::array<std::string_view, 3> conditions{"for", "if", "when"};
          for (std::size_t next = at + 1; next < text_.words.size() && next <= at + 6; ++next)
            if (text_.words[next].statement == text_.words[at].statement &&
                std::ranges::find(conditions, word(next)) != conditions.end())
              return true;
          return false;
        }
        if (kind == Objecting::plan)
          return here != "start" && here != "starting" && here != "begin" && here != "beginning" && here != "pending" &&
                 here != "planned" && here != "awaiting";
        return kind == Objecting::denial || kind == Objecting::doubt;
      case Kind::name:
        return here == "ordered" || here == "without" || here == "0" || here == "prior" || here == "before";
    }
    return false;
  }

  [[nodiscard]] Weight weigh(std::size_t at) const {
    if (is_of_a_relative(at)) return Weight::doubt;
    const std::optional<Objecting> kind = objecting(word(at));
    if (!kind || !is_meant(at)) return Weight::none;
    const bool denies = kind == Objecting::denial;
    // "Has not refused any dose"
    if (denies && at + 1 < last_ && is_turning_down(word(at + 1))) return Weight::none;
    if (is_turning_down(word(at)) && at > first_ && objecting(word(at - 1)) == Objecting::denial) return Weight::none;
    if (is_turning_down(word(at)) && at > first_ && is_measured(word(at - 1))) return Weight::none;
    // "Carboplatin chosen for its hearing loss" chooses this one.
    Besides what = besides(*kind, word(at));
    static constexpr std::array<std::string_view, 4> given{"given", "administered", "infused", "verabreicht"};
    // "Labs low, not given"
    if (denies && at + 1 < last_ && std::ranges::find(given, word(at + 1)) != given.end()) what.tests = false;
    const bool something_else = is_about_something_else(at, what) || (is_choosing(word(at)) && !own_drugs_.empty());
    if (denies && !something_else) {
      if (denies_giving(at)) return denies_a_way(at) ? Weight::none : Weight::never;
      if (is_turning_down(word(at)) && turns_down_this(at) && kind_ != Kind::status_reason) return Weight::never;
    }
    // "Entered in error", "wrong patient"
    if ((word(at) == "error" && preceded(at, {"in"})) ||
        (word(at) == "wrong" && next_is(at, {"patient", "pt", "chart"})))
      return Weight::never;
    if (something_else || is_about_trouble(at) || says_nothing_here(at, *kind)) return Weight::none;
    if (*kind == Objecting::hold && holds_on_condition(at)) return Weight::none;
    if (*kind == Objecting::plan) return Weight::plans;
    return *kind == Objecting::hold ? Weight::held : Weight::doubt;
  }

  const text::Text& text_;
  std::size_t first_;
  std::size_t last_;
  Kind kind_;
  std::vector<text::Span> own_drugs_;
  std::vector<text::Span> other_drugs_;
};

}  // namespace

Weight weigh_part(const text::Text& text, text::Span part, std::span<const PhraseMatch> drugs, Remark::Kind kind,
                  const Named& named) {
  return Part(text, part, drugs, kind, named).weigh();
}

}  // namespace foresign::mapping
