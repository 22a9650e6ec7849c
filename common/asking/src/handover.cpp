#include "asking/handover.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "wire/verbs.hpp"

namespace naadam::asking {
namespace {

namespace verb = wire::verb;

constexpr std::string_view kIntake = "intake";

}  // namespace

Handover::Handover(Peers& peers, std::string ticket, const core::Id& trace)
    : peers_(&peers), ticket_(std::move(ticket)), trace_(trace) {}

core::Result<Handover> Handover::begin(Peers& peers, const FileFacts& facts, const core::Id& trace) {
  const Json ask{{"submitter", facts.submitter}, {"file_name", facts.file_name}, {"corrects", facts.corrects}};
  const auto begun = peers.ask(kIntake, verb::kUploadBegin, ask, kAskMs, trace);
  if (!begun) return tl::unexpected(begun.error());
  auto ticket = runtime::text_field(*begun, "ticket");
  if (!ticket) return tl::unexpected(ticket.error());
  return Handover(peers, std::move(*ticket), trace);
}

core::Status Handover::append(std::string_view bytes) {
  const Json ask{{"ticket", ticket_}, {"offset", offset_}, {"bytes", Json::binary({bytes.begin(), bytes.end()})}};
  const auto taken = peers_->ask(kIntake, verb::kUploadAppend, ask, kAskMs, trace_);
  if (!taken) return tl::unexpected(taken.error());
  offset_ += bytes.size();
  return {};
}

core::Result<Receipt> Handover::commit() {
  const auto kept = peers_->ask(kIntake, verb::kUploadCommit, Json{{"ticket", ticket_}}, kAskMs, trace_);
  if (!kept) return tl::unexpected(kept.error());
  const auto upload = runtime::text_field(*kept, "upload");
  if (!upload) return tl::unexpected(upload.error());
  return Receipt{*upload, kept->value("number", std::uint64_t{0}), kept->value("again", false),
                 kept->value("accepted_at", core::Millis{0}), kept->value("training", false)};
}

void Handover::abandon() {
  static_cast<void>(peers_->ask(kIntake, verb::kUploadAbandon, Json{{"ticket", ticket_}}, kAskMs, trace_));
}

core::Result<WorkbookPiece> workbook_piece(Peers& peers, const std::string& upload, std::uint64_t offset,
                                           const std::string& book, core::Millis patience_ms, const core::Id& trace) {
  Json ask{{"upload", upload}, {"offset", offset}};
  if (!book.empty()) ask["book"] = book;
  const auto answer = peers.ask_until(kIntake, verb::kUploadOutcome, ask, patience_ms, trace);
  if (!answer) return tl::unexpected(answer.error());
  WorkbookPiece piece;
  piece.ready = answer->value("ready", false);
  if (!piece.ready) return piece;
  auto bytes = runtime::bytes_field(*answer, "bytes");
  if (!bytes) return tl::unexpected(bytes.error());
  piece.bytes = std::move(*bytes);
  piece.size = answer->value("size", std::uint64_t{0});
  piece.book = answer->value("book", std::string());
  return piece;
}

}  // namespace naadam::asking
