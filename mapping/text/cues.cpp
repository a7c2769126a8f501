#include "mapping/text/cues.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "mapping/text/genes.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::text {

namespace {

using enum CueKind;

struct Phrases {
  CueKind kind;
  Reach reach;
  bool whole_list;
  bool denies_results;
  std::string_view phrases;  // separated by `|`, as cut() folds them
};

constexpr std::array table = {
    // Negations before what they deny.
    Phrases{
        negation, Reach::ahead, true, true,
        "no|none of|without|w/o|never|neither|nor|no evidence of|no evidence for|without evidence of|no sign of|no "
        "signs of|no "
        "known|"
        "no history of|no prior history of|no family history of|no indication of|no suspicion of|no suspicion for|no "
        "concern for|"
        "absence of|lack of|lacks|lacking|devoid of|free of|free from|denies|denied|denying|"
        "did not show|does not show|do not show|didnt show|doesnt show|fails to show|failed to show|fails to "
        "demonstrate|"
        "failed to reveal|rather than|instead of|inconsistent with|not consistent with|excludes|excluding|exclusion of|"
        "unremarkable for|"
        "kein|keine|keinen|keinem|keiner|keines|ohne|kein nachweis|kein hinweis auf|kein anhalt "
        "für|ausschluss|ausschluss von|"
        "ausschluss einer|ausschluss eines|weder|noch"},
    Phrases{negation, Reach::ahead, true, true, "non|nicht"},
    Phrases{
        negation, Reach::ahead, true, false,
        "negative for|neg for|tested negative for|negativ für|negativ auf|wild type for|wildtype for|ruled out for"},
    // Of "no mutations or fusions were detected in EGFR, KRAS G12C" the denial goes on behind its noun.
    Phrases{negation, Reach::ahead, true, true,
            "no mutation|no mutations|no variant|no variants|keine mutation|keine mutationen|keine variante|keine "
            "varianten"},
    // Negations after what they deny.
    Phrases{negation, Reach::behind, true, false,
            "negative|neg|absent|undetected|undetectable|nondetected|non detected|none|none detected|none "
            "identified|none seen|none "
            "found|nil|"
            "ruled out|was ruled out|excluded|no longer detected|no longer detectable|no longer present|no longer seen|"
            "no evidence|keine mutation|keine mutationen|keine mutation nachgewiesen|keine mutation nachweisbar|"
            "keine mutation gefunden|keine mutationen nachgewiesen|keine mutationen nachweisbar|no mutation|no "
            "mutations|no mutation detected|no mutation identified|no mutation found|"
            "no mutations detected|no alteration|no alterations|no reportable mutation|no reportable mutations|no "
            "reportable alteration|"
            "no reportable alterations|no reportable variant|no reportable variants|no pathogenic mutation|no "
            "pathogenic mutations|no pathogenic "
            "variant|no pathogenic variants|no pathogenic alteration|no pathogenic alterations|no alteration "
            "detected|no alterations "
            "detected|negative for mutation|negative for mutations|no variant|no variants|keine variante|keine "
            "varianten|no variant detected|no variants "
            "detected|(-)|"
            "negatives|pertinent negative|pertinent negatives|"
            "negativ|ausgeschlossen|nein|unmutiert|nicht nachgewiesen|nicht nachweisbar|nicht vorhanden|"
            "nicht detektiert|liegt nicht vor|liegen nicht vor|nicht mutiert|nicht gefunden|kein nachweis "
            "erbracht|ohne nachweis|nd"},
    // Doubt. "Not negative" and "cannot exclude" deny nothing and state nothing.
    Phrases{
        suspicion, Reach::ahead, true, false,
        "look for|looking for|check for|checking for|monitor for|monitoring for|surveillance for|watch for|prophylaxis "
        "against|second opinion for|provisional|provisional diagnosis|working diagnosis|preoperative diagnosis|pre op "
        "diagnosis|pre op dx|preop dx|preop diagnosis|misdiagnosed as|misdiagnosed|doubtful|"
        "doubt|doubts|worried about|worries about|worry about|concerned about|concerns about|concern about|anxious "
        "about|"
        "afraid of|fearful of|fearful about|fear of|fears of|asks about|asked about|asking about|questions "
        "about|question about|counseled "
        "about|counselled about|counseled on|counselled on|educated on|educated about|education about|education on|"
        "informed about|explained|thought to be|previously thought to be|initially thought to be|initially staged "
        "as|assuming|false positive|falsely positive|falsch positiv|suspect|suspected|suspicious for|suspicion "
        "of|suspicion for|suspicious "
        "of|probable|probably|potential|possible|possibly|likely|"
        "presumed|presumably|presumptive|questionable|question of|query|rule out|r/o|ruling out|exclude|cannot exclude|"
        "can not exclude|cannot rule out|can not rule out|could not exclude|could not rule out|does not exclude|"
        "do not exclude|did not exclude|not exclude|not excluding|not ruling out|concern for|concerns for|concerning "
        "for|"
        "worrisome for|equivocal for|indeterminate for|evaluate for|evaluation for|evaluating for|assess "
        "for|screening for|"
        "screen for|workup for|work up for|differential|differential diagnosis|differential includes|ddx|"
        "suggestive of|suggests|suggesting|may be|may represent|may have|might be|might have|might represent|could be|"
        "could represent|maybe|perhaps|at risk of|at risk for|risk of|risk for|high risk of|"
        "high risk for|low risk of|low risk for|unclear if|unclear "
        "whether|whether|favor|favors|"
        "favour|favours|not negative for|unlikely|unlikely to be|"
        "verdacht auf|verdacht|hochgradiger verdacht auf|v a|dd|fraglich|fragliche|fraglicher|fragliches|vermutlich|"
        "vermutete|vermutetes|wahrscheinlich|wahrscheinliche|wahrscheinliches|möglich|mögliche|möglicher|mögliches|"
        "möglicherweise|am ehesten|verdächtig auf"},
    Phrases{
        suspicion, Reach::behind, true, false,
        "r/o|unverified|not verified|doubtful|disproven|disproved|false positive|misdiagnosis|wrong patient|"
        "suspected|is suspected|probable|possible|likely|presumed|questionable|unlikely|in question|cannot be excluded|"
        "cannot be ruled out|can not be excluded|can not be ruled out|could not be excluded|could not be ruled out|not "
        "excluded|"
        "not ruled out|not been excluded|not been ruled out|not negative|not absent|not confirmed|not been confirmed|"
        "unconfirmed|to be "
        "confirmed|tbc|unknown|unclear|uncertain|indeterminate|inconclusive|equivocal|invalid|insufficient|not "
        "sufficient|qns|"
        "no call|nocall|no result|unsatisfactory|failed|borderline|not interpretable|not evaluable|"
        "below limit of detection|below the limit of detection|below level of detection|below the level of detection|"
        "below detection limit|below the detection limit|under limit of detection|under the limit of detection|"
        "under detection limit|under the detection limit|below lod|below the lod|below threshold|below the threshold|"
        "below cutoff|below the cutoff|low confidence|low coverage|no coverage|insufficient coverage|poor quality|"
        "low quality|unter der nachweisgrenze|unterhalb der nachweisgrenze|"
        "fraglich|vermutet|möglich|wahrscheinlich|nicht ausgeschlossen|nicht auszuschließen|nicht "
        "auszuschliessen|unklar|"
        "nicht beurteilbar|nicht auswertbar"},
    Phrases{suspicion, Reach::ahead, false, false, "benign|mimic of|mimicking"},
    Phrases{suspicion, Reach::both, true, false, "vs|versus"},
    // What is still to come, or was only asked.
    Phrases{intention, Reach::ahead, true, false,
            "pending|awaiting|await|awaits|to be ordered|ordered|order|planned|plan|plan to|plan for|planning|planned "
            "for|recommend|"
            "recommends|recommended|recommending|consider|considering|considered for|eligible for|discuss|discussed|"
            "discussing|candidate for|reflex|reflex to|reflexed to|previously reported as|originally reported as|"
            "initially reported as|erroneously reported as|incorrectly reported as|misreported as|"
            "request|requested|if|will|would|should|send for|sent for|indicated for|approved "
            "for|schedule|scheduled|"
            "scheduled for|to determine|to detect|to assess|designed to|intended for|intended to|"
            "angefordert|geplant|empfohlen|ausstehend"},
    Phrases{inquiry, Reach::ahead, true, false,
            "test for|tests for|testing for|tested for|assay for|analysis for|analyzed for|analysed for|evaluated "
            "for|assessed for|"
            "screened for|examined for|searched for|untersuchung auf|testung auf|getestet auf|untersucht auf"},
    Phrases{inquiry, Reach::behind, true, false, "see comment|see comments|see report|see below|see note"},
    Phrases{intention, Reach::behind, true, false,
            "pending|ordered|to be ordered|planned|is planned|recommended|requested|discussed|awaited|to follow|"
            "in progress|underway|scheduled|will be|to be performed|to be done|to be determined|tbd|not yet available|"
            "not available|not tested|not performed|not done|not assessed|not evaluated|not analyzed|not analysed|not "
            "known|"
            "not reported|not yet reported|not yet tested|not requested|not ordered|untested|postponed|"
            "not applicable|n/a|cancelled|canceled|in process|tnp|"
            "reported separately|sent out|send out|should be|must be|needs to be|need to be|"
            "ausstehend|steht aus|angefordert|geplant|empfohlen|nicht untersucht|nicht getestet|nicht durchgeführt"},
    // What was said, and is not any more.
    Phrases{suspicion, Reach::both, true, true,
            "retracted|was retracted|has been retracted|result retracted|retraction|entered in error|reported in error|"
            "widerrufen|irrtümlich"},
    // What was.
    Phrases{past, Reach::ahead, true, false,
            "history of|h/o|hx of|past history of|personal history of|prior history of|medical history of|remote "
            "history of|"
            "status post|s/p|st p|st post|z n|zustand nach|known history of|resolved|anamnestisch"},
    Phrases{past, Reach::ahead, false, false,
            "treated|old|ex|hx|completed treatment for|completed therapy "
            "for|former|formerly|previous|previously|prior|past|remote|ehemals|ehemalige|früher|früheres"},
    Phrases{past, Reach::behind, false, false, "in the past|survivor|survivorship"},
    Phrases{past, Reach::behind, true, false,
            "ned|inactive|not active|no longer active|historical|resolved|has resolved|cured|complete response|in "
            "complete response|remission|complete remission|in "
            "remission|in complete remission|disease "
            "free|no evidence of disease"},
    // Other people.
    Phrases{family, Reach::ahead, true, false,
            "family history|family history of|family hx|family hx of|fh|fhx|fhx of|fh "
            "of|familienanamnese|familiär|maternal|paternal|"
            "familial history of"},
    Phrases{family, Reach::behind, true, false,
            "in another patient|of another patient|in a different patient|of a different patient|in other patients"},
    // Results of their own.
    Phrases{
        result, Reach::both, true, false,
        "detected|positive|pos|present|identified|found|seen|confirmed|observed|mutated|mutant|amplified|rearranged|"
        "positive for|tested positive for|wild "
        "type|wildtype|wt|high|low|stable|mss|msi h|pmmr|dmmr|deficient|proficient|intact|overexpressed|"
        "(+)|demonstrated|harbors|harbours|harboring|harbouring|carries|carrying|shows|showed|revealed|reveals|"
        "nachgewiesen|positiv|mutiert|nachweisbar|vorhanden|wildtyp|bestätigt|gesichert|nachweis|nachweis von|nachweis "
        "einer|"
        "nachweis eines"},
    // Ends of a reach.
    Phrases{stop, Reach::both, true, false,
            "due to|because|because of|since|given|owing to|despite|except|except for|other than|aside from|apart "
            "from|besides|"
            "secondary to|in setting of|in the setting of|in the context of|which|who|now|currently|now with|presents "
            "with|presenting with|presented with|"
            "diagnosed with|patient with|pt with|consistent with|compatible with|and has|and have|and had|and is|and "
            "was|and are|and were|"
            "and shows|and showed|and remains|and received|and presents|patient has|pt has|patient is|he has|she has|"
            "wegen|aufgrund|bei bekanntem|außer|jetzt|aktuell"},
    Phrases{
        none, Reach::both, true, false,
        "borderline resectable|potentially resectable|possibly resectable|not only|not just|never smoker|never "
        "smoked|never a smoker|never smoking|non smoker|never drinker|no smoking|"
        "no longer|no change in|no change of|no increase in|no decrease in|no progression of|no worsening of|no doubt|"
        "no question|without change|without progression of|without change in|no further progression of|no "
        "contraindication to|"
        "no contraindications to|history of present illness|previously treated|heavily treated|previously "
        "untreated|previously "
        "diagnosed|"
        "prior ngs|prior molecular|prior genomic|prior testing|prior biopsy|previous ngs|previous molecular|previous "
        "genomic|previous testing|previous biopsy|"
        "previously identified|previously known|previously documented|previously detected|previously reported|"
        "previously confirmed|nicht nur|not necessarily|non small|non squamous|non mucinous|non keratinizing|non "
        "keratinising|partial remission|"
        "excluded from|if any|likely pathogenic|pathogenic likely|likely oncogenic|likely activating|likely gain|as "
        "ordered|as planned|will continue|low grade|high "
        "grade|low level|high risk"},
};

// "No clinically significant variants": a denial on both sides, as "no variants" is.
constexpr Phrases no_such_variants[] = {{negation, Reach::ahead, true, true, {}},
                                        {negation, Reach::behind, true, false, {}}};
constexpr auto kinds_of_variants = std::to_array<std::string_view>(
    {"actionable", "activating", "clinically relevant", "clinically significant", "deleterious", "detectable",
     "disease associated", "driver", "hotspot", "known", "oncogenic", "pathogenic", "pathogenic or likely pathogenic",
     "relevant", "reportable", "significant", "somatic", "targetable"});
constexpr auto nouns_of_variants =
    std::to_array<std::string_view>({"mutation", "mutations", "variant", "variants", "alteration", "alterations"});

struct Entry {
  std::vector<std::string> words;
  const Phrases* from = nullptr;
};

std::vector<std::string> words_of(std::string_view phrase) {
  std::vector<std::string> words;
  for (std::string_view left = phrase; !left.empty();) {
    const std::string_view word = left.substr(0, left.find(' '));
    left.remove_prefix(std::min(left.size(), word.size() + 1));
    words.emplace_back(word);
  }
  return words;
}

// Each cue under its first word, the longest first.
std::unordered_map<std::string, std::vector<Entry>> build() {
  std::unordered_map<std::string, std::vector<Entry>> index;
  for (const Phrases& row : table) {
    std::string_view rest = row.phrases;
    while (!rest.empty()) {
      const std::string_view phrase = rest.substr(0, rest.find('|'));
      rest.remove_prefix(std::min(rest.size(), phrase.size() + 1));
      Entry entry{words_of(phrase), &row};
      index[entry.words.front()].push_back(std::move(entry));
    }
  }
  for (const std::string_view kind : kinds_of_variants)
    for (const std::string_view noun : nouns_of_variants)
      for (const Phrases& row : no_such_variants)
        index["no"].push_back({words_of("no " + std::string(kind) + " " + std::string(noun)), &row});
  for (auto& [word, entries] : index)
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& left, const Entry& right) { return left.words.size() > right.words.size(); });
  return index;
}

