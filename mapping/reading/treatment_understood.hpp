// What is written beside a treatment counts nothing against it only where every word of it is understood (decision 17,
// rule 7.2). Shared by chapters 7 and 8.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/questions/question.hpp"
#include "mapping/reading/treatment_remarks.hpp"

namespace foresign::mapping {

// The first statement of the remarks that holds a word which is not understood, or that names another cancer than that
// of `site` (any cancer may be named where there is no site). Words of giving, planning, refusing and the like are left
// to `objection_in`, which weighs them.
std::optional<std::string> not_understood_in(const Terminology& codes, const std::vector<Remark>& remarks,
                                             std::optional<Cancer> site);

// Whether the name of a procedure is understood as a treatment with drugs: not "chemotherapy teaching", "port placement
// for chemotherapy".
bool is_name_of_treatment(const Terminology& codes, const fhir::CodeableConcept& name);
// The same of its category: "Therapeutic procedure", not "Education".
bool is_category_of_treatment(const fhir::CodeableConcept& category);

// "Dr. Okafor", "by Jane Lin", "at Mercy General", "Brown RN": a name, of whatever is there.
bool is_name_of_someone(const text::Text& text, std::size_t word);

// A word that is harmless beside a treatment, whatever else is said.
bool is_harmless_beside_treatment(std::string_view word);
// Of these, a medicine that goes with a treatment, or that many take: "dexamethasone".
bool is_medicine(std::string_view word);

}  // namespace foresign::mapping
