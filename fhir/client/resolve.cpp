#include "fhir/client/resolve.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

namespace foresign::fhir::client {
namespace {

constexpr int lookups_at_once = 16;
std::atomic<int> lookups = 0;

struct Lookup {
  std::mutex mutex;
  std::condition_variable done;
  std::optional<std::vector<std::string>> addresses;
};

std::vector<std::string> addresses_of(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  std::vector<std::string> addresses;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return addresses;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
      addresses.emplace_back(text.data());
  }
  ::freeaddrinfo(found);
  return addresses;
}

}  // namespace

std::optional<std::vector<std::string>> resolve(const std::string& host,
                                                std::chrono::steady_clock::time_point deadline) {
  if (lookups.fetch_add(1) >= lookups_at_once) {
    --lookups;
    return std::nullopt;
  }
  const auto lookup = std::make_shared<Lookup>();
  try {
    std::thread([lookup, host] {
      auto addresses = addresses_of(host);
      --lookups;
      const std::lock_guard guard(lookup->mutex);
      lookup->addresses = std::move(addresses);
      lookup->done.notify_one();
    }).detach();
  } catch (const std::system_error&) {
    --lookups;
    return std::nullopt;
  }
  std::unique_lock lock(lookup->mutex);
  lookup->done.wait_until(lock, deadline, [&] { return lookup->addresses.has_value(); });
  return std::move(lookup->addresses);
}

}  // namespace foresign::fhir::client
