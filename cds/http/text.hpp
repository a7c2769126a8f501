// Small words of HTTP: what stands around a value, and names whose case does not matter (RFC 9110, 5.6.3 and 5.1).
#pragma once

#include <string>
#include <string_view>

namespace foresign::http {

inline std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// ASCII only, whatever the locale.
inline std::string lower(std::string_view text) {
  std::string folded(text);
  for (char& c : folded)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return folded;
}

}  // namespace foresign::http
