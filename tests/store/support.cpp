#include "tests/store/support.hpp"

#include <stdlib.h>

#include <stdexcept>
#include <thread>

namespace foresign::store::test {

Folder::Folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "foresign-store-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::path(const std::string& name) const {
  return name.empty() ? path_.string() : (path_ / name).string();
}

Settings settings() {
  Settings settings;
  settings.clock = [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
  settings.first_pause = std::chrono::milliseconds(20);
  settings.longest_pause = std::chrono::milliseconds(100);
  return settings;
}

SqliteSettings sqlite_in(const Folder& folder) {
  SqliteSettings sqlite;
  sqlite.file = folder.path("store.db");
  return sqlite;
}

FeedbackRecord feedback(int number) {
  FeedbackRecord record;
  record.card = "card-" + std::to_string(number);
  record.outcome = Outcome::overridden;
  record.reason = OverrideReason{"patient-preference", "https://ehr.example/reasons", "Patient's wish"};
  record.user_comment = "told Rosa to wait, \"so be it\" (" + std::to_string(number) + ")";
  record.outcome_timestamp = noon_ish + std::chrono::seconds(number);
  record.received_at = noon_ish + std::chrono::seconds(number + 1);
  record.issuer = "https://ehr.example";
  record.tenant = "north";
  return record;
}

AuditRecord audit(int number) {
  AuditRecord record;
  record.time = noon_ish + std::chrono::seconds(number);
  record.request_id = "request-" + std::to_string(number);
  record.issuer = "https://ehr.example";
  record.tenant = "north";
  record.user = "Practitioner/petrov";
  record.patient = std::string(64, 'a');
  record.service = "prior-auth-order-sign";
  record.policy_id = "cigna-lumakras";
  record.policy_version = "2025-05-14";
  record.policy_digest = "sha256:00ff";
  record.order = "MedicationRequest/draft-1";
  record.drug = "sotorasib";
  record.verdict = "unknown";
  record.criteria = {{"1.A", "met"}, {"1.B.test", "unknown"}};
  record.evidence = {"Observation/kras", "Condition/primary"};
  record.cards = {{"card-" + std::to_string(number), {"suggestion-1", "suggestion-2"}, {"one", "two"}}};
  record.missing = {"1.B.test"};
  record.latency = std::chrono::microseconds(1234);
  record.status = 200;
  record.request_digest = std::string(64, 'b');
  return record;
}

std::vector<Record> records(std::initializer_list<Record> list) {
  return list;
}

bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 1000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

Put put_one(Store& store, Record record) {
  return wait_for(store.put({std::move(record)})).at(0);
}

std::vector<FeedbackRecord> all_feedback(Store& store, bool comments) {
  Filter filter;
  filter.comments = comments;
  std::vector<FeedbackRecord> all;
  Cursor after = 0;
  do {
    auto page = store.feedback(filter, after);
    if (!page) throw std::runtime_error("the feedback cannot be read");
    all.insert(all.end(), page->records.begin(), page->records.end());
    after = page->next;
  } while (after != 0);
  return all;
}

std::vector<AuditRecord> all_audit(Store& store) {
  std::vector<AuditRecord> all;
  Cursor after = 0;
  do {
    auto page = store.audit({}, after);
    if (!page) throw std::runtime_error("the audit trail cannot be read");
    all.insert(all.end(), page->records.begin(), page->records.end());
    after = page->next;
  } while (after != 0);
  return all;
}

void tamper(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  sqlite3_open(file.c_str(), &database);
  char* message = nullptr;
  const int code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message);
  const std::string error = message == nullptr ? "" : message;
  sqlite3_free(message);
  sqlite3_close(database);
  if (code != SQLITE_OK) throw std::runtime_error(error);
}

std::string to_string(Put put) {
  switch (put) {
    case Put::stored:
      return "stored";
    case Put::duplicate:
      return "duplicate";
    case Put::refused:
      return "refused";
    case Put::busy:
      return "busy";
    case Put::full:
      return "full";
    case Put::failed:
      return "failed";
  }
  return {};
}

std::string to_string(Integrity integrity) {
  switch (integrity) {
    case Integrity::intact:
      return "intact";
    case Integrity::altered:
      return "altered";
    case Integrity::reordered:
      return "reordered";
    case Integrity::missing:
      return "missing";
    case Integrity::truncated:
      return "truncated";
    case Integrity::unreadable:
      return "unreadable";
  }
  return {};
}

namespace {

// True as often as the count says.
bool take(std::atomic<int>& count) {
  int now = count.load();
  while (now > 0)
    if (count.compare_exchange_weak(now, now - 1)) return true;
  return false;
}

class Faulty final : public Connection {
 public:
  Faulty(std::unique_ptr<Connection> sound, std::shared_ptr<Faults> faults)
      : sound_(std::move(sound)), faults_(std::move(faults)) {}

  void begin(Begin kind) override {
    disturb();
    sound_->begin(kind);
  }
  void commit() override {
    disturb();
    while (faults_->held) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    sound_->commit();
    ++faults_->commits;
    if (take(faults_->lose_commits)) throw Trouble{Trouble::Kind::lost, "the answer was lost"};
  }
  void rollback() noexcept override { sound_->rollback(); }
  std::vector<Row> run(const std::string& sql, const std::vector<std::string>& parameters = {}) override {
    disturb();
    return sound_->run(sql, parameters);
  }
  void backup(const std::string& file) override { sound_->backup(file); }

 private:
  void disturb() {
    std::this_thread::sleep_for(std::chrono::milliseconds(faults_->delay_ms));
    if (take(faults_->fail_statements)) throw Trouble{faults_->as, "a fault that the test asked for"};
  }

  std::unique_ptr<Connection> sound_;
  std::shared_ptr<Faults> faults_;
};

}  // namespace

Database faulty(Database sound, std::shared_ptr<Faults> faults) {
  Database database = sound;
  database.connect = [connect = sound.connect, faults]() -> std::unique_ptr<Connection> {
    if (take(faults->refuse_connections)) throw Trouble{Trouble::Kind::lost, "no connection"};
    ++faults->connections;
    return std::make_unique<Faulty>(connect(), faults);
  };
  return database;
}

}  // namespace foresign::store::test
