#include "cds/auth/authenticator.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

namespace foresign::auth {
namespace {

using TimePoint = std::chrono::steady_clock::time_point;

struct Schedule {
  std::optional<TimePoint> tried;
  bool failed = false;
  bool wanted = false;  // a token named a key that is not there
};

bool is_due(const Schedule& schedule, TimePoint now) {
  if (!schedule.tried) return true;
  const bool soon = schedule.failed || schedule.wanted;
  return now - *schedule.tried >= (soon ? Authenticator::retry_after : Authenticator::refresh_every);
}

bool same_source(const Client& a, const Client& b) {
  return a.keys_file == b.keys_file && a.keys_url == b.keys_url;
}

}  // namespace

std::vector<json::Issue> check_clients(const std::vector<Client>& clients) {
  std::vector<json::Issue> issues;
  std::set<std::string> issuers;
  for (std::size_t i = 0; i < clients.size(); ++i) {
    const Client& client = clients[i];
    const auto report = [&](const char* member, const char* message) {
      issues.push_back({json::Severity::fatal, "clients[" + std::to_string(i) + "]." + member, message});
    };
    if (client.issuer.empty()) report("issuer", "a client has an issuer");
    if (!issuers.insert(client.issuer).second) report("issuer", "this issuer is there twice");
    if (client.keys_file.empty() == client.keys_url.empty())
      report("keys_url", "keys come either from a file or from a URL");
    const bool known = std::all_of(client.algorithms.begin(), client.algorithms.end(),
                                   [](const std::string& each) { return each == "ES384" || each == "RS384"; });
    if (client.algorithms.empty() || !known) report("algorithms", "one or both of ES384 and RS384");
    if (client.max_lifetime.count() <= 0) report("max_lifetime", "a lifetime is longer than nothing");
  }
  return issues;
}

struct Authenticator::Inside {
  FetchKeys fetch;
  Once once;
  std::mutex refreshing;  // one at a time
  std::mutex mutex;       // of what follows
  std::shared_ptr<const Trust> trust = std::make_shared<const Trust>();
  std::map<std::string, Schedule> schedules;  // by issuer

  std::vector<Client> take_due(TimePoint now) {
    const std::lock_guard lock(mutex);
    std::vector<Client> due;
    for (const auto& [issuer, trusted] : *trust) {
      Schedule& schedule = schedules[issuer];
      if (!is_due(schedule, now)) continue;
      schedule = Schedule{now, false, false};
      due.push_back(trusted.client);
    }
    return due;
  }

  // Keys that were fetched for a client, or null.
  void put(const Client& client, std::shared_ptr<const KeySet> keys) {
    const std::lock_guard lock(mutex);
    const auto found = trust->find(client.issuer);
    // The clients may have been replaced while its keys were on their way.
    if (found == trust->end() || !same_source(found->second.client, client)) return;
    if (!keys) {
      schedules[client.issuer].failed = true;
      return;
    }
    auto next = std::make_shared<Trust>(*trust);
    next->at(client.issuer).keys = std::move(keys);
    trust = std::move(next);
  }
};

Authenticator::Authenticator(FetchKeys fetch, Once once) : inside_(std::make_unique<Inside>()) {
  inside_->fetch = std::move(fetch);
  inside_->once = std::move(once);
}

Authenticator::~Authenticator() = default;

std::vector<json::Issue> Authenticator::replace_clients(std::vector<Client> clients) {
  std::vector<json::Issue> issues = check_clients(clients);
  if (!issues.empty()) return issues;
  const std::lock_guard lock(inside_->mutex);
  auto next = std::make_shared<Trust>();
  for (Client& client : clients) {
    const auto known = inside_->trust->find(client.issuer);
    const bool keeps = known != inside_->trust->end() && same_source(known->second.client, client);
    const std::string issuer = client.issuer;
    next->emplace(issuer, Trusted{std::move(client), keeps ? known->second.keys : nullptr});
  }
  inside_->trust = std::move(next);
  inside_->schedules.clear();
  return {};
}

std::vector<json::Issue> Authenticator::refresh(TimePoint now) {
  const std::lock_guard one_at_a_time(inside_->refreshing);
  std::vector<json::Issue> issues;
  for (const Client& client : inside_->take_due(now)) {
    const auto report = [&](const json::Issue& issue) {
      const std::string place = issue.path.empty() ? std::string() : issue.path + ": ";
      issues.push_back({issue.severity, client.issuer, place + issue.message});
    };
    const auto text = inside_->fetch(client);
    std::for_each(text.issues.begin(), text.issues.end(), report);
    std::shared_ptr<const KeySet> keys;
    if (text.value) {
      auto read = read_key_set(*text.value);
      std::for_each(read.issues.begin(), read.issues.end(), report);
      if (read.value) keys = std::make_shared<const KeySet>(std::move(*read.value));
    }
    inside_->put(client, std::move(keys));
  }
  return issues;
}

std::variant<Caller, Rejection> Authenticator::verify(std::string_view authorization,
                                                      std::span<const std::string> audiences,
                                                      std::chrono::sys_seconds now) {
  const auto token = read_token(authorization);
  if (const auto* refused = std::get_if<Rejection>(&token)) return *refused;
  const auto present = trust();
  auto result = judge(std::get<Token>(token), audiences, now, *present, inside_->once);
  if (const auto* refused = std::get_if<Rejection>(&result); refused && *refused == Rejection::unknown_key) {
    const std::lock_guard lock(inside_->mutex);
    const auto schedule = inside_->schedules.find(std::get<Token>(token).claims.issuer);
    if (schedule != inside_->schedules.end()) schedule->second.wanted = true;
  }
  return result;
}

std::shared_ptr<const Trust> Authenticator::trust() const {
  const std::lock_guard lock(inside_->mutex);
  return inside_->trust;
}

}  // namespace foresign::auth
