// The loaded policies. A policy is chosen by drug and day: the latest version not after the day, else the earliest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cds/policy/policy.hpp"

namespace foresign::policy {

class Catalogue {
 public:
  explicit Catalogue(std::vector<Policy> policies = {});
  [[nodiscard]] const std::vector<Policy>& all() const { return policies_; }
  // Concepts of all drugs that some policy is about.
  [[nodiscard]] std::vector<std::string> drugs() const;

  struct Choice {
    const Policy* policy = nullptr;
    bool earliest_used = false;  // the day is before every version: said on the card
  };
  [[nodiscard]] Choice find(std::string_view drug, date::sys_days day) const;

 private:
  std::vector<Policy> policies_;
};

}  // namespace foresign::policy
