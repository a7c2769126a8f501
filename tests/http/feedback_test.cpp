// What became of cards, and the audit trail, over a socket (CDS Hooks 2.0, "Feedback").
#include <atomic>
#include <catch2/catch.hpp>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <vector>

#include "cds/http/keeper.hpp"
#include "cds/http/upkeep.hpp"
#include "fhir/json/document.hpp"
#include "tests/http/process.hpp"
#include "tests/http/wire.hpp"
#include "tests/store/support.hpp"

using namespace foresign;
using namespace foresign::wire;
using namespace std::chrono_literals;

namespace {

http::KeeperSettings keeper_settings() {
  http::KeeperSettings settings;
  settings.clock = [] { return store::test::noon_ish; };
  settings.patients.bytes = std::string(32, 'k');
  return settings;
}

std::unique_ptr<http::Keeper> keeper_in(const store::test::Folder& folder) {
  return std::make_unique<http::Keeper>(store::open_sqlite(store::test::sqlite_in(folder), store::test::settings()),
                                        keeper_settings());
}

// A keeper whose store does what the faults say; it waits for the disk no longer than 300 ms.
std::unique_ptr<http::Keeper> faulty_keeper(const store::test::Folder& folder,
                                            const std::shared_ptr<store::test::Faults>& faults, bool required,
                                            std::function<void()> audit_lost = {}) {
  http::KeeperSettings settings = keeper_settings();
  settings.audit_lost = std::move(audit_lost);
  settings.feedback_wait = settings.audit_wait = 300ms;
  settings.audit_required = required;
  store::Database database = store::test::faulty(store::sqlite_database(store::test::sqlite_in(folder)), faults);
  return std::make_unique<http::Keeper>(
      store::Opened{std::make_unique<store::Store>(std::move(database), store::test::settings()), {}},
      std::move(settings));
}

std::string items(const std::string& list) {
  return R"({"feedback": [)" + list + "]}";
}

const std::string accepted = R"({"card": "card-1", "outcome": "accepted", "acceptedSuggestions": [{"id": "s-1"}],
                                 "outcomeTimestamp": "2026-11-24T09:59:00Z"})";
const std::string overridden = R"({"card": "card-2", "outcome": "overridden",
                                   "outcomeTimestamp": "2026-11-24T09:59:00Z"})";
const std::string with_reason = R"({"card": "card-2", "outcome": "overridden", "overrideReason":
    {"reason": {"code": "result-pending", "system": "http://foresign.example/reasons"}},
    "outcomeTimestamp": "2026-11-24T09:59:00Z"})";
const std::string with_comment = R"({"card": "card-2", "outcome": "overridden", "overrideReason":
    {"userComment": "seen elsewhere"}, "outcomeTimestamp": "2026-11-24T09:59:00Z"})";

std::string first_card(const std::string& body) {
  const auto document = json::read(body);
  REQUIRE(document.value);
  return std::string(document.value->root()["cards"][std::size_t{0}]["uuid"].string().value());
}

void check_try_later(const std::optional<wire::Answer>& answer) {
  REQUIRE(answer);
  CHECK(answer->status == 503);
  CHECK(answer->headers.contains("retry-after"));
  CHECK(answer->body.find("OperationOutcome") != std::string::npos);
}

// The first event of the daily work with this store, as a line of the log.
std::string upkeep_told(store::Store& store, const RetentionDays& days) {
  http::Upkeep::Settings settings;
  settings.days = days;
  settings.clock = [] { return store::test::noon_ish; };
  settings.first_after = 1ms;
  std::promise<std::string> told;
  settings.log = [&](const http::Event& event) { told.set_value(http::line_of(event, {})); };
  const http::Upkeep upkeep(store, settings);
  return store::test::wait_for(told.get_future());
}

}  // namespace

