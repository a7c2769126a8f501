// Single results: what one Observation or DiagnosticReport says of KRAS G12C (rules 6.1 to 6.4), before results are
// weighed against each other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mapping/reading/record.hpp"
#include "mapping/reading/variant_text.hpp"

namespace foresign::mapping {

struct Claim {
  Says says = Says::nothing;
  std::string why;  // of anything but a positive: what it says, in words
  Evidence evidence;
  Material material = Material::not_stated;
  bool germline = false;
  std::vector<Cancer> organs = {};  // whose it is, where its words say so (rule 6.8)
};

// A place around a result that may name the test which found it (rule 6.7): a method, a device, a note, a report's
// text.
struct TestName {
  Evidence place;                    // what stands there in words
  std::optional<Evidence> approved;  // where it names an approved test
  std::string other;                 // another test, in words
};

// One source with what it claims. About KRAS even where it claims nothing: a test list, another gene's G12C.
struct Result {
  const fhir::Entry* entry = nullptr;
  const fhir::Observation* observation = nullptr;  // one of the two
  const fhir::DiagnosticReport* report = nullptr;
  std::vector<Claim> claims;
  std::string
      set_aside;  // why a source about KRAS says nothing; empty where it claims something or is about other things
  const fhir::DiagnosticReport* around = nullptr;   // that contains the observation; else null
  std::vector<Of<fhir::DiagnosticReport>> reports;  // that list the observation, or the report itself
  std::vector<Of<fhir::Observation>> panels;        // of which the observation is a member
  Change asked = Change::none;                      // by the observation's own code: KRAS G12D
  std::vector<TestName> tests;                      // of a source with a positive claim

  // A result within a report is no more final than the report (rule 6.1).
  [[nodiscard]] const std::string& status() const {
    const std::string& own = observation != nullptr ? observation->status : report->status;
    return around != nullptr && result_status(around->status) > result_status(own) ? around->status : own;
  }
  // Rule 6.6: by `issued`, else effective date.
  [[nodiscard]] const std::optional<fhir::PartialDate>& when() const {
    const auto& issued = observation != nullptr ? observation->issued : report->issued;
    return issued ? issued : (observation != nullptr ? observation->effective : report->effective);
  }
};

Result read_result(const Record& record, const fhir::Entry& entry, const fhir::Observation& observation);
Result read_result(const Record& record, const fhir::Entry& entry, const fhir::DiagnosticReport& report);

// All sources that are about KRAS, contained ones of reports too, each with its reports and the material it was found
// in.
struct Results {
  std::vector<Result> read;
  // Where there are more than can be read, the first that was not: it or one after it may be positive, or correct a
  // positive one.
  const fhir::Entry* first_unread = nullptr;
};
Results read_results(const Record& record);

}  // namespace foresign::mapping
