// Rules 6.2 to 6.8 on the forms that results come in: parts of a note or a letter, fields, rows of a local panel,
// components, reports that were sent line by line or taken back.
#include "tests/mapping/variants_chart.hpp"

namespace foresign::mapping::variant_tests {

TEST_CASE("rule 6.5: the parts of a note or a letter head a result") {
  check_texts(
      {"ONCOLOGY FOLLOW UP\\nKRAS G12C mutation detected.", "Assessment and Plan:\\nKRAS G12C mutated NSCLC",
       "Data reviewed:\\nKRAS G12C detected", "Dear Dr. Miller,\\nKRAS G12C mutation was detected.",
       "SOLID TUMOR MUTATION PANEL\\nKRAS G12C detected\\nBRAF V600E not detected", "Method: NGS\\nKRAS G12C detected",
       "Reason for referral: NSCLC\\nKRAS p.G12C detected", "My patient has KRAS G12C-mutated NSCLC.",
       "Summary of Detected Somatic Alterations, Immunotherapy Biomarkers & Associated Treatment Options\\n"
       "KRAS G12C 3.2% Sotorasib, Adagrasib\\nTP53 R175H 1.1% None",
       "KRAS mutation analysis\\nResult: POSITIVE\\nMutation: c.34G>T (p.Gly12Cys)\\nReference: Negative",
       "Adenocarcinoma, TTF1+, KRAS G12C+, EGFR/ALK/ROS1 -"},
      Verdict::met, concluding);
  check_texts({"NeoTYPE Lung Tumor Profile\\nMutations detected: KRAS (Gly12Cys), TP53 (Arg273His)",
               "OncoPanel report\\nKRAS G12C detected",
               "Genomic Findings\\nKRAS G12C\\nTP53 R158L\\n"
               "7 Disease relevant genes with no reportable alterations: ALK, BRAF, EGFR",
               "EGFR wt / KRAS G12C mut / ALK neg / ROS1 neg / PD-L1 50%"},
              Verdict::met, concluding);
  check_texts({"NeoTYPE Lung Tumor Profile\\nMutations not detected: BRAF, EGFR, ERBB2, KRAS, MET, PIK3CA",
               "Molekularpathologischer Bericht\\nErgebnis: KRAS Exon 2-4: Wildtyp. EGFR: c.2573T>G, p.(Leu858Arg).",
               "Component: KRAS Mutation\\nValue: Negative\\nReference range: Negative"},
              Verdict::not_met, concluding);
  check_texts({"Brother's NGS report\\nKRAS G12C detected", "Mock NGS Report\\nKRAS G12C detected",
               "Donor NGS Report\\nKRAS G12C detected"},
              Verdict::unknown, concluding);
  check_texts({"Plan:\\nKRAS G12C", "SOLID TUMOR MUTATION PANEL\\nKRAS G12C\\nBRAF V600E",
               "Indication: please test for\\nKRAS G12C", "Panel content\\nKRAS G12C detected",
               "Family history\\nKRAS G12C detected", "Sample report: KRAS G12C detected", "KRAS G12C-IN-1",
               "KRAS G12C neither confirmed nor excluded"},
              Verdict::unknown, concluding);
}

TEST_CASE("rule 6.4: a bare name may be a label, an order or an item of a panel") {
  check_texts({"KRAS G12C, VAF 34%", "NSCLC, KRAS G12C", "Key findings: KRAS G12C", "KRAS G12C, TP53 R273H",
               "Detected\\nKRAS G12C"},
              Verdict::met, concluding);
  check_texts({"NGS for KRAS G12C", "EGFR, ALK, KRAS G12C", "KRAS G12C -", "KRAS G12C:", "KRAS G12C n.d.",
               "KRAS G12C -> send out", "KRAS G12C report", "KRAS (G12C) report not found.", "KRAS G12C FISH",
               "KRAS G12C 81275", "Addendum: KRAS G12C", "KRAS G12C\\nSpecimen: lung biopsy",
               "KRAS G12C\\nMethod: real-time PCR", "Next: KRAS G12C", "KRAS G12C\\nawaited",
               "KRAS G12C\\nInterpretation: Not detected", "Negatives: EGFR, ALK\\nKRAS G12C"},
              Verdict::unknown, concluding);
  check_texts({"Variant: KRAS p.G12C\\nDetected? No"}, Verdict::not_met, concluding);
  check_texts({"Variant: KRAS p.G12C\\nDetected? Yes"}, Verdict::met, concluding);
}

TEST_CASE("rule 6.3: denials of a list, of fields and of codons") {
  check_texts({"Molecular: KRAS negative, EGFR negative", "KRAS: no mutation detected in codons 12, 13 and 61.",
               "EGFR, KRAS and BRAF: no mutations or rearrangements detected", "KRAS (-)", "EGFR- ALK- KRAS-",
               "No clinically significant variants detected in KRAS."},
              Verdict::not_met, concluding);
  check_texts({"No rearrangements of KRAS detected", "No NGS for KRAS G12C", "No biopsy for KRAS",
               "KRAS: no mutation detected in codons 13 and 61."},
              Verdict::unknown, concluding);
}

TEST_CASE("rule 6.4: rows of a local panel are results where their name is that of a result") {
  const auto row = [](const std::string& name, const std::string& value) {
    return VariantChart(lung + "," + under(text_json(name), value)).facts().mutation.verdict();
  };
  for (const std::string name : {"BKR KRAS G12C", "KRAS G12C Interp", "KRAS G12C mutation present?"}) {
    CAPTURE(name);
    CHECK(row(name, "Detected") == Verdict::met);
    CHECK(row(name, "Not detected") == Verdict::not_met);
    CHECK(row(name, "See note") == Verdict::unknown);
  }
  CHECK(row("KRAS MUTATION DETECTION", "G12C") == Verdict::met);
  CHECK(row("KRAS MUTATION DETECTION", "G12D") == Verdict::not_met);
  for (const std::string name :
       {"KRAS G12C reviewed with patient", "KRAS G12C discussed", "KRAS G12C? or G12D", "KRAS G12C sample received"}) {
    CAPTURE(name);
    CHECK(row(name, "Yes") == Verdict::unknown);
  }
  CHECK(row("KRAS G12C comments", "None") == Verdict::unknown);
}

TEST_CASE("rule 6.3: the names that LOINC gives its codes name no plasma") {
  const auto denied = [](const std::string& display) {
    VariantChart chart(lung + "," + under(loinc("82535-6", display), "Not detected"));
    return chart.facts().mutation.verdict();
  };
  CHECK(denied("KRAS gene mutations found [Identifier] in Blood or Tissue by Molecular genetics method Nominal") ==
        Verdict::not_met);
  CHECK(denied("KRAS gene mutations found in Blood by Molecular genetics method") == Verdict::unknown);
}

TEST_CASE("rule 6.4: components called by their purpose") {
  const auto verdict = [](const std::vector<std::string>& parts) {
    return VariantChart(lung + "," +
                        observation("o1", coded(text_json("Genomic alteration")) + "," + components(parts)))
        .facts()
        .mutation.verdict();
  };
  const auto part = [](const std::string& name, const std::string& value) {
    return component(text_json(name), value_string(value));
  };
  for (const std::string gene : {"Biomarker", "Marker", "Target", "Analyte", "Gene"}) {
    CAPTURE(gene);
    CHECK(verdict({part(gene, "KRAS"), part("Alteration", "p.G12C")}) == Verdict::met);
    CHECK(verdict({part(gene, "KRAS"), part("Result", "p.G12C")}) == Verdict::met);
    CHECK(verdict({part(gene, "KRAS"), part("Result", "p.G12D")}) == Verdict::not_met);
    CHECK(verdict({part(gene, "NRAS"), part("Result", "p.G12C")}) != Verdict::met);
    CHECK(verdict({part(gene, "KRAS G12C")}) == Verdict::unknown);
    CHECK(verdict({part(gene, "KRAS G12C"), part("Result", "Detected")}) == Verdict::met);
    CHECK(verdict({part(gene, "KRAS G12C"), part("Result", "Not detected")}) == Verdict::not_met);
    CHECK(verdict({part(gene, "KRAS"), part("Variant", "p.G12C"), part("Detected", "N")}) == Verdict::not_met);
    CHECK(verdict({part(gene, "KRAS"), part("Variant detected", "No")}) == Verdict::not_met);
  }
}

TEST_CASE("rule 6.4: a value beside the reason why there is none decides nothing") {
  const auto verdict = [](const std::string& more) {
    return VariantChart(lung + "," +
                        observation("o1", coded(text_json("KRAS G12C")) + "," + value_string("Detected") + more))
        .facts()
        .mutation.verdict();
  };
  CHECK(verdict("") == Verdict::met);
  CHECK(verdict(R"(,"dataAbsentReason":{"text":"Not performed"})") == Verdict::unknown);
}

TEST_CASE("rule 6.5: lines of one report are read together") {
  const auto verdict = [](const std::string& first, const std::string& second) {
    const auto line = [](std::string_view id, const std::string& words) {
      return observation(id, coded(text_json("KRAS report")) + "," + value_string(words));
    };
    VariantChart chart(
        lung + "," + line("l1", first) + "," + line("l2", second) + "," +
        report("r1", coded(text_json("KRAS")) +
                         R"(,"result":[{"reference":"Observation/l1"},{"reference":"Observation/l2"}])"));
    return chart.facts().mutation.verdict();
  };
  CHECK(verdict("KRAS G12C", "Detected") == Verdict::met);
  CHECK(verdict("KRAS G12C", "TP53 R273H") == Verdict::met);
  CHECK(verdict("KRAS G12C", "Not detected") != Verdict::met);
  CHECK(verdict("Negative for mutations in EGFR, BRAF and", "KRAS G12C.") != Verdict::met);
}

TEST_CASE("rule 6.6: a corrected report that takes back what it said supersedes it") {
  const auto version = [](std::string_view id, const std::string& conclusion, std::string_view status,
                          std::string_view day) {
    return report(id,
                  coded(text_json("NGS")) + R"(,"identifier":[{"value":"A1"}],"issued":")" + std::string(day) +
                      R"(T10:00:00Z","conclusion":")" + conclusion + R"(")",
                  status);
  };
  const std::string first = version("r1", "KRAS G12C mutation detected.", "final", "2026-01-10");
  VariantChart withdrawn(lung + "," + first + "," +
                         version("r2", "CORRECTED REPORT: result withdrawn.", "corrected", "2026-01-20"));
  CHECK(withdrawn.facts().mutation.verdict() == Verdict::unknown);
  CHECK(mentions(withdrawn.set_aside("DiagnosticReport/r1"), "superseded by DiagnosticReport/r2"));
  CHECK(mentions(withdrawn.set_aside("DiagnosticReport/r2"), "takes back"));
  VariantChart completed(lung + "," + first + "," +
                         version("r2", "KRAS G12C mutation detected. PD-L1 added.", "amended", "2026-01-20"));
  CHECK(completed.facts().mutation.verdict() == Verdict::met);
}

