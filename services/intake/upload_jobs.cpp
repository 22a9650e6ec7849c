#include "intake/upload_jobs.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "intake/entry_identity.hpp"
#include "intake/held_up.hpp"
#include "intake/rules/claims.hpp"
#include "runtime/log.hpp"
#include "seal/seal.hpp"
#include "seal/signing.hpp"
#include "store/advance_builder.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

constexpr core::Millis kLease = 2'000;  // how long an upload waits after the death of its reader
constexpr core::Millis kRenewPeriod = 500;
constexpr core::Millis kBusyWait = 500;        // before a job that found no room is due again
constexpr core::Millis kCompletePeriod = 250;  // between looks at an upload whose rows are being judged

bool may_pass(core::ErrorKind kind) {
  return kind == core::ErrorKind::kUnavailable || kind == core::ErrorKind::kInternal || kind == core::ErrorKind::kFull;
}

}  // namespace

store::Advance moved(const store::Batch& upload, std::size_t i, store::Stage to, core::Millis wait,
                     const wire::UploadState& state, std::uint32_t epoch) {
  store::AdvanceBuilder moving(upload, to, wait);
  moving.add(upload, i, wire::encode(state), epoch);
  return moving.finish();
}

struct UploadJobs::Job {
  store::Batch upload;  // exactly one record
  wire::UploadState state;
  wire::UploadBody body;
  bool begun = false;
  std::uint32_t epoch = 0;  // before the first row was filed: see retelling.hpp
  std::future<ReadingResult> reading;
  std::future<ReadingResult> corrected;  // the file it corrects, read again
  wire::UploadState corrected_state;
  bool read = false;
  Reading rows;
  std::size_t next_row = 0;
  std::uint64_t damaged = 0;                                         // entries that could not be opened
  std::unordered_map<core::Id, std::uint16_t, core::IdHash> copies;  // rows filed so far of an entry
  core::Millis renew_at = 0;
  bool over = false;

  core::Id id() const { return upload.id(0); }
};

UploadJobs::UploadJobs(store::Store& store, UploadReader& reader, Registrar& registrar, const seal::DataKey& data,
                       const seal::LookupKey& lookup, const runtime::Installation& installation,
                       const core::Clock& clock)
    : store_(store),
      reader_(reader),
      registrar_(registrar),
      data_(data),
      lookup_(lookup),
      installation_(installation),
      clock_(clock) {}

UploadJobs::~UploadJobs() = default;

runtime::StageHandler::Spec UploadJobs::spec() const {
  return {.name = "reading", .kind = store::Kind::kUpload, .stage = wire::upload_stage::kStored, .lease = kLease};
}

void UploadJobs::handle(std::vector<store::Batch>& work) {
  for (const store::Batch& batch : work) {
    if (batch.size() == 1 && start(batch)) continue;
    // What cannot begin now comes back later; several uploads in one pack come back one by one.
    put_off(batch, batch.size() == 1 ? kNoAttempt : 1);
  }
}

void UploadJobs::put_off(const store::Batch& upload, int attempts_change) { defer(upload, kBusyWait, attempts_change); }

void UploadJobs::defer(const store::Batch& upload, core::Millis wait, int attempts_change) {
  store::Defer later{.kind = upload.kind,
                     .stage = upload.stage,
                     .shard = upload.shard,
                     .pack = upload.pack,
                     .wait = wait,
                     .attempts_change = attempts_change,
                     .answer = {}};
  store_.defer({&later, 1});
}

bool UploadJobs::start(const store::Batch& upload) {
  for (const auto& job : jobs_) {
    if (job->id() != upload.id(0)) continue;
    // Its lease ran out while we worked on it: as many attempts as when we began, also where earlier answers were lost.
    defer(upload, kLease, static_cast<int>(job->upload.attempts) - static_cast<int>(upload.attempts));
    return true;
  }
  if (jobs_.size() >= kJobsHeldMax) return false;
  const auto plain = seal::open(data_, upload.id(0), upload.body(0));
  if (!plain) throw std::runtime_error(plain.error().cause);
  auto body = wire::decode_upload_body(*plain);
  const auto state = wire::decode_upload_state(runtime::state_of(upload, 0));
  if (!body || !state) throw std::runtime_error("upload cannot be decoded");
  if (body->corrects_one && !is_filed(body->corrects)) return false;

  auto job = std::make_unique<Job>();
  job->upload = upload;
  job->state = *state;
  job->body = std::move(*body);
  job->renew_at = clock_.steady_ms() + kRenewPeriod;
  jobs_.push_back(std::move(job));
  return true;
}

