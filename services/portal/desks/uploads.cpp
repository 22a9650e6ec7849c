#include "portal/desks/uploads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "asking/handover.hpp"
#include "domain/calendar.hpp"
#include "portal/lane_task.hpp"
#include "portal/place.hpp"
#include "portal/rules/scope.hpp"
#include "seal/sha256.hpp"
#include "wire/verbs.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;
namespace verb = wire::verb;

constexpr core::Millis kLookFirstMs = 200, kLookLastMs = 2'000;  // between two looks at an upload that is followed
constexpr core::Millis kStillHereMs = 15'000;                    // a word for proxies that cut silent connections
constexpr core::Millis kFollowMs = 600'000;                      // then the client asks anew
constexpr core::Millis kWorkbookMs = 25'000;                     // to be written; longer ones are asked for again
constexpr core::Millis kWorkbookLookMs = 100;
constexpr std::string_view kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

bool is_over(const Json& status) {
  const std::string stage = status.value("stage", std::string());
  return stage == "complete" || stage == "refused";
}

std::string event_text(std::string_view name, const Json& data) {
  return fmt::format("event: {}\ndata: {}\n\n", name, data.dump(-1, ' ', false, Json::error_handler_t::replace));
}

// A handover that was lost with the memory of its copy is no upload that does not exist.
core::Error interrupted(core::Error error) {
  if (error.kind == core::ErrorKind::kNotFound) error.kind = core::ErrorKind::kUnavailable;
  return error;
}

}  // namespace

// A file on its way through.
struct Uploads::File {
  Lane& lane;
  asking::FileFacts facts;
  std::optional<asking::Handover> handover = std::nullopt;
  seal::Sha256 fingerprint = {};
};

Uploads::Uploads(Lanes& lanes, Front& front, const core::Clock& clock, std::size_t at_once, std::size_t streams)
    : lanes_(lanes), front_(front), clock_(clock), at_once_(at_once), streams_(streams) {
  front.on(Action::kTakeUpload, [this](Call& call) { return take(call); });
  front.on(Action::kShowUpload, [this](Call& call) { return show(call); });
  front.on(Action::kFollowUpload, [this](Call& call) { return follow(call); });
  front.on(Action::kFetchWorkbook, [this](Call& call) { return fetch_workbook(call); });
}

Task<Outcome> Uploads::take(Call& call) {
  const Place place(taking_, at_once_);
  if (!place) co_return refuse(ProblemKind::kBusy, "同时上传的文件过多，请稍后重试。");
  const auto name = percent_decoded(call.exchange.header("File-Name").value_or(""));
  if (!name || name->empty()) {
    co_return refuse(ProblemKind::kInvalid, "缺少 File-Name 头：文件名，按 UTF-8 百分号编码。");
  }
  const auto corrects = call.query.find("corrects");
  File file{lanes_.pick(kIntake), {call.who.name, *name, corrects == call.query.end() ? "" : corrects->second}};
  auto outcome = co_await take_body(call, file);
  if (!outcome && file.handover) {
    file.lane.post([handover = *file.handover](asking::Peers&) mutable { handover.abandon(); });
  }
  co_return outcome;
}

Task<Outcome> Uploads::take_body(Call& call, File& file) {
  file.fingerprint.add(fmt::format("{}\n{}\n", file.facts.file_name, file.facts.corrects));
  for (;;) {
    const auto piece = co_await call.exchange.read();
    if (!piece) co_return tl::unexpected(piece.error());
    if (piece->empty()) break;
    if (!file.handover) {  // not before there is something: a place at intake is worth more than a connection
      const std::function<core::Result<asking::Handover>(asking::Peers&)> begin = [&](asking::Peers& peers) {
        return asking::Handover::begin(peers, file.facts, call.trace);
      };
      auto begun = co_await on_lane<asking::Handover>(file.lane, begin);
      if (!begun) co_return refuse(begun.error());
      file.handover = std::move(*begun);
    }
    const std::function<core::Status(asking::Peers&)> append = [&](asking::Peers&) {
      file.fingerprint.add(*piece);
      return file.handover->append(*piece);
    };
    const auto taken = co_await on_lane<void>(file.lane, append);
    if (!taken) co_return refuse(interrupted(taken.error()));
  }
  if (!file.handover) co_return refuse(ProblemKind::kInvalid, "文件是空的，请选择填好的报名表。");
  const seal::Hash fingerprint = file.fingerprint.finish();
  call.fingerprint = seal::view_of(fingerprint);
  if (!front_.fits(call)) co_return refuse(ProblemKind::kKeyReused);

  const std::function<core::Result<asking::Receipt>(asking::Peers&)> commit = [&](asking::Peers&) {
    return file.handover->commit();
  };
  const auto receipt = co_await on_lane<asking::Receipt>(file.lane, commit);
  if (!receipt) co_return refuse(interrupted(receipt.error()));
  file.handover.reset();
  Answer answer = json_answer({{"upload", receipt->upload},
                               {"number", receipt->number},
                               {"accepted_at", domain::iso_instant(receipt->accepted_at)},
                               {"training", receipt->training}},
                              call.route.success);
  answer.headers.emplace_back("Location", std::string(call.route.pattern) + "/" + receipt->upload);
  co_return answer;
}

