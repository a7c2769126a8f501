// "As determined by an approved test" (rule 6.7).
#include <algorithm>
#include <array>
#include <optional>

#include "mapping/reading/variant_sources.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

namespace {

using text::Mention;
using text::Span;
using text::Text;

// A text that may name the test, with the place where it stands.
struct Place {
  std::string reference;
  std::string element;
  std::string words;
  std::string date;
  const fhir::CodeableConcept* code = nullptr;
};

void add(std::vector<Place>& places, const std::string& reference, std::string element, std::string words,
         const std::string& date) {
  if (!words.empty()) places.push_back({reference, std::move(element), std::move(words), date, nullptr});
}

void add(std::vector<Place>& places, const std::string& reference, const std::string& element,
         const fhir::CodeableConcept& code, const std::string& date) {
  if (code.empty()) return;
  const std::vector<std::string> words = words_of(code);
  if (words.empty()) places.push_back({reference, element, {}, date, &code});
  for (std::size_t i = 0; i < words.size(); ++i)
    places.push_back({reference, element, words[i], date, i == 0 ? &code : nullptr});
}

void add_performers(std::vector<Place>& places, const Record& record, const fhir::Entry& from,
                    const std::vector<fhir::Reference>& performers, const std::string& date) {
  for (std::size_t i = 0; i < performers.size(); ++i) {
    const std::string element = "performer[" + std::to_string(i) + "]";
    add(places, from.reference, element, performers[i].display, date);
    if (const auto organization = record.find<fhir::Organization>(performers[i], from);
        organization.resource != nullptr)
      if (organization->name != performers[i].display) add(places, from.reference, element, organization->name, date);
  }
}

std::vector<Place> places_of(const Record& record, const Result& result) {
  std::vector<Place> places;
  if (const fhir::Observation* observation = result.observation) {
    const std::string& reference = result.entry->reference;
    const std::string date = observation->effective ? shown(observation->effective) : shown(observation->issued);
    add(places, reference, "method", observation->method, date);
    for (const std::string& name : device_names(record, observation->device, *result.entry))
      add(places, reference, "device", name, date);
    for (std::size_t i = 0; i < observation->notes.size(); ++i)
      add(places, reference, "note[" + std::to_string(i) + "]", observation->notes[i], date);
    add(places, reference, "code", observation->code, date);
    if (const auto* coded = std::get_if<fhir::CodeableConcept>(&observation->value))
      add(places, reference, "value", *coded, date);
    if (const auto* string = std::get_if<std::string>(&observation->value))
      add(places, reference, "value", *string, date);
    for (std::size_t i = 0; i < observation->components.size(); ++i) {
      const fhir::ObservationComponent& component = observation->components[i];
      const std::string element = "component[" + std::to_string(i) + "]";
      add(places, reference, element + ".code", component.code, date);
      if (const auto* coded = std::get_if<fhir::CodeableConcept>(&component.value))
        add(places, reference, element + ".value", *coded, date);
      if (const auto* string = std::get_if<std::string>(&component.value))
        add(places, reference, element + ".value", *string, date);
    }
    add_performers(places, record, *result.entry, observation->performers, date);
  }
  for (const auto& report : result.reports) {
    const std::string date = report->effective ? shown(report->effective) : shown(report->issued);
    add(places, report.entry->reference, "code", report->code, date);
    add(places, report.entry->reference, "conclusion", report->conclusion, date);
    for (std::size_t i = 0; i < report->conclusion_codes.size(); ++i)
      add(places, report.entry->reference, "conclusionCode[" + std::to_string(i) + "]", report->conclusion_codes[i],
          date);
    add_performers(places, record, *report.entry, report->performers, date);
  }
  return places;
}

// "Methodology: Guardant360 CDx" names the test that was done, though such a section states no finding.
void open_method_sections(Text& text) {
  static constexpr std::array<std::string_view, 7> methods = {"method", "methods", "methodology", "test",
                                                              "assay",  "about",   "limitations"};
  bool in_method = false;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const std::size_t statement = text.words[at].statement;
    if (at > 0 && text.words[at - 1].statement == statement) continue;
    if (text.sections[statement] != Mention::intended) {
      in_method = false;
      continue;
    }
    const std::string& first = text.words[at].folded;
    const std::string second = at + 1 < text.words.size() ? text.words[at + 1].folded : std::string();
    if (std::ranges::find(methods, first) != methods.end())
      in_method = second != "ordered" && second != "requested";
    else if (at + 1 < text.words.size() &&
             (first == "plan" || first == "recommendation" || first == "recommendations" || first == "pending" ||
              first == "orders" || first == "indication"))
      in_method = false;
    if (in_method) text.sections[statement] = Mention::stated;
  }
}

