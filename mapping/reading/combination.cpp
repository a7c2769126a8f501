// Rule 8.1: cetuximab or panitumumab beside the ordered drug.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "mapping/reading/treatment_names.hpp"
#include "mapping/reading/treatment_reasons.hpp"
#include "mapping/reading/treatment_remarks.hpp"
#include "mapping/reading/treatment_status.hpp"
#include "mapping/reading/treatment_understood.hpp"
#include "mapping/reading/treatment_words.hpp"
#include "mapping/reading/treatments.hpp"
#include "mapping/text/cues.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

constexpr date::days current_order{90};
constexpr date::days current_administration{28};

// All of an imprecise date lies within the days before the day of judgement, or on it.
bool within(const std::optional<fhir::PartialDate>& when, date::days days, date::sys_days day) {
  return when && when->earliest >= day - days && when->earliest <= day;
}

// An order or a course that its own words call over: "panitumumab (discontinued)", "prior cetuximab".
bool says_over(const Named& named) {
  static const WordList over{"discontinued", "stopped",     "completed",  "finished",   "ended",      "previous",
                             "previously",   "prior",       "past",       "history of", "hx",         "h/o",
                             "s/p",          "status post", "former",     "last dose",  "d/c",        "d/c'd",
                             "dc'd",         "dc",          "historical", "expired",    "progressed", "abgesetzt",
                             "beendet",      "tolerated"};
  return over.occur_in(text::cut(named.words));
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
    read_what_is_no_order();
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
  // One that it names beside words that are not understood.
  [[nodiscard]] bool perhaps_partner(const Named& named) const {
    return std::ranges::any_of(
        named.in_passing, [&](const Concept* drug) { return std::ranges::find(any_of_, drug->name) != any_of_.end(); });
  }

  // Rule 8.1: "for no other tumour", and still running. Empty where nothing speaks against the order. A reason that is
  // not understood may be another cancer ("HNSCC"); one that is none ("anemia") says nothing.
  template <class T>
  [[nodiscard]] std::string objection_to(const fhir::Entry& entry, const T& resource, const Named& named) const {
    const Names names = cancers_.names(record_, site_, entry, resource.reason_references, resource.reasons);
    if (names == Names::another) return "ordered for another cancer";
    if (names != Names::this_tumour &&
        judge_reasons(record_, site_, entry, resource.reason_references, resource.reasons) == ReasonsAre::open)
      return "its reason is not understood";
    std::vector<Remark> remarks = remarks_on(resource, record_.day());
    const Objection by_name = objection_in(record_.codes(), {{Remark::Kind::name, named.words}}, named);
    if (by_name.weight == Objection::Weight::never) return in_words(by_name);
    if (!named.beside_code.empty()) remarks.push_back({Remark::Kind::name, named.beside_code});
    const Objection objection = objection_in(record_.codes(), remarks, named);
    if (objection.weight == Objection::Weight::never) return in_words(objection);
    if (objection.weight > Objection::Weight::plans)
      return "it may not be taken, as what is written beside it says: " + objection.words;
    if (says_over(named)) return "ended, as its name says";
    for (const Remark& remark : remarks) {
      const text::Text text = text::cut(remark.words);
      if (ends_it(text)) return "it may have ended, as what is written beside it says";
      if (sets_apart(text)) return "perhaps not together, as what is written beside it says: " + remark.words;
    }
    if (const auto words = not_understood_in(record_.codes(), remarks,
                                             names == Names::this_tumour ? std::nullopt : std::optional(site_)))
      return "what is written beside it is not understood: " + *words;
    return {};
  }

  // "Last dose 11/10", "discontinue", but "discontinue for grade 4 rash".
  static bool ends_it(const text::Text& text) {
    static const WordList over{"stopped",
                               "discontinued",
                               "ended",
                               "d/c",
                               "d/c'd",
                               "dc'd",
                               "abgesetzt",
                               "beendet",
                               "last dose",
                               "final dose",
                               "final cycle",
                               "last cycle",
                               "final infusion",
                               "last infusion",
                               "completed course",
                               "course completed",
                               "completed therapy",
                               "taken off",
                               "off study",
                               "off treatment",
                               "off therapy",
                               "replaced by",
                               "switched from",
                               "letzte gabe"};
    static const WordList orders{"discontinue", "stop", "d/c this", "absetzen", "cancel"};
    if (over.stated_in(text)) return true;
    static constexpr std::array<std::string_view, 9> done{"completed", "dc",    "d/c",       "former", "past",
                                                          "previous",  "prior", "treatment", "therapy"};
    if (text.words.size() <= 2 &&
        std::ranges::all_of(text.words, [](const text::Word& word) { return text::is_one_of(word.folded, done); }))
      return true;
    static constexpr std::array<std::string_view, 6> conditions{"for", "if", "when", "until", "bei", "upon"};
    return std::ranges::any_of(orders.all_in(text), [&](text::Span span) {
      for (std::size_t next = span.last; next < text.words.size() && next < span.last + 3; ++next)
        if (text::is_one_of(text.words[next].folded, conditions)) return false;
      return true;
    });
  }

  // "Monotherapy", "alternative to sotorasib", "only if sotorasib fails": not with the ordered drug.
  [[nodiscard]] bool sets_apart(const text::Text& text) const {
    static const WordList apart{"monotherapy",        "monotherapie", "sequential",     "sequentially",
                                "not in combination", "not together", "single agent",   "not with",
                                "nicht geben",        "do not give",  "do not combine", "alternating",
                                "alternative",        "backup",       "separately",     "do not schedule",
                                "do not order",       "do not sign",  "do not release", "do not dispense"};
    static const WordList open{"tentative",   "tentatively", "maybe",  "either",      "undecided",
                               "option",      "optional",    "choice", "replacement", "consider",
                               "considering", "considered",  "vs",     "versus"};
    if (apart.occur_in(text) || open.occur_in(text)) return true;
    if (std::ranges::any_of(text.words, [](const text::Word& word) { return text::is_relative(word.folded); }))
      return true;
    static constexpr std::array<std::string_view, 27> between{
        "after",     "alternative", "before",    "but",  "fail",    "failed", "failing", "fails", "failure",
        "alone",     "only",        "following", "if",   "instead", "not",    "or",      "prior", "rather",
        "replacing", "sequential",  "statt",     "then", "unless",  "until",  "versus",  "vs",    "without"};
    for (const PhraseMatch& match : record_.codes().find_phrases(Domain::drugs, text)) {
      if (match.found->name != record_.order().drug) continue;
      for (const text::Word& word : text.words)
        if (word.statement == text.words[match.words.first].statement && text::is_one_of(word.folded, between))
          return true;
    }
    return false;
  }

  void keep(const fhir::Entry& entry, const Named& named, const std::optional<fhir::PartialDate>& when,
            std::string note = {}) {
    found_.push_back({entry.reference, named.element, named.value, shown(when), std::move(note)});
  }

  void miss(const fhir::Entry& entry, const Named& named, const std::optional<fhir::PartialDate>& when,
            std::string why) {
    near_misses_.push_back({entry.reference, named.element, named.value, shown(when), std::move(why)});
  }

  // The order's own last day, if that is past.
  [[nodiscard]] std::optional<fhir::PartialDate> ended(const fhir::MedicationRequest& request) const {
    for (const auto& end : {request.dosage.end, request.validity.end})
      if (end && fhir::surely_before(*end, record_.day())) return end;
    return std::nullopt;
  }

  void read_drafts() {
    for (const auto& entry : record_.chart().drafts()) {
      const auto* request = std::get_if<fhir::MedicationRequest>(&entry->resource);
      if (request == nullptr || entry.get() == record_.order().entry) continue;
      const Named named = read_medication(record_, *entry, request->medication, NameKind::ordered);
      if (partner(named) == nullptr) {
        if (perhaps_partner(named)) miss(*entry, named, request->authored, "its name is not understood");
        continue;
      }
      if (entry->in_parts) {  // rule 2.6: what could not be read may speak against it
        miss(*entry, named, request->authored, "it could not be read in full");
      } else if (request->do_not_perform || request->status == "cancelled" || request->status == "stopped" ||
                 request->status == "completed" || request->status == "entered-in-error") {
        record_.set_aside(*entry,
                          request->do_not_perform ? "an order not to give it" : "its status is " + request->status);
      } else if (record_.chart().whose(request->subject, *entry) != fhir::Whose::this_patient) {
        record_.set_aside(*entry, "about another patient");
      } else if (std::string objection = objection_to(*entry, *request, named); !objection.empty()) {
        miss(*entry, named, request->authored, std::move(objection));
      } else if (const auto end = ended(*request); end) {
        miss(*entry, named, request->authored, "it ended on " + end->written);
      } else {
        keep(*entry, named, request->authored);
      }
    }
  }

  void read_requests() {
    for (const auto& request : record_.all<fhir::MedicationRequest>()) {
      const Named named = read_medication(record_, *request.entry, request->medication, NameKind::ordered);
      const std::string* drug = partner(named);
      if (drug == nullptr) {
        if (perhaps_partner(named) && given_by(*request).counts)
          miss(*request.entry, named, request->authored, "its name is not understood");
        continue;
      }
      if (!given_by(*request).counts) continue;  // set aside by rule 7.2
      if (request->status != "active") {
        miss(*request.entry, named, request->authored, "its status is " + request->status);
      } else if (std::string objection = objection_to(*request.entry, *request, named); !objection.empty()) {
        miss(*request.entry, named, request->authored, std::move(objection));
      } else if (const auto end = ended(*request); end) {
        miss(*request.entry, named, request->authored, "it ended on " + end->written);
      } else if (const auto over = statement_of_end(request->authored, *drug); over) {
        miss(*request.entry, named, request->authored, "a statement says that it ended on " + over->written);
      } else if (within(request->authored, current_order, record_.day())) {
        keep(*request.entry, named, request->authored);
      } else if (const Event last = last_fulfilment(*request.entry, *drug); last.entry != nullptr) {
        keep(*request.entry, named, request->authored, "dispensed or given on " + last.when->written);
        keep(*last.entry, last.named, last.when);
      } else {
        miss(*request.entry, named, request->authored, "not authored, dispensed or given within the last 90 days");
      }
    }
  }

  struct Event {
    const fhir::Entry* entry = nullptr;
    Named named;
    std::optional<fhir::PartialDate> when;
  };

  // A dispense or administration within 90 days that belongs to this order, or to none and is of the same drug.
  [[nodiscard]] Event last_fulfilment(const fhir::Entry& request, const std::string& drug) const {
    Event last;
    const auto is_later = [&](const std::optional<fhir::PartialDate>& when) {
      return within(when, current_order, record_.day()) && (!last.when || when->earliest > last.when->earliest);
    };
    const auto leads_here = [&](const fhir::Reference& reference, const fhir::Entry& from) {
      return record_.chart().find(reference, from) == &request;
    };
    for (const auto& dispense : record_.all<fhir::MedicationDispense>()) {
      if (!is_later(dispense->handed_over) || !given_by(*dispense).counts) continue;
      const auto& prescriptions = dispense->authorizing_prescriptions;
      const bool linked = std::ranges::any_of(
          prescriptions, [&](const fhir::Reference& reference) { return leads_here(reference, *dispense.entry); });
      if (!linked && !prescriptions.empty()) continue;
      Named named = read_medication(record_, *dispense.entry, dispense->medication);
      if ((linked || named.names(drug)) && was_given(*dispense, named))
        last = {dispense.entry, std::move(named), dispense->handed_over};
    }
    for (const auto& given : record_.all<fhir::MedicationAdministration>()) {
      const auto& when = given->end ? given->end : given->start;
      if (!is_later(when) || !given_by(*given).counts ||
          cancers_.names(record_, site_, *given.entry, given->reason_references, given->reasons) == Names::another)
        continue;
      const bool linked = !given->request.empty();
      if (linked && !leads_here(given->request, *given.entry)) continue;
      Named named = read_medication(record_, *given.entry, given->medication);
      if ((linked || named.names(drug)) && was_given(*given, named)) last = {given.entry, std::move(named), when};
    }
    return last;
  }

  template <class T>
  [[nodiscard]] bool was_given(const T& event, const Named& named) const {
    return objection_in(record_.codes(), remarks_on(event, record_.day()), named).weight == Objection::Weight::none;
  }

  void read_administrations() {
    for (const auto& given : record_.all<fhir::MedicationAdministration>()) {
      Named named = read_medication(record_, *given.entry, given->medication);
      const auto request = record_.find<fhir::MedicationRequest>(given->request, *given.entry);
      if (named.drugs.empty() && request.entry != nullptr)
        named = read_medication(record_, *request.entry, request->medication, NameKind::ordered);
      const std::string* drug = partner(named);
      if (drug == nullptr || !given_by(*given).counts) continue;
      const auto& when = given->start ? given->start : given->end;
      std::string objection = objection_to(*given.entry, *given, named);
      if (objection.empty() && request.entry != nullptr) {
        const Named ordered = read_medication(record_, *request.entry, request->medication, NameKind::ordered);
        objection = objection_to(*request.entry, *request, ordered);
      }
      if (given->status == "stopped") {
        miss(*given.entry, named, when, "stopped");
      } else if (!objection.empty()) {
        miss(*given.entry, named, when, std::move(objection));
      } else if (!within(given->end ? given->end : given->start, current_administration, record_.day())) {
        miss(*given.entry, named, when, "not given within the last 28 days");
      } else if (stopped_since(given, request, *drug)) {
        miss(*given.entry, named, when, "its order was stopped");
      } else {
        keep(*given.entry, named, when);
      }
    }
  }

  // Rule 1.3: a statement or a dispense of a partner is no order, but it is seen.
  void read_what_is_no_order() {
    for (const auto& statement : record_.all<fhir::MedicationStatement>()) {
      const Named named = read_medication(record_, *statement.entry, statement->medication);
      if (partner(named) != nullptr && statement->status == "active")
        miss(*statement.entry, named, statement->start, "a statement is no order");
    }
    for (const auto& dispense : record_.all<fhir::MedicationDispense>()) {
      const Named named = read_medication(record_, *dispense.entry, dispense->medication);
      const auto leads_to_one = [&](const fhir::Reference& prescription) {
        return record_.chart().find(prescription, *dispense.entry) != nullptr;
      };
      const bool of_an_order = std::ranges::any_of(dispense->authorizing_prescriptions, leads_to_one);
      if (partner(named) != nullptr && given_by(*dispense).counts && !of_an_order)
        miss(*dispense.entry, named, dispense->handed_over, "a dispense alone is no order");
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
    if (statement_of_end(given->start, drug)) return true;
    bool over = false;
    for (const auto& other : record_.all<fhir::MedicationRequest>()) {
      if (!read_medication(record_, *other.entry, other->medication).names(drug)) continue;
      if (other->status == "active") return false;
      const bool recent = !other->authored || other->authored->latest >= record_.day() - current_order;
      over = over || (recent && (other->status == "stopped" || other->status == "on-hold"));
    }
    return over;
  }

  // The day on which a statement says that the drug was stopped, on that day or later.
  [[nodiscard]] std::optional<fhir::PartialDate> statement_of_end(const std::optional<fhir::PartialDate>& since,
                                                                  const std::string& drug) const {
    if (!since) return std::nullopt;
    for (const auto& statement : record_.all<fhir::MedicationStatement>())
      if (statement->status == "stopped" && statement->end && statement->end->earliest >= since->earliest &&
          statement->end->earliest <= record_.day() &&
          read_medication(record_, *statement.entry, statement->medication).names(drug))
        return statement->end;
    return std::nullopt;
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
