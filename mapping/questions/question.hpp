// Everything that a policy may ask of a chart. A closed family: the compiler names every place that must learn a new
// kind. How each is written in a policy file: docs/policy-format.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace foresign {

// The cancers that policies name (rule 4). `site` words of the data files: docs/policy-format.md.
enum class Cancer : std::uint8_t { lung, colorectal, ampulla, pancreas, small_bowel };

// `nsclc`, `colorectal`, `ampullary-adenocarcinoma`, `pancreatic-adenocarcinoma`, `small-bowel-adenocarcinoma`.
std::string_view to_string(Cancer cancer);

// Which words on the extent of disease satisfy the policy (rule 5).
enum class ExtentWord : std::uint8_t { metastatic, locally_advanced, advanced, recurrent };

enum class TherapyKind : std::uint8_t {
  systemic_regimen,        // rules 7.4 and 7.7
  colorectal_chemotherapy  // rule 7.6
};

struct Age {
  int at_least_years = 0;
};                      // rule 3
struct DiagnosisOf {};  // rule 4: the indication's cancer
struct ExtentOf {
  std::vector<ExtentWord> accepted;
};  // rule 5
struct VariantOf {
  std::string variant;
};  // rule 6: `kras-g12c`
struct ApprovedTest {
  std::string variant;
  std::string role;
};  // rule 6.7: role of the companion diagnostic
struct PriorTherapy {
  TherapyKind kind = TherapyKind::systemic_regimen;
};  // rule 7
struct CombinedWith {
  std::vector<std::string> any_of;
};  // rule 8.1: drug concepts
struct IntoleranceTo {
  std::vector<std::string> all_of;
};                                   // rule 8.2: drug concepts
struct RecurrenceAfterResection {};  // rule 10

using Question = std::variant<Age, DiagnosisOf, ExtentOf, VariantOf, ApprovedTest, PriorTherapy, CombinedWith,
                              IntoleranceTo, RecurrenceAfterResection>;

// One question in its place: a leaf criterion of one indication.
struct Asked {
  std::string criterion;  // `1.B.mutation`
  Cancer cancer = Cancer::lung;
  Question question;
};

// What a policy hands out before anything is evaluated.
struct Inquiry {
  std::string policy;              // id: names the attestation form (rule 9.1)
  std::vector<std::string> drugs;  // concepts of the ordered drug
  std::vector<std::string> payer;  // words by which a Coverage names the policy's payer (rule 2.1)
  std::vector<Asked> asked;        // in document order
};

}  // namespace foresign
