// What stands beside a drug in the name of a product, an order or a course (rule 7.4): what is harmless, and what makes
// the drug a thing that is only spoken of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/text/text.hpp"

namespace foresign::mapping {

// A name is of what was given, or of what is ordered: "begin Vectibix" orders, and tells of nothing given.
enum class NameKind : std::uint8_t { given, ordered };

// Phrases that are harmless as a whole, where their words alone are not: "treatment plan", "7 days off".
std::vector<text::Span> harmless_phrases(const text::Text& name, NameKind kind);

// The name without a heading that says only what it is: "Treatment plan: carboplatin", "Non-formulary: panitumumab".
std::string_view without_heading(std::string_view name);

// "Dexamethasone before docetaxel", "port for FOLFOX", "docetaxel-induced neuropathy": the drug is named, but not what
// is given.
bool beside_what_is_meant(const text::Text& text, text::Span drug);

// "Education", "port placement", "consent": something that happens around a treatment.
bool names_an_occasion(const text::Text& text);

// "Sodium chloride 0.9 % with cisplatin", "B12 injection (pemetrexed)": what is given stands before the drug.
bool goes_with(const text::Text& name, text::Span drug);
// "OP GYN CARBOPLATIN/PACLITAXEL", "HEME - ...", "(STOMACH)": a plan of those who treat other tumours.
bool is_of_another_service(const std::string& words);

}  // namespace foresign::mapping
