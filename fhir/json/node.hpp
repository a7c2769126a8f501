// The tree behind json::View. Internal to fhir/json: nodes are made by document.cpp and only read elsewhere.
#pragma once

#include <cstdint>
#include <string_view>

#include "fhir/json/view.hpp"

namespace foresign::json {

// Children form a list, and every node knows its parent: paths are made on demand, and nothing recurses over hostile
// depth.
struct Node {
  const Node* parent = nullptr;
  const Node* first = nullptr;            // first element or member
  const Node* next = nullptr;             // next sibling
  const Node* const* elements = nullptr;  // of a long array: its elements by position
  std::string_view key;                   // in an object: the name
  std::string_view text;                  // string: decoded; number: as written
  std::uint32_t size = 0;                 // elements or members
  std::uint32_t position = 0;             // among the siblings
  Kind kind = Kind::missing;
  bool truth = false;
};

}  // namespace foresign::json
