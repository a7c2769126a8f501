// What must hold for every record: changes that no rule reads never change a verdict, and taking evidence away never
// makes anything met. The records are all complete requests and all scenarios.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/support/library.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/tree.hpp"

namespace {

using namespace foresign;
using foresign::testing::fixture_day;
using foresign::testing::library;
using tree::Tree;

const std::string source_dir = FORESIGN_SOURCE_DIR;

// The properties look at a part of the scenarios where sanitizers make everything slow, each at another one.
#ifdef FORESIGN_SANITIZED
constexpr std::size_t every_nth_seed = 8;
#else
constexpr std::size_t every_nth_seed = 1;
#endif

struct Seed {
  std::string name;
  std::string body;
  mapping::Day day;
};

std::vector<Seed> complete_seeds() {
  std::vector<Seed> seeds;
  for (const scenario::Complete& complete : scenario::complete_requests())
    seeds.push_back({complete.name, scenario::file_text(source_dir + "/fixtures/requests/" + complete.name + ".json"),
                     fixture_day()});
  return seeds;
}

const std::vector<Seed>& all_seeds() {
  static const std::vector<Seed> seeds = [] {
    std::vector<Seed> made = complete_seeds();
    std::vector<std::string> files;
    for (const auto& file : std::filesystem::recursive_directory_iterator(source_dir + "/fixtures/scenarios"))
      if (file.path().extension() == ".json") files.push_back(file.path().string());
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) {
      const auto scenario = scenario::read_scenario(scenario::file_text(file));
      REQUIRE(scenario.value);
      const std::string base =
          scenario::file_text(source_dir + "/fixtures/requests/" + scenario.value->starts_from + ".json");
      const auto document = json::read(base);
      REQUIRE(document.value);
      made.push_back({file,
                      scenario::edited_request(document.value->root(), *scenario.value).body,
                      {scenario.value->day, scenario.value->day_of_order}});
    }
    return made;
  }();
  return seeds;
}

void collect(const policy::Judgement& judgement, std::string& out) {
  out += judgement.id + " " + std::string(to_string(judgement.verdict)) + "\n";
  for (const policy::Judgement& part : judgement.of) collect(part, out);
}

// Every verdict of every order; `refused` where the request is.
std::string verdicts(const std::string& body, const mapping::Day& day) {
  const auto result = order_sign(body, library(), day, [] { return std::string("id"); });
  const auto* answer = std::get_if<Answer>(&result);
  if (answer == nullptr) return "refused";
  std::vector<std::string> orders;
  for (const hooks::Card& card : answer->response.cards) {
    const policy::Determination& determination = card.determination;
    std::string out = determination.order + " " + std::string(to_string(determination.verdict)) + " " +
                      std::to_string(static_cast<int>(determination.basis)) + " " + determination.indication + "\n";
    for (const policy::IndicationJudgement& indication : determination.indications)
      for (const policy::Judgement& criterion : indication.criteria) collect(criterion, out);
    orders.push_back(std::move(out));
  }
  std::sort(orders.begin(), orders.end());
  std::string all;
  for (const std::string& order : orders) all += order;
  return all;
}

const std::string& verdicts_of_seed(const Seed& seed) {
  static std::map<std::string, std::string> known;
  const auto [found, is_new] = known.try_emplace(seed.name);
  if (is_new) found->second = verdicts(seed.body, seed.day);
  return found->second;
}

// Applies a change to every seed that can be changed (from `first_seed` on, where not all are looked at), and compares
// all verdicts. `change` says whether it changed anything.
void check_unchanged(std::size_t first_seed, const std::function<bool(Tree&)>& change) {
  std::size_t changed = 0;
  for (std::size_t at = first_seed % every_nth_seed; at < all_seeds().size(); at += every_nth_seed) {
    const Seed& seed = all_seeds()[at];
    if (!json::read(seed.body).value) continue;  // scenarios of unusable requests
    Tree request = tree::parse(seed.body);
    if (request.member("prefetch") == nullptr || !change(request)) continue;
    ++changed;
    INFO(seed.name);
    CHECK(verdicts(tree::write(request), seed.day) == verdicts_of_seed(seed));
  }
  CHECK(changed > 500 / every_nth_seed);
}

std::vector<Tree*> bundles(Tree& request) {
  std::vector<Tree*> found;
  Tree* prefetch = request.member("prefetch");
  if (prefetch == nullptr) return found;
  for (auto& [key, value] : prefetch->members)
    if (Tree* entries = value.member("entry"); entries != nullptr && entries->kind == json::Kind::array)
      found.push_back(entries);
  return found;
}

void each_object(Tree& tree, const std::function<void(Tree&)>& visit) {
  if (tree.kind == json::Kind::object) visit(tree);
  for (auto& [key, value] : tree.members) each_object(value, visit);
  for (Tree& item : tree.items) each_object(item, visit);
}

