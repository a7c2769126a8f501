// Frequencies, contradictory parts and specimens of coded results (rules 6.3, 6.4 and 6.8).
#include <vector>

#include "tests/mapping/variants_chart.hpp"

namespace foresign::mapping::variant_tests {

TEST_CASE("rule 6.3: a frequency without a result is unknown and one of 0 percent is a negative") {
  const auto [name, quantity, more, expected, says] =
      GENERATE(table<std::string, std::string, std::string, Verdict, std::string>(
          {{"KRAS G12C", R"("value":34,"unit":"%")", "", Verdict::unknown, "34 %"},
           {"KRAS G12C", R"("value":0,"unit":"%")", "", Verdict::not_met, "KRAS G12C was not detected"},
           {"KRAS G12C allele frequency", R"("value":0.0,"code":"%")", "", Verdict::not_met, "not detected"},
           {"KRAS G12C", R"("value":1,"comparator":"<","unit":"%")", "", Verdict::unknown, "<1 %"},
           {"KRAS G12C read depth", R"("value":0,"unit":"reads")", "", Verdict::unknown, "0 reads"},
           {"KRAS G12C", R"("value":34,"unit":"%")", R"(,"interpretation":[{"coding":[{"code":"POS"}]}])", Verdict::met,
            ""},
           {"KRAS G12C", R"("value":34,"unit":"%")", R"(,"interpretation":[{"coding":[{"code":"NEG"}]}])",
            Verdict::not_met, "not detected"}}));
  CAPTURE(name, quantity, more);
  VariantChart chart(lung + "," +
                     observation("o1", coded(text_json(name)) + R"(,"valueQuantity":{)" + quantity + "}" + more));
  const Fact fact = chart.facts().mutation;
  CHECK(fact.verdict() == expected);
  CHECK(mentions(fact.reason() + fact.needed(), says));
}

TEST_CASE("rule 6.4: the words and the frequency beside the name of a change count") {
  const auto named = [](const std::string& written) { return component(loinc("48005-3"), value_string(written)); };
  const auto frequency = [](const std::string& value) {
    return component(loinc("81258-6"), R"("valueQuantity":{"value":)" + value + "}");
  };
  const std::string normal =
      R"("interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"N"}]}])";
  const auto [parts, more, expected] = GENERATE_COPY(table<std::vector<std::string>, std::string, Verdict>(
      {{{gene_kras, named("p.Gly12Cys")}, "", Verdict::met},
       {{gene_kras, named("p.Gly12Cys")}, normal, Verdict::unknown},
       {{gene_kras, named("p.Gly12Cys"), frequency("0.34")}, "", Verdict::met},
       {{gene_kras, named("p.Gly12Cys"), frequency("0")}, "", Verdict::unknown},
       {{gene_kras, named("p.Gly12Cys/Ser")}, "", Verdict::unknown},
       {{gene_kras, named("p.Gly12Cys or p.Gly12Ser")}, "", Verdict::unknown},
       {{gene_kras, named("Not detected: p.Gly12Asp")}, "", Verdict::unknown},
       {{gene_kras, named("p.Gly12Cys not detected")}, "", Verdict::not_met},
       {{gene_kras, named("p.Gly12Cys: wild-type")}, "", Verdict::not_met},
       {{gene_kras, named("p.Gly12Cys test pending")}, "", Verdict::unknown},
       {{gene_kras,
         component(loinc("48005-3"), value_string("p.Gly12Cys") + R"(,"interpretation":[{"text":"wild type"}])")},
        "",
        Verdict::not_met},
       {{gene_kras,
         component(loinc("48005-3"), value_string("p.Gly12Cys") + R"(,"interpretation":[{"text":"failed"}])")},
        "",
        Verdict::unknown}}));
  CAPTURE(parts, more);
  VariantChart chart(lung + "," + variant("o1", parts, more));
  CHECK(chart.facts().mutation.verdict() == expected);
}

TEST_CASE("rule 6.3: the reason names the variant that was found") {
  const std::string change = GENERATE("p.Gly12Asp", "p.(Gly12Asp)", "G12D", "NP_004976.2:p.Gly12Asp");
  VariantChart chart(lung + "," + variant("o1", {gene_kras, protein(change)}));
  CHECK(chart.facts().mutation.reason() == "another KRAS variant was found (G12D)");
}

TEST_CASE("rule 6.8: a specimen from where this tumour hardly spreads leaves open whose the result is") {
  const auto [tumour, site, place, expected] = GENERATE(
      table<std::string, Cancer, std::string, Verdict>({{lung, Cancer::lung, "Colon", Verdict::unknown},
                                                        {lung, Cancer::lung, "Rectum biopsy", Verdict::unknown},
                                                        {lung, Cancer::lung, "Pancreas", Verdict::unknown},
                                                        {lung, Cancer::lung, "Duodenum", Verdict::unknown},
                                                        {lung, Cancer::lung, "Lung", Verdict::met},
                                                        {lung, Cancer::lung, "Liver", Verdict::met},
                                                        {lung, Cancer::lung, "Lymph node", Verdict::met},
                                                        {lung, Cancer::lung, "Pleural fluid", Verdict::met},
                                                        {colon, Cancer::colorectal, "Pancreas", Verdict::unknown},
                                                        {colon, Cancer::colorectal, "Lung", Verdict::met},
                                                        {colon, Cancer::colorectal, "Peritoneum", Verdict::met},
                                                        {colon, Cancer::colorectal, "Sigmoid colon", Verdict::met}}));
  CAPTURE(tumour, place);
  VariantChart chart(
      tumour + "," +
      variant("o1", {gene_kras, protein("p.Gly12Cys")}, present + R"(,"bodySite":{"text":")" + place + R"("})"));
  const Fact fact = chart.facts(site).mutation;
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::unknown) CHECK(mentions(fact.needed(), "which cancer?"));
}

}  // namespace foresign::mapping::variant_tests
