#include "fhir/bundle.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "fhir/resources/read.hpp"

namespace foresign::fhir {

using json::Kind;
using json::View;

namespace {

constexpr int deepest_bundle = 16;
// An entry costs far more memory than the bytes that ask for it.
constexpr std::size_t most_entries = 50'000;
// What cannot be read is named on the card, entry by entry.
constexpr std::size_t most_unreadable = 500;
constexpr std::size_t most_problems = 10;
constexpr std::string_view draft_orders = "draftOrders";

std::string text_or_empty(View element) {
  return std::string(element.string().value_or(""));
}

std::string not_wanted(std::string_view name, View element, Kind wanted) {
  return '`' + std::string(name) + "` is " + std::string(describe(element.kind())) + ", not " +
         std::string(describe(wanted));
}

std::string name_of(View resource, const std::string& full_url, const std::string& place) {
  const std::string type = text_or_empty(resource["resourceType"]);
  const std::string id = text_or_empty(resource["id"]);
  if (!type.empty() && !id.empty()) return type + '/' + id;
  return full_url.empty() ? place : full_url;
}

std::string reason_of(const std::vector<json::Issue>& issues) {
  for (const json::Issue& issue : issues) {
    if (issue.severity != json::Severity::note) return "unreadable: " + issue.message;
  }
  return "unreadable";
}

// FHIR R4, 2.4.1 "Modifier Extensions": whoever does not know such an extension may not process what it stands on. We
// know none. Of the parts of a resource only components are read for what they say on their own.
bool is_modified(View resource) {
  const auto has = [](View element) { return element["modifierExtension"].size() > 0; };
  const View components = resource["component"];
  return has(resource) || std::any_of(components.begin(), components.end(), has);
}

// A hint or a warning beside the matches of a search (FHIR R4, search.mode outcome), unless it tells that some were
// left out.
bool harmless(View outcome, View entry) {
  constexpr std::array gaps{"incomplete", "suppressed", "timeout",   "too-costly", "throttled", "transient",
                            "exception",  "no-store",   "forbidden", "security",   "login",     "unknown"};
  if (entry["search"]["mode"].string() != "outcome") return false;
  const View issues = outcome["issue"];
  const auto mild = [&](View issue) {
    const std::string severity = text_or_empty(issue["severity"]);
    const std::string code = text_or_empty(issue["code"]);
    return (severity == "information" || severity == "warning") &&
           std::find(gaps.begin(), gaps.end(), code) == gaps.end();
  };
  if (issues.is(Kind::object)) return mild(issues);
  return issues.is(Kind::array) && issues.size() > 0 && std::all_of(issues.begin(), issues.end(), mild);
}

// What came of one request of a batch: an error, or more than a hint.
bool reports_failure(View outcome) {
  const View issues = outcome["issue"];
  const auto severe = [](View issue) {
    const std::string severity = text_or_empty(issue["severity"]);
    return severity == "error" || severity == "fatal";
  };
  if (issues.is(Kind::object)) return severe(issues);
  return issues.is(Kind::array) && std::any_of(issues.begin(), issues.end(), severe);
}

class BundleReader {
 public:
  explicit BundleReader(std::string_view source) : source_(source) {}

  BundleReading read(View value) {
    switch (value.kind()) {
      case Kind::missing:
        return std::move(result_);
      case Kind::null:
        result_.supply = Supply::empty;
        return std::move(result_);
      case Kind::array:
        read_entries(value, source_, 0);
        break;
      case Kind::object:
        read_value(value);
        break;
      case Kind::boolean:
      case Kind::number:
      case Kind::string:
        fail("neither a resource nor a Bundle but " + std::string(describe(value.kind())));
        break;
    }
    const bool something = !result_.entries.empty() || !result_.unreadable.empty();
    if (failed_ || (outcome_ && !something)) {
      result_.supply = Supply::failed;
    } else {
      result_.supply = something ? Supply::data : Supply::empty;
    }
    return std::move(result_);
  }

 private:
  void problem(std::string why) {
    auto& problems = result_.problems;
    if (problems.size() < most_problems && std::find(problems.begin(), problems.end(), why) == problems.end()) {
      problems.push_back(std::move(why));
    }
  }

  void fail(std::string why) {
    failed_ = true;
    problem(std::move(why));
  }

  void miss(std::string why) {
    result_.incomplete = true;
    problem(std::move(why));
  }

  void cut(std::string why) {
    result_.cut = true;
    miss(std::move(why));
  }

  void cannot_read(std::string name, std::string why) {
    if (result_.unreadable.size() < most_unreadable) {
      result_.unreadable.push_back({std::move(name), std::move(why)});
    } else {
      miss("incomplete: more than " + std::to_string(most_unreadable) + " entries cannot be read");
    }
  }

  void read_value(View value) {
    const std::string type = text_or_empty(value["resourceType"]);
    if (type == "OperationOutcome") {
      fail("the search failed (" + describe_outcome(value) + ")");
    } else if (type == "Bundle" || (type.empty() && value["entry"].exists())) {
      read_bundle(value, source_, 0);
    } else if (type.empty()) {
      fail("neither a resource nor a Bundle: `resourceType` is missing");
    } else {
      add(value, "", source_);
    }
  }

