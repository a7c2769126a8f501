#include "mapping/text/letters.hpp"

#include <array>

namespace foresign::text {

namespace {

constexpr bool within(char32_t code, char32_t first, char32_t last) {
  return first <= code && code <= last;
}

char32_t fold(char32_t code) {
  if (within(code, U'A', U'Z')) return code + 0x20;
  if (within(code, 0xC0, 0xDE) && code != 0xD7) return code + 0x20;                // Latin-1
  if (within(code, 0x100, 0x137) || within(code, 0x14A, 0x177)) return code | 1U;  // Latin Extended-A, even to odd
  if (within(code, 0x139, 0x148) || within(code, 0x179, 0x17E)) return code + (code & 1U);  // the same, odd to even
  if (within(code, 0x391, 0x3A9) || within(code, 0x410, 0x42F)) return code + 0x20;         // Greek, Cyrillic
  if (within(code, 0x400, 0x40F)) return code + 0x50;
  if (within(code, 0xFF21, 0xFF3A)) return code - 0xFF21 + U'a';  // full width
  if (within(code, 0xFF41, 0xFF5A)) return code - 0xFF41 + U'a';
  if (within(code, 0xFF10, 0xFF19)) return code - 0xFF10 + U'0';
  return code;
}

}  // namespace

Character character_at(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return {};
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(offset);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || offset + length > text.size()) return {0xFFFD, 1};
  char32_t code = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(offset + i) & 0xC0U) != 0x80U) return {0xFFFD, 1};
    code = (code << 6U) | (byte(offset + i) & 0x3FU);
  }
  return {code, length};
}

namespace {

constexpr CharacterKind slow_kind_of(char32_t code) {
  using enum CharacterKind;
  if (within(code, U'a', U'z') || within(code, U'A', U'Z')) return letter;
  if (within(code, U'0', U'9') || within(code, 0xFF10, 0xFF19)) return digit;
  switch (code) {
    case U' ':
    case U'\t':
    case 0xA0:
    case 0x3000:
    case 0xFEFF:
    case 0x202F:
      return space;
    case U'\n':
    case U'\r':
    case U'\v':
    case U'\f':
    case 0x85:
    case 0x2028:
    case 0x2029:
      return line_break;
    case 0x2022:
    case 0x25CF:
    case 0x25AA:
    case 0x25A0:
    case 0x2023:
      return bullet;
    case U'.':
    case 0x3002:
    case 0xFF0E:
      return stop;
    case U';':
    case 0xFF1B:
      return semicolon;
    case U'!':
    case U'?':
    case 0xFF01:
    case 0xFF1F:
      return exclamation;
    case U',':
    case 0xFF0C:
    case 0x3001:
    case U'|':
      return comma;
    case U':':
    case 0xFF1A:
      return colon;
    case U'-':
    case 0x2212:
      return dash;
    case U'/':
      return slash;
    case U'\'':
    case 0x2019:
      return apostrophe;
    default:
      break;
  }
  if (within(code, 0x2010, 0x2015)) return dash;
  if (within(code, 0x2000, 0x200A)) return space;
  if (code < 0xAA || code == 0xAB || within(code, 0xAC, 0xB4) || within(code, 0xB6, 0xBF) || code == 0xD7 ||
      code == 0xF7)
    return other;
  if (within(code, 0x2000, 0x2BFF) || within(code, 0x3000, 0x303F) || code >= 0xFFF0) return other;
  if (within(code, 0x3040, 0x30FF) || within(code, 0x3400, 0x9FFF) || within(code, 0xF900, 0xFAFF)) return ideograph;
  return letter;
}

// Almost every character of a record is ASCII.
constexpr auto ascii_kinds = [] {
  std::array<CharacterKind, 0x80> kinds{};
  for (char32_t code = 0; code < kinds.size(); ++code) kinds[code] = slow_kind_of(code);
  return kinds;
}();

}  // namespace

CharacterKind kind_of(char32_t code) {
  return code < ascii_kinds.size() ? ascii_kinds[code] : slow_kind_of(code);
}

bool opens_question(std::string_view text, std::size_t offset) {
  while (offset > 0 && text[offset] == '?') --offset;
  return text[offset] == '?' || text[offset] == ' ' || text[offset] == '(' || text[offset] == '\n' ||
         text[offset] == '-';
}

void append_folded(std::string& word, char32_t code) {
  code = fold(code);
  if (code < 0x80) {
    word += static_cast<char>(code);
  } else if (code < 0x800) {
    word += static_cast<char>(0xC0U | (code >> 6U));
    word += static_cast<char>(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    word += static_cast<char>(0xE0U | (code >> 12U));
    word += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    word += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    word += static_cast<char>(0xF0U | (code >> 18U));
    word += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
    word += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    word += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

}  // namespace foresign::text
