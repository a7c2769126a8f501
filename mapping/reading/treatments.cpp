#include "mapping/reading/treatments.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "mapping/reading/stage_words.hpp"
#include "mapping/reading/treatment_name_words.hpp"
#include "mapping/reading/treatment_names.hpp"
#include "mapping/reading/treatment_remarks.hpp"
#include "mapping/reading/treatment_status.hpp"
#include "mapping/reading/treatment_understood.hpp"
#include "mapping/reading/treatment_words.hpp"

namespace foresign::mapping {
namespace {

// What one record says of a treatment, whatever its resource type.
struct Account {
  const fhir::Entry* entry = nullptr;
  Named named;
  Reach reach = Reach::whole_body;
  Given given;
  std::vector<Remark> remarks;  // what is written beside it
  bool moment = false;          // an event of one moment: it ended when it began
  std::optional<fhir::PartialDate> start;
  std::optional<fhir::PartialDate> end;
  std::vector<fhir::CodeableConcept> reasons;
  std::vector<fhir::Reference> reason_references;
  // Of procedures whose code says what was done, and no drug.
  bool coded_systemic = false;      // 367336001, 897713009, 1255831008, ICD-10-PCS 3E03-3E06
  bool coded_chemotherapy = false;  // the first two: chemotherapy also for 2.E (rule 7.6)
  bool some_chemotherapy = false;   // ICD-10-PCS, "other antineoplastic": for 2.E only with its reason
  bool fits_any_drug = false;       // infusion codes, Z92.21, chemoradiation
  std::string doubt;                // why it is at most unknown, whatever it names
};

Account account_of(const fhir::Entry* entry, Named named, Given given) {
  Account account;
  account.entry = entry;
  account.named = std::move(named);
  account.given = std::move(given);
  return account;
}

// Fluorouracil cream and bevacizumab for the eye have codes and names of their own.
bool is_topical_by_name(const Named& named) {
  const auto is_topical = [](const Concept* drug) {
    return drug->name == "fluorouracil-topical" || drug->name == "bevacizumab-ophthalmic";
  };
  return std::ranges::any_of(named.drugs, is_topical) || std::ranges::any_of(named.in_passing, is_topical);
}

// Rule 7.4 on what the record names. Nothing where it is no systemic treatment, not even perhaps.
std::optional<Treatment> regimen_in(Record& record, const Account& from) {
  Treatment treatment;
  bool ordered_drug = false;
  bool route_open = false;
  for (const Concept* drug : from.named.drugs) {
    if (drug->name == record.order().drug)
      ordered_drug = true;
    else if (is_systemic_class(*drug))
      treatment.drugs.push_back(drug);
    else if (drug->role == "ambiguous")
      route_open = true;
  }
  const bool planned = std::ranges::any_of(from.named.in_passing, [&](const Concept* drug) {
    return is_systemic_class(*drug) && drug->name != record.order().drug;
  });

  if (from.reach == Reach::topical) {
    if (!treatment.drugs.empty() || planned || is_topical_by_name(from.named))
      record.set_aside(*from.entry, "for use on the skin or in the eye: not a systemic treatment");
    return std::nullopt;
  }
  if (ordered_drug && treatment.drugs.empty()) {  // also where a procedure is coded as its administration
    record.set_aside(*from.entry, "the ordered drug itself is no earlier treatment");
    return std::nullopt;
  }
  const bool words = from.named.systemic_chemotherapy;
  if (!treatment.drugs.empty() || words || from.coded_systemic) {
    for (const Concept* drug : treatment.drugs) {
      treatment.colorectal_chemotherapy = treatment.colorectal_chemotherapy || drug->colorectal_chemotherapy;
      treatment.chemotherapy = treatment.chemotherapy || drug->drug_class == "chemotherapy";
    }
    treatment.colorectal_chemotherapy = treatment.colorectal_chemotherapy || words || from.coded_chemotherapy;
    treatment.chemotherapy = treatment.chemotherapy || words || from.coded_chemotherapy || from.some_chemotherapy;
    if (from.reach == Reach::local) treatment.doubt = "a local treatment";
    if (from.reach == Reach::unclear) treatment.doubt = "its route is not understood";
  } else if (planned) {
    treatment.doubt = "the record does not say that it was given";
  } else if (from.fits_any_drug || from.named.unnamed) {
    treatment.doubt = from.reach == Reach::local ? "a local treatment" : "names no drug that is known";
    treatment.chemotherapy = true;
    treatment.plain_chemotherapy =
        from.reach == Reach::whole_body && from.named.plain_chemotherapy && from.doubt.empty();
  } else if (route_open) {
    treatment.doubt = "route not documented";
  } else {
    return std::nullopt;
  }
  if (!from.doubt.empty()) treatment.doubt = from.doubt;
  treatment.systemic = true;
  return treatment;
}

// "Carboplatin teaching sheet", "paclitaxel-eluting stent" beside the code of the drug: it is no treatment with it.
bool is_spoken_of(const Terminology& codes, const std::string& words) {
  const text::Text text = text::cut(words);
  return names_an_occasion(text) ||
         std::ranges::any_of(codes.find_phrases(Domain::drugs, text),
                             [&](const auto& match) { return beside_what_is_meant(text, match.words); });
}

// Rule 7.2: what is written beside it may say that it was not given (then why it does not count), or leave that in
// doubt. The name of a drug that is known by its words is understood as a whole; of one that is known by its code, the
// text says what it says.
std::string object(const Terminology& codes, Account& from) {
  const auto named_words = objection_in(codes, {{Remark::Kind::name, from.named.words}}, from.named);
  if (named_words.weight == Objection::Weight::never) return in_words(named_words);
  if (!from.named.beside_code.empty()) {
    from.remarks.push_back({Remark::Kind::name, from.named.beside_code});
    if (is_spoken_of(codes, from.named.beside_code)) from.doubt = "the record does not say that it was given";
  }
  const Objection objection = objection_in(codes, from.remarks, from.named);
  if (objection.weight == Objection::Weight::never) return in_words(objection);
  if (objection.weight != Objection::Weight::none) from.doubt = in_words(objection);
  return {};
}

// "FOLFOX (2015)": the latest year that is written beside a treatment without a date (rule 7.5).
std::optional<int> year_in_words(const Account& from) {
  static const WordList units{"mg", "mcg", "ug", "g", "ml", "units", "unit", "iu", "m2", "m²"};
  std::optional<int> latest;
  const auto read = [&](const std::string& words) {
    const text::Text text = text::cut(words);
    for (std::size_t at = 0; at < text.words.size(); ++at) {
      const std::string& word = text.words[at].folded;
      const bool year = word.size() == 4 && (word.starts_with("19") || word.starts_with("20")) &&
                        word.find_first_not_of("0123456789") == std::string::npos;
      const bool measured = at + 1 < text.words.size() && units.occur_in(text::cut(text.words[at + 1].folded));
      if (year && !measured) latest = std::max(latest.value_or(0), std::atoi(word.c_str()));
    }
  };
  read(from.named.words);
  for (const Remark& remark : from.remarks) read(remark.written.empty() ? remark.words : remark.written);
  return latest;
}

// The primaries that the statements of a remark name. A statement that is longer than people write says nothing here.
std::vector<Said> cancers_in(const Terminology& codes, const std::string& words) {
  constexpr std::size_t longest_statement = 80;
  std::vector<Said> found;
  const text::Text text = text::cut(words);
  const std::vector<WordMatch> matches = codes.find_cancer_words(text);
  for (const text::Span statement : text::runs_of(text, text::Cut::at_statements)) {
    if (statement.last - statement.first > longest_statement) continue;
    const auto within = std::ranges::lower_bound(matches, statement.first, {},
                                                 [](const WordMatch& match) { return match.words.first; });
    if (within == matches.end() || within->words.first >= statement.last) continue;
    const text::Word& last = text.words[statement.last - 1];
    const std::size_t from = text.words[statement.first].offset;
    for (Said& said :
         read_diagnosis_words(codes, std::string_view(text.original).substr(from, last.offset + last.length - from)))
      if (said.primary()) found.push_back(std::move(said));
  }
  return found;
}

// Rules 7.2 and 7.3 for what 7.4 found.
void consider(Record& record, Account from, std::vector<Treatment>& found) {
  for (const Remark& remark : from.remarks)
    if (from.reach < Reach::local) from.reach = std::max(from.reach, reach_in_note(remark.words));
  std::optional<Treatment> treatment = regimen_in(record, from);
  if (!treatment) {
    if (from.named.lost) record.set_aside(*from.entry, std::string(lost_medication));
    return;
  }
  if (!from.given.counts) return record.set_aside(*from.entry, from.given.why_not);
  if (const std::string objection = object(record.codes(), from); !objection.empty())
    return record.set_aside(*from.entry, objection);
  if (!from.doubt.empty()) {
    treatment->doubt = from.doubt;
    treatment->plain_chemotherapy = false;
  }
  if (treatment->doubt.empty() && is_of_another_service(from.named.words)) {
    treatment->doubt = "its name is of a plan for another tumour";
    treatment->plain_chemotherapy = false;
  }
  const std::string why_not = why_not_before(from.start, from.end, from.given.ended, record.day());
  if (!why_not.empty()) return record.set_aside(*from.entry, why_not);

  treatment->entry = from.entry;
  treatment->start = std::move(from.start);
  treatment->end = std::move(from.end);
  if (from.moment && !treatment->end) treatment->end = treatment->start;
  treatment->ended = from.given.ended;
  if (!treatment->start && !treatment->end) treatment->year_in_words = year_in_words(from);
  treatment->purposes = purposes_in(from.remarks);
  for (const Remark& remark : from.remarks)
    for (Said& said : cancers_in(record.codes(), remark.words)) treatment->cancers_in_words.push_back(std::move(said));
  treatment->remarks = std::move(from.remarks);
  treatment->reasons = std::move(from.reasons);
  treatment->reason_references = std::move(from.reason_references);
  treatment->at_most_unknown = !treatment->doubt.empty();
  treatment->evidence = {from.entry->reference, std::move(from.named.element), std::move(from.named.value),
                         shown(treatment->start ? treatment->start : treatment->end), treatment->doubt};
  found.push_back(std::move(*treatment));
}

// Whether what a record refers to was not given after all: a cancelled order, an administration not done.
bool refers_to_nothing_given(const Record& record, const std::vector<fhir::Reference>& references,
                             const fhir::Entry& from, int depth = 0) {
  constexpr int deepest = 4;
  static constexpr std::array<std::string_view, 6> not_given{"cancelled", "entered-in-error", "not-done",
                                                             "not-taken", "declined",         "draft"};
  const auto is_not_given = [&](const auto& of) {
    return of.entry != nullptr && std::ranges::find(not_given, of->status) != not_given.end();
  };
  return depth < deepest && std::ranges::any_of(references, [&](const fhir::Reference& reference) {
           if (reference.empty()) return false;
           const auto request = record.find<fhir::MedicationRequest>(reference, from);
           if (request.entry != nullptr) return is_not_given(request) || request->do_not_perform;
           if (const auto statement = record.find<fhir::MedicationStatement>(reference, from);
               statement.entry != nullptr)
             return is_not_given(statement) ||
                    refers_to_nothing_given(record, statement->derived_from, *statement.entry, depth + 1);
           return is_not_given(record.find<fhir::MedicationAdministration>(reference, from)) ||
                  is_not_given(record.find<fhir::MedicationDispense>(reference, from)) ||
                  is_not_given(record.find<fhir::Procedure>(reference, from));
         });
}
constexpr std::string_view nothing_given = "what it refers to was cancelled or not done";

// What an administration, a dispense or a statement was for, and how it was given, is often said only by the order or
// the course it belongs to.
void inherit(const Record& record, const std::vector<fhir::Reference>& references, Account& to, fhir::Dosage& dosage) {
  const bool has_reasons = !to.reasons.empty() || !to.reason_references.empty();
  const bool has_dosage = says_where(dosage);
  for (const fhir::Reference& reference : references) {
    if (const auto request = record.find<fhir::MedicationRequest>(reference, *to.entry); request.entry != nullptr) {
      if (!has_dosage) dosage = request->dosage;
      if (has_reasons) continue;
      to.reasons.insert(to.reasons.end(), request->reasons.begin(), request->reasons.end());
      to.reason_references.insert(to.reason_references.end(), request->reason_references.begin(),
                                  request->reason_references.end());
    } else if (const auto course = record.find<fhir::Procedure>(reference, *to.entry); course.entry != nullptr) {
      if (!has_dosage) dosage.texts.push_back(shown(course->code));
      if (has_reasons) continue;
      to.reasons.insert(to.reasons.end(), course->reasons.begin(), course->reasons.end());
      to.reason_references.insert(to.reason_references.end(), course->reason_references.begin(),
                                  course->reason_references.end());
    }
  }
}

Account read(const Record& record, const Of<fhir::MedicationRequest>& of, const Fulfilments& fulfilments) {
  const fhir::MedicationRequest& request = *of;
  Account one = account_of(of.entry, read_medication(record, *of.entry, request.medication), given_by(request));
  one.reach = reach_of(one.named, request.dosage, request.dispensed);
  one.remarks = remarks_on(request, record.day());
  one.start = request.authored;
  one.reasons = request.reasons;
  one.reason_references = request.reason_references;
  if (!one.given.counts) return one;

  const auto place = fulfilments.find(of.entry);
  const Fulfilment fulfilment = place == fulfilments.end() ? Fulfilment{} : place->second;
  if (fulfilment.refused && !fulfilment.given) one.doubt = "its administration or dispense is recorded as not done";
  // Rule 7.3: what is to be taken or dispensed from a later day on has not begun.
  const auto& begins = request.dosage.start ? request.dosage.start : request.validity.start;
  if (begins && !fulfilment.given && (!one.start || begins->earliest >= record.day())) one.start = begins;
  if (one.given.ended || (!fulfilment.given && one.start && one.start->earliest >= record.day())) return one;
  // Rule 7.2: an order is not yet a treatment, but with an administration or dispense it is one at once.
  if (fulfilment.given) {
    if (fulfilment.first)
      one.start = fulfilment.first;
    else
      one.given.ended = true;  // an ended administration without a date
  } else if (!one.start) {
    one.given = {false, false, "an open order without a date"};
  } else if (one.start->latest > record.day() - date::days(21)) {
    one.given = {false, false, "ordered less than 21 days before, and no administration or dispense is recorded"};
  }
  return one;
}

Account read(const Record& record, const Of<fhir::MedicationStatement>& of) {
  const fhir::MedicationStatement& statement = *of;
  Account one = account_of(of.entry, read_medication(record, *of.entry, statement.medication), given_by(statement));
  one.remarks = remarks_on(statement, record.day());
  one.start = statement.start;
  one.end = statement.end;
  one.reasons = statement.reasons;
  one.reason_references = statement.reason_references;
  fhir::Dosage dosage = statement.dosage;
  inherit(record, statement.based_on, one, dosage);
  inherit(record, statement.part_of, one, dosage);
  inherit(record, statement.derived_from, one, dosage);
  for (const auto* references : {&statement.based_on, &statement.part_of, &statement.derived_from})
    if (refers_to_nothing_given(record, *references, *of.entry)) one.doubt = nothing_given;
  one.reach = reach_of(one.named, dosage);
  return one;
}

Account read(const Record& record, const Of<fhir::MedicationAdministration>& of) {
  const fhir::MedicationAdministration& administration = *of;
  Account one =
      account_of(of.entry, read_medication(record, *of.entry, administration.medication), given_by(administration));
  one.remarks = remarks_on(administration, record.day());
  one.moment = one.given.ended;
  one.start = administration.start;
  one.end = administration.end;
  one.reasons = administration.reasons;
  one.reason_references = administration.reason_references;
  fhir::Dosage dosage = administration.dosage;
  inherit(record, {administration.request}, one, dosage);
  inherit(record, administration.part_of, one, dosage);
  if (refers_to_nothing_given(record, administration.part_of, *of.entry)) one.doubt = nothing_given;
  one.reach = reach_of(one.named, dosage);
  const auto is_zero = [](const fhir::Quantity& dose) {
    return dose.value.find_first_not_of("0.") == std::string::npos;
  };
  const std::vector<fhir::Quantity>& doses = administration.dosage.doses;
  if (!doses.empty() && std::ranges::all_of(doses, is_zero)) one.given = {false, false, "not given: its dose is 0"};
  return one;
}

Account read(const Record& record, const Of<fhir::MedicationDispense>& of) {
  const fhir::MedicationDispense& dispense = *of;
  Account one = account_of(of.entry, read_medication(record, *of.entry, dispense.medication), given_by(dispense));
  one.remarks = remarks_on(dispense, record.day());
  one.start = dispense.handed_over;
  fhir::Dosage dosage = dispense.dosage;
  inherit(record, dispense.authorizing_prescriptions, one, dosage);
  if (refers_to_nothing_given(record, dispense.authorizing_prescriptions, *of.entry)) one.doubt = nothing_given;
  one.reach = reach_of(one.named, dosage, dispense.amount);
  const std::string& amount = dispense.amount.value;
  if (!amount.empty() && amount.find_first_not_of("0.") == std::string::npos)
    one.given = {false, false, "not given: its quantity is 0"};
  return one;
}

// ICD-10-PCS 3E0: introduction; fourth character the body system, sixth the substance: `0` is antineoplastic. A stem
// may be shorter.
enum class Introduction : std::uint8_t { none, vascular, elsewhere };
Introduction antineoplastic_introduction(const fhir::Coding& coding) {
  if (code_system(coding.system) != CodeSystem::icd10pcs || !coding.code.starts_with("3E0") || coding.code.size() < 6 ||
      coding.code[5] != '0' || coding.code.ends_with("04"))  // qualifier 4: a radioisotope
    return Introduction::none;
  return coding.code[3] >= '3' && coding.code[3] <= '6' ? Introduction::vascular : Introduction::elsewhere;
}

// Rule 7.4: what the codes of a Procedure say without naming a drug.
void read_procedure_codes(const Terminology& codes, const fhir::CodeableConcept& code, Account& one) {
  constexpr std::array<std::string_view, 2> chemotherapy{"367336001", "897713009"};
  for (const fhir::Coding& coding : code.codings) {
    if (code_system(coding.system) == CodeSystem::snomed) {
      if (std::ranges::find(chemotherapy, coding.code) != chemotherapy.end())
        one.coded_systemic = one.coded_chemotherapy = true;
      if (coding.code == "1255831008") one.coded_systemic = true;
      // Combined chemotherapy and radiation therapy.
      if (coding.code == "703423002") one.fits_any_drug = true;
    }
    // OPS 8-54: chemotherapy, immunotherapy or antiretroviral therapy.
    if (coding.system.ends_with("/ops") && coding.code.starts_with("8-54")) one.fits_any_drug = true;
    switch (antineoplastic_introduction(coding)) {
      case Introduction::vascular:
        one.coded_systemic = true;
        one.some_chemotherapy = one.some_chemotherapy || coding.code.ends_with('5');
        break;
      case Introduction::elsewhere:
        one.fits_any_drug = true;
        one.doubt = "a local treatment";
        break;
      case Introduction::none:
        break;
    }
    const Concept* known = codes.find(Domain::procedures, coding);
    if (known != nullptr && known->role == "supports-systemic") one.fits_any_drug = true;
  }
}

bool is_other_procedure(const Terminology& codes, const fhir::CodeableConcept& code) {
  const auto known = codes.find_all(Domain::procedures, code);
  return std::ranges::any_of(known, [](const Concept* one) {
    return one->name != "radiotherapy" && one->role != "supports-systemic" && one->role != "text";
  });
}

Account read(const Record& record, const Of<fhir::Procedure>& of) {
  const fhir::Procedure& procedure = *of;
  const Terminology& codes = record.codes();
  Account one = account_of(of.entry, {}, given_by(procedure));
  one.moment = one.given.ended;
  one.start = procedure.start;
  one.end = procedure.end;
  one.reasons = procedure.reasons;
  one.reason_references = procedure.reason_references;

  const auto take = [&](Named more, std::string element) {
    const bool better = !more.drugs.empty() && one.named.drugs.empty();
    if (one.named.element.empty() || better) {
      one.named.element = std::move(element);
      one.named.value = more.value;
    }
    one.named.drugs.insert(one.named.drugs.end(), more.drugs.begin(), more.drugs.end());
    one.named.in_passing.insert(one.named.in_passing.end(), more.in_passing.begin(), more.in_passing.end());
    one.named.systemic_chemotherapy = one.named.systemic_chemotherapy || more.systemic_chemotherapy;
    one.named.unnamed = one.named.unnamed || more.unnamed;
    one.named.plain_chemotherapy = one.named.plain_chemotherapy || more.plain_chemotherapy;
    if (!more.beside_code.empty()) one.named.beside_code = more.beside_code;
    one.named.words += "\n" + more.words;
  };
  read_procedure_codes(codes, procedure.code, one);
  Named by_code = read_drugs(codes, procedure.code);
  if (is_other_procedure(codes, procedure.code)) {  // an operation is known by its code: "resection after FOLFOX"
    by_code = Named{};
    by_code.value = shown(procedure.code);
  }
  const bool named_by_code = !by_code.drugs.empty();
  take(std::move(by_code), "code");
  for (std::size_t index = 0; index < procedure.used_codes.size(); ++index)
    take(read_drugs(codes, procedure.used_codes[index]), "usedCode[" + std::to_string(index) + "]");
  for (std::size_t index = 0; index < procedure.used_references.size(); ++index)
    take(read_medication(record, *of.entry, {.medication_concept = {}, .reference = procedure.used_references[index]}),
         "usedReference[" + std::to_string(index) + "]");
  // A note says which drugs only where the procedure is a drug treatment.
  if (one.coded_systemic || one.fits_any_drug || one.named.unnamed || one.named.systemic_chemotherapy)
    for (std::size_t index = 0; index < procedure.notes.size(); ++index) {
      const Named note = read_note(codes, procedure.notes[index]);
      if (!note.drugs.empty() || note.systemic_chemotherapy) take(note, "note[" + std::to_string(index) + "]");
    }
  fhir::Dosage where;
  where.sites = procedure.body_sites;
  one.reach = reach_of(one.named, where);
  one.remarks = remarks_on(procedure, record.day());
  // "Chemotherapy teaching" with the drugs in its note is none of them.
  if ((!named_by_code && !is_name_of_treatment(codes, procedure.code)) || !is_category_of_treatment(procedure.category))
    one.doubt = "it may not be the treatment itself";
  return one;
}

// Z92.21, Z51.11 and their like: chemotherapy without a drug, for a cancer that they do not name (rule 7.4).
void read_encounter_codes(const Record& record, std::vector<Treatment>& found) {
  for (const auto& condition : record.all<fhir::Condition>()) {
    const auto says = [&](std::string_view status) {
      return condition->verification_status.text == status ||
             std::ranges::any_of(condition->verification_status.codings,
                                 [&](const fhir::Coding& coding) { return coding.code == status; });
    };
    if (says("refuted") || says("entered-in-error")) continue;
    for (const Concept* known : record.codes().find_all(Domain::procedures, condition->code)) {
      if (known->role != "supports-systemic") continue;
      Treatment treatment;
      treatment.entry = condition.entry;
      treatment.systemic = treatment.at_most_unknown = true;
      treatment.chemotherapy = known->name == "history-chemotherapy" || known->name == "encounter-chemotherapy";
      treatment.doubt = "names no drug that is known";
      const auto& when = condition->onset ? condition->onset : condition->recorded;
      // A history is recorded later than the treatment was; an encounter happens with it (rule 7.3).
      if (!known->name.starts_with("history-")) {
        if (when && when->earliest >= record.day()) continue;
        treatment.start = when;
      }
      treatment.evidence = {condition.entry->reference, "code", shown(condition->code), shown(when), treatment.doubt};
      found.push_back(std::move(treatment));
      break;
    }
  }
}

template <class T>
void read_all(Record& record, std::vector<Treatment>& found) {
  for (const auto& of : record.all<T>()) consider(record, read(record, of), found);
}

}  // namespace

std::vector<Treatment> read_treatments(Record& record) {
  std::vector<Treatment> found;
  const Fulfilments fulfilments = read_fulfilments(record);
  for (const auto& of : record.all<fhir::MedicationRequest>()) consider(record, read(record, of, fulfilments), found);
  read_all<fhir::MedicationStatement>(record, found);
  read_all<fhir::MedicationAdministration>(record, found);
  read_all<fhir::MedicationDispense>(record, found);
  read_all<fhir::Procedure>(record, found);
  read_encounter_codes(record, found);
  return found;
}

}  // namespace foresign::mapping
