#include "mapping/text/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mapping/text/forms.hpp"
#include "mapping/text/genes.hpp"
#include "mapping/text/letters.hpp"
#include "mapping/text/one_of.hpp"
#include "mapping/text/sections.hpp"

namespace foresign::text {

namespace {

// A full stop after one of these ends nothing.
constexpr auto abbreviations = std::to_array<std::string_view>(
    {"vs",  "dr", "mr", "mrs", "ms",  "prof", "st", "bzw", "ggf", "inkl", "incl", "evtl", "approx", "fig", "resp",
     "sog", "nr", "pt", "pat", "tel", "adj",  "dx", "hx",  "z.n", "verd", "pts",  "ref",  "al",     "esp"});
// Words that open a statement of their own (rule 6.5).
constexpr std::array<std::string_view, 9> openers = {"but",  "however", "whereas", "although",    "though",
                                                     "aber", "jedoch",  "sondern", "nevertheless"};
constexpr std::array<std::string_view, 7> connectors = {"and", "or", "nor", "und", "oder", "sowie", "et"};

// A line that ends with one of these, or the next that begins with one of those, was broken by a printer, not by the
// writer: "no evidence of\nKRAS G12C", "KRAS G12C\nwas not detected" (rule 6.5).
constexpr auto unfinished = std::to_array<std::string_view>(
    {"a",      "an",   "and",  "any",     "are",  "as",    "at", "be",   "been",  "by",    "der",   "des",    "die",
     "either", "for",  "from", "für",     "has",  "have",  "in", "into", "is",    "kein",  "keine", "mit",    "neither",
     "no",     "nor",  "not",  "of",      "ohne", "on",    "or", "the",  "this",  "to",    "und",   "von",    "was",
     "were",   "when", "with", "without", "that", "which", "if", "than", "these", "those", "other", "whether"});
constexpr auto continuing = std::to_array<std::string_view>(
    {"and", "are", "be", "been", "by",   "for",  "from", "had", "has", "have", "in",    "is",
     "nor", "not", "of", "or",   "than", "that", "to",   "und", "was", "were", "which", "with"});

// Results in Chinese, in both scripts.
constexpr auto ideographs = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"陽性", "positive"},     {"阳性", "positive"},     {"陰性", "negative"},     {"阴性", "negative"},
    {"野生型", "wildtype"},   {"未檢出", "undetected"}, {"未检出", "undetected"}, {"未偵測到", "undetected"},
    {"未發現", "undetected"}, {"檢出", "detected"},     {"检出", "detected"},     {"突變", "mutation"},
    {"突变", "mutation"},     {"変異", "mutation"},     {"基因", "gene"},         {"檢測結果", "result"},
    {"检测结果", "result"},   {"結果", "result"},       {"结果", "result"},
});

// What is longer is no sentence. It is cut, and its parts are read as suspected (rule 6.5): how far a denial reaches in
// it nobody can tell, and looking for that takes a square of its words.
constexpr std::size_t longest_statement = 400;

class Cutter {
 public:
  explicit Cutter(std::string_view original) : text_(original) {
    result_.original = std::string(original);
    result_.words.reserve(original.size() / 6 + 1);  // as long as words mostly are
  }

  Text cut() {
    while (at_ < text_.size()) step();
    flush();
    result_.statements = result_.words.empty() ? 0 : result_.words.back().statement + 1;
    result_.sections = sections_of(result_);
    for (const std::size_t part : overlong_)
      if (part < result_.sections.size() && result_.sections[part] == Mention::stated)
        result_.sections[part] = Mention::suspected;
    return std::move(result_);
  }

 private:
  [[nodiscard]] char32_t code(std::size_t offset) const { return character_at(text_, offset).code; }
  [[nodiscard]] bool is(std::size_t offset, CharacterKind kind) const {
    return offset < text_.size() && kind_of(code(offset)) == kind;
  }
  [[nodiscard]] bool letter(std::size_t offset) const { return is(offset, CharacterKind::letter); }
  [[nodiscard]] bool digit(std::size_t offset) const { return is(offset, CharacterKind::digit); }
  [[nodiscard]] bool in_word(std::size_t offset) const { return letter(offset) || digit(offset); }
  [[nodiscard]] bool space_or_end(std::size_t offset) const {
    return offset >= text_.size() || is(offset, CharacterKind::space) || is(offset, CharacterKind::line_break);
  }
  [[nodiscard]] std::size_t skip_spaces(std::size_t offset) const {
    while (is(offset, CharacterKind::space)) offset += character_at(text_, offset).bytes;
    return offset;
  }

