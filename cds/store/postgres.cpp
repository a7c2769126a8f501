#include "cds/store/postgres.hpp"

#include <libpq-fe.h>

#include <array>
#include <string_view>
#include <utility>

#include "cds/store/connection.hpp"

namespace foresign::store {
namespace {

// Any number that no other program in the same database locks.
constexpr std::string_view advisory_lock = "select pg_advisory_xact_lock(7236286431)";

struct Free {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Handle = std::unique_ptr<PGconn, Free>;
using Result = std::unique_ptr<PGresult, Free>;

// By SQLSTATE (PostgreSQL 15, appendix A). The server's message may quote values, so it goes nowhere.
Trouble::Kind kind_of(std::string_view state) {
  if (state == "53100") return Trouble::Kind::full;
  // Statement time-out, lock not available, deadlock, serialization failure, too many connections, out of memory.
  constexpr std::array<std::string_view, 6> busy = {"57014", "55P03", "40P01", "40001", "53300", "53200"};
  for (const std::string_view each : busy)
    if (state == each) return Trouble::Kind::busy;
  // 25006: after a fail-over this connection may lead to the standby. 57P0x: the server stops.
  if (state.starts_with("08") || state.starts_with("57P") || state == "25006") return Trouble::Kind::lost;
  return Trouble::Kind::failed;
}

class Postgres final : public Connection {
 public:
  Postgres(const PostgresSettings& settings) {
    // What the connection string says comes later and counts.
    const std::array<const char*, 8> names = {
        "connect_timeout",  "keepalives_idle",           "tcp_user_timeout", "client_encoding",
        "application_name", "fallback_application_name", "dbname",           nullptr};
    const std::array<const char*, 8> values = {
        "5", "15", "10000", "UTF8", "foresign", "foresign", settings.connection.c_str(), nullptr};
    handle_.reset(PQconnectdbParams(names.data(), values.data(), 1));
    if (!handle_ || PQstatus(handle_.get()) != CONNECTION_OK)
      throw Trouble{Trouble::Kind::lost, "PostgreSQL: no connection: " + reason()};
    PQsetNoticeProcessor(
        handle_.get(), [](void*, const char*) {}, nullptr);
    run("set synchronous_commit = on");
    run("set statement_timeout = " + std::to_string(settings.statement_timeout.count()));
    // Where this instance hangs in the midst of a transaction, the others shall not wait for it forever.
    run("set idle_in_transaction_session_timeout = " + std::to_string(6 * settings.statement_timeout.count()));
  }

  void begin(Begin kind) override {
    run(kind == Begin::read ? "begin isolation level repeatable read read only"
                            : "begin isolation level read committed");
    // Kept to the end of the transaction. Each statement after it sees all that the former holder committed.
    if (kind == Begin::serial) run(std::string(advisory_lock));
  }

  void commit() override { run("commit"); }

  void rollback() noexcept override {
    if (PQstatus(handle_.get()) == CONNECTION_OK && PQtransactionStatus(handle_.get()) != PQTRANS_IDLE)
      PQclear(PQexec(handle_.get(), "rollback"));
  }

  std::vector<Row> run(const std::string& sql, const std::vector<std::string>& parameters = {}) override {
    std::vector<const char*> values;
    for (const std::string& value : parameters) values.push_back(value.c_str());
    const Result result(PQexecParams(handle_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                                     values.data(), nullptr, nullptr, 0));
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) throw trouble_of(result.get());
    // A transaction that failed before answers COMMIT with ROLLBACK, and calls that a success.
    if (sql == "commit" && std::string_view(PQcmdStatus(result.get())) != "COMMIT")
      throw Trouble{Trouble::Kind::failed, "PostgreSQL: the transaction was rolled back"};
    std::vector<Row> rows;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      Row values_of_row;
      for (int column = 0; column < PQnfields(result.get()); ++column)
        values_of_row.emplace_back(PQgetvalue(result.get(), row, column),
                                   static_cast<std::size_t>(PQgetlength(result.get(), row, column)));
      rows.push_back(std::move(values_of_row));
    }
    return rows;
  }

  void backup(const std::string&) override {
    throw Trouble{Trouble::Kind::failed, "a store in PostgreSQL is backed up with pg_dump or pg_basebackup"};
  }

 private:
  // The first line of why there is no connection; names the host and the user, never the password.
  [[nodiscard]] std::string reason() const {
    const std::string message = handle_ ? PQerrorMessage(handle_.get()) : "";
    return message.substr(0, message.find('\n'));
  }

  [[nodiscard]] Trouble trouble_of(const PGresult* result) const {
    if (PQstatus(handle_.get()) != CONNECTION_OK) return {Trouble::Kind::lost, "PostgreSQL: the connection is lost"};
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const std::string code = state == nullptr ? "" : state;
    return {kind_of(code), "PostgreSQL: SQLSTATE " + code};
  }

  Handle handle_;
};

}  // namespace

Database postgres_database(const PostgresSettings& postgres) {
  return {[postgres] { return std::make_unique<Postgres>(postgres); }, {}};
}

Opened open_postgres(const PostgresSettings& postgres, const Settings& settings) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, Free> options(PQconninfoParse(postgres.connection.c_str(), &message));
  PQfreemem(message);  // may quote a password
  if (!options) return {nullptr, "the connection string of PostgreSQL makes no sense"};
  return {std::make_unique<Store>(postgres_database(postgres), settings), {}};
}

}  // namespace foresign::store
