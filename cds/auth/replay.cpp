#include "cds/auth/replay.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_set>
#include <utility>

namespace foresign::auth {
namespace {

struct Shard {
  std::mutex mutex;
  std::unordered_set<std::string> seen;
  std::multimap<std::chrono::sys_seconds, const std::string*> by_end;  // points into `seen`, whose elements stay put
  std::chrono::sys_seconds forgotten;                                  // everything up to here
};

void forget(Shard& shard, std::chrono::sys_seconds now) {
  shard.forgotten = std::max(shard.forgotten, now);
  while (!shard.by_end.empty() && shard.by_end.begin()->first <= shard.forgotten) {
    shard.seen.erase(shard.seen.find(*shard.by_end.begin()->second));
    shard.by_end.erase(shard.by_end.begin());
  }
}

}  // namespace

struct ReplayMemory::Inside {
  std::size_t room = 0;
  std::mutex mutex;                     // of `shards`, not of what they hold
  std::map<std::string, Shard> shards;  // one per issuer; never removed, as there are only as many as are configured
};

ReplayMemory::ReplayMemory(std::size_t room_per_issuer) : inside_(std::make_unique<Inside>()) {
  inside_->room = room_per_issuer;
}

ReplayMemory::~ReplayMemory() = default;

Use ReplayMemory::once(const std::string& issuer, const std::string& token_id, std::chrono::sys_seconds until,
                       std::chrono::sys_seconds now) {
  Shard* shard = nullptr;
  {
    const std::lock_guard lock(inside_->mutex);
    shard = &inside_->shards[issuer];
  }
  const std::lock_guard lock(shard->mutex);
  forget(*shard, now);
  // It may have been among the forgotten.
  if (until <= shard->forgotten || shard->seen.contains(token_id)) return Use::repeated;
  if (shard->seen.size() >= inside_->room) return Use::no_room;
  const auto added = shard->seen.insert(token_id).first;
  shard->by_end.emplace(until, &*added);
  return Use::first;
}

}  // namespace foresign::auth
