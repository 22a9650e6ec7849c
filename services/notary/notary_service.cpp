#include "notary/notary_service.hpp"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "history/segment.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/log.hpp"
#include "store/keys.hpp"
#include "wire/verbs.hpp"

namespace naadam::notary {
namespace {

constexpr core::Millis kOpenAgainMs = 1'000;      // while another copy holds the history
constexpr core::Millis kStoppedAgainMs = 10'000;  // while something is wrong with it
constexpr const char* kKeyName = "notary";
constexpr const char* kStateNames[] = {"standby", "stopped", "working"};

tl::unexpected<core::Error> not_working() {
  return core::fail(core::ErrorKind::kUnavailable, "这个公证副本现在没有在写历史记录。", "not the one who writes");
}

}  // namespace

NotaryService::NotaryService(const Options& options, runtime::ServiceHost& host)
    : options_(options), host_(host), keys_(options.common.keys(), kKeyName) {
  host_.loop().on_ask(wire::verb::kStatus,
                      [this](const runtime::Json&) { return core::Result<runtime::Json>(status()); });
  host_.loop().on_ask(wire::verb::kSigningRotate, [this](const runtime::Json& ask) { return rotate(ask); });
  host_.loop().on_ask(wire::verb::kSigningRetire, [this](const runtime::Json&) { return retire(); });
  host_.loop().every("notary", kRoundMs, [this] { return work(); });
  host_.loop().every("checkpoint", core::Millis{options_.checkpoint_s} * 1'000, [this] { return sign(), false; });
  host_.loop().every("history", kOpenAgainMs, [this] { return show(), false; });
  host_.need_for_ready([this]() -> core::Status {
    if (state_ != State::kStopped) return {};
    return core::fail(core::ErrorKind::kUnavailable, "历史记录没有在写。", "the history is stopped, see the log");
  });
}

NotaryService::~NotaryService() = default;

core::Status NotaryService::run() {
  auto ran = host_.run();
  if (state_ == State::kWorking) {
    while (work()) {
    }
    sign();
  }
  return ended_ ? ran : ended_;
}

void NotaryService::open() {
  const core::Millis now = host_.clock().steady_ms();
  if (now < open_again_at_) return;
  open_again_at_ = now + kOpenAgainMs;
  const auto stopped = [&](const core::Error& error) {
    if (state_ != State::kStopped || why_.cause != error.cause)
      runtime::log_error("history.stopped", {runtime::cause(error)});
    why_ = error;
    state_ = State::kStopped;
    open_again_at_ = now + kStoppedAgainMs;
  };
  if (!lock_) {
    auto lock = runtime::DirLock::take(options_.history(), "naadam-notary");
    if (!lock && lock.error().kind == core::ErrorKind::kRefused) return;
    if (!lock) return stopped(lock.error());
    lock_ = std::move(*lock);
  }
  // A history that is signed has its first key: where that was lost, another one would only stand in its way.
  const auto signed_before = history::is_signed(options_.history());
  if (!signed_before) return stopped(signed_before.error());
  const auto first = *signed_before ? keys_.first_here() : keys_.first();
  if (!first) return stopped(first.error());
  auto writer = history::Writer::open(options_.history(), *first,
                                      [this](const seal::PublicKey& in_force) { return keys_.secret_of(in_force); });
  if (!writer) return stopped(writer.error());
  if (options_.take_over) {
    if (auto put = host_.store().put_fact(store::keys::kHistory, (*writer)->origin()); !put)
      return stopped(put.error());
  }
  const auto ours = host_.store().keep_fact(store::keys::kHistory, (*writer)->origin());
  if (!ours) return stopped(ours.error());
  if (*ours != (*writer)->origin()) {
    return stopped({core::ErrorKind::kRefused,
                    "数据存储的评审记录正由另一份历史记录保管，本机的公证服务不介入。若那一份已丢失，请用 "
                    "notary.take_over 接管。",
                    "the store's log goes to " + *ours});
  }
  writer_ = std::move(*writer);
  notary_ = std::make_unique<Notary>(host_.store(), *writer_, host_.context().metrics);
  state_ = State::kWorking;
  runtime::log_info("history.opened", {{"entries", writer_->entries()}, {"origin", runtime::Safe{writer_->origin()}}});
  const auto store_now = host_.store().now_ms();
  const auto ended = store_now ? notary_->end_begun(keys_, *store_now) : tl::unexpected(store_now.error());
  if (!ended) not_now("history.not_handed_over", ended.error());
}

bool NotaryService::work() {
  if (state_ != State::kWorking) open();
  if (state_ != State::kWorking) return false;
  const auto more = notary_->round();
  if (!more) not_now("history.not_now", more.error());
  return more && *more;
}

void NotaryService::not_now(runtime::Literal event, const core::Error& error) {
  if (error.kind == core::ErrorKind::kInternal) {
    // What the disk holds is no longer known: the next start reads it.
    ended_ = tl::unexpected(error);
    host_.context().stop.request();
    return;
  }
  runtime::log_warn(event, {runtime::kind(error), runtime::cause(error), {"next", "retry"}});
}

void NotaryService::sign() {
  if (state_ != State::kWorking) return;
  const auto now = host_.store().now_ms();
  const auto done = now ? notary_->sign(*now) : core::Status(tl::unexpected(now.error()));
  if (!done) not_now("history.not_signed", done.error());
}

void NotaryService::show() {
  runtime::Metrics& metrics = host_.context().metrics;
  metrics.gauge("naadam_history_working", "1 while this copy writes the history")
      .set(state_ == State::kWorking ? 1 : 0);
  if (!writer_) return;
  const auto& covered = writer_->newest_checkpoint();
  const bool all = writer_->entries() == (covered ? covered->size : 0);
  const core::Millis now = host_.clock().steady_ms();
  if (all) uncovered_since_ = 0;
  if (!all && uncovered_since_ == 0) uncovered_since_ = now;
  metrics.gauge("naadam_history_entries", "entries in the history").set(static_cast<std::int64_t>(writer_->entries()));
  metrics.gauge("naadam_history_uncovered_milliseconds", "how long there have been entries under no signed checkpoint")
      .set(all ? 0 : now - uncovered_since_);
}

runtime::Json NotaryService::status() {
  runtime::Json history{{"state", kStateNames[static_cast<std::size_t>(state_.load())]},
                        {"signing_keys", runtime::Json::array()}};
  if (state_ == State::kStopped) history["why"] = why_.text;
  if (writer_) {
    const auto& covered = writer_->newest_checkpoint();
    history["entries"] = writer_->entries();
    history["covered"] = covered ? covered->size : 0;
    history["checkpoint_at"] = covered ? covered->at : 0;
    history["waiting"] = notary_->waiting();
    for (const history::KeyTerm& term : writer_->keys().terms()) {
      history["signing_keys"].push_back({{"name", term.key.name},
                                         {"public", term.key.line()},
                                         {"since", term.since},
                                         {"secret", keys_.keeps_secret_of(term.key)}});
    }
  }
  return {
      {"service", host_.context().info.name},     {"copy", options_.common.copy},      {"pid", ::getpid()},
      {"http_port", host_.context().http.port()}, {"stages", runtime::Json::object()}, {"history", std::move(history)}};
}

core::Result<runtime::Json> NotaryService::rotate(const runtime::Json& ask) {
  const auto from = runtime::text_field(ask, "from");
  if (!from) return tl::unexpected(from.error());
  if (state_ != State::kWorking) return not_working();
  const auto now = host_.store().now_ms();
  const auto done = now ? notary_->rotate(keys_, *from, *now) : core::Status(tl::unexpected(now.error()));
  if (!done) {
    not_now("history.not_handed_over", done.error());
    return tl::unexpected(done.error());
  }
  return runtime::Json{{"name", writer_->key().name}, {"public", writer_->key().line()}};
}

core::Result<runtime::Json> NotaryService::retire() {
  if (state_ != State::kWorking) return not_working();
  const auto retired = keys_.retire_before(writer_->key());
  if (!retired) return tl::unexpected(retired.error());
  runtime::log_info("history.keys_retired", {{"keys", *retired}});
  return runtime::Json{{"name", writer_->key().name}, {"retired", *retired}};
}

}  // namespace naadam::notary
