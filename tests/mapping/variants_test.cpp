// Rules 6.1 to 6.4 on single results.
#include "tests/mapping/variants_chart.hpp"

namespace foresign::mapping::variant_tests {
namespace {

void check(const std::string& resources, Verdict expected, std::string_view says = "") {
  CAPTURE(resources);
  VariantChart chart(lung + "," + resources);
  const Fact fact = chart.facts().mutation;
  CAPTURE(fact.needed(), fact.reason());
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::met) {
    REQUIRE(!fact.evidence().empty());
    CHECK(!fact.evidence().front().value.empty());
  }
  if (!says.empty()) CHECK(mentions(expected == Verdict::not_met ? fact.reason() : fact.needed(), says));
}

std::string kras_test(const std::string& members) {
  return observation("o1", coded(text_json("KRAS mutation analysis")) + "," + members);
}

}  // namespace

TEST_CASE("rule 6.1: the status of a result tells whether it counts") {
  const auto [status, expected, needed] = GENERATE(
      table<std::string, Verdict, std::string>({{"final", Verdict::met, ""},
                                                {"amended", Verdict::met, ""},
                                                {"corrected", Verdict::met, ""},
                                                {"appended", Verdict::met, ""},
                                                {"registered", Verdict::unknown, "not final (registered)"},
                                                {"preliminary", Verdict::unknown, "not final (preliminary)"},
                                                {"partial", Verdict::unknown, "not final (partial)"},
                                                {"unknown", Verdict::unknown, "not final (unknown)"},
                                                {"", Verdict::unknown, "not final (status missing)"},
                                                {"cancelled", Verdict::unknown, "no KRAS G12C result found"},
                                                {"entered-in-error", Verdict::unknown, "no KRAS G12C result found"}}));
  CAPTURE(status);
  VariantChart chart(lung + "," + variant("o1", {gene_kras, protein("p.Gly12Cys")}, present, status));
  const Fact fact = chart.facts().mutation;
  CHECK(fact.verdict() == expected);
  CHECK(mentions(fact.needed(), needed));
  if (status == "entered-in-error") CHECK(chart.set_aside("Observation/o1") == "entered in error");
  if (status == "preliminary") CHECK(chart.set_aside("Observation/o1") == "result not final (preliminary)");
}

TEST_CASE("rule 6.1: a report speaks by conclusion and conclusionCode and results") {
  check(report("r1", coded(text_json("NGS")) + R"(,"conclusion":"KRAS p.G12C detected")"), Verdict::met);
  check(report("r1", coded(text_json("NGS")) + R"(,"conclusion":"KRAS p.G12C detected")", "preliminary"),
        Verdict::unknown, "not final");
  check(report("r1", coded(text_json("KRAS G12C test")) + R"(,"conclusionCode":[)" +
                         concept_json("http://snomed.info/sct", "10828004", "Positive") + "]"),
        Verdict::met);
  check(report("r1", coded(text_json("KRAS G12C test")) + R"(,"conclusionCode":[)" +
                         concept_json("http://snomed.info/sct", "260385009", "Negative") + "]"),
        Verdict::not_met);
  check(report("r1", coded(text_json("NGS")) + R"(,"result":[{"reference":"#o"}],"contained":[)" +
                         variant("o", {gene_kras, protein("p.Gly12Cys")}) + "]"),
        Verdict::met);
}

TEST_CASE("rule 6.1: the evidence says what and where and when") {
  VariantChart chart(lung + "," + positive);
  const Fact fact = chart.facts().mutation;
  REQUIRE(fact.evidence().size() == 1);
  CHECK(fact.evidence().front() ==
        Evidence{"Observation/o1", "component[1].value", "http://varnomen.hgvs.org p.Gly12Cys", "2026-03-01", ""});
}

TEST_CASE("rule 6.1: the note of a KRAS observation without components counts and that of another does not") {
  check(kras_test(R"("valueString":"Positive","note":[{"text":"p.G12C"}])"), Verdict::met);
  check(observation("o1", coded(loinc("69548-6")) + R"(,"note":[{"text":"KRAS G12C"}])"), Verdict::met);
  check(observation("o1", coded(text_json("Creatinine")) + R"(,"valueString":"1.0","note":[{"text":"KRAS G12C"}])"),
        Verdict::unknown, "no KRAS G12C result");
}

