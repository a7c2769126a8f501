#include <catch2/catch.hpp>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "tests/fhir/given.hpp"

using namespace foresign::json;
using foresign::Json;

namespace {

const std::string order_sign_body = R"({
  "hook": "order-sign", "hookInstance": "9d1b\u00e9-4f", "fhirServer": "https://ehr.example/fhir",
  "context": {"patientId": "p1", "draftOrders": {"resourceType": "Bundle", "entry": [
    {"resource": {"resourceType": "MedicationRequest", "id": "draft-1", "status": "draft",
                  "dosageInstruction": [{"doseAndRate": [{"doseQuantity": {"value": 9.60e2, "unit": "mg"}}]}]}}]}},
  "prefetch": {"conditions": null, "patient": {"resourceType": "Patient", "id": "p1", "active": true, "multipleBirthInteger": -2}}
})";

std::string repeated(const std::string& part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t count = 0; count < times; ++count) text += part;
  return text;
}

Issue only_issue(const Parsed<Document>& parsed) {
  CHECK_FALSE(parsed.value.has_value());
  REQUIRE(parsed.issues.size() == 1);
  CHECK(parsed.issues.front().severity == Severity::fatal);
  return parsed.issues.front();
}

}  // namespace

TEST_CASE("values of every kind are read as they were written") {
  const Json json(R"({"text": "a\"\u00e9\ud83d\ude00\n", "whole": 12, "exact": 1.50, "large": 12345678901234567890123,
                      "small": -0.5E-7, "yes": true, "no": false, "nothing": null, "list": [1, [], {}], "empty": ""})");
  CHECK(json["text"].string() == "a\"\xC3\xA9\xF0\x9F\x98\x80\n");
  CHECK(json["whole"].number() == "12");
  CHECK(json["whole"].integer() == 12);
  CHECK(json["exact"].number() == "1.50");
  CHECK_FALSE(json["exact"].integer());
  CHECK(json["large"].number() == "12345678901234567890123");
  CHECK_FALSE(json["large"].integer());
  CHECK(json["small"].number() == "-0.5E-7");
  CHECK(json["yes"].boolean() == true);
  CHECK(json["no"].boolean() == false);
  CHECK(json["nothing"].is(Kind::null));
  CHECK(json["empty"].string() == "");
  CHECK(json["list"].size() == 3);
  CHECK(json["list"][0].integer() == 1);
  CHECK(json["list"][1].is(Kind::array));
  CHECK(json["list"][2].is(Kind::object));
}

TEST_CASE("a value asked for as another kind is no value") {
  const Json json(R"({"text": "1", "number": 1})");
  CHECK_FALSE(json["text"].number());
  CHECK_FALSE(json["text"].integer());
  CHECK_FALSE(json["text"].boolean());
  CHECK_FALSE(json["number"].string());
  CHECK_FALSE(json["number"]["x"].exists());
  CHECK_FALSE(json["number"][0].exists());
  CHECK(json["number"].size() == 0);
}

TEST_CASE("integers are those that fit into 64 bits") {
  const auto [written, expected] = GENERATE(table<std::string, std::optional<std::int64_t>>({
      {"0", 0},
      {"-0", 0},
      {"9223372036854775807", 9223372036854775807},
      {"9223372036854775808", std::nullopt},
      {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()},
      {"1.0", std::nullopt},
      {"1e3", std::nullopt},
  }));
  CAPTURE(written);
  CHECK(View(Json("[" + written + "]"))[0].integer() == expected);
}

TEST_CASE("elements come in the order of the text and by position") {
  const Json json("[" + repeated("0,", 40) + "40]");
  const View list = json;
  CHECK(list.size() == 41);
  std::size_t position = 0;
  for (const View element : list) CHECK(element.path() == list[position++].path());
  CHECK(position == 41);
  CHECK(list[40].integer() == 40);
  CHECK_FALSE(list[41].exists());
}

TEST_CASE("a view names its place") {
  const Json json(order_sign_body);
  const View order = json["context"]["draftOrders"]["entry"][0]["resource"];
  CHECK(order["status"].path() == "context.draftOrders.entry[0].resource.status");
  CHECK(order["status"].key() == "status");
  CHECK(View(json).path() == "$");
  CHECK(View(Json("[[1]]"))[0][0].path() == "$[0][0]");
}

