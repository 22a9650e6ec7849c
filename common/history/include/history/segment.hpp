// The files that entries lie in, and the frames within them.
//
//   DIR/origin                   "naadam/history/<16 hex digits>\n": which history this is
//   DIR/<first number>.history   16 decimal digits; a new file after kSegmentBytes
//   DIR/checkpoints              signed notes (history/checkpoint.hpp), each followed by an empty line
//   DIR/checkpoint.txt           the newest of them with a heading, to print
//
// A .history file is its head "naadam history 1" and then frames, numbers big-endian:
//
//   0        4        8           40            40+n
//   +--------+--------+-----------+-------------+
//   | n      | ~n     | leaf hash | entry       |    the hash names the damaged entry where a checkpoint would only
//   +--------+--------+-----------+-------------+    name a range; who rewrites both is found by the checkpoint
//       4        4         32           n
//
// ~n, n with every bit turned, tells a damaged length from a frame that a power cut left unfinished.
//
// Thread: values; pure but for the two that read a directory or a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "history/tree.hpp"

namespace naadam::history {

inline constexpr std::string_view kSegmentHead = "naadam history 1";
inline constexpr std::size_t kFrameHeadBytes = 4 + 4 + 32;
inline constexpr std::uint64_t kSegmentBytes = 32u << 20;
inline constexpr const char* kOriginFile = "origin";
inline constexpr const char* kCheckpointsFile = "checkpoints";
inline constexpr const char* kPrintFile = "checkpoint.txt";

std::string segment_name(std::uint64_t first);

struct Segment {
  std::filesystem::path file;
  std::uint64_t first = 0;
};
// In the order of their first numbers. kNotFound where there is no such directory; kUnavailable.
core::Result<std::vector<Segment>> segments_of(const std::filesystem::path& dir);

// kNotFound, kUnavailable.
core::Result<std::string> read_file(const std::filesystem::path& file);

// Whether a whole checkpoint stands in the history of `dir`: its first key is then in the world. kUnavailable.
core::Result<bool> is_signed(const std::filesystem::path& dir);

// The frame of an encoded entry, at the end of `out`.
void put_frame(std::string& out, std::string_view entry, const Hash& leaf);

// Goes through the frames of one file's bytes.
class FrameReader {
 public:
  enum class Next {
    kFrame,       // entry() and leaf() are set
    kEnd,         // every byte was used
    kUnfinished,  // the last frame is not all there, or zeros to the end
    kBroken,      // not the head of a file, or a length that cannot be
  };

  explicit FrameReader(std::string_view bytes) : bytes_(bytes) {}
  Next next();
  std::string_view entry() const { return entry_; }
  const Hash& leaf() const { return leaf_; }
  // Bytes up to the end of the last whole frame.
  std::size_t used() const { return used_; }

 private:
  std::string_view bytes_;
  std::size_t used_ = 0;
  std::string_view entry_;
  Hash leaf_{};
};

}  // namespace naadam::history