TEST_CASE("rule 6.4: an answer about something else than the variant is none") {
  const auto under_title = [](const std::string& title, const std::string& conclusion) {
    return VariantChart(lung + "," + report("r1", coded(title) + R"(,"conclusion":")" + conclusion + R"(")"))
        .facts()
        .mutation.verdict();
  };
  const std::string title = text_json("KRAS G12C mutation test");
  for (const std::string words : {"Positive for malignancy.", "Tumor cells present, 60%.", "PD-L1 TPS 80%, positive.",
                                  "MSI-high detected.", "Metastatic adenocarcinoma present.", "Specimen present"}) {
    CAPTURE(words);
    CHECK(under_title(title, words) == Verdict::unknown);
  }
  for (const std::string words : {"Positive.", "Detected in this specimen", "Mutation present in the lung biopsy"}) {
    CAPTURE(words);
    CHECK(under_title(title, words) == Verdict::met);
  }
  for (const std::string words : {"No tumor present.", "Negative for malignancy.", "PD-L1 negative.",
                                  "MSI not detected.", "Tumor cells absent."}) {
    CAPTURE(words);
    CHECK(under_title(loinc("82535-6"), words) == Verdict::unknown);
  }
  CHECK(under_title(loinc("82535-6"), "No mutation detected in tumor") == Verdict::not_met);
  for (const std::string name : {"KRAS G12C tumor content", "KRAS G12C cellularity", "KRAS G12C block"}) {
    CAPTURE(name);
    CHECK(VariantChart(lung + "," + under(text_json(name), "Present, 30%")).facts().mutation.verdict() ==
          Verdict::unknown);
  }
}

