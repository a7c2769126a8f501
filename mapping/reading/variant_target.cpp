#include "mapping/reading/variant_target.hpp"

#include "mapping/reading/variant_context.hpp"
#include "mapping/reading/variant_results.hpp"
#include "mapping/reading/variant_understood.hpp"

namespace foresign::mapping {

namespace {

// "Pertinent negatives", "Variants not detected", "Genes without mutations"
bool names_denials(const text::Text& name) {
  static constexpr auto denials = std::to_array<std::string_view>(
      {"not", "no", "negatives", "negative", "absent", "without", "undetected", "excluded", "unmutated"});
  return std::ranges::any_of(statements_of(name), [](const Statement& in) {
    return in.has_one_of(denials) &&
           std::ranges::none_of(genes_in(in), [](const GeneAt& gene) { return gene.gene == Gene::kras; });
  });
}

// "KRAS wild type", "KRAS mutation absent", "KRAS non-mutated"
bool names_wild_type(const text::Text& name) {
  static constexpr auto words = std::to_array<std::string_view>(
      {"wildtype", "wt", "wild", "unmutated", "nonmutated", "absent", "wildtyp", "absence"});
  return std::ranges::any_of(statements_of(name), [](const Statement& in) {
    if (in.has_one_of(words)) return true;
    for (std::size_t at = in.first; at + 1 < in.last; ++at)
      if ((in.word(at) == "non" || in.word(at) == "not") && in.word(at + 1).starts_with("mut")) return true;
    return false;
  });
}

bool excepts_g12c(const text::Text& name) {
  for (std::size_t at = 1; at < name.words.size(); ++at) {
    const std::string& before = name.words[at - 1].folded;
    if ((before == "non" || before == "than" || before == "except") &&
        read_variant(name.words[at].folded).change == Change::g12c)
      return true;
  }
  return false;
}

// "Genes tested", "Panel content", "KRAS reference": what was looked at, or would be normal.
bool names_no_finding(std::string_view words) {
  static constexpr auto normal =
      std::to_array<std::string_view>({"reference", "ref", "expected", "control", "normal", "false"});
  const text::Text name = text::cut(words);
  return std::ranges::any_of(statements_of(name), [](const Statement& in) {
    if (in.has_one_of(normal) || (in.has("tested") && !in.has("positive"))) return true;
    return genes_in(in).empty() && changes_in(in).empty() && names_no_result(in, in.first, in.last);
  });
}

// Every coding and the text name results, or KRAS and its changes. A code without words must be one that we know.
bool is_understood(const Record& record, const fhir::CodeableConcept& code) {
  bool any = code.empty();
  for (const fhir::Coding& coding : code.codings) {
    if (!coding.display.empty() && (!is_understood_name(coding.display) || names_no_finding(coding.display)))
      return false;
    const Concept* known = record.codes().find(Domain::kras, coding);
    const bool of_results = known != nullptr && known->role.starts_with("observation-");
    any = any || !coding.display.empty() || of_results || read_variant(coding).change != Change::none;
  }
  if (!code.text.empty() && (!is_understood_name(code.text) || names_no_finding(code.text))) return false;
  return any || !code.text.empty() || gene_of(code) == Gene::kras;
}

}  // namespace

bool has_loinc(const fhir::CodeableConcept& code, std::string_view wanted) {
  return std::ranges::any_of(code.codings, [&](const fhir::Coding& coding) {
    return coding.code == wanted && (coding.system.empty() || code_system(coding.system) == CodeSystem::loinc);
  });
}

bool is_understood_name(std::string_view words) {
  const text::Text name = text::cut(words);
  static constexpr auto asks =
      std::to_array<std::string_view>({"present", "detected", "positive", "found", "identified", "mutated"});
  // "KRAS G12C mutation present?" asks for the result, "KRAS G12C?" may be a doubt.
  if (const std::size_t mark = name.original.find('?'); mark != std::string::npos && name.words.size() > 1)
    if (mark + 1 != name.original.size() || !is_one_of(name.words.back().folded, asks)) return false;
  return std::ranges::all_of(statements_of(name), is_name_of_results);
}

Target target_of(const Record& record, const fhir::CodeableConcept& code, bool alone) {
  static constexpr std::array<std::string_view, 5> kras_codes = {"82535-6", "21702-6", "75974-6", "83059-6", "85509-8"};
  static constexpr std::array<std::string_view, 3> list_codes = {"21703-4", "36908-2", "81293-3"};
  static constexpr std::array<std::string_view, 11> parts = {"81255-2", "48003-8", "48018-6", "48004-6",
                                                             "48005-3", "81290-9", "81252-9", "47998-0",
                                                             "51969-4", "81247-9", "51958-7"};
  Target target;
  bool excepted = false;
  target.variant_profile = has_loinc(code, "69548-6");
  target.tested_list = has_loinc_of(code, list_codes);
  target.marrow = has_loinc(code, "53620-1");
  if (has_loinc_of(code, kras_codes)) target.gene = Gene::kras;
  if (has_loinc(code, "81420-2")) target.gene = Gene::open;
  for (const std::string& words : words_of(code)) {
    target.structural = target.structural || is_structural(words);
    target.germline = target.germline || is_germline(words);
    const text::Text name = text::cut(words);
    target.denies = target.denies || names_denials(name);
    if ((target.variant_profile && !alone) || has_loinc_of(code, parts)) continue;
    const VariantName named = named_in(words);
    target.of_the_test = target.of_the_test || speaks_of_the_test(words);
    if (target.gene == Gene::none) target.gene = named.gene;
    // "KRAS codon 61: negative" says nothing of codon 12.
    if (named.change == Change::none && target.change == Change::none && is_of_other_region(words))
      target.change = Change::other;
    if (named.gene == Gene::kras || named.gene == Gene::none || target.gene == Gene::open)
      if (target.change == Change::none || named.change == Change::g12c) target.change = named.change;
    if (named.change == Change::g12c && !only_names_change(words)) target.says_more = true;
    if (target.gene == Gene::kras && names_wild_type(name)) target.wild_type = true;
    // "KRAS non-G12C mutation", "KRAS mutations other than G12C"
    excepted = excepted || excepts_g12c(name);
    if (words.find("tested for") != std::string::npos || words.find("Tested for") != std::string::npos)
      target.tested_list = true;
  }
  for (const fhir::Coding& coding : code.codings) {
    const VariantName named = code_system(coding.system) == CodeSystem::loinc ? VariantName{} : read_variant(coding);
    if (named.change == Change::none || target.change != Change::none) continue;
    target.change = named.change;
    if (target.gene == Gene::none) target.gene = named.gene;
  }
  target.understood = is_understood(record, code) && !excepted;
  if (excepted) target.change = Change::other;
  if (target.gene == Gene::none && target.change == Change::none)
    if (const Gene gene = gene_of(code); gene == Gene::kras) target.gene = gene;
  return target;
}

}  // namespace foresign::mapping
