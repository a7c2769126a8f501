#include "mapping/terminology/terminology.hpp"

#include <cctype>
#include <cstdlib>

#include "mapping/terminology/content.hpp"

namespace foresign::mapping {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

std::string without(std::string_view text, std::string_view unwanted) {
  std::string out;
  for (const char c : text)
    if (unwanted.find(c) == std::string_view::npos) out.push_back(c);
  return out;
}

}  // namespace

// Labeler and product of a National Drug Code as nine digits (5-4). Several readings where ten digits come without
// hyphens (docs/terminology.md, "Drugs").
std::vector<std::string> ndc_products(std::string_view code) {
  std::vector<std::string> parts(1);
  for (const char c : code) {
    if (c == '-') {
      parts.emplace_back();
    } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      parts.back().push_back(c);
    } else if (c != ' ' && c != '*') {
      return {};
    }
  }
  const auto padded = [](std::string digits, std::size_t width) {
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
  };
  if (parts.size() == 2 || parts.size() == 3) {
    if (parts[0].empty() || parts[1].empty() || parts[0].size() > 5 || parts[1].size() > 4) return {};
    return {padded(parts[0], 5) + padded(parts[1], 4)};
  }
  if (parts.size() != 1) return {};
  const std::string& digits = parts[0];
  if (digits.size() == 12 && digits[0] == '0') return {digits.substr(1, 9)};
  if (digits.size() == 11 || digits.size() == 9) return {digits.substr(0, 9)};
  if (digits.size() == 10)
    return {"0" + digits.substr(0, 8), digits.substr(0, 5) + "0" + digits.substr(5, 3), digits.substr(0, 9)};
  return {};
}

std::string comparable(CodeSystem system, std::string_view code) {
  switch (system) {
    case CodeSystem::icd10cm:
    case CodeSystem::icd10:
    case CodeSystem::icd10pcs:
      return upper(without(code, ". "));
    case CodeSystem::hgvs:
      return without(code, " ");
    case CodeSystem::icdo3:
    case CodeSystem::rxnorm:
    case CodeSystem::snomed:
    case CodeSystem::hgnc:
    case CodeSystem::ncbi_gene:
    case CodeSystem::clinvar:
    case CodeSystem::cosmic:
    case CodeSystem::dbsnp:
    case CodeSystem::atc:
    case CodeSystem::hcpcs:
    case CodeSystem::cpt:
    case CodeSystem::ncit:
    case CodeSystem::loinc:
      return upper(without(code, " "));
    case CodeSystem::ndc:
    case CodeSystem::cancerstaging:
    case CodeSystem::uicc:
    case CodeSystem::interpretation:
    case CodeSystem::data_absent_reason:
    case CodeSystem::other:
      break;
  }
  return std::string(code);
}

std::string key_of(CodeSystem system, std::string_view uri, std::string_view comparable_code) {
  std::string key = system == CodeSystem::other ? std::string(uri) : std::to_string(static_cast<int>(system));
  key.push_back('\x1f');
  key.append(comparable_code);
  return key;
}

Terminology::Terminology() : tables_(std::make_unique<Tables>()) {}
Terminology::Terminology(Terminology&&) noexcept = default;
Terminology& Terminology::operator=(Terminology&&) noexcept = default;
Terminology::~Terminology() = default;

const Concept* Terminology::find(Domain domain, const fhir::Coding& coding) const {
  if (coding.code.empty()) return nullptr;
  const auto& known = tables_->codes.at(static_cast<std::size_t>(domain));
  const auto found = [&](const std::string& key) -> const Concept* {
    const auto place = known.find(key);
    return place == known.end() ? nullptr : tables_->concepts[place->second].get();
  };
  CodeSystem system = code_system(coding.system);
  if (system == CodeSystem::ndc) {
    for (const std::string& product : ndc_products(coding.code))
      if (const Concept* hit = found(key_of(system, coding.system, product))) return hit;
    return nullptr;
  }
  std::string code = comparable(system, coding.code);
  if (system == CodeSystem::icd10)
    system = CodeSystem::icd10cm;  // the same classification; rule 4.4's difference is the reader's
  if (system == CodeSystem::hgnc && !code.empty() && std::isdigit(static_cast<unsigned char>(code[0])) != 0)
    code = "HGNC:" + code;
  if (const Concept* hit = found(key_of(system, coding.system, code))) return hit;
  if (system == CodeSystem::icd10cm || system == CodeSystem::icd10pcs) {
    for (; code.size() > 3; code.pop_back())
      if (const Concept* hit = found(key_of(system, coding.system, std::string_view(code).substr(0, code.size() - 1))))
        return hit;
  }
  return nullptr;
}