// What vanished from an upload can be withdrawn only after all of it was filed.
bool UploadJobs::is_filed(const core::Id& upload) {
  store::Read read{.kind = store::Kind::kUpload,
                   .shard = core::shard_of(upload, store_.shards()),
                   .ids = std::string(upload.view()),
                   .answer = {},
                   .records = {}};
  store_.read({&read, 1});
  if (read.answer.outcome != store::Outcome::kDone) return false;
  return !read.records[0].found || read.records[0].stage != wire::upload_stage::kStored;
}

bool UploadJobs::slice() {
  bool more = false;
  auto begun = std::ranges::count_if(jobs_, [](const auto& job) { return job->begun; });
  for (const auto& job : jobs_) {
    if (!job->begun && begun < kJobsMax) {
      job->reading = reader_.read(job->body.blob, job->body.file_name);
      job->begun = true;
      job->epoch = store_.epoch();
      ++begun;
    }
    renew(*job);
    if (job->begun) more |= file_some(*job);
  }
  const auto ended = std::erase_if(jobs_, [](const auto& job) { return job->over; });
  return more || (ended > 0 && !jobs_.empty());
}

void UploadJobs::renew(Job& job) {
  if (clock_.steady_ms() < job.renew_at) return;
  job.renew_at = clock_.steady_ms() + kRenewPeriod;
  defer(job.upload, kLease, job.begun ? 0 : kNoAttempt);
}

