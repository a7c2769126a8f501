// The texts of reports beside KRAS G12C: other genes and their results, origin, conditions, notes (rules 6.2 to 6.5).
#include "tests/mapping/variants_chart.hpp"

namespace foresign::mapping::variant_tests {

TEST_CASE("rule 6.5: a field with a value of its own is not denied by the fields around it") {
  check_texts({"EGFR: negative, KRAS: G12C, BRAF: negative", "EGFR: not detected, KRAS: p.G12C, BRAF: not detected",
               "EGFR - negative, KRAS - G12C, BRAF - negative", "KRAS: p.G12C, BRAF: Wildtyp",
               "KRAS: G12C, BRAF: V600E", "RAS: KRAS G12C mutated, NRAS wild-type", "KRAS G12C, not G12D",
               "KRAS G12C without STK11 comutation", "Pertinent negatives: EGFR, ALK. Pertinent positives: KRAS G12C."},
              Verdict::met, concluding);
  check_texts({"KRAS G12C, BRAF: negative", "KRAS: negative, BRAF: V600E", "EGFR: neg, KRAS: neg, ALK: neg",
               "KRAS: keine Mutation nachgewiesen"},
              Verdict::not_met, concluding);
  check_texts({"KRAS: G12C, EGFR, ALK: not detected", "KRAS G12C mutation, HER2 negative"}, Verdict::unknown,
              concluding);
  check_texts(
      {"KRAS G12C; PD-L1: 0%; EGFR: neg", "Molecular: KRAS G12C\\nPD-L1: 0%\\nEGFR: neg", "KRAS G12C mut, EGFR neg",
       "KRAS p.G12C pathogenic, EGFR not detected", "KRAS G12C-positive, PD-L1-negative",
       "KRAS mutated (G12C), NRAS wild type", "KRAS mutant (G12C), NRAS/BRAF wild type",
       "RAS mutated (KRAS G12C), BRAF wild type", "KRAS codon 12 G12C mutation, codon 13 wild type"},
      Verdict::met, concluding);
}

TEST_CASE("rule 6.5: what a denial of mutations names may stand behind its result") {
  check_texts({"No mutations or fusions were detected in EGFR, ALK, KRAS G12C",
               "No mutation, fusion or amplification was found in EGFR, ALK, ROS1, KRAS G12C",
               "No SNVs, indels or fusions were identified in the following: EGFR, ALK, KRAS G12C, BRAF",
               "No pathogenic or likely pathogenic variants were identified in EGFR, ALK, BRAF, KRAS (G12C)",
               "No actionable mutations or rearrangements seen in ALK, ROS1, RET, KRAS G12C",
               "No clinically significant variants were detected in: EGFR, KRAS G12C, ALK",
               "Keine Mutationen oder Fusionen nachgewiesen in EGFR, ALK, KRAS G12C",
               "Neither mutations nor fusions were detected in EGFR, ALK, KRAS G12C"},
              Verdict::not_met, concluding);
  check_texts({"No EGFR mutation, KRAS G12C detected", "No fusions detected; KRAS G12C detected in tumor",
               "No ALK fusion was detected, KRAS G12C was detected", "EGFR no mutation, KRAS G12C detected",
               "No EGFR or ALK alteration, KRAS G12C mutation detected"},
              Verdict::met, concluding);
}

TEST_CASE("rule 6.5: a result that answers a field denies it") {
  check_texts({"KRAS: G12C, result: not detected", "KRAS: G12C, G12D: not detected", "KRAS G12C mut: negative",
               "KRAS G12C mut, EGFR mut: not detected", "KRAS G12C pathogenic variant: negative",
               "Pathogenic KRAS G12C, EGFR: not detected", "KRAS mutation G12C, NRAS mutation G12D: wild type",
               "KRAS G12C (exon 2): wild type", "KRAS G12C, codon 12: wild type", "KRAS mutant G12C: wild type"},
              Verdict::not_met, concluding);
  check_texts({"Variant: G12C, Interpretation: negative", "KRAS G12C, without NRAS testing"}, Verdict::unknown,
              concluding);
  check_texts({"KRAS G12C: [positive]", "KRAS G12C detected. Consent: [ ] yes [ ] no"}, Verdict::met, concluding);
}

TEST_CASE("rule 6.2: one change in several spellings is one change") {
  check_texts({"KRAS G12C (c.34G>T, p.Gly12Cys) detected", "Positive for KRAS G12C (c.34G>T, p.Gly12Cys)",
               "A KRAS G12C variant (NM_004985.4:c.34G>T, p.Gly12Cys) was detected",
               "KRAS exon 2 c.34G>T, p.Gly12Cys (G12C) detected", "KRAS G12C / c.34G>T / p.Gly12Cys: Detected",
               "KRAS G12C, p.(Gly12Cys) detected"},
              Verdict::met, concluding);
  check_texts({"KRAS G12D (c.35G>A, p.Gly12Asp) detected", "KRAS G12V (c.35G>T, p.Gly12Val) detected",
               "KRAS G12C (c.34G>T, p.Gly12Cys) not detected"},
              Verdict::not_met, concluding);
  check_texts({"KRAS G12A, G12C (p.Gly12Cys), G12D detected"}, Verdict::unknown, concluding);
}

TEST_CASE("rule 6.3: wild type of another region says nothing of codon 12") {
  check_texts({"KRAS codon 13: wild type", "KRAS codon 61 wild type", "KRAS exons 3 and 4 wild type",
               "KRAS codon 12: mutant. KRAS codon 13: wild type"},
              Verdict::unknown, concluding);
  check_texts({"KRAS: negative (wild type)", "KRAS mutation analysis: negative (wild-type)",
               "No KRAS mutation (wild type)", "KRAS (codons 12, 13, 59, 61, 117, 146): no mutation detected",
               "KRAS codons 12 and 13: negative", "KRAS G12C/G12D/G12V: not detected", "KRAS G12C/G12D not detected",
               "KRAS codon 12 wild type", "KRAS exons 2, 3 and 4 wild type"},
              Verdict::not_met, concluding);
  check_texts({"KRAS: not wild type"}, Verdict::unknown, concluding);
}

TEST_CASE("rule 6.2: components that have names and no codes") {
  const auto named = [](const std::string& gene, const std::string& change) {
    return variant("o1", {component(text_json("Gene"), value_string(gene)),
                          component(text_json("Amino acid change"), value_string(change))});
  };
  CHECK(VariantChart(lung + "," + named("KRAS", "p.G12C")).facts().mutation.verdict() == Verdict::met);
  CHECK(VariantChart(lung + "," + named("KRAS", "p.G12D")).facts().mutation.verdict() == Verdict::not_met);
  CHECK(VariantChart(lung + "," + named("NRAS", "p.G12C")).facts().mutation.verdict() == Verdict::unknown);
}

TEST_CASE("rule 6.7: an approved test that was not used, is still to come, or is another one") {
  for (const char* note :
       {"This assay was not performed with an FDA-approved test", "FDA-approved test not used",
        "FDA-approved test unavailable", "FDA-approved: N", "Will be confirmed by FDA-approved test",
        "Requires FDA-approved test confirmation", "Comparable to the FDA-approved test",
        "Unlike the FDA-approved test, this assay covers exon 2", "This test uses FDA-approved reagents",
        "Compared with FDA-approved therascreen KRAS kit", "This test is a modification of an FDA-approved test"}) {
    CAPTURE(note);
    VariantChart chart(lung + "," +
                       observation("o1", coded(text_json("KRAS G12C")) + "," + value_string("Detected") +
                                             R"(,"note":[{"text":")" + note + R"("}])"));
    const VariantFacts facts = chart.facts();
    CHECK(facts.mutation.verdict() == Verdict::met);
    CHECK(facts.approved_test.verdict() == Verdict::unknown);
    CHECK(mentions(facts.approved_test.needed(), "name of the FDA-approved test"));
  }
}

TEST_CASE("rule 6.2: German words of a finding") {
  check_texts({"KRAS-Mutation p.G12C nachweisbar", "KRAS G12C-mutiertes Adenokarzinom der Lunge",
               "Pathogene Variante im KRAS-Gen: p.G12C"},
              Verdict::met, concluding);
  check_texts({"KRAS-Mutation p.G12C nicht nachweisbar"}, Verdict::not_met, concluding);
  check_texts({"Bei KRAS G12C Nachweis Sotorasib", "Vater: KRAS G12C positiv"}, Verdict::unknown, concluding);
}

TEST_CASE("rule 6.2: a gene that is left open by half a name") {
  check_texts({"N/KRAS G12C detected", "K/NRAS G12C detected", "H/KRAS G12C"}, Verdict::unknown, concluding);
}

TEST_CASE("rule 6.2: the origin of a variant may stand in the next sentence") {
  check_texts({"KRAS G12C detected. Germline origin is unlikely.", "KRAS G12C detected. Somatic, not germline.",
               "KRAS G12C detected. This test does not distinguish germline variants.",
               "KRAS G12C detected. Germline variants: BRCA1 c.68_69delAG."},
              Verdict::met, concluding);
  check_texts({"KRAS G12C detected. Germline origin cannot be excluded.", "KRAS G12C, likely germline, not somatic",
               "KRAS G12C detected. Likely germline, not somatic."},
              Verdict::unknown, concluding);
}

TEST_CASE("rule 6.4: conditions, and results that are not final, in words") {
  check_texts({"Provided KRAS G12C is confirmed, sotorasib can be started"}, Verdict::unknown, concluding);
  const auto here = [](const std::string& written) { return under(text_json("KRAS G12C"), written); };
  check_texts({"Detected - see comment", "Detected (see note)"}, Verdict::met, here);
  check_texts({"Not detected, see comment"}, Verdict::not_met, here);
  check_texts({"Preliminary: detected", "Preliminary positive", "Presumptive positive", "Please see comment"},
              Verdict::unknown, here);
}

TEST_CASE("rule 6.4: the name of a test may tell how it was done, not that others were found") {
  const auto test = [](const std::string& name) {
    return observation("o1", coded(text_json(name)) + "," + value_string("Detected"));
  };
  check_texts({"KRAS G12C, Tissue, therascreen KRAS RGQ PCR Kit"}, Verdict::met, test);
  check_texts({"KRAS exon 2 mutation (e.g. G12C)"}, Verdict::unknown, test);
  const auto done = [](const std::string& name) {
    return observation("o1", coded(text_json(name)) + "," + value_string("Yes"));
  };
  check_texts({"Prior KRAS G12C testing"}, Verdict::unknown, done);
}

TEST_CASE("rule 6.2: a value that names the codon before the change") {
  const auto here = [](const std::string& written) { return under(text_json("Molecular pathology"), written); };
  check_texts({"KRAS codon 12: p.G12C", "KRAS exon 2: p.Gly12Cys"}, Verdict::met, here);
  check_texts({"NRAS codon 12: p.G12C"}, Verdict::unknown, here);
}

}  // namespace foresign::mapping::variant_tests
