#include "mapping/reading/variant_answers.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/variant_results.hpp"
#include "mapping/reading/variant_statement.hpp"

namespace foresign::mapping {

bool has_loinc(const fhir::CodeableConcept& code, std::string_view wanted) {
  return std::ranges::any_of(code.codings, [&](const fhir::Coding& coding) {
    return coding.code == wanted && (coding.system.empty() || code_system(coding.system) == CodeSystem::loinc);
  });
}

Target target_of(const fhir::CodeableConcept& code, bool alone) {
  static constexpr std::array<std::string_view, 5> kras_codes = {"82535-6", "21702-6", "75974-6", "83059-6", "85509-8"};
  static constexpr std::array<std::string_view, 2> list_codes = {"21703-4", "36908-2"};
  static constexpr std::array<std::string_view, 11> parts = {"81255-2", "48003-8", "48018-6", "48004-6",
                                                             "48005-3", "81290-9", "81252-9", "47998-0",
                                                             "51969-4", "81247-9", "51958-7"};
  Target target;
  target.variant_profile = has_loinc(code, "69548-6");
  target.tested_list = has_loinc_of(code, list_codes);
  target.marrow = has_loinc(code, "53620-1");
  if (has_loinc_of(code, kras_codes)) target.gene = Gene::kras;
  if (has_loinc(code, "81420-2")) target.gene = Gene::open;
  for (const std::string& words : words_of(code)) {
    target.structural = target.structural || is_structural(words);
    target.germline = target.germline || is_germline(words);
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
    if (words.find("tested for") != std::string::npos || words.find("Tested for") != std::string::npos)
      target.tested_list = true;
  }
  for (const fhir::Coding& coding : code.codings) {
    const VariantName named = code_system(coding.system) == CodeSystem::loinc ? VariantName{} : read_variant(coding);
    if (named.change == Change::none || target.change != Change::none) continue;
    target.change = named.change;
    if (target.gene == Gene::none) target.gene = named.gene;
  }
  if (target.gene == Gene::none && target.change == Change::none)
    if (const Gene gene = gene_of(code); gene == Gene::kras) target.gene = gene;
  return target;
}

namespace {

Polarity polarity_of(const Record& record, const fhir::Coding& coding, bool names_g12c) {
  // The oncology registries' local answers: mutated, wild type, other.
  if (coding.system.find("auspraegung") != std::string::npos) {
    if (coding.code == "M") return Polarity::positive;
    if (coding.code == "W") return Polarity::wild_type;
    return Polarity::no_call;
  }
  const CodeSystem system = code_system(coding.system);
  const bool interpretation = system == CodeSystem::interpretation || coding.system.empty();
  // Rule 6.3: N says "not detected" only where the code itself is KRAS G12C; elsewhere normal and abnormal say nothing.
  if (interpretation && (coding.code == "N" || coding.code == "A" || coding.code == "AA"))
    return coding.code == "N" && names_g12c ? Polarity::negative : Polarity::none;
  if (interpretation && (coding.code == "NEG" || coding.code == "ND")) return Polarity::negative;
  if (interpretation && (coding.code == "POS" || coding.code == "DET")) return Polarity::positive;
  if (interpretation && (coding.code == "IND" || coding.code == "E" || coding.code == "IE" || coding.code == "NR"))
    return Polarity::no_call;
  if (const Concept* known = record.codes().find(Domain::kras, coding)) {
    if (known->role == "no-result") return Polarity::no_call;
    if (known->name.starts_with("result-") || known->name.starts_with("interpretation-")) {
      const Polarity displayed = mapping::polarity_of(coding.display);
      const bool positive = known->name == "result-present" || known->name == "result-positive" ||
                            known->name == "result-detected" || known->name == "interpretation-positive";
      // Public files label LA11882-0 (Detected) as "not detected": such an answer claims nothing.
      if (positive && (displayed == Polarity::negative || displayed == Polarity::wild_type)) return Polarity::no_call;
      if (known->role == "negative") return displayed == Polarity::positive ? Polarity::no_call : Polarity::negative;
      return positive ? Polarity::positive : Polarity::none;
    }
  }
  if (!coding.display.empty()) return mapping::polarity_of(coding.display);
  return system == CodeSystem::other || coding.system.empty() ? mapping::polarity_of(coding.code) : Polarity::none;
}

}  // namespace

Polarity weaker(Polarity left, Polarity right) {
  if (left == Polarity::none) return right;
  if (right == Polarity::none || left == right) return left;
  const auto is_negative = [](Polarity one) { return one == Polarity::negative || one == Polarity::wild_type; };
  if (is_negative(left) && is_negative(right)) return Polarity::wild_type;
  return Polarity::no_call;
}

Polarity polarity_of(const Record& record, const fhir::CodeableConcept& answer, bool names_g12c) {
  Polarity all = Polarity::none;
  for (const fhir::Coding& coding : answer.codings) all = weaker(all, polarity_of(record, coding, names_g12c));
  // Words beside a code that say the opposite leave it open.
  if (!answer.text.empty()) all = weaker(all, mapping::polarity_of(answer.text));
  return all;
}

bool says_normal(const std::vector<fhir::CodeableConcept>& interpretations) {
  return std::ranges::any_of(interpretations, [](const fhir::CodeableConcept& one) {
    return std::ranges::any_of(one.codings, [](const fhir::Coding& coding) {
      return coding.code == "N" && (coding.system.empty() || code_system(coding.system) == CodeSystem::interpretation);
    });
  });
}

VariantName variant_in(const fhir::Value& value) {
  if (const auto* concept_value = std::get_if<fhir::CodeableConcept>(&value)) {
    VariantName found;
    for (const fhir::Coding& coding : concept_value->codings)
      if (const VariantName named = read_variant(coding); named.change != Change::none) {
        if (found.change == Change::none || found.change == Change::open)
          found = named;
        else if (found.change != named.change && named.change != Change::open)
          return {found.gene, Change::open};
      }
    if (found.change != Change::none) return found;
    return read_variant(concept_value->text);
  }
  if (const auto* string = std::get_if<std::string>(&value)) return read_variant(*string);
  return {};
}

std::string shown_value(const fhir::Value& value) {
  if (const auto* concept_value = std::get_if<fhir::CodeableConcept>(&value)) return shown(*concept_value);
  if (const auto* string = std::get_if<std::string>(&value)) return *string;
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
  if (const auto* quantity = std::get_if<fhir::Quantity>(&value))
    return quantity->value + (quantity->unit.empty() ? "" : " " + quantity->unit);
  if (const auto* other = std::get_if<fhir::OtherValue>(&value)) return other->written;
  return {};
}

std::vector<std::string> texts_of(const fhir::Value& value) {
  if (const auto* concept_value = std::get_if<fhir::CodeableConcept>(&value)) {
    // Codes first: a display counts only where its code says nothing (rule 6.2, "the id wins").
    std::vector<std::string> texts;
    if (!concept_value->text.empty()) texts.push_back(concept_value->text);
    for (const fhir::Coding& coding : concept_value->codings)
      if (!coding.display.empty() && std::ranges::find(texts, coding.display) == texts.end())
        texts.push_back(coding.display);
    return texts;
  }
  if (const auto* string = std::get_if<std::string>(&value)) return {*string};
  return {};
}

Answer with_name(Answer answer, const std::string& written) {
  constexpr std::string_view bare = "another KRAS variant was found";
  if (answer.why == bare && !written.empty()) answer.why += " (" + change_shown(written) + ")";
  return answer;
}

Answer combine(Gene gene, Change change, bool change_by_code, Polarity polarity) {
  const bool negative = polarity == Polarity::negative || polarity == Polarity::wild_type;
  if (gene == Gene::other) return {};
  if (polarity == Polarity::no_call) {
    if (gene == Gene::none) return {};
    if (change == Change::other) return {};
    return {Says::no_call, "the result is inconclusive", Material::not_stated, false};
  }
  switch (change) {
    case Change::g12c:
      if (negative && gene != Gene::none)
        return {Says::negative, "KRAS G12C was not detected", Material::not_stated, false};
      if (negative || (change_by_code && polarity == Polarity::none)) return {};
      if (gene != Gene::kras)
        return {Says::may_positive, "the gene of the G12C variant is left open", Material::not_stated, false};
      return {Says::positive, {}, Material::not_stated, false};
    case Change::other:
      if (gene != Gene::kras || (change_by_code && polarity == Polarity::none)) return {};
      // "G12D absent" says nothing of G12C (rule 6.3).
      if (polarity == Polarity::wild_type && !change_by_code)
        return {Says::negative, "KRAS wild type", Material::not_stated, false};
      if (negative) return {};
      return {Says::negative, "another KRAS variant was found", Material::not_stated, false};
    case Change::open:
      if (gene == Gene::none) return {};
      if (negative) return {Says::negative, "no KRAS codon 12 mutation was detected", Material::not_stated, false};
      if (change_by_code && polarity == Polarity::none) return {};
      return {Says::may_positive, "the KRAS variant named covers G12C among others", Material::not_stated, false};
    case Change::none:
      break;
  }
  if (gene == Gene::none) return {};
  if (polarity == Polarity::wild_type) return {Says::negative, "KRAS wild type", Material::not_stated, false};
  if (negative) return {Says::negative, "no KRAS mutation was detected", Material::not_stated, false};
  if (polarity == Polarity::positive)
    return {Says::may_positive,
            gene == Gene::kras ? "a KRAS mutation was found, but the record does not name which"
                               : "a RAS mutation was found, but not in which gene",
            Material::not_stated, false};
  return {};
}

namespace {

// Of several texts: any positive; else the negative and the open ones in the order of what they may still be.
const TextClaim* strongest(const std::vector<TextClaim>& claims) {
  const TextClaim* best = nullptr;
  for (const TextClaim& claim : claims)
    if (best == nullptr || static_cast<int>(claim.says) > static_cast<int>(best->says)) best = &claim;
  return best;
}

}  // namespace

Polarity own_polarity(const Record& record, const Item& item, bool names_g12c) {
  Polarity polarity = Polarity::none;
  if (const auto* answer = std::get_if<fhir::CodeableConcept>(&item.value))
    polarity = polarity_of(record, *answer, names_g12c);
  if (const auto* boolean = std::get_if<bool>(&item.value))
    polarity = *boolean ? Polarity::positive : Polarity::negative;
  if (const auto* string = std::get_if<std::string>(&item.value)) polarity = mapping::polarity_of(*string);
  Polarity interpreted = Polarity::none;
  for (const fhir::CodeableConcept& interpretation : item.interpretations)
    interpreted = weaker(interpreted, polarity_of(record, interpretation, names_g12c));
  return weaker(polarity, interpreted);
}

namespace {

// A frequency under the code of KRAS G12C itself. It is no result: without an interpretation only 0 % says something.
Answer answer_of(const fhir::Quantity& quantity, const Target& target, Polarity polarity) {
  if (target.gene != Gene::kras || target.change != Change::g12c || polarity != Polarity::none) return {};
  const bool zero = quantity.comparator.empty() && quantity.value.find('0') != std::string::npos &&
                    quantity.value.find_first_not_of("0.") == std::string::npos;
  const bool frequency = quantity.unit.find('%') != std::string::npos || quantity.code == "%" || quantity.code == "1" ||
                         quantity.unit.starts_with("percent");
  if (zero && frequency) return {Says::negative, "KRAS G12C was not detected", Material::not_stated, false};
  const std::string shown = quantity.comparator + quantity.value + (quantity.unit.empty() ? "" : " " + quantity.unit);
  if (!frequency || zero || quantity.comparator.starts_with('<'))
    return {Says::no_call, "a quantity (" + shown + ") without a result", Material::not_stated, false};
  return {Says::may_positive, "a frequency (" + shown + ") without a result: was it detected?", Material::not_stated,
          false};
}

}  // namespace

namespace {

// "KRAS G12C testing done? Yes": an answer that says nothing of the result (rule 6.4).
bool is_yes_or_no(const fhir::Value& value) {
  if (std::holds_alternative<bool>(value)) return true;
  const std::vector<std::string> texts = texts_of(value);
  return !texts.empty() && std::ranges::all_of(texts, [](const std::string& words) {
    static constexpr std::array<std::string_view, 6> answers = {"yes", "no", "y", "n", "ja", "nein"};
    const text::Text text = text::cut(words);
    return text.words.size() == 1 && std::ranges::find(answers, text.words.front().folded) != answers.end();
  });
}

}  // namespace

Answer answer_of(const Record& record, const Item& item, const Target& target) {
  if (target.gene == Gene::other && target.change != Change::g12c) {
    // Another gene's test; its value may still name KRAS ("Other findings: KRAS G12C").
    std::vector<TextClaim> claims;
    for (const std::string& words : texts_of(item.value))
      for (TextClaim& claim : read_variant_text(words, Gene::other)) claims.push_back(std::move(claim));
    const TextClaim* best = strongest(claims);
    return best == nullptr ? Answer{} : Answer{best->says, best->why, best->material, best->germline, best->organs};
  }
  const Polarity polarity = own_polarity(record, item, target.change == Change::g12c && target.gene == Gene::kras);
  const VariantName coded = variant_in(item.value);
  if (coded.change != Change::none) {
    const Gene gene = coded.gene != Gene::none ? coded.gene : target.gene;
    Polarity interpreted = Polarity::none;
    for (const fhir::CodeableConcept& interpretation : item.interpretations)
      interpreted =
          weaker(interpreted, polarity_of(record, interpretation, target.change == Change::g12c && gene == Gene::kras));
    if (interpreted == Polarity::none && says_normal(item.interpretations)) interpreted = Polarity::no_call;
    if (item.data_absent) interpreted = Polarity::no_call;
    // A code that names the change beside words that deny it.
    if (const auto* answer = std::get_if<fhir::CodeableConcept>(&item.value)) {
      Polarity said = polarity_of(record, *answer, false);
      if (!answer->text.empty()) said = weaker(said, mapping::polarity_of(answer->text));
      if (said != Polarity::none && said != Polarity::positive) interpreted = weaker(interpreted, Polarity::no_call);
    }
    return with_name(combine(gene, coded.change, false, interpreted), shown_value(item.value));
  }
  if (const auto* quantity = std::get_if<fhir::Quantity>(&item.value))
    if (const Answer answer = answer_of(*quantity, target, polarity); answer.says != Says::nothing) return answer;
  std::vector<TextClaim> claims;
  for (const std::string& words : texts_of(item.value))
    for (TextClaim& claim : read_variant_text(words, target.gene)) claims.push_back(std::move(claim));
  std::size_t in_value = claims.size();
  for (const std::string& note : item.notes)
    for (TextClaim& claim : read_variant_text(note, target.gene)) claims.push_back(std::move(claim));
  if (const TextClaim* best = strongest(claims)) {
    const bool denied = polarity == Polarity::negative || polarity == Polarity::wild_type;
    const bool from_value = in_value > 0;
    Answer answer{best->says, best->why, best->material, best->germline, best->organs};
    // A variant in the note under a negative result was looked for, not found.
    if ((best->says == Says::positive || best->says == Says::may_positive) && !from_value) {
      if (denied) return {Says::negative, "KRAS G12C was not detected", best->material, best->germline};
      const bool normal = polarity == Polarity::none && says_normal(item.interpretations);
      if (polarity == Polarity::no_call || item.data_absent || normal)
        return {Says::no_call, "the result is inconclusive", best->material, best->germline};
    }
    if (best->says == Says::negative && !from_value && polarity == Polarity::positive && target.change == Change::g12c)
      return {Says::may_positive, "value and note disagree", best->material, best->germline};
    if (best->says == Says::positive && from_value) {
      Polarity interpreted = Polarity::none;
      for (const fhir::CodeableConcept& interpretation : item.interpretations)
        interpreted = weaker(interpreted, polarity_of(record, interpretation, true));
      if (interpreted == Polarity::negative || interpreted == Polarity::wild_type || interpreted == Polarity::no_call)
        return {Says::may_positive, "value and interpretation disagree", best->material, best->germline};
    }
    return answer;
  }
  if (item.data_absent && polarity == Polarity::none)
    return target.gene == Gene::none ? Answer{}
                                     : Answer{Says::no_call, "no result was obtained", Material::not_stated, false};
  // "G12D not detected" leaves G12C open (rule 6.3).
  for (const std::string& words : texts_of(item.value))
    if (speaks_of_a_part(words)) return {};
  if (target.of_the_test && is_yes_or_no(item.value)) return {};
  Gene gene = target.gene;
  Change change = target.change;
  bool by_code = true;
  if (gene == Gene::none || change == Change::none) {
    for (const std::string& note : item.notes) {
      const VariantName named = named_in(note);
      if (gene == Gene::none) gene = named.gene;
      // A name alone in a note that tells nothing else, "KRAS G12C test ordered", is no finding.
      const bool denied = polarity == Polarity::negative || polarity == Polarity::wild_type;
      if (change == Change::none && named.change != Change::none && denied) {
        change = named.change;
        by_code = false;
      }
    }
  }
  const bool names_g12c = change == Change::g12c;
  Answer answer =
      combine(gene, change, by_code, names_g12c ? own_polarity(record, item, by_code && gene == Gene::kras) : polarity);
  if (answer.says == Says::positive && by_code && target.says_more) {
    answer.says = Says::may_positive;
    answer.why = "what was found is said of more, or of something else, than KRAS G12C";
  }
  return answer;
}

}  // namespace foresign::mapping
