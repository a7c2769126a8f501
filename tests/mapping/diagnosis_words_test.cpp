// Rules 4.2 to 4.9: names of cancers in words, beside codes, in histologies, statuses and notes. Each both ways: what
// counts, and what looks like it and does not.
#include <catch2/catch.hpp>

#include "mapping/reading/diagnosis.hpp"
#include "tests/mapping/diagnosis_readings.hpp"
#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping {
using namespace treatment_tests;
namespace {

// The answer to the diagnosis of `site` from Conditions and Observations as JSON.
Verdict diagnosis_of(Cancer site, const std::string& record) {
  TestChart chart(record);
  return chart.cancers().diagnosis(site).verdict();
}

std::string condition(const std::string& code, const std::string& rest = "") {
  return R"({"resourceType":"Condition","id":"c","code":)" + code + (rest.empty() ? "" : "," + rest) + "}";
}

constexpr const char* lung_by_code = R"({"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"C34.11"}]})";

}  // namespace

TEST_CASE("rule 4.6: names of covered cancers in plain words count") {
  const auto [words, expected] = GENERATE(table<std::string, std::string>({
      {"Non-small cell lung cancer (HCC)", "lung covered"},
      {"Nonsquamous nonsmall cell neoplasm of lung (HCC)", "lung covered"},
      {"Primary adenocarcinoma of upper lobe of right lung (disorder)", "lung covered"},
      {"cT3 cN2 cM1c adenocarcinoma of the right upper lobe", "lung covered"},
      {"NSCLC, adeno, stage IV", "lung covered"},
      {"NSCLC, favor adenocarcinoma", "lung covered"},
      {"Stage IV NSCLC, no prior treatment", "lung covered"},
      {"Metastatic NSCLC, EGFR neg, ALK neg, PD-L1 80%", "lung covered"},
      {"Stage IV NSCLC with brain mets, no EGFR mutation", "lung covered"},
      {"NSCLC no mets", "lung covered"},
      {"Primary adenocarcinoma of lung with metastasis from lung to other site, right (HCC)", "lung covered"},
      {"Squamous cell carcinoma of lung, no ICD-O subtype", "lung covered"},
      {"Lung adenocarcinoma, p40 negative", "lung covered"},
      {"Bronchialkarzinom, Adenokarzinom", "lung covered"},
      {"Nichtkleinzelliges Lungenkarzinom mit Hirnmetastasen", "lung covered"},
      {"Adenokarzinom des rechten Lungenoberlappens", "lung covered"},
      {"Cáncer de pulmón de células no pequeñas", "lung covered"},
      {"Carcinome bronchique non à petites cellules", "lung covered"},
      {"Bronchialkarzinom", "lung undecided"},
      {"Lung SCC", "lung undecided"},
      {"Rektumkarzinom", "colorectal covered"},
      {"Adenokarzinom des Sigmas", "colorectal covered"},
      {"Ca colon, Dukes D", "colorectal covered"},
      {"Bösartige Neubildung des Rektums", "colorectal covered"},
      {"Duktales Adenokarzinom des Pankreaskopfes", "pancreas covered"},
      {"Adénocarcinome du pancréas", "pancreas covered"},
      {"Pankreaskarzinom", "pancreas undecided"},
  }));
  CAPTURE(words);
  CHECK(reading_of(read_diagnosis(tables(), {{}, words})) == expected);
}

TEST_CASE("rule 4.6: a name may say last how it is meant") {
  const auto of_lung = [](const std::string& words) {
    return diagnosis_of(Cancer::lung, condition(R"({"text":")" + words + R"("})"));
  };
  for (const std::string name : {"NSCLC", "Breast cancer"})
    for (const std::string how : {", history of", " hx", " (previous)", " - prior history", ", family history of",
                                  ", history of (HCC)", ", hx of (2010)", " (V.a.)", " Z.n.", " a.e.", " tumor free"}) {
      CAPTURE(name, how);
      CHECK(of_lung(name + how) == Verdict::unknown);
    }
  for (const std::string words : {"History NSCLC", "a.e. NSCLC", "NSCLC, secondary"}) {
    CAPTURE(words);
    CHECK(of_lung(words) == Verdict::unknown);
  }
  for (const std::string words : {"NSCLC, history of smoking", "NSCLC, prior carboplatin",
                                  "NSCLC, no evidence of brain metastasis", "Lung adenocarcinoma, former smoker"}) {
    CAPTURE(words);
    CHECK(of_lung(words) == Verdict::met);
  }
}

