// What is read of one concept, in short words for the tables of the tests of chapter 4.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "mapping/reading/diagnosis.hpp"

namespace foresign::mapping {

inline const char* word(Site site) {
  switch (site) {
    case Site::none:
      return "none";
    case Site::generic:
      return "generic";
    case Site::lung:
      return "lung";
    case Site::colorectal:
      return "colorectal";
    case Site::pancreas:
      return "pancreas";
    case Site::ampulla:
      return "ampulla";
    case Site::small_bowel:
      return "small bowel";
    case Site::appendix:
      return "appendix";
    case Site::anorectal:
      return "anorectal";
    case Site::intestine:
      return "intestine";
    case Site::other:
      return "other";
    case Site::secondary:
      return "secondary";
    case Site::secondary_node:
      return "nodes";
  }
  return "";
}

// `lung covered`, `lung undecided suspected`, `other prostate cancer`; several joined by ` + `; `-` for nothing.
inline std::string reading_of(const std::vector<Said>& said) {
  std::string out;
  for (const Said& one : said) {
    if (!out.empty()) out += " + ";
    out += word(one.site);
    if (const auto site = cancer_at(one.site)) {
      switch (cover_of(*site, one.stated, one.inferred)) {
        case Cover::covered:
          out += " covered";
          break;
        case Cover::other:
          out += " other";
          break;
        case Cover::undecided:
          out += " undecided";
          break;
      }
    } else if (one.site == Site::other) {
      out += " " + one.name;
    }
    if (one.suspected) out += " suspected";
    if (one.past) out += " past";
    if (one.recurrence) out += " recurrent";
    if (!one.stage.empty()) out += " stage " + one.stage;
  }
  return out.empty() ? "-" : out;
}

inline fhir::CodeableConcept coded_as(std::string system, std::string code, std::string text = {}) {
  return {{{std::move(system), std::move(code), ""}}, std::move(text)};
}

inline constexpr const char* cm = "http://hl7.org/fhir/sid/icd-10-cm";
inline constexpr const char* who = "http://hl7.org/fhir/sid/icd-10";
inline constexpr const char* gm = "http://fhir.de/CodeSystem/bfarm/icd-10-gm";
inline constexpr const char* sct = "http://snomed.info/sct";

}  // namespace foresign::mapping