const std::unordered_map<std::string, std::vector<Entry>>& cues() {
  static const auto built = build();
  return built;
}

constexpr std::array<std::string_view, 16> nots = {"not",   "cannot", "didnt",    "wasnt",  "isnt",    "werent",
                                                   "arent", "hasnt",  "havent",   "doesnt", "couldnt", "cant",
                                                   "dont",  "hadnt",  "couldn't", "wont"};
constexpr std::array<std::string_view, 24> fillers = {
    "be",   "been", "being",        "clearly",  "definitively", "definitely", "currently", "yet",
    "able", "to",   "have",         "has",      "was",          "any",        "as",        "a",
    "the",  "were", "convincingly", "reliably", "shown",        "found",      "both",      "is"};
constexpr std::array<std::string_view, 30> results = {
    "documented", "diagnosed", "proven",     "detected",     "detectable", "identified", "found",       "seen",
    "observed",   "present",   "mutated",    "demonstrated", "evident",    "noted",      "appreciated", "visualized",
    "visualised", "shown",     "positive",   "revealed",     "harbored",   "harboured",  "established", "mutant",
    "visible",    "apparent",  "discovered", "recognized",   "amplified",  "rearranged"};

// "not detected", "could not be identified": the words after `at` that make a negation of what stands before; 0 where
// there is none.
std::size_t denied_result(const Text& text, std::size_t at, std::size_t last) {
  std::size_t next = at + 1;
  while (next < last && next < at + 5 && is_one_of(text.words[next].folded, fillers) &&
         !(is_one_of(text.words[next].folded, results) &&
           (next + 1 == last || !is_one_of(text.words[next + 1].folded, results) || text.words[next + 1].comma_before)))
    ++next;
  return next < last && is_one_of(text.words[next].folded, results) ? next + 1 - at : 0;
}

