#include <catch2/catch.hpp>

#include <sstream>

#include "cds/cards/plain.hpp"
#include "cds/cards/text_report.hpp"
#include "tests/cds/support.hpp"

using namespace foresign;
using foresign::testing::judged;
using foresign::testing::lumakras;
using foresign::testing::lung_sheet;

namespace {

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) all.push_back(line);
  return all;
}

}  // namespace

TEST_CASE("the text report is a checklist that can be printed") {
  const std::string report = cards::text_report(judged(lung_sheet({{"1.B.test", Verdict::unknown}}, Verdict::met)),
                                                lumakras(), cards::Colour::never);
  const std::string expected =
      "Prior authorization: Lumakras (sotorasib), Cigna\n"
      "Order MedicationRequest/draft-1, judged for 2026-11-24\n"
      "\n"
      "Open        Prior authorization for Lumakras (sotorasib) by Cigna: one question, all else is met:\n"
      "            Which FDA-approved test found KRAS G12C?\n"
      "\n"
      "1. Non-Small Cell Lung Cancer (NSCLC)\n"
      "Met         Non-Small Cell Lung Cancer (NSCLC)\n"
      "            - value of 1.diagnosis (Observation/1.diagnosis value, 2026-01-02)\n"
      "Met         A) Patient is ≥ 18 years of age\n"
      "               - value of 1.A (Observation/1.A value, 2026-01-02)\n"
      "Open        B) Patient has KRAS G12C-mutated locally advanced or metastatic NSCLC, as determined by\n"
      "               an approved test\n"
      "Met            KRAS G12C-mutated\n"
      "               - value of 1.B.mutation (Observation/1.B.mutation value, 2026-01-02)\n"
      "Met            locally advanced or metastatic NSCLC\n"
      "               - value of 1.B.extent (Observation/1.B.extent value, 2026-01-02)\n"
      "Open           as determined by an approved test\n"
      "               - needed: need of 1.B.test\n"
      "Met         C) Patient has been previously treated with at least one systemic regimen.\n";
  CHECK(report.substr(0, expected.size()) == expected);
}

TEST_CASE("the text report keeps within 100 columns and within its colours") {
  const auto verdict = GENERATE(Verdict::met, Verdict::not_met, Verdict::unknown);
  FactSheet facts = lung_sheet({}, verdict);
  facts.ignored = {{"Observation/o1", "entered in error"}};
  const policy::Determination determination = judged(facts, {{"procedures", "not supplied"}});
  const std::string plain = cards::text_report(determination, lumakras(), cards::Colour::never);
  for (const std::string& line : lines(plain)) {
    CAPTURE(line);
    CHECK(cards::length(line) <= 100);
    CHECK((line.empty() || line.back() != ' '));
  }
  CHECK(plain.find('\x1b') == std::string::npos);
  std::string coloured = cards::text_report(determination, lumakras(), cards::Colour::terminal);
  CHECK(coloured.find("\x1b[1m") != std::string::npos);
  // Without its colours it is the very same page.
  for (std::size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b'))
    coloured.erase(at, coloured.find('m', at) - at + 1);
  CHECK(coloured == plain);
}