TEST_CASE("rule 6.2: the ways of writing G12C") {
  const std::string change = GENERATE("p.Gly12Cys", "p.(Gly12Cys)", "G12C", "p.G12C", "Gly12Cys",
                                      "NP_004976.2:p.Gly12Cys", "NP_203524.1:p.(Gly12Cys)", "p.[Gly12Cys]");
  CAPTURE(change);
  check(variant("o1", {gene_kras, protein(change)}), Verdict::met);
  check(variant("o1", {gene_kras, protein(change)}, ""), Verdict::met);
  check(variant("o1", {gene_kras, protein(change)}, absent), Verdict::not_met, "KRAS G12C was not detected");
}

TEST_CASE("rule 6.2: the ways of writing the change of the DNA") {
  const std::string change =
      GENERATE("c.34G>T", "c.33_34delinsCT", "NM_004985.5:c.34G>T", "NM_004985.4:c.34G>T", "NM_033360.4:c.34G>T",
               "NM_004985.5(KRAS):c.34G>T (p.Gly12Cys)", "NM_033360.4:c.33_34delinsCT", "ENST00000256078.8:c.34G>T",
               "LRG_344t1:c.34G>T", "NC_000012.12:g.25245351C>A", "NC_000012.11:g.25398285C>A", "12:g.25245351C>A",
               "NC_000012.12:g.25245351_25245352delinsAG", "NC_000012.12:25245350:C:A", "c.34G > T");
  CAPTURE(change);
  check(variant("o1", {gene_kras, dna(change)}), Verdict::met);
  check(variant("o1", {gene_nras, protein("p.Gly12Cys")}), Verdict::unknown, "no KRAS G12C result");
}

TEST_CASE("rule 6.2: an accession of KRAS names the gene by itself and a bare change does not") {
  check(variant("o1", {dna("NM_004985.5:c.34G>T")}), Verdict::met);
  check(variant("o1", {protein("NP_203524.1:p.Gly12Cys")}), Verdict::met);
  check(variant("o1", {component(loinc("81290-9"), value_string("NC_000012.12:g.25245351C>A"))}), Verdict::met);
  check(variant("o1", {dna("c.34G>T")}), Verdict::unknown, "gene of the G12C variant is left open");
  check(variant("o1", {dna("NM_002524.4:c.34G>T")}), Verdict::unknown, "no KRAS G12C result");
  check(variant("o1", {dna("NM_005343.4:c.34G>T")}), Verdict::unknown, "no KRAS G12C result");
  check(variant("o1", {dna("NM_000546.6:c.34G>T")}), Verdict::unknown, "no KRAS G12C result");
  check(variant("o1", {component(loinc("81290-9"), value_concept(concept_json("http://varnomen.hgvs.org", "c.34G>T"))),
                       gene_kras}),
        Verdict::met);
}

TEST_CASE("rule 6.2: the same change of another gene is not it") {
  check(variant("o1", {gene_nras, dna("NM_002524.4:c.34G>T"), protein("p.Gly12Cys")}), Verdict::unknown,
        "no KRAS G12C result");
  check(observation("o1", coded(text_json("NRAS mutation test")) + R"(,"valueString":"G12C detected")"),
        Verdict::unknown, "no KRAS G12C result");
  check(observation("o1", coded(text_json("Molecular")) + R"(,"valueString":"HRAS G12C detected")"), Verdict::unknown,
        "no KRAS G12C result");
  VariantChart chart(lung + "," + variant("o1", {gene_nras, protein("p.Gly12Cys")}));
  (void)chart.facts();
  CHECK(chart.set_aside("Observation/o1") == "G12C of another gene than KRAS");
}

TEST_CASE("rule 6.2: the id of a gene wins over its display") {
  const auto [system, code, display, expected] = GENERATE(table<std::string, std::string, std::string, Verdict>(
      {{"http://www.genenames.org/geneId", "HGNC:6407", "NRAS", Verdict::met},
       {"http://www.genenames.org", "HGNC:6407", "KRAS", Verdict::met},
       {"https://www.genenames.org/", "6407", "", Verdict::met},
       {"", "HGNC:6407", "", Verdict::met},
       {"http://www.ncbi.nlm.nih.gov/gene", "3845", "", Verdict::met},
       {"http://www.genenames.org/geneId", "HGNC:7989", "KRAS", Verdict::unknown},
       {"http://www.genenames.org", "7989", "KRAS", Verdict::unknown},
       {"http://example.org/genes", "KRAS", "", Verdict::met}}));
  CAPTURE(system, code, display);
  check(variant("o1", {component(loinc("48018-6"), value_concept(concept_json(system, code, display))),
                       protein("p.Gly12Cys")}),
        expected);
}

