#include "mapping/reading/variant_parts.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/variant_results.hpp"
#include "mapping/reading/variant_statement.hpp"
#include "mapping/text/genes.hpp"

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
constexpr auto gene_labels = std::to_array<std::string_view>(
    {"gene", "gene name", "gene symbol", "gene studied", "gene studied id", "gene id", "hgnc", "hgnc symbol",
     "hugo symbol", "gen", "analyte", "biomarker", "biomarker name", "marker", "target", "target gene", "gene target"});
constexpr auto name_labels = std::to_array<std::string_view>({"amino acid change",
                                                              "amino acid change phgvs",
                                                              "aa change",
                                                              "aachange",
                                                              "protein change",
                                                              "protein effect",
                                                              "protein variant",
                                                              "protein alteration",
                                                              "protein",
                                                              "hgvsp",
                                                              "p hgvs",
                                                              "phgvs",
                                                              "hgvs protein",
                                                              "hgvsc",
                                                              "c hgvs",
                                                              "chgvs",
                                                              "hgvs coding",
                                                              "cdna change",
                                                              "cdna",
                                                              "dna change",
                                                              "dna change chgvs",
                                                              "coding change",
                                                              "coding dna change",
                                                              "nucleotide change",
                                                              "variant",
                                                              "variant name",
                                                              "variant detected",
                                                              "variant found",
                                                              "mutation",
                                                              "mutation name",
                                                              "mutation type",
                                                              "mutation found",
                                                              "alteration",
                                                              "genomic alteration",
                                                              "hgvs",
                                                              "aminosäureaustausch",
                                                              "c",
                                                              "p",
                                                              "allele"});
// What a result is called, beside KRAS, its changes and these words: "KRAS G12C result", "Mutation detected".
constexpr auto result_words = std::to_array<std::string_view>(
    {"result",    "results", "status",   "interpretation", "call",       "outcome",    "detected",
     "detection", "present", "presence", "assessment",     "conclusion", "comment",    "qualitative",
     "summary",   "final",   "overall",  "mutation",       "variant",    "mutational", "gene",
     "kras",      "finding", "value",    "test",           "analysis",   "identified", "found",
     "state",     "note",    "quality",  "observation",    "observable", "positive"});

std::string folded_label(std::string_view written) {
  std::string folded;
  for (const text::Word& word : text::cut(written).words) folded += (folded.empty() ? "" : " ") + word.folded;
  return folded;
}

template <std::size_t N>
bool is_named(std::string_view written, const std::array<std::string_view, N>& labels) {
  return std::ranges::find(labels, folded_label(written)) != labels.end();
}

// A component's own words or known code, without what stands around it.
Polarity said_in(const Record& record, const fhir::ObservationComponent& component) {
  Polarity said = Polarity::none;
  if (const auto* boolean = std::get_if<bool>(&component.value))
    said = *boolean ? Polarity::positive : Polarity::negative;
  if (const auto* answer = std::get_if<fhir::CodeableConcept>(&component.value))
    said = polarity_of(record, *answer, false);
  if (const auto* string = std::get_if<std::string>(&component.value)) said = polarity_of(*string);
  for (const fhir::CodeableConcept& interpretation : component.interpretations)
    said = weaker(said, polarity_of(record, interpretation, false));
  return said;
}

bool is_zero(std::string_view number) {
  return number.find('0') != std::string_view::npos && number.find_first_not_of("0.% ") == std::string_view::npos;
}

// "VAF", "Allele fraction", 81258-6
bool is_frequency_part(const fhir::CodeableConcept& code) {
  static constexpr auto labels = std::to_array<std::string_view>(
      {"vaf", "af", "maf", "allele frequency", "allele fraction", "allelic frequency", "variant allele frequency",
       "variant allele fraction", "mutant allele frequency", "mutant allele fraction", "allelic fraction"});
  return has_loinc(code, "81258-6") || is_named(code.text, labels);
}

class PartsReader {
 public:
  PartsReader(const Record& record, const fhir::Observation& observation)
      : record_(record), observation_(observation) {}

  Parts read() {
    for (std::size_t at = 0; at < observation_.components.size(); ++at) read(at);
    place_alleles();
    // What was looked for is found only where a result says so.
    if (asked_ < parts_.says.size() && parts_.result == Polarity::none)
      parts_.says[asked_] = weaker(parts_.says[asked_], Polarity::no_call);
    return std::move(parts_);
  }

