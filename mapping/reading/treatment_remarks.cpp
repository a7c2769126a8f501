#include "mapping/reading/treatment_remarks.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "mapping/reading/treatment_remark_part.hpp"
#include "mapping/reading/treatment_remark_words.hpp"
#include "mapping/reading/treatment_words.hpp"

namespace foresign::mapping {
namespace {

using Weight = Objection::Weight;
using Kind = Remark::Kind;

std::string statement_of(const text::Text& text, std::size_t first, std::size_t last) {
  const std::size_t from = text.words[first].offset;
  return text.original.substr(from, text.words[last - 1].offset + text.words[last - 1].length - from);
}

// A part begins behind a comma, or with "and" and its like; not behind the slash of "s/sx" or "10/6".
bool starts_part(const text::Text& text, std::size_t at) {
  if (!text.words[at].comma_before) return false;
  const text::Word& before = text.words[at - 1];
  const std::size_t end = before.offset + before.length;
  return std::string_view(text.original).substr(end, text.words[at].offset - end).find('/') == std::string_view::npos;
}

Objection read_remark(const Terminology& codes, const Remark& remark, const Named& named) {
  Objection found;
  found.kind = remark.kind;
  const text::Text text = text::cut(remark.words);
  const std::vector<PhraseMatch> drugs = codes.find_phrases(Domain::drugs, text);
  auto drug = drugs.begin();
  std::optional<bool> given;
  for (std::size_t first = 0; first < text.words.size();) {
    std::size_t last = first + 1;
    while (last < text.words.size() && text.words[last].statement == text.words[first].statement) ++last;
    Weight strongest = Weight::none;
    for (std::size_t part = first; part < last;) {
      std::size_t end = part + 1;
      while (end < last && !starts_part(text, end)) ++end;
      const auto first_drug =
          std::find_if(drug, drugs.end(), [part](const PhraseMatch& one) { return one.words.first >= part; });
      drug = std::find_if(first_drug, drugs.end(), [end](const PhraseMatch& one) { return one.words.last > end; });
      strongest = std::max(strongest, weigh_part(text, {part, end}, {first_drug, drug}, remark.kind, named));
      part = end;
    }
    if (strongest == Weight::plans || strongest == Weight::held) {
      if (!given) given = says_given(text);
      if (*given) strongest = Weight::none;
    }
    if (strongest > found.weight) {
      found.weight = strongest;
      found.words = statement_of(text, first, last);
    }
    first = last;
  }
  if (found.weight == Weight::none && remark.kind == Kind::note && remark.words.find('?') != std::string::npos) {
    found.weight = Weight::doubt;
    found.words = remark.words;
  }
  return found;
}

}  // namespace

// "Received 4 of 6 cycles", "stopped after 3 doses", "tolerated well", "started 10/8": what was planned or held was
// given all the same.
bool says_given(const text::Text& text) {
  static const WordList sure{"tolerated",
                             "resumed",
                             "given alone",
                             "given at",
                             "given peripherally",
                             "given with",
                             "given in",
                             "given by",
                             "given over",
                             "given per",
                             "completed planned",
                             "completed full",
                             "completed as planned",
                             "completed course",
                             "end of planned",
                             "course completed",
                             "vertragen",
                             "chemo given",
                             "chemotherapy given",
                             "dose given",
                             "infusion completed",
                             "infusion complete",
                             "infused over",
                             "infused via",
                             "infused without",
                             "administered over",
                             "administered via",
                             "administered without",
                             "administered as ordered",
                             "chemotherapy administered",
                             "treatment administered",
                             "treatment given",
                             "therapy complete",
                             "treatment complete",
                             "therapy completed",
                             "treatment completed"};
  static const WordList unsure{"be tolerated", "be given"};
  const auto is_count = [&](std::size_t at) {
    static constexpr std::array<std::string_view, 13> counts{"one", "two",   "three", "four", "five", "six",   "seven",
                                                             "all", "eight", "nine",  "ten",  "full", "twelve"};
    return (is_number(text.words[at].folded) && text.words[at].folded.find_first_not_of('0') != std::string::npos) ||
           std::ranges::find(counts, text.words[at].folded) != counts.end();
  };
  static constexpr std::array<std::string_view, 9> done{"received", "completed",  "finished",     "given",    "stopped",
                                                        "got",      "progressed", "discontinued", "tolerated"};
  static constexpr std::array<std::string_view, 5> begun{"started", "began", "begun", "initiated", "actual"};
  static constexpr std::array<std::string_view, 8> not_yet{"be", "not", "never", "yet", "get", "until", "to", "no"};
  static constexpr std::array<std::string_view, 5> unreal{"should", "would", "could", "supposed", "might"};
  const auto among = [&](const auto& list, std::size_t at) {
    return std::ranges::find(list, text.words[at].folded) != list.end();
  };
  // "Discontinued before day 1"
  const auto comes_before = [&](std::size_t at, std::size_t count) {
    static constexpr std::array<std::string_view, 4> limits{"before", "prior", "until", "without"};
    for (std::size_t between = at; between < count; ++between)
      if (among(limits, between)) return true;
    return false;
  };
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    if (at > 0 && among(not_yet, at - 1) && text.words[at].statement == text.words[at - 1].statement) continue;
    bool meant = true;
    for (std::size_t back = at; back > 0 && back + 3 > at; --back) meant = meant && !among(unreal, back - 1);
    if (!meant) continue;
    const std::size_t end = std::min(text.words.size(), at + 5);
    if (among(begun, at) && at + 1 < end &&
        (is_count(at + 1) || text.words[at + 1].folded == "on" || text.words[at + 1].folded == "dose" ||
         text.words[at + 1].folded.starts_with("c1")))
      return true;
    if (!among(done, at)) continue;
    for (std::size_t near = at > 4 ? at - 4 : 0; near < end; ++near)
      if (near != at && text.words[near].statement == text.words[at].statement && is_count(near) &&
          !comes_before(at, near))
        return true;
  }
  return sure.occur_in(text) && !unsure.occur_in(text);
}

