#include "tests/store/contract.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "tests/store/support.hpp"

namespace foresign::store::test {
namespace {

void stores_and_reads(const Place& place) {
  const auto store = place.open(settings());
  CHECK(wait_for(store->put(records({feedback(1), audit(1), feedback(2)}))) ==
        std::vector<Put>{Put::stored, Put::stored, Put::stored});
  CHECK(all_feedback(*store, true) == std::vector<FeedbackRecord>{feedback(1), feedback(2)});
  CHECK(all_audit(*store) == std::vector<AuditRecord>{audit(1)});
  CHECK(store->verify().integrity == Integrity::intact);
}

void survives_a_new_start(const Place& place) {
  Head head;
  {
    const auto store = place.open(settings());
    CHECK(wait_for(store->put(records({feedback(1), audit(1)}))) == std::vector<Put>{Put::stored, Put::stored});
    head = store->verify().head;
  }
  const auto store = place.open(settings());
  CHECK(all_feedback(*store, true) == std::vector<FeedbackRecord>{feedback(1)});
  CHECK(put_one(*store, audit(2)) == Put::stored);
  const Verified verified = store->verify(head);
  CHECK(verified.integrity == Integrity::intact);
  CHECK(verified.entries == 2);
}

void a_repeat_is_harmless(const Place& place) {
  const auto store = place.open(settings());
  CHECK(put_one(*store, feedback(1)) == Put::stored);
  FeedbackRecord again = feedback(1);
  again.received_at += std::chrono::hours(2);
  CHECK(put_one(*store, again) == Put::duplicate);
  CHECK(wait_for(store->put(records({feedback(1), feedback(2), feedback(2), audit(1), audit(1)}))) ==
        std::vector<Put>{Put::duplicate, Put::stored, Put::duplicate, Put::stored, Put::duplicate});
  CHECK(all_feedback(*store, true) == std::vector<FeedbackRecord>{feedback(1), feedback(2)});
  CHECK(store->verify().entries == 1);
}

void the_comment_is_apart(const Place& place) {
  const auto store = place.open(settings());
  FeedbackRecord longest = feedback(1);
  longest.user_comment.assign(max_comment_bytes, 'x');
  CHECK(put_one(*store, longest) == Put::stored);
  CHECK(all_feedback(*store).at(0).user_comment.empty());
  CHECK(all_feedback(*store, true).at(0).user_comment == longest.user_comment);
}

void what_is_over_its_limits_is_refused_whole(const Place& place) {
  const auto store = place.open(settings());
  FeedbackRecord too_long = feedback(2);
  too_long.user_comment.assign(max_comment_bytes + 1, 'x');
  CHECK(wait_for(store->put(records({feedback(1), too_long}))) == std::vector<Put>{Put::refused, Put::refused});
  AuditRecord huge = audit(1);
  huge.evidence.assign(30'000, "Observation/kras");
  CHECK(put_one(*store, huge) == Put::refused);
  AuditRecord named = audit(1);
  named.patient = "Patient/lindqvist";
  CHECK(put_one(*store, named) == Put::refused);
  CHECK(all_feedback(*store).empty());
  CHECK(all_audit(*store).empty());
  CHECK(wait_for(store->put({})).empty());
}

void filters_and_pages(const Place& place) {
  const auto store = place.open(settings());
  std::vector<Record> many;
  for (int i = 0; i < 250; ++i) {
    FeedbackRecord said = feedback(i);
    if (i % 2 == 1) said.issuer = "https://other.example";
    AuditRecord judged = audit(i);
    if (i % 5 == 0) judged.drug = "adagrasib";
    many.emplace_back(said);
    many.emplace_back(judged);
  }
  const auto answers = wait_for(store->put(std::move(many)));
  CHECK(std::count(answers.begin(), answers.end(), Put::stored) == 500);

  Filter others;
  others.issuer = "https://other.example";
  std::vector<std::string> cards;
  Cursor after = 0;
  int pages = 0;
  do {
    const auto page = store->feedback(others, after, 50);
    REQUIRE(page);
    CHECK(page->unreadable == 0);
    for (const auto& record : page->records) cards.push_back(record.card);
    after = page->next;
    ++pages;
  } while (after != 0 && pages < 10);
  CHECK(cards.size() == 125);
  CHECK(std::set<std::string>(cards.begin(), cards.end()).size() == 125);
  CHECK(cards.front() == "card-1");

  Filter span;
  span.from = noon_ish + std::chrono::seconds(10);
  span.until = noon_ish + std::chrono::seconds(20);
  CHECK(store->audit(span)->records.size() == 10);
  CHECK(store->audit(span)->records.front() == audit(10).time.time_since_epoch().count() % 1 + [] {
    AuditRecord judged = audit(10);
    judged.drug = "adagrasib";
    return judged;
  }());
}

}  // namespace
}  // namespace foresign::store::test
