// Rules 6.2 to 6.8 where what stands around a result decides: headings, lines, the sentence itself, names of
// observations and of their parts, the test, the specimen.
#include "tests/mapping/variants_chart.hpp"

namespace foresign::mapping::variant_tests {

TEST_CASE("rule 6.5: a result counts under a heading that is understood") {
  check_texts(
      {"GENOMIC FINDINGS\\n- KRAS p.G12C (c.34G>T)\\n- STK11 p.Q37*", "Outside NGS report:\\nKRAS G12C, VAF 18%",
       "RESULTS\\n\\nKRAS G12C detected", "Gene | Variant | VAF\\nKRAS | p.G12C | 34%",
       "Genomic findings with FDA-approved therapeutic options\\nKRAS G12C: sotorasib, adagrasib",
       "Tier I variants:\\nKRAS p.G12C\\nTier II variants:\\nNone"},
      Verdict::met, concluding);
  check_texts({"Studies still to be done:\\n- KRAS G12C\\n- PD-L1", "STUDY ENTRY CRITERIA\\n- KRAS p.G12C positive",
               "Brother:\\nKRAS G12C", "Could not be assessed:\\n- KRAS G12C", "NEGATIVE FOR\\n- KRAS p.G12C (c.34G>T)",
               "Wild type:\\nKRAS G12C\\nBRAF V600E", "This panel looks for:\\nKRAS p.G12C", "Assay:\\nKRAS G12C",
               "Most frequent KRAS variants\\nKRAS G12C 41%\\nKRAS G12V 19%"},
              Verdict::unknown, concluding);
}

TEST_CASE("rule 6.5: the rest of the line and the next sentence may take a bare name back") {
  check_texts({"KRAS G12C; PD-L1: 0%; EGFR: neg", "KRAS G12C detected. No other mutations.",
               "KRAS G12C detected. The earlier report was issued in error.", "Mutations: KRAS G12C. Fusions: none."},
              Verdict::met, concluding);
  check_texts({"Negative for: ALK; ROS1; KRAS G12C", "KRAS G12C; BRAF V600E; NRAS Q61R: all negative",
               "KRAS p.G12C (c.34G>T). This variant was not found.",
               "KRAS G12C detected; considered negative by the laboratory",
               "KRAS G12C detected; identity of the specimen in doubt"},
              Verdict::unknown, concluding);
  check_texts(
      {"Test: KRAS G12C\\nResult: Negative", "KRAS G12C mutation present? No", "KRAS mutation identified: none"},
      Verdict::not_met, concluding);
  check_texts({"Test performed: KRAS G12C by PCR\\nResult: Detected", "KRAS G12C mutation present? Yes"}, Verdict::met,
              concluding);
}

TEST_CASE("rule 6.4: what is said of such variants in general, asked, or hoped for is no finding") {
  check_texts({"KRAS G12C is an oncogenic driver.", "KRAS G12C accounts for most KRAS variants found in smokers",
               "Is the tumor KRAS G12C positive", "KRAS G12C can be detected by this assay down to 1%",
               "Trial arm B: KRAS G12C positive", "KRAS G12C has been found to be targetable", "KRAS (? G12C)",
               "Sotorasib is labelled for adults with metastatic\\nKRAS G12C mutated NSCLC"},
              Verdict::unknown, concluding);
  check_texts(
      {"Molecular testing confirms a KRAS G12C mutation.", "This tumor has a KRAS G12C mutation, which is actionable.",
       "KRAS G12C was the only mutation detected.", "Tumor board: stage IV, KRAS G12C+, PD-L1 5%."},
      Verdict::met, concluding);
}

TEST_CASE("rule 6.3: only a finding can be denied") {
  check_texts(
      {"No KRAS G12C testing has been performed", "No tissue left for KRAS", "No KRAS result on file",
       "Specimen not adequate for KRAS analysis", "No prior KRAS G12C inhibitor", "This panel does not cover KRAS",
       "Patients without KRAS mutations may benefit", "Cetuximab only if KRAS wild-type",
       "KRAS not detected due to insufficient DNA", "No KRAS copy number alterations", "KRAS Q61 not detected",
       "KRAS not detected, however coverage of codon 12 was poor", "Reference range: KRAS wild type",
       "Keine KRAS-Testung erfolgt"},
      Verdict::unknown, concluding);
  check_texts(
      {"KRAS: no reportable alterations", "Tumor lacks KRAS mutations", "KRAS negative, EGFR exon 19 deletion positive",
       "No KRAS mutation was identified by NGS", "KRAS G12A/C/D: not detected", "KRAS-Wildtypsequenz",
       "Disease relevant genes with no reportable alterations: ALK, EGFR, KRAS, RET"},
      Verdict::not_met, concluding);
}

TEST_CASE("rule 6.2: a change of an amino acid that KRAS does not have is some other gene's") {
  check_texts(
      {"KRAS testing sent. L858R present.", "KRAS pending; SF3B1 K700E detected", "KRAS: QNS. PD-L1 (E1L3N): 70%"},
      Verdict::unknown, concluding);
  check_texts({"KRAS mutated\\nG12V", "KRAS A146T detected", "KRAS mutation detected. Variant: Q61H."},
              Verdict::not_met, concluding);
}

TEST_CASE("rule 6.2: spellings of the change") {
  const auto spelled = [](const std::string& change) { return variant("o1", {gene_kras, dna(change)}); };
  check_texts({"c.[34G>T];[34=]", "c.(34G>T)", "c.G34T", "34G>T", "chr12:25398285:C:A", "12-25398285-C-A",
               "NC_000012.12:g.25245351C>A (GRCh38)", "KRAS:NM_033360:exon2:c.G34T:p.G12C"},
              Verdict::met, spelled);
  check_texts({"c.G35A", "chr12:25398284:C:T", "NC_000012.12:25245349:C:T"}, Verdict::not_met, spelled);
  check_texts({"c.2573T>G", "NC_000012.11:g.25398285G>T", "rs121913530"}, Verdict::unknown, spelled);
  VariantChart placed(
      lung + "," +
      variant("o1", {gene_kras, component(loinc("48013-7"), value_concept(concept_json("", "NC_000012.11"))),
                     component(loinc("81254-5"), R"("valueRange":{"low":{"value":25398285}})"),
                     component(loinc("69547-8"), value_string("C")), component(loinc("69551-0"), value_string("A"))}));
  CHECK(placed.facts().mutation.verdict() == Verdict::met);
}

TEST_CASE("rule 6.4: an answer that is not understood is none") {
  const auto coded_answer = [](const std::string& code) {
    return variant("o1", {gene_kras, protein("p.Gly12Cys")},
                   value_concept(concept_json("http://snomed.info/sct", code)));
  };
  check_texts({"82334004", "373121007", "1"}, Verdict::unknown, coded_answer);
  check_texts({"410516002", "410594000", "260415000"}, Verdict::not_met, coded_answer);
  check_texts({"52101004", "10828004"}, Verdict::met, coded_answer);
  const auto text_answer = [](const std::string& words) {
    return variant("o1", {gene_kras, protein("p.Gly12Cys")}, value_string(words));
  };
  check_texts({"N/A", "TBD", "Low coverage", "0", "Yes, sample sent", "? Present", "Artifact"}, Verdict::unknown,
              text_answer);
  check_texts({"Nothing detected"}, Verdict::not_met, text_answer);
  check_texts({"Pathogenic", "Tier I variant", "Heterozygous"}, Verdict::met, text_answer);
}

TEST_CASE("rule 6.4: a component that is the result decides") {
  const auto with_result = [](const std::string& name, const std::string& value) {
    return variant("o1", {gene_kras, protein("p.Gly12Cys"), component(text_json(name), value)}, "");
  };
  const auto verdict = [&](const std::string& name, const std::string& value) {
    return VariantChart(lung + "," + with_result(name, value)).facts().mutation.verdict();
  };
  CHECK(verdict("Result", value_string("Not detected")) == Verdict::not_met);
  CHECK(verdict("Mutation detected", R"("valueBoolean":false)") == Verdict::not_met);
  CHECK(verdict("Call", value_string("Indeterminate")) == Verdict::unknown);
  CHECK(verdict("Status", value_string("Ordered")) == Verdict::unknown);
  CHECK(verdict("VAF", value_string("0%")) == Verdict::unknown);
  CHECK(verdict("Result", value_string("Detected")) == Verdict::met);
  CHECK(verdict("PD-L1", value_string("Negative")) == Verdict::met);
  CHECK(verdict("Origin", value_string("Germline")) == Verdict::unknown);
  const auto panel = [](const std::string& name, const std::string& value) {
    return observation(
        "o1", coded(text_json("NGS panel")) + "," + components({component(text_json(name), value_string(value))}));
  };
  CHECK(VariantChart(lung + "," + panel("Genomic findings", "KRAS: G12C")).facts().mutation.verdict() == Verdict::met);
  CHECK(VariantChart(lung + "," + panel("Genes tested", "KRAS G12C, EGFR L858R")).facts().mutation.verdict() ==
        Verdict::unknown);
}

TEST_CASE("rule 6.4: the name of the observation must be understood") {
  const auto named = [](const std::string& name) {
    return observation("o1", coded(text_json(name)) + "," + value_string("KRAS G12C"));
  };
  check_texts({"Molecular findings", "Mutations found", "NGS result", "Driver mutation"}, Verdict::met, named);
  check_texts({"Test requested", "Trial eligibility", "Family history", "Pertinent negatives", "Genes tested",
               "Reason for referral", "Known false positive", "Not detected"},
              Verdict::unknown, named);
  VariantChart by_code(lung + "," + observation("o1", coded(loinc("42349-1")) + "," + value_string("KRAS G12C")));
  CHECK(by_code.facts().mutation.verdict() == Verdict::unknown);
  const auto flag = [](const std::string& name) {
    return observation("o1", coded(text_json(name)) + R"(,"valueBoolean":false)");
  };
  check_texts({"KRAS wild-type", "KRAS mutation absent", "KRAS FISH", "KRAS G12C resistance mutations"},
              Verdict::unknown, flag);
}

TEST_CASE("rule 6.6: a correction is of the same question") {
  const auto row = [](std::string_view id, std::string_view name, std::string_view value, std::string_view status,
                      std::string_view day) {
    return observation(id,
                       coded(text_json(name)) + "," + value_string(value) +
                           R"(,"specimen":{"reference":"Specimen/s1"},"issued":")" + std::string(day) +
                           R"(T10:00:00Z")",
                       status);
  };
  const std::string first = row("o1", "KRAS G12C", "Detected", "final", "2026-01-10");
  VariantChart other(lung + "," + first + "," + row("o2", "KRAS G12D", "Not detected", "corrected", "2026-01-20"));
  CHECK(other.facts().mutation.verdict() == Verdict::met);
  VariantChart same(lung + "," + first + "," + row("o2", "KRAS G12C", "Not detected", "corrected", "2026-01-20"));
  CHECK(same.facts().mutation.verdict() == Verdict::not_met);
  CHECK(mentions(same.set_aside("Observation/o1"), "superseded by Observation/o2"));
}