  void read_bundle(View bundle, const std::string& place, int depth) {
    const auto next = [](View link) {
      const auto relation = link["relation"].string();
      return (relation == "next" || relation == "Next" || relation == "NEXT") &&
             !link["url"].string().value_or("").empty();
    };
    const auto keep = [&](View link) {
      if (next(link)) result_.next_pages.push_back(text_or_empty(link["url"]));
    };
    const View links = bundle["link"];
    if (links.is(Kind::object)) {
      keep(links);
    } else {
      std::for_each(links.begin(), links.end(), keep);
    }
    const View entries = bundle["entry"];
    switch (entries.kind()) {
      case Kind::missing:
      case Kind::null:
        break;
      case Kind::array:
        read_entries(entries, place, depth);
        break;
      case Kind::object:
        read_entry(entries, place + ".entry[0]", depth);
        break;
      case Kind::boolean:
      case Kind::number:
      case Kind::string:
        fail(not_wanted("entry", entries, Kind::array));
        break;
    }
  }

  void read_entries(View entries, const std::string& place, int depth) {
    std::size_t position = 0;
    for (const View entry : entries) read_entry(entry, place + ".entry[" + std::to_string(position++) + ']', depth);
  }

  void read_entry(View entry, const std::string& place, int depth) {
    if (entry.is(Kind::null)) return;
    if (!entry.is(Kind::object)) {
      cannot_read(place, "unreadable: " + not_wanted("entry", entry, Kind::object));
      return;
    }
    // Also a bare list of resources, without entries around them.
    const bool bare = entry["resourceType"].exists() && !entry["resource"].exists();
    const View resource = bare ? entry : entry["resource"];
    // FHIR R4, 3.1.0.11.2: each entry of a batch-response answers a request of its own.
    const View response = entry["response"];
    if (!bare && response.is(Kind::object)) {
      const std::string status = text_or_empty(response["status"]);
      if (!status.empty() && status.front() != '2') {
        outcome_ = true;
        miss("incomplete: a request of the batch failed (" + status.substr(0, 3) + ")");
      } else if (const View outcome = response["outcome"]; reports_failure(outcome)) {
        outcome_ = true;
        miss("incomplete: a request of the batch reported a problem (" + describe_outcome(outcome) + ")");
      }
    }
    if (!resource.exists() || resource.is(Kind::null)) return;
    const std::string type = text_or_empty(resource["resourceType"]);
    if (type == "OperationOutcome") {
      if (harmless(resource, entry)) return;
      outcome_ = true;
      miss("incomplete: the search reported a problem (" + describe_outcome(resource) + ")");
    } else if (type == "Bundle") {
      if (depth >= deepest_bundle) {
        cut("incomplete: Bundles are nested too deep");
      } else {
        read_bundle(resource, place, depth + 1);
      }
    } else {
      add(resource, bare ? "" : text_or_empty(entry["fullUrl"]), place);
    }
  }

  // Contained resources count too.
  bool full() {
    if (made_ < most_entries) return false;
    cut("incomplete: only the first " + std::to_string(most_entries) + " entries were read");
    return true;
  }

  void add(View resource, std::string full_url, const std::string& place) {
    if (full()) return;
    std::string name = name_of(resource, full_url, place);
    auto entry = make(resource, std::move(name), std::move(full_url));
    if (!entry) return;
    const View contained = resource["contained"];
    if (contained.is(Kind::array)) {
      for (const View one : contained) add_contained(*entry, one);
    } else {
      add_contained(*entry, contained);
    }
    result_.entries.push_back(std::move(*entry));
  }

  void add_contained(Entry& around, View resource) {
    if (!resource.exists() || resource.is(Kind::null) || full()) return;
    const std::string id = text_or_empty(resource["id"]);
    std::string name = around.reference + (id.starts_with('#') ? "" : "#") + id;
    if (auto entry = make(resource, std::move(name), "")) around.contained.push_back(std::move(*entry));
  }

  std::optional<Entry> make(View resource, std::string name, std::string full_url) {
    ++made_;
    json::Parsed<Resource> parsed = read_resource(resource);
    Entry entry;
    // A draft order gets its card whatever modifies it: a missed one would be silent.
    if (source_ != draft_orders && is_modified(resource)) {
      cannot_read(name, "has a modifier extension, which may change what it says");
      return std::nullopt;
    }
    if (!parsed.value) {
      cannot_read(name, reason_of(parsed.issues));
      if (source_ == draft_orders) parsed = read_order_in_parts(resource);  // rule 2.6
      if (!parsed.value) return std::nullopt;
      entry.in_parts = true;
    }
    entry.reference = std::move(name);
    entry.type = text_or_empty(resource["resourceType"]);
    entry.id = text_or_empty(resource["id"]);
    entry.full_url = std::move(full_url);
    entry.source = source_;
    entry.last_updated = text_or_empty(resource["meta"]["lastUpdated"]);
    entry.resource = std::move(*parsed.value);
    entry.json = resource;
    return entry;
  }

  std::string source_;
  BundleReading result_;
  std::size_t made_ = 0;
  bool failed_ = false;
  bool outcome_ = false;
};

}  // namespace

BundleReading read_bundle(View value, std::string_view source) {
  return BundleReader(source).read(value);
}

}  // namespace foresign::fhir
