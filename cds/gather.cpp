#include "cds/gather.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "fhir/client/url.hpp"
#include "fhir/reference_form.hpp"

namespace foresign {
namespace {

using fhir::client::Failure;

std::string joined(const std::vector<std::string>& problems) {
  std::string all;
  for (const std::string& problem : problems) all += (all.empty() ? "" : "; ") + problem;
  return all;
}

void add_once(std::vector<std::string>& all, std::string one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
}

const hooks::PrefetchKey* documented(std::string_view key) {
  for (const hooks::PrefetchKey& row : hooks::prefetch_keys())
    if (row.key == key) return &row;
  return nullptr;
}

// `Condition?patient={{context.patientId}}` -> `Condition`.
std::string_view type_of(const hooks::PrefetchKey& row) {
  return row.query.substr(0, row.query.find_first_of("/?"));
}

std::string query_for(const hooks::PrefetchKey& row, const std::string& patient_id) {
  constexpr std::string_view token = "{{context.patientId}}";
  std::string query(row.query);
  if (const auto at = query.find(token); at != std::string::npos) query.replace(at, token.size(), patient_id);
  return query;
}

// Whether an answer is what the query asks for: `Patient/p1` this very resource, a search a Bundle. A failure is an
// answer too.
bool answers(const std::string& query, json::View root) {
  const auto type = root["resourceType"].string();
  if (type == "OperationOutcome") return true;
  const std::size_t slash = query.find('/');
  const bool read =
      query.find('?') == std::string::npos && query.find("://") == std::string::npos && slash != std::string::npos;
  if (!read) return type == "Bundle";
  return type == query.substr(0, slash) && root["id"].string() == query.substr(slash + 1);
}

// A Patient that is not `id`, as a read or in a Bundle. Looks at the JSON: a Patient that cannot be read is somebody
// all the same.
std::optional<json::Issue> stranger_in(json::View value, const std::string& id) {
  const auto type = value["resourceType"].string();
  if (type == "Patient") {
    const json::View found = value["id"];
    if (!found.string() || *found.string() == id) return std::nullopt;
    return json::Issue{json::Severity::fatal, found.path(), "is not the patient of `context.patientId`"};
  }
  if (type == "Bundle")
    for (const json::View entry : value["entry"])
      if (auto issue = stranger_in(entry["resource"], id)) return issue;
  return std::nullopt;
}

bool is_of_the_record(const fhir::Entry& entry) {
  static constexpr std::array<std::string_view, 7> types = {
      "Patient",           "Condition",           "Observation",
      "MedicationRequest", "MedicationStatement", "MedicationAdministration",
      "MedicationDispense"};
  return std::find(types.begin(), types.end(), entry.type) != types.end();
}

const fhir::Reference& medication_of(const fhir::Resource& resource) {
  static const fhir::Reference none;
  return std::visit(
      [](const auto& one) -> const fhir::Reference& {
        if constexpr (requires { one.medication.reference; }) {
          return one.medication.reference;
        } else {
          return none;
        }
      },
      resource);
}

}  // namespace

std::optional<json::Issue> another_patient(const hooks::HookRequest& request) {
  return stranger_in(request.prefetch["patient"], request.patient_id);
}

Gathering::Gathering(const hooks::HookRequest& request, fhir::client::Fetch fetch)
    : request_(request), fetch_(std::move(fetch)), chart_(request.patient_id, request.fhir_server) {
  drafts_.key = "draftOrders";
  fhir::BundleReading drafts = fhir::read_bundle(request.draft_orders, drafts_.key);
  draft_orders_cut_ = drafts.cut;
  drafts_.problems = std::move(drafts.problems);
  for (fhir::Entry& entry : drafts.entries) chart_.add_draft(std::move(entry));
  for (fhir::Unreadable& unreadable : drafts.unreadable) chart_.add_unreadable(std::move(unreadable));

  for (const hooks::PrefetchKey& row : hooks::prefetch_keys())
    if (!request.prefetch[row.key].exists())
      sources_.push_back({std::string(row.key), &row, false, false, false, {"not supplied"}, {}});
  // A resource is taken by its resourceType, whatever key it came under, so unknown keys are read too.
  for (const json::View value : request.prefetch) {
    sources_.push_back({std::string(value.key()), documented(value.key()), true, false, false, {}, {}});
    take(sources_.back(), value);
  }
  chart_.finish();
}

void Gathering::take(Source& source, json::View value) {
  fhir::BundleReading reading = fhir::read_bundle(value, source.key);
  if (reading.supply == fhir::Supply::failed || reading.incomplete) {
    if (reading.problems.empty()) reading.problems.emplace_back("the search failed");
    for (std::string& problem : reading.problems) add_once(source.problems, std::move(problem));
  }
  source.usable = source.usable || reading.supply == fhir::Supply::empty || reading.supply == fhir::Supply::data;
  if (source.documented != nullptr && !reading.entries.empty())
    source.strange =
        source.strange || std::none_of(reading.entries.begin(), reading.entries.end(),
                                       [&](const auto& one) { return one.type == type_of(*source.documented); });
  for (std::string& page : reading.next_pages) source.next_pages.push_back(std::move(page));
  for (fhir::Entry& entry : reading.entries) chart_.add(std::move(entry));
  for (fhir::Unreadable& unreadable : reading.unreadable) chart_.add_unreadable(std::move(unreadable));
}

std::vector<std::optional<json::View>> Gathering::ask(const std::vector<Wanted>& wanted, std::string_view gap) {
  std::vector<std::string> queries;
  for (const Wanted& one : wanted) queries.push_back(one.query);
  std::vector<fhir::client::Answer> answered = fetch_(queries);
  answered.resize(queries.size(), {{}, Failure::unusable});

  std::vector<std::optional<json::View>> values(wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    std::optional<Failure> failure = answered[i].failure;
    if (!failure) {
      auto document = json::read(answered[i].body);
      if (document.value && answers(wanted[i].query, document.value->root())) {
        documents_.push_back(std::move(*document.value));
        values[i] = documents_.back().root();
      } else {
        failure = Failure::unusable;
      }
    }
    if (failure) add_once(wanted[i].source->problems, std::string(gap) + " (" + std::string(in_words(*failure)) + ")");
  }
  return values;
}

// The Medication that an entry refers to, as a query, where it is neither in the request nor fetched already and lies
// on the request's server. The reference is never called as it is written.
std::optional<std::string> Gathering::missing_medication(const fhir::Entry& entry) const {
  const fhir::Reference& reference = medication_of(entry.resource);
  if (reference.empty() || chart_.find(reference, entry) != nullptr) return std::nullopt;
  const fhir::ReferenceForm form = fhir::read_reference_form(reference.reference);
  const bool here =
      form.kind == fhir::ReferenceForm::Kind::relative ||
      (form.kind == fhir::ReferenceForm::Kind::absolute && form.base == fhir::normal_base(request_.fhir_server));
  if (!here || form.type != "Medication" || !fhir::client::is_id(form.id)) return std::nullopt;
  return form.type_and_id();
}

void Gathering::fetch_medications(const std::vector<Wanted>& wanted) {
  if (wanted.empty()) return;
  const auto values = ask(wanted, "incomplete: a medication could not be had");
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!values[i]) continue;
    fhir::BundleReading reading = fhir::read_bundle(*values[i], "medications");
    for (const std::string& problem : reading.problems)
      add_once(wanted[i].source->problems, "incomplete: a medication could not be had: " + problem);
    for (fhir::Entry& entry : reading.entries) chart_.add(std::move(entry));
    for (fhir::Unreadable& unreadable : reading.unreadable) chart_.add_unreadable(std::move(unreadable));
  }
  chart_.finish();
}

