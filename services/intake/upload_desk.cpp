#include "intake/upload_desk.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "core/limits.hpp"
#include "domain/text.hpp"
#include "intake/outcome_book.hpp"
#include "intake/page_cursor.hpp"
#include "intake/upload_record.hpp"
#include "runtime/log.hpp"
#include "runtime/not_now.hpp"
#include "seal/seal.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::intake {
namespace {

using core::ErrorKind;
using core::fail;
using runtime::Json;
using runtime::not_now;

constexpr std::size_t kNameBytesMax = 512;

std::string_view upload_stage_name(store::Stage stage) {
  switch (stage) {
    case wire::upload_stage::kStored:
    case wire::upload_stage::kForm:
      return "stored";
    case wire::upload_stage::kJudging:
    case wire::upload_stage::kFormFiled:
      return "judging";
    case wire::upload_stage::kComplete:
      return "complete";
    case wire::upload_stage::kRefused:
      return "refused";
    default:
      return "unknown";
  }
}

auto no_such_upload() {
  return fail(ErrorKind::kNotFound,
              "没有这个回执号的上传，请核对回执号；若回执无误，请重新上传同一文件，不会重复报名。", "no such upload");
}

tl::unexpected<core::Error> upload_not_kept(const store::ItemAnswers& answer) {
  if (answer.full)
    return fail(ErrorKind::kFull, "系统存储将满，暂不能接收新的上传；已接收的不受影响。请稍后重试。", answer.cause);
  return fail(ErrorKind::kUnavailable, "系统暂时无法保存，请稍后重试；重复提交同一文件不会重复报名。", answer.cause);
}

std::string fresh_name() {
  std::random_device device;
  return std::to_string(std::uint64_t{device()} << 32 | device()) + "-";
}

}  // namespace

struct UploadDesk::Open {
  std::unique_ptr<blob::BlobWriter> writer;
  core::Id submitter;
  std::string submitter_name, file_name;
  bool corrects_one = false;
  core::Id corrects;
  std::uint64_t bytes = 0;
  core::Millis accepted_at = 0;
  core::Millis touched = 0;
};

UploadDesk::UploadDesk(store::Store& store, blob::BlobStore& blobs, const seal::DataKey& data,
                       const seal::LookupKey& lookup, const runtime::Installation& installation,
                       const core::Clock& clock)
    : store_(store),
      blobs_(blobs),
      data_(data),
      lookup_(lookup),
      installation_(installation),
      clock_(clock),
      desk_(fresh_name()) {}

UploadDesk::~UploadDesk() = default;

void UploadDesk::answer_on(runtime::StepLoop& loop) {
  loop.on_ask(wire::verb::kUploadBegin, [this](const Json& ask) { return begin(ask); });
  loop.on_ask(wire::verb::kUploadAppend, [this](const Json& ask) { return append(ask); });
  loop.on_ask(wire::verb::kUploadCommit, [this](const Json& ask) { return commit(ask); });
  loop.on_ask(wire::verb::kUploadAbandon, [this](const Json& ask) { return abandon(ask); });
  loop.on_ask(wire::verb::kUploadStatus, [this](const Json& ask) { return status(ask); });
  loop.on_ask(wire::verb::kUploadOutcome, [this](const Json& ask) { return outcome(ask); });
  loop.on_ask(wire::verb::kUploadList, [this](const Json& ask) { return list(ask); });
}

void UploadDesk::forget_idle() {
  const core::Millis now = clock_.steady_ms();
  std::erase_if(open_, [now](const auto& one) { return now - one.second->touched > kOpenIdleMs; });
}

