// What is answered, before it is HTTP.
#pragma once

#include <string>

namespace foresign::http {

struct Reply {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::string allow;      // OPTIONS and 405: the methods that there are
  std::string etag;       // what may be kept and asked for again; empty: nothing may be stored
  std::string challenge;  // 401: `WWW-Authenticate`
  std::string note;       // for the log: why it was refused, in words of ours
  int retry_after_s = 0;  // 503
};

}  // namespace foresign::http
