// How a key of the configuration is read: one function for each kind of value, and sections made of keys. Each takes a
// `place`: a member, or a function from the section to the value's place in it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "cds/policy/file_reader.hpp"
#include "fhir/json/issue.hpp"
#include "fhir/json/view.hpp"

namespace foresign::config {

using Issues = std::vector<json::Issue>;

inline void report(Issues& issues, json::View at, std::string message) {
  issues.push_back({json::Severity::fatal, at.path(), std::move(message)});
}

template <class Section>
struct Key {
  std::string_view name;
  std::function<void(json::View, Section&, Issues&)> read;
  std::vector<std::string> below;  // the keys of a section: `.key`, `[].issuer`
};

template <class Section>
using Keys = std::vector<Key<Section>>;

// What is wrong with a text; empty if nothing.
using Check = std::function<std::string(std::string_view)>;

// Reads all members of an object; what is no object or not known is reported.
template <class Section>
void read_section(json::View object, const Keys<Section>& keys, Section& into, Issues& issues) {
  if (!object.is(json::Kind::object))
    return report(issues, object, "must be an object, is " + std::string(json::describe(object.kind())));
  std::vector<std::string_view> names;
  for (const Key<Section>& key : keys) names.push_back(key.name);
  for (const json::View member : object) {
    const Key<Section>* known = nullptr;
    for (const Key<Section>& key : keys)
      if (key.name == member.key()) known = &key;
    if (known != nullptr)
      known->read(member, into, issues);
    else
      report(issues, member,
             "unknown key `" + std::string(member.key()) + "`" + policy::did_you_mean(member.key(), names));
  }
}

// The names of all keys, with those of the sections below them.
template <class Section>
std::vector<std::string> names_of(const Keys<Section>& keys) {
  std::vector<std::string> names;
  for (const Key<Section>& key : keys) {
    names.emplace_back(key.name);
    for (const std::string& below : key.below) names.push_back(std::string(key.name) + below);
  }
  return names;
}

template <class Section, class Place>
Key<Section> whole_number(std::string_view name, Place place, std::int64_t least, std::int64_t most) {
  const auto read = [=](json::View value, Section& section, Issues& issues) {
    const std::optional<std::int64_t> number = value.integer();
    if (!number || *number < least || *number > most)
      return report(issues, value,
                    "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    auto& to = std::invoke(place, section);
    to = static_cast<std::remove_reference_t<decltype(to)>>(*number);
  };
  return {name, read, {}};
}

template <class Section, class Place>
Key<Section> flag(std::string_view name, Place place) {
  const auto read = [=](json::View value, Section& section, Issues& issues) {
    const auto read_flag = value.boolean();
    if (!read_flag) return report(issues, value, "must be true or false");
    std::invoke(place, section) = *read_flag;
  };
  return {name, read, {}};
}

template <class Section, class Place>
Key<Section> text(std::string_view name, Place place, Check check) {
  const auto read = [=](json::View value, Section& section, Issues& issues) {
    const auto written = value.string();
    if (!written) return report(issues, value, "must be a string, is " + std::string(json::describe(value.kind())));
    if (std::string wrong = check(*written); !wrong.empty()) return report(issues, value, std::move(wrong));
    std::invoke(place, section) = *written;
  };
  return {name, read, {}};
}

// A list of texts, each of which passes the check.
template <class Section, class Place>
Key<Section> texts(std::string_view name, Place place, Check check) {
  const auto read = [=](json::View value, Section& section, Issues& issues) {
    if (!value.is(json::Kind::array))
      return report(issues, value, "must be a list, is " + std::string(json::describe(value.kind())));
    std::vector<std::string> all;
    for (const json::View item : value) {
      const auto written = item.string();
      std::string wrong = written ? check(*written) : "must be a string";
      if (!wrong.empty()) report(issues, item, std::move(wrong));
      all.emplace_back(written.value_or(""));
    }
    std::invoke(place, section) = std::move(all);
  };
  return {name, read, {}};
}

template <class Section, class Place, class Inner>
Key<Section> section(std::string_view name, Place place, Keys<Inner> keys) {
  Key<Section> key{name, {}, {}};
  for (const std::string& below : names_of(keys)) key.below.push_back("." + below);
  key.read = [=](json::View value, Section& outer, Issues& issues) {
    read_section<Inner>(value, keys, std::invoke(place, outer), issues);
  };
  return key;
}

// A list of sections. `whole` looks at each once it has been read: at what must not be missing.
template <class Section, class Place, class Inner>
Key<Section> sections(std::string_view name, Place place, Keys<Inner> keys,
                      void (*whole)(json::View, const Inner&, Issues&)) {
  Key<Section> key{name, {}, {}};
  for (const std::string& below : names_of(keys)) key.below.push_back("[]." + below);
  key.read = [=](json::View value, Section& outer, Issues& issues) {
    if (!value.is(json::Kind::array))
      return report(issues, value, "must be a list, is " + std::string(json::describe(value.kind())));
    auto& all = std::invoke(place, outer);
    for (const json::View item : value) {
      read_section<Inner>(item, keys, all.emplace_back(), issues);
      if (item.is(json::Kind::object)) whole(item, all.back(), issues);
    }
  };
  return key;
}

}  // namespace foresign::config
