#include "cds/http/keeper.hpp"

#include <future>
#include <utility>
#include <vector>

#include "cds/audit/feedback.hpp"
#include "cds/hooks/feedback.hpp"
#include "cds/http/problem.hpp"

namespace foresign::http {
namespace {

// One answer for each record.
std::vector<store::Put> put(store::Store& store, std::vector<store::Record> records, std::chrono::milliseconds wait) {
  const std::size_t count = records.size();
  std::future<std::vector<store::Put>> answer = store.put(std::move(records));
  if (answer.wait_for(wait) == std::future_status::ready) return answer.get();
  return std::vector<store::Put>(count, store::Put::busy);
}

// What the whole lot came to: the store keeps all records of a call or none.
store::Put whole(const std::vector<store::Put>& answers) {
  for (const store::Put each : answers)
    if (each != store::Put::stored && each != store::Put::duplicate) return each;
  return store::Put::stored;
}

std::string_view why_not(store::Put put) {
  switch (put) {
    case store::Put::stored:
    case store::Put::duplicate:
      return "";
    case store::Put::refused:
      return "the record is refused";
    case store::Put::busy:
      return "the store is busy";
    case store::Put::full:
      return "the disk is full";
    case store::Put::failed:
      return "the store cannot be written";
  }
  return "";
}

}  // namespace

Keeper::Keeper(store::Opened opened, KeeperSettings settings)
    : opened_(std::move(opened)), settings_(std::move(settings)) {}

Reply Keeper::take_feedback(const auth::Caller& caller, std::string_view body) {
  auto feedback = hooks::read_feedback(body);
  if (!feedback.value) return refusal_reply({Refusal::Why::malformed, std::move(feedback.issues), {}});
  if (!opened_.store) return problem_reply(503, nothing_kept);
  const std::vector<store::Put> answers =
      put(*opened_.store, audit::records_of(*feedback.value, caller, settings_.clock()), settings_.feedback_wait);
  const store::Put kept = whole(answers);
  if (kept == store::Put::refused)
    return refusal_reply(
        {Refusal::Why::malformed, {{json::Severity::fatal, "feedback", "holds an item too long to keep"}}, {}});
  if (const std::string_view why = why_not(kept); !why.empty()) {
    Reply reply = problem_reply(503, nothing_kept);
    reply.note = "feedback not stored: " + std::string(why);
    return reply;
  }
  std::vector<hooks::Feedback> fresh;
  for (std::size_t i = 0; i < answers.size(); ++i)
    if (answers[i] == store::Put::stored) fresh.push_back(std::move((*feedback.value)[i]));
  if (settings_.stored) settings_.stored(fresh);
  Reply reply;
  reply.content_type.clear();
  return reply;
}

Reply Keeper::keep_audit(const std::variant<Answer, Refusal>& outcome, audit::Call call, Reply reply) {
  call.time = settings_.clock();
  std::vector<store::Record> records;
  if (const auto* refusal = std::get_if<Refusal>(&outcome))
    records.push_back(audit::record_of(*refusal, call, settings_.patients));
  else
    records = audit::records_of(std::get<Answer>(outcome), call, settings_.patients);
  if (records.empty()) return reply;  // nothing was judged
  const std::string_view why = opened_.store
                                   ? why_not(whole(put(*opened_.store, std::move(records), settings_.audit_wait)))
                                   : "there is no store";
  if (why.empty()) return reply;
  if (settings_.audit_lost) settings_.audit_lost();
  if (settings_.audit_required) reply = problem_reply(503, "this call cannot be recorded at present; try again later");
  reply.note = "audit record not written: " + std::string(why);
  return reply;
}

auth::Use Keeper::once(const std::string& issuer, const std::string& token_id, std::chrono::sys_seconds until) {
  if (!opened_.store) return auth::Use::no_room;
  std::future<store::Use> answer = opened_.store->once(issuer, token_id, until);
  if (answer.wait_for(settings_.token_wait) != std::future_status::ready) return auth::Use::no_room;
  switch (answer.get()) {
    case store::Use::first:
      return auth::Use::first;
    case store::Use::replayed:
      return auth::Use::repeated;
    case store::Use::busy:
    case store::Use::full:
    case store::Use::failed:
      break;
  }
  return auth::Use::no_room;
}

store::Health Keeper::health() const {
  if (opened_.store) return opened_.store->health();
  store::Health health;
  health.problem = opened_.problem;
  return health;
}

}  // namespace foresign::http
