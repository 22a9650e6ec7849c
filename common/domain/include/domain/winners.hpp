// Former first-prize winners (三（三）: nobody enters the same event and group again), as keyed hashes only.
//
// The officer's CSV holds names and document numbers; it is read once, each person becomes three keyed hashes made by
// the caller's `keyer`, and the clear text is gone. What is kept and published can be asked but not read.
// Thread: immutable after parsing; share freely.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "domain/edition.hpp"

namespace naadam::domain {

inline constexpr std::size_t kWinnersMax = 100'000;

// A keyed hash of one key text (see person_key.hpp); the same key as entries are judged with.
using Keyer = std::function<core::Id(std::string_view)>;

// The three ways a person can be recognised. An all-zero id: that key cannot be made.
struct PersonKeys {
  core::Id document;    // certain
  core::Id name_birth;  // likely
  core::Id name;        // unlikely
};

struct Winner {
  PersonKeys keys;
  std::string event;  // code in this edition
  std::string group;  // code; "" = the register does not say
  std::int16_t year = 0;
  std::string source;  // where the prize stands written
};

// Weakest first; never stored.
enum class WinnerMatch : std::uint8_t { kNone, kNameOnly, kLikely, kGroupUnknown, kCertain };

class WinnerRegister {
 public:
  WinnerRegister() = default;
  explicit WinnerRegister(std::vector<Winner> winners);

  const std::vector<Winner>& winners() const { return winners_; }
  bool empty() const { return winners_.empty(); }

  // The strongest match among prizes of this event and group. kGroupUnknown: certain by document, group unsaid.
  WinnerMatch match(const PersonKeys& keys, std::string_view event, std::string_view group) const;

  // Lines of the file whose event is none of this edition's (they bar nobody), for the officer to look at.
  std::vector<std::uint32_t> lines_of_unknown_events;

 private:
  using Index = std::unordered_multimap<core::Id, std::uint32_t, core::IdHash>;
  std::vector<Winner> winners_;
  Index by_document_, by_name_birth_, by_name_;
};

// Headings 姓名, 证件号码, 出生日期, 参赛项目, 组别, 届次 (or 年份), 来源, in any order; UTF-8, a byte-order mark
// allowed; quotes as RFC 4180. 姓名 and one of 证件号码 / 出生日期 must be there in every row. Events of earlier
// competitions are known by the aliases of the edition's events. Errors name file, line and column, never a value.
core::Result<WinnerRegister> parse_winners(std::string_view csv, std::string_view file_name, const Edition& edition,
                                           const Keyer& keyer);

// One text for one register, whatever the order of the file's rows: published with the edition, hashed, read back.
std::string serialise_winners(const WinnerRegister& winners);
core::Result<WinnerRegister> read_winners(std::string_view serialised);

}  // namespace naadam::domain
