#include <catch2/catch.hpp>

#include "cds/cards/cards.hpp"
#include "cds/cards/plain.hpp"
#include "cds/cards/text_report.hpp"
#include "tests/cds/support.hpp"

using namespace foresign;

TEST_CASE("a value of the record is shown on one line of visible characters") {
  const auto [written, shown] = GENERATE(table<std::string, std::string>({
      {"NSCLC", "NSCLC"},
      {"  two\n\nlines\tand a tab ", "two lines and a tab"},
      {"\x1b[31mred\x1b[0m", "[31mred [0m"},
      {std::string("a\0b", 3), "a b"},
      {"line\xE2\x80\xA8separator", "line separator"},
      {"right\xE2\x80\xAEto left", "rightto left"},
      {"zero\xE2\x80\x8Bwidth\xEF\xBB\xBF", "zerowidth"},
      {"broken \xC3 byte", "broken \xEF\xBF\xBD byte"},
      {"cut off \xE2\x82", "cut off \xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xC2\x9B"
       "31m",
       "31m"},
      {"Müller ≥ 18 肺癌", "Müller ≥ 18 肺癌"},
  }));
  CHECK(cards::plain(written) == shown);
}

TEST_CASE("a long value ends with an ellipsis and is never cut within a character") {
  const std::string cut = cards::plain(std::string("a") + std::string(600, '\xC3').replace(0, 600, [] {
    std::string umlauts;
    for (int i = 0; i < 300; ++i) umlauts += "ü";
    return umlauts;
  }()));
  CHECK(cards::length(cut) == cards::longest_value);
  CHECK(cut.substr(cut.size() - 5) == "ü…");
  CHECK(cards::shortened("short", 5) == "short");
  CHECK(cards::shortened("longer", 5) == "long…");
}

TEST_CASE("a hostile value is inert Markdown") {
  const auto [written, escaped] = GENERATE(table<std::string, std::string>({
      {"<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"},
      {"&lt;b&gt;", "&amp;lt;b&amp;gt;"},
      {"**bold** _em_ `code`", R"(\*\*bold\*\* \_em\_ \`code\`)"},
      {"[click](javascript:alert(1))", R"(\[click\]\(javascript:alert(1)))"},
      {"![x](y)", R"(\!\[x\]\(y))"},
      {"a | b", R"(a \| b)"},
      {"~~gone~~", R"(\~\~gone\~\~)"},
      {"# title", R"(\# title)"},
      {"- item", R"(\- item)"},
      {"1. item", R"(1\. item)"},
      {"stage 3. and on", "stage 3. and on"},
      {R"(back\slash)", R"(back\\slash)"},
      {"http://evil.example", "http:\xE2\x81\xA0//evil.example"},
      {"see www.evil.example", "see www\xE2\x81\xA0.evil.example"},
      {"WWW.evil.example", "WWW\xE2\x81\xA0.evil.example"},
      {"a@evil.example", "a\xE2\x81\xA0@evil.example"},
      {"Patient is ≥ 18 years of age", "Patient is ≥ 18 years of age"},
  }));
  CHECK(cards::markdown(written) == escaped);
}

TEST_CASE("nothing of a hostile record reaches the card or the report alive") {
  const std::string hostile = "x\n\n# <script>alert(1)</script> [a](http://evil.example) \x1b[2J `|` **b**";
  FactSheet facts = foresign::testing::lung_sheet({}, Verdict::met);
  for (auto& [id, fact] : facts.answers) {
    if (id == "1.A") fact = Fact::not_met(hostile, {{hostile, hostile, hostile, hostile, hostile}});
    if (id == "1.C") fact = Fact::unknown(hostile, {}, {{hostile, hostile, hostile, hostile, hostile}});
  }
  facts.first = {hostile};
  facts.ignored = {{hostile, hostile}};
  facts.cancers = {{hostile, hostile, hostile, hostile, hostile}};
  policy::Determination determination = foresign::testing::judged(facts, {{"conditions", hostile}});
  determination.order = hostile;
  fhir::Entry order;
  const hooks::Card card =
      cards::card_for(determination, foresign::testing::lumakras(), order, "p1", foresign::testing::counting_ids());
  for (const char* alive : {"<script", "\x1b", "](", "://evil", "\n#", "`|`", " **b**"}) {
    CAPTURE(alive);
    CHECK(card.detail.find(alive) == std::string::npos);
  }
  for (const char* alive : {"\x1b", "\n"}) CHECK(card.summary.find(alive) == std::string::npos);
  const std::string report = cards::text_report(determination, foresign::testing::lumakras(), cards::Colour::never);
  CHECK(report.find('\x1b') == std::string::npos);
  CHECK(report.find("\n#") == std::string::npos);
}
