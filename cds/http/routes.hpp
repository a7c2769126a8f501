// The table of routes (CONTRACT 2): what a request's head allows, and what its body is answered with. Values in, values
// out; the sockets are in server.cpp.
#pragma once

#include <date/date.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cds/hooks/card.hpp"
#include "cds/http/head.hpp"
#include "cds/http/reply.hpp"
#include "cds/library.hpp"

namespace foresign::http {

// What the routes need of the world.
struct World {
  std::function<date::sys_days()> today;  // asked once per request
  hooks::NewId new_id;
};

class Routes {
 public:
  // The library must outlive the routes.
  Routes(const Library& library, World world, std::size_t max_body_bytes);

  // The answer where the body is not needed: reads, preflights and every refusal. Nothing: read the body and call
  // `answer`.
  [[nodiscard]] std::optional<Reply> before_body(const Head& head) const;
  // The answer to a POST whose head passed.
  [[nodiscard]] Reply answer(const Head& head, std::string_view body) const;

  // The route that a path belongs to, for the log; `-` if none.
  [[nodiscard]] static std::string_view route_of(std::string_view path);

 private:
  const Library* library_;
  World world_;
  std::size_t max_body_bytes_;
  std::string discovery_;
  std::string health_;
};

}  // namespace foresign::http
