// `foresign serve`: runs the service until it is told to stop; SIGHUP makes it read its files again.
#pragma once

#include <date/date.h>

#include <optional>
#include <string>

#include "cds/config.hpp"

namespace foresign::http {

struct ServeCommand {
  std::string config_file;  // may be empty
  std::string data;
  std::optional<std::string> store;  // a SQLite file
  // The command line's own settings win over the file's.
  std::optional<std::string> host;
  std::optional<int> port;
  bool insecure_no_auth = false;
  std::optional<date::sys_days>
      day;  // for tests and demonstrations; else the day on which a request arrives (rule 2.5)
};

// The exit code: 0 after SIGTERM or SIGINT, 1 if the service cannot start or ended by itself.
int serve(const ServeCommand& command);

}  // namespace foresign::http
