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
  CHECK(store->audit(span)->records.front().request_id == "request-10");
  Filter drug;
  drug.drug = "adagrasib";
  drug.policy = "cigna-lumakras";
  CHECK(store->audit(drug)->records.size() == 50);
  Filter nobody;
  nobody.tenant = "nowhere' or '1' = '1";
  CHECK(store->feedback(nobody)->records.empty());
  Filter one;
  one.card = "card-17";
  CHECK(store->feedback(one)->records.size() == 1);
  Filter request;
  request.request_id = "request-17";
  request.service = "prior-auth-order-sign";
  CHECK(store->audit(request)->records.size() == 1);
}

void a_token_is_used_once(const Place& place) {
  Settings with_clock = settings();
  auto now = std::make_shared<std::atomic<std::int64_t>>(1'000'000);
  with_clock.clock = [now] { return Time(std::chrono::milliseconds(now->load())); };
  const auto store = place.open(with_clock);
  const auto until = [](std::int64_t ms) { return Time(std::chrono::milliseconds(ms)); };
  CHECK(wait_for(store->once("https://ehr.example", "j1", until(2'000'000))) == Use::first);
  CHECK(wait_for(store->once("https://ehr.example", "j1", until(2'000'000))) == Use::replayed);
  CHECK(wait_for(store->once("https://other.example", "j1", until(2'000'000))) == Use::first);
  // Issuer and id are told apart, whatever they hold.
  CHECK(wait_for(store->once("a", "bc", until(2'000'000))) == Use::first);
  CHECK(wait_for(store->once("ab", "c", until(2'000'000))) == Use::first);
  // Known until it has expired, and only then forgotten.
  *now = 2'000'000;
  CHECK(wait_for(store->once("https://ehr.example", "j1", until(3'000'000))) == Use::replayed);
  *now = 2'000'001;
  CHECK(wait_for(store->once("https://ehr.example", "j1", until(3'000'000))) == Use::first);
  CHECK(wait_for(store->once("https://ehr.example", "j1", until(3'000'000))) == Use::replayed);
  const Purged purged = wait_for(store->purge(Kind::replay, until(2'500'000), 100));
  CHECK(purged.done);
  CHECK(purged.count == 3);
}

void of_many_callers_one_is_first(const Place& place) {
  const auto one = place.open(settings());
  const auto other = place.open(settings());
  constexpr int tokens = 40;
  std::vector<std::atomic<int>> first(tokens);
  std::atomic<int> odd{0};
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller)
    callers.emplace_back([&, caller] {
      Store& store = caller % 2 == 0 ? *one : *other;
      for (int i = 0; i < tokens; ++i) {
        // Half of them from the other end, so that two instances meet in both orders.
        const int token = caller % 4 < 2 ? i : tokens - 1 - i;
        const Use use = wait_for(
            store.once("https://ehr.example", std::to_string(token), noon_ish + std::chrono::hours(24 * 365 * 100)));
        if (use == Use::first) ++first[static_cast<std::size_t>(token)];
        if (use != Use::first && use != Use::replayed) ++odd;
      }
    });
  for (std::thread& caller : callers) caller.join();
  CHECK(odd == 0);
  for (const auto& count : first) CHECK(count == 1);
}

void many_callers_one_chain(const Place& place) {
  const auto one = place.open(settings());
  const auto other = place.open(settings());
  constexpr int callers_of_each = 4;
  constexpr int puts = 25;
  std::atomic<int> stored{0};
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 2 * callers_of_each; ++caller)
    callers.emplace_back([&, caller] {
      Store& store = caller % 2 == 0 ? *one : *other;
      for (int i = 0; i < puts; ++i) {
        const int number = caller * 1000 + i;
        for (const Put put : wait_for(store.put(records({audit(number), feedback(number)}))))
          if (put == Put::stored) ++stored;
      }
    });
  for (std::thread& caller : callers) caller.join();
  CHECK(stored == 2 * 2 * callers_of_each * puts);
  const Verified verified = one->verify();
  CHECK(verified.integrity == Integrity::intact);
  CHECK(verified.entries == 2 * callers_of_each * puts);
  CHECK(all_feedback(*other).size() == 2 * callers_of_each * puts);
}

