// The extent of disease as a whole: what Conditions and Observations come to (rules 5.1 to 5.6).
#include <algorithm>

#include "mapping/reading/extent.hpp"
#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping {
using treatment_tests::TestChart;
namespace {

constexpr std::string_view loinc = "http://loinc.org";
constexpr std::string_view snomed = "http://snomed.info/sct";

// A diagnosis with what stands beside its code: `"note":[...]`.
std::string diagnosis(const std::string& code, const std::string& more) {
  return R"({"resourceType":"Condition","id":"primary","clinicalStatus":{"coding":[{"code":"active"}]},"recordedDate":"2026-10-05",)"
         R"("code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":")" +
         code + R"("}],"text":"Adenocarcinoma"})" + (more.empty() ? "" : "," + more) + "}";
}
std::string lung(const std::string& more = "") {
  return diagnosis("C34.11", more);
}
std::string note(const std::string& words) {
  return R"("note":[{"text":")" + words + R"("}])";
}
std::string observation(const std::string& code, const std::string& value, const std::string& more = "") {
  return R"({"resourceType":"Observation","id":"asked","status":"final","effectiveDateTime":"2026-10-02","code":)" +
         code + "," + value + more + "}";
}
std::string named(const std::string& name) {
  return R"({"text":")" + name + R"("})";
}
std::string coded(std::string_view system, const std::string& code) {
  return R"({"coding":[{"system":")" + std::string(system) + R"(","code":")" + code + R"("}]})";
}
std::string says(const std::string& words) {
  return R"("valueString":")" + words + R"(")";
}

Fact extent_of(TestChart& chart, Cancer site) {
  std::vector<ExtentWord> accepted{ExtentWord::metastatic, ExtentWord::locally_advanced};
  if (site == Cancer::colorectal) accepted.insert(accepted.end(), {ExtentWord::advanced, ExtentWord::recurrent});
  const std::vector<Treatment> treatments = chart.treatments();
  return answer_extent(chart.record(), chart.cancers(), treatments, site, accepted);
}
Verdict extent(const std::string& record, Cancer site = Cancer::lung) {
  TestChart chart(record);
  return extent_of(chart, site).verdict();
}
bool rests_on(const Fact& fact, std::string_view reference) {
  return std::ranges::any_of(fact.evidence(), [&](const Evidence& one) { return one.reference == reference; });
}

}  // namespace

TEST_CASE("rule 5.1: an answer about metastases counts where it is understood") {
  const auto [answer, expected] = GENERATE(table<std::string, Verdict>({
      {"Yes", Verdict::met},
      {"Present", Verdict::met},
      {"M1b", Verdict::met},
      {"Liver and bone", Verdict::met},
      {"Left adrenal gland", Verdict::met},
      {"Distant lymph nodes", Verdict::met},
      {"T9 vertebra", Verdict::met},
      {"No", Verdict::unknown},
      {"Not detected", Verdict::unknown},
      {"0", Verdict::unknown},
      {"M0", Verdict::unknown},
      {"T4", Verdict::unknown},
      {"Mediastinal lymph nodes", Verdict::unknown},
      {"Indeterminate", Verdict::unknown},
      {"Refer to radiology", Verdict::unknown},
      {"To follow", Verdict::unknown},
      {"Cyst", Verdict::unknown},
      {"Yes?", Verdict::unknown},
      {"-", Verdict::unknown},
  }));
  CAPTURE(answer);
  CHECK(extent(lung() + "," + observation(coded(snomed, "399608002"), says(answer))) == expected);
  CHECK(extent(lung() + "," + observation(named("Distant metastases"), says(answer))) == expected);
}

