// One question with its answer: what a value and an interpretation say, and what that means for KRAS G12C under the
// code that asks (rules 6.2 to 6.4). Used by variant_observation.cpp and variant_parts.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/reading/record.hpp"
#include "mapping/reading/variant_target.hpp"
#include "mapping/reading/variant_text.hpp"

namespace foresign::mapping {

// The result word of a coded answer. `names_g12c`: it stands under KRAS G12C itself, where N says no (rule 6.3).
Polarity polarity_of(const Record& record, const fhir::CodeableConcept& answer, bool names_g12c);
// Of several words the one that claims less: a coded "Present" beside the text "not detected" is no positive.
Polarity weaker(Polarity left, Polarity right);

// Rule 6.3: N on something that is not KRAS G12C itself neither says no nor lets a bare name stand as found.
bool says_normal(const std::vector<fhir::CodeableConcept>& interpretations);

// The change that a value names: coded, or as the whole of a text.
VariantName variant_in(const fhir::Value& value);
std::string shown_value(const fhir::Value& value);
std::vector<std::string> texts_of(const fhir::Value& value);

// One question with its answer: an observation, or a component whose own code is about KRAS.
struct Item {
  const fhir::CodeableConcept& code;
  const fhir::Value& value;
  const std::vector<fhir::CodeableConcept>& interpretations;
  bool data_absent = false;
  std::vector<std::string> notes;
};

struct Answer {
  Says says = Says::nothing;
  std::string why;
  Material material = Material::not_stated;
  bool germline = false;
  std::vector<Cancer> organs = {};  // whose it is, where its words say so (rule 6.8)
};

// What a subject (gene and change) means with a result word. `change_by_code`: the change is asked for, not reported.
// "another KRAS variant was found (G12D)"
Answer with_name(Answer answer, const std::string& written);
Answer combine(Gene gene, Change change, bool change_by_code, Polarity polarity);
Polarity own_polarity(const Record& record, const Item& item, bool names_g12c);
Answer answer_of(const Record& record, const Item& item, const Target& target);

}  // namespace foresign::mapping