TEST_CASE("rule 4.3: a part of the words states the code's cancer, whatever the other parts tell of") {
  const auto beside = [](const std::string& words) {
    return diagnosis_of(
        Cancer::lung,
        condition(R"({"coding":[{"system":"http://snomed.info/sct","code":"254637007"}],"text":")" + words + R"("})"));
  };
  for (const std::string words : {"NSCLC, node negative", "NSCLC, NGS pending", "NSCLC (restaging pending)",
                                  "NSCLC, BRAF negative", "NSCLC, see note"}) {
    CAPTURE(words);
    CHECK(beside(words) == Verdict::met);
  }
  for (const std::string words : {"NSCLC, ruled out", "NSCLC, suspected at recurrence", "NSCLC?", "NSCLC, partner has",
                                  "NSCLC, history of", "NSCLC, biopsy benign"}) {
    CAPTURE(words);
    CHECK(beside(words) == Verdict::unknown);
  }
}

TEST_CASE("rule 4.6: one of two organs is no other cancer for sure") {
  for (const char* words : {"Adenocarcinoma of lung vs metastasis from colon",
                            "Adenocarcinoma of lung, differential includes metastasis from pancreas"}) {
    CAPTURE(words);
    CHECK(diagnosis_of(Cancer::lung, condition(std::string(R"({"text":")") + words + R"("})")) == Verdict::unknown);
  }
}

TEST_CASE("rule 4.9: names of other cancers in words") {
  const auto [words, expected] = GENERATE(table<std::string, std::string>({
      {"Hodgkin's disease", "other lymphoma"},
      {"Non-Hodgkin lymphoma", "other lymphoma"},
      {"CLL", "other leukaemia"},
      {"DLBCL", "other lymphoma"},
      {"Mammakarzinom links", "other breast cancer"},
      {"mCRPC", "other prostate cancer"},
      {"HNSCC", "other head and neck cancer"},
      {"Wilms tumor", "other nephroblastoma"},
      {"Malignant neoplasm of unspecified site of right female breast", "other breast cancer"},
      {"Malignant neoplasm of upper-inner quadrant of right breast in female, estrogen receptor negative (HCC)",
       "other breast cancer"},
      {"Malignant neoplasm of lower third of esophagus (HCC)", "other oesophagus cancer"},
      {"Bösartige Neubildung der Prostata", "other prostate cancer"},
      {"Zungengrundkrebs", "other Zungengrundkrebs"},
      {"Carcinoma of the zygoma", "other Carcinoma of the zygoma"},  // not understood, so perhaps any
      {"Cancer (HCC)", "generic"},
      {"Cancer related pain", "generic"},
      {"Basal cell carcinoma of nose", "-"},
      {"Pulmonary carcinoid", "lung other"},
      {"Combined small cell lung cancer", "lung undecided"},
      {"Neuroendokriner Tumor des Pankreas", "pancreas other"},
  }));
  CAPTURE(words);
  CHECK(reading_of(read_diagnosis(tables(), {{}, words})) == expected);
}

TEST_CASE("rule 4.6: words that doubt, date or give away a cancer leave it open") {
  const std::string words = GENERATE(
      as<std::string>{}, "NSCLC brochure given", "NSCLC vs SCLC", "?NSCLC", "Fear of NSCLC", "Donor had NSCLC",
      "NSCLC trial screening", "Preoperative diagnosis: NSCLC", "NSCLC, no longer", "NSCLC, NED", "NSCLC, cured",
      "NSCLC, resolved", "NSCLC - misdiagnosis", "NSCLC, wrong patient", "Caregiver of NSCLC patient",
      "Metastatic adenocarcinoma to upper lobe of lung", "Metastatic adenocarcinoma involving lung",
      "Pulmonary adenocarcinoma metastasis", "Filiae pulmonal bei Adenokarzinom",
      "Lung adenocarcinoma of colorectal origin", "Adenocarcinoma of lung or pancreas",
      "NSCLC transformed to small cell", "Z.n. NSCLC", "V.a. NSCLC", "Descartar adenocarcinoma de pulmón");
  CAPTURE(words);
  for (const Said& one : read_diagnosis(tables(), {{}, words})) {
    const auto site = cancer_at(one.site);
    const bool counts =
        site && cover_of(*site, one.stated, one.inferred) == Cover::covered && !one.suspected && !one.past;
    CHECK_FALSE(counts);
  }
}

TEST_CASE("rules 4.3, 4.5 and 4.6: words beside the code of a cancer") {
  const auto [system, code, words, expected] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {cm, "C34.11", "Adenocarcinoma of right upper lobe (HCC)", "lung covered"},
      {cm, "C34.11", "Metastatic NSCLC, progressing on pembrolizumab", "lung covered"},
      {cm, "C34.11", "Lung cancer, favor adenocarcinoma", "lung undecided"},
      {cm, "C34.11", "Adenocarcinoma of colon", "lung undecided"},  // is another organ's
      {cm, "C34.11", "NSCLC brochure given", "lung undecided suspected"},
      {cm, "C34.11", "Secondary adenocarcinoma of lung", "lung undecided suspected"},
      {cm, "C34.11", "Lung mass, likely adenocarcinoma", "lung undecided suspected"},
      {cm, "C34.11", "Adenocarcinoma in situ", "lung undecided suspected"},
      {sct, "254637007", "NSCLC of right upper lobe - Dr. Patel", "lung covered"},  // the code speaks
      {sct, "254637007", "Partner has NSCLC", "lung covered suspected"},
      {sct, "254637007", "NSCLC without brain metastases", "lung covered"},
      {sct, "254637007", "NSCLC, wrong patient", "lung covered suspected"},
      {sct, "254637007", "Lung nodule", "lung covered suspected"},
      {sct, "254637007", "pending biopsy", "lung covered suspected"},
      {sct, "254637007", "Unknown", "lung covered"},
      {cm, "C18.7", "Lung adenocarcinoma", "colorectal covered"},  // rule 4.3: the text is not asked
      {cm, "C18.7", "Colon polyp", "colorectal covered suspected"},
      {cm, "C18.7", "Diverticulitis", "colorectal covered suspected"},
      {cm, "C18.7", "Diffuse large B-cell lymphoma of the colon", "colorectal other"},
      {cm, "C25.0", "Pancreatic cyst", "pancreas covered suspected"},
  }));
  CAPTURE(code, words);
  CHECK(reading_of(read_diagnosis(tables(), coded_as(system, code, words))) == expected);
}

