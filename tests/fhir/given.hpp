// What the tests of fhir/ are given: JSON text, parsed once and kept while a test needs views of it.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "fhir/json/document.hpp"
#include "fhir/json/view.hpp"

namespace foresign {

class Json {
 public:
  explicit Json(const std::string& text) : document_(parse(text)) {}
  operator json::View() const { return document_.root(); }
  json::View operator[](std::string_view member) const { return document_.root()[member]; }

 private:
  static json::Document parse(const std::string& text) {
    json::Parsed<json::Document> parsed = json::read(text);
    INFO(text);
    REQUIRE(parsed.value.has_value());
    return std::move(*parsed.value);
  }

  json::Document document_;
};

}  // namespace foresign
