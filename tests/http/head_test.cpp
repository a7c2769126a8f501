// The head of a request is refused where two readers could understand it in two ways.
#include "cds/http/head.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <variant>

using namespace foresign::http;

namespace {

std::string with(const std::string& lines) {
  return "POST /x HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
}

}  // namespace

TEST_CASE("a plain head is read") {
  const auto read = read_head(
      "POST /cds-services/x?trace=1 HTTP/1.1\r\nHost: a\r\nContent-Type:application/json; charset=utf-8 \r\n"
      "content-length: 12\r\nORIGIN: https://ehr.example\r\nConnection: keep-alive, Close\r\n\r\n");
  REQUIRE(std::holds_alternative<Head>(read));
  const auto& head = std::get<Head>(read);
  CHECK(head.method == "POST");
  CHECK(head.path == "/cds-services/x");
  CHECK(head.content_length == 12u);
  CHECK(head.content_type == "application/json; charset=utf-8");
  CHECK(head.origin == "https://ehr.example");
  CHECK(head.close);
  CHECK_FALSE(head.chunked);
}

TEST_CASE("only what the library acts on is forwarded to it") {
  const auto read = read_head(
      "GET /health?name=x HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\nREMOTE_ADDR: 10.0.0.1\r\nAuthorization: Bearer "
      "t\r\n"
      "Accept-Encoding: br, gzip\r\nContent-Length: 007\r\n\r\n");
  REQUIRE(std::holds_alternative<Head>(read));
  CHECK(std::get<Head>(read).forwarded == "GET /health HTTP/1.1\r\nContent-Length: 7\r\nAccept-Encoding: gzip\r\n\r\n");
}

TEST_CASE("what is asked about the caller and about what he kept is read and not forwarded") {
  const auto read = read_head(
      "GET /cds-services HTTP/1.1\r\nHost: a\r\nauthorization:  Bearer a.b.c \r\nIf-None-Match: \"x\"\r\n"
      "if-none-match: W/\"y\"\r\n\r\n");
  REQUIRE(std::holds_alternative<Head>(read));
  CHECK(std::get<Head>(read).authorization == "Bearer a.b.c");
  CHECK(std::get<Head>(read).if_none_match == "\"x\", W/\"y\"");
  CHECK(std::get<Head>(read).forwarded == "GET /cds-services HTTP/1.1\r\n\r\n");
}

TEST_CASE("nothing is expected of a client of HTTP/1.0 that waits") {
  const auto read = read_head("POST / HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  REQUIRE(std::holds_alternative<Head>(read));
  CHECK(std::get<Head>(read).forwarded.find("Expect") == std::string::npos);
}

TEST_CASE("a head that is refused still tells which page asked") {
  const auto [block, origin] = GENERATE(table<std::string, std::string>({
      {"GET / HTTP/3\r\nHost: a\r\nORIGIN: https://ehr.example \r\n\r\n", "https://ehr.example"},
      {"GET / HTTP/3\r\nX-Origin: https://ehr.example\r\n\r\n", ""},
      {"GET / HTTP/3\nOrigin: https://ehr.example\n\n", ""},
  }));
  CAPTURE(block);
  const auto read = read_head(block);
  REQUIRE(std::holds_alternative<HeadProblem>(read));
  CHECK(std::get<HeadProblem>(read).origin == origin);
}

TEST_CASE("HTTP/1.0 needs no host and closes") {
  const auto read = read_head("GET / HTTP/1.0\r\n\r\n");
  REQUIRE(std::holds_alternative<Head>(read));
  CHECK(std::get<Head>(read).close);
}

TEST_CASE("an ambiguous or malformed head is refused") {
  struct Row {
    std::string what;
    std::string block;
    int status;
  };
  const auto row = GENERATE(values<Row>({
      {"no request line", "\r\n", 400},
      {"no version", "GET /\r\n\r\n", 400},
      {"HTTP/2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"an odd method", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"a target that is no path", "GET health HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"a long target", "GET /" + std::string(5000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", with("Host: b\r\n"), 400},
      {"a line that ends with LF", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400},
      {"a folded line", with("X: a\r\n b\r\n"), 400},
      {"a line without colon", with("Authorization\r\n"), 400},
      {"a space before the colon", with("Content-Length : 5\r\n"), 400},
      {"no header name", with(": x\r\n"), 400},
      {"a NUL in a value", with(std::string("X: a\0b\r\n", 8)), 400},
      {"a CR in a value", with("X: a\rb\r\n"), 400},
      {"an encoded line break in a value", with("X: a%0d%0aY: b\r\n"), 400},
      {"an encoded NUL in a value", with("X: a%00b\r\n"), 400},
      {"two lengths", with("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
      {"a list of lengths", with("Content-Length: 5, 5\r\n"), 400},
      {"a length with a sign", with("Content-Length: +5\r\n"), 400},
      {"a negative length", with("Content-Length: -1\r\n"), 400},
      {"a length in hexadecimal", with("Content-Length: 0x5\r\n"), 400},
      {"a length with a tail", with("Content-Length: 5abc\r\n"), 400},
      {"an empty length", with("Content-Length:\r\n"), 400},
      {"a length of 13 digits", with("Content-Length: 1000000000000\r\n"), 400},
      {"chunked with a length", with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
      {"another transfer encoding", with("Transfer-Encoding: xchunked\r\n"), 501},
      {"two transfer encodings", with("Transfer-Encoding: chunked, identity\r\n"), 501},
      {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"two content types", with("Content-Type: a\r\ncontent-type: b\r\n"), 400},
      {"two authorizations", with("Authorization: a\r\nAuthorization: b\r\n"), 400},
      {"another expectation", with("Expect: the-unexpected\r\n"), 417},
      {"too many lines", with([] {
         std::string lines;
         for (int i = 0; i < 101; ++i) lines += "X: a\r\n";
         return lines;
       }()),
       431},
  }));
  CAPTURE(row.what);
  const auto read = read_head(row.block);
  REQUIRE(std::holds_alternative<HeadProblem>(read));
  CHECK(std::get<HeadProblem>(read).status == row.status);
  CHECK_FALSE(std::get<HeadProblem>(read).message.empty());
}
