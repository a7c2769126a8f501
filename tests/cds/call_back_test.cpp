// What the service asks the record server for, and what it makes of the answers; the server is a function here.
#include <catch2/catch.hpp>

#include "cds/hooks/prefetch.hpp"
#include "cds/order_sign.hpp"
#include "tests/cds/support.hpp"
#include "tests/support/tree.hpp"

using namespace foresign;
using Had = fhir::client::Answer;
using fhir::client::Failure;
using foresign::testing::file_text;

namespace {

const Library& library() {
  static const Library loaded = [] {
    auto codes = mapping::Terminology::load(std::string(FORESIGN_SOURCE_DIR) + "/mapping/terminology");
    if (!codes.value) throw std::runtime_error(codes.issues.front().message);
    return Library{policy::Catalogue({foresign::testing::lumakras()}), std::move(*codes.value)};
  }();
  return loaded;
}

const mapping::Day today{date::sys_days{date::year{2026} / 11 / 24}};

// A record server: its answers by query, and what it was asked.
struct Server {
  std::map<std::string, Had> answers;
  std::vector<std::string> asked;
  std::size_t rounds = 0;

  void give(const std::string& query, const std::string& body) { answers[query] = {body, std::nullopt}; }
  void fail(const std::string& query, Failure failure) { answers[query] = {{}, failure}; }
  CallBack call_back() {
    return [this](const hooks::HookRequest&) -> fhir::client::Fetch {
      return [this](const std::vector<std::string>& wanted) {
        ++rounds;
        std::vector<Had> all;
        for (const std::string& query : wanted) {
          asked.push_back(query);
          const auto found = answers.find(query);
          all.push_back(found == answers.end() ? Had{{}, Failure::not_found} : found->second);
        }
        return all;
      };
    };
  }
};

std::variant<foresign::Answer, Refusal> answered(const std::string& body, const CallBack& call_back = {}) {
  return order_sign(body, library(), today, foresign::testing::counting_ids(), call_back);
}

const policy::Determination& only(const std::variant<foresign::Answer, Refusal>& result) {
  REQUIRE(std::holds_alternative<foresign::Answer>(result));
  const auto& cards = std::get<foresign::Answer>(result).response.cards;
  REQUIRE(cards.size() == 1);
  return cards[0].determination;
}

std::string why(const policy::Determination& determination, const std::string& key) {
  for (const auto& source : determination.unavailable)
    if (source.key == key) return source.why;
  return "";
}

std::string request_of(const std::string& name) {
  return file_text("fixtures/requests/" + name + ".json");
}

// A complete request, and a server that holds what was its prefetch.
struct Moved {
  explicit Moved(const std::string& name) : request(tree::parse(request_of(name))) {
    patient = request.member("context")->member("patientId")->text;
    for (const hooks::PrefetchKey& row : hooks::prefetch_keys()) {
      std::string query(row.query);
      query.replace(query.find("{{"), std::string::npos, patient);
      queries.emplace_back(row.key, query);
      if (const tree::Tree* value = request.member("prefetch")->member(row.key))
        server.give(query, tree::write(*value));
    }
  }
  // Takes the key out of the prefetch.
  void leave_out(const std::string& key) {
    std::erase_if(request.member("prefetch")->members, [&](const tree::Member& one) { return one.name == key; });
  }
  void leave_out_all() { request.member("prefetch")->members.clear(); }
  std::string query(const std::string& key) const {
    for (const auto& [name, text] : queries)
      if (name == key) return text;
    return "";
  }
  tree::Tree& value(const std::string& key) { return *request.member("prefetch")->member(key); }
  std::string body() const { return tree::write(request); }

  tree::Tree request;
  std::string patient;
  std::vector<std::pair<std::string, std::string>> queries;
  Server server;
};

const std::string outcome =
    R"({"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]})";

const std::string by_reference =
    R"({"resource": {"resourceType": "MedicationRequest", "id": "draft-1", "status": "draft", "intent": "order",
        "medicationReference": {"reference": "Medication/m7"}, "subject": {"reference": "Patient/p1"}}})";

std::string order_of(const std::string& drug) {
  return R"({"resource": {"resourceType": "MedicationRequest", "id": "draft-1", "status": "draft", "intent": "order",
      "medicationCodeableConcept": {"text": ")" +
         drug + R"("}, "subject": {"reference": "Patient/p1"}}})";
}

