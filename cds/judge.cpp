#include "cds/judge.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <variant>

#include "cds/cards/text_report.hpp"
#include "cds/data.hpp"
#include "cds/http/uuid.hpp"
#include "cds/order_sign.hpp"
#include "fhir/json/writer.hpp"

namespace foresign {
namespace {

cards::Colour colour_of_output() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool wanted =
      (no_colour == nullptr || *no_colour == '\0') && (term == nullptr || std::strcmp(term, "dumb") != 0);
  return wanted && ::isatty(STDOUT_FILENO) == 1 ? cards::Colour::terminal : cards::Colour::never;
}

const policy::Policy* policy_of(const policy::Determination& determination, const Library& library) {
  for (const policy::Policy& policy : library.policies.all())
    if (policy.id == determination.policy_id && policy.version == determination.policy_version) return &policy;
  return nullptr;
}

std::string as_text(const Answer& answer, const Library& library) {
  if (answer.response.cards.empty()) return "No order of a drug with a policy was found: nothing to judge.\n";
  const cards::Colour colour = colour_of_output();
  std::string text;
  for (const hooks::Card& card : answer.response.cards) {
    if (!text.empty()) text += '\n';
    if (const policy::Policy* policy = policy_of(card.determination, library))
      text += cards::text_report(card.determination, *policy, colour);
    if (!text.ends_with('\n')) text += '\n';
  }
  return text;
}

std::string as_json(const Answer& answer) {
  json::Writer writer(json::Layout::indented);
  writer.begin_array();
  for (const hooks::Card& card : answer.response.cards) policy::write(writer, card.determination);
  writer.end_array();
  return writer.text() + "\n";
}

std::string as_response(const Answer& answer) {
  json::Writer writer;
  hooks::write(writer, answer.response);
  return writer.text() + "\n";
}

// Everything that a Refusal says, in one line.
std::string one_line(const Refusal& refusal) {
  std::string text;
  for (const json::Issue& issue : refusal.issues) {
    if (issue.severity == json::Severity::note) continue;
    if (!text.empty()) text += "; ";
    if (!issue.path.empty() && issue.path != "$") text += issue.path + ": ";
    text += issue.message;
  }
  return text;
}

}  // namespace

int judge(const JudgeCommand& command) {
  const bool from_input = command.request == "-";
  const std::string name = from_input ? "standard input" : command.request;
  const auto body = read_all(command.request);
  if (!body) {
    std::cerr << "foresign: " << name << ": cannot be read: " << std::strerror(errno) << '\n';
    return 2;
  }
  const auto library = load_library(command.data);
  if (!library.value) {
    print_library_issues(std::cerr, command.data, library.issues);
    return 1;
  }
  const auto outcome = order_sign(*body, *library.value, command.day, http::new_uuid);
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
    std::cerr << "foresign: " << name << ": " << one_line(*refusal) << '\n';
    return 2;
  }
  const auto& answer = std::get<Answer>(outcome);
  switch (command.format) {
    case JudgeFormat::text:
      std::cout << as_text(answer, *library.value);
      break;
    case JudgeFormat::json:
      std::cout << as_json(answer);
      break;
    case JudgeFormat::response:
      std::cout << as_response(answer);
      break;
  }
  std::cout.flush();  // a reader who went away is no error of the judgement
  return 0;
}

}  // namespace foresign
