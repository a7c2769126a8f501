// `foresign serve` with clients that it knows: their tokens over a socket.
#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <string>

#include "tests/auth/signing.hpp"
#include "tests/auth/world.hpp"
#include "tests/http/process.hpp"
#include "tests/http/wire.hpp"
#include "tests/store/postgres_server.hpp"

using namespace foresign;
using signing::with;

namespace {

const std::string base = "https://foresign.example";

signing::Members claims_now(const std::string& token_id, const std::string& audience) {
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  signing::Members claims = with(signing::claims(), "iat", std::to_string(now));
  claims = with(claims, "exp", std::to_string(now + 300));
  claims = with(claims, "jti", '"' + token_id + '"');
  return with(claims, "aud", '"' + audience + '"');
}

std::string bearer(const std::string& token) {
  return "Authorization: Bearer " + token + "\r\n";
}

std::string discovery(const std::string& headers) {
  return "GET /cds-services HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

}  // namespace

TEST_CASE("serve answers known clients once for each token and tells the log why it refused others") {
  const wire::Folder folder;
  REQUIRE_FALSE(folder.write("keys.json", signing::key_set({signing::ec_signer().jwk("ec")})).empty());
  const std::string settings =
      folder.write("settings.json", R"({"port": 0, "public_url": ")" + base + R"(", "clients": [{"issuer": ")" +
                                        std::string(signing::issuer) + R"(", "jku": ")" + std::string(signing::jku) +
                                        R"(", "keys_file": "keys.json"}]})");
  wire::Process service(folder, wire::foresign_program(), {"serve", "--config", settings, "--day", "2026-11-24"});
  const int port = service.port();
  REQUIRE(port != 0);

  const std::string to_discover = signing::token(signing::header(), claims_now("t-1", base + "/cds-services"));
  CHECK(wire::ask(port, discovery(bearer(to_discover)))->status == 200);
  CHECK(wire::ask(port, discovery(bearer(to_discover)))->status == 401);
  CHECK(wire::ask(port, discovery(""))->status == 401);

  const std::string endpoint = base + std::string(wire::service_path);
  const std::string body = wire::fixture("nsclc");
  const auto post_with = [&](const std::string& token) { return wire::ask(port, wire::post(body, bearer(token))); };
  const auto served = post_with(signing::token(signing::header(), claims_now("t-2", endpoint)));
  CHECK(served->status == 200);
  CHECK(served->body.find("criteria met for Non-Small Cell Lung Cancer") != std::string::npos);
  CHECK(post_with(signing::token(signing::header(), claims_now("t-3", base + "/cds-services")))->status == 401);
  std::string forged = signing::token(signing::header(), claims_now("t-4", endpoint));
  forged[forged.size() - 20] = forged[forged.size() - 20] == 'A' ? 'B' : 'A';
  CHECK(post_with(forged)->status == 401);
  const auto say_with = [&](const std::string& token) {
    return wire::ask(port, wire::post_feedback(R"({"feedback": [{"card": "card-1", "outcome": "overridden",
                           "outcomeTimestamp": "2026-11-24T10:00:00Z"}]})",
                                               token.empty() ? token : bearer(token)))
        ->status;
  };
  const std::string to_say = base + std::string(wire::feedback_path);
  CHECK(say_with("") == 401);
  CHECK(say_with(signing::token(signing::header(), claims_now("t-5", endpoint))) == 401);
  CHECK(say_with(signing::token(signing::header(), claims_now("t-6", to_say))) == 200);
  CHECK(say_with(signing::token(signing::header(), claims_now("t-6", to_say))) == 401);
  CHECK(post_with(signing::token(signing::header(), claims_now("t-7", to_say)))->status == 401);
  CHECK(wire::ask(port, wire::get("/health"))->status == 200);
  CHECK(wire::ask(port, wire::get("/cds-services", "OPTIONS"))->status == 204);

  service.signal(SIGTERM);
  CHECK(service.wait() == 0);
  const std::string log = service.err();
  for (const auto reason :
       {auth::Rejection::replayed, auth::Rejection::missing, auth::Rejection::audience, auth::Rejection::signature}) {
    CAPTURE(log, auth::describe(reason));
    CHECK(log.find(R"("status":401,)") != std::string::npos);
    CHECK(log.find(R"("reason":")" + std::string(auth::describe(reason)) + '"') != std::string::npos);
  }
  CHECK(log.find(R"("status":200,)") < log.find(R"("issuer":")" + std::string(signing::issuer) + '"'));
  CHECK(log.find(to_discover) == std::string::npos);
  CHECK(log.find(to_discover.substr(to_discover.size() - 40)) == std::string::npos);
  CHECK(log.find("eyJ") == std::string::npos);
}

TEST_CASE("two instances with one PostgreSQL know each other's tokens, feedback and audit trail") {
  auto* postgres = store::test::postgres_server();
  if (postgres == nullptr) return;
  const wire::Folder folder;
  REQUIRE_FALSE(folder.write("keys.json", signing::key_set({signing::ec_signer().jwk("ec")})).empty());
  REQUIRE_FALSE(folder.write("patient.key", std::string(32, 'k')).empty());
  std::filesystem::permissions(folder.path() / "patient.key", std::filesystem::perms::owner_read);
  const std::string settings = folder.write(
      "settings.json", R"({"port": 0, "public_url": ")" + base + R"(", "store": {"postgres": ")" +
                           postgres->fresh_schema() +
                           R"("}, "audit": {"patient_key_file": "patient.key"}, "clients": [{"issuer": ")" +
                           std::string(signing::issuer) + R"(", "jku": ")" + std::string(signing::jku) +
                           R"(", "keys_file": "keys.json"}]})");
  const wire::Folder folders[2];
  wire::Process one(folders[0], wire::foresign_program(), {"serve", "--config", settings, "--day", "2026-11-24"});
  REQUIRE(one.port() != 0);
  wire::Process two(folders[1], wire::foresign_program(), {"serve", "--config", settings, "--day", "2026-11-24"});
  REQUIRE(two.port() != 0);

  const std::string endpoint = base + std::string(wire::service_path);
  const auto post_to = [&](const wire::Process& service, const std::string& token_id) {
    const std::string token = signing::token(signing::header(), claims_now(token_id, endpoint));
    return wire::ask(service.port(), wire::post(wire::fixture("nsclc"), bearer(token)));
  };
  const auto told = post_to(one, "t-1");
  REQUIRE(told);
  CHECK(told->status == 200);
  CHECK(post_to(two, "t-1")->status == 401);
  CHECK(post_to(two, "t-2")->status == 200);
  CHECK(post_to(one, "t-2")->status == 401);

  const std::string mark = R"("uuid":")";
  const std::string card = told->body.substr(told->body.find(mark) + mark.size(), 36);
  const std::string to_say =
      signing::token(signing::header(), claims_now("t-3", base + std::string(wire::feedback_path)));
  CHECK(wire::ask(two.port(), wire::post_feedback(R"({"feedback": [{"card": ")" + card + R"(", "outcome": "overridden",
                      "outcomeTimestamp": "2026-11-24T10:00:00Z"}]})",
                                                  bearer(to_say)))
            ->status == 200);
  wire::Process story(folder, wire::foresign_program(), {"audit", "show", card, "--config", settings});
  CHECK(story.wait() == 0);
  CHECK(story.out().find("outcome         overridden") != std::string::npos);
  wire::Process verified(folder, wire::foresign_program(), {"audit", "verify", "--config", settings});
  CHECK(verified.wait() == 0);
  CHECK(verified.out().starts_with("the audit trail is intact: 2 entries from 1 on\n"));

  // Nobody is let in on the strength of a token that cannot be looked up.
  postgres->stop_at_once();
  const auto away = post_to(one, "t-4");
  postgres->start();
  REQUIRE(away);
  CHECK(away->status == 401);
  CHECK(wire::ask(one.port(), wire::get("/health"))->status == 200);

  for (wire::Process* service : {&one, &two}) {
    service->signal(SIGTERM);
    CHECK(service->wait() == 0);
  }
  CHECK(two.err().find(std::string(auth::describe(auth::Rejection::replayed))) != std::string::npos);
  CHECK(one.err().find(std::string(auth::describe(auth::Rejection::no_room))) != std::string::npos);
}