TEST_CASE("feedback is on the disk before its empty 200 (F-02, F-04)") {
  const store::test::Folder folder;
  {
    const auto keeper = keeper_in(folder);
    const Running service({}, fixture_day, {}, keeper.get());
    for (const std::string& body : {items(accepted + "," + overridden), items(with_reason), items(with_comment)}) {
      const auto answer = ask(service.port(), post_feedback(body));
      REQUIRE(answer);
      CHECK(answer->status == 200);
      CHECK(answer->body.empty());
      CHECK(answer->headers.at("content-length") == "0");
      CHECK_FALSE(answer->headers.contains("content-type"));
      CHECK(answer->headers.at("access-control-allow-origin") == "*");
    }
  }
  const auto again = keeper_in(folder);
  const auto kept = store::test::all_feedback(*again->store(), true);
  REQUIRE(kept.size() == 4);
  CHECK(kept[0].card == "card-1");
  CHECK(kept[0].outcome == store::Outcome::accepted);
  CHECK(kept[0].accepted_suggestions == std::vector<std::string>{"s-1"});
  CHECK(kept[0].received_at == store::test::noon_ish);
  CHECK(kept[1].outcome == store::Outcome::overridden);
  CHECK_FALSE(kept[1].reason);
  REQUIRE(kept[2].reason);
  CHECK(kept[2].reason->code == "result-pending");
  CHECK_FALSE(kept[3].reason);
  CHECK(kept[3].user_comment == "seen elsewhere");
}

TEST_CASE("feedback that comes again, or about a card that nobody knows, is welcome (F-03, F-05)") {
  const store::test::Folder folder;
  http::KeeperSettings counting = keeper_settings();
  std::atomic<std::size_t> counted = 0;
  counting.stored = [&](const std::vector<hooks::Feedback>& all) { counted += all.size(); };
  const auto keeper = std::make_unique<http::Keeper>(
      store::open_sqlite(store::test::sqlite_in(folder), store::test::settings()), counting);
  const Running service({}, fixture_day, {}, keeper.get());
  for (int i = 0; i < 3; ++i) CHECK(ask(service.port(), post_feedback(items(accepted)))->status == 200);
  CHECK(ask(service.port(), post_feedback(items(accepted + "," + accepted)))->status == 200);
  CHECK(store::test::all_feedback(*keeper->store()).size() == 1);
  CHECK(counted == 1);
}

TEST_CASE("malformed feedback is a 400 that names the place, and none of it is kept (F-05)") {
  const auto [body, place] = GENERATE(table<std::string, std::string>({
      {"{", "$"},
      {"[]", "$"},
      {"{}", "feedback"},
      {R"({"feedback": {}})", "feedback"},
      {items(accepted + R"(,{"outcome": "overridden", "outcomeTimestamp": "2026-11-24T09:59:00Z"})"),
       "feedback[1].card"},
      {items(R"({"card": "c", "outcome": "ignored", "outcomeTimestamp": "2026-11-24T09:59:00Z"})"),
       "feedback[0].outcome"},
      {items(R"({"card": "c", "outcome": "accepted", "outcomeTimestamp": "2026-11-24T09:59:00Z"})"),
       "feedback[0].acceptedSuggestions"},
      {items(R"({"card": "c", "outcome": "overridden", "outcomeTimestamp": "yesterday"})"),
       "feedback[0].outcomeTimestamp"},
  }));
  CAPTURE(body);
  const store::test::Folder folder;
  const auto keeper = keeper_in(folder);
  const Running service({}, fixture_day, {}, keeper.get());
  const auto answer = ask(service.port(), post_feedback(body));
  REQUIRE(answer);
  CHECK(answer->status == 400);
  const auto document = json::read(answer->body);
  REQUIRE(document.value);
  CHECK(document.value->root()["issue"][0]["expression"][0].string() == place);
  CHECK(store::test::all_feedback(*keeper->store()).empty());
}

TEST_CASE("feedback that would not fit into the store is refused for good") {
  const store::test::Folder folder;
  const auto keeper = keeper_in(folder);
  const Running service({}, fixture_day, {}, keeper.get());
  std::string suggestions;
  for (int i = 0; i < 5000; ++i)
    suggestions += (i == 0 ? "" : ",") + (R"({"id": ")" + std::string(100, 'x') + std::to_string(i) + "\"}");
  const auto answer = ask(
      service.port(),
      post_feedback(items(
          R"({"card": "c", "outcome": "accepted", "outcomeTimestamp": "2026-11-24T09:59:00Z", "acceptedSuggestions": [)" +
          suggestions + "]}")));
  REQUIRE(answer);
  CHECK(answer->status == 400);
  CHECK(answer->body.find("too long to keep") != std::string::npos);
}

