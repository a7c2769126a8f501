#include "mapping/reading/variant_parts.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/variant_results.hpp"

namespace foresign::mapping {

namespace {

std::string allele(const fhir::Value& value) {
  std::string written = shown_value(value);
  if (const auto* concept_value = std::get_if<fhir::CodeableConcept>(&value))
    written = concept_value->text.empty() && !concept_value->codings.empty() ? concept_value->codings.front().code
                                                                             : concept_value->text;
  for (char& c : written)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return written;
}

// Rule 6.2: rs121913530 is G12C with the alternate base A (on the reference strand) and reference C.
Change with_alleles(const VariantName& name, const Parts& parts) {
  if (!name.dbsnp || parts.alternate_allele.empty()) return name.change;
  if (!parts.reference_allele.empty() && parts.reference_allele != "C") return Change::open;
  if (parts.alternate_allele == "A") return Change::g12c;
  return parts.alternate_allele == "G" || parts.alternate_allele == "T" ? Change::other : Change::open;
}

struct TextName {
  VariantName name;
  Polarity says = Polarity::none;
};

// "p.Gly12Cys not detected", "G12C test pending": more than a name, so what the words say of it counts.
TextName name_in_words(const std::string& words) {
  const VariantName named = named_in(words);
  if (named.gene == Gene::other || named.change == Change::open) return {named, Polarity::none};
  const std::vector<TextClaim> claims = read_variant_text(words, Gene::kras);
  if (claims.empty()) return {};
  const auto any = [&](Says says) {
    return std::ranges::any_of(claims, [&](const TextClaim& one) { return one.says == says; });
  };
  if (any(Says::positive)) return {named, Polarity::none};
  if (any(Says::may_positive) || any(Says::no_call)) return {{named.gene, Change::g12c}, Polarity::no_call};
  const bool another = claims.front().why.find("another KRAS variant") != std::string::npos;
  if (another) return {named, Polarity::none};
  return {{named.gene, Change::g12c}, Polarity::negative};
}

// The last two hold identifiers, of dbSNP first of all.
constexpr std::array<std::string_view, 7> name_codes = {"48004-6", "48005-3", "81290-9", "81252-9",
                                                        "47998-0", "81255-2", "48003-8"};
// Components without a code, by what they are called.
constexpr std::array<std::string_view, 5> gene_labels = {"gene", "gene name", "gene studied", "gene studied id", "gen"};
constexpr std::array<std::string_view, 14> name_labels = {"amino acid change",
                                                          "amino acid change phgvs",
                                                          "protein change",
                                                          "dna change",
                                                          "dna change chgvs",
                                                          "coding change",
                                                          "variant",
                                                          "variant name",
                                                          "mutation",
                                                          "alteration",
                                                          "protein variant",
                                                          "nucleotide change",
                                                          "hgvs",
                                                          "aminosäureaustausch"};

template <std::size_t N>
bool is_named(std::string_view written, const std::array<std::string_view, N>& labels) {
  std::string folded;
  for (const text::Word& word : text::cut(written).words) folded += (folded.empty() ? "" : " ") + word.folded;
  return std::ranges::find(labels, folded) != labels.end();
}

}  // namespace

bool is_gene_part(const fhir::CodeableConcept& code) {
  return has_loinc(code, "48018-6") || (code.codings.empty() && is_named(code.text, gene_labels));
}

bool is_name_part(const fhir::CodeableConcept& code) {
  return has_loinc_of(code, name_codes) || (code.codings.empty() && is_named(code.text, name_labels));
}

Parts parts_of(const Record& record, const fhir::Observation& observation) {
  Parts parts;
  for (std::size_t i = 0; i < observation.components.size(); ++i) {
    const fhir::ObservationComponent& component = observation.components[i];
    if (component.data_absent_reason && std::holds_alternative<std::monostate>(component.value)) continue;
    const fhir::CodeableConcept& code = component.code;
    Polarity own = Polarity::none;
    for (const fhir::CodeableConcept& interpretation : component.interpretations)
      own = weaker(own, polarity_of(record, interpretation, false));
    if (own == Polarity::none && says_normal(component.interpretations)) own = Polarity::no_call;
    for (const std::string& words : words_of(code)) parts.structural = parts.structural || is_structural(words);
    for (const fhir::Coding& coding : code.codings)
      parts.structural =
          parts.structural || coding.code == "82155-3" || coding.code.find("prime-gene") != std::string::npos;
    if (is_gene_part(code)) {
      const auto* concept_value = std::get_if<fhir::CodeableConcept>(&component.value);
      const Gene gene = concept_value != nullptr ? gene_of(*concept_value) : gene_named(shown_value(component.value));
      parts.genes.push_back(gene);
      parts.gene_names.insert(concept_value != nullptr && !concept_value->codings.empty()
                                  ? concept_value->codings.front().code
                                  : shown_value(component.value));
      if (gene == Gene::kras) {
        parts.gene_at = i;
        parts.gene_says = own;
      }
    } else if (has_loinc(code, "48002-0")) {
      const auto* source = std::get_if<fhir::CodeableConcept>(&component.value);
      if (source != nullptr &&
          std::ranges::any_of(source->codings, [](const fhir::Coding& coding) { return coding.code == "LA6683-2"; }))
        parts.germline = true;
      for (const std::string& words : texts_of(component.value)) parts.germline = parts.germline || is_germline(words);
    } else if (has_loinc(code, "81258-6")) {
      const auto* frequency = std::get_if<fhir::Quantity>(&component.value);
      parts.no_frequency = frequency != nullptr && frequency->value.find('0') != std::string::npos &&
                           frequency->value.find_first_not_of("0.") == std::string::npos;
    } else if (has_loinc(code, "69547-8")) {
      parts.reference_allele = allele(component.value);
    } else if (has_loinc(code, "69551-0")) {
      parts.alternate_allele = allele(component.value);
    } else if (has_loinc(code, "48019-4") || has_loinc(code, "83005-9")) {
      for (const std::string& words : texts_of(component.value))
        parts.structural = parts.structural || is_structural(words);
    } else if (is_name_part(code)) {
      VariantName named = variant_in(component.value);
      if (named.change == Change::none)
        for (const std::string& words : texts_of(component.value))
          if (const TextName in_words = name_in_words(words); in_words.name.change != Change::none) {
            named = in_words.name;
            own = weaker(own, in_words.says);
          }
      if (named.change == Change::none) continue;
      parts.names.push_back(named);
      parts.at.push_back(i);
      parts.written.push_back(shown_value(component.value));
      parts.says.push_back(own);
      (has_loinc(code, "48005-3") ? parts.protein_names : parts.coding_names) +=
          has_loinc(code, "48005-3") || has_loinc(code, "48004-6") ? 1 : 0;
    } else if (code.empty()) {
      // A component without a code that names a change is read as one.
      const VariantName named = variant_in(component.value);
      if (named.change == Change::none) continue;
      parts.names.push_back(named);
      parts.at.push_back(i);
      parts.written.push_back(shown_value(component.value));
      parts.says.push_back(own);
    }
  }
  return parts;
}

PartsAnswer judge_parts(const Parts& parts, const Target& target, Polarity overall, bool data_absent) {
  PartsAnswer judged;
  const bool panel = parts.gene_names.size() > 1;
  Gene listed = target.gene;
  if (!panel && !parts.genes.empty()) listed = parts.genes.front();
  // A panel that lists KRAS among others leaves a bare change open.
  if (panel) listed = std::ranges::find(parts.genes, Gene::kras) != parts.genes.end() ? Gene::open : Gene::other;
  // In one variant's profile an id or accession names the gene for its other names too.
  if (!panel && listed == Gene::none) {
    for (const VariantName& name : parts.names) {
      if (name.gene == Gene::none) continue;
      listed = listed == Gene::none || listed == name.gene ? name.gene : Gene::open;
    }
  }
  bool g12c = false;
  bool g12c_negative = false;
  bool g12c_no_call = false;
  std::string other_name;
  bool other = false;
  bool open = false;
  bool gene_open = false;
  std::size_t g12c_at = 0;
  std::size_t other_at = 0;
  std::size_t open_at = 0;
  for (std::size_t i = 0; i < parts.names.size(); ++i) {
    VariantName name = parts.names[i];
    name.change = with_alleles(name, parts);
    Gene gene = listed;
    // An accession names the gene by itself, unless the coded gene contradicts it.
    if (name.gene != Gene::none)
      gene = !panel && listed != Gene::none && listed != name.gene ? (listed == Gene::open ? name.gene : Gene::open)
                                                                   : name.gene;
    if (name.gene == Gene::other && listed != Gene::kras) gene = Gene::other;
    if (gene == Gene::other) {
      judged.another_gene_g12c = judged.another_gene_g12c || name.change == Change::g12c;
      continue;
    }
    switch (name.change) {
      case Change::g12c:
        if (parts.says[i] == Polarity::negative || parts.says[i] == Polarity::wild_type)
          g12c_negative = true;
        else if (parts.says[i] == Polarity::no_call)
          g12c_no_call = true;
        else
          g12c = true;
        g12c_at = parts.at[i];
        gene_open = gene_open || gene != Gene::kras;
        if (gene == Gene::kras && name.gene == Gene::kras) gene_open = false;
        break;
      case Change::other:
        if (gene != Gene::kras) break;
        if (parts.says[i] == Polarity::negative || parts.says[i] == Polarity::wild_type ||
            parts.says[i] == Polarity::no_call)
          break;
        other = true;
        other_at = parts.at[i];
        // A protein's name says most to a reader.
        if (other_name.empty() || parts.written[i].find("p.") != std::string::npos) other_name = parts.written[i];
        break;
      case Change::open:
        open = true;
        open_at = parts.at[i];
        break;
      case Change::none:
        break;
    }
  }
  if (parts.gene_says != Polarity::none && !panel) overall = parts.gene_says;
  if (data_absent && overall == Polarity::none) overall = Polarity::no_call;
  if (parts.no_frequency && !panel && overall != Polarity::negative && overall != Polarity::wild_type)
    overall = Polarity::no_call;
  if (g12c || g12c_negative || g12c_no_call) {
    judged.component = g12c_at;
    if (!g12c) overall = g12c_no_call ? Polarity::no_call : Polarity::negative;
    const bool one_variant = parts.protein_names < 2 && parts.coding_names < 2;
    if (other && one_variant) {
      judged.answer = {Says::may_positive, "the names of the variant contradict each other", Material::not_stated,
                       false};
      return judged;
    }
    judged.answer = combine(gene_open ? Gene::open : Gene::kras, Change::g12c, false, overall);
    if (gene_open && listed == Gene::none && judged.answer.says == Says::negative) judged.answer = {};
    return judged;
  }
  if (other) {
    judged.component = other_at;
    judged.answer = with_name(combine(Gene::kras, Change::other, false, overall), other_name);
    return judged;
  }
  if (open) {
    judged.component = open_at;
    judged.answer = combine(listed == Gene::none ? Gene::kras : listed, Change::open, false, overall);
    return judged;
  }
  // A KRAS gene component alone: "KRAS: Present" does not name the variant, "KRAS: Absent" is a negative.
  if (!panel && listed == Gene::kras) {
    judged.component = parts.gene_at;
    judged.answer = combine(Gene::kras, target.change, true, overall);
  }
  return judged;
}

}  // namespace foresign::mapping
