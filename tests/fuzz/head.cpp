// The head of an HTTP request. What is let through is a head of few plain lines that reads the same a second time.
#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

#include "cds/http/head.hpp"
#include "tests/fuzz/expect.hpp"

using namespace foresign;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = http::read_head({reinterpret_cast<const char*>(data), size});
  if (const auto* problem = std::get_if<http::HeadProblem>(&read)) {
    expect(problem->status >= 400 && problem->status < 600 && problem->status != 500, "a problem is the client's");
    expect(!problem->message.empty(), "a problem says what is wrong");
    return 0;
  }
  const auto& head = std::get<http::Head>(read);
  expect(!(head.chunked && head.content_length), "a body has one length");
  expect(!head.method.empty() && !head.path.empty(), "a request has a method and a target");
  expect(head.path.size() <= http::max_target_bytes, "the target is bounded");
  for (const std::string* text : {&head.method, &head.path, &head.content_type, &head.content_encoding, &head.origin})
    expect(std::none_of(text->begin(), text->end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }),
           "nothing that is passed on holds a line end");

  // With the Host that the library does not get.
  std::string again = head.forwarded;
  const std::size_t line = again.find("\r\n");
  expect(line != std::string::npos && again.ends_with("\r\n\r\n"), "what is forwarded is a head");
  again.insert(line + 2, "Host: ehr.example\r\n");
  const auto reread = http::read_head(again);
  const auto* same = std::get_if<http::Head>(&reread);
  expect(same != nullptr, "what is forwarded can be read");
  expect(same->method == head.method && same->path == head.path && same->content_length == head.content_length &&
             same->close == head.close,
         "what is forwarded says the same");
  return 0;
}