std::string body_of(const std::string& entries, const std::string& prefetch) {
  return R"({"hook": "order-sign", "hookInstance": "1", "fhirServer": "https://ehr.example/fhir", "context":
      {"patientId": "p1", "draftOrders": {"entry": [)" +
         entries + R"(]}}, "prefetch": )" + prefetch + "}";
}

}  // namespace

TEST_CASE("a record that is fetched is judged as one that was sent along") {
  const std::string name = GENERATE("nsclc", "colorectal", "small-bowel", "ampullary", "pancreatic");
  CAPTURE(name);
  const std::string expected = foresign::testing::to_json(only(answered(request_of(name))));

  SECTION("all of it") {
    Moved moved(name);
    moved.leave_out_all();
    const auto result = answered(moved.body(), moved.server.call_back());
    CHECK(foresign::testing::to_json(only(result)) == expected);
    CHECK(moved.server.asked.size() >= 12);
    CHECK(moved.server.rounds <= 2);
  }
  SECTION("each key alone, and each pair of neighbours") {
    const auto keys = hooks::prefetch_keys();
    for (std::size_t i = 0; i < keys.size(); ++i)
      for (const std::size_t more : {std::size_t{0}, std::size_t{1}}) {
        Moved moved(name);
        moved.leave_out(std::string(keys[i].key));
        if (more == 1) moved.leave_out(std::string(keys[(i + 1) % keys.size()].key));
        CAPTURE(keys[i].key, more);
        const auto result = answered(moved.body(), moved.server.call_back());
        CHECK(foresign::testing::to_json(only(result)) == expected);
        CHECK(moved.server.asked.size() == 1 + more);
      }
  }
  SECTION("nothing is fetched where all was sent along") {
    Moved moved(name);
    CHECK(foresign::testing::to_json(only(answered(moved.body(), moved.server.call_back()))) == expected);
    CHECK(moved.server.asked.empty());
  }
}

TEST_CASE("without a way to ask a missing key stays missing") {
  Moved moved("nsclc");
  moved.leave_out("conditions");
  CHECK(why(only(answered(moved.body())), "conditions") == "not supplied");
  const CallBack none = [](const hooks::HookRequest&) { return fhir::client::Fetch(); };
  CHECK(why(only(answered(moved.body(), none)), "conditions") == "not supplied");
}

TEST_CASE("what was looked up or failed already is not asked for again") {
  const std::string value = GENERATE(as<std::string>{}, "null", R"({"resourceType": "Bundle"})", outcome,
                                     R"({"resourceType": "Bundle", "entry": [{"resource": )" + outcome + "}]}");
  CAPTURE(value);
  Moved moved("nsclc");
  moved.value("conditions") = tree::parse(value);
  (void)only(answered(moved.body(), moved.server.call_back()));
  CHECK(moved.server.asked.empty());
}

TEST_CASE("rule 1.7: what could not be fetched is named with its reason and never taken for absent") {
  Moved moved("nsclc");
  moved.leave_out("conditions");
  const std::string query = moved.query("conditions");
  const std::string lead = "not supplied, and could not be had (the record server ";
  const std::string stranger = R"({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Condition",
      "id": "c9", "subject": {"reference": "Patient/stranger"}, "code": {"text": "non-small cell lung cancer"}}}]})";
  const auto [given, reason] = GENERATE_COPY(table<Had, std::string>({
      {Had{{}, Failure::too_late}, lead + "did not answer in time)"},
      {Had{{}, Failure::unreachable}, lead + "could not be reached)"},
      {Had{{}, Failure::refused}, lead + "refused access)"},
      {Had{"{\"resourceType\": \"Bund", {}}, lead + "answered with something else)"},
      {Had{"<html>", {}}, lead + "answered with something else)"},
      {Had{"", {}}, lead + "answered with something else)"},
      {Had{R"({"resourceType": "Condition", "id": "c1"})", {}}, lead + "answered with something else)"},
      {Had{R"({"resourceType": "Patient", "id": "p1"})", {}}, lead + "answered with something else)"},
      {Had{"[]", {}}, lead + "answered with something else)"},
      {Had{outcome, {}}, "the search failed (error: exception)"},
      {Had{stranger, {}}, "holds another patient's records"},
      {Had{R"({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Observation"}}]})", {}},
       "holds something else than was asked for"},
  }));
  CAPTURE(reason);
  moved.server.answers[query] = given;
  const auto result = answered(moved.body(), moved.server.call_back());
  const policy::Determination& determination = only(result);
  CHECK(why(determination, "conditions") == reason);
  CHECK(determination.verdict == Verdict::unknown);
}