bool UploadJobs::file_some(Job& job) {
  if (!job.read) {
    if (job.reading.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return false;
    ReadingResult reading = job.reading.get();
    if (!reading && may_pass(reading.error().kind)) {
      runtime::log_warn("upload.not_read", {{"upload", job.id()}, runtime::cause(reading.error()), {"next", "retry"}});
      put_off(job.upload, kNoAttempt);
      job.over = true;
      return false;
    }
    if (!reading) {
      job.body.refusal = reading.error().text;
      finish(job, wire::upload_stage::kRefused, store::kNeverDue);
      return false;
    }
    job.rows = std::move(*reading);
    job.read = true;
  }
  const std::size_t end = std::min(job.rows.rows.size(), job.next_row + Registrar::kRowsAtOnce);
  std::vector<FiledRow> rows;
  rows.reserve(end - job.next_row);
  auto copies = job.copies;
  for (std::size_t i = job.next_row; i < end; ++i) {
    RowClaim& row = job.rows.rows[i];
    FiledRow& filed = rows.emplace_back();
    const auto index = static_cast<std::uint32_t>(i);
    filed.entry = entry_of(row.claim, job.id(), index, *installation_.edition, lookup_);
    filed.filed = {job.body.submitter,    job.id(), job.state.number, index, copies[filed.entry]++,
                   job.state.accepted_at, false,    row.claim};
  }
  if (!rows.empty()) {
    const std::uint64_t damaged = registrar_.damaged();
    if (!registrar_.file(rows)) return false;
    job.damaged += registrar_.damaged() - damaged;
    job.copies = std::move(copies);
    job.next_row = end;
    if (end < job.rows.rows.size()) return true;
  }
  if (job.body.corrects_one && !withdraw_vanished(job)) return false;
  if (store_.epoch() > job.epoch) {
    // Of what was filed and marked under an older one some may be gone, and retelling may have passed by already.
    job.epoch = store_.epoch();
    job.next_row = 0;
    job.copies.clear();
    job.damaged = 0;
    return true;
  }
  if (job.damaged > 0) {
    // All other rows are filed. These wait, with the upload, until somebody has mended their entries.
    runtime::log_error("upload.held_up", {{"upload", job.id()}, {"damaged_entries", job.damaged}, {"next", "retry"}});
    defer(job.upload, kHeldUpWait, kNoAttempt);
    job.over = true;
    return false;
  }
  job.state.rows = static_cast<std::uint32_t>(job.rows.rows.size());
  job.body.remarks.clear();  // it may be filed again
  for (const std::string& heading : job.rows.unknown_headings) job.body.remarks.push_back("未使用的列：" + heading);
  for (const auto& sheet : job.rows.skipped_sheets) {
    job.body.remarks.push_back("未读取工作表“" + sheet.sheet + "”：" + sheet.why);
  }
  for (const auto& row : job.rows.skipped_rows) {
    job.body.remarks.push_back("未读取第 " + std::to_string(row.row) + " 行：" + row.why);
  }
  finish(job, wire::upload_stage::kJudging, 0);
  return false;
}

// Rows of the corrected upload whose entries do not occur in this one.
bool UploadJobs::withdraw_vanished(Job& job) {
  const core::Id& corrected = job.body.corrects;
  if (!job.corrected.valid()) {
    store::Read read{.kind = store::Kind::kUpload,
                     .shard = job.upload.shard,
                     .ids = std::string(corrected.view()),
                     .answer = {},
                     .records = {}};
    store_.read({&read, 1});
    if (read.answer.outcome != store::Outcome::kDone) return false;
    const store::Record& record = read.records[0];
    if (!record.found) return true;
    const auto plain = seal::open(data_, corrected, record.body);
    if (!plain) throw std::runtime_error(plain.error().cause);
    const auto body = wire::decode_upload_body(*plain);
    const auto state =
        wire::decode_upload_state(store::open_check(record.state, corrected.view(), record.rev, record.body).state);
    if (!body || !state) throw std::runtime_error("corrected upload cannot be decoded");
    job.corrected_state = *state;
    job.corrected = reader_.read(body->blob, body->file_name);
  }
  if (job.corrected.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return false;
  const ReadingResult old = job.corrected.get();
  if (!old) return !may_pass(old.error().kind);
  std::vector<FiledRow> vanished;
  std::unordered_map<core::Id, std::uint16_t, core::IdHash> copies;
  for (std::size_t i = 0; i < old->rows.size(); ++i) {
    const auto index = static_cast<std::uint32_t>(i);
    const core::Id entry = entry_of(old->rows[i].claim, corrected, index, *installation_.edition, lookup_);
    if (job.copies.contains(entry)) continue;
    vanished.push_back({entry,
                        {job.body.submitter, corrected, job.corrected_state.number, index, copies[entry]++,
                         job.corrected_state.accepted_at, false, old->rows[i].claim}});
  }
  job.state.withdrawn = static_cast<std::uint32_t>(copies.size());
  const std::uint64_t damaged = registrar_.damaged();
  const bool done = registrar_.withdraw(vanished, job.state.number);
  job.damaged += registrar_.damaged() - damaged;
  return done;
}

void UploadJobs::finish(Job& job, store::Stage to, core::Millis wait) {
  store::Advance call = moved(job.upload, 0, to, wait, job.state, job.epoch);
  const std::string sealed = seal::seal(data_, job.id(), wire::encode(job.body));
  std::string state = wire::encode(job.state);
  const core::Rev rev = core::next_rev(job.upload.rev(0), job.epoch, state + sealed);
  store::add_check(state, job.upload.id_bytes(0), rev, sealed);
  store::ColumnBuilder cells(1);
  cells.add(state);
  call.states = cells.finish();
  call.revs = rev.bytes();
  call.replace_bodies = true;
  cells.add(sealed);
  call.bodies = cells.finish();
  call.log = store_.who();
  seal::digest_into(call.digests, sealed);
  store_.advance({&call, 1});
  if (call.answer.outcome != store::Outcome::kDone) put_off(job.upload, kNoAttempt);
  runtime::log_info(
      "upload.read",
      {{"upload", job.id()}, {"rows", job.state.rows}, {"withdrawn", job.state.withdrawn}, {"stage", to}});
  job.over = true;
}

runtime::StageHandler::Spec Completing::spec() const {
  return {.name = "completing", .kind = store::Kind::kUpload, .stage = wire::upload_stage::kJudging};
}

void Completing::handle(std::vector<store::Batch>& work) {
  for (const store::Batch& batch : work) {
    bool all = true;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto state = wire::decode_upload_state(runtime::state_of(batch, i));
      if (!state) throw std::runtime_error(state.error().cause);
      store::ReadMarks read{
          .shard = batch.shard, .upload = batch.id(i), .from = 0, .count = 1, .answer = {}, .marks = {}, .filled = 0};
      store_.read_marks({&read, 1});
      if (read.answer.outcome != store::Outcome::kDone || read.filled < state->rows) {
        all = false;
        continue;
      }
      store::Advance call =
          moved(batch, i, wire::upload_stage::kComplete, store::kNeverDue, *state, batch.rev(i).epoch);
      store_.advance({&call, 1});
      all = all && call.answer.outcome == store::Outcome::kDone;
    }
    if (all) continue;
    store::Defer later{.kind = batch.kind,
                       .stage = batch.stage,
                       .shard = batch.shard,
                       .pack = batch.pack,
                       .wait = kCompletePeriod,
                       .attempts_change = kNoAttempt,
                       .answer = {}};
    store_.defer({&later, 1});
  }
}

}  // namespace naadam::intake