TEST_CASE("rule 5.1: a question for metastases without an answer, or that asks more, says nothing") {
  CHECK(extent(lung() + "," + observation(named("Distant metastases"), R"("note":[{"text":"not assessed"}])")) ==
        Verdict::unknown);
  CHECK(extent(lung() + "," + observation(named("Predicted metastasis within 5 years"), says("Yes"))) ==
        Verdict::unknown);
  CHECK(extent(lung() + "," + observation(named("Number of brain metastases"), R"("valueInteger":2)")) == Verdict::met);
  CHECK(extent(lung() + "," + observation(named("Number of brain metastases"), R"("valueInteger":0)")) ==
        Verdict::unknown);
}

TEST_CASE("rule 5.4: the digits of T, N and M are their own") {
  const auto [name, value, expected] = GENERATE(table<std::string, std::string, Verdict>({
      {"T stage", "4", Verdict::unknown},
      {"Clinical primary tumor stage", "3", Verdict::unknown},
      {"pT category", "1", Verdict::unknown},
      {"Regional lymph node stage", "3", Verdict::unknown},
      {"AJCC clinical N", "2", Verdict::unknown},
      {"M stage", "0", Verdict::unknown},
      {"M stage", "1", Verdict::met},
      {"Distant metastasis (M)", "1c", Verdict::met},
      {"Stage", "4", Verdict::met},
      {"Tumor stage", "1B", Verdict::not_met},
      {"AKI stage", "3", Verdict::unknown},
  }));
  CAPTURE(name, value);
  CHECK(extent(lung() + "," + observation(named(name), says(value))) == expected);
  CHECK(extent(lung(R"("stage":[{"type":)" + named(name) + R"(,"summary":)" + named(value) + "}]")) == expected);
}

TEST_CASE("rule 5.2: a stage of the pancreas that another record calls resectable is shown with it") {
  const std::string three = observation(coded(loinc, "21908-9"), says("III"));
  const auto pancreas = [&](const std::string& more) { return diagnosis("C25.0", more) + "," + three; };
  CHECK(extent(pancreas(""), Cancer::pancreas) == Verdict::met);
  CHECK(extent(pancreas(note("Resectable by pancreas protocol CT")), Cancer::pancreas) == Verdict::unknown);
  TestChart chart(pancreas("") + R"(,{"resourceType":"Observation","id":"t","status":"final","code":)" +
                  coded(loinc, "21905-5") + R"(,"valueCodeableConcept":)" +
                  coded("https://www.uicc.org/resources/tnm", "2") + "}");
  const Fact fact = extent_of(chart, Cancer::pancreas);
  CHECK(fact.verdict() == Verdict::unknown);
  CHECK(rests_on(fact, "Observation/asked"));
  CHECK(rests_on(fact, "Observation/t"));
}

TEST_CASE("rules 5.2 and 5.3: a recurrence that an Observation records") {
  const std::string verlauf =
      R"("valueCodeableConcept":{"coding":[{"system":"https://www.medizininformatik-initiative.de/fhir/ext/modul-onko/CodeSystem/mii-cs-onko-verlauf-gesamtbeurteilung","code":"Y"}]})";
  for (const std::string& recurrence :
       {observation(coded(snomed, "396432002"), verlauf),
        observation(coded(loinc, "101659-1"), R"("valueCodeableConcept":)" + coded(snomed, "421188008")),
        observation(coded(snomed, "246455001"), R"("valueCodeableConcept":)" + coded(snomed, "52101004")),
        observation(named("Disease status"), says("Recurrence")),
        observation(named("Local recurrence"), R"("valueBoolean":true)"),
        observation(coded(snomed, "399390009"), says("rT3N0M0"))}) {
    CAPTURE(recurrence);
    const std::string stage = R"("stage":[{"summary":{"text":"IIA"}}])";
    CHECK(extent(diagnosis("C18.7", stage) + "," + recurrence, Cancer::colorectal) == Verdict::met);
    TestChart chart(lung(stage) + "," + recurrence);
    const Fact fact = extent_of(chart, Cancer::lung);
    CHECK(fact.verdict() == Verdict::unknown);
    CHECK(rests_on(fact, "Observation/asked"));
  }
  for (const std::string& other :
       {observation(named("Recurrence score"), says("24")), observation(named("Disease status"), says("Stable")),
        observation(named("Recurrence"), says("Not evaluated")),
        observation(coded(snomed, "246455001"), R"("valueCodeableConcept":)" + coded(snomed, "2667000"))}) {
    CAPTURE(other);
    CHECK(extent(diagnosis("C18.7", "") + "," + other, Cancer::colorectal) == Verdict::unknown);
  }
}

