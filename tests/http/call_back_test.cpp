// `foresign serve` with a FHIR server that it may ask: over sockets, both ways.
#include <httplib.h>
#include <signal.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <thread>

#include "fhir/json/document.hpp"
#include "tests/http/process.hpp"
#include "tests/http/wire.hpp"
#include "tests/support/tree.hpp"

using namespace foresign;
using tree::Tree;

namespace {

const std::string token = "very-secret-token-4711";

// A FHIR server that holds what the fixture sends along, and answers whoever shows the token.
class RecordServer {
 public:
  explicit RecordServer(const Tree& request) {
    for (const auto& [key, value] : request.member("prefetch")->members) {
      const bool is_patient = key == "patient";
      const std::string type = is_patient ? "Patient" : type_of(key);
      server_.Get("/r4/" + type + (is_patient ? "/.*" : ""),
                  [this, body = tree::write(value)](const httplib::Request& asked, httplib::Response& response) {
                    ++calls;
                    if (asked.get_header_value("Authorization") != "Bearer " + token) {
                      response.status = 401;
                      return;
                    }
                    response.set_content(body, "application/fhir+json");
                  });
    }
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~RecordServer() {
    server_.stop();
    thread_.join();
  }
  RecordServer(const RecordServer&) = delete;
  RecordServer& operator=(const RecordServer&) = delete;

  [[nodiscard]] std::string base() const { return "http://127.0.0.1:" + std::to_string(port_) + "/r4"; }
  std::atomic<int> calls = 0;

 private:
  // `medicationRequests` -> `MedicationRequest`, `allergies` -> `AllergyIntolerance`
  static std::string type_of(std::string key) {
    if (key == "allergies") return "AllergyIntolerance";
    key[0] = static_cast<char>(key[0] - 'a' + 'A');
    if (key.ends_with('s')) key.pop_back();
    return key;
  }

  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

void erase_member(Tree& object, std::string_view name) {
  std::erase_if(object.members, [&](const auto& member) { return member.name == name; });
}

// The same request of an EHR that sends nothing along but the way to its FHIR server.
std::string asking_back(const Tree& request, const std::string& base) {
  Tree bare = request;
  for (const char* name : {"prefetch", "fhirServer", "fhirAuthorization"}) erase_member(bare, name);
  bare.members.push_back({"fhirServer", tree::parse('"' + base + '"')});
  bare.members.push_back(
      {"fhirAuthorization",
       tree::parse(R"({"access_token": ")" + token +
                   R"(", "token_type": "Bearer", "expires_in": 300, "scope": "user/*.rs", "subject": "foresign"})")});
  return tree::write(bare);
}

}  // namespace

TEST_CASE("serve fetches what was not sent along from an allowed server, anew with every call, and keeps no token") {
  const Tree request = tree::parse(wire::fixture("nsclc"));
  RecordServer record(request);
  const wire::Folder folder;
  const std::string settings =
      folder.write("settings.json", R"({"port": 0, "fhir_servers": [{"base_url": ")" + record.base() +
                                        R"(", "allow_http": true, "allow_private": true}]})");
  wire::Process service(folder, wire::foresign_program(), {"serve", "--config", settings, "--day", "2026-11-24"});
  const int port = service.port();
  REQUIRE(port != 0);
  const std::string body = asking_back(request, record.base());
  const auto first = wire::ask(port, wire::post(body));
  REQUIRE(first);
  CHECK(first->status == 200);
  CHECK(first->body.find("criteria met for Non-Small Cell Lung Cancer") != std::string::npos);
  const int asked_once = record.calls;
  CHECK(asked_once >= 8);
  const auto second = wire::ask(port, wire::post(body));
  CHECK(wire::without_ids(second->body) == wire::without_ids(first->body));
  CHECK(record.calls == 2 * asked_once);
  service.signal(SIGTERM);
  CHECK(service.wait() == 0);
  CHECK(service.err().find(token) == std::string::npos);
}

TEST_CASE("serve asks nobody whom the configuration does not name") {
  const Tree request = tree::parse(wire::fixture("nsclc"));
  RecordServer record(request);
  const wire::Folder folder;
  wire::Process service(folder, wire::foresign_program(), {"serve", "--port", "0", "--day", "2026-11-24"});
  REQUIRE(service.port() != 0);
  const auto answer = wire::ask(service.port(), wire::post(asking_back(request, record.base())));
  REQUIRE(answer);
  CHECK(answer->status == 412);
  CHECK(answer->body.find(token) == std::string::npos);
  CHECK(record.calls == 0);
}
