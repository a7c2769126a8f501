#include "cds/auth/rejection.hpp"

#include <cassert>

namespace foresign::auth {

std::string_view describe(Rejection rejection) {
  switch (rejection) {
    case Rejection::missing:
      return "no Authorization header";
    case Rejection::scheme:
      return "authorization is not of the scheme Bearer";
    case Rejection::too_long:
      return "token is too long";
    case Rejection::malformed:
      return "token is not three parts of base64url";
    case Rejection::header:
      return "token header is not readable";
    case Rejection::header_member:
      return "token header has a member that is not allowed";
    case Rejection::type:
      return "token type is not JWT";
    case Rejection::algorithm:
      return "algorithm is not accepted";
    case Rejection::claims:
      return "claims are not readable or not complete";
    case Rejection::unknown_issuer:
      return "issuer is not known";
    case Rejection::client_algorithm:
      return "algorithm is not accepted from this issuer";
    case Rejection::key_address:
      return "key set address is not the configured one";
    case Rejection::no_keys:
      return "keys of the issuer are not available";
    case Rejection::unknown_key:
      return "key is not in the key set of the issuer";
    case Rejection::key_algorithm:
      return "key is for another algorithm";
    case Rejection::signature:
      return "signature does not hold";
    case Rejection::audience:
      return "token is for another endpoint";
    case Rejection::expired:
      return "token has expired";
    case Rejection::not_yet_valid:
      return "token is not valid yet";
    case Rejection::lifetime:
      return "lifetime of the token is not accepted";
    case Rejection::tenant:
      return "tenant is not known";
    case Rejection::replayed:
      return "token was used before";
    case Rejection::no_room:
      return "token cannot be remembered";
  }
  assert(false);
  return "refused";
}

}  // namespace foresign::auth
