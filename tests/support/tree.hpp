// A JSON value that tests can change, made from a read-only document and written back.
#pragma once

#include <string>
#include <vector>

#include "fhir/json/view.hpp"

namespace foresign::tree {

struct Member;

struct Tree {
  json::Kind kind = json::Kind::null;
  std::string text;  // of a string; of a number as written; `true` or `false`
  std::vector<Member> members;
  std::vector<Tree> items;

  Tree* member(std::string_view name);
  const Tree* member(std::string_view name) const;
};

struct Member {
  std::string name;
  Tree value;
};

Tree from(json::View view);
// The value of a JSON text; fails the test where it is none.
Tree parse(const std::string& text);
std::string write(const Tree& tree);

}  // namespace foresign::tree
