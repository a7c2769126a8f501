#include "tests/store/postgres_server.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <vector>

namespace foresign::store::test {
namespace {

namespace fs = std::filesystem;

// The server refuses to run as root; Debian's package brings a user for it.
const passwd* server_user() {
  return ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;
}

// Starts a program as that user; it ends with this process, and writes into `log`.
pid_t spawn(const std::vector<std::string>& command, const std::string& log) {
  const passwd* user = server_user();
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t process = ::fork();
  if (process != 0) return process;
  if (user != nullptr && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0))
    ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file < 0 || ::dup2(file, STDOUT_FILENO) < 0 || ::dup2(file, STDERR_FILENO) < 0) ::_exit(125);
  if (::chdir("/") != 0) ::_exit(124);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

// The newest version of the programs, empty if there is none.
std::string programs() {
  std::vector<std::string> found;
  std::error_code none;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", none))
    if (fs::exists(version.path() / "bin" / "initdb")) found.push_back((version.path() / "bin").string());
  return found.empty() ? std::string() : *std::max_element(found.begin(), found.end());
}

}  // namespace

PostgresServer::PostgresServer(const std::string& bin) : bin_(bin) {
  std::string pattern = "/tmp/foresign-pg-XXXXXX";  // short: a socket's path has about a hundred characters
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
  if (const passwd* user = server_user())
    if (::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0) throw std::runtime_error("chown");
  const pid_t initdb = spawn({bin_ + "/initdb", "-D", folder_ + "/data", "--auth=trust", "--no-sync",
                              "--locale=C.UTF-8", "--encoding=UTF8", "--username=postgres"},
                             folder_ + "/log");
  int status = 0;
  ::waitpid(initdb, &status, 0);
  if (status != 0) throw std::runtime_error("initdb failed");
  start();
}

PostgresServer::~PostgresServer() {
  stop_at_once();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void PostgresServer::start() {
  process_ = spawn({bin_ + "/postgres", "-D", folder_ + "/data", "-k", folder_, "-c", "listen_addresses=",
                    // Processes are killed here, not machines: the kernel keeps what was written.
                    "-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "autovacuum=off"},
                   folder_ + "/log");
  for (int i = 0; i < 3000; ++i) {
    if (PQping(connection().c_str()) == PQPING_OK) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("the PostgreSQL server does not start");
}

void PostgresServer::stop_at_once() {
  if (process_ <= 0) return;
  ::kill(process_, SIGQUIT);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

std::string PostgresServer::connection() const {
  return "host=" + folder_ + " user=postgres dbname=postgres connect_timeout=5";
}

std::string PostgresServer::run(const std::string& sql) const {
  PGconn* client = PQconnectdb(connection().c_str());
  PGresult* result = PQexec(client, sql.c_str());
  const std::string error = PQresultErrorMessage(result);
  const std::string value = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
  PQclear(result);
  PQfinish(client);
  if (!error.empty()) throw std::runtime_error(error);
  return value;
}

std::string PostgresServer::fresh_schema() {
  const std::string schema = "test" + std::to_string(++schemas_);
  run("create schema " + schema);
  return connection() + " options='-c search_path=" + schema + "'";
}

PostgresServer* postgres_server() {
  static const std::string bin = programs();
  if (bin.empty() || (::geteuid() == 0 && server_user() == nullptr)) {
    const char* complete = ::getenv("FORESIGN_COMPLETE");
    if (complete != nullptr && std::strcmp(complete, "1") == 0)
      FAIL("PostgreSQL is not installed: scripts/setup postgresql");
    WARN("skipped: PostgreSQL is not installed (scripts/setup postgresql)");
    return nullptr;
  }
  static PostgresServer server(bin);
  return &server;
}

}  // namespace foresign::store::test