TEST_CASE("rule 5.3: an early stage in words") {
  const auto [words, expected] = GENERATE(table<std::string, Verdict>({
      {"Stage IB", Verdict::not_met},
      {"Clinical stage IIA (cT2b N0 M0), left lower lobe", Verdict::not_met},
      {"Clinical stage from 9/18/2026: Stage IA3", Verdict::not_met},
      {"Clinical stage from 9/18/2024: Stage IA3", Verdict::unknown},
      {"Stage IB, March 2025", Verdict::unknown},
      {"Stage IB until the PET", Verdict::unknown},
      {"Formerly stage IB", Verdict::unknown},
      {"Stage I to III", Verdict::unknown},
      {"Stage IB; possible liver metastasis", Verdict::unknown},
      {"Stage 1 hypertension", Verdict::unknown},
      {"Stage 2 of the reconstruction", Verdict::unknown},
      {"Stage IC", Verdict::unknown},
  }));
  CAPTURE(words);
  CHECK(extent(lung(note(words))) == expected);
}

TEST_CASE("rule 5.3: a regimen that may have begun since the staging") {
  const std::string stage = R"("stage":[{"summary":{"text":"IB"}}])";
  const auto given = [](const std::string& when) {
    return R"(,{"resourceType":"MedicationAdministration","id":"given","status":"completed","medicationCodeableConcept":{"text":"docetaxel"})" +
           when + "}";
  };
  CHECK(extent(lung(stage) + given(R"(,"effectiveDateTime":"2026-07-30")")) == Verdict::not_met);
  CHECK(extent(lung(stage) + given(R"(,"effectiveDateTime":"2026")")) == Verdict::unknown);
  TestChart chart(lung(stage) + given(R"(,"effectiveDateTime":"2026-11-01")"));
  const Fact fact = extent_of(chart, Cancer::lung);
  CHECK(fact.verdict() == Verdict::unknown);
  CHECK(rests_on(fact, "Condition/primary"));
  CHECK(rests_on(fact, "MedicationAdministration/given"));
}

TEST_CASE("rules 5.4 and 5.6: a Condition of a metastasis, by its words and its place") {
  const auto beside = [](const std::string& words, const std::string& more = "") {
    return lung() +
           R"(,{"resourceType":"Condition","id":"spread","clinicalStatus":{"coding":[{"code":"active"}]},"code":)" +
           named(words) + more + "}";
  };
  for (const char* words :
       {"Bony metastasis", "Peritoneal carcinomatosis", "Lebermetastasen", "Metastatic disease (HCC)",
        "Secondary malignant neoplasm of urinary bladder", "Pathologic fracture due to metastatic bone disease"}) {
    CAPTURE(words);
    CHECK(extent(beside(words)) == Verdict::met);
  }
  for (const char* words :
       {"Metastatic calcification", "Metastatic carcinoid", "Screening for metastases", "? bone mets",
        "Brain metastases (hx)", "Secondary malignant neoplasm of axillary lymph nodes",
        "Lung metastases from the breast", "Metastatic thyroiditis"}) {
    CAPTURE(words);
    CHECK(extent(beside(words)) == Verdict::unknown);
  }
  CHECK(extent(beside("Metastatic malignant neoplasm",
                      R"(,"bodySite":[{"text":"Left supraclavicular lymph node"}])")) == Verdict::unknown);
}