  void flush() {
    if (word_.folded.empty()) return;
    const bool after_connector = !result_.words.empty() && is_one_of(result_.words.back().folded, connectors);
    if (is_one_of(word_.folded, openers)) end_statement();
    word_.length = at_ - word_.offset;
    word_.line_before = line_;
    if (!pending_end_ && words_in_statement_ == longest_statement) {
      overlong_.push_back(statement_);
      overlong_.push_back(statement_ + 1);
      end_statement();
    }
    if (pending_end_ && !result_.words.empty()) ++statement_;
    const bool first = result_.words.empty() || pending_end_;
    words_in_statement_ = first ? 1 : words_in_statement_ + 1;
    word_.statement = statement_;
    word_.comma_before = !first && (comma_ || after_connector);
    word_.colon_before = !first && colon_;
    pending_end_ = comma_ = colon_ = line_ = false;
    result_.words.push_back(std::move(word_));
    word_ = {};
  }

  void end_statement() { pending_end_ = true; }

  // Whether the sentence goes on in the line that starts at `next`.
  [[nodiscard]] bool goes_on(std::size_t next) const {
    if (result_.words.empty() || pending_end_ || colon_) return false;
    next = skip_spaces(next);
    if (!in_word(next)) return false;
    if (comma_ || is_one_of(result_.words.back().folded, unfinished)) return true;
    std::string word;
    for (; next < text_.size() && text_[next] >= 'a' && text_[next] <= 'z'; ++next) word += text_[next];
    return !in_word(next) && is_one_of(word, continuing);
  }

  void add(char32_t character) {
    if (word_.folded.empty()) word_.offset = at_;
    append_folded(word_.folded, character);
  }