bool add_entry(Tree& request, std::string_view key, const std::string& resource) {
  Tree* prefetch = request.member("prefetch");
  Tree* bundle = prefetch == nullptr ? nullptr : prefetch->member(key);
  Tree* entries = bundle == nullptr ? nullptr : bundle->member("entry");
  if (entries == nullptr || entries->kind != json::Kind::array) return false;
  entries->items.push_back(tree::parse(R"({"resource":)" + resource + "}"));
  return true;
}

// The leaf criteria that are met, with the resources that they name as evidence.
void collect_met(const policy::Judgement& judgement,
                 std::vector<std::pair<std::string, std::set<std::string>>>& found) {
  if (judgement.of.empty() && judgement.verdict == Verdict::met) {
    std::set<std::string> references;
    for (const Evidence& evidence : judgement.evidence) references.insert(evidence.reference);
    found.emplace_back(judgement.id, std::move(references));
  }
  for (const policy::Judgement& part : judgement.of) collect_met(part, found);
}

std::vector<std::pair<std::string, std::set<std::string>>> met_leaves(const policy::Determination& determination) {
  std::vector<std::pair<std::string, std::set<std::string>>> found;
  for (const policy::IndicationJudgement& indication : determination.indications)
    for (const policy::Judgement& criterion : indication.criteria) collect_met(criterion, found);
  return found;
}

bool is_named(const Tree& resource, const std::set<std::string>& references) {
  const Tree* type = resource.member("resourceType");
  const Tree* id = resource.member("id");
  return type != nullptr && id != nullptr && references.contains(type->text + "/" + id->text);
}

// Takes these resources out of the record. False where not all of them are entries of the prefetch.
bool remove_all(Tree& request, const std::set<std::string>& references) {
  Tree* prefetch = request.member("prefetch");
  if (prefetch == nullptr) return false;
  std::size_t removed = 0;
  std::erase_if(prefetch->members, [&](const auto& member) {
    const bool named = is_named(member.value, references);
    removed += named ? 1 : 0;
    return named;
  });
  for (Tree* entries : bundles(request))
    std::erase_if(entries->items, [&](const Tree& entry) {
      const Tree* resource = entry.member("resource");
      const bool named = resource != nullptr && is_named(*resource, references);
      removed += named ? 1 : 0;
      return named;
    });
  return removed == references.size();
}

}  // namespace

TEST_CASE("property: the order of entries never changes a verdict") {
  std::mt19937 random(20261124);
  check_unchanged(1, [&](Tree& request) {
    for (Tree* entries : bundles(request)) std::shuffle(entries->items.begin(), entries->items.end(), random);
    Tree* prefetch = request.member("prefetch");
    std::reverse(prefetch->members.begin(), prefetch->members.end());
    return !prefetch->members.empty();
  });
}

TEST_CASE("property: resources that no rule reads never change a verdict") {
  check_unchanged(2, [](Tree& request) {
    const Tree* context = request.member("context");
    const Tree* patient = context == nullptr ? nullptr : context->member("patientId");
    if (patient == nullptr) return false;
    const std::string subject = R"("subject":{"reference":"Patient/)" + patient->text + R"("})";
    bool added = add_entry(
        request, "observations",
        R"({"resourceType":"Observation","id":"noise-bp","status":"final",)" + subject +
            R"(,"code":{"coding":[{"system":"http://loinc.org","code":"85354-9","display":"Blood pressure panel"}]},
        "effectiveDateTime":"2026-11-01","component":[{"code":{"text":"Systolic"},"valueQuantity":{"value":128,"unit":"mmHg"}}]})");
    added =
        add_entry(
            request, "conditions",
            R"({"resourceType":"Condition","id":"noise-htn",)" + subject +
                R"(,"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"I10"}],"text":"Hypertension"}})") ||
        added;
    added =
        add_entry(
            request, "procedures",
            R"({"resourceType":"Immunization","id":"noise-flu","status":"completed","patient":{"reference":"Patient/)" +
                patient->text + R"("}})") ||
        added;
    added =
        add_entry(
            request, "medicationStatements",
            R"({"resourceType":"MedicationStatement","id":"noise-statin","status":"active",)" + subject +
                R"(,"medicationCodeableConcept":{"text":"atorvastatin 20 mg"},"effectiveDateTime":"2020-01-01"})") ||
        added;
    return added;
  });
}