TEST_CASE("rule 5.6: a focus in words, and a contained assessment") {
  const std::string four = R"("valueString":"IV")";
  CHECK(extent(lung() + "," +
               observation(coded(loinc, "21908-9"), four, R"(,"focus":[{"display":"Prostate cancer"}])")) ==
        Verdict::unknown);
  CHECK(extent(lung() + "," + observation(coded(loinc, "21908-9"), four, R"(,"focus":[{"display":"Lung cancer"}])")) ==
        Verdict::met);
  CHECK(extent(
            lung(R"("stage":[{"assessment":[{"reference":"#s"}]}],"contained":[{"resourceType":"Observation","id":"s",)"
                 R"("status":"final","code":{"text":"Stage group"},"valueString":"IVA"}])")) == Verdict::met);
}

TEST_CASE("rule 5.6: a stage of what is neither this tumour nor its spread is not its own") {
  const auto condition = [](const std::string& code, const std::string& more = "") {
    return R"({"resourceType":"Condition","id":"other","clinicalStatus":{"coding":[{"code":"active"}]},"code":)" +
           coded("http://hl7.org/fhir/sid/icd-10-cm", code) + more + "}";
  };
  const std::string stage =
      observation(coded(snomed, "399537006"), says("IIIB"), R"(,"focus":[{"reference":"Condition/other"}])");
  const auto [code, more] = GENERATE(table<std::string, std::string>({
      {"N18.4", ""},
      {"L89.154", ""},
      {"D32.0", ""},
      {"D05.12", ""},
      {"C34.11", R"(,"verificationStatus":{"coding":[{"code":"refuted"}]})"},
  }));
  CAPTURE(code);
  TestChart chart(lung() + "," + condition(code, more) + "," + stage);
  const Fact fact = extent_of(chart, Cancer::lung);
  CHECK(fact.verdict() == Verdict::unknown);
  CHECK(fact.needed().find("which cancer") != std::string::npos);
  CHECK(extent(lung() + "," + condition("C79.51") + "," + stage) == Verdict::met);
  CHECK(extent(lung() + "," +
               observation(coded(snomed, "399537006"), says("IIIB"),
                           R"(,"focus":[{"reference":"Condition/primary"}])")) == Verdict::met);
}

TEST_CASE("rule 5.5: an assessment under a code that is not known tells its stage by code") {
  const auto assessed = [](const std::string& value, const std::string& status = "final") {
    return lung(R"("stage":[{"assessment":[{"reference":"Observation/local"}]}])") +
           R"(,{"resourceType":"Observation","id":"local","status":")" + status +
           R"(","code":{"coding":[{"system":"urn:oid:1.2.3","code":"77"}]},"valueCodeableConcept":)" + value + "}";
  };
  const std::string four = R"({"coding":[{"system":"http://cancerstaging.org","code":"4B"}]})";
  CHECK(extent(assessed(four)) == Verdict::met);
  CHECK(extent(assessed(four, "entered-in-error")) == Verdict::unknown);
  CHECK(extent(assessed(named("4B"))) == Verdict::unknown);
}

TEST_CASE("rule 2.4: an assessment of another patient tells nothing of this one") {
  const auto assessed = [](const std::string& subject) {
    return lung(R"("stage":[{"assessment":[{"reference":"Observation/asked"}]}])") + "," +
           observation(coded(snomed, "399537006"), says("IV"),
                       R"(,"subject":{"reference":"Patient/)" + subject + R"("})");
  };
  CHECK(extent(assessed("p1")) == Verdict::met);
  CHECK(extent(assessed("p2")) == Verdict::unknown);
}

