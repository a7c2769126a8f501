#include "mapping/answers/answer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>

#include "mapping/answers/age.hpp"
#include "mapping/reading/attestations.hpp"
#include "mapping/reading/cancers.hpp"
#include "mapping/reading/extent.hpp"
#include "mapping/reading/treatments.hpp"
#include "mapping/reading/variants.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {
namespace {

// Everything that was read of the record, and the answers that rest on it.
class Answers {
 public:
  // Rule 9.1: a diagnosis that the record leaves open and the prescriber attests counts: extent, results and treatments
  // are read as this tumour's.
  Answers(Record& record, const std::vector<Cancer>& attested)
      : record_(record), cancers_(read_cancers(record)), treatments_(read_treatments(record)) {
    for (const Cancer site : attested)
      if (cancers_.of(site) == nullptr && cancers_.diagnosis(site).verdict() == Verdict::unknown) {
        Tumour tumour;
        tumour.site = site;
        tumour.name = name_of(site);
        tumour.confirmed = tumour.covered_histology = tumour.attested = true;
        cancers_.tumours.push_back(std::move(tumour));
      }
  }

  Fact answer(const Asked& asked) {
    return std::visit([&](const auto& question) { return (*this)(asked.cancer, question); }, asked.question);
  }
  [[nodiscard]] const Cancers& cancers() const { return cancers_; }

 private:
  Fact operator()(Cancer, const Age& age) { return answer_age(record_, age.at_least_years); }
  Fact operator()(Cancer site, const DiagnosisOf&) { return cancers_.diagnosis(site); }
  Fact operator()(Cancer site, const ExtentOf& extent) {
    return answer_extent(record_, cancers_, treatments_, site, extent.accepted);
  }
  Fact operator()(Cancer site, const VariantOf&) { return variant(site).mutation; }
  Fact operator()(Cancer site, const ApprovedTest&) { return variant(site).approved_test; }
  Fact operator()(Cancer site, const PriorTherapy& therapy) {
    return answer_prior_therapy(record_, cancers_, treatments_, site, therapy.kind);
  }
  Fact operator()(Cancer site, const CombinedWith& partners) {
    return answer_combination(record_, cancers_, site, partners.any_of);
  }
  Fact operator()(Cancer, const IntoleranceTo& drugs) { return answer_intolerance(record_, drugs.all_of); }
  Fact operator()(Cancer site, const RecurrenceAfterResection&) {
    return answer_recurrence_after_resection(record_, cancers_, site);
  }

  const VariantFacts& variant(Cancer site) {
    auto& facts = variants_.at(static_cast<std::size_t>(site));
    if (!results_) results_ = read_results(record_);
    if (!facts) facts = answer_variant(record_, cancers_, *results_, site);
    return *facts;
  }

  Record& record_;
  Cancers cancers_;
  std::vector<Treatment> treatments_;
  std::optional<Results> results_;
  std::array<std::optional<VariantFacts>, 5> variants_;
};

bool names_one_of(const std::string& name, const std::vector<std::string>& words) {
  const text::Text text = text::cut(name);
  return std::ranges::any_of(words,
                             [&](const std::string& word) { return !text::find(text, text::cut(word)).empty(); });
}

bool is_person(const fhir::Reference& payor) {
  const auto is_a = [&](std::string_view type) {
    return payor.type == type || ("/" + payor.reference).find("/" + std::string(type) + "/") != std::string::npos;
  };
  return is_a("Patient") || is_a("RelatedPerson");
}

// Rule 2.1: active Coverages of another payer, by name.
std::vector<std::string> other_payers(const Record& record, const std::vector<std::string>& payer) {
  std::vector<std::string> others;
  for (const auto& [entry, coverage] : record.all<fhir::Coverage>()) {
    if (coverage->status != "active") continue;
    if (coverage->period.end && coverage->period.end->latest < record.day()) continue;
    if (coverage->period.start && coverage->period.start->earliest > record.day()) continue;
    for (const fhir::Reference& payor : coverage->payors) {
      if (is_person(payor)) continue;  // who pays himself is no payer with criteria
      std::vector<std::string> names;
      if (!payor.display.empty()) names.push_back(payor.display);
      const fhir::Entry* target = record.chart().find(payor, *entry);
      const auto* organization = target == nullptr ? nullptr : std::get_if<fhir::Organization>(&target->resource);
      if (organization != nullptr && !organization->name.empty()) names.push_back(organization->name);
      if (names.empty()) continue;
      const bool ours = std::ranges::any_of(names, [&](const std::string& name) { return names_one_of(name, payer); });
      if (!ours && std::ranges::find(others, names.front()) == others.end()) others.push_back(names.front());
    }
  }
  return others;
}

// What the card says before all else (rules 2.1 and 2.4).
std::vector<std::string> first_words(const Record& record, const Inquiry& inquiry) {
  std::vector<std::string> first;
  const fhir::Entry* entry = record.chart().patient();
  const auto* patient = entry == nullptr ? nullptr : std::get_if<fhir::Patient>(&entry->resource);
  if (patient != nullptr && patient->deceased) {
    const bool dated = !patient->deceased_written.empty() && patient->deceased_written != "true";
    first.push_back("The record says that the patient is deceased" +
                    (dated ? " (" + patient->deceased_written + ")" : std::string()) + ".");
  }
  for (const std::string& name : other_payers(record, inquiry.payer))
    first.push_back("The record holds active coverage of another payer (" + name + "), whose criteria may differ.");
  return first;
}

// Rule 1.4: what is shown as evidence is not set aside, whatever another criterion made of it.
std::set<std::string> references_in(const FactSheet& sheet) {
  std::set<std::string> references;
  for (const auto& [criterion, fact] : sheet.answers)
    if (fact.verdict() == Verdict::met)
      for (const Evidence& evidence : fact.evidence()) references.insert(evidence.reference);
  return references;
}

}  // namespace

FactSheet answer_all(const Inquiry& inquiry, const Case& of, const Terminology& codes) {
  Record record(of, codes);
  Answers answers(record, attested_diagnoses(record, inquiry));
  FactSheet sheet;
  for (const Asked& asked : inquiry.asked) sheet.answers.emplace_back(asked.criterion, answers.answer(asked));
  sheet.cancers = answers.cancers().shown;
  sheet.cancers_complete = record.complete({"conditions"});
  sheet.covered_cancer = std::ranges::any_of(inquiry.asked, [&](const Asked& asked) {
    return std::holds_alternative<DiagnosisOf>(asked.question) &&
           sheet.find(asked.criterion)->verdict() != Verdict::not_met;
  });
  apply_attestations(record, inquiry, sheet);
  sheet.first = first_words(record, inquiry);
  sheet.ignored = record.ignored();
  std::erase_if(sheet.ignored,
                [counted = references_in(sheet)](const SetAside& one) { return counted.contains(one.reference); });
  std::ranges::sort(sheet.ignored, {}, [](const SetAside& one) { return std::tie(one.reference, one.reason); });
  const auto repeated = std::unique(sheet.ignored.begin(), sheet.ignored.end());
  sheet.ignored.erase(repeated, sheet.ignored.end());
  return sheet;
}

}  // namespace foresign::mapping
