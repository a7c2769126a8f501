// What JSON is, in the manner of the known collections of cases: y_ must be read, n_ must be refused, and of i_, which
// RFC 8259 leaves open, this table says which of the two we do.
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"

using namespace foresign::json;

namespace {

struct Row {
  std::string name;
  std::string text;
  bool read = true;  // of an i_ case: what we do
};

std::string bytes(const char* text, std::size_t size) {
  return {text, size};
}

std::string many(const std::string& part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

const std::vector<Row>& accepted() {
  static const std::vector<Row> rows = {
      {"y_array_empty", "[]"},
      {"y_array_empty_string", "[\"\"]"},
      {"y_array_of_arrays", "[[], [[]]]"},
      {"y_array_spaces", " [ 1 , 2 ] "},
      {"y_array_tabs_and_line_ends", "\t[\r\n1\n]\r"},
      {"y_array_heterogeneous", "[null, 1, \"1\", {}, true]"},
      {"y_array_several_null", "[1,null,null,null,2]"},
      {"y_array_false", "[false]"},
      {"y_number_zero", "[0]"},
      {"y_number_minus_zero", "[-0]"},
      {"y_number_one", "[1]"},
      {"y_number_negative", "[-123]"},
      {"y_number_fraction", "[123.456]"},
      {"y_number_trailing_zeros", "[1.500]"},
      {"y_number_0e1", "[0e1]"},
      {"y_number_0e_plus_1", "[0e+1]"},
      {"y_number_exponent", "[1E22]"},
      {"y_number_exponent_minus", "[1E-2]"},
      {"y_number_exponent_plus", "[1e+2]"},
      {"y_number_fraction_exponent", "[123.456e78]"},
      {"y_number_close_to_zero", "[-0." + many("0", 70) + "1]"},
      {"y_number_after_space", "[ 4]"},
      {"y_object_empty", "{}"},
      {"y_object_one_member", "{\"a\":\"b\"}"},
      {"y_object_two_members", "{\"a\":1,\"b\":2}"},
      {"y_object_empty_key", "{\"\":0}"},
      {"y_object_escaped_key", "{\"a\\u0062\\n\":1}"},
      {"y_object_members_that_differ_in_case", "{\"a\":1,\"A\":2}"},
      {"y_object_members_that_differ_in_form", "{\"\xC3\xA9\":1,\"e\xCC\x81\":2}"},
      {"y_object_long_strings", "{\"a\":\"" + many("x", 400) + "\"}"},
      {"y_object_line_ends", "{\n\"a\": \"b\"\n}"},
      {"y_object_in_object", "{\"a\":{\"a\":{\"a\":{}}}}"},
      {"y_string_escapes", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"},
      {"y_string_u_escape", "[\"\\u0041\"]"},
      {"y_string_u_escape_in_upper_case", "[\"\\u00E9\\u00e9\"]"},
      {"y_string_pair", "[\"\\ud83d\\ude00\"]"},
      {"y_string_pair_last", "[\"\\uDBFF\\uDFFF\"]"},
      {"y_string_backslash_and_u", "[\"\\\\u0061\"]"},
      {"y_string_two_bytes", "[\"\xC3\xA9\"]"},
      {"y_string_three_bytes", "[\"\xE2\x82\xAC\"]"},
      {"y_string_four_bytes", "[\"\xF0\x9D\x84\x9E\"]"},
      {"y_string_last_code_point", "[\"\xF4\x8F\xBF\xBF\"]"},
      {"y_string_before_surrogates", "[\"\xED\x9F\xBF\"]"},
      {"y_string_after_surrogates", "[\"\xEE\x80\x80\"]"},
      {"y_string_noncharacter", "[\"\xEF\xBF\xBF\"]"},
      {"y_string_line_separators", "[\"\xE2\x80\xA8\xE2\x80\xA9\"]"},
      {"y_string_del", "[\"\x7F\"]"},
      {"y_string_u007f", "[\"\\u007F\"]"},
      {"y_string_escaped_control", "[\"\\u0001\\u001f\"]"},
      {"y_string_comment_inside", "[\"a/*b*/c//d\"]"},
      {"y_string_unescaped_slash", "[\"/\"]"},
      {"y_string_apostrophe", "[\"'\"]"},
      {"y_string_zero_width", "[\"\xE2\x80\x8B\"]"},
      {"y_string_replacement", "[\"\xEF\xBF\xBD\"]"},
      {"y_structure_lonely_string", "\"a\""},
      {"y_structure_lonely_number", "42"},
      {"y_structure_lonely_negative", "-0.1"},
      {"y_structure_lonely_true", "true"},
      {"y_structure_lonely_false", "false"},
      {"y_structure_lonely_null", "null"},
      {"y_structure_lonely_empty_string", "\"\""},
      {"y_structure_trailing_line_end", "[1]\n"},
      {"y_structure_64_levels", many("[", 64) + many("]", 64)},
  };
  return rows;
}

const std::vector<Row>& refused() {
  static const std::vector<Row> rows = {
      {"n_array_1_true_without_comma", "[1 true]"},
      {"n_array_colon", "[\"\": 1]"},
      {"n_array_comma_after_close", "[\"\"],"},
      {"n_array_comma_and_number", "[,1]"},
      {"n_array_double_comma", "[1,,2]"},
      {"n_array_extra_comma", "[\"\",]"},
      {"n_array_extra_close", "[\"x\"]]"},
      {"n_array_incomplete", "[\"x\""},
      {"n_array_inner_without_comma", "[3[4]]"},
      {"n_array_just_comma", "[,]"},
      {"n_array_just_minus", "[-]"},
      {"n_array_star", "[*]"},
      {"n_array_unclosed", "[\"\""},
      {"n_array_unclosed_comma", "[1,"},
      {"n_array_unclosed_with_object", "[{}"},
      {"n_array_invalid_byte", "[\xFF]"},
      {"n_array_vertical_tab", "[\"a\v\"\\f]"},
      {"n_literal_nul", "[nul]"},
      {"n_literal_tru", "[tru]"},
      {"n_literal_fals", "[fals]"},
      {"n_literal_upper", "[TRUE]"},
      {"n_literal_mixed", "[Null]"},
      {"n_literal_undefined", "[undefined]"},
      {"n_literal_with_more", "[truex]"},
      {"n_number_plus", "[+1]"},
      {"n_number_plus_plus", "[++1234]"},
      {"n_number_double_minus", "[--1]"},
      {"n_number_minus_space", "[- 1]"},
      {"n_number_minus_letter", "[-foo]"},
      {"n_number_leading_zero", "[012]"},
      {"n_number_negative_leading_zero", "[-012]"},
      {"n_number_double_zero", "[00]"},
      {"n_number_point_first", "[.5]"},
      {"n_number_minus_point", "[-.5]"},
      {"n_number_point_last", "[5.]"},
      {"n_number_point_exponent", "[5.e3]"},
      {"n_number_two_points", "[1.2.3]"},
      {"n_number_exponent_empty", "[1e]"},
      {"n_number_exponent_plus_empty", "[1e+]"},
      {"n_number_exponent_point", "[1e1.5]"},
      {"n_number_two_exponents", "[1ee2]"},
      {"n_number_0e", "[0e]"},
      {"n_number_e_first", "[e1]"},
      {"n_number_hex", "[0x1F]"},
      {"n_number_octal", "[0o17]"},
      {"n_number_binary", "[0b1]"},
      {"n_number_infinity", "[Infinity]"},
      {"n_number_minus_infinity", "[-Infinity]"},
      {"n_number_inf", "[inf]"},
      {"n_number_nan", "[NaN]"},
      {"n_number_minus_nan", "[-NaN]"},
      {"n_number_underscore", "[1_0]"},
      {"n_number_space_inside", "[1 000.0]"},
      {"n_number_letter_behind", "[1a]"},
      {"n_number_full_width", "[\xEF\xBC\x91]"},
      {"n_number_arabic_digit", "[\xD9\xA1]"},
      {"n_number_invalid_byte", "[123\xE5]"},
      {"n_number_expression", "[1+2]"},
      {"n_object_bad_value", "{\"a\":truth}"},
      {"n_object_bracket_key", "{[: \"x\"}"},
      {"n_object_comma_instead_of_colon", "{\"a\",\"b\"}"},
      {"n_object_double_colon", "{\"a\"::1}"},
      {"n_object_no_colon", "{\"a\"}"},
      {"n_object_no_key", "{:1}"},
      {"n_object_no_value", "{\"a\":"},
      {"n_object_no_value_but_close", "{\"a\":}"},
      {"n_object_number_key", "{1:1}"},
      {"n_object_null_key", "{null:1}"},
      {"n_object_unquoted_key", "{a:1}"},
      {"n_object_single_quotes", "{'a':1}"},
      {"n_object_trailing_comma", "{\"a\":1,}"},
      {"n_object_two_commas", "{\"a\":1,,\"b\":2}"},
      {"n_object_comma_first", "{,\"a\":1}"},
      {"n_object_missing_comma", "{\"a\":1 \"b\":2}"},
      {"n_object_unclosed", "{\"a\":1"},
      {"n_object_key_alone", "{\"a"},
      {"n_object_trailing_comment", "{\"a\":1}/**/"},
      {"n_object_trailing_slash", "{\"a\":1}/"},
      {"n_object_emoji_key", "{\xF0\x9F\x87\xA8:1}"},
      {"n_object_duplicate_key", "{\"a\":1,\"a\":1}"},
      {"n_object_duplicate_key_escaped", "{\"a\":1,\"\\u0061\":2}"},
      {"n_object_duplicate_empty_key", "{\"\":1,\"\":2}"},
      {"n_object_duplicate_deep", "[{\"x\":{\"a\":1,\"b\":2,\"a\":3}}]"},
      {"n_string_single_quotes", "['a']"},
      {"n_string_without_quotes", "[a]"},
      {"n_string_unclosed", "[\"a"},
      {"n_string_lone_quote", "\""},
      {"n_string_escape_at_end", "[\"\\"},
      {"n_string_escaped_quote_only", "[\"\\\"]"},
      {"n_string_escape_x", "[\"\\x41\"]"},
      {"n_string_escape_a", "[\"\\a\"]"},
      {"n_string_escape_apostrophe", "[\"\\'\"]"},
      {"n_string_escape_digit", "[\"\\0\"]"},
      {"n_string_escape_upper_u", "[\"\\U0041\"]"},
      {"n_string_escape_emoji", "[\"\\\xF0\x9F\x8C\x80\"]"},
      {"n_string_escape_line_end", "[\"\\\n\"]"},
      {"n_string_u_of_three", "[\"\\u00A\"]"},
      {"n_string_u_of_none", "[\"\\u\"]"},
      {"n_string_u_of_letters", "[\"\\uqqqq\"]"},
      {"n_string_u_at_end", "[\"\\u12"},
      {"n_string_raw_line_end", "[\"a\nb\"]"},
      {"n_string_raw_tab", "[\"\t\"]"},
      {"n_string_raw_control", "[\"\x01\"]"},
      {"n_string_raw_1f", "[\"\x1F\"]"},
      {"n_string_raw_nul", bytes("[\"a\0b\"]", 7)},
      {"n_string_escaped_nul", "[\"\\u0000\"]"},
      {"n_string_escaped_nul_in_key", "{\"a\\u0000b\":1}"},
      {"n_string_byte_ff", "[\"\xFF\"]"},
      {"n_string_byte_fe", "[\"\xFE\"]"},
      {"n_string_continuation_first", "[\"\x80\"]"},
      {"n_string_continuation_last", "[\"a\xBF\"]"},
      {"n_string_latin_1", "[\"\xE9\"]"},
      {"n_string_overlong_2", "[\"\xC0\xAF\"]"},
      {"n_string_overlong_c1", "[\"\xC1\x81\"]"},
      {"n_string_overlong_3", "[\"\xE0\x80\xAF\"]"},
      {"n_string_overlong_4", "[\"\xF0\x80\x80\xAF\"]"},
      {"n_string_overlong_5", "[\"\xF8\x80\x80\x80\xAF\"]"},
      {"n_string_overlong_nul", "[\"\xC0\x80\"]"},
      {"n_string_beyond_unicode", "[\"\xF4\x90\x80\x80\"]"},
      {"n_string_byte_f5", "[\"\xF5\x80\x80\x80\"]"},
      {"n_string_surrogate_in_utf8", "[\"\xED\xA0\x80\"]"},
      {"n_string_low_surrogate_in_utf8", "[\"\xED\xB0\x80\"]"},
      {"n_string_pair_in_utf8", "[\"\xED\xA0\xBD\xED\xB8\x80\"]"},
      {"n_string_broken_2", "[\"\xC3\"]"},
      {"n_string_broken_3", "[\"\xE2\x82\"]"},
      {"n_string_broken_4", "[\"\xF0\x9D\x84\"]"},
      // At the very end: the parser must not look behind the text for the rest.
      {"n_string_broken_2_at_end", "\"\xC3"},
      {"n_string_broken_3_at_end", "\"\xE2"},
      {"n_string_broken_4_at_end", "\"\xF0"},
      {"n_string_broken_4_at_end_later", "\"\xF0\x9D\x84"},
      {"n_string_broken_key_at_end", "{\"\xF4"},
      {"n_structure_empty", ""},
      {"n_structure_space", " "},
      {"n_structure_line_end", "\n"},
      {"n_structure_open_array", "["},
      {"n_structure_open_object", "{"},
      {"n_structure_close_array", "]"},
      {"n_structure_close_object", "}"},
      {"n_structure_array_closed_by_brace", "[}"},
      {"n_structure_object_closed_by_bracket", "{]"},
      {"n_structure_two_values", "1 2"},
      {"n_structure_two_arrays", "[][]"},
      {"n_structure_array_and_word", "[]x"},
      {"n_structure_comma_alone", ","},
      {"n_structure_colon_alone", ":"},
      {"n_structure_nul_alone", bytes("\0", 1)},
      {"n_structure_nul_behind", bytes("[]\0", 3)},
      {"n_structure_nul_and_more", bytes("[]\0[]", 5)},
      {"n_structure_comment", "/* a */ []"},
      {"n_structure_line_comment", "// a\n[]"},
      {"n_structure_hash_comment", "# a\n[]"},
      {"n_structure_form_feed", "\f[]"},
      {"n_structure_no_break_space", "\xC2\xA0[]"},
      {"n_structure_ideographic_space", "\xE3\x80\x80[]"},
      {"n_structure_word_joiner", "[\xE2\x81\xA0]"},
      {"n_structure_angle", "<null>"},
      {"n_structure_ascii_escape", "\\u005b\\u005d"},
      {"n_structure_bom_broken", "\xEF\xBB{}"},
      {"n_structure_bom_twice", "\xEF\xBB\xBF\xEF\xBB\xBF{}"},
      {"n_structure_bom_alone", "\xEF\xBB\xBF"},
      {"n_structure_bom_behind", "{}\xEF\xBB\xBF"},
      {"n_structure_utf16_le", bytes("\xFF\xFE[\0]\0", 6)},
      {"n_structure_utf16_be", bytes("\xFE\xFF\0[\0]", 6)},
      {"n_structure_utf16_without_bom", bytes("[\0\"\0]\0", 6)},
      {"n_structure_utf32", bytes("[\0\0\0]\0\0\0", 8)},
      {"n_structure_100000_open_arrays", many("[", 100'000)},
      {"n_structure_100000_open_objects", many("{\"\":", 100'000)},
      {"n_structure_open_array_object", many("[{\"\":", 50'000)},
      {"n_structure_two_objects", "{}{}"},
  };
  return rows;
}

const std::vector<Row>& left_open() {
  static const std::vector<Row> rows = {
      {"i_number_huge_exponent", "[1e400]", false},
      {"i_number_huge_negative", "[-1e400]", false},
      {"i_number_exponent_of_20_digits", "[1e99999999999999999999]", false},
      {"i_number_tiny_exponent", "[1e-400]", true},
      {"i_number_400_digits", "[" + many("9", 400) + "]", false},
      {"i_number_400_digits_behind_the_point", "[0." + many("9", 400) + "]", true},
      {"i_number_2_to_64", "[18446744073709551616]", true},
      {"i_number_2_to_53_and_1", "[9007199254740993]", true},
      {"i_number_minus_2_to_63_and_1", "[-9223372036854775809]", true},
      {"i_string_high_surrogate", "[\"\\uD800\"]", false},
      {"i_string_low_surrogate", "[\"\\uDC00\"]", false},
      {"i_string_high_and_letter", "[\"\\uD800a\"]", false},
      {"i_string_high_and_escape", "[\"\\uD800\\n\"]", false},
      {"i_string_two_high", "[\"\\uD800\\uD800\"]", false},
      {"i_string_pair_reversed", "[\"\\uDE00\\uD83D\"]", false},
      {"i_string_high_and_no_low", "[\"\\uD888\\u1234\"]", false},
      {"i_string_surrogate_in_key", "{\"\\uDC00\":1}", false},
      {"i_structure_bom_first", "\xEF\xBB\xBF{}", true},
      {"i_structure_65_levels", many("[", 65) + many("]", 65), false},
      {"i_structure_500_levels", many("[", 500) + many("]", 500), false},
      {"i_structure_100000_levels", many("[", 100'000) + many("]", 100'000), false},
  };
  return rows;
}

void check(const Row& row, bool expected) {
  INFO(row.name);
  const Parsed<Document> parsed = read(row.text);
  CHECK(parsed.value.has_value() == expected);
  CHECK(parsed.issues.empty() == expected);
  if (!parsed.value) return;
  // What was read can be written, and says the same when it is read again.
  Writer once;
  once.copy(parsed.value->root());
  const Parsed<Document> again = read(once.text());
  REQUIRE(again.value.has_value());
  Writer twice;
  twice.copy(again.value->root());
  CHECK(twice.text() == once.text());
}

}  // namespace

TEST_CASE("valid JSON is read, and written as what it was") {
  for (const Row& row : accepted()) check(row, true);
}

TEST_CASE("what is no JSON is refused, all of it") {
  for (const Row& row : refused()) check(row, false);
}

TEST_CASE("where RFC 8259 leaves the choice, the stricter is taken but for numbers that fit nowhere and a BOM") {
  for (const Row& row : left_open()) check(row, row.read);
}

TEST_CASE("the table of JSON cases is as long as it says, each case once") {
  std::set<std::string> names;
  for (const auto* rows : {&accepted(), &refused(), &left_open()})
    for (const Row& row : *rows) {
      CAPTURE(row.name);
      CHECK(names.insert(row.name).second);
    }
  CHECK(names.size() >= 250);
}
