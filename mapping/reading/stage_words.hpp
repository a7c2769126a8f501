// What a stage, a TNM category or a text says of the extent of disease (rules 5.1 to 5.4), for one concept or one text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/questions/question.hpp"
#include "mapping/terminology/terminology.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

enum class ExtentSign : std::uint8_t {
  metastatic,        // rule 5.1
  nodal,             // C77, "lymph node metastases", N (rule 5.4)
  locally_advanced,  // "locally advanced", "unresectable" (rule 5.2)
  advanced,          // the bare word (rule 5.2)
  recurrent,
  inoperable,        // says less than "unresectable"
  resectable,        // leaves a stage III of the pancreas open (rule 5.2)
  stage_group,       // `stage` holds `IIIA`
  primary_category,  // `stage` holds `T3`
  no_metastasis      // M0
};

// Why words that name an extent do not show it.
inline constexpr std::string_view only_suspected = "only suspected: confirmation is needed";
inline constexpr std::string_view not_understood = "the words around it are not understood: confirmation is needed";
inline constexpr std::string_view words_say_another_stage =
    "its code and its words name different stages: which one is right?";

struct Sign {
  ExtentSign sign = ExtentSign::metastatic;
  std::string stage;
  std::string_view doubt;  // empty: it counts in full
  // Nothing but a staging is said, so that an early stage may stand (rule 5.3); and when that was, in its own words.
  bool plain = true;
  std::optional<fhir::PartialDate> dated;
};

// Where a concept or text stands: a bare `IV` or `4` is a stage only in a stage field (docs/terminology.md, "Stages").
enum class Field : std::uint8_t { stage, free_text };

// Words as they are read for extent: cut, without the payers' risk category ("lung cancer, stage 4 (CMS/HCC)").
text::Text cut_extent(std::string_view written);
// In a text on one tumour, `site`, words that speak of another cancer are no sign of this one (rule 5.6).
std::vector<Sign> read_extent_words(const Terminology& codes, const text::Text& text, Field field,
                                    std::optional<Cancer> site = {});
// Codes first: AJCC, UICC and cancerstaging.org codes, SNOMED CT and LOINC answers; then text and the displays of
// unknown codings.
std::vector<Sign> read_extent(const Terminology& codes, const fhir::CodeableConcept& value, Field field);

// What a stage group means for a cancer (stage-meaning.tsv): `metastatic`, `regional-indeterminate` ...; empty where
// the table does not have the group for that cancer: it is of another classification, or a mistake.
std::string_view stage_meaning(const Terminology& codes, Cancer site, const std::string& stage);

}  // namespace foresign::mapping
