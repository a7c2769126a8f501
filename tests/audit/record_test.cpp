// What is kept of a call, and what is not.
#include "cds/audit/record.hpp"

#include <catch2/catch.hpp>

#include "cds/audit/feedback.hpp"
#include "cds/store/entry.hpp"
#include "tests/audit/world.hpp"

using namespace foresign;
using namespace foresign::audit;

TEST_CASE("a judged order leaves who was told what, and why") {
  const store::AuditRecord kept = audit::test::record();
  CHECK(kept.time == audit::test::ten_o_clock);
  CHECK(kept.request_id == "request-1");
  CHECK(kept.issuer == "https://ehr.example");
  CHECK(kept.tenant == "ward-7");
  CHECK(kept.user == "Practitioner/dr-1");
  CHECK(kept.service == "prior-auth-order-sign");
  CHECK(kept.policy_id == "cigna-lumakras");
  CHECK(kept.policy_version == "2025-05-14");
  CHECK(kept.policy_digest == "sha256:abc");
  CHECK(kept.order == "MedicationRequest/draft-1");
  CHECK(kept.drug == "sotorasib");
  CHECK(kept.verdict == "unknown");
  CHECK(kept.criteria == std::vector<store::CriterionVerdict>{
                             {"1.A", "met"}, {"1.B", "unknown"}, {"1.B.mutation", "met"}, {"1.B.test", "unknown"}});
  // Conflicts are part of why; each reference once; the patient's own names no id.
  CHECK(kept.evidence == std::vector<std::string>{"Patient", "Condition/c1", "Observation/kras", "Observation/old"});
  CHECK(kept.missing == std::vector<std::string>{"1.B.test", "prefetch.procedures"});
  REQUIRE(kept.cards.size() == 1);
  CHECK(kept.cards[0].uuid == "card-1");
  CHECK(kept.cards[0].suggestions == std::vector<std::string>{"suggestion-1", "suggestion-2"});
  CHECK(kept.cards[0].labels == std::vector<std::string>{"Order KRAS testing", "Remove the order"});
  CHECK(kept.latency.count() == 1500);
  CHECK(kept.status == 200);
  // SHA-256 of `{}`.
  CHECK(kept.request_digest == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
}

TEST_CASE("without a shown indication the diagnoses are what was told") {
  Answer answer = audit::test::answer();
  answer.response.cards[0].determination.basis = policy::Basis::not_covered;
  const auto records = records_of(answer, audit::test::call(), audit::test::key());
  REQUIRE(records.size() == 1);
  CHECK(std::get<store::AuditRecord>(records[0]).criteria ==
        std::vector<store::CriterionVerdict>{{"1.A", "met"}, {"2.diagnosis", "not-met"}});
}

TEST_CASE("every judged order has a record and a call without one has none") {
  Answer answer = audit::test::answer();
  answer.response.cards.push_back(answer.response.cards[0]);
  answer.response.cards[1].uuid = "card-2";
  const auto records = records_of(answer, audit::test::call(), audit::test::key());
  REQUIRE(records.size() == 2);
  CHECK(std::get<store::AuditRecord>(records[1]).cards[0].uuid == "card-2");
  CHECK(records_of(Answer{}, audit::test::call(), audit::test::key()).empty());
}

TEST_CASE("a refused call leaves who asked about whom, without policy and verdicts") {
  Call call = audit::test::call();
  call.status = 412;
  const Refusal refusal{Refusal::Why::no_record, {}, {"Practitioner/dr-1", "patient-1"}};
  const auto kept = std::get<store::AuditRecord>(record_of(refusal, call, audit::test::key()));
  CHECK(kept.status == 412);
  CHECK(kept.user == "Practitioner/dr-1");
  CHECK(kept.patient == audit::test::record().patient);
  CHECK(kept.policy_id.empty());
  CHECK(kept.verdict.empty());
  CHECK(kept.criteria.empty());
  CHECK(kept.cards.empty());
}

TEST_CASE("a patient is a keyed hash that differs between clients") {
  const PatientKey key = audit::test::key();
  const auth::Caller caller{"https://ehr.example", "", ""};
  // HMAC-SHA256 under 32 times `k` of `19 https://ehr.example0 9 patient-1`, computed with `openssl dgst -hmac`.
  CHECK(patient_of("patient-1", caller, key) == "f029dbf4754f8d4f701f26b30640b7e848fac85c6757bec61ea16e544caccc70");
  CHECK(patient_of("patient-2", caller, key) != patient_of("patient-1", caller, key));
  CHECK(patient_of("patient-1", {"https://other.example", "", ""}, key) != patient_of("patient-1", caller, key));
  CHECK(patient_of("patient-1", {"https://ehr.example", "t", ""}, key) != patient_of("patient-1", caller, key));
  CHECK(patient_of("patient-1", caller, {std::string(32, 'l'), false}) != patient_of("patient-1", caller, key));
  // Issuer and tenant cannot be cut elsewhere.
  CHECK(patient_of("p", {"ab", "c", ""}, key) != patient_of("p", {"a", "bc", ""}, key));
  CHECK(patient_of("", caller, key).empty());
  CHECK(patient_of("patient-1", caller, {"", true}) == "patient-1");
}

TEST_CASE("who signs is kept only where it is a reference") {
  const auto [sent, kept] = GENERATE(table<std::string, std::string>({
      {"Practitioner/dr-1", "Practitioner/dr-1"},
      {"PractitionerRole/A.1-b", "PractitionerRole/A.1-b"},
      {"Dr. Wanda Marker", ""},
      {"Practitioner/Wanda Marker", ""},
      {"Practitioner/", ""},
      {"/1", ""},
      {"Patient/patient-1", ""},
      {"https://ehr.example/Practitioner/1", ""},
      {"", ""},
  }));
  CAPTURE(sent);
  Answer answer = audit::test::answer();
  answer.parties.user_id = sent;
  CHECK(std::get<store::AuditRecord>(records_of(answer, audit::test::call(), audit::test::key())[0]).user == kept);
}

TEST_CASE("no request is too large to be kept") {
  Answer answer = audit::test::answer();
  // Each of these bytes needs six in JSON.
  const std::string id(100'000, '\x01');
  policy::Determination& determination = answer.response.cards[0].determination;
  determination.order = id;
  for (int i = 0; i < 5000; ++i) {
    determination.indications[0].criteria[0].evidence.push_back({std::to_string(i) + id, "", "", "", ""});
    determination.unavailable.push_back({std::to_string(i) + id, ""});
  }
  Call call = audit::test::call();
  call.caller.tenant = id;
  const auto records = records_of(answer, call, {"", true});
  CHECK(store::entry_of(std::get<store::AuditRecord>(records[0])).body.size() < store::max_record_bytes);
}

TEST_CASE("feedback is kept with its client and the time of its receipt") {
  hooks::Feedback accepted;
  accepted.card = "card-1";
  accepted.outcome = hooks::Outcome::accepted;
  accepted.accepted_suggestions = {"suggestion-1"};
  accepted.outcome_time = audit::test::ten_o_clock;
  hooks::Feedback overridden;
  overridden.card = "card-2";
  overridden.override_reason = {"http://foresign.example/reasons", "result-pending", "Result pending"};
  overridden.user_comment = "waiting";
  const auth::Caller caller{"https://ehr.example", "ward-7", ""};
  const auto records = records_of({accepted, overridden}, caller, audit::test::ten_o_clock + std::chrono::seconds(5));
  REQUIRE(records.size() == 2);
  const auto& first = std::get<store::FeedbackRecord>(records[0]);
  CHECK(first.card == "card-1");
  CHECK(first.outcome == store::Outcome::accepted);
  CHECK(first.accepted_suggestions == std::vector<std::string>{"suggestion-1"});
  CHECK_FALSE(first.reason);
  CHECK(first.outcome_timestamp == audit::test::ten_o_clock);
  CHECK(first.received_at == audit::test::ten_o_clock + std::chrono::seconds(5));
  CHECK(first.issuer == "https://ehr.example");
  CHECK(first.tenant == "ward-7");
  const auto& second = std::get<store::FeedbackRecord>(records[1]);
  CHECK(second.outcome == store::Outcome::overridden);
  REQUIRE(second.reason);
  CHECK(second.reason->code == "result-pending");
  CHECK(second.reason->system == "http://foresign.example/reasons");
  CHECK(second.user_comment == "waiting");
}
