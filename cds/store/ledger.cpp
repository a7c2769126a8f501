#include "cds/store/ledger.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <set>

namespace foresign::store {
namespace {

// Rows of one statement: far below what either database allows (32766 and 65535 parameters).
constexpr std::size_t rows_at_once = 100;
constexpr std::size_t keys_at_once = 500;
constexpr std::size_t entries_at_once = 500;

std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string text(std::int64_t value) {
  return std::to_string(value);
}

std::string text(Time time) {
  return text(time.time_since_epoch().count());
}

Time time_of(const std::string& milliseconds) {
  return Time(std::chrono::milliseconds(number(milliseconds)));
}

// `($1, $2), ($3, $4)`
std::string placeholders(std::size_t rows, std::size_t columns) {
  std::string sql;
  for (std::size_t row = 0; row < rows; ++row) {
    sql += row == 0 ? "(" : ", (";
    for (std::size_t column = 0; column < columns; ++column)
      sql += (column == 0 ? "$" : ", $") + std::to_string(row * columns + column + 1);
    sql += ')';
  }
  return sql;
}

void insert(Connection& connection, const std::string& into, std::size_t columns, const std::vector<Row>& rows) {
  for (std::size_t start = 0; start < rows.size(); start += rows_at_once) {
    const std::size_t end = std::min(rows.size(), start + rows_at_once);
    std::vector<std::string> values;
    for (std::size_t i = start; i < end; ++i) values.insert(values.end(), rows[i].begin(), rows[i].end());
    connection.run("insert into " + into + " values " + placeholders(end - start, columns), values);
  }
}

// Each of these steps is taken once, in this order. A step that was released is never changed.
const std::vector<std::vector<std::string>>& migrations() {
  static const std::vector<std::vector<std::string>> steps = {{
      "create table feedback (sequence bigint primary key, key text not null unique, received_ms bigint not null, "
      "issuer text not null, tenant text not null, card text not null, body text not null)",
      "create index feedback_received on feedback (received_ms)",
      "create table feedback_comment (sequence bigint primary key, comment text not null)",
      "create table audit (sequence bigint primary key, key text not null unique, time_ms bigint not null, "
      "type text not null, issuer text not null, tenant text not null, request_id text not null, "
      "service text not null, policy text not null, drug text not null, previous text not null, hash text not null, "
      "body text not null)",
      "create index audit_time on audit (time_ms)",
      "create table head (id bigint primary key check (id = 1), audit bigint not null, audit_hash text not null, "
      "feedback bigint not null, beats bigint not null)",
      "insert into head values (1, 0, '" + genesis() + "', 0, 0)",
      "create table replay (key text primary key, expiry_ms bigint not null)",
      "create index replay_expiry on replay (expiry_ms)",
  }};
  return steps;
}

struct Heads {
  Head audit;
  std::int64_t feedback = 0;
};

Heads read_heads(Connection& connection) {
  const auto rows = connection.run("select audit, audit_hash, feedback from head");
  if (rows.size() != 1) throw Trouble{Trouble::Kind::failed, "the store has lost its head row"};
  return {{number(rows[0][0]), rows[0][1]}, number(rows[0][2])};
}

void write_heads(Connection& connection, const Heads& heads) {
  connection.run("update head set audit = $1, audit_hash = $2, feedback = $3",
                 {text(heads.audit.sequence), heads.audit.hash, text(heads.feedback)});
}

// Which of the keys a table holds.
std::set<std::string> known(Connection& connection, const std::string& table, const std::vector<std::string>& keys) {
  std::set<std::string> found;
  for (std::size_t start = 0; start < keys.size(); start += keys_at_once) {
    const std::size_t end = std::min(keys.size(), start + keys_at_once);
    const std::vector<std::string> some(keys.begin() + static_cast<std::ptrdiff_t>(start),
                                        keys.begin() + static_cast<std::ptrdiff_t>(end));
    const auto sql = "select key from " + table + " where key in " + placeholders(1, some.size());
    for (Row& row : connection.run(sql, some)) found.insert(std::move(row[0]));
  }
  return found;
}

std::set<std::string> known(Connection& connection, Kind kind, const std::vector<const Entry*>& entries) {
  std::vector<std::string> keys;
  for (const Entry* entry : entries)
    if (entry->kind == kind) keys.push_back(entry->key);
  return known(connection, std::string(to_string(kind)), keys);
}

Row audit_columns(const Entry& entry) {
  return {entry.key,        text(entry.time), entry.type,   entry.issuer, entry.tenant,
          entry.request_id, entry.service,    entry.policy, entry.drug};
}

// ` where a = $1 and b < $2`, empty where nothing is asked.
struct Where {
  std::string sql;
  std::vector<std::string> parameters;

