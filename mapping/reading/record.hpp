// The part of the chart that is about this patient (rule 2.4), sorted by type, and the list of what was set aside
// (rule 1.4). Every chapter of the reading rules starts from here.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fhir/chart.hpp"
#include "mapping/case.hpp"
#include "mapping/facts/fact.hpp"
#include "mapping/terminology/terminology.hpp"

namespace foresign::mapping {

// One resource of a known type, with its entry.
template <class T>
struct Of {
  const fhir::Entry* entry = nullptr;
  const T* resource = nullptr;
  const T* operator->() const { return resource; }
  const T& operator*() const { return *resource; }
};

class Record {
 public:
  // Sorts the chart once. Another patient's resources and unreadable ones are set aside here; so are record entries
  // that are the draft orders themselves (rule 7.1).
  Record(const Case& of, const Terminology& codes);

  [[nodiscard]] const fhir::Chart& chart() const { return *chart_; }
  [[nodiscard]] const Order& order() const { return *order_; }
  [[nodiscard]] const Terminology& codes() const { return *codes_; }
  [[nodiscard]] date::sys_days day() const { return order_->day; }

  // All of one type, in the order of the chart.
  template <class T>
  [[nodiscard]] std::vector<Of<T>> all() const {
    std::vector<Of<T>> found;
    for (const fhir::Entry* entry : entries_)
      if (const auto* resource = std::get_if<T>(&entry->resource)) found.push_back({entry, resource});
    return found;
  }
  [[nodiscard]] const std::vector<const fhir::Entry*>& entries() const { return entries_; }

  // The resource that a reference names, if it is there, of that type, and not another patient's.
  template <class T>
  [[nodiscard]] Of<T> find(const fhir::Reference& reference, const fhir::Entry& from) const {
    const fhir::Entry* entry = chart_->find(reference, from);
    if (entry == nullptr) return {};
    const auto* resource = std::get_if<T>(&entry->resource);
    if (resource == nullptr || chart_->whose(fhir::subject_of(entry->resource), *entry) == fhir::Whose::another_patient)
      return {};
    return {entry, resource};
  }

  // Rule 1.7: whether all of these prefetch keys could be had in full.
  [[nodiscard]] bool complete(std::initializer_list<std::string_view> keys) const;
  // "could not be retrieved: conditions, observations": the unavailable ones among these keys; empty if all are there.
  [[nodiscard]] std::string missing(std::initializer_list<std::string_view> keys) const;

  // Rule 1.4. Repeats are dropped.
  void set_aside(const fhir::Entry& entry, std::string reason);
  [[nodiscard]] const std::vector<SetAside>& ignored() const { return ignored_; }

 private:
  const fhir::Chart* chart_;
  const Order* order_;
  const Terminology* codes_;
  std::vector<const fhir::Entry*> entries_;
  std::vector<SetAside> ignored_;
};

// `NSCLC (http://snomed.info/sct 254637007)`: a concept as evidence shows it: text or display, with its first coding.
std::string shown(const fhir::CodeableConcept& code);
std::string shown(const fhir::Coding& coding);
// The day as written, or empty.
std::string shown(const std::optional<fhir::PartialDate>& when);

// Rule 6.1: how far the status of an Observation or DiagnosticReport lets it count.
enum class ResultStatus : std::uint8_t { counts, not_final, void_result };
ResultStatus result_status(std::string_view status);

// Everything that a concept says in words: its text and the displays.
std::vector<std::string> words_of(const fhir::CodeableConcept& code);

}  // namespace foresign::mapping
