#include "fhir/json/view.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "fhir/json/node.hpp"

namespace foresign::json {

namespace {

// Names come from the client and paths end in logs and error bodies, so only what looks like an element name is
// repeated: those begin small and hold letters only; names of people and record
// numbers hardly do.
bool inert(std::string_view name) {
  constexpr std::size_t longest = 40;
  const auto small = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  return !name.empty() && name.size() <= longest && small(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return small(c) || (c >= 'A' && c <= 'Z'); });
}

void append_member(std::string& path, std::string_view name) {
  if (!path.empty()) path += '.';
  path += inert(name) ? name : std::string_view("?");
}

std::string path_of(const Node* node) {
  std::vector<const Node*> way;
  for (; node != nullptr && node->parent != nullptr; node = node->parent) way.push_back(node);
  std::string path;
  for (auto step = way.rbegin(); step != way.rend(); ++step) {
    if ((*step)->parent->kind == Kind::array) {
      if (path.empty()) path = "$";
      path += '[' + std::to_string((*step)->position) + ']';
    } else {
      append_member(path, (*step)->key);
    }
  }
  return path;
}

}  // namespace

std::string_view describe(Kind kind) {
  switch (kind) {
    case Kind::missing:
      return "missing";
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "a boolean";
    case Kind::number:
      return "a number";
    case Kind::string:
      return "a string";
    case Kind::array:
      return "an array";
    case Kind::object:
      return "an object";
  }
  return "unknown";
}

Kind View::kind() const {
  return node_ == nullptr ? Kind::missing : node_->kind;
}

View View::operator[](std::string_view member) const {
  if (node_ == nullptr) return *this;  // the first gap is the place to name
  if (node_->kind == Kind::object) {
    for (const Node* child = node_->first; child != nullptr; child = child->next) {
      if (child->key == member) return View(child);
    }
  }
  View missing;
  missing.parent_ = node_;
  missing.missing_key_ = member;
  return missing;
}

View View::operator[](std::size_t index) const {
  if (node_ == nullptr) return *this;
  if (node_->kind == Kind::array && index < node_->size) {
    if (node_->elements != nullptr) return View(node_->elements[index]);
    const Node* child = node_->first;
    for (; index > 0; --index) child = child->next;
    return View(child);
  }
  View missing;
  missing.parent_ = node_;
  return missing;
}

std::optional<std::string_view> View::string() const {
  if (!is(Kind::string)) return std::nullopt;
  return node_->text;
}

std::optional<std::string_view> View::number() const {
  if (!is(Kind::number)) return std::nullopt;
  return node_->text;
}

std::optional<bool> View::boolean() const {
  if (!is(Kind::boolean)) return std::nullopt;
  return node_->truth;
}

std::optional<std::int64_t> View::integer() const {
  const auto written = number();
  if (!written) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = written->data() + written->size();
  const auto [stop, error] = std::from_chars(written->data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::size_t View::size() const {
  return node_ == nullptr ? 0 : node_->size;
}

std::string_view View::key() const {
  return node_ == nullptr ? std::string_view() : node_->key;
}

std::string View::path() const {
  std::string path = path_of(node_ != nullptr ? node_ : parent_);
  if (node_ == nullptr && !missing_key_.empty()) append_member(path, missing_key_);
  return path.empty() ? "$" : path;
}

View::Iterator& View::Iterator::operator++() {
  node_ = node_->next;
  return *this;
}

View::Iterator View::begin() const {
  return Iterator(node_ == nullptr ? nullptr : node_->first);
}

}  // namespace foresign::json