TEST_CASE("another Patient than the one asked for is not used") {
  Moved moved("nsclc");
  moved.leave_out("patient");
  moved.server.give(moved.query("patient"), R"({"resourceType": "Patient", "id": "other", "birthDate": "2020-01-01"})");
  const auto result = answered(moved.body(), moved.server.call_back());
  CHECK(why(only(result), "patient") ==
        "not supplied, and could not be had (the record server answered with something else)");
}

TEST_CASE("412 only if nothing of the record came from anywhere") {
  Moved moved("nsclc");
  moved.leave_out_all();
  for (auto& [query, given] : moved.server.answers) given = {{}, Failure::too_late};
  const auto nothing = answered(moved.body(), moved.server.call_back());
  REQUIRE(std::holds_alternative<Refusal>(nothing));
  CHECK(std::get<Refusal>(nothing).why == Refusal::Why::no_record);

  moved.server.give(moved.query("observations"), R"({"resourceType": "Bundle", "type": "searchset"})");
  CHECK(only(answered(moved.body(), moved.server.call_back())).verdict == Verdict::unknown);
}

TEST_CASE("further pages are fetched, of what was sent along and of what was fetched") {
  const bool sent_along = GENERATE(true, false);
  CAPTURE(sent_along);
  Moved moved("nsclc");
  const std::string expected = foresign::testing::to_json(only(answered(moved.body())));
  const std::string link = "https://ehr.example.org/fhir?page=";
  // One Observation a page.
  const tree::Tree whole = moved.value("observations");
  const std::vector<tree::Tree>& entries = whole.member("entry")->items;
  const auto page = [&](std::size_t number) {
    std::string text = R"({"resourceType": "Bundle", "entry": [)" + tree::write(entries[number]) + "]";
    if (number + 1 < entries.size())
      text += R"(, "link": [{"relation": "next", "url": ")" + link + std::to_string(number + 1) + "\"}]";
    return text + "}";
  };
  moved.value("observations") = tree::parse(page(0));
  for (std::size_t i = 1; i < entries.size(); ++i) moved.server.give(link + std::to_string(i), page(i));
  if (!sent_along) {
    moved.leave_out("observations");
    moved.server.give(moved.query("observations"), page(0));
  }
  CHECK(foresign::testing::to_json(only(answered(moved.body(), moved.server.call_back()))) == expected);

  SECTION("without a way to ask the source is incomplete") {
    if (sent_along)
      CHECK(why(only(answered(moved.body())), "observations") == "incomplete: a further page was not supplied");
  }
  SECTION("a page that cannot be had is named") {
    moved.server.fail(link + "2", Failure::elsewhere);
    CHECK(why(only(answered(moved.body(), moved.server.call_back())), "observations") ==
          "incomplete: a further page could not be had (it lies outside the record server)");
  }
  SECTION("pages that lead in a circle end") {
    moved.server.give(link + "2", page(0));
    CHECK(why(only(answered(moved.body(), moved.server.call_back())), "observations") ==
          "incomplete: a further page could not be had (the pages lead in a circle)");
  }
}

TEST_CASE("the Medication of an order decides whether there is anything to judge") {
  Server server;
  const std::string body = body_of(by_reference, R"({"patient": null})");
  SECTION("sotorasib") {
    server.give("Medication/m7", R"({"resourceType": "Medication", "id": "m7", "code": {"text": "sotorasib"}})");
    const auto result = answered(body, server.call_back());
    CHECK(only(result).drug == "sotorasib");
    CHECK(server.asked.front() == "Medication/m7");
    CHECK(server.asked.size() == 12);  // and the eleven keys that were not supplied
  }
  SECTION("another drug: nothing else is fetched") {
    server.give("Medication/m7", R"({"resourceType": "Medication", "id": "m7", "code": {"text": "aspirin"}})");
    const auto result = answered(body, server.call_back());
    CHECK(std::get<foresign::Answer>(result).response.cards.empty());
    CHECK(server.asked == std::vector<std::string>{"Medication/m7"});
  }
  SECTION("another Medication than the one asked for is not used") {
    server.give("Medication/m7", R"({"resourceType": "Medication", "id": "m8", "code": {"text": "sotorasib"}})");
    CHECK(std::get<foresign::Answer>(answered(body, server.call_back())).response.cards.empty());
  }
  SECTION("where it cannot be had and has no display, nothing tells the drug, and there is no card") {
    server.fail("Medication/m7", Failure::refused);
    CHECK(std::get<foresign::Answer>(answered(body, server.call_back())).response.cards.empty());
    CHECK(server.asked == std::vector<std::string>{"Medication/m7"});
  }
  SECTION("where it cannot be had, the display is read and the card says so") {
    std::string displayed = body;
    displayed.replace(displayed.find("\"Medication/m7\""), 15, R"("Medication/m7", "display": "Lumakras 240 mg")");
    server.fail("Medication/m7", Failure::refused);
    CHECK(why(only(answered(displayed, server.call_back())), "draftOrders") ==
          "incomplete: a medication could not be had (the record server refused access)");
  }
}

