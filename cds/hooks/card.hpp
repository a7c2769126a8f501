// The CDS Hooks 2.0 response: cards as values, and their JSON (CDS Hooks 2.0, "CDS Service Response").
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cds/policy/determination.hpp"
#include "fhir/json/writer.hpp"
#include "fhir/types/types.hpp"

namespace foresign::hooks {

enum class Indicator : std::uint8_t { info, warning };

struct Action {
  enum class Type : std::uint8_t { create, remove } type = Type::create;
  std::string description;
  std::function<void(json::Writer&)> write_resource;  // create: writes the whole resource
  std::string resource_id;                            // delete: `MedicationRequest/draft-1`
};

struct Suggestion {
  std::string label;
  std::string uuid;
  std::vector<Action> actions;
};

struct Link {
  std::string label;
  std::string url;
};

struct Card {
  std::string uuid;
  std::string summary;  // fewer than 140 characters (C-02)
  std::string detail;   // GitHub-flavoured Markdown
  Indicator indicator = Indicator::warning;
  std::string source_label;
  std::string source_url;  // may be empty
  fhir::Coding source_topic;
  std::vector<Suggestion> suggestions;
  std::vector<fhir::Coding> override_reasons;
  std::vector<Link> links;
  policy::Determination determination;  // extension."org.foresign.determination"
};

struct Response {
  std::vector<Card> cards;
};

// Gives fresh UUIDs; randomness enters as a parameter.
using NewId = std::function<std::string()>;

void write(json::Writer& writer, const Response& response);

// `version` (of the CDS Hooks specification) and `hookVersion` came with CDS Hooks 3.0; an older client need not know
// them.
enum class DiscoveryVersions : std::uint8_t { hidden, shown };

// The discovery answer (CDS Hooks 2.0, "Discovery").
void write_discovery(json::Writer& writer, DiscoveryVersions versions = DiscoveryVersions::hidden);

}  // namespace foresign::hooks
