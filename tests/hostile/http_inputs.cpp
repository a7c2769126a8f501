// How a request is framed: what two readers could understand in two ways (RFC 9112, 2 to 7 and 11.2).
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/hostile/inputs.hpp"

namespace foresign::hostile {

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

namespace {

using Answers = std::vector<std::string>;

const std::string line = "POST /cds-services/prior-auth-order-sign HTTP/1.1\r\n";
const std::string host = "Host: localhost\r\n";
const std::string json = "Content-Type: application/json\r\n";
const std::string body =
    R"({"hook":"order-sign","hookInstance":"i","context":{"patientId":"Zq7MARKer","draftOrders":{}}})";
const std::string length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
// A request of its own, where it stands in a body.
const std::string hidden = "GET /health HTTP/1.1\r\nHost: Zq7MARKer\r\n\r\n";

std::string with(const std::string& headers) {
  return line + host + json + length + headers + "\r\n" + body;
}

const Answers fine = {"200 404"};
const Answers malformed = {"400"};

// Headers beside those of a good request.
void add_headers(std::vector<Input>& all) {
  struct Row {
    const char* name;
    std::string headers;
    Answers answers;
  };
  const std::vector<Row> rows = {
      {"nothing odd", "", fine},
      {"the same Content-Length twice", length, malformed},
      {"two Content-Lengths, the second shorter", "Content-Length: 5\r\n", malformed},
      {"two Content-Lengths in other letters", "CONTENT-LENGTH: 5\r\n", malformed},
      {"Transfer-Encoding beside Content-Length", "Transfer-Encoding: chunked\r\n", malformed},
      {"Transfer-Encoding xchunked", "Transfer-Encoding: xchunked\r\n", {"501", "400"}},
      {"Transfer-Encoding chunked, identity", "Transfer-Encoding: chunked, identity\r\n", {"501", "400"}},
      {"Transfer-Encoding identity", "Transfer-Encoding: identity\r\n", {"501", "400"}},
      {"Transfer-Encoding gzip, chunked", "Transfer-Encoding: gzip, chunked\r\n", {"501", "400"}},
      {"Transfer-Encoding with a comma behind", "Transfer-Encoding: chunked,\r\n", {"501", "400"}},
      {"Transfer-Encoding in quotes", "Transfer-Encoding: \"chunked\"\r\n", {"501", "400"}},
      {"Transfer-Encoding empty", "Transfer-Encoding:\r\n", {"501", "400"}},
      {"Transfer-Encoding behind a vertical tab", "Transfer-Encoding: \vchunked\r\n", malformed},
      {"Transfer-Encoding twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", malformed},
      {"Transfer-Encoding and a space before the colon", "Transfer-Encoding : chunked\r\n", malformed},
      {"Transfer-Encoding on a folded line", "Transfer-Encoding:\r\n chunked\r\n", {"501", "400"}},
      {"Transfer_Encoding", "Transfer_Encoding: chunked\r\n", {"200 404", "400"}},
      {"two Hosts", "Host: Zq7MARKer\r\n", malformed},
      {"two Content-Types", "Content-Type: Zq7MARKer\r\n", malformed},
      {"two Content-Encodings", "Content-Encoding: identity\r\nContent-Encoding: gzip\r\n", malformed},
      {"two Authorizations", "Authorization: Bearer Zq7MARKer\r\nAuthorization: Bearer b\r\n", malformed},
      {"two Origins", "Origin: https://Zq7MARKer\r\nOrigin: https://b.example\r\n", malformed},
      {"Content-Encoding gzip", "Content-Encoding: gzip\r\n", {"415", "415 404"}},
      {"Content-Encoding br", "Content-Encoding: br\r\n", {"415", "415 404"}},
      {"Content-Encoding unknown", "Content-Encoding: Zq7MARKer\r\n", {"415", "415 404"}},
      {"a folded line", "X-A: 1\r\n Zq7MARKer\r\n", malformed},
      {"a folded line with a tab", "X-A: 1\r\n\tZq7MARKer\r\n", malformed},
      {"a folded line that looks like a header", "X-A: 1\r\n Content-Length: 0\r\n", malformed},
      {"a header line ended by LF", "X-A: Zq7MARKer\n", malformed},
      {"a header line ended by CR", "X-A: Zq7MARKer\rX-B: 2\r\n", malformed},
      {"a header line ended by CR CR LF", "X-A: Zq7MARKer\r\r\n", malformed},
      {"a header without colon", "Zq7MARKer\r\n", malformed},
      {"a header without name", ": Zq7MARKer\r\n", malformed},
      {"a header name with a space", "X Zq7MARKer: 1\r\n", malformed},
      {"a header name in brackets", "(Zq7MARKer): 1\r\n", malformed},
      {"a header name beyond ASCII", "X-\xC3\xA9Zq7MARKer: 1\r\n", malformed},
      {"a header name with a NUL", std::string("X-\0Zq7MARKer: 1\r\n", 17), malformed},
      {"a header value with a NUL", std::string("X-A: \0Zq7MARKer\r\n", 17), malformed},
      {"a header value with a bell", "X-A: \aZq7MARKer\r\n", malformed},
      {"a header value with a DEL", "X-A: \x7FZq7MARKer\r\n", malformed},
      {"a header value with an encoded line end", "X-A: Zq7MARKer%0d%0aX-B: 1\r\n", {"400", "200 404"}},
      {"a header value with an encoded NUL", "X-A: Zq7MARKer%00\r\n", {"400", "200 404"}},
      {"an Authorization with an encoded line end", "Authorization: Bearer Zq7MARKer%0d%0a\r\n", {"400", "200 404"}},
      {"a header value of odd per cents", "X-A: Zq7MARKer%zz%\r\n", {"400", "200 404"}},
      {"a header value in UTF-8", "X-A: Zq7MARKer\xC3\xA9\r\n", {"400", "200 404"}},
      {"a header value of broken UTF-8", "X-A: Zq7MARKer\xFF\xFE\r\n", {"400", "200 404"}},
      {"the name under which an exception is told", "EXCEPTION_WHAT: Zq7MARKer\r\n", {"200 404", "400"}},
      {"the name under which the library keeps the address", "REMOTE_ADDR: Zq7MARKer\r\n", {"200 404", "400"}},
      {"the names of all its addresses", "REMOTE_PORT: Zq7MARKer\r\nLOCAL_ADDR: Zq7MARKer\r\n", {"200 404", "400"}},
      {"another address before the proxy", "X-Forwarded-For: Zq7MARKer\r\nForwarded: for=Zq7MARKer\r\n", fine},
      {"another method on top", "X-HTTP-Method-Override: DELETE\r\nX-Original-URL: /health\r\n", fine},
      {"Range of two bytes", "Range: bytes=0-1\r\n", fine},
      {"Range from behind", "Range: bytes=-1\r\n", fine},
      {"Range that cannot be", "Range: bytes=9-1\r\n", fine},
      {"Range of 900 parts", "Range: bytes=" + repeated("0-0,", 900) + "0-0\r\n", fine},
      {"Range of nonsense", "Range: Zq7MARKer\r\nIf-Range: \"Zq7MARKer\"\r\n", fine},
      {"Expect 100-continue", "Expect: 100-continue\r\n", {"100 200 404", "200 404"}},
      {"Expect 100-continue in other letters", "Expect: 100-CONTINUE\r\n", {"100 200 404", "200 404"}},
      {"Expect something else", "Expect: Zq7MARKer\r\n", {"417"}},
      {"Expect two things", "Expect: 100-continue, Zq7MARKer\r\n", {"417"}},
      {"Connection close", "Connection: close\r\n", {"200"}},
      {"Connection close in a list", "Connection: Zq7MARKer, close\r\n", {"200"}},
      {"Connection names the length", "Connection: Content-Length, Host\r\n", {"200 404", "400"}},
      {"Connection in two headers", "Connection: keep-alive\r\nConnection: close\r\n", {"200"}},
      {"an upgrade to HTTP/2", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAA\r\n",
       fine},
      {"an upgrade to web sockets", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: Zq7MARKer\r\n",
       fine},
      {"trailers announced", "Trailer: Zq7MARKer\r\nTE: trailers\r\n", fine},
      {"an answer in gzip", "Accept-Encoding: gzip;q=0.0001, Zq7MARKer\r\n", fine},
      {"an answer in nothing", "Accept-Encoding: identity;q=0, *;q=0\r\nAccept: Zq7MARKer\r\n", fine},
      {"a long cookie", "Cookie: Zq7MARKer=" + repeated("a", 7000) + "\r\n", {"200 404", "431"}},
      {"a long token", "Authorization: Bearer Zq7MARKer" + repeated("a", 7000) + "\r\n", {"200 404", "431"}},
      {"96 more headers", repeated("X-A: Zq7MARKer\r\n", 96), fine},
      {"98 more headers", repeated("X-A: Zq7MARKer\r\n", 98), {"431"}},
      {"101 more headers", repeated("X-A: Zq7MARKer\r\n", 101), {"431"}},
      {"1900 more headers", repeated("X-A: Zq7MARKer\r\n", 1900), {"431"}},
      {"100000 more headers", repeated("X-A: Zq7MARKer\r\n", 100'000), {"431"}},
      {"a header line of 40 KiB", "X-A: Zq7MARKer" + repeated("a", 40'000) + "\r\n", {"431"}},
      {"a header line of 2 MB", "X-A: Zq7MARKer" + repeated("a", 2'000'000) + "\r\n", {"431"}},
      {"a header name of 40 KiB", repeated("a", 40'000) + ": Zq7MARKer\r\n", {"431"}},
  };
  for (const Row& row : rows) all.push_back({row.name, with(row.headers) + std::string(next_request), row.answers});
}

// In the place of the good Content-Length.
void add_lengths(std::vector<Input>& all) {
  struct Row {
    const char* written;
    Answers answers;
  };
  const std::vector<Row> rows = {
      {"+5", malformed},
      {"-1", malformed},
      {"5abc", malformed},
      {"abc", malformed},
      {"", malformed},
      {"0x5", malformed},
      {"5, 5", malformed},
      {"5,5", malformed},
      {"5 5", malformed},
      {"5;5", malformed},
      {"5.0", malformed},
      {"5e1", malformed},
      {"\"5\"", malformed},
      {"\xEF\xBC\x95", malformed},
      {"9999999999999", malformed},
      {"18446744073709551615", malformed},
      {"18446744073709551621", malformed},
      {"-18446744073709551611", malformed},
      {"00000000000000000005", malformed},
      {"999999999999", {"413"}},
      {"900000000", {"413"}},
  };
  for (const Row& row : rows)
    all.push_back({"Content-Length `" + std::string(row.written) + "`",
                   line + host + json + "Content-Length: " + row.written + "\r\n\r\n" + body + hidden, row.answers});
  all.push_back({"Content-Length of nothing, then a request",
                 line + host + json + "Content-Length: 0\r\n\r\n" + std::string(next_request),
                 {"400 404"}});
  all.push_back({"no length at all", line + host + json + "\r\n" + body + hidden, {"411"}});
}

// Bodies in chunks are not read at all, so nothing in them can be a request.
void add_chunks(std::vector<Input>& all) {
  const std::vector<std::pair<const char*, std::string>> rows = {
      {"plain", "5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n"},
      {"size 0x3", "0x3\r\n{}\n\r\n0\r\n\r\n"},
      {"size -2", "-2\r\n{}\r\n0\r\n\r\n"},
      {"size +2", "+2\r\n{}\r\n0\r\n\r\n"},
      {"size of 16 digits", "ffffffffffffffff\r\n{}\r\n0\r\n\r\n"},
      {"size of 17 digits", "10000000000000002\r\n{}\r\n0\r\n\r\n"},
      {"size missing", "\r\n{}\r\n0\r\n\r\n"},
      {"size of words", "Zq7MARKer\r\n{}\r\n0\r\n\r\n"},
      {"bare LF", "2\n{}\n0\n\n"},
      {"no line end behind the data", "2\r\n{}0\r\n\r\n"},
      {"extension", "2;Zq7MARKer=\"\r\n\"\r\n{}\r\n0\r\n\r\n"},
      {"endless extension", "2;" + repeated("a", 100'000) + "\r\n{}\r\n0\r\n\r\n"},
      {"trailer", "0\r\nContent-Length: 5\r\nX-A: Zq7MARKer\r\n\r\n"},
      {"end, then a request", "0\r\n\r\n" + hidden},
      {"no end", "2\r\n{}\r\n"},
      {"a million empty lines", repeated("\r\n", 1'000'000)},
  };
  for (const auto& [name, chunks] : rows)
    for (const char* encoding : {"chunked", "Chunked"})
      all.push_back({std::string("chunks (") + encoding + "): " + name,
                     line + host + json + "Transfer-Encoding: " + encoding + "\r\n\r\n" + chunks + hidden,
                     {"411"}});
}

// A refused request whose body holds another one: that one is never answered.
void add_smuggling(std::vector<Input>& all) {
  const std::string size = "Content-Length: " + std::to_string(hidden.size()) + "\r\n";
  const std::string wide = "Content-Length: " + std::to_string(hidden.size() + 8000) + "\r\n";
  struct Row {
    const char* name;
    std::string first;  // up to its length
    Answers answers;
  };
  const std::vector<Row> rows = {
      {"nothing under the path", "POST /Zq7MARKer HTTP/1.1\r\n" + host + json, {"404", "404 404"}},
      {"no POST under the path", "POST /health HTTP/1.1\r\n" + host + json, {"405", "405 404"}},
      {"another content type", line + host + "Content-Type: text/plain\r\n", {"415", "415 404"}},
      {"no content type", line + host, {"415", "415 404"}},
      {"another encoding", line + host + json + "Content-Encoding: gzip\r\n", {"415", "415 404"}},
      {"GET with a body", "GET /health HTTP/1.1\r\n" + host, {"200", "200 404"}},
      {"GET of discovery with a body", "GET /cds-services HTTP/1.1\r\n" + host, {"200", "200 404"}},
      {"PUT", "PUT /cds-services/prior-auth-order-sign HTTP/1.1\r\n" + host + json, {"405", "405 404"}},
      {"DELETE", "DELETE /cds-services HTTP/1.1\r\n" + host, {"405", "405 404"}},
      {"OPTIONS", "OPTIONS /cds-services HTTP/1.1\r\n" + host, {"204", "204 404"}},
      {"an unknown method", "BREW /health HTTP/1.1\r\n" + host, {"405", "501"}},
      {"an unknown version", "POST /health HTTP/1.2\r\n" + host, {"505"}},
      {"HTTP/1.0", "GET /health HTTP/1.0\r\n" + host, {"200"}},
      {"no Host", "POST /health HTTP/1.1\r\n", malformed},
      {"an unknown expectation", line + host + json + "Expect: Zq7MARKer\r\n", {"417"}},
      {"a refused expectation",
       "POST /Zq7MARKer HTTP/1.1\r\n" + host + json + "Expect: 100-continue\r\n",
       {"404", "404 404"}},
      {"a body that is no JSON", line + host + json, {"400", "400 404"}},
  };
  for (const Row& row : rows) {
    const std::string rest = std::string(next_request);
    all.push_back({std::string("hidden request: ") + row.name, row.first + size + "\r\n" + hidden + rest, row.answers});
    // Beyond any buffer of 4 KiB.
    all.push_back({std::string("hidden request behind 8000 bytes: ") + row.name,
                   row.first + wide + "\r\n" + repeated(" ", 8000) + hidden + rest, row.answers});
  }
  all.push_back({"hidden request: the two lengths disagree",
                 line + host + json + size + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden, malformed});
  all.push_back({"hidden request: the encoding in disguise",
                 line + host + json + size + "Transfer-Encoding: x\r\n\r\n0\r\n\r\n" + hidden,
                 {"501", "400"}});
}

void add_unfinished(std::vector<Input>& all) {
  const std::string whole = with("");
  const std::vector<std::pair<const char*, std::string>> rows = {
      {"nothing", ""},
      {"one byte", "P"},
      {"a part of the request line", "POST /Zq7MARKer"},
      {"a request line", line},
      {"a head without its end", line + host + "X-A: Zq7MARKer\r\n"},
      {"a head without its last byte", whole.substr(0, whole.find("\r\n\r\n") + 3)},
      {"a head without its body", whole.substr(0, whole.find("\r\n\r\n") + 4)},
      {"half of a body", whole.substr(0, whole.size() - body.size() / 2)},
      {"all but the last byte", whole.substr(0, whole.size() - 1)},
      {"a body that was promised 8 MiB", line + host + json + "Content-Length: 8388608\r\n\r\n" + body},
      {"a TLS hello", std::string("\x16\x03\x01\x00\xA5\x01\x00\x00\xA1\x03\x03", 11) + repeated("\x42", 64)},
      {"an SSH banner", "SSH-2.0-Zq7MARKer\r\n"},
      {"a mail client", "EHLO Zq7MARKer\r\n"},
      {"a database client", std::string("\x00\x00\x00\x08\x04\xD2\x16\x2F", 8)},
      {"empty lines only", repeated("\r\n", 100'000)},
  };
  for (const auto& [name, bytes] : rows) all.push_back({std::string("unfinished: ") + name, bytes, {}, true});
}

}  // namespace

std::vector<Input> http_inputs() {
  std::vector<Input> all;
  add_headers(all);
  add_lengths(all);
  add_chunks(all);
  add_smuggling(all);
  add_unfinished(all);
  const std::string good = with("");
  const std::string rest(next_request);
  all.push_back({"no Host", line + json + length + "\r\n" + body + rest, malformed});
  all.push_back({"an empty Host", line + "Host:\r\n" + json + length + "\r\n" + body + rest, {"200 404", "400"}});
  all.push_back(
      {"an odd Host", line + "Host: Zq7MARKer@a, b\r\n" + json + length + "\r\n" + body + rest, {"200 404", "400"}});
  for (const std::string type :
       {"text/plain", "text/json", "multipart/form-data; boundary=a", "application/x-www-form-urlencoded", "",
        "application/json Zq7MARKer", "Zq7MARKer", "application/jsonx", "*/*"})
    all.push_back({"Content-Type `" + type + "`",
                   line + host + "Content-Type: " + type + "\r\n" + length + "\r\n" + body + rest,
                   {"415", "415 404"}});
  all.push_back({"two requests at once", good + good + rest, {"200 200 404"}});
  std::string twenty = "200";
  for (int i = 0; i < 19; ++i) twenty += " 200";
  all.push_back({"twenty requests at once", repeated(good, 20) + rest, {twenty + " 404"}});
  all.push_back({"a bad request between two good ones", good + "Zq7MARKer\r\n\r\n" + good + rest, {"200 400"}});
  all.push_back({"an empty line before the request", "\r\n\r\n" + good + rest, fine});
  all.push_back(
      {"70000 empty lines before the request", repeated("\r\n", 70'000) + good + rest, {"200 404", "400", "431"}});
  all.push_back({"a LF before the request", "\n" + good + rest, malformed});
  all.push_back({"a space before the request", " " + good + rest, malformed});
  all.push_back({"lines ended by LF", "POST /health HTTP/1.1\nHost: Zq7MARKer\n\n" + rest, malformed});
  all.push_back({"a head ended by LF LF",
                 line + host + json + length.substr(0, length.size() - 2) + "\n\n" + body + rest, malformed});
  return all;
}

}  // namespace foresign::hostile
