#include "mapping/reading/treatment_name_words.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include "mapping/reading/treatment_words.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;

// Directly behind the drug: what it did, or what is done about it.
constexpr std::array<std::string_view, 32> consequences{
    "induced",       "related",        "associated", "toxicity",    "allergy",        "hypersensitivity",
    "intolerance",   "premedication",  "education",  "teaching",    "consultation",   "counseling",
    "counselling",   "level",          "levels",     "monitoring",  "consent",        "sensitivity",
    "resistance",    "coated",         "eluting",    "impregnated", "nephrotoxicity", "ototoxicity",
    "premed",        "reaction",       "edema",      "nail",        "copay",          "assistance",
    "extravasation", "desensitization"};
constexpr std::array<std::string_view, 3> harms{"neuropathy", "pneumonitis", "colitis"};

// Anywhere in the statement: it is about something that happens around a treatment.
constexpr std::array occasions = std::to_array<std::string_view>({"education",
                                                                  "teaching",
                                                                  "counseling",
                                                                  "counselling",
                                                                  "consultation",
                                                                  "consult",
                                                                  "discussion",
                                                                  "evaluation",
                                                                  "planning",
                                                                  "placement",
                                                                  "insertion",
                                                                  "testing",
                                                                  "test",
                                                                  "assay",
                                                                  "monitoring",
                                                                  "consent",
                                                                  "assessment",
                                                                  "desensitization",
                                                                  "stent",
                                                                  "stents",
                                                                  "balloon",
                                                                  "authorization",
                                                                  "scheduling",
                                                                  "ihc",
                                                                  "immunohistochemistry",
                                                                  "pharmdx",
                                                                  "audiogram",
                                                                  "22c3",
                                                                  "sp142",
                                                                  "sp263",
                                                                  "genotyping",
                                                                  "genotype",
                                                                  "supplies"});

// The same in the name of a procedure, or beside the code of a drug.
constexpr auto visits = std::to_array<std::string_view>({"sheet",        "handout",       "leaflet",
                                                         "brochure",     "information",   "class",
                                                         "orientation",  "visit",         "teach",
                                                         "educate",      "informed",      "instruction",
                                                         "call",         "questionnaire", "checklist",
                                                         "screening",    "clearance",     "simulation",
                                                         "aufklärung",   "referral",      "aufklärungsgespräch",
                                                         "schulung",     "beratung",      "gespräch",
                                                         "review",       "einwilligung",  "request",
                                                         "vorbereitung", "portanlage",    "portimplantation",
                                                         "study",        "stability",     "quote",
                                                         "calendar",     "comparison"});

constexpr std::array<std::string_view, 9> directly_before{"vor",     "for",  "pre",   "post", "following",
                                                          "against", "hold", "avoid", "stop"};
constexpr std::array<std::string_view, 5> before_to{"prior", "alternative", "allergic", "intolerant", "allergy"};
constexpr std::array<std::string_view, 6> shortly_before{"before",        "during", "after",
                                                         "premedication", "premed", "prophylaxis"};

// Fluids and salts that carry a drug or go with it, and medicines that support it.
constexpr std::array<std::string_view, 31> carriers{"ns",
                                                    "nacl",
                                                    "sodium",
                                                    "saline",
                                                    "dextrose",
                                                    "d5w",
                                                    "water",
                                                    "magnesium",
                                                    "potassium",
                                                    "kcl",
                                                    "mannitol",
                                                    "leucovorin",
                                                    "levoleucovorin",
                                                    "lv",
                                                    "dexamethasone",
                                                    "ondansetron",
                                                    "aprepitant",
                                                    "fosaprepitant",
                                                    "palonosetron",
                                                    "granisetron",
                                                    "diphenhydramine",
                                                    "famotidine",
                                                    "acetaminophen",
                                                    "filgrastim",
                                                    "pegfilgrastim",
                                                    "hydration",
                                                    "prochlorperazine",
                                                    "olanzapine",
                                                    "lorazepam",
                                                    "methylprednisolone",
                                                    "hydrocortisone"};
constexpr std::array<std::string_view, 5> vitamins{"b12", "folic", "folate", "cyanocobalamin", "vitamin"};

// What an order may say beside the drug.
constexpr std::array<std::string_view, 60> order_words{
    "start",      "begin",        "add",        "renew",       "renewal",    "refill",   "reorder",  "rechallenge",
    "reload",     "load",         "until",      "progression", "give",       "be",       "infuse",   "minute",
    "directed",   "see",          "pharmacy",   "oncology",    "oncologist", "provider", "order",    "orders",
    "set",        "supplied",     "provided",   "codebreak",   "banded",     "new",      "resume",   "re",
    "zzz",        "compounded",   "compound",   "filter",      "micron",     "amgen",    "lilly",    "intraven",
    "monoclonal", "indefinitely", "as",         "two",         "together",   "combine",  "clinic",   "site",
    "service",    "nurse",        "administer", "hospital",    "per",        "beta",     "starting", "beginning",
    "adding",     "bmi",          "bsa",        "own"};

bool is_day_word(std::string_view word) {
  static constexpr std::array<std::string_view, 7> words{"days", "day", "weeks", "week", "wk", "wks", "tage"};
  return is_one_of(word, words) || (!word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos);
}

bool is_one_digit(std::string_view word) {
  return word.size() == 1 && word.front() >= '0' && word.front() <= '9';
}

}  // namespace

