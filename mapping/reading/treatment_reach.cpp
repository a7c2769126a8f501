// Rule 7.4: whether a drug reaches the whole body, by its form, route, site and dose.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "mapping/reading/treatment_names.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/vocabulary.hpp"

namespace foresign::mapping {
namespace {

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
  static const WordList words{"topical", "topically",    "cutaneous",   "cream",         "ointment",        "gel",
                              "salbe",   "creme",        "lotion",      "ophthalmic",    "eye drop",        "eye drops",
                              "eye",     "intravitreal", "intraocular", "affected area", "to the skin",     "apply",
                              "crea",    "crm",          "oint",        "ophth",         "for external use"};
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
                              "wafer",
                              "bladder",
                              "foley",
                              "pleural cavity",
                              "pleural space",
                              "pleurodesis",
                              "chest tube",
                              "peritoneal cavity",
                              "ommaya",
                              "intracavitary",
                              "intrahepatic arterial",
                              "HAI",
                              "HAIC",
                              "DEB",
                              "DEBIRI",
                              "DEB-TACE",
                              "drug-eluting",
                              "eluting beads",
                              "embolization",
                              "embolisation",
                              "transarterial",
                              "hyperthermic",
                              "arterial infusion",
                              "intraarteriell",
                              "intraperitoneale",
                              "intravesikal",
                              "blaseninstillation",
                              "drug-coated",
                              "angioplasty",
                              "pterygium",
                              "macular degeneration",
                              "AMD",
                              "wet AMD",
                              "retina",
                              "lumbar puncture",
                              "electrochemotherapy",
                              "hepatic pump",
                              "implantable pump",
                              "intradermal",
                              "stent",
                              "IP port",
                              "IP chemo",
                              "IP chemotherapy",
                              "IP catheter",
                              "IT chemo"};
  return words;
}
const WordList& whole_body_words() {
  static const WordList words{"intravenous", "intravenously", "IV",           "oral",          "orally",
                              "PO",          "by mouth",      "subcutaneous", "subcutaneously"};
  return words;
}

const WordList& eye_words() {
  static const WordList words{"eye",         "eyes",   "vitreous",    "intravitreal", "retina", "macula",
                              "intraocular", "ocular", "conjunctiva", "auge",         "augen",  "cornea"};
  return words;
}

// "IP day 8", "IT via LP": only in capitals, since "it" is a word.
bool has_short_route(const text::Text& text) {
  static constexpr std::array<std::string_view, 3> routes{"IP", "IT", "IVT"};
  return std::ranges::any_of(text.words, [&](const text::Word& word) {
    return std::ranges::find(routes, std::string_view(text.original).substr(word.offset, word.length)) != routes.end();
  });
}

std::optional<Reach> reach_by_words(std::string_view words) {
  const text::Text text = text::cut(words);
  if (local_words().occur_in(text)) return Reach::local;
  if (whole_body_words().occur_in(text)) return Reach::whole_body;
  if (has_short_route(text)) return Reach::local;
  if (eye_words().occur_in(text)) return Reach::topical;
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
    words += "\n" + coding.display + "\n" + coding.code;
  }
  if (words.find_first_not_of('\n') == std::string::npos) return std::nullopt;
  static const WordList others{
      "infusion",    "injection",  "parenteral",    "enteral",    "IVPB", "IVP",      "IVINJ",       "IVDRIP",
      "IVP",         "intravenös", "intramuscular", "IM",         "SC",   "SQ",       "subcut",      "subkutan",
      "peroral",     "per os",     "p.o.",          "i.v.",       "s.c.", "i.m.",     "gastrostomy", "nasogastric",
      "jejunostomy", "NG",         "central line",  "port",       "PICC", "systemic", "mouth",       "intravascular",
      "SUBCUT",      "orogastric", "sublingual",    "as directed"};
  if (const std::optional<Reach> reach = reach_by_words(words)) return reach;
  static const WordList outside{"external", "externally"};
  if (outside.occur_in(text::cut(words))) return Reach::topical;
  return others.occur_in(text::cut(words)) ? Reach::whole_body : Reach::unclear;
}