void Gathering::fetch_draft_medications() {
  if (!fetch_) return;
  std::vector<Wanted> wanted;
  for (const auto& entry : chart_.drafts()) {
    auto query = missing_medication(*entry);
    if (query && asked_.insert(*query).second) wanted.push_back({std::move(*query), &drafts_});
  }
  fetch_medications(wanted);
}

void Gathering::fetch_record() {
  if (!fetch_) return;
  fetch_absent();
  fetch_pages();
  chart_.finish();

  std::vector<Wanted> wanted;
  for (const auto& entry : chart_.record()) {
    if (chart_.whose(fhir::subject_of(entry->resource), *entry) == fhir::Whose::another_patient) continue;
    // Whatever key the entry came under: the readings ask whether all of its type is there.
    Source* source = source_of(entry->type);
    auto query = missing_medication(*entry);
    if (source != nullptr && query && asked_.insert(*query).second) wanted.push_back({std::move(*query), source});
  }
  fetch_medications(wanted);
}

// The documented key that asks for this type; null if none does.
Gathering::Source* Gathering::source_of(std::string_view type) {
  const auto found = std::find_if(sources_.begin(), sources_.end(), [&](const Source& one) {
    return one.documented != nullptr && type_of(*one.documented) == type;
  });
  return found == sources_.end() ? nullptr : &*found;
}

