// What the tests of the store share: invented records, a folder that goes away, a clock, and where a store is kept.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "cds/store/connection.hpp"
#include "cds/store/sqlite.hpp"
#include "cds/store/store.hpp"

namespace foresign::store::test {

// 2026-11-24, 10:00:00 UTC.
constexpr Time noon_ish{std::chrono::milliseconds{1'795'514'400'000}};

// A new folder of mode 0700, removed with all in it at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string path(const std::string& name = {}) const;

 private:
  std::filesystem::path path_;
};

Settings settings();
SqliteSettings sqlite_in(const Folder& folder);

FeedbackRecord feedback(int number);
AuditRecord audit(int number);
std::vector<Record> records(std::initializer_list<Record> list);

// The answer, or a test failure after a minute.
template <class T>
T wait_for(std::future<T> answer) {
  if (answer.wait_for(std::chrono::seconds(60)) != std::future_status::ready) throw std::runtime_error("no answer");
  return answer.get();
}

// Asks again every 10 ms for at most ten seconds.
bool eventually(const std::function<bool()>& holds);

Put put_one(Store& store, Record record);
std::vector<FeedbackRecord> all_feedback(Store& store, bool comments = false);
std::vector<AuditRecord> all_audit(Store& store);

// Changes a SQLite file behind the store's back.
void tamper(const std::string& file, const std::string& sql);

std::string to_string(Put put);
std::string to_string(Integrity integrity);

// Makes connections that fail on purpose. Shared with the test, which may change it at any time.
struct Faults {
  std::atomic<int> delay_ms{0};                          // before every statement
  std::atomic<int> fail_statements{0};                   // so many next statements fail ...
  std::atomic<Trouble::Kind> as{Trouble::Kind::failed};  // ... like this
  std::atomic<int> lose_commits{0};                      // so many next commits are done, and their answer is lost
  std::atomic<int> refuse_connections{0};                // so many next attempts to connect fail
  std::atomic<int> connections{0};                       // made so far
  std::atomic<int> commits{0};                           // done so far
  std::atomic<bool> held{false};                         // while set, commits wait
};
Database faulty(Database sound, std::shared_ptr<Faults> faults);

}  // namespace foresign::store::test

// For Catch's failure messages.
namespace Catch {
template <>
struct StringMaker<foresign::store::Put> {
  static std::string convert(foresign::store::Put put) { return foresign::store::test::to_string(put); }
};
template <>
struct StringMaker<foresign::store::Integrity> {
  static std::string convert(foresign::store::Integrity integrity) {
    return foresign::store::test::to_string(integrity);
  }
};
}  // namespace Catch
