#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>

#include "mapping/terminology/terminology.hpp"

namespace foresign::mapping {
namespace {

// Written without scheme and `www.`, in lower case, without a trailing slash: servers vary in all three.
std::string plain(std::string_view uri) {
  std::string out(uri);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const std::string_view scheme : {"https://", "http://"})
    if (out.starts_with(scheme)) out.erase(0, scheme.size());
  if (out.starts_with("www.")) out.erase(0, 4);
  while (!out.empty() && out.back() == '/') out.pop_back();
  return out;
}

constexpr std::array<std::pair<std::string_view, CodeSystem>, 49> known_systems{{
    {"snomed.info/sct", CodeSystem::snomed},
    {"urn:oid:2.16.840.1.113883.6.96", CodeSystem::snomed},
    {"loinc.org", CodeSystem::loinc},
    {"urn:oid:2.16.840.1.113883.6.1", CodeSystem::loinc},
    {"hl7.org/fhir/sid/icd-10-cm", CodeSystem::icd10cm},
    {"urn:oid:2.16.840.1.113883.6.90", CodeSystem::icd10cm},
    {"hl7.org/fhir/sid/icd-10", CodeSystem::icd10},
    {"urn:oid:2.16.840.1.113883.6.3", CodeSystem::icd10},
    {"urn:oid:1.2.276.0.76.5.311", CodeSystem::icd10},
    {"terminology.hl7.org/codesystem/icd-o-3", CodeSystem::icdo3},
    {"hl7.org/fhir/sid/icd-o-3", CodeSystem::icdo3},
    {"urn:oid:2.16.840.1.113883.6.43.1", CodeSystem::icdo3},
    {"nlm.nih.gov/research/umls/rxnorm", CodeSystem::rxnorm},
    {"urn:oid:2.16.840.1.113883.6.88", CodeSystem::rxnorm},
    {"whocc.no/atc", CodeSystem::atc},
    {"fhir.de/codesystem/bfarm/atc", CodeSystem::atc},
    {"fhir.de/codesystem/dimdi/atc", CodeSystem::atc},
    {"urn:oid:2.16.840.1.113883.6.73", CodeSystem::atc},
    {"hl7.org/fhir/sid/ndc", CodeSystem::ndc},
    {"urn:oid:2.16.840.1.113883.6.69", CodeSystem::ndc},
    {"cms.gov/medicare/coding/hcpcsreleasecodesets", CodeSystem::hcpcs},
    {"terminology.hl7.org/codesystem/hcpcs-all-codes", CodeSystem::hcpcs},
    {"terminology.hl7.org/codesystem/hcpcs", CodeSystem::hcpcs},
    {"urn:oid:2.16.840.1.113883.6.285", CodeSystem::hcpcs},
    {"urn:oid:2.16.840.1.113883.6.14", CodeSystem::hcpcs},
    {"ama-assn.org/go/cpt", CodeSystem::cpt},
    {"urn:oid:2.16.840.1.113883.6.12", CodeSystem::cpt},
    {"cms.gov/medicare/coding/icd10", CodeSystem::icd10pcs},
    {"hl7.org/fhir/sid/icd-10-pcs", CodeSystem::icd10pcs},
    {"urn:oid:2.16.840.1.113883.6.4", CodeSystem::icd10pcs},
    {"ncicb.nci.nih.gov/xml/owl/evs/thesaurus.owl", CodeSystem::ncit},
    {"ncithesaurus-stage.nci.nih.gov", CodeSystem::ncit},
    {"urn:oid:2.16.840.1.113883.3.26.1.1", CodeSystem::ncit},
    {"varnomen.hgvs.org", CodeSystem::hgvs},
    {"urn:oid:2.16.840.1.113883.6.282", CodeSystem::hgvs},
    {"genenames.org/geneid", CodeSystem::hgnc},
    {"genenames.org", CodeSystem::hgnc},
    {"urn:oid:2.16.840.1.113883.6.281", CodeSystem::hgnc},
    {"ncbi.nlm.nih.gov/gene", CodeSystem::ncbi_gene},
    {"ncbi.nlm.nih.gov/clinvar", CodeSystem::clinvar},
    {"cancer.sanger.ac.uk/cosmic", CodeSystem::cosmic},
    {"ncbi.nlm.nih.gov/snp", CodeSystem::dbsnp},
    {"ncbi.nlm.nih.gov/projects/snp", CodeSystem::dbsnp},
    {"cancerstaging.org", CodeSystem::cancerstaging},
    {"uicc.org/resources/tnm", CodeSystem::uicc},
    {"uicc.org", CodeSystem::uicc},
    {"terminology.hl7.org/codesystem/v3-observationinterpretation", CodeSystem::interpretation},
    {"hl7.org/fhir/v2/0078", CodeSystem::interpretation},
    {"terminology.hl7.org/codesystem/data-absent-reason", CodeSystem::data_absent_reason},
}};

}  // namespace

CodeSystem code_system(std::string_view uri) {
  static const std::unordered_map<std::string_view, CodeSystem> known(known_systems.begin(), known_systems.end());
  const std::string folded = plain(uri);
  if (const auto found = known.find(folded); found != known.end()) return found->second;
  // An edition or version of SNOMED CT: http://snomed.info/sct/900000000000207008/version/20250701
  if (folded.starts_with("snomed.info/sct/") || folded.starts_with("snomed.info/xsct")) return CodeSystem::snomed;
  // National copies carry the classification's name in their last segment: .../CodeSystem/icd-10-cm-2023-tw (rule 4.3).
  const auto slash = folded.rfind('/');
  const std::string_view last = std::string_view(folded).substr(slash == std::string::npos ? 0 : slash + 1);
  if (last.starts_with("icd-10-cm") || last.starts_with("icd10cm")) return CodeSystem::icd10cm;
  if (last.starts_with("icd-10-pcs")) return CodeSystem::icd10pcs;
  if (last.starts_with("icd-10") || last.starts_with("icd10")) return CodeSystem::icd10;
  if (last.starts_with("icd-o-3")) return CodeSystem::icdo3;
  if (last.find("uicc") != std::string_view::npos) return CodeSystem::uicc;
  if (last.starts_with("tnm") || folded.find("/uicc") != std::string::npos) return CodeSystem::uicc;
  return CodeSystem::other;
}

}  // namespace foresign::mapping