TEST_CASE("rule 6.5: what stands behind a list of names tells of all of them") {
  for (const std::string words :
       {"KRAS G12C and BRAF V600E: neither detected", "KRAS G12C: nothing detected",
        "- KRAS G12C\\n- EGFR L858R\\nAll negative", "* KRAS G12C\\n* BRAF V600E\\nNot detected",
        "KRAS G12C, ALK, ROS1 tested; EGFR exon 19 deletion positive.", "Tested KRAS G12C", "Hotspots: KRAS G12C",
        "EGFR L858R detected; KRAS G12C and BRAF V600E not", "KRAS G12C and BRAF V600E \xe2\x88\x92",
        "KRAS G12C, normal", "KRAS G12C; ND", "KRAS G12C coverage detected", "KRAS G12C wild type allele detected"}) {
    CAPTURE(words);
    CHECK(VariantChart(lung + "," + concluding(words)).facts().mutation.verdict() != Verdict::met);
  }
  check_texts({"KRAS G12C\\nSTK11 F354L\\nMicrosatellite status: MS-Stable", "KRAS G12C detected, MSI not detected",
               "KRAS G12C detected, no fusions detected", "KRAS p.G12C Tier I, EGFR no variants"},
              Verdict::met, concluding);
  check_texts({"KRAS G12C, EGFR negative, ALK negative", "KRAS G12C, PD-L1: negative"}, Verdict::unknown, concluding);
  check_texts({"KRAS G12C, EGFR and ALK not detected"}, Verdict::not_met, concluding);
}

