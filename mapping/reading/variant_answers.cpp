#include "mapping/reading/variant_answers.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/variant_results.hpp"
#include "mapping/reading/variant_statement.hpp"
#include "mapping/reading/variant_understood.hpp"

namespace foresign::mapping {

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

// "Pathogenic", "Heterozygous", "KRAS p.G12C": no result word, and nothing against one.
bool is_neutral(std::string_view words) {
  static constexpr auto no_findings = std::to_array<std::string_view>(
      {"normal", "reference", "ref", "result", "results", "report", "see", "comment", "other"});
  if (read_variant(words).change != Change::none || gene_named(words) != Gene::none) return true;
  const text::Text text = text::cut(words);
  const bool letters =
      std::ranges::any_of(words, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  return (letters || words.find('%') != std::string_view::npos) && is_understood_name(words) &&
         std::ranges::none_of(text.words, [](const text::Word& word) { return is_one_of(word.folded, no_findings); });
}

bool is_neutral(const fhir::Coding& coding) {
  if (!coding.display.empty()) return is_neutral(coding.display);
  const bool abnormal = coding.code == "A" || coding.code == "AA" || coding.code == "N";  // N: says_normal()
  const bool interpretation = coding.system.empty() || code_system(coding.system) == CodeSystem::interpretation;
  return (abnormal && interpretation) || read_variant(coding).change != Change::none ||
         gene_named(coding.code) != Gene::none;
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
  bool neutral = answer.empty();
  bool unread = false;  // a code of a system of answers, though a name stand beside it
  for (const fhir::Coding& coding : answer.codings) {
    const Polarity one = polarity_of(record, coding, names_g12c);
    all = weaker(all, one);
    neutral = neutral || is_neutral(coding);
    const CodeSystem system = code_system(coding.system);
    unread = unread || (one == Polarity::none && !is_neutral(coding) && coding.display.empty() &&
                        (system == CodeSystem::snomed || system == CodeSystem::loinc));
  }
  // Words beside a code that say the opposite leave it open.
  if (!answer.text.empty()) {
    all = weaker(all, mapping::polarity_of(answer.text));
    neutral = neutral || is_neutral(answer.text);
  }
  // An answer that nobody here understands is none (rule 6.4): a code without words, "N/A", "Fail".
  return all == Polarity::none && (!neutral || unread) ? Polarity::no_call : all;
}

bool says_normal(const std::vector<fhir::CodeableConcept>& interpretations) {
  return std::ranges::any_of(interpretations, [](const fhir::CodeableConcept& one) {
    return std::ranges::any_of(one.codings, [](const fhir::Coding& coding) {
      return coding.code == "N" && (coding.system.empty() || code_system(coding.system) == CodeSystem::interpretation);
    });
  });
}

namespace {

// "KRAS p.G12C (c.34G>T)", not "G12C w.t." or "G12C: -": more than a name is read as words.
bool is_name_only(std::string_view written) {
  static constexpr auto of_names =
      std::to_array<std::string_view>({"a", "c", "g", "p", "kras", "k", "ras", "mutation", "variant", "exon", "codon",
                                       "and", "het", "chr", "hg19", "hg38"});
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  const std::size_t last = written.find_last_not_of(" \t\n.");
  if (last == std::string_view::npos || !std::ranges::all_of(written, is_ascii) ||
      std::string_view("-:?+").find(written[last]) != std::string_view::npos)
    return false;
  const text::Text text = text::cut(written);
  return std::ranges::all_of(text.words, [](const text::Word& word) {
    return is_one_of(word.folded, of_names) || word.folded.find_first_of("0123456789>") != std::string::npos;
  });
}

}  // namespace

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
    return is_name_only(concept_value->text) ? read_variant(concept_value->text) : VariantName{};
  }
  if (const auto* string = std::get_if<std::string>(&value))
    return is_name_only(*string) ? read_variant(*string) : VariantName{};
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

namespace {

// "See note": the answer stands there.
bool points_to_note(std::string_view written) {
  static constexpr auto words =
      std::to_array<std::string_view>({"see", "the", "note", "notes", "comment", "comments", "below"});
  const text::Text text = text::cut(written);
  return !text.words.empty() &&
         std::ranges::all_of(text.words, [](const text::Word& word) { return is_one_of(word.folded, words); });
}

}  // namespace

Polarity own_polarity(const Record& record, const Item& item, bool names_g12c) {
  Polarity polarity = Polarity::none;
  if (const auto* answer = std::get_if<fhir::CodeableConcept>(&item.value))
    polarity = polarity_of(record, *answer, names_g12c);
  if (const auto* boolean = std::get_if<bool>(&item.value))
    polarity = *boolean ? Polarity::positive : Polarity::negative;
  if (const auto* string = std::get_if<std::string>(&item.value)) {
    polarity = mapping::polarity_of(*string);
    if (!item.notes.empty() && points_to_note(*string))
      polarity = Polarity::none;
    else if (polarity == Polarity::none && !is_neutral(*string))
      polarity = Polarity::no_call;
  }
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

namespace {

// "KRAS wild type: yes", "KRAS mutation absent: true". A no says that some variant is there.
Answer wild_type_answer(Polarity polarity, const Target& target) {
  if (polarity == Polarity::positive && target.understood)
    return {Says::negative, "KRAS wild type", Material::not_stated, false};
  if (polarity == Polarity::wild_type && target.understood)
    return {Says::negative, "KRAS wild type", Material::not_stated, false};
  if (polarity == Polarity::negative)
    return {Says::may_positive, "a KRAS mutation was found, but the record does not name which", Material::not_stated,
            false};
  return {Says::no_call, "the result is inconclusive", Material::not_stated, false};
}

// What a value names counts only under a name that is understood: not "Trial eligibility: KRAS G12C positive", nor
// "Pertinent negatives: KRAS G12C, EGFR L858R".
template <class Claim>
Claim under_name(Claim claim, const Target& target) {
  if (claim.says == Says::positive && target.denies) {
    claim.says = Says::no_call;
    claim.why = "KRAS G12C is named where results are denied";
  } else if (!target.understood && (claim.says == Says::positive || claim.says == Says::negative)) {
    claim.says = Says::no_call;
    claim.why = "what the value tells of is not understood";
  }
  return claim;
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
  // A value beside a reason for its absence is none to rely on.
  const bool denied_value = item.data_absent && !std::holds_alternative<std::monostate>(item.value);
  const auto answered = [&](bool g12c) {
    const Polarity own = own_polarity(record, item, g12c);
    return denied_value ? weaker(own, Polarity::no_call) : own;
  };
  const Polarity polarity = answered(target.change == Change::g12c && target.gene == Gene::kras);
  const VariantName coded = variant_in(item.value);
  if (coded.change != Change::none) {
    const Gene gene = coded.gene != Gene::none ? coded.gene : target.gene;
    Polarity interpreted = Polarity::none;
    for (const fhir::CodeableConcept& interpretation : item.interpretations)
      interpreted =
          weaker(interpreted, polarity_of(record, interpretation, target.change == Change::g12c && gene == Gene::kras));
    if (interpreted == Polarity::none && says_normal(item.interpretations)) interpreted = Polarity::no_call;
    if (item.data_absent) interpreted = Polarity::no_call;
    // The code "Not detected" with the text "KRAS G12C" denies it; a code that names the change beside words that deny
    // it leaves it open.
    if (const auto* answer = std::get_if<fhir::CodeableConcept>(&item.value)) {
      Polarity by_code = Polarity::none;
      bool named_by_code = false;
      for (const fhir::Coding& coding : answer->codings) {
        by_code = weaker(by_code, polarity_of(record, coding, false));
        named_by_code = named_by_code || read_variant(coding).change != Change::none;
      }
      const Polarity said = polarity_of(record, *answer, false);
      if (!named_by_code && (by_code == Polarity::negative || by_code == Polarity::wild_type))
        interpreted = weaker(interpreted, by_code);
      else if (said != Polarity::none && said != Polarity::positive)
        interpreted = weaker(interpreted, Polarity::no_call);
    }
    return under_name(with_name(combine(gene, coded.change, false, interpreted), shown_value(item.value)), target);
  }
  if (const auto* quantity = std::get_if<fhir::Quantity>(&item.value))
    if (const Answer answer = answer_of(*quantity, target, polarity); answer.says != Says::nothing) return answer;
  std::vector<TextClaim> claims;
  for (const std::string& words : texts_of(item.value))
    for (TextClaim& claim : read_variant_text(words, target.gene))
      claims.push_back(under_name(std::move(claim), target));
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
      if (interpreted == Polarity::negative || interpreted == Polarity::wild_type || interpreted == Polarity::no_call ||
          denied_value)
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
  if (target.wild_type && target.gene == Gene::kras) return wild_type_answer(polarity, target);
  // "KRAS exon 3" or "KRAS G12D" in the note: what is denied is that.
  for (const std::string& note : item.notes)
    if (target.change == Change::none && (is_of_other_region(note) || named_in(note).change == Change::other))
      return {};
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
  Answer answer = combine(gene, change, by_code, names_g12c ? answered(by_code && gene == Gene::kras) : polarity);
  if (by_code && (target.says_more || !target.understood)) {
    if (answer.says == Says::positive) {
      answer.says = Says::may_positive;
      answer.why = "what was found is said of more, or of something else, than KRAS G12C";
    } else if (answer.says == Says::negative && !target.understood) {
      answer.says = Says::no_call;
      answer.why = "what was not found is said of more, or of something else, than KRAS";
    }
  }
  // "KRAS G12C negative: no" denies twice.
  if (target.denies && answer.says == Says::negative && is_yes_or_no(item.value))
    answer = {Says::no_call, "name and answer both deny: which is meant?", Material::not_stated, false};
  for (const std::string& words : texts_of(item.value)) answer.germline = answer.germline || is_germline(words);
  // "Not detected (ctDNA)"
  std::vector<std::string> said = texts_of(item.value);
  for (const fhir::CodeableConcept& interpretation : item.interpretations)
    for (const std::string& words : words_of(interpretation)) said.push_back(words);
  for (const std::string& words : said) {
    const text::Text text = text::cut(words);
    if (answer.material == Material::not_stated) answer.material = material_of(text, {0, text.words.size()});
  }
  return answer;
}

}  // namespace foresign::mapping
