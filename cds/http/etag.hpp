// Entity tags (RFC 9110, 8.8.3): whether what a client has kept is still what it would get.
#pragma once

#include <string>
#include <string_view>

namespace foresign::http {

// A weak tag of a text: the same text may be sent compressed.
std::string weak_etag(std::string_view text);

// Whether `If-None-Match` names the tag: `*`, or a list in which it stands; weak and strong count alike (RFC 9110,
// 13.1.2). What is malformed matches nothing.
bool names_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace foresign::http
