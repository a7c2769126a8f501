// What a field asks of the extent of disease: an Observation or a component by its code, a Condition's stage by its
// type (rules 5.1, 5.5).
#pragma once

#include <cstdint>

#include "mapping/questions/question.hpp"
#include "mapping/terminology/terminology.hpp"

namespace foresign::mapping {

enum class Asks : std::uint8_t {
  nothing,
  stage,       // the stage group, or TNM in one text
  t_category,  // "T stage" is no stage group
  n_category,
  m_category,
  metastasis,  // whether there are any, or where
  recurrence,
  course  // of the disease as a whole: recurrence and relapse among other answers
};

struct Asked {
  Asks what = Asks::nothing;
  bool understood = true;   // every word of its name: "Distant metastasis", not "Metastasis risk, AI model"
  bool is_finding = false;  // the name is itself the finding: "History of cancer metastatic to liver"
  bool counts = false;      // how many metastases there are
};

Asked asked_by(const Terminology& codes, Cancer site, const fhir::CodeableConcept& code);

// Whether `Condition.stage.type` says that a cancer is staged; one that is not there may. Not so "CKD stage",
// "histologic grade", "ECOG performance status".
bool is_cancer_staging(const Terminology& codes, const fhir::CodeableConcept& type);

// A category as written without its letter: `1a` -> `M1a`.
fhir::CodeableConcept with_category_letter(fhir::CodeableConcept value, char letter);

}  // namespace foresign::mapping