TEST_CASE("a missing view names the place where it would be as far as known") {
  const Json json(order_sign_body);
  CHECK(json["context"]["userId"].path() == "context.userId");
  CHECK(json["absent"]["patientId"].path() == "absent");
  CHECK(json["context"]["draftOrders"]["entry"][7].path() == "context.draftOrders.entry");
  CHECK(json["hook"]["inside"].path() == "hook.inside");
  CHECK(View().path() == "$");
  CHECK_FALSE(View()["x"][3]["y"].exists());
}

TEST_CASE("a member name that is no element name is not repeated in a path") {
  const std::string name = GENERATE(as<std::string>(), "<script>", "Ann Example", "Lindqvist", "p204417", "a.b", "",
                                    "\xC3\xA9", "9lives", "a\\nb", std::string(41, 'a'));
  CAPTURE(name);
  const Json json("{\"outer\": {\"" + name + "\": {\"inner\": 1}}}");
  const View odd = *json["outer"].begin();
  CHECK(odd["inner"].path() == "outer.?.inner");
}

TEST_CASE("views stay valid when their document moves") {
  Parsed<Document> parsed = read(order_sign_body);
  REQUIRE(parsed.value);
  const View hook = parsed.value->root()["hook"];
  std::vector<Document> kept;
  kept.push_back(std::move(*parsed.value));
  kept.emplace_back(std::move(kept.front()));
  CHECK(hook.string() == "order-sign");
}

TEST_CASE("what is no JSON is refused with the place and the reason") {
  const auto [text, path, message] = GENERATE(table<std::string, std::string, std::string>({
      {"", "$", "the text is empty at byte 0"},
      {"  ", "$", "the text is empty at byte 2"},
      {"{", "$", "the text is no JSON: the name of a member is missing at byte 1"},
      {"{\"a\" 1}", "a", "the text is no JSON: a colon is missing at byte 5"},
      {"{\"a\": [1, 2}", "a", "the text is no JSON: a comma or a closing bracket is missing at byte 11"},
      {"{\"a\": 1 \"b\": 2}", "$", "the text is no JSON: a comma or a closing brace is missing at byte 8"},
      {"{\"a\": {\"b\": nul}}", "a.b", "the text is no JSON: a value is missing or misspelt at byte 15"},
      {"{\"a\": 'x'}", "a", "the text is no JSON: a value is missing or misspelt at byte 6"},
      {"[1,]", "$", "the text is no JSON: a value is missing or misspelt at byte 3"},
      {"[01]", "$", "the text is no JSON: a comma or a closing bracket is missing at byte 2"},
      {"[NaN]", "$", "the text is no JSON: a value is missing or misspelt at byte 1"},
      {"[1.]", "$", "the text is no JSON: a number lacks its fraction at byte 3"},
      {"[1e]", "$", "the text is no JSON: a number lacks its exponent at byte 3"},
      {"[1e400]", "$", "the text holds a number that is too large at byte 1"},
      {"[\"a", "$", "the text is no JSON: a closing quotation mark is missing at byte 3"},
      {"[\"\\x\"]", "$", "the text is no JSON: an invalid escape or control character in a string at byte 2"},
      {"[\"a\nb\"]", "$", "the text is no JSON: an invalid escape or control character in a string at byte 3"},
      {"[\"\\u12g4\"]", "$", "the text is no JSON: an escape lacks its four hexadecimal digits at byte 2"},
      {"{} {}", "$", "the text is no JSON: something follows the value at byte 3"},
      {"[1] // done", "$", "the text is no JSON: something follows the value at byte 4"},
  }));
  CAPTURE(text);
  const Issue issue = only_issue(read(text));
  CHECK(issue.path == path);
  CHECK(issue.message == message);
}

