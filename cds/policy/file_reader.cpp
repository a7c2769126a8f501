#include "cds/policy/file_reader.hpp"

#include <algorithm>
#include <utility>

namespace foresign::policy {
namespace {

// Levenshtein's distance: how many letters must be changed, added or dropped.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t above = row[j];
      const std::size_t changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({above + 1, row[j - 1] + 1, changed});
      diagonal = above;
    }
  }
  return row[right.size()];
}

std::string quoted(std::string_view word) {
  return "`" + std::string(word) + "`";
}

std::string wrong_kind(std::string_view wanted, json::View found) {
  return "must be " + std::string(wanted) + ", is " + std::string(json::describe(found.kind()));
}

}  // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, std::min<std::size_t>(3, word.size() / 2)) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t d = distance(word, candidate);
    if (d < least) {
      least = d;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string_view meant = nearest(word, known);
  return meant.empty() ? "" : ", did you mean " + quoted(meant);
}

void FileReader::report(json::View at, std::string message) {
  issues_.push_back({json::Severity::fatal, at.path(), std::move(message)});
}

void FileReader::only_keys(json::View object, std::initializer_list<std::string_view> known) {
  for (const json::View member : object) {
    if (std::find(known.begin(), known.end(), member.key()) != known.end()) continue;
    report(object, "unknown key " + quoted(member.key()) + did_you_mean(member.key(), known));
  }
}

std::string FileReader::text(json::View object, std::string_view key) {
  if (!object[key].exists()) {
    report(object, quoted(key) + " is missing");
    return {};
  }
  return optional_text(object, key);
}

std::string FileReader::optional_text(json::View object, std::string_view key) {
  const json::View value = object[key];
  if (!value.exists()) return {};
  const auto written = value.string();
  if (!written) {
    report(value, wrong_kind("a string", value));
    return {};
  }
  if (written->empty()) report(value, "must not be empty");
  return std::string(*written);
}

std::vector<json::View> FileReader::list(json::View object, std::string_view key) {
  const json::View value = object[key];
  std::vector<json::View> elements;
  if (!value.exists()) {
    report(object, quoted(key) + " is missing");
  } else if (!value.is(json::Kind::array)) {
    report(value, wrong_kind("an array", value));
  } else {
    for (const json::View element : value) elements.push_back(element);
    if (elements.empty()) report(value, "must not be empty");
  }
  return elements;
}

std::vector<std::string> FileReader::texts(json::View object, std::string_view key) {
  std::vector<std::string> all;
  for (const json::View element : list(object, key)) {
    const auto written = element.string();
    if (!written) {
      report(element, wrong_kind("a string", element));
    } else if (written->empty()) {
      report(element, "must not be empty");
    } else {
      all.emplace_back(*written);
    }
  }
  return all;
}

bool FileReader::object(json::View object, std::string_view key) {
  const json::View value = object[key];
  if (value.is(json::Kind::object)) return true;
  if (value.exists()) {
    report(value, wrong_kind("an object", value));
  } else {
    report(object, quoted(key) + " is missing");
  }
  return false;
}

}  // namespace foresign::policy
