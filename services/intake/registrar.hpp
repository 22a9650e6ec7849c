// Files claims on entries: creates what is new, merges what another upload or submitter has begun, withdraws what
// vanished. Every call may be repeated with the same rows; a repeat changes nothing.
//
// Thread: the step loop's. Personal data: claims in clear until they are sealed here.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "intake/rules/claims.hpp"
#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"
#include "wire/entry.hpp"

namespace naadam::intake {

struct FiledRow {
  core::Id entry;
  wire::FiledClaim filed;
};

class Registrar {
 public:
  // Rows filed in one go: shards x a full call.
  static constexpr std::size_t kRowsAtOnce = 3'200;

  Registrar(store::Store& store, runtime::Forward& to_eligibility, const seal::DataKey& data)
      : store_(store), to_eligibility_(to_eligibility), data_(data) {}

  // True when every row stands in its entry. False: the store said "not now" (or gave no answer) for some; call again
  // with the same rows. A row whose entry is damaged is left out, and counted in damaged().
  bool file(std::span<const FiledRow> rows);

  // Withdraws what their submitter said about the entries of `rows` before his upload `number`; the same promise.
  // `rows` are those of an older file of his, in which the entries stood. One that does not exist (a shard may have
  // lost it) is made and withdrawn at once: that file may be filed again later, and must not bring it back.
  bool withdraw(std::span<const FiledRow> rows, std::uint32_t number);

  // How often so far an entry could not be opened. It stays as it is, for a person to mend; what was to be said of it
  // has to be said again then.
  std::uint64_t damaged() const { return damaged_; }

 private:
  struct Change {
    core::Id entry;
    std::vector<const wire::FiledClaim*> claims;
  };
  struct Withdrawal {
    core::Id submitter;
    std::uint32_t number = 0;
  };

  using Bodies = std::unordered_map<core::Id, wire::EntryBody, core::IdHash>;

  static std::vector<Change> by_entry(std::span<const FiledRow> rows);
  bool create(const std::vector<Change>& changes, const Withdrawal* withdrawal, std::vector<Change>& there_already);
  // What is not there is appended to `absent`.
  bool change(std::vector<Change> changes, const Withdrawal* withdrawal, std::vector<Change>& absent);
  // A row that no longer speaks, as of this rev of its entry.
  struct SilentRow {
    core::Id upload;
    std::uint32_t row = 0;
    core::Rev rev;
    std::uint8_t flags = 0;
  };
  bool mark_silent(const std::vector<SilentRow>& rows);

  store::Store& store_;
  runtime::Forward& to_eligibility_;
  const seal::DataKey& data_;
  std::uint64_t damaged_ = 0;
};

}  // namespace naadam::intake
