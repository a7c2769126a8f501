#include "fhir/client/fetch.hpp"

namespace foresign::fhir::client {

std::string_view in_words(Failure failure) {
  switch (failure) {
    case Failure::elsewhere:
      return "it lies outside the record server";
    case Failure::too_many:
      return "the record is larger than what may be asked for at once";
    case Failure::busy:
      return "the record server was busy with other requests";
    case Failure::resting:
      return "the record server failed repeatedly and is left alone for a moment";
    case Failure::forbidden_place:
      return "the record server's network address is not allowed";
    case Failure::unreachable:
      return "the record server could not be reached";
    case Failure::untrusted:
      return "the record server's certificate could not be verified";
    case Failure::too_late:
      return "the record server did not answer in time";
    case Failure::interrupted:
      return "the record server broke off its answer";
    case Failure::refused:
      return "the record server refused access";
    case Failure::not_found:
      return "the record server does not have it";
    case Failure::failed:
      return "the record server failed";
    case Failure::unusable:
      return "the record server answered with something else";
    case Failure::too_large:
      return "the record server's answer was too large";
  }
  return "";
}

}  // namespace foresign::fhir::client
