#include <catch2/catch.hpp>
#include <set>

#include "cds/cards/cards.hpp"
#include "cds/cards/plain.hpp"
#include "cds/cards/wording.hpp"
#include "tests/cds/support.hpp"

using namespace foresign;
using foresign::testing::colorectal_sheet;
using foresign::testing::counting_ids;
using foresign::testing::judged;
using foresign::testing::lumakras;
using foresign::testing::lung_sheet;
using foresign::testing::sheet;

namespace {

fhir::Entry order(const std::string& id = "draft-1") {
  fhir::Entry entry;
  entry.type = "MedicationRequest";
  entry.id = id;
  return entry;
}

hooks::Card card(const policy::Determination& determination) {
  return cards::card_for(determination, lumakras(), order(), "p1", counting_ids());
}

std::string written(const hooks::Card& one) {
  json::Writer writer;
  hooks::write(writer, hooks::Response{{one}});
  return writer.text();
}

std::string created(const hooks::Suggestion& suggestion) {
  REQUIRE(suggestion.actions.size() == 1);
  json::Writer writer;
  suggestion.actions[0].write_resource(writer);
  return writer.text();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

using Names = std::set<std::string>;

// Of the members of an object.
Names names(json::View object) {
  Names all;
  for (const json::View member : object) all.emplace(member.key());
  return all;
}

const std::map<std::string, Verdict> combination_open = {{"2.D.i", Verdict::unknown}, {"2.D.ii", Verdict::unknown}};

}  // namespace

TEST_CASE("a card of met criteria informs") {
  const hooks::Card one = card(judged(lung_sheet({}, Verdict::met)));
  CHECK(one.indicator == hooks::Indicator::info);
  CHECK(one.summary ==
        "Lumakras (sotorasib), Cigna: criteria met for Non-Small Cell Lung Cancer (NSCLC), approval for 1 year");
  CHECK(one.suggestions.empty());
  CHECK(contains(one.detail, "**1\\. Non-Small Cell Lung Cancer (NSCLC)**"));
  CHECK(contains(one.detail,
                 "- [x] **Met**: A) Patient is ≥ 18 years of age — value of 1.A (Observation/1.A value, 2026-01-02)"));
  CHECK(contains(one.detail, "\n  - [x] **Met**: KRAS G12C-mutated — "));
  CHECK(contains(one.detail, "review date 2025-05-14"));
  CHECK(contains(one.detail, "Approval length: 1 year"));
}

TEST_CASE("a card with one open question says that all else is met and asks it") {
  const hooks::Card one = card(judged(lung_sheet({{"1.B.test", Verdict::unknown}}, Verdict::met)));
  CHECK(one.indicator == hooks::Indicator::warning);
  CHECK(one.summary ==
        "Lumakras (sotorasib), Cigna: one question, all else is met: Which FDA-approved test found KRAS G12C?");
  CHECK(contains(one.detail, "one question, all else is met: Which FDA-approved test found KRAS G12C?"));
  CHECK(contains(one.detail, "  - [ ] **Open**: as determined by an approved test — needed: need of 1.B.test"));
  CHECK(contains(
      one.detail,
      "therascreen KRAS RGQ PCR Kit (tumour tissue, for Non-Small Cell Lung Cancer (NSCLC) and Colon or Rectal Cancer) "
      "and Guardant360 CDx (plasma, for Non-Small Cell Lung Cancer (NSCLC))"));
  CHECK(one.suggestions.empty());
}

TEST_CASE("an open choice is one question") {
  const hooks::Card one = card(judged(colorectal_sheet(combination_open, Verdict::met)));
  CHECK(one.summary ==
        "Lumakras (sotorasib), Cigna: one question, all else is met: Is cetuximab or panitumumab given with it? "
        "Or is the combination not tolerated?");
  CHECK(contains(one.detail, "Is cetuximab or panitumumab given with it? Or is the combination not tolerated?"));
  CHECK_FALSE(contains(one.detail, "FDA-approved tests"));  // the policy asks for none there
}

TEST_CASE("a part beside one that is met is not asked for") {
  const hooks::Card one = card(judged(colorectal_sheet({{"2.D.ii", Verdict::unknown}}, Verdict::met)));
  CHECK(one.indicator == hooks::Indicator::info);
  CHECK(contains(
      one.detail,
      "  - [ ] **Not needed**: ii. As per the prescriber, the patient is unable to tolerate combination therapy\n"));
}

TEST_CASE("several open questions are counted and the first is asked") {
  const hooks::Card one =
      card(judged(lung_sheet({{"1.B.mutation", Verdict::unknown}, {"1.C", Verdict::unknown}}, Verdict::met)));
  CHECK(one.summary == "Lumakras (sotorasib), Cigna: 2 questions are open. First: What is the KRAS G12C result?");
}

TEST_CASE("a card of criteria that are not met gives the reason") {
  const hooks::Card one = card(judged(lung_sheet({{"1.A", Verdict::not_met}}, Verdict::met)));
  CHECK(one.indicator == hooks::Indicator::warning);
  CHECK(one.summary == "Lumakras (sotorasib), Cigna: criteria not met: reason of 1.A");
  CHECK(contains(one.detail,
                 "- [ ] **Not met**: A) Patient is ≥ 18 years of age — reason of 1.A: x (Condition/1.A code)"));
}

TEST_CASE("a card of a condition not covered names it and lists the five diagnoses") {
  FactSheet facts = sheet(lumakras(), {}, Verdict::not_met);
  facts.cancers = {{"Condition/c1", "code", "Breast cancer (http://snomed.info/sct 254837009)", "2025-03-01", ""}};
  const hooks::Card one = card(judged(facts));
  CHECK(one.summary == "Lumakras (sotorasib), Cigna: not met, condition not covered: Breast cancer");
  CHECK(contains(one.detail, "is(are) considered not medically necessary for ANY other use(s)."));
  CHECK(contains(one.detail, "On record: Breast cancer"));
  for (const char* line : {"1\\. Non-Small", "2\\. Colon", "3\\. Ampullary", "4\\. Pancreatic", "5\\. Small Bowel"})
    CHECK(contains(one.detail, std::string("- [ ] **Not met**: ") + line));
}

TEST_CASE("a card without a cancer on record says so") {
  FactSheet facts = sheet(lumakras(), {});
  facts.cancers.clear();
  const hooks::Card one = card(judged(facts));
  CHECK(one.summary == "Lumakras (sotorasib), Cigna: cannot tell yet: no cancer diagnosis in the record");
  CHECK(contains(one.detail, "- [ ] **Open**: 3\\. Ampullary Adenocarcinoma — needed: need of 3.diagnosis"));
}

TEST_CASE("a code is shown with the name of its system") {
  CHECK(cards::wording::readable("NSCLC (http://snomed.info/sct 254637007)") == "NSCLC (SNOMED CT 254637007)");
  CHECK(cards::wording::readable("http://hl7.org/fhir/sid/icd-10-cm C34.1") == "ICD-10-CM C34.1");
  CHECK(cards::wording::readable("http://hl7.org/fhir/sid/icd-10 C34.1") == "ICD-10 C34.1");
  CHECK(cards::wording::readable("http://snomed.info/sct/900000 1") == "http://snomed.info/sct/900000 1");
  FactSheet facts = sheet(lumakras(), {}, Verdict::not_met);
  facts.cancers = {{"Condition/c1", "code", "http://hl7.org/fhir/sid/icd-10-cm C50.911", "", ""}};
  CHECK(card(judged(facts)).summary ==
        "Lumakras (sotorasib), Cigna: not met, condition not covered: ICD-10-CM C50.911");
}

TEST_CASE("what must be said first stands first") {
  FactSheet facts = lung_sheet({}, Verdict::met);
  facts.first = {"the patient is recorded as deceased (2026-10-01)", "an active coverage names another payer: Aetna"};
  policy::Determination determination = judged(facts);
  determination.notice = cards::wording::earliest_version_used(lumakras());
  const hooks::Card one = card(determination);
  CHECK(one.summary.rfind("The patient is recorded as deceased (2026-10-01). Lumakras", 0) == 0);
  CHECK(one.detail.rfind(
            "**No version of the policy on file was in force on that day; the earliest, of 2025-05-14, was used.**\n\n"
            "**The patient is recorded as deceased (2026-10-01).**\n\n"
            "**An active coverage names another payer: Aetna.**\n\n",
            0) == 0);
}

TEST_CASE("conflicts and records set aside and gaps are shown") {
  FactSheet facts = lung_sheet({}, Verdict::met);
  for (auto& [id, fact] : facts.answers)
    if (id == "1.B.mutation")
      fact = Fact::met({{"Observation/o1", "value", "G12C", "", ""}},
                       {{"Observation/o2", "value", "absent", "2026-01-01", "plasma"}});
  for (int i = 0; i < 11; ++i) facts.ignored.push_back({"Observation/void" + std::to_string(i), "entered in error"});
  const std::string detail = card(judged(facts, {{"procedures", "not supplied"},
                                                 {"allergies", "not supplied"},
                                                 {"coverage", "the search failed (error, exception)"}}))
                                 .detail;
  CHECK(contains(
      detail, "**Conflicts in the record**\n\n- KRAS G12C result: absent (Observation/o2 value, 2026-01-01), plasma"));
  CHECK(contains(detail, "- Observation/void7: entered in error\n- and 3 more"));
  CHECK(contains(detail,
                 "Could not be retrieved: procedures, allergies (not supplied); coverage (the search failed (error, "
                 "exception))."));
}

TEST_CASE("a record that the shown indication rests on is not shown as set aside") {
  FactSheet facts = lung_sheet({}, Verdict::met);
  facts.ignored = {{"Observation/1.B.mutation", "names another tumour than pancreatic cancer"},
                   {"Observation/o9", "entered in error"}};
  const std::string detail = card(judged(facts)).detail;
  CHECK_FALSE(contains(detail, "names another tumour"));
  CHECK(contains(detail, "**Seen and set aside**\n\n- Observation/o9: entered in error"));
}

TEST_CASE("evidence shows the day of a date with a time") {
  CHECK(cards::wording::evidence(Evidence{"Observation/o1", "value", "G12C", "2026-11-24T09:10:00-06:00", "plasma"}) ==
        "G12C (Observation/o1 value, 2026-11-24), plasma");
}

TEST_CASE("a missing KRAS result brings a draft order of the test") {
  const std::map<std::string, Verdict> open = {{"1.B.mutation", Verdict::unknown}, {"1.B.test", Verdict::unknown}};
  const hooks::Card one = card(judged(lung_sheet(open, Verdict::met)));
  REQUIRE(one.suggestions.size() == 1);
  CHECK(one.suggestions[0].label == "Order KRAS testing");
  CHECK(
      created(one.suggestions[0]) ==
      R"({"resourceType":"ServiceRequest","status":"draft","intent":"order","code":{"coding":[{"system":"http://loinc.org",)"
      R"("code":"82535-6","display":"KRAS gene full mutation analysis in Blood or Tissue by Sequencing"}],)"
      R"("text":"KRAS G12C mutation analysis"},"subject":{"reference":"Patient/p1"},"authoredOn":"2026-11-24"})");
}

TEST_CASE("no test is suggested where one is pending or was not looked for or changes nothing") {
  const std::map<std::string, Verdict> open = {{"1.B.mutation", Verdict::unknown}};
  FactSheet pending = lung_sheet(open, Verdict::met);
  for (auto& [id, fact] : pending.answers)
    if (id == "1.B.mutation")
      fact = Fact::unknown("result not final", {{"Observation/o1", "status", "preliminary", "", ""}});
  CHECK(card(judged(pending)).suggestions.empty());
  CHECK(card(judged(lung_sheet(open, Verdict::met), {{"observations", "not supplied"}})).suggestions.empty());
  const auto removal =
      card(judged(lung_sheet({{"1.A", Verdict::not_met}, {"1.B.mutation", Verdict::unknown}}, Verdict::met)));
  REQUIRE(removal.suggestions.size() == 1);
  CHECK(removal.suggestions[0].actions[0].type == hooks::Action::Type::remove);
}

TEST_CASE("an open combination brings a draft order of either partner") {
  const hooks::Card one = card(judged(colorectal_sheet(combination_open, Verdict::met)));
  REQUIRE(one.suggestions.size() == 2);
  CHECK(one.suggestions[0].label == "Order Vectibix (panitumumab) with it");
  CHECK(contains(created(one.suggestions[0]), R"("code":"263034","display":"panitumumab")"));
  CHECK(contains(created(one.suggestions[1]), R"("code":"318341","display":"cetuximab")"));
  CHECK(
      contains(created(one.suggestions[1]),
               R"("resourceType":"MedicationRequest","status":"draft","intent":"order","medicationCodeableConcept")"));
  CHECK(contains(written(one), R"("selectionBehavior":"at-most-one")"));
  CHECK_FALSE(contains(written(one), "isRecommended"));
}

TEST_CASE("a partner that the patient did not tolerate is not suggested") {
  FactSheet facts = colorectal_sheet(combination_open, Verdict::met);
  for (auto& [id, fact] : facts.answers)
    if (id == "2.D.ii") fact = Fact::unknown("and the other?", {{"AllergyIntolerance/a1", "code", "Erbitux", "", ""}});
  const hooks::Card one = card(judged(facts));
  REQUIRE(one.suggestions.size() == 1);
  CHECK(contains(one.suggestions[0].label, "panitumumab"));
}

TEST_CASE("an order that is not met can be removed where it can be named") {
  const policy::Determination determination = judged(sheet(lumakras(), {}, Verdict::not_met));
  const hooks::Card one = card(determination);
  REQUIRE(one.suggestions.size() == 1);
  CHECK(contains(written(one),
                 R"x("actions":[{"type":"delete","description":"Delete the draft order of Lumakras (sotorasib)",)x"
                 R"x("resourceId":"MedicationRequest/draft-1"}])x"));
  CHECK(cards::card_for(determination, lumakras(), order(""), "p1", counting_ids()).suggestions.empty());
}

TEST_CASE("every card is complete and holds no empty value") {
  struct Row {
    std::string what;
    FactSheet facts;
    Verdict verdict;
    std::vector<std::string> actions;
  };
  FactSheet without_cancer = sheet(lumakras(), {});
  without_cancer.cancers.clear();
  const auto row = GENERATE_COPY(values<Row>({
      {"all met", colorectal_sheet({}, Verdict::met), Verdict::met, {}},
      {"nothing met", sheet(lumakras(), {}, Verdict::not_met), Verdict::not_met, {"delete"}},
      {"nothing known", without_cancer, Verdict::unknown, {}},
      {"no partner", colorectal_sheet(combination_open, Verdict::met), Verdict::unknown, {"create", "create"}},
      {"no result", lung_sheet({{"1.B.mutation", Verdict::unknown}}, Verdict::met), Verdict::unknown, {"create"}},
  }));
  CAPTURE(row.what);
  const std::string text = written(card(judged(row.facts)));
  CHECK(foresign::testing::empty_values(text) == std::vector<std::string>{});
  const auto document = json::read(text);
  REQUIRE(document.value);
  CHECK(names(document.value->root()) == Names{"cards"});  // S-08, S-09, F-09: no `systemActions`
  const json::View view = document.value->root()["cards"][std::size_t{0}];
  Names expected = {"uuid", "summary", "detail", "indicator", "source", "overrideReasons", "links", "extension"};
  if (!row.actions.empty()) expected.insert({"suggestions", "selectionBehavior"});  // C-10
  CHECK(names(view) == expected);
  Names ids = {std::string(view["uuid"].string().value())};
  CHECK(view["indicator"].string() == (row.verdict == Verdict::met ? "info" : "warning"));  // C-03
  CHECK(names(view["source"]) == Names{"label", "url", "topic"});                           // C-07: no `icon`
  CHECK(view["source"]["label"].string() == "Cigna");
  CHECK(view["source"]["url"].string() == lumakras().url);
  CHECK(lumakras().url.starts_with("https://"));
  CHECK(names(view["source"]["topic"]) == Names{"code", "system", "display"});
  CHECK(view["source"]["topic"]["code"].string() == "prior-authorization");
  REQUIRE(view["links"].size() == 1);
  const json::View link = view["links"][std::size_t{0}];
  CHECK(names(link) == Names{"label", "url", "type"});  // L-02, L-03
  CHECK(link["type"].string() == "absolute");
  CHECK(link["url"].string() == lumakras().url);  // L-04: and nothing added to it
  CHECK(view["overrideReasons"].size() == 5);
  for (const json::View reason : view["overrideReasons"]) {
    CHECK(names(reason) == Names{"code", "system", "display"});
    CHECK(reason["system"].string() == "http://foresign.org/fhir/CodeSystem/override-reason");  // C-12
  }
  std::vector<std::string> actions;
  for (const json::View suggestion : view["suggestions"]) {
    CHECK(names(suggestion) == Names{"label", "uuid", "actions"});  // S-02: no `isRecommended`, S-07
    CHECK(ids.insert(std::string(suggestion["uuid"].string().value())).second);
    REQUIRE(suggestion["actions"].size() == 1);
    const json::View action = suggestion["actions"][std::size_t{0}];
    actions.emplace_back(action["type"].string().value());
    CHECK(names(action) ==
          Names{"type", "description", actions.back() == "delete" ? std::string("resourceId") : "resource"});
  }
  CHECK(actions == row.actions);
  if (!actions.empty()) CHECK(view["selectionBehavior"].string() == "at-most-one");
  CHECK(names(view["extension"]) == Names{"org.foresign.determination"});
  CHECK(view["extension"]["org.foresign.determination"]["verdict"].string() == to_string(row.verdict));
}

TEST_CASE("a response without cards is an empty list") {
  json::Writer writer;
  hooks::write(writer, hooks::Response{});
  CHECK(writer.text() == R"({"cards":[]})");
}

TEST_CASE("a summary is shorter than 140 characters whatever is open or said first") {
  const std::string long_text(300, 'x');
  for (const policy::Indication& indication : lumakras().indications) {
    for (const Verdict rest : {Verdict::met, Verdict::not_met, Verdict::unknown}) {
      for (const Asked& asked : policy::inquiry(lumakras()).asked) {
        FactSheet facts = sheet(lumakras(), {{asked.criterion, Verdict::unknown}}, rest);
        for (auto& [id, fact] : facts.answers)
          if (id.find(".diagnosis") != std::string::npos && id.rfind(indication.id, 0) != 0)
            fact = Fact::not_met(long_text, {{"Condition/c1", "code", "x", "", ""}});
        facts.cancers.push_back({"Condition/c2", "code", "ü" + long_text, "", ""});
        const std::string summary = card(judged(facts)).summary;
        CAPTURE(indication.id, asked.criterion, summary);
        CHECK(cards::length(summary) < 140);
        CHECK_FALSE(summary.empty());
        facts.first = {"the patient is recorded as deceased, " + long_text};
        CHECK(cards::length(card(judged(facts)).summary) < 140);
      }
    }
  }
}