TEST_CASE("rule 6.2: ids of the table name the change") {
  const auto [system, code, expected] = GENERATE(table<std::string, std::string, Verdict>(
      {{"http://www.ncbi.nlm.nih.gov/clinvar", "12578", Verdict::met},
       {"http://www.ncbi.nlm.nih.gov/clinvar", "VCV000012578", Verdict::met},
       {"http://www.ncbi.nlm.nih.gov/clinvar", "VCV000012578.63", Verdict::met},
       {"http://www.ncbi.nlm.nih.gov/clinvar", "12582", Verdict::not_met},
       {"http://cancer.sanger.ac.uk/cosmic", "COSM516", Verdict::met},
       {"http://cancer.sanger.ac.uk/cosmic", "COSM521", Verdict::not_met},
       {"http://www.ncbi.nlm.nih.gov/snp", "rs121913530", Verdict::unknown},
       {"http://www.ncbi.nlm.nih.gov/snp", "rs121913529", Verdict::not_met}}));
  CAPTURE(code);
  check(variant("o1", {component(loinc("81252-9"), value_concept(concept_json(system, code)))}), expected);
}

TEST_CASE("rule 6.2: rs121913530 is G12C with the alternate base A") {
  const std::string snp =
      component(loinc("81252-9"), value_concept(concept_json("http://www.ncbi.nlm.nih.gov/snp", "rs121913530")));
  const auto base = [](const char* code, const char* letter) { return component(loinc(code), value_string(letter)); };
  check(variant("o1", {snp, base("69547-8", "C"), base("69551-0", "A")}), Verdict::met);
  check(variant("o1", {snp, base("69551-0", "A")}), Verdict::met);
  check(variant("o1", {snp, base("69547-8", "C"), base("69551-0", "T")}), Verdict::not_met, "another KRAS variant");
  check(variant("o1", {snp, base("69547-8", "G"), base("69551-0", "A")}), Verdict::unknown);
  check(variant("o1", {snp, protein("p.Gly12Cys")}), Verdict::met);
  check(variant("o1", {snp, gene_kras}), Verdict::unknown, "covers G12C among others");
  for (const char* id : {"81255-2", "48003-8"}) {  // dbSNP, and any identifier
    const std::string named =
        component(loinc(id), value_concept(concept_json("http://www.ncbi.nlm.nih.gov/snp", "rs121913530")));
    check(variant("o1", {gene_kras, named, base("69547-8", "C"), base("69551-0", "A")}), Verdict::met);
    check(variant("o1", {gene_kras, named, base("69551-0", "T")}), Verdict::not_met, "another KRAS variant");
    check(variant("o1", {gene_kras, named}), Verdict::unknown, "covers G12C among others");
  }
}

TEST_CASE("rule 6.2: a gene left open is unknown") {
  check(observation("o1", coded(loinc("81420-2")) + R"(,"valueString":"G12C detected")"), Verdict::unknown,
        "left open");
  check(observation("o1", coded(loinc("81420-2")) + R"(,"valueString":"KRAS G12C detected")"), Verdict::met);
  check(observation("o1", coded(text_json("KRAS/NRAS mutation assay")) + R"(,"valueString":"G12C detected")"),
        Verdict::unknown, "left open");
  check(observation("o1", coded(text_json("KRAS/NRAS mutation assay")) + R"(,"valueString":"NRAS G12C detected")"),
        Verdict::unknown);
}

TEST_CASE("rule 6.2: a germline variant is unknown") {
  const std::string germline = component(loinc("48002-0"), value_concept(loinc("LA6683-2", "Germline")));
  const std::string somatic = component(loinc("48002-0"), value_concept(loinc("LA6684-0", "Somatic")));
  check(variant("o1", {gene_kras, protein("p.Gly12Cys"), germline}), Verdict::unknown, "germline");
  check(variant("o1", {gene_kras, protein("p.Gly12Cys"), somatic}), Verdict::met);
  check(variant("o1", {gene_kras, protein("p.Gly12Cys"), germline}, absent), Verdict::unknown);
}

