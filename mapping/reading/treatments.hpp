// Chapter 7 of the reading rules: what the patient was treated with before this order.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/reading/cancers.hpp"
#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/record.hpp"
#include "mapping/reading/treatment_remarks.hpp"

namespace foresign::mapping {

// One record of a treatment that counts as given, or may (rules 7.1 to 7.4), whatever tumour it was for.
struct Treatment {
  const fhir::Entry* entry = nullptr;
  std::vector<const Concept*> drugs;     // drugs, regimens and procedures that it names
  bool systemic = false;                 // rule 7.4: a systemic regimen; with `at_most_unknown`: perhaps
  bool colorectal_chemotherapy = false;  // rule 7.6 without regard to its reason
  bool chemotherapy = false;             // some drug of class chemotherapy, or an unnamed chemotherapy
  bool at_most_unknown = false;  // rule 7.4: codes that fit any drug, Z92.21, Z51.11, chemoradiation without a drug
  std::string doubt;             // why it is at most unknown: `names no drug`
  // The word "chemotherapy", and no drug: enough for 2.E where its reason names the cancer (rule 7.6).
  bool plain_chemotherapy = false;
  bool ended = false;  // completed or stopped, or an event of one moment
  std::optional<fhir::PartialDate> start;
  std::optional<fhir::PartialDate> end;
  std::optional<int> year_in_words;  // where it has no date: the latest year that is written beside it
  std::vector<fhir::Reference> reason_references;
  std::vector<fhir::CodeableConcept> reasons;
  std::vector<Said> cancers_in_words;  // primaries that its notes and the like name
  std::vector<std::string> purposes;   // "for rheumatoid arthritis" in its notes
  std::vector<Remark> remarks;         // all that is written beside it
  Evidence evidence;
};

// Why a record was set aside whose drug nobody can tell.
inline constexpr std::string_view lost_medication = "its medication could not be read: it is not in the record";

// Everything of rules 7.1 to 7.4 that began before the day of judgement (7.3). Sets aside what does not count, with
// reason.
std::vector<Treatment> read_treatments(Record& record);

// PriorTherapy (rules 7.5 to 7.8) for the tumour of `site`.
Fact answer_prior_therapy(Record& record, const Cancers& cancers, const std::vector<Treatment>& treatments, Cancer site,
                          TherapyKind kind);

// CombinedWith (rule 8.1) and IntoleranceTo (rule 8.2).
Fact answer_combination(Record& record, const Cancers& cancers, Cancer site, const std::vector<std::string>& any_of);
Fact answer_intolerance(Record& record, const std::vector<std::string>& all_of);

}  // namespace foresign::mapping
