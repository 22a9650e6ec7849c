// One connection: requests one after another, each with its limits in bytes and time.
//
// Not for anybody but the server: this header brings Beast in. Thread: the edge's.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <optional>
#include <string>
#include <utility>  // Asio 1.74 leans on it
#include <vector>

#include "portal/http/exchange.hpp"
#include "portal/http/limits.hpp"
#include "portal/http/server.hpp"

namespace naadam::portal {

// How a connection came to its end, for the metrics.
enum class Ending { kByClient, kHeaderTooSlow, kHeaderTooLarge, kBodyTooLarge, kMalformed, kEvicted, kFailed };
const char* name_of(Ending ending);

class Session final : public Exchange {
 public:
  // Told when this connection begins and ends to wait for a header: only then may it be thrown out.
  using Waiting = std::function<void(bool waits)>;

  Session(boost::asio::ip::tcp::socket socket, const Limits& limits, const core::Clock& clock, const bool& stopping,
          Waiting waiting);

  // Until the connection ends. Throws what `handler` throws.
  Task<Ending> run(const Server::Handler& handler);
  // Ends it: whatever it waits for fails.
  void cut();
  // Cuts it for another's sake.
  void evict();
  bool evicted() const { return evicted_; }

  std::string_view method() const override;
  std::string_view target() const override;
  std::optional<std::string_view> header(std::string_view name) const override;
  Task<tl::expected<std::string_view, Problem>> read() override;
  Task<> answer(const Answer& answer) override;
  Task<bool> begin(const Answer& head, std::optional<std::size_t> size) override;
  Task<bool> write(std::string_view bytes) override;
  Task<bool> pause(core::Millis wait_ms) override;

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;

  Task<std::optional<Ending>> read_header();  // nullopt: it is here
  Task<> refuse_header(Ending ending);
  Task<> drain();
  bool stays() const;

  boost::beast::tcp_stream stream_;
  const Limits& limits_;
  const core::Clock& clock_;
  const bool& stopping_;  // the server's
  Waiting waiting_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::vector<char> piece_;  // of the body; empty while none is read
  core::Deadline body_until_;
  bool continued_ = false;  // 100 Continue was said
  bool answered_ = false;
  std::size_t owed_ = 0;  // bytes of an answer that was begun
  bool broken_ = false;   // no further request can be read
  bool evicted_ = false;
};

}  // namespace naadam::portal
