// What one concept says of a cancer: the shared ground of chapters 4, 5, 6.8 and 7.5. Codes first, then words
// (rules 4.3 to 4.6).
#pragma once

#include <string>
#include <vector>

#include "mapping/questions/question.hpp"
#include "mapping/terminology/terminology.hpp"

namespace foresign::mapping {

// One cancer that a concept names.
struct Said {
  Site site = Site::none;
  std::string name;               // of a cancer outside the five sites: `prostate cancer`, or the record's own words
  std::vector<Histology> stated;  // by morphology codes, diagnosis concepts and words; unspecific ones are left out
  bool inferred = false;          // rule 4.4: an ICD-10-CM site code that files the other common histologies elsewhere
  bool open = false;              // a cancer of an organ that is not understood: "carcinoma of the ..."
  bool suspected = false;         // rule 4.6: as unconfirmed
  bool past = false;              // Z85, "history of"
  bool recurrence = false;        // a local-recurrence concept, or "recurrent"
  std::string stage;              // stage-coded concepts: `IV`

  [[nodiscard]] bool secondary() const { return site == Site::secondary || site == Site::secondary_node; }
  // Names a cancer with a site of its own that is not merely a place of spread (rule 4.9).
  [[nodiscard]] bool primary() const { return site != Site::none && site != Site::generic && !secondary(); }
};

// Every cancer that the concept names; empty where it names none (also where it denies one).
std::vector<Said> read_diagnosis(const Terminology& codes, const fhir::CodeableConcept& code);
// The same for words alone.
std::vector<Said> read_diagnosis_words(const Terminology& codes, std::string_view words);

// Whether every word of the concept is understood as of a cancer of `site`.
bool is_understood_as(const Terminology& codes, const fhir::CodeableConcept& code, Cancer site);

// Histologies that a concept states for a cancer of `site`, by morphology code, diagnosis concept, or words (rule 4.5).
// A covered one counts only where every word of the concept is understood, and not as that of a metastasis (rule 4.14).
std::vector<Histology> read_histology(const Terminology& codes, const fhir::CodeableConcept& code, Cancer site);

// Whether a histology is the one that the policy covers at a site (rule 4.5).
enum class Cover : std::uint8_t { covered, other, undecided };
Cover cover_of(Cancer site, Histology histology);
// What several stated histologies and the site code say together (rule 4.8).
Cover cover_of(Cancer site, const std::vector<Histology>& stated, bool inferred);

// The five sites as policies name them; none for the rest.
std::optional<Cancer> cancer_at(Site site);

// `remission`, `refuted` ...: a FHIR status as a word, from its coding or (STU3) its text; empty if there is none.
std::string status_word(const fhir::CodeableConcept& status);

}  // namespace foresign::mapping
