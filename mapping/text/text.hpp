// Free text as a reader sees it: words, and statements bounded by full stop, semicolon, line break and "but"
// (rule 6.5). Shared by every chapter of the reading rules. Pure; no tables; nothing is compiled per request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace foresign::text {

// What a reader makes of a mention.
enum class Mention : std::uint8_t {
  stated,     // of this patient, now
  negated,    // "no evidence of", "negative for A, B and C", "A, B, C: not detected", "without", "denies"
  suspected,  // "suspected", "probable", "possible", "rule out", "cannot exclude", "?"
  intended,   // "pending", "ordered", "planned", "recommended", "consider", "eligible for", "discussed"
  past,       // "history of", "status post", "former"
  family      // "family history of", "mother had"; a section headed "Family history"
};

// A range of words: [first, last).
struct Span {
  std::size_t first = 0;
  std::size_t last = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

struct Word {
  std::string folded;  // lower case; letters and digits of any script; marks that join a word (`c.34G>T` -> `c.34g>t`)
  std::size_t offset = 0;  // in the text
  std::size_t length = 0;
  std::size_t statement = 0;  // number of the statement it stands in
  bool comma_before =
      false;  // a comma (or "and", "or", "/" between list items) stands between the former word and this
  bool colon_before = false;  // a colon, or a dash between spaces
  bool line_before = false;   // first of its line
};

// A text cut into words and statements.
struct Text {
  std::string original;
  std::vector<Word> words;
  std::size_t statements = 0;
  std::vector<Mention>
      sections;  // for each statement: what the heading above it makes of it (stated where there is none)
};

// Hyphens split words, except inside what stays one token (`5-FU`, `c.33_34delinsCT`, `p.(Gly12Cys)`, `TAS-102` fold to
// one or several words the same way everywhere: phrases are cut by the same function, so they compare equal).
Text cut(std::string_view original);

// The runs of words between the ends of statements, or also between the commas within them.
enum class Cut : std::uint8_t { at_statements, at_commas };
std::vector<Span> runs_of(const Text& text, Cut cut);

// Whether the word is the value of a field: "KRAS: G12C", "KRAS - p.G12C".
bool opens_value(const Text& text, std::size_t word);

// Where the phrase occurs as whole words, in order of the text; within one statement.
std::vector<Span> find(const Text& text, const Text& phrase);

// How the words of `span` are meant. Scope by rule 6.5: within their statement; a negation before a list covers the
// whole list; one after a list joined by commas or "and" covers it back to the boundary; never across a part that has a
// result of its own. A section heading ("Family history:", "Plan:") covers the statements up to the next heading.
Mention mention_of(const Text& text, Span span);

}  // namespace foresign::text
