// Rules 7.5 to 7.8: for which cancer a treatment was given, and whether it is what the policy asks for.
#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping::treatment_tests {

TEST_CASE("rule 7.5: a treatment that names another tumour does not count for this one") {
  const auto [reason, expected] = GENERATE(table<std::string, Verdict>({
      {R"("reasonReference":[{"reference":"Condition/prostate"}])", Verdict::unknown},
      {R"("reasonCode":[{"text":"prostate cancer"}])", Verdict::unknown},
      {R"("reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"C61"}]}])", Verdict::unknown},
      {R"("reasonReference":[{"reference":"Condition/lung"}])", Verdict::met},
      {R"("reasonCode":[{"text":"non-small cell lung cancer"}])", Verdict::met},
      // References that lead nowhere, or nowhere but to words, are what they say.
      {R"("reasonReference":[{"display":"Prostate cancer"}])", Verdict::unknown},
      {R"("reasonReference":[{"reference":"Condition/gone","display":"Prostate cancer"}])", Verdict::unknown},
      {R"("reasonReference":[{"identifier":{"value":"77"},"display":"Breast cancer"}])", Verdict::unknown},
      {R"("reasonReference":[{"display":"Lung cancer"}])", Verdict::met},
      {R"("reasonReference":[{"reference":"Condition/gone","display":"Non-small cell lung cancer"}])", Verdict::met},
  }));
  CAPTURE(reason);
  TestChart chart(nsclc + "," + condition("prostate", "C61") + "," +
                  given_in_spring(reason + "," + named("docetaxel")));
  CHECK(chart.systemic(Cancer::lung).verdict() == expected);
  if (expected == Verdict::unknown)
    CHECK(mentions(chart.set_aside("MedicationStatement/t1"), "given for another cancer than the lung cancer"));

  // The same where the record has no other tumour.
  TestChart alone(nsclc + "," + given_in_spring(R"("reasonCode":[{"text":"breast cancer"}],)" + named("docetaxel")));
  CHECK(alone.systemic(Cancer::lung).verdict() == Verdict::unknown);
}

TEST_CASE("rule 7.5: what an administration was for may be said by its order or its course") {
  const std::string order =
      resource("MedicationRequest", "o1",
               R"("status":"active","intent":"order","reasonCode":[{"text":"prostate cancer"}],)" + named("docetaxel"));
  TestChart chart(nsclc + "," + order + "," +
                  administration("completed", "2026-03-02",
                                 R"("request":{"reference":"MedicationRequest/o1"},)" + named("docetaxel")));
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::unknown);
  CHECK(mentions(chart.set_aside("MedicationAdministration/t1"), "another cancer"));

  const std::string course =
      resource("Procedure", "c1", R"("status":"unknown","reasonReference":[{"reference":"Condition/lung"}])");
  TestChart linked(nsclc + "," + condition("prostate", "C61") + "," + course + "," +
                   given_in_spring(R"("partOf":[{"reference":"Procedure/c1"}],)" + named("docetaxel")));
  CHECK(linked.systemic(Cancer::lung).verdict() == Verdict::met);
}

TEST_CASE("rule 7.5: a treatment that ended before this tumour was known does not count") {
  const auto [dates, expected] = GENERATE(table<std::string, Verdict>({
      {R"("effectivePeriod":{"start":"2024-01-01","end":"2024-12-31"})", Verdict::unknown},
      {R"("effectivePeriod":{"start":"2024-01-01","end":"2025-01-01"})", Verdict::met},
      {R"("effectivePeriod":{"start":"2024-12-01","end":"2025"})", Verdict::met},  // not surely before
      {R"("effectivePeriod":{"start":"2025-02-01","end":"2025-06-01"})", Verdict::met},
  }));
  CAPTURE(dates);
  TestChart chart(nsclc + "," + statement("completed", dates + "," + named("docetaxel")));
  CHECK(chart.systemic(Cancer::lung).verdict() == expected);
  if (expected == Verdict::unknown)
    CHECK(chart.set_aside("MedicationStatement/t1") == "ended before the lung cancer was first known");
}