TEST_CASE("a Medication is asked for by its id on the request's server, or not at all") {
  const auto [reference, query] = GENERATE(table<std::string, std::string>({
      {"Medication/m7", "Medication/m7"},
      {"Medication/m7/_history/3", "Medication/m7"},
      {"https://ehr.example/fhir/Medication/m7", "Medication/m7"},
      {"https://EHR.example:443/fhir/Medication/m7", "Medication/m7"},
      {"https://evil.example/fhir/Medication/m7", ""},
      {"https://ehr.example/other/Medication/m7", ""},
      {"Patient/p1", ""},
      {"Medication/..", ""},
      {"Medication/a b", ""},
      {"Medication/m7?x=y", ""},
      {"urn:uuid:0f5f3f0e-7f0c-4b5f-9f6e-0d6c1c1f9a01", ""},
      {"#m7", ""},
      {"m7", ""},
  }));
  CAPTURE(reference);
  std::string entry = by_reference;
  entry.replace(entry.find("Medication/m7"), 13, reference);
  Server server;
  (void)answered(body_of(entry, R"({"patient": null})"), server.call_back());
  CHECK(server.asked == (query.empty() ? std::vector<std::string>{} : std::vector<std::string>{query}));
}

TEST_CASE("the Medications of the record are fetched after it, each once") {
  const std::string statement =
      R"({"resource": {"resourceType": "MedicationStatement", "id": "s1", "status": "completed",
          "medicationReference": {"reference": "Medication/m1"}, "subject": {"reference": "Patient/p1"}}},
         {"resource": {"resourceType": "MedicationStatement", "id": "s2", "status": "completed",
          "medicationReference": {"reference": "Medication/m1"}, "subject": {"reference": "Patient/p1"}}},
         {"resource": {"resourceType": "MedicationStatement", "id": "s3", "status": "completed",
          "medicationReference": {"reference": "Medication/m2"}, "subject": {"reference": "Patient/p2"}}})";
  const std::string order = order_of("sotorasib");
  std::string prefetch = "{";
  for (const hooks::PrefetchKey& row : hooks::prefetch_keys())
    if (row.key != "medicationStatements") prefetch += "\"" + std::string(row.key) + "\": null, ";
  const std::string body =
      body_of(order, prefetch + R"("medicationStatements": {"resourceType": "Bundle", "entry": [)" + statement + "]}}");
  Server server;
  server.give("Medication/m1", R"({"resourceType": "Medication", "id": "m1", "code": {"text": "carboplatin"}})");
  const auto result = answered(body, server.call_back());
  CHECK(server.asked == std::vector<std::string>{"Medication/m1"});
  CHECK(only(result).unavailable.empty());

  server.fail("Medication/m1", Failure::too_late);
  CHECK(why(only(answered(body, server.call_back())), "medicationStatements") ==
        "incomplete: a medication could not be had (the record server did not answer in time)");
}

TEST_CASE("an order for another drug asks for nothing") {
  const std::string order = order_of("aspirin");
  Server server;
  CHECK(std::get<foresign::Answer>(answered(body_of(order, "{}"), server.call_back())).response.cards.empty());
  CHECK(server.asked.empty());
}

TEST_CASE("rules 2.3 and 2.4: nothing of the record is fetched for orders that are not judged") {
  const auto [written, instead, judged] = GENERATE(table<std::string, std::string, bool>({
      {R"("status": "draft")", R"("status": "cancelled")", false},
      {R"("status": "draft")", R"("status": "stopped")", false},
      {R"("status": "draft")", R"("status": "completed")", false},
      {R"("status": "draft")", R"("status": "entered-in-error")", false},
      {R"("status": "draft")", R"("doNotPerform": true, "status": "draft")", false},
      {R"({"reference": "Patient/p1"})", R"({"reference": "Patient/p2"})", false},
      {R"("status": "draft")", R"("status": "active")", true},
      // Whose it is only the Patient tells, who has yet to be fetched.
      {R"({"reference": "Patient/p1"})", R"({"identifier": {"system": "urn:mrn", "value": "7"}})", true},
  }));
  CAPTURE(instead);
  std::string order = order_of("sotorasib");
  order.replace(order.find(written), written.size(), instead);
  Server server;
  server.give("Patient/p1",
              R"({"resourceType": "Patient", "id": "p1", "identifier": [{"system": "urn:mrn", "value": "7"}]})");
  const auto result = answered(body_of(order, "{}"), server.call_back());
  REQUIRE(std::holds_alternative<foresign::Answer>(result));
  CHECK(std::get<foresign::Answer>(result).response.cards.size() == (judged ? 1 : 0));
  CHECK(server.asked.empty() == !judged);
}