constexpr std::array<std::string_view, 26> undone = {
    "assessed",  "evaluated",  "tested",      "performed",   "determined", "analyzed",  "analysed",
    "done",      "obtained",   "completed",   "ascertained", "verified",   "confirmed", "reported",
    "called",    "reportable", "validated",   "covered",     "sequenced",  "callable",  "interpretable",
    "evaluable", "conclusive", "interpreted", "informative", "assessable"};

// "could not be assessed": no finding either way; 0 where there is none.
std::size_t denied_testing(const Text& text, std::size_t at, std::size_t last) {
  std::size_t next = at + 1;
  while (next < last && next < at + 5 && is_one_of(text.words[next].folded, fillers)) ++next;
  return next < last && is_one_of(text.words[next].folded, undone) ? next + 1 - at : 0;
}

bool overlaps(std::size_t first, std::size_t last, Span focus) {
  return first < focus.last && focus.first < last;
}

// The same words may stand in the table before and after what they mean ("possible", "pending").
void add(std::vector<Cue>& found, const std::vector<Entry>& entries, const Entry& longest, std::size_t at) {
  for (const Entry& entry : entries)
    if (entry.words == longest.words)
      found.push_back({entry.from->kind, entry.from->reach, entry.from->whole_list, entry.from->denies_results, at,
                       at + entry.words.size()});
}

