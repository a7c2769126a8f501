// Rule 8.1: cetuximab or panitumumab beside the ordered drug.
#include <algorithm>
#include <utility>

#include "mapping/reading/treatment_names.hpp"
#include "mapping/reading/treatment_reasons.hpp"
#include "mapping/reading/treatment_status.hpp"
#include "mapping/reading/treatments.hpp"

namespace foresign::mapping {
namespace {

constexpr date::days current_order{90};
constexpr date::days current_administration{28};

// All of an imprecise date lies within the days before the day of judgement, or on it.
bool within(const std::optional<fhir::PartialDate>& when, date::days days, date::sys_days day) {
  return when && when->earliest >= day - days && when->earliest <= day;
}

// One search of the record for partners of the ordered drug.
class Search {
 public:
  Search(Record& record, const Cancers& cancers, Cancer site, const std::vector<std::string>& any_of)
      : record_(record), cancers_(cancers), site_(site), any_of_(any_of) {}

  std::vector<Evidence> run() {
    read_drafts();
    read_requests();
    read_administrations();
    return std::move(found_);
  }
  // Seen, and not current: a course that ended may still count as earlier treatment, so it is not set aside.
  [[nodiscard]] std::vector<Evidence> near_misses() { return std::move(near_misses_); }

 private:
  // The partner that a medication surely names.
  [[nodiscard]] const std::string* partner(const Named& named) const {
    const auto place = std::ranges::find_if(any_of_, [&](const std::string& drug) { return named.names(drug); });
    return place == any_of_.end() ? nullptr : &*place;
  }

  template <class T>
  [[nodiscard]] bool for_another_tumour(const fhir::Entry& entry, const T& resource) const {
    return cancers_.names(record_, site_, entry, resource.reason_references, resource.reasons) == Names::another;
  }

  // Rule 8.1: "for no other tumour". A reason that is not understood may be one: "HNSCC".
  template <class T>
  [[nodiscard]] bool has_open_reason(const fhir::Entry& entry, const T& resource) const {
    return cancers_.names(record_, site_, entry, resource.reason_references, resource.reasons) == Names::none &&
           mapping::has_open_reason(record_, site_, entry, resource.reason_references, resource.reasons);
  }

  void keep(const fhir::Entry& entry, const Named& named, const std::optional<fhir::PartialDate>& when,
            std::string note = {}) {
    found_.push_back({entry.reference, named.element, named.value, shown(when), std::move(note)});
  }

  void miss(const fhir::Entry& entry, const Named& named, const std::optional<fhir::PartialDate>& when,
            std::string why) {
    near_misses_.push_back({entry.reference, named.element, named.value, shown(when), std::move(why)});
  }

  void read_drafts() {
    for (const auto& entry : record_.chart().drafts()) {
      const auto* request = std::get_if<fhir::MedicationRequest>(&entry->resource);
      if (request == nullptr || entry.get() == record_.order().entry) continue;
      const Named named = read_medication(record_, *entry, request->medication);
      if (partner(named) == nullptr) continue;
      if (entry->in_parts) {  // rule 2.6: what could not be read may speak against it
        miss(*entry, named, request->authored, "it could not be read in full");
      } else if (request->do_not_perform || request->status == "cancelled" || request->status == "stopped" ||
                 request->status == "completed" || request->status == "entered-in-error") {
        record_.set_aside(*entry,
                          request->do_not_perform ? "an order not to give it" : "its status is " + request->status);
      } else if (record_.chart().whose(request->subject, *entry) != fhir::Whose::this_patient) {
        record_.set_aside(*entry, "about another patient");
      } else if (for_another_tumour(*entry, *request)) {
        record_.set_aside(*entry, "ordered for another cancer");
      } else if (has_open_reason(*entry, *request)) {
        miss(*entry, named, request->authored, "its reason is not understood");
      } else if (says_not_taken(record_.codes(), {}, named)) {
        miss(*entry, named, request->authored, "not to be taken, as its name says");
      } else {
        keep(*entry, named, request->authored);
      }
    }
  }

  void read_requests() {
    for (const auto& request : record_.all<fhir::MedicationRequest>()) {
      const Named named = read_medication(record_, *request.entry, request->medication);
      const std::string* drug = partner(named);
      if (drug == nullptr) continue;
      if (!given_by(*request).counts) continue;  // set aside by rule 7.2
      if (request->status != "active") {
        miss(*request.entry, named, request->authored, "its status is " + request->status);
      } else if (for_another_tumour(*request.entry, *request)) {
        miss(*request.entry, named, request->authored, "ordered for another cancer");
      } else if (has_open_reason(*request.entry, *request)) {
        miss(*request.entry, named, request->authored, "its reason is not understood");
      } else if (says_not_taken(record_.codes(), request->notes, named)) {
        miss(*request.entry, named, request->authored, "not taken, as its note says");
      } else if (within(request->authored, current_order, record_.day())) {
        keep(*request.entry, named, request->authored);
      } else if (const auto last = last_fulfilment(*request.entry, *drug); last) {
        keep(*request.entry, named, request->authored, "dispensed or given on " + last->written);
      } else {
        miss(*request.entry, named, request->authored, "not authored, dispensed or given within the last 90 days");
      }
    }
  }

