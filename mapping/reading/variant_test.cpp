// "As determined by an approved test" (rule 6.7).
#include <algorithm>
#include <array>
#include <optional>

#include "mapping/reading/variant_context.hpp"
#include "mapping/reading/variant_sources.hpp"
#include "mapping/reading/variant_statement.hpp"
#include "mapping/reading/variant_understood.hpp"
#include "mapping/text/genes.hpp"
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

bool names_the_device(std::string_view element) {
  return element == "method" || element == "device" || element.starts_with("performer");
}

// "Similar to Guardant360 CDx", "not by the therascreen KRAS RGQ PCR Kit": another test was done.
bool is_compared(const Text& text) {
  static constexpr auto likens = std::to_array<std::string_view>(
      {"similar",   "comparable", "compared",     "equivalent",  "concordant", "concordance", "alternative",
       "validated", "confirm",    "confirmation", "not",         "no",         "non",         "instead",
       "than",      "vs",         "versus",       "or",          "unlike",     "modified",    "modification",
       "pending",   "ordered",    "planned",      "recommended", "failed",     "pyro",        "like",
       "based",     "derived",    "see",          "if"});
  return std::ranges::any_of(text.words, [](const text::Word& word) { return is_one_of(word.folded, likens); });
}

bool is_about_others(const Text& text, std::size_t first, std::size_t last) {
  bool kras = false;
  bool other = false;
  for (std::size_t at = first; at < last; ++at) {
    const std::string& word = text.words[at].folded;
    if (word == "kras")
      kras = true;
    else
      other = other || text::names_gene(word) || word == "microsatellite" || word == "l1";
  }
  return other && !kras;
}

// Rule 6.7: a sentence names the test that found the result where all that it says is understood, of this result, and
// of one test: "performed with the therascreen KRAS RGQ PCR Kit". Not one that offers tests, lists what is approved,
// denies, or tells of other markers.
bool tells_of_this_test(const std::vector<PhraseMatch>& tests, const Lines& lines, std::size_t current) {
  static constexpr auto denials =
      std::to_array<std::string_view>({"not", "no", "none", "never", "neither", "nor", "without", "negative", "n",
                                       "false", "failed", "see", "also", "nicht", "kein"});
  static constexpr auto plural =
      std::to_array<std::string_view>({"tests", "diagnostics", "assays", "kits", "devices", "panels", "methods"});
  const Statement& in = lines.statements[current];
  std::vector<const Concept*> approved;
  std::vector<Span> known;
  for (const PhraseMatch& match : tests) {
    if (match.words.first < in.first || match.words.last > in.last) continue;
    known.push_back(match.words);
    if (match.found->role == "fda-cdx-sotorasib" && std::ranges::find(approved, match.found) == approved.end())
      approved.push_back(match.found);
  }
  if (approved.size() > 1 || is_about_others(in.text, in.first, in.last)) return false;
  const bool finds = std::ranges::any_of(changes_in(in), [&](const ChangeAt& change) {
    return change.change == Change::g12c && text::mention_of(in.text, change.words) == Mention::stated;
  });
  if (in.has_one_of(plural) || (!finds && in.has_one_of(denials))) return false;
  if (!is_understood_test(in, known)) return false;
  if (heading_over(lines, current, {in.last - 1, in.last}, true) == Context::denied) return false;
  // "The FDA-approved test for sotorasib is the therascreen KRAS RGQ PCR Kit"
  bool approval = false;
  for (std::size_t at = in.first; at < in.last; ++at) approval = approval || approval_at(in.text, at).has_value();
  return !(approval && !approved.empty() && (in.has("is") || in.has("are")) && !in.has("this"));
}

// "FDA-approved" beside a word for a test, or as the whole of a value ("FDA-approved: yes").
bool approves_a_test(const std::vector<PhraseMatch>& matches, const Statement& in, Span approval) {
  static constexpr auto tests =
      std::to_array<std::string_view>({"test", "assay", "kit", "diagnostic", "panel", "cdx", "method", "device", "pcr",
                                       "ngs", "testing", "tested", "platform", "companion", "ivd"});
  if (in.has("extraction") || in.has("instrument") || in.has("software")) return false;
  if (in.has_one_of(tests)) return true;
  for (const PhraseMatch& match : matches)
    if (match.words.first >= in.first && match.words.last <= in.last && !match.found->name.starts_with("validated-lab"))
      return true;
  const std::size_t words = in.text.words.size();
  return approval.first == 0 && words - approval.last < 2;
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
  const Lines lines = lines_of(text);
  const std::vector<Statement>& statements = lines.statements;
  const auto statement_at = [&](Span words) {
    const auto past = std::ranges::upper_bound(statements, words.first, {}, &Statement::last);
    return static_cast<std::size_t>(past - statements.begin());
  };
  const std::vector<PhraseMatch> matches = record.codes().find_phrases(Domain::tests, text);
  constexpr std::size_t most_tests = 100;  // each is looked at beside the others; no report names more
  if (matches.size() > most_tests) return found;
  for (const PhraseMatch& match : matches) {
    if (text::mention_of(text, match.words) != Mention::stated) continue;
    if (match.found->role == "fda-cdx-sotorasib" && names_the_device(place.element)) {
      // A field for the device or the method holds its name; "therascreen KRAS Pyro Kit" is another's.
      if (is_compared(text)) continue;
      found.approved = evidence;
      return found;
    }
    if (match.found->role == "fda-cdx-sotorasib") {
      if (!tells_of_this_test(matches, lines, statement_at(match.words))) continue;
      found.approved = evidence;
      return found;
    }
    const std::string& name = match.found->name;
    if (found.other.empty() && (name.starts_with("test-") || name.starts_with("cdx-"))) {
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
    if (!approval || text::mention_of(text, *approval) != Mention::stated) continue;
    const std::size_t statement = statement_at(*approval);
    if (!approves_a_test(matches, statements[statement], *approval) || !tells_of_this_test(matches, lines, statement))
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
