// What one Observation says of KRAS G12C: its code, value, components, interpretation and notes (rules 6.1 to 6.4).
#include <algorithm>
#include <array>

#include "mapping/reading/variant_parts.hpp"
#include "mapping/reading/variant_results.hpp"

namespace foresign::mapping {

namespace {

bool genetic_part(const fhir::CodeableConcept& code) {
  static constexpr std::array<std::string_view, 14> parts = {"81255-2", "48003-8", "48018-6", "48004-6", "48005-3",
                                                             "81290-9", "81252-9", "47998-0", "48002-0", "69547-8",
                                                             "69551-0", "48019-4", "51958-7", "48013-7"};
  return has_loinc_of(code, parts) || is_gene_part(code) || is_name_part(code);
}

bool speaks_of_kras(const fhir::Observation& observation) {
  const auto about = [](const std::string& words) {
    const VariantName named = named_in(words);
    return named.gene == Gene::kras || named.gene == Gene::open || named.change == Change::g12c;
  };
  const auto any = [&](const std::vector<std::string>& all) { return std::ranges::any_of(all, about); };
  if (any(words_of(observation.code)) || any(texts_of(observation.value)) || any(observation.notes)) return true;
  return std::ranges::any_of(observation.components, [&](const fhir::ObservationComponent& component) {
    if (any(words_of(component.code)) || any(texts_of(component.value))) return true;
    const auto* value = std::get_if<fhir::CodeableConcept>(&component.value);
    return value != nullptr && has_loinc(component.code, "48018-6") && gene_of(*value) == Gene::kras;
  });
}

// "Exon 2", "Codon 12"
bool is_region_of_g12c(const fhir::CodeableConcept& code) {
  return std::ranges::any_of(words_of(code), [](const std::string& words) {
    const text::Text text = text::cut(words);
    return text.words.size() == 2 && ((text.words[0].folded == "exon" && text.words[1].folded == "2") ||
                                      (text.words[0].folded == "codon" && text.words[1].folded == "12"));
  });
}

// A component of an understood name whose value names a change: "Genomic findings: KRAS p.G12C (VAF 23%)".
bool names_finding(const fhir::ObservationComponent& component, const Target& named) {
  if (!named.understood || named.denies || named.of_the_test || named.tested_list) return false;
  return std::ranges::any_of(texts_of(component.value), [](const std::string& words) {
    const VariantName name = named_in(words);
    return name.change == Change::g12c || (name.change == Change::other && name.gene == Gene::kras) ||
           (name.gene == Gene::kras && name.change != Change::none);
  });
}

}  // namespace

Result read_result(const Record& record, const fhir::Entry& entry, const fhir::Observation& observation) {
  Result result;
  result.entry = &entry;
  result.observation = &observation;
  const Target target = target_of(record, observation.code, observation.components.empty());
  result.asked = target.change;
  const std::string date = observation.effective ? shown(observation.effective) : shown(observation.issued);
  const auto claim = [&](const Answer& answer, std::string element, std::string value) {
    if (answer.says == Says::nothing) return;
    Claim made{answer.says,
               answer.why,
               {entry.reference, std::move(element), std::move(value), date, {}},
               answer.material,
               answer.germline || target.germline,
               answer.organs};
    result.claims.push_back(std::move(made));
  };
  if (target.marrow) {
    result.set_aside = "a bone marrow test says nothing of this tumour";
    return result;
  }
  if (target.tested_list) {
    if (target.gene == Gene::kras || has_loinc(observation.code, "21703-4") || speaks_of_kras(observation))
      result.set_aside = "lists what was tested for, not what was found";
    return result;
  }
  const bool has_gene_part =
      std::ranges::any_of(observation.components, [](const auto& component) { return is_gene_part(component.code); });
  // Rule 6.4: a component about KRAS decides over the observation.
  for (std::size_t i = 0; i < observation.components.size(); ++i) {
    const fhir::ObservationComponent& component = observation.components[i];
    if (genetic_part(component.code) || component.code.empty()) continue;
    Target own = target_of(record, component.code);
    if (own.marrow || own.tested_list || own.structural) continue;
    if (own.gene == Gene::none && own.change != Change::none) own.gene = target.gene;
    if (own.gene == Gene::none && target.gene == Gene::kras && has_loinc(component.code, "51969-4"))
      own.gene = Gene::kras;
    if (own.gene == Gene::other) continue;
    // "Exon 2: p.G12C" and "Findings: KRAS G12C" of a test that names KRAS, or a value that does.
    if (own.gene == Gene::none && !is_region_of_g12c(component.code) && !names_finding(component, own)) continue;
    // "Result: p.G12C" beside "Gene: KRAS" is one of its parts.
    if (own.gene == Gene::none && has_gene_part && is_result_part(component.code)) continue;
    if (own.gene == Gene::none) own.gene = target.gene;
    const Item item{
        component.code, component.value, component.interpretations, component.data_absent_reason.has_value(), {}};
    const std::string element = "component[" + std::to_string(i) + "]";
    const std::string value = shown_value(component.value);
    Answer answer = answer_of(record, item, own);
    answer.germline = answer.germline || own.germline;
    claim(answer, element + (value.empty() && !component.interpretations.empty() ? ".interpretation" : ".value"),
          value.empty() && !component.interpretations.empty() ? shown(component.interpretations.front()) : value);
  }
  const Parts parts = parts_of(record, observation);
  if (!result.claims.empty()) {
    const bool denied = parts.result == Polarity::negative || parts.result == Polarity::wild_type;
    for (Claim& one : result.claims) {
      one.germline = one.germline || parts.germline;
      if (one.says != Says::positive || (!denied && parts.result != Polarity::no_call && !parts.no_frequency)) continue;
      one.says = denied ? Says::negative : Says::no_call;
      one.why = denied ? "KRAS G12C was not detected" : "the result is inconclusive";
    }
    return result;
  }

  const bool structural = parts.structural || target.structural;
  const bool sequence_change =
      std::ranges::any_of(parts.names, [](const VariantName& name) { return name.change == Change::g12c; });
  if (structural && !sequence_change) {
    if (speaks_of_kras(observation)) result.set_aside = "a fusion or copy number finding names no KRAS variant";
    return result;
  }
  const Item item{observation.code, observation.value, observation.interpretations,
                  observation.data_absent_reason.has_value(),
                  (target.gene == Gene::kras || target.gene == Gene::open || target.variant_profile) &&
                          observation.components.empty()
                      ? observation.notes
                      : std::vector<std::string>{}};
  if (!parts.names.empty() || !parts.genes.empty()) {
    Polarity overall = own_polarity(record, item, target.gene == Gene::kras && target.change == Change::g12c);
    // A variant that is named and "normal" contradicts itself, unless a value says that it is there (rule 6.3).
    if (overall == Polarity::none && says_normal(observation.interpretations)) overall = Polarity::no_call;
    PartsAnswer judged = judge_parts(parts, target, overall, item.data_absent);
    judged.answer.germline = parts.germline;
    // What denies or blurs the variant is evidence before its name (rule 1.3).
    const bool by_value = judged.answer.says != Says::positive && overall != Polarity::none &&
                          parts.result == Polarity::none && parts.gene_says == Polarity::none;
    if (const std::string said = shown_value(observation.value); by_value && !said.empty())
      claim(judged.answer, "value", said);
    else if (by_value && !observation.interpretations.empty())
      claim(judged.answer, "interpretation", shown(observation.interpretations.front()));
    if (parts.result != Polarity::none && !parts.result_shown.empty())
      claim(judged.answer, "component[" + std::to_string(parts.result_at) + "].value", parts.result_shown);
    claim(judged.answer, "component[" + std::to_string(judged.component) + "].value",
          shown_value(observation.components[judged.component].value));
    if (result.claims.empty() && judged.another_gene_g12c)
      result.set_aside = "G12C of another gene than KRAS";
    else if (result.claims.empty() && parts.gene_names.size() > 1 &&
             std::ranges::find(parts.genes, Gene::kras) != parts.genes.end())
      result.set_aside = "lists KRAS among other genes, names no KRAS variant";
    if (!result.claims.empty() || !judged.answer.why.empty()) return result;
    // The value itself may still name the variant.
    if (!texts_of(item.value).empty() && parts.gene_names.size() < 2) {
      Target by_gene = target;
      if (!parts.genes.empty()) by_gene.gene = parts.genes.front();
      if (named_in(shown_value(item.value)).change != Change::none)
        claim(answer_of(record, item, by_gene), "value", shown_value(item.value));
    }
    return result;
  }
  Answer answer = answer_of(record, item, target);
  answer.germline = answer.germline || parts.germline;
  const std::string value = shown_value(observation.value);
  if (!value.empty())
    claim(answer, "value", value);
  else if (!observation.interpretations.empty())
    claim(answer, "interpretation", shown(observation.interpretations.front()));
  else if (!item.notes.empty())
    claim(answer, "note[0]", item.notes.front());
  else
    claim(answer, "code", shown(observation.code));
  if (!result.claims.empty() && !item.notes.empty() &&
      (result.claims.front().says == Says::positive || !value.empty()) && value != item.notes.front()) {
    // The note is part of what was read: it names the gene or the variant.
    for (std::size_t i = 0; i < item.notes.size(); ++i) {
      const VariantName named = named_in(item.notes[i]);
      if (named.gene == Gene::none && named.change == Change::none) continue;
      Claim also = result.claims.front();
      also.evidence.element = "note[" + std::to_string(i) + "]";
      also.evidence.value = item.notes[i];
      result.claims.push_back(std::move(also));
    }
  }
  if (result.claims.empty()) {
    const bool pending = target.gene == Gene::kras && value.empty();
    if (target.gene == Gene::other && target.change == Change::g12c)
      result.set_aside = "G12C of another gene than KRAS";
    else if (pending || speaks_of_kras(observation))
      result.set_aside = "names KRAS without a result for G12C";
  }
  return result;
}

}  // namespace foresign::mapping