TEST_CASE("text that readers understand differently is refused") {
  const auto [title, text, path, message] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {"a member twice", R"({"a": {"b": 1, "c": 2, "b": 3}})", "a.b", "the text holds a member twice at byte 24"},
      {"twice after decoding", "{\"b\": 1, \"\\u0062\": 2}", "b", "the text holds a member twice at byte 10"},
      {"twice with a hostile name", R"({"Ann Example": 1, "Ann Example": 2})", "?",
       "the text holds a member twice at byte 20"},
      {"an empty name twice", R"({"": 1, "": 2})", "?", "the text holds a member twice at byte 9"},
      {"a NUL byte", std::string("{}\0{", 4), "$", "the text holds a NUL byte at byte 2"},
      {"a NUL byte in a string", std::string("[\"\0\"]", 5), "$", "the text holds a NUL byte at byte 2"},
      {"an escaped NUL", "{\"a\": \"x\\u0000y\"}", "a", "the text holds a NUL character at byte 7"},
      {"an escaped NUL in a name", "{\"x\\u0000\": 1}", "?", "the text holds a NUL character at byte 2"},
      {"a lone high surrogate", "{\"a\": \"\\ud83dx\"}", "a", "the text holds half of a surrogate pair at byte 7"},
      {"a lone low surrogate", "{\"a\": \"\\udc00\"}", "a", "the text holds half of a surrogate pair at byte 7"},
      {"a reversed pair", "{\"a\": \"\\ude00\\ud83d\"}", "a", "the text holds half of a surrogate pair at byte 13"},
      {"a surrogate as bytes", "[\"\xED\xA0\x80\"]", "$", "the text is not valid UTF-8 at byte 2"},
      {"a continuation alone", "[\"a\x80\"]", "$", "the text is not valid UTF-8 at byte 3"},
      {"an overlong slash", "[\"\xC0\xAF\"]", "$", "the text is not valid UTF-8 at byte 2"},
      {"beyond Unicode", "[\"\xF4\x90\x80\x80\"]", "$", "the text is not valid UTF-8 at byte 2"},
      {"Latin-1", "[\"M\xFCller\"]", "$", "the text is not valid UTF-8 at byte 3"},
  }));
  CAPTURE(title);
  const Issue issue = only_issue(read(text));
  CHECK(issue.path == path);
  CHECK(issue.message == message);
}

TEST_CASE("one name in two objects is no duplicate") {
  const Json json(R"([{"a": 1, "b": {"a": 2}}, {"a": 3, "A": 4}])");
  CHECK(View(json)[0]["b"]["a"].integer() == 2);
  CHECK(View(json)[1]["A"].integer() == 4);
}

TEST_CASE("a byte order mark is skipped and offsets count it") {
  const Parsed<Document> parsed = read("\xEF\xBB\xBF{\"a\": 1}");
  REQUIRE(parsed.value);
  CHECK(parsed.value->root()["a"].integer() == 1);
  CHECK(only_issue(read("\xEF\xBB\xBF[x]")).message == "the text is no JSON: a value is missing or misspelt at byte 4");
}

TEST_CASE("limits are exact") {
  Limits limits;
  limits.bytes = 12;
  limits.depth = 3;
  limits.values = 5;
  CHECK(read("[[[1]]]", limits).value.has_value());
  CHECK(only_issue(read("[[[[1]]]]", limits)).message == "the text is nested deeper than 3 levels at byte 3");
  CHECK(only_issue(read("{\"a\":[{\"b\"}", limits)).path == "a[0].b");
  CHECK(read("[1,2,3,4]", limits).value.has_value());
  CHECK(only_issue(read("[1,2,3,4,5]", limits)).message == "the text holds more than 5 values at byte 9");
  CHECK(read("\"1234567890\"", limits).value.has_value());
  CHECK(only_issue(read("\"12345678901\"", limits)).message == "the text is longer than 12 bytes");
}