constexpr std::array<std::string_view, 46> relatives = {
    "nichte",      "neffe",    "geschwister",   "sohn",        "tochter",     "tante",   "onkel",     "großmutter",
    "großvater",   "cousine",  "ehemann",       "ehefrau",     "mother",      "father",  "sister",    "brother",
    "aunt",        "uncle",    "cousin",        "grandmother", "grandfather", "son",     "daughter",  "parent",
    "parents",     "sibling",  "siblings",      "relative",    "relatives",   "mutter",  "schwester", "bruder",
    "grandparent", "husband",  "wife",          "spouse",      "nephew",      "niece",   "twin",      "mom",
    "dad",         "grandson", "granddaughter", "partner",     "roommate",    "neighbor"};
constexpr std::array<std::string_view, 20> has = {
    "had",      "has", "with",     "died",     "diagnosed", "history", "was",   "is",      "who",     "dx",
    "suffered", "of",  "deceased", "positive", "hatte",     "an",      "dying", "carries", "carried", "carrying"};
constexpr std::array<std::string_view, 12> of_whom = {"in",       "his", "her", "the",   "patients", "maternal",
                                                      "paternal", "a",   "one", "their", "s",        "my"};
constexpr std::array<std::string_view, 8> whose = {"his",      "her",   "patients", "maternal",
                                                   "paternal", "their", "my",       "patient"};
