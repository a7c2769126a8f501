#include "cds/http/etag.hpp"

#include <cstdint>

#include "cds/http/text.hpp"

namespace foresign::http {
namespace {

std::string_view without_weakness(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  return tag;
}

}  // namespace

std::string weak_etag(std::string_view text) {
  // FNV-1a: it tells versions apart, it protects nothing.
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  std::string tag = "W/\"";
  for (int shift = 60; shift >= 0; shift -= 4) tag += "0123456789abcdef"[(hash >> shift) & 0xF];
  return tag + '"';
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  std::string_view rest = trim(if_none_match);
  if (rest == "*") return true;
  while (!rest.empty()) {
    // A tag may hold a comma, so it ends with its quotation mark.
    const std::size_t opening = rest.starts_with("W/") ? 2 : 0;
    if (opening >= rest.size() || rest[opening] != '"') return false;
    const std::size_t closing = rest.find('"', opening + 1);
    if (closing == std::string_view::npos) return false;
    if (rest.substr(opening, closing + 1 - opening) == without_weakness(etag)) return true;
    rest = trim(rest.substr(closing + 1));
    if (!rest.empty() && rest.front() != ',') return false;
    while (!rest.empty() && rest.front() == ',') rest = trim(rest.substr(1));
  }
  return false;
}

}  // namespace foresign::http
