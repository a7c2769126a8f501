#include "cds/store/store.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>

#include "cds/store/chain.hpp"
#include "cds/store/connection.hpp"
#include "cds/store/ledger.hpp"

namespace foresign::store {
namespace {

struct PutJob {
  std::vector<Entry> entries;
  std::promise<std::vector<Put>> answer;
};

struct OnceJob {
  TokenUse use;
  std::promise<Use> answer;
};

struct PurgeJob {
  Kind kind = Kind::audit;
  Time before{};
  std::size_t limit = 0;
  std::promise<Purged> answer;
};

using Job = std::variant<PutJob, OnceJob, PurgeJob>;

// Jobs that share one transaction: puts and uses, or a single purge.
struct Group {
  std::vector<PutJob> puts;
  std::vector<OnceJob> uses;
  std::optional<PurgeJob> purge;

  [[nodiscard]] bool has_records() const { return !puts.empty() || purge.has_value(); }
};

// What a group's transaction came to, told to the callers once it is durable.
struct Results {
  std::vector<bool> is_new;
  std::vector<bool> is_first;
  std::size_t purged = 0;
};

// Uses between two sweeps of expired tokens, and how many a sweep takes: more than come in meanwhile.
constexpr std::size_t uses_between_sweeps = 1000;
constexpr std::size_t swept_at_once = 2000;

std::size_t size_of(const Job& job) {
  const auto* put = std::get_if<PutJob>(&job);
  return put == nullptr ? 1 : put->entries.size();
}

Put put_of(Trouble::Kind kind) {
  switch (kind) {
    case Trouble::Kind::busy:
      return Put::busy;
    case Trouble::Kind::full:
      return Put::full;
    case Trouble::Kind::lost:
    case Trouble::Kind::failed:
      return Put::failed;
  }
  return Put::failed;
}

Use use_of(Trouble::Kind kind) {
  switch (kind) {
    case Trouble::Kind::busy:
      return Use::busy;
    case Trouble::Kind::full:
      return Use::full;
    case Trouble::Kind::lost:
    case Trouble::Kind::failed:
      return Use::failed;
  }
  return Use::failed;
}

void answer(Job& job, Trouble::Kind trouble) {
  if (auto* put = std::get_if<PutJob>(&job))
    put->answer.set_value(std::vector<Put>(put->entries.size(), put_of(trouble)));
  else if (auto* once = std::get_if<OnceJob>(&job))
    once->answer.set_value(use_of(trouble));
  else
    std::get<PurgeJob>(job).answer.set_value({});
}

void answer(Group& group, Trouble::Kind trouble) {
  for (PutJob& put : group.puts) put.answer.set_value(std::vector<Put>(put.entries.size(), put_of(trouble)));
  for (OnceJob& once : group.uses) once.answer.set_value(use_of(trouble));
  if (group.purge) group.purge->answer.set_value({});
}

void answer(Group& group, const Results& results) {
  std::size_t next = 0;
  for (PutJob& put : group.puts) {
    std::vector<Put> answers;
    for (std::size_t i = 0; i < put.entries.size(); ++i)
      answers.push_back(results.is_new[next++] ? Put::stored : Put::duplicate);
    put.answer.set_value(std::move(answers));
  }
  for (std::size_t i = 0; i < group.uses.size(); ++i)
    group.uses[i].answer.set_value(results.is_first[i] ? Use::first : Use::replayed);
  if (group.purge) group.purge->answer.set_value({true, results.purged});
}

bool is_hash(std::string_view text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == 64 && std::all_of(text.begin(), text.end(), is_hex);
}

// The form in which a record is kept; nothing if it must not be.
std::optional<Entry> entry_for(const Record& record, const Settings& settings) {
  if (const auto* audit = std::get_if<AuditRecord>(&record))
    if (!settings.plain_patients && !audit->patient.empty() && !is_hash(audit->patient)) return std::nullopt;
  if (const auto* feedback = std::get_if<FeedbackRecord>(&record))
    if (feedback->user_comment.size() > max_comment_bytes) return std::nullopt;
  Entry entry = std::visit([](const auto& each) { return entry_of(each); }, record);
  if (entry.body.size() > max_record_bytes) return std::nullopt;
  return entry;
}

}  // namespace

struct Store::Inside {
  Database database;
  Settings settings;

  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> queue;
  bool ending = false;
  std::optional<Trouble> trouble;  // since the last failure, until a small write succeeds
  std::optional<Time> last_commit;

  std::unique_ptr<Connection> writer;  // used by the writing thread only
  std::size_t uses_since_sweep = 0;    // the same

