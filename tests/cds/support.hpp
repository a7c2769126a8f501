// What the tests of this folder share: the shipped policy, fact sheets made by hand, and a look through JSON for empty
// values.
#pragma once

#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>

#include "cds/hooks/card.hpp"
#include "cds/policy/evaluate.hpp"
#include "cds/policy/read_policy.hpp"
#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"

namespace foresign::testing {

inline std::string file_text(const std::string& path) {
  std::ifstream file(std::string(FORESIGN_SOURCE_DIR) + "/" + path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline const policy::Policy& lumakras() {
  static const policy::Policy policy = [] {
    json::Parsed<policy::Policy> read = policy::read_policy(file_text("cds/policies/cigna-lumakras-2025-05-14.json"));
    if (!read.value) throw std::runtime_error(read.issues.front().path + ": " + read.issues.front().message);
    read.value->digest = "sha256:00";
    return std::move(*read.value);
  }();
  return policy;
}

inline Fact fact(Verdict verdict, const std::string& criterion) {
  switch (verdict) {
    case Verdict::met:
      return Fact::met({{"Observation/" + criterion, "value", "value of " + criterion, "2026-01-02", ""}});
    case Verdict::not_met:
      return Fact::not_met("reason of " + criterion, {{"Condition/" + criterion, "code", "x", "", ""}});
    case Verdict::unknown:
      break;
  }
  return Fact::unknown("need of " + criterion);
}

// Every question of the policy answered: by `verdicts` where it names the criterion, else by `rest`. One lung cancer on
// record.
inline FactSheet sheet(const policy::Policy& policy, const std::map<std::string, Verdict>& verdicts,
                       Verdict rest = Verdict::unknown) {
  FactSheet facts;
  for (const Asked& asked : policy::inquiry(policy).asked) {
    const auto found = verdicts.find(asked.criterion);
    facts.answers.emplace_back(asked.criterion, fact(found == verdicts.end() ? rest : found->second, asked.criterion));
  }
  facts.cancers.push_back({"Condition/c1", "code", "NSCLC (http://snomed.info/sct 254637007)", "2025-03-01", ""});
  return facts;
}

// Indication 1 as given, the diagnoses of all others excluded.
inline FactSheet lung_sheet(std::map<std::string, Verdict> verdicts, Verdict rest) {
  for (const char* other : {"2.diagnosis", "3.diagnosis", "4.diagnosis", "5.diagnosis"})
    verdicts.emplace(other, Verdict::not_met);
  return sheet(lumakras(), verdicts, rest);
}

inline FactSheet colorectal_sheet(std::map<std::string, Verdict> verdicts, Verdict rest) {
  for (const char* other : {"1.diagnosis", "3.diagnosis", "4.diagnosis", "5.diagnosis"})
    verdicts.emplace(other, Verdict::not_met);
  return sheet(lumakras(), verdicts, rest);
}

inline policy::Determination judged(const FactSheet& facts, std::vector<policy::UnavailableSource> unavailable = {}) {
  return policy::evaluate(lumakras(), facts, {"MedicationRequest/draft-1", "sotorasib", "2026-11-24"},
                          std::move(unavailable));
}

inline std::string to_json(const policy::Determination& determination) {
  json::Writer writer;
  policy::write(writer, determination);
  return writer.text();
}

// Fresh names, the same in every run.
inline hooks::NewId counting_ids() {
  return [next = 0]() mutable { return "id-" + std::to_string(++next); };
}

// The paths of all `null`, `""`, `[]` and `{}` (CDS Hooks 2.0, Use of JSON), save an empty list of cards.
inline void collect_empty(json::View value, std::vector<std::string>& paths) {
  const bool container = value.is(json::Kind::array) || value.is(json::Kind::object);
  const bool empty = value.is(json::Kind::null) || (value.is(json::Kind::string) && value.string()->empty()) ||
                     (container && value.size() == 0 && value.key() != "cards");
  if (empty) paths.push_back(value.path());
  if (container)
    for (const json::View part : value) collect_empty(part, paths);
}

inline std::vector<std::string> empty_values(const std::string& text) {
  const json::Parsed<json::Document> document = json::read(text);
  if (!document.value) return {"no JSON: " + document.issues.front().message};
  std::vector<std::string> paths;
  collect_empty(document.value->root(), paths);
  return paths;
}

}  // namespace foresign::testing
