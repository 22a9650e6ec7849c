#include "ledger.hpp"

#include <gtest/gtest.h>

#include "audit/auditor.hpp"
#include "core/bytes.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/notice.hpp"
#include "wire/stages.hpp"

namespace naadam::component {
namespace {

using store::Kind;
using store::Outcome;

constexpr core::Millis kHour = 3'600'000;

std::string column(const std::vector<std::string>& cells) {
  store::ColumnBuilder builder(cells.size());
  for (const auto& cell : cells) builder.add(cell);
  return builder.finish();
}

std::string mark_of(const Settled& settled) {
  std::string mark;
  const core::Rev rev = core::Rev::from(std::string_view(settled.revs).substr(0, core::kRevBytes));
  wire::put_mark(mark, {rev.epoch, rev.n, wire::Verdict::kAccepted, 0, {}});
  return mark;
}

}  // namespace

Client::Client(std::uint64_t seed, std::unique_ptr<store::RedisStore> store)
    : random_(seed), store_(std::move(store)), upload_(person()) {}

core::Id Client::person() {
  std::string bytes;
  core::put_u64(bytes, random_());
  core::put_u64(bytes, random_());
  return core::Id::from(bytes);
}

// A repeat may find its own first try: 'x' of admit, 's' of advance, 'k' of apply and mark. A first try may not.
void Client::until_done(const std::function<store::ItemAnswers()>& call, std::string_view letters) {
  for (bool first = true;; first = false) {
    const store::ItemAnswers answer = call();
    if (answer.outcome == Outcome::kDone) {
      for (const char letter : answer.letters) {
        EXPECT_NE((first ? letters.substr(0, 1) : letters).find(letter), std::string_view::npos)
            << letter << " for one of " << letters << (first ? " at the first try" : "");
      }
      return;
    }
    ASSERT_NE(answer.outcome, Outcome::kRefused) << answer.cause;
    ++repeats_;
  }
}

void Client::step() {
  Settled settled;
  const core::Id owner = person();
  std::vector<std::string> first_states, states, bodies;
  std::string first_revs;
  for (std::size_t i = 0; i < kEntriesAStep; ++i) {
    const core::Id id = wire::with_tail(owner, random_());
    const std::string body = "sealed body of " + core::to_hex(id);
    wire::EntryState judged;
    judged.edition = 1;
    std::string state = wire::encode(judged);
    const core::Rev first = core::next_rev({store_->epoch(), 0, 0}, store_->epoch(), state);
    const core::Rev second = core::next_rev(first, store_->epoch(), state);
    std::string after = state;
    store::add_check(state, id.view(), first, body);
    store::add_check(after, id.view(), second, body);
    settled.ids.append(id.view());
    first.append_to(first_revs);
    second.append_to(settled.revs);
    first_states.push_back(std::move(state));
    states.push_back(std::move(after));
    bodies.push_back(body);
  }
  settled.shard = core::shard_of(owner, store_->shards());
  store::Admit admit{.kind = Kind::kEntry,
                     .shard = settled.shard,
                     .to = wire::entry_stage::kReceived,
                     .wait = kHour,
                     .ids = settled.ids,
                     .revs = first_revs,
                     .states = column(first_states),
                     .bodies = column(bodies),
                     .answer = {}};
  until_done([&] { return store_->admit({&admit, 1}), admit.answer; }, "dx");
  store::Advance advance{.kind = Kind::kEntry,
                         .shard = settled.shard,
                         .from = wire::entry_stage::kReceived,
                         .to = wire::entry_stage::kSettled,
                         .wait = store::kNeverDue,
                         .pack = admit.answer.pack,
                         .ids = settled.ids,
                         .expected = first_revs,
                         .revs = settled.revs,
                         .states = column(states),
                         .replace_bodies = false,
                         .bodies = {},
                         .answer = {}};
  until_done([&] { return store_->advance({&advance, 1}), advance.answer; }, "ds");

  const core::Id notice = person();
  const core::Rev source = core::Rev::from(std::string_view(settled.revs).substr(0, core::kRevBytes));
  wire::NoticeState told;
  told.source = source;
  std::string told_state = wire::encode(told);
  store::add_check(told_state, notice.view(), source, "sealed notice");
  settled.notice = notice.view();
  settled.notice_rev = source.bytes();
  settled.notice_shard = core::shard_of(notice, store_->shards());
  store::Apply apply{.kind = Kind::kNotice,
                     .shard = settled.notice_shard,
                     .to = wire::notice_stage::kPlanned,
                     .wait = kHour,
                     .ids = settled.notice,
                     .revs = settled.notice_rev,
                     .states = column({told_state}),
                     .bodies = column({"sealed notice"}),
                     .answer = {}};
  until_done([&] { return store_->apply({&apply, 1}), apply.answer; }, "dk");

  settled.row = static_cast<std::uint32_t>(book_.size());
  store::Mark mark{
      .shard = core::shard_of(upload_, store_->shards()), .upload = upload_, .rows = {}, .marks = {}, .answer = {}};
  core::put_u32(mark.rows, settled.row);
  mark.marks = mark_of(settled);
  until_done([&] { return store_->mark({&mark, 1}), mark.answer; }, "dk");
  book_.push_back(std::move(settled));
  epoch_ = store_->epoch();
  ++steps_;
}

namespace {

std::uint64_t expect_book_kept(store::RedisStore& store, Client& client) {
  std::uint64_t entries = 0;
  for (const Settled& settled : client.book()) {
    store::Read read{.kind = Kind::kEntry, .shard = settled.shard, .ids = settled.ids, .answer = {}, .records = {}};
    store.read({&read, 1});
    EXPECT_EQ(read.answer.outcome, Outcome::kDone) << read.answer.cause;
    for (std::size_t i = 0; i < read.records.size(); ++i) {
      EXPECT_TRUE(read.records[i].found) << "an acknowledged entry is lost";
      EXPECT_EQ(read.records[i].stage, wire::entry_stage::kSettled);
      EXPECT_EQ(read.records[i].rev.bytes(), settled.revs.substr(i * core::kRevBytes, core::kRevBytes));
      ++entries;
    }
    store::Read notice{
        .kind = Kind::kNotice, .shard = settled.notice_shard, .ids = settled.notice, .answer = {}, .records = {}};
    store.read({&notice, 1});
    EXPECT_TRUE(notice.records.size() == 1 && notice.records[0].found) << "an acknowledged notice is lost";
    if (notice.records.size() != 1) continue;
    EXPECT_EQ(notice.records[0].rev.bytes(), settled.notice_rev);
  }
  store::ReadMarks marks{.shard = core::shard_of(client.upload(), store.shards()),
                         .upload = client.upload(),
                         .from = 0,
                         .count = static_cast<std::uint32_t>(client.book().size()),
                         .answer = {},
                         .marks = {}};
  store.read_marks({&marks, 1});
  EXPECT_EQ(marks.filled, client.book().size());
  std::string wanted;
  for (const Settled& settled : client.book()) wanted += mark_of(settled);
  EXPECT_EQ(marks.marks, wanted);
  return entries;
}

std::uint64_t count_of(store::RedisStore& store, Kind kind, store::Stage stage) {
  std::uint64_t all = 0;
  for (std::uint16_t shard = 0; shard < store.shards(); ++shard) {
    store::Count count{.kind = kind, .shard = shard, .answer = {}, .stages = {}};
    store.count({&count, 1});
    EXPECT_EQ(count.answer.outcome, Outcome::kDone) << count.answer.cause;
    for (const auto& [at, backlog] : count.stages) {
      EXPECT_TRUE(at == stage || backlog.records == 0) << backlog.records << " at stage " << int{at};
    }
    all += count.stages[stage].records;
  }
  return all;
}

}  // namespace

void expect_kept(store::RedisStore& store, const std::vector<std::unique_ptr<Client>>& clients) {
  std::uint64_t entries = 0, notices = 0;
  for (const auto& client : clients) {
    entries += expect_book_kept(store, *client);
    notices += client->book().size();
  }
  EXPECT_EQ(count_of(store, Kind::kEntry, wire::entry_stage::kSettled), entries);
  EXPECT_EQ(count_of(store, Kind::kNotice, wire::notice_stage::kPlanned), notices);
  const core::SystemClock clock;
  const auto report = audit::audit(store.cluster(), clock, store.shards());
  ASSERT_TRUE(report) << report.error().cause;
  for (const auto& finding : report->findings) ADD_FAILURE() << audit::finding_name(finding.kind);
}

}  // namespace naadam::component