  std::mutex reading;
  std::unique_ptr<Connection> reader;  // guarded by `reading`

  std::thread thread;

  bool try_to_write();
  void enqueue(Job job);
  Group next_group(std::unique_lock<std::mutex>& lock);
  Results write(const Group& group);
  void run(Group& group);
  void note(std::optional<Trouble> now);
  void work();
  template <class Result>
  std::optional<Result> read(const std::function<Result(Connection&)>& ask);
};

namespace {

// Whatever a connection throws, as our own kind.
template <class Work>
std::optional<Trouble> trouble_of(const Work& work) {
  try {
    work();
    return std::nullopt;
  } catch (const Trouble& trouble) {
    return trouble;
  } catch (const std::exception&) {  // no memory
    return Trouble{Trouble::Kind::failed, "the program ran out of memory"};
  }
}

}  // namespace

// Connects where needed, and does a small write. The trouble is noted.
bool Store::Inside::try_to_write() {
  auto found = trouble_of([&] {
    if (!writer) {
      auto connection = database.connect();
      migrate(*connection);
      writer = std::move(connection);
    }
    beat(*writer);
  });
  if (found) {
    if (writer) writer->rollback();
    if (found->kind != Trouble::Kind::full) writer.reset();
  }
  note(found);
  return !found;
}

void Store::Inside::note(std::optional<Trouble> now) {
  const std::lock_guard lock(mutex);
  trouble = std::move(now);
  if (!trouble) last_commit = settings.clock();
}

// Where nothing can be written at present, the caller knows at once.
void Store::Inside::enqueue(Job job) {
  std::optional<Trouble::Kind> refusal;
  {
    const std::lock_guard lock(mutex);
    if (trouble)
      refusal = trouble->kind;
    else if (queue.size() >= settings.queue_at_most)
      refusal = Trouble::Kind::busy;
    else
      queue.push_back(std::move(job));
  }
  if (refusal)
    answer(job, *refusal);
  else
    changed.notify_one();
}

Group Store::Inside::next_group(std::unique_lock<std::mutex>& lock) {
  Group group;
  std::size_t size = 0;
  while (!queue.empty()) {
    Job& job = queue.front();
    size += size_of(job);
    const bool is_purge = std::holds_alternative<PurgeJob>(job);
    const bool is_first = group.puts.empty() && group.uses.empty();
    if (!is_first && (is_purge || size > settings.group_at_most)) break;
    if (auto* put = std::get_if<PutJob>(&job)) group.puts.push_back(std::move(*put));
    if (auto* once = std::get_if<OnceJob>(&job)) group.uses.push_back(std::move(*once));
    if (is_purge) group.purge = std::get<PurgeJob>(std::move(job));
    queue.pop_front();
    if (is_purge) break;
  }
  lock.unlock();
  return group;
}

Results Store::Inside::write(const Group& group) {
  const bool sweeps = uses_since_sweep >= uses_between_sweeps;
  writer->begin(group.has_records() || sweeps ? Begin::serial : Begin::write);
  Results results;
  if (!group.puts.empty()) {
    std::vector<const Entry*> entries;
    for (const PutJob& put : group.puts)
      for (const Entry& entry : put.entries) entries.push_back(&entry);
    results.is_new = append(*writer, entries);
  }
  if (!group.uses.empty()) {
    std::vector<TokenUse> uses;
    for (const OnceJob& once : group.uses) uses.push_back(once.use);
    results.is_first = first_uses(*writer, uses, settings.clock());
    uses_since_sweep += uses.size();
  }
  if (group.purge)
    results.purged = take_away(*writer, group.purge->kind, group.purge->before, group.purge->limit, settings.clock());
  if (sweeps) {
    take_away(*writer, Kind::replay, settings.clock(), swept_at_once, settings.clock());
    uses_since_sweep = 0;
  }
  return results;
}

void Store::Inside::run(Group& group) {
  bool committing = false;
  Results results;
  const auto attempt = [&] {
    return trouble_of([&] {
      if (!writer) writer = database.connect();
      results = write(group);
      committing = true;
      writer->commit();
    });
  };
  std::optional<Trouble> found = attempt();
  if (found && found->kind == Trouble::Kind::lost && !committing) {
    // Nothing can have been kept: a database that was started anew is no reason to refuse.
    writer.reset();
    found = attempt();
  }
  if (!found) {
    note(std::nullopt);
    answer(group, results);
    return;
  }
  if (writer) writer->rollback();
  const bool keeps_connection = found->kind == Trouble::Kind::busy || found->kind == Trouble::Kind::full;
  if (!keeps_connection) writer.reset();
  // Someone else's lock is no trouble of ours: the next group may have more luck.
  if (found->kind != Trouble::Kind::busy) note(found);
  answer(group, found->kind);
}

void Store::Inside::work() {
  std::chrono::milliseconds pause = settings.first_pause;
  for (;;) {
    std::unique_lock lock(mutex);
    if (trouble) {
      const Trouble::Kind kind = trouble->kind;
      std::deque<Job> refused = std::exchange(queue, {});
      lock.unlock();
      for (Job& job : refused) answer(job, kind);
      lock.lock();
      changed.wait_for(lock, pause, [this] { return ending; });
      if (ending) return;
      lock.unlock();
      pause = try_to_write() ? settings.first_pause : std::min(2 * pause, settings.longest_pause);
      continue;
    }
    changed.wait(lock, [this] { return ending || !queue.empty(); });
    if (queue.empty()) return;
    Group group = next_group(lock);
    run(group);
  }
}

// A reader that lost its connection gets one more try.
template <class Result>
std::optional<Result> Store::Inside::read(const std::function<Result(Connection&)>& ask) {
  const std::lock_guard lock(reading);
  Result result{};
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto found = trouble_of([&] {
      if (!reader) reader = database.connect();
      reader->begin(Begin::read);
      result = ask(*reader);
      reader->rollback();
    });
    if (!found) return result;
    reader.reset();
    if (found->kind != Trouble::Kind::lost) break;
  }
  return std::nullopt;
}

