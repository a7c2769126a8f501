// What stage fields and notes say of the extent of disease, in words (rules 5.1 to 5.4).
#include <catch2/catch.hpp>
#include <string>

#include "mapping/reading/extent_fields.hpp"
#include "mapping/reading/stage_words.hpp"
#include "tests/mapping/treatment_chart.hpp"

namespace foresign::mapping {
using namespace treatment_tests;
namespace {

// `metastatic`, `IVA`, `recurrent`, ... of each sign, a `?` behind what is only suspected; `-` for none.
std::string signs_of(const std::vector<Sign>& signs) {
  std::string out;
  for (const Sign& sign : signs) {
    if (!out.empty()) out += " ";
    switch (sign.sign) {
      case ExtentSign::metastatic:
        out += "metastatic";
        break;
      case ExtentSign::nodal:
        out += "nodal";
        break;
      case ExtentSign::locally_advanced:
        out += "locally-advanced";
        break;
      case ExtentSign::advanced:
        out += "advanced";
        break;
      case ExtentSign::recurrent:
        out += "recurrent";
        break;
      case ExtentSign::inoperable:
        out += "inoperable";
        break;
      case ExtentSign::resectable:
        out += "resectable";
        break;
      case ExtentSign::stage_group:
      case ExtentSign::primary_category:
      case ExtentSign::no_metastasis:
        out += sign.stage;
        break;
    }
    if (!sign.doubt.empty()) out += "?";
  }
  return out.empty() ? "-" : out;
}

}  // namespace

TEST_CASE("rule 5.1: a bare stage in a stage field, and what only looks like one") {
  const auto [words, expected] = GENERATE(table<std::string, std::string>({
      {"IVA", "IVA"},
      {"AJCC IVA", "IVA"},
      {"Overall IIIB", "IIIB"},
      {"Stage IVB", "IVB"},
      {"Grade IV", "-"},
      {"Grade 3", "-"},
      {"Class IV", "-"},
      {"ECOG 4", "-"},
      {"PS 4", "-"},
      {"FIGO stage IV", "-"},
  }));
  CAPTURE(words);
  CHECK(signs_of(read_extent(tables(), {{}, words}, Field::stage)) == expected);
}

TEST_CASE("rule 5.5: what a note says of the extent") {
  const auto [words, expected] = GENERATE(table<std::string, std::string>({
      {"Metastatic disease.", "metastatic"},
      {"Metastatic disease has not been documented.", "-"},
      {"Metastatic disease not documented.", "-"},
      {"Patient worried about metastatic disease.", "metastatic?"},
      {"Educated about metastatic disease.", "metastatic?"},
      {"Fearful of metastatic disease.", "metastatic?"},
      {"Benign liver metastasis mimic", "metastatic?"},
      {"Stage IV incorrect, see addendum.", "IV?"},
      {"Initially staged as stage IV, corrected to IIB", "IV?"},
      {"Downgraded from stage IV to stage II after review.", "IV? II"},
      {"Downstaged from stage IV by chemotherapy", "IV"},
      {"Stage IV, corrected calcium 2.4", "IV"},
      {"Advanced stage disease.", "advanced"},
      {"Advanced, incurable.", "advanced"},
      {"Advanced care planning", "-"},
      {"Recurrent after resection.", "recurrent"},
      {"Patient relapsed 2026.", "recurrent"},
      {"Recurrent after dinner.", "-"},
      {"Unresectable brain aneurysm", "-"},
      {"Unresectable", "locally-advanced"},
  }));
  CAPTURE(words);
  CHECK(signs_of(read_extent_words(tables(), text::cut(words), Field::free_text)) == expected);
}

TEST_CASE("rules 5.4 and 5.5: words of extent count where everything around them is understood") {
  const auto [words, expected] = GENERATE(table<std::string, std::string>({
      {"Liver and left adrenal metastases, treated with docetaxel since May 2026", "metastatic"},
      {"71 yo woman w/ stage IVA lung cancer, ECOG 1, PD-L1 60%", "IVA"},
      {"Former smoker, no COPD, stage IV NSCLC", "IV"},
      {"Stage IV (liver)", "IV"},
      {"Metastatic NSCLC with suspected pneumonitis", "metastatic"},
      {"SRS for brain mets 4/2026", "metastatic"},
      {"L3 met, s/p SBRT", "metastatic"},
      {"M1b", "metastatic"},
      {"Cancer has spread to the liver", "metastatic"},
      {"LA-NSCLC, not resectable", "locally-advanced locally-advanced"},
      {"Disease has recurred in the pelvis", "recurrent"},
      {"Relapsed 2026 in retroperitoneal nodes", "recurrent"},
      {"Multiple Lebermetastasen", "metastatic"},
      // Searches, plans, hopes, hearsay.
      {"MRI brain for metastases", "metastatic?"},
      {"Scans to find out about metastases", "metastatic?"},
      {"Study open to stage IV patients", "IV?"},
      {"Drug is licensed in metastatic disease", "metastatic?"},
      {"Metastatic as per her letter", "metastatic?"},
      {"Feared to be metastatic", "metastatic?"},
      {"Poss. liver mets", "metastatic?"},
      {"Metastases, likely", "metastatic?"},
      {"Zero metastases", "metastatic?"},
      {"No longer metastatic", "metastatic?"},
      {"Metastatic NSCLC (no)", "metastatic?"},
      {"Things to watch for:\n- liver metastases", "metastatic?"},
      {"Metastatic liver lesion. Biopsy benign.", "metastatic?"},
      {"Stage IV. Entered by mistake, see letter.", "IV?"},
      {"Previously unresectable, now resected", "locally-advanced? resectable"},
      {"Stage III/IV", "III?"},
      // Other illnesses, other cancers.
      {"AKI stage 3", "-"},
      {"Stage 4 GVHD of the gut", "-"},
      {"eGFR 22 (stage 4)", "-"},
      {"Stage III lymphedema of the arm", "-"},
      {"COPD, stage 3", "III?"},
      {"Stage 2 of the staged repair", "II?"},
      {"Metastatic infection of the spine", "-"},
      {"Liver metastases of a carcinoid", "metastatic?"},
      {"Pain recurred", "-"},
      {"Advanced to solid food", "-"},
      // Lymph nodes.
      {"4 of 17 nodes with metastatic carcinoma", "nodal"},
      {"EBUS: 4L positive for metastatic adenocarcinoma", "nodal"},
      {"Metastases to hilar nodes and liver", "metastatic"},
      {"Bone and lymph node metastases", "metastatic"},
      {"Hilar lymph node metastases", "nodal"},
      {"Nodules (metastases) in same lobe (pT3)", "T? T3?"},
  }));
  CAPTURE(words);
  CHECK(signs_of(read_extent_words(tables(), text::cut(words), Field::free_text)) == expected);
}

TEST_CASE("rule 5.5: the type of a stage says that a cancer is staged") {
  for (const char* type : {"Clinical", "Pathologic", "cTNM", "Overall", "M category", "AJCC stage"}) {
    CAPTURE(type);
    CHECK(is_cancer_staging(tables(), {{}, type}));
  }
  CHECK(is_cancer_staging(tables(), {{{"http://snomed.info/sct", "897275008", ""}}, ""}));
  for (const char* type : {"Histologic grade", "CKD stage", "Clinical grade", "Performance status"}) {
    CAPTURE(type);
    CHECK_FALSE(is_cancer_staging(tables(), {{}, type}));
  }
}

}  // namespace foresign::mapping
