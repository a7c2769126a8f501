// Files, modes, no space, no permission, copies.
#include "cds/store/sqlite.hpp"

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "tests/store/support.hpp"

using namespace foresign::store;
using test::audit;
using test::feedback;
using test::put_one;
using test::wait_for;

namespace {

unsigned mode_of(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
}

// Puts until something else than `stored` is answered; how many were stored.
int put_until_refused(Store& store, int& number, Put& refusal) {
  for (int stored = 0; stored < 100'000; ++stored) {
    AuditRecord big = audit(number++);
    big.evidence.assign(100, "Observation/an-observation-with-a-long-name");
    refusal = put_one(store, big);
    if (refusal != Put::stored) return stored;
  }
  return -1;
}

// What holds for a store that ran out of space after `stored` records: nothing lost, recovers once `make_room` was
// called.
void survives_no_space(Store& store, const std::function<void()>& make_room) {
  int number = 0;
  Put refusal = Put::stored;
  const int stored = put_until_refused(store, number, refusal);
  REQUIRE(stored > 10);
  CHECK(refusal == Put::full);
  CHECK(put_one(store, audit(number)) != Put::stored);
  const Health health = store.health();
  CHECK_FALSE(health.writable);
  CHECK(health.problem.find("SQLite: database or disk is full") == 0);
  CHECK(test::all_audit(store).size() == static_cast<std::size_t>(stored));
  CHECK(store.verify().integrity == Integrity::intact);

  make_room();
  REQUIRE(test::eventually([&] { return put_one(store, audit(1'000'000)) != Put::full; }));
  CHECK(put_one(store, audit(1'000'001)) == Put::stored);
  CHECK(store.health().writable);
  CHECK(test::all_audit(store).size() == static_cast<std::size_t>(stored) + 2);
  CHECK(store.verify().integrity == Integrity::intact);
}

}  // namespace

TEST_CASE("folder and files are for the service's user alone") {
  const test::Folder parent;
  const mode_t before = ::umask(0);
  SqliteSettings sqlite;
  sqlite.file = parent.path("store") + "/feedback.db";
  const auto opened = open_sqlite(sqlite, test::settings());
  ::umask(before);
  REQUIRE(opened.store);
  CHECK(put_one(*opened.store, feedback(1)) == Put::stored);
  CHECK(mode_of(parent.path("store")) == 0700);
  for (const char* end : {"", "-wal", "-shm"}) {
    CAPTURE(end);
    CHECK(mode_of(sqlite.file + end) == 0600);
  }
  const Health health = opened.store->health();
  CHECK(health.free_bytes.value_or(0) > 0);
  CHECK(health.log_bytes.value_or(0) > 0);
}

TEST_CASE("what cannot be a store is refused at the start, in words") {
  const test::Folder folder;
  SqliteSettings sqlite = test::sqlite_in(folder);
  SECTION("others may write to the folder") {
    ::chmod(folder.path().c_str(), 0770);
    CHECK(open_sqlite(sqlite, test::settings()).problem == "others may write to the folder of the store");
  }
  SECTION("no folder above") {
    sqlite.file = folder.path("a/b/store.db");
    CHECK(open_sqlite(sqlite, test::settings()).problem ==
          "the folder of the store cannot be made: No such file or directory");
  }
  SECTION("the folder is a file") {
    std::ofstream(folder.path("file")) << "x";
    sqlite.file = folder.path("file") + "/store.db";
    CHECK(open_sqlite(sqlite, test::settings()).problem == "the folder of the store is none");
  }
  SECTION("a link") {
    ::symlink("/dev/null", sqlite.file.c_str());
    CHECK(open_sqlite(sqlite, test::settings()).problem ==
          "the store cannot be written: Too many levels of symbolic links");
  }
  SECTION("no database") {
    std::ofstream(sqlite.file) << std::string(8192, 'x');
    CHECK(open_sqlite(sqlite, test::settings()).problem == "SQLite: file is not a database (26)");
  }
  SECTION("a damaged database") {
    {
      const auto store = open_sqlite(sqlite, test::settings()).store;
      std::vector<Record> many;
      for (int i = 0; i < 500; ++i) many.emplace_back(audit(i));
      CHECK(wait_for(store->put(std::move(many))).back() == Put::stored);
    }
    std::fstream file(sqlite.file, std::ios::in | std::ios::out | std::ios::binary);
    for (int page = 20; page < 60; ++page) {
      file.seekp(page * 4096);
      file << std::string(2000, '\x7f');
    }
    file.close();
    CHECK(open_sqlite(sqlite, test::settings()).problem == "the store is damaged");
  }
  SECTION("a later version") {
    CHECK(open_sqlite(sqlite, test::settings()).store);
    test::tamper(sqlite.file, "update schema_version set version = 99");
    CHECK(open_sqlite(sqlite, test::settings()).problem == "the store was written by a later version of the program");
  }
}

