#include "history/segment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <system_error>

#include "core/bytes.hpp"
#include "history/checkpoint.hpp"
#include "history/entry.hpp"

namespace naadam::history {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNameDigits = 16;
constexpr std::string_view kSuffix = ".history";
constexpr std::size_t kLengthBytes = 4 + 4;

}  // namespace

std::string segment_name(std::uint64_t first) { return fmt::format("{:016}{}", first, kSuffix); }

core::Result<std::vector<Segment>> segments_of(const fs::path& dir) {
  std::error_code failed;
  if (!fs::is_directory(dir, failed)) {
    return core::fail(core::ErrorKind::kNotFound, "没有历史记录目录：" + dir.string(),
                      "no history directory " + dir.string());
  }
  std::vector<Segment> segments;
  for (fs::directory_iterator it(dir, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    if (name.size() != kNameDigits + kSuffix.size() || !name.ends_with(kSuffix)) continue;
    Segment segment{it->path(), 0};
    const auto read = std::from_chars(name.data(), name.data() + kNameDigits, segment.first);
    if (read.ec == std::errc{} && read.ptr == name.data() + kNameDigits) segments.push_back(std::move(segment));
  }
  if (failed) {
    return core::fail(core::ErrorKind::kUnavailable,
                      fmt::format("无法读取历史记录目录：{}（{}）", dir.string(), failed.message()),
                      fmt::format("list {}: {}", dir.string(), failed.message()));
  }
  std::ranges::sort(segments, {}, &Segment::first);
  return segments;
}

core::Result<std::string> read_file(const fs::path& file) {
  std::error_code failed;
  if (!fs::exists(file, failed)) {
    return core::fail(core::ErrorKind::kNotFound, "没有文件：" + file.string(), "no file " + file.string());
  }
  std::ifstream in(file, std::ios::binary);
  const auto size = fs::file_size(file, failed);
  std::string bytes(failed ? 0 : size, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (failed || in.bad() || !in.is_open()) {
    return core::fail(core::ErrorKind::kUnavailable, "无法读取文件：" + file.string(), "read " + file.string());
  }
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

core::Result<bool> is_signed(const fs::path& dir) {
  const auto notes = read_file(dir / kCheckpointsFile);
  if (!notes && notes.error().kind != core::ErrorKind::kNotFound) return tl::unexpected(notes.error());
  return notes && !whole_notes(*notes).empty();
}

void put_frame(std::string& out, std::string_view entry, const Hash& leaf) {
  const auto n = static_cast<std::uint32_t>(entry.size());
  core::put_u32(out, n);
  core::put_u32(out, ~n);
  out.append(reinterpret_cast<const char*>(leaf.data()), leaf.size());
  out.append(entry);
}

FrameReader::Next FrameReader::next() {
  if (used_ == 0) {
    const std::string_view head = bytes_.substr(0, kSegmentHead.size());
    if (!kSegmentHead.starts_with(head)) return Next::kBroken;
    if (head.size() < kSegmentHead.size()) return Next::kUnfinished;
    used_ = head.size();
  }
  const std::string_view rest = bytes_.substr(used_);
  if (rest.empty()) return Next::kEnd;
  if (rest.size() < kLengthBytes || rest.find_first_not_of('\0') == std::string_view::npos) return Next::kUnfinished;
  const std::uint32_t n = core::get_u32(rest);
  if (n == 0 || n > Entry::kBytesMax || core::get_u32(rest.substr(4)) != ~n) return Next::kBroken;
  if (rest.size() < kFrameHeadBytes + n) return Next::kUnfinished;
  std::copy_n(rest.begin() + kLengthBytes, leaf_.size(), leaf_.begin());
  entry_ = rest.substr(kFrameHeadBytes, n);
  used_ += kFrameHeadBytes + n;
  return Next::kFrame;
}

}  // namespace naadam::history
