// URLs as far as they are called (RFC 3986, http and https), and whether one lies on an allowed server. Strict: what
// two readers could understand differently is no URL here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace foresign::fhir::client {

struct Url {
  bool tls = true;
  std::string host;  // in lower case; an IPv6 literal without its brackets
  std::uint16_t port = 443;
  std::string path;                  // begins with `/`, without slashes at its end; empty: the root
  std::optional<std::string> query;  // what follows `?`

  friend bool operator==(const Url&, const Url&) = default;
};

// Nothing where the text has another scheme, user info, a fragment, a control, non-ASCII or never-allowed byte, a dot
// segment (also percent-encoded), an encoded slash, an ill-formed host or port, or more than 4096 bytes.
std::optional<Url> parse_url(std::string_view text);

// A URL without a query.
std::optional<Url> parse_base(std::string_view text);

// What to write into the request line to ask `base` for `wanted`: a relative query (`Condition?patient=p1`,
// `Patient/p1`), or an absolute link (`next` of a search) that lies at or below the base. Nothing for all else.
std::optional<std::string> target_on(const Url& base, std::string_view wanted);

// Whether a text can stand as an id in a path (FHIR R4, id). More than FHIR refuses: `.` and `..` climb.
bool is_id(std::string_view text);

// Whether a token can stand behind `Bearer` (RFC 6750, b64token), in at most 16 KiB.
bool is_bearer_token(std::string_view text);

}  // namespace foresign::fhir::client
