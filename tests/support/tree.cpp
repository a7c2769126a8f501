#include "tests/support/tree.hpp"

#include <catch2/catch.hpp>

#include "fhir/json/document.hpp"

namespace foresign::tree {
namespace {

void write_string(std::string& out, const std::string& text) {
  static constexpr const char* hex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += hex[(c >> 4) & 15];
      out += hex[c & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void write(std::string& out, const Tree& tree) {
  bool first = true;
  switch (tree.kind) {
    case json::Kind::missing:
    case json::Kind::null:
      out += "null";
      return;
    case json::Kind::boolean:
    case json::Kind::number:
      out += tree.text;
      return;
    case json::Kind::string:
      write_string(out, tree.text);
      return;
    case json::Kind::array:
      out += '[';
      for (const Tree& item : tree.items) {
        if (!first) out += ',';
        first = false;
        write(out, item);
      }
      out += ']';
      return;
    case json::Kind::object:
      out += '{';
      for (const auto& [name, value] : tree.members) {
        if (!first) out += ',';
        first = false;
        write_string(out, name);
        out += ':';
        write(out, value);
      }
      out += '}';
      return;
  }
}

}  // namespace

Tree* Tree::member(std::string_view name) {
  for (auto& [key, value] : members)
    if (key == name) return &value;
  return nullptr;
}

const Tree* Tree::member(std::string_view name) const {
  return const_cast<Tree*>(this)->member(name);
}

Tree from(json::View view) {
  Tree tree;
  tree.kind = view.kind();
  if (const auto text = view.string()) tree.text = *text;
  if (const auto number = view.number()) tree.text = *number;
  if (const auto flag = view.boolean()) tree.text = *flag ? "true" : "false";
  for (const json::View child : view) {
    if (view.is(json::Kind::object))
      tree.members.push_back({std::string(child.key()), from(child)});
    else
      tree.items.push_back(from(child));
  }
  return tree;
}

Tree parse(const std::string& text) {
  auto parsed = json::read(text);
  for (const json::Issue& issue : parsed.issues) UNSCOPED_INFO(issue.path << ": " << issue.message);
  REQUIRE(parsed.value.has_value());
  return from(parsed.value->root());
}

std::string write(const Tree& tree) {
  std::string out;
  write(out, tree);
  return out;
}

}  // namespace foresign::tree