void a_purge_leaves_a_proof(const Place& place) {
  const auto store = place.open(settings());
  std::vector<Record> many;
  for (int i = 0; i < 20; ++i) {
    many.emplace_back(audit(i));
    many.emplace_back(feedback(i));
  }
  static_cast<void>(wait_for(store->put(std::move(many))));
  const Head before = store->verify().head;

  // At most as many as asked for, oldest first.
  Purged purged = wait_for(store->purge(Kind::audit, noon_ish + std::chrono::seconds(10), 4));
  CHECK(purged.done);
  CHECK(purged.count == 4);
  purged = wait_for(store->purge(Kind::audit, noon_ish + std::chrono::seconds(10), 100));
  CHECK(purged.count == 6);
  CHECK(all_audit(*store).size() == 10);
  CHECK(all_audit(*store).front() == audit(10));
  Verified verified = store->verify(before);
  CHECK(verified.integrity == Integrity::intact);
  CHECK(verified.first == 11);
  CHECK(verified.entries == 12);  // ten records, two proofs
  CHECK(verified.head.sequence == 22);

  // Nothing taken, nothing told.
  CHECK(wait_for(store->purge(Kind::audit, noon_ish, 100)).count == 0);
  CHECK(store->verify().entries == 12);

  CHECK(wait_for(store->purge(Kind::feedback, noon_ish + std::chrono::seconds(11), 100)).count == 10);
  CHECK(all_feedback(*store, true).size() == 10);
  CHECK(all_feedback(*store, true).front() == feedback(10));
  verified = store->verify();
  CHECK(verified.integrity == Integrity::intact);
  CHECK(verified.entries == 13);

  // All of it, proofs too: the last proof tells of the others. And it goes on.
  CHECK(wait_for(store->purge(Kind::audit, noon_ish + std::chrono::hours(24 * 365 * 100), 100)).count == 13);
  CHECK(all_audit(*store).empty());
  CHECK(put_one(*store, audit(99)) == Put::stored);
  verified = store->verify();
  CHECK(verified.integrity == Integrity::intact);
  CHECK(verified.first == 24);
  CHECK(verified.entries == 2);
}

void strange_text_is_only_text(const Place& place) {
  const auto store = place.open(settings());
  FeedbackRecord strange = feedback(1);
  strange.card = "'; drop table feedback; --";
  strange.tenant = "$1 \\ \" \xf0\x9f\x92\x8a \xe2\x80\xa8";
  strange.user_comment = "line\nline\ttab\r\x01 $2 %s";
  CHECK(put_one(*store, strange) == Put::stored);
  CHECK(all_feedback(*store, true) == std::vector<FeedbackRecord>{strange});
  Filter filter;
  filter.tenant = strange.tenant;
  CHECK(store->feedback(filter)->records.size() == 1);
  FeedbackRecord broken = feedback(2);
  broken.tenant = std::string("a\0b\xff", 4);
  broken.user_comment = std::string("\0", 1);
  CHECK(put_one(*store, broken) == Put::stored);
  CHECK(all_feedback(*store).at(1).tenant == "a b\xef\xbf\xbd");
}

void health_tells(const Place& place) {
  const auto store = place.open(settings());
  CHECK(put_one(*store, feedback(1)) == Put::stored);
  const Health health = store->health();
  CHECK(health.writable);
  CHECK(health.problem.empty());
  CHECK(health.queued == 0);
  REQUIRE(health.last_commit);
  CHECK(*health.last_commit > Time(std::chrono::milliseconds(1'700'000'000'000)));
}

}  // namespace

const std::vector<Promise>& contract() {
  static const std::vector<Promise> promises = {
      {"what was stored is read back", stores_and_reads},
      {"it is there after a new start", survives_a_new_start},
      {"a repeat is harmless", a_repeat_is_harmless},
      {"the free text is read only where asked for", the_comment_is_apart},
      {"what is over its limits is refused, with all that came along", what_is_over_its_limits_is_refused_whole},
      {"filters and pages", filters_and_pages},
      {"a token is used once", a_token_is_used_once},
      {"of many callers of two instances one is first", of_many_callers_one_is_first},
      {"many callers of two instances write one chain", many_callers_one_chain},
      {"a purge leaves a proof and a chain that verifies", a_purge_leaves_a_proof},
      {"strange text is only text", strange_text_is_only_text},
      {"health tells", health_tells},
  };
  return promises;
}

}  // namespace foresign::store::test