// Where on the body: veins and the places where they are entered tell nothing. A place that is not understood leaves it
// open.
Reach reach_by_site(const fhir::CodeableConcept& site) {
  static const WordList skin{"skin", "scalp", "face", "forehead", "nose", "cheek", "temple", "lesion", "wart", "nail"};
  static const WordList cavities{"bladder", "pleura",      "pleural",   "peritoneum",    "peritoneal",
                                 "artery",  "intrathecal", "ventricle", "pericardium",   "pericardial",
                                 "spinal",  "csf",         "tumor",     "intralesional", "cavity"};
  static const Vocabulary entered(
      "abdomen abdominal access and antecubital any anterior arm armvene artificial at basilic body brachial bundle "
      "cava "
      "catheter cavity central cephalic chest deltoid device deep dorsal dorsum entire external fistula foot forearm "
      "fossa "
      "gastrostomy gluteal hand implantable implanted injection internal intravenous iv joint jugular lateral left leg "
      "limb line links lower lumen metacarpal midline mouth muscle mouth of oral or part peripheral picc port "
      "portacath "
      "portkatheter port-a-cath quadrant rechts region right site stomach structure subclavian subcutaneous "
      "superficial "
      "superior the thigh tissue to tube tunneled upper vein veins vena venae vene venous via wall wrist femoral groin "
      "abdomen unspecified system vascular a body");
  std::string words = site.text;
  for (const fhir::Coding& coding : site.codings) words += "\n" + coding.display;
  const text::Text text = text::cut(words);
  if (eye_words().occur_in(text) || skin.occur_in(text)) return Reach::topical;
  if (cavities.occur_in(text)) return Reach::local;
  const bool understood = !text.words.empty() && std::ranges::all_of(text.words, [](const text::Word& word) {
    return entered.has(word.folded) || word.folded.find_first_not_of("0123456789") == std::string::npos;
  });
  return understood ? Reach::whole_body : Reach::unclear;
}

bool mentions_drug(const Named& product, std::string_view name) {
  const auto is_it = [&](const Concept* drug) { return drug->name == name; };
  return std::ranges::any_of(product.drugs, is_it) || std::ranges::any_of(product.in_passing, is_it);
}

// Bevacizumab is infused by the hundred milligrams; what is drawn up for an eye is 1.25 to 2.5 mg in a tenth of a
// millilitre or less.
bool is_dose_for_an_eye(const Named& product, const text::Text& words, const fhir::Dosage& dosage) {
  if (!mentions_drug(product, "bevacizumab")) return false;
  static const WordList eyes{"OD", "OS", "OU"};
  if (std::ranges::any_of(dosage.texts, [](const std::string& text) { return eyes.occur_in(text::cut(text)); }))
    return true;
  static const WordList amounts{"1.25 mg", "1.25mg", "0.25 mg", "0.05 ml", "0.05ml", "0.1 ml", "0.1ml"};
  if (amounts.occur_in(words)) return true;
  if (std::ranges::any_of(dosage.texts, [](const std::string& text) { return amounts.occur_in(text::cut(text)); }))
    return true;
  constexpr double most_for_an_eye_mg = 5;
  return !dosage.doses.empty() && std::ranges::all_of(dosage.doses, [](const fhir::Quantity& dose) {
    return (dose.unit == "mg" || dose.code == "mg") && std::atof(dose.value.c_str()) <= most_for_an_eye_mg;
  });
}

bool is_unit_for_the_skin(const fhir::Quantity& amount) {
  static constexpr std::array<std::string_view, 9> units{"g",     "gram", "grams", "gm",  "tube",
                                                         "tubes", "tub",  "jar",   "Tube"};
  return std::ranges::find(units, amount.unit) != units.end() || amount.code == "g";
}

