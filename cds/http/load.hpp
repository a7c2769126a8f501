// Everything that `foresign serve` reads from files: at the start, and again when it is told to (SIGHUP).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cds/config.hpp"
#include "cds/http/serve.hpp"
#include "cds/library.hpp"

namespace foresign::http {

struct Loaded {
  std::shared_ptr<const Config> config;  // with what the command line says
  std::shared_ptr<const Library> library;
  std::vector<std::string_view> needs_restart;  // keys whose new values were not taken
};

struct Load {
  std::optional<Loaded> value;        // only where there is no problem at all
  std::vector<std::string> problems;  // all of them, each a line without its end: `file: place: message`
};

// Configuration, environment and data folder. `running`: the configuration of a service that goes on; what cannot
// change while it runs stays as it is there.
Load load(const ServeCommand& command, const Config* running = nullptr);

// The clients of a configuration, without what else is said of them.
std::vector<auth::Client> clients_of(const Config& config);

}  // namespace foresign::http