TEST_CASE("rule 7.5: a course that began long before the tumour was known settles nothing without its end") {
  const auto [status, authored, expected] = GENERATE(table<std::string, std::string, Verdict>({
      {"completed", "2020-05-01", Verdict::unknown},
      {"active", "2020-05-01", Verdict::unknown},  // never closed
      {"completed", "2024-12-20", Verdict::met},   // a tumour is often recorded some weeks late
      {"active", "2024-12-20", Verdict::met},
  }));
  CAPTURE(status, authored);
  TestChart chart(nsclc + "," + request(status, authored, named("docetaxel")));
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::unknown) {
    REQUIRE(fact.evidence().size() == 1);
    CHECK(mentions(fact.evidence().front().note, "its end is not documented"));
  }
}

TEST_CASE("rule 7.5: a treatment for another disease is at most unknown") {
  const auto [reason, expected] = GENERATE(table<std::string, Verdict>({
      {R"([{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M06.9"}]}])", Verdict::unknown},
      {R"([{"text":"rheumatoid arthritis"}])", Verdict::unknown},
      {R"([{"text":"first-line therapy"}])", Verdict::met},
      {R"([{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"C78.7"}]}])", Verdict::met},
      {R"([{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"Z51.11"}]}])", Verdict::met},
  }));
  CAPTURE(reason);
  TestChart chart(nsclc + "," + given_in_spring(R"("reasonCode":)" + reason + "," + named("docetaxel")));
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::unknown) CHECK(mentions(fact.evidence().front().note, "another disease"));
}

TEST_CASE("rule 7.5: a treatment that names this tumour and ended before it was known is shown and settles nothing") {
  const std::string reason = R"("reasonReference":[{"reference":"Condition/lung"}],)";
  TestChart ended(nsclc + "," +
                  statement("completed", R"("effectivePeriod":{"start":"2024-01-01","end":"2024-12-31"},)" + reason +
                                             named("docetaxel")));
  const Fact fact = ended.systemic(Cancer::lung);
  CHECK(fact.verdict() == Verdict::unknown);
  REQUIRE(fact.evidence().size() == 1);
  CHECK(fact.evidence().front().note == "ended before the lung cancer was first known");

  TestChart order(nsclc + "," + request("completed", "2024-05-01", reason + named("docetaxel")));
  CHECK(order.systemic(Cancer::lung).verdict() == Verdict::met);
}

TEST_CASE("rule 7.5: a reason that leads nowhere leaves open for which cancer it was") {
  TestChart chart(nsclc + "," +
                  given_in_spring(R"("reasonReference":[{"reference":"Condition/elsewhere"}],)" + named("docetaxel")));
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == Verdict::unknown);
  CHECK(mentions(fact.needed(), "for which cancer"));
}

TEST_CASE("rule 7.5: with several cancers an unlinked treatment is at most unknown") {
  const auto [other, expected] = GENERATE(table<std::string, Verdict>({
      {condition("other", "C61"), Verdict::unknown},
      {colon, Verdict::unknown},
      {condition("other", "C44.311"), Verdict::met},  // skin cancer does not matter
      {condition("other", "D05.11"), Verdict::met},   // nor does an in-situ one
      {condition("other", "C44.311", R"("clinicalStatus":{"coding":[{"code":"resolved"}]})"), Verdict::met},
      {condition("other", "D05.11", R"("clinicalStatus":{"coding":[{"code":"resolved"}]})"), Verdict::met},
      {condition("other", "C50.911", R"("clinicalStatus":{"coding":[{"code":"resolved"}]})"), Verdict::unknown},
      {condition("other", "Z85.3", R"("recordedDate":"2026-06-01")"),
       Verdict::unknown},                                                             // may have been treated in spring
      {condition("other", "Z85.3", R"("recordedDate":"2020-06-01")"), Verdict::met},  // past by then
      {condition("other", "C50.911",
                 R"("clinicalStatus":{"coding":[{"code":"resolved"}]},"abatementDateTime":"2022-01-01")"),
       Verdict::met},
      {condition("other", "C50.911", R"("verificationStatus":{"coding":[{"code":"refuted"}]})"), Verdict::met},
  }));
  CAPTURE(other);
  TestChart chart(nsclc + "," + other + "," + given_in_spring(named("docetaxel")));
  const Fact fact = chart.systemic(Cancer::lung);
  CHECK(fact.verdict() == expected);
  if (expected == Verdict::unknown) {
    REQUIRE(fact.evidence().size() == 1);
    CHECK(fact.evidence().front().note == "for which cancer?");
    CHECK(mentions(fact.needed(), "for which cancer"));
  }
}

