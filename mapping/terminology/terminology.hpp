// The code tables as data: what a coding or a phrase stands for. Tables: mapping/terminology/*.tsv
// (docs/terminology.md).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/issue.hpp"
#include "fhir/types/types.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

// One table file each. A code may mean different things in different tables.
enum class Domain : std::uint8_t { drugs, diagnoses, staging, kras, tests, procedures, adverse };

// A row of concepts.tsv.
struct Concept {
  std::string name;  // `sotorasib`, `nsclc-stage-4`
  Domain domain = Domain::drugs;
  std::string role;        // `requested-drug`, `counts-nsclc`, `evidence-of-metastasis` ...
  std::string drug_class;  // `chemotherapy`, `immunotherapy`, `targeted`, `antiangiogenic`, `none`, or empty
  bool colorectal_chemotherapy = false;  // rule 7.6
};

enum class CodeSystem : std::uint8_t {
  snomed,
  loinc,
  icd10cm,
  icd10 /* WHO, and national copies but CM */,
  icdo3,
  rxnorm,
  atc,
  ndc,
  hcpcs,
  cpt,
  icd10pcs,
  ncit,
  hgvs,
  hgnc,
  ncbi_gene,
  clinvar,
  cosmic,
  dbsnp,
  cancerstaging,
  uicc,
  interpretation,
  data_absent_reason,
  other
};

// Which system a URI stands for; aliases (OIDs, national copies, http and https, trailing slashes) are folded.
// Rule 4.3.
CodeSystem code_system(std::string_view uri);

// The sites that rules 4.4 and 4.8 tell apart.
enum class Site : std::uint8_t {
  none,     // no site: a histology alone
  generic,  // "malignant tumour": no primary (rule 4.9)
  lung,
  colorectal,
  pancreas,
  ampulla,
  small_bowel,
  appendix,       // rule 4.4: named by no policy; may be meant by indication 2
  anorectal,      // C21.8: the same
  intestine,      // C26.0: indications 2 and 5
  other,          // another cancer
  secondary,      // C78, C79: a metastasis; names no primary (rule 4.3)
  secondary_node  // C77: lymph nodes (rule 5.4)
};

// Histologies as far as rule 4.5 tells them apart.
enum class Histology : std::uint8_t {
  not_stated,  // 8000/3 and 8010/3 too
  adenocarcinoma,
  squamous,
  adenosquamous,
  large_cell,
  nsclc,
  sarcomatoid,
  undifferentiated,
  small_cell,
  large_cell_neuroendocrine,
  neuroendocrine,
  mixed,
  acinar,
  pancreatoblastoma,
  solid_pseudopapillary,
  sarcoma,
  gist,
  lymphoma,
  melanoma,
  other
};

// A row of cancers.tsv: what a diagnosis concept says.
struct CancerMeaning {
  Site site = Site::none;
  Histology histology = Histology::not_stated;
  bool history = false;     // Z85
  bool recurrence = false;  // local-recurrence concepts
  std::string stage;        // stage-coded concepts: `IV`
};

// A row of phrases.tsv found in a text: words of diagnoses.
struct WordMatch {
  enum class Kind : std::uint8_t { site, histology, cancer, both } kind = Kind::site;
  Site site = Site::none;
  Histology histology = Histology::not_stated;
  bool names_cancer = false;          // says by itself that this is a cancer: `adenocarcinoma`, not `squamous cell`
  const std::string* name = nullptr;  // of another cancer: `prostate`
  text::Span words;
};

// A phrase of a table found in a text.
struct PhraseMatch {
  const Concept* found = nullptr;
  text::Span words;  // which words of the text
};

// The text of a table by its file name (`concepts.tsv`); nothing where there is none.
using TableTexts = std::function<std::optional<std::string>(const std::string& file)>;

class Terminology {
 public:
  // Reads all tables below `folder`. Fatal issues name file and line.
  static json::Parsed<Terminology> load(const std::string& folder);
  // The same for tables that are no files.
  static json::Parsed<Terminology> read(const TableTexts& texts);

  Terminology(Terminology&&) noexcept;
  Terminology& operator=(Terminology&&) noexcept;
  ~Terminology();

  // The concept of a coding in one table; null where the tables do not know it. ICD-10 codes are compared without their
  // dot and fall back to their stem (`C34.19` reads as `C34.1`); NDCs in any form; HGVS without spaces; everything else
  // as it is, codes without regard to case where their system has none.
  [[nodiscard]] const Concept* find(Domain domain, const fhir::Coding& coding) const;
  // Every concept of a CodeableConcept's codings, no repeats.
  [[nodiscard]] std::vector<const Concept*> find_all(Domain domain, const fhir::CodeableConcept& code) const;
  // Phrases of one table in a text: whole words, any case, hyphen and space alike; the longest wins where they overlap.
  [[nodiscard]] std::vector<PhraseMatch> find_phrases(Domain domain, const text::Text& text) const;
  // The concept by name; null where there is none.
  [[nodiscard]] const Concept* concept_named(std::string_view name) const;

  // The drugs that a medication concept names: codes first; text (else the display of an unknown coding) only
  // where no coding is known (rule 2.2). Several drugs in one concept: all of them (rule 7.2).
  [[nodiscard]] std::vector<const Concept*> drugs_of(const fhir::CodeableConcept& medication) const;

  // What a concept of diagnoses.tsv says; null for concepts of other tables.
  [[nodiscard]] const CancerMeaning* cancer_meaning(const Concept& diagnosis) const;
  // An ICD-O-3 morphology code (`8140/3`): its histology where the behaviour is malignant (histologies.tsv); none
  // otherwise.
  [[nodiscard]] std::optional<Histology> morphology(std::string_view code) const;
  // The words of phrases.tsv in a text, the longest where they overlap.
  [[nodiscard]] std::vector<WordMatch> find_cancer_words(const text::Text& text) const;

  // What a stage group means for a cancer (stage-meaning.tsv): `early`, `locally-advanced`, `metastatic` ...; empty if
  // the table has no row. `cancer` is `nsclc`, `colon-rectal`, `pancreas`, `ampullary` or `small-bowel`; `stage` is
  // `IIIA`, upper case.
  [[nodiscard]] std::string_view stage_meaning(std::string_view cancer, std::string_view stage) const;

 private:
  Terminology();
  struct Tables;
  std::unique_ptr<Tables> tables_;
};

}  // namespace foresign::mapping
