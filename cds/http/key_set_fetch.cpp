#include "cds/http/key_set_fetch.hpp"

#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "cds/auth/key_set.hpp"
#include "cds/config.hpp"

namespace foresign::http {
namespace {

constexpr std::size_t longest_url = 2048;

json::Parsed<std::string> failed(std::string message) {
  return {std::nullopt, {{json::Severity::fatal, "", std::move(message)}}};
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// A name, an IPv4 address, or an IPv6 address in brackets; perhaps with a port.
bool is_authority(std::string_view host, std::string_view port) {
  const bool bracketed = host.starts_with('[');
  if (bracketed) {
    if (!host.ends_with(']')) return false;
    host = host.substr(1, host.size() - 2);
  }
  const auto belongs = [&](char c) { return is_alphanumeric(c) || (bracketed ? c == ':' : c == '.' || c == '-'); };
  return !host.empty() && std::all_of(host.begin(), host.end(), belongs) && port.size() <= 5 &&
         std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Ends the connections of a fetch when its time is over: the library's own timeouts are per read, so a server that
// drips would hold the thread without end. Holds duplicates of the sockets, which nobody else can close and reuse.
class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds time) : thread_([this, time] { wait(time); }) {}
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    changed_.notify_all();
    thread_.join();
    for (const int socket : sockets_) ::close(socket);
  }

  void watch(int socket) {
    const int own = ::dup(socket);
    const std::lock_guard lock(mutex_);
    if (own >= 0) sockets_.push_back(own);
    if (own < 0 || passed_) ::shutdown(socket, SHUT_RDWR);
  }

  bool passed() {
    const std::lock_guard lock(mutex_);
    return passed_;
  }

 private:
  void wait(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, time, [this] { return done_; })) return;
    passed_ = true;
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  bool passed_ = false;
  std::vector<int> sockets_;
  std::thread thread_;
};

// `application/json`, `application/jwk-set+json` (RFC 7517, section 8.5) and the like.
bool is_json(std::string type) {
  type.erase(std::min(type.find(';'), type.size()));
  while (type.ends_with(' ')) type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

// Why an answer is not taken, by its head; empty if it is.
std::string refuse(const httplib::Response& response) {
  if (response.status != 200) return "server answered " + std::to_string(response.status);
  if (!is_json(response.get_header_value("Content-Type"))) return "answer is not JSON";
  if (response.has_header("Content-Encoding")) return "answer is compressed";
  return {};
}

json::Parsed<std::string> fetch_url(const KeyUrl& url, const FetchLimits& limits) {
  httplib::Client client(url.origin);
  client.set_follow_location(false);
  client.set_decompress(false);
  client.set_url_encode(false);
  client.set_keep_alive(false);
  client.set_connection_timeout(limits.deadline);
  // Longer than the deadline, which is to be the one that ends a slow answer and says so.
  client.set_read_timeout(2 * limits.deadline);
  client.set_write_timeout(2 * limits.deadline);
  client.enable_server_certificate_verification(true);
  if (!limits.authorities_file.empty()) client.set_ca_cert_path(limits.authorities_file);
  Deadline deadline(limits.deadline);
  client.set_socket_options([&](socket_t socket) { deadline.watch(socket); });
  std::string why_not;
  std::string text;
  const auto result = client.Get(
      url.target, {{"Accept", "application/jwk-set+json, application/json"}, {"Accept-Encoding", "identity"}},
      [&](const httplib::Response& response) {
        why_not = refuse(response);
        return why_not.empty();
      },
      [&](const char* data, std::size_t size) {
        if (text.size() + size > auth::largest_key_set) {
          why_not = "answer is too long";
          return false;
        }
        text.append(data, size);
        return true;
      });
  if (!why_not.empty()) return failed(why_not);
  if (deadline.passed()) return failed("server took too long");
  if (!result) return failed("server cannot be asked: " + httplib::to_string(result.error()));
  return {std::move(text), {}};
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

std::optional<KeyUrl> read_key_url(std::string_view url) {
  if (url.size() > longest_url) return std::nullopt;
  const bool secure = url.starts_with("https://");
  if (!secure && !url.starts_with("http://")) return std::nullopt;
  const std::size_t start = url.find("//") + 2;
  const std::size_t path = std::min(url.find_first_of("/?#", start), url.size());
  const std::string_view authority = url.substr(start, path - start);
  // The colons of an IPv6 address stand within brackets.
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  const std::size_t colon = bracket == std::string_view::npos ? bracket : authority.find(':', bracket);
  const std::string_view host = authority.substr(0, colon);
  const bool has_port = colon != std::string_view::npos;
  const std::string_view port = has_port ? authority.substr(colon + 1) : std::string_view();
  if (!is_authority(host, port) || (has_port && port.empty())) return std::nullopt;
  const bool here = is_loopback(host) || host == "[::1]";
  if (!secure && !here) return std::nullopt;
  const std::string_view rest = url.substr(path);
  const auto is_visible = [](char c) { return c > ' ' && c < 0x7f && c != '#'; };
  if (!std::all_of(rest.begin(), rest.end(), is_visible)) return std::nullopt;
  return KeyUrl{std::string(url.substr(0, path)), (rest.starts_with('/') ? "" : "/") + std::string(rest)};
}

json::Parsed<std::string> fetch_keys(const auth::Client& client, const FetchLimits& limits) {
  if (!client.keys_file.empty()) return read_file(client.keys_file);
  const auto url = read_key_url(client.keys_url);
  if (!url) return failed("keys are fetched from https only, or from http on this machine");
  return fetch_url(*url, limits);
}

}  // namespace foresign::http
