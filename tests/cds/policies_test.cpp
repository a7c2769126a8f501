#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>

#include "cds/policy/catalogue.hpp"
#include "tests/cds/support.hpp"

using namespace foresign;
using foresign::testing::lumakras;

namespace {

// As a reader compares: without the italics of the kept text, white space folded.
std::string folded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '*') continue;
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

void collect(const policy::Criterion& criterion, std::vector<std::string>& ids,
             std::vector<policy::Citation>& citations) {
  ids.push_back(criterion.id);
  citations.push_back(criterion.citation);
  if (const auto* group = std::get_if<policy::Group>(&criterion.rule))
    for (const policy::Criterion& part : group->of) collect(part, ids, citations);
}

template <class T>
const T& asked(const std::string& id) {
  const policy::Criterion* criterion = policy::find_criterion(lumakras(), id);
  REQUIRE(criterion != nullptr);
  return std::get<T>(std::get<Question>(criterion->rule));
}

policy::Policy version(const std::string& name, date::sys_days effective) {
  policy::Policy policy;
  policy.version = name;
  policy.effective = effective;
  policy.drugs = {"sotorasib"};
  return policy;
}

}  // namespace

TEST_CASE("the ids of the Lumakras policy are those that partners rely on") {
  std::vector<std::string> ids;
  std::vector<policy::Citation> citations;
  for (const auto& indication : lumakras().indications)
    for (const auto& criterion : indication.criteria) collect(criterion, ids, citations);
  CHECK(ids == std::vector<std::string>{
                   "1.diagnosis", "1.A",    "1.B", "1.B.mutation", "1.B.extent", "1.B.test", "1.C",            //
                   "2.diagnosis", "2.A",    "2.B", "2.C",          "2.D",        "2.D.i",    "2.D.ii", "2.E",  //
                   "3.diagnosis", "3.A",    "3.B", "3.B.mutation", "3.B.test",   "3.C",                        //
                   "4.diagnosis", "4.A",    "4.B", "4.B.mutation", "4.B.test",   "4.C",      "4.C.i",  "4.C.i.a",
                   "4.C.i.b",     "4.C.ii",  //
                   "5.diagnosis", "5.A",    "5.B", "5.C",          "5.D"});
}

TEST_CASE("every quote of the Lumakras policy stands in the payer's text") {
  const std::string text = folded(foresign::testing::file_text("fixtures/policies/cigna-lumakras-2025-05-14.txt"));
  std::vector<std::string> ids;
  std::vector<policy::Citation> citations = {lumakras().not_covered};
  for (const auto& indication : lumakras().indications) {
    citations.push_back(indication.citation);
    for (const auto& criterion : indication.criteria) collect(criterion, ids, citations);
  }
  CHECK(citations.size() == 42);
  for (const policy::Citation& citation : citations) {
    CAPTURE(citation.section, citation.quote);
    CHECK(text.find(citation.quote) != std::string::npos);
  }
  CHECK(text.find(lumakras().title) != std::string::npos);
}

TEST_CASE("quotes of one indication stand in the payer's text in the policy's order") {
  const std::string text = folded(foresign::testing::file_text("fixtures/policies/cigna-lumakras-2025-05-14.txt"));
  std::size_t at = text.find("POLICY STATEMENT");
  for (const auto& indication : lumakras().indications) {
    CAPTURE(indication.id);
    at = text.find(indication.citation.quote, at);
    REQUIRE(at != std::string::npos);
    for (const auto& criterion : indication.criteria) {
      CAPTURE(criterion.id);
      const std::size_t next = text.find(criterion.citation.quote, at);
      REQUIRE(next != std::string::npos);
      at = next;
    }
  }
  CHECK(text.find(lumakras().not_covered.quote, at) != std::string::npos);
}

TEST_CASE("the policy asks each question with the words that its section accepts") {
  const std::vector<ExtentWord> locally = {ExtentWord::locally_advanced, ExtentWord::metastatic};
  const std::vector<ExtentWord> advanced = {ExtentWord::advanced, ExtentWord::locally_advanced, ExtentWord::recurrent,
                                            ExtentWord::metastatic};
  CHECK(asked<ExtentOf>("1.B.extent").accepted == locally);
  CHECK(asked<ExtentOf>("4.C.i.a").accepted == locally);
  CHECK(asked<ExtentOf>("2.B").accepted == advanced);
  CHECK(asked<ExtentOf>("5.B").accepted == advanced);
  CHECK(asked<PriorTherapy>("1.C").kind == TherapyKind::systemic_regimen);
  CHECK(asked<PriorTherapy>("2.E").kind == TherapyKind::colorectal_chemotherapy);
  CHECK(asked<PriorTherapy>("3.C").kind == TherapyKind::systemic_regimen);
  CHECK(asked<PriorTherapy>("5.D").kind == TherapyKind::systemic_regimen);
  CHECK(asked<CombinedWith>("2.D.i").any_of == std::vector<std::string>{"cetuximab", "panitumumab"});
  CHECK(asked<IntoleranceTo>("2.D.ii").all_of == std::vector<std::string>{"cetuximab", "panitumumab"});
  CHECK(asked<ApprovedTest>("3.B.test").role == "fda-cdx-sotorasib");
  CHECK(asked<VariantOf>("5.C").variant == "kras-g12c");
  for (const auto& indication : lumakras().indications) CHECK(asked<Age>(indication.id + ".A").at_least_years == 18);
}

TEST_CASE("the inquiry lists every leaf once and in document order with its cancer") {
  const Inquiry inquiry = policy::inquiry(lumakras());
  CHECK(inquiry.policy == "cigna-lumakras");
  CHECK(inquiry.drugs == std::vector<std::string>{"sotorasib"});
  CHECK(inquiry.asked.size() == 30);
  CHECK(inquiry.asked.front().criterion == "1.diagnosis");
  CHECK(inquiry.asked.back().criterion == "5.D");
  CHECK(inquiry.asked.back().cancer == Cancer::small_bowel);
}

TEST_CASE("a policy is chosen by drug and day") {
  using date::sys_days, date::year;
  const policy::Catalogue catalogue(
      {version("new", sys_days{year{2026} / 3 / 1}), version("old", sys_days{year{2025} / 5 / 14})});
  const auto on = [&](date::sys_days day) { return catalogue.find("sotorasib", day); };
  CHECK(on(sys_days{year{2026} / 3 / 1}).policy->version == "new");
  CHECK(on(sys_days{year{2026} / 2 / 28}).policy->version == "old");
  CHECK_FALSE(on(sys_days{year{2025} / 5 / 14}).earliest_used);
  CHECK(on(sys_days{year{2025} / 5 / 13}).policy->version == "old");
  CHECK(on(sys_days{year{2025} / 5 / 13}).earliest_used);
  CHECK(catalogue.find("pembrolizumab", sys_days{year{2026} / 3 / 1}).policy == nullptr);
  CHECK(catalogue.drugs() == std::vector<std::string>{"sotorasib"});
}
