#include "mapping/reading/treatments.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mapping/reading/treatment_names.hpp"
#include "mapping/reading/treatment_status.hpp"
#include "mapping/reading/treatment_words.hpp"

namespace foresign::mapping {
namespace {

// What one record says of a treatment, whatever its resource type.
struct Account {
  const fhir::Entry* entry = nullptr;
  Named named;
  Reach reach = Reach::whole_body;
  Given given;
  bool not_taken = false;
  bool moment = false;  // an event of one moment: it ended when it began
  std::optional<fhir::PartialDate> start;
  std::optional<fhir::PartialDate> end;
  std::vector<fhir::CodeableConcept> reasons;
  std::vector<fhir::Reference> reason_references;
  // Of procedures whose code says what was done, and no drug.
  bool coded_systemic = false;      // 367336001, 897713009, 1255831008, ICD-10-PCS 3E03-3E06
  bool coded_chemotherapy = false;  // the first two: chemotherapy also for 2.E (rule 7.6)
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
    if (!treatment.drugs.empty() || planned || from.named.names("fluorouracil-topical"))
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
    treatment.chemotherapy = treatment.chemotherapy || words || from.coded_chemotherapy;
    if (from.reach == Reach::local) treatment.doubt = "a local treatment";
    if (from.reach == Reach::unclear) treatment.doubt = "its route is not understood";
  } else if (planned) {
    treatment.doubt = "the record does not say that it was given";
  } else if (from.fits_any_drug || from.named.unnamed) {
    treatment.doubt = "names no drug that is known";
    treatment.chemotherapy = true;
  } else if (route_open) {
    treatment.doubt = "route not documented";
  } else {
    return std::nullopt;
  }
  if (!from.doubt.empty()) treatment.doubt = from.doubt;
  treatment.systemic = true;
  return treatment;
}

// Rules 7.2 and 7.3 for what 7.4 found.
void consider(Record& record, Account from, std::vector<Treatment>& found) {
  std::optional<Treatment> treatment = regimen_in(record, from);
  if (!treatment) return;
  if (!from.given.counts) return record.set_aside(*from.entry, from.given.why_not);
  if (from.not_taken) return record.set_aside(*from.entry, "not taken, as its note says");
  const std::string why_not = why_not_before(from.start, from.end, from.given.ended, record.day());
  if (!why_not.empty()) return record.set_aside(*from.entry, why_not);

  treatment->entry = from.entry;
  treatment->start = std::move(from.start);
  treatment->end = std::move(from.end);
  if (from.moment && !treatment->end) treatment->end = treatment->start;
  treatment->ended = from.given.ended;
  treatment->reasons = std::move(from.reasons);
  treatment->reason_references = std::move(from.reason_references);
  treatment->at_most_unknown = !treatment->doubt.empty();
  treatment->evidence = {from.entry->reference, std::move(from.named.element), std::move(from.named.value),
                         shown(treatment->start ? treatment->start : treatment->end), treatment->doubt};
  found.push_back(std::move(*treatment));
}

// What an administration, a dispense or a statement was for is often said only by the order or the course it belongs
// to.
void inherit_reasons(const Record& record, const std::vector<fhir::Reference>& references, Account& to) {
  if (!to.reasons.empty() || !to.reason_references.empty()) return;
  for (const fhir::Reference& reference : references) {
    if (const auto request = record.find<fhir::MedicationRequest>(reference, *to.entry); request.entry != nullptr) {
      to.reasons.insert(to.reasons.end(), request->reasons.begin(), request->reasons.end());
      to.reason_references.insert(to.reason_references.end(), request->reason_references.begin(),
                                  request->reason_references.end());
    } else if (const auto course = record.find<fhir::Procedure>(reference, *to.entry); course.entry != nullptr) {
      to.reasons.insert(to.reasons.end(), course->reasons.begin(), course->reasons.end());
      to.reason_references.insert(to.reason_references.end(), course->reason_references.begin(),
                                  course->reason_references.end());
    }
  }
}

Account read(const Record& record, const Of<fhir::MedicationRequest>& of, const Fulfilments& fulfilments) {
  const fhir::MedicationRequest& request = *of;
  Account one = account_of(of.entry, read_medication(record, *of.entry, request.medication), given_by(request));
  one.reach = reach_of(one.named, request.routes, request.dosage_texts);
  one.not_taken = says_not_taken(record.codes(), request.notes, one.named);
  one.start = request.authored;
  one.reasons = request.reasons;
  one.reason_references = request.reason_references;
  if (!one.given.counts) return one;

  const auto place = fulfilments.find(of.entry);
  const Fulfilment fulfilment = place == fulfilments.end() ? Fulfilment{} : place->second;
  if (fulfilment.refused && !fulfilment.given) one.doubt = "its administration or dispense is recorded as not done";
  if (one.given.ended) return one;
  // Rule 7.2: an order is not yet a treatment, but with an administration or dispense it is one at once.
  if (fulfilment.given) {
    if (fulfilment.first)
      one.start = fulfilment.first;
    else
      one.given.ended = true;  // an ended administration without a date
  } else if (!request.authored) {
    one.given = {false, false, "an open order without a date"};
  } else if (request.authored->latest > record.day() - date::days(21)) {
    one.given = {false, false, "ordered less than 21 days before, and no administration or dispense is recorded"};
  }
  return one;
}

Account read(const Record& record, const Of<fhir::MedicationStatement>& of) {
  const fhir::MedicationStatement& statement = *of;
  Account one = account_of(of.entry, read_medication(record, *of.entry, statement.medication), given_by(statement));
  one.reach = reach_of(one.named, statement.routes, statement.dosage_texts);
  one.not_taken = says_not_taken(record.codes(), statement.notes, one.named);
  one.start = statement.start;
  one.end = statement.end;
  one.reasons = statement.reasons;
  one.reason_references = statement.reason_references;
  inherit_reasons(record, statement.based_on, one);
  inherit_reasons(record, statement.part_of, one);
  return one;
}

Account read(const Record& record, const Of<fhir::MedicationAdministration>& of) {
  const fhir::MedicationAdministration& administration = *of;
  Account one =
      account_of(of.entry, read_medication(record, *of.entry, administration.medication), given_by(administration));
  one.reach = reach_of(one.named, administration.routes, administration.dosage_texts);
  one.moment = one.given.ended;
  one.start = administration.start;
  one.end = administration.end;
  one.reasons = administration.reasons;
  one.reason_references = administration.reason_references;
  inherit_reasons(record, {administration.request}, one);
  inherit_reasons(record, administration.part_of, one);
  return one;
}

Account read(const Record& record, const Of<fhir::MedicationDispense>& of) {
  const fhir::MedicationDispense& dispense = *of;
  Account one = account_of(of.entry, read_medication(record, *of.entry, dispense.medication), given_by(dispense));
  one.reach = reach_of(one.named, dispense.routes, dispense.dosage_texts);
  one.not_taken = says_not_taken(record.codes(), dispense.notes, one.named);
  one.start = dispense.handed_over;
  inherit_reasons(record, dispense.authorizing_prescriptions, one);
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
    one.named.words += "\n" + more.words;
  };
  read_procedure_codes(codes, procedure.code, one);
  Named by_code = read_drugs(codes, procedure.code);
  if (is_other_procedure(codes, procedure.code)) {  // an operation is known by its code: "resection after FOLFOX"
    by_code = Named{};
    by_code.value = shown(procedure.code);
  }
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
  one.reach = reach_of(one.named, {}, {});
  one.not_taken = says_not_taken(codes, procedure.notes, one.named);
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