// "in the tumor of her father", "in her lung cancer": what stands between the preposition and the relative.
constexpr std::array<std::string_view, 5> from_where = {"in", "of", "from", "bei", "des"};

bool is_possessive(const Text& text, std::size_t at) {
  const Word& word = text.words[at];
  return word.folded.back() == 's' && word.length > word.folded.size();  // the apostrophe is not folded
}

// "mother had ...", "Mother: ...", "the patient's mother ..."; "... in his father", "... in his brother's tumor".
// "Lives with her daughter" names no one's illness.
bool is_about_relative(const Text& text, std::size_t at, std::size_t first, std::size_t last, Reach& reach) {
  const std::size_t next = at + 1;
  if (text.words[at].folded == "vater" && next < last && text.words[next].colon_before) {  // not "ampulla of Vater"
    reach = Reach::ahead;
    return true;
  }
  if (!is_relative(text.words[at].folded)) return false;
  std::size_t before = at;
  bool owned = false;
  while (before > first && is_one_of(text.words[before - 1].folded, of_whom) &&
         !is_one_of(text.words[before - 1].folded, from_where)) {
    --before;
    owned = owned || is_one_of(text.words[before].folded, whose);
  }
  const bool from = before > first && is_one_of(text.words[before - 1].folded, from_where);
  if (from) {
    // "KRAS G12C in his mother", and "In his mother KRAS G12C was found".
    reach = before - 1 == first ? Reach::both : Reach::behind;
    return true;
  }
  if (next < last &&
      (text.words[next].colon_before || (is_one_of(text.words[next].folded, has) && !text.words[next].comma_before))) {
    reach = Reach::ahead;
    return true;
  }
  if (is_possessive(text, at)) {
    reach = Reach::ahead;
    return true;
  }
  const bool companion =
      before > first && (text.words[before - 1].folded == "with" || text.words[before - 1].folded == "by" ||
                         text.words[before - 1].folded == "to" || text.words[before - 1].folded == "and");
  if (owned && !companion && next < last && !text.words[next].comma_before &&
      speaks_of_genes(text.words[next].folded)) {
    reach = Reach::ahead;
    return true;
  }
  const std::size_t open = text.words[at].offset;
  if (open > 0 && text.original[open - 1] == '(') {
    reach = Reach::behind;
    return true;
  }
  return false;
}

}  // namespace

