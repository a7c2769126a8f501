// What a stage, a TNM category or a text says of the extent of disease (rules 5.1 to 5.4), for one concept or one text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/questions/question.hpp"
#include "mapping/terminology/terminology.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

enum class ExtentSign : std::uint8_t {
  metastatic,        // rule 5.1
  nodal,             // C77, "lymph node metastases", N (rule 5.4)
  locally_advanced,  // "locally advanced", "unresectable" (rule 5.2)
  advanced,          // the bare word (rule 5.2)
  recurrent,
  inoperable,        // says less than "unresectable"
  stage_group,       // `stage` holds `IIIA`
  primary_category,  // `stage` holds `T3`
  no_metastasis      // M0
};

struct Sign {
  ExtentSign sign = ExtentSign::metastatic;
  std::string stage;
  bool suspected = false;
};

// Where a concept or text stands: a bare `IV` or `4` is a stage only in a stage field (docs/terminology.md, "Stages").
enum class Field : std::uint8_t { stage, free_text };

// `about_another`: words (by number) that speak of another cancer; they are no sign of this one.
std::vector<Sign> read_extent_words(const Terminology& codes, const text::Text& text, Field field,
                                    const std::vector<bool>& about_another = {});
// Codes first: AJCC, UICC and cancerstaging.org codes, SNOMED CT and LOINC answers; then text and the displays of
// unknown codings.
std::vector<Sign> read_extent(const Terminology& codes, const fhir::CodeableConcept& value, Field field);

// What a stage group means for a cancer (stage-meaning.tsv): `metastatic`, `regional` ...; a subgroup that the table
// does not name means what its group means. Empty where it means nothing.
std::string_view stage_meaning(const Terminology& codes, Cancer site, std::string stage);
// Whether `Condition.stage.type` says that a cancer is staged; one that is not there may. Not so "CKD stage",
// "histologic grade", "ECOG performance status".
bool is_cancer_staging(const Terminology& codes, const fhir::CodeableConcept& type);
// "Bony metastasis", "peritoneal carcinomatosis", "metastatic disease": words of spread, and none that is not
// understood.
bool names_spread_only(const Terminology& codes, const fhir::CodeableConcept& code);
// An M category as written without its letter: `1a` -> `M1a`.
fhir::CodeableConcept with_category_letter(fhir::CodeableConcept value);

// The runs of words between the ends of statements, or also between the commas within them.
enum class Cut : std::uint8_t { at_statements, at_commas };
std::vector<text::Span> runs_of(const text::Text& text, Cut cut);

// Whether a word names a disease that has stages of its own: kidney, heart failure, pressure ulcer.
bool names_staged_disease(const text::Text& text);

}  // namespace foresign::mapping