TEST_CASE("rule 7.5: the exception for a past cancer needs a treatment that began after this tumour was recorded") {
  const std::string past = condition("other", "Z85.3", R"("recordedDate":"2020-06-01")");
  TestChart before(nsclc + "," + past + "," +
                   statement("active", R"("effectivePeriod":{"start":"2024-12-01"},)" + named("docetaxel")));
  CHECK(before.systemic(Cancer::lung).verdict() == Verdict::unknown);
  TestChart undated(nsclc + "," + past + "," + statement("completed", named("docetaxel")));
  CHECK(undated.systemic(Cancer::lung).verdict() == Verdict::unknown);
}

TEST_CASE("rule 7.5: an unlinked treatment counts for every indication unless several tumours are on record") {
  TestChart nothing(given_in_spring(named("docetaxel")));
  CHECK(nothing.systemic(Cancer::lung).verdict() == Verdict::met);
  TestChart other(colon + "," + given_in_spring(named("docetaxel")));
  CHECK(other.systemic(Cancer::lung).verdict() == Verdict::met);
  TestChart several(colon + "," + condition("other", "C61") + "," + given_in_spring(named("docetaxel")));
  CHECK(several.systemic(Cancer::lung).verdict() == Verdict::unknown);
}

TEST_CASE("rule 7.5: what counts for one tumour of the record is not set aside for another") {
  TestChart chart(nsclc + "," + colon + "," +
                  given_in_spring(R"("reasonReference":[{"reference":"Condition/colon"}],)" + named("FOLFOX")));
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::unknown);
  CHECK(chart.colorectal_chemotherapy().verdict() == Verdict::met);
  CHECK(chart.set_aside("MedicationStatement/t1").empty());
}

TEST_CASE("rule 7.5: a reason that is another disease or a skin cancer leaves the treatment unknown") {
  const auto [reason, expected] = GENERATE(table<std::string, Verdict>({
      {R"("reasonReference":[{"display":"Macular degeneration"}])", Verdict::unknown},
      {R"("reasonReference":[{"display":"Rheumatoid arthritis"}])", Verdict::unknown},
      {R"("reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"C44.92"}]}])",
       Verdict::unknown},
      {R"("reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"J91.0"}]}])", Verdict::met},
      {R"("reasonCode":[{"text":"KRAS G12C mutation"}])", Verdict::met},
  }));
  CAPTURE(reason);
  TestChart chart(nsclc + "," + given_in_spring(reason + "," + named("docetaxel")));
  CHECK(chart.systemic(Cancer::lung).verdict() == expected);
}

TEST_CASE("rule 7.5: a metastasis is of the tumour that it is said to come from") {
  const auto [primary, expected] =
      GENERATE(table<std::string, Verdict>({{"lung", Verdict::met}, {"prostate", Verdict::unknown}}));
  CAPTURE(primary);
  TestChart chart(
      nsclc + "," + condition("prostate", "C61") + "," +
      condition(
          "bone", "C79.51",
          R"("extension":[{"url":"http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-related-primary-cancer-condition",
                                            "valueReference":{"reference":"Condition/)" +
              primary + R"("}}])") +
      "," + given_in_spring(R"("reasonReference":[{"reference":"Condition/bone"}],)" + named("docetaxel")));
  CHECK(chart.systemic(Cancer::lung).verdict() == expected);
}

TEST_CASE("rule 7.5: a history of skin cancer does not matter") {
  TestChart chart(nsclc + "," + condition("other", "Z85.828", "") + "," + given_in_spring(named("docetaxel")));
  CHECK(chart.systemic(Cancer::lung).verdict() == Verdict::met);
  TestChart melanoma(nsclc + "," + condition("other", "Z85.820", "") + "," + given_in_spring(named("docetaxel")));
  CHECK(melanoma.systemic(Cancer::lung).verdict() == Verdict::unknown);
}