 private:
  void read(std::size_t at) {
    const fhir::ObservationComponent& component = observation_.components[at];
    if (component.data_absent_reason && std::holds_alternative<std::monostate>(component.value)) return;
    const fhir::CodeableConcept& code = component.code;
    for (const std::string& words : words_of(code)) parts_.structural = parts_.structural || is_structural(words);
    for (const fhir::Coding& coding : code.codings)
      parts_.structural =
          parts_.structural || coding.code == "82155-3" || coding.code.find("prime-gene") != std::string::npos;
    for (const std::string& words : texts_of(component.value)) parts_.germline = parts_.germline || is_germline(words);
    const std::string value = written_value(component.value);
    if (is_gene_part(code)) {
      read_gene(at);
      // "Biomarker: KRAS G12C"
      if (std::ranges::any_of(texts_of(component.value),
                              [](const std::string& words) { return named_in(words).change != Change::none; })) {
        asked_ = parts_.says.size();
        read_name(at, true);
      }
    } else if (has_loinc(code, "48002-0")) {
      const auto* source = std::get_if<fhir::CodeableConcept>(&component.value);
      parts_.germline =
          parts_.germline || (source != nullptr && std::ranges::any_of(source->codings, [](const auto& coding) {
                                return coding.code == "LA6683-2";
                              }));
    } else if (is_frequency_part(code)) {
      parts_.no_frequency = parts_.no_frequency || is_zero(value);
    } else if (has_loinc(code, "51958-7")) {
      parts_.transcript = gene_of_accession(value);
    } else if (has_loinc(code, "48013-7") || has_loinc(code, "48000-4")) {
      if (parts_.chromosome.empty() || has_loinc(code, "48013-7")) parts_.chromosome = value;
    } else if (has_loinc(code, "81254-5")) {
      parts_.position = value;
    } else if (has_loinc(code, "69547-8")) {
      parts_.reference_allele = allele(component.value);
    } else if (has_loinc(code, "69551-0")) {
      parts_.alternate_allele = allele(component.value);
    } else if (has_loinc(code, "48019-4") || has_loinc(code, "83005-9")) {
      for (const std::string& words : texts_of(component.value))
        parts_.structural = parts_.structural || is_structural(words);
    } else if (is_name_part(code)) {
      read_name(at, true);
    } else if (code.empty()) {
      read_name(at, false);  // a component without a code that names a change is read as one
    } else {
      read_result(at);
    }
  }

  [[nodiscard]] static std::string written_value(const fhir::Value& value) {
    if (const auto* concept_value = std::get_if<fhir::CodeableConcept>(&value))
      return concept_value->codings.empty() ? concept_value->text : concept_value->codings.front().code;
    if (const auto* quantity = std::get_if<fhir::Quantity>(&value)) return quantity->value;
    return shown_value(value);
  }

  [[nodiscard]] Polarity interpreted(const fhir::ObservationComponent& component) const {
    Polarity own = Polarity::none;
    for (const fhir::CodeableConcept& interpretation : component.interpretations)
      own = weaker(own, polarity_of(record_, interpretation, false));
    return own == Polarity::none && says_normal(component.interpretations) ? Polarity::no_call : own;
  }

  void read_gene(std::size_t at) {
    const fhir::ObservationComponent& component = observation_.components[at];
    const auto* concept_value = std::get_if<fhir::CodeableConcept>(&component.value);
    Gene gene = concept_value != nullptr ? gene_of(*concept_value) : gene_named(shown_value(component.value));
    // "KRAS proto-oncogene, GTPase", "KRAS (NM_004985.5)"
    for (const std::string& words : texts_of(component.value))
      if (gene == Gene::none && is_understood_name(words)) gene = named_in(words).gene;
    parts_.genes.push_back(gene);
    parts_.gene_names.insert(concept_value != nullptr && !concept_value->codings.empty()
                                 ? concept_value->codings.front().code
                                 : shown_value(component.value));
    if (gene == Gene::kras) {
      parts_.gene_at = at;
      parts_.gene_says = interpreted(component);
    }
  }

  void read_name(std::size_t at, bool in_words) {
    const fhir::ObservationComponent& component = observation_.components[at];
    Polarity own = interpreted(component);
    VariantName named = variant_in(component.value);
    if (named.change == Change::none && in_words)
      for (const std::string& words : texts_of(component.value))
        if (const TextName one = name_in_words(words); one.name.change != Change::none) {
          named = one.name;
          own = weaker(own, one.says);
        }
    if (named.change == Change::none) {
      const auto names = [](const std::string& words) {
        return words.find_first_of("0123456789") != std::string::npos;
      };
      // "Variant detected: No", not "Not detected: p.Gly12Asp"
      if (std::ranges::none_of(texts_of(component.value), names)) read_answer(at, true);
      return;
    }
    add(named, at, shown_value(component.value), own);
    parts_.protein_names += has_loinc(component.code, "48005-3") ? 1 : 0;
    parts_.coding_names += has_loinc(component.code, "48004-6") ? 1 : 0;
  }

  void add(VariantName named, std::size_t at, std::string written, Polarity says) {
    parts_.names.push_back(named);
    parts_.at.push_back(at);
    parts_.written.push_back(std::move(written));
    parts_.says.push_back(says);
  }

