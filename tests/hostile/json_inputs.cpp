// Bodies that are no JSON, or JSON that readers understand in different ways (RFC 8259).
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/hostile/inputs.hpp"

namespace foresign::hostile {

std::string last_post(std::string_view body) {
  return "POST /cds-services/prior-auth-order-sign HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
         "Content-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string fixture(const std::string& name) {
  std::ifstream file(std::string(FORESIGN_SOURCE_DIR) + "/fixtures/requests/" + name + ".json", std::ios::binary);
  if (!file) throw std::runtime_error("no fixture " + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

namespace {

using Answers = std::vector<std::string>;

// A small request; `value` takes the place of a member that nobody reads.
std::string around(const std::string& value) {
  return R"({"hook":"order-sign","hookInstance":"Zq7MARKer","unread":)" + value +
         R"(,"context":{"patientId":"p","draftOrders":{}}})";
}

std::string nested(const std::string& open, const std::string& inside, const std::string& close, std::size_t times) {
  return repeated(open, times) + inside + repeated(close, times);
}

}  // namespace

std::vector<Input> json_inputs() {
  std::vector<Input> all;
  const auto add = [&](const std::string& name, const std::string& body, const Answers& answers) {
    all.push_back({name, last_post(body), answers});
  };
  const Answers fine = {"200"};
  const Answers no = {"400"};
  const Answers either = {"200", "400"};
  struct Row {
    const char* name;
    std::string value;
    Answers answers;
  };
  const std::vector<Row> values = {
      {"a good body", "1", fine},
      {"60 nested arrays", nested("[", "", "]", 60), fine},
      {"70 nested arrays", nested("[", "", "]", 70), no},
      {"70 nested objects", nested("{\"Zq7MARKer\":", "1", "}", 70), no},
      {"70 nested of both", nested("[{\"a\":", "1", "}]", 35), no},
      {"200000 nested arrays", nested("[", "", "]", 200'000), no},
      {"200000 nested objects", nested("{\"a\":", "1", "}", 200'000), no},
      {"200000 opened arrays", repeated("[", 200'000), no},
      {"200000 opened objects", repeated("{\"a\":", 200'000), no},
      {"200000 closed arrays", repeated("]", 200'000), no},
      {"an array of 500000", "[" + repeated("0,", 499'999) + "0]", fine},
      {"an array of 2000000", "[" + repeated("0,", 1'999'999) + "0]", no},
      {"an object of 100000 equal members", "{" + repeated("\"Zq7MARKer\":0,", 99'999) + "\"a\":0}", no},
      {"a member twice", R"({"Zq7MARKer":1,"Zq7MARKer":2})", no},
      {"a member twice, once escaped", R"({"Zq7MARKer":1,"Zq7MARKe\u0072":2})", no},
      {"an empty member twice", R"({"":"Zq7MARKer","":2})", no},
      {"__proto__", R"({"__proto__":{"Zq7MARKer":1},"constructor":{"prototype":{}}})", fine},
      {"an escaped NUL", R"("Zq7MARKer\u0000")", no},
      {"a NUL in a string", std::string("\"a\0Zq7MARKer\"", 13), no},
      {"a NUL between values", std::string("\0", 1), no},
      {"a NUL in a name", R"({"a\u0000":"Zq7MARKer"})", no},
      {"half a pair, high", R"("\ud800")", no},
      {"half a pair, low", R"("\udc00")", no},
      {"half a pair, high before a letter", R"("\ud800Zq7MARKer")", no},
      {"a pair the wrong way round", R"("\udc00\ud800")", no},
      {"two high halves", R"("\ud800\ud800")", no},
      {"half a pair in a name", R"({"\udc00":"Zq7MARKer"})", no},
      {"a pair", R"("\ud83d\ude00")", fine},
      {"a surrogate in UTF-8", "\"\xED\xA0\x80\"", no},
      {"a pair in UTF-8 (CESU-8)", "\"\xED\xA0\xBD\xED\xB8\x80\"", no},
      {"byte FF", "\"\xFFZq7MARKer\"", no},
      {"byte FE", "\"\xFE\"", no},
      {"byte C0", "\"\xC0\xAF\"", no},
      {"overlong slash of three bytes", "\"\xE0\x80\xAF\"", no},
      {"overlong slash of four bytes", "\"\xF0\x80\x80\xAF\"", no},
      {"overlong NUL", "\"\xC0\x80\"", no},
      {"a lone continuation", "\"\x80\"", no},
      {"two bytes broken off", "\"\xC3\"", no},
      {"three bytes broken off", "\"\xE2\x82\"", no},
      {"four bytes broken off", "\"\xF0\x9F\x98\"", no},
      {"beyond U+10FFFF", "\"\xF4\x90\x80\x80\"", no},
      {"a five-byte character", "\"\xF8\x88\x80\x80\x80\"", no},
      {"Latin-1", "\"Zq7MARKer \xE9t\xE9\"", no},
      {"U+FFFF and U+FDD0", "\"\xEF\xBF\xBF\xEF\xB7\x90\"", fine},
      {"bidirectional marks", "\"\xE2\x80\xAE Zq7MARKer \xE2\x81\xA6\"", fine},
      {"1e400", "1e400", no},
      {"-1e400", "-1e400", no},
      {"1e-400", "1e-400", fine},
      {"1e999999999999", "1e999999999999", no},
      {"400 digits", repeated("9", 400), no},
      {"400 digits behind the point", "0." + repeated("9", 400), fine},
      {"100000 digits", repeated("9", 100'000), no},
      {"-0", "-0", fine},
      {"2^64", "18446744073709551616", fine},
      {"+1", "+1", no},
      {".5", ".5", no},
      {"5.", "5.", no},
      {"01", "01", no},
      {"0x10", "0x10", no},
      {"1_000", "1_000", no},
      {"1,000", "1,000", no},
      {"--1", "--1", no},
      {"-", "-", no},
      {"NaN", "NaN", no},
      {"Infinity", "Infinity", no},
      {"True", "True", no},
      {"nul", "nul", no},
      {"nullnull", "nullnull", no},
      {"undefined", "undefined", no},
      {"in single quotes", "'Zq7MARKer'", no},
      {"without quotes", "Zq7MARKer", no},
      {"a comment", "/* Zq7MARKer */ 1", no},
      {"a line comment", "1 // Zq7MARKer\n", no},
      {"a comma too many in an array", "[1,]", no},
      {"a comma too many in an object", R"({"a":1,})", no},
      {"a comma too few", "[1 2]", no},
      {"an escape that is none", R"("\Zq7MARKer")", no},
      {"\\x41", R"("\x41")", no},
      {"\\u with three digits", R"("\u123")", no},
      {"\\u{41}", R"("\u{41}")", no},
      {"a tab in a string", "\"\tZq7MARKer\"", no},
      {"a line end in a string", "\"Zq7MARKer\n\"", no},
      {"a string without its end", "\"Zq7MARKer", no},
      {"a string of 4 MB", "\"" + repeated("a", 4'000'000) + "\"", fine},
      {"a string of 1000000 escapes", "\"" + repeated("\\u0041", 1'000'000) + "\"", fine},
      {"a name of 1 MB", "{\"" + repeated("a", 1'000'000) + "\":1}", fine},
      {"a name of markup", R"({"<script>alert('Zq7MARKer')</script>":})", no},
      {"a name that is a person", R"({"Zq7MARKer":{"Zq7MARKer":nul}})", no},
      {"4000000 spaces", repeated(" ", 4'000'000), no},
      {"100000 empty objects", "[" + repeated("{},", 99'999) + "{}]", fine},
      {"vertical tabs between values", "\v1", no},
      {"no-break space between values",
       "\xC2\xA0"
       "1",
       no},
      {"a BOM between values",
       "\xEF\xBB\xBF"
       "1",
       no},
      {"XML", "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", no},
      {"an expression", "${jndi:ldap://Zq7MARKer/a}", no},
  };
  for (const Row& row : values) add(row.name, around(row.value), row.answers);

  const std::string good = around("1");
  add("a BOM before", "\xEF\xBB\xBF" + good, either);
  add("two BOMs before", "\xEF\xBB\xBF\xEF\xBB\xBF" + good, no);
  add("a BOM alone", "\xEF\xBB\xBF", no);
  add("a part of a BOM", "\xEF\xBB", no);
  add("UTF-16", std::string("\xFF\xFE{\0}\0", 6), no);
  add("UTF-16 without BOM", std::string("\0{\0}", 4), no);
  add("a NUL behind", good + std::string(1, '\0'), no);
  add("a NUL and a second request behind", good + std::string(1, '\0') + good, no);
  add("a second request behind", good + good, no);
  add("a comma behind", good + ",", no);
  add("a brace behind", good + "}", no);
  add("nothing but a space", " ", no);
  for (const char* value : {"null", "true", "0", "\"Zq7MARKer\"", "[]", "{}", "[{}]", "\"\"", "-1", "[[]]"})
    add(std::string("a body of ") + value, value, no);

  // Broken off and damaged in many places.
  const std::string whole = fixture("small-bowel");
  for (std::size_t cut = 1; cut <= 80; ++cut) {
    const std::size_t at = whole.size() * cut / 82;
    add("broken off at byte " + std::to_string(at), whole.substr(0, at), no);
  }
  for (std::size_t flip = 0; flip < 80; ++flip) {
    std::string damaged = whole;
    const std::size_t at = whole.size() * flip / 80 + flip;
    damaged[at] = static_cast<char>(damaged[at] ^ static_cast<char>(1U << (flip % 8)));
    add("bit " + std::to_string(flip % 8) + " turned at byte " + std::to_string(at), damaged, {"200", "400", "412"});
  }
  return all;
}

}  // namespace foresign::hostile
