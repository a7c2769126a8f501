// `foresign judge`: one request, judged without a server.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "mapping/reading/orders.hpp"

namespace foresign {

enum class JudgeFormat : std::uint8_t { text, json, response };

struct JudgeCommand {
  std::string request;  // a file, or `-` for standard input
  std::string data;     // data folder
  mapping::Day day;
  JudgeFormat format = JudgeFormat::text;
};

// Prints the judgement. The exit code: 0 judged, 1 the data folder is unusable, 2 the request is.
int judge(const JudgeCommand& command);

}  // namespace foresign
