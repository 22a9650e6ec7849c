#include "notary/notary.hpp"

#include "runtime/log.hpp"

namespace naadam::notary {

Notary::Notary(store::Store& store, history::Writer& writer, runtime::Metrics& metrics)
    : store_(store),
      writer_(writer),
      entries_(metrics.counter("naadam_history_entries_total", "log entries taken into the history")),
      records_(metrics.counter("naadam_history_records_total", "decisions in them")),
      missing_(metrics.counter("naadam_history_missing_total", "log entries that came behind a gap")),
      again_(metrics.counter("naadam_history_again_total", "log entries whose place had another content before")),
      waiting_shown_(metrics.gauge("naadam_log_waiting_entries", "log entries in the store, not in the history yet")) {}

core::Result<bool> Notary::round() {
  auto more = read();
  if (!more) return more;
  if (auto done = write(); !done) return tl::unexpected(done.error());
  if (auto done = sync(); !done) {
    return core::fail(core::ErrorKind::kInternal, done.error().text, "sync: " + done.error().cause);
  }
  if (auto done = trim(); !done) return tl::unexpected(done.error());
  return more;
}

core::Result<bool> Notary::read() {
  reads_.assign(store_.shards(), {});
  for (std::uint16_t shard = 0; shard < store_.shards(); ++shard) {
    reads_[shard].shard = shard;
    reads_[shard].count = kEntriesAtOnce;
  }
  store_.read_log(reads_);
  waiting_ = 0;
  bool more = false;
  const store::ReadLog* silent = nullptr;
  for (const store::ReadLog& call : reads_) {
    if (call.answer.outcome != store::Outcome::kDone) silent = &call;
    waiting_ += call.waiting;
    more = more || call.waiting > call.entries.size();
  }
  waiting_shown_.set(static_cast<std::int64_t>(waiting_));
  if (silent != nullptr) {
    // What the others gave is kept by them until it is asked again.
    return core::fail(core::ErrorKind::kUnavailable, "暂时读不到数据存储中的记录。", silent->answer.cause);
  }
  return more;
}

core::Status Notary::write() {
  std::vector<history::Arrived> arrived;
  for (store::ReadLog& call : reads_) {
    for (store::LogEntry& entry : call.entries) arrived.push_back({call.shard, entry});
  }
  const auto written = writer_.write(arrived);
  if (!written) return tl::unexpected(written.error());
  entries_.add(written->entries);
  records_.add(written->records);
  missing_.add(written->missing);
  again_.add(written->again);
  if (written->missing > 0 || written->again > 0) {
    runtime::log_error(
        "history.not_seamless",
        {{"behind_a_gap", written->missing}, {"place_again", written->again}, {"entries", writer_.entries()}});
  }
  return {};
}

core::Status Notary::sync() { return writer_.sync(); }

core::Status Notary::trim() {
  std::vector<store::TrimLog> calls;
  for (const store::ReadLog& call : reads_) {
    if (!call.entries.empty()) calls.push_back({call.shard, call.entries.back().place, {}});
  }
  store_.trim_log(calls);
  for (const store::TrimLog& call : calls) {
    if (call.answer.outcome == store::Outcome::kDone) continue;
    return core::fail(core::ErrorKind::kUnavailable, "暂时改不了数据存储中的记录。", call.answer.cause);
  }
  return {};
}

core::Status Notary::sign(core::Millis now) {
  const auto signed_one = writer_.checkpoint(now);
  if (!signed_one) return tl::unexpected(signed_one.error());
  if (*signed_one) runtime::log_info("history.signed", {{"entries", (*signed_one)->checkpoint.size}});
  return {};
}

core::Status Notary::rotate(const seal::SigningKeys& keys, std::string_view from, core::Millis now) {
  if (writer_.key().name != from) return {};
  auto next = keys.make_after(writer_.key());
  if (!next) return tl::unexpected(next.error());
  return hand_over(std::move(*next), now);
}

core::Status Notary::end_begun(const seal::SigningKeys& keys, core::Millis now) {
  for (;;) {
    auto next = keys.begun_after(writer_.key());
    if (!next) return tl::unexpected(next.error());
    if (!*next) return {};
    if (auto done = hand_over(std::move(**next), now); !done) return done;
  }
}

core::Status Notary::hand_over(seal::SigningKey next, core::Millis now) {
  const std::string from = writer_.key().name;
  auto done = writer_.hand_over(std::move(next), now);
  if (writer_.key().name != from) {
    runtime::log_info("history.key_handed_over",
                      {{"key", runtime::Safe{writer_.key().name}}, {"entries", writer_.entries()}});
  }
  return done;
}

}  // namespace naadam::notary
