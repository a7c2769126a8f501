// Rules 4.3 to 4.6 and 4.9: what one concept says of a cancer, by code and in words.
#include <catch2/catch.hpp>

#include "mapping/reading/diagnosis.hpp"
#include "tests/mapping/diagnosis_readings.hpp"
#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping {
using namespace treatment_tests;
TEST_CASE("rule 4.4: what a code alone says of the covered histology") {
  const auto [system, code, expected] = GENERATE(table<std::string, std::string, std::string>({
      {cm, "C34.11", "lung undecided"},
      {cm, "C3411", "lung undecided"},
      {cm, "C34.19", "lung undecided"},
      {"urn:oid:2.16.840.1.113883.6.90", "C25.0", "pancreas covered"},
      {cm, "C25.0", "pancreas covered"},
      {who, "C25.0", "pancreas undecided"},
      {gm, "C25.0", "pancreas undecided"},
      {"https://twcore.mohw.gov.tw/ig/twcore/CodeSystem/icd-10-cm-2023-tw", "C25.0", "pancreas covered"},
      {cm, "C25.4", "pancreas other"},
      {gm, "C25.4", "pancreas other"},
      {cm, "C24.1", "ampulla covered"},
      {gm, "C24.1", "ampulla undecided"},
      {cm, "C17.0", "small bowel covered"},
      {gm, "C17.1", "small bowel undecided"},
      {cm, "C18.7", "colorectal covered"},
      {gm, "C20", "colorectal covered"},
      {cm, "C19", "colorectal covered"},
      {cm, "C18.1", "appendix"},
      {gm, "C18.1", "appendix"},
      {cm, "C21.8", "anorectal"},
      {cm, "C26.0", "intestine"},
      {sct, "254637007", "lung covered"},
      {sct, "423121009", "lung covered stage IV"},
      {sct, "363358000", "lung undecided"},
      {sct, "254632001", "lung other"},
      {sct, "363418001", "pancreas undecided"},
      {sct, "700423003", "pancreas covered"},
      {sct, "866052009", "pancreas undecided"},
      {sct, "363406005", "colorectal covered"},
      {sct, "314966008", "colorectal covered recurrent"},
      {cm, "Z85.118", "lung undecided past"},
      {cm, "Z85.07", "pancreas covered past"},
      {cm, "C77.1", "nodes"},
      {cm, "C78.7", "secondary"},
      {cm, "C79.31", "secondary"},
      {sct, "94381002", "secondary"},
      {cm, "C80.1", "generic"},
      {sct, "363346000", "generic"},
      {cm, "D02.20", "-"},
      {cm, "C44.91", "-"},
      {cm, "D3A.090", "-"},
      {cm, "E11.9", "-"},
      {cm, "Z80.1", "-"},
      {cm, "R91.1", "-"},
  }));
  CAPTURE(system, code);
  CHECK(reading_of(read_diagnosis(tables(), coded_as(system, code))) == expected);
}

TEST_CASE("rule 4.9: other cancers by code") {
  const auto [system, code, site] = GENERATE(table<std::string, std::string, Site>({{cm, "C61", Site::other},
                                                                                    {gm, "C50.9", Site::other},
                                                                                    {cm, "C90.00", Site::other},
                                                                                    {cm, "C17.3", Site::other},
                                                                                    {cm, "C21.0", Site::other},
                                                                                    {cm, "C22.1", Site::other},
                                                                                    {cm, "C7B.02", Site::other},
                                                                                    {cm, "C49.A2", Site::other}}));
  CAPTURE(system, code);
  const auto said = read_diagnosis(tables(), coded_as(system, code));
  REQUIRE(said.size() == 1);
  CHECK(said.front().site == site);
  CHECK(said.front().primary());
}