core::Result<Json> UploadDesk::begin(const Json& ask) {
  forget_idle();
  const auto submitter = runtime::text_field(ask, "submitter");
  if (!submitter) return tl::unexpected(submitter.error());
  const auto file_name = runtime::text_field(ask, "file_name");
  if (!file_name) return tl::unexpected(file_name.error());
  const auto corrects = runtime::text_field(ask, "corrects");
  if (!corrects) return tl::unexpected(corrects.error());
  const std::string name = domain::plain_text(*submitter);
  if (name.empty() || name.size() > kNameBytesMax || file_name->size() > kNameBytesMax) {
    return fail(ErrorKind::kInvalid, "报送单位名称不能为空，单位名称和文件名都不能超过 170 个汉字。",
                "submitter or file name length");
  }
  if (open_.size() >= kOpenMax) return fail(ErrorKind::kFull, "同时上传的文件过多，请稍后重试。", "open uploads full");

  auto open = std::make_unique<Open>();
  open->submitter = submitter_id(name);
  if (!corrects->empty()) {
    const auto id = core::id_from_hex(*corrects);
    const auto old = id ? kept_upload(store_, data_, *id) : core::Result<KeptUpload>(no_such_upload());
    if (!old)
      return fail(ErrorKind::kNotFound, "要更正的上传不存在，请核对 --corrects 后的回执号。", "corrects unknown");
    if (old->body.submitter != open->submitter) {
      return fail(ErrorKind::kRefused, "只能更正本单位自己的上传。", "corrects another submitter's upload");
    }
    open->corrects_one = true;
    open->corrects = *id;
  }
  const auto now = runtime::installation_now(store_, installation_);
  if (!now) return tl::unexpected(now.error());
  auto writer = blobs_.begin(blob::Lifetime::kUpload);
  if (!writer) return tl::unexpected(writer.error());
  open->writer = std::move(*writer);
  open->submitter_name = name;
  open->file_name = *file_name;
  open->accepted_at = *now;
  open->touched = clock_.steady_ms();
  const std::string ticket = desk_ + std::to_string(next_ticket_++);
  open_[ticket] = std::move(open);
  return Json{{"ticket", ticket}};
}

core::Result<Json> UploadDesk::append(const Json& ask) {
  const auto ticket = runtime::text_field(ask, "ticket");
  if (!ticket) return tl::unexpected(ticket.error());
  const auto bytes = runtime::bytes_field(ask, "bytes");
  if (!bytes) return tl::unexpected(bytes.error());
  const auto it = open_.find(*ticket);
  if (it == open_.end()) return fail(ErrorKind::kNotFound, "上传已中断，请重新上传该文件。", "no such ticket");
  Open& open = *it->second;
  open.touched = clock_.steady_ms();
  const std::uint64_t offset = ask.value("offset", open.bytes);
  if (offset < open.bytes && bytes->size() <= open.bytes - offset) return Json::object();  // it came before
  if (offset != open.bytes) {
    open_.erase(it);
    return fail(ErrorKind::kNotFound, "上传已中断，请重新上传该文件。", "a piece before this one is missing");
  }
  open.bytes += bytes->size();
  if (open.bytes > core::limits::kUploadBytesMax) {
    open_.erase(it);
    return fail(ErrorKind::kInvalid, "文件超过 32 MB，请拆成几份分别上传。", "upload over size limit");
  }
  if (auto appended = open.writer->append(*bytes); !appended) {
    open_.erase(it);
    return tl::unexpected(appended.error());
  }
  return Json::object();
}

core::Result<Json> UploadDesk::commit(const Json& ask) {
  const auto ticket = runtime::text_field(ask, "ticket");
  if (!ticket) return tl::unexpected(ticket.error());
  const auto it = open_.find(*ticket);
  if (it == open_.end()) return fail(ErrorKind::kNotFound, "上传已中断，请重新上传该文件。", "no such ticket");
  const std::unique_ptr<Open> open = std::move(it->second);
  open_.erase(it);
  const auto mode = runtime::settle_mode(store_);
  if (!mode) return tl::unexpected(mode.error());
  const auto stored = open->writer->commit();
  if (!stored) return tl::unexpected(stored.error());

  const core::Id upload = wire::upload_id(open->submitter, stored->address, open->corrects);
  wire::UploadBody body;
  body.submitter = open->submitter;
  body.submitter_name = open->submitter_name;
  body.file_name = open->file_name;
  body.blob = stored->address;
  body.bytes = stored->bytes;
  body.corrects_one = open->corrects_one;
  body.corrects = open->corrects;
  wire::UploadState state;
  state.accepted_at = open->accepted_at;
  state.training = *mode;
  const store::ItemAnswers kept = keep_upload(store_, upload, body, state, data_);
  if (kept.outcome != store::Outcome::kDone || kept.item(0) == store::ItemAnswer::kStale) return upload_not_kept(kept);
  const bool again = kept.item(0) == store::ItemAnswer::kExists;
  runtime::log_info("upload.received", {{"upload", upload}, {"bytes", stored->bytes}, {"again", again}});
  return receipt(upload, again);
}

