// The program as it is called from a shell.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "fhir/json/document.hpp"
#include "tests/http/process.hpp"
#include "tests/http/tls_client.hpp"
#include "tests/http/wire.hpp"

using namespace foresign;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

const std::string program = wire::foresign_program();
const std::string requests = std::string(FORESIGN_SOURCE_DIR) + "/fixtures/requests/";

struct Ran {
  int code;
  std::string out;
  std::string err;
};

Ran run(const std::vector<std::string>& arguments, const std::string& input = "/dev/null") {
  const wire::Folder folder;
  wire::Process process(folder, program, arguments, input);
  const int code = process.wait();
  return {code, process.out(), process.err()};
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("the program tells its version and its commands") {
  CHECK(run({"--version"}).out == "foresign " FORESIGN_VERSION "\n");
  const Ran help = run({"help"});
  CHECK(help.code == 0);
  for (const std::string command : {"serve", "judge", "check", "help"}) {
    CAPTURE(command);
    CHECK(help.out.find(command) != std::string::npos);
  }
  const Ran topic = run({"help", "judge"});
  CHECK(topic.code == 0);
  CHECK(topic.out.find("--format") != std::string::npos);
}

TEST_CASE("what the command line does not understand is one line and exit code 2") {
  const auto arguments = GENERATE(values<std::vector<std::string>>({
      {"jugde"},
      {"judge"},
      {"judge", "a.json", "--format", "xml"},
      {"judge", "a.json", "--day", "yesterday"},
      {"judge", "a.json", "--day", "2026-02-30"},
      {"judge", "a.json", "--day", "2026-02"},
      {"serve", "--port", "99999"},
      {"serve", "--day", "order"},
      {"help", "jugde"},
  }));
  CAPTURE(arguments);
  const Ran ran = run(arguments);
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  CHECK(lines_in(ran.err) == 1);
  CHECK(ran.err.starts_with("foresign: "));
}

TEST_CASE("judge prints a checklist that names the verdict without colour when not on a terminal") {
  const Ran ran = run({"judge", requests + "nsclc.json", "--day", "2026-11-24"});
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  CHECK(ran.out.find("Non-Small Cell Lung Cancer") != std::string::npos);
  CHECK(ran.out.find('\x1b') == std::string::npos);
}

TEST_CASE("judge prints the determinations as a list") {
  const Ran ran = run({"judge", requests + "nsclc.json", "--day", "2026-11-24", "--format", "json"});
  CHECK(ran.code == 0);
  const auto document = json::read(ran.out);
  REQUIRE(document.value);
  const json::View first = document.value->root()[0];
  CHECK(document.value->root().size() == 1);
  CHECK(first["drug"].string() == "sotorasib");
  CHECK(first["day"].string() == "2026-11-24");
  CHECK(first["indications"].size() == 5);
}

TEST_CASE("judge reads standard input and prints the very body of the service") {
  const Ran ran = run({"judge", "-", "--day", "2026-11-24", "--format", "response"}, requests + "colorectal.json");
  CHECK(ran.code == 0);
  const wire::Running service;
  const auto answer = wire::ask(service.port(), wire::post(wire::fixture("colorectal")));
  REQUIRE(answer);
  CHECK(wire::without_ids(ran.out) == wire::without_ids(answer->body) + "\n");
}

TEST_CASE("rule 2.5: judge takes the day of the order when asked to") {
  const Ran ran = run({"judge", requests + "nsclc.json", "--day", "order", "--format", "json"});
  CHECK(ran.code == 0);
  CHECK(json::read(ran.out).value->root()[0]["day"].string() == "2026-11-24");
}

TEST_CASE("judge says so when there is nothing to judge") {
  const wire::Folder folder;
  const std::string file = folder.write(
      "none.json", R"({"hook":"order-sign","hookInstance":"h","context":{"patientId":"p","draftOrders":{}}})");
  const Ran text = run({"judge", file});
  CHECK(text.code == 0);
  CHECK(text.out == "No order of a drug with a policy was found: nothing to judge.\n");
  const Ran list = run({"judge", file, "--format", "json"});
  CHECK(list.code == 0);
  CHECK(list.out == "[]\n");
  CHECK(run({"judge", file, "--format", "response"}).out == "{\"cards\":[]}\n");
}

TEST_CASE("judge refuses an unusable request with one line and exit code 2") {
  const wire::Folder folder;
  const auto [what, text, says] = GENERATE(table<std::string, std::string, std::string>({
      {"no JSON", "hello", "request.json: "},
      {"no context", R"({"hook":"order-sign","hookInstance":"h"})", "context: is missing"},
      {"no record",
       R"({"hook":"order-sign","hookInstance":"h","context":{"patientId":"p","draftOrders":{"entry":[{"resource":
         {"resourceType":"MedicationRequest","status":"draft","intent":"order","medicationCodeableConcept":{"text":"Lumakras"}}}]}}})",
       "nothing of the patient's record"},
  }));
  CAPTURE(what);
  const Ran ran = run({"judge", folder.write("request.json", text)});
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  CHECK(lines_in(ran.err) == 1);
  CHECK(ran.err.find(says) != std::string::npos);
}

