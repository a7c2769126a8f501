// The first half of reading a diagnosis: what its codes say (rules 4.3 to 4.5 and 4.9 to 4.14). Words are
// diagnosis.cpp.
#pragma once

#include <cstdint>
#include <vector>

#include "mapping/reading/diagnosis.hpp"

namespace foresign::mapping {

struct CodesRead {
  std::vector<Said> said;
  bool known = false;  // some coding is known: text does not name the cancer (rule 4.3)
};

// Behaviour codes of ICD-O-3: /0, /1 and /2 are benign, uncertain and in situ, /6 a metastasis.
enum class Behaviour : std::uint8_t { none, malignant, metastatic, not_invasive };

// Of several morphologies the most malignant speaks.
Behaviour behaviour_of(const fhir::CodeableConcept& code);

CodesRead read_codes(const Terminology& codes, const fhir::CodeableConcept& code);

// Adds what one coding or word says to the rest of its concept: the same site is the same cancer.
void merge(std::vector<Said>& list, Said said);
// Once each; nothing is added for a histology that is not stated.
void add_histology(std::vector<Histology>& list, Histology histology);
// Rule 4.9: a melanoma, a lymphoma, a small cell carcinoma is another cancer whatever its site; an adenocarcinoma is
// not.
bool is_other_everywhere(const std::vector<Histology>& histologies);

}  // namespace foresign::mapping
