// Prefetch, and where that may be asked the FHIR server -> chart (rules 1.7 and 2.4; CDS Hooks 2.0, "Prefetch
// Template": what a client left out the service gets for itself).
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cds/hooks/prefetch.hpp"
#include "cds/hooks/request.hpp"
#include "fhir/bundle.hpp"
#include "fhir/chart.hpp"
#include "fhir/client/fetch.hpp"
#include "fhir/json/issue.hpp"

namespace foresign {

// The issue with a Patient under the key `patient` who is not context.patientId (rule 2.4: 400).
std::optional<json::Issue> another_patient(const hooks::HookRequest& request);

// A chart in the making. Starts with all that came with the request; each `fetch_...` adds what is missing, and nothing
// where `fetch` is empty.
class Gathering {
 public:
  // The request must outlive it.
  Gathering(const hooks::HookRequest& request, fhir::client::Fetch fetch);

  // Whether there are more draft orders than are read: those that were not must not be missed in silence.
  [[nodiscard]] bool draft_orders_cut() const { return draft_orders_cut_; }
  // The Medications that draft orders refer to: they decide whether there is anything to judge.
  void fetch_draft_medications();
  // Keys that were not supplied (null and failed ones are never asked again), further pages, and then the Medications
  // that the record refers to.
  void fetch_record();
  // Says in the chart what could not be had. Call once, last.
  void note_gaps();

  [[nodiscard]] const fhir::Chart& chart() const { return chart_; }
  // Whether anything of the record (patient, conditions, observations, medications) could be had; otherwise nothing can
  // be said, and the answer is a 412.
  [[nodiscard]] bool anything_of_the_record() const;

 private:
  // One prefetch key: what is asked under it, and what came.
  struct Source {
    std::string key;
    const hooks::PrefetchKey* documented = nullptr;  // null: nobody asked for it, so it cannot be missing
    bool supplied = false;
    bool usable = false;                  // something came that is no failure, if only that there is nothing
    bool strange = false;                 // a part of it holds other types than were asked for, and none that were
    std::vector<std::string> problems;    // rule 1.7
    std::vector<std::string> next_pages;  // not had yet
  };
  struct Wanted {
    std::string query;
    Source* source = nullptr;  // where a gap belongs
  };

  void take(Source& source, json::View value);
  // Asks for all of them, once for each query ever; the documents live as long as this.
  std::vector<std::optional<json::View>> ask(const std::vector<Wanted>& wanted, std::string_view gap);
  void fetch_absent();
  void fetch_pages();
  void fetch_medications(const std::vector<Wanted>& wanted);
  [[nodiscard]] Source* source_of(std::string_view type);
  [[nodiscard]] std::optional<std::string> missing_medication(const fhir::Entry& entry) const;
  [[nodiscard]] bool all_of_others(const Source& source) const;

  const hooks::HookRequest& request_;
  fhir::client::Fetch fetch_;
  std::vector<json::Document> documents_;  // own what the chart's entries show
  fhir::Chart chart_;
  Source drafts_;
  bool draft_orders_cut_ = false;
  std::vector<Source> sources_;
  std::set<std::string> asked_;
};

}  // namespace foresign
