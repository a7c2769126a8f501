#include "fhir/json/document.hpp"

#include <rapidjson/error/error.h>
#include <rapidjson/reader.h>
#include <rapidjson/stream.h>
#include <string.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fhir/json/node.hpp"
#include "fhir/json/utf8.hpp"

namespace foresign::json {

// The text is decoded in place, so every string of the tree is a view into it.
struct Document::Content {
  Content() = default;
  Content(const Content&) = delete;
  Content& operator=(const Content&) = delete;
  // Requests hold access tokens and records.
  ~Content() { ::explicit_bzero(text.data(), text.size()); }

  std::vector<char> text;
  std::vector<std::unique_ptr<Node[]>> blocks;
  std::vector<std::unique_ptr<const Node*[]>> tables;
  std::size_t nodes = 0;
  const Node* root = nullptr;

  Node* add_node() {
    constexpr std::size_t block = 512;
    if (nodes % block == 0) blocks.push_back(std::make_unique<Node[]>(block));
    return &blocks.back()[nodes++ % block];
  }
};

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// RapidJSON decodes `\udc00` without its partner to bytes that are no UTF-8: surrogates are ED A0..BF xx.
std::optional<std::size_t> find_surrogate(std::string_view text) {
  for (std::size_t at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1)) {
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return at;
  }
  return std::nullopt;
}

// SAX events -> nodes. Returns false from an event to stop the parser, and then says why.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
  // `clean`: no string can hold a NUL or half of a surrogate pair.
  Builder(Document::Content& content, const Limits& limits, bool clean)
      : content_(content), limits_(limits), clean_(clean) {}

  bool Null() { return add(Kind::null, {}) != nullptr; }
  bool Bool(bool truth) {
    Node* node = add(Kind::boolean, {});
    if (node != nullptr) node->truth = truth;
    return node != nullptr;
  }
  bool RawNumber(const char* written, rapidjson::SizeType length, bool /*copy*/) {
    return add(Kind::number, {written, length}) != nullptr;
  }
  bool String(const char* text, rapidjson::SizeType length, bool /*copy*/) {
    return clean({text, length}) && add(Kind::string, {text, length}) != nullptr;
  }
  bool Key(const char* name, rapidjson::SizeType length, bool /*copy*/) {
    key_ = {name, length};
    return clean(key_);
  }
  bool StartObject() { return open(Kind::object); }
  bool StartArray() { return open(Kind::array); }
  bool EndObject(rapidjson::SizeType /*count*/) { return unique_members() && close(); }
  bool EndArray(rapidjson::SizeType /*count*/) {
    tabulate();
    return close();
  }
  bool Default() { return refuse("holds an unexpected token"); }  // no event but those above is ever sent

  [[nodiscard]] const std::string& refusal() const { return refusal_; }
  [[nodiscard]] std::optional<std::size_t> offset() const { return offset_; }
  // Where reading stopped.
  [[nodiscard]] std::string path() const {
    if (repeated_ != nullptr) return View(repeated_).path();
    if (open_.empty()) return "$";
    const View container(open_.back().node);
    return container.is(Kind::object) && !key_.empty() ? container[key_].path() : container.path();
  }

 private:
  struct Open {
    Node* node = nullptr;
    Node* last = nullptr;  // its last child so far
  };

  bool refuse(std::string why, std::optional<std::size_t> offset = std::nullopt) {
    refusal_ = std::move(why);
    offset_ = offset;
    return false;
  }

  [[nodiscard]] std::size_t offset_of(std::string_view part) const {
    return static_cast<std::size_t>(part.data() - content_.text.data());
  }

  bool clean(std::string_view text) {
    if (clean_) return true;
    if (text.find('\0') != std::string_view::npos) return refuse("holds a NUL character", offset_of(text));
    if (find_surrogate(text)) return refuse("holds half of a surrogate pair", offset_of(text));
    return true;
  }

  Node* add(Kind kind, std::string_view text) {
    if (content_.nodes >= limits_.values) {
      refuse("holds more than " + std::to_string(limits_.values) + " values");
      return nullptr;
    }
    Node* node = content_.add_node();
    node->kind = kind;
    node->text = text;
    if (open_.empty()) {
      content_.root = node;
      return node;
    }
    auto& [parent, last] = open_.back();
    node->parent = parent;
    node->position = parent->size++;
    if (parent->kind == Kind::object) node->key = std::exchange(key_, {});
    (last == nullptr ? parent->first : last->next) = node;
    last = node;
    return node;
  }

  bool open(Kind kind) {
    if (open_.size() >= limits_.depth)
      return refuse("is nested deeper than " + std::to_string(limits_.depth) + " levels");
    Node* node = add(kind, {});
    if (node != nullptr) open_.push_back({node, nullptr});
    return node != nullptr;
  }

  bool close() {
    open_.pop_back();
    key_ = {};
    return true;
  }

  // RapidJSON keeps both of two members of one name and readers differ in which one they take, so the text is refused.
  // Names are compared after decoding; sorting keeps an object of a million members cheap.
  bool unique_members() {
    members_.clear();
    for (const Node* member = open_.back().node->first; member != nullptr; member = member->next)
      members_.push_back(member);
    std::sort(members_.begin(), members_.end(), [](const Node* left, const Node* right) {
      return left->key != right->key ? left->key < right->key : left->position < right->position;
    });
    const auto pair = std::adjacent_find(members_.begin(), members_.end(),
                                         [](const Node* left, const Node* right) { return left->key == right->key; });
    if (pair == members_.end()) return true;
    repeated_ = *std::next(pair);
    return refuse("holds a member twice", offset_of(repeated_->key));
  }

  void tabulate() {
    constexpr std::uint32_t walked = 16;  // a shorter array is walked
    Node* array = open_.back().node;
    if (array->size <= walked) return;
    auto table = std::make_unique<const Node*[]>(array->size);
    for (const Node* element = array->first; element != nullptr; element = element->next)
      table[element->position] = element;
    array->elements = table.get();
    content_.tables.push_back(std::move(table));
  }

  Document::Content& content_;
  const Limits& limits_;
  const bool clean_;
  std::vector<Open> open_;
  std::vector<const Node*> members_;
  std::string_view key_;
  const Node* repeated_ = nullptr;
  std::string refusal_;
  std::optional<std::size_t> offset_;
};

