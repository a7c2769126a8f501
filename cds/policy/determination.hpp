// The result for one order (docs/interface.md, 4). Owns its text: may be logged or kept after the policy is gone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fhir/json/writer.hpp"
#include "mapping/facts/fact_sheet.hpp"
#include "mapping/facts/verdict.hpp"

namespace foresign::policy {

// One criterion with its verdict; `of` holds the parts of a group.
struct Judgement {
  std::string id;
  std::string section;
  std::string quote;
  std::string label;
  Verdict verdict = Verdict::unknown;
  std::vector<Evidence> evidence;  // of a leaf
  std::vector<Evidence> conflicts;
  std::string needed;  // of an unknown leaf
  std::string reason;  // of a not-met (a group: its first not-met part's)
  bool any = false;    // a group of which one part is enough
  std::vector<Judgement> of;
};

struct IndicationJudgement {
  std::string id;
  std::string title;
  std::string approval;
  Verdict verdict = Verdict::unknown;
  std::vector<Judgement> criteria;
};

// Rule 1.6.
enum class Basis : std::uint8_t { indication, not_covered, no_cancer_diagnosis };

struct UnavailableSource {
  std::string key;
  std::string why;
};

struct Determination {
  std::string order;
  std::string drug;
  std::string day;
  std::string policy_id;
  std::string policy_version;
  std::string policy_digest;
  std::string payer;
  Verdict verdict = Verdict::unknown;
  Basis basis = Basis::indication;
  std::string indication;  // id of the shown one; empty unless the basis is `indication`
  std::vector<IndicationJudgement> indications;
  std::vector<SetAside> ignored;
  std::vector<UnavailableSource> unavailable;
  // For cards, not part of the JSON of docs/interface.md, 4:
  std::string notice;              // about the policy itself: another version was used than the day asks for
  std::vector<std::string> first;  // what the card says before all else
  std::vector<Evidence> cancers;   // primary cancers on record

  // The indication that the card shows; null without basis `indication`.
  [[nodiscard]] const IndicationJudgement* shown() const;
  // The unknown leaves that could still change the shown indication's result, in document order (an unknown under an
  // `any` that is already met is not among them).
  [[nodiscard]] std::vector<const Judgement*> open() const;
  // The same, but an open `any` is one question, whatever its parts: answering one of them settles it.
  [[nodiscard]] std::vector<const Judgement*> open_questions() const;
};

// docs/interface.md, 4, to the letter: empty lists and texts are left out.
void write(json::Writer& writer, const Determination& determination);

}  // namespace foresign::policy
