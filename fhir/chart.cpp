#include "fhir/chart.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "fhir/reference_form.hpp"

namespace foresign::fhir {

namespace {

constexpr std::string_view draft_source = "draftOrders";

std::string type_and_id(const Entry& entry) {
  return entry.id.empty() ? "" : entry.type + '/' + entry.id;
}

const std::vector<Identifier>& identifiers_of(const Resource& resource) {
  static const std::vector<Identifier> none;
  return std::visit(
      [](const auto& one) -> const std::vector<Identifier>& {
        if constexpr (requires { one.identifiers; }) {
          return one.identifiers;
        } else {
          return none;
        }
      },
      resource);
}

std::string token(std::string_view system, std::string_view value) {
  return std::string(system) + '|' + std::string(value);
}

bool newer(const Entry& left, const Entry& right) {
  const auto left_date = read_partial_date(left.last_updated);
  const auto right_date = read_partial_date(right.last_updated);
  return left_date && (!right_date || later(*left_date, *right_date));
}

// Some write the id of a contained resource with its `#`.
std::string_view without_hash(std::string_view id) {
  return id.starts_with('#') ? id.substr(1) : id;
}

bool same_uuid(std::string_view left, std::string_view right) {
  const auto fold = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return !left.empty() && std::equal(left.begin(), left.end(), right.begin(), right.end(),
                                     [&](char one, char other) { return fold(one) == fold(other); });
}

}  // namespace

Chart::Chart(std::string patient_id, std::string fhir_server)
    : patient_id_(std::move(patient_id)),
      fhir_server_(std::move(fhir_server)),
      server_base_(normal_base(fhir_server_)) {}
Chart::Chart(Chart&&) noexcept = default;
Chart& Chart::operator=(Chart&&) noexcept = default;
Chart::~Chart() = default;

void Chart::add(Entry entry) {
  if (const std::string name = type_and_id(entry); !name.empty()) {
    const auto [known, fresh] = positions_.try_emplace(name, record_.size());
    if (!fresh) {
      Entry& first = *record_[known->second];
      const auto mine = read_reference_form(entry.full_url);
      const auto its = read_reference_form(first.full_url);
      const bool absolute = mine.kind == ReferenceForm::Kind::absolute && its.kind == ReferenceForm::Kind::absolute;
      if (!absolute || mine.name == its.name) {
        // The `urn:uuid:` of the one that goes still means the one that stays.
        const bool replaces = newer(entry, first);
        const ReferenceForm& gone = replaces ? its : mine;
        if (gone.kind == ReferenceForm::Kind::urn) aliases_.emplace_back(gone.name, known->second);
        if (replaces) first = std::move(entry);
        return;
      }
    }
  }
  record_.push_back(std::make_unique<Entry>(std::move(entry)));
}

void Chart::add_draft(Entry entry) {
  drafts_.push_back(std::make_unique<Entry>(std::move(entry)));
}

void Chart::add_unreadable(Unreadable unreadable) {
  unreadable_.push_back(std::move(unreadable));
}

void Chart::add_unavailable(Unavailable unavailable) {
  unavailable_.push_back(std::move(unavailable));
}

bool Chart::available(std::string_view key) const {
  return std::none_of(unavailable_.begin(), unavailable_.end(), [&](const Unavailable& one) { return one.key == key; });
}

// A name goes to the first that bears it: `Type/id` first of all to what this request's server holds.
void Chart::index(const std::vector<std::unique_ptr<Entry>>& entries, Names& names) {
  std::vector<std::pair<const Entry*, std::string>> foreign;  // their fullUrls lie on another server
  for (const auto& entry : entries) {
    ReferenceForm form = read_reference_form(entry->full_url);
    if (!fhir_server_.empty() && form.kind == ReferenceForm::Kind::absolute && form.base != server_base_) {
      foreign.emplace_back(entry.get(), std::move(form.name));
    } else {
      index(*entry, std::move(form.name), names);
    }
  }
  for (auto& [entry, full_name] : foreign) index(*entry, std::move(full_name), names);
}

void Chart::index(const Entry& entry, std::string full_name, Names& names) {
  if (std::string name = type_and_id(entry); !name.empty()) names.emplace(std::move(name), &entry);
  if (!full_name.empty()) names.emplace(std::move(full_name), &entry);
  for (const Identifier& identifier : identifiers_of(entry.resource)) {
    if (identifier.value.empty()) continue;
    for (const std::string& type : {std::string(), entry.type}) {
      for (const std::string& value : {token(identifier.system, identifier.value), identifier.value}) {
        const std::string key = type + '?' + value;
        const auto after = identified_.upper_bound(key);
        const bool known =
            after != identified_.begin() && std::prev(after)->first == key && std::prev(after)->second == &entry;
        if (!known) identified_.emplace_hint(after, key, &entry);
      }
    }
  }
  for (const Entry& contained : entry.contained) containers_.emplace(&contained, &entry);
}

void Chart::finish() {
  record_names_.clear();
  draft_names_.clear();
  identified_.clear();
  containers_.clear();
  patient_ = nullptr;
  index(record_, record_names_);
  for (const auto& [name, place] : aliases_) record_names_.emplace(name, record_[place].get());
  index(drafts_, draft_names_);
  const auto rank = [&](const Entry& entry) {
    if (!std::holds_alternative<Patient>(entry.resource)) return 0;
    const bool by_key = entry.source == "patient";
    if (entry.id == patient_id_) return by_key ? 4 : 3;
    const bool by_urn = same_uuid(read_reference_form(entry.full_url).id, patient_id_);
    return !entry.id.empty() ? 0 : by_key ? 2 : by_urn ? 1 : 0;
  };
  int best = 0;
  for (const auto& entry : record_) {
    if (rank(*entry) > best) {
      best = rank(*entry);
      patient_ = entry.get();
    }
  }
}

const Entry* Chart::patient() const {
  return patient_;
}

// A draft's references mean its own bundle first, so that an order is judged with the medication it came with.
const Entry* Chart::named(std::string_view name, const Entry& from) const {
  if (name.empty()) return nullptr;
  const bool from_draft = from.source == draft_source;
  for (const Names* names :
       {from_draft ? &draft_names_ : &record_names_, from_draft ? &record_names_ : &draft_names_}) {
    if (const auto found = names->find(name); found != names->end()) return found->second;
  }
  return nullptr;
}

const Entry* Chart::contained_in(const Entry& from, std::string_view type, std::string_view id) const {
  const auto around = containers_.find(&from);
  const Entry& container = around == containers_.end() ? from : *around->second;
  if (id.empty()) return type.empty() ? &container : nullptr;  // `#`: the resource around
  for (const Entry& entry : container.contained) {
    if (without_hash(entry.id) == id && (type.empty() || entry.type == type)) return &entry;
  }
  return nullptr;
}

// The only entry that bears the identifier; two are as good as none.
const Entry* Chart::identified(std::string_view type, std::string_view token) const {
  const auto [first, last] = identified_.equal_range(std::string(type) + '?' + std::string(token));
  return first != last && std::next(first) == last ? first->second : nullptr;
}

const Entry* Chart::find(const Reference& reference, const Entry& from) const {
  const ReferenceForm form = read_reference_form(reference.reference);
  const Entry* found = nullptr;
  switch (form.kind) {
    case ReferenceForm::Kind::none:
      break;
    case ReferenceForm::Kind::contained:
      found = contained_in(from, "", form.id);
      break;
    case ReferenceForm::Kind::conditional: {
      const bool here = form.base.empty() || fhir_server_.empty() || form.base == server_base_;
      if (here && !form.value.empty())
        found = identified(form.type, form.system ? token(*form.system, form.value) : form.value);
      break;
    }
    case ReferenceForm::Kind::urn:
      found = named(form.name, from);
      break;
    case ReferenceForm::Kind::absolute:
      found = named(form.name, from);
      if (found == nullptr && (fhir_server_.empty() || form.base == server_base_)) {
        found = named(form.type_and_id(), from);
      }
      break;
    case ReferenceForm::Kind::relative: {
      // FHIR R4, Bundle, "resolving references": relative to where the referring resource lives.
      const auto home = read_reference_form(from.full_url);
      if (home.kind == ReferenceForm::Kind::absolute && !home.type.empty())
        found = named(home.base + '/' + form.name, from);
      if (found == nullptr) found = named(form.name, from);
      if (found == nullptr) found = contained_in(from, form.type, form.id);
      break;
    }
    case ReferenceForm::Kind::bare:
      found = contained_in(from, "", form.id);
      if (found == nullptr) found = named(form.name, from);
      if (found == nullptr && !reference.type.empty()) found = named(reference.type + '/' + form.id, from);
      break;
  }
  if (found == nullptr && reference.identifier && !reference.identifier->value.empty()) {
    found = identified(reference.type, token(reference.identifier->system, reference.identifier->value));
  }
  return found;
}

// Rule 2.4 for an identifier: one of the prefetched Patient's, or another value where that Patient has one of the same
// system.
Whose Chart::whose_identifier(std::string_view type, const std::optional<std::string>& system,
                              std::string_view value) const {
  if (!type.empty() && type != "Patient") return Whose::another_patient;
  if (patient_ == nullptr || value.empty()) return Whose::cannot_tell;
  bool same_system = false;
  for (const Identifier& identifier : identifiers_of(patient_->resource)) {
    if (system && identifier.system != *system) continue;
    if (identifier.value == value) return Whose::this_patient;
    same_system = same_system || (system && !system->empty() && !identifier.value.empty());
  }
  return same_system ? Whose::another_patient : Whose::cannot_tell;
}

// Whether an entry to which a subject led is the patient.
Whose Chart::whose_patient(const Entry& other) const {
  if (&other == patient_) return Whose::this_patient;
  if (!std::holds_alternative<Patient>(other.resource)) return Whose::another_patient;
  const bool contained = containers_.contains(&other);
  const std::string_view id = without_hash(other.id);
  if (id == patient_id_) return Whose::this_patient;
  if (!contained && !id.empty()) return Whose::another_patient;
  if (same_uuid(read_reference_form(other.full_url).id, patient_id_)) return Whose::this_patient;
  // The id of a contained Patient is a label of its own; only its identifiers tell.
  Whose result = Whose::cannot_tell;
  for (const Identifier& identifier : identifiers_of(other.resource)) {
    switch (whose_identifier("", identifier.system, identifier.value)) {
      case Whose::this_patient:
        return Whose::this_patient;
      case Whose::another_patient:
        result = Whose::another_patient;
        break;
      case Whose::cannot_tell:
        break;
    }
  }
  return result;
}

Whose Chart::whose_reference(const Reference& subject, const Entry& from) const {
  const ReferenceForm form = read_reference_form(subject.reference);
  switch (form.kind) {
    case ReferenceForm::Kind::none:
      return Whose::cannot_tell;
    case ReferenceForm::Kind::contained: {
      const Entry* found = contained_in(from, "", form.id);
      return found == nullptr || form.id.empty() ? Whose::cannot_tell : whose_patient(*found);
    }
    case ReferenceForm::Kind::conditional:
      if (!form.base.empty() && !fhir_server_.empty() && form.base != server_base_) return Whose::another_patient;
      return whose_identifier(form.type, form.system, form.value);
    case ReferenceForm::Kind::urn: {
      if (const Entry* found = named(form.name, from)) return whose_patient(*found);
      return same_uuid(form.id, patient_id_) ? Whose::this_patient : Whose::cannot_tell;
    }
    case ReferenceForm::Kind::absolute: {
      if (const Entry* found = named(form.name, from); found != nullptr && found == patient_)
        return Whose::this_patient;
      if (!fhir_server_.empty() && form.base != server_base_) return Whose::another_patient;
      if (form.type.empty()) return Whose::cannot_tell;
      return form.type == "Patient" && form.id == patient_id_ ? Whose::this_patient : Whose::another_patient;
    }
    case ReferenceForm::Kind::relative: {
      if (form.type == "Patient" && form.id == patient_id_) return Whose::this_patient;
      if (named(form.name, from) == nullptr) {
        if (const Entry* found = contained_in(from, form.type, form.id)) return whose_patient(*found);
      }
      return Whose::another_patient;
    }
    case ReferenceForm::Kind::bare: {
      if (!subject.type.empty() && subject.type != "Patient") return Whose::another_patient;
      if (form.id == patient_id_) return Whose::this_patient;
      if (const Entry* found = contained_in(from, "", form.id)) return whose_patient(*found);
      if (const Entry* found = named(form.name, from)) return whose_patient(*found);
      return Whose::cannot_tell;
    }
  }
  return Whose::cannot_tell;
}

Whose Chart::whose(const Reference& subject, const Entry& from) const {
  const bool identified = subject.identifier && !subject.identifier->value.empty();
  if (subject.reference.empty() && !identified) return Whose::this_patient;  // a display alone names nobody
  const Whose by_reference = whose_reference(subject, from);
  if (by_reference != Whose::cannot_tell || !identified) return by_reference;
  return whose_identifier(subject.type, subject.identifier->system, subject.identifier->value);
}

const Reference& subject_of(const Resource& resource) {
  static const Reference none;
  return std::visit(
      [](const auto& one) -> const Reference& {
        if constexpr (requires { one.subject; }) {
          return one.subject;
        } else if constexpr (requires { one.patient; }) {
          return one.patient;
        } else if constexpr (requires { one.beneficiary; }) {
          return one.beneficiary;
        } else {
          return none;
        }
      },
      resource);
}

}  // namespace foresign::fhir
