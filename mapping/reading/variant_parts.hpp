// A variant profile (LOINC 69548-6): gene, change, alleles and origin in components of their own.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "mapping/reading/variant_answers.hpp"

namespace foresign::mapping {

// The genetic parts of a variant profile (LOINC components).
struct Parts {
  std::vector<Gene> genes;
  std::set<std::string> gene_names;
  std::vector<VariantName> names;
  std::vector<std::size_t> at;  // component of each name
  std::vector<std::string> written;
  std::vector<Polarity> says;  // its own interpretation
  std::string reference_allele;
  std::string alternate_allele;
  std::size_t gene_at = 0;
  Polarity gene_says = Polarity::none;
  Gene transcript = Gene::none;      // of the reference transcript (51958-7)
  std::string chromosome;            // `NC_000012.12`, `12`
  std::string position;              // on it, counted from 1
  Polarity result = Polarity::none;  // a component that is the result: "Result: Not detected"
  std::string result_shown;
  std::size_t result_at = 0;
  bool no_frequency = false;  // an allele frequency of 0 %
  bool germline = false;
  bool structural = false;
  std::size_t protein_names = 0;
  std::size_t coding_names = 0;
};

// A component that says whether the variant was found: "Result", "Call", "Mutation detected", 69548-6 itself.
bool is_result_part(const fhir::CodeableConcept& code);
// Whether a component names the gene, or the change, by its code or (without one) by what it is called.
bool is_gene_part(const fhir::CodeableConcept& code);
bool is_name_part(const fhir::CodeableConcept& code);
Parts parts_of(const Record& record, const fhir::Observation& observation);

struct PartsAnswer {
  Answer answer;
  std::size_t component = 0;
  bool another_gene_g12c = false;
};

// What the parts say together, under the observation's own result.
PartsAnswer judge_parts(const Parts& parts, const Target& target, Polarity overall, bool data_absent);

}  // namespace foresign::mapping
