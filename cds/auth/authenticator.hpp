// The clients of a running service: who they are, their keys held fresh, and the judgement on a call.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cds/auth/client.hpp"
#include "cds/auth/replay.hpp"
#include "cds/auth/verify.hpp"
#include "fhir/json/issue.hpp"

namespace foresign::auth {

// The text of a client's JWK set, from its file or its URL, or why it cannot be had. May take seconds.
using FetchKeys = std::function<json::Parsed<std::string>(const Client&)>;

// What cannot be meant, with the place of it (`clients[0].issuer`): an issuer missing or twice, keys from nowhere or
// from two places, an algorithm other than ES384 and RS384 or none at all, a lifetime that is not positive.
std::vector<json::Issue> check_clients(const std::vector<Client>& clients);

// May be used from many threads. Keys are only ever replaced as a whole set; a set that cannot be had or must not be
// used leaves the last good one in force.
class Authenticator {
 public:
  static constexpr std::chrono::minutes refresh_every{10};
  static constexpr std::chrono::minutes retry_after{1};  // a failure, or a token that named an unknown key

  Authenticator(FetchKeys fetch, Once once);
  ~Authenticator();
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  // From now on these clients and no others. Keys of a client whose source stays the same go on to hold until the next
  // `refresh`, which will ask for all of them. If `check_clients` finds anything, that is returned and nothing changes.
  [[nodiscard]] std::vector<json::Issue> replace_clients(std::vector<Client> clients);

  // Fetches the keys that are due: at first all, later each client's after `refresh_every`, or after `retry_after`
  // where the last time failed or a token named a key that was not there. To be called about once a second by one
  // thread. Returns what was wrong, with the issuer as path.
  std::vector<json::Issue> refresh(std::chrono::steady_clock::time_point now);

  // auth::verify against the present clients.
  [[nodiscard]] std::variant<Caller, Rejection> verify(std::string_view authorization,
                                                       std::span<const std::string> audiences,
                                                       std::chrono::sys_seconds now);

  // Clients and keys as they are now.
  [[nodiscard]] std::shared_ptr<const Trust> trust() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace foresign::auth