TEST_CASE("feedback that cannot be kept now is a 503 that says when to come again") {
  SECTION("no store") {
    const Running service;
    check_try_later(ask(service.port(), post_feedback(items(accepted))));
    http::Keeper keeper({nullptr, "no place"}, keeper_settings());
    const Running other({}, fixture_day, {}, &keeper);
    check_try_later(ask(other.port(), post_feedback(items(accepted))));
    CHECK_FALSE(keeper.health().writable);
    CHECK(keeper.health().problem == "no place");
  }
  SECTION("a disk that is full, or a database that fails") {
    const store::test::Folder folder;
    const auto faults = std::make_shared<store::test::Faults>();
    faults->as = GENERATE(store::Trouble::Kind::full, store::Trouble::Kind::busy, store::Trouble::Kind::failed);
    const auto keeper = faulty_keeper(folder, faults, false);
    const Running service({}, fixture_day, {}, keeper.get());
    faults->fail_statements = 1;
    check_try_later(ask(service.port(), post_feedback(items(accepted))));
    CHECK(store::test::eventually([&] { return ask(service.port(), post_feedback(items(accepted)))->status == 200; }));
    CHECK(store::test::all_feedback(*keeper->store()).size() == 1);
  }
  SECTION("a disk that does not answer") {
    const store::test::Folder folder;
    const auto faults = std::make_shared<store::test::Faults>();
    const auto keeper = faulty_keeper(folder, faults, false);
    const Running service({}, fixture_day, {}, keeper.get());
    faults->held = true;
    check_try_later(ask(service.port(), post_feedback(items(accepted))));
    faults->held = false;
  }
}

TEST_CASE("the feedback path keeps the rules of the service's own") {
  const store::test::Folder folder;
  const auto keeper = keeper_in(folder);
  http::Settings settings;
  settings.max_body_bytes = 2048;
  const Running service(settings, fixture_day, {}, keeper.get());
  const std::string line = "POST " + std::string(feedback_path) + " HTTP/1.1\r\nHost: localhost\r\n";
  CHECK(ask(service.port(), line + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}")->status == 415);
  CHECK(ask(service.port(), line + "Content-Type: application/json\r\n\r\n")->status == 411);
  CHECK(ask(service.port(), post_feedback(std::string(2049, ' ')))->status == 413);
  const auto other_method = ask(service.port(), get(feedback_path));
  CHECK(other_method->status == 405);
  CHECK(other_method->headers.at("allow") == "POST, OPTIONS");
  CHECK(ask(service.port(), get(feedback_path, "OPTIONS"))->status == 204);
}

TEST_CASE("feedback is authenticated for its own URL and kept with who sent it (F-06)") {
  const store::test::Folder folder;
  const auto keeper = keeper_in(folder);
  http::Settings settings;
  settings.public_url = "https://cds.example";
  std::mutex mutex;
  std::vector<std::string> audiences;
  const auto authenticate = [&](std::string_view authorization,
                                std::string_view audience) -> std::variant<auth::Caller, auth::Rejection> {
    const std::lock_guard lock(mutex);
    audiences.emplace_back(audience);
    if (authorization != "Bearer good") return auth::Rejection::signature;
    return auth::Caller{"https://ehr.example", "ward-7", "jti"};
  };
  const Running service(settings, fixture_day, authenticate, keeper.get());
  CHECK(ask(service.port(), post_feedback(items(accepted)))->status == 401);
  CHECK(ask(service.port(), post_feedback(items(accepted), "Authorization: Bearer good\r\n"))->status == 200);
  {
    const std::lock_guard lock(mutex);
    CHECK(audiences == std::vector<std::string>(2, "https://cds.example" + std::string(feedback_path)));
  }
  const auto kept = store::test::all_feedback(*keeper->store());
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].issuer == "https://ehr.example");
  CHECK(kept[0].tenant == "ward-7");
}

TEST_CASE("every judged order and every refused call is in the audit trail before its answer") {
  const store::test::Folder folder;
  const auto keeper = keeper_in(folder);
  const Running service({}, fixture_day, {}, keeper.get());
  const auto told = ask(service.port(), post(fixture("nsclc")));
  REQUIRE(told);
  auto kept = store::test::all_audit(*keeper->store());
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].time == store::test::noon_ish);
  CHECK(kept[0].request_id == told->headers.at("x-request-id"));
  CHECK(kept[0].status == 200);
  CHECK(kept[0].service == "prior-auth-order-sign");
  CHECK(kept[0].policy_id == "cigna-lumakras");
  CHECK(kept[0].drug == "sotorasib");
  CHECK(kept[0].verdict == "met");
  CHECK(kept[0].patient.size() == 64);
  CHECK(kept[0].request_digest == store::sha256(fixture("nsclc")));
  CHECK(kept[0].latency > 0us);
  REQUIRE(kept[0].cards.size() == 1);
  CHECK(kept[0].cards[0].uuid == first_card(told->body));
  CHECK_FALSE(kept[0].evidence.empty());
  CHECK(kept[0].criteria.size() > 5);

  CHECK(ask(service.port(), post("{}"))->status == 400);
  kept = store::test::all_audit(*keeper->store());
  REQUIRE(kept.size() == 2);
  CHECK(kept[1].status == 400);
  CHECK(kept[1].policy_id.empty());
  // Nothing to judge: nothing to tell.
  CHECK(ask(service.port(), post(R"({"hook":"order-sign","hookInstance":"h","context":
                                     {"patientId":"p","draftOrders":{}}})"))
            ->body == R"({"cards":[]})");
  CHECK(store::test::all_audit(*keeper->store()).size() == 2);
  CHECK(keeper->store()->verify().integrity == store::Integrity::intact);
}

