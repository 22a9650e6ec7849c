// A file on its way to intake, piece by piece, and the workbook that comes back.
//
// A receipt means: kept and numbered. Whatever else happens may be begun again from the first byte: the same bytes of
// the same submitter are the same upload. A handover lies in the memory of one copy of intake; where that copy dies, or
// Peers had to turn to another one, append() or commit() says kNotFound.
// Thread: that of its Peers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "asking/peers.hpp"
#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"

namespace naadam::asking {

// What intake is told before the first byte.
struct FileFacts {
  std::string submitter;  // who hands it in, by name
  std::string file_name;  // without folders
  std::string corrects;   // id of an upload; empty: none
};

struct Receipt {
  std::string upload;        // 32 hex digits: 回执号
  std::uint64_t number = 0;  // among this submitter's uploads
  bool again = false;        // this very file had been received before we began
  core::Millis accepted_at = 0;
  bool training = false;
};

class Handover {
 public:
  static constexpr core::Millis kAskMs = 10'000;  // for each answer

  // `peers` outlives it. Errors: those of Peers::ask, and intake's own (kInvalid, kNotFound and kRefused of what is
  // corrected, kFull).
  static core::Result<Handover> begin(Peers& peers, const FileFacts& facts, const core::Id& trace = {});

  // The next bytes, at most wire::verb::kAppendBytesMax. After an error nothing more is taken.
  core::Status append(std::string_view bytes);
  // Once, and last. kUnknown: it may be kept.
  core::Result<Receipt> commit();
  // Instead of commit(): gives intake's place back. What cannot be told is forgotten by intake after a while.
  void abandon();

  std::uint64_t bytes() const { return offset_; }

 private:
  Handover(Peers& peers, std::string ticket, const core::Id& trace);

  Peers* peers_;
  std::string ticket_;
  core::Id trace_;
  std::uint64_t offset_ = 0;
};

// A piece of an outcome workbook.
struct WorkbookPiece {
  bool ready = false;      // else it is being written: ask again
  std::string bytes;       // empty: the end
  std::uint64_t size = 0;  // of the whole
  std::string book;        // which one: outcomes change, and pieces of two would be no workbook
};

// The piece of `upload`'s workbook from `offset` on. `book`: empty at first, then what the first piece named. Errors:
// intake's own (kNotFound, kRefused where the upload was refused), and what remains after `patience_ms`.
core::Result<WorkbookPiece> workbook_piece(Peers& peers, const std::string& upload, std::uint64_t offset,
                                           const std::string& book, core::Millis patience_ms,
                                           const core::Id& trace = {});

}  // namespace naadam::asking
