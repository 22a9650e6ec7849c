#include "link/gate.hpp"

#include <array>
#include <chrono>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "guard.hpp"
#include "socket.hpp"

namespace naadam::link {
namespace {

// A request and a reply of ZAP 1.0, RFC 27. Each rule is one message part.
//
//   request = "1.0" id domain address identity mechanism *credential      ; CURVE: one, the 32 bytes of its key
//   reply   = "1.0" id status text user-id metadata                       ; status "200" or "400"
constexpr const char* kQuestions = "inproc://zeromq.zap.01";
constexpr std::string_view kVersion = "1.0";
enum RequestPart : std::size_t {
  kPartVersion,
  kPartId,
  kPartDomain,
  kPartAddress,
  kPartIdentity,
  kPartMechanism,
  kPartKey
};
constexpr std::size_t kCurveParts = kPartKey + 1;
constexpr std::size_t kRawKeyBytes = 32;

std::string z85_of(const std::string& raw) {
  std::array<char, kKeyChars + 1> text{};
  zmq_z85_encode(text.data(), reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size());
  return text.data();
}

}  // namespace

core::Result<std::unique_ptr<Gate>> Gate::open(zmq::context_t& context, GateOptions options, const core::Clock& clock) {
  if (options.reload_ms < 100 || options.reload_ms > 5'000) {
    return core::fail(core::ErrorKind::kInvalid, "接入控制的设置有误：reload_ms [100, 5000]",
                      "gate option out of range: reload_ms [100, 5000]");
  }
  std::unique_ptr<Gate> gate(new Gate(std::move(options), clock));
  (void)gate->reload();
  gate->next_reload_ = clock.steady_ms() + gate->options_.reload_ms;
  try {
    zmq::socket_t questions(context, zmq::socket_type::rep);
    questions.set(zmq::sockopt::linger, 0);
    questions.bind(kQuestions);
    const std::string stop = "inproc://gate-" + std::to_string(random_session());
    zmq::socket_t stopped(context, zmq::socket_type::pair);
    stopped.bind(stop);
    gate->stop_ = std::make_unique<zmq::socket_t>(context, zmq::socket_type::pair);
    gate->stop_->set(zmq::sockopt::linger, 0);
    gate->stop_->connect(stop);
    gate->thread_ = std::thread([&gate = *gate, questions = std::move(questions),
                                 stopped = std::move(stopped)]() mutable { gate.serve(questions, stopped); });
  } catch (const zmq::error_t& error) {
    return core::fail(core::ErrorKind::kUnavailable, "无法启动接入控制", std::string("gate: ") + error.what());
  }
  return gate;
}

Gate::Gate(GateOptions options, const core::Clock& clock)
    : options_(std::move(options)),
      clock_(clock),
      list_(std::make_shared<AllowList>(options_.allowed_dir, clock)),
      refusals_(std::make_shared<Refusals>(options_.on_refused, clock)) {}

Gate::~Gate() {
  if (thread_.joinable()) {
    stop_->send(zmq::message_t(), zmq::send_flags::dontwait);
    thread_.join();
  }
  list_->close();
}

core::Status Gate::reload() {
  auto read =
      list_->reload([this](const std::string& file) { refusals_->add({RefusedFor::kBadKey, {}, {}, file, 0}); });
  if (!read) refusals_->add({RefusedFor::kNoList, {}, {}, {}, 0});
  return read;
}

void Gate::serve(zmq::socket_t& questions, zmq::socket_t& stopped) {
  try {
    while (true) {
      zmq::pollitem_t items[]{{questions.handle(), 0, ZMQ_POLLIN, 0}, {stopped.handle(), 0, ZMQ_POLLIN, 0}};
      try {
        zmq::poll(items, 2, std::chrono::milliseconds(options_.reload_ms));
      } catch (const zmq::error_t& error) {
        if (error.num() != EINTR) throw;
      }
      if ((items[1].revents & ZMQ_POLLIN) != 0) break;
      if ((items[0].revents & ZMQ_POLLIN) != 0) answer(questions);
      if (const core::Millis now = clock_.steady_ms(); now >= next_reload_) {
        next_reload_ = now + options_.reload_ms;
        (void)reload();
        refusals_->tick();
      }
    }
  } catch (const std::exception&) {
    list_->close();
    refusals_->add({RefusedFor::kNoGate, {}, {}, {}, 0});
  }
  // ZeroMQ refuses every hand-shake from here on: nobody answers its question.
  questions.close();
  stopped.close();
}

void Gate::answer(zmq::socket_t& questions) {
  std::vector<std::string> request;
  zmq::message_t part;
  do {
    if (!questions.recv(part)) return;
    request.push_back(part.to_string());
  } while (part.more());
  std::string user;
  if (request.size() == kCurveParts && request[kPartVersion] == kVersion && request[kPartMechanism] == "CURVE" &&
      request[kPartKey].size() == kRawKeyBytes) {
    const std::string key = z85_of(request[kPartKey]);
    const auto answer = list_->ask(key, roles_of_domain(request[kPartDomain]));
    if (answer.standing == AllowList::Standing::kAllowed) {
      user = key;
    } else {
      refusals_->add({why(answer.standing), answer.role, key.substr(0, kKeyShownChars), request[kPartAddress], 0});
    }
  } else {
    refusals_->add({RefusedFor::kHandshake, {}, {}, {}, 0});
  }
  const std::string id = request.size() > kPartId ? request[kPartId] : std::string();
  const std::array<std::string_view, 6> reply = {
      kVersion, id, user.empty() ? "400" : "200", user.empty() ? "refused" : "", user, ""};
  for (std::size_t i = 0; i < reply.size(); ++i) {
    questions.send(zmq::buffer(reply.at(i)), i + 1 < reply.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
  }
}

}  // namespace naadam::link
