#include "cds/http/head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "cds/http/text.hpp"

namespace foresign::http {
namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7f; });
}

// cpp-httplib 0.11.4 percent-decodes header values: `%0d%0a` and `%00` would become what was refused above.
bool hides_control(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
    if (at + 2 < text.size() && (text[at + 1] == '0' || text[at + 1] == '1')) return true;
  return false;
}

bool has_item(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (lower(trim(list.substr(0, comma))) == wanted) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

// Headers that decide how a request is read or who is asking: one each.
constexpr std::array<std::string_view, 7> single = {"content-length",   "transfer-encoding", "host",  "content-type",
                                                    "content-encoding", "authorization",     "origin"};

struct Lines {
  std::string_view rest;
  // The next line without its CRLF; nothing where a line ends otherwise.
  std::optional<std::string_view> next() {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos || end == 0 || rest[end - 1] != '\r') return std::nullopt;
    const std::string_view line = rest.substr(0, end - 1);
    rest.remove_prefix(end + 1);
    return line;
  }
};

std::optional<HeadProblem> read_request_line(std::string_view line, Head& head, bool& http_1_0) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return HeadProblem{400, "the request line is malformed"};
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return HeadProblem{505, "only HTTP/1.1 is spoken here"};
  if (!is_token(method)) return HeadProblem{400, "the method is malformed"};
  if (target.size() > max_target_bytes) return HeadProblem{414, "the request target is too long"};
  if (target.empty() || (target.front() != '/' && target != "*") ||
      target.find_first_of(" \t") != std::string_view::npos || has_control(target))
    return HeadProblem{400, "the request target is malformed"};
  head.method = method;
  head.path = target.substr(0, target.find('?'));
  http_1_0 = version == "HTTP/1.0";
  return std::nullopt;
}

std::optional<HeadProblem> read_content_length(std::string_view value, Head& head) {
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
  if (value.empty() || value.size() > 12 || error != std::errc() || end != value.data() + value.size())
    return HeadProblem{400, "Content-Length is not a number of 1 to 12 digits"};
  head.content_length = length;
  return std::nullopt;
}

std::variant<Head, HeadProblem> read_lines(std::string_view block) {
  Head head;
  bool http_1_0 = false;
  bool takes_gzip = false;
  bool expects_continue = false;
  Lines lines{block};
  const auto request_line = lines.next();
  if (!request_line) return HeadProblem{400, "the request line is malformed"};
  if (auto problem = read_request_line(*request_line, head, http_1_0)) return *problem;

  std::array<bool, single.size()> seen{};
  std::size_t count = 0;
  for (;;) {
    const auto line = lines.next();
    if (!line) return HeadProblem{400, "a header line does not end with CRLF"};
    if (line->empty()) break;
    if (++count > max_header_lines) return HeadProblem{431, "too many header lines"};
    const std::size_t colon = line->find(':');
    if (colon == std::string_view::npos || !is_token(line->substr(0, colon)))
      return HeadProblem{400, "a header line is malformed"};
    const std::string name = lower(line->substr(0, colon));
    const std::string_view value = trim(line->substr(colon + 1));
    if (has_control(value) || hides_control(value)) return HeadProblem{400, "a header value holds a control character"};

    const auto which = std::find(single.begin(), single.end(), name);
    if (which != single.end()) {
      bool& before = seen[static_cast<std::size_t>(which - single.begin())];
      if (before) return HeadProblem{400, "the header `" + name + "` is given twice"};
      before = true;
    }
    if (name == "content-length") {
      if (auto problem = read_content_length(value, head)) return *problem;
    } else if (name == "transfer-encoding") {
      if (lower(value) != "chunked") return HeadProblem{501, "only the transfer encoding `chunked` is known"};
      head.chunked = true;
    } else if (name == "connection") {
      head.close = head.close || has_item(value, "close");
    } else if (name == "content-type") {
      head.content_type = value;
    } else if (name == "content-encoding") {
      head.content_encoding = value;
    } else if (name == "origin") {
      head.origin = value;
    } else if (name == "authorization") {
      head.authorization = value;
    } else if (name == "if-none-match") {
      if (!head.if_none_match.empty()) head.if_none_match += ", ";
      head.if_none_match += value;
    } else if (name == "accept-encoding") {
      takes_gzip = takes_gzip || has_item(value, "gzip");
    } else if (name == "expect") {
      if (lower(value) != "100-continue") return HeadProblem{417, "only the expectation `100-continue` is known"};
      expects_continue = true;
    }
  }
  const bool has_host = seen[2];
  if (!has_host && !http_1_0) return HeadProblem{400, "the header `host` is missing"};
  if (head.chunked && head.content_length)
    return HeadProblem{400, "both Transfer-Encoding and Content-Length are given"};
  if (head.chunked && http_1_0) return HeadProblem{400, "HTTP/1.0 has no Transfer-Encoding"};
  if (http_1_0) head.close = true;

  head.forwarded = head.method + " " + head.path + " HTTP/1.1\r\n";
  if (head.close) head.forwarded += "Connection: close\r\n";
  if (head.content_length) head.forwarded += "Content-Length: " + std::to_string(*head.content_length) + "\r\n";
  if (takes_gzip) head.forwarded += "Accept-Encoding: gzip\r\n";
  // RFC 9110, 10.1.1: of a client of HTTP/1.0 nothing is expected.
  if (expects_continue && !http_1_0) head.forwarded += "Expect: 100-continue\r\n";
  head.forwarded += "\r\n";
  return head;
}

}  // namespace

std::variant<Head, HeadProblem> read_head(std::string_view block) {
  auto read = read_lines(block);
  if (auto* problem = std::get_if<HeadProblem>(&read)) problem->origin = origin_in(block);
  return read;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

std::string origin_in(std::string_view block) {
  constexpr std::string_view name = "\norigin:";
  for (std::size_t at = block.find('\n'); at != std::string_view::npos; at = block.find('\n', at + 1)) {
    if (lower(block.substr(at, name.size())) != name) continue;
    const std::string_view rest = block.substr(at + name.size());
    const std::size_t end = rest.find('\r');
    return end == std::string_view::npos ? std::string() : std::string(trim(rest.substr(0, end)));
  }
  return {};
}

}  // namespace foresign::http
