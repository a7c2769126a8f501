#include "fhir/reference_form.hpp"

#include <algorithm>

namespace foresign::fhir {

namespace {

using Kind = ReferenceForm::Kind;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string in_lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

std::string_view without_trailing_slashes(std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  return text;
}

std::string_view without_version(std::string_view text) {
  const auto at = text.find("/_history");
  const bool whole_word = at != std::string_view::npos && (at + 9 == text.size() || text[at + 9] == '/');
  return without_trailing_slashes(whole_word ? text.substr(0, at) : text);
}

bool is_type(std::string_view text) {
  return !text.empty() && text.front() >= 'A' && text.front() <= 'Z' &&
         std::all_of(text.begin(), text.end(), [](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; });
}

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
  return std::nullopt;
}

std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size()) {
      const auto high = hex_digit(text[at + 1]);
      const auto low = hex_digit(text[at + 2]);
      if (high && low) {
        result += static_cast<char>(*high * 16 + *low);
        at += 2;
        continue;
      }
    }
    result += text[at];
  }
  return result;
}

// Scheme and host in any case are the same, and so is the port that the scheme implies.
std::string with_folded_host(std::string_view url) {
  const auto host_at = url.find("://") + 3;
  const auto path_at = std::min(url.find('/', host_at), url.size());
  std::string origin = in_lower_case(url.substr(0, path_at));
  for (const auto& [scheme, port] : {std::pair{"https://", ":443"}, std::pair{"http://", ":80"}}) {
    if (origin.starts_with(scheme) && origin.ends_with(port))
      origin.resize(origin.size() - std::string_view(port).size());
  }
  return origin.append(url.substr(path_at));
}

// `.../Type/id` -> base, type, id; leaves them empty where the text does not end so.
void split(std::string_view text, ReferenceForm& form) {
  const auto last = text.rfind('/');
  if (last == std::string_view::npos || last + 1 == text.size()) return;
  const std::string_view before = text.substr(0, last);
  const auto previous = before.rfind('/');
  const std::string_view type = previous == std::string_view::npos ? before : before.substr(previous + 1);
  if (!is_type(type)) return;
  form.base = previous == std::string_view::npos ? "" : without_trailing_slashes(before.substr(0, previous));
  form.type = type;
  form.id = text.substr(last + 1);
}

// `Patient?identifier=system|value`; with other parameters it cannot be answered here, and no value is given.
ReferenceForm read_conditional(std::string_view path, std::string_view query, bool absolute) {
  ReferenceForm form;
  form.kind = Kind::conditional;
  path = without_trailing_slashes(path);
  const auto slash = path.rfind('/');
  form.type = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (absolute && slash != std::string_view::npos)
    form.base = with_folded_host(without_trailing_slashes(path.substr(0, slash)));
  constexpr std::string_view parameter = "identifier=";
  if (!query.starts_with(parameter) || query.find('&') != std::string_view::npos) return form;
  const std::string token = percent_decoded(query.substr(parameter.size()));
  if (const auto bar = token.find('|'); bar != std::string::npos) {
    form.system = token.substr(0, bar);
    form.value = token.substr(bar + 1);
  } else {
    form.value = token;
  }
  return form;
}

}  // namespace

std::string normal_base(std::string_view url) {
  url = without_trailing_slashes(url);
  return url.find("://") == std::string_view::npos ? std::string(url) : with_folded_host(url);
}

ReferenceForm read_reference_form(std::string_view written) {
  ReferenceForm form;
  if (written.empty()) return form;
  if (written.front() == '#') {
    form.kind = Kind::contained;
    form.id = written.substr(1);
    return form;
  }
  if (in_lower_case(written.substr(0, 4)) == "urn:") {
    constexpr std::string_view uuid = "urn:uuid:";
    form.kind = Kind::urn;
    form.name = in_lower_case(without_version(written));
    if (form.name.starts_with(uuid)) form.id = form.name.substr(uuid.size());
    return form;
  }
  const std::string scheme = in_lower_case(written.substr(0, 8));
  const bool absolute = scheme.starts_with("http://") || scheme.starts_with("https://");
  if (const auto question = written.find('?'); question != std::string_view::npos) {
    return read_conditional(written.substr(0, question), written.substr(question + 1), absolute);
  }
  if (absolute) {
    form.kind = Kind::absolute;
    form.name = with_folded_host(without_version(written));
    split(form.name, form);
    return form;
  }
  std::string_view text = without_version(written);
  while (text.starts_with('/')) text.remove_prefix(1);
  if (text.empty()) return form;
  form.name = text;
  split(text, form);
  const bool relative = !form.type.empty() && form.base.empty();
  form.kind = relative ? Kind::relative : Kind::bare;
  if (!relative) {
    form.base.clear();
    form.type.clear();
    form.id = text;
  }
  return form;
}

}  // namespace foresign::fhir
