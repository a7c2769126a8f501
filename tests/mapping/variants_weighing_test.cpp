// Rules 6.5 to 6.8: texts, several results, approved tests, several tumours.
#include "tests/mapping/variants_chart.hpp"

namespace foresign::mapping::variant_tests {
namespace {

std::string dated(std::string_view id, const std::string& parts, const std::string& result, std::string_view issued,
                  std::string_view status, const std::string& more = "") {
  return observation(id,
                     coded(loinc("69548-6")) + "," + result + R"(,"issued":")" + std::string(issued) + R"(",)" +
                         (more.empty() ? "" : more + ",") + components({gene_kras, parts}),
                     status);
}

Fact approved(const std::string& resources) {
  VariantChart chart(lung + "," + resources);
  const VariantFacts facts = chart.facts();
  CAPTURE(resources, facts.mutation.needed());
  REQUIRE(facts.mutation.verdict() == Verdict::met);
  return facts.approved_test;
}

std::string tested_with(const std::string& members) {
  return variant("o1", {gene_kras, protein("p.Gly12Cys")}, present + "," + members);
}

}  // namespace

TEST_CASE("rule 6.5: what a conclusion says of KRAS G12C") {
  const auto [conclusion, expected] = GENERATE(table<std::string, Verdict>(
      {{"KRAS G12C detected.", Verdict::met},
       {"Mutation identified: KRAS p.Gly12Cys (c.34G>T), VAF 34%.", Verdict::met},
       {"KRAS c.34G>T p.(Gly12Cys) detected; EGFR: no mutation", Verdict::met},
       {"EGFR not detected. KRAS G12C detected.", Verdict::met},
       {"KRAS G12C detected, EGFR not detected", Verdict::met},
       {"EGFR, ALK and ROS1 negative, KRAS G12C positive", Verdict::met},
       {"G12C mutation in KRAS identified", Verdict::met},
       {"Pathogenic variants: KRAS G12C, TP53 R175H.", Verdict::met},
       {"Gene: KRAS; Variant: p.Gly12Cys; Result: detected", Verdict::met},
       {"KRAS G12C detected. No other KRAS mutations detected.", Verdict::met},
       {"KRAS G12C mutation detected, eligible for a KRAS G12C inhibitor.", Verdict::met},
       {"negative for EGFR, ALK and KRAS G12C", Verdict::not_met},
       {"EGFR, ALK, KRAS G12C: not detected", Verdict::not_met},
       {"No EGFR, ALK or KRAS mutations detected.", Verdict::not_met},
       {"KRAS wild-type.", Verdict::not_met},
       {"KRAS: wild type; NRAS: mutated", Verdict::not_met},
       {"KRAS and NRAS wild type", Verdict::not_met},
       {"KRAS G12D detected.", Verdict::not_met},
       {"KRAS G12C nicht nachgewiesen", Verdict::not_met},
       {"NRAS G12C detected.", Verdict::unknown},
       {"EGFR wild type, KRAS mutated", Verdict::unknown},
       {"KRAS/NRAS G12C detected", Verdict::unknown},
       {"KRAS mutation detected.", Verdict::unknown},
       {"KRAS G12X detected.", Verdict::unknown},
       {"KRAS G12C pending.", Verdict::unknown},
       {"Rule out KRAS G12C.", Verdict::unknown},
       {"KRAS G12C testing recommended.", Verdict::unknown},
       {"KRAS G12C inhibitors are available in trials.", Verdict::unknown},
       {"KRAS G12C: indeterminate", Verdict::unknown},
       {"KRAS G12C could not be assessed due to insufficient tissue.", Verdict::unknown},
       {"Sotorasib is an inhibitor of KRAS G12C.", Verdict::unknown},
       {"KRAS G12C mutations are found in 13% of patients with lung cancer.", Verdict::unknown},
       {"KRAS c.34G>T detected but germline origin suspected", Verdict::unknown},
       {"The patient's tumor was found to harbor KRAS G12C.", Verdict::met},
       {"KRAS G12D not detected.", Verdict::unknown},
       {"KRAS amplification not detected.", Verdict::unknown},
       {"KRAS exon 4 mutation not detected.", Verdict::unknown},
       {"No EGFR mutation and KRAS G12C mutation detected", Verdict::unknown},
       {"Mother had KRAS G12C positive lung cancer.", Verdict::unknown}}));
  CAPTURE(conclusion);
  VariantChart chart(lung + "," + report("r1", coded(text_json("NGS")) + R"(,"conclusion":")" + conclusion + R"(")"));
  const Fact fact = chart.facts().mutation;
  CAPTURE(fact.needed(), fact.reason());
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::met) CHECK(fact.evidence().front().element == "conclusion");
}

