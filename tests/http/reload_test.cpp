// `foresign serve` told to read its files again (SIGHUP), over the real program.
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "fhir/json/document.hpp"
#include "tests/auth/signing.hpp"
#include "tests/auth/world.hpp"
#include "tests/http/process.hpp"
#include "tests/http/wire.hpp"

using namespace foresign;
using namespace std::chrono_literals;
using signing::with;

namespace {

namespace fs = std::filesystem;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

// A service over a copy of the data folder, whose files a test may change.
class Reloadable {
 public:
  explicit Reloadable(const std::string& settings = R"({"port": 0})")
      : data_(copied(folder_)),
        settings_(folder_.write("settings.json", settings)),
        process_(folder_, wire::foresign_program(),
                 {"serve", "--config", settings_, "--data", data_, "--day", "2026-11-24"}),
        port_(process_.port()) {
    REQUIRE(port_ != 0);
  }

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] pid_t id() const { return process_.id(); }
  [[nodiscard]] const wire::Folder& folder() const { return folder_; }
  [[nodiscard]] std::string file(const std::string& name) const { return data_ + '/' + name; }
  [[nodiscard]] std::string log() const { return process_.err(); }
  void change(const std::string& name, std::string_view from, std::string_view to) const {
    put(file(name), replaced(wire::text_of(file(name)), from, to));
  }
  void configure(std::string_view text) const { put(settings_, text); }

  // Sends SIGHUP and waits until the log tells how it went.
  void reload() const {
    const std::size_t before = reloads();
    process_.signal(SIGHUP);
    for (int i = 0; i < 2000 && reloads() == before; ++i) std::this_thread::sleep_for(10ms);
    REQUIRE(reloads() > before);
  }
  void end() {
    process_.signal(SIGTERM);
    CHECK(process_.wait() == 0);
  }
  [[nodiscard]] std::string judged() const {
    const auto answer = wire::ask(port_, wire::post(wire::fixture("nsclc")));
    REQUIRE(answer);
    CHECK(answer->status == 200);
    return wire::without_ids(answer->body);
  }
  [[nodiscard]] std::string got(std::string_view path) const {
    const auto answer = wire::ask(port_, wire::get(path));
    REQUIRE(answer);
    return answer->body;
  }

 private:
  static std::string copied(const wire::Folder& folder) {
    const fs::path to = folder.path() / "data";
    fs::copy(fs::path(FORESIGN_BINARY_DIR) / "data", to, fs::copy_options::recursive);
    return to.string();
  }
  // In one step, as docs/operating.md advises: no reader sees half of a file.
  static void put(const std::string& file, std::string_view text) {
    std::ofstream(file + ".new", std::ios::binary) << text;
    fs::rename(file + ".new", file);
  }
  // Counted by the service itself: the last thing that a reload does, whatever came of it.
  [[nodiscard]] std::size_t reloads() const {
    const std::string text = got("/metrics");
    std::size_t sum = 0;
    for (const std::string result : {"ok", "refused"}) {
      const std::string series = R"(foresign_reloads_total{result=")" + result + "\"} ";
      sum += std::stoul(text.substr(text.find(series) + series.size()));
    }
    return sum;
  }

  wire::Folder folder_;
  std::string data_;
  std::string settings_;
  wire::Process process_;
  int port_;
};

const std::string policy_file = "policies/cigna-lumakras-2025-05-14.json";

std::string digest_in(const std::string& text) {
  const std::size_t at = text.find("sha256:");
  return at == std::string::npos ? "" : text.substr(at, 71);
}

const std::string base = "https://foresign.example";

std::string with_clients(const std::string& clients) {
  return R"({"port": 0, "public_url": ")" + base + R"(", "clients": [)" + clients + "]}";
}

std::string discovery_as_client(const std::string& token_id) {
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  signing::Members claims = with(signing::claims(), "iat", std::to_string(now.count()));
  claims = with(claims, "exp", std::to_string(now.count() + 300));
  claims = with(claims, "jti", '"' + token_id + '"');
  claims = with(claims, "aud", '"' + base + "/cds-services\"");
  return "GET /cds-services HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
         signing::token(signing::header(), claims) + "\r\n\r\n";
}

}  // namespace

