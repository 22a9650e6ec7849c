// What every service must know of the installation it works in: the edition in force, the register of former
// winners, and the installation's clock. All of it stands in the store as facts, published by content hash.
//
// The clock of an installation is the store's clock, plus an offset in training mode 演练: there the 2021 edition can
// be played in any year. Training is refused on an installation that holds real data, and real data on one in
// training. Thread: one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/edition.hpp"
#include "domain/winners.hpp"
#include "store/store.hpp"

namespace naadam::runtime {

// The first 8 bytes of an edition's version, as verdicts carry it. `version`: 32 hex digits.
std::uint64_t short_version(std::string_view version);

struct Installation {
  std::shared_ptr<const domain::Edition> edition;
  std::shared_ptr<const domain::WinnerRegister> winners;
  std::string winners_version;
  bool training = false;
  core::Millis clock_offset = 0;

  std::uint64_t edition_version() const { return short_version(edition->version); }
};

// Errors: kNotFound (nothing published yet), kCorrupt, and the store's.
core::Result<Installation> load_installation(store::Store& store);

// Whether the store names another edition or register, or another clock, than `installation` holds.
core::Result<bool> has_changed(store::Store& store, const Installation& installation);

// Puts an edition and a register in force; what was published before stays readable under its hash. Where another
// edition was in force, every verdict is asked to be made again.
core::Status publish(store::Store& store, const domain::Edition& edition, const domain::WinnerRegister& winners);

// Sets the installation's clock to `now`; kRefused where real data is held. Repeatable: the clock is set anew.
core::Status begin_training(store::Store& store, core::Millis now);

// Called before the first real data is kept: from then on training is refused. True when in training.
core::Result<bool> settle_mode(store::Store& store);

// Whether short messages are held back: planned, but not sent. After a restore they are, until somebody releases them.
core::Result<bool> messages_held(store::Store& store);
core::Status hold_messages(store::Store& store, bool held);

// "now" by the installation's clock.
core::Result<core::Millis> installation_now(store::Store& store, const Installation& installation);

}  // namespace naadam::runtime
