#include "redis_log_end.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>

#include "runtime/private_file.hpp"
#include "runtime/redis_config.hpp"

namespace naadam::runtime {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNote = "ended";
constexpr const char* kNodes = "nodes.conf";
constexpr std::string_view kEpochField = "vars currentEpoch ";

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string lines_of(const LogSizes& sizes) {
  std::string lines;
  for (const auto& [name, bytes] : sizes) lines += fmt::format("{} {}\n", bytes, name);
  return lines;
}

}  // namespace

core::Status raise_epoch(const fs::path& dir) {
  const fs::path nodes = dir / kNodes;
  std::string text = text_of(nodes);
  const auto field = text.find(kEpochField);
  if (field == std::string::npos) return {};  // no Redis has been here yet
  const auto at = field + kEpochField.size();
  std::uint64_t epoch = 0;
  const char* const end = std::from_chars(text.data() + at, text.data() + text.size(), epoch).ptr;
  text.replace(at, static_cast<std::size_t>(end - text.data()) - at, std::to_string(epoch + 1));
  return replace_private(nodes, text);
}

LogSizes log_sizes(const fs::path& dir) {
  LogSizes sizes;
  std::error_code failed;
  for (fs::directory_iterator it(dir / "appendonlydir", failed), end; !failed && it != end; it.increment(failed)) {
    std::error_code gone;
    const auto bytes = it->file_size(gone);
    if (!gone) sizes[it->path().filename().string()] = bytes;
  }
  return sizes;
}

core::Status note_end(const fs::path& dir) { return replace_private(dir / kNote, lines_of(log_sizes(dir))); }

core::Result<bool> settle_end(const fs::path& dir) {
  const LogSizes sizes = log_sizes(dir);
  const bool whole = sizes.empty() || text_of(dir / kNote) == lines_of(sizes);
  std::error_code none;
  const bool known = fs::exists(dir / kNodes, none);
  // The epoch first: whoever dies between the two raises it once more.
  if (!whole && known) {
    if (auto raised = raise_epoch(dir); !raised) return tl::unexpected(raised.error());
  }
  if (::unlink((dir / kNote).c_str()) == 0) {
    if (auto synced = sync_dir(dir); !synced) return tl::unexpected(synced.error());
  } else if (errno != ENOENT) {
    const std::string file = (dir / kNote).string();
    return core::fail(core::ErrorKind::kUnavailable, fmt::format("无法删除 {}，请检查权限", file),
                      fmt::format("remove {}: {}", file, std::strerror(errno)));
  }
  return whole || !known;
}

std::uint64_t bytes_cut(std::string_view said, const LogSizes& before) {
  constexpr std::string_view kCut = "Truncating the AOF ";
  constexpr std::string_view kWhere = " at offset ";
  std::uint64_t cut = 0;
  for (auto at = said.find(kCut); at != std::string_view::npos; at = said.find(kCut, at + 1)) {
    const std::string_view line = said.substr(at + kCut.size(), said.find('\n', at) - at - kCut.size());
    const auto where = line.find(kWhere);
    const auto file = before.find(std::string(line.substr(0, where)));
    if (where == std::string_view::npos || file == before.end()) continue;
    std::uint64_t left = file->second;
    std::from_chars(line.data() + where + kWhere.size(), line.data() + line.size(), left);
    cut += file->second - std::min(left, file->second);
  }
  return cut;
}

}  // namespace naadam::runtime