  void ask(const std::string& condition, const std::string& parameter) {
    parameters.push_back(parameter);
    sql += (sql.empty() ? " where " : " and ") + condition + " $" + std::to_string(parameters.size());
  }
  void ask_if_given(const std::string& column, const std::string& parameter) {
    if (!parameter.empty()) ask(column + " =", parameter);
  }
};

Where where(const Filter& filter, const std::string& table, const std::string& time, Cursor after) {
  Where asked;
  asked.ask(table + ".sequence >", text(after));
  if (filter.from) asked.ask(time + " >=", text(*filter.from));
  if (filter.until) asked.ask(time + " <", text(*filter.until));
  asked.ask_if_given("issuer", filter.issuer);
  asked.ask_if_given("tenant", filter.tenant);
  return asked;
}

std::string in_order(const std::string& table, std::size_t at_most) {
  return " order by " + table + ".sequence limit " + std::to_string(at_most);
}

std::size_t purge_feedback(Connection& connection, Time before, std::size_t limit) {
  const std::string chosen =
      "(select sequence from feedback where received_ms < $1 order by sequence limit " + std::to_string(limit) + ")";
  connection.run("delete from feedback_comment where sequence in " + chosen, {text(before)});
  return connection.run("delete from feedback where sequence in " + chosen + " returning sequence", {text(before)})
      .size();
}

// How many entries at the beginning are from before, and the last of them.
struct Beginning {
  std::size_t count = 0;
  Head last;
};

Beginning old_beginning(Connection& connection, Time before, std::size_t limit) {
  Beginning beginning;
  while (beginning.count < limit) {
    const std::size_t at_most = std::min(entries_at_once, limit - beginning.count);
    const auto rows =
        connection.run("select sequence, hash, time_ms from audit where sequence > $1" + in_order("audit", at_most),
                       {text(beginning.last.sequence)});
    for (const Row& row : rows) {
      if (time_of(row[2]) >= before) return beginning;
      ++beginning.count;
      beginning.last = {number(row[0]), row[1]};
    }
    if (rows.size() < at_most) break;
  }
  return beginning;
}

}  // namespace

void migrate(Connection& connection) {
  connection.begin(Begin::serial);
  connection.run("create table if not exists schema_version (version bigint not null)");
  const auto rows = connection.run("select version from schema_version");
  const auto& steps = migrations();
  const auto wanted = static_cast<std::int64_t>(steps.size());
  const std::int64_t version = rows.empty() ? 0 : number(rows[0][0]);
  if (version > wanted) throw Trouble{Trouble::Kind::failed, "the store was written by a later version of the program"};
  if (version < wanted) {
    for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step)
      for (const std::string& sql : steps[step]) connection.run(sql);
    const std::string sql =
        rows.empty() ? "insert into schema_version values ($1)" : "update schema_version set version = $1";
    connection.run(sql, {text(wanted)});
    connection.commit();
  } else {
    connection.rollback();
  }
}

void beat(Connection& connection) {
  connection.begin(Begin::write);
  connection.run("update head set beats = beats + 1");
  connection.commit();
}

std::vector<bool> append(Connection& connection, const std::vector<const Entry*>& entries) {
  Heads heads = read_heads(connection);
  std::map<Kind, std::set<std::string>> seen = {{Kind::feedback, known(connection, Kind::feedback, entries)},
                                                {Kind::audit, known(connection, Kind::audit, entries)}};
  std::vector<bool> is_new;
  std::vector<Row> feedback;
  std::vector<Row> comments;
  std::vector<Row> audit;
  for (const Entry* entry : entries) {
    is_new.push_back(seen[entry->kind].insert(entry->key).second);
    if (!is_new.back()) continue;
    if (entry->kind == Kind::feedback) {
      const std::string sequence = text(++heads.feedback);
      feedback.push_back(
          {sequence, entry->key, text(entry->time), entry->issuer, entry->tenant, entry->card, entry->body});
      if (!entry->comment.empty()) comments.push_back({sequence, entry->comment});
    } else {
      const std::string previous = heads.audit.hash;
      heads.audit = {heads.audit.sequence + 1, link(previous, entry->body)};
      Row row = {text(heads.audit.sequence)};
      for (std::string& column : audit_columns(*entry)) row.push_back(std::move(column));
      row.insert(row.end(), {previous, heads.audit.hash, entry->body});
      audit.push_back(std::move(row));
    }
  }
  insert(connection, "feedback (sequence, key, received_ms, issuer, tenant, card, body)", 7, feedback);
  insert(connection, "feedback_comment (sequence, comment)", 2, comments);
  insert(
      connection,
      "audit (sequence, key, time_ms, type, issuer, tenant, request_id, service, policy, drug, previous, hash, body)",
      13, audit);
  if (!feedback.empty() || !audit.empty()) write_heads(connection, heads);
  return is_new;
}

