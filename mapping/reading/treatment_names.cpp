#include "mapping/reading/treatment_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mapping/reading/treatment_name_words.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/understood.hpp"

namespace foresign::mapping {
namespace {

void add(std::vector<const Concept*>& list, const Concept* one) {
  if (one != nullptr && std::ranges::find(list, one) == list.end()) list.push_back(one);
}

void add_words(std::string& words, std::string_view more) {
  if (more.empty()) return;
  if (!words.empty()) words += "\n";  // a line break bounds a statement (rule 6.5)
  words += more;
}

// Antineoplastics that the tables do not know: they may have been a treatment, and are shown (rule 7.4).
const WordList& other_antineoplastics() {
  static const WordList words{
      "mitomycin",   "mitomycin C",  "mitomycin-C",   "Mutamycin",    "Jelmyto",       "doxorubicin",   "adriamycin",
      "epirubicin",  "raltitrexed",  "Tomudex",       "floxuridine",  "FUDR",          "topotecan",     "Hycamtin",
      "nintedanib",  "Vargatef",     "Ofev",          "anlotinib",    "apatinib",      "vinblastine",   "ifosfamide",
      "nedaplatin",  "lobaplatin",   "necitumumab",   "capmatinib",   "Tabrecta",      "brigatinib",    "lorlatinib",
      "Lorbrena",    "ceritinib",    "dacomitinib",   "dabrafenib",   "trametinib",    "selpercatinib", "Retevmo",
      "pralsetinib", "entrectinib",  "larotrectinib", "lazertinib",   "camrelizumab",  "sintilimab",    "ivonescimab",
      "cadonilimab", "icotinib",     "almonertinib",  "aumolertinib", "furmonertinib", "datopotamab",   "Datroway",
      "divarasib",   "garsorasib",   "fulzerasib",    "glecirasib",   "olomorasib",    "trastuzumab",   "pertuzumab",
      "tucatinib",   "mitoxantrone", "bleomycin",     "endostar",     "cobimetinib",   "Sutent",        "sunitinib",
      "sorafenib",   "lenvatinib",   "everolimus"};
  return words;
}

// A name counts only where all of it is understood (`kind`: by what is understood); of a note, each statement counts by
// itself.
void read_words(const Terminology& codes, std::string_view written, std::optional<NameKind> kind, Named& named) {
  static const WordList systemic_chemotherapy{"systemic chemotherapy", "systemische chemotherapie",
                                              "systemischen chemotherapie", "systemischer chemotherapie"};
  static const WordList unnamed{"chemotherapy",
                                "immunotherapy",
                                "chemotherapie",
                                "immuntherapie",
                                "antineoplastic",
                                "cytostatic",
                                "chemoradiation",
                                "chemoradiotherapy",
                                "chemo",
                                "targeted therapy",
                                "systemic therapy",
                                "CRT",
                                "CCRT",
                                "chemoRT",
                                "chemo-RT",
                                "radiochemotherapy",
                                "radiochemotherapie",
                                "chemoradiotherapie",
                                "systemische therapie",
                                "systemtherapie",
                                "HIPEC",
                                "PIPAC"};
  if (written.empty()) return;
  const text::Text text = text::cut(kind ? without_heading(written) : written);
  const std::vector<PhraseMatch> matches = codes.find_phrases(Domain::drugs, text);
  constexpr std::size_t longest_name = 200;  // in words; what is longer is no name
  if (kind && text.words.size() > longest_name) {
    for (const PhraseMatch& match : matches) add(named.in_passing, match.found);
    return;
  }
  bool understood = true;
  if (kind) {
    std::vector<text::Span> known = harmless_phrases(text, *kind);
    for (const PhraseMatch& match : matches) known.push_back(match.words);
    for (const text::Span other : other_antineoplastics().all_in(text)) known.push_back(other);
    // "Docetaxel on progression": under a condition.
    static const WordList conditions{"on progression", "at progression", "upon progression", "bei progress"};
    understood = is_understood(text, known, NameOf::treatment) && !conditions.occur_in(text);
  }
  std::size_t passing_statement = text.statements + 1;
  for (const PhraseMatch& match : matches) {
    const text::Mention mention = text::mention_of(text, match.words);
    if (mention == text::Mention::negated || mention == text::Mention::family) continue;
    const std::size_t statement = text.words[match.words.first].statement;
    if (beside_what_is_meant(text, match.words) || (kind && goes_with(text, match.words)))
      passing_statement = statement;  // and the rest of the list with it
    add(understood && holds(mention) && statement != passing_statement ? named.drugs : named.in_passing, match.found);
  }
  for (const text::Span span : systemic_chemotherapy.all_in(text)) {
    if (!holds(text::mention_of(text, span))) continue;
    (!understood || beside_what_is_meant(text, span) ? named.unnamed : named.systemic_chemotherapy) = true;
  }
  if (unnamed.stated_in(text) || (kind && other_antineoplastics().stated_in(text))) named.unnamed = true;
  static const WordList plain{"chemotherapy", "chemotherapie", "chemo"};
  for (const text::Span span : plain.all_in(text))
    if (understood && holds(text::mention_of(text, span)) && !beside_what_is_meant(text, span))
      named.plain_chemotherapy = true;
}

bool has(const std::vector<const Concept*>& drugs, std::string_view name) {
  return std::ranges::any_of(drugs, [&](const Concept* drug) { return drug->name == name; });
}

void remove(std::vector<const Concept*>& drugs, std::string_view name) {
  std::erase_if(drugs, [&](const Concept* drug) { return drug->name == name; });
}

// An ingredient code has no route; the code of the product beside it has (docs/terminology.md, "Drugs").
void settle_products(const Terminology& codes, std::vector<const Concept*>& drugs) {
  if (has(drugs, "fluorouracil-topical")) remove(drugs, "fluorouracil");
  if (has(drugs, "bevacizumab-ophthalmic")) remove(drugs, "bevacizumab");
  if (has(drugs, "aflibercept-ophthalmic")) remove(drugs, "aflibercept-route-unspecified");
  // Trifluridine alone is an eye drop, with tipiracil a chemotherapy.
  if (has(drugs, "trifluridine-component") && has(drugs, "tipiracil-component"))
    add(drugs, codes.concept_named("trifluridine-tipiracil"));
}

bool is_unknown_antineoplastic(const fhir::Coding& coding) {
  if (code_system(coding.system) == CodeSystem::atc) return coding.code.starts_with("L01");
  // J8999 and J9999: some chemotherapy, no drug.
  return code_system(coding.system) == CodeSystem::hcpcs && (coding.code == "J8999" || coding.code == "J9999");
}

void merge(Named& into, const Named& from) {
  for (const Concept* drug : from.drugs) add(into.drugs, drug);
  for (const Concept* drug : from.in_passing) add(into.in_passing, drug);
  into.systemic_chemotherapy = into.systemic_chemotherapy || from.systemic_chemotherapy;
  into.unnamed = into.unnamed || from.unnamed;
  into.plain_chemotherapy = into.plain_chemotherapy || from.plain_chemotherapy;
  add_words(into.words, from.words);
}

// `Chemo IVPB premix: carboplatin`: what the ingredients of a product name.
void add_ingredient(Named& named, const Named& ingredient) {
  if (!ingredient.drugs.empty() || !ingredient.in_passing.empty())
    named.value += (named.value.empty() ? "" : named.drugs.empty() ? ": " : ", ") + ingredient.value;
  merge(named, ingredient);
}

void read_medication_resource(const Record& record, const fhir::Entry& holder, const Of<fhir::Medication>& found,
                              NameKind kind, Named& named) {
  const Terminology& codes = record.codes();
  const fhir::Medication& medication = *found;
  if (medication.status == "entered-in-error") return;
  const Named product = read_drugs(codes, medication.code, kind);
  named.value = product.value;
  named.beside_code = product.beside_code;
  merge(named, product);
  add_words(named.words, read_drugs(codes, medication.form).words);
  if (!named.drugs.empty()) return;
  // The product's code says nothing that we know: its ingredients do.
  for (const fhir::CodeableConcept& ingredient : medication.ingredients)
    add_ingredient(named, read_drugs(codes, ingredient, kind));
  for (const fhir::Reference& reference : medication.ingredient_references) {
    auto part = record.find<fhir::Medication>(reference, *found.entry);
    if (part.entry == nullptr) part = record.find<fhir::Medication>(reference, holder);
    add_ingredient(
        named,
        read_drugs(codes,
                   part.entry != nullptr ? part->code : fhir::CodeableConcept{.codings = {}, .text = reference.display},
                   kind));
  }
  settle_products(codes, named.drugs);
}

// Every coding that names a drug of its own, where no text names them all (rule 1.3).
std::string shown_drugs(const Terminology& codes, const fhir::CodeableConcept& code) {
  std::string all;
  std::vector<const Concept*> shown_so_far;
  for (const fhir::Coding& coding : code.codings) {
    const Concept* drug = codes.find(Domain::drugs, coding);
    if (drug == nullptr || std::ranges::find(shown_so_far, drug) != shown_so_far.end()) continue;
    shown_so_far.push_back(drug);
    all += (all.empty() ? "" : ", ") + shown(coding);
  }
  return code.text.empty() && shown_so_far.size() > 1 ? all : shown(code);
}

}  // namespace

bool Named::names(std::string_view drug) const {
  return has(drugs, drug);
}

bool is_systemic_class(const Concept& drug) {
  return drug.domain == Domain::drugs && (drug.drug_class == "chemotherapy" || drug.drug_class == "immunotherapy" ||
                                          drug.drug_class == "targeted" || drug.drug_class == "antiangiogenic");
}

Named read_drugs(const Terminology& codes, const fhir::CodeableConcept& code, NameKind kind) {
  Named named;
  named.value = shown(code);
  add_words(named.words, code.text);
  for (const fhir::Coding& coding : code.codings) add_words(named.words, coding.display);

  for (const Concept* drug : codes.find_all(Domain::drugs, code))
    if (drug->role != "identifies-no-drug") add(named.drugs, drug);
  if (named.drugs.empty()) {  // rule 2.2: words only where no coding is known
    read_words(codes, code.text, kind, named);
    if (named.drugs.empty() && named.in_passing.empty())
      for (const fhir::Coding& coding : code.codings) read_words(codes, coding.display, kind, named);
    if (std::ranges::any_of(code.codings, is_unknown_antineoplastic)) named.unnamed = true;
  } else {
    named.beside_code = code.text;
    // "Efudex" beside the code of the ingredient.
    for (const PhraseMatch& match : codes.find_phrases(Domain::drugs, text::cut(code.text)))
      if (match.found->name == "fluorouracil-topical" || match.found->name.ends_with("-ophthalmic"))
        add(named.drugs, match.found);
    if (named.drugs.size() > 1) named.value = shown_drugs(codes, code);
  }
  settle_products(codes, named.drugs);
  return named;
}

Named read_note(const Terminology& codes, std::string_view text) {
  Named named;
  named.value = named.words = text;
  read_words(codes, text, std::nullopt, named);
  settle_products(codes, named.drugs);
  return named;
}

Named read_medication(const Record& record, const fhir::Entry& entry, const fhir::MedicationChoice& medication,
                      NameKind kind) {
  if (!medication.medication_concept.empty()) {
    Named named = read_drugs(record.codes(), medication.medication_concept, kind);
    named.element = "medicationCodeableConcept";
    return named;
  }
  Named named;
  const auto found = record.find<fhir::Medication>(medication.reference, entry);
  if (found.entry != nullptr) {
    read_medication_resource(record, entry, found, kind, named);
  } else {
    named = read_drugs(record.codes(), {.codings = {}, .text = medication.reference.display}, kind);
    named.lost = !medication.reference.reference.empty() && medication.reference.display.empty();
  }
  named.element = "medicationReference";
  if (named.value.empty()) named.value = medication.reference.display;
  return named;
}

}  // namespace foresign::mapping
