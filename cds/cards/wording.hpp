// Every sentence that a prescriber can see, on the card and in the text report. Plain text: values of the record come
// out on one line and shortened, but not escaped; the card escapes for Markdown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cds/policy/determination.hpp"
#include "cds/policy/policy.hpp"
#include "fhir/types/types.hpp"

namespace foresign::cards::wording {

// CDS Hooks 2.0, Card Attributes: fewer than 140 characters.
inline constexpr std::size_t longest_summary = 139;

// `Met`, `Not met`, `Open`.
std::string_view word(Verdict verdict);
// Of an unknown beside a part that already meets its group.
inline constexpr std::string_view not_needed = "Not needed";

// How the policy numbers the criterion among its siblings: `B)`, `ii.`, `a)`; empty for a part of one sentence.
std::string marker(const policy::Judgement& judgement);

// The one question that would settle an open criterion; an open `any` asks for either of its parts.
std::string question(const policy::Judgement& open, const policy::Policy& policy);

// Drug, verdict and the first reason.
std::string summary(const policy::Determination& determination, const policy::Policy& policy);
// The same at more length, as the detail begins.
std::string headline(const policy::Determination& determination, const policy::Policy& policy);
// What must be said before all else: sentences.
std::vector<std::string> first(const policy::Determination& determination);

// A value of the record with the names of code systems for their addresses: `NSCLC (SNOMED CT 254637007)`.
std::string readable(std::string_view value);
// `NSCLC (SNOMED CT 254637007) (Condition/c1 code, 2025-03-01), which cancer?`
std::string evidence(const policy::Judgement& judgement);
std::string evidence(const Evidence& evidence);
// What stands behind a leaf: its evidence, its reason or what is needed; empty for a group.
std::string because(const policy::Judgement& judgement);

// What a section of the detail says; empty where there is nothing to say.
std::string companion_tests(const policy::Determination& determination, const policy::Policy& policy);
std::string cancers_on_record(const policy::Determination& determination);
std::string unavailable(const policy::Determination& determination);
// One line each, the last says how many more there are.
std::vector<std::string> conflicts(const policy::Determination& determination);
std::vector<std::string> ignored(const policy::Determination& determination);
std::string not_covered(const policy::Policy& policy);
std::string policy_line(const policy::Determination& determination, const policy::Policy& policy);
std::string_view disclaimer();

// The policy in force on the day is not on file.
std::string earliest_version_used(const policy::Policy& policy);

std::string link_label(const policy::Policy& policy);
fhir::Coding topic();
std::vector<fhir::Coding> override_reasons();

}  // namespace foresign::cards::wording