TEST_CASE("a store that has reached its size is full, and goes on when it may grow") {
  const test::Folder folder;
  SqliteSettings small = test::sqlite_in(folder);
  small.max_bytes = 400 * 1024;
  const auto opened = open_sqlite(small, test::settings());
  REQUIRE(opened.store);
  // Room is made by a purge of another process.
  int number = 0;
  Put refusal = Put::stored;
  const int stored = put_until_refused(*opened.store, number, refusal);
  CHECK(stored > 10);
  CHECK(refusal == Put::full);
  CHECK(test::all_audit(*opened.store).size() == static_cast<std::size_t>(stored));
  {
    const auto other = open_sqlite(test::sqlite_in(folder), test::settings()).store;
    CHECK(wait_for(other->purge(Kind::audit, test::noon_ish + std::chrono::hours(100), 20)).count == 20);
  }
  CHECK(test::eventually([&] { return put_one(*opened.store, audit(1'000'000)) == Put::stored; }));
  CHECK(opened.store->health().writable);
  CHECK(opened.store->verify().integrity == Integrity::intact);
  CHECK(test::all_audit(*opened.store).size() == static_cast<std::size_t>(stored - 20 + 1));
}

TEST_CASE("a disk that is full loses nothing, and is written again once there is room") {
  const test::Folder folder;
  const std::string volume = folder.path("volume");
  ::mkdir(volume.c_str(), 0700);
  if (::mount("tmpfs", volume.c_str(), "tmpfs", 0, "size=3m,mode=0700") != 0) {
    WARN("skipped: may not mount a small volume (needs root)");
    return;
  }
  std::ofstream(volume + "/ballast") << std::string(1024 * 1024, 'x');
  {
    SqliteSettings sqlite;
    sqlite.file = volume + "/store.db";
    const auto opened = open_sqlite(sqlite, test::settings());
    CHECK(opened.problem.empty());
    if (opened.store) survives_no_space(*opened.store, [&] { std::filesystem::remove(volume + "/ballast"); });
  }
  CHECK(::umount(volume.c_str()) == 0);
}

