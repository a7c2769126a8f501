// What stage fields and notes say of the extent of disease, in words (rules 5.1 to 5.4).
#include <catch2/catch.hpp>
#include <string>

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
      case ExtentSign::stage_group:
      case ExtentSign::primary_category:
      case ExtentSign::no_metastasis:
        out += sign.stage;
        break;
    }
    if (sign.suspected) out += "?";
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

TEST_CASE("rule 5.1: words of spread alone, with nothing that is not understood") {
  for (const char* words :
       {"Bony metastasis", "Peritoneal carcinomatosis", "Metastatic disease (HCC)", "Distant metastases"}) {
    CAPTURE(words);
    CHECK(names_spread_only(tables(), {{}, words}));
  }
  CHECK_FALSE(
      names_spread_only(tables(), {{{"http://hl7.org/fhir/sid/icd-10-cm", "E11.9", ""}}, "Metastatic disease"}));
  for (const char* words :
       {"Metastatic calcification", "Metastases excluded by PET", "Advanced disease", "Screening for metastases"}) {
    CAPTURE(words);
    CHECK_FALSE(names_spread_only(tables(), {{}, words}));
  }
}

}  // namespace foresign::mapping