TEST_CASE("judge names a file that cannot be read") {
  const Ran ran = run({"judge", "/nowhere/request.json"});
  CHECK(ran.code == 2);
  CHECK(ran.err == "foresign: /nowhere/request.json: cannot be read: No such file or directory\n");
}

TEST_CASE("without a data folder nothing is judged or served") {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"judge", requests + "nsclc.json", "--data", "/nowhere"}, {"serve", "--port", "0", "--data", "/nowhere"}}) {
    const Ran ran = run(arguments);
    CHECK(ran.code == 1);
    CHECK(ran.err.find("/nowhere/policies") != std::string::npos);
  }
}

TEST_CASE("a reader who goes away does not crash the program") {
  FILE* pipe = ::popen(
      ("exec 3>&1; ( '" + program + "' judge '" + requests + "nsclc.json' --format json; echo $? >&3 ) | true").c_str(),
      "r");
  REQUIRE(pipe != nullptr);
  char line[16] = {};
  CHECK(::fgets(line, sizeof line, pipe) != nullptr);
  ::pclose(pipe);
  CHECK(std::string(line) == "0\n");
}

TEST_CASE("the shipped data passes its check") {
  const Ran ran = run({"check"});
  CHECK(ran.code == 0);
  CHECK(ran.out.find("no problem found") != std::string::npos);
}

TEST_CASE("check finds out what a file is and names each problem with its place") {
  const wire::Folder folder;
  const std::string data = std::string(FORESIGN_BINARY_DIR) + "/data/";
  std::string policy = wire::text_of(data + "policies/cigna-lumakras-2025-05-14.json");
  std::string table = wire::text_of(data + "terminology/tests.tsv");
  REQUIRE_FALSE(policy.empty());
  REQUIRE_FALSE(table.empty());

  SECTION("files without problems") {
    const Ran ran = run({"check", folder.write("a-policy.json", policy), folder.write("tests.tsv", table),
                         folder.write("settings.json", R"({"port": 80})")});
    CAPTURE(ran.out);
    CHECK(ran.code == 0);
    CHECK(lines_in(ran.out) == 3);
  }
  SECTION("a policy with a misspelt key") {
    policy.replace(policy.find("\"payer\""), 7, "\"payre\"");
    const std::string file = folder.write("a-policy.json", policy);
    const Ran ran = run({"check", file});
    CAPTURE(ran.out);
    CHECK(ran.code == 1);
    CHECK(ran.out.find(file + ": unknown key `payre`, did you mean `payer`") != std::string::npos);
  }
  SECTION("a policy about a drug without codes") {
    const std::size_t at = policy.find("\"sotorasib\"");
    REQUIRE(at != std::string::npos);
    policy.replace(at, 11, "\"sotorasip\"");
    const std::string file = folder.write("a-policy.json", policy);
    const Ran ran = run({"check", file});
    CAPTURE(ran.out);
    CHECK(ran.code == 1);
    CHECK(ran.out.find("`sotorasip`") != std::string::npos);
  }
  SECTION("a table with a broken row") {
    const std::string file = folder.write("tests.tsv", table + "one cell\n");
    const Ran ran = run({"check", file});
    CAPTURE(ran.out);
    CHECK(ran.code == 1);
    CHECK(ran.out.find(file + ": line " + std::to_string(lines_in(table) + 1) + ": ") == 0);
  }
  SECTION("a table of an unknown name") {
    CHECK(run({"check", folder.write("colours.tsv", table)}).code == 1);
  }
  SECTION("a configuration with a misspelt key") {
    const std::string file = folder.write("settings.json", R"({"prot": 80})");
    const Ran ran = run({"check", file});
    CHECK(ran.code == 1);
    CHECK(ran.out == file + ": prot: unknown key `prot`, did you mean `port`\n");
  }
  SECTION("a configuration whose files are there") {
    REQUIRE_FALSE(folder.write("keys.json", "{}").empty());
    const std::string file = folder.write("settings.json", R"({"public_url": "https://cds.example",
                                          "clients": [{"issuer": "i", "keys_file": "keys.json"}]})");
    const Ran ran = run({"check", file});
    CHECK(ran.out == file + ": no problem found\n");
    CHECK(ran.code == 0);
  }
  SECTION("a configuration that names a file that is not there") {
    const std::string file = folder.write("settings.json", R"({"fhir_servers": [
        {"base_url": "https://fhir.example", "ca_file": "authorities.pem"}]})");
    const Ran ran = run({"check", file});
    CHECK(ran.code == 1);
    CHECK(ran.out == file + ": fhir_servers[0].ca_file: `" + (folder.path() / "authorities.pem").string() +
                         "` cannot be read: No such file or directory\n");
  }
  SECTION("a configuration that the service would refuse") {
    const std::string file = folder.write("settings.json", R"({"host": "0.0.0.0"})");
    const Ran ran = run({"check", file});
    CHECK(ran.code == 1);
    CHECK(ran.out.starts_with(file + ": the service will not listen on 0.0.0.0 without client authentication"));
  }
  SECTION("no JSON") {
    CHECK(run({"check", folder.write("settings.json", "{")}).code == 1);
  }
  SECTION("a file that is not there") {
    CHECK(run({"check", "/nowhere/a.json"}).out == "/nowhere/a.json: cannot be read: No such file or directory\n");
  }
}

