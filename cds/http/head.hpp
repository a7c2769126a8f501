// The head of an HTTP request, checked before cpp-httplib sees it. The packaged library drops lines that it does not
// understand, takes the first of two Content-Lengths and bounds no line while reading it; a request that two readers
// can understand in two ways is refused here (RFC 9112, 3 to 6). Pure: no sockets, no library.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace foresign::http {

inline constexpr std::size_t max_head_bytes = std::size_t{32} * 1024;
inline constexpr std::size_t max_header_lines = 100;
inline constexpr std::size_t max_target_bytes = std::size_t{4} * 1024;

struct Head {
  std::string method;
  std::string path;  // the target without its query, as it was sent
  std::optional<std::size_t> content_length;
  bool chunked = false;
  bool close = false;  // the client will send no further request
  std::string content_type;
  std::string content_encoding;
  std::string origin;
  std::string authorization;  // as it was sent; never forwarded
  std::string if_none_match;  // several lines are one list
  // The request as cpp-httplib gets to see it: the request line and the few headers that it acts on. A `Range` would
  // make it cut the answer to a POST, and every value that it sees it percent-decodes.
  std::string forwarded;
};

struct HeadProblem {
  int status = 400;
  std::string message;      // says nothing of what was sent
  std::string origin = {};  // where one was readable: a page in a browser is to see this answer too
};

// `block` is everything up to and including the empty line.
std::variant<Head, HeadProblem> read_head(std::string_view block);

// Whether a text is a token (RFC 9110, 5.6.2): a method is one, so that a request can begin with nothing else.
bool is_token(std::string_view text);

// The value of the first line `Origin:` in the beginning of a request that has no readable head; empty if none.
std::string origin_in(std::string_view block);

}  // namespace foresign::http