std::vector<const Concept*> Terminology::find_all(Domain domain, const fhir::CodeableConcept& code) const {
  std::vector<const Concept*> all;
  for (const fhir::Coding& coding : code.codings)
    if (const Concept* hit = find(domain, coding); hit != nullptr && std::ranges::find(all, hit) == all.end())
      all.push_back(hit);
  return all;
}

std::vector<PhraseMatch> Terminology::find_phrases(Domain domain, const text::Text& text) const {
  std::vector<PhraseMatch> matches;
  tables_->phrases.at(static_cast<std::size_t>(domain)).find(text, [&](std::size_t meaning, text::Span words) {
    matches.push_back({tables_->concepts[meaning].get(), words});
  });
  return matches;
}

const Concept* Terminology::concept_named(std::string_view name) const {
  const auto place = tables_->by_name.find(std::string(name));
  return place == tables_->by_name.end() ? nullptr : tables_->concepts[place->second].get();
}

std::vector<const Concept*> Terminology::drugs_of(const fhir::CodeableConcept& medication) const {
  std::vector<const Concept*> drugs = find_all(Domain::drugs, medication);
  // J9999 and the like are known to name no drug (docs/terminology.md, "Drugs"): the text has to.
  const bool named = std::ranges::any_of(drugs, [](const Concept* drug) { return drug->role != "identifies-no-drug"; });
  if (named) return drugs;
  const auto add_phrases = [&](std::string_view written) {
    const text::Text text = text::cut(written);
    for (const PhraseMatch& match : find_phrases(Domain::drugs, text))
      if (text::mention_of(text, match.words) != text::Mention::negated &&
          std::ranges::find(drugs, match.found) == drugs.end())
        drugs.push_back(match.found);
  };
  const std::size_t coded = drugs.size();
  add_phrases(medication.text);
  if (drugs.size() == coded)
    for (const fhir::Coding& coding : medication.codings) add_phrases(coding.display);
  return drugs;
}

const CancerMeaning* Terminology::cancer_meaning(const Concept& diagnosis) const {
  const auto place = tables_->cancers.find(diagnosis.name);
  return place == tables_->cancers.end() ? nullptr : &place->second;
}

std::optional<Histology> Terminology::morphology(std::string_view code) const {
  const auto slash = code.find('/');
  if (slash == std::string_view::npos || slash + 1 >= code.size()) return std::nullopt;
  // Behaviour /3 is malignant primary; /6 and /9 are metastatic and uncertain whether primary: the cell type is the
  // same.
  if (code[slash + 1] != '3' && code[slash + 1] != '6' && code[slash + 1] != '9') return std::nullopt;
  const std::string digits = without(code.substr(0, slash), " Mm-");
  if (digits.size() != 4 || !std::ranges::all_of(digits, [](unsigned char c) { return std::isdigit(c) != 0; }))
    return std::nullopt;
  const int number = std::atoi(digits.c_str());
  for (const HistologyRange& range : tables_->histologies)
    if (number >= range.first && number <= range.last) return range.histology;
  return Histology::other;
}

std::vector<WordMatch> Terminology::find_cancer_words(const text::Text& text) const {
  std::vector<WordMatch> matches;
  tables_->cancer_phrases.find(text, [&](std::size_t meaning, text::Span words) {
    WordMatch match = tables_->cancer_words[meaning];
    match.words = words;
    matches.push_back(match);
  });
  return matches;
}

std::string_view Terminology::stage_meaning(std::string_view cancer, std::string_view stage) const {
  const auto place = tables_->stage_meanings.find(std::string(cancer) + " " + std::string(stage));
  return place == tables_->stage_meanings.end() ? std::string_view{} : std::string_view(place->second);
}

}  // namespace foresign::mapping
