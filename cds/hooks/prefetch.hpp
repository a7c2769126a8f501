// What the service asks clients to send along (docs/interface.md, 2): one table.
#pragma once

#include <span>
#include <string_view>

namespace foresign::hooks {

struct PrefetchKey {
  std::string_view key;
  std::string_view query;  // template: only {{context.patientId}} is used
  bool record = false;     // counts as "something of the record" (docs/interface.md, 3, 412)
};

std::span<const PrefetchKey> prefetch_keys();

}  // namespace foresign::hooks