TEST_CASE("nesting beyond the limit is refused however deep it is") {
  const std::size_t levels = GENERATE(as<std::size_t>(), 65, 200'000, 1'000'000);
  const auto [open, close] = GENERATE(table<std::string, std::string>({{"[", "]"}, {"{\"a\":", "}"}}));
  CAPTURE(levels, open);
  const std::string unfinished = repeated(open, levels);
  const std::string finished = unfinished + "1" + repeated(close, levels);
  CHECK(only_issue(read(unfinished)).message.starts_with("the text is nested deeper than 64 levels"));
  CHECK(only_issue(read(finished)).message.starts_with("the text is nested deeper than 64 levels"));
}

TEST_CASE("a caller who allows a million levels gets them without recursion") {
  constexpr std::size_t levels = 1'000'000;
  Limits limits;
  limits.depth = levels;
  limits.values = levels + 1;
  const std::string text = repeated("[", levels) + repeated("]", levels);
  const Parsed<Document> parsed = read(text, limits);
  REQUIRE(parsed.value);
  Writer writer;
  CHECK(writer.copy(parsed.value->root()).text() == text);
}

TEST_CASE("an object of very many members is read and its duplicate found") {
  std::string text = "{";
  for (int member = 0; member < 100'000; ++member) text += "\"m" + std::to_string(member) + "\":0,";
  CHECK(read(text + "\"n\":1}").value.has_value());
  CHECK(only_issue(read(text + "\"m7\":1}")).message.starts_with("the text holds a member twice"));
  CHECK(only_issue(read(text + "\"n\":{\"o\":1,\"o\":2}}")).path == "n.o");
}

TEST_CASE("every beginning of a request that is not all of it is refused") {
  REQUIRE(read(order_sign_body).value.has_value());
  for (std::size_t length = 0; length < order_sign_body.size(); ++length) {
    CAPTURE(length);
    const Parsed<Document> parsed = read(std::string_view(order_sign_body).substr(0, length));
    CHECK_FALSE(parsed.value.has_value());
    CHECK(parsed.issues.size() == 1);
  }
}

TEST_CASE("a request with one byte changed is read or refused and never more") {
  for (const char byte : {'\x00', '\x01', '"', '\\', '{', '}', '[', ']', ',', ':', '0', 'u', '\x80', '\xED', '\xFF'}) {
    for (std::size_t at = 0; at < order_sign_body.size(); ++at) {
      std::string text = order_sign_body;
      text[at] = byte;
      const Parsed<Document> parsed = read(text);
      CHECK(parsed.value.has_value() == parsed.issues.empty());
      if (parsed.value) CHECK(read(Writer().copy(parsed.value->root()).text()).value.has_value());
    }
  }
}

TEST_CASE("an issue never repeats a value") {
  for (const char* const text :
       {R"({"name": "Ann Example", "name": "x"})", R"(["Ann Example" "x"])", "[\"Ann Example\xFF\"]",
        R"({"Ann Example": tru})", R"({"Ann Example": {"a": 1, "a": 2}})"}) {
    const Issue issue = only_issue(read(text));
    CAPTURE(text, issue.path, issue.message);
    CHECK((issue.path + issue.message).find("Ann") == std::string::npos);
  }
}

TEST_CASE("a written document keeps the order of the calls") {
  Writer writer;
  writer.begin_object();
  writer.key("cards").begin_array().end_array();
  writer.member("summary", "2 < 3 & \"more\"\n").member("left out", "");
  writer.key("n").integer(-5).key("d").number(12.3).key("ok").boolean(true).key("inner").begin_object().end_object();
  writer.end_object();
  CHECK(writer.text() == R"({"cards":[],"summary":"2 < 3 & \"more\"\n","n":-5,"d":12.3,"ok":true,"inner":{}})");
}

TEST_CASE("an indented document is the same document") {
  Writer writer(Layout::indented);
  writer.begin_object().key("a").begin_array().integer(1).integer(2).end_array().member("b", "c").end_object();
  CHECK(writer.text() == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": \"c\"\n}");
}

TEST_CASE("what is copied comes out as it was read") {
  const std::string text =
      R"({"a":[1.50,-0,12345678901234567890123,1E5],"b":{"c":null,"d":[true,false,[],{}]},"e":"\u0001é\"","":""})";
  const Json json(text);
  CHECK(Writer().copy(json).text() == text);
  const std::string indented = Writer(Layout::indented).copy(json).text();
  CHECK(Writer().copy(Json(indented)).text() == text);
  CHECK(Writer().begin_array().copy(View()).copy(json["a"][0]).end_array().text() == "[null,1.50]");
}

TEST_CASE("output is valid UTF-8 whatever is written") {
  const auto [bytes, expected] = GENERATE(table<std::string, std::string>({
      {"plain", "plain"},
      {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
      {"a\xFFz", "a\xEF\xBF\xBDz"},
      {"\xC3", "\xEF\xBF\xBD"},
      {"\xE2\x82", "\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
  }));
  Writer writer;
  writer.begin_object().key(bytes).string(bytes).end_object();
  CHECK(writer.text() == "{\"" + expected + "\":\"" + expected + "\"}");
  CHECK(read(writer.text()).value.has_value());
}
