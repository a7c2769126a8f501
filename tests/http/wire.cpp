#include "tests/http/wire.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "cds/http/uuid.hpp"

namespace foresign::wire {
namespace {

constexpr int patience_ms = 20'000;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

Client::Client(int port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("cannot connect");
  const int yes = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

Client::~Client() {
  ::close(descriptor_);
}

void Client::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has closed: what it answered is still to be read
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool Client::fill() {
  pollfd watched{descriptor_, POLLIN, 0};
  if (::poll(&watched, 1, patience_ms) <= 0) throw std::runtime_error("no answer in time");
  std::array<char, 65536> buffer{};
  const ssize_t got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (got <= 0) return false;
  in_.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<Answer> take_answer(std::string& in, bool to_head) {
  const std::size_t end = in.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  Answer answer;
  answer.status = std::stoi(in.substr(9, 3));
  std::size_t at = in.find("\r\n") + 2;
  while (at < end) {
    const std::size_t line_end = in.find("\r\n", at);
    const std::string line = in.substr(at, line_end - at);
    const std::size_t colon = line.find(": ");
    answer.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
    at = line_end + 2;
  }
  const bool bodiless = answer.status == 100 || to_head || !answer.headers.contains("content-length");
  const std::size_t length = bodiless ? 0 : std::stoul(answer.headers.at("content-length"));
  if (in.size() < end + 4 + length) return std::nullopt;
  answer.body = in.substr(end + 4, length);
  in.erase(0, end + 4 + length);
  return answer;
}

std::optional<Answer> Client::read(bool to_head) {
  for (;;) {
    if (auto answer = take_answer(in_, to_head)) return answer;
    if (!fill()) return std::nullopt;
  }
}

bool Client::closed() {
  return in_.empty() && !fill();
}

namespace {

std::string post_to(std::string_view path, std::string_view body, std::string_view more_headers) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n" + std::string(more_headers) + "\r\n" + std::string(body);
}

}  // namespace

std::string post(std::string_view body, std::string_view more_headers) {
  return post_to(service_path, body, more_headers);
}

std::string post_feedback(std::string_view body, std::string_view more_headers) {
  return post_to(feedback_path, body, more_headers);
}

std::string get(std::string_view path, std::string_view method) {
  return std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

std::optional<Answer> ask(int port, std::string_view request, bool to_head) {
  Client client(port);
  client.send(request);
  return client.read(to_head);
}

date::sys_days fixture_day() {
  return date::year(2026) / date::November / 24;
}

std::string fixture(const std::string& name) {
  std::ifstream file(std::string(FORESIGN_SOURCE_DIR) + "/fixtures/requests/" + name + ".json", std::ios::binary);
  if (!file) throw std::runtime_error("no fixture " + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string without_ids(std::string text) {
  constexpr std::string_view form = "xxxxxxxx-xxxx-4xxx-xxxx-xxxxxxxxxxxx";
  const auto is_id = [&](std::size_t at) {
    for (std::size_t i = 0; i < form.size(); ++i) {
      const char c = text[at + i];
      if (form[i] == 'x' ? std::isxdigit(static_cast<unsigned char>(c)) == 0 : c != form[i]) return false;
    }
    return true;
  };
  for (std::size_t at = 0; at + form.size() <= text.size(); ++at)
    if (text[at + 8] == '-' && is_id(at)) text.replace(at, form.size(), "<uuid>");
  return text;
}

namespace {

http::Settings on_a_free_port(http::Settings settings) {
  settings.port = 0;
  return settings;
}

}  // namespace

Running::Running(http::Settings settings, std::function<date::sys_days()> today,
                 decltype(http::World::authenticate) authenticate, http::Keeper* keeper, metrics::Metrics* metrics)
    : server_(library(), http::World{std::move(today), http::new_uuid, std::move(authenticate), {}, keeper, metrics},
              on_a_free_port(std::move(settings))) {
  if (const std::string why = server_.listen(); !why.empty()) throw std::runtime_error(why);
  thread_ = std::thread([this] { server_.run(); });
}

Running::~Running() {
  server_.stop();
  thread_.join();
}

}  // namespace foresign::wire
