// `foresign`: the command line (docs/ARCHITECTURE.md names the rest). Reads arguments, looks at the clock, calls one
// function.
#include <date/date.h>
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "cds/check.hpp"
#include "cds/commands/records.hpp"
#include "cds/data.hpp"
#include "cds/http/serve.hpp"
#include "cds/judge.hpp"
#include "fhir/types/partial_date.hpp"

namespace {

using namespace foresign;

std::optional<date::sys_days> read_day(std::string_view text) {
  const auto day = fhir::read_partial_date(text);
  if (!day || text.size() != std::string_view("YYYY-MM-DD").size()) return std::nullopt;
  return day->earliest;
}

date::sys_days today() {
  return date::floor<date::days>(std::chrono::system_clock::now());
}

// The large blocks of a parsed record stay with the process: given back to the kernel after every request, they cost
// more than the parsing itself (three times the processor time with records of 2 MB).
void keep_memory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  // Of glibc's eight arenas a core, each of which keeps its own memory, two are as fast.
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  mallopt(M_ARENA_MAX, static_cast<int>(2 * std::min(cores, 1024U)));
}

struct Arguments {
  JudgeCommand judge;
  http::ServeCommand serve;
  CheckCommand check;
  StoreChoice store;
  std::string since;
  std::string head;
  std::string card;
  std::string backup_file;
  ReportFormat report_format = ReportFormat::text;
  std::string data = default_data_folder();
  std::string judge_day;
  std::string serve_day;
  std::string topic;  // of `help`
};

const std::map<std::string, JudgeFormat> formats = {
    {"text", JudgeFormat::text}, {"json", JudgeFormat::json}, {"response", JudgeFormat::response}};

int usage_error(const std::string& message) {
  std::cerr << "foresign: " << message << "; see `foresign help`\n";
  return 2;
}

void describe_serve(CLI::App& command, Arguments& arguments) {
  command.add_option("--config", arguments.serve.config_file, "settings, a JSON file; the options below win over it");
  command.add_option("--host", arguments.serve.host, "address to listen on (127.0.0.1)");
  command.add_option("--port", arguments.serve.port, "port to listen on (8080); 0: any free port")
      ->check(CLI::Range(0, 65535));
  command.add_option("--store", arguments.serve.store,
                     "SQLite file for feedback and the audit trail (~/.local/state/foresign/foresign.db)");
  command.add_option("--day", arguments.serve_day, "judge as if today were this day, YYYY-MM-DD");
  command.add_option("--data", arguments.data, "folder with policies and code tables (`data` beside the program)");
  command.add_flag("--insecure-no-auth", arguments.serve.insecure_no_auth,
                   "listen beyond this machine although callers are not authenticated");
}

void describe_judge(CLI::App& command, Arguments& arguments) {
  command.add_option("request", arguments.judge.request, "an order-sign request, a JSON file; - reads standard input")
      ->required()
      ->type_name("REQUEST.json");
  command.add_option("--day", arguments.judge_day,
                     "day of judgement, YYYY-MM-DD (today); order: the day each order was written");
  command
      .add_option_function<std::string>(
          "--format", [&arguments](const std::string& name) { arguments.judge.format = formats.at(name); },
          "text: a checklist for people (default); json: the determinations; response: what the service would answer")
      ->check(CLI::IsMember(formats));
  command.add_option("--data", arguments.data, "folder with policies and code tables (`data` beside the program)");
}

void describe_check(CLI::App& command, Arguments& arguments) {
  command
      .add_option("files", arguments.check.files,
                  "policies (.json), code tables (.tsv), configurations (.json); none: the data folder")
      ->type_name("FILE");
  command.add_option("--data", arguments.data, "folder with policies and code tables (`data` beside the program)");
}

const std::map<std::string, ReportFormat> report_formats = {
    {"text", ReportFormat::text}, {"json", ReportFormat::json}, {"csv", ReportFormat::csv}};

void describe_store(CLI::App& command, Arguments& arguments) {
  command.add_option("--config", arguments.store.config_file, "settings of the service, a JSON file");
  command.add_option("--store", arguments.store.store, "the service's SQLite file; wins over the settings");
}

void describe_since(CLI::App& command, Arguments& arguments) {
  command.add_option("--since", arguments.since, "first day that counts, YYYY-MM-DD (UTC); else all")
      ->check([](const std::string& text) {
        return read_day(text) ? std::string() : std::string("--since must be a day, YYYY-MM-DD");
      });
}

// What there is to run, set by the one command that was named.
using Run = std::function<int()>;

CLI::App& add_record_command(CLI::App& to, const std::string& name, const std::string& description,
                             Arguments& arguments, Run& run, Run what) {
  CLI::App& command = *to.add_subcommand(name, description);
  describe_store(command, arguments);
  command.callback([&run, what = std::move(what)] { run = what; });
  return command;
}