TEST_CASE("rule 4.5: histology beside a site code") {
  const auto [code, morphology, text, expected] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {"C34.1", "8140/3", "", "lung covered"},
      {"C34.1", "8041/3", "", "lung other"},
      {"C34.1", "8013/3", "", "lung undecided"},
      {"C34.1", "8246/3", "", "lung other"},
      {"C34.1", "8000/3", "", "lung undecided"},
      {"C34.1", "8010/3", "", "lung undecided"},
      {"C34.1", "8070/3", "", "lung covered"},
      {"C34.1", "8072/3", "", "lung covered"},
      {"C34.1", "8550/3", "", "lung covered"},
      {"C34.1", "8033/3", "", "lung covered"},
      {"C25.0", "8500/3", "", "pancreas covered"},
      {"C25.0", "8550/3", "", "pancreas other"},
      {"C25.0", "8150/3", "", "pancreas other"},
      {"C25.0", "8154/3", "", "pancreas undecided"},
      {"C25.0", "8070/3", "", "pancreas other"},
      {"C17.0", "8936/3", "", "small bowel other"},
      {"C17.0", "9680/3", "", "small bowel other"},
      {"C18.7", "8140/3", "", "colorectal covered"},
      {"C18.7", "8240/3", "", "colorectal other"},
      {"C34.1", "", "Adenocarcinoma of right upper lobe", "lung covered"},
      {"C34.1", "", "Small cell lung cancer", "lung other"},
      {"C34.1", "", "Non-small cell lung cancer", "lung covered"},
      {"C34.1", "", "nicht-kleinzelliges Bronchialkarzinom", "lung covered"},
      {"C34.1", "", "kleinzelliges Bronchialkarzinom", "lung other"},
      {"C34.1", "", "Lung cancer. Suspected adenocarcinoma.", "lung undecided"},
      {"C34.1", "", "suspected lung cancer", "lung undecided suspected"},
      {"C34.1", "", "Lung cancer, not small cell", "lung undecided"},
      {"C25.0", "", "Pancreatic neuroendocrine tumor", "pancreas other"},
      {"C25.9", "", "Pancreatic cancer", "pancreas covered"},
      {"C34.9", "8140/3", "Small cell carcinoma of lung", "lung undecided"},
  }));
  CAPTURE(code, morphology, text);
  fhir::CodeableConcept concept_of = coded_as(cm, code, text);
  if (!morphology.empty())
    concept_of.codings.push_back({"http://terminology.hl7.org/CodeSystem/icd-o-3", morphology, ""});
  CHECK(reading_of(read_diagnosis(tables(), concept_of)) == expected);
}

TEST_CASE("rule 4.6: diagnoses in words") {
  const auto [words, expected] = GENERATE(table<std::string, std::string>({
      {"Non-small cell lung cancer", "lung covered"},
      {"NSCLC, adenocarcinoma, stage IV", "lung covered"},
      {"non small cell lung carcinoma", "lung covered"},
      {"Small cell lung cancer", "lung other"},
      {"small-cell lung carcinoma, extensive stage", "lung other"},
      {"Lung cancer", "lung undecided"},
      {"Lung adenocarcinoma", "lung covered"},
      {"Squamous cell carcinoma of the lung", "lung covered"},
      {"Malignant neoplasm of upper lobe, right bronchus or lung", "lung undecided"},
      {"Large cell neuroendocrine carcinoma of lung", "lung undecided"},
      {"Suspected lung cancer (situation)", "lung undecided suspected"},
      {"Suspected lung cancer", "lung undecided suspected"},
      {"Probable NSCLC", "lung covered suspected"},
      {"Rule out lung cancer", "lung undecided suspected"},
      {"No evidence of lung cancer", "-"},
      {"Family history of colon cancer", "-"},
      {"Family history of malignant neoplasm of lung", "-"},
      {"History of lung cancer", "lung undecided past"},
      {"Lung nodule", "-"},
      {"Colon polyp", "-"},
      {"Pulmonary hypertension", "-"},
      {"Colon cancer", "colorectal covered"},
      {"Metastatic colon cancer", "colorectal covered"},
      {"Adenocarcinoma of sigmoid colon, metastatic to liver", "colorectal covered"},
      {"Adenocarcinoma of the colon metastatic to lung", "colorectal covered"},
      {"Metastatic malignant neoplasm to lung", "secondary"},
      {"Secondary malignant neoplasm of colon", "secondary"},
      {"Lung metastases from colon cancer", "colorectal covered"},
      {"Liver metastases", "secondary"},
      {"Metastasis in lung", "secondary"},
      {"Metastatic cancer", "secondary"},
      {"Secondary malignant neoplasm of mediastinal lymph nodes", "nodes"},
      {"Secondary malignant neoplasm of lymph node", "nodes"},
      {"Melanoma", "other melanoma"},
      {"Small cell carcinoma", "other Small cell carcinoma"},
      {"Adenocarcinoma", "generic"},
      {"Malignant tumour", "generic"},
      {"Pancreatic adenocarcinoma", "pancreas covered"},
      {"PDAC", "pancreas covered"},
      {"Carcinoma of pancreas", "pancreas undecided"},
      {"Pancreatic neuroendocrine tumour", "pancreas other"},
      {"Ampullary adenocarcinoma", "ampulla covered"},
      {"Adenocarcinoma of the ampulla of Vater", "ampulla covered"},
      {"Ampullary cancer", "ampulla undecided"},
      {"Small bowel adenocarcinoma", "small bowel covered"},
      {"Duodenal adenocarcinoma", "small bowel covered"},
      {"Small intestine cancer", "small bowel undecided"},
      {"Lymphoma of small intestine", "small bowel other"},
      {"GIST of the jejunum", "small bowel other"},
      {"Prostate cancer", "other prostate cancer"},
      {"Carcinoma of the left breast", "other breast cancer"},
      {"Diffuse large B-cell lymphoma", "other lymphoma"},
      {"Multiple myeloma", "other myeloma"},
      {"Malignant melanoma of skin", "other melanoma"},
      {"Possible prostate cancer", "other prostate cancer suspected"},
      {"NSCLC with malignant pleural effusion", "lung covered"},
      {"Rectal cancer", "colorectal covered"},
      {"Recurrent pancreatic adenocarcinoma", "pancreas covered recurrent"},
      {"Lung cancer and prostate cancer", "lung undecided + other prostate cancer"},
      {"Appendiceal adenocarcinoma", "appendix"},
      {"Type 2 diabetes mellitus", "-"},
  }));
  CAPTURE(words);
  CHECK(reading_of(read_diagnosis(tables(), {{}, words})) == expected);
}

