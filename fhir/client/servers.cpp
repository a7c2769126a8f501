#include "fhir/client/servers.hpp"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "fhir/client/address.hpp"
#include "fhir/client/breaker.hpp"
#include "fhir/client/connection.hpp"
#include "fhir/client/resolve.hpp"
#include "fhir/client/url.hpp"
#include "fhir/types/secret.hpp"

namespace foresign::fhir::client {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds watch_every{10};

// How one server fares, whoever asks.
class Health {
 public:
  // Why a request must not call now; `leave` afterwards where it may.
  std::optional<Failure> enter(Time now, std::size_t most) {
    const std::lock_guard guard(mutex_);
    if (inside_ >= most) return Failure::busy;
    if (!breaker_.may_call(now)) return Failure::resting;
    ++inside_;
    return std::nullopt;
  }

  // Nothing of `well`: the calls say nothing of the server.
  void leave(Time now, std::optional<bool> well) {
    const std::lock_guard guard(mutex_);
    --inside_;
    if (!well) return;
    if (*well) {
      breaker_.succeeded();
    } else {
      breaker_.failed(now);
    }
  }

 private:
  std::mutex mutex_;
  Breaker breaker_;
  std::size_t inside_ = 0;
};

// Whether an answer tells how the server fares: a refusal or a missing record is an answer of a server that is well.
std::optional<bool> tells_well(const Answer& answer) {
  if (!answer.failure) return true;
  switch (*answer.failure) {
    case Failure::refused:
    case Failure::not_found:
    case Failure::unusable:
    case Failure::too_large:
      return true;
    case Failure::unreachable:
    case Failure::untrusted:
    case Failure::too_late:
    case Failure::interrupted:
    case Failure::failed:
      return false;
    case Failure::elsewhere:
    case Failure::too_many:
    case Failure::busy:
    case Failure::resting:
    case Failure::forbidden_place:
      return std::nullopt;
  }
  return std::nullopt;
}

bool is_json(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  std::string folded(type);
  for (char& c : folded)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  // The second is of FHIR DSTU2, and some still write it.
  return folded == "application/fhir+json" || folded == "application/json+fhir" || folded == "application/json";
}

// What is wrong with the head of an answer.
std::optional<Failure> wrong_with(const httplib::Response& response, std::size_t most) {
  const int status = response.status;
  if (status == 401 || status == 403) return Failure::refused;
  if (status == 404 || status == 410) return Failure::not_found;
  if (status != 200) return Failure::failed;
  const std::string encoding = response.get_header_value("Content-Encoding");
  if (!encoding.empty() && encoding != "identity") return Failure::unusable;
  if (!is_json(response.get_header_value("Content-Type"))) return Failure::unusable;
  if (response.get_header_value<uint64_t>("Content-Length") > most) return Failure::too_large;
  return std::nullopt;
}

Failure failure_of(httplib::Error error) {
  switch (error) {
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
      return Failure::untrusted;
    case httplib::Error::Connection:
    case httplib::Error::BindIPAddress:
    case httplib::Error::SSLConnection:
      return Failure::unreachable;
    case httplib::Error::ConnectionTimeout:
      return Failure::too_late;
    default:  // not our enum; the others mean that an answer began
      return Failure::interrupted;
  }
}

// What one request may call, and how far it got.
class Session {
 public:
  Session(AllowedServer server, Url base, std::shared_ptr<Health> health, std::string_view token,
          std::chrono::milliseconds deadline, Limits limits)
      : server_(std::move(server)),
        base_(std::move(base)),
        health_(std::move(health)),
        token_(token),
        limits_(limits),
        time_(deadline) {}

  std::vector<Answer> fetch(const std::vector<std::string>& wanted) {
    const std::lock_guard guard(mutex_);
    if (!started_) deadline_ = Clock::now() + time_;
    started_ = true;
    std::vector<Answer> answers(wanted.size());
    std::vector<Task> tasks;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      auto target = target_on(base_, wanted[i]);
      if (!target) {
        answers[i].failure = Failure::elsewhere;
      } else if (calls_ == limits_.calls) {
        answers[i].failure = Failure::too_many;
      } else {
        ++calls_;
        tasks.push_back({std::move(*target), &answers[i]});
      }
    }
    if (!tasks.empty()) call(tasks);
    return answers;
  }

