// Text from a record made safe to show: no control, bidi or invisible characters, no line breaks, bounded length; and
// its escape for GitHub-flavoured Markdown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace foresign::cards {

// The most of one value of a record that is shown.
inline constexpr std::size_t longest_value = 200;

// In code points, as CDS Hooks counts a summary.
std::size_t length(std::string_view text);

// At most `most` code points; a longer text ends with an ellipsis.
std::string shortened(std::string_view text, std::size_t most);

// One line of visible characters: white space folded and trimmed, controls (terminal escapes too), bidi and zero-width
// characters gone, shortened.
std::string plain(std::string_view text, std::size_t most = longest_value);

// Inert within a paragraph or list item: no emphasis, code, link, autolink, table, HTML or entity comes of it. Does not
// shorten.
std::string markdown(std::string_view text);

}  // namespace foresign::cards
