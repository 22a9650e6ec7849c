// What the reading child says to its parent over the pipe.
//
//   stream  = *frame
//   frame   = type:u8 size:u32 payload           ; size counts the payload, at most kFrameBytesMax
//   1 sheet   = index:u32 hidden:u8 name         ; name to the end of the payload
//   2 rows    = *( number:u32 cells:u16 *( size:u32 bytes ) )
//   3 done    = peak:u64                         ; the last frame of a file read to its end
//   4 refused = peak:u64 defect:u8 kind:u8 size:u32 text cause   ; the last frame of any other; cause to the end
//   peak      = bytes of memory the child held at most
//
// Numbers are big-endian. Both ends come from one build, so there is no version; the parent still believes
// nothing: every length, order and limit is checked again, for the child has read a stranger's file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "row_builder.hpp"
#include "sheet/limits.hpp"
#include "sheet/refusal.hpp"
#include "sheet/table.hpp"

namespace naadam::sheet {

enum class FrameType : std::uint8_t { kSheet = 1, kRows = 2, kDone = 3, kRefused = 4 };

inline constexpr std::size_t kFrameHeadBytes = 1 + 4;
inline constexpr std::size_t kBatchBytes = 128u << 10;   // a batch of rows is sent when it reaches this
inline constexpr std::size_t kFrameBytesMax = 4u << 20;  // a batch and the longest row the limits allow

// The child's sink: gathers rows and writes frames to a file descriptor.
class FrameWriter : public RowSink {
 public:
  explicit FrameWriter(int fd) : fd_(fd) {}

  core::Status sheet(const SheetInfo& info) override;
  core::Status row(const RowView& row) override;
  // The last frame. False: the parent is gone.
  bool finish(const ReadStatus& status, std::uint64_t memory_peak_bytes);

 private:
  bool send(FrameType type, std::string_view payload);
  bool flush();

  int fd_;
  std::string batch_;
};

// The parent's side: takes bytes as they come, hands rows to the sink through a RowBuilder with the same limits.
class FrameParser {
 public:
  FrameParser(const Limits& limits, RowSink& sink) : limits_(limits), rows_(limits, sink) {}

  // Refused: what the child refused, what the sink refused, or kReaderFailed when the bytes are no such stream.
  ReadStatus feed(std::string_view bytes);

  // The last frame came, and the file was read to its end.
  bool done() const { return done_; }
  // As the last frame told it; 0 before.
  std::uint64_t memory_peak_bytes() const { return memory_peak_bytes_; }

 private:
  ReadStatus frame(FrameType type, std::string_view payload);
  ReadStatus sheet(std::string_view payload);
  ReadStatus rows(std::string_view payload);
  ReadStatus done(std::string_view payload);
  ReadStatus refused(std::string_view payload);

  const Limits& limits_;
  RowBuilder rows_;
  std::string pending_;   // the beginning of a frame whose end has not come
  bool visible_ = false;  // a sheet was begun, and its rows are to be read
  bool done_ = false;
  std::uint64_t memory_peak_bytes_ = 0;
};

}  // namespace naadam::sheet
