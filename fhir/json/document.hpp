// Bytes -> document, under limits. The hardening that RapidJSON leaves to its caller (RFC 8259, and security notes in
// docs/decisions): iterative parsing, valid UTF-8, no duplicate members, no NUL, no lone surrogates, nothing behind the
// value.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "fhir/json/issue.hpp"
#include "fhir/json/view.hpp"

namespace foresign::json {

struct Limits {
  std::size_t bytes = std::size_t{8} * 1024 * 1024;
  std::size_t depth = 64;          // nested arrays and objects
  std::size_t values = 1'000'000;  // values of all kinds
};

// Owns the text and the tree. Movable; views stay valid across a move.
class Document {
 public:
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  [[nodiscard]] View root() const;

  struct Content;
  explicit Document(std::unique_ptr<Content> content);

 private:
  std::unique_ptr<Content> content_;
};

// The document, or one fatal issue that says what is wrong and where (byte offset in the message, path of the value).
Parsed<Document> read(std::string_view text, const Limits& limits = {});

}  // namespace foresign::json