TEST_CASE("rule 1.7: a Medication that could not be had leaves a gap whatever key its record came under") {
  std::string prefetch = R"({"history": {"resourceType": "Bundle", "entry": [{"resource": {
      "resourceType": "MedicationStatement", "id": "s1", "status": "completed",
      "medicationReference": {"reference": "Medication/m1"}, "subject": {"reference": "Patient/p1"}}}]})";
  for (const hooks::PrefetchKey& row : hooks::prefetch_keys()) prefetch += ", \"" + std::string(row.key) + "\": null";
  Server server;
  const auto result = answered(body_of(order_of("sotorasib"), prefetch + "}"), server.call_back());
  CHECK(server.asked == std::vector<std::string>{"Medication/m1"});
  CHECK(why(only(result), "medicationStatements") ==
        "incomplete: a medication could not be had (the record server does not have it)");
}

TEST_CASE("a patient id that is none is not put into a query") {
  const std::string order = order_of("sotorasib");
  std::string body = body_of(order, R"({"conditions": null})");
  for (auto at = body.find("\"p1\""); at != std::string::npos; at = body.find("\"p1\""))
    body.replace(at, 4, "\"p1/../x\"");
  for (auto at = body.find("Patient/p1\""); at != std::string::npos; at = body.find("Patient/p1\""))
    body.replace(at, 11, "Patient/p1/../x\"");
  Server server;
  (void)answered(body, server.call_back());
  CHECK(server.asked.empty());
}

TEST_CASE("fhirAuthorization counts whole or not at all") {
  const std::string whole = R"("access_token": "t-1", "token_type": "Bearer", "expires_in": 300,
      "scope": "patient/*.rs", "subject": "foresign")";
  const auto [members, there] = GENERATE_COPY(table<std::string, bool>({
      {whole, true},
      {whole + R"(, "patient": "p1")", true},
      {whole + R"(, "patient": "p2")", false},
      {R"("access_token": "t-1", "token_type": "bearer", "expires_in": 300, "scope": "s", "subject": "x")", true},
      {R"("token_type": "Bearer", "expires_in": 300, "scope": "s", "subject": "x")", false},
      {R"("access_token": "", "token_type": "Bearer", "expires_in": 300, "scope": "s", "subject": "x")", false},
      {R"("access_token": "t-1", "expires_in": 300, "scope": "s", "subject": "x")", false},
      {R"("access_token": "t-1", "token_type": "MAC", "expires_in": 300, "scope": "s", "subject": "x")", false},
      {R"("access_token": "t-1", "token_type": "Bearer", "scope": "s", "subject": "x")", false},
      {R"("access_token": "t-1", "token_type": "Bearer", "expires_in": "300", "scope": "s", "subject": "x")", false},
      {R"("access_token": "t-1", "token_type": "Bearer", "expires_in": 300, "subject": "x")", false},
      {R"("access_token": "t-1", "token_type": "Bearer", "expires_in": 300, "scope": "s")", false},
      {"", false},
  }));
  CAPTURE(members);
  std::string text = body_of(by_reference, "{}");
  text.insert(1, "\"fhirAuthorization\": {" + members + "}, ");
  const auto read = hooks::read_request(text);
  REQUIRE(read.value);
  REQUIRE(read.value->authorization.has_value() == there);
  if (there) CHECK(read.value->authorization->access_token.text() == "t-1");
  if (there) CHECK(read.value->authorization->expires_in == std::chrono::seconds(300));
}

TEST_CASE("fhirAuthorization without fhirServer is refused") {
  std::string text = body_of(by_reference, "{}");
  text.replace(text.find("fhirServer"), 10, "somewhere_");
  CHECK(hooks::read_request(text).value);
  text.insert(1, R"("fhirAuthorization": {"access_token": "t-1"}, )");
  const auto read = hooks::read_request(text);
  CHECK_FALSE(read.value);
  CHECK(read.issues == std::vector<json::Issue>{{json::Severity::fatal, "fhirServer",
                                                 "is missing, and required where `fhirAuthorization` is there"}});
}