std::vector<text::Span> harmless_phrases(const text::Text& name, NameKind kind) {
  static const WordList phrases{"not therapeutically equivalent to",
                                "not otherwise specified",
                                "treatment plan",
                                "therapy plan",
                                "chemotherapy plan",
                                "chemo plan",
                                "beacon plan",
                                "order set",
                                "plan recorded",
                                "as directed",
                                "see treatment plan",
                                "after chemoradiation",
                                "after chemoradiotherapy",
                                "after CRT",
                                "after progression",
                                "after surgery",
                                "after resection",
                                "prior to admission",
                                "status post",
                                "no issues",
                                "without issues",
                                "w/o issues",
                                "without complications",
                                "removal of",
                                "pump removal",
                                "pump disconnect",
                                "pump disconnection",
                                "pump removed",
                                "american regent",
                                "MD Anderson",
                                "Mayo Clinic",
                                "de Gramont",
                                "nicht komplexe",
                                "nicht modifizierten"};
  std::vector<text::Span> found = phrases.all_in(name);
  for (std::size_t at = 0; at < name.words.size(); ++at) {
    const std::string& word = name.words[at].folded;
    const bool closing = at + 1 == name.words.size() && at > 0;
    const bool harmless = (word == "off" && at > 0 && is_day_word(name.words[at - 1].folded)) ||
                          // "Carboplatin order" is the name of one; "order carboplatin" asks for it.
                          (closing && (word == "order" || word == "orders")) ||
                          (kind == NameKind::ordered && is_one_of(word, order_words)) ||
                          // "Capecitabin 2-0-2"
                          (word == "0" && at > 0 && !closing && is_one_digit(name.words[at - 1].folded) &&
                           is_one_digit(name.words[at + 1].folded));
    if (harmless) found.push_back({at, at + 1});
  }
  return found;
}

std::string_view without_heading(std::string_view name) {
  static const WordList headings{"treatment plan",
                                 "onc treatment plan",
                                 "oncology treatment plan",
                                 "beacon plan",
                                 "chemotherapy plan",
                                 "chemo plan",
                                 "therapy plan",
                                 "non-formulary",
                                 "beacon treatment plan",
                                 "infusion plan",
                                 "nicht komplexe chemotherapie"};
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos || colon > 40) return name;
  const text::Text heading = text::cut(name.substr(0, colon));
  const auto is_whole = [&](text::Span span) { return span.first == 0 && span.last == heading.words.size(); };
  return std::ranges::any_of(headings.all_in(heading), is_whole) ? name.substr(colon + 1) : name;
}

bool beside_what_is_meant(const text::Text& text, text::Span span) {
  const std::size_t statement = text.words[span.first].statement;
  if (span.last < text.words.size() && text.words[span.last].statement == statement &&
      (is_one_of(text.words[span.last].folded, consequences) || is_one_of(text.words[span.last].folded, harms)))
    return true;
  std::size_t start = span.first;
  while (start > 0 && text.words[start - 1].statement == statement) --start;
  for (std::size_t index = start; index < text.words.size() && text.words[index].statement == statement; ++index)
    if (is_one_of(text.words[index].folded, occasions)) return true;
  for (std::size_t back = 1; back <= 3 && back <= span.first; ++back) {
    const std::size_t index = span.first - back;
    if (text.words[index].statement != statement) return false;
    const text::Word& next = text.words[index + 1];
    if (next.comma_before || next.colon_before) return false;
    const std::string& word = text.words[index].folded;
    if (back == 1 && is_one_of(word, directly_before)) return true;
    if (back == 2 && is_one_of(word, before_to) && next.folded == "to") return true;
    if (is_one_of(word, shortly_before)) return true;
  }
  return false;
}

bool names_an_occasion(const text::Text& text) {
  return std::ranges::any_of(text.words, [](const text::Word& word) {
    return is_one_of(word.folded, occasions) || is_one_of(word.folded, visits);
  });
}

bool goes_with(const text::Text& name, text::Span drug) {
  const text::Word& first = name.words[drug.first];
  if (drug.first == 0) return false;
  bool carried = name.words[0].folded == "mg" && name.words[0].statement == first.statement;  // magnesium
  bool vitamin = false;
  for (std::size_t at = 0; at < drug.first; ++at) {
    if (name.words[at].statement != first.statement) continue;
    carried = carried || is_one_of(name.words[at].folded, carriers);
    vitamin = vitamin || is_one_of(name.words[at].folded, vitamins);
  }
  // "Ondansetron (chemo day, oxaliplatin)"
  const std::string_view before_drug = std::string_view(name.original).substr(0, first.offset);
  if ((carried || vitamin) && std::ranges::count(before_drug, '(') > std::ranges::count(before_drug, ')')) return true;
  if (first.comma_before) return false;  // "leucovorin, fluorouracil": a list
  if (vitamin) return true;
  if (!carried) return false;
  const text::Word& before = name.words[drug.first - 1];
  const std::size_t end = before.offset + before.length;
  const bool bracketed =
      std::string_view(name.original).substr(end, first.offset - end).find_first_of("([") != std::string_view::npos;
  return bracketed || before.folded == "with" || before.folded == "w" || before.folded == "w/";
}

bool is_of_another_service(const std::string& words) {
  static constexpr auto services = std::to_array<std::string_view>({"gyn", "gu", "sclc", "gynecologic", "urology"});
  const text::Text text = text::cut(words);
  const auto word = [&](std::size_t at) {
    return at < text.words.size() ? std::string_view(text.words[at].folded) : std::string_view();
  };
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::string_view before = at > 0 ? word(at - 1) : std::string_view();
    if (text::is_one_of(word(at), services)) return true;
    if (word(at) == "stomach" && before != "empty") return true;
    if (word(at) == "heme" && !word(at + 1).starts_with("onc")) return true;
    if (word(at) == "mm" && before == "op") return true;
  }
  return false;
}

}  // namespace foresign::mapping