  // Letters and digits of ASCII, most of every text, in one go.
  void add_run() {
    if (word_.folded.empty()) word_.offset = at_;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c >= 'A' && c <= 'Z')
        word_.folded += static_cast<char>(c - 'A' + 'a');
      else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        word_.folded += c;
      else
        return;
    }
  }

  // The letters and digits of ASCII from `offset` on, in lower case.
  [[nodiscard]] std::string word_at(std::size_t offset) const {
    std::string word;
    for (; offset < text_.size() && in_word(offset) && static_cast<unsigned char>(text_[offset]) < 0x80; ++offset)
      append_folded(word, static_cast<unsigned char>(text_[offset]));
    return word;
  }

  // A sign of its own that says a result: `KRAS G12C (-)`.
  void add_sign(std::string_view sign, std::size_t bytes) {
    flush();
    word_.offset = at_;
    word_.folded = sign;
    at_ += bytes;
    flush();
  }

  void step() {
    if (const Box box = box_at(text_, at_); box.tick != Tick::none) return read_box(box);
    const auto [character, bytes] = character_at(text_, at_);
    const std::string_view rest = text_.substr(at_);
    switch (kind_of(character)) {
      case CharacterKind::letter:
      case CharacterKind::digit:
        if (bytes == 1) return add_run();
        add(character);
        break;
      case CharacterKind::ideograph:
        return read_ideograph(bytes);
      case CharacterKind::space:
        flush();
        if (character == U'\t' || is(at_ + bytes, CharacterKind::space)) part_results(at_ + bytes);  // columns
        break;
      case CharacterKind::line_break:
        flush();
        if (goes_on(at_ + bytes)) break;
        line_ = true;
        end_statement();
        break;
      case CharacterKind::bullet:
      case CharacterKind::semicolon:
        flush();
        end_statement();
        break;
      case CharacterKind::exclamation:
        flush();
        if ((space_or_end(at_ + bytes) && !(character == U'?' && opens_question(text_, at_))) || bytes > 1)
          end_statement();
        break;
      case CharacterKind::stop:
        read_stop(bytes);
        return;
      case CharacterKind::comma:
        flush();
        comma_ = true;
        break;
      case CharacterKind::colon:
        flush();
        // `NM_004985.5:c.34G>T` is no heading.
        if (!(letter(at_ + bytes) && at_ + bytes + 1 < text_.size() && text_[at_ + bytes + 1] == '.')) colon_ = true;
        break;
      case CharacterKind::dash:
        read_dash(bytes);
        return;
      case CharacterKind::slash:
        read_slash(bytes);
        return;
      case CharacterKind::apostrophe:
        if (!(word_.folded.size() > 1 && letter(at_ + bytes))) flush();  // "didn't" reads as `didnt`
        break;
      case CharacterKind::other:
        if (rest.substr(0, 3) == "(+)") return add_sign("(+)", 3);
        if (character == U'(' && is(at_ + 1, CharacterKind::dash))  // of any kind of dash
          if (const std::size_t dash = character_at(text_, at_ + 1).bytes; text_.substr(at_ + 1 + dash, 1) == ")")
            return add_sign("(-)", dash + 2);
        if (rest.substr(0, 5) == "\\.br\\" || rest.substr(0, 3) == "<br") {  // HL7 v2 and HTML line breaks
          flush();
          line_ = true;
          end_statement();
          constexpr std::size_t longest_break =
              16;  // without a limit, a text of nothing but `<br` is read a square of times
          const std::size_t close = rest[0] == '<' ? rest.substr(0, longest_break).find('>') : 4;
          at_ += close == std::string_view::npos ? 3 : close + 1;
          return;
        }
        if (character == U'+' && text_.substr(at_ + 1, 2) == "ve" && !in_word(at_ + 3)) return add_sign("(+)", 3);
        if (character == U'+' && !word_.folded.empty() && !in_word(at_ + 1)) return add_sign("(+)", 1);
        if ((character == U'+' || character == U'\u00B7') && word_.folded.empty() && space_or_end(at_ + bytes))
          part_results(at_ + bytes);
        if (character == U'&') comma_ = true;
        if (!word_.folded.empty() && (character == U'_' ? digit(at_ + 1) : character == U'>' && in_word(at_ + 1)))
          add(character);  // `NM_004985`, `34G>T`; not `KRAS_G12C`
        else if (character == U'%' && !word_.folded.empty())
          add(character);
        else
          flush();
        break;
    }
    at_ += bytes;
  }

  // A word of Chinese reports is read as the English one; any other character is a word of its own.
  void read_ideograph(std::size_t bytes) {
    flush();
    const auto known =
        std::ranges::find_if(ideographs, [&](const auto& one) { return text_.substr(at_).starts_with(one.first); });
    word_.offset = at_;
    if (known == ideographs.end()) {
      append_folded(word_.folded, code(at_));
      at_ += bytes;
    } else {
      word_.folded = known->second;
      at_ += known->first.size();
    }
    flush();
  }

  // What stands behind an open box, up to the next box of the line, is not said.
  void read_box(Box box) {
    flush();
    at_ += box.bytes;
    if (box.tick == Tick::ticked) return;
    const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
    at_ = next_box(text_, at_, line_end).at;
  }

  void read_stop(std::size_t bytes) {
    if (text_.substr(at_, 3) == "...") {  // "KRAS ....... Not detected"
      flush();
      at_ = std::min(text_.find_first_not_of('.', at_), text_.size());
      colon_ = true;
      return;
    }
    const std::size_t next = at_ + bytes;
    const bool one_letter = word_.folded.size() == 1 && !digit(at_ - 1);
    if (bytes == 1 && !word_.folded.empty() && digit(next) && (digit(at_ - 1) || one_letter)) {
      add(U'.');  // `1.5`, `NM_004985.5`, `c.34G>T`
      at_ += bytes;
      return;
    }
    const bool touches = in_word(next) || (next < text_.size() && text_[next] == '(');
    if (one_letter && touches) {  // `p.Gly12Cys`, `p.(Gly12Cys)`, `e.g.`, `V.a.`: words of their own, one statement
      flush();
      at_ += bytes;
      initials_ = true;
      return;
    }
    const bool second_initial = initials_ && one_letter;
    initials_ = false;
    const std::size_t ahead = skip_spaces(next);
    if (word_.folded == "no" && digit(ahead)) word_.folded = "no.";  // "No. 5" denies nothing
    const bool number = word_.folded == "no." || (word_.folded == "ca" && digit(ahead));
    // "Z. n. Rektumkarzinom", "V. a. Lungenkarzinom"
    const bool spaced_initials =
        one_letter && ahead > next && letter(ahead) && ahead + 1 < text_.size() && text_[ahead + 1] == '.' &&
        (word_.folded == "z" || word_.folded == "v" || word_.folded == "d" || word_.folded == "u");
    // "Neg. for KRAS G12C", "neg. KRAS G12C"; "EGFR neg. KRAS pos." are two sentences
    const bool denies =
        word_.folded == "neg" && (result_.words.empty() || pending_end_ || text_.substr(ahead, 4) == "for ");
    const bool abbreviation =
        denies || is_one_of(word_.folded, abbreviations) || second_initial || number || spaced_initials;
    flush();
    at_ += bytes;
    if (spaced_initials) initials_ = true;
    if (!abbreviation) end_statement();
  }

  // Whether the statement so far names a gene or another marker.
  [[nodiscard]] bool speaks_of_marker() const {
    static constexpr std::array<std::string_view, 13> markers = {
        "ttf",       "ttf1",           "pd",  "pdl1", "msi", "tmb", "nsclc", "cancer",
        "carcinoma", "adenocarcinoma", "crc", "pdac", "iv"};
    if (pending_end_) return false;
    for (std::size_t at = result_.words.size(); at > 0 && result_.words[at - 1].statement == statement_; --at)
      if (names_gene(result_.words[at - 1].folded) || is_one_of(result_.words[at - 1].folded, markers)) return true;
    return false;
  }

  // "No EGFR mutation - KRAS p.G12C detected", "TTF-1 positive - KRAS G12C to be tested": the next gene has a result of
  // its own.
  void part_results(std::size_t next) {
    static constexpr std::array<std::string_view, 5> markers = {"pd", "pdl", "pdl1", "msi", "tmb"};
    const std::string word = word_at(skip_spaces(next));
    if ((names_gene(word) || is_one_of(word, markers)) && speaks_of_marker()) end_statement();
  }

  void read_dash(std::size_t bytes) {
    const std::size_t next = at_ + bytes;
    if (word_.folded.empty() && text_.substr(next, 2) == "ve" && !in_word(next + 2)) return add_sign("(-)", bytes + 2);
    const bool after_word = !word_.folded.empty();
    const char follows = next < text_.size() ? text_[next] : '.';
    // `EGFR-, ALK-`
    if (after_word && (follows == ',' || follows == '.' || follows == ';' || follows == ')'))
      return add_sign("(-)", bytes);
    // `EGFR- ALK-`
    if (after_word && follows == ' ' && names_gene(word_.folded) && names_gene(word_at(skip_spaces(next))))
      return add_sign("(-)", bytes);
    flush();
    if (!after_word && space_or_end(next)) part_results(next);
    if (!after_word && space_or_end(next)) colon_ = true;
    if (!after_word && bytes > 1) colon_ = true;
    at_ += bytes;
  }

  void read_slash(std::size_t bytes) {
    const bool single =
        word_.folded.size() == 1 && !digit(at_ - 1) && (word_.offset == 0 || text_[word_.offset - 1] != '/');
    const std::size_t next = at_ + bytes;
    if (single && letter(next) && !in_word(next + 1) && !(next + 1 < text_.size() && text_[next + 1] == '/')) {
      add(U'/');  // `s/p`, `r/o`, `w/o`
    } else {
      flush();
      comma_ = true;
    }
    at_ += bytes;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Text result_;
  Word word_;
  std::size_t statement_ = 0;
  std::size_t words_in_statement_ = 0;
  std::vector<std::size_t> overlong_;  // statements that are parts of a longer one
  bool pending_end_ = false;
  bool comma_ = false;
  bool colon_ = false;
  bool line_ = true;
  bool initials_ = false;  // within "e.g.", "V.a."
};

}  // namespace

