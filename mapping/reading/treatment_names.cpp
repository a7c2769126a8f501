#include "mapping/reading/treatment_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

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

bool is_word(const text::Text& text, std::size_t index, std::initializer_list<std::string_view> words) {
  return index < text.words.size() && std::ranges::find(words, text.words[index].folded) != words.end();
}

// "dexamethasone before docetaxel", "port for FOLFOX", "docetaxel-induced neuropathy": the drug is named, but not what
// is given.
bool beside_what_is_meant(const text::Text& text, text::Span span) {
  const std::size_t statement = text.words[span.first].statement;
  if (span.last < text.words.size() && text.words[span.last].statement == statement &&
      is_word(text, span.last,
              {"induced",     "related",       "associated", "toxicity",    "allergy",      "hypersensitivity",
               "intolerance", "premedication", "education",  "teaching",    "consultation", "counseling",
               "counselling", "level",         "levels",     "monitoring",  "consent",      "sensitivity",
               "resistance",  "coated",        "eluting",    "impregnated", "ototoxicity",  "nephrotoxicity",
               "neuropathy",  "pneumonitis",   "colitis"}))
    return true;
  for (std::size_t index = 0; index < text.words.size(); ++index)
    if (text.words[index].statement == statement && is_word(text, index,
                                                            {"education",
                                                             "teaching",
                                                             "counseling",
                                                             "counselling",
                                                             "consultation",
                                                             "consult",
                                                             "discussion",
                                                             "evaluation",
                                                             "planning",
                                                             "placement",
                                                             "insertion",
                                                             "testing",
                                                             "test",
                                                             "assay",
                                                             "monitoring",
                                                             "consent",
                                                             "assessment",
                                                             "desensitization",
                                                             "stent",
                                                             "stents",
                                                             "balloon",
                                                             "authorization",
                                                             "scheduling",
                                                             "ihc",
                                                             "immunohistochemistry",
                                                             "pharmdx",
                                                             "audiogram"}))
      return true;
  for (std::size_t back = 1; back <= 3 && back <= span.first; ++back) {
    const std::size_t index = span.first - back;
    if (text.words[index].statement != statement) return false;
    const text::Word& next = text.words[index + 1];
    if (next.comma_before || next.colon_before) return false;
    if (back == 1 && is_word(text, index, {"for", "pre", "post", "following", "against", "hold", "avoid", "stop"}))
      return true;
    if (back == 2 && is_word(text, index, {"prior", "alternative", "allergic", "intolerant", "allergy"}) &&
        is_word(text, index + 1, {"to"}))
      return true;
    if (is_word(text, index, {"before", "during", "after", "premedication", "premed", "prophylaxis"})) return true;
  }
  return false;
}

// A name counts only where all of it is understood; of a note, each statement counts by itself.
enum class Writing : std::uint8_t { name, note };

void read_words(const Terminology& codes, std::string_view written, Writing kind, Named& named) {
  static const WordList systemic_chemotherapy{"systemic chemotherapy"};
  static const WordList unnamed{"chemotherapy",   "immunotherapy",    "chemotherapie",   "immuntherapie",
                                "antineoplastic", "cytostatic",       "chemoradiation",  "chemoradiotherapy",
                                "chemo",          "targeted therapy", "systemic therapy"};
  if (written.empty()) return;
  const text::Text text = text::cut(written);
  const std::vector<PhraseMatch> matches = codes.find_phrases(Domain::drugs, text);
  bool understood = true;
  if (kind == Writing::name) {
    std::vector<text::Span> known;
    static const WordList trade{"not therapeutically equivalent to", "not otherwise specified"};
    known = trade.all_in(text);
    for (const PhraseMatch& match : matches) known.push_back(match.words);
    understood = is_understood(text, known, NameOf::treatment);
  }
  std::size_t passing_statement = text.statements + 1;
  for (const PhraseMatch& match : matches) {
    const text::Mention mention = text::mention_of(text, match.words);
    if (mention == text::Mention::negated || mention == text::Mention::family) continue;
    const std::size_t statement = text.words[match.words.first].statement;
    if (beside_what_is_meant(text, match.words)) passing_statement = statement;  // and the rest of the list with it
    add(understood && holds(mention) && statement != passing_statement ? named.drugs : named.in_passing, match.found);
  }
  for (const text::Span span : systemic_chemotherapy.all_in(text)) {
    if (!holds(text::mention_of(text, span))) continue;
    (!understood || beside_what_is_meant(text, span) ? named.unnamed : named.systemic_chemotherapy) = true;
  }
  if (unnamed.stated_in(text)) named.unnamed = true;
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
  add_words(into.words, from.words);
}

