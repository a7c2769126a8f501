#include "cds/cards/plain.hpp"

#include <cstdint>

namespace foresign::cards {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view joiner = "\xE2\x81\xA0";       // U+2060 word joiner: invisible, and no part of an address
constexpr std::string_view ellipsis = "\xE2\x80\xA6";

struct Character {
  std::uint32_t code = 0;
  std::string_view bytes;
};

// The character at `at`; broken UTF-8 gives U+FFFD, one byte at a time.
Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t first = byte(at);
  if (first < 0x80) return {first, text.substr(at, 1)};
  std::size_t size = 0;
  std::uint32_t code = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    size = 2;
    code = first & 0x1F;
  } else if (first >= 0xE0 && first <= 0xEF) {
    size = 3;
    code = first & 0x0F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    size = 4;
    code = first & 0x07;
  }
  if (size == 0 || at + size > text.size()) return {0xFFFD, text.substr(at, 1)};
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {0xFFFD, text.substr(at, 1)};
    code = (code << 6) | (byte(at + i) & 0x3F);
  }
  return {code, text.substr(at, size)};
}

bool is_space(std::uint32_t code) {
  return code <= 0x20 || (code >= 0x7F && code <= 0xA0) || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
         code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

// Characters that change how their neighbours look without being seen: bidi controls, zero-width characters, tags.
bool is_invisible(std::uint32_t code) {
  return code == 0xAD || code == 0x61C || code == 0x180E || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF ||
         (code >= 0xFFF9 && code <= 0xFFFB) || (code >= 0xE0000 && code <= 0xE0FFF);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// `# `, `- `, `+ `, `1. `, `= `: would begin a block where the text stands first in a line.
std::size_t block_marker(std::string_view text) {
  if (text.empty()) return std::string_view::npos;
  if (std::string_view("#-+=").find(text[0]) != std::string_view::npos) return 0;
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')')) return digits;
  return std::string_view::npos;
}

bool begins_www(std::string_view text, std::size_t at) {
  if (at + 4 > text.size() || text[at + 3] != '.') return false;
  for (std::size_t i = at; i < at + 3; ++i)
    if (text[i] != 'w' && text[i] != 'W') return false;
  return true;
}

}  // namespace

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += character_at(text, at).bytes.size()) ++count;
  return count;
}

std::string shortened(std::string_view text, std::size_t most) {
  if (length(text) <= most) return std::string(text);
  std::string kept;
  std::size_t at = 0;
  for (std::size_t count = 0; count + 1 < most && at < text.size(); ++count) {
    const std::string_view bytes = character_at(text, at).bytes;
    kept += bytes;
    at += bytes.size();
  }
  while (!kept.empty() && (kept.back() == ' ' || kept.back() == ',')) kept.pop_back();
  kept += ellipsis;
  return kept;
}

std::string plain(std::string_view text, std::size_t most) {
  std::string clean;
  clean.reserve(text.size());
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    at += character.bytes.size();
    if (is_invisible(character.code)) continue;
    if (is_space(character.code)) {
      space = true;
      continue;
    }
    if (space && !clean.empty()) clean += ' ';
    space = false;
    clean += character.code == 0xFFFD ? replacement : character.bytes;
  }
  return clean.size() <= most ? clean : shortened(clean, most);  // no more characters than bytes
}

std::string markdown(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  const std::size_t marker = block_marker(text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    // Renderers look for bare addresses after they took away backslashes, so an escape does not stop them; a joiner
    // does.
    if (c == ':' && text.substr(at, 3) == "://") {
      escaped += ':';
      escaped += joiner;
      continue;
    }
    if (c == '@') {
      escaped += joiner;
      escaped += '@';
      continue;
    }
    if (begins_www(text, at)) {
      escaped += text.substr(at, 3);
      escaped += joiner;
      at += 2;
      continue;
    }
    if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '&') {
      escaped += "&amp;";
    } else {
      const bool link_target = c == '(' && at > 0 && text[at - 1] == ']';
      if (at == marker || link_target || std::string_view("\\`*_[]|~!$").find(c) != std::string_view::npos)
        escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace foresign::cards
