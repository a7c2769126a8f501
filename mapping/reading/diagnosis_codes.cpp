#include "mapping/reading/diagnosis_codes.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/record.hpp"

namespace foresign::mapping {
namespace {

// ICD-10 in all its editions. Nothing where the code is no cancer.
std::optional<Said> read_icd10_range(std::string_view code) {
  // Rule 4.9: C00 to C96 are cancers; what the tables do not name is another cancer than the covered ones.
  if (code.size() < 3 || (code[0] != 'C' && code[0] != 'c') || code[1] < '0' || code[1] > '9') return std::nullopt;
  Said said;
  said.site = Site::other;
  return said;
}

// A relative's cancer (Z80), a screening (Z12), an observation for a suspicion that was ruled out (Z03), a neoplasm in
// situ, benign or of uncertain behaviour (D00 to D49): beside the code of a cancer one of the two is wrong.
bool contradicts_a_cancer(std::string_view code) {
  const std::string_view stem = code.substr(0, 3);
  if (stem == "Z80" || stem == "Z12" || stem == "Z03") return true;
  return stem.size() == 3 && stem[0] == 'D' && stem[1] >= '0' && stem[1] <= '4' && stem[2] >= '0' && stem[2] <= '9';
}

// Rule 4.13: what ICD-10-GM adds of a certainty.
Said weighed(Said said, const fhir::Coding& coding) {
  said.suspected = said.suspected || coding.certainty == "V";
  said.past = said.past || coding.certainty == "Z";
  return said;
}

// Rule 4.14: a morphology that is not of an invasive primary says what the site beside it is. A topography of ICD-O-3
// is a mere place; another code calls it a cancer, and one of the two is wrong.
void weigh_behaviour(std::vector<Said>& said, Behaviour behaviour, const std::vector<Site>& places) {
  if (behaviour == Behaviour::none || behaviour == Behaviour::malignant) return;
  std::erase_if(said, [&](Said& one) {
    if (!one.primary()) return false;
    if (std::ranges::find(places, one.site) == places.end()) {
      one.suspected = true;
      return false;
    }
    if (behaviour == Behaviour::metastatic) one.site = Site::secondary;
    return behaviour == Behaviour::not_invasive;
  });
}

}  // namespace

Behaviour behaviour_of(const fhir::CodeableConcept& code) {
  Behaviour behaviour = Behaviour::none;
  for (const fhir::Coding& coding : code.codings) {
    const auto slash = coding.code.find('/');
    if (code_system(coding.system) != CodeSystem::icdo3 || slash == std::string::npos) continue;
    const char digit = slash + 1 < coding.code.size() ? coding.code[slash + 1] : '3';
    if (digit == '3' || digit == '9') return Behaviour::malignant;
    behaviour = digit == '6' || behaviour == Behaviour::metastatic ? Behaviour::metastatic : Behaviour::not_invasive;
  }
  return behaviour;
}

void add_histology(std::vector<Histology>& list, Histology histology) {
  if (histology != Histology::not_stated && std::ranges::find(list, histology) == list.end()) list.push_back(histology);
}

bool is_other_everywhere(const std::vector<Histology>& histologies) {
  static constexpr std::array<Cancer, 5> sites{Cancer::lung, Cancer::colorectal, Cancer::ampulla, Cancer::pancreas,
                                               Cancer::small_bowel};
  return !histologies.empty() && std::ranges::all_of(histologies, [](Histology histology) {
    return std::ranges::all_of(sites, [histology](Cancer site) { return cover_of(site, histology) == Cover::other; });
  });
}

void merge(std::vector<Said>& list, Said said) {
  // Codings of one concept say one thing: the same site is the same cancer.
  for (Said& one : list) {
    if (one.site != said.site || one.past != said.past) continue;
    if (one.site == Site::other && !one.name.empty() && !said.name.empty() && one.stated != said.stated) continue;
    for (const Histology histology : said.stated) add_histology(one.stated, histology);
    one.inferred = one.inferred || said.inferred;
    one.suspected = one.suspected || said.suspected;
    one.recurrence = one.recurrence || said.recurrence;
    if (one.stage.empty()) one.stage = said.stage;
    return;
  }
  list.push_back(std::move(said));
}

CodesRead read_codes(const Terminology& codes, const fhir::CodeableConcept& code) {
  CodesRead read;
  std::vector<Histology> morphologies;
  std::vector<Site> places;  // by topographies
  std::vector<Site> named;   // by codes of cancers
  const Behaviour behaviour = behaviour_of(code);
  bool contradicted = false;
  for (const fhir::Coding& coding : code.codings) {
    const CodeSystem system = code_system(coding.system);
    if (coding.certainty == "A") {  // rule 4.13: excluded
      read.known = true;
      continue;
    }
    if (system == CodeSystem::icdo3) {
      if (const auto histology = codes.morphology(coding.code)) {
        read.known = true;
        add_histology(morphologies, *histology);
        continue;
      }
      if (coding.code.find('/') != std::string::npos) {  // benign or in situ (rule 4.8)
        read.known = true;
        continue;
      }
    }
    const bool icd10 = system == CodeSystem::icd10cm || system == CodeSystem::icd10 || system == CodeSystem::icdo3;
    const Concept* found = codes.find(
        Domain::diagnoses,
        system == CodeSystem::icdo3 ? fhir::Coding{"http://hl7.org/fhir/sid/icd-10", coding.code, ""} : coding);
    if (const CancerMeaning* meaning = found == nullptr ? nullptr : codes.cancer_meaning(*found)) {
      read.known = true;
      if (meaning->site == Site::none) {
        add_histology(morphologies, meaning->histology);
        continue;
      }
      Said said;
      said.site = meaning->site;
      said.past = meaning->history;
      said.recurrence = meaning->recurrence;
      said.stage = meaning->stage;
      add_histology(said.stated, meaning->histology);
      // Rule 4.4: only the American modification files the other common histologies elsewhere.
      said.inferred = system == CodeSystem::icd10cm && meaning->histology == Histology::not_stated &&
                      (said.site == Site::pancreas || said.site == Site::ampulla || said.site == Site::small_bowel);
      if (said.site == Site::other) said.name = shown(coding);
      (system == CodeSystem::icdo3 ? places : named).push_back(said.site);
      merge(read.said, weighed(std::move(said), coding));
      continue;
    }
    if (icd10 && !coding.code.empty()) {
      read.known = true;
      contradicted = contradicted || (system != CodeSystem::icdo3 && contradicts_a_cancer(coding.code));
      if (auto said = read_icd10_range(coding.code)) {
        said->name = shown(coding);
        (system == CodeSystem::icdo3 ? places : named).push_back(said->site);
        merge(read.said, weighed(std::move(*said), coding));
      }
    }
  }
  std::erase_if(places, [&](Site place) { return std::ranges::find(named, place) != named.end(); });
  weigh_behaviour(read.said, behaviour, places);
  if (contradicted)
    for (Said& said : read.said) said.suspected = said.suspected || said.primary();
  for (Said& said : read.said)
    if (said.primary())
      for (const Histology histology : morphologies) add_histology(said.stated, histology);
  if (read.said.empty() && !morphologies.empty()) {
    Said said;  // a histology without a site
    if (is_other_everywhere(morphologies)) {
      said.site = Site::other;
      said.name = shown(code);
    }
    said.stated = std::move(morphologies);
    read.said.push_back(std::move(said));
  }
  return read;
}

}  // namespace foresign::mapping
