// What may stand beside a finding without changing what it says. A sentence or a heading of which every word is known
// here states a result of this tumour's; of any other nobody can tell whether it does: it may tell of a trial, a
// relative, a specimen that failed, a mutation in general (rules 6.2 to 6.5). Such a result is left open.
#pragma once

#include <vector>

#include "mapping/reading/variant_statement.hpp"

namespace foresign::mapping {

// "Shows", "harbours", "identified": a verb that leads to what was found.
bool tells_of_a_finding(std::string_view folded);
// The word at `at` changes nothing of what the sentence finds.
bool is_harmless(const Statement& in, std::size_t at);
// The same of a word behind the name of the variant, where it may tell of remedies: "sensitive to sotorasib".
bool is_harmless_behind(const Statement& in, std::size_t at);
// Every word of the sentence around `subject`, and the sentence tells of this tumour, not of such variants in general;
// what follows may tell of remedies too ("sensitive to sotorasib").
bool is_understood_finding(const Statement& in, text::Span subject);
// The same of a sentence that denies `subject`: a finding is denied, not a test, a specimen or a remedy.
bool is_understood_denial(const Statement& in, text::Span subject);
// A heading, a field's name, the name of an observation or of its method: "Genomic findings", "Outside NGS report".
bool is_understood_heading(const Statement& in);
// The same, with the words that name observations and kits but stand in no finding: "Companion diagnostic,
// qualitative".
bool is_name_of_results(const Statement& in);
// A sentence on the test that was done; `known`: names of tests in it.
// Whether a sentence answers the question for a result, and speaks of nothing else: "not detected in this biopsy", not
// "no tumor present", "positive for malignancy".
bool is_understood_answer(const Statement& in);
// A word for reports, tests and their parts.
bool is_word_of_reports(std::string_view folded);
bool is_understood_test(const Statement& in, const std::vector<text::Span>& known);

}  // namespace foresign::mapping
