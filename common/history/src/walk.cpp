#include "history/walk.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "history/segment.hpp"

namespace naadam::history {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kOriginDigits = 16;

bool is_origin(std::string_view text) {
  if (!text.starts_with(kOriginPrefix) || !text.ends_with('\n')) return false;
  const std::string_view digits = text.substr(kOriginPrefix.size(), text.size() - kOriginPrefix.size() - 1);
  return digits.size() == kOriginDigits && digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class Walk {
 public:
  Walk(const fs::path& dir, const WalkOptions& options, const std::function<void(const Entry&)>& visit)
      : dir_(dir), options_(options), visit_(visit) {}

  core::Result<Walked> run() {
    if (options_.key) walked_.keys.emplace(*options_.key);
    if (auto read = read_origin(); !read) return tl::unexpected(read.error());
    // Checkpoints first: a notary at work signs only what is on disk already.
    if (auto read = read_checkpoints(); !read) return tl::unexpected(read.error());
    const auto segments = segments_of(dir_);
    if (!segments) return tl::unexpected(segments.error());
    hold_checkpoints();
    for (std::size_t i = 0; i < segments->size(); ++i) {
      const auto bytes = read_file((*segments)[i].file);
      if (!bytes) return tl::unexpected(bytes.error());
      read_segment((*segments)[i], *bytes, i + 1 == segments->size());
    }
    hold_cut();
    return std::move(walked_);
  }

 private:
  struct Mark {
    Checkpoint checkpoint;
    std::string file;
    std::uint64_t number = 0;  // among the checkpoints, from 1
  };

  void find(Finding finding) {
    if (walked_.findings.size() < Walked::kFindingsMax) {
      walked_.findings.push_back(std::move(finding));
    } else {
      ++walked_.left_off;
    }
  }

  core::Status read_origin() {
    const auto bytes = read_file(dir_ / kOriginFile);
    if (!bytes && bytes.error().kind != core::ErrorKind::kNotFound) return tl::unexpected(bytes.error());
    if (!bytes || !is_origin(*bytes)) {
      find({.kind = FindingKind::kOriginBroken, .file = kOriginFile, .last = {}, .has = {}});
      return {};
    }
    walked_.origin = bytes->substr(0, bytes->size() - 1);
    return {};
  }

  core::Status read_checkpoints() {
    const auto bytes = read_file(dir_ / kCheckpointsFile);
    if (!bytes && bytes.error().kind != core::ErrorKind::kNotFound) return tl::unexpected(bytes.error());
    if (bytes) {
      std::uint64_t number = 0;
      for (const std::string_view note : whole_notes(*bytes)) {
        take_checkpoint(parse_checkpoint(note), kCheckpointsFile, ++number);
        walked_.checkpoint_bytes += note.size() + 1;
      }
      walked_.unfinished_bytes += bytes->size() - walked_.checkpoint_bytes;
    }
    if (options_.checkpoint) take_checkpoint(*options_.checkpoint, "", 0);
    // Of equal size, the one from outside (of no file) comes last.
    std::ranges::sort(
        marks_, {}, [](const Mark& mark) { return std::tuple(mark.checkpoint.size, mark.file.empty(), mark.number); });
    return {};
  }

  void take_checkpoint(const core::Result<SignedCheckpoint>& read, const std::string& file, std::uint64_t number) {
    Finding wrong{.kind = FindingKind::kCheckpointBroken, .file = file, .entry = number, .last = {}, .has = {}};
    if (!read) return find(wrong);
    const Checkpoint& c = read->checkpoint;
    wrong.kind = FindingKind::kForged;
    if (c.origin != walked_.origin) return find(wrong);
    if (walked_.keys) {
      const Standing standing = number > 0 ? walked_.keys->of_next(*read) : walked_.keys->of_kept(*read);
      if (standing == Standing::kHandedOver) wrong.kind = FindingKind::kKeyRetired;
      if (standing == Standing::kBadHandOver) wrong.kind = FindingKind::kBadHandOver;
      if (standing != Standing::kGood) return find(wrong);
    }
    wrong.kind = FindingKind::kNotExtending;
    if (number > 0) {
      const bool extends = !newest_ || c.size > newest_->size || (c.size == newest_->size && c.root == newest_->root);
      if (!extends) return find(wrong);
      newest_ = c;
      if (walked_.keys) walked_.keys->take(c);
    }
    marks_.push_back({c, file, number});
  }

  void read_segment(const Segment& segment, std::string_view bytes, bool newest) {
    const std::string name = segment.file.filename().string();
    if (segment.first != walked_.entries) {
      find({.kind = FindingKind::kOutOfPlace,
            .file = name,
            .entry = walked_.entries,
            .found = segment.first,
            .last = {},
            .has = {}});
      astray_ = true;
      walked_.entries = segment.first;
    }
    FrameReader frames(bytes);
    for (;;) {
      const auto next = frames.next();
      if (next == FrameReader::Next::kFrame) {
        read_entry(name, frames);
        continue;
      }
      const bool unfinished = next == FrameReader::Next::kUnfinished;
      if (next == FrameReader::Next::kBroken || (unfinished && !newest)) {
        find({.kind = FindingKind::kUnreadable, .file = name, .entry = walked_.entries, .last = {}, .has = {}});
        astray_ = true;
      }
      if (unfinished && newest) walked_.unfinished_bytes += bytes.size() - frames.used();
      break;
    }
    walked_.newest_file = segment.file;
    walked_.newest_bytes = frames.used();
  }

  void read_entry(const std::string& file, const FrameReader& frame) {
    const std::uint64_t number = walked_.entries;
    const Hash leaf = leaf_hash(frame.entry());
    const auto entry = decode_entry(frame.entry());
    Finding wrong{.kind = FindingKind::kChanged, .file = file, .entry = number, .last = {}, .has = {}};
    std::uint64_t after = number + 1;
    if (leaf != frame.leaf() || !entry) {
      find(wrong);
      astray_ = true;
    } else {
      if (entry->number != number) {
        wrong.kind = FindingKind::kOutOfPlace;
        wrong.found = entry->number;
        find(wrong);
        astray_ = true;
        // One that was taken out leaves a step; one that was put in, none.
        after = std::max(number, entry->number + 1);
      } else {
        check_place(file, *entry);
      }
      walked_.records += entry->decided.size();
      if (visit_) visit_(*entry);
    }
    walked_.tree.append(leaf);
    walked_.entries = after;
    hold_checkpoints();
  }

  void check_place(const std::string& file, const Entry& entry) {
    const store::LogPlace place = entry.decided.place;
    const auto [it, first] = walked_.places.try_emplace(entry.shard, place);
    Finding wrong{.kind = FindingKind::kPlacesMissing,
                  .file = file,
                  .entry = entry.number,
                  .shard = entry.shard,
                  .last = first ? store::LogPlace{} : it->second,
                  .has = place};
    if (first) {
      if (place.n != 0 && !astray_) find(wrong);
      return;
    }
    if (place <= it->second) {
      wrong.kind = FindingKind::kPlacesAgain;
      find(wrong);
      return;
    }
    // While the history itself has a hole, what is missing of a shard is its consequence.
    if (!place.follows(it->second) && !astray_) find(wrong);
    it->second = place;
  }

  // The checkpoints that speak of as many entries as were read so far.
  void hold_checkpoints() {
    for (; next_ < marks_.size() && marks_[next_].checkpoint.size <= walked_.entries; ++next_) {
      const Mark& mark = marks_[next_];
      if (astray_ || mark.checkpoint.size != walked_.tree.size()) continue;
      if (mark.checkpoint.root == walked_.tree.root()) {
        ++walked_.checkpoints;
        walked_.covered = mark.checkpoint;
        continue;
      }
      find({.kind = FindingKind::kRewritten,
            .file = mark.file,
            .entry = std::max<std::uint64_t>(1, mark.checkpoint.size) - 1,
            .from = walked_.covered ? walked_.covered->size : 0,
            .last = {},
            .has = {},
            .at = mark.checkpoint.at});
      astray_ = true;
    }
  }

  void hold_cut() {
    if (next_ == marks_.size()) return;
    const Mark& mark = marks_.back();
    find({.kind = FindingKind::kCut,
          .file = mark.file,
          .entry = mark.checkpoint.size - 1,
          .from = walked_.entries,
          .last = {},
          .has = {},
          .at = mark.checkpoint.at});
  }

  const fs::path& dir_;
  const WalkOptions& options_;
  const std::function<void(const Entry&)>& visit_;
  Walked walked_;
  std::vector<Mark> marks_;  // by size
  std::size_t next_ = 0;     // the first of them not compared yet
  std::optional<Checkpoint> newest_;
  bool astray_ = false;  // something was wrong already: no later root can fit
};

}  // namespace

std::string_view finding_name(FindingKind kind) {
  static constexpr std::array<std::string_view, kFindingKinds> kNames{
      "changed",        "unreadable",   "out_of_place",      "rewritten", "cut",
      "places_missing", "places_again", "checkpoint_broken", "forged",    "not_extending",
      "origin_broken",  "key_retired",  "bad_hand_over"};
  return kNames[static_cast<std::size_t>(kind)];
}

bool is_damage(FindingKind kind) { return kind != FindingKind::kPlacesMissing && kind != FindingKind::kPlacesAgain; }

core::Result<Walked> walk(const fs::path& dir, const WalkOptions& options,
                          const std::function<void(const Entry&)>& visit) {
  return Walk(dir, options, visit).run();
}

}  // namespace naadam::history
