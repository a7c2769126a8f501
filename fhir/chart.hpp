// Everything known of one patient for one request: the resources with their origin, look-up of references, and what was
// unavailable. Immutable after it was gathered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fhir/json/view.hpp"
#include "fhir/resources/resources.hpp"

namespace foresign::fhir {

// One resource of the chart.
struct Entry {
  std::string reference;  // how evidence names it: `Type/id`, else its fullUrl, else `conditions.entry[3]`
  std::string type;       // resourceType
  std::string id;
  std::string full_url;
  std::string source;        // prefetch key, or `draftOrders`
  std::string last_updated;  // meta.lastUpdated
  Resource resource;
  bool in_parts = false;  // a draft order of which something could not be read (rule 2.6)
  std::vector<Entry> contained;
  json::View json;  // the resource as it came; valid as long as the request's document
};

// A record that could not be read, with the reason (rule 1.4).
struct Unreadable {
  std::string reference;
  std::string reason;
};

// A prefetch key whose data could not be had, in full or in part (rule 1.7).
struct Unavailable {
  std::string key;  // `conditions`
  std::string why;  // `not supplied`, `the search failed (...)`, `incomplete: a further page was not supplied`
};

// Whether a subject names the patient of the request (rule 2.4).
enum class Whose : std::uint8_t { this_patient, another_patient, cannot_tell };

class Chart {
 public:
  // `fhir_server`: the request's base URL, may be empty.
  Chart(std::string patient_id, std::string fhir_server);
  Chart(Chart&&) noexcept;
  Chart& operator=(Chart&&) noexcept;
  ~Chart();

  // Gathering. A second copy of a resource already there (same Type/id) is dropped; the one with the later lastUpdated
  // stays. Two resources of one Type/id with fullUrls on different servers are two resources. Drafts are never dropped.
  void add(Entry entry);
  void add_draft(Entry entry);
  void add_unreadable(Unreadable unreadable);
  void add_unavailable(Unavailable unavailable);
  // Call after the last `add`, and again after further ones: builds the look-up.
  void finish();

  [[nodiscard]] const std::string& patient_id() const { return patient_id_; }
  [[nodiscard]] const std::string& fhir_server() const { return fhir_server_; }
  [[nodiscard]] const std::vector<std::unique_ptr<Entry>>& record() const { return record_; }
  [[nodiscard]] const std::vector<std::unique_ptr<Entry>>& drafts() const { return drafts_; }
  [[nodiscard]] const std::vector<Unreadable>& unreadable() const { return unreadable_; }
  [[nodiscard]] const std::vector<Unavailable>& unavailable() const { return unavailable_; }
  [[nodiscard]] bool available(std::string_view key) const;

  // The entry that a reference in `from` names: contained (`#id`, also written `Type/id`), by fullUrl, by Type/id
  // (relative, or absolute on the request's server, with or without `/_history/`), by identifier. Draft orders and the
  // record are both searched. Null where it is not there.
  [[nodiscard]] const Entry* find(const Reference& reference, const Entry& from) const;

  // The prefetched Patient, if any.
  [[nodiscard]] const Entry* patient() const;
  // Rule 2.4. An empty reference is this patient's.
  [[nodiscard]] Whose whose(const Reference& subject, const Entry& from) const;

 private:
  std::string patient_id_;
  std::string fhir_server_;
  std::string server_base_;  // the same, as ReferenceForm::base is written
  std::vector<std::unique_ptr<Entry>> record_;
  std::vector<std::unique_ptr<Entry>> drafts_;
  std::vector<Unreadable> unreadable_;
  std::vector<Unavailable> unavailable_;

  // Trees, not hash tables: the names come from the request, and could be chosen to collide.
  using Names = std::map<std::string, const Entry*, std::less<>>;  // `Type/id`, fullUrl without `/_history/`
  void index(const std::vector<std::unique_ptr<Entry>>& entries, Names& names);
  void index(const Entry& entry, std::string full_name, Names& names);
  [[nodiscard]] const Entry* named(std::string_view name, const Entry& from) const;
  [[nodiscard]] const Entry* contained_in(const Entry& from, std::string_view type, std::string_view id) const;
  [[nodiscard]] const Entry* identified(std::string_view type, std::string_view token) const;
  [[nodiscard]] Whose whose_patient(const Entry& other) const;
  [[nodiscard]] Whose whose_identifier(std::string_view type, const std::optional<std::string>& system,
                                       std::string_view value) const;
  [[nodiscard]] Whose whose_reference(const Reference& subject, const Entry& from) const;

  std::map<std::string, std::size_t, std::less<>> positions_;  // of `Type/id` in record_
  std::vector<std::pair<std::string, std::size_t>> aliases_;   // URNs of further copies, and their place in record_
  Names record_names_;
  Names draft_names_;
  std::multimap<std::string, const Entry*, std::less<>>
      identified_;                                             // `Type?system|value`, each part but the value optional
  std::unordered_map<const Entry*, const Entry*> containers_;  // contained entry -> the entry around it
  const Entry* patient_ = nullptr;
};

// The subject of a resource (subject, patient or beneficiary); empty for types that have none.
const Reference& subject_of(const Resource& resource);

}  // namespace foresign::fhir
