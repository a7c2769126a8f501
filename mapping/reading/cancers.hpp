// Chapter 4 of the reading rules: which cancers the record names, and which of them a treatment, a stage or a result is
// about.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mapping/questions/question.hpp"
#include "mapping/reading/record.hpp"

namespace foresign::mapping {

// Rule 4.2: how far a Condition's statuses let it count.
enum class Standing : std::uint8_t {
  ignored,    // refuted, entered in error
  suspected,  // unconfirmed, provisional, differential
  past,       // remission, inactive, resolved, abated before the day of judgement
  counts
};
Standing standing_of(const fhir::Condition& condition, date::sys_days day);
// "history of (resolved)", "unconfirmed", "refuted" ...: why it does not count in full; empty where it does.
std::string standing_reason(const fhir::Condition& condition, date::sys_days day);

// Rule 4.8: Conditions of one site are one tumour; each cancer outside the five sites is a tumour of its own.
struct Tumour {
  std::optional<Cancer> site;      // one of the five that policies name; none: some other cancer
  std::vector<Cancer> may_be;      // rule 4.4, "site not named by the policy": appendix, C21.8, C26.0
  std::string name;                // in words, for sentences: `lung cancer`, `prostate cancer`
  bool confirmed = false;          // some mention is neither suspected nor past (rule 4.2)
  bool past = false;               // every mention is past, or past and suspected (rule 4.2)
  bool suspected = false;          // neither confirmed nor past
  bool covered_histology = false;  // rule 4.5: the histology that speaks is the one the policy names
  bool other_histology = false;    // rule 4.5: it is surely another one; neither: not documented or contradictory
  bool contradictory = false;      // rule 4.8: two histologies, one covered and one not
  bool open = false;               // of an organ that is not understood: it may be any
  bool attested = false;           // rule 9.1: known by the prescriber's statement alone
  bool recurred = false;  // clinicalStatus recurrence or relapse, a local-recurrence code, or "recurrent" in its words
  std::vector<const fhir::Entry*> conditions;  // the Conditions that name it
  // The earliest onset, recordedDate or staging of it (rule 7.5); the day it was first recorded.
  std::optional<fhir::PartialDate> first_known;
  std::optional<fhir::PartialDate> first_recorded;
  std::optional<fhir::PartialDate> past_by;  // of a past one: abatement, or the date of its Z85
  std::vector<Evidence> evidence;
};

// A cancer of the past, outside the five sites or beside an active one (rules 4.2, 4.8, 7.5).
struct PastCancer {
  std::optional<Cancer> site;
  std::string name;
  std::optional<fhir::PartialDate> past_by;  // abatement, or the date of its Z85
  const fhir::Entry* entry = nullptr;
};

// Whom a stage, a result or a treatment names (rules 5.6, 6.8, 7.5).
enum class Names : std::uint8_t {
  this_tumour,
  another,      // another tumour of the record, or a cancer of another site
  none,         // nothing, or nothing that is a primary cancer
  unresolvable  // a reference that leads nowhere
};

class Cancers {
 public:
  std::vector<Tumour> tumours;   // the primaries of rule 4.8, and past or suspected cancers of the five sites
  std::vector<PastCancer> past;  // the other past ones

  // The tumour of a site, else one that may be it; null if there is none.
  [[nodiscard]] const Tumour* of(Cancer site) const;
  // Rule 4.8: more than one tumour that is not past.
  [[nodiscard]] bool several() const;
  // Rules 5.6 and 6.8: whether a record that names no tumour is about the one of `site`: it is the only one (of those
  // that are not past, if any is not).
  [[nodiscard]] bool unlinked_is(Cancer site) const;
  // The answer to N.diagnosis (rule 4.7), the order's reason included (rule 4.1).
  [[nodiscard]] const Fact& diagnosis(Cancer site) const;

  // Which tumour these references (focus, reasonReference, assessment ...) and concepts (reasonCode) of `from` name,
  // seen from the tumour of `site`. One that names this tumour wins over others.
  [[nodiscard]] Names names(const Record& record, Cancer site, const fhir::Entry& from,
                            std::span<const fhir::Reference> references,
                            std::span<const fhir::CodeableConcept> concepts) const;

  // Whether they name the tumour of an indication that is still open: such a record counts there, so it is not set
  // aside for the sake of another indication.
  [[nodiscard]] bool claimed(const Record& record, const fhir::Entry& from, std::span<const fhir::Reference> references,
                             std::span<const fhir::CodeableConcept> concepts) const;

  std::vector<std::pair<Cancer, Fact>> diagnoses;
  std::vector<Evidence> shown;  // evidence of the primary cancers on record (rule 1.6); empty: none is documented
};

// Reads chapter 4 for the order of the record. Sets aside what does not count.
Cancers read_cancers(Record& record);

// Adds to the days on which tumours were first known what is said elsewhere than in onset and recordedDate (rule 7.5).
void date_tumours(const Record& record, Cancers& cancers);

// The primary that a secondary cancer is said to come from (mCODE), if it says so.
std::vector<fhir::Reference> related_primaries(const fhir::Condition& condition);

// The site that a concept names as a primary cancer or as an anatomical site ("lung", "colon"), coded or in words: for
// specimen sites (rule 6.8) and reasons (7.5, 7.6). None: no covered site named.
std::optional<Cancer> primary_site_named(const Record& record, const fhir::CodeableConcept& code);

// `lung cancer`, `colon or rectal cancer` ...
std::string_view name_of(Cancer site);

}  // namespace foresign::mapping