std::vector<bool> first_uses(Connection& connection, const std::vector<TokenUse>& uses, Time now) {
  // Each key once, since a statement may not touch a row twice; in order, so that two instances wait for each other's
  // rows in the same order and never both.
  std::map<std::string, Time> unique;
  for (const TokenUse& use : uses) unique.emplace(use.key, use.expiry);
  std::set<std::string> first;
  std::vector<std::string> values;
  for (auto use = unique.begin(); use != unique.end();) {
    values.insert(values.end(), {use->first, text(use->second)});
    ++use;
    if (use != unique.end() && values.size() < 2 * rows_at_once) continue;
    const std::string rows = placeholders(values.size() / 2, 2);
    values.push_back(text(now));
    for (Row& row : connection.run("insert into replay (key, expiry_ms) values " + rows +
                                       " on conflict (key) do update set expiry_ms = excluded.expiry_ms"
                                       " where replay.expiry_ms < $" +
                                       std::to_string(values.size()) + " returning key",
                                   values))
      first.insert(std::move(row[0]));
    values.clear();
  }
  std::vector<bool> is_first;
  for (const TokenUse& use : uses) is_first.push_back(first.erase(use.key) > 0);
  return is_first;
}

std::size_t take_away(Connection& connection, Kind kind, Time before, std::size_t limit, Time now) {
  PurgeProof proof;
  proof.time = now;
  proof.of = kind;
  proof.before = before;
  std::size_t count = 0;
  switch (kind) {
    case Kind::replay:  // of no weight once expired: nothing to prove
      return connection
          .run("delete from replay where key in (select key from replay where expiry_ms < $1 limit " +
                   std::to_string(limit) + ") returning key",
               {text(before)})
          .size();
    case Kind::feedback:
      count = purge_feedback(connection, before, limit);
      break;
    case Kind::audit: {
      const Beginning beginning = old_beginning(connection, before, limit);
      count = beginning.count;
      proof.last = beginning.last.sequence;
      proof.last_hash = beginning.last.hash;
      connection.run("delete from audit where sequence <= $1", {text(proof.last)});
      break;
    }
  }
  if (count == 0) return 0;
  proof.count = static_cast<std::int64_t>(count);
  const Entry entry = entry_of(proof);
  append(connection, {&entry});
  return count;
}

Page<FeedbackRecord> feedback_page(Connection& connection, const Filter& filter, Cursor after, std::size_t at_most) {
  Where asked = where(filter, "feedback", "received_ms", after);
  asked.ask_if_given("card", filter.card);
  const std::string sql = filter.comments
                              ? "select feedback.sequence, received_ms, body, coalesce(comment, '') from feedback"
                                " left join feedback_comment on feedback_comment.sequence = feedback.sequence"
                              : "select sequence, received_ms, body, '' from feedback";
  const auto rows = connection.run(sql + asked.sql + in_order("feedback", at_most), asked.parameters);
  Page<FeedbackRecord> page;
  for (const Row& row : rows) {
    auto record = read_feedback(row[2]);
    if (!record) {
      ++page.unreadable;
      continue;
    }
    record->received_at = time_of(row[1]);
    record->user_comment = row[3];
    page.records.push_back(std::move(*record));
  }
  if (rows.size() == at_most && !rows.empty()) page.next = number(rows.back()[0]);
  return page;
}