TEST_CASE("rule 5.4: a stage or a recurrence of another illness, told in a sentence of its own") {
  const auto [words, lungs, bowel] = GENERATE(table<std::string, Verdict, Verdict>({
      {"Chronic kidney disease. Stage 4.", Verdict::unknown, Verdict::unknown},
      {"CKD\\nstage: 3", Verdict::unknown, Verdict::unknown},
      {"Sacral wound. Stage 4.", Verdict::unknown, Verdict::unknown},
      {"Kidneys: stage 4", Verdict::unknown, Verdict::unknown},
      {"Diverticulitis. Recurrent.", Verdict::unknown, Verdict::unknown},
      {"C diff. Recurrence 2025.", Verdict::unknown, Verdict::unknown},
      {"MS relapse", Verdict::unknown, Verdict::unknown},
      {"Age: advanced", Verdict::unknown, Verdict::unknown},
      {"ECOG 1. Stage IV.", Verdict::met, Verdict::met},
      {"Adenocarcinoma. Stage 4.", Verdict::met, Verdict::met},
      {"Cancer recurrent. Stage IV.", Verdict::met, Verdict::met},
      {"Metastatic disease? Yes", Verdict::met, Verdict::met},
      {"Metastatic disease? No", Verdict::unknown, Verdict::unknown},
      {"Stage IV dz", Verdict::met, Verdict::met},
      {"LN mets 3/12", Verdict::unknown, Verdict::unknown},
  }));
  CAPTURE(words);
  CHECK(extent(lung(note(words))) == lungs);
  CHECK(extent(diagnosis("C18.7", note(words)), Cancer::colorectal) == bowel);
}

TEST_CASE("rule 5.4: words beside a code that deny or doubt what it says") {
  const auto secondary = [](const std::string& code, const std::string& words, const std::string& more = "") {
    return lung() +
           R"(,{"resourceType":"Condition","id":"spread","clinicalStatus":{"coding":[{"code":"active"}]},"code":{"coding":[)"
           R"({"system":"http://hl7.org/fhir/sid/icd-10-cm","code":")" +
           code + R"("}],"text":")" + words + R"("})" + more + "}";
  };
  for (const std::string words : {"Bone metastasis", "Secondary malignant neoplasm of bone (HCC)", "Mets to spine"})
    CHECK(extent(secondary("C79.51", words)) == Verdict::met);
  for (const std::string words : {"R/O mets", "No evidence of metastasis", "Suspected metastasis", "Bone metastasis?",
                                  "Biopsy benign", "Ruled out by MRI"}) {
    CAPTURE(words);
    CHECK(extent(secondary("C79.51", words)) == Verdict::unknown);
  }
  CHECK(extent(secondary("C79.51", "Bone metastasis", "," + note("Biopsy benign, not a metastasis."))) ==
        Verdict::unknown);
  CHECK(extent(secondary("C79.51", "Bone metastasis", "," + note("No new lesions."))) == Verdict::met);
  const auto staged = [](const std::string& words) {
    return lung() + "," +
           observation(coded(snomed, "399537006"),
                       R"("valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"1222837003"}],)"
                       R"("text":")" +
                           words + R"("})");
  };
  CHECK(extent(staged("Stage IV")) == Verdict::met);
  for (const std::string words : {"Not stage IV", "Stage IV?", "Possibly stage IV", "Stage IB"}) {
    CAPTURE(words);
    CHECK(extent(staged(words)) == Verdict::unknown);
  }
}

TEST_CASE("rules 5.2 and 5.3: a stage that is only compared with is not named") {
  const auto [words, expected] = GENERATE(table<std::string, Verdict>({
      {"IB", Verdict::not_met},
      {"≥ IB", Verdict::unknown},
      {"> stage I", Verdict::unknown},
      {"min. stage I", Verdict::unknown},
      {"IIIB", Verdict::met},
      {"< stage III", Verdict::unknown},
      {"≤ III", Verdict::unknown},
      {"cT4 cN2 cM1b (OSS)", Verdict::met},
      {"pM1 (PUL, HEP)", Verdict::met},
      {"uT3N1M1", Verdict::met},
  }));
  CAPTURE(words);
  CHECK(extent(lung() + "," + observation(coded(snomed, "399537006"), says(words))) == expected);
}

}  // namespace foresign::mapping
