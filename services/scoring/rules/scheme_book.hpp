// The marking scheme 评分方案 of an event, as a document that everybody may read:
//
//   {"kind": "scheme", "round": "trial", "event": code, "criteria": [{"code", "zh", "most", "step"}], "version": n,
//    "by", "at": ms, "reason", "previous": 64 hex digits, "" of the first}
//
// Marks are text, exact. A scheme that is replaced needs a reason; the one before stays readable. Errors: kInvalid (the
// scheme can't be right), kRefused (there is another, and no reason), kCorrupt. Pure; any thread. No personal data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "scoring/rules/ranking.hpp"
#include "wire/place.hpp"

namespace naadam::scoring {

inline constexpr std::size_t kCriteriaMax = 60;
inline constexpr std::size_t kReasonBytesMax = 512;

// Who takes a step, and when by the installation's clock.
struct Hand {
  std::string by;
  core::Millis now = 0;
};

// That there is one, and not too long.
core::Status check_reason(std::string_view reason);

struct SchemeBook {
  wire::Round round = wire::Round::kTrial;
  std::string event;
  std::vector<Criterion> criteria;
  std::uint32_t version = 1;
  std::string by;
  core::Millis at = 0;
  std::string reason, previous;
};

// A criterion as somebody wrote it, marks still texts.
struct WrittenCriterion {
  std::string code, zh, most, step;
};
core::Result<std::vector<Criterion>> criteria_of(const std::vector<WrittenCriterion>& written);

// The book as it is to be kept; nothing: the one that is there says so already. `before` may be null; `document` names
// it, in hex.
core::Result<std::optional<SchemeBook>> set_scheme(const SchemeBook* before, const std::string& document,
                                                   wire::Round round, const std::string& event,
                                                   const std::vector<Criterion>& criteria, const std::string& reason,
                                                   const Hand& hand);

std::string to_json(const SchemeBook& book);
core::Result<SchemeBook> parse_scheme_book(std::string_view json);

}  // namespace naadam::scoring
