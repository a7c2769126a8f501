// base64url as JOSE wants it (RFC 7515, section 2; RFC 4648, sections 3.5 and 5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace foresign::auth {

// The bytes, or nothing where the text is not the one way of writing them: no padding, no `+` or `/`, no white space,
// spare bits zero. Two texts never decode to the same bytes, so a token cannot be written differently and still hold.
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace foresign::auth
