#include "cli/keeping/resealing.hpp"

#include <sodium.h>

#include <array>
#include <functional>
#include <string>

#include "blob/blob_store.hpp"
#include "core/limits.hpp"
#include "seal/seal.hpp"
#include "seal/signing.hpp"
#include "store/lap_walk.hpp"
#include "wire/stages.hpp"

namespace naadam::cli {
namespace {

using Number = seal::DataKey::Number;

constexpr std::array kResealedKinds{store::Kind::kUpload, store::Kind::kEntry, store::Kind::kNotice};

constexpr std::array<store::Lap, 5> kRests{{{store::Kind::kUpload, wire::upload_stage::kComplete},
                                            {store::Kind::kUpload, wire::upload_stage::kRefused},
                                            {store::Kind::kUpload, wire::upload_stage::kFormFiled},
                                            {store::Kind::kEntry, wire::entry_stage::kSettled},
                                            {store::Kind::kNotice, wire::notice_stage::kClosed}}};

core::Status not_done(const store::ItemAnswers& answer) {
  return core::fail(core::ErrorKind::kUnavailable, "数据存储暂时没有应答，请稍后再运行一次", answer.cause);
}

core::Status count_part(store::Store& store, const store::Scan& scan, SealedBy& sealed) {
  constexpr std::size_t kStep = core::limits::kCallItemsMax * core::kIdBytes;
  for (std::size_t at = 0; at < scan.ids.size(); at += kStep) {
    store::Read read{
        .kind = scan.kind, .shard = scan.shard, .ids = scan.ids.substr(at, kStep), .answer = {}, .records = {}};
    store.read({&read, 1});
    if (read.answer.outcome != store::Outcome::kDone) return not_done(read.answer);
    for (const store::Record& record : read.records) {
      if (record.found && !record.body.empty()) ++sealed.records[seal::sealed_by(record.body)];
    }
  }
  return {};
}

core::Status count_records(store::Store& store, SealedBy& sealed) {
  for (const store::Kind kind : kResealedKinds) {
    for (std::uint16_t shard = 0; shard < store.shards(); ++shard) {
      store::Scan scan{.kind = kind, .shard = shard, .answer = {}, .ids = {}};
      do {
        store.scan({&scan, 1});
        if (scan.answer.outcome != store::Outcome::kDone) return not_done(scan.answer);
        if (auto counted = count_part(store, scan, sealed); !counted) return counted;
      } while (scan.cursor != "0");
    }
  }
  return {};
}

// One round over the records at rest.
class Resealing {
 public:
  Resealing(store::Store& store, const seal::DataKey& key) : store_(store), key_(key) {}
  ~Resealing() { sodium_memzero(plain_.data(), plain_.size()); }
  Resealing(const Resealing&) = delete;
  Resealing& operator=(const Resealing&) = delete;

  core::Status run() {
    for (store::WalkPlace place; place.lap < kRests.size();) {
      const store::Walk portion = store::portion_at(store_, kRests, place);
      if (portion.answer.outcome != store::Outcome::kDone) return not_done(portion.answer);
      for (const store::Batch& batch : portion.batches) {
        if (auto done = reseal(batch); !done) return done;
      }
      place = store::place_after(place, portion, store_.shards());
    }
    return {};
  }
  std::uint64_t done() const { return done_; }

 private:
  core::Status reseal(const store::Batch& batch) {
    store::Advance call;
    call.kind = batch.kind;
    call.shard = batch.shard;
    call.from = call.to = batch.stage;
    call.wait = store::kNeverDue;
    call.pack = batch.pack;
    call.replace_bodies = true;
    call.log = store_.who();
    store::ColumnBuilder states, bodies;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (batch.body(i).empty() || seal::sealed_by(batch.body(i)) == key_.in_force()) continue;
      const auto checked = store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i));
      plain_.clear();
      if (!checked.ok || !seal::open_into(plain_, key_, batch.id(i), batch.body(i))) continue;  // the auditor's
      const std::string body = seal::seal(key_, batch.id(i), plain_);
      std::string state(checked.state);
      // Nothing was decided: epoch and number stay, by which others compare. The hash makes whoever still holds the old
      // body stale.
      core::Rev rev = batch.rev(i);
      rev.hash = core::content_hash(body, rev.hash);
      store::add_check(state, batch.id_bytes(i), rev, body);
      call.ids.append(batch.id_bytes(i));
      batch.rev(i).append_to(call.expected);
      rev.append_to(call.revs);
      states.add(state);
      bodies.add(body);
      seal::digest_into(call.digests, body);
    }
    if (call.ids.empty()) return {};
    call.states = states.finish();
    call.bodies = bodies.finish();
    store_.advance({&call, 1});
    if (call.answer.outcome != store::Outcome::kDone) return not_done(call.answer);
    done_ += call.answer.count(store::ItemAnswer::kDone);
    return {};
  }

  store::Store& store_;
  const seal::DataKey& key_;
  std::string plain_;  // kept for its memory
  std::uint64_t done_ = 0;
};

}  // namespace

std::uint64_t SealedBy::by_others(Number than) const {
  std::uint64_t sum = 0;
  for (const auto* counts : {&records, &files}) {
    for (const auto& [number, n] : *counts) sum += number == than ? 0 : n;
  }
  return sum;
}

core::Result<SealedBy> sealed_by(store::Store& store, const std::filesystem::path& blobs) {
  SealedBy sealed;
  if (auto counted = count_records(store, sealed); !counted) return tl::unexpected(counted.error());
  auto files = blob::count_sealed(blobs);
  if (!files) return tl::unexpected(files.error());
  sealed.files = std::move(*files);
  return sealed;
}

core::Result<ResealedAll> reseal_all(store::Store& store, const std::filesystem::path& blobs,
                                     const seal::DataKey& key) {
  ResealedAll all;
  for (;;) {
    Resealing records(store, key);
    if (auto done = records.run(); !done) return tl::unexpected(done.error());
    const auto files = blob::reseal_directory(blobs, key);
    if (!files) return tl::unexpected(files.error());
    all.records += records.done();
    all.files += files->files;
    const auto now = sealed_by(store, blobs);
    if (!now) return tl::unexpected(now.error());
    all.left = now->by_others(key.in_force());
    if (all.left == 0 || records.done() + files->files == 0) return all;
  }
}

}  // namespace naadam::cli
