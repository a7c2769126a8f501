#include "fhir/json/writer.hpp"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <optional>
#include <vector>

namespace foresign::json {

namespace {

using Compact = rapidjson::Writer<rapidjson::StringBuffer>;
using Indented = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

// The length of the well-formed sequence at the start of `text`, 0 if there is none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  const auto within = [&](std::size_t at, unsigned low, unsigned high) { return byte(at) >= low && byte(at) <= high; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return within(1, 0x80, 0xBF) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool second = within(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    return second && within(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool second = within(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return second && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

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

rapidjson::SizeType size_of(const std::string& text) {
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
    const std::string text = repaired(name);
    write([&](auto& out) { out.Key(text.data(), size_of(text)); });
  }

  void string(std::string_view value) {
    const std::string text = repaired(value);
    write([&](auto& out) { out.String(text.data(), size_of(text)); });
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