TEST_CASE("rule 6.7: a sentence that tells of other tests does not name this one") {
  const auto verdict = [](const std::string& conclusion) {
    VariantChart chart(lung + "," + concluding(conclusion));
    const VariantFacts facts = chart.facts();
    CAPTURE(conclusion);
    CHECK(facts.mutation.verdict() == Verdict::met);
    return facts.approved_test.verdict();
  };
  for (const char* other :
       {"KRAS G12C detected. PD-L1 by an FDA-approved assay: 60%.",
        "KRAS G12C detected by NGS. Plasma (Guardant360 CDx): no KRAS mutation.",
        "KRAS G12C detected. Guardant360 CDx can be ordered as well.", "KRAS G12C detected. FDA-approved: sotorasib",
        "KRAS G12C detected.\\nThis test has not been cleared or\\napproved by the FDA.",
        "KRAS G12C detected. FDA-approved tests are Guardant360 CDx and the therascreen KRAS RGQ PCR Kit.",
        "KRAS G12C detected. DNA extraction: FDA-approved kit."})
    CHECK(verdict(other) == Verdict::unknown);
  for (const char* own : {"KRAS G12C detected by the FDA-approved Guardant360 CDx assay.",
                          "KRAS G12C detected. Method: therascreen KRAS RGQ PCR Kit.",
                          "KRAS G12C detected. This test was performed with an FDA-approved companion diagnostic."})
    CHECK(verdict(own) == Verdict::met);
}