// The commands about what is kept.
void describe_records(CLI::App& app, Arguments& arguments, Run& run) {
  CLI::App& feedback = *app.add_subcommand("feedback", "what became of the cards");
  feedback.require_subcommand(1);
  CLI::App& report =
      add_record_command(feedback, "report", "count cards, verdicts and feedback by policy", arguments, run,
                         [&] { return feedback_report(arguments.store, arguments.since, arguments.report_format); });
  describe_since(report, arguments);
  report
      .add_option_function<std::string>(
          "--format", [&arguments](const std::string& name) { arguments.report_format = report_formats.at(name); },
          "text (default), json or csv")
      ->check(CLI::IsMember(report_formats));

  CLI::App& audit = *app.add_subcommand("audit", "who was told what, when and why");
  audit.require_subcommand(1);
  add_record_command(audit, "verify", "check that nobody touched the audit trail", arguments, run, [&] {
    return audit_verify(arguments.store, arguments.head);
  }).add_option("--head", arguments.head, "SEQ:HASH that an earlier run printed");
  CLI::App& exported =
      add_record_command(audit, "export", "print the audit trail as AuditEvent of FHIR R4, one a line", arguments, run,
                         [&] { return audit_export(arguments.store, arguments.since); });
  describe_since(exported, arguments);
  exported.add_option("--format")->check(CLI::IsMember({"fhir"}))->description("fhir (default)");
  add_record_command(audit, "show", "tell the whole story of one card", arguments, run,
                     [&] { return audit_show(arguments.store, arguments.card); })
      .add_option("card", arguments.card, "uuid of the card")
      ->required()
      ->type_name("CARD-UUID");

  add_record_command(app, "purge", "take away what is older than the settings keep", arguments, run,
                     [&] { return purge(arguments.store); });
  add_record_command(app, "backup", "copy the SQLite store into a new file", arguments, run,
                     [&] { return backup(arguments.store, arguments.backup_file); })
      .add_option("file", arguments.backup_file, "must not be there yet")
      ->required()
      ->type_name("FILE");
}

int run_judge(Arguments& arguments) {
  arguments.judge.data = arguments.data;
  arguments.judge.day = {today(), arguments.judge_day == "order"};
  if (!arguments.judge_day.empty() && arguments.judge_day != "order") {
    const auto day = read_day(arguments.judge_day);
    if (!day) return usage_error("--day must be a day, YYYY-MM-DD, or `order`");
    arguments.judge.day.today = *day;
  }
  return judge(arguments.judge);
}

int run_serve(Arguments& arguments) {
  arguments.serve.data = arguments.data;
  if (!arguments.serve_day.empty()) {
    arguments.serve.day = read_day(arguments.serve_day);
    if (!arguments.serve.day) return usage_error("--day must be a day, YYYY-MM-DD");
  }
  return http::serve(arguments.serve);
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory();
  // A reader of our output who goes away (`foresign judge ... | head -1`) is no reason to die.
  std::signal(SIGPIPE, SIG_IGN);

  Arguments arguments;
  CLI::App app("Foresign: judges orders at signing against payers' prior-authorization policies.", "foresign");
  app.set_version_flag("--version", "foresign " FORESIGN_VERSION);
  app.require_subcommand(0, 1);
  CLI::App& serve = *app.add_subcommand("serve", "run the CDS Hooks service");
  CLI::App& judge = *app.add_subcommand("judge", "judge one request without a server");
  CLI::App& check = *app.add_subcommand("check", "check policies, code tables and configuration");
  CLI::App& help = *app.add_subcommand("help", "print what a command does and takes");
  describe_serve(serve, arguments);
  describe_judge(judge, arguments);
  describe_check(check, arguments);
  Run run_records;
  describe_records(app, arguments, run_records);
  help.add_option("command", arguments.topic, "serve, judge, check, feedback, audit, purge or backup")
      ->check(CLI::IsMember({"serve", "judge", "check", "feedback", "audit", "purge", "backup"}))
      ->type_name("COMMAND");

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& asked) {
    return app.exit(asked);
  } catch (const CLI::CallForVersion& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    return usage_error(error.what());
  }
  arguments.check.data = arguments.data;
  if (serve.parsed()) return run_serve(arguments);
  if (judge.parsed()) return run_judge(arguments);
  if (check.parsed()) return foresign::check(arguments.check);
  arguments.store.now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  if (run_records) return run_records();
  if (help.parsed() && !arguments.topic.empty()) {
    std::cout << app.get_subcommand(arguments.topic)->help("foresign");
    return 0;
  }
  std::cout << app.help();
  return help.parsed() ? 0 : 2;
}