// Fluorouracil for the skin: its strength is in percent, it comes in grams, it goes on the scalp or on warts. Of "0.9
// %" of a saline bag nothing is said here: the percentage has to stand behind the drug.
bool is_fluorouracil_for_the_skin(const Named& product, const text::Text& words, const fhir::Dosage& dosage,
                                  const fhir::Quantity& dispensed) {
  if (!mentions_drug(product, "fluorouracil")) return false;
  static const WordList names{"fluorouracil", "5-FU", "5FU", "Adrucil"};
  static const WordList infused{"injection",   "infusion", "inject",          "vial",
                                "intravenous", "IV",       "sodium chloride", "pump"};
  static const WordList places{"scalp",       "face",           "forehead", "nose",      "cheeks",     "temples",
                               "skin",        "wart",           "warts",    "lesion",    "lesions",    "keratosis",
                               "keratoses",   "affected areas", "rub",      "thin film", "thin layer", "sparingly",
                               "cotton swab", "fingernail",     "spots"};
  if (infused.occur_in(words)) return false;
  for (const text::Span name : names.all_in(words)) {
    if (name.last >= words.words.size()) continue;
    const text::Word& next = words.words[name.last];
    const std::size_t end = next.offset + next.length;
    const std::size_t sign = words.original.find_first_not_of(' ', end);
    if (next.folded.ends_with('%') || (sign != std::string::npos && words.original[sign] == '%')) return true;
  }
  static const WordList bags{"chloride", "nacl", "ns", "saline", "dextrose", "d5w", "glucose", "glukose"};
  static const WordList packs{"tube",          "tubes",      "salicylic", "salicylsäure",
                              "calcipotriene", "diclofenac", "applicator"};
  if (packs.occur_in(words) || (words.original.find('%') != std::string::npos && !bags.occur_in(words))) return true;
  if (is_unit_for_the_skin(dispensed) && dosage.routes.empty()) return true;
  return dosage.routes.empty() && std::ranges::any_of(dosage.texts, [](const std::string& text) {
           const text::Text instruction = text::cut(text);
           return places.occur_in(instruction) && !whole_body_words().occur_in(instruction);
         });
}

}  // namespace

bool says_where(const fhir::Dosage& dosage) {
  return !dosage.routes.empty() || !dosage.sites.empty() || !dosage.texts.empty() || !dosage.doses.empty();
}

Reach reach_of(const Named& product, const fhir::Dosage& dosage, const fhir::Quantity& dispensed) {
  const text::Text product_words = text::cut(product.words);
  // The product's own form first: a cream stays a cream whatever the dosage says.
  const bool topical_product =
      std::ranges::any_of(product.drugs,
                          [](const Concept* drug) {
                            return drug->name == "fluorouracil-topical" || drug->name.ends_with("-ophthalmic");
                          }) ||
      topical_words().occur_in(product_words);
  if (topical_product || is_dose_for_an_eye(product, product_words, dosage) ||
      is_fluorouracil_for_the_skin(product, product_words, dosage, dispensed))
    return Reach::topical;
  Reach site_reach = Reach::whole_body;
  for (const fhir::CodeableConcept& site : dosage.sites) site_reach = std::max(site_reach, reach_by_site(site));
  if (site_reach >= Reach::local) return site_reach;
  std::optional<Reach> widest;
  for (const fhir::CodeableConcept& route : dosage.routes) {
    const std::optional<Reach> reach = reach_by_route(route);
    if (reach && (!widest || *reach < *widest)) widest = reach;
  }
  if (widest) return *widest;
  if (local_words().occur_in(product_words)) return Reach::local;
  // Of what is written in words the narrowest counts: "IV" may be said of the line.
  for (const std::string& words : dosage.texts)
    if (const std::optional<Reach> reach = reach_by_words(words)) widest = std::max(*reach, widest.value_or(*reach));
  return std::max(site_reach, widest.value_or(Reach::whole_body));
}

Reach reach_in_note(std::string_view words) {
  const text::Text text = text::cut(words);
  static const WordList of_the_eye{"intravitreal", "right eye", "left eye",     "both eyes",  "eye injection",
                                   "vitreous",     "macula",    "rechtes auge", "linkes auge"};
  if (local_words().occur_in(text) || of_the_eye.occur_in(text)) return Reach::local;
  static const WordList of_the_skin{"topical", "topically", "ointment", "eye drops"};
  return of_the_skin.occur_in(text) && !whole_body_words().occur_in(text) ? Reach::unclear : Reach::whole_body;
}

}  // namespace foresign::mapping
