// How a text is cut into words and statements (rule 6.5).
#include <catch2/catch.hpp>
#include <string>

#include "mapping/text/text.hpp"

using namespace foresign::text;

namespace {

std::string words_of(const std::string& original) {
  std::string joined;
  const Text text = cut(original);
  for (std::size_t i = 0; i < text.words.size(); ++i) {
    if (i > 0) joined += text.words[i].statement == text.words[i - 1].statement ? " " : " | ";
    joined += text.words[i].folded;
  }
  return joined;
}

}  // namespace

TEST_CASE("hyphen and space and case are alike") {
  CHECK(words_of("Non-Small Cell") == "non small cell");
  CHECK(words_of("non small-cell") == "non small cell");
  CHECK(words_of("non\xE2\x80\x91small cell") == "non small cell");  // a hyphen that does not break
  CHECK(words_of("5-FU") == words_of("5 fu"));
}

TEST_CASE("names of variants stay whole and are no ends of statements") {
  CHECK(words_of("KRAS c.34G>T found") == "kras c.34g>t found");
  CHECK(words_of("c.33_34delinsCT") == "c.33_34delinsct");
  CHECK(words_of("p.Gly12Cys") == "p gly12cys");
  CHECK(words_of("p.(Gly12Cys)") == "p gly12cys");
  CHECK(words_of("p.G12C.") == "p g12c");
  CHECK(words_of("NM_004985.5(KRAS):c.34G>T (p.Gly12Cys)") == "nm_004985.5 kras c.34g>t p gly12cys");
  CHECK(words_of("NC_000012.12:g.25245351C>A") == "nc_000012.12 g.25245351c>a");
}

TEST_CASE("statements end at full stop and semicolon and line break and but") {
  CHECK(words_of("One. Two; three\nfour but five") == "one | two | three | four | but five");
  CHECK(words_of("One.Two") == "one | two");
  CHECK(words_of("One\r\n\xE2\x80\xA2 two\r\n- three") == "one | two | three");
  CHECK(words_of("One!\tTwo? Three") == "one | two | three");
  CHECK(words_of("One\\.br\\Two<br/>three") == "one | two | three");
  CHECK(words_of("positiv aber negativ") == "positiv | aber negativ");
}

TEST_CASE("full stops inside numbers and abbreviations end nothing") {
  CHECK(words_of("size 1.5 cm") == "size 1.5 cm");
  CHECK(words_of("genes e.g. KRAS") == "genes e g kras");
  CHECK(words_of("A vs. B") == "a vs b");
  CHECK(words_of("Dr. Who saw No. 5") == "dr who saw no. 5");
  CHECK(words_of("Z. n. Karzinom") == "z n karzinom");
  CHECK(words_of("V. a. Karzinom") == "v a karzinom");
  CHECK(words_of("Stage I. No mets") == "stage i | no mets");
}

TEST_CASE("letters of other scripts are letters") {
  CHECK(words_of("KÖRPER Ärztin") == words_of("körper ärztin"));
  CHECK(words_of("МЕТАСТАЗ") == words_of("метастаз"));
  CHECK(words_of("肺腺癌") == "肺 腺 癌");
  CHECK(words_of("KRAS: 未檢出突變") == "kras undetected mutation");
  CHECK(words_of("bad \xFF byte") == "bad byte");
}

TEST_CASE("commas and colons are remembered at the word that follows") {
  const Text text = cut("EGFR, ALK and KRAS: none");
  REQUIRE(text.words.size() == 5);
  CHECK(text.words[1].comma_before);
  CHECK(text.words[3].comma_before);
  CHECK_FALSE(text.words[2].comma_before);
  CHECK(text.words[4].colon_before);
  CHECK(text.original.substr(text.words[3].offset, text.words[3].length) == "KRAS");
}

TEST_CASE("phrases are found as whole words within one statement") {
  CHECK(find(cut("small cell. Lung"), cut("cell lung")).empty());
  CHECK(find(cut("smaller cells"), cut("small")).empty());
  CHECK(find(cut("Non-small-cell lung, small cell"), cut("small cell")).size() == 2);
  CHECK(find(cut("p.G12C"), cut("g12c")) == std::vector<Span>{{1, 2}});
  CHECK(find(cut("anything"), cut("")).empty());
  CHECK(find(cut(""), cut("x")).empty());
  CHECK(cut("").statements == 0);
  CHECK(mention_of(cut("x"), {0, 0}) == Mention::stated);
}

TEST_CASE("rule 6.5: a statement of more than 400 words is cut, and nothing in it is sure") {
  std::string written = "KRAS G12C detected";
  for (int i = 0; i < 397; ++i) written += " a";
  CHECK(cut(written).statements == 1);
  CHECK(mention_of(cut(written), {0, 2}) == Mention::stated);
  const Text longer = cut(written + " b c. EGFR found");
  CHECK(longer.statements == 3);
  CHECK(mention_of(longer, {0, 2}) == Mention::suspected);
  CHECK(mention_of(longer, {400, 401}) == Mention::suspected);
  CHECK(mention_of(longer, {402, 403}) == Mention::stated);
}

TEST_CASE("rule 6.5: with more denials than a sentence can hold nothing is sure") {
  std::string written = "metastases";
  for (int i = 0; i < 70; ++i) written += ", no a";
  CHECK(mention_of(cut(written), {0, 1}) == Mention::suspected);
}

TEST_CASE("a tag for a line break is short, or none") {
  CHECK(words_of("one<br class='x'>two") == "one | two");
  CHECK(words_of("one<br two three four five>six") == "one | two three four five>six");
}