void read_medication_resource(const Record& record, const fhir::Entry& holder, const Of<fhir::Medication>& found,
                              Named& named) {
  const fhir::Medication& medication = *found;
  if (medication.status == "entered-in-error") return;
  named.value = shown(medication.code);
  merge(named, read_drugs(record.codes(), medication.code));
  add_words(named.words, read_drugs(record.codes(), medication.form).words);
  if (!named.drugs.empty()) return;
  // The product's code says nothing that we know: its ingredients do.
  for (const fhir::CodeableConcept& ingredient : medication.ingredients)
    merge(named, read_drugs(record.codes(), ingredient));
  for (const fhir::Reference& reference : medication.ingredient_references) {
    auto part = record.find<fhir::Medication>(reference, *found.entry);
    if (part.entry == nullptr) part = record.find<fhir::Medication>(reference, holder);
    if (part.entry != nullptr)
      merge(named, read_drugs(record.codes(), part->code));
    else
      merge(named, read_drugs(record.codes(), reference.display));
  }
  settle_products(record.codes(), named.drugs);
}

// SNOMED CT: routes and dose forms.
constexpr std::array<std::string_view, 10> topical_codes{"6064005",   "54485002",  "418401004", "448598008",
                                                         "431695009", "372468001", "385099005", "385101003",
                                                         "385108009", "385124005"};
constexpr std::array<std::string_view, 11> local_codes{"38239002",  "72607000",  "372469009", "372471009",
                                                       "372466002", "58100008",  "420719007", "406188003",
                                                       "431464005", "432977006", "81633002"};
constexpr std::array<std::string_view, 10> whole_body_codes{"47625008",  "26643006", "34206005",  "78421000",
                                                            "20045000",  "20053000", "386358000", "386359008",
                                                            "386356001", "386362006"};

const WordList& topical_words() {
  static const WordList words{"topical", "topically",    "cutaneous",   "cream",         "ointment",    "gel",
                              "salbe",   "creme",        "lotion",      "ophthalmic",    "eye drop",    "eye drops",
                              "eye",     "intravitreal", "intraocular", "affected area", "to the skin", "apply",
                              "0.05ml",  "0.05 ml"};  // a dose that only an eye gets
  return words;
}
const WordList& local_words() {
  static const WordList words{"intraperitoneal",
                              "intrapleural",
                              "intrathecal",
                              "intraventricular",
                              "intra-arterial",
                              "intraarterial",
                              "intravesical",
                              "intratumoral",
                              "intratumor",
                              "intralesional",
                              "intrapericardial",
                              "hepatic arterial",
                              "hepatic artery",
                              "HIPEC",
                              "PIPAC",
                              "TACE",
                              "chemoembolization",
                              "chemoembolisation",
                              "instillation",
                              "limb perfusion",
                              "wafer"};
  return words;
}
const WordList& whole_body_words() {
  static const WordList words{"intravenous", "intravenously", "IV",           "oral",          "orally",
                              "PO",          "by mouth",      "subcutaneous", "subcutaneously"};
  return words;
}

std::optional<Reach> reach_by_words(std::string_view words) {
  const text::Text text = text::cut(words);
  if (whole_body_words().occur_in(text)) return Reach::whole_body;
  if (local_words().occur_in(text)) return Reach::local;
  if (topical_words().occur_in(text)) return Reach::topical;
  return std::nullopt;
}