bool is_relative(const std::string& word) {
  // "brother's" is cut as `brothers`
  return is_one_of(word, relatives) || (word.size() > 3 && word.back() == 's' &&
                                        is_one_of(std::string_view(word).substr(0, word.size() - 1), relatives));
}

std::vector<Cue> cues_in(const Text& text, std::size_t first, std::size_t last, Span focus) {
  std::vector<Cue> found;
  for (std::size_t at = first; at < last;) {
    const std::string& word = text.words[at].folded;
    const Entry* longest = nullptr;
    const auto known = cues().find(word);
    if (known != cues().end()) {
      for (const Entry& entry : known->second) {
        if (at + entry.words.size() > last || overlaps(at, at + entry.words.size(), focus)) continue;
        bool same = true;
        for (std::size_t i = 1; same && i < entry.words.size(); ++i) same = text.words[at + i].folded == entry.words[i];
        if (!same) continue;
        longest = &entry;
        break;
      }
    }
    // "KRAS is not wild-type: p.G12C": what is denied is the wild type.
    if ((word == "not" || word == "non" || word == "nicht") && at + 1 < last &&
        text.words[at + 1].folded.starts_with("wild")) {
      ++at;
      continue;
    }
    if (longest == nullptr && is_one_of(word, nots)) {
      // A longer cue may start a word later: "could not be excluded" is in the table, "was not able to be excluded" is
      // not.
      std::size_t table_length = 0;
      if (const auto plain = cues().find("not"); plain != cues().end()) {
        for (const Entry& entry : plain->second) {
          bool same = at + entry.words.size() <= last;
          for (std::size_t i = 1; same && i < entry.words.size(); ++i)
            same = text.words[at + i].folded == entry.words[i];
          if (same) {
            table_length = entry.words.size();
            add(found, plain->second, entry, at);
            break;
          }
        }
      }
      if (table_length == 0) {
        const std::size_t length = denied_result(text, at, last);
        if (length > 0 && !overlaps(at, at + length, focus)) {
          found.push_back({negation, Reach::behind, true, false, at, at + length});
          table_length = length;
        } else if (const std::size_t untested = denied_testing(text, at, last);
                   untested > 0 && !overlaps(at, at + untested, focus)) {
          found.push_back({suspicion, Reach::behind, true, false, at, at + untested});
          table_length = untested;
        } else if (!overlaps(at, at + 1, focus)) {
          found.push_back({negation, Reach::ahead, true, true, at, at + 1});
          table_length = 1;
        }
      }
      at += std::max<std::size_t>(table_length, 1);
      continue;
    }
    if (longest != nullptr) {
      add(found, known->second, *longest, at);
      at += longest->words.size();
      continue;
    }
    Reach reach = Reach::ahead;
    if (!overlaps(at, at + 1, focus)) {
      if (is_about_relative(text, at, first, last, reach)) found.push_back({family, reach, true, false, at, at + 1});
      if (word.back() == '%') found.push_back({result, Reach::behind, true, false, at, at + 1});  // an allele frequency
    }
    ++at;
  }
  return found;
}

