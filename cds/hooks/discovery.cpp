#include "cds/hooks/card.hpp"
#include "cds/hooks/prefetch.hpp"

namespace foresign::hooks {

void write_discovery(json::Writer& writer, DiscoveryVersions versions) {
  writer.begin_object().key("services").begin_array().begin_object();
  writer.member("hook", "order-sign");
  if (versions == DiscoveryVersions::shown) writer.member("hookVersion", "1.0");
  writer.member("id", "prior-auth-order-sign");
  if (versions == DiscoveryVersions::shown) writer.member("version", "2.0.1");
  writer.member("title", "Prior authorization at signing");
  writer.member(
      "description",
      "Says, when an order is signed, whether the payer's prior-authorization criteria are met by the record, which "
      "are not, and what would settle the open ones.");
  writer.member(
      "usageRequirements",
      "Needs the patient's record as prefetch, FHIR R4. A key that is left out, or whose search failed, leaves the "
      "criteria that rest on it open.");
  writer.key("prefetch").begin_object();
  for (const PrefetchKey& row : prefetch_keys()) writer.member(row.key, row.query);
  writer.end_object();
  writer.end_object().end_array().end_object();
}

}  // namespace foresign::hooks
