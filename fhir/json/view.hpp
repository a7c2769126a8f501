// A read-only cursor into a parsed document. Every access is optional: a missing member gives a missing view, never an
// error, and every view can say where it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace foresign::json {

enum class Kind : std::uint8_t { missing, null, boolean, number, string, array, object };

// A word for an error message: "an object", "a string" ...
std::string_view describe(Kind kind);

struct Node;  // node.hpp

// Valid as long as its document. Copying is cheap.
class View {
 public:
  View() = default;
  explicit View(const Node* node) : node_(node) {}

  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool exists() const { return kind() != Kind::missing; }
  [[nodiscard]] bool is(Kind wanted) const { return kind() == wanted; }

  // The member or element, else a missing view (also where this is no object or no array). A missing view keeps
  // `member` as a view: its text has to live as long as the missing view is asked for its path.
  [[nodiscard]] View operator[](std::string_view member) const;
  [[nodiscard]] View operator[](std::size_t index) const;

  // The value if this is of that kind. A number is given as written: `1.50` stays `1.50`.
  [[nodiscard]] std::optional<std::string_view> string() const;
  [[nodiscard]] std::optional<std::string_view> number() const;
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;  // only if written as an integer that fits

  // Elements of an array or members of an object; 0 for everything else.
  [[nodiscard]] std::size_t size() const;
  // The name under which this stands in an object; empty elsewhere.
  [[nodiscard]] std::string_view key() const;
  // `context.draftOrders.entry[0]`; `$` for the root. A missing view names the place where it would be, as far as
  // known.
  [[nodiscard]] std::string path() const;

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = View;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = View;

    explicit Iterator(const Node* node) : node_(node) {}
    View operator*() const { return View(node_); }
    Iterator& operator++();
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const Node* node_;
  };
  // Over elements or members, in the order of the text.
  [[nodiscard]] Iterator begin() const;
  [[nodiscard]] Iterator end() const { return Iterator(nullptr); }

 private:
  const Node* node_ = nullptr;
  const Node* parent_ = nullptr;  // for the path of a missing view
  std::string_view missing_key_;  // the same
};

}  // namespace foresign::json