core::Result<Json> UploadDesk::abandon(const Json& ask) {
  const auto ticket = runtime::text_field(ask, "ticket");
  if (!ticket) return tl::unexpected(ticket.error());
  open_.erase(*ticket);
  return Json::object();
}

core::Id UploadDesk::submitter_id(const std::string& plain_name) const {
  return seal::keyed_hash(lookup_, wire::kSubmitterLabel, domain::match_key(plain_name));
}

core::Result<KeptUpload> UploadDesk::asked_for(const Json& ask) {
  const auto upload = runtime::id_field(ask, "upload");
  if (!upload) return tl::unexpected(upload.error());
  auto kept = kept_upload(store_, data_, *upload);
  if (!kept || !ask.contains("submitter")) return kept;
  const auto submitter = runtime::text_field(ask, "submitter");
  if (!submitter) return tl::unexpected(submitter.error());
  if (kept->body.submitter != submitter_id(domain::plain_text(*submitter))) return no_such_upload();
  return kept;
}

core::Result<Json> UploadDesk::receipt(const core::Id& upload, bool again) {
  const auto kept = kept_upload(store_, data_, upload);
  if (!kept) return tl::unexpected(kept.error());
  return Json{{"upload", core::to_hex(upload)},
              {"number", kept->state.number},
              {"again", again},
              {"accepted_at", kept->state.accepted_at},
              {"training", kept->state.training}};
}

core::Result<std::string> UploadDesk::marks_of(const core::Id& upload, std::uint32_t rows) {
  store::ReadMarks read{.shard = core::shard_of(upload, store_.shards()),
                        .upload = upload,
                        .from = 0,
                        .count = rows,
                        .answer = {},
                        .marks = {},
                        .filled = 0};
  store_.read_marks({&read, 1});
  if (read.answer.outcome != store::Outcome::kDone) return not_now(read.answer);
  return std::move(read.marks);
}

core::Result<Json> UploadDesk::status(const Json& ask) {
  const auto kept = asked_for(ask);
  if (!kept) return tl::unexpected(kept.error());
  const auto marks = marks_of(kept->id, kept->state.rows);
  if (!marks) return tl::unexpected(marks.error());

  std::map<std::string, std::uint64_t> verdicts, faults, evidence;
  std::uint64_t filled = 0, conflicts = 0, overtaken = 0;
  for (std::size_t at = 0; at < marks->size(); at += wire::RowMark::kBytes) {
    const wire::RowMark mark = wire::get_mark(std::string_view(*marks).substr(at));
    if (mark.n == 0) continue;
    ++filled;
    if ((mark.flags & wire::row_flag::kOvertaken) != 0) {
      ++overtaken;
      continue;
    }
    ++verdicts[std::string(wire::verdict_name(mark.verdict))];
    if ((mark.flags & wire::entry_flag::kConflict) != 0) ++conflicts;
    for (std::size_t rule = 0; rule < wire::kRules; ++rule) {
      const wire::Finding finding = mark.reasons.at(static_cast<wire::Rule>(rule));
      if (finding.result == wire::RuleResult::kFail) ++faults[std::string(wire::rule_name(finding.rule))];
      if (finding.result == wire::RuleResult::kNeedsEvidence) ++evidence[std::string(wire::rule_name(finding.rule))];
    }
  }
  const bool form_judged = kept->record.stage == wire::upload_stage::kFormFiled && filled == kept->state.rows;
  return Json{{"stage", upload_stage_name(form_judged ? wire::upload_stage::kComplete : kept->record.stage)},
              {"number", kept->state.number},
              {"rows", kept->state.rows},
              {"filled", filled},
              {"withdrawn", kept->state.withdrawn},
              {"verdicts", verdicts},
              {"faults", faults},
              {"evidence", evidence},
              {"conflicts", conflicts},
              {"overtaken", overtaken},
              {"refusal", kept->body.refusal},
              {"remarks", kept->body.remarks},
              {"accepted_at", kept->state.accepted_at},
              {"file_name", kept->body.file_name},
              {"training", kept->state.training}};
}

