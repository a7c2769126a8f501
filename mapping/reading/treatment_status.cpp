#include "mapping/reading/treatment_status.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "mapping/reading/treatment_words.hpp"

namespace foresign::mapping {
namespace {

std::string in_words(std::string_view status) {
  if (status.empty()) return "its status is missing";
  if (status == "entered-in-error") return "entered in error";
  return "its status is " + std::string(status);
}

Given by_status(std::string_view status, std::initializer_list<std::string_view> counting) {
  Given given;
  given.counts = std::ranges::find(counting, status) != counting.end();
  given.ended = given.counts && (status == "completed" || status == "stopped");
  if (!given.counts) given.why_not = in_words(status);
  return given;
}

// "declined further cycles" was treated before; "declined surgery" is about something else; "renal function declined"
// is none.
bool is_about_something_else(const text::Text& text, text::Span span) {
  constexpr std::array<std::string_view, 23> others{
      "further",   "additional", "more",    "continue",    "continuation", "continuing", "maintenance", "next",
      "remaining", "last",       "another", "rest",        "radiotherapy", "radiation",  "surgery",     "resection",
      "biopsy",    "trial",      "vaccine", "vaccination", "transfusion",  "port",       "hospice"};
  constexpr std::array<std::string_view, 9> measures{"function", "status", "count",     "counts", "weight",
                                                     "level",    "levels", "clearance", "gfr"};
  const std::size_t statement = text.words[span.first].statement;
  for (std::size_t index = span.last; index < text.words.size() && index < span.last + 4; ++index) {
    if (text.words[index].statement != statement) break;
    if (std::ranges::find(others, text.words[index].folded) != others.end()) return true;
  }
  return span.first > 0 && text.words[span.first - 1].statement == statement &&
         std::ranges::find(measures, text.words[span.first - 1].folded) != measures.end();
}

// "bevacizumab not given" in a note on FOLFOX: the statement names drugs, and none of these.
bool is_about_another_drug(const Terminology& codes, const text::Text& text, text::Span span, const Named& named) {
  bool another = false;
  for (const PhraseMatch& match : codes.find_phrases(Domain::drugs, text)) {
    if (text.words[match.words.first].statement != text.words[span.first].statement) continue;
    if (named.names(match.found->name)) return false;
    another = true;
  }
  return another;
}

}  // namespace

Given given_by(const fhir::MedicationAdministration& administration) {
  return by_status(administration.status, {"completed", "in-progress", "stopped"});
}

Given given_by(const fhir::MedicationDispense& dispense) {
  return by_status(dispense.status, {"completed", "stopped"});
}

Given given_by(const fhir::MedicationStatement& statement) {
  return by_status(statement.status, {"active", "completed", "stopped", "on-hold"});
}

Given given_by(const fhir::Procedure& procedure) {
  return by_status(procedure.status, {"completed", "in-progress", "stopped"});
}

Given given_by(const fhir::MedicationRequest& request) {
  Given given = by_status(request.status, {"active", "on-hold", "completed", "stopped"});
  if (!given.counts) return given;
  const auto refuse = [&](std::string why) { return Given{false, false, std::move(why)}; };
  if (request.do_not_perform) return refuse("an order not to give it");
  if (request.intent.empty()) return refuse("its intent is missing");
  if (!is_order_intent(request.intent)) return refuse("a " + request.intent + " is no order");
  return given;
}

bool is_order_intent(std::string_view intent) {
  constexpr std::array<std::string_view, 5> orders{"order", "original-order", "reflex-order", "filler-order",
                                                   "instance-order"};
  return std::ranges::find(orders, intent) != orders.end();
}

std::string why_not_before(const std::optional<fhir::PartialDate>& start, const std::optional<fhir::PartialDate>& end,
                           bool ended, date::sys_days day) {
  if (start && start->earliest >= day) return "did not begin before the day of judgement";
  if (start && fhir::surely_before(*start, day)) return {};
  if (end && fhir::surely_before(*end, day)) return {};  // an end before the day proves a start before it
  if (start || end) return "may not have begun before the day of judgement";
  return ended ? std::string() : "not dated";
}

bool says_not_taken(const Terminology& codes, const std::vector<std::string>& notes, const Named& named) {
  static const WordList never{"never taken",     "not taken",        "never took",         "did not take",
                              "has not taken",   "cannot take",      "can not take",       "unable to take",
                              "never started",   "not started",      "did not start",      "never received",
                              "not received",    "did not receive",  "has not received",   "not given",
                              "never given",     "not administered", "never administered", "never filled",
                              "not filled",      "did not fill",     "never picked up",    "not picked up",
                              "not yet started", "plans to start"};
  static const WordList turned_down{"refused", "declined", "refuses", "declines"};
  // What is said beside the drug's own name counts like a note: "panitumumab - patient declined".
  std::vector<std::string> all = notes;
  all.push_back(named.words);
  return std::ranges::any_of(all, [&](const std::string& note) {
    const text::Text text = text::cut(note);
    const auto counts = [&](text::Span span) {
      return !is_about_something_else(text, span) && !is_about_another_drug(codes, text, span, named);
    };
    if (std::ranges::any_of(never.all_in(text), counts)) return true;
    return std::ranges::any_of(turned_down.all_in(text), [&](text::Span span) {
      return text::mention_of(text, span) != text::Mention::negated && counts(span);
    });
  });
}

Fulfilments read_fulfilments(const Record& record) {
  Fulfilments fulfilments;
  const auto consider = [&](const fhir::Reference& order, const fhir::Entry& from, const Given& given,
                            const std::string& status, const std::optional<fhir::PartialDate>& start,
                            const std::optional<fhir::PartialDate>& end) {
    if (order.empty()) return;
    const fhir::Entry* request = record.chart().find(order, from);
    if (request == nullptr) return;
    Fulfilment& fulfilment = fulfilments[request];
    if (!given.counts) {
      if (status == "not-done" || status == "cancelled" || status == "declined") fulfilment.refused = true;
      return;
    }
    if (!why_not_before(start, end, given.ended, record.day()).empty()) return;
    fulfilment.given = true;
    if (start && (!fulfilment.first || start->earliest < fulfilment.first->earliest)) fulfilment.first = start;
  };
  for (const auto& administration : record.all<fhir::MedicationAdministration>())
    consider(administration->request, *administration.entry, given_by(*administration), administration->status,
             administration->start, administration->end);
  for (const auto& dispense : record.all<fhir::MedicationDispense>())
    for (const fhir::Reference& prescription : dispense->authorizing_prescriptions)
      consider(prescription, *dispense.entry, given_by(*dispense), dispense->status, dispense->handed_over,
               std::nullopt);
  return fulfilments;
}

}  // namespace foresign::mapping
