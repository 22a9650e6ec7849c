// Entries that lie in a model store as services would have left them, for the tests of what goes through all of them.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/bytes.hpp"
#include "core/clock.hpp"
#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "store/model_store.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {

inline constexpr std::uint16_t kShards = 3;

inline core::Id made_id(std::uint64_t number) {
  std::string bytes;
  core::put_u64(bytes, number * 0x9e3779b97f4a7c15u);
  core::put_u64(bytes, number);
  return core::Id::from(bytes);
}

struct StandingClock final : core::Clock {
  core::Millis steady_ms() const override { return at; }
  core::Millis at = 5;
};

class StoredEntries : public testing::Test {
 protected:
  StoredEntries() { installation_.edition = std::make_shared<const domain::Edition>(); }

  void put(store::ModelStore& store, store::Kind kind, const core::Id& id, store::Stage stage, std::string state,
           core::Rev rev) {
    store::add_check(state, id.view(), rev, "sealed");
    store::ColumnBuilder states, bodies;
    states.add(state);
    bodies.add("sealed");
    store::Admit call{.kind = kind,
                      .shard = core::shard_of(id, kShards),
                      .to = stage,
                      .wait = store::kNeverDue,
                      .ids = std::string(id.view()),
                      .revs = rev.bytes(),
                      .states = states.finish(),
                      .bodies = bodies.finish(),
                      .answer = {}};
    store.admit({&call, 1});
    ASSERT_TRUE(call.answer.all(store::ItemAnswer::kDone));
  }
  // An accepted entry of two rows of `upload_`.
  void put_entry(store::ModelStore& store, std::uint64_t number, store::Stage stage, core::Rev rev,
                 bool has_recipient = true, std::uint64_t edition = 1) {
    wire::EntryState state;
    state.edition = edition;
    state.verdict = wire::Verdict::kAccepted;
    state.has_recipient = has_recipient;
    state.targets.push_back({upload_, static_cast<std::uint32_t>(number), wire::Verdict::kAccepted, {}});
    state.targets.push_back({upload_, static_cast<std::uint32_t>(number), wire::Verdict::kAccepted, {}});
    put(store, store::Kind::kEntry, made_id(number), stage, wire::encode(state), rev);
  }

  store::Record read(store::ModelStore& store, store::Kind kind, const core::Id& id) {
    store::Read call{
        .kind = kind, .shard = core::shard_of(id, kShards), .ids = std::string(id.view()), .answer = {}, .records = {}};
    store.read({&call, 1});
    return call.records.at(0);
  }
  void expect(std::uint64_t number, store::Stage stage, std::uint32_t epoch, bool notify) {
    const store::Record record = read(model_, store::Kind::kEntry, made_id(number));
    EXPECT_EQ(record.stage, stage) << number;
    EXPECT_EQ(record.rev.epoch, epoch) << number;
    const auto checked = store::open_check(record.state, made_id(number).view(), record.rev, record.body);
    ASSERT_TRUE(checked.ok) << number;
    EXPECT_EQ(wire::decode_entry_state(checked.state)->has(wire::entry_flag::kNotify), notify) << number;
  }

  core::SystemClock clock_;
  runtime::Metrics metrics_;
  runtime::Installation installation_;
  store::ModelStore model_{kShards};
  core::Id upload_ = made_id(1'000);
};

}  // namespace naadam::intake
