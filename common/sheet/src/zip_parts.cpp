#include "zip_parts.hpp"

#include <minizip/unzip.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <utility>
#include <vector>

namespace naadam::sheet {
namespace {

constexpr std::size_t kChunkBytes = 64u << 10;
constexpr std::size_t kNameBytesMax = 512;
constexpr uLong kFlagEncrypted = 1;

// minizip's file operations over a string_view.
struct MemoryFile {
  std::string_view bytes;
  std::size_t at = 0;
};

MemoryFile& file_of(void* stream) { return *static_cast<MemoryFile*>(stream); }

void* memory_open(void* opaque, const void*, int) { return opaque; }

uLong memory_read(void*, void* stream, void* buffer, uLong size) {
  MemoryFile& file = file_of(stream);
  const std::size_t count = std::min<std::size_t>(size, file.bytes.size() - file.at);
  std::memcpy(buffer, file.bytes.data() + file.at, count);
  file.at += count;
  return count;
}

ZPOS64_T memory_tell(void*, void* stream) { return file_of(stream).at; }

long memory_seek(void*, void* stream, ZPOS64_T offset, int origin) {
  MemoryFile& file = file_of(stream);
  const ZPOS64_T base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? file.at
                        : origin == ZLIB_FILEFUNC_SEEK_END ? file.bytes.size()
                                                           : 0;
  const ZPOS64_T target = base + offset;
  if (target > file.bytes.size()) return -1;
  file.at = target;
  return 0;
}

int memory_close(void*, void*) { return 0; }
int memory_error(void*, void*) { return 0; }

std::string plain_name(std::string_view name) {
  std::string out(name);
  for (char& c : out) c = c == '\\' ? '/' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (out.starts_with('/')) out.erase(0, 1);
  return out;
}

struct Entry {
  unz64_file_pos position{};
  std::uint64_t packed = 0;
  std::uint64_t unpacked = 0;
  bool encrypted = false;
};

}  // namespace

struct ZipParts::State {
  State(std::string_view bytes, const Limits& the_limits) : file{bytes}, limits(the_limits) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (zip != nullptr) unzClose(zip);
  }

  MemoryFile file;
  const Limits& limits;
  unzFile zip = nullptr;
  std::map<std::string, Entry, std::less<>> entries;
  std::uint64_t unpacked = 0;
};

ZipParts::ZipParts(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipParts::ZipParts(ZipParts&&) noexcept = default;
ZipParts& ZipParts::operator=(ZipParts&&) noexcept = default;
ZipParts::~ZipParts() = default;

tl::expected<ZipParts, Refusal> ZipParts::open(std::string_view bytes, const Limits& limits) {
  auto state = std::make_unique<State>(bytes, limits);
  zlib_filefunc64_def functions{memory_open, memory_read,  nullptr,      memory_tell,
                                memory_seek, memory_close, memory_error, &state->file};
  state->zip = unzOpen2_64("", &functions);
  if (state->zip == nullptr) return refuse(Defect::kTruncated, {}, "no zip directory");

  unz_global_info64 global{};
  if (unzGetGlobalInfo64(state->zip, &global) != UNZ_OK) return refuse(Defect::kDamaged, {}, "zip directory");
  if (global.number_entry > limits.zip_entries_max) return refuse(Defect::kBomb, {}, "zip entries");
  int more = unzGoToFirstFile(state->zip);
  for (; more == UNZ_OK; more = unzGoToNextFile(state->zip)) {
    std::string name(kNameBytesMax, '\0');
    unz_file_info64 info{};
    Entry entry;
    if (unzGetCurrentFileInfo64(state->zip, &info, name.data(), name.size(), nullptr, 0, nullptr, 0) != UNZ_OK ||
        unzGetFilePos64(state->zip, &entry.position) != UNZ_OK || info.size_filename > name.size()) {
      return refuse(Defect::kDamaged, {}, "zip directory entry");
    }
    name.resize(info.size_filename);
    entry.packed = info.compressed_size;
    entry.unpacked = info.uncompressed_size;
    entry.encrypted = (info.flag & kFlagEncrypted) != 0;
    if (!state->entries.emplace(plain_name(name), entry).second) {
      return refuse(Defect::kDamaged, {}, "two zip entries of one name");
    }
    if (state->entries.size() > limits.zip_entries_max) return refuse(Defect::kBomb, {}, "zip entries");
  }
  if (more != UNZ_END_OF_LIST_OF_FILE) return refuse(Defect::kDamaged, {}, "zip directory");
  return ZipParts(std::move(state));
}

bool ZipParts::has(std::string_view name) const { return state_->entries.contains(plain_name(name)); }

ReadStatus ZipParts::stream(std::string_view name, std::uint64_t bytes_max, const Take& take) {
  const Limits& limits = state_->limits;
  const auto found = state_->entries.find(plain_name(name));
  if (found == state_->entries.end()) return refuse(Defect::kDamaged, {}, "part missing");
  Entry& entry = found->second;
  if (entry.encrypted) return refuse(Defect::kEncrypted);

  // The packed size may lie too, but not beyond the file itself.
  const std::uint64_t packed = std::min<std::uint64_t>(entry.packed, state_->file.bytes.size());
  const std::uint64_t left = limits.unpacked_bytes_max - std::min(limits.unpacked_bytes_max, state_->unpacked);
  const std::uint64_t allowed =
      std::min({bytes_max, left, std::max(limits.ratio_free_bytes, packed * limits.ratio_max)});
  if (entry.unpacked > allowed) return refuse(Defect::kBomb, {}, "declared size");

  unzFile zip = state_->zip;
  if (unzGoToFilePos64(zip, &entry.position) != UNZ_OK || unzOpenCurrentFile(zip) != UNZ_OK) {
    return refuse(Defect::kDamaged, {}, "zip entry header");
  }
  std::vector<char> buffer(kChunkBytes);
  std::uint64_t out = 0;
  for (;;) {
    const int count = unzReadCurrentFile(zip, buffer.data(), kChunkBytes);
    if (count < 0) {
      unzCloseCurrentFile(zip);
      return refuse(Defect::kDamaged, {}, "inflate");
    }
    out += static_cast<std::uint64_t>(count);
    state_->unpacked += static_cast<std::uint64_t>(count);
    if (out > allowed) {
      unzCloseCurrentFile(zip);
      return refuse(Defect::kBomb, {}, "unpacked size");
    }
    if (count == 0) break;
    if (auto status = take(std::string_view(buffer.data(), static_cast<std::size_t>(count)), false); !status) {
      unzCloseCurrentFile(zip);
      return status;
    }
  }
  // The checksum is known only here, when rows have been shown already: the caller of read() drops them.
  if (unzCloseCurrentFile(zip) != UNZ_OK || out != entry.unpacked) return refuse(Defect::kDamaged, {}, "checksum");
  return take({}, true);
}

}  // namespace naadam::sheet
