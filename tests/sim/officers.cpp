#include "officers.hpp"

#include <fmt/format.h>

#include <set>

#include "intake/upload_record.hpp"
#include "wire/upload.hpp"

namespace naadam::sim {
namespace {

constexpr Millis kHandedIn = -1;
constexpr int kLookAgainMax = 15'000;

}  // namespace

Officers::Officers(Workload& work, Nodes& nodes, Mayhem& mayhem, const seal::DataKey& data)
    : work_(work), nodes_(nodes), mayhem_(mayhem), data_(data) {
  for (const Upload& upload : work.uploads) due_.push_back(upload.handed_in);
}

bool Officers::known(const Upload& upload) const {
  store::Read read{.kind = store::Kind::kUpload,
                   .shard = core::shard_of(upload.id, nodes_.model().shards()),
                   .ids = std::string(upload.id.view()),
                   .answer = {},
                   .records = {}};
  nodes_.model().read({&read, 1});
  return read.records[0].found;
}

void Officers::look_again() {
  for (std::size_t i = 0; i < due_.size(); ++i) {
    Upload& upload = work_.uploads[i];
    if (due_[i] != kHandedIn || known(upload)) continue;
    due_[i] = since_begin_ + mayhem_.random().between(1, kLookAgainMax);
    // The same file, but it comes another time.
    if (mayhem_.random().chance(70)) ++upload.accepted_at;
    mayhem_.note(fmt::format("the store has lost upload {}", core::to_hex(upload.id)));
  }
}

void Officers::step(Millis since_begin) {
  since_begin_ = since_begin;
  std::set<core::Id> waiting;  // submitters with an older file that is to come first
  for (std::size_t i = 0; i < due_.size(); ++i) {
    const Upload& upload = work_.uploads[i];
    if (due_[i] == kHandedIn) continue;
    if (due_[i] > since_begin || waiting.contains(upload.submitter)) {
      waiting.insert(upload.submitter);
      continue;
    }
    due_[i] = kHandedIn;
    hand_in(upload);
  }
}

std::optional<Millis> Officers::next() const {
  std::optional<Millis> next;
  for (const Millis due : due_) {
    if (due != kHandedIn && (!next || due < *next)) next = due;
  }
  return next;
}

// The work of UploadDesk::commit(), for a file that nobody has to send.
void Officers::hand_in(const Upload& upload) {
  store::ModelStore& model = nodes_.model();
  const std::uint16_t shard = core::shard_of(upload.id, model.shards());
  store::Number number{.shard = shard, .owner = upload.submitter, .item = upload.id, .answer = {}, .number = 0};
  model.number({&number, 1});
  if (number.number != upload.number) {
    faults_.push_back(
        fmt::format("upload {} has number {} and had {}", core::to_hex(upload.id), number.number, upload.number));
  }
  wire::UploadBody body;
  body.submitter = upload.submitter;
  body.blob = upload.blob;
  body.corrects_one = upload.corrects.has_value();
  if (upload.corrects) body.corrects = work_.uploads[*upload.corrects].id;
  wire::UploadState state;
  state.number = upload.number;
  state.accepted_at = upload.accepted_at;
  store::Admit admit = intake::upload_record(upload.id, body, state, shard, model.epoch(), data_);
  model.admit({&admit, 1});
  nodes_.answered(shard);
}

}  // namespace naadam::sim