TEST_CASE("rule 7.5: a tumour is known since its earliest onset, assertion, recording or staging") {
  const auto [known, beside, expected] = GENERATE(table<std::string, std::string, Verdict>({
      {R"("recordedDate":"2026-10-01")", "", Verdict::unknown},
      {R"("recordedDate":"2026-10-01","onsetDateTime":"2026-01")", "", Verdict::met},
      {R"("recordedDate":"2026-10-01","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/condition-assertedDate",
          "valueDateTime":"2026-01-20"}])",
       "", Verdict::met},
      {R"("recordedDate":"2026-10-01","onsetAge":{"value":65,"unit":"a"})", "", Verdict::met},  // from 2025-06-01
      {R"("recordedDate":"2026-10-01","onsetAge":{"value":66,"unit":"a"})", "", Verdict::unknown},
      {R"("recordedDate":"2026-10-01")", R"("effectiveDateTime":"2026-01-20")",
       Verdict::met},  // the lone tumour's stage
      {R"("recordedDate":"2026-10-01")", R"("effectiveDateTime":"2026-01-20","focus":[{"reference":"Condition/t"}])",
       Verdict::met},
      {R"("recordedDate":"2026-10-01")", R"("effectiveDateTime":"2026-01-20","focus":[{"display":"Prostate cancer"}])",
       Verdict::unknown},
      {R"("recordedDate":"2026-10-01","stage":[{"assessment":[{"reference":"Observation/s"}]}])",
       R"("effectiveDateTime":"2026-01-20")", Verdict::met},
  }));
  CAPTURE(known, beside);
  const std::string stage =
      beside.empty()
          ? ""
          : "," + resource("Observation", "s",
                           R"("status":"final","code":{"coding":[{"system":"http://loinc.org","code":"21908-9"}]},
                                         "valueCodeableConcept":{"text":"Stage IV"},)" +
                               beside);
  TestChart chart(
      R"({"resourceType":"Patient","id":"p1","birthDate":"1960-06-01"},{"resourceType":"Condition","id":"t",
          "code":{"coding":[{"system":"http://snomed.info/sct","code":"254637007"}]},)" +
      known + "}" + stage + "," +
      statement("completed", R"("effectivePeriod":{"start":"2026-02-02","end":"2026-05-01"},)" + named("docetaxel")));
  CHECK(chart.systemic(Cancer::lung).verdict() == expected);
}

TEST_CASE("rule 1.4: what is set aside for several tumours is set aside once") {
  TestChart chart(nsclc + "," + colon + "," +
                  given_in_spring(R"("reasonCode":[{"text":"breast cancer"}],)" + named("docetaxel")));
  for (const Cancer site : {Cancer::lung, Cancer::colorectal, Cancer::pancreas}) chart.systemic(site);
  REQUIRE(chart.record().ignored().size() == 1);
  CHECK(chart.record().ignored().front().reason == "given for another cancer");
}