  // "Result: Not detected" decides (rule 6.4). A denial under a name that is not understood leaves it open.
  void read_result(std::size_t at) {
    const fhir::ObservationComponent& component = observation_.components[at];
    const bool about_other = std::ranges::any_of(words_of(component.code), [](const std::string& words) {
      const VariantName named = named_in(words);
      const text::Text text = text::cut(words);
      const bool marker = std::ranges::any_of(text.words, [](const text::Word& word) {
        return word.folded != "kras" && text::names_gene(word.folded);  // "PD-L1"
      });
      return marker || named.gene == Gene::other || (named.change != Change::none && named.change != Change::g12c) ||
             is_of_other_region(words);
    });
    if (about_other) return;
    // "Result: p.G12C" beside "Gene: KRAS"
    const auto names_change = [](const std::string& words) { return named_in(words).change != Change::none; };
    // "KRAS": "G12C detected, G13D not detected" is read as a result of its own.
    const bool of_kras = std::ranges::any_of(
        words_of(component.code), [](const std::string& words) { return named_in(words).gene == Gene::kras; });
    if (of_kras && std::ranges::any_of(texts_of(component.value), [](const std::string& words) {
          const text::Text text = text::cut(words);
          return std::ranges::any_of(statements_of(text), [](const Statement& in) { return !changes_in(in).empty(); });
        }))
      return;
    if (is_result_part(component.code) && std::ranges::none_of(words_of(component.code), names_change) &&
        variant_in(component.value).change != Change::none)
      return read_name(at, true);
    read_answer(at, is_result_part(component.code));
  }

  void read_answer(std::size_t at, bool is_result) {
    const fhir::ObservationComponent& component = observation_.components[at];
    const Polarity said = is_result ? answer_in(component) : said_in(record_, component);
    if (said == Polarity::none || (!is_result && (said == Polarity::positive || !component.code.codings.empty())))
      return;
    parts_.result = weaker(parts_.result, is_result ? said : Polarity::no_call);
    parts_.result_shown = shown_value(component.value);
    parts_.result_at = at;
  }

  // Of a component that asks for the result: "Detected: N" denies, and what is not understood is no result.
  [[nodiscard]] Polarity answer_in(const fhir::ObservationComponent& component) const {
    static constexpr auto asks = std::to_array<std::string_view>(
        {"detected", "identified", "present", "found", "result", "mutation", "variant", "positive"});
    const Polarity said = said_in(record_, component);
    const auto* words = std::get_if<std::string>(&component.value);
    if (said != Polarity::none || words == nullptr) return said;
    const std::string answer = folded_label(*words);
    const text::Text label = text::cut(component.code.text);
    const bool asked =
        std::ranges::any_of(label.words, [](const text::Word& word) { return is_one_of(word.folded, asks); });
    if (asked && answer == "n") return Polarity::negative;
    return answer.size() == 1 && answer != "y" ? Polarity::no_call : Polarity::none;
  }

  // Chromosome, position and alleles, as VCF has them.
  void place_alleles() {
    if (parts_.position.empty() || parts_.chromosome.empty() || parts_.alternate_allele.empty()) return;
    const VariantName named = read_variant(parts_.chromosome + ":g." + parts_.position + parts_.reference_allele + ">" +
                                           parts_.alternate_allele);
    for (std::size_t at = 0; at < observation_.components.size(); ++at)
      if (named.change != Change::none && has_loinc(observation_.components[at].code, "69551-0"))
        return add(named, at, parts_.alternate_allele, Polarity::none);
  }

  std::size_t asked_ = static_cast<std::size_t>(-1);  // the name that stands where a gene is asked for
  const Record& record_;
  const fhir::Observation& observation_;
  Parts parts_;
};

}  // namespace

bool is_result_part(const fhir::CodeableConcept& code) {
  if (has_loinc(code, "69548-6")) return true;
  const std::vector<std::string> words = words_of(code);
  return !words.empty() && std::ranges::all_of(words, [](const std::string& one) {
    const text::Text text = text::cut(one);
    return std::ranges::all_of(text.words, [](const text::Word& word) {
      return is_one_of(word.folded, result_words) || read_variant(word.folded).change == Change::g12c;
    });
  });
}

bool is_gene_part(const fhir::CodeableConcept& code) {
  return has_loinc(code, "48018-6") || (code.codings.empty() && is_named(code.text, gene_labels));
}

bool is_name_part(const fhir::CodeableConcept& code) {
  return has_loinc_of(code, name_codes) || (code.codings.empty() && is_named(code.text, name_labels));
}

Parts parts_of(const Record& record, const fhir::Observation& observation) {
  return PartsReader(record, observation).read();
}

PartsAnswer judge_parts(const Parts& parts, const Target& target, Polarity overall, bool data_absent) {
  PartsAnswer judged;
  const bool panel = parts.gene_names.size() > 1;
  Gene listed = target.gene;
  if (!panel && !parts.genes.empty()) listed = parts.genes.front();
  // A panel that lists KRAS among others leaves a bare change open.
  if (panel) listed = std::ranges::find(parts.genes, Gene::kras) != parts.genes.end() ? Gene::open : Gene::other;
  if (!panel && listed == Gene::none) listed = parts.transcript;
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
  if (parts.result != Polarity::none && !panel) overall = parts.result;
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