std::string syntax_error(rapidjson::ParseErrorCode code) {
  switch (code) {
    case rapidjson::kParseErrorNone:
      return "is readable";
    case rapidjson::kParseErrorDocumentEmpty:
      return "is empty";
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return "is no JSON: something follows the value";
    case rapidjson::kParseErrorValueInvalid:
      return "is no JSON: a value is missing or misspelt";
    case rapidjson::kParseErrorObjectMissName:
      return "is no JSON: the name of a member is missing";
    case rapidjson::kParseErrorObjectMissColon:
      return "is no JSON: a colon is missing";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return "is no JSON: a comma or a closing brace is missing";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return "is no JSON: a comma or a closing bracket is missing";
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
      return "is no JSON: an escape lacks its four hexadecimal digits";
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
      return "holds half of a surrogate pair";
    case rapidjson::kParseErrorStringEscapeInvalid:
      return "is no JSON: an invalid escape or control character in a string";
    case rapidjson::kParseErrorStringMissQuotationMark:
      return "is no JSON: a closing quotation mark is missing";
    case rapidjson::kParseErrorStringInvalidEncoding:
      return "is not valid UTF-8";
    case rapidjson::kParseErrorNumberTooBig:
      return "holds a number that is too large";
    case rapidjson::kParseErrorNumberMissFraction:
      return "is no JSON: a number lacks its fraction";
    case rapidjson::kParseErrorNumberMissExponent:
      return "is no JSON: a number lacks its exponent";
    case rapidjson::kParseErrorTermination:
      return "was refused";
    case rapidjson::kParseErrorUnspecificSyntaxError:
      return "is no JSON";
  }
  return "is no JSON";
}

Parsed<Document> refused(std::string path, const std::string& why, std::optional<std::size_t> offset) {
  std::string message = "the text " + why;
  if (offset) message += " at byte " + std::to_string(*offset);
  return {std::nullopt, {{Severity::fatal, std::move(path), std::move(message)}}};
}

}  // namespace

Document::Document(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

View Document::root() const {
  return content_ == nullptr ? View() : View(content_->root);
}

Parsed<Document> read(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) {
    return refused("$", "is longer than " + std::to_string(limits.bytes) + " bytes", std::nullopt);
  }
  // A NUL would end RapidJSON's input early, and what follows it would pass unread.
  if (const auto at = text.find('\0'); at != std::string_view::npos) return refused("$", "holds a NUL byte", at);
  const std::size_t skipped = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  text.remove_prefix(skipped);

  auto content = std::make_unique<Document::Content>();
  // RapidJSON ends at a NUL, but first looks for the rest of a character: where the text breaks off after the first of
  // four bytes, it reads and writes three bytes on.
  constexpr std::size_t terminators = 4;
  content->text.reserve(text.size() + terminators);
  content->text.assign(text.begin(), text.end());
  content->text.resize(text.size() + terminators, '\0');

  // Iterative: the recursive parser overflows the stack on a few million `[`. Numbers stay as written, `1.50` is
  // not 1.5.
  constexpr unsigned flags =
      rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  // RapidJSON checks character by character; it is asked to where it can say in which value the text is broken.
  const bool valid = is_utf8(text);
  // Only an escape makes a NUL or half of a surrogate pair.
  Builder builder(*content, limits, valid && text.find("\\u") == std::string_view::npos);
  rapidjson::InsituStringStream stream(content->text.data());
  rapidjson::Reader reader;
  const rapidjson::ParseResult result =
      valid ? reader.Parse<flags>(stream, builder)
            : reader.Parse<flags | rapidjson::kParseValidateEncodingFlag>(stream, builder);
  if (result.IsError()) {
    const bool ours = !builder.refusal().empty();
    const std::size_t offset = ours && builder.offset() ? *builder.offset() : result.Offset();
    return refused(builder.path(), ours ? builder.refusal() : syntax_error(result.Code()), offset + skipped);
  }
  return {Document(std::move(content)), {}};
}

}  // namespace foresign::json
