// Characters of UTF-8 text, as far as cutting it into words needs them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace foresign::text {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;  // 0 at the end of the text
};

enum class CharacterKind : std::uint8_t {
  letter,
  ideograph,  // a word of its own: scripts written without spaces
  digit,
  space,
  line_break,
  bullet,  // starts an item, so ends the statement before it
  stop,    // a full stop of any script
  semicolon,
  exclamation,  // `!` and `?`
  comma,
  colon,
  dash,
  slash,
  apostrophe,
  other
};

// The character at `offset`. A broken sequence is read as one byte of no letter.
Character character_at(std::string_view text, std::size_t offset);
CharacterKind kind_of(char32_t code);
// A question mark that stands before what it asks: "? liver metastases".
bool opens_question(std::string_view text, std::size_t offset);
// Appends the lower-case form.
void append_folded(std::string& word, char32_t code);

}  // namespace foresign::text
