#include "cds/http/upkeep.hpp"

#include <utility>

namespace foresign::http {
namespace {

constexpr std::size_t taken_at_once = 500;

}  // namespace

std::optional<PurgedBoth> purge_old(store::Store& store, const RetentionDays& days, store::Time now,
                                    const std::function<bool()>& go_on) {
  PurgedBoth both;
  const auto take = [&](store::Kind kind, int kept_days, std::size_t& count) {
    while (go_on()) {
      const store::Purged purged = store.purge(kind, now - std::chrono::hours(24) * kept_days, taken_at_once).get();
      if (!purged.done) return false;
      count += purged.count;
      if (purged.count < taken_at_once) return true;
    }
    return true;
  };
  if (!take(store::Kind::feedback, days.feedback, both.feedback) || !take(store::Kind::audit, days.audit, both.audit))
    return std::nullopt;
  return both;
}

Upkeep::Upkeep(store::Store& store, Settings settings)
    : store_(store), settings_(std::move(settings)), thread_([this] { run(); }) {}

Upkeep::~Upkeep() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool Upkeep::ending() {
  const std::lock_guard lock(mutex_);
  return ending_;
}

void Upkeep::run() {
  std::chrono::milliseconds pause = settings_.first_after;
  for (;;) {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, pause, [this] { return ending_; })) return;
    lock.unlock();
    round();
    pause = settings_.every;
  }
}

void Upkeep::round() {
  const auto go_on = [this] { return !ending(); };
  const auto purged = purge_old(store_, settings_.days, settings_.clock(), go_on);
  if (ending()) return;
  Event event{Level::info, "upkeep", {}};
  if (purged) {
    event.fields.push_back({"feedback_purged", static_cast<std::int64_t>(purged->feedback)});
    event.fields.push_back({"audit_purged", static_cast<std::int64_t>(purged->audit)});
  } else {
    event.level = Level::warn;
    event.fields.push_back({"reason", std::string("old records could not be taken away")});
  }
  const store::Verified verified = store_.verify(std::nullopt, go_on);
  if (ending()) return;
  event.fields.push_back({"chain", std::string(to_string(verified.integrity))});
  switch (verified.integrity) {
    case store::Integrity::intact:
      event.fields.push_back({"head", to_string(verified.head)});
      break;
    case store::Integrity::unreadable:
      event.level = Level::warn;
      break;
    case store::Integrity::altered:
    case store::Integrity::reordered:
    case store::Integrity::missing:
    case store::Integrity::truncated:
      event.level = Level::error;
      event.fields.push_back({"at", verified.at});
      break;
  }
  settings_.log(event);
}

std::string to_string(const store::Head& head) {
  return std::to_string(head.sequence) + ':' + head.hash;
}

std::string_view to_string(store::Integrity integrity) {
  switch (integrity) {
    case store::Integrity::intact:
      return "intact";
    case store::Integrity::altered:
      return "altered";
    case store::Integrity::reordered:
      return "reordered";
    case store::Integrity::missing:
      return "missing an entry";
    case store::Integrity::truncated:
      return "truncated";
    case store::Integrity::unreadable:
      return "unreadable";
  }
  return "";
}

}  // namespace foresign::http
