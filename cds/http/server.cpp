#include "cds/http/server.hpp"

#include <date/date.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "cds/http/connection.hpp"
#include "cds/http/pool.hpp"
#include "cds/http/problem.hpp"
#include "cds/http/tls.hpp"
#include "cds/http/uuid.hpp"

namespace foresign::http {
namespace {

constexpr int backlog =
    1024;  // the packaged library asks for 5: a burst of connections then waits a second for a SYN to be sent again

// What may change while the service runs, and never within a request.
struct Generation {
  Generation(std::shared_ptr<const Library> from, World world, const Settings& settings)
      : library(std::move(from)),
        routes(*library, std::move(world),
               {settings.max_body_bytes, settings.public_url, settings.discovery_versions, settings.metrics}),
        max_body_bytes(settings.max_body_bytes),
        allow_origins(settings.allow_origins) {}

  std::shared_ptr<const Library> library;
  Routes routes;
  std::size_t max_body_bytes;
  std::vector<std::string> allow_origins;
};

// What is known of the request that this thread answers; the library's handlers have no place for it.
struct Current {
  Connection* connection = nullptr;
  std::shared_ptr<const Generation> generation;  // taken once, when the request begins
  std::string request_id;
  std::optional<Reply> early;  // what the head alone was answered with; else
  Admitted admitted;
  std::string note;  // for the log
  std::size_t bytes_in = 0;
  std::chrono::steady_clock::time_point began;
};
thread_local Current current;

std::string_view status_text(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 414:
      return "URI Too Long";
    case 417:
      return "Expectation Failed";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Error";
  }
}

// Methods that the library's parser lets pass; the others are answered without it.
bool library_knows(std::string_view method) {
  for (const std::string_view known : {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    if (method == known) return true;
  return false;
}

class EventDescriptor {
 public:
  explicit EventDescriptor(int flags) : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | flags)) {}
  ~EventDescriptor() { ::close(descriptor_); }
  EventDescriptor(const EventDescriptor&) = delete;
  EventDescriptor& operator=(const EventDescriptor&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

struct Server::Inside final : httplib::Server {
  Inside(const Library& library, World world, Settings given)
      : settings(std::move(given)),
        // Not ours to end.
        generation(std::make_shared<const Generation>(std::shared_ptr<const Library>(std::shared_ptr<void>(), &library),
                                                      std::move(world), settings)) {
    configure();
  }

  Settings settings;
  std::mutex generation_mutex;
  std::shared_ptr<const Generation> generation;
  TlsContext tls;
  EventDescriptor stop_event{0};
  EventDescriptor shed_event{EFD_SEMAPHORE};
  int listening = -1;
  int bound_port = 0;
  std::atomic<bool> stop_asked = false;
  std::atomic<bool> running = false;
  std::atomic<bool> ended = false;
  std::atomic<std::size_t> waiting = 0;  // connections for which no thread is free

  void configure() {
    set_tcp_nodelay(true);
    // Heads are checked, and bodies counted, against the generation's own limit.
    set_payload_max_length(std::numeric_limits<std::size_t>::max());
    // Without SO_REUSEPORT, which the library would set: a second service would share the port in silence.
    set_socket_options([this](socket_t socket) {
      const int yes = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
      ::fcntl(socket, F_SETFD, FD_CLOEXEC);
      listening = socket;
    });
    new_task_queue = [this]() -> httplib::TaskQueue* {
      return new Pool(settings.threads, settings.waiting_at_most, shed_event.get(),
                      [this](std::size_t count) { note_waiting(count); });
    };
    set_pre_routing_handler([](const httplib::Request&, httplib::Response& response) {
      if (!current.early) return HandlerResponse::Unhandled;
      give(*current.early, response);
      return HandlerResponse::Handled;
    });
    // A client that asks before it sends its body hears the refusal instead.
    set_expect_100_continue_handler([](const httplib::Request&, httplib::Response& response) {
      if (!current.early) return 100;
      give(*current.early, response);
      return current.early->status;
    });
    Post(".*", [this](const httplib::Request&, httplib::Response& response, const httplib::ContentReader& read) {
      answer_post(response, read);
    });
    set_exception_handler([](const httplib::Request&, httplib::Response& response, std::exception_ptr) {
      give(bug_reply(current.request_id), response);
    });
    set_error_handler(HandlerWithResponse([](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty() && !current.early)
        give(problem_reply(response.status, "the request cannot be answered"), response);
      return HandlerResponse::Handled;
    }));
    set_post_routing_handler(
        [this](const httplib::Request&, httplib::Response& response) { finish_headers(response); });
  }

  void note_waiting(std::size_t count) {
    const std::size_t before = waiting.exchange(count);
    if (count > 0 || before == 0) return;
    // Nobody waits any more: what is left of the requests to leave is withdrawn.
    std::uint64_t one = 0;
    while (::read(shed_event.get(), &one, sizeof one) > 0) {
    }
  }

  static void give(const Reply& reply, httplib::Response& response) {
    current.note = reply.note;
    response.status = reply.status;
    response.body = reply.body;
    response.headers.erase("Content-Type");
    if (!reply.content_type.empty()) response.set_header("Content-Type", reply.content_type);
    reply_headers(reply, [&](const char* name, const std::string& value) {
      response.headers.erase(name);
      response.set_header(name, value);
    });
  }

  template <class Set>
  static void reply_headers(const Reply& reply, Set&& set) {
    if (!reply.allow.empty()) set("Allow", reply.allow);
    if (!reply.challenge.empty()) set("WWW-Authenticate", reply.challenge);
    if (reply.retry_after_s > 0) set("Retry-After", std::to_string(reply.retry_after_s));
    if (!reply.etag.empty()) set("ETag", reply.etag);
    // What may be kept has to be asked for again each time, which costs next to nothing.
    set("Cache-Control", reply.etag.empty() ? "no-store" : "no-cache");
    set("Vary", reply.etag.empty() ? "Origin" : "Origin, Accept-Encoding");
  }

  void answer_post(httplib::Response& response, const httplib::ContentReader& read) {
    std::string body;
    body.reserve(current.connection->head().content_length.value_or(0));
    bool too_large = false;
    const bool whole = read([&](const char* data, std::size_t size) {
      too_large = size > current.generation->max_body_bytes - body.size();
      if (!too_large) body.append(data, size);
      return !too_large;
    });
    current.bytes_in = body.size();
    if (too_large) return give(problem_reply(413, "the body is too large"), response);
    if (!whole && current.connection->late())
      return give(problem_reply(408, "the body did not arrive in time"), response);
    if (!whole) return give(problem_reply(400, "the body ended early"), response);
    current.admitted.request_id = current.request_id;
    current.admitted.began = current.began;
    give(current.generation->routes.answer(current.admitted, current.connection->head(), body), response);
  }

  // CORS is wanted on every answer, errors too: a browser hides the others from the page.
  template <class Set>
  void common_headers(const Head& head, Set&& set) const {
    const auto& origins = current.generation->allow_origins;
    if (std::find(origins.begin(), origins.end(), "*") != origins.end())
      set("Access-Control-Allow-Origin", "*");
    else if (!head.origin.empty() && std::find(origins.begin(), origins.end(), head.origin) != origins.end())
      set("Access-Control-Allow-Origin", head.origin);
    // What a page may read beside the body: when to come back, and under which name the log knows this request.
    set("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
    set("X-Content-Type-Options", "nosniff");
    set("Date",
        date::format("%a, %d %b %Y %T GMT", date::floor<std::chrono::seconds>(std::chrono::system_clock::now())));
    set("X-Request-Id", current.request_id);
    if (head.method == "OPTIONS") {
      set("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
      set("Access-Control-Allow-Headers", "authorization, content-type");
      set("Access-Control-Max-Age", "86400");
    }
  }

  void finish_headers(httplib::Response& response) {
    Connection& connection = *current.connection;
    response.headers.erase("Accept-Ranges");
    response.headers.erase("Keep-Alive");
    if (response.status == 204 || response.status == 304) {
      response.headers.erase("Content-Type");
      response.headers.erase("Content-Length");
    }
    common_headers(connection.head(), [&](const char* name, const std::string& value) {
      response.headers.erase(name);
      response.set_header(name, value);
    });
    if (waiting > 0 || stop_asked) connection.close_after_answer();
    if (!connection.can_go_on()) {
      response.headers.erase("Connection");
      response.set_header("Connection", "close");
    }
    report(connection.head(), response.status, response.body.size());
  }

  // An answer without the library: to what it must not or cannot read.
  void answer_alone(Connection& connection, const Head& head, const Reply& reply) {
    std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " ";
    text += status_text(reply.status);
    text +=
        "\r\nContent-Type: " + reply.content_type + "\r\nContent-Length: " + std::to_string(reply.body.size()) + "\r\n";
    const auto set = [&](const char* name, const std::string& value) {
      text += name;
      text += ": " + value + "\r\n";
    };
    reply_headers(reply, set);
    common_headers(head, set);
    text += "Connection: close\r\n\r\n" + reply.body;
    connection.expect_more();
    connection.write(text.data(), text.size());
    current.note = reply.note;
    report(head, reply.status, reply.body.size());
    connection.flush();
  }

  // No header, no query, no body, no address.
  void report(const Head& head, int status, std::size_t body_bytes) const {
    if (!settings.report) return;
    Served served;
    served.request_id = current.request_id;
    served.method = library_knows(head.method) ? std::string_view(head.method) : "-";
    served.route = Routes::route_of(head.path);
    served.status = status;
    served.took =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - current.began);
    served.bytes_in = current.bytes_in;
    served.bytes_out = head.method == "HEAD" ? 0 : body_bytes;
    served.issuer = current.admitted.caller.issuer;
    served.note = current.note;
    settings.report(served);
  }

  std::shared_ptr<const Generation> present() {
    const std::lock_guard lock(generation_mutex);
    return generation;
  }

  void begin_request(Connection& connection) {
    current = Current();
    current.connection = &connection;
    current.generation = present();
    current.request_id = new_uuid();
    current.began = std::chrono::steady_clock::now();
  }

  // Answers one request; true if another may follow.
  bool serve_one(Connection& connection, bool last) {
    if (!connection.wait_for_request()) return false;
    begin_request(connection);
    auto next = connection.read_next_head();
    if (!next) return false;
    if (const auto* problem = std::get_if<HeadProblem>(&*next)) {
      Head unread;
      unread.origin = problem->origin;
      answer_alone(connection, unread, problem_reply(problem->status, problem->message));
      return false;
    }
    Head head = std::get<Head>(std::move(*next));
    auto checked = current.generation->routes.before_body(head);
    if (auto* reply = std::get_if<Reply>(&checked))
      current.early = std::move(*reply);
    else
      current.admitted = std::get<Admitted>(std::move(checked));
    if (!library_knows(head.method)) {
      answer_alone(connection, head, current.early ? *current.early : problem_reply(501, "the method is not known"));
      return false;
    }
    connection.begin_request(std::move(head));
    if (last) connection.close_after_answer();
    bool closed = false;
    if (!process(connection, closed)) return false;
    return connection.flush() && !closed && connection.can_go_on();
  }

  // The library's own reading and routing of one request; later versions also want to hear the addresses.
  bool process(Connection& connection, bool& closed) {
    return [&](auto& self) {
      if constexpr (requires { self.process_request(connection, false, closed, nullptr); })
        return self.process_request(connection, false, closed, nullptr);
      else
        return self.process_request(connection, std::string(), 0, std::string(), 0, false, closed, nullptr);
    }(*this);
  }

  bool process_and_close_socket(socket_t socket) override {
    Connection connection(socket, Signals{stop_event.get(), shed_event.get()}, tls);
    if (Pool::turning_away()) {
      // This is the thread that accepts connections: no time for a handshake, without which TLS has no answer.
      begin_request(connection);
      if (!tls) answer_alone(connection, Head{}, problem_reply(503, "too many connections are waiting"));
      connection.leave_at_once();
    } else {
      try {
        std::size_t left = std::max<std::size_t>(settings.keep_alive_max_count, 1);
        if (!tls || (connection.wait_for_request() && connection.handshake()))
          while (serve_one(connection, left == 1)) --left;
        else
          connection.expect_more();
        connection.flush();
        connection.leave();
      } catch (const std::exception&) {
        // Out of memory while a head was read, most likely: this connection is lost, the service is not.
      }
    }
    current.connection = nullptr;
    // A thread that waits for its next connection keeps no old generation alive.
    current.generation.reset();
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
    return true;
  }
};

Server::Server(const Library& library, World world, Settings settings)
    : inside_(std::make_unique<Inside>(library, std::move(world), std::move(settings))) {}

Server::~Server() = default;

std::string Server::listen() {
  Inside& inside = *inside_;
  if (const TlsFiles& files = inside.settings.tls; !files.certificate.empty()) {
    TlsSetting read = read_tls(files);
    if (!read.context) return read.why;
    inside.tls = std::move(read.context);
  }
  errno = 0;
  if (inside.settings.port == 0) {
    inside.bound_port = inside.bind_to_any_port(inside.settings.host);
  } else {
    inside.bound_port = inside.bind_to_port(inside.settings.host, inside.settings.port) ? inside.settings.port : -1;
  }
  if (inside.bound_port <= 0) {
    if (errno == EADDRINUSE) return "the address is already in use";
    if (errno == EACCES) return "permission denied";
    if (errno == EADDRNOTAVAIL) return "the address is not one of this machine";
    return "the address cannot be used";
  }
  ::listen(inside.listening, backlog);
  return {};
}

void Server::replace(std::shared_ptr<const Library> library, World world, const Settings& settings) {
  auto next = std::make_shared<const Generation>(std::move(library), std::move(world), settings);
  const std::lock_guard lock(inside_->generation_mutex);
  inside_->generation.swap(next);
}

int Server::port() const {
  return inside_->bound_port;
}

bool Server::run() {
  Inside& inside = *inside_;
  inside.running = true;
  if (!inside.stop_asked) inside.listen_after_bind();
  inside.ended = true;
  return inside.stop_asked;
}

void Server::stop() {
  Inside& inside = *inside_;
  inside.stop_asked = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(inside.stop_event.get(), &one, sizeof one);
  // Either `run` sees that a stop was asked for, or it is seen here that it runs; the library can be stopped once it
  // has begun.
  if (!inside.running) return;
  while (!inside.is_running() && !inside.ended) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  if (!inside.ended) inside.httplib::Server::stop();
}

}  // namespace foresign::http