TEST_CASE("rule 4.3: codes and displays of one concept that contradict each other leave it open") {
  const auto [first, second, expected] = GENERATE(table<fhir::Coding, fhir::Coding, std::string>({
      {{sct, "254637007", ""}, {cm, "C34.11", ""}, "lung covered"},
      {{sct, "254637007", ""},
       {cm, "C50.911", ""},
       "lung covered suspected + other http://hl7.org/fhir/sid/icd-10-cm C50.911"},
      {{sct, "254637007", ""}, {cm, "Z85.118", ""}, "lung covered suspected + lung undecided suspected past"},
      {{sct, "254637007", ""}, {cm, "Z80.1", ""}, "lung covered suspected"},
      {{sct, "254637007", ""}, {cm, "Z12.2", ""}, "lung covered suspected"},
      {{sct, "254637007", ""}, {cm, "D49.1", ""}, "lung covered suspected"},
      {{"urn:local", "1", "Non-small cell lung cancer"},
       {"urn:other", "2", "Family history"},
       "lung covered suspected"},
      {{"urn:local", "1", "Non-small cell lung cancer"}, {"urn:other", "2", "NSCLC"}, "lung covered"},
  }));
  CAPTURE(first.code, second.code);
  CHECK(reading_of(read_diagnosis(tables(), {{first, second}, ""})) == expected);
}

TEST_CASE("rule 4.5: a histology counts for a site where all of its words are understood") {
  const auto [words, covered] = GENERATE(table<std::string, bool>({
      {"Adenocarcinoma", true},
      {"Adenocarcinoma, acinar pattern, TTF-1 positive, p40 negative", true},
      {"Non-small cell carcinoma, favor adenocarcinoma", true},
      {"Squamous cell carcinoma, keratinizing", true},
      {"Adenocarcinoma in situ", false},
      {"Adenocarcinoma of breast", false},
      {"Metastatic adenocarcinoma, consistent with colonic origin", false},
      {"Adenocarcinoma (specimen mix-up)", false},
      {"Reference: adenocarcinoma", false},
      {"Suspicious for adenocarcinoma", false},
      {"Poorly differentiated carcinoma", false},
  }));
  CAPTURE(words);
  CHECK((cover_of(Cancer::lung, read_histology(tables(), {{}, words}, Cancer::lung), false) == Cover::covered) ==
        covered);
}

TEST_CASE("rule 4.5: the organ of a histology's body site") {
  const auto [body_site, expected] = GENERATE(table<std::string, Verdict>({
      {"Right upper lobe of lung", Verdict::met},
      {"Liver", Verdict::met},  // of a metastasis
      {"Left breast", Verdict::unknown},
      {"Sigmoid colon", Verdict::unknown},
  }));
  CAPTURE(body_site);
  CHECK(diagnosis_of(Cancer::lung, condition(lung_by_code) +
                                       R"(,{"resourceType":"Observation","id":"h","status":"final",
      "code":{"coding":[{"system":"http://loinc.org","code":"59847-4"}]},"valueString":"Adenocarcinoma",
      "bodySite":{"text":")" + body_site +
                                       R"("}})") == expected);
}