  // A dispense or administration within 90 days that belongs to this order, or to none and is of the same drug.
  [[nodiscard]] std::optional<fhir::PartialDate> last_fulfilment(const fhir::Entry& request,
                                                                 const std::string& drug) const {
    std::optional<fhir::PartialDate> last;
    const auto take = [&](const std::optional<fhir::PartialDate>& when) {
      if (within(when, current_order, record_.day()) && (!last || when->earliest > last->earliest)) last = when;
    };
    const auto leads_here = [&](const fhir::Reference& reference, const fhir::Entry& from) {
      return record_.chart().find(reference, from) == &request;
    };
    for (const auto& dispense : record_.all<fhir::MedicationDispense>()) {
      if (!given_by(*dispense).counts) continue;
      const auto& prescriptions = dispense->authorizing_prescriptions;
      const bool linked = std::ranges::any_of(
          prescriptions, [&](const fhir::Reference& reference) { return leads_here(reference, *dispense.entry); });
      if (linked ||
          (prescriptions.empty() && read_medication(record_, *dispense.entry, dispense->medication).names(drug)))
        take(dispense->handed_over);
    }
    for (const auto& given : record_.all<fhir::MedicationAdministration>()) {
      if (!given_by(*given).counts || for_another_tumour(*given.entry, *given)) continue;
      const bool unlinked = given->request.empty();
      if ((!unlinked && leads_here(given->request, *given.entry)) ||
          (unlinked && read_medication(record_, *given.entry, given->medication).names(drug)))
        take(given->end ? given->end : given->start);
    }
    return last;
  }

  void read_administrations() {
    for (const auto& given : record_.all<fhir::MedicationAdministration>()) {
      Named named = read_medication(record_, *given.entry, given->medication);
      const auto request = record_.find<fhir::MedicationRequest>(given->request, *given.entry);
      if (named.drugs.empty() && request.entry != nullptr)
        named = read_medication(record_, *request.entry, request->medication);
      const std::string* drug = partner(named);
      if (drug == nullptr || !given_by(*given).counts) continue;
      const auto& when = given->start ? given->start : given->end;
      if (given->status == "stopped") {
        miss(*given.entry, named, when, "stopped");
      } else if (for_another_tumour(*given.entry, *given) ||
                 (request.entry != nullptr && for_another_tumour(*request.entry, *request))) {
        miss(*given.entry, named, when, "given for another cancer");
      } else if (has_open_reason(*given.entry, *given) ||
                 (request.entry != nullptr && has_open_reason(*request.entry, *request))) {
        miss(*given.entry, named, when, "its reason is not understood");
      } else if (!within(given->end ? given->end : given->start, current_administration, record_.day())) {
        miss(*given.entry, named, when, "not given within the last 28 days");
      } else if (stopped_since(given, request, *drug)) {
        miss(*given.entry, named, when, "its order was stopped");
      } else {
        keep(*given.entry, named, when);
      }
    }
  }

  // Rule 8.1: "whose request was not stopped since". Where an administration names no order, a recently stopped one of
  // the same drug, with none active beside it, is taken for its own.
  [[nodiscard]] bool stopped_since(const Of<fhir::MedicationAdministration>& given,
                                   const Of<fhir::MedicationRequest>& request, const std::string& drug) const {
    const auto is_over = [](const fhir::MedicationRequest& one) {
      return one.status == "stopped" || one.status == "cancelled" || one.status == "entered-in-error" ||
             one.status == "on-hold";
    };
    if (request.entry != nullptr) return is_over(*request);
    if (statement_says_stopped(*given, drug)) return true;
    bool over = false;
    for (const auto& other : record_.all<fhir::MedicationRequest>()) {
      if (!read_medication(record_, *other.entry, other->medication).names(drug)) continue;
      if (other->status == "active") return false;
      const bool recent = !other->authored || other->authored->latest >= record_.day() - current_order;
      over = over || (recent && (other->status == "stopped" || other->status == "on-hold"));
    }
    return over;
  }

  [[nodiscard]] bool statement_says_stopped(const fhir::MedicationAdministration& given,
                                            const std::string& drug) const {
    const auto statements = record_.all<fhir::MedicationStatement>();
    return std::ranges::any_of(statements, [&](const auto& statement) {
      return statement->status == "stopped" && statement->end && given.start &&
             statement->end->earliest >= given.start->earliest && statement->end->earliest <= record_.day() &&
             read_medication(record_, *statement.entry, statement->medication).names(drug);
    });
  }

  Record& record_;
  const Cancers& cancers_;
  Cancer site_;
  const std::vector<std::string>& any_of_;
  std::vector<Evidence> found_;
  std::vector<Evidence> near_misses_;
};

}  // namespace

Fact answer_combination(Record& record, const Cancers& cancers, Cancer site, const std::vector<std::string>& any_of) {
  Search search(record, cancers, site, any_of);
  std::vector<Evidence> found = search.run();
  if (!found.empty()) return Fact::met(std::move(found));
  std::string needed = "no ";
  for (std::size_t index = 0; index < any_of.size(); ++index) needed += (index == 0 ? "" : " or ") + any_of[index];
  needed += " order found";
  const std::string missing =
      record.missing({"medicationRequests", "medicationAdministrations", "medicationDispenses"});
  if (!missing.empty()) needed += "; " + missing;
  return Fact::unknown(std::move(needed), search.near_misses());
}

}  // namespace foresign::mapping