TEST_CASE("rule 6.6: a positive stands beside a negative which is shown as a conflict") {
  VariantChart chart(lung + "," + positive + "," + negative);
  const Fact fact = chart.facts().mutation;
  CHECK(fact.verdict() == Verdict::met);
  REQUIRE(fact.conflicts().size() == 2);  // what was not there, and what it is
  CHECK(fact.conflicts().front().reference == "Observation/o2");
  CHECK(fact.conflicts().front().element == "component[1].value");
  CHECK(fact.conflicts().back().element == "value");
}

TEST_CASE("rule 6.6: a later correction supersedes what it corrects") {
  const auto [status, issued, more, expected] = GENERATE(table<std::string, std::string, std::string, Verdict>(
      {{"corrected", "2026-04-01T10:00:00Z", R"("identifier":[{"system":"urn:lab","value":"7"}])", Verdict::not_met},
       {"amended", "2026-04-01T10:00:00Z", R"("identifier":[{"system":"urn:lab","value":"7"}])", Verdict::not_met},
       {"corrected", "2026-04-01T10:00:00Z", R"("specimen":{"reference":"Specimen/s7"})", Verdict::not_met},
       {"final", "2026-04-01T10:00:00Z", R"("identifier":[{"system":"urn:lab","value":"7"}])", Verdict::met},
       {"appended", "2026-04-01T10:00:00Z", R"("identifier":[{"system":"urn:lab","value":"7"}])", Verdict::met},
       {"corrected", "2026-02-01T10:00:00Z", R"("identifier":[{"system":"urn:lab","value":"7"}])", Verdict::met},
       {"corrected", "2026-04-01T10:00:00Z", R"("identifier":[{"system":"urn:lab","value":"8"}])", Verdict::met},
       {"entered-in-error", "2026-04-01T10:00:00Z", R"("identifier":[{"system":"urn:lab","value":"7"}])",
        Verdict::met}}));
  CAPTURE(status, issued, more);
  const std::string first =
      dated("o1", protein("p.Gly12Cys"), present, "2026-03-01T10:00:00Z", "final",
            R"("identifier":[{"system":"urn:lab","value":"7"}],"specimen":{"reference":"Specimen/s7"})");
  VariantChart chart(lung + "," + first + "," + dated("o2", protein("p.Gly12Cys"), absent, issued, status, more));
  const Fact fact = chart.facts().mutation;
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::not_met) CHECK(mentions(chart.set_aside("Observation/o1"), "superseded by Observation/o2"));
}

TEST_CASE("rule 6.6: a corrected result of the same report supersedes") {
  const std::string together = report(
      "r1", coded(text_json("NGS")) + R"(,"result":[{"reference":"Observation/o1"},{"reference":"Observation/o2"}])");
  const std::string first = dated("o1", protein("p.Gly12Cys"), absent, "2026-03-01T10:00:00Z", "final");
  const std::string second = dated("o2", protein("p.Gly12Cys"), present, "2026-04-01T10:00:00Z", "corrected");
  VariantChart chart(lung + "," + together + "," + first + "," + second);
  const Fact fact = chart.facts().mutation;
  CHECK(fact.verdict() == Verdict::met);
  CHECK(fact.conflicts().empty());
  VariantChart apart(lung + "," + first + "," + second);
  CHECK(apart.facts().mutation.conflicts().front().reference == "Observation/o1");
}

TEST_CASE("rule 6.6: an amended report supersedes its former version and that version's results") {
  const std::string old_report = report(
      "r1",
      coded(text_json("NGS")) +
          R"(,"issued":"2026-03-01T10:00:00Z","identifier":[{"value":"77"}],"conclusion":"KRAS G12C detected","result":[{"reference":"Observation/o1"}])");
  const std::string old_result = dated("o1", protein("p.Gly12Cys"), present, "2026-03-01T10:00:00Z", "final");
  const auto amended = [](std::string_view identifier) {
    return report("r2",
                  coded(text_json("NGS")) + R"(,"issued":"2026-05-01T10:00:00Z","identifier":[{"value":")" +
                      std::string(identifier) + R"("}],"conclusion":"Amended: KRAS G12C not detected")",
                  "amended");
  };
  VariantChart chart(lung + "," + old_report + "," + old_result + "," + amended("77"));
  CHECK(chart.facts().mutation.verdict() == Verdict::not_met);
  CHECK(mentions(chart.set_aside("Observation/o1"), "superseded by DiagnosticReport/r2"));
  VariantChart apart(lung + "," + old_report + "," + old_result + "," + amended("78"));
  CHECK(apart.facts().mutation.verdict() == Verdict::met);
}