TEST_CASE("beyond loopback serve refuses and says what to do") {
  const Ran ran = run({"serve", "--host", "0.0.0.0", "--port", "0"});
  CHECK(ran.code == 1);
  CHECK(lines_in(ran.err) == 1);
  CHECK(ran.err.find("--insecure-no-auth") != std::string::npos);
  CHECK(ran.out.empty());
}

TEST_CASE("with the explicit flag serve listens beyond loopback") {
  const wire::Folder folder;
  wire::Process service(folder, program, {"serve", "--host", "0.0.0.0", "--port", "0", "--insecure-no-auth"});
  CHECK(wire::ask(service.port(), wire::get("/health"))->status == 200);
  service.signal(SIGTERM);
  CHECK(service.wait() == 0);
}

TEST_CASE("serve reads its configuration and the command line wins over it") {
  const wire::Folder folder;
  const std::string settings =
      folder.write("settings.json", R"({"host": "0.0.0.0", "port": 1, "max_body_bytes": 1024})");
  wire::Process service(folder, program, {"serve", "--config", settings, "--host", "127.0.0.1", "--port", "0"});
  CHECK(wire::ask(service.port(), wire::post(std::string(1025, ' ')))->status == 413);
  service.signal(SIGINT);
  CHECK(service.wait() == 0);
}

TEST_CASE("serve speaks TLS with the certificate of its configuration and the key of its environment") {
  const wire::Folder folder;
  const wire::Certificate own("localhost");
  const std::string settings = folder.write("settings.json", R"({"tls": {"certificate": "own.pem"}, "port": 0})");
  REQUIRE_FALSE(folder.write("own.pem", own.certificate_pem()).empty());
  REQUIRE(::setenv("FORESIGN_TLS_KEY", folder.write("key.pem", own.key_pem()).c_str(), 1) == 0);
  wire::Process service(folder, program, {"serve", "--config", settings});
  wire::TlsOptions options;
  options.authority = &own;
  wire::TlsClient client(service.port(), options);
  CHECK(service.out().starts_with("foresign is listening on https://127.0.0.1:"));
  CHECK(client.connected());
  CHECK(client.send(wire::get("/health")));
  CHECK(client.read()->status == 200);
  service.signal(SIGTERM);
  CHECK(service.wait() == 0);
  CHECK(run({"check", settings}).code == 0);

  REQUIRE(::setenv("FORESIGN_TLS_KEY", folder.write("other.pem", wire::Certificate("other").key_pem()).c_str(), 1) ==
          0);
  const Ran ran = run({"serve", "--config", settings});
  CHECK(ran.code == 1);
  CHECK(ran.err.find("is not the key of the certificate") != std::string::npos);
  CHECK(run({"check", settings}).out.starts_with(settings + ": tls: `"));
  ::unsetenv("FORESIGN_TLS_KEY");
}

TEST_CASE("serve names a port that is taken") {
  const wire::Running other;
  const Ran ran = run({"serve", "--port", std::to_string(other.port())});
  CHECK(ran.code == 1);
  CHECK(ran.err == "foresign: cannot listen on http://127.0.0.1:" + std::to_string(other.port()) +
                       ": the address is already in use\n");
}

TEST_CASE("a signal ends the service after what is in flight") {
  const auto signal = GENERATE(SIGTERM, SIGINT);
  const wire::Folder folder;
  wire::Process service(folder, program, {"serve", "--port", "0", "--day", "2026-11-24"});
  const int port = service.port();
  CHECK(service.out() == "foresign is listening on http://127.0.0.1:" + std::to_string(port) + "\n");
  const std::string request = wire::post(wire::fixture("nsclc"));
  wire::Client client(port);
  // A connection that the service has taken, however slow the machine: what comes on it is in flight at once.
  client.send(request);
  REQUIRE(client.read());
  client.send(std::string_view(request).substr(0, 1000));
  service.signal(signal);
  std::this_thread::sleep_for(200ms);
  client.send(std::string_view(request).substr(1000));
  const auto answer = client.read();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->body.find("\"day\":\"2026-11-24\"") != std::string::npos);
  CHECK(service.wait() == 0);
  const std::string log = service.err();
  CHECK(lines_in(log) == 2);
  CHECK(log.find(R"("method":"POST","route":"/cds-services/prior-auth-order-sign","status":200,)") !=
        std::string::npos);
}
