#include <algorithm>

#include "mapping/reading/cancers.hpp"
#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/mentions.hpp"

namespace foresign::mapping {

const Tumour* Cancers::of(Cancer site) const {
  for (const Tumour& tumour : tumours)
    if (tumour.site == site) return &tumour;
  for (const Tumour& tumour : tumours)
    if (std::ranges::find(tumour.may_be, site) != tumour.may_be.end()) return &tumour;
  return nullptr;
}

bool Cancers::several() const {
  return std::ranges::count_if(tumours, [](const Tumour& tumour) { return !tumour.past; }) > 1;
}

bool Cancers::unlinked_is(Cancer site) const {
  if (tumours.empty()) return true;
  const Tumour* own = of(site);
  if (own == nullptr) return false;
  if (tumours.size() == 1) return true;
  return !own->past && !several();
}

const Fact& Cancers::diagnosis(Cancer site) const {
  return std::ranges::find(diagnoses, site, [](const auto& pair) { return pair.first; })->second;
}

Names Cancers::names(const Record& record, Cancer site, const fhir::Entry& from,
                     std::span<const fhir::Reference> references,
                     std::span<const fhir::CodeableConcept> concepts) const {
  const Tumour* own = of(site);
  bool another = false;
  bool unresolvable = false;
  const auto weigh = [&](const std::vector<Said>& said) {
    bool this_one = false;
    for (const Said& one : said) {
      if (!one.primary()) continue;
      const std::vector<Cancer> perhaps = may_be(one.site, one.stated);
      if (cancer_at(one.site) == site || std::ranges::find(perhaps, site) != perhaps.end())
        this_one = true;
      else
        another = true;
    }
    return this_one;
  };
  for (const fhir::Reference& reference : references) {
    if (reference.empty()) continue;
    const fhir::Entry* target = record.chart().find(reference, from);
    if (target == nullptr) {
      // What cannot be had may still say what it is.
      const std::vector<Said> said = read_diagnosis(record.codes(), {.codings = {}, .text = reference.display});
      if (weigh(said)) return Names::this_tumour;
      if (!said.empty()) continue;
      unresolvable = unresolvable || reference.reference.find("Condition") != std::string::npos ||
                     reference.reference.starts_with("urn:");
      continue;
    }
    const auto* condition = std::get_if<fhir::Condition>(&target->resource);
    if (condition == nullptr) continue;
    if (own != nullptr && std::ranges::find(own->conditions, target) != own->conditions.end())
      return Names::this_tumour;
    const bool of_another = std::ranges::any_of(tumours, [&](const Tumour& tumour) {
      return std::ranges::find(tumour.conditions, target) != tumour.conditions.end();
    });
    if (of_another) {
      another = true;
      continue;
    }
    if (standing_of(*condition, record.day()) == Standing::ignored) continue;
    if (weigh(read_diagnosis(record.codes(), condition->code))) return Names::this_tumour;
    // A metastasis is of the tumour that it is said to come from.
    for (const fhir::Reference& primary : related_primaries(*condition)) {
      const fhir::Entry* origin = record.chart().find(primary, *target);
      if (origin == nullptr || origin == target) continue;
      if (own != nullptr && std::ranges::find(own->conditions, origin) != own->conditions.end())
        return Names::this_tumour;
      another = another || std::ranges::any_of(tumours, [&](const Tumour& tumour) {
                  return std::ranges::find(tumour.conditions, origin) != tumour.conditions.end();
                });
    }
  }
  for (const fhir::CodeableConcept& reason : concepts)
    if (weigh(read_diagnosis(record.codes(), reason))) return Names::this_tumour;
  if (another) return Names::another;
  // The diagnosis that is not in the record is the one that the prescriber attests (rule 9.1).
  if (own != nullptr && own->attested && tumours.size() == 1) return Names::none;
  return unresolvable ? Names::unresolvable : Names::none;
}

bool Cancers::claimed(const Record& record, const fhir::Entry& from, std::span<const fhir::Reference> references,
                      std::span<const fhir::CodeableConcept> concepts) const {
  return std::ranges::any_of(diagnoses, [&](const auto& diagnosis) {
    return diagnosis.second.verdict() != Verdict::not_met && of(diagnosis.first) != nullptr &&
           names(record, diagnosis.first, from, references, concepts) == Names::this_tumour;
  });
}

std::optional<Cancer> primary_site_named(const Record& record, const fhir::CodeableConcept& code) {
  for (const Said& said : read_diagnosis(record.codes(), code))
    if (const auto site = cancer_at(said.site)) return site;
  std::vector<std::string> words{code.text};
  for (const fhir::Coding& coding : code.codings) words.push_back(coding.display);
  for (const std::string& written : words) {
    const text::Text text = text::cut(written);
    for (const WordMatch& match : record.codes().find_cancer_words(text))
      if (const auto site = cancer_at(match.site);
          site && text::mention_of(text, match.words) != text::Mention::negated)
        return site;
  }
  return std::nullopt;
}

}  // namespace foresign::mapping