TEST_CASE("property: another patient's resources never change a verdict") {
  // Everything of all complete requests, as another person's record.
  std::vector<std::pair<std::string, std::string>> foreign;
  for (const Seed& seed : complete_seeds()) {
    Tree request = tree::parse(seed.body);
    for (auto& [key, value] : request.member("prefetch")->members) {
      if (key == "patient") continue;
      Tree* entries = value.member("entry");
      if (entries == nullptr) continue;
      for (Tree& entry : entries->items) {
        Tree* resource = entry.member("resource");
        if (resource == nullptr) continue;
        bool about_someone = false;
        for (const char* name : {"subject", "patient", "beneficiary"})
          if (Tree* subject = resource->member(name)) {
            *subject = tree::parse(R"({"reference":"Patient/someone-else"})");
            about_someone = true;
          }
        if (!about_someone) continue;
        if (Tree* id = resource->member("id")) id->text = "foreign-" + seed.name + "-" + id->text;
        foreign.emplace_back(key, tree::write(*resource));
      }
    }
  }
  REQUIRE(foreign.size() > 40);
  check_unchanged(3, [&](Tree& request) {
    bool added = false;
    for (const auto& [key, resource] : foreign) added = add_entry(request, key, resource) || added;
    return added;
  });
}

TEST_CASE("property: the order of codings never changes a verdict") {
  check_unchanged(4, [](Tree& request) {
    bool changed = false;
    each_object(*request.member("prefetch"), [&](Tree& object) {
      if (Tree* codings = object.member("coding"); codings != nullptr && codings->kind == json::Kind::array) {
        std::reverse(codings->items.begin(), codings->items.end());
        changed = true;
      }
    });
    return changed;
  });
}

TEST_CASE("property: a bundle split over several keys never changes a verdict") {
  check_unchanged(5, [](Tree& request) {
    Tree* prefetch = request.member("prefetch");
    Tree extra = tree::parse(R"({"resourceType":"Bundle","type":"searchset","entry":[]})");
    for (auto& [key, value] : prefetch->members) {
      Tree* entries = value.member("entry");
      if (entries == nullptr || entries->kind != json::Kind::array || entries->items.size() < 2) continue;
      const auto half = entries->items.begin() + static_cast<std::ptrdiff_t>(entries->items.size() / 2);
      extra.member("entry")->items.insert(extra.member("entry")->items.end(), half, entries->items.end());
      entries->items.erase(half, entries->items.end());
    }
    prefetch->members.push_back({"elsewhere", std::move(extra)});
    return true;
  });
}

TEST_CASE("property: absolute references to the same server never change a verdict") {
  check_unchanged(6, [](Tree& request) {
    const Tree* server = request.member("fhirServer");
    if (server == nullptr || server->kind != json::Kind::string) return false;
    std::string base = server->text;
    while (!base.empty() && base.back() == '/') base.pop_back();
    bool changed = false;
    each_object(*request.member("prefetch"), [&](Tree& object) {
      Tree* reference = object.member("reference");
      if (reference == nullptr || reference->kind != json::Kind::string) return;
      const std::string& text = reference->text;
      if (text.empty() || text[0] == '#' || text.find(':') != std::string::npos ||
          text.find('?') != std::string::npos || text.find('/') == std::string::npos)
        return;
      reference->text = base + "/" + text;
      changed = true;
    });
    return changed;
  });
}

TEST_CASE("property: without the evidence that it names a criterion is no longer met") {
  std::size_t removals = 0;
  for (std::size_t at = 0; at < all_seeds().size(); at += every_nth_seed) {
    const Seed& seed = all_seeds()[at];
    const auto result = order_sign(seed.body, library(), seed.day, [] { return std::string("id"); });
    const auto* answer = std::get_if<Answer>(&result);
    if (answer == nullptr || answer->response.cards.size() != 1) continue;
    for (const auto& [criterion, references] : met_leaves(answer->response.cards.front().determination)) {
      Tree request = tree::parse(seed.body);
      if (!remove_all(request, references)) continue;
      ++removals;
      INFO(seed.name << " without the evidence of " << criterion);
      CHECK(verdicts(tree::write(request), seed.day).find(criterion + " met\n") == std::string::npos);
    }
  }
  CHECK(removals > 1000 / every_nth_seed);
}

TEST_CASE("property: a complete request without any one resource is met for its own indication or not at all") {
  for (const Seed& seed : complete_seeds()) {
    const Tree whole = tree::parse(seed.body);
    const scenario::Complete* complete = scenario::find_complete(seed.name);
    REQUIRE(complete != nullptr);
    Tree probe = whole;
    const std::size_t keys = bundles(probe).size();
    for (std::size_t key = 0; key < keys; ++key) {
      for (std::size_t index = 0;; ++index) {
        Tree request = whole;
        Tree* entries = bundles(request)[key];
        if (index >= entries->items.size()) break;
        INFO(seed.name << " without " << tree::write(entries->items[index]).substr(0, 200));
        entries->items.erase(entries->items.begin() + static_cast<std::ptrdiff_t>(index));
        const auto result = order_sign(tree::write(request), library(), seed.day, [] { return std::string("id"); });
        const auto* answer = std::get_if<Answer>(&result);
        REQUIRE(answer != nullptr);
        REQUIRE(answer->response.cards.size() == 1);
        const policy::Determination& determination = answer->response.cards.front().determination;
        CHECK((determination.verdict == Verdict::unknown ||
               (determination.verdict == Verdict::met && determination.indication == complete->indication)));
      }
    }
  }
}
