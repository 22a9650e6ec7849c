#include "link/asker.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <zmq.hpp>

#include "socket.hpp"
#include "wire/envelope.hpp"

namespace naadam::link {
namespace {

constexpr int kFramesMax = 4;
constexpr core::Millis kBeatMs = 1'000;  // tcp: finds a machine that vanished without a word

// Tells when the peer of a connecting socket hung up.
class HangUps {
 public:
  HangUps(zmq::context_t& context, zmq::socket_t& watched) : watched_(watched), events_(context, ZMQ_PAIR) {
    const std::string name = "inproc://hang-ups-" + std::to_string(random_session());
    if (zmq_socket_monitor(watched.handle(), name.c_str(), ZMQ_EVENT_DISCONNECTED) != 0) throw zmq::error_t();
    events_.connect(name);
  }
  ~HangUps() { zmq_socket_monitor(watched_.handle(), nullptr, 0); }
  HangUps(const HangUps&) = delete;
  HangUps& operator=(const HangUps&) = delete;

  void* handle() { return events_.handle(); }
  // Drops what was told so far.
  void forget() {
    zmq::message_t part;  // an event is a frame of its number and one of the endpoint
    while (events_.recv(part, zmq::recv_flags::dontwait)) {
    }
  }

 private:
  zmq::socket_t& watched_;
  zmq::socket_t events_;
};

class ZmqAsker final : public Asker {
 public:
  ZmqAsker(zmq::context_t& context, Endpoint endpoint, const core::Clock& clock, std::optional<KeyPair> keys)
      : context_(context), endpoint_(std::move(endpoint)), keys_(std::move(keys)), clock_(clock) {
    dial();
  }

  core::Result<std::string> ask(std::string_view verb, std::string_view body, core::Deadline deadline,
                                const core::Id& trace, core::Millis until) override {
    if (verb.empty() || verb.size() > wire::kVerbBytesMax || body.size() > wire::kAskBodyBytesMax) {
      return core::fail(core::ErrorKind::kInvalid, "请求的内容太大", "ask: verb or body outside its limits");
    }
    const core::Id id = ids_.next();
    auto question = to_message(wire::encode({id, trace}, wire::Ask{verb, body, until}));
    while (true) {
      if (!connected(deadline)) {
        return core::fail(core::ErrorKind::kUnavailable, "服务没有启动或连接不上", "ask: not connected");
      }
      hang_ups_->forget();  // those of connections before this one
      if (socket_->send(question, zmq::send_flags::dontwait)) break;
    }
    while (true) {
      const Woken woken = wait(ZMQ_POLLIN, deadline);
      if (woken == Woken::kHungUp) {
        return core::fail(core::ErrorKind::kUnknown, "服务中断，结果尚不确定，请稍后查询", "ask: the service hung up");
      }
      if (woken == Woken::kTooLate) break;
      zmq::message_t message;
      if (!socket_->recv(message, zmq::recv_flags::dontwait)) continue;
      const auto frame = wire::decode(view(message));
      if (!frame || frame->envelope.id != id) continue;  // of an earlier question, or no frame at all
      if (auto answer = read(frame->body)) return std::move(*answer);
    }
    return core::fail(core::ErrorKind::kUnknown, "服务没有及时应答，结果尚不确定，请稍后查询",
                      "ask: no answer in time");
  }

  bool connected(core::Deadline deadline) override {
    while (true) {
      const bool tcp = is_tcp(endpoint_.address);
      const core::Deadline redial{std::max(dialled_at_ + kRedialMs, clock_.steady_ms())};
      const core::Deadline until = tcp && redial.at < deadline.at ? redial : deadline;
      if (wait(ZMQ_POLLOUT, until) == Woken::kReady) return true;
      if (tcp && redial.left(clock_) == 0) dial();
      if (deadline.left(clock_) == 0) return false;
    }
  }

 private:
  enum class Woken { kReady, kHungUp, kTooLate };

  void dial() {
    hang_ups_.reset();
    socket_.emplace(context_, zmq::socket_type::dealer);
    hang_ups_.emplace(context_, *socket_);
    const bool tcp = is_tcp(endpoint_.address);
    set_bounds(*socket_, {kFramesMax, tcp ? kBeatMs : 0, 0});
    set_connecting(*socket_);
    if (tcp) set_keys(*socket_, endpoint_, *keys_);
    socket_->connect(endpoint_.address);
    dialled_at_ = clock_.steady_ms();
  }

  // A peer that hangs up ends the wait for an answer, not that for a connection: it may be on its way back.
  Woken wait(short events, core::Deadline deadline) {
    while (true) {
      zmq::pollitem_t items[]{{socket_->handle(), 0, events, 0}, {hang_ups_->handle(), 0, ZMQ_POLLIN, 0}};
      const std::size_t watched = events == ZMQ_POLLIN ? 2 : 1;
      const core::Millis left = deadline.left(clock_);
      try {
        zmq::poll(items, watched, std::chrono::milliseconds(left));
      } catch (const zmq::error_t& error) {
        if (error.num() != EINTR) throw;
        continue;
      }
      if (items[0].revents != 0) return Woken::kReady;  // an answer that came before the end counts
      if (items[1].revents != 0) return Woken::kHungUp;
      if (left == 0) return Woken::kTooLate;
    }
  }

  static std::optional<core::Result<std::string>> read(const wire::FrameBody& body) {
    if (const auto* reply = std::get_if<wire::Reply>(&body)) {
      if (reply->status == wire::ReplyStatus::kOk) return std::string(reply->body);
      return core::fail(wire::kind_of(reply->status), std::string(reply->text), "answered by the service");
    }
    if (const auto* refusal = std::get_if<wire::Refusal>(&body)) {
      const bool version = refusal->code == wire::RefusalCode::kVersion;
      return core::fail(core::ErrorKind::kRefused,
                        version ? "程序与服务的版本不一致，请使用同一版本" : "服务拒绝了这个请求",
                        "refused: " + std::string(refusal->cause));
    }
    return std::nullopt;
  }

  zmq::context_t& context_;
  const Endpoint endpoint_;
  const std::optional<KeyPair> keys_;
  const core::Clock& clock_;
  std::optional<zmq::socket_t> socket_;
  std::optional<HangUps> hang_ups_;
  core::Millis dialled_at_ = 0;
  FrameIds ids_;
};

}  // namespace

core::Result<std::unique_ptr<Asker>> connect_asker(zmq::context_t& context, const Endpoint& endpoint,
                                                   const core::Clock& clock, const std::optional<KeyPair>& keys) {
  if (auto ok = check_endpoint(endpoint, keys); !ok) return tl::unexpected(ok.error());
  try {
    return std::unique_ptr<Asker>(std::make_unique<ZmqAsker>(context, endpoint, clock, keys));
  } catch (const zmq::error_t& error) {
    return core::fail(core::ErrorKind::kInvalid, "服务地址无法使用", std::string("connect: ") + error.what());
  }
}

}  // namespace naadam::link
