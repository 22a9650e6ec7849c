#include "link/asker.hpp"

#include <chrono>
#include <optional>
#include <zmq.hpp>

#include "socket.hpp"
#include "wire/envelope.hpp"

namespace naadam::link {
namespace {

constexpr int kFramesMax = 4;

class ZmqAsker final : public Asker {
 public:
  ZmqAsker(zmq::context_t& context, const std::string& endpoint, const core::Clock& clock)
      : clock_(clock), socket_(context, zmq::socket_type::dealer) {
    set_bounds(socket_, {kFramesMax, 0, 0});
    set_connecting(socket_);
    socket_.connect(endpoint);
  }

  core::Result<std::string> ask(std::string_view verb, std::string_view body, core::Deadline deadline,
                                const core::Id& trace) override {
    if (verb.empty() || verb.size() > wire::kVerbBytesMax || body.size() > wire::kAskBodyBytesMax) {
      return core::fail(core::ErrorKind::kInvalid, "请求的内容太大", "ask: verb or body outside its limits");
    }
    const core::Id id = ids_.next();
    auto question = to_message(wire::encode({id, trace}, wire::Ask{verb, body}));
    while (true) {
      if (!wait(ZMQ_POLLOUT, deadline)) {
        return core::fail(core::ErrorKind::kUnavailable, "服务没有启动或连接不上", "ask: not connected");
      }
      if (socket_.send(question, zmq::send_flags::dontwait)) break;
    }
    while (wait(ZMQ_POLLIN, deadline)) {
      zmq::message_t message;
      if (!socket_.recv(message, zmq::recv_flags::dontwait)) continue;
      const auto frame = wire::decode(view(message));
      if (!frame || frame->envelope.id != id) continue;  // of an earlier question, or no frame at all
      if (auto answer = read(frame->body)) return std::move(*answer);
    }
    return core::fail(core::ErrorKind::kUnknown, "服务没有及时应答，结果尚不确定，请稍后查询",
                      "ask: no answer in time");
  }

 private:
  // True when the socket is ready; false when the deadline has passed.
  bool wait(short events, core::Deadline deadline) {
    while (true) {
      zmq::pollitem_t item{socket_.handle(), 0, events, 0};
      const core::Millis left = deadline.left(clock_);
      try {
        if (zmq::poll(&item, 1, std::chrono::milliseconds(left)) > 0) return true;
      } catch (const zmq::error_t& error) {
        if (error.num() != EINTR) throw;
      }
      if (left == 0) return false;
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

  const core::Clock& clock_;
  zmq::socket_t socket_;
  FrameIds ids_;
};

}  // namespace

core::Result<std::unique_ptr<Asker>> connect_asker(zmq::context_t& context, const std::string& endpoint,
                                                   const core::Clock& clock) {
  if (auto ok = check_endpoint(endpoint); !ok) return tl::unexpected(ok.error());
  return std::unique_ptr<Asker>(std::make_unique<ZmqAsker>(context, endpoint, clock));
}

}  // namespace naadam::link
