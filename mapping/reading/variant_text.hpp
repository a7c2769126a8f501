// What a text says of KRAS G12C (rules 6.2 to 6.5).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/questions/question.hpp"
#include "mapping/reading/variant_names.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

// What one result says of KRAS G12C.
enum class Says : std::uint8_t {
  nothing,
  no_call,       // indeterminate, insufficient, not done: does not block a negative (rule 6.6)
  negative,      // absent, wild type, or another KRAS variant (rule 6.3)
  may_positive,  // "KRAS mutated", G12X, a gene left open (rules 6.2, 6.4)
  positive
};

// A result word without its subject: "Detected", "Not detected", "Wild type".
enum class Polarity : std::uint8_t { none, positive, negative, wild_type, no_call };
Polarity polarity_of(std::string_view written);

enum class Material : std::uint8_t { not_stated, plasma, tissue };
// Plasma, cfDNA, liquid biopsy ... (rule 6.3).
Material material_of(const text::Text& text, text::Span words);
Material material_of(std::string_view written);

struct TextClaim {
  Says says = Says::nothing;
  std::string why;  // of a negative or an open one, in words: `another KRAS variant was found`
  Material material = Material::not_stated;
  bool germline = false;
  std::vector<Cancer> organs = {};  // whose tumour or specimen it is, where the words say so (rule 6.8)
  bool unnamed = false;             // a KRAS mutation without its name
  bool by_name_alone = false;       // no word says that it was found
  bool of_carried = false;          // under a gene that an earlier sentence names
};

// `context`: the gene that the text stands under (the observation's own code), where it names none itself.
std::vector<TextClaim> read_variant_text(std::string_view written, Gene context);

// The text is about single changes, other genes or other exons: a "not detected" in it does not deny the whole gene.
bool speaks_of_a_part(std::string_view written);

// "codon 61", "exon 4": places other than codon 12.
bool is_of_other_region(std::string_view written);

// Which gene a phrase is about, and whether it names the change: "KRAS G12C mutation test".
VariantName named_in(std::string_view written);
// Fusion, copy number, expression: findings that are no sequence change (rule 6.4).
bool is_structural(std::string_view written);
bool is_germline(std::string_view written);
// Orders, consent, specimens and drugs for KRAS G12C: "KRAS G12C testing done?"
bool speaks_of_the_test(std::string_view written);

}  // namespace foresign::mapping