core::Result<Json> UploadDesk::outcome(const Json& ask) {
  const auto offset = runtime::number_field(ask, "offset");
  if (!offset) return tl::unexpected(offset.error());
  const auto kept = asked_for(ask);
  if (!kept) return tl::unexpected(kept.error());
  if (ask.contains("book")) {  // one that was begun to be fetched; a newer one may be written meanwhile
    const auto book = runtime::id_field(ask, "book");
    if (!book) return tl::unexpected(book.error());
    return piece_of(*book, *offset);
  }
  const core::Id& upload = kept->id;
  Json not_ready{{"ready", false}, {"bytes", Json::binary({})}, {"size", 0}};
  if (const auto it = writing_.find(upload); it != writing_.end()) {
    if (it->second.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return not_ready;
    auto written = it->second.get();
    writing_.erase(it);
    if (!written) return tl::unexpected(written.error());
    written_[upload] = written->address;
  } else if (*offset == 0) {
    // Asked for anew: outcomes may have changed since the last time.
    if (kept->body.form) {
      return fail(ErrorKind::kRefused, "这是个人网上报名，没有报名表；结果请用回执号查看。", "a form has no workbook");
    }
    if (kept->record.stage == wire::upload_stage::kRefused)
      return fail(ErrorKind::kRefused, kept->body.refusal, "upload refused");
    if (kept->record.stage != wire::upload_stage::kComplete) return not_ready;
    auto marks = marks_of(upload, kept->state.rows);
    if (!marks) return tl::unexpected(marks.error());
    writing_[upload] = std::async(std::launch::async, [this, body = kept->body, accepted_at = kept->state.accepted_at,
                                                       marks = std::move(*marks), edition = installation_.edition] {
      return write_outcome_book(blobs_, body, accepted_at, marks, edition);
    });
    return not_ready;
  }
  const auto it = written_.find(upload);
  if (it == written_.end()) return not_ready;
  return piece_of(it->second, *offset);
}

core::Result<Json> UploadDesk::piece_of(const core::Id& book, std::uint64_t offset) {
  const auto info = blobs_.stat(blob::Lifetime::kDocument, book);
  if (!info) return tl::unexpected(info.error());
  std::vector<std::uint8_t> piece;
  std::uint64_t at = 0;
  const auto got = blobs_.get(blob::Lifetime::kDocument, book, [&](std::string_view bytes) -> core::Status {
    const std::uint64_t from = std::max(at, offset);
    const std::uint64_t to = std::min(at + bytes.size(), offset + wire::verb::kOutcomePieceBytes);
    if (from < to)
      piece.insert(piece.end(), bytes.begin() + static_cast<std::ptrdiff_t>(from - at),
                   bytes.begin() + static_cast<std::ptrdiff_t>(to - at));
    at += bytes.size();
    return {};
  });
  if (!got) return tl::unexpected(got.error());
  return Json{
      {"ready", true}, {"bytes", Json::binary(std::move(piece))}, {"size", info->bytes}, {"book", core::to_hex(book)}};
}

core::Result<Json> UploadDesk::list(const Json& ask) {
  const auto cursor = runtime::text_field(ask, "cursor");
  if (!cursor) return tl::unexpected(cursor.error());
  const auto place = PageCursor::parse(*cursor, store_.shards());
  if (!place) return tl::unexpected(place.error());
  store::Scan scan{.kind = store::Kind::kUpload,
                   .shard = place->shard,
                   .cursor = place->inner,
                   .count = 200,
                   .answer = {},
                   .ids = {}};
  store_.scan({&scan, 1});
  if (scan.answer.outcome != store::Outcome::kDone) return not_now(scan.answer);
  Json uploads = Json::array();
  for (std::size_t i = 0; i < scan.ids.size(); i += core::kIdBytes) {
    const core::Id id = core::Id::from(std::string_view(scan.ids).substr(i, core::kIdBytes));
    const auto kept = kept_upload(store_, data_, id);
    if (!kept) continue;
    uploads.push_back({{"upload", core::to_hex(id)},
                       {"number", kept->state.number},
                       {"rows", kept->state.rows},
                       {"stage", upload_stage_name(kept->record.stage)},
                       {"accepted_at", kept->state.accepted_at}});
  }
  return Json{{"uploads", uploads}, {"cursor", place->next(scan.cursor, store_.shards())}};
}

}  // namespace naadam::intake
