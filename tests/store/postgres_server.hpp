// A PostgreSQL server for the tests: started in a temporary folder, reached by a unix socket only, gone with the test.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

namespace foresign::store::test {

class PostgresServer {
 public:
  // Throws where it cannot be started. `bin`: the folder of its programs.
  explicit PostgresServer(const std::string& bin);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // Where the tables of one test are: a schema that is made anew under this name.
  [[nodiscard]] std::string fresh_schema();
  // One statement, as the administrator.
  std::string run(const std::string& sql) const;
  void start();
  // As after a crash: no transaction is finished, no client is told.
  void stop_at_once();

 private:
  [[nodiscard]] std::string connection() const;

  std::string bin_;
  std::string folder_;
  pid_t process_ = -1;
  int schemas_ = 0;
};

// The server of this test program, started with the first call; null where Debian's package `postgresql` is not
// installed: then the test says so, and fails if FORESIGN_COMPLETE=1 asks for all tests.
PostgresServer* postgres_server();

}  // namespace foresign::store::test