bool says(const Text& text, std::size_t at, std::initializer_list<std::string_view> words) {
  std::size_t next = at;
  for (const std::string_view word : words) {
    if (next >= text.words.size() || text.words[next].folded != word ||
        text.words[next].statement != text.words[at].statement)
      return false;
    ++next;
  }
  return true;
}

// The words "FDA-approved" or "approved by the FDA".
std::optional<Span> approval_at(const Text& text, std::size_t at) {
  if (says(text, at, {"fda", "approved"})) return Span{at, at + 2};
  if (says(text, at, {"approved", "by", "the", "fda"})) return Span{at, at + 4};
  if (says(text, at, {"approved", "by", "the", "us", "fda"})) return Span{at, at + 5};
  if (says(text, at, {"approved", "by", "the", "u", "s", "fda"})) return Span{at, at + 6};
  if (says(text, at, {"approved", "by", "fda"})) return Span{at, at + 3};
  return std::nullopt;
}

// Rule 6.7: the approval must be this test's, not a drug's: "FDA-approved therapies available: sotorasib".
bool approves_a_test(const Record& record, const Text& text, Span approval) {
  static constexpr std::array<std::string_view, 21> tests = {
      "test",     "tests",     "assay",      "kit",      "diagnostic", "diagnostics", "panel",
      "cdx",      "method",    "device",     "pcr",      "ngs",        "testing",     "tested",
      "detected", "performed", "determined", "platform", "result",     "companion",   "ivd"};
  static constexpr std::array<std::string_view, 58> others = {
      "reagent",   "reagents",    "ldt",         "not",         "never",       "nor",         "cannot",
      "isnt",      "wasnt",       "n",           "unavailable", "will",        "requires",    "require",
      "required",  "comparable",  "equivalent",  "equivalence", "compared",    "unlike",      "modification",
      "modified",  "similar",     "only",        "versus",      "should",      "must",        "confirm",
      "recommend", "recommended", "needs",       "consider",    "instrument",  "instruments", "sequencer",
      "ihc",       "pdl1",        "pd-l1",       "tps",         "therapy",     "therapies",   "drug",
      "drugs",     "treatment",   "treatments",  "inhibitor",   "inhibitors",  "agent",       "agents",
      "indicated", "indication",  "indications", "medication",  "medications", "eligible",    "option",
      "options",   "patients"};
  const std::size_t statement = text.words[approval.first].statement;
  std::size_t first = approval.first;
  std::size_t last = approval.last;
  while (first > 0 && text.words[first - 1].statement == statement) --first;
  while (last < text.words.size() && text.words[last].statement == statement) ++last;
  const auto among = [&](const auto& words, std::size_t from, std::size_t to) {
    for (std::size_t at = from; at < to; ++at)
      if (std::ranges::find(words, text.words[at].folded) != words.end()) return true;
    return false;
  };
  if (among(others, first, last)) return false;
  bool names_test = among(tests, first, last);
  for (const PhraseMatch& match : record.codes().find_phrases(Domain::tests, text))
    names_test = names_test || (match.words.first >= first && match.words.last <= last &&
                                !match.found->name.starts_with("validated-lab"));
  bool whole =
      first == approval.first && last - approval.last < 2;  // the whole of a value: "FDA-approved", "FDA-approved: yes"
  if (last - first > 4) whole = false;
  for (const PhraseMatch& match : record.codes().find_phrases(Domain::drugs, text)) {
    if (match.words.first < first || match.words.last > last) continue;
    // "companion diagnostic for sotorasib" is about the test; "sotorasib ... as determined by an FDA-approved test" is
    // a label's text.
    if (match.found->role != "requested-drug" || match.words.first < approval.last) return false;
  }
  return names_test || whole;
}

