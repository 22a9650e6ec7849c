#include "portal/http/session.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>

namespace naadam::portal {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Fault = boost::system::error_code;

constexpr std::size_t kReadAheadBytes = 64 * 1024;       // beyond the header, of what the client sends unasked
constexpr core::Millis kTouchMs = 20'000;                // a piece is given no later: intake forgets who is silent
constexpr std::size_t kDrainBytesMax = 4 * 1024 * 1024;  // of a body nobody wanted, so that its sender sees our answer
constexpr core::Millis kDrainMs = 2'000;

auto into(Fault& fault) { return asio::redirect_error(asio::use_awaitable, fault); }

std::chrono::milliseconds ms(core::Millis wait) { return std::chrono::milliseconds(wait); }

template <class Message>
void set_head(Message& message, const Answer& answer) {
  message.set(http::field::content_type, answer.type);
  message.set(http::field::cache_control, "no-store");
  message.set("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : answer.headers) message.set(name, value);
}

}  // namespace

const char* name_of(Ending ending) {
  switch (ending) {
    case Ending::kByClient:
      return "by_client";
    case Ending::kHeaderTooSlow:
      return "header_too_slow";
    case Ending::kHeaderTooLarge:
      return "header_too_large";
    case Ending::kBodyTooLarge:
      return "body_too_large";
    case Ending::kMalformed:
      return "malformed";
    case Ending::kEvicted:
      return "evicted";
    case Ending::kFailed:
      return "failed";
  }
  return "failed";
}

Session::Session(asio::ip::tcp::socket socket, const Limits& limits, const core::Clock& clock, const bool& stopping,
                 Waiting waiting)
    : stream_(std::move(socket)),
      limits_(limits),
      clock_(clock),
      stopping_(stopping),
      waiting_(std::move(waiting)),
      buffer_(limits.header_bytes_max + kReadAheadBytes) {}

void Session::cut() { stream_.close(); }

void Session::evict() {
  evicted_ = true;
  cut();
}

Task<Ending> Session::run(const Server::Handler& handler) {
  for (;;) {
    const std::optional<Ending> ended = co_await read_header();
    if (ended) co_return *ended;
    co_await handler(*this);
    if (!stays()) break;
  }
  co_await drain();
  co_return Ending::kByClient;
}

Task<std::optional<Ending>> Session::read_header() {
  parser_.emplace();
  parser_->header_limit(limits_.header_bytes_max);
  parser_->body_limit(limits_.body_bytes_max);
  piece_.clear();
  piece_.shrink_to_fit();
  continued_ = answered_ = false;
  owed_ = 0;
  stream_.expires_after(ms(limits_.header_ms));
  waiting_(true);
  Fault fault;
  co_await http::async_read_header(stream_, buffer_, *parser_, into(fault));
  waiting_(false);
  if (!fault) {
    body_until_ = core::Deadline::in(clock_, limits_.body_ms);
    co_return std::nullopt;
  }
  Ending ending = Ending::kByClient;
  if (evicted_) {
    ending = Ending::kEvicted;
  } else if (fault == beast::error::timeout) {
    ending = parser_->got_some() ? Ending::kHeaderTooSlow : Ending::kByClient;
  } else if (fault == http::error::header_limit || fault == http::error::buffer_overflow) {
    ending = Ending::kHeaderTooLarge;
  } else if (fault == http::error::body_limit) {
    ending = Ending::kBodyTooLarge;
  } else if (fault.category() == make_error_code(http::error::bad_method).category() &&
             fault != http::error::end_of_stream && fault != http::error::partial_message) {
    ending = Ending::kMalformed;
  }
  co_await refuse_header(ending);
  co_return ending;
}

// What can still be said to somebody whose header we do not take.
Task<> Session::refuse_header(Ending ending) {
  std::optional<ProblemKind> kind;
  if (ending == Ending::kHeaderTooLarge) kind = ProblemKind::kHeaderTooLarge;
  if (ending == Ending::kMalformed) kind = ProblemKind::kMalformed;
  if (ending == Ending::kBodyTooLarge) kind = ProblemKind::kTooLarge;
  if (!kind) co_return;
  broken_ = true;
  const Problem problem(*kind);
  const Answer told{problem.status(), std::string(kProblemType), problem.json({}), {}};
  co_await answer(told);
  co_await drain();
}

std::string_view Session::method() const {
  const auto text = parser_->get().method_string();
  return {text.data(), text.size()};
}

std::string_view Session::target() const {
  const auto text = parser_->get().target();
  return {text.data(), text.size()};
}

std::optional<std::string_view> Session::header(std::string_view name) const {
  const auto& fields = parser_->get().base();
  const boost::string_view wanted(name.data(), name.size());
  if (fields.count(wanted) != 1) return std::nullopt;
  const auto value = fields.find(wanted)->value();
  return std::string_view(value.data(), value.size());
}

Task<tl::expected<std::string_view, Problem>> Session::read() {
  if (parser_->is_done()) co_return std::string_view();
  Fault fault;
  if (!continued_) {
    continued_ = true;
    const auto expected = header("Expect");
    if (expected && beast::iequals(boost::string_view(expected->data(), expected->size()), "100-continue")) {
      constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
      stream_.expires_after(ms(limits_.idle_ms));
      co_await asio::async_write(stream_, asio::buffer(kGoOn.data(), kGoOn.size()), into(fault));
    }
  }
  piece_.resize(kPieceBytes);
  std::size_t filled = 0;
  const auto touch = core::Deadline::in(clock_, kTouchMs);
  while (!fault && !parser_->is_done() && filled < piece_.size() && (filled == 0 || touch.left(clock_) > 0)) {
    auto& body = parser_->get().body();
    body.data = piece_.data() + filled;
    body.size = piece_.size() - filled;
    body.more = true;
    const core::Millis left = body_until_.left(clock_);
    if (left <= 0) {  // the stream's own timer never wins over bytes that are always at hand
      cut();
      fault = beast::error::timeout;
      break;
    }
    stream_.expires_after(ms(std::min(limits_.idle_ms, left)));
    co_await http::async_read_some(stream_, buffer_, *parser_, into(fault));
    if (fault == http::error::need_buffer) fault = {};
    filled = piece_.size() - body.size;
  }
  if (!fault) co_return std::string_view(piece_.data(), filled);
  broken_ = true;
  // Too slow is cut off as well: the connection is closed by then.
  ProblemKind kind = ProblemKind::kCutOff;
  if (fault == http::error::body_limit) kind = ProblemKind::kTooLarge;
  co_return tl::unexpected(Problem(kind));
}

bool Session::stays() const {
  return answered_ && owed_ == 0 && !broken_ && !stopping_ && parser_->is_done() && parser_->get().keep_alive();
}

Task<> Session::answer(const Answer& answer) {
  http::response<http::string_body> response(static_cast<http::status>(answer.status), 11);
  set_head(response, answer);
  response.body() = answer.body;
  answered_ = true;
  response.keep_alive(stays());
  response.prepare_payload();
  stream_.expires_after(ms(limits_.idle_ms));
  Fault fault;
  co_await http::async_write(stream_, response, into(fault));
  broken_ = broken_ || fault;
}

Task<bool> Session::begin(const Answer& head, std::optional<std::size_t> size) {
  http::response<http::empty_body> response(static_cast<http::status>(head.status), 11);
  set_head(response, head);
  answered_ = true;
  broken_ = !size;  // its end is the connection's
  if (size) response.content_length(*size);
  response.keep_alive(stays());
  owed_ = size.value_or(0);
  http::response_serializer<http::empty_body> serializer(response);
  stream_.expires_after(ms(limits_.idle_ms));
  Fault fault;
  co_await http::async_write_header(stream_, serializer, into(fault));
  broken_ = broken_ || fault;
  co_return !fault;
}

Task<bool> Session::write(std::string_view bytes) {
  stream_.expires_after(ms(limits_.idle_ms));
  Fault fault;
  co_await asio::async_write(stream_, asio::buffer(bytes.data(), bytes.size()), into(fault));
  broken_ = broken_ || fault;
  owed_ -= std::min(owed_, bytes.size());
  co_return !fault;
}

Task<bool> Session::pause(core::Millis wait_ms) {
  if (stopping_) co_return false;
  asio::steady_timer timer(stream_.get_executor(), ms(wait_ms));
  Fault fault;
  co_await timer.async_wait(into(fault));
  co_return !stopping_;
}

// A connection that is closed with bytes of its client unread is reset, and the answer lost with it.
Task<> Session::drain() {
  Fault fault;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, fault);
  std::vector<char> waste(kReadAheadBytes);
  stream_.expires_after(ms(kDrainMs));
  for (std::size_t drained = 0; !fault && drained < kDrainBytesMax;) {
    drained += co_await stream_.async_read_some(asio::buffer(waste), into(fault));
  }
  cut();
}

}  // namespace naadam::portal
