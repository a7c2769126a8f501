#include "fhir/client/url.hpp"

#include <algorithm>
#include <charconv>

#include "fhir/client/allowed_server.hpp"

namespace foresign::fhir::client {
namespace {

constexpr std::size_t longest_url = 4096;
constexpr std::size_t longest_id = 64;
constexpr std::size_t longest_token = std::size_t{16} * 1024;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string in_lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

// Bytes that may be sent as they are. `|` is not of RFC 3986, but common in links of FHIR servers.
bool clean(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < '\x7f' && std::string_view("\"<>\\^`{}#").find(c) == std::string_view::npos;
  });
}

// No segment that a server could take for a step upwards, and no slash in disguise.
bool stays(std::string_view path) {
  const std::string folded = in_lower_case(path);
  for (const std::string_view trick : {"%2e", "%2f", "%5c", "%25"})
    if (folded.find(trick) != std::string::npos) return false;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, end - at);
    if (segment == "." || segment == "..") return false;
    at = end + 1;
  }
  return true;
}

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

// `host`, `host:port`, `[::1]:port`. False where it is none.
bool read_authority(std::string_view text, Url& url) {
  std::string_view host;
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = text.substr(1, end - 1);
    rest = text.substr(end + 1);
    if (host.find(':') == std::string_view::npos) return false;
    if (host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) return false;
  } else {
    host = text.substr(0, text.find(':'));
    rest = text.substr(host.size());
    const bool named = std::all_of(host.begin(), host.end(),
                                   [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; });
    if (!named || host.empty() || host.size() > 253) return false;
  }
  url.host = in_lower_case(host);
  if (rest.empty()) return true;
  if (rest.front() != ':') return false;
  const auto port = read_port(rest.substr(1));
  if (port) url.port = *port;
  return port.has_value();
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
  if (text.size() > longest_url || !clean(text)) return std::nullopt;
  Url url;
  const std::string scheme = in_lower_case(text.substr(0, 8));
  if (scheme.starts_with("https://")) {
    text.remove_prefix(8);
  } else if (scheme.starts_with("http://")) {
    url.tls = false;
    url.port = 80;
    text.remove_prefix(7);
  } else {
    return std::nullopt;
  }
  const std::string_view authority = text.substr(0, text.find_first_of("/?"));
  if (!read_authority(authority, url)) return std::nullopt;
  text.remove_prefix(authority.size());
  std::string_view path = text.substr(0, text.find('?'));
  if (path.size() < text.size()) url.query = text.substr(path.size() + 1);
  if (!stays(path)) return std::nullopt;
  while (path.ends_with('/')) path.remove_suffix(1);
  url.path = path;
  return url;
}

std::optional<Url> parse_base(std::string_view text) {
  auto url = parse_url(text);
  if (url && url->query) url.reset();
  return url;
}

std::optional<std::string> target_on(const Url& base, std::string_view wanted) {
  std::string path;
  std::optional<std::string> query;
  if (wanted.find("://") != std::string_view::npos && wanted.find("://") < wanted.find_first_of("?/")) {
    auto url = parse_url(wanted);
    if (!url) return std::nullopt;
    const bool same_origin = url->tls == base.tls && url->host == base.host && url->port == base.port;
    const bool below = url->path == base.path || url->path.starts_with(base.path + '/');
    if (!same_origin || !below) return std::nullopt;
    path = std::move(url->path);
    query = std::move(url->query);
  } else {
    if (wanted.size() > longest_url || !clean(wanted) || wanted.empty() || !is_letter(wanted.front()))
      return std::nullopt;
    const std::string_view relative = wanted.substr(0, wanted.find('?'));
    if (!stays(relative) || relative.find(':') != std::string_view::npos) return std::nullopt;
    path = base.path + '/' + std::string(relative);
    if (relative.size() < wanted.size()) query = wanted.substr(relative.size() + 1);
  }
  if (path.empty()) path = "/";
  return query ? path + '?' + *query : path;
}

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > longest_id || text == "." || text == "..") return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; });
}

bool is_bearer_token(std::string_view text) {
  while (text.ends_with('=') && text.size() > 1) text.remove_suffix(1);
  if (text.empty() || text.size() > longest_token) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || std::string_view("-._~+/").find(c) != std::string_view::npos;
  });
}

std::string problem_with(const AllowedServer& server) {
  const auto base = parse_base(server.base_url);
  if (!base) return "must be an http or https URL without user name, query and fragment";
  if (!base->tls && !server.allow_http) return "is not https, which only `allow_http` permits";
  return "";
}

}  // namespace foresign::fhir::client
