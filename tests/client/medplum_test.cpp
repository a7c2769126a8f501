// The whole way against a FHIR server that is not ours: a request without prefetch, the record in Medplum's repository.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "cds/order_sign.hpp"
#include "cds/policy/read_policy.hpp"
#include "fhir/client/servers.hpp"
#include "fhir/json/writer.hpp"

using namespace foresign;
namespace client = fhir::client;

namespace {

const std::string root = FORESIGN_SOURCE_DIR;
const std::string token = "medplum-token";
const std::vector<std::string> names = {"nsclc", "colorectal", "small-bowel", "ampullary", "pancreatic"};

std::string file_text(const std::string& path) {
  std::ifstream file(root + "/" + path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The server as a child process; it ends with its standard input.
class Medplum {
 public:
  Medplum() {
    std::vector<std::string> words = {"node", root + "/tests/npm/fhir_server.mjs", token};
    for (const std::string& name : names) words.push_back(root + "/fixtures/requests/" + name + ".json");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int in[2];
    int out[2];
    REQUIRE(::pipe2(in, O_CLOEXEC) == 0);
    REQUIRE(::pipe2(out, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    if (::posix_spawnp(&pid_, "node", &actions, nullptr, arguments.data(), environ) != 0) pid_ = -1;
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    hold_ = in[1];
    std::string line;
    for (char c = 0; !line.ends_with('\n') && ::read(out[0], &c, 1) == 1;) line += c;
    ::close(out[0]);
    if (line.starts_with("port ")) origin = "http://127.0.0.1:" + line.substr(5, line.size() - 6);
  }
  ~Medplum() {
    ::close(hold_);
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
  }
  Medplum(const Medplum&) = delete;
  Medplum& operator=(const Medplum&) = delete;

  std::string origin;  // empty: it could not be started

 private:
  pid_t pid_ = -1;
  int hold_ = -1;
};

const Library& library() {
  static const Library loaded = [] {
    auto codes = mapping::Terminology::load(root + "/mapping/terminology");
    auto policy = policy::read_policy(file_text("cds/policies/cigna-lumakras-2025-05-14.json"));
    REQUIRE(codes.value);
    REQUIRE(policy.value);
    return Library{policy::Catalogue({std::move(*policy.value)}), std::move(*codes.value)};
  }();
  return loaded;
}

// The determination of the only card, or why there is none.
std::string judged(const std::string& body, const CallBack& call_back) {
  const mapping::Day day{date::sys_days{date::year{2026} / 11 / 24}};
  const auto result = order_sign(
      body, library(), day, [] { return std::string("id"); }, call_back);
  if (const auto* refusal = std::get_if<Refusal>(&result)) return refusal->issues.at(0).message;
  const auto& cards = std::get<Answer>(result).response.cards;
  REQUIRE(cards.size() == 1);
  json::Writer writer;
  policy::write(writer, cards[0].determination);
  return writer.text();
}

// The request with an authorization and without what was sent along.
std::string stripped(const std::string& body, const std::string& base, const std::string& bearer) {
  const auto document = json::read(body);
  REQUIRE(document.value);
  json::Writer writer;
  writer.begin_object();
  for (const json::View member : document.value->root())
    if (member.key() != "prefetch" && member.key() != "fhirServer") writer.key(member.key()).copy(member);
  writer.member("fhirServer", base);
  writer.key("fhirAuthorization").begin_object();
  writer.member("access_token", bearer).member("token_type", "Bearer").key("expires_in").integer(300);
  writer.member("scope", "patient/*.rs").member("subject", "foresign");
  writer.end_object().end_object();
  return writer.text();
}

}  // namespace

TEST_CASE("a record in somebody else's FHIR server is judged as one that was sent along") {
  const char* complete = std::getenv("FORESIGN_COMPLETE");
  const bool must_run = complete != nullptr && std::string(complete) == "1";
  if (!must_run && !std::filesystem::exists(root + "/tests/npm/node_modules/@medplum/fhir-router")) {
    std::cout << "skipped: no Medplum; `npm ci` in tests/npm brings it\n";
    SUCCEED();
    return;
  }
  const Medplum medplum;
  if (!must_run && medplum.origin.empty()) {
    std::cout << "skipped: node could not start Medplum\n";
    SUCCEED();
    return;
  }
  REQUIRE_FALSE(medplum.origin.empty());

  std::vector<client::AllowedServer> allowed;
  for (const std::string& name : names) allowed.push_back({medplum.origin + "/" + name, true, true, false, ""});
  client::Limits limits;
  limits.deadline = std::chrono::seconds(20);  // JavaScript that was never run before, on a busy machine
  client::Servers servers(limits);
  const CallBack call_back = [&](const hooks::HookRequest& request) {
    REQUIRE(request.authorization);
    return servers.open(allowed, request.fhir_server, request.authorization->access_token.text(),
                        request.authorization->expires_in);
  };
  for (const std::string& name : names) {
    CAPTURE(name);
    const std::string body = file_text("fixtures/requests/" + name + ".json");
    CHECK(judged(stripped(body, medplum.origin + "/" + name, token), call_back) == judged(body, {}));
  }
  CHECK(judged(stripped(file_text("fixtures/requests/nsclc.json"), medplum.origin + "/nsclc", "another-token"),
               call_back) == "holds nothing of the patient's record (patient, conditions, observations, medications)");
}
