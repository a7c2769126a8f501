// The commands that look at what a service kept, and those that look after it: `feedback report`, `audit verify`,
// `audit export`, `audit show`, `purge`, `backup`. They work beside a running service.
#pragma once

#include <cstdint>
#include <string>

#include "cds/store/store.hpp"

namespace foresign {

// Where the store is, as for `serve`.
struct StoreChoice {
  std::string config_file;  // may be empty
  std::string store;        // a SQLite file that wins over it; may be empty
  store::Time now{};
};

enum class ReportFormat : std::uint8_t { text, json, csv };

// Each gives the exit code: 0, or 1 with a line on standard error that says why not.

// `since`: `2026-11-24`, the first day (UTC) whose cards count; may be empty.
int feedback_report(const StoreChoice& choice, const std::string& since, ReportFormat format);

// Exit code 1 too where the chain is not whole; the first break is named on standard output. `head`: `SEQ:HASH` of an
// earlier run; may be empty.
int audit_verify(const StoreChoice& choice, const std::string& head);

// AuditEvent of FHIR R4, one a line.
int audit_export(const StoreChoice& choice, const std::string& since);

int audit_show(const StoreChoice& choice, const std::string& card);

int purge(const StoreChoice& choice);

// Into a new file.
int backup(const StoreChoice& choice, const std::string& file);

}  // namespace foresign
