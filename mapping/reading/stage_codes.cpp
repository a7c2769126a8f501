// What a coded stage or category says of the extent, else its words (rules 4.3, 5.1 to 5.3).
#include <algorithm>
#include <cctype>

#include "mapping/reading/extent_context.hpp"
#include "mapping/reading/stage_notation.hpp"
#include "mapping/reading/stage_words.hpp"

namespace foresign::mapping {
namespace {

Sign sign_of(ExtentSign sign, std::string stage = {}) {
  Sign one;
  one.sign = sign;
  one.stage = std::move(stage);
  return one;
}

// What a known code of staging.tsv says; nothing for codes that tell no extent.
void add_coded(std::vector<Sign>& signs, const Concept& found) {
  if (found.role == "stage-group") {
    if (!found.name.starts_with("stage-") || found.name == "stage-4s-not-adult-stage-iv" ||
        found.name == "stage-recurrent-or-unknown")
      return;
    std::string group = found.name.substr(6);
    std::ranges::transform(group, group.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    signs.push_back(sign_of(ExtentSign::stage_group, group));
  } else if (found.role == "evidence-of-metastasis") {
    signs.push_back(sign_of(ExtentSign::metastatic, found.name == "m1" ? "M1" : found.name));
  } else if (found.name == "m0" || found.name == "mx-not-assessed") {
    signs.push_back(sign_of(ExtentSign::no_metastasis, "M0"));
  } else if (found.name == "t4") {
    signs.push_back(sign_of(ExtentSign::primary_category, "T4"));
  } else if (found.name == "n2" || found.name == "n3") {
    signs.push_back(sign_of(ExtentSign::nodal, found.name));
  } else if (found.name == "staged-after-recurrence") {
    signs.push_back(sign_of(ExtentSign::recurrent));
  }
}

// "IV" without the letters and digits of its parts
std::string_view numeral(std::string_view group) {
  return group.substr(0, std::min(group.find_first_not_of("IV0"), group.size()));
}

// The words beside a code that deny it, or name another stage.
void doubt_what_words_deny(const Terminology& codes, const std::string& written, std::vector<Sign>& signs) {
  if (written.empty() || signs.empty()) return;
  const text::Text text = cut_extent(written);
  if (denies_or_doubts_extent(text))
    for (Sign& sign : signs)
      if (sign.doubt.empty()) sign.doubt = only_suspected;
  for (const Sign& said : read_extent_words(codes, text, Field::stage))
    for (Sign& sign : signs)
      if (sign.doubt.empty() && said.sign == ExtentSign::stage_group && sign.sign == ExtentSign::stage_group &&
          numeral(said.stage) != numeral(sign.stage))
        sign.doubt = words_say_another_stage;
}

}  // namespace

std::vector<Sign> read_extent(const Terminology& codes, const fhir::CodeableConcept& value, Field field) {
  std::vector<Sign> signs;
  bool known = false;
  for (const fhir::Coding& coding : value.codings) {
    if (const Concept* found = codes.find(Domain::staging, coding);
        found != nullptr && !found->name.starts_with("obs-")) {
      known = true;
      add_coded(signs, *found);
      continue;
    }
    if (const Concept* diagnosis = codes.find(Domain::diagnoses, coding)) {
      // 128462008 "metastatic neoplasm" and the secondary sites occur as values of extent.
      known = true;
      if (diagnosis->role == "evidence-of-metastasis") signs.push_back(sign_of(ExtentSign::metastatic));
      if (diagnosis->role == "not-distant-by-itself") signs.push_back(sign_of(ExtentSign::nodal));
      continue;
    }
    const CodeSystem system = code_system(coding.system);
    if (field != Field::stage || system == CodeSystem::snomed || system == CodeSystem::loinc) continue;
    const bool staging_system = system == CodeSystem::cancerstaging || system == CodeSystem::uicc;
    const bool is_notation = !tnm_categories(coding.code).all.empty() ||
                             !stage_group(coding.code, staging_system ? Digits::allowed : Digits::refused).empty();
    if (!is_notation) continue;
    known = true;
    for (Sign& sign : read_extent_words(codes, cut_extent(coding.code), field)) signs.push_back(std::move(sign));
  }
  const auto read_words = [&](std::string_view written) {
    for (Sign& sign : read_extent_words(codes, cut_extent(written), field)) signs.push_back(std::move(sign));
  };
  if (known) doubt_what_words_deny(codes, value.text, signs);
  if (field == Field::free_text || !known) read_words(value.text);
  if (!known)
    for (const fhir::Coding& coding : value.codings) read_words(coding.display);
  return signs;
}

}  // namespace foresign::mapping
