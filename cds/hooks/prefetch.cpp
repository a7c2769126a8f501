#include "cds/hooks/prefetch.hpp"

#include <array>

namespace foresign::hooks {
namespace {

// No `_include`, no repeated parameter, no other token: every client can fill these.
constexpr std::array<PrefetchKey, 12> keys = {{
    {"patient", "Patient/{{context.patientId}}", true},
    {"conditions", "Condition?patient={{context.patientId}}", true},
    {"observations", "Observation?patient={{context.patientId}}", true},
    {"diagnosticReports", "DiagnosticReport?patient={{context.patientId}}"},
    {"medicationRequests", "MedicationRequest?patient={{context.patientId}}", true},
    {"medicationStatements", "MedicationStatement?patient={{context.patientId}}", true},
    {"medicationAdministrations", "MedicationAdministration?patient={{context.patientId}}", true},
    {"medicationDispenses", "MedicationDispense?patient={{context.patientId}}", true},
    {"procedures", "Procedure?patient={{context.patientId}}"},
    {"allergies", "AllergyIntolerance?patient={{context.patientId}}"},
    {"coverage", "Coverage?patient={{context.patientId}}"},
    {"questionnaireResponses", "QuestionnaireResponse?patient={{context.patientId}}"},
}};

}  // namespace

std::span<const PrefetchKey> prefetch_keys() {
  return keys;
}

}  // namespace foresign::hooks
