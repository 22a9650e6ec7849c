#include "history/writer.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <random>
#include <ranges>

#include "append_file.hpp"
#include "history/segment.hpp"

namespace naadam::history {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrintHeading =
    "那达慕 历史记录检查点（可打印张贴）\n"
    "自下一行起至末行为签名内容。凭此可核验：此前的评审记录未被改动、删除或增补。\n\n";

std::string fresh_origin() {
  std::random_device random;
  return fmt::format("{}{:08x}{:08x}", kOriginPrefix, random(), random());
}

// What was decided, whatever its number in the history.
Hash content_of(const Arrived& one) { return leaf_hash(encode({0, one.shard, one.decided})); }

core::Status make_dir(const fs::path& dir) {
  if (::mkdir(dir.c_str(), 0700) == 0) return sync_dir(dir.parent_path());
  if (errno == EEXIST) return {};
  const int code = errno;
  return core::fail(core::ErrorKind::kUnavailable,
                    fmt::format("无法建立历史记录目录：{}（{}）", dir.string(), std::strerror(code)),
                    fmt::format("mkdir {}: {}", dir.string(), std::strerror(code)));
}

}  // namespace

Writer::Writer(fs::path dir, seal::SigningKey key, KeyChain keys)
    : dir_(std::move(dir)), key_(std::move(key)), keys_(std::move(keys)) {}

Writer::~Writer() = default;

core::Result<std::unique_ptr<Writer>> Writer::open(fs::path dir, const seal::PublicKey& first,
                                                   const KeySource& source) {
  if (auto made = make_dir(dir); !made) return tl::unexpected(made.error());
  const auto segments = segments_of(dir);
  if (!segments) return tl::unexpected(segments.error());
  std::error_code failed;
  if (segments->empty() && !fs::exists(dir / kOriginFile, failed)) {
    if (auto named = replace_file(dir / kOriginFile, fresh_origin() + "\n"); !named) {
      return tl::unexpected(named.error());
    }
  }
  const auto walked = walk(dir, {.key = first, .checkpoint = std::nullopt});
  if (!walked) return tl::unexpected(walked.error());
  const auto damage = std::ranges::find_if(walked->findings, is_damage, &Finding::kind);
  if (damage != walked->findings.end()) {
    return core::fail(core::ErrorKind::kCorrupt,
                      fmt::format("历史记录有 {} 处不符，公证已停止，请保留现场并运行 naadam audit verify 查看。",
                                  walked->findings.size() + walked->left_off),
                      fmt::format("history {} in {} at {}", finding_name(damage->kind), damage->file, damage->entry));
  }
  const seal::PublicKey& in_force = walked->keys->in_force();
  auto key = source(in_force);
  if (!key) return tl::unexpected(key.error());
  if (!(key->public_key() == in_force)) {
    return core::fail(
        core::ErrorKind::kCorrupt,
        fmt::format("签名密钥 {} 不是历史记录中正在使用的那一把，请从密钥备份恢复当时的密钥文件。", in_force.name),
        fmt::format("signing key {} is not the one in force", in_force.name));
  }
  std::unique_ptr<Writer> writer(new Writer(std::move(dir), std::move(*key), *walked->keys));
  if (auto begun = writer->begin(*walked); !begun) return tl::unexpected(begun.error());
  return writer;
}

core::Status Writer::begin(const Walked& walked) {
  origin_ = walked.origin;
  tree_ = walked.tree;
  places_ = walked.places;
  covered_ = walked.covered;
  auto notes = AppendFile::open(dir_ / kCheckpointsFile, walked.checkpoint_bytes);
  if (!notes) return tl::unexpected(notes.error());
  checkpoints_ = std::move(*notes);
  if (walked.newest_bytes < kSegmentHead.size()) return open_segment(walked.entries);
  auto segment = AppendFile::open(walked.newest_file, walked.newest_bytes);
  if (!segment) return tl::unexpected(segment.error());
  segment_ = std::move(*segment);
  return {};
}

core::Status Writer::open_segment(std::uint64_t first) {
  auto segment = AppendFile::open(dir_ / segment_name(first), 0);
  if (!segment) return tl::unexpected(segment.error());
  if (auto headed = (*segment)->append(kSegmentHead); !headed) return headed;
  segment_ = std::move(*segment);
  return {};
}

