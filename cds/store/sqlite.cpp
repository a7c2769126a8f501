#include "cds/store/sqlite.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "cds/store/connection.hpp"

namespace foresign::store {
namespace {

// SQLite's own words for a code hold no value, unlike sqlite3_errmsg.
Trouble trouble_of(sqlite3* database, int code) {
  Trouble trouble;
  trouble.what = std::string("SQLite: ") + sqlite3_errstr(code) + " (" + std::to_string(code) + ")";
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      trouble.kind = Trouble::Kind::busy;
      break;
    case SQLITE_FULL:
      trouble.kind = Trouble::Kind::full;
      break;
    case SQLITE_IOERR:
      if (database != nullptr && sqlite3_system_errno(database) == ENOSPC) trouble.kind = Trouble::Kind::full;
      break;
    default:
      break;
  }
  return trouble;
}

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Handle = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

Handle open(const std::string& file, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Handle handle(raw);
  if (code != SQLITE_OK) throw trouble_of(raw, code);
  return handle;
}

// A file or folder survives a power cut only when the folder that names it was written too.
void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

Trouble system_trouble(const std::string& what) {
  return {errno == ENOSPC ? Trouble::Kind::full : Trouble::Kind::failed, what + ": " + std::strerror(errno)};
}

// SQLite would make it with the mode of the process. Its log and index files take the mode of the database.
void make_private(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) throw system_trouble("the store cannot be written");
  const bool is_private = ::fchmod(descriptor, 0600) == 0;
  const Trouble trouble = system_trouble("the mode of the store cannot be set");
  ::close(descriptor);
  if (!is_private) throw trouble;
}

std::filesystem::path folder_of(const std::string& file) {
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  return folder.empty() ? "." : folder;
}

class Sqlite final : public Connection {
 public:
  Sqlite(const SqliteSettings& settings) : file_(settings.file) {
    make_private(file_);
    handle_ = open(file_, SQLITE_OPEN_READWRITE);
    sqlite3_busy_timeout(handle_.get(), static_cast<int>(settings.busy_timeout.count()));
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    run("pragma trusted_schema = off");
    const auto mode = run("pragma journal_mode = wal");
    if (mode.empty() || mode[0][0] != "wal") throw Trouble{Trouble::Kind::failed, "SQLite: no write-ahead log here"};
    run("pragma synchronous = full");
    run("pragma wal_autocheckpoint = 1000");
    run("pragma journal_size_limit = 67108864");  // bytes that the log keeps after a checkpoint
    run("pragma secure_delete = on");             // what was purged is not to be found in free pages
    if (settings.max_bytes > 0) {
      const std::uint64_t page_bytes = std::stoull(run("pragma page_size")[0][0]);
      run("pragma max_page_count = " + std::to_string(settings.max_bytes / page_bytes));
    }
  }

  void begin(Begin kind) override { run(kind == Begin::read ? "begin" : "begin immediate"); }

  void commit() override { run("commit"); }

  void rollback() noexcept override {
    // After SQLITE_FULL and some others the transaction is gone already.
    if (sqlite3_get_autocommit(handle_.get()) == 0) sqlite3_exec(handle_.get(), "rollback", nullptr, nullptr, nullptr);
  }

  std::vector<Row> run(const std::string& sql, const std::vector<std::string>& parameters = {}) override {
    sqlite3_stmt* raw = nullptr;
    check(sqlite3_prepare_v2(handle_.get(), sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr));
    const Statement statement(raw);
    // `$1` is a name to SQLite; names are numbered in the order of their first use.
    int index = 0;
    for (const std::string& value : parameters)
      check(sqlite3_bind_text64(raw, ++index, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8));
    std::vector<Row> rows;
    int code = sqlite3_step(raw);
    for (; code == SQLITE_ROW; code = sqlite3_step(raw)) {
      Row row;
      for (int column = 0; column < sqlite3_column_count(raw); ++column) {
        const unsigned char* text = sqlite3_column_text(raw, column);
        const auto length = static_cast<std::size_t>(sqlite3_column_bytes(raw, column));
        row.emplace_back(text == nullptr ? "" : reinterpret_cast<const char*>(text), text == nullptr ? 0 : length);
      }
      rows.push_back(std::move(row));
    }
    if (code != SQLITE_DONE) throw trouble_of(handle_.get(), code);
    return rows;
  }

  void backup(const std::string& file) override {
    const std::string part = file + ".part";
    if (std::filesystem::exists(file)) throw Trouble{Trouble::Kind::failed, "the file of the backup is there already"};
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    make_private(part);
    {
      const Handle target = open(part, SQLITE_OPEN_READWRITE);
      sqlite3_backup* copy = sqlite3_backup_init(target.get(), "main", handle_.get(), "main");
      if (copy == nullptr) throw trouble_of(target.get(), sqlite3_errcode(target.get()));
      // A step copies all of one state: a writer goes on meanwhile, and its later commits are not in the copy.
      const int code = sqlite3_backup_step(copy, -1);
      sqlite3_backup_finish(copy);
      if (code != SQLITE_DONE) throw trouble_of(target.get(), code);
    }
    if (std::rename(part.c_str(), file.c_str()) != 0) throw system_trouble("the backup cannot be named");
    sync_folder(folder_of(file));
  }

 private:
  void check(int code) {
    if (code != SQLITE_OK) throw trouble_of(handle_.get(), code);
  }

  std::string file_;
  Handle handle_;
};

std::string prepare_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) {
    sync_folder(folder_of(folder.string()));
    return {};
  }
  if (errno != EEXIST) return "the folder of the store cannot be made: " + std::string(std::strerror(errno));
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return "the folder of the store is none";
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) return "others may write to the folder of the store";
  return {};
}

// Empty if the file is sound.
std::string damage(const SqliteSettings& sqlite) {
  try {
    const auto rows = Sqlite(sqlite).run("pragma quick_check(1)");
    if (rows.size() == 1 && rows[0][0] == "ok") return {};
    return "the store is damaged";
  } catch (const Trouble& trouble) {
    return trouble.what;
  }
}

void measure(const std::string& file, Health& health) {
  struct statvfs volume {};
  if (::statvfs(folder_of(file).c_str(), &volume) == 0)
    health.free_bytes = std::uint64_t{volume.f_bavail} * std::uint64_t{volume.f_frsize};
  std::error_code error;
  const auto log_bytes = std::filesystem::file_size(file + "-wal", error);
  if (!error) health.log_bytes = log_bytes;
}

}  // namespace

Database sqlite_database(const SqliteSettings& sqlite) {
  return {[sqlite] { return std::make_unique<Sqlite>(sqlite); },
          [file = sqlite.file](Health& health) { measure(file, health); }};
}

Opened open_sqlite(const SqliteSettings& sqlite, const Settings& settings) {
  if (std::string problem = prepare_folder(folder_of(sqlite.file)); !problem.empty()) return {nullptr, problem};
  if (std::string problem = damage(sqlite); !problem.empty()) return {nullptr, problem};
  sync_folder(folder_of(sqlite.file));
  auto store = std::make_unique<Store>(sqlite_database(sqlite), settings);
  if (const Health health = store->health(); !health.writable) return {nullptr, health.problem};
  return {std::move(store), {}};
}

}  // namespace foresign::store