TEST_CASE("rule 4.6: what stands beside the name of a cancer in words") {
  const auto [words, expected] = GENERATE(table<std::string, std::string>({
      {"NSCLC stage IVB (AJCC 8)", "lung covered"},
      {"Lung adenocarcinoma stage IIIA", "lung covered"},
      {"Non-squamous NSCLC", "lung covered"},
      {"Lung adenocarcinoma, TTF-1 positive", "lung covered"},
      {"Lung adenocarcinoma, with SVC syndrome", "lung covered"},
      {"Minimally invasive adenocarcinoma of lung", "lung covered"},
      {"Lung adenocarcinoma, clinical trial consent", "lung covered suspected"},
      {"Colon cancer with bowel obstruction", "colorectal covered"},
      {"Colon cancer with bladder invasion", "colorectal covered"},
      {"Mismatch repair deficient colorectal cancer", "colorectal covered"},
      {"Ovarian cancer with colon involvement", "other ovary cancer + colorectal covered suspected"},
      {"Pancreatic adenocarcinoma, encasing SMA", "pancreas covered"},
      {"Pancreatic adenocarcinoma with duodenal invasion", "pancreas covered"},
      {"Ampullary adenocarcinoma, intestinal type", "ampulla covered"},
      {"Adenocarcinoma of the ampulla of Vater, pancreatobiliary subtype", "ampulla covered"},
      {"Adenocarcinoma of major duodenal papilla", "ampulla covered"},
      {"Adenocarcinoma of ampulla of Vater arising in adenoma", "ampulla covered"},
      {"Adenocarcinoma of terminal ileum", "small bowel covered"},
      {"Squamous cell carcinoma of skin", "-"},
      {"Nonmelanoma skin cancer", "-"},
      {"Colon cancer; basal cell carcinoma of skin", "colorectal covered suspected + other skin cancer"},
      {"Skin cancer", "other skin cancer"},
      {"NSCLC, complete remission", "lung covered past"},
      {"NSCLC, partial remission", "lung covered"},
      {"Treated colon cancer", "colorectal covered past"},
      {"Completed treatment for colon cancer", "colorectal covered past"},
      {"Previously treated NSCLC", "lung covered"},
      {"NSCLC treated with carboplatin", "lung covered"},
      {"NSCLC, breast cancer in remission", "lung covered + other breast cancer past"},
  }));
  CAPTURE(words);
  CHECK(reading_of(read_diagnosis(tables(), {{}, words})) == expected);
}

TEST_CASE("rule 4.2: remission in the words beside a code") {
  for (const char* words :
       {"Colon cancer, complete remission", "Colon cancer, disease-free", "Colon cancer in remission"}) {
    CAPTURE(words);
    CHECK(reading_of(read_diagnosis(tables(), coded_as(cm, "C18.9", words))) == "colorectal covered past");
  }
  CHECK(reading_of(read_diagnosis(tables(), coded_as(cm, "C18.9", "Colon cancer, partial remission"))) ==
        "colorectal covered");
}

TEST_CASE("rule 4.3: text names the cancer only where no coding is known") {
  SECTION("a known code that is no cancer silences the text") {
    CHECK(reading_of(read_diagnosis(tables(), coded_as(cm, "E11.9", "lung adenocarcinoma"))) == "-");
  }
  SECTION("an unknown coding leaves the word to the text, else to its display") {
    CHECK(reading_of(read_diagnosis(tables(), coded_as("http://local", "LC1", "lung adenocarcinoma"))) ==
          "lung covered");
    CHECK(reading_of(read_diagnosis(tables(), {{{"http://local", "LC1", "Colon cancer"}}, ""})) ==
          "colorectal covered");
    CHECK(reading_of(read_diagnosis(tables(), {{{sct, "162573006", "Suspected lung cancer (situation)"}}, ""})) ==
          "lung undecided suspected");
    CHECK(reading_of(read_diagnosis(tables(), {{{sct, "399068003", "Malignant tumor of prostate"}}, ""})) ==
          "other prostate cancer");
  }
  SECTION("the display of a known coding is not read") {
    CHECK(reading_of(read_diagnosis(tables(), {{{cm, "C34.9", "Small cell carcinoma of lung"}}, ""})) ==
          "lung undecided");
  }
}

}  // namespace foresign::mapping
