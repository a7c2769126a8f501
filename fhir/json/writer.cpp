#include "fhir/json/writer.hpp"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <optional>
#include <vector>

#include "fhir/json/utf8.hpp"

namespace foresign::json {

namespace {

using Compact = rapidjson::Writer<rapidjson::StringBuffer>;
using Indented = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

// Every byte that belongs to no well-formed sequence becomes U+FFFD.
std::string repaired(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    result += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

rapidjson::SizeType size_of(std::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}

}  // namespace

struct Writer::State {
  rapidjson::StringBuffer buffer;
  std::optional<Compact> compact;
  std::optional<Indented> indented;

  template <class Call>
  void write(Call call) {
    if (compact) {
      call(*compact);
    } else {
      call(*indented);
    }
  }

  void key(std::string_view name) {
    if (!is_utf8(name)) return key(repaired(name));
    write([&](auto& out) { out.Key(name.data(), size_of(name)); });
  }

  void string(std::string_view value) {
    if (!is_utf8(value)) return string(repaired(value));
    write([&](auto& out) { out.String(value.data(), size_of(value)); });
  }

  // A value without children; opens a container.
  void start(View value) {
    switch (value.kind()) {
      case Kind::missing:
      case Kind::null:
        write([](auto& out) { out.Null(); });
        break;
      case Kind::boolean:
        write([&](auto& out) { out.Bool(*value.boolean()); });
        break;
      case Kind::number: {
        const std::string_view written = *value.number();
        write([&](auto& out) { out.RawValue(written.data(), written.size(), rapidjson::kNumberType); });
        break;
      }
      case Kind::string:
        string(*value.string());
        break;
      case Kind::array:
        write([](auto& out) { out.StartArray(); });
        break;
      case Kind::object:
        write([](auto& out) { out.StartObject(); });
        break;
    }
  }

  void end(View value) {
    write([&](auto& out) {
      if (value.is(Kind::array)) {
        out.EndArray();
      } else {
        out.EndObject();
      }
    });
  }
};

Writer::Writer(Layout layout) : state_(std::make_unique<State>()) {
  switch (layout) {
    case Layout::compact:
      state_->compact.emplace(state_->buffer);
      break;
    case Layout::indented:
      state_->indented.emplace(state_->buffer);
      state_->indented->SetIndent(' ', 2);
      break;
  }
}

Writer::~Writer() = default;

Writer& Writer::begin_object() {
  state_->write([](auto& out) { out.StartObject(); });
  return *this;
}

Writer& Writer::end_object() {
  state_->write([](auto& out) { out.EndObject(); });
  return *this;
}

Writer& Writer::begin_array() {
  state_->write([](auto& out) { out.StartArray(); });
  return *this;
}

Writer& Writer::end_array() {
  state_->write([](auto& out) { out.EndArray(); });
  return *this;
}

Writer& Writer::key(std::string_view name) {
  state_->key(name);
  return *this;
}

Writer& Writer::string(std::string_view value) {
  state_->string(value);
  return *this;
}

Writer& Writer::boolean(bool value) {
  state_->write([&](auto& out) { out.Bool(value); });
  return *this;
}

Writer& Writer::integer(std::int64_t value) {
  state_->write([&](auto& out) { out.Int64(value); });
  return *this;
}

Writer& Writer::number(double value) {
  state_->write([&](auto& out) { out.Double(value); });
  return *this;
}

// Keeps its own stack, so that a caller who allows deep documents can still copy them.
Writer& Writer::copy(View value) {
  struct Open {
    View container;
    View::Iterator next;
  };
  std::vector<Open> open;
  const auto enter = [&](View entered) {
    state_->start(entered);
    if (entered.is(Kind::array) || entered.is(Kind::object)) open.push_back({entered, entered.begin()});
  };
  enter(value);
  while (!open.empty()) {
    Open& top = open.back();
    if (top.next == top.container.end()) {
      state_->end(top.container);
      open.pop_back();
      continue;
    }
    const View child = *top.next;
    ++top.next;
    if (top.container.is(Kind::object)) state_->key(child.key());
    enter(child);
  }
  return *this;
}

Writer& Writer::member(std::string_view name, std::string_view value) {
  return value.empty() ? *this : key(name).string(value);
}

std::string Writer::text() const {
  return {state_->buffer.GetString(), state_->buffer.GetSize()};
}

}  // namespace foresign::json
