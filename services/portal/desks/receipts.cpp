#include "portal/desks/receipts.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>
#include <vector>

#include "portal/place.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;
namespace asio = boost::asio;

constexpr std::string_view kKept = "kept", kUnreadable = "unreadable";

}  // namespace

// Receipts that go together, and what became of each.
struct Receipts::Round {
  explicit Round(const asio::any_io_executor& executor) : over(executor, asio::steady_timer::time_point::max()) {}

  Json receipts = Json::array();
  core::Id trace;  // of the first
  std::vector<std::string> answers;
  asio::steady_timer over;  // cancelled when they are there, or when this round's turn to ask has come
  bool done = false;
};

Receipts::Receipts(Lanes& lanes, Front& front) : lanes_(lanes) {
  front.on(Action::kTakeReceipt, [this](Call& call) { return take(call); });
}

Task<> Receipts::tell(std::shared_ptr<Round> round) {
  // However it ends, the round is over and the next one's turn has come.
  struct Turn {
    Receipts& desk;
    Round& round;
    ~Turn() {
      desk.asking_ = false;
      round.done = true;
      round.over.cancel();
      if (desk.gathering_) desk.gathering_->over.cancel();
    }
  } turn{*this, *round};
  asking_ = true;
  if (gathering_ == round) gathering_.reset();
  const Json question{{"receipts", round->receipts}};
  const auto told = co_await ask(lanes_, kNotification, wire::verb::kNoticeReceipt, question, round->trace);
  if (!told) co_return;
  for (const Json& one : told->value("answers", Json::array())) {
    round->answers.push_back(one.is_string() ? one.get<std::string>() : std::string());
  }
}

Task<Outcome> Receipts::take(Call& call) {
  const Place place(waiting_, kWaitingMax);
  if (!place) co_return refuse(ProblemKind::kBusy);
  if (!gathering_) {
    gathering_ = std::make_shared<Round>(co_await asio::this_coro::executor);
    gathering_->trace = call.trace;
  }
  const std::shared_ptr<Round> round = gathering_;
  const std::size_t mine = round->receipts.size();
  round->receipts.push_back(call.query);
  while (!round->done) {
    if (!asking_) {
      co_await tell(round);
    } else {
      boost::system::error_code cancelled;
      co_await round->over.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    }
  }
  const std::string_view answer = mine < round->answers.size() ? round->answers[mine] : std::string_view();
  if (answer == kUnreadable) co_return refuse(ProblemKind::kInvalid, "这不是本系统给出的回执地址。");
  if (answer != kKept) co_return refuse(ProblemKind::kUnavailable);
  Answer ok;
  ok.type = "text/plain; charset=utf-8";
  ok.body = "ok\n";
  co_return ok;
}

}  // namespace naadam::portal
