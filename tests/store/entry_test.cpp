#include <catch2/catch.hpp>

#include "cds/store/chain.hpp"
#include "cds/store/entry.hpp"
#include "tests/store/support.hpp"

using namespace foresign::store;

TEST_CASE("a record comes back from its canonical text as it was") {
  AuditRecord judged = test::audit(7);
  CHECK(read_audit(entry_of(judged).body) == judged);
  CHECK(read_audit(entry_of(AuditRecord{}).body) == AuditRecord{});

  FeedbackRecord said = test::feedback(7);
  said.accepted_suggestions = {"s-1", "s-2"};
  const Entry entry = entry_of(said);
  CHECK(entry.comment == said.user_comment);
  // These two are kept beside the text.
  said.user_comment.clear();
  said.received_at = Time{};
  CHECK(read_feedback(entry.body) == said);

  const PurgeProof proof{test::noon_ish, Kind::feedback, test::noon_ish, 12, 0, {}};
  CHECK(read_purge(entry_of(proof).body) == proof);
}

TEST_CASE("a body of another kind is no record") {
  const std::string judged = entry_of(test::audit(1)).body;
  CHECK_FALSE(read_feedback(judged));
  CHECK_FALSE(read_purge(judged));
  CHECK_FALSE(read_audit("{\"type\":\"judged\""));
  CHECK_FALSE(read_audit("[]"));
}

TEST_CASE("the canonical text of an audit record never changes by accident") {
  // A chain that was written by an earlier version must still verify: if this fails, the form has changed.
  AuditRecord record = test::audit(1);
  record.evidence = {"Observation/ä"};
  CHECK(
      entry_of(record).body ==
      R"({"type":"judged","time":1795514401000,"requestId":"request-1","issuer":"https://ehr.example","tenant":"north",)"
      R"("user":"Practitioner/petrov","patient":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",)"
      R"("service":"prior-auth-order-sign","policy":"cigna-lumakras","policyVersion":"2025-05-14",)"
      R"("policyDigest":"sha256:00ff","order":"MedicationRequest/draft-1","drug":"sotorasib","verdict":"unknown",)"
      R"("criteria":[{"id":"1.A","verdict":"met"},{"id":"1.B.test","verdict":"unknown"}],)"
      R"("evidence":["Observation/ä"],"cards":[{"uuid":"card-1","suggestions":["suggestion-1","suggestion-2"],"labels":["one","two"]}],)"
      R"("missing":["1.B.test"],"latencyUs":1234,"status":200,)"
      R"("requestDigest":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"})");
}

TEST_CASE("all that the client said is the key of feedback, when it came is not") {
  const FeedbackRecord said = test::feedback(1);
  FeedbackRecord later = said;
  later.received_at += std::chrono::hours(1);
  CHECK(entry_of(later).key == entry_of(said).key);

  std::vector<FeedbackRecord> others(9, said);
  others[0].card = "card-2";
  others[1].outcome = Outcome::accepted;
  others[2].accepted_suggestions = {"s-1"};
  others[3].reason.reset();
  others[4].reason->code = "other";
  others[5].user_comment += '.';
  others[6].outcome_timestamp += std::chrono::milliseconds(1);
  others[7].issuer = "https://other.example";
  others[8].tenant = "south";
  for (std::size_t i = 0; i < others.size(); ++i) {
    CAPTURE(i);
    CHECK(entry_of(others[i]).key != entry_of(said).key);
  }
}

TEST_CASE("what a database or our own reader would refuse is replaced") {
  FeedbackRecord record = test::feedback(1);
  record.card = std::string("a\0b", 3);
  record.user_comment = "x\xffy";
  record.tenant = std::string("\xc3\xa4\0", 3);
  const Entry entry = entry_of(record);
  CHECK(entry.card == "a b");
  CHECK(entry.comment == "x\xef\xbf\xbdy");
  CHECK(entry.tenant == "\xc3\xa4 ");
  REQUIRE(read_feedback(entry.body));
  CHECK(read_feedback(entry.body)->card == "a b");
}

TEST_CASE("hashes are those of SHA-256 (FIPS 180-4)") {
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(genesis() == std::string(64, '0'));
  CHECK(link(genesis(), "abc") == sha256(genesis() + "\nabc"));
}

TEST_CASE("text that is too long to be read is not lost on the way to its refusal") {
  AuditRecord record = test::audit(1);
  record.drug.assign(std::size_t{3} * 1024 * 1024, '\xff');
  CHECK(entry_of(record).body.size() > max_record_bytes);
}