Page<AuditRecord> audit_page(Connection& connection, const Filter& filter, Cursor after, std::size_t at_most) {
  Where asked = where(filter, "audit", "time_ms", after);
  asked.ask("type =", "judged");
  asked.ask_if_given("request_id", filter.request_id);
  asked.ask_if_given("service", filter.service);
  asked.ask_if_given("policy", filter.policy);
  asked.ask_if_given("drug", filter.drug);
  const auto rows =
      connection.run("select sequence, body from audit" + asked.sql + in_order("audit", at_most), asked.parameters);
  Page<AuditRecord> page;
  for (const Row& row : rows) {
    auto record = read_audit(row[1]);
    if (record)
      page.records.push_back(std::move(*record));
    else
      ++page.unreadable;
  }
  if (rows.size() == at_most && !rows.empty()) page.next = number(rows.back()[0]);
  return page;
}

namespace {

// The columns of an entry say what its body says. The key is that of the body as it stands: one that an earlier version
// wrote need not be what this one would write.
bool columns_match(const Row& columns, const std::string& body) {
  Entry entry;
  if (const auto record = read_audit(body))
    entry = entry_of(*record);
  else if (const auto proof = read_purge(body))
    entry = entry_of(*proof);
  else
    return false;
  entry.key = sha256(body);
  return audit_columns(entry) == columns;
}

bool holds_hash(Connection& connection, const std::string& hash) {
  return !connection.run("select 1 from audit where hash = $1 limit 1", {hash}).empty();
}

// What is wrong with an entry that stands where `expected` ends; `intact` if nothing.
Integrity examine(Connection& connection, const Row& row, const Head& expected) {
  const std::string& previous = row[10];
  const std::string& hash = row[11];
  const std::string& body = row[12];
  if (number(row[0]) != expected.sequence + 1) return Integrity::missing;
  const Row columns(row.begin() + 1, row.begin() + 10);
  if (link(previous, body) != hash || !columns_match(columns, body)) return Integrity::altered;
  if (previous == expected.hash) return Integrity::intact;
  return holds_hash(connection, previous) ? Integrity::reordered : Integrity::altered;
}

// What is wrong at the end: the store's own head and the one that was kept must agree with the entries.
Integrity examine_end(const Head& last, const Head& own, const std::optional<Head>& kept, const std::string& at_kept) {
  if (own.sequence > last.sequence || (kept && kept->sequence > last.sequence)) return Integrity::truncated;
  if (own != last) return Integrity::altered;
  if (kept && !at_kept.empty() && at_kept != kept->hash) return Integrity::altered;
  return Integrity::intact;
}

}  // namespace

Verified walk(Connection& connection, const std::optional<Head>& kept, const std::function<bool()>& go_on) {
  Verified result;
  Head last{0, genesis()};
  std::string at_kept;          // the hash at the kept sequence, if that entry is there
  std::optional<Head> purged;   // where the last purge says that the chain begins
  std::optional<Head> assumed;  // what was before the first entry, where that is not the first of all
  const Head own = read_heads(connection).audit;
  for (std::vector<Row> rows;;) {
    if (!go_on()) return {};
    rows = connection.run(
        "select sequence, key, time_ms, type, issuer, tenant, request_id, service, policy, drug, previous, hash, body "
        "from audit where sequence > $1" +
            in_order("audit", entries_at_once),
        {text(last.sequence)});
    for (const Row& row : rows) {
      if (result.entries == 0) {
        result.first = number(row[0]);
        if (result.first > 1) assumed = last = Head{result.first - 1, row[10]};
      }
      result.integrity = examine(connection, row, last);
      if (result.integrity != Integrity::intact) {
        result.at = result.integrity == Integrity::missing ? last.sequence + 1 : number(row[0]);
        return result;
      }
      last = {number(row[0]), row[11]};
      ++result.entries;
      if (kept && kept->sequence == last.sequence) at_kept = last.hash;
      if (row[3] != "purge") continue;
      if (const auto proof = read_purge(row[12]); proof && proof->of == Kind::audit)
        purged = Head{proof->last, proof->last_hash};
    }
    if (rows.size() < entries_at_once) break;
  }
  // The beginning is where the last purge left it, and nowhere else.
  if (assumed != purged && (assumed || purged)) {
    result.integrity = Integrity::missing;
    result.at = assumed && !purged ? 1 : purged->sequence + 1;
    return result;
  }
  result.head = last;
  result.integrity = examine_end(last, own, kept, at_kept);
  if (result.integrity == Integrity::truncated) result.at = last.sequence + 1;
  if (result.integrity == Integrity::altered)
    result.at = kept && !at_kept.empty() && at_kept != kept->hash ? kept->sequence : last.sequence;
  return result;
}

}  // namespace foresign::store
