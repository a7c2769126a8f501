// The code tables: which codings they know, in which forms.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "mapping/terminology/terminology.hpp"
#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping {
using namespace treatment_tests;
namespace {

std::string concept_of(Domain domain, std::string system, std::string code) {
  const Concept* found = tables().find(domain, {std::move(system), std::move(code), ""});
  return found == nullptr ? "" : found->name;
}

std::string drugs_in(const std::string& text) {
  std::string out;
  for (const Concept* drug : tables().drugs_of({{}, text})) out += (out.empty() ? "" : " ") + drug->name;
  return out;
}

}  // namespace

TEST_CASE("rule 2.2: NDCs are compared in any of their forms") {
  const std::string code =
      GENERATE("55513-512", "55513-0512-60", "55513-512-60", "55513051260", "5551351260", "055513051260");
  CAPTURE(code);
  CHECK(concept_of(Domain::drugs, "http://hl7.org/fhir/sid/ndc", code) == "sotorasib");
}

TEST_CASE("rule 2.2: another NDC is not the ordered drug") {
  const std::string code = GENERATE("55513-513", "5551-3512-60", "", "abc", "55513-512-60-1");
  CAPTURE(code);
  CHECK(concept_of(Domain::drugs, "http://hl7.org/fhir/sid/ndc", code).empty());
}

TEST_CASE("systems are known under their aliases") {
  const auto [domain, system, code, expected] = GENERATE(table<Domain, std::string, std::string, std::string>({
      {Domain::drugs, "http://www.nlm.nih.gov/research/umls/rxnorm", "2550714", "sotorasib"},
      {Domain::drugs, "urn:oid:2.16.840.1.113883.6.88", "2550714", "sotorasib"},
      {Domain::drugs, "http://fhir.de/CodeSystem/bfarm/atc", "L01XX73", "sotorasib"},
      {Domain::drugs, "http://www.whocc.no/atc", "l01xx73", "sotorasib"},
      {Domain::drugs, "urn:oid:2.16.840.1.113883.6.285", "J9271", "pembrolizumab"},
      {Domain::diagnoses, "http://snomed.info/sct/900000000000207008/version/20250701", "254637007", "nsclc"},
      {Domain::diagnoses, "https://snomed.info/sct", "254637007", "nsclc"},
      {Domain::kras, "http://www.genenames.org", "HGNC:6407", "gene-kras"},
      {Domain::kras, "https://www.genenames.org/", "6407", "gene-kras"},
      {Domain::staging, "http://loinc.org", "LA3651-2", "stage-iv"},
  }));
  CAPTURE(system, code);
  CHECK(concept_of(domain, system, code) == expected);
}

TEST_CASE("a code that nobody has verified is not loaded unless it orders the drug") {
  CHECK(concept_of(Domain::staging, "http://cancerstaging.org", "IVC").empty());
  CHECK(concept_of(Domain::drugs, "http://hl7.org/fhir/sid/ndc", "55513-488-24") == "sotorasib");
}

TEST_CASE("rule 2.2: drugs in words are whole words of any case and the longest name wins") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"LUMAKRAS 120 mg tablet", "sotorasib"},
      {"sotorasib", "sotorasib"},
      {"sotorasibum", ""},
      {"nab-paclitaxel 100 mg", "albumin-bound-paclitaxel"},
      {"Paclitaxel 6 mg/mL", "paclitaxel"},
      {"carboplatin + paclitaxel", "carboplatin paclitaxel"},
      {"mFOLFOX6", "regimen-folfox"},
      {"FOLFIRINOX", "regimen-folfirinox"},
      {"5-FU", "fluorouracil"},
      {"Efudex cream", "fluorouracil-topical"},
      {"aspirin", ""},
  }));
  CAPTURE(text);
  CHECK(drugs_in(text) == expected);
}