void Gathering::fetch_absent() {
  if (!fhir::client::is_id(request_.patient_id)) return;
  std::vector<Wanted> wanted;
  for (Source& source : sources_) {
    if (source.supplied) continue;
    wanted.push_back({query_for(*source.documented, request_.patient_id), &source});
    asked_.insert(wanted.back().query);
  }
  if (wanted.empty()) return;
  const auto values = ask(wanted, "not supplied, and could not be had");
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    Source& source = *wanted[i].source;
    std::erase(source.problems, "not supplied");
    if (values[i]) take(source, *values[i]);
  }
}

// Page by page, those of all sources side by side.
void Gathering::fetch_pages() {
  constexpr std::string_view gap = "incomplete: a further page could not be had";
  for (;;) {
    std::vector<Wanted> wanted;
    for (Source& source : sources_) {
      for (std::string& page : source.next_pages) {
        if (asked_.insert(page).second) {
          wanted.push_back({std::move(page), &source});
        } else {
          add_once(source.problems, std::string(gap) + " (the pages lead in a circle)");
        }
      }
      source.next_pages.clear();
    }
    if (wanted.empty()) return;
    const auto values = ask(wanted, gap);
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (values[i]) take(*wanted[i].source, *values[i]);
  }
}

// Whether what came under a key is about other people alone: then it says nothing of this patient.
bool Gathering::all_of_others(const Source& source) const {
  bool some = false;
  for (const auto& entry : chart_.record()) {
    if (entry->source != source.key || entry->type != type_of(*source.documented)) continue;
    if (chart_.whose(fhir::subject_of(entry->resource), *entry) != fhir::Whose::another_patient) return false;
    some = true;
  }
  return some;
}

void Gathering::note_gaps() {
  for (Source& source : sources_) {
    if (source.documented == nullptr) continue;
    if (!source.next_pages.empty()) add_once(source.problems, "incomplete: a further page was not supplied");
    if (source.strange) add_once(source.problems, "holds something else than was asked for");
    if (all_of_others(source)) add_once(source.problems, "holds another patient's records");
    if (!source.problems.empty()) chart_.add_unavailable({source.key, joined(source.problems)});
  }
  if (!drafts_.problems.empty()) chart_.add_unavailable({drafts_.key, joined(drafts_.problems)});
}

bool Gathering::anything_of_the_record() const {
  if (std::any_of(chart_.record().begin(), chart_.record().end(),
                  [](const auto& entry) { return is_of_the_record(*entry); }))
    return true;
  // Looked up and found empty is knowledge too.
  return std::any_of(sources_.begin(), sources_.end(), [](const Source& source) {
    return source.documented != nullptr && source.documented->record && source.usable;
  });
}

}  // namespace foresign