// Whether the history has this very decision. Newest files first: what comes again was nearly always read just now.
core::Result<bool> Writer::holds(const Arrived& one) {
  const std::pair key{one.shard, one.decided.place};
  const Hash content = content_of(one);
  if (const auto it = there_.find(key); it != there_.end()) return it->second == content;
  const auto segments = segments_of(dir_);
  if (!segments) return tl::unexpected(segments.error());
  for (const Segment& segment : std::views::reverse(*segments)) {
    if (segment.file == looked_through_) continue;
    const auto bytes = read_file(segment.file);
    if (!bytes) return tl::unexpected(bytes.error());
    there_.clear();
    looked_through_ = segment.file;
    FrameReader frames(*bytes);
    while (frames.next() == FrameReader::Next::kFrame) {
      const auto entry = decode_entry(frames.entry());
      if (entry) there_[{entry->shard, entry->decided.place}] = content_of({entry->shard, entry->decided});
    }
    if (const auto it = there_.find(key); it != there_.end()) return it->second == content;
  }
  return false;
}

core::Result<Written> Writer::write(std::span<const Arrived> arrived) {
  Written written;
  Tree tree = tree_;
  auto places = places_;
  std::string frames;
  for (const Arrived& one : arrived) {
    const auto [last, first] = places.try_emplace(one.shard, one.decided.place);
    if (!first && one.decided.place <= last->second) {
      const auto there = holds(one);
      if (!there) return tl::unexpected(there.error());
      ++(*there ? written.there : written.again);
      if (*there) continue;
    } else if (first ? one.decided.place.n != 0 : !one.decided.place.follows(last->second)) {
      ++written.missing;
    }
    last->second = std::max(last->second, one.decided.place);
    const std::string entry = encode({tree.size(), one.shard, one.decided});
    const Hash leaf = leaf_hash(entry);
    put_frame(frames, entry, leaf);
    tree.append(leaf);
    ++written.entries;
    written.records += one.decided.size();
  }
  if (frames.empty()) return written;
  if (segment_->size() >= kSegmentBytes) {
    if (auto synced = sync(); !synced) return tl::unexpected(synced.error());
    if (auto opened = open_segment(tree_.size()); !opened) return tl::unexpected(opened.error());
  }
  if (auto appended = segment_->append(frames); !appended) return tl::unexpected(appended.error());
  tree_ = std::move(tree);
  places_ = std::move(places);
  looked_through_.clear();
  there_.clear();
  unsynced_ = true;
  return written;
}

core::Status Writer::sync() {
  if (!unsynced_) return {};
  if (auto synced = segment_->sync(); !synced) return synced;
  unsynced_ = false;
  return {};
}

Checkpoint Writer::all_synced(core::Millis now) const {
  return {origin_, tree_.size(), tree_.root(), now - now % 1'000, std::nullopt};
}

core::Status Writer::show(const std::string& note) {
  return replace_file(dir_ / kPrintFile, std::string(kPrintHeading) + note);
}

core::Result<std::optional<SignedCheckpoint>> Writer::checkpoint(core::Millis now) {
  if (auto synced = sync(); !synced) return tl::unexpected(synced.error());
  if (tree_.size() == (covered_ ? covered_->size : 0)) return std::optional<SignedCheckpoint>{};
  const SignedCheckpoint fresh = sign(all_synced(now), key_);
  const std::string note = text_of(fresh);
  if (auto kept = checkpoints_->append(note + "\n"); !kept) return tl::unexpected(kept.error());
  if (auto synced = checkpoints_->sync(); !synced) return tl::unexpected(synced.error());
  covered_ = fresh.checkpoint;
  keys_.take(fresh.checkpoint);
  if (auto shown = show(note); !shown) return tl::unexpected(shown.error());
  return std::optional{fresh};
}

core::Status Writer::hand_over(seal::SigningKey next, core::Millis now) {
  if (auto synced = sync(); !synced) return synced;
  const SignedCheckpoint last = sign_hand_over(all_synced(now), key_, next);
  const std::string note = text_of(last);
  if (auto kept = checkpoints_->append(note + "\n"); !kept) return kept;
  if (auto synced = checkpoints_->sync(); !synced) {
    return core::fail(core::ErrorKind::kInternal, synced.error().text, "hand-over: " + synced.error().cause);
  }
  key_ = std::move(next);
  covered_ = last.checkpoint;
  keys_.take(last.checkpoint);
  return show(note);
}

}  // namespace naadam::history
