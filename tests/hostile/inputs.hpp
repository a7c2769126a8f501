// Inputs that mean harm, as tables: a name, the bytes, and what may be answered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foresign::hostile {

// Stands in every input. No error, no log line and no file may hold it.
inline constexpr std::string_view marker = "Zq7MARKer";

// Follows every request of HTTP level on the same connection. It is answered `404` where the connection goes on, and
// must not be where the request before it left open what its bytes are.
inline constexpr std::string_view next_request = "GET /next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

struct Input {
  std::string name;
  std::string bytes;
  std::vector<std::string> answers;  // each the statuses in their order, `200 404`; empty: closed without an answer
  bool unfinished = false;           // the server may wait for more, so the client goes away after a moment
  bool to_head = false;              // the first answer has no body
};

std::vector<Input> http_inputs();         // how a request is framed
std::vector<Input> http_target_inputs();  // methods, targets, versions, other protocols
std::vector<Input> json_inputs();
std::vector<Input> fhir_inputs();

// `POST` of a body to the service, the last on its connection.
std::string last_post(std::string_view body);
std::string repeated(std::string_view part, std::size_t times);
std::string fixture(const std::string& name);

}  // namespace foresign::hostile