TEST_CASE("rule 6.6: what may be a positive keeps a negative from being not met") {
  const std::string germline = component(loinc("48002-0"), value_concept(loinc("LA6683-2", "Germline")));
  const auto [beside, expected] = GENERATE_COPY(table<std::string, Verdict>(
      {{variant("o3", {gene_kras, protein("p.Gly12Cys")}, present, "preliminary"), Verdict::unknown},
       {variant("o3", {gene_kras, protein("p.Gly12Cys"), germline}), Verdict::unknown},
       {variant("o3", {gene_kras}), Verdict::unknown},
       {variant("o3", {component(loinc("81252-9"),
                                 value_concept(concept_json("http://www.ncbi.nlm.nih.gov/snp", "rs121913530")))}),
        Verdict::unknown},
       {observation("o3", coded(text_json("KRAS G12C")) + "," + value_string("Indeterminate")), Verdict::not_met},
       {variant("o3", {gene_kras, protein("p.Gly12Cys")}, absent, "preliminary"), Verdict::not_met},
       {variant("o3", {gene_kras, protein("p.Gly12Cys")}, absent + R"(,"method":{"text":"ctDNA"})"), Verdict::not_met},
       {variant("o3", {gene_nras, protein("p.Gly12Cys")}), Verdict::not_met}}));
  CAPTURE(beside);
  VariantChart chart(lung + "," + negative + "," + beside);
  CHECK(chart.facts().mutation.verdict() == expected);
}

TEST_CASE("rule 1.7: an incomplete source never proves that G12C is absent") {
  VariantChart incomplete(lung + "," + negative, {"observations"});
  const Fact fact = incomplete.facts().mutation;
  CHECK(fact.verdict() == Verdict::unknown);
  CHECK(mentions(fact.needed(), "could not be retrieved: observations"));
  VariantChart enough(lung + "," + positive, {"observations"});
  CHECK(enough.facts().mutation.verdict() == Verdict::met);
  VariantChart other_source(lung + "," + negative, {"medicationRequests"});
  CHECK(other_source.facts().mutation.verdict() == Verdict::not_met);
  VariantChart nothing(lung, {"observations", "diagnosticReports"});
  CHECK(nothing.facts().mutation.needed() ==
        "no KRAS G12C result found in the record; a KRAS test result on this tumour is needed; could not be retrieved: "
        "observations, diagnosticReports");
}

TEST_CASE("rule 6.7: a companion diagnostic for sotorasib is an approved test") {
  const auto [members, element] = GENERATE(table<std::string, std::string>(
      {{R"("method":{"text":"therascreen KRAS RGQ PCR Kit"})", "method"},
       {R"("device":{"display":"Guardant360 CDx"})", "device"},
       {R"("note":[{"text":"Tested with Guardant360 CDx."}])", "note[0]"},
       {R"("note":[{"text":"Methodology: QIAGEN therascreen KRAS PCR."}])", "note[0]"},
       {R"("performer":[{"display":"Guardant Health Guardant360 CDx"}])", "performer[0]"},
       {R"("method":{"text":"FDA-approved NGS assay"})", "method"},
       {R"("note":[{"text":"This test is approved by the FDA."}])", "note[0]"},
       {R"("note":[{"text":"FDA-approved companion diagnostic for sotorasib."}])", "note[0]"},
       {R"("method":{"text":"FDA-approved"})", "method"}}));
  CAPTURE(members);
  const Fact fact = approved(tested_with(members));
  CHECK(fact.verdict() == Verdict::met);
  REQUIRE(!fact.evidence().empty());
  CHECK(fact.evidence().front().element == element);
}

TEST_CASE("rule 6.7: other names and denials and drugs do not make a test approved") {
  const std::string members = GENERATE(
      R"("method":{"text":"Guardant360"})", R"("method":{"text":"therascreen"})",
      R"("method":{"text":"therascreen EGFR RGQ PCR Kit"})", R"("method":{"text":"Guardant360 Liquid CDx"})",
      R"("method":{"text":"FoundationOne CDx"})",
      R"("method":{"coding":[{"system":"http://loinc.org","code":"LA26398-0","display":"Sequencing"}]})",
      R"("note":[{"text":"This test is not FDA-approved."}])",
      R"("note":[{"text":"It has not been cleared or approved by the FDA."}])",
      R"("note":[{"text":"FDA-approved therapies available: sotorasib."}])",
      R"("note":[{"text":"Sotorasib is approved by the FDA for KRAS G12C."}])",
      R"("note":[{"text":"No FDA-approved test was used."}])",
      R"("note":[{"text":"Sotorasib is indicated for patients with KRAS G12C as determined by an FDA-approved test."}])",
      R"("note":[{"text":"Recommend confirmation with Guardant360 CDx."}])",
      R"("note":[{"text":"Not performed with Guardant360 CDx."}])",
      R"("note":[{"text":"Laboratory-developed test in a CLIA laboratory."}])");
  CAPTURE(members);
  const Fact fact = approved(tested_with(members));
  CHECK(fact.verdict() == Verdict::unknown);
  CHECK(mentions(fact.needed(), "name of the FDA-approved test"));
}