TEST_CASE("rule 7.6: a chemotherapy regimen for colon or rectal cancer") {
  const auto [members, expected] = GENERATE(table<std::string, Verdict>({
      {given_in_spring(named("capecitabine")), Verdict::met},
      {given_in_spring(named("FOLFIRI")), Verdict::met},
      {given_in_spring(named("CAPOX")), Verdict::met},
      {given_in_spring(named("Lonsurf")), Verdict::met},
      {given_in_spring(named("FOLFOX and bevacizumab")), Verdict::met},
      {procedure("completed", "2026-03-02",
                 R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"367336001"}]})"),
       Verdict::met},
      {procedure("completed", "2026-03-02",
                 R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"897713009"}]})"),
       Verdict::met},
      {procedure("completed", "2026-03-02", R"("code":{"text":"systemic chemotherapy"})"), Verdict::met},
      {procedure("completed", "2026-03-02",
                 R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"1255831008"}]})"),
       Verdict::unknown},
      {procedure("completed", "2026-03-02",
                 R"("code":{"coding":[{"system":"http://www.cms.gov/Medicare/Coding/ICD10","code":"3E03305"}]})"),
       Verdict::unknown},
      {procedure("completed", "2026-03-02",
                 R"("reasonReference":[{"reference":"Condition/colon"}],
                    "code":{"coding":[{"system":"http://www.cms.gov/Medicare/Coding/ICD10","code":"3E03305"}]})"),
       Verdict::met},
      {procedure("completed", "2026-03-02",  // an antibody
                 R"("reasonReference":[{"reference":"Condition/colon"}],
                    "code":{"coding":[{"system":"http://www.cms.gov/Medicare/Coding/ICD10","code":"3E0330M"}]})"),
       Verdict::unknown},
      {procedure("completed", "2026-03-02", R"("code":{"text":"Chemotherapy"})"), Verdict::unknown},
      {procedure("completed", "2026-03-02",
                 R"("reasonReference":[{"reference":"Condition/colon"}],"code":{"text":"Outpatient chemotherapy"})"),
       Verdict::met},
      {procedure("completed", "2026-03-02",
                 R"("reasonReference":[{"reference":"Condition/colon"}],"code":{"text":"Chemoradiation"})"),
       Verdict::unknown},
      {given_in_spring(named("gemcitabine")), Verdict::unknown},
      {given_in_spring(R"("reasonCode":[{"text":"colon cancer"}],)" + named("gemcitabine")), Verdict::met},
      {given_in_spring(R"("reasonReference":[{"reference":"Condition/colon"}],)" + named("carboplatin")), Verdict::met},
      {given_in_spring(named("pembrolizumab")), Verdict::unknown},
      {given_in_spring(R"("reasonCode":[{"text":"colon cancer"}],)" + named("pembrolizumab")), Verdict::unknown},
      {given_in_spring(named("cetuximab")), Verdict::unknown},
      {given_in_spring(named("bevacizumab")), Verdict::unknown},
      {given_in_spring(named("platinum doublet")), Verdict::unknown},
      {condition("t1", "Z92.21"), Verdict::unknown},
      {given_in_spring(named("leucovorin")), Verdict::unknown},
  }));
  CAPTURE(members);
  TestChart chart(colon + "," + members);
  CHECK(chart.colorectal_chemotherapy().verdict() == expected);
}

TEST_CASE("rule 7.6: what is no colorectal chemotherapy says why") {
  TestChart immunotherapy(colon + "," + given_in_spring(named("pembrolizumab")));
  const Fact fact = immunotherapy.colorectal_chemotherapy();
  CHECK(fact.needed() == "no earlier chemotherapy for colon or rectal cancer found in the record");
  REQUIRE(fact.evidence().size() == 1);
  CHECK(fact.evidence().front().note == "not a chemotherapy");

  TestChart other(colon + "," + given_in_spring(named("gemcitabine")));
  CHECK(other.colorectal_chemotherapy().evidence().front().note == "its reason does not name colon or rectal cancer");
}

TEST_CASE("rule 7.7: any earlier systemic regimen makes this one subsequent therapy") {
  const std::string small_bowel = condition("bowel", "C17.0");
  TestChart chart(small_bowel + "," + given_in_spring(named("pembrolizumab")));
  CHECK(chart.systemic(Cancer::small_bowel).verdict() == Verdict::met);
  TestChart none(small_bowel);
  CHECK(none.systemic(Cancer::small_bowel).verdict() == Verdict::unknown);
}

TEST_CASE("rule 7.8: none found is unknown and says which sources could not be had") {
  TestChart complete(nsclc);
  const Fact none = complete.systemic(Cancer::lung);
  CHECK(none.verdict() == Verdict::unknown);
  CHECK(none.needed() == "no earlier systemic therapy found in the record");
  CHECK(none.evidence().empty());

  TestChart missing(nsclc, "", {"medicationStatements", "procedures", "allergies"});
  CHECK(missing.systemic(Cancer::lung).needed() ==
        "no earlier systemic therapy found in the record; could not be retrieved: medicationStatements, procedures");

  TestChart proven(nsclc + "," + given_in_spring(named("docetaxel")), "", {"medicationRequests"});
  CHECK(proven.systemic(Cancer::lung).verdict() == Verdict::met);
}

}  // namespace foresign::mapping::treatment_tests