Task<core::Result<Json>> Uploads::status(const Call& call) {
  Json question{{"upload", call.values.front()}};
  if (const auto submitter = submitter_of(call.who)) question["submitter"] = *submitter;
  co_return co_await ask(lanes_, kIntake, verb::kUploadStatus, question, call.trace);
}

Task<Outcome> Uploads::show(Call& call) {
  const auto told = co_await status(call);
  if (!told) co_return refuse(told.error());
  co_return json_answer(visible_upload(call.values.front(), *told));
}

Task<Outcome> Uploads::follow(Call& call) {
  const Place place(following_, streams_);
  if (!place) co_return refuse(ProblemKind::kBusy, "同时查看进度的人太多，请稍后重试，或用轮询。");
  auto told = co_await status(call);
  if (!told) co_return refuse(told.error());
  Answer head;
  head.type = "text/event-stream; charset=utf-8";
  head.headers = {{"X-Accel-Buffering", "no"}, {"Trace-Id", core::to_hex(call.trace)}};
  call.streamed = true;
  bool goes_on = co_await call.exchange.begin(head, std::nullopt);
  std::string shown;
  core::Millis wait = kLookFirstMs, said_at = 0;
  const auto until = core::Deadline::in(clock_, kFollowMs);
  while (goes_on) {
    const Json seen = told ? visible_upload(call.values.front(), *told) : Json();
    const bool over = told && is_over(*told);
    const std::string text = told ? event_text(over ? "done" : "progress", seen) : std::string();
    const core::Millis now = clock_.steady_ms();
    const bool news = told && text != shown;
    if (news) {
      shown = text;
      said_at = now;
      goes_on = co_await call.exchange.write(text);
    } else if (now - said_at >= kStillHereMs) {
      said_at = now;
      goes_on = co_await call.exchange.write(": still here\n\n");
    }
    if (over || !goes_on || until.left(clock_) == 0) break;
    wait = news ? kLookFirstMs : std::min(2 * wait, kLookLastMs);
    goes_on = co_await call.exchange.pause(wait);
    if (goes_on) told = co_await status(call);  // what fails now is asked again: the stream goes on
  }
  co_return Answer{};
}

Task<Outcome> Uploads::fetch_workbook(Call& call) {
  const std::string& upload = call.values.front();
  const auto told = co_await status(call);
  if (!told) co_return refuse(told.error());
  if (told->value("stage", std::string()) == "refused") {
    co_return refuse(ProblemKind::kRefused, told->value("refusal", std::string()));
  }
  if (!is_over(*told)) co_return refuse(ProblemKind::kNotFinished);

  Lane& lane = lanes_.pick(kIntake);  // the book is written by one copy, which is asked until it is there
  std::size_t offset = 0;
  asking::WorkbookPiece piece;
  const std::function<core::Result<asking::WorkbookPiece>(asking::Peers&)> next = [&](asking::Peers& peers) {
    return asking::workbook_piece(peers, upload, offset, piece.book, kAskMs, call.trace);
  };
  for (const auto until = core::Deadline::in(clock_, kWorkbookMs); !piece.ready;) {
    auto got = co_await on_lane<asking::WorkbookPiece>(lane, next);
    if (!got) co_return refuse(got.error());
    piece = std::move(*got);
    if (piece.ready) break;
    const bool goes_on = co_await call.exchange.pause(kWorkbookLookMs);
    if (!goes_on || until.left(clock_) == 0) {
      co_return refuse(ProblemKind::kNotFinished, "结果表正在生成，请稍后再取。");
    }
  }
  Answer head;
  head.type = kXlsx;
  head.headers = {{"Content-Disposition",
                   fmt::format("attachment; filename=\"outcome-{}.xlsx\"", told->value("number", std::uint64_t{0}))},
                  {"Trace-Id", core::to_hex(call.trace)}};
  call.streamed = true;
  const std::size_t size = piece.size;
  bool goes_on = co_await call.exchange.begin(head, size);
  while (goes_on && !piece.bytes.empty()) {
    goes_on = co_await call.exchange.write(piece.bytes);
    offset += piece.bytes.size();
    if (!goes_on || offset >= size) break;
    auto got = co_await on_lane<asking::WorkbookPiece>(lane, next);
    if (!got || !got->ready) break;  // too short for its Content-Length: the client sees that it is not whole
    piece = std::move(*got);
  }
  co_return Answer{};
}

}  // namespace naadam::portal