TEST_CASE("advice goes out without its audit record and the log says so, unless records are required") {
  const bool required = GENERATE(false, true);
  const store::test::Folder folder;
  const auto faults = std::make_shared<store::test::Faults>();
  std::atomic<int> lost = 0;
  const auto keeper = faulty_keeper(folder, faults, required, [&] { ++lost; });
  http::Settings settings;
  std::mutex mutex;
  std::string log;
  settings.report = [&](const http::Served& served) {
    const std::lock_guard lock(mutex);
    log += http::line_of(http::event_of(served), {});
  };
  {
    const Running service(settings, fixture_day, {}, keeper.get());
    faults->held = true;
    const auto answer = ask(service.port(), post(fixture("nsclc")));
    faults->held = false;
    if (required) {
      check_try_later(answer);
    } else {
      REQUIRE(answer);
      CHECK(answer->status == 200);
      CHECK_FALSE(first_card(answer->body).empty());
    }
  }
  CHECK(lost == 1);
  CHECK(log.find("audit record not written: the store is busy") != std::string::npos);
  CHECK(log.find(R"("level":"warn")") != std::string::npos);
}

TEST_CASE("old records go while the service runs, and the log hears where the chain ends") {
  const store::test::Folder folder;
  const auto keeper = keeper_in(folder);
  store::AuditRecord old = store::test::audit(1);
  old.time = store::test::noon_ish - 24h * 11;
  store::FeedbackRecord said = store::test::feedback(1);
  said.received_at = store::test::noon_ish - 24h * 6;
  CHECK(store::test::put_one(*keeper->store(), old) == store::Put::stored);
  CHECK(store::test::put_one(*keeper->store(), said) == store::Put::stored);
  said.received_at = store::test::noon_ish - 24h * 4;
  said.card = "younger";
  CHECK(store::test::put_one(*keeper->store(), said) == store::Put::stored);
  const std::string told = upkeep_told(*keeper->store(), {5, 10});
  CHECK(told ==
        R"({"time":"1970-01-01T00:00:00.000Z","level":"info","event":"upkeep","feedback_purged":1,"audit_purged":1,)"
        R"("chain":"intact","head":")" +
            http::to_string(keeper->store()->verify().head) + "\"}\n");
  CHECK(store::test::all_audit(*keeper->store()).empty());
  REQUIRE(store::test::all_feedback(*keeper->store()).size() == 1);
  CHECK(store::test::all_feedback(*keeper->store())[0].card == "younger");
}

TEST_CASE("a chain that somebody touched is an error in the log, and a store that cannot be written a warning") {
  const store::test::Folder folder;
  const auto faults = std::make_shared<store::test::Faults>();
  const auto keeper = faulty_keeper(folder, faults, false);
  for (int i = 1; i <= 2; ++i)
    CHECK(store::test::put_one(*keeper->store(), store::test::audit(i)) == store::Put::stored);
  store::test::tamper(store::test::sqlite_in(folder).file, "update audit set body = '{}' where sequence = 2");
  const std::string broken = upkeep_told(*keeper->store(), {100, 100});
  CHECK(broken.find(R"("level":"error")") != std::string::npos);
  CHECK(broken.find(R"("chain":"altered","at":2)") != std::string::npos);
  CHECK(broken.find("head") == std::string::npos);

  faults->fail_statements = 1'000'000;
  const std::string away = upkeep_told(*keeper->store(), {100, 100});
  faults->fail_statements = 0;
  CHECK(away.find(R"("level":"warn")") != std::string::npos);
  CHECK(away.find(R"("reason":"old records could not be taken away","chain":"unreadable")") != std::string::npos);
}