// Nothing where no route is said.
std::optional<Reach> reach_by_route(const fhir::CodeableConcept& route) {
  const auto among = [](const auto& list, const std::string& code) {
    return std::ranges::find(list, code) != list.end();
  };
  std::string words = route.text;
  for (const fhir::Coding& coding : route.codings) {
    if (among(whole_body_codes, coding.code)) return Reach::whole_body;
    if (among(local_codes, coding.code)) return Reach::local;
    if (among(topical_codes, coding.code)) return Reach::topical;
    add_words(words, coding.display);
    add_words(words, coding.code);
  }
  if (words.empty()) return std::nullopt;
  static const WordList others{
      "infusion",    "injection",  "parenteral",    "enteral",    "IVPB", "IVP",      "IVINJ",       "IVDRIP",
      "IVP",         "intravenös", "intramuscular", "IM",         "SC",   "SQ",       "subcut",      "subkutan",
      "peroral",     "per os",     "p.o.",          "i.v.",       "s.c.", "i.m.",     "gastrostomy", "nasogastric",
      "jejunostomy", "NG",         "central line",  "port",       "PICC", "systemic", "mouth",       "intravascular",
      "SUBCUT",      "orogastric", "sublingual",    "as directed"};
  if (const std::optional<Reach> reach = reach_by_words(words)) return reach;
  return others.occur_in(text::cut(words)) ? Reach::whole_body : Reach::unclear;
}

}  // namespace

bool Named::names(std::string_view drug) const {
  return has(drugs, drug);
}

bool is_systemic_class(const Concept& drug) {
  return drug.domain == Domain::drugs && (drug.drug_class == "chemotherapy" || drug.drug_class == "immunotherapy" ||
                                          drug.drug_class == "targeted" || drug.drug_class == "antiangiogenic");
}

Named read_drugs(const Terminology& codes, const fhir::CodeableConcept& code) {
  Named named;
  named.value = shown(code);
  add_words(named.words, code.text);
  for (const fhir::Coding& coding : code.codings) add_words(named.words, coding.display);

  for (const Concept* drug : codes.find_all(Domain::drugs, code))
    if (drug->role != "identifies-no-drug") add(named.drugs, drug);
  if (named.drugs.empty()) {  // rule 2.2: words only where no coding is known
    read_words(codes, code.text, Writing::name, named);
    if (named.drugs.empty() && named.in_passing.empty())
      for (const fhir::Coding& coding : code.codings) read_words(codes, coding.display, Writing::name, named);
    if (std::ranges::any_of(code.codings, is_unknown_antineoplastic)) named.unnamed = true;
  }
  settle_products(codes, named.drugs);
  return named;
}

Named read_note(const Terminology& codes, std::string_view text) {
  Named named;
  named.value = named.words = text;
  read_words(codes, text, Writing::note, named);
  settle_products(codes, named.drugs);
  return named;
}

Named read_drugs(const Terminology& codes, std::string_view text) {
  return read_drugs(codes, fhir::CodeableConcept{.codings = {}, .text = std::string(text)});
}

Named read_medication(const Record& record, const fhir::Entry& entry, const fhir::MedicationChoice& medication) {
  if (!medication.medication_concept.empty()) {
    Named named = read_drugs(record.codes(), medication.medication_concept);
    named.element = "medicationCodeableConcept";
    return named;
  }
  Named named;
  const auto found = record.find<fhir::Medication>(medication.reference, entry);
  if (found.entry != nullptr) {
    read_medication_resource(record, entry, found, named);
  } else {
    named = read_drugs(record.codes(), medication.reference.display);
  }
  named.element = "medicationReference";
  if (named.value.empty()) named.value = medication.reference.display;
  return named;
}

Reach reach_of(const Named& product, const std::vector<fhir::CodeableConcept>& routes,
               const std::vector<std::string>& dosage_texts) {
  const text::Text product_words = text::cut(product.words);
  // The product's own form first: a cream stays a cream whatever the dosage says.
  const bool topical_product = product.names("fluorouracil-topical") || product.names("aflibercept-ophthalmic") ||
                               topical_words().occur_in(product_words);
  if (topical_product) return Reach::topical;
  std::optional<Reach> widest;
  for (const fhir::CodeableConcept& route : routes) {
    const std::optional<Reach> reach = reach_by_route(route);
    if (reach && (!widest || *reach < *widest)) widest = reach;
  }
  if (widest) return *widest;
  if (local_words().occur_in(product_words)) return Reach::local;
  for (const std::string& words : dosage_texts) {
    const std::optional<Reach> reach = reach_by_words(words);
    if (reach && (!widest || *reach < *widest)) widest = reach;
  }
  return widest.value_or(Reach::whole_body);
}

}  // namespace foresign::mapping
