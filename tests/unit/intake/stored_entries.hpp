// Entries that lie in a model store as services would have left them, for the tests of what goes through all of them.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "core/clock.hpp"
#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "store/model_store.hpp"
#include "support/hand_clock.hpp"
#include "support/one_record.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {

inline constexpr std::uint16_t kShards = 3;

using support::made_id;

class StoredEntries : public testing::Test {
 protected:
  StoredEntries() { installation_.edition = std::make_shared<const domain::Edition>(); }

  void put(store::ModelStore& store, store::Kind kind, const core::Id& id, store::Stage stage, std::string state,
           core::Rev rev) {
    support::admit(store, {.kind = kind,
                           .id = id,
                           .stage = stage,
                           .rev = rev,
                           .state = std::move(state),
                           .body = "sealed",
                           .wait = store::kNeverDue});
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
    return support::read(store, kind, id);
  }
  void expect(std::uint64_t number, store::Stage stage, std::uint32_t epoch, bool notify) {
    const store::Record record = read(model_, store::Kind::kEntry, made_id(number));
    EXPECT_EQ(record.stage, stage) << number;
    EXPECT_EQ(record.rev.epoch, epoch) << number;
    const std::string state = support::state_of(record, made_id(number));
    EXPECT_EQ(wire::decode_entry_state(state)->has(wire::entry_flag::kNotify), notify) << number;
  }

  core::SystemClock clock_;
  runtime::Metrics metrics_;
  runtime::Installation installation_;
  store::ModelStore model_{kShards};
  core::Id upload_ = made_id(1'000);
};

}  // namespace naadam::intake