TEST_CASE("rule 4.2: statuses in other words than FHIR's") {
  const auto [element, status, expected] = GENERATE(table<std::string, std::string, Verdict>({
      {"clinicalStatus", R"({"text":"Active"})", Verdict::met},
      {"clinicalStatus", R"({"text":"Chronic"})", Verdict::met},
      {"clinicalStatus", R"({"coding":[{"code":"55561003","display":"Active"}]})", Verdict::met},
      {"clinicalStatus", R"({"text":"In remission"})", Verdict::unknown},
      {"clinicalStatus", R"({"text":"No longer active"})", Verdict::unknown},
      {"clinicalStatus", R"({"coding":[{"display":"Resolved"}]})", Verdict::unknown},
      {"clinicalStatus", R"({"coding":[{"code":"73425007","display":"Inactive"}]})", Verdict::unknown},
      {"clinicalStatus", R"({"text":"erledigt"})", Verdict::unknown},
      {"verificationStatus", R"({"text":"confirmed by biopsy"})", Verdict::met},
      {"verificationStatus", R"({"coding":[{"code":"410605003"}]})", Verdict::met},
      {"verificationStatus", R"({"text":"Not confirmed"})", Verdict::unknown},
      {"verificationStatus", R"({"coding":[{"display":"Refuted"}]})", Verdict::unknown},
      {"category", R"([{"text":"Problem list"}])", Verdict::met},
      {"category", R"([{"text":"Family history"}])", Verdict::unknown},
      {"category", R"([{"text":"Differential diagnosis"}])", Verdict::unknown},
  }));
  CAPTURE(element, status);
  CHECK(diagnosis_of(Cancer::lung, condition(R"({"text":"NSCLC"})", "\"" + element + "\":" + status)) == expected);
}

TEST_CASE("rule 4.2: a note takes a diagnosis back only where it speaks of the diagnosis") {
  const auto [note, expected] = GENERATE(table<std::string, Verdict>({
      {"Progressed on carboplatin/pemetrexed. No brain metastases on MRI.", Verdict::met},
      {"Suspected brain metastasis, MRI ordered.", Verdict::met},
      {"PE ruled out. Pneumonia resolved. CT pending.", Verdict::met},
      {"No family history of cancer. Mother had breast cancer.", Verdict::met},
      {"Not a surgical candidate. No prior radiation.", Verdict::met},
      {"61 yo woman with history of NSCLC. S/p RUL lobectomy 2023.", Verdict::met},
      {"Stage IV melanoma in 2015.", Verdict::met},
      {"Ruled out by biopsy.", Verdict::unknown},
      {"Entered in error by clinic staff.", Verdict::unknown},
      {"Pathology pending.", Verdict::unknown},
      {"Final pathology: small cell carcinoma.", Verdict::unknown},
      {"No evidence of lung cancer on repeat imaging.", Verdict::unknown},
      {"Metastasis from breast, not lung primary.", Verdict::unknown},
      {"Patient's mother has this.", Verdict::unknown},
      {"NED since surgery 2015.", Verdict::unknown},
  }));
  CAPTURE(note);
  CHECK(diagnosis_of(Cancer::lung, condition(R"({"text":"NSCLC"})", R"("note":[{"text":")" + note + "\"}]")) ==
        expected);
}

TEST_CASE("rule 4.8: a cancer that is not understood is a tumour of its own, perhaps any") {
  const std::string urachus = R"({"resourceType":"Condition","id":"u","code":{"text":"Carcinoma of the zygoma"}})";
  CHECK(diagnosis_of(Cancer::lung, urachus) == Verdict::unknown);
  TestChart chart(condition(R"({"text":"NSCLC"})") + "," + urachus);
  CHECK(chart.cancers().diagnosis(Cancer::lung).verdict() == Verdict::met);
  CHECK(chart.cancers().several());
}

TEST_CASE("rule 7.5: a suspicion dates the cancer that was confirmed within a year") {
  const auto [suspected, known] = GENERATE(table<std::string, std::string>({
      {"2026-01-10", "2026-01-10"},
      {"2019-01-10", "2026-06-01"},
  }));
  CAPTURE(suspected);
  TestChart chart(R"({"resourceType":"Condition","id":"s","code":{"text":"Suspected NSCLC"},"recordedDate":")" +
                  suspected + R"("},{"resourceType":"Condition","id":"c","code":{"text":"NSCLC"},
                                     "recordedDate":"2026-06-01"})");
  REQUIRE(chart.cancers().of(Cancer::lung) != nullptr);
  CHECK(shown(chart.cancers().of(Cancer::lung)->first_known) == known);
}

}  // namespace foresign::mapping