TEST_CASE("rule 6.3: the ways of saying no") {
  const std::string no = GENERATE(
      value_concept(loinc("LA9634-2", "Absent")), value_concept(loinc("LA11883-8", "Not detected")),
      value_concept(loinc("LA6577-6", "Negative")), value_concept(concept_json("http://snomed.info/sct", "260385009")),
      value_concept(concept_json("http://snomed.info/sct", "260415000")),
      value_concept(concept_json("http://snomed.info/sct", "2667000")), value_concept(text_json("Not detected")),
      std::string(R"("valueBoolean":false)"), value_string("Negative"), value_string("NOT DETECTED"),
      value_string("Absent"), value_string("No mutation detected"), value_string("KRAS wild-type"),
      value_string("Wild type"),
      std::string(
          R"("interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"NEG"}]}])"),
      std::string(
          R"("interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"ND"}]}])"),
      std::string(
          R"("interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"N"}]}])"));
  check(observation("o1", coded(text_json("KRAS G12C mutation")) + "," + no), Verdict::not_met);
}

TEST_CASE("rule 6.3: N says no only where the code itself is KRAS G12C") {
  const std::string normal =
      R"("interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"N"}]}])";
  check(observation("o1", coded(text_json("KRAS G12C")) + "," + normal), Verdict::not_met);
  check(observation("o1", coded(text_json("KRAS mutation analysis")) + "," + normal), Verdict::unknown);
  check(variant("o1", {gene_kras, protein("p.Gly12Cys")}, normal), Verdict::unknown);  // says both
}

TEST_CASE("rule 6.3: another KRAS variant is a negative and its absence is nothing") {
  check(variant("o1", {gene_kras, protein("p.Gly12Asp")}), Verdict::not_met, "another KRAS variant was found");
  check(variant("o1", {gene_kras, dna("c.35G>T")}), Verdict::not_met, "another KRAS variant was found");
  check(kras_test(value_string("G12V")), Verdict::not_met, "another KRAS variant was found");
  check(variant("o1", {gene_kras, protein("p.Gly12Asp")}, absent), Verdict::unknown, "no KRAS G12C result");
  check(kras_test(value_string("G12D not detected")), Verdict::unknown);
  check(observation("o1", coded(text_json("KRAS G12D")) + "," + value_string("Not detected")), Verdict::unknown);
  check(variant("o1", {gene_nras, protein("p.Gly12Asp")}), Verdict::unknown, "no KRAS G12C result");
}

TEST_CASE("rule 6.3: wild type in the ways of the registries") {
  const std::string wild =
      R"("interpretation":[{"coding":[{"system":"https://example.org/mii-cs-onko-genetische-variante-auspraegung","code":"W","display":"Wildtyp/nicht mutiert/ negativ"}]}])";
  const std::string mutated =
      R"("interpretation":[{"coding":[{"system":"https://example.org/mii-cs-onko-genetische-variante-auspraegung","code":"M","display":"Mutation/positiv"}]}])";
  const auto registry = [](const std::string& answer, const std::string& note) {
    return observation("o1", coded(loinc("69548-6")) + "," + answer + R"(,"note":[{"text":")" + note + R"("}])");
  };
  check(registry(wild, "KRAS"), Verdict::not_met, "wild type");
  check(registry(wild, "KRAS Wildtyp (keine Mutation nachweisbar)"), Verdict::not_met, "wild type");
  check(registry(wild, "KRAS G12C"), Verdict::not_met);
  check(registry(wild, "NRAS"), Verdict::unknown, "no KRAS G12C result");
  check(registry(mutated, "KRAS"), Verdict::unknown, "which KRAS variant");
  check(registry(mutated, "KRAS G12C"), Verdict::met);
  check(registry(mutated, "KRAS G12V"), Verdict::not_met, "another KRAS variant");
}

TEST_CASE("rule 6.3: a negative from plasma asks for tumour tissue") {
  const auto [members, expected] = GENERATE(
      table<std::string, Verdict>({{R"("method":{"text":"cfDNA sequencing"})", Verdict::unknown},
                                   {R"("method":{"text":"PCR of FFPE tissue"})", Verdict::not_met},
                                   {R"("specimen":{"display":"Plasma"})", Verdict::unknown},
                                   {R"("specimen":{"display":"Lung biopsy"})", Verdict::not_met},
                                   {R"("device":{"display":"Guardant360 CDx"})", Verdict::unknown},
                                   {R"("device":{"display":"therascreen KRAS RGQ PCR Kit"})", Verdict::not_met},
                                   {R"("note":[{"text":"Liquid biopsy"}])", Verdict::unknown},
                                   {R"("note":[{"text":"circulating tumor DNA"}])", Verdict::unknown}}));
  CAPTURE(members);
  check(variant("o1", {gene_kras, protein("p.Gly12Cys")}, absent + "," + members), expected,
        expected == Verdict::unknown ? "test tumour tissue" : "");
  check(variant("o1", {gene_kras, protein("p.Gly12Asp")}, present + "," + members), expected);
  check(variant("o1", {gene_kras, protein("p.Gly12Cys")}, present + "," + members), Verdict::met);
}

