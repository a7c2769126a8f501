// The signs of the extent of one tumour's disease, wherever the record has them (rules 5.1 to 5.6): codes, stages,
// Observations, words.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/reading/cancers.hpp"
#include "mapping/reading/extent_fields.hpp"
#include "mapping/reading/record.hpp"
#include "mapping/reading/stage_words.hpp"

namespace foresign::mapping {

// hint: tells something of the extent, but neither that it is early nor that it is not.
enum class ExtentMeaning : std::uint8_t { metastatic, locally_advanced, advanced, recurrent, early, hint };

// One sign of the extent of this tumour's disease.
struct ExtentStatement {
  ExtentMeaning meaning = ExtentMeaning::hint;
  std::string doubt;  // why it is at most unknown, as what would settle it; empty: it counts in full
  Evidence evidence;
  std::optional<fhir::PartialDate> staged;  // day of a stage
};

// Doubts that a stage beside them settles: T, N or M0 alone (rule 5.4).
inline constexpr std::string_view category_alone = "T or N alone does not tell: the stage is needed";
inline constexpr std::string_view m0_alone = "M0 alone does not tell: the stage is needed";

// Where a sign was found, and how far that place lets it count.
struct ExtentPlace {
  const fhir::Entry* entry = nullptr;
  std::string element;
  std::string value;
  std::optional<fhir::PartialDate> when;
  std::string doubt;
};

// The statements as they are collected.
class ExtentStatements {
 public:
  ExtentStatements(Record& record, const Cancers& cancers, Cancer site)
      : record_(record), cancers_(cancers), site_(site), tumour_(*cancers.of(site)) {}

  // `doubt`: where the place has none. Returns its number.
  std::size_t add(ExtentMeaning meaning, const ExtentPlace& place, std::string_view doubt = {}) {
    return add(meaning, place, doubt, place.when);
  }
  void add_sign(const Sign& sign, const ExtentPlace& place);
  // Rule 5.6. False: it names another tumour, and was set aside. Doubtful where it cannot be told.
  bool link(const fhir::Entry& entry, std::span<const fhir::Reference> references, ExtentPlace& place);
  [[nodiscard]] bool is_own(const fhir::Entry& entry) const;

  [[nodiscard]] Record& record() const { return record_; }
  [[nodiscard]] const Terminology& codes() const { return record_.codes(); }
  [[nodiscard]] Cancer site() const { return site_; }
  [[nodiscard]] const Tumour& tumour() const { return tumour_; }

  // What all of them come to.
  std::vector<ExtentStatement> settled();

 private:
  std::size_t add(ExtentMeaning meaning, const ExtentPlace& place, std::string_view doubt,
                  const std::optional<fhir::PartialDate>& staged);
  void add_stage(const Sign& sign, const ExtentPlace& place);
  [[nodiscard]] bool names_no_cancer(const fhir::Entry& entry, std::span<const fhir::Reference> references) const;
  [[nodiscard]] Names named_by_others(const fhir::Entry& entry) const;

  Record& record_;
  const Cancers& cancers_;
  Cancer site_;
  const Tumour& tumour_;
  std::vector<ExtentStatement> list_;
  const fhir::Entry* current_ = nullptr;  // whose statements are the last of the list, from here on
  std::size_t first_of_current_ = 0;
  std::set<std::size_t> pancreas_three_;  // statements that a T1 to T3, or "resectable", turns to unknown
  std::set<std::size_t> resectable_;      // those that do
  std::vector<ExtentPlace> called_resectable_;
};

void read_condition_extent(ExtentStatements& to, const fhir::Entry& entry, const fhir::Condition& condition);
void read_observation_extent(ExtentStatements& to, const fhir::Entry& entry, const fhir::Observation& observation);

// The value of a T, N or M category, wherever it stands: digits need its letter.
void read_category_extent(ExtentStatements& to, const Asked& asked, const fhir::Value& value, const ExtentPlace& place);

// All signs for the tumour of `site`, which the record must have. Sets aside what names another tumour or is not final.
std::vector<ExtentStatement> read_extent_statements(Record& record, const Cancers& cancers, Cancer site);

}  // namespace foresign::mapping