TEST_CASE("rule 6.7: the test that was found is named") {
  CHECK(approved(tested_with(R"("method":{"text":"Guardant360"})")).needed() ==
        "name of the FDA-approved test (found: Guardant360, which is not the FDA-approved Guardant360 CDx)");
  CHECK(
      mentions(approved(tested_with(R"("method":{"text":"FoundationOne CDx"})")).needed(), "found: FoundationOne CDx"));
  CHECK(mentions(approved(tested_with(R"("method":{"text":"Sequencing"})")).needed(), "found: Sequencing"));
  CHECK(approved(positive).needed() == "name of the FDA-approved test");
}

TEST_CASE("rule 6.7: device and report and organization are looked up") {
  CHECK(
      approved(
          tested_with(R"("device":{"reference":"Device/d1"})") +
          R"(,{"resourceType":"Device","id":"d1","manufacturer":"QIAGEN","deviceName":[{"name":"therascreen KRAS RGQ PCR Kit","type":"user-friendly-name"}]})")
          .verdict() == Verdict::met);
  CHECK(approved(positive + "," +
                 report("r1", coded(text_json("Guardant360 CDx")) + R"(,"result":[{"reference":"Observation/o1"}])"))
            .verdict() == Verdict::met);
  CHECK(approved(positive + "," + report("r1", coded(text_json("Guardant360 CDx")))).verdict() == Verdict::unknown);
}

TEST_CASE("rule 6.7: without a positive result the approved test is unknown and never not met") {
  VariantChart chart(lung + "," +
                     variant("o1", {gene_kras, protein("p.Gly12Cys")},
                             absent + R"(,"method":{"text":"therascreen KRAS RGQ PCR Kit"})"));
  const VariantFacts facts = chart.facts();
  CHECK(facts.mutation.verdict() == Verdict::not_met);
  CHECK(facts.approved_test.verdict() == Verdict::unknown);
  CHECK(mentions(facts.approved_test.needed(), "a positive KRAS G12C result first"));
}

TEST_CASE("rule 6.8: a result counts for the tumour that it names") {
  const std::string of_lung =
      variant("o1", {gene_kras, protein("p.Gly12Cys")}, present + R"(,"focus":[{"reference":"Condition/lung"}])");
  VariantChart chart(lung + "," + colon + "," + of_lung);
  CHECK(chart.facts(Cancer::lung).mutation.verdict() == Verdict::met);
  CHECK(chart.facts(Cancer::colorectal).mutation.verdict() == Verdict::unknown);
  CHECK(chart.set_aside("Observation/o1").empty());  // it counts for the lung
}

TEST_CASE("rule 6.8: with several tumours a result that names none is unknown") {
  VariantChart several(lung + "," + colon + "," + positive);
  CHECK(several.facts(Cancer::lung).mutation.verdict() == Verdict::unknown);
  CHECK(mentions(several.facts(Cancer::lung).mutation.needed(), "which cancer?"));
  VariantChart denied(lung + "," + colon + "," + negative);
  CHECK(denied.facts(Cancer::lung).mutation.verdict() == Verdict::unknown);
}

TEST_CASE("rule 6.8: the specimen's site and the report's reason name the tumour") {
  const std::string from_colon =
      variant("o1", {gene_kras, protein("p.Gly12Cys")}, present + R"(,"bodySite":{"text":"colon"})");
  VariantChart chart(lung + "," + colon + "," + from_colon);
  CHECK(chart.facts(Cancer::colorectal).mutation.verdict() == Verdict::met);
  CHECK(chart.facts(Cancer::lung).mutation.verdict() == Verdict::unknown);
  // One tumour in the record: the site of a specimen may be that of a metastasis.
  VariantChart metastasis(
      colon + "," + variant("o1", {gene_kras, protein("p.Gly12Cys")}, present + R"(,"bodySite":{"text":"lung"})"));
  CHECK(metastasis.facts(Cancer::colorectal).mutation.verdict() == Verdict::met);

  const std::string ordered =
      R"({"resourceType":"ServiceRequest","id":"q1","status":"completed","intent":"order","code":{"text":"NGS"},"reasonReference":[{"reference":"Condition/colon"}]})";
  VariantChart by_reason(
      lung + "," + colon + "," + ordered + "," + positive + "," +
      report("r1", coded(text_json("NGS")) +
                       R"(,"basedOn":[{"reference":"ServiceRequest/q1"}],"result":[{"reference":"Observation/o1"}])"));
  CHECK(by_reason.facts(Cancer::colorectal).mutation.verdict() == Verdict::met);
  CHECK(by_reason.facts(Cancer::lung).mutation.verdict() == Verdict::unknown);
}

}  // namespace foresign::mapping::variant_tests
