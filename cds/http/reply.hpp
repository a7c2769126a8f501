// What is answered, before it is HTTP.
#pragma once

#include <string>

namespace foresign::http {

struct Reply {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::string allow;      // 405: the methods that there are
  std::string route;      // for the log: the route's pattern, never what was sent
  int retry_after_s = 0;  // 503
};

}  // namespace foresign::http
