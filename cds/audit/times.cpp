#include "cds/audit/times.hpp"

#include <date/date.h>

namespace foresign::audit {

std::string to_string(store::Time time) {
  return date::format("%FT%TZ", time);
}

}  // namespace foresign::audit