Store::Store(Database database, Settings settings) : inside_(std::make_unique<Inside>()) {
  inside_->database = std::move(database);
  inside_->settings = std::move(settings);
  inside_->try_to_write();
  inside_->thread = std::thread([inside = inside_.get()] { inside->work(); });
}

Store::~Store() {
  {
    const std::lock_guard lock(inside_->mutex);
    inside_->ending = true;
  }
  inside_->changed.notify_all();
  inside_->thread.join();
}

std::future<std::vector<Put>> Store::put(std::vector<Record> records) {
  PutJob job;
  std::future<std::vector<Put>> answer = job.answer.get_future();
  for (const Record& record : records) {
    auto entry = entry_for(record, inside_->settings);
    if (!entry) {
      job.answer.set_value(std::vector<Put>(records.size(), Put::refused));
      return answer;
    }
    job.entries.push_back(std::move(*entry));
  }
  if (job.entries.empty())
    job.answer.set_value({});
  else
    inside_->enqueue(std::move(job));
  return answer;
}

std::future<Use> Store::once(std::string_view issuer, std::string_view jti, Time expiry) {
  OnceJob job;
  // The length tells where the issuer ends.
  job.use.key = sha256(std::to_string(issuer.size()) + ' ' + std::string(issuer) + std::string(jti));
  job.use.expiry = expiry;
  std::future<Use> answer = job.answer.get_future();
  inside_->enqueue(std::move(job));
  return answer;
}

std::future<Purged> Store::purge(Kind kind, Time before, std::size_t limit) {
  PurgeJob job;
  job.kind = kind;
  job.before = before;
  job.limit = limit;
  std::future<Purged> answer = job.answer.get_future();
  inside_->enqueue(std::move(job));
  return answer;
}

std::optional<Page<FeedbackRecord>> Store::feedback(const Filter& filter, Cursor after, std::size_t at_most) {
  return inside_->read<Page<FeedbackRecord>>(
      [&](Connection& connection) { return feedback_page(connection, filter, after, at_most); });
}

std::optional<Page<AuditRecord>> Store::audit(const Filter& filter, Cursor after, std::size_t at_most) {
  return inside_->read<Page<AuditRecord>>(
      [&](Connection& connection) { return audit_page(connection, filter, after, at_most); });
}

Verified Store::verify(const std::optional<Head>& kept, const std::function<bool()>& go_on) {
  return inside_->read<Verified>([&](Connection& connection) { return walk(connection, kept, go_on); })
      .value_or(Verified());
}

Health Store::health() const {
  Health health;
  {
    const std::lock_guard lock(inside_->mutex);
    health.writable = !inside_->trouble;
    if (inside_->trouble) health.problem = inside_->trouble->what;
    health.queued = inside_->queue.size();
    health.last_commit = inside_->last_commit;
  }
  if (inside_->database.measure) inside_->database.measure(health);
  return health;
}

std::string Store::backup(const std::string& file) {
  const auto found = trouble_of([&] { inside_->database.connect()->backup(file); });
  return found ? found->what : std::string();
}

}  // namespace foresign::store