bool names_alteration(std::string_view folded) {
  static constexpr std::array<std::string_view, 28> nouns = {
      "mutation",      "mutations",      "variant",      "variants",   "alteration",    "alterations",
      "rearrangement", "rearrangements", "fusion",       "fusions",    "amplification", "amplifications",
      "translocation", "deletion",       "insertion",    "expression", "mutationen",    "overexpression",
      "aberration",    "aberrations",    "substitution", "biomarkers", "snv",           "snvs",
      "indel",         "indels",         "cnv",          "cnvs"};
  return is_one_of(folded, nouns);
}

bool speaks_of_genes(std::string_view folded) {
  static constexpr std::array<std::string_view, 6> parts = {"gene", "genes", "exon", "exons", "codon", "codons"};
  if (names_gene(folded) || is_one_of(folded, parts) || names_alteration(folded)) return true;
  // `g12c`, `v600e`, `c.34g>t`, `gly12cys`
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  if (folded.size() > 2 && folded[1] == '.' && digit(folded[2])) return true;
  std::size_t letters = 0;
  while (letters < folded.size() && lower(folded[letters])) ++letters;
  std::size_t digits = letters;
  while (digits < folded.size() && digit(folded[digits])) ++digits;
  std::size_t tail = digits;
  while (tail < folded.size() && lower(folded[tail])) ++tail;
  const bool amino_acids = (letters == 1 && tail - digits == 1) || (letters == 3 && tail - digits == 3);
  return amino_acids && digits - letters >= 2 && tail == folded.size();
}

}  // namespace foresign::text