 private:
  struct Task {
    std::string target;
    Answer* answer;
  };

  static void fail_all(const std::vector<Task>& tasks, Failure failure) {
    for (const Task& task : tasks) task.answer->failure = failure;
  }

  void call(const std::vector<Task>& tasks) {
    if (Clock::now() >= deadline_) return fail_all(tasks, Failure::too_late);
    if (const auto failure = health_->enter(Clock::now(), limits_.requests_at_once)) return fail_all(tasks, *failure);
    if (const auto failure = find_address()) {
      fail_all(tasks, *failure);
    } else {
      call_in_parallel(tasks);
    }
    std::optional<bool> well;
    for (const Task& task : tasks)
      if (const auto one = tells_well(*task.answer)) well = well.value_or(false) || *one;
    health_->leave(Clock::now(), well);
  }

  // Once for a request, so that a name cannot lead elsewhere with the next call.
  std::optional<Failure> find_address() {
    if (!addresses_.empty()) return std::nullopt;
    const auto found = resolve(base_.host, deadline_);
    if (!found) return Failure::too_late;
    if (found->empty()) return Failure::unreachable;
    for (const std::string& address : *found) {
      const Reach reach = reach_of(address);
      if (reach == Reach::everywhere || (reach == Reach::near && server_.allow_private)) addresses_.push_back(address);
    }
    return addresses_.empty() ? std::optional(Failure::forbidden_place) : std::nullopt;
  }

  // This thread watches, and cuts every line when the time is over.
  void call_in_parallel(const std::vector<Task>& tasks) {
    const std::size_t count = std::min(limits_.parallel, tasks.size());
    std::vector<Line> lines(count);
    std::mutex mutex;
    std::condition_variable ended;
    std::size_t next = 0;
    std::size_t running = 0;
    const auto work = [&](Line& line) {
      block_broken_pipes();
      Caller caller(*this, line);
      for (;;) {
        std::unique_lock lock(mutex);
        if (next == tasks.size()) {
          --running;
          ended.notify_one();
          return;
        }
        const Task& task = tasks[next++];
        lock.unlock();
        *task.answer = caller.call(task.target);
      }
    };
    std::vector<std::thread> threads;
    for (Line& line : lines) {
      const std::lock_guard guard(mutex);
      try {
        threads.emplace_back(work, std::ref(line));
        ++running;
      } catch (const std::exception&) {
        break;  // fewer will do
      }
    }
    std::unique_lock lock(mutex);
    if (threads.empty()) fail_all(tasks, Failure::busy);
    while (running > 0) {
      ended.wait_for(lock, watch_every);
      if (Clock::now() < deadline_) continue;
      for (Line& line : lines) line.cut();
    }
    lock.unlock();
    for (std::thread& thread : threads) thread.join();
  }