TEST_CASE("rule 6.8: words and specimens that name another tumour") {
  const auto from = [](const std::string& specimen) {
    return observation("o1", coded(text_json("KRAS G12C")) + "," + value_string("Detected") +
                                 R"(,"specimen":{"display":")" + specimen + R"("})");
  };
  const auto verdict = [](const std::string& resources, Cancer site) {
    return VariantChart(resources).facts(site).mutation.verdict();
  };
  const std::string wedge = from("Lung wedge resection, metastatic colon adenocarcinoma");
  CHECK(verdict(lung + "," + colon + "," + wedge, Cancer::lung) == Verdict::unknown);
  CHECK(verdict(lung + "," + colon + "," + wedge, Cancer::colorectal) == Verdict::met);
  CHECK(verdict(lung + "," + from("Thyroid, fine needle aspiration"), Cancer::lung) == Verdict::unknown);
  CHECK(verdict(lung + "," + from("Liver biopsy"), Cancer::lung) == Verdict::met);
  const std::string both = concluding("Lung adenocarcinoma: KRAS G12C detected. Colon adenocarcinoma: KRAS wild-type.");
  CHECK(verdict(lung + "," + colon + "," + both, Cancer::lung) == Verdict::met);
  CHECK(verdict(lung + "," + colon + "," + both, Cancer::colorectal) == Verdict::not_met);
  CHECK(verdict(lung + "," + concluding("A. Colon, sigmoid, biopsy: adenocarcinoma. KRAS G12C detected."),
                Cancer::lung) == Verdict::unknown);
}

TEST_CASE("rule 6.3: plasma by code, handling or parent of the specimen") {
  const auto absent_in = [](const std::string& specimen) {
    return observation("o1", coded(loinc("69548-6")) + "," + absent + "," +
                                 components({gene_kras, protein("p.Gly12Cys")}) +
                                 R"(,"specimen":{"reference":"#s"},"contained":[{"resourceType":"Specimen","id":"s",)" +
                                 specimen + "}]");
  };
  const auto verdict = [](const std::string& resource) {
    return VariantChart(lung + "," + resource).facts().mutation.verdict();
  };
  const std::string v2_plasma =
      R"("type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0487","code":"PLAS"}]})";
  CHECK(verdict(absent_in(v2_plasma)) == Verdict::unknown);
  CHECK(verdict(absent_in(R"("type":{"text":"Extracted DNA"},"parent":[{"display":"Plasma, cfDNA"}])")) ==
        Verdict::unknown);
  CHECK(verdict(absent_in(R"("type":{"text":"Blood"},"processing":[{"description":"cfDNA extraction"}])")) ==
        Verdict::unknown);
  CHECK(verdict(absent_in(R"("type":{"text":"FFPE tissue block"})")) == Verdict::not_met);
}

}  // namespace foresign::mapping::variant_tests
