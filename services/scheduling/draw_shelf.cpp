#include "scheduling/draw_shelf.hpp"

#include "runtime/documents.hpp"
#include "wire/draw.hpp"
#include "wire/stages.hpp"

namespace naadam::scheduling {
namespace {

namespace stage = wire::draw_stage;

store::Stage stage_of(DrawPhase phase) {
  switch (phase) {
    case DrawPhase::kCommitting:
      return stage::kCommitting;
    case DrawPhase::kFrozen:
      return stage::kFrozen;
    case DrawPhase::kPublished:
      break;
  }
  return stage::kPublished;
}

core::Status unanswered(const store::ItemAnswers& answer) {
  if (answer.outcome == store::Outcome::kRefused) {
    return core::fail(core::ErrorKind::kFull, "存储空间紧张，暂时不能新建抽签，请稍后再试。", answer.cause);
  }
  const auto kind =
      answer.outcome == store::Outcome::kUnknown ? core::ErrorKind::kUnknown : core::ErrorKind::kUnavailable;
  return core::fail(kind, "数据存储暂时没有应答，请稍后再试。", answer.cause);
}

core::Status overtaken() {
  return core::fail(core::ErrorKind::kRefused, "刚刚有人办理了同一抽签的另一步骤，请查看现状后再试。",
                    "draw changed meanwhile");
}

}  // namespace

core::Result<ShelvedDraw> open_draw_record(store::Store& store, const core::Id& id, store::Stage stage,
                                           const core::Rev& rev, std::string_view state) {
  const auto decoded = wire::decode_draw_state(state);
  if (!decoded) return tl::unexpected(decoded.error());
  const auto text = runtime::read_document(store, decoded->document);
  if (!text) return tl::unexpected(text.error());
  auto book = parse_draw_book(*text);
  if (!book) return tl::unexpected(book.error());
  return ShelvedDraw{id, stage, rev, decoded->document, std::move(*book)};
}

core::Result<std::optional<ShelvedDraw>> DrawShelf::find(wire::Round round, const std::string& delegation) {
  const core::Id id = wire::draw_id(installation_.edition->id, round, delegation);
  store::Read read;
  read.kind = store::Kind::kDraw;
  read.shard = core::shard_of(id, store_.shards());
  read.ids = id.view();
  store_.read({&read, 1});
  if (read.answer.outcome != store::Outcome::kDone) return tl::unexpected(unanswered(read.answer).error());
  const store::Record& record = read.records[0];
  if (!record.found) return std::optional<ShelvedDraw>();
  const auto checked = store::open_check(record.state, id.view(), record.rev, record.body);
  if (!checked.ok) {
    return core::fail(core::ErrorKind::kCorrupt, "抽签记录已损坏，请运行 naadam doctor。", "draw check does not hold");
  }
  auto draw = open_draw_record(store_, id, record.stage, record.rev, checked.state);
  if (!draw) return tl::unexpected(draw.error());
  return std::optional(std::move(*draw));
}

core::Status DrawShelf::put(const ShelvedDraw* before, const DrawBook& book) {
  const auto document = runtime::keep_document(store_, to_json(book));
  if (!document) return tl::unexpected(document.error());
  const core::Id id = wire::draw_id(installation_.edition->id, book.round, book.delegation);
  std::string state = wire::encode(wire::DrawState{*document});
  const core::Rev rev = core::next_rev(before == nullptr ? core::Rev{} : before->rev, store_.epoch(), state);
  store::add_check(state, id.view(), rev, {});
  store::ColumnBuilder states(1);
  states.add(state);
  const store::Stage to = stage_of(book.phase);
  const core::Millis wait = to == stage::kPublished ? 0 : store::kNeverDue;
  const std::uint16_t shard = core::shard_of(id, store_.shards());
  if (before == nullptr) {
    store::Admit call;
    call.kind = store::Kind::kDraw;
    call.shard = shard;
    call.to = to;
    call.wait = wait;
    call.ids = id.view();
    call.revs = rev.bytes();
    call.states = states.finish();
    store_.admit({&call, 1});
    if (call.answer.outcome != store::Outcome::kDone) return unanswered(call.answer);
    return call.answer.all(store::ItemAnswer::kDone) ? core::Status() : overtaken();
  }
  store::Advance call;
  call.kind = store::Kind::kDraw;
  call.shard = shard;
  call.from = before->stage;
  call.to = to;
  call.wait = wait;
  call.ids = id.view();
  call.expected = before->rev.bytes();
  call.revs = rev.bytes();
  call.states = states.finish();
  call.log = store_.who();
  store_.advance({&call, 1});
  if (call.answer.outcome != store::Outcome::kDone) return unanswered(call.answer);
  return call.answer.all(store::ItemAnswer::kDone) ? core::Status() : overtaken();
}

}  // namespace naadam::scheduling
