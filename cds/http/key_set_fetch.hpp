// Where key sets of clients come from: a file, or one URL that the configuration names (CDS Hooks 2.0, "Trusting CDS
// Clients").
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "cds/auth/client.hpp"
#include "fhir/client/url.hpp"
#include "fhir/json/issue.hpp"

namespace foresign::http {

struct KeyUrl {
  fhir::client::Url server;
  std::string target;  // path and query, as they are asked for
};

// A URL that keys may be fetched from: https, or http to this machine; a host, perhaps a port, no user, no fragment, no
// slash at its end. Nothing for any other.
std::optional<KeyUrl> read_key_url(std::string_view url);

struct FetchLimits {
  std::chrono::milliseconds deadline{3000};  // from the look-up of the host's name to the last byte
  std::string authorities_file;              // certificates (PEM) that servers may be signed by; empty: the system's
};

// The text of a client's key set, at most auth::largest_key_set bytes, or one issue that says why not. Follows no
// redirect, decodes no compression, and takes nothing but a 200 with JSON from a server whose certificate holds.
json::Parsed<std::string> fetch_keys(const auth::Client& client, const FetchLimits& limits = {});

}  // namespace foresign::http