TEST_CASE("rule 6.3: the plasma may be named by the specimen or the report") {
  const std::string specimen =
      R"(,{"resourceType":"Specimen","id":"s1","type":{"coding":[{"system":"http://snomed.info/sct","code":"119361006"}]}})";
  check(variant("o1", {gene_kras, protein("p.Gly12Cys")}, absent + R"(,"specimen":{"reference":"Specimen/s1"})") +
            specimen,
        Verdict::unknown, "test tumour tissue");
  check(report("r1", coded(text_json("Liquid biopsy")) + R"(,"result":[{"reference":"Observation/o2"}])") + "," +
            negative,
        Verdict::unknown, "test tumour tissue");
  check(report("r1", coded(text_json("NGS")) + R"(,"conclusion":"KRAS G12C not detected in plasma")"), Verdict::unknown,
        "test tumour tissue");
}

TEST_CASE("rule 6.4: what is no result is unknown") {
  const std::string none = GENERATE(
      value_concept(loinc("LA18198-4", "No call")), value_concept(loinc("LA9663-1", "Inconclusive")),
      value_concept(text_json("Indeterminate")), value_string("Insufficient sample"),
      value_string("Quantity not sufficient"), value_string("pending"), value_string("not tested"),
      std::string(
          R"("dataAbsentReason":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"not-performed"}]})"));
  check(observation("o1", coded(text_json("KRAS G12C mutation")) + "," + none), Verdict::unknown);
  check(variant("o1", {gene_kras, protein("p.Gly12Cys")}, none), Verdict::unknown);
}

TEST_CASE("rule 6.3: a test of another codon or exon says nothing when negative") {
  check(observation("o1", coded(text_json("KRAS codon 61")) + "," + value_string("Negative")), Verdict::unknown,
        "no KRAS G12C result");
  check(observation("o1", coded(text_json("KRAS exon 4")) + "," + value_string("Wild type")), Verdict::unknown,
        "no KRAS G12C result");
  check(observation("o1", coded(text_json("KRAS codon 12/13")) + "," + value_string("Negative")), Verdict::not_met);
  check(observation("o1", coded(text_json("KRAS exon 2")) + "," + value_string("Wild type")), Verdict::not_met);
}

TEST_CASE("rule 6.4: a coded answer whose display says the opposite is no result") {
  check(observation("o1", coded(text_json("KRAS G12C")) + "," + value_concept(loinc("LA11882-0", "Not detected"))),
        Verdict::unknown);
  check(observation("o1", coded(text_json("KRAS G12C")) + "," + value_concept(loinc("LA11882-0", "Detected"))),
        Verdict::met);
}

TEST_CASE("rule 6.4: names that cover G12C among others are unknown") {
  check(kras_test(value_string("G12X detected")), Verdict::unknown, "covers G12C among others");
  check(kras_test(value_string("codon 12 mutation detected")), Verdict::unknown, "covers G12C among others");
  check(kras_test(value_string("Detected mutation")), Verdict::unknown, "which KRAS variant");
  check(kras_test(value_string("mutated")), Verdict::unknown, "which KRAS variant");
  check(variant("o1", {gene_kras}), Verdict::unknown, "which KRAS variant");
  check(variant("o1", {gene_kras}, absent), Verdict::not_met, "no KRAS mutation");
  check(variant("o1", {gene_kras, protein("p.Gly12Cys"), dna("c.35G>A")}), Verdict::unknown, "contradict");
}