Text cut(std::string_view original) {
  return Cutter(original).cut();
}

std::vector<Span> runs_of(const Text& text, Cut cut) {
  std::vector<Span> runs;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const bool starts = at == 0 || text.words[at].statement != text.words[at - 1].statement ||
                        (cut == Cut::at_commas && text.words[at].comma_before);
    if (starts) runs.push_back({at, at});
    runs.back().last = at + 1;
  }
  return runs;
}

bool opens_value(const Text& text, std::size_t word) {
  if (text.words[word].colon_before) return true;
  // "KRAS: p.G12C"
  return word > 0 && text.words[word - 1].folded.size() == 1 && text.words[word - 1].colon_before &&
         text.words[word - 1].statement == text.words[word].statement;
}

std::vector<Span> find(const Text& text, const Text& phrase) {
  std::vector<Span> found;
  const std::size_t length = phrase.words.size();
  if (length == 0) return found;
  for (std::size_t first = 0; first + length <= text.words.size(); ++first) {
    if (text.words[first].statement != text.words[first + length - 1].statement) continue;
    const bool same =
        std::equal(phrase.words.begin(), phrase.words.end(), text.words.begin() + static_cast<std::ptrdiff_t>(first),
                   [](const Word& left, const Word& right) { return left.folded == right.folded; });
    if (same) found.push_back({first, first + length});
  }
  return found;
}

}  // namespace foresign::text