TEST_CASE("a changed policy is in force after a reload, in answers, health and metrics") {
  Reloadable service;
  const std::string before = service.judged();
  service.change(policy_file, "\"title\": \"Non-Small Cell Lung Cancer (NSCLC)\"",
                 "\"title\": \"Lung Cancer, renamed\"");
  CHECK(service.judged() == before);
  service.reload();
  const std::string after = service.judged();
  CHECK(after.find("Lung Cancer, renamed") != std::string::npos);
  CHECK(digest_in(after) != digest_in(before));
  CHECK(digest_in(service.got("/health")) == digest_in(after));
  CHECK(service.got("/metrics").find(digest_in(after)) != std::string::npos);
  CHECK(service.got("/metrics").find(digest_in(before)) == std::string::npos);
  service.end();
  CHECK(service.log().find(R"("event":"reload","policies":1})") != std::string::npos);
}

TEST_CASE("changed code tables are in force after a reload") {
  Reloadable service;
  const std::string before = service.judged();
  // Without its rows no ICD-10-CM code is lung cancer any more.
  std::string kept;
  std::ifstream table(service.file("terminology/diagnoses.tsv"));
  for (std::string line; std::getline(table, line);)
    if (line.find("C34") == std::string::npos) kept += line + '\n';
  std::ofstream(service.file("terminology/diagnoses.tsv")) << kept;
  service.reload();
  CHECK(service.log().find("reload refused") == std::string::npos);
  CHECK(service.judged() != before);
  CHECK(digest_in(service.judged()) == digest_in(before));
}

TEST_CASE("a broken set is refused with every problem named, and the old one serves on") {
  Reloadable service;
  const std::string before = service.judged();
  service.change(policy_file, R"("sotorasib")", R"("sotorasibb")");
  std::ofstream(service.file("terminology/drugs.tsv"), std::ios::app) << "nonsense\n";
  service.configure(R"({"port": 0, "thraeds": 4})");
  service.reload();
  CHECK(service.judged() == before);
  CHECK(service.got("/metrics").find("foresign_reloads_total{result=\"refused\"} 1\n") != std::string::npos);
  const std::string log = service.log();
  CAPTURE(log);
  const auto refused_for = [&](const std::string& problem) {
    const std::size_t at = log.find(problem);
    return at != std::string::npos &&
           log.rfind(R"("level":"error","event":"reload refused","problem":")", at) > log.rfind('\n', at);
  };
  CHECK(refused_for("thraeds"));
  CHECK(refused_for("drugs.tsv"));
  CHECK(log.find(R"("event":"reload","policies")") == std::string::npos);
}

TEST_CASE("clients that are added are known after a reload, and those that are gone are not") {
  const std::string ours = R"({"issuer": ")" + std::string(signing::issuer) + R"(", "jku": ")" +
                           std::string(signing::jku) + R"(", "keys_file": "keys.json"})";
  const std::string other = R"({"issuer": "https://other.example", "keys_file": "keys.json"})";
  Reloadable service;
  REQUIRE_FALSE(service.folder().write("keys.json", signing::key_set({signing::ec_signer().jwk("ec")})).empty());
  const auto status = [&](const std::string& token_id) {
    return wire::ask(service.port(), discovery_as_client(token_id))->status;
  };
  CHECK(wire::ask(service.port(), wire::get("/cds-services"))->status == 200);

  service.configure(with_clients(other));
  service.reload();
  CHECK(wire::ask(service.port(), wire::get("/cds-services"))->status == 401);
  CHECK(status("t-1") == 401);

  service.configure(with_clients(other + "," + ours));
  service.reload();
  CHECK(status("t-2") == 200);
  CHECK(status("t-2") == 401);  // a token that was used stays used
  service.reload();
  CHECK(status("t-2") == 401);
  CHECK(status("t-3") == 200);

  service.configure(with_clients(other));
  service.reload();
  CHECK(status("t-4") == 401);
  const std::string metrics = service.got("/metrics");
  CHECK(metrics.find("foresign_rejections_total{reason=\"" +
                     std::string(auth::describe(auth::Rejection::unknown_issuer)) + "\"} 2\n") != std::string::npos);
  CHECK(metrics.find(signing::issuer) == std::string::npos);
}

