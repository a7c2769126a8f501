// What a chart answers to one question, and what the answer rests on (rules 1.3 and 1.4).
#pragma once

#include <string>
#include <vector>

#include "mapping/facts/verdict.hpp"

namespace foresign {

// One element of one resource. `value` is what the record has, `date` the day of the record as written (may be empty).
struct Evidence {
  std::string reference;  // `Condition/c1`
  std::string element;    // `code`, `stage[0].summary`, `component[2].value`
  std::string value;      // as the record has it
  std::string date;
  std::string note;  // a remark for the reader: `which cancer?`; not part of the record
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

// A record that was seen and did not count (rule 1.4).
struct SetAside {
  std::string reference;
  std::string reason;  // in words, small first letter, no full stop: `entered in error`
  friend bool operator==(const SetAside&, const SetAside&) = default;
};

// Made by its three factories only, which keep the promises: a not-met says what contradicts, an unknown what would
// settle it.
class Fact {
 public:
  static Fact met(std::vector<Evidence> evidence, std::vector<Evidence> conflicts = {});
  static Fact not_met(std::string reason, std::vector<Evidence> evidence, std::vector<Evidence> conflicts = {});
  static Fact unknown(std::string needed, std::vector<Evidence> partial = {}, std::vector<Evidence> conflicts = {});

  [[nodiscard]] Verdict verdict() const { return verdict_; }
  [[nodiscard]] const std::vector<Evidence>& evidence() const { return evidence_; }
  [[nodiscard]] const std::vector<Evidence>& conflicts() const { return conflicts_; }
  [[nodiscard]] const std::string& reason() const { return reason_; }  // of a not-met
  [[nodiscard]] const std::string& needed() const { return needed_; }  // of an unknown
  friend bool operator==(const Fact&, const Fact&) = default;

 private:
  Fact() = default;
  Verdict verdict_ = Verdict::unknown;
  std::vector<Evidence> evidence_;
  std::vector<Evidence> conflicts_;
  std::string reason_;
  std::string needed_;
};

}  // namespace foresign