TEST_CASE("rule 2.2: a known code wins over text and J9999 names no drug") {
  const fhir::CodeableConcept coded{{{"http://www.nlm.nih.gov/research/umls/rxnorm", "1547545", ""}}, "Lumakras"};
  REQUIRE(tables().drugs_of(coded).size() == 1);
  CHECK(tables().drugs_of(coded).front()->name == "pembrolizumab");
  const fhir::CodeableConcept unclassified{{{"urn:oid:2.16.840.1.113883.6.285", "J9999", ""}}, "Lumakras"};
  const auto drugs = tables().drugs_of(unclassified);
  CHECK(std::ranges::any_of(drugs, [](const Concept* drug) { return drug->name == "sotorasib"; }));
}

TEST_CASE("a broken table is refused with file and line") {
  const auto folder = std::filesystem::temp_directory_path() / "foresign-tables-test";
  std::filesystem::remove_all(folder);
  std::filesystem::copy(FORESIGN_SOURCE_DIR "/mapping/terminology", folder);
  {
    std::ofstream out(folder / "drugs.tsv", std::ios::app);
    out << "cisplatin\thttp://www.nlm.nih.gov/research/umls/rxnorm\t2550714\twrong\tyes\ttest\n";
    out << "no-such-drug\ttext\twhatever\tx\tyes\ttest\n";
    out << "too few cells\n";
  }
  const auto parsed = Terminology::load(folder.string());
  CHECK_FALSE(parsed.value.has_value());
  REQUIRE(parsed.issues.size() == 3);
  CHECK(parsed.issues[0].message == "expected 6 cells, found 1");
  CHECK(parsed.issues[1].message == "the code stands under two concepts");
  CHECK(parsed.issues[2].message == "concept `no-such-drug` is not in concepts.tsv for this table");
  for (const json::Issue& issue : parsed.issues) CHECK(issue.path.starts_with("drugs.tsv:"));
  std::filesystem::remove_all(folder);
}

TEST_CASE("each mistake in a table is named") {
  const auto [file, row, message] = GENERATE(table<std::string, std::string, std::string>({
      {"concepts.tsv", "x\tno.tsv\trole\t-\t-\t-", "no such table: `no.tsv`"},
      {"concepts.tsv", "x\tdrugs.tsv\trole\tmagic\t-\t-", "unknown drug class `magic`"},
      {"concepts.tsv", "cisplatin\tdrugs.tsv\trole\tnone\t-\t-", "concept `cisplatin` stands twice"},
      {"drugs.tsv", "cisplatin\ttext\tx\tx\tperhaps\ttest", "`verified` is neither yes nor no"},
      {"drugs.tsv", "cisplatin\ttext\tcarboplatin\tx\tyes\ttest", "the phrase stands under two concepts"},
      {"drugs.tsv", "cisplatin\ttext\t--\tx\tyes\ttest", "the phrase has no word in it"},
      {"drugs.tsv", "sotorasib\thttp://hl7.org/fhir/sid/ndc\tabc\tx\tyes\ttest", "not a National Drug Code"},
      {"cancers.tsv", "sclc\tmoon\t-\t-", "unknown concept, site or histology"},
      {"cancers.tsv", "sclc\tlung\tsmall-cell\t-", "the concept stands twice"},
      {"histologies.tsv", "1\t2\tadenocarcinoma", "unknown histology, or a range that is not after the one before"},
      {"phrases.tsv", "moonlike\tsite\tmoon\t-", "unknown kind or meaning, or an empty phrase"},
      {"phrases.tsv", "moonlike\tmoon\tlung\t-", "unknown kind or meaning, or an empty phrase"},
      {"stage-meaning.tsv", "nsclc\tIV\tearly\tx\tyes\ttest", "the stage group stands twice for this cancer"},
  }));
  CAPTURE(file, row);
  const auto folder = std::filesystem::temp_directory_path() / "foresign-table-mistakes-test";
  std::filesystem::remove_all(folder);
  std::filesystem::copy(FORESIGN_SOURCE_DIR "/mapping/terminology", folder);
  std::ofstream(folder / file, std::ios::app) << row << '\n';
  const auto parsed = Terminology::load(folder.string());
  CHECK_FALSE(parsed.value.has_value());
  REQUIRE(parsed.issues.size() == 1);
  CHECK(parsed.issues.front().message == message);
  CHECK(parsed.issues.front().path.starts_with(file + ":"));
  std::filesystem::remove_all(folder);
}

}  // namespace foresign::mapping