TEST_CASE("settings change with a reload, but for those that need a restart, which the log names") {
  Reloadable service;
  const auto origin = [&] {
    return wire::ask(service.port(), wire::get("/health"))->headers.at("access-control-allow-origin");
  };
  CHECK(origin() == "*");
  const auto etag = [&] { return wire::ask(service.port(), wire::get("/cds-services"))->headers.at("etag"); };
  const std::string before = etag();
  CHECK(service.log().find("/health") == std::string::npos);
  service.configure(R"({"host": "127.0.0.2", "port": 1, "threads": 5, "max_body_bytes": 1024, "allow_origins": ["*"],
                        "discovery_versions": true, "log_level": "debug"})");
  service.reload();
  CHECK(etag() != before);
  CHECK(service.got("/cds-services").find("hookVersion") != std::string::npos);
  CHECK(wire::ask(service.port(), wire::post(std::string(1025, ' ')))->status == 413);
  CHECK(wire::ask(service.port(), wire::get("/health"))->status == 200);
  const auto named = [&](const std::string& key) {
    return service.log().find(R"("level":"warn","event":"setting needs a restart","setting":")" + key + "\"}") !=
           std::string::npos;
  };
  for (const std::string key : {"host", "port", "threads"}) {
    CAPTURE(key);
    CHECK(named(key));
  }
  CHECK_FALSE(named("max_body_bytes"));
  CHECK_FALSE(named("tls"));
  CHECK(service.log().find(R"("level":"debug","event":"request")") != std::string::npos);

  // The other way round: what was let through before is more than what is now.
  service.configure(R"({"port": 0, "max_body_bytes": 2048})");
  service.reload();
  CHECK(wire::ask(service.port(), wire::post(std::string(1025, ' ')))->status == 400);
}

TEST_CASE("a service that others can reach does not take settings that would open it") {
  wire::Folder keys;
  const std::string file = keys.write("keys.json", signing::key_set({signing::ec_signer().jwk("ec")}));
  const std::string open = R"({"host": "0.0.0.0", "port": 0, "behind_tls_proxy": true, "public_url": ")" + base +
                           R"(", "metrics": true, "clients": [{"issuer": "https://ehr.example", "keys_file": ")" +
                           file + R"("}]})";
  Reloadable service(open);
  CHECK(wire::ask(service.port(), wire::get("/cds-services"))->status == 401);
  // Fit for a start on this machine alone, which is not where the service listens.
  service.configure(R"({"port": 0, "metrics": true})");
  service.reload();
  CHECK(wire::ask(service.port(), wire::get("/cds-services"))->status == 401);
  CHECK(service.log().find("without client authentication") != std::string::npos);
}

TEST_CASE("under load no request fails, and every answer is wholly of one generation") {
  Reloadable service;
  const std::string body = wire::post(wire::fixture("nsclc"));
  std::set<std::string> allowed = {service.judged()};
  std::atomic<bool> ending = false;
  std::atomic<int> failed = 0;
  std::mutex mutex;
  std::set<std::string> seen;
  std::size_t answers = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i)
    callers.emplace_back([&] {
      wire::Client client(service.port());
      while (!ending) {
        client.send(body);
        const auto answer = client.read();
        if (!answer || answer->status != 200) {
          ++failed;
          return;
        }
        const std::lock_guard lock(mutex);
        seen.insert(wire::without_ids(answer->body));
        ++answers;
      }
    });
  // The title stands on the card, the digest in the determination: a mixture shows.
  std::string title = "Non-Small Cell Lung Cancer (NSCLC)";
  for (const std::string next : {"Lung A", "Lung B", "Lung C", "Lung D", "Lung E"}) {
    service.change(policy_file, R"("title": ")" + title + '"', R"("title": ")" + next + '"');
    title = next;
    service.reload();
    allowed.insert(service.judged());
  }
  ending = true;
  for (std::thread& caller : callers) caller.join();
  CHECK(failed == 0);
  CHECK(answers > 20);
  CHECK(allowed.size() == 6);
  CHECK(seen.size() > 1);
  for (const std::string& answer : seen) {
    CAPTURE(digest_in(answer));
    CHECK(allowed.contains(answer));
  }
  service.end();
}

TEST_CASE("the service leaves no core and no file that others may read") {
  Reloadable service;
  const std::string limits = wire::text_of("/proc/" + std::to_string(service.id()) + "/limits");
  const std::string status = wire::text_of("/proc/" + std::to_string(service.id()) + "/status");
  std::string core = limits.substr(limits.find("Max core file size"), 60);
  core.erase(std::unique(core.begin(), core.end(), [](char a, char b) { return a == ' ' && b == ' '; }), core.end());
  CHECK(core.starts_with("Max core file size 0 0 "));
  CHECK(status.find("Umask:\t0077\n") != std::string::npos);
  // Not dumpable: what /proc tells of it is root's.
  if (::getuid() == 0) return;
  struct stat about {};
  REQUIRE(::stat(("/proc/" + std::to_string(service.id()) + "/environ").c_str(), &about) == 0);
  CHECK(about.st_uid == 0);
}
