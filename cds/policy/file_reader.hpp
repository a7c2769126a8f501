// What every reader of a policy file needs: typed access that reports what is missing, ill-typed or unknown, with its
// place.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/issue.hpp"
#include "fhir/json/view.hpp"

namespace foresign::policy {

class FileReader {
 public:
  // All issues of a policy file are fatal: a policy that is half understood must not judge.
  void report(json::View at, std::string message);
  [[nodiscard]] const std::vector<json::Issue>& issues() const { return issues_; }

  // Reports keys of `object` that are not among `known`, and names the nearest known one.
  void only_keys(json::View object, std::initializer_list<std::string_view> known);
  // The text of a member; reports it where it is missing, no string or empty.
  std::string text(json::View object, std::string_view key);
  // The same, but a missing member is fine.
  std::string optional_text(json::View object, std::string_view key);
  // A list with at least one element; reports it otherwise, and then gives an empty list.
  std::vector<json::View> list(json::View object, std::string_view key);
  // A list of texts.
  std::vector<std::string> texts(json::View object, std::string_view key);
  // Whether the member is an object; reports it otherwise.
  bool object(json::View object, std::string_view key);

 private:
  std::vector<json::Issue> issues_;
};

// The word of `known` that `word` was probably meant to be; empty where none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);
// `, did you mean `x``, or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace foresign::policy