TEST_CASE("serve refuses clients that make no sense and starts while keys cannot be had") {
  const wire::Folder folder;
  const std::string head = R"({"port": 0, "public_url": ")" + base + R"(", "clients": [)";
  const std::string twice = R"({"issuer": "https://ehr.example", "keys_url": "https://ehr.example/keys"})";
  wire::Process refused(folder, wire::foresign_program(),
                        {"serve", "--config", folder.write("twice.json", head + twice + "," + twice + "]}")});
  CHECK(refused.wait() == 1);
  CHECK(refused.err().find("clients[1].issuer") != std::string::npos);

  const wire::Folder other;
  // Nobody listens on port 1 of this machine.
  const std::string away = R"({"issuer": "https://ehr.example", "keys_url": "https://127.0.0.1:1/keys"}]})";
  wire::Process service(other, wire::foresign_program(), {"serve", "--config", other.write("away.json", head + away)});
  REQUIRE(service.port() != 0);
  CHECK(wire::ask(service.port(), discovery(bearer(signing::token(signing::header(), claims_now("t-1", base)))))
            ->status == 401);
  service.signal(SIGTERM);
  CHECK(service.wait() == 0);
  CHECK(service.err().find(R"("event":"keys","issuer":"https://ehr.example","reason":")") != std::string::npos);
}
