#include "runtime/document_records.hpp"

#include <fmt/format.h>

#include <map>

#include "core/limits.hpp"
#include "runtime/answering.hpp"
#include "runtime/documents.hpp"
#include "runtime/step_loop.hpp"
#include "store/advance_builder.hpp"

namespace naadam::runtime {

using core::ErrorKind;

core::Status DocumentRecords::unanswered(const store::ItemAnswers& answer) const {
  if (answer.outcome == store::Outcome::kRefused) {
    return core::fail(ErrorKind::kFull, fmt::format("存储空间紧张，暂时不能新建{}，请稍后再试。", form_.zh),
                      answer.cause);
  }
  const auto kind = answer.outcome == store::Outcome::kUnknown ? ErrorKind::kUnknown : ErrorKind::kUnavailable;
  return core::fail(kind, "数据存储暂时没有应答，请稍后再试。", answer.cause);
}

core::Status DocumentRecords::overtaken() const {
  return core::fail(ErrorKind::kRefused, fmt::format("刚刚有人办理了同一{}的另一步骤，请查看现状后再试。", form_.zh),
                    "record changed meanwhile");
}

core::Result<DocumentRecord> DocumentRecords::open(const core::Id& id, store::Stage stage, const core::Rev& rev,
                                                   std::string_view state) {
  auto name = form_.document_in(state);
  if (!name) return tl::unexpected(name.error());
  auto text = read_document(store_, *name);
  if (!text) return tl::unexpected(text.error());
  return DocumentRecord{id, stage, rev, std::move(*name), std::move(*text)};
}

core::Result<std::optional<DocumentRecord>> DocumentRecords::find(const core::Id& id) {
  auto found = find(std::span(&id, 1));
  if (!found) return tl::unexpected(found.error());
  return std::move(found->front());
}

core::Result<std::vector<std::optional<DocumentRecord>>> DocumentRecords::find(std::span<const core::Id> ids) {
  struct Page {
    store::Read read;
    std::vector<std::size_t> places;  // in `ids`
  };
  std::map<std::uint16_t, std::vector<Page>> by_shard;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::uint16_t shard = core::shard_of(ids[i], store_.shards());
    std::vector<Page>& pages = by_shard[shard];
    if (pages.empty() || pages.back().places.size() >= core::limits::kCallItemsMax) {
      Page& page = pages.emplace_back();
      page.read.kind = form_.kind;
      page.read.shard = shard;
    }
    pages.back().read.ids.append(ids[i].view());
    pages.back().places.push_back(i);
  }
  std::vector<std::optional<DocumentRecord>> all(ids.size());
  for (auto& [shard, pages] : by_shard) {
    for (Page& page : pages) {
      store_.read({&page.read, 1});
      if (page.read.answer.outcome != store::Outcome::kDone) {
        return tl::unexpected(unanswered(page.read.answer).error());
      }
      for (std::size_t i = 0; i < page.places.size(); ++i) {
        const store::Record& record = page.read.records[i];
        if (!record.found) continue;
        const core::Id& id = ids[page.places[i]];
        const auto checked = store::open_check(record.state, id.view(), record.rev, record.body);
        if (!checked.ok) {
          return core::fail(ErrorKind::kCorrupt, fmt::format("{}记录已损坏，请运行 naadam doctor。", form_.zh),
                            "check does not hold");
        }
        auto opened = open(id, record.stage, record.rev, checked.state);
        if (!opened) return tl::unexpected(opened.error());
        all[page.places[i]] = std::move(*opened);
      }
    }
  }
  return all;
}

namespace {

// What a step replaces has been read by now. So where whoever asked still waits, what he or another asks for next is
// not among what was not seen; and what comes between this look and the write makes the write stale.
core::Status still_wanted(store::Store& store) {
  if (Answering::until() == 0) return {};
  const auto now = store.now_ms();
  if (!now) return tl::unexpected(now.error());
  if (*now < Answering::until()) return {};
  return tl::unexpected(asked_too_long_ago());
}

}  // namespace

core::Status DocumentRecords::put(const DocumentRecord* before, const core::Id& id, std::string_view text,
                                  store::Stage to, core::Millis wait) {
  const auto document = keep_document(store_, text);
  if (!document) return tl::unexpected(document.error());
  if (const auto wanted = still_wanted(store_); !wanted) return wanted;
  std::string state = form_.encode(*document);
  const core::Rev rev = core::next_rev(before == nullptr ? core::Rev{} : before->rev, store_.epoch(), state);
  store::add_check(state, id.view(), rev, {});
  store::ColumnBuilder states(1);
  states.add(state);
  const std::uint16_t shard = core::shard_of(id, store_.shards());
  if (before == nullptr) {
    store::Admit call;
    call.kind = form_.kind;
    call.shard = shard;
    call.to = to;
    call.wait = wait;
    call.ids = id.view();
    call.revs = rev.bytes();
    call.states = states.finish();
    call.log = store_.who();
    store_.admit({&call, 1});
    if (call.answer.outcome != store::Outcome::kDone) return unanswered(call.answer);
    return call.answer.all(store::ItemAnswer::kDone) ? core::Status() : overtaken();
  }
  store::Advance call;
  call.kind = form_.kind;
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

store::Advance moved_on(const store::Batch& batch, std::size_t i, store::Stage to, core::Millis wait,
                        std::uint32_t epoch) {
  store::AdvanceBuilder moving(batch, to, wait);
  moving.add(batch, i, std::string(state_of(batch, i)), epoch);
  return moving.finish();
}

bool sent_back(store::Store& store, const store::Batch& batch, store::Stage to, std::uint32_t epoch) {
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (batch.rev(i).epoch >= epoch) continue;
    if (!store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i)).ok)
      continue;  // the auditor's
    store::Advance call = moved_on(batch, i, to, 0, epoch);
    store.advance({&call, 1});
    if (call.answer.outcome != store::Outcome::kDone) return false;
  }
  return true;
}

}  // namespace naadam::runtime