TEST_CASE("a volume that became read-only is told, and written again once it may be") {
  const test::Folder folder;
  const std::string volume = folder.path("volume");
  ::mkdir(volume.c_str(), 0700);
  if (::mount("tmpfs", volume.c_str(), "tmpfs", 0, "size=8m,mode=0700") != 0) {
    WARN("skipped: may not mount a small volume (needs root)");
    return;
  }
  SqliteSettings sqlite;
  sqlite.file = volume + "/store.db";
  {
    const auto store = open_sqlite(sqlite, test::settings()).store;
    CHECK(put_one(*store, audit(1)) == Put::stored);
  }
  // With open files a volume cannot become read-only, so each of the two stores begins on one.
  CHECK(::mount("tmpfs", volume.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=8m") == 0);
  CHECK(open_sqlite(sqlite, test::settings()).problem == "the store cannot be written: Read-only file system");
  {
    Store store(sqlite_database(sqlite), test::settings());
    CHECK(put_one(store, audit(2)) == Put::failed);
    CHECK(store.health().problem == "the store cannot be written: Read-only file system");
    CHECK(::mount("tmpfs", volume.c_str(), "tmpfs", MS_REMOUNT, "size=8m") == 0);
    CHECK(test::eventually([&] { return store.health().writable; }));
    CHECK(put_one(store, audit(2)) == Put::stored);
    CHECK(store.verify().entries == 2);
  }
  CHECK(::umount(volume.c_str()) == 0);
}

TEST_CASE("a folder that may not be written is told") {
  if (::geteuid() == 0) {
    WARN("skipped: root may write everywhere");
    return;
  }
  const test::Folder folder;
  ::chmod(folder.path().c_str(), 0500);
  CHECK(open_sqlite(test::sqlite_in(folder), test::settings()).problem ==
        "the store cannot be written: Permission denied");
  ::chmod(folder.path().c_str(), 0700);
}

TEST_CASE("another process that holds the file for too long makes the store busy, not broken") {
  const test::Folder folder;
  SqliteSettings hasty = test::sqlite_in(folder);
  hasty.busy_timeout = std::chrono::milliseconds(50);
  const auto store = open_sqlite(hasty, test::settings()).store;
  REQUIRE(store);
  sqlite3* other = nullptr;
  sqlite3_open(hasty.file.c_str(), &other);
  REQUIRE(sqlite3_exec(other, "begin immediate", nullptr, nullptr, nullptr) == SQLITE_OK);
  CHECK(put_one(*store, audit(1)) == Put::busy);
  CHECK(store->health().writable);
  CHECK(store->audit({}));  // reading goes on
  sqlite3_close(other);
  CHECK(put_one(*store, audit(1)) == Put::stored);
}

TEST_CASE("a backup is a whole store, made while others write") {
  const test::Folder folder;
  const auto store = open_sqlite(test::sqlite_in(folder), test::settings()).store;
  std::vector<Record> many;
  for (int i = 0; i < 300; ++i) many.emplace_back(audit(i));
  CHECK(wait_for(store->put(std::move(many))).back() == Put::stored);

  std::atomic<bool> ending{false};
  std::thread writing([&] {
    for (int i = 1000; !ending; ++i) static_cast<void>(put_one(*store, audit(i)));
  });
  SqliteSettings copy;
  copy.file = folder.path("copy.db");
  const std::string problem = store->backup(copy.file);
  ending = true;
  writing.join();
  CHECK(problem.empty());
  CHECK(mode_of(copy.file) == 0600);
  CHECK(store->backup(copy.file) == "the file of the backup is there already");

  const auto restored = open_sqlite(copy, test::settings()).store;
  REQUIRE(restored);
  CHECK(restored->verify().integrity == Integrity::intact);
  CHECK(restored->verify().entries >= 300);
  CHECK(put_one(*restored, audit(1'000'000)) == Put::stored);
  CHECK(store->backup(folder.path("no/such/folder")) == "the store cannot be written: No such file or directory");
}

TEST_CASE("what was purged is not to be found in the files") {
  const test::Folder folder;
  const SqliteSettings sqlite = test::sqlite_in(folder);
  {
    const auto store = open_sqlite(sqlite, test::settings()).store;
    FeedbackRecord said = feedback(1);
    said.user_comment = "zanzibar-marker";
    CHECK(put_one(*store, said) == Put::stored);
    CHECK(wait_for(store->purge(Kind::feedback, test::noon_ish + std::chrono::hours(1), 10)).count == 1);
  }
  std::ifstream file(sqlite.file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  CHECK(bytes.find("purge") != std::string::npos);
  CHECK(bytes.find("zanzibar-marker") == std::string::npos);
  CHECK_FALSE(std::filesystem::exists(sqlite.file + "-wal"));
}