TEST_CASE("rule 6.5: boxes behind their words, and signs between the results of two markers") {
  for (const std::string words :
       {"KRAS G12C: Detected [ ] Not detected [x]", "KRAS G12C: Detected \xe2\x98\x90 Not detected \xe2\x98\x92",
        "TTF-1 positive - KRAS G12C to be tested", "TTF-1 positive adenocarcinoma, see KRAS G12C addendum",
        "EGFR L858R detected (panel with KRAS G12C)", "KRAS G12C wildtype PD-L1 80% positive",
        "KRAS G12C ohne Nachweis", "Potential KRAS G12C mutation", "Q: KRAS G12C",
        "Appendix: variants covered\\nKRAS p.G12C\\nKRAS p.G12D"}) {
    CAPTURE(words);
    CHECK(VariantChart(lung + "," + concluding(words)).facts().mutation.verdict() != Verdict::met);
  }
  for (const std::string words : {"No EGFR mutation - KRAS p.G12C detected",
                                  "KRAS is not wild-type: p.G12C is present.", "Non-wild-type KRAS (p.G12C)."}) {
    CAPTURE(words);
    CHECK(VariantChart(lung + "," + concluding(words)).facts().mutation.verdict() != Verdict::not_met);
  }
  check_texts({"KRAS G12C: [x] Detected [ ] Not detected"}, Verdict::met, concluding);
  check_texts(
      {"KRAS-Wildtyp, EGFR Exon 19 Deletion nachgewiesen.", "KRAS p.G12C: NOT DETECTED (limit of detection 5%)"},
      Verdict::not_met, concluding);
}

TEST_CASE("rule 6.4: codes of a conclusion, components of a gene and values with a reference are read as sentences") {
  const auto codes = [](const std::string& all) {
    return VariantChart(lung + "," + report("r1", coded(text_json("NGS")) + R"(,"conclusionCode":[)" + all + "]"))
        .facts()
        .mutation.verdict();
  };
  CHECK(codes(text_json("KRAS G12C positive, EGFR negative")) == Verdict::met);
  CHECK(codes(text_json("KRAS G12C detected") + "," + text_json("EGFR not detected")) == Verdict::met);
  CHECK(codes(text_json("KRAS G12C") + "," + text_json("Not detected")) == Verdict::not_met);
  const auto part = [](const std::string& value) {
    return VariantChart(lung + "," +
                        observation("o1", coded(text_json("NGS")) + "," +
                                              components({component(text_json("KRAS"), value_string(value))})))
        .facts()
        .mutation.verdict();
  };
  CHECK(part("G12C: positive; G12D: negative; G12V: negative") == Verdict::met);
  CHECK(part("Exon 2: p.G12C. Exon 3: wild type.") != Verdict::not_met);
  CHECK(part("Not detected") == Verdict::not_met);
  const auto row = [](const std::string& name, const std::string& members) {
    return VariantChart(lung + "," + observation("o1", coded(text_json(name)) + "," + members))
        .facts()
        .mutation.verdict();
  };
  CHECK(row("KRAS G12C", value_string("Detected (Reference: Not Detected)")) == Verdict::met);
  CHECK(row("KRAS G12C", value_string("Reference range: Negative")) == Verdict::unknown);
  CHECK(row("KRAS G12C", value_concept(text_json("Not detected in plasma"))) == Verdict::unknown);
  CHECK(row("KRAS G12C", R"("interpretation":[{"text":"EGFR L858R positive"}])") != Verdict::met);
  CHECK(row("KRAS G12C/G12D/G12V", value_string("Detected")) == Verdict::unknown);
  CHECK(row("KRAS G12C", value_string("See note") + R"(,"note":[{"text":"KRAS G12C mutation detected (c.34G>T)."}])") ==
        Verdict::met);
}

}  // namespace foresign::mapping::variant_tests
