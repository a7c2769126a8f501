#include "cds/commands/records.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "cds/audit/event.hpp"
#include "cds/audit/report.hpp"
#include "cds/audit/story.hpp"
#include "cds/config_file.hpp"
#include "cds/data.hpp"
#include "cds/http/upkeep.hpp"
#include "cds/open_store.hpp"
#include "fhir/types/partial_date.hpp"

namespace foresign {
namespace {

int failed(const std::string& why) {
  std::cerr << "foresign: " << why << '\n';
  return 1;
}

struct Open {
  Config config;
  std::unique_ptr<store::Store> store;
};

// Nothing after it has been said why.
std::optional<Open> open(const StoreChoice& choice) {
  std::optional<std::string> text = "{}";
  if (!choice.config_file.empty()) text = read_all(choice.config_file);
  if (!text) {
    failed(choice.config_file + ": cannot be read: " + std::strerror(errno));
    return std::nullopt;
  }
  auto parsed = load_config(choice.config_file, *text);
  print_issues(std::cerr, choice.config_file.empty() ? "foresign" : choice.config_file, parsed.issues);
  if (!parsed.value) return std::nullopt;
  Open open{std::move(*parsed.value), nullptr};
  if (!choice.store.empty()) open.config.store = {choice.store, {}, open.config.store.queue};
  store::Opened opened = open_store(
      open.config, [now = choice.now] { return now; }, StoreMust::be_there);
  if (!opened.store) {
    failed(opened.problem);
    return std::nullopt;
  }
  open.store = std::move(opened.store);
  return open;
}

store::Filter since_filter(const std::string& since) {
  store::Filter filter;
  if (!since.empty())
    if (const auto day = fhir::read_partial_date(since)) filter.from = store::Time(day->earliest);
  return filter;
}

// Calls `visit` with every record. False where the store could not be read to its end.
template <class Record>
bool each(const std::function<std::optional<store::Page<Record>>(store::Cursor)>& page_after,
          const std::function<void(const Record&)>& visit) {
  store::Cursor after = 0;
  do {
    const auto page = page_after(after);
    if (!page) return false;
    for (const Record& record : page->records) visit(record);
    after = page->next;
  } while (after != 0);
  return true;
}

bool each_audit(store::Store& store, const store::Filter& filter,
                const std::function<void(const store::AuditRecord&)>& visit) {
  return each<store::AuditRecord>([&](store::Cursor after) { return store.audit(filter, after); }, visit);
}

bool each_feedback(store::Store& store, const store::Filter& filter,
                   const std::function<void(const store::FeedbackRecord&)>& visit) {
  return each<store::FeedbackRecord>([&](store::Cursor after) { return store.feedback(filter, after); }, visit);
}

int cannot_read() {
  return failed("the store cannot be read");
}

std::optional<store::Head> read_head(const std::string& text) {
  store::Head head;
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const char* const end = text.data() + colon;
  const auto [stopped, error] = std::from_chars(text.data(), end, head.sequence);
  head.hash = text.substr(colon + 1);
  if (error != std::errc() || stopped != end || head.hash.size() != 64) return std::nullopt;
  return head;
}

}  // namespace

int feedback_report(const StoreChoice& choice, const std::string& since, ReportFormat format) {
  const auto opened = open(choice);
  if (!opened) return 1;
  audit::Tally tally(since);
  const store::Filter filter = since_filter(since);
  const bool whole = each_audit(*opened->store, filter, [&](const auto& record) { tally.add(record); }) &&
                     each_feedback(*opened->store, filter, [&](const auto& record) { tally.add(record); });
  if (!whole) return cannot_read();
  switch (format) {
    case ReportFormat::text:
      std::cout << audit::as_text(tally.report());
      break;
    case ReportFormat::json:
      std::cout << audit::as_json(tally.report());
      break;
    case ReportFormat::csv:
      std::cout << audit::as_csv(tally.report());
      break;
  }
  std::cout.flush();
  return 0;
}

int audit_verify(const StoreChoice& choice, const std::string& head) {
  std::optional<store::Head> kept;
  if (!head.empty() && !(kept = read_head(head)))
    return failed("--head must be SEQ:HASH, as an earlier run printed it");
  const auto opened = open(choice);
  if (!opened) return 1;
  const store::Verified verified = opened->store->verify(kept);
  if (verified.integrity == store::Integrity::unreadable) return cannot_read();
  if (verified.integrity != store::Integrity::intact) {
    std::cout << "the audit trail is " << http::to_string(verified.integrity) << " at entry " << verified.at << '\n';
    return 1;
  }
  std::cout << "the audit trail is intact: " << verified.entries << " entries from " << verified.first << " on\n"
            << "head " << http::to_string(verified.head) << '\n';
  return 0;
}

int audit_export(const StoreChoice& choice, const std::string& since) {
  const auto opened = open(choice);
  if (!opened) return 1;
  const std::string& url = opened->config.public_url;
  const std::string server = url.empty() ? "foresign" : url;
  const bool whole = each_audit(*opened->store, since_filter(since), [&](const store::AuditRecord& record) {
    std::cout << audit::audit_event(record, server) << '\n';
  });
  std::cout.flush();
  return whole ? 0 : cannot_read();
}

int audit_show(const StoreChoice& choice, const std::string& card) {
  const auto opened = open(choice);
  if (!opened) return 1;
  std::optional<store::AuditRecord> told;
  const bool whole = each_audit(*opened->store, {}, [&](const store::AuditRecord& record) {
    for (const store::CardSent& sent : record.cards)
      if (sent.uuid == card) told = record;
  });
  store::Filter of_card;
  of_card.card = card;
  of_card.comments = true;
  std::vector<store::FeedbackRecord> feedback;
  if (!whole || !each_feedback(*opened->store, of_card, [&](const auto& record) { feedback.push_back(record); }))
    return cannot_read();
  if (!told) return failed("the audit trail knows no such card");
  // Another client's words about a card are no part of its story.
  std::erase_if(feedback,
                [&](const auto& record) { return record.issuer != told->issuer || record.tenant != told->tenant; });
  std::cout << audit::story(*told, card, feedback) << std::flush;
  return 0;
}

int purge(const StoreChoice& choice) {
  const auto opened = open(choice);
  if (!opened) return 1;
  const auto purged = http::purge_old(*opened->store, opened->config.retention_days, choice.now, [] { return true; });
  if (!purged) return failed("the store cannot be written");
  std::cout << "took away " << purged->feedback << " of feedback and " << purged->audit << " of audit\n";
  return 0;
}

int backup(const StoreChoice& choice, const std::string& file) {
  const auto opened = open(choice);
  if (!opened) return 1;
  const std::string problem = opened->store->backup(file);
  return problem.empty() ? 0 : failed(file + ": " + problem);
}

}  // namespace foresign
