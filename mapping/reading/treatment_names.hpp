// What a medication or a procedure names, and whether it reaches the whole body (rule 7.4). Shared by chapters 7 and 8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/reading/record.hpp"
#include "mapping/reading/treatment_name_words.hpp"

namespace foresign::mapping {

// Drugs, regimens and words of treatment in one element.
struct Named {
  std::vector<const Concept*> drugs;  // coded, or stated in words
  std::vector<const Concept*>
      in_passing;  // planned, suspected, or named beside what is meant: "dexamethasone before docetaxel"
  bool systemic_chemotherapy = false;  // the words (rule 7.4)
  bool unnamed = false;             // an antineoplastic that the tables do not know, or "chemotherapy" without a drug
  bool plain_chemotherapy = false;  // the word "chemotherapy", in a name of which all is understood
  bool lost = false;                // a Medication that is not there, and whose reference does not say what it is
  std::string element;              // `medicationCodeableConcept`
  std::string value;                // as the record has it
  std::string words;                // all that is written about the product: for topical and local forms
  std::string beside_code;          // the text beside a known code, which may say more than the code

  // Whether a concept of this name is surely meant.
  [[nodiscard]] bool names(std::string_view drug) const;
};

// Rule 7.4: a drug of class chemotherapy, immunotherapy, targeted or antiangiogenic, or a regimen.
bool is_systemic_class(const Concept& drug);

Named read_drugs(const Terminology& codes, const fhir::CodeableConcept& code, NameKind kind = NameKind::given);
Named read_note(const Terminology& codes, std::string_view text);

// medication[x] of `entry`: its concept, or the code of the Medication that it references, else that one's ingredients;
// the reference's display where the Medication is not there.
Named read_medication(const Record& record, const fhir::Entry& entry, const fhir::MedicationChoice& medication,
                      NameKind kind = NameKind::given);

// Where a drug goes: 7.4 leaves out what stays on the skin or in the eye; what is given into one cavity or organ is at
// most unknown, and so is a route that is not understood.
enum class Reach : std::uint8_t { whole_body, unclear, local, topical };
Reach reach_of(const Named& product, const fhir::Dosage& dosage, const fhir::Quantity& dispensed = {});
// The same of a note beside the treatment: `local` or `unclear` where it speaks of a cavity, an organ, the eye or the
// skin.
Reach reach_in_note(std::string_view words);
// Whether a dosage tells anything of it.
bool says_where(const fhir::Dosage& dosage);

}  // namespace foresign::mapping
