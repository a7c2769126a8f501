#include "cds/http/key_set_fetch.hpp"

#include <httplib.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <fstream>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "cds/auth/key_set.hpp"
#include "cds/config.hpp"
#include "cds/http/text.hpp"
#include "fhir/client/connection.hpp"
#include "fhir/client/line.hpp"
#include "fhir/client/resolve.hpp"

namespace foresign::http {
namespace {

using namespace std::chrono_literals;
using fhir::client::Allowance;
using fhir::client::Line;
using Clock = std::chrono::steady_clock;

constexpr std::size_t longest_url = 2048;
constexpr auto cut_again_after = 10ms;

json::Parsed<std::string> failed(std::string message) {
  return {std::nullopt, {{json::Severity::fatal, "", std::move(message)}}};
}

// `application/json`, `application/jwk-set+json` (RFC 7517, section 8.5) and the like.
bool is_json(std::string_view content_type) {
  const std::string type = lower(trim(content_type.substr(0, content_type.find(';'))));
  return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

// Why an answer is not taken, by its head; empty if it is.
std::string refuse(const httplib::Response& response) {
  if (response.status != 200) return "server answered " + std::to_string(response.status);
  if (!is_json(response.get_header_value("Content-Type"))) return "answer is not JSON";
  if (response.has_header("Content-Encoding")) return "answer is compressed";
  return {};
}

// One address of a server, and what came of asking it.
struct Attempt {
  json::Parsed<std::string> result;
  bool reached = true;
};

Attempt ask(const KeyUrl& url, const std::string& address, const std::string& authorities_file, Line& line,
            Clock::time_point deadline) {
  Allowance allowance{deadline};
  const auto client = fhir::client::open_client(url.server, address, authorities_file, line, allowance);
  client->set_connection_timeout(
      std::max(std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()), std::chrono::milliseconds(1)));
  std::string why_not;
  std::string text;
  httplib::Request request;
  request.method = "GET";
  request.path = url.target;
  request.headers = {{"Accept", "application/jwk-set+json, application/json"}, {"Accept-Encoding", "identity"}};
  request.response_handler = [&](const httplib::Response& response) {
    allowance.in_head = false;
    why_not = refuse(response);
    return why_not.empty();
  };
  request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    if (text.size() + size > auth::largest_key_set) why_not = "answer is too long";
    if (why_not.empty()) text.append(data, size);
    return why_not.empty();
  };
  httplib::Response response;
  httplib::Error error = httplib::Error::Success;
  const bool sent = client->send(request, response, error);
  if (!why_not.empty()) return {failed(why_not)};
  if (line.is_cut() || Clock::now() >= deadline) return {failed("server took too long")};
  if (allowance.overrun) return {failed("head of the answer is too long")};
  if (!sent)
    return {failed("server cannot be asked: " + httplib::to_string(error)), error != httplib::Error::Connection};
  // Without a body the library asks nobody about the head.
  if (allowance.in_head) return {failed("server answered " + std::to_string(response.status))};
  return {{std::move(text), {}}};
}

json::Parsed<std::string> ask_any(const KeyUrl& url, const std::vector<std::string>& addresses,
                                  const std::string& authorities_file, Line& line, Clock::time_point deadline) {
  Attempt attempt{failed("server has no address"), false};
  for (const std::string& address : addresses) {
    attempt = ask(url, address, authorities_file, line, deadline);
    if (attempt.reached) break;
  }
  return std::move(attempt.result);
}

json::Parsed<std::string> fetch_url(const KeyUrl& url, const FetchLimits& limits) {
  const auto deadline = Clock::now() + limits.deadline;
  const auto addresses = fhir::client::resolve(url.server.host, deadline);
  if (!addresses) return failed("address of the server could not be looked up in time");
  Line line;
  // Neither the library nor a thread that cannot be had may end the service.
  try {
    auto asking = std::async(std::launch::async,
                             [&] { return ask_any(url, *addresses, limits.authorities_file, line, deadline); });
    // This thread watches. Again and again, since a socket that does not connect yet cannot be cut.
    for (auto until = deadline; asking.wait_until(until) != std::future_status::ready; until += cut_again_after)
      line.cut();
    return asking.get();
  } catch (const std::exception&) {
    return failed("server cannot be asked");
  }
}

json::Parsed<std::string> read_file(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  std::string text(auth::largest_key_set + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || file.gcount() == 0) return failed("file cannot be read");
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > auth::largest_key_set) return failed("file is too long");
  return {std::move(text), {}};
}

}  // namespace

std::optional<KeyUrl> read_key_url(std::string_view text) {
  if (text.size() > longest_url || text.ends_with('/')) return std::nullopt;
  if (!text.starts_with("https://") && !text.starts_with("http://")) return std::nullopt;
  auto url = fhir::client::parse_url(text);
  if (!url || (!url->tls && !is_loopback(url->host))) return std::nullopt;
  auto target = fhir::client::target_on(*url, text);
  if (!target) return std::nullopt;
  return KeyUrl{*std::move(url), *std::move(target)};
}

json::Parsed<std::string> fetch_keys(const auth::Client& client, const FetchLimits& limits) {
  if (!client.keys_file.empty()) return read_file(client.keys_file);
  const auto url = read_key_url(client.keys_url);
  if (!url) return failed("keys are fetched from https only, or from http on this machine");
  return fetch_url(*url, limits);
}

}  // namespace foresign::http