TEST_CASE("rule 6.4: what was only tested for or ordered says nothing") {
  check(observation("o1", coded(loinc("21703-4")) + R"(,"valueString":"KRAS G12C")"), Verdict::unknown,
        "no KRAS G12C result");
  check(observation("o1", coded(loinc("53620-1")) + R"(,"valueString":"KRAS G12C detected")"), Verdict::unknown,
        "no KRAS G12C result");
  check(
      R"({"resourceType":"ServiceRequest","id":"q","status":"active","intent":"order","code":{"text":"NGS panel: EGFR, KRAS G12C"}})",
      Verdict::unknown, "no KRAS G12C result");
  check(report("r1", coded(text_json("NGS")) +
                         R"(,"conclusion":"Genes tested: EGFR, ALK, KRAS G12C.\nResult: EGFR L858R detected.")"),
        Verdict::unknown, "no KRAS G12C result");
  check(report("r1", coded(text_json("NGS")) +
                         R"(,"conclusion":"The assay detects KRAS G12A, G12C, G12D, G12R, G12S and G12V.")"),
        Verdict::unknown, "no KRAS G12C result");
  check(observation("o1", coded(text_json("KRAS G12C mutation"))), Verdict::unknown, "no KRAS G12C result");
  VariantChart chart(lung + "," + observation("o1", coded(loinc("21703-4")) + R"(,"valueString":"KRAS G12C")"));
  (void)chart.facts();
  CHECK(mentions(chart.set_aside("Observation/o1"), "tested for"));
}

TEST_CASE("rule 6.4: a partner of a fusion or a copy number says nothing") {
  const std::string copies = component(loinc("82155-3"), R"("valueQuantity":{"value":6})");
  check(variant("o1", {gene_kras, copies}), Verdict::unknown, "no KRAS G12C result");
  check(observation("o1", coded(text_json("KRAS amplification")) + "," + value_string("Detected")), Verdict::unknown,
        "no KRAS G12C result");
  check(observation("o1", coded(text_json("KRAS amplification")) + "," + value_string("Not detected")),
        Verdict::unknown, "no KRAS G12C result");
  VariantChart chart(lung + "," + variant("o1", {gene_kras, copies}));
  (void)chart.facts();
  CHECK(mentions(chart.set_aside("Observation/o1"), "copy number"));
}

TEST_CASE("rule 6.4: an overall Present over a panel of genes says nothing") {
  check(variant("o1", {gene_kras, gene_nras,
                       component(loinc("48018-6"),
                                 value_concept(concept_json("http://www.genenames.org", "HGNC:3236", "EGFR")))}),
        Verdict::unknown, "no KRAS G12C result");
  check(variant("o1", {gene_kras, gene_nras, protein("p.Gly12Cys")}), Verdict::unknown, "left open");
  check(variant("o1", {gene_kras, gene_nras, dna("NM_004985.5:c.34G>T")}), Verdict::met);
}

TEST_CASE("rule 6.4: the component about KRAS decides") {
  const std::string overall =
      R"("valueString":"see report","interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"POS"}]}])";
  check(variant(
            "o1",
            {component(
                loinc("21702-6"),
                value_string(
                    "KRAS 12 mutation: Not Detected, KRAS 13 mutation: Not Detected, KRAS 61 mutation: Not Detected"))},
            overall),
        Verdict::not_met);
  check(observation("o1", coded(text_json("Lung panel")) + "," + absent + "," +
                              components({component(text_json("KRAS G12C"), value_string("Detected")),
                                          component(text_json("EGFR"), value_string("Not detected"))})),
        Verdict::met);
  check(observation("o1", coded(text_json("Lung panel")) + "," + present + "," +
                              components({component(text_json("KRAS G12C"), value_string("Not detected")),
                                          component(text_json("EGFR L858R"), value_string("Detected"))})),
        Verdict::not_met);
  check(observation("o1", coded(text_json("KRAS mutation panel")) + "," +
                              components({component(text_json("G12C"), value_string("Detected")),
                                          component(text_json("G12D"), value_string("Not detected"))})),
        Verdict::met);
  check(observation("o1", coded(text_json("KRAS mutation panel")) + "," +
                              components({component(text_json("G12C"), value_string("Not detected")),
                                          component(text_json("G12D"), value_string("Detected"))})),
        Verdict::not_met);
}

TEST_CASE("rule 6.4: a value and an interpretation that disagree are unknown") {
  const std::string no =
      R"(,"interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"NEG"}]}])";
  check(variant("o1", {gene_kras, protein("p.Gly12Cys")}, present + no), Verdict::unknown);
  check(kras_test(value_string("G12C detected") + no), Verdict::unknown, "disagree");
}

}  // namespace foresign::mapping::variant_tests
