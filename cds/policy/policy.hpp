// A payer's policy as a value. It mirrors the payer's document node for node (docs/policy-format.md).
#pragma once

#include <date/date.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mapping/questions/question.hpp"

namespace foresign::policy {

// Where in the document, and its very words.
struct Citation {
  std::string section;
  std::string quote;
};

struct Criterion;

enum class GroupKind : std::uint8_t { all, any };

struct Group {
  GroupKind kind = GroupKind::all;
  std::vector<Criterion> of;  // never empty
};

struct Criterion {
  std::string id;  // `1.B.mutation`: fixed, partners rely on it
  Citation citation;
  std::string label;  // short name for summaries: `KRAS G12C result`
  std::variant<Question, Group> rule;
};

struct Indication {
  std::string id;     // `1`
  std::string title;  // `Non-Small Cell Lung Cancer (NSCLC)`
  Cancer cancer = Cancer::lung;
  Citation citation;
  std::string approval;             // `1 year`
  std::vector<Criterion> criteria;  // the diagnosis first, then the document's criteria
};

struct Payer {
  std::string name;                     // `Cigna`
  std::vector<std::string> also_known;  // words by which a Coverage names this payer
};

// A companion diagnostic that the FDA approved for this drug, with the tumours it is approved for. For the reader of
// the card: rule 6.7 itself goes by the role in the code tables.
struct CompanionTest {
  std::string name;
  std::string specimen;  // `plasma`
  std::vector<Cancer> tumours;
};

struct Policy {
  std::string id;       // `cigna-lumakras`
  std::string version;  // review date: `2025-05-14`
  date::sys_days effective;
  Payer payer;
  std::string title;
  std::string url;                 // of the document; may be empty
  std::string drug_name;           // as the card names it: `Lumakras (sotorasib)`
  std::vector<std::string> drugs;  // concepts
  std::vector<Indication> indications;
  Citation not_covered;
  std::vector<CompanionTest> companion_tests;
  std::string digest;  // `sha256:` of the file's bytes
};

// Everything that a policy asks, in document order.
Inquiry inquiry(const Policy& policy);

// The criterion, at any depth; null where there is none.
const Criterion* find_criterion(const Policy& policy, std::string_view id);
// The indication; null where there is none.
const Indication* find_indication(const Policy& policy, std::string_view id);

}  // namespace foresign::policy