// "Similar to Guardant360 CDx", "validated against the therascreen KRAS RGQ PCR Kit": another test was done.
bool is_compared(const Text& text, Span words) {
  static constexpr std::array<std::string_view, 9> likens = {"similar",     "comparable", "compared",
                                                             "equivalent",  "concordant", "concordance",
                                                             "alternative", "validated",  "confirm"};
  const std::size_t statement = text.words[words.first].statement;
  for (std::size_t back = 1; back <= 5 && back <= words.first; ++back) {
    const text::Word& before = text.words[words.first - back];
    if (before.statement != statement) return false;
    if (std::ranges::find(likens, before.folded) != likens.end()) return true;
  }
  return false;
}

bool tells_method(const TestName& name) {
  return name.place.element == "method" || name.place.element == "device";
}

TestName test_named(const Record& record, const Place& place) {
  TestName found{{place.reference, place.element, place.words, place.date, {}}, {}, {}};
  const Evidence evidence{place.reference,
                          place.element,
                          place.words.empty() && place.code != nullptr ? shown(*place.code) : place.words,
                          place.date,
                          {}};
  if (place.code != nullptr)
    for (const Concept* known : record.codes().find_all(Domain::tests, *place.code)) {
      if (known->role == "fda-cdx-sotorasib")
        found.approved = evidence;
      else if (found.other.empty() && known->name.starts_with("test-"))
        found.other = shown(*place.code);
    }
  if (found.approved || place.words.empty()) return found;
  Text text = text::cut(place.words);
  open_method_sections(text);
  for (const PhraseMatch& match : record.codes().find_phrases(Domain::tests, text)) {
    const bool stated = text::mention_of(text, match.words) == Mention::stated;
    if (match.found->role == "fda-cdx-sotorasib" && stated && !is_compared(text, match.words)) {
      found.approved = evidence;
      return found;
    }
    const std::string& name = match.found->name;
    if (stated && found.other.empty() && (name.starts_with("test-") || name.starts_with("cdx-")) &&
        match.found->role != "fda-cdx-sotorasib") {
      const text::Word& start = text.words[match.words.first];
      const text::Word& end = text.words[match.words.last - 1];
      found.other = place.words.substr(start.offset, end.offset + end.length - start.offset);
    }
  }
  // "Not FDA-approved; FDA-approved companion diagnostics exist": what is denied of this test is said of others.
  for (std::size_t at = 0; at < text.words.size(); ++at)
    if (const auto denied = approval_at(text, at); denied && text::mention_of(text, *denied) == Mention::negated)
      return found;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const auto approval = approval_at(text, at);
    if (!approval || text::mention_of(text, *approval) != Mention::stated || !approves_a_test(record, text, *approval))
      continue;
    found.approved = evidence;
    return found;
  }
  return found;
}

}  // namespace

std::vector<TestName> test_names(const Record& record, const Result& result) {
  std::vector<TestName> names;
  for (const Place& place : places_of(record, result)) {
    TestName name = test_named(record, place);
    if (name.approved || !name.other.empty() || tells_method(name)) names.push_back(std::move(name));
  }
  return names;
}

Fact answer_approved_test(const std::vector<const Result*>& positives) {
  std::vector<Evidence> evidence;
  std::vector<Evidence> partial;
  std::string named;
  std::string method;
  for (const Result* result : positives) {
    for (const TestName& test : result->tests) {
      if (test.approved) evidence.push_back(*test.approved);
      if (!test.other.empty()) {
        if (named.empty()) named = test.other;
        partial.push_back(test.place);
        partial.back().note = "not one of the approved tests";
      }
      if (method.empty() && tells_method(test)) {
        method = test.place.value;
        if (test.other.empty()) partial.push_back(test.place);
      }
    }
  }
  if (!evidence.empty()) return Fact::met(std::move(evidence));
  std::string needed = "name of the FDA-approved test";
  const std::string text = text::cut(named).words.empty() ? std::string() : text::cut(named).words.front().folded;
  if (text == "guardant360" || text == "guardant")
    needed += " (found: " + named + ", which is not the FDA-approved Guardant360 CDx)";
  else if (!named.empty())
    needed += " (found: " + named + ", which is no companion diagnostic approved for sotorasib)";
  else if (!method.empty())
    needed += " (found: " + method + ")";
  return Fact::unknown(std::move(needed), std::move(partial));
}

}  // namespace foresign::mapping
