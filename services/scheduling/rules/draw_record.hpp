// What is published of a draw, as one JSON file that anyone may keep, and whether it is what the draw gives.
//
//   {"algorithm": "TDRAW-1", "draw": "2021-final-1", "edition": "<version>",
//    "commitments": [{"who": "主办单位", "commitment": "<64 hex>"}],
//    "public": {"source": "drand 第 1234567 轮", "text": "..."},
//    "reveals": [{"who": "主办单位", "secret": "<64 hex>"}], "left_out": ["包头市"],
//    "list": "<64 hex>", "seed": "<64 hex>",
//    "events": [{"event": "E05", "slots": [[1, 1], [1, 2]], "entries": ["150100-E05-001"],
//                "forbidden": {"150100-E05-001": [1]}, "seats": [["150100-E05-001", 1, 1]]}],
//    "replaces": "2021-final-0", "reason": "..."}         only of a redraw
//
// The list of entries counts in any order; seats stand in the order of the lots. Thread: any. No personal data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "scheduling/rules/draw.hpp"

namespace naadam::scheduling {

inline constexpr std::size_t kRecordBytesMax = 64u << 20;

struct DrawRecord {
  std::string edition;        // version
  std::string public_source;  // what the value is of, as announced before
  DrawRequest request;
  Drawn drawn;
  std::string replaces;  // the draw that this one takes the place of; empty: the first
  std::string reason;    // why; with `replaces` only
};

std::string to_json(const DrawRecord& record);
// Errors, kInvalid: not such a file, naming the first thing that is not as it should be.
core::Result<DrawRecord> parse_draw_record(std::string_view json);

// Where a record says something else than its own draw, one line of zh-CN a place, the first ones first. Empty: it is
// as it should be. Errors: draw()'s; kInvalid for a redraw without a reason.
struct DrawDifference {
  std::string place;  // "seed", "list", "left_out", "E05 150100-E05-001"
  std::string has, should;
};
core::Result<std::vector<DrawDifference>> check_draw(const DrawRecord& record);

}  // namespace naadam::scheduling