  // Writing to a connection that the server closed must not end the process; OpenSSL cannot ask for that itself.
  static void block_broken_pipes() {
    sigset_t pipes;
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipes, nullptr);
  }

  // The calls of one thread, over one connection where the server keeps it open.
  class Caller {
   public:
    Caller(Session& session, Line& line) : session_(session), line_(line) {}

    Answer call(const std::string& target) {
      // cpp-httplib may throw, at least where memory is short.
      try {
        return get(target);
      } catch (const std::exception&) {
        client_.reset();
        return {{}, Failure::interrupted};
      }
    }

   private:
    Answer get(const std::string& target) {
      for (; address_ < session_.addresses_.size(); ++address_) {
        if (!client_) connect_to(session_.addresses_[address_]);
        Answer answer = get_once(target);
        if (answer.failure != Failure::unreachable) return answer;
        client_.reset();
      }
      return {{}, Failure::unreachable};
    }

    void connect_to(const std::string& address) {
      client_ = open_client(session_.base_, address, session_.server_.ca_file, line_, allowance_);
      client_->set_keep_alive(true);
    }

    Answer get_once(const std::string& target) {
      Answer answer;
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(session_.deadline_ - Clock::now());
      if (left.count() <= 0 || line_.is_cut()) return {{}, Failure::too_late};
      client_->set_connection_timeout(left);
      client_->set_read_timeout(left);
      client_->set_write_timeout(left);
      allowance_ = Allowance{session_.deadline_};

      httplib::Request request;
      request.method = "GET";
      request.path = target;
      request.headers = {
          {"Accept", "application/fhir+json"}, {"Accept-Encoding", "identity"}, {"User-Agent", "foresign"}};
      std::string authorization;
      if (!session_.token_.empty()) {
        authorization = "Bearer " + std::string(session_.token_.text());
        request.headers.emplace("Authorization", authorization);
      }
      request.response_handler = [&](const httplib::Response& response) {
        allowance_.in_head = false;
        answer.failure = wrong_with(response, session_.limits_.answer_bytes);
        return !answer.failure;
      };
      request.content_receiver = [&](const char* data, size_t size, uint64_t, uint64_t) {
        if (answer.body.size() + size > session_.limits_.answer_bytes) {
          answer.failure = Failure::too_large;
        } else if (!session_.take(size)) {
          answer.failure = Failure::too_many;
        } else {
          answer.body.append(data, size);
        }
        return !answer.failure;
      };
      httplib::Response response;
      httplib::Error error = httplib::Error::Success;
      const bool sent = client_->send(request, response, error);
      for (auto& [name, value] : request.headers) wipe(value);
      wipe(authorization);

      if (!answer.failure && !sent) {
        if (line_.is_cut() || Clock::now() >= session_.deadline_) {
          answer.failure = Failure::too_late;
        } else {
          answer.failure = allowance_.overrun ? Failure::unusable : failure_of(error);
        }
      }
      if (!answer.failure && allowance_.in_head) answer.failure = Failure::failed;  // 204: no body, no handler
      if (answer.failure) answer.body.clear();
      return answer;
    }

    Session& session_;
    Line& line_;
    Allowance allowance_;
    std::unique_ptr<httplib::ClientImpl> client_;
    std::size_t address_ = 0;
  };

  bool take(std::size_t bytes) {
    const std::lock_guard guard(bytes_mutex_);
    if (bytes > limits_.total_bytes - bytes_) return false;
    bytes_ += bytes;
    return true;
  }

  const AllowedServer server_;
  const Url base_;
  const std::shared_ptr<Health> health_;
  const Secret token_;
  const Limits limits_;
  const std::chrono::milliseconds time_;

  std::mutex mutex_;  // one round of calls after the other
  bool started_ = false;
  Time deadline_;
  std::size_t calls_ = 0;
  std::vector<std::string> addresses_;
  std::mutex bytes_mutex_;
  std::size_t bytes_ = 0;
};

}  // namespace

struct Servers::Known {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<Health>> health;  // by base URL of the configuration
};

Servers::Servers(Limits limits) : known_(std::make_unique<Known>()), limits_(limits) {}
Servers::~Servers() = default;

Fetch Servers::open(const std::vector<AllowedServer>& allowed, std::string_view fhir_server, std::string_view token,
                    std::chrono::seconds expires_in) {
  const auto asked = parse_base(fhir_server);
  if (!asked) return {};
  const auto entry = std::find_if(allowed.begin(), allowed.end(), [&](const AllowedServer& server) {
    return problem_with(server).empty() && parse_base(server.base_url) == asked;
  });
  if (entry == allowed.end()) return {};

  std::chrono::milliseconds deadline = limits_.deadline;
  const bool usable = is_bearer_token(token) && expires_in.count() > 0;
  if (!usable && !entry->without_token) return {};
  if (usable && expires_in < std::chrono::ceil<std::chrono::seconds>(deadline)) deadline = expires_in;
  if (!usable) token = {};

  std::shared_ptr<Health> health;
  {
    const std::lock_guard guard(known_->mutex);
    auto& known = known_->health[entry->base_url];
    if (!known) known = std::make_shared<Health>();
    health = known;
  }
  auto session =
      std::make_shared<Session>(*entry, *parse_base(entry->base_url), std::move(health), token, deadline, limits_);
  return [session = std::move(session)](const std::vector<std::string>& wanted) { return session->fetch(wanted); };
}

}  // namespace foresign::fhir::client