Objection objection_in(const Terminology& codes, const std::vector<Remark>& remarks, const Named& named) {
  Objection strongest;
  for (const Remark& remark : remarks) {
    Objection here = read_remark(codes, remark, named);
    if (here.weight > strongest.weight) strongest = std::move(here);
  }
  return strongest;
}

std::vector<std::string> purposes_in(const std::vector<Remark>& remarks) {
  static constexpr std::array<std::string_view, 12> given{"treated",    "treatment",  "given",      "used",
                                                          "prescribed", "therapy",    "indicated",  "taking",
                                                          "chemo",      "medication", "indication", "administered"};
  // Other cancers by their short names.
  static const WordList cancers{"NHL",         "DLBCL",      "CLL",         "AML",         "MDS",        "MCL",
                                "RCC",         "HNSCC",      "SCCHN",       "TNBC",        "CRPC",       "mCRPC",
                                "GBM",         "mBC",        "GTN",         "breast ca",   "ovarian ca", "bladder ca",
                                "prostate ca", "gastric ca", "cervical ca", "mesothelioma"};
  std::vector<std::string> purposes;
  for (const Remark& remark : remarks) {
    if (remark.kind != Kind::note) continue;
    const text::Text text = text::cut(remark.words);
    for (const text::Span span : cancers.all_in(text)) purposes.push_back(statement_of(text, span.first, span.last));
    for (std::size_t at = 0; at + 1 < text.words.size(); ++at) {
      if (text.words[at].folded != "for" || text.words[at + 1].statement != text.words[at].statement) continue;
      const bool opens = at == 0 || text.words[at - 1].statement != text.words[at].statement;
      if (!opens && std::ranges::find(given, text.words[at - 1].folded) == given.end()) continue;
      std::size_t last = at + 1;
      while (last < text.words.size() && text.words[last].statement == text.words[at].statement &&
             (last == at + 1 || !text.words[last].comma_before))
        ++last;
      // "For 4 cycles", "for a total of 6 doses"
      const bool counts =
          std::any_of(text.words.begin() + static_cast<std::ptrdiff_t>(at + 1),
                      text.words.begin() + static_cast<std::ptrdiff_t>(last),
                      [](const text::Word& word) { return is_number(word.folded) || is_course(word.folded); });
      if (!counts) purposes.push_back(statement_of(text, at + 1, last));
    }
  }
  return purposes;
}

std::string in_words(const Objection& objection) {
  std::string_view where;
  switch (objection.kind) {
    case Kind::note:
      where = "note";
      break;
    case Kind::status_reason:
      where = "status reason";
      break;
    case Kind::dosage:
      where = "dosage";
      break;
    case Kind::name:
      where = "name";
      break;
  }
  if (objection.weight == Weight::never) return "not taken, as its " + std::string(where) + " says";
  return "perhaps not given, as its " + std::string(where) + " says: " + objection.words;
}

void add_remarks(std::vector<Remark>& remarks, Remark::Kind kind, const std::vector<std::string>& words) {
  for (const std::string& one : words)
    if (!one.empty()) remarks.push_back({kind, one});
}

void add_remarks(std::vector<Remark>& remarks, Remark::Kind kind, const std::vector<fhir::CodeableConcept>& reasons) {
  for (const fhir::CodeableConcept& reason : reasons) {
    std::string words = reason.text;
    for (const fhir::Coding& coding : reason.codings)
      if (words.empty()) words = coding.display;
    if (!words.empty()) remarks.push_back({kind, std::move(words)});
  }
}

}  // namespace foresign::mapping
